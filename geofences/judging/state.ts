/** What is remembered of a vessel, and what is known of it beside its fixes. */
import type { Fix, VesselProfile } from '../fix.ts';
import type { Pair } from '../rules/kind.ts';
import type { SilenceWatch } from '../rules/silence.ts';
import { type Activity, unknownActivity } from './activity.ts';
import type { Duties, Rulebook } from './rulebook.ts';

/** State after some fixes. What it refers to is never changed, so that a shallow copy is a checkpoint. JSON-safe. */
export interface JudgedState {
  /** Newest fix, believed or not. Absent before the first. */
  newest?: Fix;
  /** Last believed fix. */
  last?: Fix;
  /** A fix too far away to be believed until the next one bears it out. */
  doubt?: Fix;
  /** Last fix that counts as a report. */
  heard?: Fix;
  pairs: readonly Pair[];
  /** Only after fixes that do not count as reports. */
  silence: readonly SilenceWatch[];
  /** It has reported by VMS. */
  hasVms: boolean;
  activity: Activity;
}

/** Everything about the vessel that is not its fixes. */
export interface Subject {
  id: string;
  profile: VesselProfile;
  duties: Duties;
  /** After how long each of `duties.silence` raises, in ms, and the shortest of them. */
  silenceMs: readonly number[];
  leastSilenceMs: number;
  book: Rulebook;
  /** Rule id or `zone:` + zone id → fix time from which it judges this vessel; absent: always. */
  cuts?: Readonly<Record<string, number>>;
  /** Whether its provider and not the vessel is silent between two times, epoch ms. */
  excused(since: number, until: number): boolean;
}

export const emptyState: Readonly<JudgedState> = Object.freeze({
  newest: undefined,
  last: undefined,
  doubt: undefined,
  heard: undefined,
  pairs: [],
  silence: [],
  hasVms: false,
  activity: unknownActivity,
});

/** Time of the newest fix in it; before the first fix, minus infinity. */
export function stateTime(state: JudgedState): number {
  return state.newest ? state.newest.fixTime : Number.NEGATIVE_INFINITY;
}
