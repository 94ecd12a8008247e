/** What is remembered of a vessel, and what is known of it beside its fixes. */
import type { Fix, VesselProfile } from '../fix.ts';
import type { Pair, SilenceTerms } from '../rules/kind.ts';
import type { SilenceWatch } from '../rules/silence-watch.ts';
import { type Activity, unknownActivity } from './activity.ts';
import { same } from './difference.ts';
import type { Duties, Rulebook } from './rulebook.ts';

/** Fixes that fit each other but not the track that is believed: a wild one, or another hull under the same identity. */
export interface Stretch {
  /** Fix time of the first of them. */
  since: number;
  last: Fix;
  /** How many, counted up to ESTABLISHED of belief.ts. */
  count: number;
}

/** State after some fixes. What it refers to is never changed, so that a shallow copy is a checkpoint. JSON-safe. */
export interface JudgedState {
  /** Newest fix, believed or not. Absent before the first. */
  newest?: Fix;
  /** Last believed fix. */
  last?: Fix;
  /** The stretch of track that `last` ends: fix time of its first fix, and how many it has, counted up to ESTABLISHED. */
  since: number;
  count: number;
  /** Between the last two believed fixes, ms; 0 before the second. */
  paceMs: number;
  /** What has been heard beside that stretch and is not believed. */
  aside?: Stretch;
  /**
   * While rules leave the newest believed fixes aside: the last one that they used, by the FixFlags that they leave aside.
   * Absent nearly always.
   */
  lastUsed?: Readonly<Record<number, Fix>>;
  /** Last fix that counts as a report. */
  heard?: Fix;
  /** Last fix since then that does not count as one. */
  elsewhere?: Fix;
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
  /** When each of `duties.silence` raises, and the shortest time after which one may, in ms. */
  silenceTerms: readonly SilenceTerms[];
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
  since: 0,
  count: 0,
  paceMs: 0,
  aside: undefined,
  lastUsed: undefined,
  heard: undefined,
  elsewhere: undefined,
  pairs: [],
  silence: [],
  hasVms: false,
  activity: unknownActivity,
});

/**
 * States as the engine holds them: in one shape, every property in the object itself. A fleet has several a vessel, and a spread
 * of one puts most of them into a second object, which is a line of memory more for whoever reads and whoever collects them.
 */
export class HeldState implements JudgedState {
  newest: Fix | undefined;
  last: Fix | undefined;
  since: number;
  count: number;
  paceMs: number;
  aside: Stretch | undefined;
  lastUsed: JudgedState['lastUsed'];
  heard: Fix | undefined;
  elsewhere: Fix | undefined;
  pairs: readonly Pair[];
  silence: readonly SilenceWatch[];
  hasVms: boolean;
  activity: Activity;

  /** HOT. A copy of another state. */
  constructor(of: JudgedState = emptyState) {
    this.newest = of.newest;
    this.last = of.last;
    this.since = of.since;
    this.count = of.count;
    this.paceMs = of.paceMs;
    this.aside = of.aside;
    this.lastUsed = of.lastUsed;
    this.heard = of.heard;
    this.elsewhere = of.elsewhere;
    this.pairs = of.pairs;
    this.silence = of.silence;
    this.hasVms = of.hasVms;
    this.activity = of.activity;
  }

  /** A copy in which something is otherwise. */
  static with(of: JudgedState, otherwise: Partial<JudgedState>): HeldState {
    return Object.assign(new HeldState(of), otherwise);
  }
}

/** Time of the newest fix in it; before the first fix, minus infinity. */
export function stateTime(state: JudgedState): number {
  return state.newest ? state.newest.fixTime : Number.NEGATIVE_INFINITY;
}

/** Equal by content, see `same`: what is shared, which is nearly everything, is not looked into. */
export function sameState(a: JudgedState, b: JudgedState): boolean {
  return (
    sameFix(a.newest, b.newest) &&
    sameFix(a.last, b.last) &&
    a.since === b.since &&
    a.count === b.count &&
    a.paceMs === b.paceMs &&
    a.hasVms === b.hasVms &&
    sameFix(a.heard, b.heard) &&
    sameFix(a.elsewhere, b.elsewhere) &&
    sameActivity(a.activity, b.activity) &&
    samePairs(a.pairs, b.pairs) &&
    same(a.aside, b.aside) &&
    same(a.lastUsed, b.lastUsed) &&
    same(a.silence, b.silence)
  );
}

function samePairs(a: readonly Pair[], b: readonly Pair[]): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i] && !same(a[i], b[i])) return false;
  return true;
}

function sameActivity(a: Activity, b: Activity): boolean {
  if (a === b) return true;
  return (
    a.kind === b.kind &&
    a.since === b.since &&
    a.slowLegs === b.slowLegs &&
    a.slowSince === b.slowSince &&
    a.leftPort === b.leftPort &&
    sameFix(a.from, b.from) &&
    same(a.slowFrom, b.slowFrom)
  );
}

/** When it reached us is no part of it. */
function sameFix(a: Fix | undefined, b: Fix | undefined): boolean {
  if (a === b) return true;
  if (!a || !b) return false;
  return (
    a.fixTime === b.fixTime &&
    a.lon === b.lon &&
    a.lat === b.lat &&
    a.source === b.source &&
    a.flags === b.flags &&
    a.speedKn === b.speedKn &&
    a.courseDeg === b.courseDeg &&
    a.headingDeg === b.headingDeg &&
    a.accuracyM === b.accuracyM
  );
}
