/**
 * What a rule would say of the fleet as it lies now, asked before the rule is used: one that restricts nothing, or that
 * accuses nearly everybody, is a slip of whoever wrote it. Pure: the newest fix of the fleet is its clock.
 */
import { createEngine } from './engine.ts';
import type { Fix, VesselProfile } from './fix.ts';
import { providerOutage } from './fleet/provider-outage.ts';
import { appliesTo, hasCriterion, readyRule, watchesZone } from './rules/index.ts';
import type { ReadyRule } from './rules/kind.ts';
import type { Occurrence, OccurrenceChange, Rule, Zone, ZoneKind } from './types.ts';

/** A vessel with its newest fix. */
export interface LatestFix {
  profile: VesselProfile;
  fix: Fix;
}

export interface RuleAccusation {
  ruleId: string;
  /** Vessels that the rule applies to. */
  judged: number;
  /** Vessels of them that it would raise, going by their newest fixes and without waiting for confirmation. */
  raised: number;
  /** Why the rule is to be refused; absent when it is in order. */
  fault?: 'no-criterion' | 'accuses-everybody';
}

/** From this share of the vessels on a rule tells nobody apart (own choice; a fleet has some vessels in odd places). */
const EVERYBODY_SHARE = 0.9;
/** In a smaller fleet one vessel more or less makes too much of a share: there a rule has to raise all (own choice). */
export const LEAST_FLEET = 10;
/** One vessel or two may well be in one place (own choice). */
const LEAST_VESSELS = 3;
/** Log events accuse nobody (ui.md §3: an alarm needs a person, an event does not). */
const LOG_PRIORITY = 4;
/** Where a whole fleet lies together by right: at Tết, before a storm. */
const HAVENS: ReadonlySet<ZoneKind> = new Set(['port', 'shelter']);

/**
 * What each rule would raise. Kinds that need a movement or a behaviour raise nothing from one fix.
 * @param rules rules without fault (`ruleProblem`), each with an id of its own
 * @param outages what providers are known not to have delivered: no silence of a vessel's own
 */
export function ruleAccusations(
  rules: readonly Rule[],
  zones: readonly Zone[],
  fleet: readonly LatestFix[],
  outages: readonly Occurrence[] = [],
): RuleAccusation[] {
  const raised = raisedNow(rules, zones, fleet, outages);
  return rules.map((rule) => accusation(rule, zones, fleet, raised.vesselsOf(rule.id)));
}

function accusation(
  rule: Rule,
  zones: readonly Zone[],
  fleet: readonly LatestFix[],
  raised: ReadonlySet<string>,
): RuleAccusation {
  const ready = readyRule(rule);
  const judged = fleet.filter(({ profile }) => appliesToOne(ready, profile)).length;
  const found: RuleAccusation = { ruleId: rule.id, judged, raised: raised.size };
  if (!hasCriterion(rule)) found.fault = 'no-criterion';
  else if (isEverybody(found, isLog(ready)) && !mayLogEverybody(ready, zones)) found.fault = 'accuses-everybody';
  return found;
}

/** Of a small fleet a rule may log all. */
function isEverybody({ judged, raised }: RuleAccusation, isLogged: boolean): boolean {
  if (judged >= LEAST_FLEET) return raised >= judged * EVERYBODY_SHARE;
  return !isLogged && judged >= LEAST_VESSELS && raised >= judged;
}

/**
 * Logs that are about everybody by their nature: kinds that are a log unless somebody makes more of them (hauls, calls at
 * ports, silence in port), and who lies in the havens.
 */
function mayLogEverybody(ready: ReadyRule, zones: readonly Zone[]): boolean {
  if (!isLog(ready)) return false;
  if (ready.kind.priority === LOG_PRIORITY) return true;
  const watched = zones.filter((zone) => watchesZone(ready, zone));
  return watched.length > 0 && watched.every(({ properties }) => HAVENS.has(properties.kind));
}

function isLog({ rule, kind }: ReadyRule): boolean {
  return (rule.priority ?? kind.priority) === LOG_PRIORITY;
}

/** Rules on several vessels say by their own test whom they are about. */
function appliesToOne(ready: ReadyRule, profile: VesselProfile): boolean {
  return ready.kind.watches === 'vessels' ? ready.kind.isAbout(profile, ready.params) : appliesTo(ready, profile);
}

