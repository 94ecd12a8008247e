/** A bounce: what a mail server says after it had taken a mail (RFC 3464), read as far as it says which and why. Pure. */
import { tidyAnswer } from './channel.ts';
import type { HeardReceipt } from './hearing.ts';

const ourId = /\b(dlv-[\da-f]{20})(?=@|\b)/;

/** @param mail the whole bounce as it came @returns undefined when it is about no mail of ours, or no bounce */
export function readBounce(mail: string): HeardReceipt | undefined {
  const header = /^X-Haidang-Delivery:\s*(dlv-[\da-f]{20})\s*$/im.exec(mail)?.[1];
  const deliveryId = header ?? ourId.exec(mail)?.[1];
  const action = /^Action:\s*(\w+)/im.exec(mail)?.[1]?.toLowerCase();
  if (deliveryId === undefined || action === undefined) return undefined;
  const status = /^Status:\s*([245]\.\d{1,3}\.\d{1,3})/im.exec(mail)?.[1] ?? '';
  const words = /^Diagnostic-Code:\s*(?:smtp;)?\s*(.+)$/im.exec(mail)?.[1] ?? action;
  // 4.4.7: it could not be delivered in the time that it was kept (RFC 3463).
  const failed = status === '4.4.7' || status === '5.4.7' ? 'expired' : 'failed';
  const state = action === 'failed' ? failed : action === 'delivered' ? 'delivered' : 'accepted';
  return { channel: 'email', deliveryId, state, answer: tidyAnswer(`${status} ${words}`) };
}
