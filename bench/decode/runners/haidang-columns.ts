/** Ours to columns, as the server's ingest takes them: positions as rows of typed arrays, all else as objects. */
import type { PositionColumns } from '../../../decoders/ais/position-columns.ts';
import type { Decoder, Input } from '../decoder.ts';
import { Counter, ours } from './ours.ts';

export function prepare(input: Input): Decoder {
  return ours(input, 'positions as columns, the rest as objects', new ColumnCounter());
}

class ColumnCounter extends Counter {
  positions({ count }: PositionColumns): void {
    this.messages += count;
  }
}
