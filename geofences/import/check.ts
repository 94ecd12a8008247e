/**
 * Import and check of zones: a file's bytes → zones as they would be stored, and sentences that say what is wrong, where,
 * and what repair is offered. Nothing is repaired unless it is accepted. Pure; bounded on whatever file.
 */
import type { Zone } from '../types.ts';
import { checkAttributes } from './checks/attributes.ts';
import { checkCalendar } from './checks/calendar.ts';
import { checkCrossings } from './checks/crossing.ts';
import { checkLand, checkSize } from './checks/extent.ts';
import { checkIds, checkOverlaps } from './checks/neighbours.ts';
import { checkClosed, checkDuplicates, checkEnough, checkPresence, checkSpikes } from './checks/outline.ts';
import { checkHoles, checkParts } from './checks/parts.ts';
import { checkOrder, checkPossible, checkRegion, isPossible } from './checks/position.ts';
import type { Check, CheckContext } from './checks/stage.ts';
import { crsFromName } from './crs.ts';
import { crsRefusal } from './crs-findings.ts';
import { positionsOf, type ZoneDraft } from './draft.ts';
import { type Finding, type FindingCode, fileFinding } from './finding.ts';
import type { LandMask } from './land.ts';
import { readZoneFile } from './read-file.ts';
import type { ZoneFileFormat } from './reading.ts';
import { zoneOf } from './zone-of.ts';

export interface ZoneCheckOptions {
  /** Becomes the source of zones that name none. */
  fileName?: string;
  /** `EPSG:9213`: what the coordinates are in, said by a person; wins over what the file says. */
  crs?: string;
  /** Zones that are in use. */
  existing?: readonly Zone[];
  /** Without it nothing is said of land. */
  land?: LandMask;
}

export interface ZoneCheck {
  /** Undefined when it was not recognised. */
  format?: ZoneFileFormat;
  drafts: ZoneDraft[];
  /** Of the file, then zone by zone. */
  findings: Finding[];
  options: ZoneCheckOptions;
}

/** Repairs after which a zone looks other than before may show what was hidden. */
const MAX_ROUNDS = 3;

const SHAPE_CHECKS: readonly Check[] = [
  checkPresence,
  checkDuplicates,
  checkClosed,
  checkSpikes,
  checkEnough,
  checkCrossings,
  checkHoles,
  checkParts,
  checkSize,
  checkRegion,
  checkLand,
];

/** Repairs are made in this order, whatever the order in which they are accepted. */
const REPAIR_ORDER: readonly FindingCode[] = [
  'crs-converted',
  'swapped-lat-lon',
  'points-only',
  'duplicate-vertices',
  'unclosed-ring',
  'spike',
  'too-few-vertices',
  'self-crossing',
  'self-touching',
  'hole-outside',
  'parts-overlap',
];

/** Never throws for what is in the file. */
export function checkZoneFile(bytes: Uint8Array, options: ZoneCheckOptions = {}): ZoneCheck {
  const crs = options.crs === undefined ? undefined : crsFromName(options.crs);
  if (options.crs !== undefined && !crs) {
    return { drafts: [], findings: [crsRefusal(options.crs.slice(0, 80)).finding], options };
  }
  const { format, drafts, findings } = readZoneFile(bytes, crs);
  const check: ZoneCheck = { drafts, findings: [...findings, ...checkDrafts(drafts, options)], options };
  if (format) check.format = format;
  if (drafts.length === 0 && !findings.some(({ severity }) => severity === 'error')) check.findings.push(noZones());
  return check;
}

function checkDrafts(drafts: readonly ZoneDraft[], options: ZoneCheckOptions): Finding[] {
  const { existing = [], land } = options;
  const context: CheckContext = { existing, ...(land && { land }) };
  const findings: Finding[] = [];
  const mended = drafts.map((draft) => {
    const stage = checkDraft(draft, context);
    findings.push(...stage.findings);
    return stage.draft;
  });
  findings.push(...checkIds(drafts, existing), ...checkOverlaps(mended, existing));
  // Zone by zone; a stable sort keeps the order within one.
  return findings.sort((a, b) => (a.zone?.key ?? -1) - (b.zone?.key ?? -1));
}

