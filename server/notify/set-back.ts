/**
 * A server's clock that was set back: what waits for a time would wait until the clock comes to it again, which may be hours.
 * So what was still to be waited is waited from now on, no more. Pure: times are epoch ms.
 */
import type { Delivery } from '../models/delivery.ts';

/** A clock that is corrected by less is not taken for one that was set back. */
export const SET_BACK_MS = 60_000;

/** The message as it waits by the clock of today; undefined: its wait is none of a time to come. */
export function broughtBack(delivery: Delivery, now: number): Delivery | undefined {
  const { state, sentAt, confirmBy, nextAttemptAt } = delivery;
  const isToCome = (time: number): boolean => time > now + SET_BACK_MS;
  if (state === 'sent') {
    if (sentAt === undefined || confirmBy === undefined || !isToCome(sentAt)) return undefined;
    return { ...delivery, confirmBy: now + Math.max(0, confirmBy - sentAt) };
  }
  if (state !== 'queued' && state !== 'sending') return undefined;
  const since = delivery.waitsSince ?? delivery.createdAt;
  if (!isToCome(since)) return undefined;
  const isHeld = delivery.attempts === 0 && nextAttemptAt > since;
  // Until the morning is until the morning, by whatever clock.
  return { ...delivery, nextAttemptAt: isHeld ? nextAttemptAt : now + (nextAttemptAt - since), waitsSince: now };
}
