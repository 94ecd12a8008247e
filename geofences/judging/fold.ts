/**
 * What one vessel's state becomes with one more fix, in fix order. Everything that the engine says is a fold of this
 * step over the fixes sorted by time, which is why the order of arrival cannot matter.
 */
import { type Fix, FixFlag, type VesselProfile } from '../fix.ts';
import { quickDistanceM } from '../geometry/ellipsoid.ts';
import type { ZoneCrossing } from '../geometry/locator.ts';
import type { Pair, Sighting } from '../rules/kind.ts';
import { endedAt } from '../rules/occurrences.ts';
import { type SilenceWatch, stepSilence } from '../rules/silence.ts';
import type { Occurrence } from '../types.ts';
import { type Duties, type Post, postKey, type Rulebook } from './rulebook.ts';

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
  pairs: readonly Pair[];
  silence: readonly SilenceWatch[];
  /** It has reported by VMS. */
  hasVms: boolean;
}

/** Everything about the vessel that is not its fixes. */
export interface Subject {
  id: string;
  profile: VesselProfile;
  duties: Duties;
  book: Rulebook;
  /** Rule id or `zone:` + zone id → fix time from which it judges this vessel; absent: always. */
  cuts?: Readonly<Record<string, number>>;
}

export const emptyState: Readonly<JudgedState> = Object.freeze({ pairs: [], silence: [], hasVms: false });

/** Time of the newest fix in it; before the first fix, minus infinity. */
export function stateTime(state: JudgedState): number {
  return state.newest ? state.newest.fixTime : Number.NEGATIVE_INFINITY;
}

/** One more fix. Changes `state` in its top level only; closed occurrences go to `closed`, open ones stand in the pairs. */
export function fold(subject: Subject, state: JudgedState, fix: Fix, closed: Occurrence[]): void {
  state.newest = fix;
  if (fix.source === 'vms') state.hasVms = true;
  const inside = subject.book.locator.locate(fix.lon, fix.lat, scratch);
  if (subject.duties.silence.length > 0) listen(subject, state, fix, inside, closed);
  const flagged = (fix.flags & FixFlag.jump) !== 0;
  if (!flagged && (!state.last || reachable(state.last, fix))) {
    state.doubt = undefined;
    sight(subject, state, fix, inside, closed);
    return;
  }
  const doubted = state.doubt;
  if (!doubted || !reachable(doubted, fix)) {
    state.doubt = fix;
    return;
  }
  // Two fixes that agree with each other: it really is there.
  state.doubt = undefined;
  sight(subject, state, doubted, subject.book.locator.locate(doubted.lon, doubted.lat, scratch), closed);
  sight(subject, state, fix, subject.book.locator.locate(fix.lon, fix.lat, scratch), closed);
}

/** Reused between calls: nothing keeps it beyond one fold. */
const scratch: number[] = [];

function reachable(from: Fix, to: Fix): boolean {
  const hours = (to.fixTime - from.fixTime) / 3_600_000;
  return quickDistanceM(from.lon, from.lat, to.lon, to.lat) <= IMPOSSIBLE_KN * 1852 * hours + ERROR_OF_TWO_FIXES_M;
}

function listen(subject: Subject, state: JudgedState, fix: Fix, inside: readonly number[], closed: Occurrence[]): void {
  const counts = !state.hasVms || fix.source !== 'ais';
  const next: SilenceWatch[] = [];
  for (const ready of subject.duties.silence) {
    const id = ready.rule.id;
    const watch = state.silence.find((known) => known.rule === id);
    const cut = subject.cuts?.[id];
    if (cut !== undefined && fix.fixTime < cut) continue;
    const seen = {
      fix,
      counts,
      owed: subject.book.reportsOwed(ready, inside),
      thresholdMs: subject.book.thresholdMs(ready, subject.profile),
    };
    const stepped = stepSilence(watch, seen, ready, subject.id, closed);
    if (stepped) next.push(stepped);
  }
  state.silence = next;
}

/** Watches of rules that are new to the vessel: silence counts from its newest fix. */
export function newWatches(subject: Subject, state: JudgedState, rules: ReadonlySet<string>): readonly SilenceWatch[] {
  const { newest } = state;
  const added = subject.duties.silence.filter((ready) => rules.has(ready.rule.id));
  if (!newest || added.length === 0) return state.silence;
  const inside = subject.book.locator.locate(newest.lon, newest.lat, []);
  const watches = [...state.silence];
  for (const ready of added) {
    const { rule } = ready;
    const owed = subject.book.reportsOwed(ready, inside);
    watches.push({ rule: rule.id, since: newest.fixTime, lon: newest.lon, lat: newest.lat, owed });
  }
  return watches;
}

