/**
 * What a rule would say of the fleet as it lies now, asked before the rule is used: one that restricts nothing, or that
 * accuses nearly everybody, is a slip of whoever wrote it. Pure: the newest fix of the fleet is its clock.
 */
import { createEngine } from './engine.ts';
import type { Fix, VesselProfile } from './fix.ts';
import { appliesTo, hasCriterion, readyRule } from './rules/index.ts';
import type { ReadyRule } from './rules/kind.ts';
import type { OccurrenceChange, Rule, Zone } from './types.ts';

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
/** A handful of vessels may well be in one place (own choice). */
const LEAST_FLEET = 10;
/** Log events accuse nobody (ui.md §3: an alarm needs a person, an event does not). */
const LOG_PRIORITY = 4;

/**
 * What each rule would raise. Kinds that need a movement or a behaviour raise nothing from one fix.
 * @param rules rules without fault (`ruleProblem`), each with an id of its own
 */
export function ruleAccusations(
  rules: readonly Rule[],
  zones: readonly Zone[],
  fleet: readonly LatestFix[],
): RuleAccusation[] {
  const raised = raisedNow(rules, zones, fleet);
  return rules.map((rule) => accusation(rule, fleet, raised.get(rule.id)));
}

function accusation(rule: Rule, fleet: readonly LatestFix[], raised: ReadonlySet<string> | undefined): RuleAccusation {
  const ready = readyRule(rule);
  const judged = fleet.filter(({ profile }) => appliesToOne(ready, profile)).length;
  const found: RuleAccusation = { ruleId: rule.id, judged, raised: raised?.size ?? 0 };
  if (!hasCriterion(rule)) found.fault = 'no-criterion';
  else if (!isLog(ready) && judged >= LEAST_FLEET && found.raised >= judged * EVERYBODY_SHARE) {
    found.fault = 'accuses-everybody';
  }
  return found;
}

function isLog({ rule, kind }: ReadyRule): boolean {
  return (rule.priority ?? kind.priority) === LOG_PRIORITY;
}

/** Rules on several vessels say by their own test whom they are about. */
function appliesToOne(ready: ReadyRule, profile: VesselProfile): boolean {
  return ready.kind.watches === 'vessels' ? ready.kind.isAbout(profile, ready.params) : appliesTo(ready, profile);
}

const DAY_MS = 86_400_000;
/** Vessels, evenly taken, that stand for a fleet, and of each the fixes that are read at most (own choice: whoever saves a rule waits for it). */
const SAMPLE = 60;
const MOST_FIXES = 2000;
/** Kinds that say that a vessel has come or gone: where it lies now tells nothing of that. */
const MOVEMENTS: ReadonlySet<string> = new Set(['zone-enter', 'zone-exit', 'boundary-cross']);

/**
 * What rules on a movement or a behaviour, of which one fix tells nothing, would have raised over the fleet's last day. Rules on what is
 * missing are not tried: on the day of an outage they would seem to accuse everybody.
 * @param rules as for `ruleAccusations`; rules of other kinds are left out of the answer
 * @param track a vessel's fixes with from ≤ fixTime ≤ to, in order of fix time, piece by piece
 */
export async function behaviourAccusations(
  rules: readonly Rule[],
  zones: readonly Zone[],
  fleet: readonly LatestFix[],
  track: (vesselId: string, from: number, to: number) => AsyncIterable<readonly Fix[]>,
): Promise<RuleAccusation[]> {
  const tried = rules.filter((rule) => isOnBehaviour(readyRule(rule)));
  if (tried.length === 0) return [];
  const now = newestOf(fleet);
  const recent = fleet.filter(({ fix }) => fix.fixTime >= now - DAY_MS);
  const sample = recent.filter((_, i) => i % Math.ceil(recent.length / SAMPLE) === 0);
  const engine = createEngine({ zones, rules: tried });
  const raised = new Map<string, Set<string>>();
  for (const { profile } of sample) {
    const changes = engine.setVessel(profile);
    let read = 0;
    for await (const fixes of track(profile.id, now - DAY_MS, now)) {
      changes.push(...engine.accept(profile.id, fixes));
      read += fixes.length;
      if (read >= MOST_FIXES) break;
    }
    note(raised, changes);
  }
  return tried.map((rule) => accusation(rule, sample, raised.get(rule.id)));
}

function isOnBehaviour(ready: ReadyRule): boolean {
  const { kind } = ready;
  if (isLog(ready) || kind.isAboutGaps) return false;
  if (kind.watches === 'zone') return kind.dwells === true || MOVEMENTS.has(kind.kind);
  return kind.watches === 'track' || kind.watches === 'vessels';
}

/** Vessels by rule for which it stands raised at the fleet's newest fix time. */
function raisedNow(rules: readonly Rule[], zones: readonly Zone[], fleet: readonly LatestFix[]) {
  const raised = new Map<string, Set<string>>();
  const engine = createEngine({ zones, rules: rules.map(impatient) });
  const changes = fleet.flatMap(({ profile, fix }) => [
    ...engine.setVessel(profile),
    ...engine.accept(profile.id, [fix]),
  ]);
  changes.push(...engine.tick(newestOf(fleet)));
  note(raised, changes);
  return raised;
}

function newestOf(fleet: readonly LatestFix[]): number {
  return fleet.reduce((newest, { fix }) => Math.max(newest, fix.fixTime), Number.NEGATIVE_INFINITY);
}

function note(raised: Map<string, Set<string>>, changes: readonly OccurrenceChange[]): void {
  for (const { change, occurrence } of changes) {
    const vessels = raised.get(occurrence.ruleId) ?? new Set();
    if (change === 'raised')
      for (const id of [occurrence.vesselId, ...(occurrence.otherVesselIds ?? [])]) vessels.add(id);
    raised.set(occurrence.ruleId, vessels);
  }
}

/** The rule as it is once it has waited. */
function impatient(rule: Rule): Rule {
  const params = { ...rule.params };
  for (const spec of readyRule(rule).kind.params) if (spec.waits) params[spec.name] = spec.min;
  return { ...rule, params };
}
