/**
 * Until when silence may be judged. A feed that is catching up (a backlog after an outage, a history being loaded) has not
 * delivered yet what its vessels sent: judging them by the wall clock would blame boats for their provider's delay.
 */
import type { FeedFormat } from '../models/entry.ts';
import type { FeedRecord } from '../models/feed.ts';

/** What VMS providers send, who may hold it back; what comes from the air comes at once. */
const delayedFormats: ReadonlySet<FeedFormat> = new Set([
  'naf',
  'flux',
  'inmarsat-c',
  'directip',
  'vn1008',
  'csv',
  'json',
]);

/** A feed that brought bytes within this is at work. */
const AT_WORK_MS = 30_000;
/** … and one whose newest fix is older than this is catching up. */
const BACKLOG_MS = 30 * 60_000;

/**
 * @param now epoch ms by the journal
 * @returns the time up to which the position feeds have delivered: `now`, or the newest fix of a feed that is catching up
 */
export function silenceTime(now: number, feeds: Iterable<FeedRecord>): number {
  let time = now;
  for (const { format, counters } of feeds) {
    if (!delayedFormats.has(format) || counters.newestFixTime === undefined) continue;
    const atWork = counters.lastByteAt !== undefined && now - counters.lastByteAt < AT_WORK_MS;
    if (atWork && now - counters.newestFixTime > BACKLOG_MS) time = Math.min(time, counters.newestFixTime);
  }
  return time;
}
