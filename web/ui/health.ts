/** How well the feeds are, in one word. Pure. */
import type { SystemStatus } from '../../server/live/protocol.ts';

/** A feed that has been silent for longer is not healthy, whatever its socket says. */
const QUIET_FEED_MS = 5 * 60_000;

export type Health = 'good' | 'waiting' | 'bad';

/** Health of all feeds together: bad when none brings anything, waiting when one of them does not. */
export function feedHealth(current: SystemStatus, time: number): Health {
  const running = current.feeds.filter((feed) => feed.state !== 'ended');
  const quiet = running.filter(
    (feed) => feed.state !== 'open' || feed.lastByteAt === undefined || time - feed.lastByteAt > QUIET_FEED_MS,
  );
  if (running.length > 0 && quiet.length === running.length) return 'bad';
  return quiet.length > 0 || current.feeds.length === 0 ? 'waiting' : 'good';
}
