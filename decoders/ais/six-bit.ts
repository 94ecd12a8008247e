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

/** Six bits → letter. */
export const letters: readonly string[] = Array.from({ length: 64 }, (_, bits) =>
  String.fromCharCode(bits < 32 ? bits + 64 : bits),
);

/** Six bits of a letter; lower case counts as upper, what AIS cannot write becomes a space. */
export function letterBits(letter: string): number {
  const code = letter.toUpperCase().charCodeAt(0);
  if (code >= 64 && code < 96) return code - 64;
  return code >= 32 && code < 64 ? code : 32;
}
