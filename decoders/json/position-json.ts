/**
 * Positions as JSON, for programs that can write what they like. One object, an array of objects, JSON Lines, or
 * `{"positions": […]}`. Fields have the names and units of `haidang decode`, so that its VMS lines can be read back:
 *
 * | field | what |
 * |---|---|
 * | `time` | of the position: ISO 8601 with its zone (`2026-03-01T08:15:30+07:00`, `…Z`), or epoch seconds or milliseconds |
 * | `lat`, `lon` | degrees WGS84, numbers, together or not at all |
 * | `speed` | knots |
 * | `course`, `heading` | degrees true, 0–360 |
 * | `registration`, `name`, `callsign`, `device_id`, `internal_reference`, `flag` | texts |
 * | `mmsi`, `imo` | numbers |
 * | `type` | what kind of message it is: `POS`, `SOS`, … |
 *
 * One of `registration`, `mmsi`, `imo`, `callsign`, `device_id`, `internal_reference` or `name` is needed. Absent and null are the
 * same; fields of other names are passed over.
 */
import type { Plain } from '../faults.ts';
import type { DecoderSink } from '../report.ts';
import { isoTime } from '../time.ts';
import type { VmsMessage } from '../vms/message.ts';
import { JsonDecoder } from './json-decoder.ts';
import { isIdentified, textIn, timeIn, wholeNumber } from './values.ts';

export interface JsonMessage extends VmsMessage {
  format: 'json';
}

/** An object with a latitude and a longitude near its beginning, or a list of them in an envelope. */
const START =
  /\{\s{0,40}(?!"class"\s{0,10}:\s{0,10}"AIS")"(?=[^{}]{0,1000}"lat"\s{0,10}:)(?=[^{}]{0,1000}"lon"\s{0,10}:)|\{\s{0,40}"positions"\s{0,10}:\s{0,10}\[/;

/** Where the first position object, or a list of them, begins; −1 when there is none. */
export function begins(text: string): number {
  return text.search(START);
}

export class PositionJsonDecoder extends JsonDecoder {
  constructor(sink: DecoderSink) {
    super(sink, ['positions']);
  }

  protected read(value: Plain, receivedAt: number): string | undefined {
    const message = jsonMessage(value);
    if (typeof message === 'string') return message;
    this.tally.sentences++;
    this.tally.accept(message, { receivedAt });
    return undefined;
  }
}

/** One object as a message, or the reason why it cannot be used. */
function jsonMessage(value: Plain): JsonMessage | string {
  const text = (name: string): string | undefined => textIn(value[name]);
  const position = positionIn(value);
  if (typeof position === 'string') return position;
  const time = timeIn(value.time ?? undefined);
  if (typeof time === 'string' && (position !== undefined || time !== 'no-date-time')) return time;
  const heading = numberIn(value.heading, 360);
  const message: JsonMessage = {
    class: 'VMS',
    format: 'json',
    time: typeof time === 'number' ? isoTime(time) : undefined,
    lat: position?.lat,
    lon: position?.lon,
    speed: numberIn(value.speed, 1000),
    course: numberIn(value.course, 360),
    heading: heading === 360 ? 0 : heading,
    type: text('type'),
    callsign: text('callsign'),
    name: text('name'),
    registration: text('registration'),
    internal_reference: text('internal_reference'),
    flag: text('flag'),
    device_id: text('device_id'),
    imo: wholeNumber(value.imo),
    mmsi: wholeNumber(value.mmsi),
  };
  return isIdentified(message) ? message : 'no-identity';
}

function positionIn({ lat, lon }: Plain): { lat: number; lon: number } | string | undefined {
  const hasLat = lat !== undefined && lat !== null;
  const hasLon = lon !== undefined && lon !== null;
  if (!hasLat && !hasLon) return undefined;
  if (!hasLat || !hasLon) return 'no-position';
  if (typeof lat !== 'number' || !(Math.abs(lat) <= 90)) return 'bad-latitude';
  return typeof lon === 'number' && Math.abs(lon) <= 180 ? { lat, lon } : 'bad-longitude';
}

/** What is no number in its range is none; the position stands without it. */
function numberIn(value: unknown, limit: number): number | undefined {
  return typeof value === 'number' && value >= 0 && value <= limit ? value : undefined;
}
