/**
 * Where types 4 and 11 keep their fields (ITU-R M.1371-5 Annex 8 table 51), in words of 24 bits (`Bits.words`). HOT, as
 * class-a.ts.
 */

export { LENGTH_WITH_RADIO, radio, raim } from './class-a.ts';

/** Bits 38–51. */
export const year = (w: Int32Array): number => ((w[1]! & 0x3ff) << 4) | (w[2]! >>> 20);
/** Bits 52–55. */
export const month = (w: Int32Array): number => (w[2]! >>> 16) & 15;
/** Bits 56–60. */
export const day = (w: Int32Array): number => (w[2]! >>> 11) & 31;
/** Bits 61–65. */
export const hour = (w: Int32Array): number => (w[2]! >>> 6) & 31;
/** Bits 66–71. */
export const minute = (w: Int32Array): number => w[2]! & 63;
/** Bits 72–77. */
export const second = (w: Int32Array): number => w[3]! >>> 18;
/** Bit 78. */
export const accuracy = (w: Int32Array): boolean => (w[3]! & 0x20000) !== 0;
/** Bits 79–106, two's complement. */
export const lon = (w: Int32Array): number => ((w[3]! << 15) >> 4) | (w[4]! >>> 13);
/** Bits 107–133, two's complement. */
export const lat = (w: Int32Array): number => ((w[4]! << 19) >> 5) | (w[5]! >>> 10);
/** Bits 134–137. */
export const epfd = (w: Int32Array): number => (w[5]! >>> 6) & 15;
