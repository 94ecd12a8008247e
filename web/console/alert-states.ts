/** How the states of a response are called, and which of them want somebody. */
import type { Alert, ResponseState } from '../../server/models/alert.ts';
import type { Key } from '../i18n/t.ts';

export const RESPONSES: Record<ResponseState, Key> = {
  unacknowledged: 'alert.unacknowledged',
  acknowledged: 'alert.acknowledged',
  returned: 'alert.returned',
  shelved: 'alert.shelved',
  suppressed: 'alert.suppressed',
  closed: 'alert.closed',
};

/** Somebody has to take it up. */
export function isWaiting({ response }: Pick<Alert, 'response'>): boolean {
  return response.state === 'unacknowledged' || response.state === 'returned';
}

/** It calls until somebody takes it up or silences it. What was taken back is still to be read, and hurries nobody. */
export function isAudible(alert: Pick<Alert, 'response' | 'occurrence'>): boolean {
  const { occurrence, response } = alert;
  return isWaiting(alert) && response.silencedAt === undefined && occurrence.state !== 'retracted';
}

/** Put aside: shown in a list of its own, without sound or mark on the map. */
export function isAside({ response }: Pick<Alert, 'response'>): boolean {
  return response.state === 'shelved' || response.state === 'suppressed';
}
