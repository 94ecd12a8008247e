/** A rule in somebody's hands: what of it was changed, and what is wrong with that. Pure. */
import { isDirectedLine } from '../../geofences/geometry/shape.ts';
import { readyRule } from '../../geofences/rules/index.ts';
import type { Explanation } from '../../geofences/rules/kind.ts';
import type { ParamSpec, ParamValue } from '../../geofences/rules/params.ts';
import { ruleContradiction } from '../../geofences/rules/problem.ts';
import type { OwnThreshold, Priority, Rule, Zone } from '../../geofences/types.ts';

export interface Draft {
  /** As it is set today. */
  rule: Rule;
  /** Values by name; absent: the default. `NaN`: something that is no number stands in the field. */
  params: Readonly<Record<string, ParamValue>>;
  /** Absent: all that its kind and `zoneKinds` allow. */
  zones?: readonly string[];
  /** What it is called; absent where it has no name. */
  name?: string;
  nameEn?: string;
  /** Absent: its kind's. */
  priority?: Priority;
  /** Basis and date of values of its own, by parameter. */
  thresholds: Readonly<Record<string, OwnThreshold>>;
}

/** @param taken the rule as it was proposed before, to go on from there; counts only if it follows the rule of today */
export function draftOf(rule: Rule, taken?: Rule): Draft {
  const isNext = taken?.id === rule.id && taken.version === nextVersion(rule);
  const { params, zones, name, nameEn, priority, thresholds = {} } = isNext ? taken : rule;
  return {
    ...{ rule, params: given(params), thresholds },
    ...(zones && { zones }),
    ...(name !== undefined && { name }),
    ...(nameEn !== undefined && { nameEn }),
    ...(priority !== undefined && { priority }),
  };
}

function nextVersion(rule: Rule): number {
  return (rule.version ?? 1) + 1;
}

/** A JSON document may say `null` for what is not given. */
function given(params: Rule['params']): Record<string, ParamValue> {
  const present = Object.entries(params ?? {}).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(present) as Record<string, ParamValue>;
}

export function withParam(draft: Draft, name: string, value: ParamValue | undefined): Draft {
  const { [name]: _, ...rest } = draft.params;
  // The basis of one value is none of another.
  const { [name]: __, ...others } = draft.thresholds;
  const kept = equal(draft.rule.params?.[name], value) ? draft.rule.thresholds?.[name] : undefined;
  const params = value === undefined ? rest : { ...rest, [name]: value };
  return { ...draft, params, thresholds: kept ? { ...others, [name]: kept } : others };
}

/** Of a value that is the rule's own. */
export function withBasis(draft: Draft, name: string, { basis, since }: OwnThreshold): Draft {
  return {
    ...draft,
    thresholds: { ...draft.thresholds, [name]: { ...(basis && { basis }), ...(since && { since }) } },
  };
}

/** @param priority undefined: its kind's */
export function withPriority(draft: Draft, priority: Priority | undefined): Draft {
  const { priority: _, ...rest } = draft;
  return priority === undefined ? rest : { ...rest, priority };
}

export function withZones(draft: Draft, zones: readonly string[] | undefined): Draft {
  const { zones: _, ...rest } = draft;
  return zones ? { ...rest, zones } : rest;
}

/** The value that counts: the given one, or the default. */
export function valueInForce(draft: Draft, spec: ParamSpec): ParamValue | undefined {
  return draft.params[spec.name] ?? spec.default;
}

export function specsOf(rule: Rule): readonly ParamSpec[] {
  return readyRule(rule).kind.params;
}

export type Fault = { fault: 'not-number' } | { fault: 'too-small'; min: number } | { fault: 'too-large'; max: number };

/** What is wrong with a field; undefined when nothing is. */
export function faultOf(draft: Draft, { name, type, min, max }: ParamSpec): Fault | undefined {
  const value = draft.params[name];
  if (type !== 'number' || value === undefined) return undefined;
  if (typeof value !== 'number' || !Number.isFinite(value)) return { fault: 'not-number' };
  if (min !== undefined && value < min) return { fault: 'too-small', min };
  if (max !== undefined && value > max) return { fault: 'too-large', max };
  return undefined;
}

