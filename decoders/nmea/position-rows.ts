/** Gathers rows for a sink that wants positions as columns, and hands them on in their place between the messages. */
import type { Bits } from '../ais/bits.ts';
import { fewestBits } from '../ais/decode.ts';
import * as header from '../ais/layout/header.ts';
import { isRowType, PositionColumns } from '../ais/position-columns.ts';
import type { DecoderSink } from '../report.ts';
import type { Tally } from '../tally.ts';

/** Fewest bits of a type that makes a row; more than any message has for the others. */
const rowBits = Uint16Array.from({ length: 64 }, (_, type) => (isRowType(type) ? fewestBits[type]! : 0xffff));

export class PositionRows {
  private readonly columns = new PositionColumns();
  private readonly hand: (columns: PositionColumns) => void;
  private readonly tally: Tally;

  private constructor(hand: (columns: PositionColumns) => void, tally: Tally) {
    this.hand = hand;
    this.tally = tally;
  }

  /** Undefined for a sink that takes messages only. */
  static for(sink: DecoderSink, tally: Tally): PositionRows | undefined {
    return sink.positions ? new PositionRows((columns) => sink.positions?.(columns), tally) : undefined;
  }

  /** All rows until `flush` reached us at this time, epoch ms. */
  begin(receivedAt: number): void {
    this.columns.receivedAt = receivedAt;
    this.columns.hear(receivedAt);
  }

  /** HOT. False when the message must be decoded whole. */
  takes(bits: Bits): boolean {
    return bits.length >= rowBits[header.type(bits.words)]!;
  }

  /** HOT. A message that its station has given no time. */
  add(bits: Bits, ownShip: boolean): void {
    const { columns } = this;
    columns.add(bits, ownShip);
    if (columns.isFull) this.flush();
  }

  /** A message that its station received at this time, epoch ms. */
  addHeard(bits: Bits, ownShip: boolean, heardAt: number): void {
    this.columns.hear(heardAt);
    this.add(bits, ownShip);
    this.columns.hear(this.columns.receivedAt);
  }

  /** What has been gathered goes first: before a message, and at the end of a push. */
  flush(): void {
    const { columns } = this;
    if (columns.count === 0) return;
    this.tally.acceptRows(columns.count);
    this.hand(columns);
    columns.count = 0;
  }
}
