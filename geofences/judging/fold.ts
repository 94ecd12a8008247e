/**
 * What one vessel's state becomes with one more fix, in fix order. Everything that the engine says is a fold of this
 * step over the fixes sorted by time, which is why the order of arrival cannot matter.
 */
import type { Fix } from '../fix.ts';
import type { ZoneCrossing } from '../geometry/locator.ts';
import type { Pair, TrackSighting } from '../rules/kind.ts';
import { cutOffAt } from '../rules/occurrences.ts';
import type { Occurrence } from '../types.ts';
import { nextActivity, unknownActivity } from './activity.ts';
import { ESTABLISHED, weigh } from './belief.ts';
import { held } from './held-pair.ts';
import { listen } from './listening.ts';
import type { Choosers, Post, TrackPost } from './rulebook.ts';
import type { JudgedState, Subject } from './state.ts';
import { isInPort, TrackScene } from './track-scene.ts';
import { stepPost, type ZoneScene } from './zone-step.ts';

/** One more fix. Changes `state` in its top level only; closed occurrences go to `closed`, open ones stand in the pairs. */
export function fold(subject: Subject, state: JudgedState, fix: Fix, closed: Occurrence[]): void {
  const before = state.newest;
  const lastBelieved = state.last;
  state.newest = fix;
  listen(subject, state, fix, closed);
  const isBelieved = believe(subject, state, fix, closed);
  if (subject.duties.rawTracks.length > 0) {
    rawScene.show(subject, state, fix, before, lastBelieved, isBelieved);
    state.pairs = stepTracks(subject, subject.duties.rawTracks, state.pairs, rawScene, closed);
  }
}

/** @returns false for a fix that does not continue the believed track */
function believe(subject: Subject, state: JudgedState, fix: Fix, closed: Occurrence[]): boolean {
  const verdict = weigh(state, fix);
  if (verdict === 'aside') return false;
  if (verdict === 'takes-over') startAnew(subject, state, fix, closed);
  sight(subject, state, fix, closed);
  return true;
}

/**
 * What was heard aside is the track now. No vessel went from the one to the other, so nothing is concluded from the two
 * together: what is open ends, and the rules see the new track as if the vessel had just appeared there.
 */
function startAnew(subject: Subject, state: JudgedState, fix: Fix, closed: Occurrence[]): void {
  const { last, since, count } = state;
  const next = state.aside!;
  const isNew = !last || next.last.fixTime > last.fixTime;
  state.last = undefined;
  state.lastUsed = undefined;
  state.since = next.since;
  state.count = next.count - 1;
  state.activity = unknownActivity;
  state.pairs = cutOff(subject, state.pairs, isNew ? next.last : fix, closed);
  state.aside = last && { since, last, count };
  if (isNew) sight(subject, state, next.last, closed);
}

/** Ends what is open, but for kinds that see every fix, believed or not. */
function cutOff(subject: Subject, pairs: readonly Pair[], fix: Fix, closed: Occurrence[]): readonly Pair[] {
  return pairs.filter((pair) => {
    if (subject.duties.rawTracks.some(({ ready }) => ready.rule.id === pair.rule)) return true;
    if (pair.open) closed.push(cutOffAt(pair.open, fix));
    return false;
  });
}

/** Reused between calls: nothing keeps them beyond one fold. */
const scratch: number[] = [];
const scene = new TrackScene();
const rawScene = new TrackScene();

/** A believed fix: every rule on every zone that the vessel is in, was in, or met on the way. */
function sight(subject: Subject, state: JudgedState, fix: Fix, closed: Occurrence[]): void {
  const previous = state.last;
  state.last = fix;
  state.paceMs = previous ? fix.fixTime - previous.fixTime : 0;
  if (state.count < ESTABLISHED) {
    if (state.count === 0) state.since = fix.fixTime;
    state.count++;
  }
  const inside = subject.book.locator.locate(fix.lon, fix.lat, scratch);
  state.activity = nextActivity(state.activity, fix, isInPort(subject.book, inside), subject.profile);
  const { tracksOfAll, choosers } = subject.duties;
  state.pairs = judge(subject, state, previous, fix, inside, closed, choosers.length > 0 ? usesAll : undefined);
  if (tracksOfAll.length > 0) {
    scene.show(subject, state, fix, previous, previous, true);
    state.pairs = stepTracks(subject, tracksOfAll, state.pairs, scene, closed);
  }
  if (choosers.length > 0) choose(subject, state, previous, fix, inside, closed);
}

function usesAll({ ready }: Post): boolean {
  return ready.leavesAside === 0;
}

