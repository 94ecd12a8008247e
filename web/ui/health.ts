/** How well the feeds are, in one word. Pure. */
import type { FeedStatus, SystemStatus } from '../../server/live/protocol.ts';

/** A feed that has been silent for longer is not healthy, whatever its socket says. */
const QUIET_FEED_MS = 5 * 60_000;

/** Whether it brings something just now. */
export function isDelivering({ state, lastByteAt }: FeedStatus, time: number): boolean {
  return state === 'open' && lastByteAt !== undefined && time - lastByteAt <= QUIET_FEED_MS;
}

export type Health = 'good' | 'waiting' | 'bad';

/**
 * bad: what delivered before has stopped, and nothing else delivers · waiting: one is missing, or none has begun.
 * An open input that never got a byte (the NAF route of a province without it) is not missed beside others.
 */
export function feedHealth(current: SystemStatus, time: number): Health {
  const running = current.feeds.filter((feed) => feed.state !== 'ended');
  if (running.length === 0) return current.feeds.length > 0 ? 'good' : 'waiting';
  const delivering = running.some((feed) => isDelivering(feed, time));
  const missed = running.some(
    (feed) => !isDelivering(feed, time) && (feed.state !== 'open' || feed.lastByteAt !== undefined),
  );
  if (delivering) return missed ? 'waiting' : 'good';
  return missed ? 'bad' : 'waiting';
}
