/**
 * What receivers and loggers write around a sentence: times in front of it, fields behind its checksum (USCG, MSSIS,
 * exactEarth, Orbcomm), and Gatehouse's `$PGHP` sentence before it.
 */

import { COMMA, DOLLAR, decimal, hexByte, hexDigit, isDigit, isLetter, latin1, STAR, xor } from '../bytes.ts';
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
const ONE = 0x31;

/** Fields behind a checksum. One object is used again for every sentence, and texts are made only when asked for: rows need none. */
export class Trailer {
  /** Epoch ms. */
  time: number | undefined;
  private signalDbm: number | undefined;
  private slot: number | undefined;
  private stationFrom = 0;
  private stationTo = 0;

  /**
   * HOT. Reads `bytes[from, to)`, for example `,d-095,S1651,t161344.00,T44.03,r3669963,1429287142`; the order varies.
   */
  read(bytes: Uint8Array, from: number, to: number): void {
    this.time = undefined;
    this.signalDbm = undefined;
    this.slot = undefined;
    this.stationTo = this.stationFrom;
    for (let at = from; at < to; ) {
      let end = at;
      while (end < to && bytes[end] !== COMMA) end++;
      this.readField(bytes, skipSpaces(bytes, at, end), trimmedEnd(bytes, at, end));
      at = end + 1;
    }
  }

  /** Name of the receiving station, out of the bytes that were read. */
  station(bytes: Uint8Array): string | undefined {
    return this.stationTo > this.stationFrom ? cachedText(bytes, this.stationFrom, this.stationTo) : undefined;
  }

  reception(): Reception | undefined {
    if (this.signalDbm === undefined && this.slot === undefined) return undefined;
    return { signalDbm: this.signalDbm, slot: this.slot };
  }

  private readField(bytes: Uint8Array, from: number, to: number): void {
    if (from >= to) return;
    const first = bytes[from]!;
    const size = to - from;
    if (isDigit(first)) {
      // The logger's time is the last of the whole numbers; counters and garbage are out of its range.
      const time = size >= 9 && size <= 13 ? wholeNumber(bytes, from, to) : undefined;
      if (time !== undefined) this.time = epochMs(time) ?? this.time;
    } else if (size > 1 && (first === LOWER_R || first === LOWER_B || first === UPPER_D)) {
      if (!isWord(bytes, from, to)) return;
      this.stationFrom = from;
      this.stationTo = to;
    } else if (first === LOWER_D) {
      const isNegative = bytes[from + 1] === MINUS;
      const dbm = wholeNumber(bytes, from + (isNegative ? 2 : 1), to);
      if (dbm !== undefined) this.signalDbm = isNegative ? -dbm : dbm;
    } else if (first === UPPER_S && size <= 5) {
      this.slot = wholeNumber(bytes, from + 1, to) ?? this.slot;
    }
  }
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
export interface Pghp {
  /** Epoch ms. */
  time: number;
  station: string | undefined;
  reception: Reception;
  /** Checksum of the sentence that it speaks of; undefined when it doesn't say, so that it is the next one. */
  checksum: number | undefined;
}

/** True when the plain sentence at `from` is a `$PGHP`. HOT: nearly every sentence that begins with `$` is another. */
export function isPghp(bytes: Uint8Array, from: number, to: number): boolean {
  if (bytes[from + 2] !== 0x47 || bytes[from + 1] !== 0x50 || bytes[from] !== DOLLAR) return false;
  return to - from > 6 && bytes[from + 3] === 0x48 && bytes[from + 4] === 0x50 && bytes[from + 5] === COMMA;
}

/** Fields of a `$PGHP`, by number: 2 to 8 are its time from the year to milliseconds. */
const PGHP_FIELDS = 14;
const COUNTRY = 9;
const REGION = 10;
const STATION = 11;
const ONLINE = 12;
const CHECKSUM = 13;

/** Where each field of a `$PGHP` begins, and one behind its end. */
const starts = new Int32Array(PGHP_FIELDS + 1);

/** HOT. Reads `$PGHP,1,YYYY,M,D,h,m,s,ms,country,region,station,online,cc*hh`; undefined when its checksum or time is wrong. */
export function readPghp(bytes: Uint8Array, from: number, to: number): Pghp | undefined {
  let star = from;
  while (star < to && bytes[star] !== STAR) star++;
  if (star === to || hexByte(bytes, star + 1, to) !== xor(bytes, from + 1, star)) return undefined;
  findFields(bytes, from, star);
  const time = utcMs(
    timePart(bytes, 2),
    timePart(bytes, 3),
    timePart(bytes, 4),
    timePart(bytes, 5),
    timePart(bytes, 6),
    timePart(bytes, 7),
    timePart(bytes, 8),
  );
  if (time === undefined) return undefined;
  return {
    time,
    station: isEmpty(STATION) ? undefined : cachedText(bytes, starts[STATION]!, endOf(STATION)),
    reception: {
      country: pghpNumber(bytes, COUNTRY),
      region: pghpNumber(bytes, REGION),
      online: isEmpty(ONLINE) ? undefined : endOf(ONLINE) === starts[ONLINE]! + 1 && bytes[starts[ONLINE]!] === ONE,
    },
    checksum: pghpChecksum(bytes),
  };
}

/** Fields that are missing come out empty. */
function findFields(bytes: Uint8Array, from: number, to: number): void {
  let field = 0;
  starts[0] = from;
  for (let at = from; at < to && field < PGHP_FIELDS; at++) if (bytes[at] === COMMA) starts[++field] = at + 1;
  while (field < PGHP_FIELDS) starts[++field] = to + 1;
}

function endOf(field: number): number {
  return starts[field + 1]! - 1;
}

function isEmpty(field: number): boolean {
  return endOf(field) <= starts[field]!;
}

/** Undefined when the field is empty or no number. */
function pghpNumber(bytes: Uint8Array, field: number): number | undefined {
  return wholeNumber(bytes, starts[field]!, endOf(field));
}

/** Zero when the field is empty; NaN, of which no time can be made, when it is no number. */
function timePart(bytes: Uint8Array, field: number): number {
  return isEmpty(field) ? 0 : (pghpNumber(bytes, field) ?? Number.NaN);
}

/** One hex digit or two. */
function pghpChecksum(bytes: Uint8Array): number | undefined {
  const from = starts[CHECKSUM]!;
  const size = endOf(CHECKSUM) - from;
  if (size !== 1 && size !== 2) return undefined;
  const value = size === 1 ? hexDigit[bytes[from]!]! : hexByte(bytes, from, from + 2);
  return value < 0 || value > 0xff ? undefined : value;
}
