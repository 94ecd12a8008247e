/** Where every message keeps what all have in common, in words of 24 bits (`Bits.words`). HOT, as class-a.ts. */

/** Bits 0–5. */
export const type = (w: Int32Array): number => w[0]! >>> 18;
/** Bits 6–7. */
export const repeat = (w: Int32Array): number => (w[0]! >>> 16) & 3;
/** Bits 8–37. */
export const mmsi = (w: Int32Array): number => ((w[0]! & 0xffff) << 14) | (w[1]! >>> 10);
