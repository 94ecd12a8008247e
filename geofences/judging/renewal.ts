/** What a vessel is judged by has changed: what is no more is forgotten, what is new begins with its newest fix. */
import type { Fix } from '../fix.ts';
import type { Pair } from '../rules/kind.ts';
import type { Occurrence, OccurrenceChange } from '../types.ts';
import { difference } from './difference.ts';
import { excuse, forget, forgetUsed, judge, stepTracks } from './fold.ts';
import type { Post } from './rulebook.ts';
import { HeldState } from './state.ts';
import { openOf } from './timeline.ts';
import { TrackScene } from './track-scene.ts';
import type { Watched } from './watched.ts';

export type Because = NonNullable<Occurrence['retractedBecause']>;
/** Whether a rule on a zone (empty: on none) is no more. */
export type Drops = (rule: string, zone: string) => boolean;

/** Forgets what is dropped, and takes back what it holds open. */
export function dropFrom(vessel: Watched, drops: Drops, because: Because): OccurrenceChange[] {
  const dropped: Occurrence[] = [];
  forget(vessel.timeline.head.pairs, drops, dropped);
  const gone = (occurrence: Occurrence) => drops(occurrence.ruleId, occurrence.zoneId ?? '');
  dropped.push(...vessel.silent.filter((occurrence) => occurrence.state === 'raised' && gone(occurrence)));
  vessel.silent = vessel.silent.filter((occurrence) => !gone(occurrence));
  vessel.timeline.rewrite(
    (state) =>
      HeldState.with(state, {
        pairs: forget(state.pairs, drops),
        lastUsed: forgetUsed(state.lastUsed, vessel.duties.choosers),
        silence: state.silence.filter((watch) => !drops(watch.rule, '')),
      }),
    (occurrence) => !gone(occurrence),
  );
  return difference(dropped, [], because);
}

/** What a permission now covers was no offence: it is taken back, where the vessel is stays known. */
export function excuseFrom(vessel: Watched): OccurrenceChange[] {
  const { permissions } = vessel.profile;
  if (!permissions || permissions.length === 0) return NO_CHANGES;
  const excused: Occurrence[] = [];
  const isExcused = (open: Occurrence) => vessel.book.isPermitted(vessel, open);
  excuse(vessel.timeline.head.pairs, isExcused, excused);
  if (excused.length === 0) return NO_CHANGES;
  vessel.timeline.rewrite(
    (state) => HeldState.with(state, { pairs: excuse(state.pairs, isExcused) }),
    () => true,
  );
  return difference(excused, [], 'vessel-changed');
}

/** New rules and zones look at the newest fix as the first that they see: who is inside is present, nobody has entered. */
export function beginOn(vessel: Watched, rules: ReadonlySet<string>, zones: ReadonlySet<string>): OccurrenceChange[] {
  const { timeline } = vessel;
  const { last, newest } = timeline.head;
  if (!last || !newest || (rules.size === 0 && zones.size === 0)) return NO_CHANGES;
  const cuts: Record<string, number> = { ...vessel.cuts };
  for (const rule of rules) cuts[rule] = last.fixTime;
  for (const zone of zones) cuts[`zone:${zone}`] = last.fixTime;
  vessel.cuts = cuts;
  const isNew = (post: Post) =>
    (rules.has(post.ready.rule.id) || zones.has(post.zone.id)) && (post.ready.leavesAside & last.flags) === 0;
  const before = timeline.head.pairs;
  const inside = vessel.book.locator.locate(last.lon, last.lat, []);
  const zonePairs = judge(vessel, timeline.head, undefined, last, inside, [], isNew);
  const pairs = beginTracks(vessel, zonePairs, last, rules);
  timeline.head = HeldState.with(timeline.head, { pairs });
  return difference(openOf(before), openOf(pairs), 'late-data');
}

function beginTracks(vessel: Watched, pairs: readonly Pair[], fix: Fix, rules: ReadonlySet<string>): readonly Pair[] {
  const { tracks, rawTracks } = vessel.duties;
  const posts = [...tracks, ...rawTracks].filter(
    ({ ready }) => rules.has(ready.rule.id) && (ready.leavesAside & fix.flags) === 0,
  );
  if (posts.length === 0) return pairs;
  const scene = new TrackScene();
  scene.show(vessel, vessel.timeline.head, fix, undefined, undefined, true);
  return stepTracks(vessel, posts, pairs, scene, []);
}

const NO_CHANGES: OccurrenceChange[] = [];
