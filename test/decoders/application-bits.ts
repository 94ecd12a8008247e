/** Binary messages of the applications that we and gpsd both read, with any bits in them. */
import fc from 'fast-check';
import type { EncodableAis } from '../../decoders/ais/encoder.ts';

/** `bits:hex` of a number of bits. */
export function dataOf(length: number): fc.Arbitrary<string> {
  return (
    fc
      // All ones and all zeros stand for "not available" in most fields.
      .array(fc.oneof(fc.integer({ min: 0, max: 255 }), fc.constantFrom(0, 255)), {
        minLength: Math.ceil(length / 8),
        maxLength: Math.ceil(length / 8),
      })
      .map((bytes) => {
        const last = bytes.length - 1;
        if (length % 8) bytes[last] = bytes[last]! & (0xff << (8 - (length % 8)));
        return `${length}:${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
      })
  );
}

function broadcast(dac: number, fid: number, data: fc.Arbitrary<string>): fc.Arbitrary<EncodableAis> {
  return data.map((bits) => ({ type: 8, mmsi: 574_000_001, dac, fid, data: bits }));
}

function addressed(dac: number, fid: number, data: fc.Arbitrary<string>): fc.Arbitrary<EncodableAis> {
  return data.map((bits) => ({ type: 6, mmsi: 574_000_001, dest_mmsi: 5_740_001, dac, fid, data: bits }));
}

const letters = fc.integer({ min: 1, max: 60 }).chain((count) => dataOf(10 + count * 6));
/** More than 15 don't fit an addressed message. */
const waypoints = fc
  .integer({ min: 0, max: 15 })
  .chain((count) => dataOf(61 + count * 55).map((data) => withBits(data, 56, 5, count)));

/** Sets a field of `bits:hex` data. */
export function withBits(data: string, at: number, width: number, value: number): string {
  const [length, hex] = data.split(':') as [string, string];
  const bits = BigInt(`0x${hex}`);
  const shift = BigInt(hex.length * 4 - at - width);
  const mask = ((1n << BigInt(width)) - 1n) << shift;
  const changed = (bits & ~mask) | (BigInt(value) << shift);
  return `${length}:${changed.toString(16).padStart(hex.length, '0')}`;
}

export const applicationBits: Record<string, fc.Arbitrary<EncodableAis>> = {
  'weather, Circ.236 (8 1/11)': broadcast(1, 11, dataOf(296)),
  'weather, Circ.289 (8 1/31)': broadcast(1, 31, dataOf(304)),
  'route (8 1/27)': broadcast(1, 27, waypoints),
  'addressed route (6 1/28)': addressed(1, 28, waypoints),
  'text (8 1/29)': broadcast(1, 29, letters),
  'addressed text (6 1/30)': addressed(1, 30, letters),
  'persons on board (6 1/16)': addressed(1, 16, dataOf(48)),
  'persons on board, inland (6 200/55)': addressed(200, 55, dataOf(80)),
  'inland ship (8 200/10)': broadcast(200, 10, dataOf(112)),
};
