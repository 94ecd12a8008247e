/** What a transmission says, written as a radio or a VMS provider would send it: AIVDM sentences, NAF and notice 1008 records. */
import { type EncodableAis, encodeAis } from '../../decoders/ais/encoder.ts';
import { encodeNaf } from '../../decoders/vms/naf.ts';
import { encodeVn1008 } from '../../decoders/vms/vn1008-encoder.ts';
import type { Boat, Merchant, State, Station } from './craft.ts';
import { ascii } from './identities.ts';
import { destination, headingOf } from './merchants.ts';
import type { Transmission } from './schedule.ts';

/** AIS ship type 30: fishing. */
const fishing = 30;

/**
 * The sentences of an AIS transmission, grouped by message.
 * @param tagged with a tag block that says when and by which station it was received, as stored traffic has
 */
export function aisSentences(transmission: Transmission, seed: number, tagged: boolean): string[][] {
  const { time, craft, state } = transmission;
  const tag = tagged ? { time: Math.floor(time / 1000), station: stationNear(state) } : undefined;
  const sequence = (craft.index + Math.floor(time / 1000)) % 10;
  const channel = (craft.index + Math.floor(time / 1000)) % 2 ? 'A' : 'B';
  return aisMessages(transmission, seed).map((message) => encodeAis(message, { tag, sequence, channel }));
}

/** One NAF record. @param sentAt epoch ms at which the provider passes it on */
export function nafRecord({ time, craft, state }: Transmission, sentAt: number): string {
  const boat = craft as Boat;
  return encodeNaf({
    type: 'POS',
    from: boat.vms!.providerCode,
    callsign: boat.callsign,
    name: ascii(boat.name),
    registration: ascii(boat.registration),
    internal_reference: boat.vms!.deviceId,
    device_id: boat.vms!.deviceId,
    flag: 'VNM',
    time: new Date(time).toISOString(),
    lat: state.lat,
    lon: state.lon,
    speed: state.speedKn,
    course: state.courseDeg % 360,
    record_time: new Date(sentAt).toISOString(),
  });
}

/** One position record of notice 1008, as its default layout has it. */
export function vn1008Record({ time, craft, state }: Transmission): string {
  const { vms } = craft as Boat;
  return encodeVn1008({
    mref: 'POS',
    sequence_no: String(Math.floor(time / 60_000) % 1_000_000).padStart(6, '0'),
    device_id: vms!.deviceId,
    time: new Date(time).toISOString(),
    lat: state.lat,
    lon: state.lon,
    speed: state.speedKn,
    course: state.courseDeg % 360,
  });
}

/** Each stretch of coast is heard by its own receiver. */
function stationNear(state: State): string {
  return state.lat > 15.75 ? 'demo-sontra' : 'demo-lyson';
}

function aisMessages({ time, craft, state, what }: Transmission, seed: number): EncodableAis[] {
  if (craft.kind === 'merchant') return [merchantMessage(craft, state, time, what, seed)];
  if (craft.kind !== 'boat') return [stationMessage(craft, time)];
  return what === 'ais-static' ? boatStatic(craft) : [boatPosition(craft, state, time)];
}

function boatPosition(boat: Boat, state: State, time: number): EncodableAis {
  const { lon, lat, speedKn } = state;
  return {
    type: 18,
    mmsi: boat.mmsi!,
    lon,
    lat,
    accuracy: true,
    speed: speedKn,
    // A boat at its mooring swings; its unit sends no course.
    course: state.doing === 'moored' ? undefined : state.courseDeg,
    second: secondOf(time),
  };
}

function boatStatic(boat: Boat): EncodableAis[] {
  const mmsi = boat.mmsi!;
  return [
    { type: 24, part: 'A', mmsi, shipname: ascii(boat.registration) },
    {
      type: 24,
      part: 'B',
      mmsi,
      shiptype: fishing,
      vendorid: 'DMO',
      callsign: boat.callsign,
      ...hull(boat.lengthM, boat.beamM, 0.6),
    },
  ];
}

function merchantMessage(
  ship: Merchant,
  state: State,
  time: number,
  what: Transmission['what'],
  seed: number,
): EncodableAis {
  if (what === 'ais-static') {
    return {
      type: 5,
      mmsi: ship.mmsi,
      callsign: ship.callsign,
      shipname: ship.name,
      shiptype: ship.shipType,
      epfd: 1,
      draught: ship.draughtM,
      destination: destination(state),
      ...hull(ship.lengthM, ship.beamM, 0.85),
    };
  }
  return {
    type: 1,
    mmsi: ship.mmsi,
    status: 0,
    turn: 0,
    accuracy: true,
    lon: state.lon,
    lat: state.lat,
    speed: state.speedKn,
    course: state.courseDeg,
    heading: headingOf(seed, ship, state),
    second: secondOf(time),
  };
}

function stationMessage(station: Station, time: number): EncodableAis {
  const { mmsi, lon, lat } = station;
  if (station.kind === 'aton') {
    return {
      type: 21,
      mmsi,
      lon,
      lat,
      aid_type: station.aidType,
      name: station.name,
      second: secondOf(time),
      accuracy: true,
      ...hull(station.lengthM, station.beamM, 0.5),
    };
  }
  const at = new Date(time);
  return {
    type: 4,
    mmsi,
    lon,
    lat,
    accuracy: true,
    epfd: 7,
    year: at.getUTCFullYear(),
    month: at.getUTCMonth() + 1,
    day: at.getUTCDate(),
    hour: at.getUTCHours(),
    minute: at.getUTCMinutes(),
    second: at.getUTCSeconds(),
  };
}

/** Distances of the antenna from the ends. @param aft part of the length that lies before the antenna */
function hull(lengthM: number, beamM: number, aft: number) {
  const to_bow = Math.round(lengthM * aft);
  const to_port = Math.floor(beamM / 2);
  return { to_bow, to_stern: Math.round(lengthM) - to_bow, to_port, to_starboard: Math.round(beamM) - to_port };
}

function secondOf(time: number): number {
  return Math.floor(time / 1000) % 60;
}
