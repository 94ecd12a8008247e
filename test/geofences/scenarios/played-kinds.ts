/** Which kinds of rules the scenarios have played: with something found by them, and as a trap in which nothing is. */
import type { Occurrence, Rule } from '../../../geofences/types.ts';

export interface PlayedKind {
  /** Scenarios in which a rule of it has found something, and in which none has. */
  found: number;
  none: number;
}

export const playedKinds = new Map<string, PlayedKind>();

/** @param holds what holds at the end of a scenario with these rules */
export function rememberPlayed(rules: readonly Rule[], holds: readonly Occurrence[]): void {
  const found = new Set(holds.map(({ kind }) => kind));
  for (const kind of new Set(rules.map((rule) => rule.kind))) {
    const played = playedKinds.get(kind) ?? { found: 0, none: 0 };
    if (found.has(kind)) played.found++;
    else played.none++;
    playedKinds.set(kind, played);
  }
}
