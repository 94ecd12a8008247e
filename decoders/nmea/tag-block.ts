/** Tag blocks, `\k:v,k:v*hh\` (NMEA 0183 v4.10 §7, IEC 61162-450), with the odd keys that real networks write. */

import { COMMA, decimal, hexByte, isDigit, isLetter, STAR, xor } from '../bytes.ts';
import { cachedText } from '../text-cache.ts';
import { epochMs } from '../time.ts';

const COLON = 0x3a;
const DASH = 0x2d;

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
    if (byte === COLON || byte === STAR) return true;
    if (!isDigit(byte) && !isLetter(byte)) return false;
  }
  return false;
}

/** Longest key seen is `freq`; old groupings such as `12G12` are of the same size. */
const MAX_KEY = 10;

/** HOT. What a tag block says, or undefined when its checksum is missing or wrong. `bytes[from]` and `bytes[to - 1]` are the backslashes. */
export function readTag(bytes: Uint8Array, from: number, to: number): Tag | undefined {
  const star = to - 4;
  if (star <= from || bytes[star] !== STAR) return undefined;
  const tag: Tag = { time: undefined, station: undefined, group: undefined };
  if (hexByte(bytes, star + 1, to) !== xor(bytes, from + 1, star)) return undefined;
  for (let at = from + 1; at < star; ) {
    let colon = -1;
    let end = at;
    for (; end < star && bytes[end] !== COMMA; end++) if (colon < 0 && bytes[end] === COLON) colon = end;
    if (colon > at) setField(tag, bytes, at, colon, end);
    at = end + 1;
  }
  return tag;
}

/** The key stands in `[from, colon)`, its value in `(colon, to)`. */
function setField(tag: Tag, bytes: Uint8Array, from: number, colon: number, to: number): void {
  const key = bytes[from];
  if (colon > from + 1) {
    if (isOldGroup(bytes, from, colon)) tag.group = cachedText(bytes, colon + 1, to);
  } else if (key === 0x63) {
    const time = decimal(bytes, colon + 1, to);
    if (time !== undefined) tag.time = epochMs(time);
  } else if (key === 0x73) {
    tag.station = cachedText(bytes, colon + 1, to);
  } else if (key === 0x67) {
    tag.group = groupId(bytes, colon + 1, to);
  }
}

/** sentence-total-id: the total may count sentences of other kinds, so only the id is of use. */
function groupId(bytes: Uint8Array, from: number, to: number): string | undefined {
  let dashes = 0;
  let start = from;
  for (let at = from; at < to; at++) {
    if (bytes[at] !== DASH) continue;
    if (++dashes === 3) return cachedText(bytes, start, at);
    start = at + 1;
  }
  return dashes === 2 ? cachedText(bytes, start, to) : undefined;
}

/** The key `1G2`: first of two. */
function isOldGroup(bytes: Uint8Array, from: number, to: number): boolean {
  let letters = 0;
  for (let at = from; at < to; at++) {
    const byte = bytes[at]!;
    if (byte === 0x47 && at > from && at < to - 1) letters++;
    else if (!isDigit(byte)) return false;
  }
  return letters === 1;
}
