/** Binary data as gpsd prints it: number of bits, colon, hexadecimal digits; the last byte is filled up with zeros. */
import type { Bits } from './bits.ts';

/** Bits `from`…`to` of a message, or undefined when there are none. */
export function hexData(bits: Bits, from: number, to: number): string | undefined {
  if (to <= from) return undefined;
  let hex = '';
  for (let at = from; at < to; at += 8) {
    const width = Math.min(8, to - at);
    const byte = bits.unsigned(at, width) << (8 - width);
    hex += byte.toString(16).padStart(2, '0');
  }
  return `${to - from}:${hex}`;
}
