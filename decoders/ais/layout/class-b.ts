/**
 * Where types 18 and 19 keep what they have in common (ITU-R M.1371-5 Annex 8 tables 67 and 68), in words of 24 bits
 * (`Bits.words`). HOT, as class-a.ts.
 */

/** Bits 38–45. */
export const reserved = (w: Int32Array): number => (w[1]! >>> 2) & 0xff;
/** Bits 46–55. */
export const speed = (w: Int32Array): number => ((w[1]! & 3) << 8) | (w[2]! >>> 16);
/** Bit 56. */
export const accuracy = (w: Int32Array): boolean => (w[2]! & 0x8000) !== 0;
/** Bits 57–84, two's complement. */
export const lon = (w: Int32Array): number => ((w[2]! << 17) >> 4) | (w[3]! >>> 11);
/** Bits 85–111, two's complement. */
export const lat = (w: Int32Array): number => ((w[3]! << 21) >> 5) | (w[4]! >>> 8);
/** Bits 112–123. */
export const course = (w: Int32Array): number => ((w[4]! & 0xff) << 4) | (w[5]! >>> 20);
/** Bits 124–132. */
export const heading = (w: Int32Array): number => (w[5]! >>> 11) & 0x1ff;
/** Bits 133–138. */
export const second = (w: Int32Array): number => (w[5]! >>> 5) & 63;

// What follows is type 18's alone.

/** Bits 139–140. */
export const regional = (w: Int32Array): number => (w[5]! >>> 3) & 3;
/** Bits 141–147. */
export const cs = (w: Int32Array): boolean => (w[5]! & 4) !== 0;
export const display = (w: Int32Array): boolean => (w[5]! & 2) !== 0;
export const dsc = (w: Int32Array): boolean => (w[5]! & 1) !== 0;
export const band = (w: Int32Array): boolean => (w[6]! & 0x800000) !== 0;
export const msg22 = (w: Int32Array): boolean => (w[6]! & 0x400000) !== 0;
export const assigned = (w: Int32Array): boolean => (w[6]! & 0x200000) !== 0;
export const raim = (w: Int32Array): boolean => (w[6]! & 0x100000) !== 0;
/** Bits 148–167. */
export const radio = (w: Int32Array): number => w[6]! & 0xfffff;
/** Fewest bits that hold `radio`. */
export const LENGTH_WITH_RADIO = 168;
