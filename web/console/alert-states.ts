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

/** Put aside: shown in a list of its own, without sound or mark on the map. */
export function isAside({ response }: Pick<Alert, 'response'>): boolean {
  return response.state === 'shelved' || response.state === 'suppressed';
}
