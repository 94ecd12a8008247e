/**
 * What receivers and loggers write around a sentence: times in front of it, fields behind its checksum (USCG, MSSIS,
 * exactEarth, Orbcomm), and Gatehouse's `$PGHP` sentence before it.
 */

import { COMMA, DOLLAR, decimal, hexByte, isDigit, isLetter, latin1, STAR, xor } from '../bytes.ts';
import type { Reception } from '../report.ts';
import { cachedText } from '../text-cache.ts';
import { epochMs, isPlausible, utcMs } from '../time.ts';

/** What the fields behind a checksum begin with: r, b and D name a station, d a signal strength, S a slot. */
const LOWER_R = 0x72;
const LOWER_B = 0x62;
const UPPER_D = 0x44;
const LOWER_D = 0x64;
const UPPER_S = 0x53;
const MINUS = 0x2d;
const SPACE = 0x20;

export interface Wrapper {
  /** Epoch ms. */
  time?: number;
  station?: string;
  reception?: Reception;
}

/**
 * Fields behind the checksum, `bytes[from, to)`, for example `,d-095,S1651,t161344.00,T44.03,r3669963,1429287142`; their
 * order varies.
 */
export function readTrailer(bytes: Uint8Array, from: number, to: number): Wrapper {
  const wrapper: Wrapper = {};
  for (let at = from; at < to; ) {
    let end = at;
    while (end < to && bytes[end] !== COMMA) end++;
    readField(wrapper, bytes, skipSpaces(bytes, at, end), trimmedEnd(bytes, at, end));
    at = end + 1;
  }
  return wrapper;
}

function readField(wrapper: Wrapper, bytes: Uint8Array, from: number, to: number): void {
  if (from >= to) return;
  const first = bytes[from]!;
  const size = to - from;
  if (isDigit(first)) {
    // The logger's time is the last of the whole numbers; counters and garbage are out of its range.
    const time = size >= 9 && size <= 13 ? wholeNumber(bytes, from, to) : undefined;
    if (time !== undefined) wrapper.time = epochMs(time) ?? wrapper.time;
  } else if (size > 1 && (first === LOWER_R || first === LOWER_B || first === UPPER_D)) {
    if (isWord(bytes, from, to)) wrapper.station = cachedText(bytes, from, to);
  } else if (first === LOWER_D) {
    const isNegative = bytes[from + 1] === MINUS;
    const dbm = wholeNumber(bytes, from + (isNegative ? 2 : 1), to);
    if (dbm !== undefined) receptionOf(wrapper).signalDbm = isNegative ? -dbm : dbm;
  } else if (first === UPPER_S && size <= 5) {
    const slot = wholeNumber(bytes, from + 1, to);
    if (slot !== undefined) receptionOf(wrapper).slot = slot;
  }
}

function receptionOf(wrapper: Wrapper): Reception {
  wrapper.reception ??= {};
  return wrapper.reception;
}

function skipSpaces(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && bytes[at]! <= SPACE) at++;
  return at;
}

function trimmedEnd(bytes: Uint8Array, from: number, to: number): number {
  let end = to;
  while (end > from && bytes[end - 1]! <= SPACE) end--;
  return end;
}

function wholeNumber(bytes: Uint8Array, from: number, to: number): number | undefined {
  for (let at = from; at < to; at++) if (!isDigit(bytes[at]!)) return undefined;
  return decimal(bytes, from, to);
}

function isWord(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (!isDigit(bytes[at]!) && !isLetter(bytes[at]!)) return false;
  return true;
}

/** Time in front of a sentence: epoch s, ms, µs or ns by the number of digits, or the `rxuxtime` of AIS-catcher's JSON. */
export function readPrefixTime(bytes: Uint8Array, from: number, to: number): number | undefined {
  const text = latin1(bytes, from, to);
  const match =
    /(?:^|[\s,;[(])(\d{10,19}(?:\.\d+)?)[\s,;:\])]*$/.exec(text) ?? /"rxuxtime":(\d{10}(?:\.\d+)?)/.exec(text);
  if (!match) return undefined;
  const number = match[1]!;
  const digits = number.split('.')[0]!.length;
  if (digits !== 10 && digits !== 13 && digits !== 16 && digits !== 19) return undefined;
  const ms = Math.floor(Number(number) / 10 ** (digits - 13));
  return isPlausible(ms) ? ms : undefined;
}

/** `$PGHP`: when and where Gatehouse's network received the sentence that follows. */
export interface Pghp extends Wrapper {
  /** Checksum of the sentence that it speaks of; undefined when it doesn't say, so that it is the next one. */
  checksum?: number;
}

/** True when the plain sentence at `from` is a `$PGHP`. HOT: nearly every sentence that begins with `$` is another. */
export function isPghp(bytes: Uint8Array, from: number, to: number): boolean {
  if (bytes[from + 2] !== 0x47 || bytes[from + 1] !== 0x50 || bytes[from] !== DOLLAR) return false;
  return to - from > 6 && bytes[from + 3] === 0x48 && bytes[from + 4] === 0x50 && bytes[from + 5] === COMMA;
}

/** Reads `$PGHP,1,YYYY,M,D,h,m,s,ms,country,region,station,online,cc*hh`; undefined when its checksum or time is wrong. */
export function readPghp(bytes: Uint8Array, from: number, to: number): Pghp | undefined {
  let star = from;
  while (star < to && bytes[star] !== STAR) star++;
  if (star === to || hexByte(bytes, star + 1, to) !== xor(bytes, from + 1, star)) return undefined;
  const fields = latin1(bytes, from, star).split(',');
  const [year, month, day, hour, minute, second, ms] = fields.slice(2, 9).map(Number);
  const time = utcMs(year ?? 0, month ?? 0, day ?? 0, hour ?? 0, minute ?? 0, second ?? 0, ms ?? 0);
  const checksum = /^[0-9a-f]{1,2}$/i.test(fields[13] ?? '') ? Number.parseInt(fields[13]!, 16) : undefined;
  if (time === undefined) return undefined;
  return {
    time,
    station: fields[11] || undefined,
    reception: {
      country: fields[9] ? Number(fields[9]) : undefined,
      region: fields[10] ? Number(fields[10]) : undefined,
      online: fields[12] ? fields[12] === '1' : undefined,
    },
    checksum,
  };
}
