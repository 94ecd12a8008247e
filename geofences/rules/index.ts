/** All rule kinds by name, and what a rule says by its kind. */

import type { VesselProfile } from '../fix.ts';
import { coLocation } from '../fleet/co-location.ts';
import { encounter } from '../fleet/encounter.ts';
import { providerOutage } from '../fleet/provider-outage.ts';
import { isDirectedLine } from '../geometry/shape.ts';
import { dayText } from '../position-text.ts';
import type { Rule, Zone } from '../types.ts';
import { boundaryApproach } from './boundary-approach.ts';
import { boundaryCross } from './boundary-cross.ts';
import { boundaryTime } from './boundary-time.ts';
import { closedArea } from './closed-area.ts';
import { declarationMissed } from './declaration-missed.ts';
import type { Explanation, ReadyRule, RuleKind, Worded } from './kind.ts';
import { flagsLeftAside } from './left-aside.ts';
import { unspokenWords } from './param-words.ts';
import { type Params, resolveParams, WATCHED_ZONE_KINDS } from './params.ts';
import { silence } from './silence.ts';
import { silencePort } from './silence-port.ts';
import { trackKinds } from './track-kinds.ts';
import { wrongZone } from './wrong-zone.ts';
import { zoneDwell } from './zone-dwell.ts';
import { zoneEnter } from './zone-enter.ts';
import { zoneExit } from './zone-exit.ts';
import { zonePresence } from './zone-presence.ts';

export const ruleKinds: ReadonlyMap<string, RuleKind> = new Map(
  (
    [
      zoneEnter,
      zoneExit,
      zonePresence,
      zoneDwell,
      wrongZone,
      closedArea,
      boundaryApproach,
      boundaryTime,
      boundaryCross,
      silence,
      silencePort,
      declarationMissed,
      ...trackKinds,
      encounter,
      coLocation,
      providerOutage,
    ] as const
  ).map((kind) => [kind.kind, kind]),
);

/** Does a rule ask where land is? Rules of unknown kinds ask nothing. */
export function needsLand({ kind }: Rule): boolean {
  const known = ruleKinds.get(kind);
  return known?.watches === 'track' && known.needsLand === true;
}

/** A rule with its kind and its params; throws on a rule that `ruleProblem` refuses to know. */
export function readyRule(rule: Rule): ReadyRule {
  const kind = ruleKinds.get(rule.kind);
  if (!kind) throw new Error(`unknown rule kind "${rule.kind}"`);
  const params = resolveParams(kind.params, rule.params);
  return { rule, version: rule.version ?? 1, kind, params, leavesAside: flagsLeftAside(params) };
}

/** What a rule does, what is at stake, what to do about it and in how many minutes. */
export interface RuleExplanation extends Explanation {
  consequence: Explanation;
  action: Explanation;
  minutesToAct: number;
}

/** @throws on a rule that `ruleProblem` refuses to know */
export function explainRule(rule: Rule): RuleExplanation {
  const { kind, params } = readyRule(rule);
  const told = kind.explain(params);
  const further = unspokenWords(kind, params);
  return {
    vi: asWrittenInVietnamese(told.vi + further.vi),
    en: told.en + further.en,
    consequence: worded(kind.consequence, params),
    action: worded(kind.action, params),
    minutesToAct: typeof kind.minutesToAct === 'number' ? kind.minutesToAct : kind.minutesToAct(params),
  };
}

/** Numbers and days stand in the kinds' words as the params hold them: 0.5 and 2026-09-25. */
function asWrittenInVietnamese(text: string): string {
  const days = text.replace(/\b\d{4}-\d\d-\d\d(T[\d:]+(?:Z|[+-]\d\d:\d\d))?/g, (day) => dayText(day, 'vi'));
  return days.replace(/(\d)\.(\d)/g, '$1,$2');
}

function worded(words: Worded, params: Params): Explanation {
  return typeof words === 'function' ? words(params) : words;
}

/** Does anything in the rule restrict it? One that watches every zone, ports and the whole sea alike, is a slip. */
export function hasCriterion(rule: Rule): boolean {
  const { kind, params } = readyRule(rule);
  if (kind.hasCriterion) return kind.hasCriterion(rule, params);
  if (kind.watches !== 'zone') return true;
  const kinds = params.zoneKinds as readonly string[];
  return rule.zones !== undefined || (kinds.length > 0 && !WATCHED_ZONE_KINDS.every((one) => kinds.includes(one)));
}

/** May this zone be watched by that rule? Without a list of zones or kinds, a rule watches every zone that its kind can judge. */
export function watchesZone(ready: ReadyRule, zone: Zone): boolean {
  const { kind, rule } = ready;
  if (kind.watches !== 'zone') return false;
  if (zone.properties.kind === 'land' || (rule.zones && !rule.zones.includes(zone.id))) return false;
  // A zone that the rule names is meant, whatever kinds its kind of rule goes by of itself.
  const isNamed = rule.zones !== undefined && rule.params?.zoneKinds === undefined;
  const kinds = isNamed ? [] : (ready.params.zoneKinds as readonly string[]);
  if (kinds.length > 0 && !kinds.includes(zone.properties.kind)) return false;
  if (!isDirectedLine(zone)) return true;
  return kind.lines && (kind.by === 'near' || zone.properties.ourSide !== undefined);
}

/**
 * Is this vessel judged by that rule? `registered`: flag VNM, or no flag known but reports owed, which only the
 * registry can say. Merchant ships and unknown craft are shown, not accused.
 */
export function appliesTo(ready: ReadyRule, profile: VesselProfile): boolean {
  const { kind } = ready;
  if (kind.watches === 'track' && kind.anyCraft) return !FIXED_STATIONS.has(profile.kind);
  if (profile.kind !== 'vessel') return false;
  if (ready.kind.watches === 'silence' && profile.reportingIntervalMin === undefined) return false;
  if (ready.params.appliesTo === 'all') return true;
  return profile.flag === undefined ? profile.reportingIntervalMin !== undefined : profile.flag === 'VNM';
}

/** Stations that stay where they are and never are in distress; to judge them would cost a window of fixes each. */
const FIXED_STATIONS: ReadonlySet<string> = new Set(['coast-station', 'aton', 'group']);
