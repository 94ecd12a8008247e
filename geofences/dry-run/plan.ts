/**
 * What a dry run has to judge: the rules that differ between two versions, and those that look at zones that differ.
 * Rules that are the same on both sides would raise the same, and are left out. Zones are all kept: ports decide who is
 * at sea, and a zone that nobody crosses costs nothing.
 */
import type { VesselProfile } from '../fix.ts';
import { changedIds, same } from '../judging/difference.ts';
import { appliesTo, readyRule, watchesZone } from '../rules/index.ts';
import type { ReadyRule } from '../rules/kind.ts';
import type { Rule, Zone } from '../types.ts';
import { DAY_MS } from './span.ts';

/** One version of what is watched. */
export interface RuleSet {
  rules: readonly Rule[];
  zones: readonly Zone[];
}

export type Version = 'now' | 'proposed';
export const VERSIONS: readonly Version[] = ['now', 'proposed'];

export interface PlannedRule {
  id: string;
  /** `zones`: the rule itself is the same, zones that it looks at are not. */
  change: 'added' | 'removed' | 'changed' | 'zones';
}

export interface DryRunPlan {
  /** Rules to judge, in the order of the proposed list, then those that it removes. */
  rules: readonly PlannedRule[];
  /** Rules on one vessel at a time. */
  single: Record<Version, RuleSet>;
  /** Rules on several vessels. */
  together: Record<Version, RuleSet>;
  /** Changed rules of kinds that a dry run cannot judge. */
  notRun: readonly string[];
  /** How long before the span tracks have to be read, so that the span begins with what was known then. */
  warmUpMs: number;
}

/** What these kinds say of a vessel follows from its own track. */
const SINGLE: ReadonlySet<string> = new Set(['zone', 'track', 'silence']);
const TOGETHER = 'vessels';
/** Rules on providers say nothing in a dry run, but what they have said before holds boats of a silent provider excused. */
const PROVIDERS = 'providers';

/** Two days: the engine's own window, and what rules on several vessels look back on. */
const LEAST_WARM_UP_MS = 2 * DAY_MS;
/** A year is the longest that a rule may wait (silence.ts), and a reserve. */
const MOST_WARM_UP_MS = 400 * DAY_MS;

export function planDryRun(now: RuleSet, proposed: RuleSet): DryRunPlan {
  const changedRules = changedIds(now.rules, proposed.rules);
  const changedZones = zonesThatDiffer(now.zones, proposed.zones);
  const isAffected = (rule: Rule): boolean =>
    changedRules.has(rule.id) || rulesLookingAt([rule], changedZones).length > 0;
  const affected = { now: now.rules.filter(isAffected), proposed: proposed.rules.filter(isAffected) };
  const all = [...affected.now, ...affected.proposed].map(readyRule);
  const part = (watches: (kind: string) => boolean): Record<Version, RuleSet> => ({
    now: watching(affected.now, now.zones, watches),
    proposed: watching(affected.proposed, proposed.zones, watches),
  });
  return {
    rules: plannedRules(affected, changedRules),
    single: {
      now: excusing(now, affected.now),
      proposed: excusing(proposed, affected.proposed),
    },
    together: part((watches) => watches === TOGETHER),
    notRun: [...new Set(all.filter(({ kind }) => !canRun(kind.watches)).map(({ rule }) => rule.id))],
    warmUpMs: Math.min(MOST_WARM_UP_MS, Math.max(LEAST_WARM_UP_MS, ...all.map(memoryMs))),
  };
}

function canRun(watches: string): boolean {
  return SINGLE.has(watches) || watches === TOGETHER;
}

function plannedRules(affected: Record<Version, Rule[]>, changed: ReadonlySet<string>): PlannedRule[] {
  const before = new Set(affected.now.map(({ id }) => id));
  const after = new Set(affected.proposed.map(({ id }) => id));
  const changeOf = (id: string): PlannedRule['change'] => {
    if (!before.has(id)) return 'added';
    if (!after.has(id)) return 'removed';
    return changed.has(id) ? 'changed' : 'zones';
  };
  return [...new Set([...after, ...before])].map((id) => ({ id, change: changeOf(id) }));
}

function watching(rules: readonly Rule[], zones: readonly Zone[], watches: (kind: string) => boolean): RuleSet {
  return { rules: rules.filter((rule) => watches(readyRule(rule).kind.watches)), zones };
}

function excusing({ rules, zones }: RuleSet, affected: Rule[]): RuleSet {
  const single = watching(affected, zones, (watches) => SINGLE.has(watches));
  const providers = watching([...rules], zones, (watches) => watches === PROVIDERS);
  return { rules: [...single.rules, ...providers.rules], zones };
}

/** Rules whose word may depend on one of these zones. */
export function rulesLookingAt(rules: readonly Rule[], zones: readonly Zone[]): Rule[] {
  return rules.filter((rule) => {
    const ready = readyRule(rule);
    return zones.some((zone) => looksAt(ready, zone));
  });
}

/** May what a rule says depend on this zone? Rather once too often: it only costs time. */
function looksAt(ready: ReadyRule, zone: Zone): boolean {
  const { kind, rule, params } = ready;
  // Where nobody is at sea, owes reports, fishes or meets others.
  if (zone.properties.kind === 'port') return true;
  if (kind.watches === 'zone' && watchesZone(ready, zone)) return true;
  if (kind.watches === 'track') return true;
  if (rule.zones?.includes(zone.id)) return true;
  return Object.values(params).some(
    (value) => Array.isArray(value) && (value.includes(zone.id) || value.includes(zone.properties.kind)),
  );
}

/** Properties of a zone that are for people to read: rules do not look at them. */
const FOR_PEOPLE: ReadonlySet<string> = new Set([
  'name',
  'nameEn',
  'source',
  'faults',
  'legalBasis',
  'demoOnly',
  'drawnVertices',
  'code',
  'province',
]);

/** Zones that were added, removed or altered, as they were and as they are. */
export function zonesThatDiffer(before: readonly Zone[], after: readonly Zone[]): Zone[] {
  const known = new Map(before.map((zone) => [zone.id, zone]));
  const differing: Zone[] = [];
  for (const zone of after) {
    const was = known.get(zone.id);
    known.delete(zone.id);
    if (was && same(judgedOf(was), judgedOf(zone))) continue;
    differing.push(zone);
    if (was) differing.push(was);
  }
  return [...differing, ...known.values()];
}

function judgedOf({ geometry, properties }: Zone): unknown {
  const kept = Object.entries(properties).filter(([name]) => !FOR_PEOPLE.has(name));
  return { geometry, properties: Object.fromEntries(kept) };
}

const UNIT_MS: Readonly<Record<string, number>> = { min: 60_000, h: 3_600_000, d: DAY_MS, day: DAY_MS, days: DAY_MS };

/** How far back a rule may remember: all of its times together, and the longest reporting duty (a day). */
function memoryMs({ kind, params }: ReadyRule): number {
  let sum = DAY_MS;
  for (const { name, unit } of kind.params) {
    const value = params[name];
    if (typeof value === 'number') sum += value * (UNIT_MS[unit ?? ''] ?? 0);
  }
  return sum;
}

/** Asks of a vessel whether any rule of either version applies to it. */
export function judgedBy(sets: Record<Version, RuleSet>): (profile: VesselProfile) => boolean {
  const all = VERSIONS.flatMap((version) => sets[version].rules.map(readyRule));
  const ready = all.filter(({ kind }) => kind.watches !== PROVIDERS);
  return (profile) => ready.some((one) => appliesTo(one, profile));
}
