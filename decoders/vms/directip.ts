/**
 * Iridium SBD DirectIP, mobile originated: information elements of one message → what it says. The payload is its device's
 * own; the place that the network knows is never the vessel's.
 */
import { hex, latin1 } from '../bytes.ts';
import { isoTime, isPlausible } from '../time.ts';
import type { VmsMessage } from './message.ts';
import { readPayload, type SbdCodec } from './sbd-codec.ts';

/** One message. `type` is how its session went; IMEI is also `device_id`. Same `imei`, `momsn` and `cdr`: the same message sent again. */
export interface DirectIpMessage extends VmsMessage {
  format: 'directip';
  imei: string;
  /** Mobile originated message sequence number. */
  momsn: number;
  /** Call detail record: the gateway's own number of the session. */
  cdr: number;
  mtmsn: number;
  /** 0–2: what it carried is whole. */
  session_status: number;
  /** ISO 8601 UTC of the session, which is not the time of the position. */
  session_time?: string;
  /** Payload as hex, whether a codec fits or not. */
  payload?: string;
  /** Name of the codec that read the payload. */
  codec?: string;
  /** What the codec read beside the position. */
  values?: Record<string, number>;
  /** Where the network believes the unit to be, and the radius in km within which it is with 80 % probability. Kilometres wrong, and never a fix. */
  network_lat?: number;
  network_lon?: number;
  network_radius_km?: number;
}

/** SBD session status, Iridium's developers guide. */
const sessionWords: Readonly<Record<number, string>> = {
  0: 'ok',
  1: 'mt-too-large',
  2: 'location-poor',
  10: 'timeout',
  12: 'mo-too-large',
  13: 'link-lost',
  14: 'protocol-anomaly',
  15: 'denied',
};
const LAST_GOOD_STATUS = 2;

/** Information elements. */
const MO_HEADER = 1;
const MO_PAYLOAD = 2;
const MO_LOCATION = 3;
/** Identifier and length. */
const ELEMENT_HEAD = 3;
export const MO_HEADER_LENGTH = 28;
const LOCATION_LENGTH = 11;

/**
 * @param bytes information elements, without the revision and length before them
 * @returns the message, or the reason why it cannot be used
 */
export function directIpMessage(bytes: Uint8Array, codecs: readonly SbdCodec[]): DirectIpMessage | string {
  const elements = readElements(bytes);
  if (!elements) return 'bad-length';
  const header = elements.get(MO_HEADER);
  if (header?.length !== MO_HEADER_LENGTH) return 'no-header';
  const view = new DataView(header.buffer, header.byteOffset);
  const imei = latin1(header, 4, 19);
  const status = header[19]!;
  const sessionTime = view.getUint32(24) * 1000;
  const payload = elements.get(MO_PAYLOAD);
  const isWhole = status <= LAST_GOOD_STATUS && payload !== undefined;
  const reading = isWhole ? readPayload(payload, imei, sessionTime, codecs) : undefined;
  return {
    class: 'VMS',
    format: 'directip',
    time: reading?.time === undefined ? undefined : isoTime(reading.time),
    lat: reading?.lat,
    lon: reading?.lon,
    speed: reading?.speedKn,
    course: reading?.courseDeg,
    type: sessionWords[status],
    device_id: imei,
    imei,
    momsn: view.getUint16(20),
    cdr: view.getUint32(0),
    mtmsn: view.getUint16(22),
    session_status: status,
    session_time: isPlausible(sessionTime) ? isoTime(sessionTime) : undefined,
    payload: payload && hex(payload),
    codec: reading?.codec,
    values: reading?.values,
    ...networkPlace(elements.get(MO_LOCATION)),
  };
}

/** By identifier; of a repeated one the first. */
function readElements(bytes: Uint8Array): Map<number, Uint8Array> | undefined {
  const elements = new Map<number, Uint8Array>();
  let at = 0;
  while (at + ELEMENT_HEAD <= bytes.length) {
    const end = at + ELEMENT_HEAD + bytes[at + 1]! * 256 + bytes[at + 2]!;
    if (end > bytes.length) return undefined;
    if (!elements.has(bytes[at]!)) elements.set(bytes[at]!, bytes.subarray(at + ELEMENT_HEAD, end));
    at = end;
  }
  return at === bytes.length ? elements : undefined;
}

type NetworkPlace = Pick<DirectIpMessage, 'network_lat' | 'network_lon' | 'network_radius_km'>;

/** Flags (bit 1 south, bit 0 west; the others are zero in the only known format), then degrees and thousandths of a minute, then km. */
function networkPlace(location: Uint8Array | undefined): NetworkPlace {
  if (location?.length !== LOCATION_LENGTH) return {};
  const view = new DataView(location.buffer, location.byteOffset);
  const flags = view.getUint8(0);
  const lat = degrees(flags & 2, view.getUint8(1), view.getUint16(2));
  const lon = degrees(flags & 1, view.getUint8(4), view.getUint16(5));
  if (flags > 3 || lat === undefined || lon === undefined || Math.abs(lat) > 90 || Math.abs(lon) > 180) return {};
  return { network_lat: lat, network_lon: lon, network_radius_km: view.getUint32(7) };
}

function degrees(isNegative: number, whole: number, thousandths: number): number | undefined {
  if (thousandths > 59_999) return undefined;
  const size = whole + thousandths / 60_000;
  return Math.round((isNegative ? -size : size) * 1e7) / 1e7 + 0;
}
