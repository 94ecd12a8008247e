/** The port behind which every way of sending stands. */
import type { Delivery } from '../../models/delivery.ts';

/** sent: taken by a gateway · arrived: taken by the reader itself, no receipt can say more · kept: there is no gateway */
export interface HandedOver {
  outcome: 'sent' | 'arrived' | 'kept';
  /** The gateway's words. */
  answer: string;
  /** Under which receipts will name it; absent where none come. */
  gatewayId?: string;
}

export interface ChannelSender {
  /**
   * Hands a message over once. Resolves with the gateway's words; throws DeliveryProblem when it is refused. `signal` ends
   * what can be ended when nobody waits for the answer any more.
   */
  send(delivery: Delivery, signal?: AbortSignal): Promise<HandedOver>;
  /** Lets go of connections. */
  close?(): void;
}

/** A message that was not taken. */
export class DeliveryProblem extends Error {
  /** Worth another try with the same message. */
  readonly temporary: boolean;
  /** The gateway's words, or ours when it said none. */
  readonly answer: string;

  constructor(temporary: boolean, answer: string) {
    super(answer);
    this.temporary = temporary;
    this.answer = answer;
  }
}

/** Longest answer that is kept: enough for a gateway's reason, too short for its error page. */
const maxAnswerLength = 500;

/** A gateway's words on one line, without control characters, cut to what is worth keeping. */
export function tidyAnswer(words: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed.
  const line = words.replace(/[\u0000-\u001f\u007f-\u009f\s]+/g, ' ').trim();
  return line.length > maxAnswerLength ? `${line.slice(0, maxAnswerLength - 1)}…` : line;
}
