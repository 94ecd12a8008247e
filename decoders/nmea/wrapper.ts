/**
 * What receivers and loggers write around a sentence: times in front of it, fields behind its checksum (USCG, MSSIS,
 * exactEarth, Orbcomm), and Gatehouse's `$PGHP` sentence before it.
 */

import { hexByte, latin1, STAR, xor } from '../bytes.ts';
import type { Reception } from '../report.ts';
import { epochMs, isPlausible, utcMs } from '../time.ts';

export interface Wrapper {
  /** Epoch ms. */
  time?: number;
  station?: string;
  reception?: Reception;
}

/** Fields behind the checksum, for example `,d-095,S1651,t161344.00,T44.03,r3669963,1429287142`; their order varies. */
export function readTrailer(bytes: Uint8Array, from: number, to: number): Wrapper | undefined {
  const wrapper: Wrapper = {};
  const reception: Reception = {};
  for (const part of latin1(bytes, from, to).split(',')) {
    const field = part.trim();
    // The logger's time is the last of the whole numbers; counters and garbage are out of its range.
    if (/^\d{9,13}$/.test(field)) wrapper.time = epochMs(Number(field)) ?? wrapper.time;
    else if (/^[rbD][A-Za-z0-9]+$/.test(field)) wrapper.station = field;
    else if (/^d-?\d+$/.test(field)) reception.signalDbm = Number(field.slice(1));
    else if (/^S\d{1,4}$/.test(field)) reception.slot = Number(field.slice(1));
  }
  if (reception.signalDbm !== undefined || reception.slot !== undefined) wrapper.reception = reception;
  return wrapper;
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

/** True when the plain sentence at `from` is a `$PGHP`. */
export function isPghp(bytes: Uint8Array, from: number, to: number): boolean {
  return to - from > 6 && latin1(bytes, from, from + 6) === '$PGHP,';
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
