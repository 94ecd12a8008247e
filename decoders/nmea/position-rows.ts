/** Gathers rows for a sink that wants positions as columns, and hands them on in their place between the messages. */
import type { Bits } from '../ais/bits.ts';
import { fewestBits } from '../ais/decode.ts';
import * as header from '../ais/layout/header.ts';
import { isRowType, type PositionColumns } from '../ais/position-columns.ts';
import type { DecoderSink } from '../report.ts';
import type { Tally } from '../tally.ts';
import { rowCount, type Scan, sharedRows } from './kernel/row-kernel.ts';

/** Fewest bits of a type that makes a row; more than any message has for the others. */
const rowBits = Uint16Array.from({ length: 64 }, (_, type) => (isRowType(type) ? fewestBits[type]! : 0xffff));

export class PositionRows {
  private readonly hand: (columns: PositionColumns) => void;
  private readonly tally: Tally;
  private readonly kernel: Scan | undefined;
  /** Sentences that the last `scan` read. */
  scanned = 0;

  private constructor(hand: (columns: PositionColumns) => void, tally: Tally, kernel: Scan | undefined) {
    this.hand = hand;
    this.tally = tally;
    this.kernel = kernel;
  }

  /** Undefined for a sink that takes messages only. */
  static for(sink: DecoderSink, tally: Tally, kernel: Scan | undefined): PositionRows | undefined {
    return sink.positions ? new PositionRows((columns) => sink.positions?.(columns), tally, kernel) : undefined;
  }

  /** All rows until `flush` reached us at this time, epoch ms. */
  begin(receivedAt: number): void {
    // There are some only when a sink has thrown in the middle.
    sharedRows.count = 0;
    sharedRows.receivedAt = receivedAt;
    sharedRows.hear(receivedAt);
  }

  get canScan(): boolean {
    return this.kernel !== undefined;
  }

  /** HOT. Lines from `from` on, of `size` bytes, as far as the kernel takes them. @returns where it stopped */
  scan(from: number, size: number): number {
    const { clock, count } = sharedRows;
    const at = this.kernel!(from, size, count, clock.minute, clock.heardAt);
    sharedRows.count = rowCount[0]!;
    this.scanned = sharedRows.count - count;
    this.tally.sentences += this.scanned;
    return at;
  }

  /** Hands full columns on. @returns whether they were */
  flushFull(): boolean {
    if (!sharedRows.isFull) return false;
    this.flush();
    return true;
  }

  /** HOT. False when the message must be decoded whole. */
  takes(bits: Bits): boolean {
    return bits.length >= rowBits[header.type(bits.words)]!;
  }

  /** HOT. A message that its station has given no time. */
  add(bits: Bits, ownShip: boolean): void {
    sharedRows.add(bits, ownShip);
    if (sharedRows.isFull) this.flush();
  }

  /** A message that its station received at this time, epoch ms. */
  addHeard(bits: Bits, ownShip: boolean, heardAt: number): void {
    sharedRows.hear(heardAt);
    this.add(bits, ownShip);
    sharedRows.hear(sharedRows.receivedAt);
  }

  /** What has been gathered goes first: before a message, and at the end of a push. */
  flush(): void {
    if (sharedRows.count === 0) return;
    this.tally.acceptRows(sharedRows.count);
    this.hand(sharedRows);
    sharedRows.count = 0;
  }
}
