/** What an administrator has said of a rule's own thresholds, beside who said it and when. Pure. */
import type { Rule } from '../../geofences/types.ts';

/** The rules with only what a person wrote of their thresholds: by whom and when stands with the act itself. */
export function withoutSetters(rules: readonly Rule[]): Rule[] {
  return rules.map(({ thresholds = {}, ...rule }) => {
    const written = Object.entries(thresholds).flatMap(([name, { by: _by, at: _at, ...basis }]) =>
      Object.keys(basis).length > 0 ? [[name, basis] as const] : [],
    );
    return written.length === 0 ? rule : { ...rule, thresholds: Object.fromEntries(written) };
  });
}
