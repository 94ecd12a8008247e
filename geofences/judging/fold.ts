/**
 * What one vessel's state becomes with one more fix, in fix order. Everything that the engine says is a fold of this
 * step over the fixes sorted by time, which is why the order of arrival cannot matter.
 */
import { type Fix, FixFlag, type VesselProfile } from '../fix.ts';
import { quickDistanceM } from '../geometry/ellipsoid.ts';
import type { ZoneCrossing } from '../geometry/locator.ts';
import type { Pair, ReadyRule, Sighting } from '../rules/kind.ts';
import { endedAt } from '../rules/occurrences.ts';
import {
  brokenSilence,
  heardOtherwise,
  isSilent,
  type SilenceWatch,
  silentOccurrence,
  watchFrom,
} from '../rules/silence.ts';
import type { Occurrence } from '../types.ts';
import type { Duties, Post, Rulebook } from './rulebook.ts';

/** Faster than this from one fix to the next is a bad fix (ui.md §2). */
const IMPOSSIBLE_KN = 50;
/** Two positions of 500 m accuracy (NĐ 26/2019 Đ.44) may be 1 km apart without any movement. */
const ERROR_OF_TWO_FIXES_M = 1000;

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
}

export const emptyState: Readonly<JudgedState> = Object.freeze({
  newest: undefined,
  last: undefined,
  doubt: undefined,
  heard: undefined,
  pairs: [],
  silence: [],
  hasVms: false,
});

/** Time of the newest fix in it; before the first fix, minus infinity. */
export function stateTime(state: JudgedState): number {
  return state.newest ? state.newest.fixTime : Number.NEGATIVE_INFINITY;
}

/** One more fix. Changes `state` in its top level only; closed occurrences go to `closed`, open ones stand in the pairs. */
export function fold(subject: Subject, state: JudgedState, fix: Fix, closed: Occurrence[]): void {
  state.newest = fix;
  listen(subject, state, fix, closed);
  const flagged = (fix.flags & FixFlag.jump) !== 0;
  if (!flagged && (!state.last || reachable(state.last, fix))) {
    state.doubt = undefined;
    sight(subject, state, fix, closed);
    return;
  }
  const doubted = state.doubt;
  if (!doubted || !reachable(doubted, fix)) {
    state.doubt = fix;
    return;
  }
  // Two fixes that agree with each other: it really is there.
  state.doubt = undefined;
  sight(subject, state, doubted, closed);
  sight(subject, state, fix, closed);
}

/** Reused between calls: nothing keeps it beyond one fold. */
const scratch: number[] = [];

function reachable(from: Fix, to: Fix): boolean {
  const hours = (to.fixTime - from.fixTime) / 3_600_000;
  return quickDistanceM(from.lon, from.lat, to.lon, to.lat) <= IMPOSSIBLE_KN * 1852 * hours + ERROR_OF_TWO_FIXES_M;
}

/** Does the fix count as a report? VMS and manual ones do for a vessel that has reported by VMS, otherwise any. */
function listen(subject: Subject, state: JudgedState, fix: Fix, closed: Occurrence[]): void {
  if (fix.source === 'vms') state.hasVms = true;
  const counts = !state.hasVms || fix.source !== 'ais';
  if (!counts && state.heard) {
    hearOtherwise(subject, state, fix);
    return;
  }
  if (!counts) return;
  if (state.heard && fix.fixTime - state.heard.fixTime > subject.leastSilenceMs)
    breakSilences(subject, state, fix, closed);
  state.heard = fix;
  if (state.silence.length > 0) state.silence = NO_WATCHES;
}

const NO_WATCHES: readonly SilenceWatch[] = [];

function breakSilences(subject: Subject, state: JudgedState, fix: Fix, closed: Occurrence[]): void {
  subject.duties.silence.forEach((ready, i) => {
    const threshold = subject.silenceMs[i]!;
    const watch = watchOf(subject, state, ready);
    if (!watch || !isSilent(watch, fix.fixTime, threshold)) return;
    closed.push(brokenSilence(silentOccurrence(watch, threshold, ready, subject.id), watch, fix));
  });
}

function hearOtherwise(subject: Subject, state: JudgedState, fix: Fix): void {
  const watches: SilenceWatch[] = [];
  subject.duties.silence.forEach((ready, i) => {
    const watch = watchOf(subject, state, ready);
    if (watch) watches.push(heardOtherwise(watch, fix, isOwed(subject, ready, fix), subject.silenceMs[i]!));
  });
  state.silence = watches;
}

