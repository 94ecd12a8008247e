/** Who set a rule's own thresholds, when, and on what basis: written by the server, whatever a client says of who and when. */
import { isDeepStrictEqual } from 'node:util';
import type { OwnThreshold, Rule } from '../../geofences/types.ts';

/**
 * Of each parameter that differs from the rule as it holds, or whose basis is given anew: by whom and when. What is not
 * changed keeps what is known of it, also where a client leaves it out.
 * @param rules a checked list
 * @param at epoch ms
 */
export function withSetters(rules: readonly Rule[], held: readonly Rule[], by: string, at: number): Rule[] {
  const known = new Map(held.map((rule) => [rule.id, rule]));
  return rules.map((rule) => {
    const { thresholds: given = {}, ...rest } = rule;
    const last = known.get(rule.id);
    const own = Object.entries(rule.params ?? {}).flatMap(([name, value]): [string, OwnThreshold][] => {
      if (value === undefined || value === null) return [];
      const kept = last?.thresholds?.[name];
      const isSame = isDeepStrictEqual(last?.params?.[name], value);
      if (isSame && (!given[name] || isSameBasis(given[name], kept))) return kept ? [[name, kept]] : [];
      return held.length > 0 || given[name] ? [[name, { ...basisOf(given[name]), by, at }]] : [];
    });
    return own.length === 0 ? rest : { ...rest, thresholds: Object.fromEntries(own) };
  });
}

function isSameBasis(a: OwnThreshold, b: OwnThreshold | undefined): boolean {
  return isDeepStrictEqual(basisOf(a), basisOf(b));
}

function basisOf({ basis, since }: OwnThreshold = {}): OwnThreshold {
  return { ...(basis && { basis }), ...(since !== undefined && { since }) };
}