/** For rules that leave some fixes aside the way to a fix begins at the last one that they used. */
function choose(
  subject: Subject,
  state: JudgedState,
  previous: Fix | undefined,
  fix: Fix,
  inside: readonly number[],
  closed: Occurrence[],
): void {
  let lastUsed: Record<number, Fix> | undefined;
  for (const { flags, tracks, isTheirs } of subject.duties.choosers) {
    const used = state.lastUsed?.[flags] ?? (previous && (previous.flags & flags) === 0 ? previous : undefined);
    if (fix.flags & flags) {
      if (used) lastUsed = { ...lastUsed, [flags]: used };
      continue;
    }
    state.pairs = judge(subject, state, used, fix, inside, closed, isTheirs);
    if (tracks.length === 0) continue;
    scene.show(subject, state, fix, used, used, true);
    state.pairs = stepTracks(subject, tracks, state.pairs, scene, closed);
  }
  state.lastUsed = lastUsed;
}

/**
 * The rules' word on a fix: new pairs, or the same array when nothing changed. `only` restricts it to some posts. New pairs come
 * without the room that a list has while it grows: a fleet's states hold them.
 */
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
    if (pair.zone === '') continue;
    const post = book.postOf(duties, pair);
    if (!post || (only && !only(post))) continue;
    const stepped = stepPost(scene, post, pair);
    if (stepped === pair) continue;
    next ??= [...pairs];
    next[i] = stepped && held(stepped);
  }
  const added = newPairs(scene, pairs);
  if (!next && !added) return pairs;
  const kept = (next ?? pairs).filter((pair): pair is Pair => pair !== undefined);
  return added ? kept.concat(added).sort(byKey) : kept.slice();
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
    if (crossing.change === 'entered' || crossing.change === 'left') continue;
    for (const post of duties.byZone[crossing.zone]!) added = meet(scene, pairs, post, added);
  }
  // Rules on one zone share its bound and stand side by side.
  let bound: Post['bound'];
  let atLeastNm = 0;
  for (const post of duties.near) {
    if (post.bound !== bound) {
      bound = post.bound!;
      atLeastNm = bound.atLeastNm(scene.fix.lon, scene.fix.lat);
    }
    if (atLeastNm <= post.withinNm) added = meet(scene, pairs, post, added);
  }
  return added;
}

function meet(scene: ZoneScene, pairs: readonly Pair[], post: Post, added: Pair[] | undefined): Pair[] | undefined {
  if (post.kind.concerns && !post.kind.concerns(scene.subject.profile, post)) return added;
  if (scene.only && !scene.only(post)) return added;
  for (let i = 0; i < pairs.length; i++) {
    if (pairs[i]!.rule === post.ready.rule.id && pairs[i]!.zone === post.zone.id) return added;
  }
  const pair = stepPost(scene, post, undefined);
  if (!pair) return added;
  if (!added) return [held(pair)];
  added.push(held(pair));
  return added;
}

/** HOT. Steps the kinds that watch the track. Returns the same array when nothing changed, which is nearly always. */
export function stepTracks(
  subject: Subject,
  posts: readonly TrackPost[],
  pairs: readonly Pair[],
  sighting: TrackSighting,
  closed: Occurrence[],
): readonly Pair[] {
  let next: Pair[] | undefined;
  let added = false;
  for (let i = 0; i < posts.length; i++) {
    const { ready, kind } = posts[i]!;
    const { id } = ready.rule;
    if (subject.cuts && sighting.fix.fixTime < (subject.cuts[id] ?? Number.NEGATIVE_INFINITY)) continue;
    const at = indexOfTrack(next ?? pairs, id);
    const pair = at < 0 ? undefined : (next ?? pairs)[at];
    const stepped = kind.step(pair, sighting, ready, closed);
    if (stepped === pair) continue;
    next ??= [...pairs];
    if (!stepped) next.splice(at, 1);
    else if (pair) next[at] = held(stepped);
    else {
      next.push(held(stepped));
      added = true;
    }
  }
  if (!next) return pairs;
  return added ? next.toSorted(byKey) : next;
}

function indexOfTrack(pairs: readonly Pair[], rule: string): number {
  for (let i = 0; i < pairs.length; i++) if (pairs[i]!.zone === '' && pairs[i]!.rule === rule) return i;
  return -1;
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
    return held({ ...pair, open: undefined });
  });
}

/** Of rules that are no more nothing is remembered: where they come back, they begin anew. */
export function forgetUsed(
  lastUsed: JudgedState['lastUsed'],
  choosers: readonly Choosers[],
): JudgedState['lastUsed'] | undefined {
  if (!lastUsed) return undefined;
  const kept = Object.entries(lastUsed).filter(([flags]) => choosers.some((one) => one.flags === Number(flags)));
  return kept.length > 0 ? Object.fromEntries(kept) : undefined;
}
