/**
 * The two six-bit alphabets of AIS (ITU-R M.1371-5 Annex 8 table 47, IEC 61162-1): the armour that carries bits in a
 * sentence, and the letters inside a message.
 */

/** Marks a byte that is no armour character. */
export const NOT_ARMOUR = 255;

/** Byte of a sentence → its six bits, or NOT_ARMOUR. */
export const armourToBits: Uint8Array = new Uint8Array(256).fill(NOT_ARMOUR);
/** Six bits → byte of a sentence. */
export const bitsToArmour: Uint8Array = new Uint8Array(64);
for (let bits = 0; bits < 64; bits++) {
  const byte = bits < 40 ? bits + 48 : bits + 56;
  armourToBits[byte] = bits;
  bitsToArmour[bits] = byte;
}

/**
 * Two bytes of a sentence, the first one low (as a little-endian load reads them) → their twelve bits, or −1 when one of
 * them is no armour. 128 KiB, of which a stream touches 12: half the look-ups of a table by byte, and one test for both
 * characters (30 against 53 ns for 28 characters).
 */
export const armourPairToBits: Int16Array = new Int16Array(65_536).fill(-1);
for (const first of bitsToArmour) {
  for (const second of bitsToArmour) {
    armourPairToBits[(second << 8) | first] = (armourToBits[first]! << 6) | armourToBits[second]!;
  }
}

/** Six bits → character code of the letter. */
export const letterCodes: Uint8Array = Uint8Array.from({ length: 64 }, (_, bits) => (bits < 32 ? bits + 64 : bits));

/** Six bits of a letter; lower case counts as upper, what AIS cannot write becomes a space. */
export function letterBits(letter: string): number {
  const code = letter.toUpperCase().charCodeAt(0);
  if (code >= 64 && code < 96) return code - 64;
  return code >= 32 && code < 64 ? code : 32;
}
