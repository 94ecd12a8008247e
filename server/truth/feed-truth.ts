/** How true what each feed brings is, and the rows behind each share. Pure; what is not known is told apart. */
import type { FeedStatus } from '../live/protocol.ts';
import {
  type FeedFinding,
  findingsIn,
  hoursOf,
  noWindow,
  WINDOW_MESSAGES,
  type WindowContent,
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

/** A feed that carries no boat with a duty and whose address says nothing is quiet after so long: the shortest pause that is worth a look. */
const QUIET_FEED_MS = 5 * 60_000;

/** Registered boats whose VMS a feed brought last. */
interface Carried {
  /** Those of its boats that owe reports. */
  owing: Vessel[];
  /** Those whose duty nobody has registered. */
  unknown: Vessel[];
}

const NO_BOATS: Carried = { owing: [], unknown: [] };

/**
 * - correct: of its last messages that were taken in, those without a reason to doubt their position
 * - complete: of the boats whose VMS it brought last, those that were heard within their duty; a feed that brings none of those:
 *   of the full hours of the last day, those in which anything came
 * - clean: of its last messages, those that were neither rejected, nor sent twice, nor older than what was known
 * - alive: whether it was heard within its interval
 */
export function truthOfFeeds(
  feeds: readonly FeedStatus[],
  windows: ReadonlyMap<string, WindowContent>,
  fleet: Fleet,
): TruthGroup[] {
  const carried = carriedByFeeds(fleet);
  return feeds.map((feed) => {
    const boats = carried.get(feed.id) ?? NO_BOATS;
    const window = windows.get(feed.id) ?? noWindow();
    const found = findingsIn(window);
    const number = (...names: FeedFinding['what'][]): number => found.filter(({ what }) => names.includes(what)).length;
    const taken = Math.min(window.taken, WINDOW_MESSAGES);
    const kept = taken - number('rejected', 'duplicate');
    return {
      id: feed.id,
      name: feed.label ?? feed.url,
      correct: { good: kept - number('doubted'), of: kept, unknown: 0 },
      complete: completeness(feed, window, fleet, boats),
      clean: { good: taken - number('rejected', 'duplicate', 'late'), of: taken, unknown: 0 },
      alive: liveness(feed, fleet.now, intervalFor(feed, boats)),
    };
  });
}

/** Rows that are behind `correct` and `clean`, newest first. */
export function feedFindings(window: WindowContent, dimension: 'correct' | 'clean'): FeedFinding[] {
  const isDoubt = dimension === 'correct';
  return findingsIn(window)
    .filter(({ what }) => (what === 'doubted') === isDoubt)
    .reverse();
}

/** What did not come: boats, or for a feed that carries none with a duty the hours (epoch ms) in which nothing came. */
export function missingOfFeed(
  feed: FeedStatus,
  window: WindowContent,
  fleet: Fleet,
  part: Part = 'faulty',
): { vessels: VesselFaults[] } | { hours: number[] } {
  return missingOf(carriedByFeeds(fleet).get(feed.id) ?? NO_BOATS, window, fleet, part);
}

function missingOf(
  { owing, unknown }: Carried,
  window: WindowContent,
  fleet: Fleet,
  part: Part,
): ReturnType<typeof missingOfFeed> {
  if (owing.length + unknown.length === 0) return { hours: hoursOf(window, fleet.now).missed };
  if (part === 'unknown') return { vessels: unknown.map((vessel) => rowOf(vessel, fleet, [{ what: 'noDuty' }])) };
  const vessels = owing.flatMap((vessel) => {
    const faults = silenceOf(fleet.now, vessel.reportingIntervalMin!, fleet.latest.get(vessel.id));
    return faults.length === 0 ? [] : [rowOf(vessel, fleet, faults)];
  });
  return { vessels: vessels.sort(longestUnheardFirst) };
}

/** Milliseconds after which a feed should have been heard: the shortest duty of its boats, else what its address says (`?idle=`). */
export function intervalOfFeed(feed: FeedStatus, fleet: Fleet): number {
  return intervalFor(feed, carriedByFeeds(fleet).get(feed.id) ?? NO_BOATS);
}

function intervalFor(feed: FeedStatus, { owing }: Carried): number {
  const duties = owing.map(({ reportingIntervalMin }) => reportingIntervalMin! * 60_000);
  if (duties.length === 0) return ownInterval(feed) ?? QUIET_FEED_MS;
  return Math.max(
    QUIET_FEED_MS,
    duties.reduce((a, b) => Math.min(a, b)),
  );
}

/** Seconds of silence after which whoever set the feed up takes its line for dead. */
function ownInterval({ url }: FeedStatus): number | undefined {
  const seconds = Number(new URLSearchParams(url.split('?')[1]).get('idle'));
  return seconds > 0 ? seconds * 1000 : undefined;
}

function completeness(feed: FeedStatus, window: WindowContent, fleet: Fleet, boats: Carried): Share {
  const { owing, unknown } = boats;
  const missing = missingOf(boats, window, fleet, 'faulty');
  if ('vessels' in missing) {
    return { good: owing.length - missing.vessels.length, of: owing.length, unknown: unknown.length };
  }
  const { of } = hoursOf(window, fleet.now);
  // A file that has been read to its end owes nothing more.
  if (of === 0 || feed.state === 'ended') return { good: 0, of: 0, unknown: 1 };
  return { good: of - missing.hours.length, of, unknown: 0 };
}

function liveness({ state, lastByteAt }: FeedStatus, now: number, intervalMs: number): Share {
  const isUnknown = state === 'ended' || (lastByteAt === undefined && state === 'open');
  if (isUnknown) return { good: 0, of: 0, unknown: 1 };
  const isHeard = lastByteAt !== undefined && now - lastByteAt <= intervalMs;
  return { good: state === 'open' && isHeard ? 1 : 0, of: 1, unknown: 0 };
}

/** By the feed's id. */
function carriedByFeeds({ vessels }: Fleet): Map<string, Carried> {
  const carried = new Map<string, Carried>();
  for (const vessel of vessels) {
    if (vessel.vmsFeed === undefined) continue;
    const boats = carried.get(vessel.vmsFeed) ?? { owing: [], unknown: [] };
    carried.set(vessel.vmsFeed, boats);
    (vessel.reportingIntervalMin === undefined ? boats.unknown : boats.owing).push(vessel);
  }
  return carried;
}

/** When (epoch ms) a position of each vessel was last refused because its time lay ahead, as far back as findings are kept. */
export function refusedAheadIn(windows: readonly Pick<WindowContent, 'findings'>[]): Map<string, number> {
  const refused = new Map<string, number>();
  for (const { findings } of windows) {
    for (const { reason, vesselId, receivedAt } of findings) {
      if (reason !== 'fix-in-future' || vesselId === undefined) continue;
      refused.set(vesselId, Math.max(receivedAt, refused.get(vesselId) ?? receivedAt));
    }
  }
  return refused;
}
