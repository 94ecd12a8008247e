/** What a `deliver_sm` says: a receipt (SMPP 3.4 appendix B, or its TLVs), or somebody's SMS. Pure. */
import type { Pdu } from 'smpp';
import type { ReceiptState } from '../../models/receipt.ts';
import { tidyAnswer } from './channel.ts';
import type { HeardReceipt, HeardSms } from './hearing.ts';
import type { SmppConfig } from './smpp-config.ts';

/** esm_class bits 5–2: 0001 is an SMSC delivery receipt (§5.2.12); 1000 an intermediate one. */
const kindMask = 0x3c;
const receiptKinds: ReadonlySet<number> = new Set([0x04, 0x20]);

/** The final states as the receipt's text has them, and as the TLV message_state does (§5.2.28). */
const byWord: Record<string, ReceiptState> = {
  DELIVRD: 'delivered',
  EXPIRED: 'expired',
  DELETED: 'failed',
  UNDELIV: 'failed',
  REJECTD: 'failed',
  ACCEPTD: 'accepted',
  ENROUTE: 'accepted',
  UNKNOWN: 'accepted',
};
const byNumber: Record<number, ReceiptState> = { 2: 'delivered', 3: 'expired', 4: 'failed', 5: 'failed', 8: 'failed' };

/** @returns undefined for a receipt that names no message */
export function heardOf(pdu: Pdu, ids: SmppConfig['receiptIds']): HeardReceipt | HeardSms | undefined {
  const text = textOf(pdu);
  if (!receiptKinds.has((pdu.esm_class ?? 0) & kindMask)) return { from: pdu.source_addr ?? '', text };
  const id = pdu.receipted_message_id?.replace(/\0+$/, '') || /\bid:(\S+)/i.exec(text)?.[1];
  if (!id) return undefined;
  const word = /\bstat:(\w+)/i.exec(text)?.[1]?.toUpperCase();
  const state = (word === undefined ? undefined : byWord[word]) ?? byNumber[pdu.message_state ?? -1] ?? 'accepted';
  return { channel: 'sms', gatewayId: `smpp:${asSubmitted(id, ids)}`, state, answer: tidyAnswer(text || `${state}`) };
}

function textOf({ short_message: short, message_payload: payload }: Pdu): string {
  const message = short?.message?.length ? short.message : payload?.message;
  if (message === undefined) return '';
  return typeof message === 'string' ? message : Buffer.from(message).toString('latin1');
}

/** The id as `submit_sm_resp` had it. */
function asSubmitted(id: string, ids: SmppConfig['receiptIds']): string {
  if (ids === 'decimal-of-hex' && /^\d{1,20}$/.test(id)) return BigInt(id).toString(16);
  if (ids === 'hex-of-decimal' && /^[\da-f]{1,16}$/i.test(id)) return BigInt(`0x${id}`).toString(10);
  return id.toLowerCase();
}
