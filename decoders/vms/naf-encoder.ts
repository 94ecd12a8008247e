/** NAF records for the fleet simulator and for tests. */
import type { NafMessage } from './naf.ts';

const textFields = [
  ['FR', 'from'],
  ['AD', 'to'],
  ['TM', 'type'],
  ['SQ', 'sequence_no'],
  ['RN', 'record_no'],
  ['RC', 'callsign'],
  ['NA', 'name'],
  ['XR', 'registration'],
  ['IR', 'internal_reference'],
  ['FS', 'flag'],
  ['IM', 'imo'],
  ['MM', 'mmsi'],
  ['TN', 'trip_no'],
  ['MA', 'master'],
  ['AC', 'activity'],
  ['MS', 'network'],
  ['OP', 'device_id'],
  ['RS', 'return_status'],
  ['RE', 'return_error'],
] as const satisfies readonly (readonly [string, keyof NafMessage])[];

/** Everything is optional; slashes in values are written as spaces, since NAF cannot carry them in pairs. */
export type EncodableNaf = Partial<NafMessage>;

/**
 * One message as a NAF record without line end. Positions in decimal degrees to 0.00001°, speed in tenths of a knot,
 * time with seconds only when there are any.
 */
export function encodeNaf(message: EncodableNaf): string {
  const fields: string[] = [];
  for (const [code, name] of textFields) {
    const value = message[name];
    if (value !== undefined) fields.push(`${code}/${String(value).replaceAll('/', ' ')}`);
  }
  if (message.time !== undefined) fields.push(...dateTime('DA', 'TI', message.time));
  if (message.lat !== undefined) fields.push(`LT/${signed(message.lat)}`);
  if (message.lon !== undefined) fields.push(`LG/${signed(message.lon)}`);
  if (message.speed !== undefined) fields.push(`SP/${Math.round(message.speed * 10)}`);
  if (message.course !== undefined) fields.push(`CO/${Math.round(message.course)}`);
  if (message.record_time !== undefined) fields.push(...dateTime('RD', 'RT', message.record_time));
  for (const [code, value] of Object.entries(message.other ?? {})) fields.push(`${code}/${value.replaceAll('/', ' ')}`);
  return `//SR//${fields.join('//')}//ER//`;
}

function dateTime(dateCode: string, timeCode: string, iso: string): string[] {
  const digits = new Date(iso).toISOString().replace(/\D/g, '');
  const seconds = digits.slice(12, 14);
  return [`${dateCode}/${digits.slice(0, 8)}`, `${timeCode}/${digits.slice(8, 12)}${seconds === '00' ? '' : seconds}`];
}

function signed(degrees: number): string {
  const text = degrees.toFixed(5);
  return degrees < 0 ? text : `+${text}`;
}
