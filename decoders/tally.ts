/** Counts what a decoder finds and passes it on. */
import type { DecoderSink, DecodeStats, Message, MessageMeta } from './report.ts';

/** Longest piece of an offending text that is kept. */
const TEXT_LENGTH = 200;

export class Tally {
  sentences = 0;
  private messages = 0;
  private readonly rejected = new Map<string, number>();
  private readonly damaged = new Map<string, number>();
  private readonly sink: DecoderSink;

  constructor(sink: DecoderSink) {
    this.sink = sink;
  }

  accept(message: Message, meta: Readonly<MessageMeta>): void {
    this.messages++;
    this.sink.message(message, meta);
  }

  /** Messages that were passed on as rows. */
  acceptRows(count: number): void {
    this.messages += count;
  }

  reject(reason: string, text: string, receivedAt: number): void {
    increment(this.rejected, reason);
    this.sink.rejected({ reason, text: text.slice(0, TEXT_LENGTH), receivedAt });
  }

  damage(reason: string, text: string, receivedAt: number): void {
    increment(this.damaged, reason);
    this.sink.damaged?.({ reason, text: text.slice(0, TEXT_LENGTH), receivedAt });
  }

  stats(pending: number): DecodeStats {
    return {
      sentences: this.sentences,
      messages: this.messages,
      rejected: Object.fromEntries(this.rejected),
      damaged: Object.fromEntries(this.damaged),
      pending,
    };
  }
}

function increment(counts: Map<string, number>, reason: string): void {
  counts.set(reason, (counts.get(reason) ?? 0) + 1);
}
