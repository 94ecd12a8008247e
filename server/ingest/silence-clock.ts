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

/**
 * A feed whose newest fix was so old when it came is catching up, until none newer has come for a while: its sender, or we
 * ourselves under load, may pause between two pieces. A device whose clock stands still holds nobody up: it brings none newer.
 */
const BACKLOG_MS = 30 * 60_000;
/** As for one vessel's stored fixes (geofences/judging/catching-up.ts). */
const QUIET_MS = 10 * 60_000;

/**
 * @param now epoch ms by the journal
 * @returns the time up to which the position feeds have delivered: `now`, or the newest fix of a feed that is catching up
 */
export function silenceTime(now: number, feeds: Iterable<FeedRecord>): number {
  let time = now;
  for (const { format, counters } of feeds) {
    const { newestFixTime, newestFixAt } = counters;
    if (!delayedFormats.has(format) || newestFixTime === undefined || newestFixAt === undefined) continue;
    const isAtWork = now - newestFixAt < QUIET_MS;
    if (isAtWork && newestFixAt - newestFixTime > BACKLOG_MS) time = Math.min(time, newestFixTime);
  }
  return time;
}