/** What two fields that are each in order say against each other; undefined when nothing. */
export function contradictionOf(draft: Draft): Explanation | undefined {
  return areFieldsValid(draft) ? ruleContradiction(proposedRule(draft)) : undefined;
}

function areFieldsValid(draft: Draft): boolean {
  return specsOf(draft.rule).every((spec) => !faultOf(draft, spec));
}

export function isValid(draft: Draft): boolean {
  return (
    areFieldsValid(draft) &&
    draft.zones?.length !== 0 &&
    draft.name?.trim() !== '' &&
    !ruleContradiction(proposedRule(draft))
  );
}

/** The rule as it would be set: under a version of its own, so that an alert says by which one it was judged. */
export function proposedRule(draft: Draft): Rule {
  const { zones: _, params: __, name: ___, nameEn: ____, priority: _____, thresholds: ______, ...rest } = draft.rule;
  const rule: Rule = { ...rest, version: nextVersion(draft.rule), params: { ...draft.params } };
  if (draft.zones) rule.zones = [...draft.zones];
  if (draft.name !== undefined) rule.name = draft.name.trim();
  if (draft.nameEn?.trim()) rule.nameEn = draft.nameEn.trim();
  if (draft.priority !== undefined) rule.priority = draft.priority;
  if (Object.keys(draft.thresholds).length > 0) rule.thresholds = { ...draft.thresholds };
  return rule;
}

/** Do two judge the same? Names, priority and bases change what is read, not what is found. */
export function judgesAlike(a: Rule, b: Rule): boolean {
  const judged = ({ id, kind, zones, params }: Rule): string =>
    JSON.stringify({ id, kind, zones, params: given(params) });
  return judged(a) === judged(b);
}

/** The whole list with the rule in its place, a new one at the end. */
export function withRule(rules: readonly Rule[], changed: Rule): Rule[] {
  if (!rules.some(({ id }) => id === changed.id)) return [...rules, changed];
  return rules.map((rule) => (rule.id === changed.id ? changed : rule));
}

export interface Difference {
  /** Absent without a part: it is the zones that the rule watches. */
  spec?: ParamSpec;
  /** What of the rule it is, or of the value that `spec` names. */
  part?: 'name' | 'nameEn' | 'priority' | 'basis' | 'since';
  before: ParamValue | undefined;
  after: ParamValue | undefined;
}

/** What the draft says otherwise than the rule of today, in the order of the form. */
export function differences(draft: Draft): Difference[] {
  const today = draftOf(draft.rule);
  const found: Difference[] = [];
  for (const part of ['name', 'nameEn', 'priority'] as const) {
    const [before, after] = [today[part] || undefined, draft[part] || undefined];
    if (before !== after) found.push({ part, before, after });
  }
  if (!equal(today.zones, draft.zones)) {
    found.push({ before: today.zones && [...today.zones], after: draft.zones && [...draft.zones] });
  }
  for (const spec of specsOf(draft.rule)) {
    const [before, after] = [valueInForce(today, spec), valueInForce(draft, spec)];
    if (!equal(before, after)) found.push({ spec, before, after });
    for (const part of ['basis', 'since'] as const) {
      const [was, is] = [today.thresholds[spec.name]?.[part], draft.thresholds[spec.name]?.[part]];
      if (was !== is) found.push({ spec, part, before: was, after: is });
    }
  }
  return found;
}

/** Lists are sets here: the order in which zones were ticked means nothing. */
export function equal(a: unknown, b: unknown): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return Object.is(a, b);
  return a.length === b.length && a.every((one) => b.includes(one));
}

/** Zones that the rule could watch. */
export function zonesFor(rule: Rule, zones: readonly Zone[]): readonly Zone[] {
  const { kind } = readyRule(rule);
  if (kind.watches !== 'zone') return zones;
  return zones.filter((zone) => {
    if (!isDirectedLine(zone)) return true;
    return kind.lines && (kind.by === 'near' || zone.properties.ourSide !== undefined);
  });
}

/** Whether the rule watches zones at all, or can be restricted to some. */
export function watchesZones(rule: Rule): boolean {
  return readyRule(rule).kind.watches === 'zone' || rule.zones !== undefined;
}
