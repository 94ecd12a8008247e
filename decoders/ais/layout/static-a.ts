/** Where type 5 keeps its numbers (ITU-R M.1371-5 Annex 8 table 52), in words of 24 bits (`Bits.words`). HOT, as class-a.ts. */

/** Bits 38–39. */
export const aisVersion = (w: Int32Array): number => (w[1]! >>> 8) & 3;
/** Bits 40–69. */
export const imo = (w: Int32Array): number => ((w[1]! & 0xff) << 22) | (w[2]! >>> 2);
/** Bits 232–239. */
export const shiptype = (w: Int32Array): number => w[9]! & 0xff;
/** Bits 240–248, 249–257, 258–263 and 264–269. */
export const toBow = (w: Int32Array): number => w[10]! >>> 15;
export const toStern = (w: Int32Array): number => (w[10]! >>> 6) & 0x1ff;
export const toPort = (w: Int32Array): number => w[10]! & 63;
export const toStarboard = (w: Int32Array): number => w[11]! >>> 18;
/** Bits 270–273. */
export const epfd = (w: Int32Array): number => (w[11]! >>> 14) & 15;
/** Bits 274–277, 278–282, 283–287 and 288–293. */
export const month = (w: Int32Array): number => (w[11]! >>> 10) & 15;
export const day = (w: Int32Array): number => (w[11]! >>> 5) & 31;
export const hour = (w: Int32Array): number => w[11]! & 31;
export const minute = (w: Int32Array): number => w[12]! >>> 18;
/** Bits 294–301. */
export const draught = (w: Int32Array): number => (w[12]! >>> 10) & 0xff;
