/** How true what each feed brings is, and the rows behind each share. Pure; what is not known is told apart. */
import type { FeedStatus } from '../live/protocol.ts';
import {
  type FeedFinding,
  type FeedWindow,
  findingsIn,
  hoursOf,
  noWindow,
  WINDOW_MESSAGES,
} from '../models/feed-window.ts';
import type { Vessel } from '../models/vessel.ts';
import {
  type Fleet,
  longestUnheardFirst,
  type Part,
  rowOf,
  type Share,
  silenceOf,
  type TruthGroup,
  type VesselFaults,
} from './truth.ts';

/** A feed that carries no boat with a duty is quiet after so long: the shortest pause that is worth a look. */
const QUIET_FEED_MS = 5 * 60_000;

/** Registered boats whose VMS a feed brought last. */
interface Carried {
  /** Those of its boats that owe reports. */
  owing: Vessel[];
  /** Those whose duty nobody has registered. */
  unknown: Vessel[];
}

/**
 * - correct: of its last messages that were taken in, those without a reason to doubt their position
 * - complete: of the boats whose VMS it brought last, those that were heard within their duty; a feed that brings none of those:
 *   of the full hours of the last day, those in which anything came
 * - clean: of its last messages, those that were neither rejected, nor sent twice, nor older than what was known
 * - alive: whether it was heard within its interval
 */
export function truthOfFeeds(
  feeds: readonly FeedStatus[],
  windows: ReadonlyMap<string, FeedWindow>,
  fleet: Fleet,
): TruthGroup[] {
  return feeds.map((feed) => {
    const window = windows.get(feed.id) ?? noWindow();
    const found = findingsIn(window);
    const number = (...names: FeedFinding['what'][]): number => found.filter(({ what }) => names.includes(what)).length;
    const taken = Math.min(window.taken, WINDOW_MESSAGES);
    const kept = taken - number('rejected', 'duplicate');
    return {
      id: feed.id,
      name: feed.label ?? feed.url,
      correct: { good: kept - number('doubted'), of: kept, unknown: 0 },
      complete: completeness(feed, window, fleet),
      clean: { good: taken - number('rejected', 'duplicate', 'late'), of: taken, unknown: 0 },
      alive: liveness(feed, fleet),
    };
  });
}

/** Rows that are behind `correct` and `clean`, newest first. */
export function feedFindings(window: FeedWindow, dimension: 'correct' | 'clean'): FeedFinding[] {
  const isDoubt = dimension === 'correct';
  return findingsIn(window)
    .filter(({ what }) => (what === 'doubted') === isDoubt)
    .reverse();
}

/** What did not come: boats, or for a feed that carries none with a duty the hours (epoch ms) in which nothing came. */
export function missingOfFeed(
  feed: FeedStatus,
  window: FeedWindow,
  fleet: Fleet,
  part: Part = 'faulty',
): { vessels: VesselFaults[] } | { hours: number[] } {
  const { owing, unknown } = carriedBy(feed, fleet);
  if (owing.length + unknown.length === 0) return { hours: hoursOf(window, fleet.now).missed };
  if (part === 'unknown') return { vessels: unknown.map((vessel) => rowOf(vessel, fleet, [{ what: 'noDuty' }])) };
  const vessels = owing.flatMap((vessel) => {
    const faults = silenceOf(fleet.now, vessel.reportingIntervalMin!, fleet.latest.get(vessel.id));
    return faults.length === 0 ? [] : [rowOf(vessel, fleet, faults)];
  });
  return { vessels: vessels.sort(longestUnheardFirst) };
}

/** Milliseconds after which a feed should have been heard: the shortest duty of its boats. */
export function intervalOfFeed(feed: FeedStatus, fleet: Fleet): number {
  const duties = carriedBy(feed, fleet).owing.map(({ reportingIntervalMin }) => reportingIntervalMin! * 60_000);
  return duties.length === 0
    ? QUIET_FEED_MS
    : Math.max(
        QUIET_FEED_MS,
        duties.reduce((a, b) => Math.min(a, b)),
      );
}

function completeness(feed: FeedStatus, window: FeedWindow, fleet: Fleet): Share {
  const { owing, unknown } = carriedBy(feed, fleet);
  const missing = missingOfFeed(feed, window, fleet);
  if ('vessels' in missing) {
    return { good: owing.length - missing.vessels.length, of: owing.length, unknown: unknown.length };
  }
  const { of } = hoursOf(window, fleet.now);
  // A file that has been read to its end owes nothing more.
  if (of === 0 || feed.state === 'ended') return { good: 0, of: 0, unknown: 1 };
  return { good: of - missing.hours.length, of, unknown: 0 };
}

function liveness(feed: FeedStatus, fleet: Fleet): Share {
  const { state, lastByteAt } = feed;
  const isUnknown = state === 'ended' || (lastByteAt === undefined && state === 'open');
  if (isUnknown) return { good: 0, of: 0, unknown: 1 };
  const isHeard = lastByteAt !== undefined && fleet.now - lastByteAt <= intervalOfFeed(feed, fleet);
  return { good: state === 'open' && isHeard ? 1 : 0, of: 1, unknown: 0 };
}

function carriedBy({ id }: FeedStatus, { vessels }: Fleet): Carried {
  const carried = vessels.filter(({ vmsFeed }) => vmsFeed === id);
  const owes = ({ reportingIntervalMin }: Vessel): boolean => reportingIntervalMin !== undefined;
  return { owing: carried.filter(owes), unknown: carried.filter((vessel) => !owes(vessel)) };
}
