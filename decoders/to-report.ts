/** What one message says about one craft, in the words that everything downstream speaks. */
import { distressOf } from './ais/distress.ts';
import { isGear } from './ais/gear.ts';
import type {
  AisAidToNavigation,
  AisDimensions,
  AisExtendedB,
  AisLongRange,
  AisMessage,
  AisPositionA,
  AisPositionB,
  AisSarAircraft,
  AisSingleSlotAid,
  AisStaticA,
  AisTimeReport,
} from './ais/message.ts';
import { craftKind, flagOf } from './ais/mmsi.ts';
import { MinuteClock } from './position-time.ts';
import type { CraftKind, Message, MessageMeta, Report } from './report.ts';
import { utcMs } from './time.ts';
import { isoCountry } from './vms/countries.ts';
import type { VmsMessage } from './vms/message.ts';

/** The accuracy flag promises 10 m (95 %), M.1371-5 Annex 8. */
export const ACCURATE_M = 10;
/** Type 27 rounds to 1/10 minute: 185 m of latitude. */
export const LONG_RANGE_GRID_M = 185;
/** "102.2 kn or more" is what a faulty sensor says; no ship does it. */
const SPEED_LIMIT_KN = 102.2;
/** What formats that know calls for help name them (notice 1008; positions by JSON). */
const VMS_DISTRESS = 'SOS';
/** A date without a year is at most this far away; only 29 February can be farther. */
const HALF_YEAR_MS = 184 * 86_400_000;

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
  const isCall = message.type === VMS_DISTRESS;
  if (isCall) report.distress = { kind: 'ship', state: 'active' };
  if (message.withdrawn || !isPlace(message.lon, message.lat)) return report;
  // A call for help with an unreadable time is a call of now.
  if (message.time === undefined && !isCall) return report;
  report.lon = message.lon;
  report.lat = message.lat;
  report.fixTime = message.time === undefined ? meta.receivedAt : Date.parse(message.time);
  if (message.time === undefined) report.fixTimeEstimated = true;
  report.speedKn = message.speed;
  report.courseDeg = message.course === 360 ? 0 : message.course;
  report.headingDeg = message.heading;
  return report;
}

function aisReport(message: AisMessage, meta: MessageMeta): Report {
  const { mmsi } = message;
  const report: Report = { format: 'ais', message, meta, craft: 'unknown', mmsi, flag: flagOf(mmsi) };
  describeAis(report, message, receiveTime(meta));
  report.craft = aisCraft(message.type, mmsi, report.name, report.shipType);
  const distress = distressOf(message);
  if (distress) report.distress = distress;
  return report;
}

/** Type 17 gives the place of the reference station, weather reports that of the buoy: neither is the sender's. */
function describeAis(report: Report, message: AisMessage, receivedAt: number): void {
  switch (message.type) {
    case 1:
    case 2:
    case 3:
    case 27:
      report.navStatus = message.status;
      placeAis(report, message, receivedAt);
      break;
    case 4:
    case 9:
    case 11:
    case 18:
    case 28:
      placeAis(report, message, receivedAt);
      break;
    case 5:
      report.imo = message.imo;
      report.callsign = message.callsign;
      report.name = message.shipname;
      report.shipType = message.shiptype;
      report.lengthM = hullLength(message);
      report.etaTime = etaTime(message, receivedAt);
      break;
    case 19:
      report.name = message.shipname;
      report.shipType = message.shiptype;
      report.lengthM = hullLength(message);
      placeAis(report, message, receivedAt);
      break;
    case 21:
      report.name = message.name;
      report.lengthM = hullLength(message);
      placeAis(report, message, receivedAt);
      break;
    case 24:
      if (message.part === 'A') report.name = message.shipname;
      if (message.part !== 'B') break;
      report.callsign = message.callsign;
      report.shipType = message.shiptype;
      report.lengthM = hullLength(message);
      break;
  }
}

/**
 * Kind of craft that sends a message. Some types belong to one kind of station, whatever identity it was given; gear
 * beacons invent theirs.
 * @param name,shipType what the message says of them, if anything
 */
export function aisCraft(type: number, mmsi: number, name?: string, shipType?: number): CraftKind {
  if (type <= 3) return craftKind(mmsi);
  if (type === 4) return 'coast-station';
  if (type === 9) return 'sar-aircraft';
  if (isGear({ mmsi, name, shipType, types: [type] })) return 'gear';
  return type === 21 || type === 28 ? 'aton' : craftKind(mmsi);
}

/** A hull whose reference point is unknown is sent as 0 + length. */
function hullLength({ to_bow, to_stern }: AisDimensions): number | undefined {
  if (to_bow === undefined || to_stern === undefined) return undefined;
  return to_bow + to_stern || undefined;
}

/** The station heard it before it came here. */
function receiveTime(meta: MessageMeta): number {
  return meta.stationTime ?? meta.receivedAt;
}

/** In the year before, of, or after the receive time, whichever is within half a year. */
function etaTime({ month, day, hour, minute }: AisStaticA, receivedAt: number): number | undefined {
  if (month === undefined || day === undefined || hour === undefined || minute === undefined) return undefined;
  const year = new Date(receivedAt).getUTCFullYear();
  for (const candidate of [year, year + 1, year - 1]) {
    const time = utcMs(candidate, month, day, hour, minute, 0);
    if (time !== undefined && Math.abs(time - receivedAt) <= HALF_YEAR_MS) return time;
  }
  return undefined;
}

type AisPlaced =
  | AisPositionA
  | AisTimeReport
  | AisSarAircraft
  | AisPositionB
  | AisExtendedB
  | AisAidToNavigation
  | AisLongRange
  | AisSingleSlotAid;

function placeAis(report: Report, message: AisPlaced, receivedAt: number): void {
  if (!isPlace(message.lon, message.lat)) return;
  report.lon = message.lon;
  report.lat = message.lat;
  const fixTime = fixTimeOf(message, receivedAt);
  report.fixTime = fixTime ?? receivedAt;
  if (fixTime === undefined) report.fixTimeEstimated = true;
  if ('speed' in message) {
    const isShip = message.type !== 9;
    report.speedKn =
      isShip && message.speed !== undefined && message.speed >= SPEED_LIMIT_KN ? undefined : message.speed;
    report.courseDeg = message.course;
  }
  if ('heading' in message) report.headingDeg = message.heading;
  if (message.type === 27) report.accuracyM = LONG_RANGE_GRID_M;
  else if ('accuracy' in message && message.accuracy) report.accuracyM = ACCURATE_M;
}

/**
 * When the position was taken: base stations and those who answer them say it in full, the others give the second.
 * Undefined for type 27, which has none, and where it says (60–63) that there is none or that the position is no fix.
 */
function fixTimeOf(message: AisPlaced, receivedAt: number): number | undefined {
  if (message.type === 27) return undefined;
  clock.set(receivedAt);
  if (message.type === 4 || message.type === 11) {
    const { year, month, day, hour, minute, second } = message;
    const own = clock.timeOfUtc(year ?? 0, month ?? 0, day ?? 0, hour ?? 24, minute ?? 60, second ?? 60);
    if (own !== undefined) return own;
  }
  return message.second === undefined || message.second > 59 ? undefined : clock.timeOf(message.second);
}

const clock = new MinuteClock();

/** 0°,0° and the poles are what units without a fix send. */
function isPlace(lon: number | undefined, lat: number | undefined): boolean {
  if (lon === undefined || lat === undefined) return false;
  return !(lon === 0 && lat === 0) && Math.abs(lat) < 90 && Math.abs(lon) <= 180;
}
