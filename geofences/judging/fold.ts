/**
 * What one vessel's state becomes with one more fix, in fix order. Everything that the engine says is a fold of this
 * step over the fixes sorted by time, which is why the order of arrival cannot matter.
 */
import { type Fix, FixFlag } from '../fix.ts';
import { quickDistanceM } from '../geometry/ellipsoid.ts';
import type { ZoneCrossing } from '../geometry/locator.ts';
import type { Pair, TrackSighting } from '../rules/kind.ts';
import type { Occurrence } from '../types.ts';
import { nextActivity } from './activity.ts';
import { listen } from './listening.ts';
import type { Post, TrackPost } from './rulebook.ts';
import type { JudgedState, Subject } from './state.ts';
import { isInPort, TrackScene } from './track-scene.ts';
import { stepPost, type ZoneScene } from './zone-step.ts';

/** Faster than this from one fix to the next is a bad fix (ui.md §2). */
const IMPOSSIBLE_KN = 50;
/** Two positions of 500 m accuracy (NĐ 26/2019 Đ.44) may be 1 km apart without any movement. */
const ERROR_OF_TWO_FIXES_M = 1000;

/** One more fix. Changes `state` in its top level only; closed occurrences go to `closed`, open ones stand in the pairs. */
export function fold(subject: Subject, state: JudgedState, fix: Fix, closed: Occurrence[]): void {
  const before = state.newest;
  const lastBelieved = state.last;
  state.newest = fix;
  listen(subject, state, fix, closed);
  const isBelieved = believe(subject, state, fix, closed);
  if (subject.duties.rawTracks.length > 0) {
    const sighting = new TrackScene(subject, state.activity, fix, before, lastBelieved, isBelieved);
    state.pairs = stepTracks(subject, subject.duties.rawTracks, state.pairs, sighting, closed);
  }
}

/** @returns false while the fix is too far from where the vessel was to be believed */
function believe(subject: Subject, state: JudgedState, fix: Fix, closed: Occurrence[]): boolean {
  const flagged = (fix.flags & FixFlag.jump) !== 0;
  if (!flagged && (!state.last || reachable(state.last, fix))) {
    state.doubt = undefined;
    sight(subject, state, fix, closed);
    return true;
  }
  const doubted = state.doubt;
  if (!doubted || !reachable(doubted, fix)) {
    state.doubt = fix;
    return false;
  }
  // Two fixes that agree with each other: it really is there.
  state.doubt = undefined;
  sight(subject, state, doubted, closed);
  sight(subject, state, fix, closed);
  return true;
}

/** Reused between calls: nothing keeps it beyond one fold. */
const scratch: number[] = [];

function reachable(from: Fix, to: Fix): boolean {
  const hours = (to.fixTime - from.fixTime) / 3_600_000;
  return quickDistanceM(from.lon, from.lat, to.lon, to.lat) <= IMPOSSIBLE_KN * 1852 * hours + ERROR_OF_TWO_FIXES_M;
}

/** A believed fix: every rule on every zone that the vessel is in, was in, or met on the way. */
function sight(subject: Subject, state: JudgedState, fix: Fix, closed: Occurrence[]): void {
  const previous = state.last;
  state.last = fix;
  const inside = subject.book.locator.locate(fix.lon, fix.lat, scratch);
  state.activity = nextActivity(state.activity, fix, isInPort(subject.book, inside), subject.profile);
  state.pairs = judge(subject, state, previous, fix, inside, closed);
  if (subject.duties.tracks.length > 0) {
    const sighting = new TrackScene(subject, state.activity, fix, previous, previous, true);
    state.pairs = stepTracks(subject, subject.duties.tracks, state.pairs, sighting, closed);
  }
}

/** The rules' word on a fix: new pairs, or the same array when nothing changed. `only` restricts it to some posts. */
export function judge(
  subject: Subject,
  state: Pick<JudgedState, 'pairs' | 'activity'>,
  previous: Fix | undefined,
  fix: Fix,
  inside: readonly number[],
  closed: Occurrence[],
  only?: (post: Post) => boolean,
): readonly Pair[] {
  const { duties, book } = subject;
  const { pairs, activity } = state;
  const crossings = previous ? book.locator.cross(previous.lon, previous.lat, fix.lon, fix.lat) : NO_CROSSINGS;
  const scene: ZoneScene = { subject, activity, previous, fix, inside, crossings, closed, only };
  let next: (Pair | undefined)[] | undefined;
  for (let i = 0; i < pairs.length; i++) {
    const pair = pairs[i]!;
    const post = book.postOf(duties, pair);
    if (!post || (only && !only(post))) continue;
    const stepped = stepPost(scene, post, pair);
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

/** Order of pairs must not depend on the order in which they came about, since states are compared. */
function byKey(a: Pair, b: Pair): number {
  if (a.rule !== b.rule) return a.rule < b.rule ? -1 : 1;
  return a.zone < b.zone ? -1 : a.zone > b.zone ? 1 : 0;
}

/** Pairs that this fix brings about: inside a zone, through it, over a line, near an edge. */
function newPairs(scene: ZoneScene, pairs: readonly Pair[]): Pair[] | undefined {
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

function meet(scene: ZoneScene, pairs: readonly Pair[], post: Post, added: Pair[] | undefined): Pair[] | undefined {
  if (post.kind.concerns && !post.kind.concerns(scene.subject.profile, post)) return added;
  if (scene.only && !scene.only(post)) return added;
  for (const pair of pairs) if (pair.rule === post.ready.rule.id && pair.zone === post.zone.id) return added;
  const pair = stepPost(scene, post, undefined);
  if (!pair) return added;
  if (!added) return [pair];
  added.push(pair);
  return added;
}

/** Steps the kinds that watch the track. Returns the same array when nothing changed. */
export function stepTracks(
  subject: Subject,
  posts: readonly TrackPost[],
  pairs: readonly Pair[],
  sighting: TrackSighting,
  closed: Occurrence[],
): readonly Pair[] {
  let next = pairs;
  for (const { ready, kind } of posts) {
    const { id } = ready.rule;
    const since = subject.cuts?.[id];
    if (since !== undefined && sighting.fix.fixTime < since) continue;
    const pair = next.find((known) => known.rule === id && known.zone === '');
    const stepped = kind.step(pair, sighting, ready, closed);
    if (stepped === pair) continue;
    next = [...next.filter((known) => known !== pair), ...(stepped ? [stepped] : [])].sort(byKey);
  }
  return next;
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

/** Takes open occurrences out of the pairs that keep their memory; what was taken out goes to `dropped`. */
export function excuse(
  pairs: readonly Pair[],
  isExcused: (open: Occurrence) => boolean,
  dropped?: Occurrence[],
): readonly Pair[] {
  if (!pairs.some(({ open }) => open && isExcused(open))) return pairs;
  return pairs.map((pair) => {
    if (!pair.open || !isExcused(pair.open)) return pair;
    dropped?.push(pair.open);
    const { open, ...rest } = pair;
    return rest;
  });
}
