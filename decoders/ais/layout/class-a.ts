/**
 * Where types 1, 2 and 3 keep their fields (ITU-R M.1371-5 Annex 8 table 48), in words of 24 bits (`Bits.words`). HOT:
 * every function is one expression on one or two words, small enough to be inlined everywhere. Raw values, not scaled.
 */

/** Bits 38–41. */
export const status = (w: Int32Array): number => (w[1]! >>> 6) & 15;
/** Bits 42–49, two's complement. */
export const turn = (w: Int32Array): number => ((w[1]! << 26) >> 24) | (w[2]! >>> 22);
/** Bits 50–59. */
export const speed = (w: Int32Array): number => (w[2]! >>> 12) & 0x3ff;
/** Bit 60. */
export const accuracy = (w: Int32Array): boolean => (w[2]! & 0x800) !== 0;
/** Bits 61–88, two's complement. */
export const lon = (w: Int32Array): number => ((w[2]! << 21) >> 4) | (w[3]! >>> 7);
/** Bits 89–115, two's complement. */
export const lat = (w: Int32Array): number => ((w[3]! << 25) >> 5) | (w[4]! >>> 4);
/** Bits 116–127. */
export const course = (w: Int32Array): number => ((w[4]! & 15) << 8) | (w[5]! >>> 16);
/** Bits 128–136. */
export const heading = (w: Int32Array): number => (w[5]! >>> 7) & 0x1ff;
/** Bits 137–142. */
export const second = (w: Int32Array): number => (w[5]! >>> 1) & 63;
/** Bits 143–144. */
export const maneuver = (w: Int32Array): number => ((w[5]! & 1) << 1) | (w[6]! >>> 23);
/** Bit 148. */
export const raim = (w: Int32Array): boolean => (w[6]! & 0x80000) !== 0;
/** Bits 149–167. */
export const radio = (w: Int32Array): number => w[6]! & 0x7ffff;
/** Fewest bits that hold `radio`. */
export const LENGTH_WITH_RADIO = 168;
