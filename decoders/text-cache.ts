/** Short texts that come again and again, such as the names of stations: looked up rather than made, and held once. */

import { latin1 } from './bytes.ts';

/** Stations and groups in use at a time. */
const SLOTS = 1024;
/** Longer texts are not kept. */
const LONGEST = 40;

const slots: string[] = new Array(SLOTS).fill('');

/** The text of `codes[from, to)`, one character a byte. */
export function cachedText(codes: Uint8Array, from: number, to: number): string {
  const size = to - from;
  if (size > LONGEST) return latin1(codes, from, to);
  let hash = size;
  for (let at = from; at < to; at++) hash = (Math.imul(hash, 31) + codes[at]!) | 0;
  const slot = (hash ^ (hash >>> 13)) & (SLOTS - 1);
  const known = slots[slot]!;
  if (known.length === size && isText(known, codes, from)) return known;
  const text = latin1(codes, from, to);
  slots[slot] = text;
  return text;
}

function isText(text: string, codes: Uint8Array, from: number): boolean {
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) !== codes[from + i]) return false;
  }
  return true;
}
