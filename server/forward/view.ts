/** How forwarding does, for a page and for figures: without paths and headers of receivers, which may hold a secret. */
import type { ShownReceiver } from '../api/answers/forwarding.ts';
import type { Receiver } from './config.ts';
import { type ReceiverState, receiverStates } from './marks.ts';

export function shownReceivers(folder: string, receivers: readonly Receiver[]): ShownReceiver[] {
  if (receivers.length === 0) return [];
  const states = receiverStates(folder);
  return receivers.map(({ id, format, url }) => {
    const known: Partial<ReceiverState> = states.get(id) ?? {};
    const { sent = 0, refused = 0, missed = 0, waiting = 0, failures = 0 } = known;
    const { lastMissedAt, lastSuccessAt, lastFailureAt, nextTryAt, why, oldestWaitingAt } = known;
    const isKnown = lastSuccessAt !== undefined || lastFailureAt !== undefined;
    return {
      ...{ id, format, host: /^\w+:\/\/([^/?#@]*@)?([^/?#]*)/.exec(url)?.[2] ?? '?', sent, refused, missed, waiting },
      state: failures > 0 ? 'failing' : isKnown ? 'good' : 'not-yet',
      ...(oldestWaitingAt !== undefined && { oldestWaitingAt }),
      ...(lastMissedAt !== undefined && { lastMissedAt }),
      ...(lastSuccessAt !== undefined && { lastSuccessAt }),
      ...(lastFailureAt !== undefined && { lastFailureAt }),
      ...(nextTryAt !== undefined && { nextTryAt }),
      ...(why !== undefined && { why }),
    };
  });
}
