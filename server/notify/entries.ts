/** What is journaled about messages beside the events of one delivery, and about what readers answer. */
import type { Channel } from '../models/channel.ts';
import type { Contact } from '../models/contact.ts';
import type { ReceiptState } from '../models/receipt.ts';

/** A position that owner or captain declared: the 6-hourly duty while there is no signal (TT 21/2018 Đ.8a). */
export interface DeclaredPosition {
  type: 'declare-position';
  vesselId: string;
  lon: number;
  lat: number;
  /** Epoch ms at which the vessel was there. */
  fixTime: number;
  /** How it came. */
  via: 'link' | 'sms' | 'console';
  /** The message that it answers. */
  deliveryId?: string;
  note?: string;
  /** Of the file kept beside the journal: SHA-256 (hex), bytes, media type. */
  photo?: { sha256: string; bytes: number; type: string };
  by: string;
}

export type NotifyEntry =
  /** A gateway's later word. */
  | {
      type: 'receipt';
      channel: Channel;
      gatewayId?: string;
      deliveryId?: string;
      state: ReceiptState;
      answer: string;
    }
  /** These are told in one message. */
  | { type: 'group-deliveries'; ids: string[] }
  | {
      type: 'test-message';
      contact: Pick<Contact, 'id' | 'name' | 'language'>;
      channel: Channel;
      address: string;
      by: string;
    }
  /** Somebody made a call that was asked for. */
  | {
      type: 'called';
      deliveryId: string;
      outcome: 'reached' | 'not-reached';
      /** Id of an outcome of the operating regulation, for the contact log of the case. */
      result?: string;
      note?: string;
      /** Of a call to an officer: it was about all that waits to be said to that number, in whatever case. */
      inAllCases?: true;
      by: string;
    }
  /** Whoever was told says so, by the link or by SMS. */
  | { type: 'answered'; deliveryId: string; via: 'link' | 'sms'; by: string }
  | DeclaredPosition
  /** An SMS that came in, as it came, and what was made of it. `reply`: what is sent back. */
  | {
      type: 'sms-in';
      from: string;
      text: string;
      gatewayId?: string;
      understood: 'position' | 'acknowledge' | 'seen' | 'nothing';
      /** The message that it answers. */
      deliveryId?: string;
      place?: { lon: number; lat: number; fixTime: number };
      /** An officer takes this alert up. */
      acknowledges?: string;
      reply?: string;
      /** Whoever was told this gets the reply, where it is not clear what was answered. */
      replyTo?: string;
    }
  /** A channel stopped working, or works again. */
  | { type: 'channel-health'; channel: Channel; failing: boolean; why: string; by: 'system' };