/** A believed fix: every rule on every zone that the vessel is in, was in, or met on the way. */
function sight(subject: Subject, state: JudgedState, fix: Fix, inside: readonly number[], closed: Occurrence[]): void {
  const previous = state.last;
  state.last = fix;
  state.pairs = judge(subject, state.pairs, previous, fix, inside, closed);
}

/** The rules' word on a fix: new pairs, or the same array when nothing changed. `only` restricts it to some posts. */
export function judge(
  subject: Subject,
  pairs: readonly Pair[],
  previous: Fix | undefined,
  fix: Fix,
  inside: readonly number[],
  closed: Occurrence[],
  only?: (post: Post) => boolean,
): readonly Pair[] {
  const { duties, book } = subject;
  const crossings = previous ? book.locator.cross(previous.lon, previous.lat, fix.lon, fix.lat) : NO_CROSSINGS;
  const scene: Scene = { subject, previous, fix, inside, crossings, closed };
  let next: (Pair | undefined)[] | undefined;
  for (let i = 0; i < pairs.length; i++) {
    const pair = pairs[i]!;
    const post = duties.byKey.get(postKey(pair.rule, pair.zone));
    if (!post || (only && !only(post))) continue;
    const stepped = stepPair(scene, post, pair);
    if (stepped === pair) continue;
    next ??= [...pairs];
    next[i] = stepped;
  }
  const added = newPairs(scene, pairs, only);
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
}

/** Order of pairs must not depend on the order in which they came about, since states are compared. */
function byKey(a: Pair, b: Pair): number {
  if (a.rule !== b.rule) return a.rule < b.rule ? -1 : 1;
  return a.zone < b.zone ? -1 : a.zone > b.zone ? 1 : 0;
}

/** Pairs that this fix brings about: inside a zone, through it, over a line, near an edge. */
function newPairs(scene: Scene, pairs: readonly Pair[], only?: (post: Post) => boolean): Pair[] | undefined {
  const { duties } = scene.subject;
  let added: Pair[] | undefined;
  const meet = (post: Post) => {
    if (only && !only(post)) return;
    for (const pair of pairs) if (pair.rule === post.ready.rule.id && pair.zone === post.zone.id) return;
    const pair = stepPair(scene, post, undefined);
    if (!pair) return;
    if (added) added.push(pair);
    else added = [pair];
  };
  for (const index of scene.inside) for (const post of duties.byZone[index]!) meet(post);
  for (const crossing of scene.crossings) {
    if (crossing.change !== 'passed' && crossing.change !== 'clipped') continue;
    for (const post of duties.byZone[crossing.zone]!) meet(post);
  }
  for (const post of duties.near) {
    if (post.bound!.atLeastNm(scene.fix.lon, scene.fix.lat) <= post.withinNm) meet(post);
  }
  return added;
}

function stepPair(scene: Scene, post: Post, pair: Pair | undefined): Pair | undefined {
  const { fix, closed, subject } = scene;
  const since = judgesSince(subject, post);
  if (fix.fixTime < since) return pair;
  if (fix.fixTime < post.from || fix.fixTime >= post.until) {
    if (pair?.open) closed.push(endedAt(pair.open, fix));
    return undefined;
  }
  const previous = scene.previous && scene.previous.fixTime >= since ? scene.previous : undefined;
  const sighting = post.kind.by === 'near' ? sightNear(scene, post) : sightSide(scene, post, pair);
  if (!sighting) return pair;
  sighting.previous = previous;
  if (!previous) {
    sighting.crossing = undefined;
    sighting.clipped = false;
  }
  return post.kind.step(pair, sighting, subject.book.contextOf(post, subject.id), closed);
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
  const { locator } = scene.subject.book;
  const crossing = scene.crossings.find((met) => met.zone === post.index);
  const distanceNm = () => locator.nearest(post.index, fix.lon, fix.lat)!.distanceNm;
  if (!post.line) {
    const side = scene.inside.includes(post.index) ? 1 : -1;
    return { fix, side, crossing, clipped: crossing?.change === 'clipped', distanceNm };
  }
  if (crossing) return { fix, side: crossing.outwards ? -1 : 1, crossing, clipped: false, distanceNm };
  if (!pair) return undefined;
  const side = locator.nearest(post.index, fix.lon, fix.lat)?.side;
  const which = side === undefined ? 0 : side === post.zone.properties.ourSide ? 1 : -1;
  return { fix, side: which, clipped: false, distanceNm };
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