/** Since when a rule counts the vessel's silence; undefined before it has heard of it. */
export function watchOf(subject: Subject, state: JudgedState, ready: ReadyRule): SilenceWatch | undefined {
  const { heard } = state;
  const cut = subject.cuts?.[ready.rule.id];
  if (!heard || (cut !== undefined && heard.fixTime < cut)) return undefined;
  const known = state.silence.find((watch) => watch.rule === ready.rule.id);
  return known ?? watchFrom(ready, heard, isOwed(subject, ready, heard));
}

function isOwed(subject: Subject, ready: ReadyRule, fix: Fix): boolean {
  return subject.book.reportsOwed(ready, subject.book.locator.locate(fix.lon, fix.lat, scratch));
}

/** The silences that hold at a time of the clock. */
export function silencesAt(subject: Subject, state: JudgedState, now: number): readonly Occurrence[] {
  if (!state.heard || !(now - state.heard.fixTime > subject.leastSilenceMs)) return NO_OCCURRENCES;
  const silent: Occurrence[] = [];
  subject.duties.silence.forEach((ready, i) => {
    const threshold = subject.silenceMs[i]!;
    const watch = watchOf(subject, state, ready);
    if (watch && isSilent(watch, now, threshold)) silent.push(silentOccurrence(watch, threshold, ready, subject.id));
  });
  return silent.length > 0 ? silent : NO_OCCURRENCES;
}

const NO_OCCURRENCES: readonly Occurrence[] = [];

/** When the clock may next find a silence: the earliest threshold not before `now`, whether reports are owed or not. */
export function nextSilence(subject: Subject, state: JudgedState, now: number): number | undefined {
  const { heard } = state;
  if (!heard) return undefined;
  let next: number | undefined;
  for (let i = 0; i < subject.silenceMs.length; i++) {
    const id = subject.duties.silence[i]!.rule.id;
    let since = heard.fixTime;
    for (const watch of state.silence) if (watch.rule === id) since = watch.since;
    const due = since + subject.silenceMs[i]!;
    if (due >= now && (next === undefined || due < next)) next = due;
  }
  return next;
}

/** A believed fix: every rule on every zone that the vessel is in, was in, or met on the way. */
function sight(subject: Subject, state: JudgedState, fix: Fix, closed: Occurrence[]): void {
  const previous = state.last;
  state.last = fix;
  state.pairs = judge(subject, state.pairs, previous, fix, closed);
}

/** The rules' word on a fix: new pairs, or the same array when nothing changed. `only` restricts it to some posts. */
export function judge(
  subject: Subject,
  pairs: readonly Pair[],
  previous: Fix | undefined,
  fix: Fix,
  closed: Occurrence[],
  only?: (post: Post) => boolean,
): readonly Pair[] {
  const { duties, book } = subject;
  const inside = book.locator.locate(fix.lon, fix.lat, scratch);
  const crossings = previous ? book.locator.cross(previous.lon, previous.lat, fix.lon, fix.lat) : NO_CROSSINGS;
  const scene: Scene = { subject, previous, fix, inside, crossings, closed, only };
  let next: (Pair | undefined)[] | undefined;
  for (let i = 0; i < pairs.length; i++) {
    const pair = pairs[i]!;
    const post = book.postOf(duties, pair);
    if (!post || (only && !only(post))) continue;
    const stepped = stepPair(scene, post, pair);
    if (stepped === pair) continue;
    next ??= [...pairs];
    next[i] = stepped;
  }
  const added = newPairs(scene, pairs);
  if (!next && !added) return pairs;
  const kept = (next ?? pairs).filter((pair): pair is Pair => pair !== undefined);
  return added ? [...kept, ...added].sort(byKey) : kept;
}

const NO_CROSSINGS: readonly ZoneCrossing[] = [];

interface Scene {
  subject: Subject;
  previous: Fix | undefined;
  fix: Fix;
  inside: readonly number[];
  crossings: readonly ZoneCrossing[];
  closed: Occurrence[];
  only: ((post: Post) => boolean) | undefined;
}

/** Order of pairs must not depend on the order in which they came about, since states are compared. */
function byKey(a: Pair, b: Pair): number {
  if (a.rule !== b.rule) return a.rule < b.rule ? -1 : 1;
  return a.zone < b.zone ? -1 : a.zone > b.zone ? 1 : 0;
}

