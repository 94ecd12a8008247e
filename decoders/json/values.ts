/** Values of parsed JSON as the fields that messages have. */
import { epochMs, utcMs } from '../time.ts';
import { zoneMinutes } from '../time-zone.ts';
import type { VmsMessage } from '../vms/message.ts';

/** Longest text of a field that is taken over. */
const MAX_TEXT = 200;

const ISO = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s?(Z|[+-]\d\d(?::?\d\d)?)?$/i;

/** Epoch ms of ISO 8601 with a zone, or of an epoch; otherwise why there is none. */
export function timeIn(value: unknown): number | string {
  if (value === undefined) return 'no-date-time';
  if (typeof value === 'number') return epochMs(value) ?? 'bad-time';
  const parts = typeof value === 'string' ? ISO.exec(value.trim()) : null;
  if (!parts) return 'bad-time';
  if (parts[8] === undefined) return 'no-time-zone';
  const zone = zoneMinutes(parts[8]);
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map((part) => Number(part ?? 0));
  const ms = Math.floor(Number(`0.${parts[7] ?? 0}`) * 1000);
  const local = utcMs(year!, month!, day!, hour!, minute!, second!, ms);
  return local === undefined || zone === undefined ? 'bad-time' : local - zone * 60_000;
}

export function wholeNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,10}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number > 0 && number < 1e10 ? number : undefined;
}

/** Numbers are taken for texts where a text is meant: `"registration": 91234`. */
export function textIn(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const text = String(value).trim().slice(0, MAX_TEXT);
  return text === '' ? undefined : text;
}

/** Whether a message says of whom it is. */
export function isIdentified(message: VmsMessage): boolean {
  const { registration, mmsi, imo, callsign, device_id, internal_reference, name } = message;
  return [registration, mmsi, imo, callsign, device_id, internal_reference, name].some((one) => one !== undefined);
}
