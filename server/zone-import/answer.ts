/** A zone check as plain data, for the answer of a request and for `--json`. */
import {
  checkZoneFile,
  isUsable,
  previewZones,
  repairZones,
  type ZoneCheck,
  type ZoneCheckOptions,
} from '../../geofences/import/check.ts';
import type { Finding } from '../../geofences/import/finding.ts';
import type { Zone } from '../../geofences/types.ts';

/** A finding without its functions. */
export type PlainFinding = Omit<Finding, 'repair'> & {
  /** Names its repair in a request. */
  id: string;
  repair?: { vi: string; en: string };
};

export interface ZoneFileAnswer {
  /** Undefined when it was not recognised. */
  format?: string;
  /** After the repairs that were accepted: no error stands against any zone. */
  usable: boolean;
  findings: PlainFinding[];
  /** What is found after the repairs; absent when none was accepted. */
  remaining?: PlainFinding[];
  /** All zones that can be drawn, repaired where that was accepted. When `usable`, what the zones document may take. */
  preview: { type: 'FeatureCollection'; features: ({ type: 'Feature' } & Zone)[] };
}

/** `all`, or the ids or codes of the findings whose repairs are accepted. */
export type Accepted = 'all' | readonly string[];

export function checkAnswer(bytes: Uint8Array, options: ZoneCheckOptions, accepted: Accepted): ZoneFileAnswer {
  const check = checkZoneFile(bytes, options);
  const repaired = accepted.length === 0 ? check : repairZones(check, (finding) => isAccepted(finding, accepted));
  const answer: ZoneFileAnswer = {
    usable: isUsable(repaired),
    findings: check.findings.map(plain),
    preview: collectionOf(repaired),
  };
  if (check.format) answer.format = check.format;
  if (repaired !== check) answer.remaining = repaired.findings.map(plain);
  return answer;
}

function isAccepted(finding: Finding, accepted: Accepted): boolean {
  return accepted === 'all' || accepted.includes(finding.code) || accepted.includes(idOf(finding));
}

/** The same for the same file. */
function idOf({ code, zone }: Finding): string {
  return zone ? `${code}@${zone.key}` : code;
}

function plain(finding: Finding): PlainFinding {
  const { repair, ...rest } = finding;
  const said: PlainFinding = { id: idOf(finding), ...rest };
  if (repair) said.repair = { vi: repair.vi, en: repair.en };
  return said;
}

function collectionOf(check: ZoneCheck): ZoneFileAnswer['preview'] {
  return { type: 'FeatureCollection', features: previewZones(check).map((zone) => ({ type: 'Feature', ...zone })) };
}
