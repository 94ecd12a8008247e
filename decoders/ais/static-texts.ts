/**
 * The three texts of a type 5 message, looked up by what its sender said last: ships repeat themselves every six minutes.
 * HOT. Everything that a look-up needs stands in two cache lines; fetching those costs more than comparing them.
 */
import type { Bits } from './bits.ts';

/** Ships in reach of a busy feed. A power of two. */
const SLOT_BITS = 13;
/** Words by which a sender and her texts are known again: her MMSI, call sign and name (bits 70–231), destination (302–421). */
const KEY_WORDS = 16;
const TEXTS = 4;
/** Shorter messages lack part of the destination. */
const WHOLE = 422;

const keys = new Int32Array(KEY_WORDS << SLOT_BITS);
const texts: (string | undefined)[] = new Array(TEXTS << SLOT_BITS).fill(undefined);

export class StaticTexts {
  callsign: string | undefined;
  shipname: string | undefined;
  destination: string | undefined;

  /** Reads the texts of the type 5 message in `bits` into the three fields. */
  read(bits: Bits, mmsi: number): void {
    if (bits.length < WHOLE) {
      this.spell(bits);
      return;
    }
    const { words } = bits;
    const slot = Math.imul(mmsi, 0x9e3779b1) >>> (32 - SLOT_BITS);
    if (isKnown(words, mmsi, slot * KEY_WORDS)) {
      this.callsign = texts[slot * TEXTS];
      this.shipname = texts[slot * TEXTS + 1];
      this.destination = texts[slot * TEXTS + 2];
      return;
    }
    this.spell(bits);
    learn(words, mmsi, slot * KEY_WORDS);
    texts[slot * TEXTS] = this.callsign;
    texts[slot * TEXTS + 1] = this.shipname;
    texts[slot * TEXTS + 2] = this.destination;
  }

  private spell(bits: Bits): void {
    this.callsign = bits.text(70, 7);
    this.shipname = bits.text(112, 20);
    this.destination = bits.text(302, 20);
  }
}

function isKnown(words: Int32Array, mmsi: number, at: number): boolean {
  if (keys[at] !== mmsi || keys[at + 1] !== (words[2]! & 3) || keys[at + 8] !== words[9]! >>> 8) return false;
  if (keys[at + 9] !== (words[12]! & 0x3ff) || keys[at + 14] !== words[17]! >>> 10) return false;
  for (let i = 0; i < 6; i++) if (keys[at + 2 + i] !== words[3 + i]) return false;
  for (let i = 0; i < 4; i++) if (keys[at + 10 + i] !== words[13 + i]) return false;
  return true;
}

function learn(words: Int32Array, mmsi: number, at: number): void {
  keys[at] = mmsi;
  keys[at + 1] = words[2]! & 3;
  for (let i = 0; i < 6; i++) keys[at + 2 + i] = words[3 + i]!;
  keys[at + 8] = words[9]! >>> 8;
  keys[at + 9] = words[12]! & 0x3ff;
  for (let i = 0; i < 4; i++) keys[at + 10 + i] = words[13 + i]!;
  keys[at + 14] = words[17]! >>> 10;
}
