/** Messages of every type with any bits in them: what a transponder may send, and what noise may make of it. */
import fc from 'fast-check';
import { bitsToArmour } from '../../decoders/ais/six-bit.ts';

/** Anything from one length to another. */
export interface Range {
  from: number;
  to: number;
}

/** Lengths in bits that M.1371 gives each type. */
export const standardLengths: Record<number, readonly number[] | Range> = {
  1: [168],
  2: [168],
  3: [168],
  4: [168],
  5: [424],
  6: { from: 88, to: 1008 },
  7: [72, 104, 136, 168],
  8: { from: 56, to: 1008 },
  9: [168],
  10: [72],
  11: [168],
  12: { from: 72, to: 1008 },
  13: [72, 104, 136, 168],
  14: { from: 40, to: 960 },
  15: [88, 110, 160],
  16: [96, 144],
  17: { from: 80, to: 816 },
  18: [168],
  19: [312],
  20: [72, 104, 136, 160],
  21: { from: 272, to: 360 },
  22: [168],
  23: [160],
  24: [168],
  25: { from: 96, to: 168 },
  26: { from: 106, to: 1004 },
  27: [96],
  28: [168],
};

/** Bits of a message, most significant first. All ones and all zeros stand for "not available" in most fields. */
export function anyBits(type: number, lengths = standardLengths[type]!): fc.Arbitrary<number[]> {
  const length = 'from' in lengths ? fc.integer({ min: lengths.from, max: lengths.to }) : fc.constantFrom(...lengths);
  const run = fc.oneof(
    { weight: 3, arbitrary: fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 12, maxLength: 12 }) },
    { weight: 1, arbitrary: fc.constantFrom(0, 1).map((bit) => new Array<number>(12).fill(bit)) },
  );
  const header = Array.from({ length: 6 }, (_, i) => (type >> (5 - i)) & 1);
  return length.chain((bits) => {
    const runs = Math.ceil(bits / 12);
    return fc
      .array(run, { minLength: runs, maxLength: runs })
      .map((parts) => [...header, ...parts.flat()].slice(0, bits));
  });
}

/** The sentences that carry these bits. */
export function sentencesOf(bits: readonly number[], sequence = 0): string[] {
  const fill = (6 - (bits.length % 6)) % 6;
  const padded = [...bits, ...new Array<number>(fill).fill(0)];
  let payload = '';
  for (let at = 0; at < padded.length; at += 6) {
    payload += String.fromCharCode(bitsToArmour[padded.slice(at, at + 6).reduce((sum, bit) => sum * 2 + bit, 0)]!);
  }
  const parts = payload.match(/.{1,60}/g)!;
  return parts.map((part, i) => {
    const id = parts.length > 1 ? sequence % 10 : '';
    const body = `AIVDM,${parts.length},${i + 1},${id},A,${part},${i === parts.length - 1 ? fill : 0}`;
    const sum = [...body].reduce((xor, letter) => xor ^ letter.charCodeAt(0), 0);
    return `!${body}*${sum.toString(16).toUpperCase().padStart(2, '0')}`;
  });
}
