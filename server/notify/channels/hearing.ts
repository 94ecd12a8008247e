/** What a gateway says by itself, later: the other direction of the port in channel.ts. */
import type { Channel } from '../../models/channel.ts';
import type { ReceiptState } from '../../models/receipt.ts';

export interface HeardReceipt {
  channel: Channel;
  /** What the gateway calls the message; or our own id, where it was told that. */
  gatewayId?: string;
  deliveryId?: string;
  state: ReceiptState;
  /** The gateway's words. */
  answer: string;
}

export interface HeardSms {
  from: string;
  text: string;
  /** The gateway's own id, if it has one. */
  gatewayId?: string;
}

/** Resolves when it is journaled: only then may a gateway be told that we have it. */
export interface Hearing {
  receipt(heard: HeardReceipt): Promise<void>;
  sms(heard: HeardSms): Promise<void>;
}