/** With it the engine heeds outages, known ones and one that shows now; its own id is no rule's. */
const OUTAGES: Rule = { id: '\0outages', kind: providerOutage.kind };

const DAY_MS = 86_400_000;
/** Vessels, evenly taken, that stand for a fleet, and of each the fixes that are read at most (own choice: whoever saves a rule waits for it). */
const SAMPLE = 60;
const MOST_FIXES = 2000;
/** Kinds that say that a vessel has come or gone: where it lies now tells nothing of that. */
const MOVEMENTS: ReadonlySet<string> = new Set(['zone-enter', 'zone-exit', 'boundary-cross']);

/**
 * What rules on a movement, a behaviour or what is missing, of which one fix tells little, would have raised over the fleet's
 * last day. Logs are not tried: over a day everybody goes somewhere and is late once.
 * @param rules as for `ruleAccusations`; rules that are not tried are left out of the answer
 * @param track a vessel's fixes with from ≤ fixTime ≤ to, in order of fix time, piece by piece
 * @param outages as for `ruleAccusations`: without them, rules on what is missing would seem to accuse everybody on such a day
 */
export async function behaviourAccusations(
  rules: readonly Rule[],
  zones: readonly Zone[],
  fleet: readonly LatestFix[],
  track: (vesselId: string, from: number, to: number) => AsyncIterable<readonly Fix[]>,
  outages: readonly Occurrence[] = [],
): Promise<RuleAccusation[]> {
  const tried = rules.filter((rule) => isOnBehaviour(readyRule(rule)));
  if (tried.length === 0) return [];
  const now = newestOf(fleet);
  const recent = fleet.filter(({ fix }) => fix.fixTime >= now - DAY_MS);
  const sample = recent.filter((_, i) => i % Math.ceil(recent.length / SAMPLE) === 0);
  const engine = createEngine({ zones, rules: [...tried, OUTAGES], outages });
  const raised = new Raised();
  for (const { profile } of sample) {
    raised.note(engine.setVessel(profile));
    let read = 0;
    for await (const fixes of track(profile.id, now - DAY_MS, now)) {
      raised.note(engine.accept(profile.id, fixes));
      read += fixes.length;
      if (read >= MOST_FIXES) break;
    }
  }
  raised.note(engine.tick(now));
  return tried.map((rule) => accusation(rule, zones, sample, raised.vesselsOf(rule.id)));
}

function isOnBehaviour(ready: ReadyRule): boolean {
  const { kind } = ready;
  if (isLog(ready)) return false;
  if (kind.watches === 'zone') return kind.dwells === true || MOVEMENTS.has(kind.kind);
  return kind.watches !== 'providers';
}

/** What stands raised at the fleet's newest fix time. */
function raisedNow(
  rules: readonly Rule[],
  zones: readonly Zone[],
  fleet: readonly LatestFix[],
  outages: readonly Occurrence[],
): Raised {
  const raised = new Raised();
  const engine = createEngine({ zones, rules: [...rules.map(impatient), OUTAGES], outages });
  for (const { profile, fix } of fleet) {
    raised.note(engine.setVessel(profile));
    raised.note(engine.accept(profile.id, [fix]));
  }
  raised.note(engine.tick(newestOf(fleet)));
  return raised;
}

function newestOf(fleet: readonly LatestFix[]): number {
  return fleet.reduce((newest, { fix }) => Math.max(newest, fix.fixTime), Number.NEGATIVE_INFINITY);
}

/** Who has been raised, and not taken back since. */
class Raised {
  private readonly byId = new Map<string, Occurrence>();

  note(changes: readonly OccurrenceChange[]): void {
    for (const { change, occurrence } of changes) {
      if (change === 'retracted') this.byId.delete(occurrence.id);
      else this.byId.set(occurrence.id, occurrence);
    }
  }

  vesselsOf(ruleId: string): ReadonlySet<string> {
    const vessels = new Set<string>();
    for (const occurrence of this.byId.values()) {
      if (occurrence.ruleId !== ruleId) continue;
      vessels.add(occurrence.vesselId);
      for (const other of occurrence.otherVesselIds ?? []) vessels.add(other);
    }
    return vessels;
  }
}

/** The rule as it is once it has waited. */
function impatient(rule: Rule): Rule {
  const params = { ...rule.params };
  for (const spec of readyRule(rule).kind.params) if (spec.waits) params[spec.name] = spec.min;
  return { ...rule, params };
}
