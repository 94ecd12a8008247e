/**
 * What one vessel's state becomes with one more fix, in fix order. Everything that the engine says is a fold of this
 * step over the fixes sorted by time, which is why the order of arrival cannot matter.
 */
import { type Fix, FixFlag } from '../fix.ts';
import { quickDistanceM } from '../geometry/ellipsoid.ts';
import type { ZoneCrossing } from '../geometry/locator.ts';
import type { Pair, Sighting, TrackSighting } from '../rules/kind.ts';
import { endedAt } from '../rules/occurrences.ts';
import type { Occurrence } from '../types.ts';
import { type Activity, nextActivity } from './activity.ts';
import { listen } from './listening.ts';
import type { Post, TrackPost } from './rulebook.ts';
import type { JudgedState, Subject } from './state.ts';
import { isInPort, TrackScene } from './track-scene.ts';

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
  const scene: Scene = { subject, activity, previous, fix, inside, crossings, closed, only };
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
  activity: Activity;
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
  if (pair && !pair.run && post.kind.by === 'inside' && !post.kind.dwells && !post.line) {
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
    profile: scene.subject.profile,
    activity: scene.activity,
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
  const { profile } = scene.subject;
  const { activity } = scene;
  const { locator } = scene.subject.book;
  const crossing = scene.crossings.find((met) => met.zone === post.index);
  const distanceNm = () => locator.nearest(post.index, fix.lon, fix.lat)!.distanceNm;
  if (!post.line) {
    const side = scene.inside.includes(post.index) ? 1 : -1;
    return { vesselId, fix, profile, activity, side, crossing, clipped: crossing?.change === 'clipped', distanceNm };
  }
  if (crossing)
    return { vesselId, fix, profile, activity, side: crossing.outwards ? -1 : 1, crossing, clipped: false, distanceNm };
  if (!pair) return undefined;
  const side = locator.nearest(post.index, fix.lon, fix.lat)?.side;
  const which = side === undefined ? 0 : side === post.zone.properties.ourSide ? 1 : -1;
  return { vesselId, fix, profile, activity, side: which, clipped: false, distanceNm };
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
