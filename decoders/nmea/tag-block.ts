/** Tag blocks, `\k:v,k:v*hh\` (NMEA 0183 v4.10 §7, IEC 61162-450), with the odd keys that real networks write. */

import { BACKSLASH, hexByte, latin1, STAR, xor } from '../bytes.ts';
import { epochMs } from '../time.ts';

export interface Tag {
  /** Key `c`, epoch ms. */
  time?: number;
  /** Key `s`. */
  station?: string;
  /** Id of the group (key `g`, or the older `1G2:id`). */
  group?: string;
}

/** Noise may hold backslashes; a tag block opens with a key of letters and digits (or none), a colon or at once its checksum. */
export function opensTag(bytes: Uint8Array, at: number, to: number): boolean {
  const limit = Math.min(to, at + 1 + MAX_KEY);
  for (let i = at + 1; i < limit; i++) {
    const byte = bytes[i]!;
    if (byte === 0x3a || byte === STAR) return true;
    const isDigit = byte >= 0x30 && byte <= 0x39;
    const isLetter = (byte & 0xdf) >= 0x41 && (byte & 0xdf) <= 0x5a;
    if (!isDigit && !isLetter) return false;
  }
  return false;
}

/** Longest key seen is `freq`; old groupings such as `12G12` are of the same size. */
const MAX_KEY = 10;

/** What a tag block says, or undefined when its checksum is missing or wrong. `bytes[from]` and `bytes[to - 1]` are the backslashes. */
export function readTag(bytes: Uint8Array, from: number, to: number): Tag | undefined {
  let star = to - 2;
  while (star > from && bytes[star] !== STAR) star--;
  if (star <= from || hexByte(bytes, star + 1, to) !== xor(bytes, from + 1, star)) return undefined;
  if (bytes[star + 3] !== BACKSLASH) return undefined;
  const tag: Tag = {};
  for (const field of latin1(bytes, from + 1, star).split(',')) {
    const colon = field.indexOf(':');
    if (colon >= 0) setField(tag, field.slice(0, colon), field.slice(colon + 1));
  }
  return tag;
}

function setField(tag: Tag, key: string, value: string): void {
  if (key === 'c') {
    if (/^\d+(\.\d+)?$/.test(value)) tag.time = epochMs(Number(value));
  } else if (key === 's') {
    tag.station = value;
  } else if (key === 'g') {
    // sentence-total-id: the total may count sentences of other kinds, so only the id is of use.
    tag.group = value.split('-')[2];
  } else if (/^\d+G\d+$/.test(key)) {
    tag.group = value;
  }
}