function checkDraft(draft: ZoneDraft, context: CheckContext) {
  const findings: Finding[] = [];
  let mended = draft;
  const run = (check: Check): void => {
    const stage = check(mended, context);
    findings.push(...stage.findings);
    mended = stage.draft;
  };
  run(checkAttributes);
  run(checkCalendar);
  run(checkOrder);
  run(checkPossible);
  // Of numbers that are no places, and of a tangle, nothing more can be said.
  for (const check of arePossible(mended) ? SHAPE_CHECKS : []) {
    run(check);
    if (findings[findings.length - 1]?.code === 'too-tangled') break;
  }
  return { findings, draft: mended };
}

function arePossible({ shape }: ZoneDraft): boolean {
  for (const position of positionsOf(shape)) if (!isPossible(position)) return false;
  return true;
}

/**
 * The same file with repairs made, and checked again: what is still found is what the accepted repairs did not mend.
 * @param accepts which of the repairs that are offered; asked again for what comes to light by the first ones
 */
export function repairZones(check: ZoneCheck, accepts: (finding: Finding) => boolean = () => true): ZoneCheck {
  let current = check;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const accepted = current.findings.filter((finding) => finding.repair && accepts(finding));
    if (accepted.length === 0) return current;
    const drafts = current.drafts.map((draft) => repaired(draft, accepted));
    const kept = current.findings.filter(({ zone, repair }) => !zone && !repair);
    const left = current.findings.filter((finding) => !finding.zone && finding.repair && !accepted.includes(finding));
    current = { ...current, drafts, findings: [...kept, ...left, ...checkDrafts(drafts, current.options)] };
  }
  return current;
}

function repaired(draft: ZoneDraft, accepted: readonly Finding[]): ZoneDraft {
  const mine = accepted.filter(({ zone }) => !zone || zone.key === draft.key);
  const inOrder = mine.toSorted((a, b) => orderOf(a) - orderOf(b));
  return inOrder.reduce((one, { repair }) => repair!.apply(one), draft);
}

function orderOf({ code }: Finding): number {
  const at = REPAIR_ORDER.indexOf(code);
  return at < 0 ? REPAIR_ORDER.length : at;
}

/** No finding of the file or of any zone stands against using it. */
export function isUsable({ findings }: ZoneCheck): boolean {
  return !findings.some(({ severity }) => severity === 'error');
}

/** Zones against which no error stands, as they would be stored: a zone in use of the same id gives its next version. */
export function usableZones(check: ZoneCheck): Zone[] {
  const faulty = new Set<number>();
  for (const { severity, zone } of check.findings) if (severity === 'error' && zone) faulty.add(zone.key);
  return zonesOf(check, ({ key, isConverted }) => !faulty.has(key) && !isConverted);
}

/** Every zone that can be drawn, right or wrong. */
export function previewZones(check: ZoneCheck): Zone[] {
  return zonesOf(check, () => true);
}

function zonesOf({ drafts, options }: ZoneCheck, isWanted: (draft: ZoneDraft) => boolean): Zone[] {
  const versions = new Map(options.existing?.map(({ id, properties }) => [id, properties.version]));
  return drafts.filter(isWanted).flatMap((draft) => {
    const zone = zoneOf(draft, options.fileName ?? 'file');
    if (!zone) return [];
    const version = versions.get(zone.id);
    if (version !== undefined) zone.properties.version = version + 1;
    return [zone];
  });
}

function noZones(): Finding {
  return fileFinding('no-zones', 'error', {
    vi: 'Tệp không có vùng nào.',
    en: 'The file holds no zone.',
  });
}
