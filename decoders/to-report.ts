/** What one message says about one craft, in the words that everything downstream speaks. */
import type { AisMessage, AisPosition } from './ais/message.ts';
import { craftKind } from './ais/mmsi.ts';
import { timeOfSecond } from './position-time.ts';
import type { CraftKind, Message, MessageMeta, Report } from './report.ts';
import { isoCountry } from './vms/countries.ts';
import type { VmsMessage } from './vms/message.ts';

/** The accuracy flag promises 10 m (95 %), M.1371-5 Annex 8. */
export const ACCURATE_M = 10;
/** Type 27 rounds to 1/10 minute: 185 m of latitude. */
export const LONG_RANGE_GRID_M = 185;
/** "102.2 kn or more" is what a faulty sensor says; no ship does it. */
const SPEED_LIMIT_KN = 102.2;

/** Fills identity, position and time of a message. Positions that cannot be, and 0°,0°, are left out. */
export function toReport(message: Message, meta: MessageMeta): Report {
  return message.class === 'AIS' ? aisReport(message, meta) : vmsReport(message, meta);
}

function vmsReport(message: VmsMessage, meta: MessageMeta): Report {
  const report: Report = {
    format: message.format,
    message,
    meta,
    craft: 'vessel',
    mmsi: message.mmsi,
    imo: message.imo,
    callsign: message.callsign,
    name: message.name,
    registration: message.registration,
    deviceId: message.device_id,
    internalReference: message.internal_reference,
    flag: message.flag === undefined ? undefined : isoCountry(message.flag),
  };
  if (message.withdrawn || message.time === undefined || !isPlace(message.lon, message.lat)) return report;
  report.lon = message.lon;
  report.lat = message.lat;
  report.fixTime = Date.parse(message.time);
  report.speedKn = message.speed;
  report.courseDeg = message.course === 360 ? 0 : message.course;
  return report;
}

function aisReport(message: AisMessage, meta: MessageMeta): Report {
  const report: Report = {
    format: 'ais',
    message,
    meta,
    craft: aisCraft(message.type, message.mmsi),
    mmsi: message.mmsi,
  };
  switch (message.type) {
    case 1:
    case 2:
    case 3:
    case 27:
      report.navStatus = message.status;
      break;
    case 5:
      report.imo = message.imo;
      report.callsign = message.callsign;
      break;
    case 21:
      report.name = message.name;
      break;
    case 24:
      if (message.part === 'B') report.callsign = message.callsign;
      break;
  }
  if ('shipname' in message) report.name = message.shipname;
  if ('shiptype' in message && message.type !== 23) report.shipType = message.shiptype;
  if ('to_bow' in message && message.to_bow !== undefined && message.to_stern !== undefined) {
    // A hull whose reference point is unknown is sent as 0 + length.
    report.lengthM = message.to_bow + message.to_stern || undefined;
  }
  // Type 17 gives the place of the reference station, which is not the sender's.
  if ('accuracy' in message) placeAis(report, message, meta);
  return report;
}

/** Some types belong to one kind of station, whatever identity it was given; gear buoys send type 21 with invented ones. */
export function aisCraft(type: number, mmsi: number): CraftKind {
  if (type === 4) return 'coast-station';
  if (type === 9) return 'sar-aircraft';
  return type === 21 ? 'aton' : craftKind(mmsi);
}

type AisPlaced = Extract<AisMessage, AisPosition>;

function placeAis(report: Report, message: AisPlaced, meta: MessageMeta): void {
  if (!isPlace(message.lon, message.lat)) return;
  report.lon = message.lon;
  report.lat = message.lat;
  const second = 'second' in message ? message.second : undefined;
  const receivedAt = meta.stationTime ?? meta.receivedAt;
  if (second === undefined || second > 59) {
    report.fixTime = receivedAt;
    report.fixTimeEstimated = true;
  } else {
    report.fixTime = timeOfSecond(receivedAt, second);
  }
  if ('speed' in message) {
    const isShip = message.type !== 9;
    report.speedKn =
      isShip && message.speed !== undefined && message.speed >= SPEED_LIMIT_KN ? undefined : message.speed;
    report.courseDeg = message.course;
  }
  if ('heading' in message) report.headingDeg = message.heading;
  if (message.type === 27) report.accuracyM = LONG_RANGE_GRID_M;
  else if (message.accuracy) report.accuracyM = ACCURATE_M;
}

/** 0°,0° and the poles are what units without a fix send. */
function isPlace(lon: number | undefined, lat: number | undefined): boolean {
  if (lon === undefined || lat === undefined) return false;
  return !(lon === 0 && lat === 0) && Math.abs(lat) < 90 && Math.abs(lon) <= 180;
}
