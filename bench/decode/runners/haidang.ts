/** Ours to objects with every field. */
import type { Decoder, Input } from '../decoder.ts';
import { Counter, ours } from './ours.ts';

export function prepare(input: Input): Decoder {
  return ours(input, 'objects with every field', new Counter());
}