/** Pairs that this fix brings about: inside a zone, through it, over a line, near an edge. */
function newPairs(scene: Scene, pairs: readonly Pair[]): Pair[] | undefined {
  const { duties } = scene.subject;
  let added: Pair[] | undefined;
  for (const index of scene.inside) {
    for (const post of duties.byZone[index]!) added = meet(scene, pairs, post, added);
  }
  for (const crossing of scene.crossings) {
    if (crossing.change !== 'passed' && crossing.change !== 'clipped') continue;
    for (const post of duties.byZone[crossing.zone]!) added = meet(scene, pairs, post, added);
  }
  for (const post of duties.near) {
    if (post.bound!.atLeastNm(scene.fix.lon, scene.fix.lat) <= post.withinNm) added = meet(scene, pairs, post, added);
  }
  return added;
}

function meet(scene: Scene, pairs: readonly Pair[], post: Post, added: Pair[] | undefined): Pair[] | undefined {
  if (scene.only && !scene.only(post)) return added;
  for (const pair of pairs) if (pair.rule === post.ready.rule.id && pair.zone === post.zone.id) return added;
  const pair = stepPair(scene, post, undefined);
  if (!pair) return added;
  if (!added) return [pair];
  added.push(pair);
  return added;
}

function stepPair(scene: Scene, post: Post, pair: Pair | undefined): Pair | undefined {
  const { fix, closed, subject } = scene;
  const since = subject.cuts ? judgesSince(subject, post) : Number.NEGATIVE_INFINITY;
  if (fix.fixTime < since) return pair;
  if (fix.fixTime < post.from || fix.fixTime >= post.until) {
    if (pair?.open) closed.push(endedAt(pair.open, fix));
    return undefined;
  }
  // Where it was is where it is: nothing to say. This is nearly every fix.
  if (pair && !pair.run && post.kind.by === 'inside' && !post.line) {
    if ((pair.side === 1) === scene.inside.includes(post.index)) return pair;
  }
  const previous = scene.previous && scene.previous.fixTime >= since ? scene.previous : undefined;
  const sighting = post.kind.by === 'near' ? sightNear(scene, post) : sightSide(scene, post, pair);
  if (!sighting) return pair;
  sighting.previous = previous;
  if (!previous) {
    sighting.crossing = undefined;
    sighting.clipped = false;
  }
  return post.kind.step(pair, sighting, post, closed);
}

function judgesSince(subject: Subject, post: Post): number {
  const { cuts } = subject;
  if (!cuts) return Number.NEGATIVE_INFINITY;
  const rule = cuts[post.ready.rule.id] ?? Number.NEGATIVE_INFINITY;
  const zone = cuts[`zone:${post.zone.id}`] ?? Number.NEGATIVE_INFINITY;
  return Math.max(rule, zone);
}

function sightNear(scene: Scene, post: Post): Sighting {
  const { fix } = scene;
  const nearest = scene.subject.book.locator.nearest(post.index, fix.lon, fix.lat)!;
  const distance = nearest.distanceNm;
  const sighting: Sighting = {
    vesselId: scene.subject.id,
    fix,
    side: distance <= post.withinNm ? 1 : -1,
    clipped: false,
    distanceNm: () => distance,
  };
  if (!post.line) sighting.inside = scene.inside.includes(post.index);
  else if (nearest.side && post.zone.properties.ourSide) {
    sighting.inside = nearest.side === post.zone.properties.ourSide;
  }
  return sighting;
}

function sightSide(scene: Scene, post: Post, pair: Pair | undefined): Sighting | undefined {
  const { fix } = scene;
  const vesselId = scene.subject.id;
  const { locator } = scene.subject.book;
  const crossing = scene.crossings.find((met) => met.zone === post.index);
  const distanceNm = () => locator.nearest(post.index, fix.lon, fix.lat)!.distanceNm;
  if (!post.line) {
    const side = scene.inside.includes(post.index) ? 1 : -1;
    return { vesselId, fix, side, crossing, clipped: crossing?.change === 'clipped', distanceNm };
  }
  if (crossing) return { vesselId, fix, side: crossing.outwards ? -1 : 1, crossing, clipped: false, distanceNm };
  if (!pair) return undefined;
  const side = locator.nearest(post.index, fix.lon, fix.lat)?.side;
  const which = side === undefined ? 0 : side === post.zone.properties.ourSide ? 1 : -1;
  return { vesselId, fix, side: which, clipped: false, distanceNm };
}

/** Drops what is remembered of the posts; their open occurrences go to `dropped`. */
export function forget(
  pairs: readonly Pair[],
  drops: (rule: string, zone: string) => boolean,
  dropped?: Occurrence[],
): readonly Pair[] {
  if (!pairs.some((pair) => drops(pair.rule, pair.zone))) return pairs;
  return pairs.filter((pair) => {
    if (!drops(pair.rule, pair.zone)) return true;
    if (pair.open) dropped?.push(pair.open);
    return false;
  });
}
