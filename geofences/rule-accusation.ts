/**
 * What a rule would say of the fleet as it lies now, asked before the rule is used: one that restricts nothing, or that
 * accuses nearly everybody, is a slip of whoever wrote it. Pure: the newest fix of the fleet is its clock.
 */
import { createEngine } from './engine.ts';
import type { Fix, VesselProfile } from './fix.ts';
import { appliesTo, hasCriterion, readyRule } from './rules/index.ts';
import type { Rule, Zone } from './types.ts';

/** A vessel with its newest fix. */
export interface LatestFix {
  profile: VesselProfile;
  fix: Fix;
}

interface RuleAccusation {
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

/** The same for one rule. */
export function ruleAccusation(rule: Rule, zones: readonly Zone[], fleet: readonly LatestFix[]): RuleAccusation {
  return ruleAccusations([rule], zones, fleet)[0]!;
}

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
  return rules.map((rule) => {
    const ready = readyRule(rule);
    const judged = fleet.filter(({ profile }) => appliesTo(ready, profile)).length;
    const found: RuleAccusation = { ruleId: rule.id, judged, raised: raised.get(rule.id)?.size ?? 0 };
    const isLog = (rule.priority ?? ready.kind.priority) === LOG_PRIORITY;
    if (!hasCriterion(rule)) found.fault = 'no-criterion';
    else if (!isLog && judged >= LEAST_FLEET && found.raised >= judged * EVERYBODY_SHARE) {
      found.fault = 'accuses-everybody';
    }
    return found;
  });
}

/** Vessels by rule for which it stands raised at the fleet's newest fix time. */
function raisedNow(rules: readonly Rule[], zones: readonly Zone[], fleet: readonly LatestFix[]) {
  const raised = new Map<string, Set<string>>();
  const engine = createEngine({ zones, rules: rules.map(impatient) });
  const changes = fleet.flatMap(({ profile, fix }) => [
    ...engine.setVessel(profile),
    ...engine.accept(profile.id, [fix]),
  ]);
  const now = fleet.reduce((newest, { fix }) => Math.max(newest, fix.fixTime), Number.NEGATIVE_INFINITY);
  changes.push(...engine.tick(now));
  for (const { change, occurrence } of changes) {
    const vessels = raised.get(occurrence.ruleId) ?? new Set();
    if (change === 'raised') vessels.add(occurrence.vesselId);
    raised.set(occurrence.ruleId, vessels);
  }
  return raised;
}

/** The rule as it is once it has waited. */
function impatient(rule: Rule): Rule {
  const params = { ...rule.params };
  for (const spec of readyRule(rule).kind.params) if (spec.waits) params[spec.name] = spec.min;
  return { ...rule, params };
}
