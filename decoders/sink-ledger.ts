/**
 * Stands between a decoder and its sink while it is not certain that the decoder is the right one: messages pass, rejections
 * that may be another format's beginning wait. When the decoder is put back, what it then says again is not told twice.
 */
import type { PositionColumns } from './ais/position-columns.ts';
import type { DecoderSink, DecodeStats, Message, MessageMeta, Rejection } from './report.ts';

interface Entry {
  rejection: Rejection;
  isDamage: boolean;
}

/** What was said since one mark. */
interface Page {
  /** Messages that have passed. */
  messages: number;
  /** Rejections that have passed, as `reason text`. */
  passed: string[];
  held: Entry[];
}

/** More than that between two marks is noise, whatever it is. */
const MAX_HELD = 256;

export class SinkLedger implements DecoderSink {
  /** Only for a sink that takes rows. */
  readonly positions?: (columns: PositionColumns) => void;
  private readonly sink: DecoderSink;
  private readonly isOwn: (text: string) => boolean;
  private messages = 0;
  private readonly rejectedCounts = new Map<string, number>();
  private readonly damagedCounts = new Map<string, number>();
  private pages: Page[] = [];
  /** Of what is said again, as much was said before. */
  private repeated: Page | undefined;

  /** @param isOwn whether a rejected text surely is of the decoder's own format */
  constructor(sink: DecoderSink, isOwn: (text: string) => boolean) {
    this.sink = sink;
    this.isOwn = isOwn;
    if (sink.positions) this.positions = (columns) => this.rows(columns);
  }

  /** HOT: between marks nothing waits. */
  message(message: Message, meta: Readonly<MessageMeta>): void {
    if (this.pages.length === 0 && this.repeated === undefined) this.messages++;
    else if (!this.isNew(1)) return;
    this.sink.message(message, meta);
  }

  rejected(rejection: Rejection): void {
    this.enter({ rejection, isDamage: false });
  }

  damaged(rejection: Rejection): void {
    this.enter({ rejection, isDamage: true });
  }

  counts(): Pick<DecodeStats, 'messages' | 'rejected' | 'damaged'> {
    return {
      messages: this.messages,
      rejected: Object.fromEntries(this.rejectedCounts),
      damaged: Object.fromEntries(this.damagedCounts),
    };
  }

  /** A new mark is set. */
  mark(): void {
    this.pages.push({ messages: 0, passed: [], held: [] });
  }

  /** The oldest marks are given up: what waited since them passes. */
  release(count: number): void {
    for (const page of this.pages.splice(0, count)) for (const entry of page.held) this.pass(entry);
  }

  /** The decoder is put back behind the last `count` marks; `run` lets it say again what it then says. */
  again(count: number, run: () => void): void {
    const undone = this.pages.splice(-count);
    for (const { held } of undone) for (const { rejection, isDamage } of held) this.count(rejection, isDamage, -1);
    this.repeated = {
      messages: undone.reduce((sum, page) => sum + page.messages, 0),
      passed: undone.flatMap((page) => page.passed),
      held: [],
    };
    run();
    this.repeated = undefined;
  }

  save(): object {
    return { pages: this.pages };
  }

  restore(state: { pages?: Page[] }): void {
    this.pages = state.pages ?? [];
  }

  /** Rows come in the pieces in which they were pushed, of which again the first were handed on before. */
  private rows(columns: PositionColumns): void {
    const before = Math.min(columns.count, this.repeated?.messages ?? 0);
    if (before > 0) {
      this.repeated!.messages -= before;
      for (const column of Object.values(columns)) if (ArrayBuffer.isView(column)) dropFirst(column, before);
      columns.count -= before;
    }
    if (columns.count > 0 && this.isNew(columns.count)) this.sink.positions!(columns);
  }

  /** Counts messages, unless they were there before. */
  private isNew(count: number): boolean {
    if (this.repeated && this.repeated.messages > 0) {
      this.repeated.messages -= count;
      return false;
    }
    this.messages += count;
    const page = this.pages.at(-1);
    if (page) page.messages += count;
    return true;
  }

  private enter(entry: Entry): void {
    const { reason, text } = entry.rejection;
    const key = `${reason} ${text}`;
    const before = this.repeated?.passed.indexOf(key) ?? -1;
    if (before >= 0) {
      this.repeated!.passed.splice(before, 1);
      return;
    }
    this.count(entry.rejection, entry.isDamage, 1);
    const page = this.pages.at(-1);
    if (page && page.held.length < MAX_HELD && !this.isOwn(text)) {
      page.held.push(entry);
      return;
    }
    page?.passed.push(key);
    this.pass(entry);
  }

  private pass({ rejection, isDamage }: Entry): void {
    if (isDamage) this.sink.damaged?.(rejection);
    else this.sink.rejected(rejection);
  }

  private count({ reason }: Rejection, isDamage: boolean, by: 1 | -1): void {
    const counts = isDamage ? this.damagedCounts : this.rejectedCounts;
    const count = (counts.get(reason) ?? 0) + by;
    if (count === 0) counts.delete(reason);
    else counts.set(reason, count);
  }
}

function dropFirst(column: ArrayBufferView, count: number): void {
  const size = (column as Uint8Array).BYTES_PER_ELEMENT;
  new Uint8Array(column.buffer, column.byteOffset, column.byteLength).copyWithin(0, count * size);
}
