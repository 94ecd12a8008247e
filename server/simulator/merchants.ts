/**
 * Passing trade: ships on the lane along the central coast, between the south and the Gulf of Tonkin. A ship leaves
 * coverage at the end of its lane and comes back some hours later the other way. Pure function of time.
 */
import type { Merchant, State, Station } from './craft.ts';
import { along, lengthNm, offset, type Place } from './sea.ts';
import { between, pick, pickByShare, unit } from './seeded.ts';

const HOUR = 3_600_000;

/** Southbound track, written from south to north: clear of Lý Sơn and Cồn Cỏ, at least 12 nm on our side of the boundary. */
const lane: readonly Place[] = [
  [110.05, 11.6],
  [110.2, 13.2],
  [109.95, 14.6],
  [109.6, 15.5],
  [108.95, 16.35],
  [108.1, 17.15],
  [107.68, 17.5],
  [107.1, 18.15],
  [106.75, 18.75],
  [106.8, 19.5],
];
/** Ships keep to starboard: northbound traffic goes this far to seaward of southbound. */
const separationNm = 5;

const names = ['BIEN XANH', 'SAO MAI', 'PACIFIC HARMONY', 'EASTERN TRADER', 'HAI AN', 'GOLDEN LOTUS', 'ASIA EXPRESS'];
const types = [
  { shipType: 70, lengthM: [120, 190], draughtM: [6, 10], cruiseKn: [11, 14], share: 5 },
  { shipType: 71, lengthM: [140, 260], draughtM: [8, 12], cruiseKn: [13, 18], share: 3 },
  { shipType: 80, lengthM: [100, 180], draughtM: [6, 11], cruiseKn: [10, 13], share: 2 },
] as const;
/** Maritime identification digits of flags that pass here. */
const flags = [574, 574, 477, 563, 371, 636, 538, 525, 412];

const key = { type: 61, size: 62, speed: 63, flag: 64, phase: 65, rest: 66, side: 67, name: 68 };

export function merchant(seed: number, index: number, place: number): Merchant {
  const type = pickByShare(types, seed, index, key.type);
  const lengthM = Math.round(between(type.lengthM[0], type.lengthM[1], seed, index, key.size));
  return {
    kind: 'merchant',
    index,
    name: `${pick(names, seed, index, key.name)} ${place + 1}`,
    mmsi: pick(flags, seed, index, key.flag) * 1_000_000 + 999_000 + place,
    callsign: `3D${1000 + place}`,
    shipType: type.shipType,
    lengthM,
    beamM: Math.round(lengthM / 6.5),
    draughtM: Math.round(between(type.draughtM[0], type.draughtM[1], seed, index, key.size, 1) * 10) / 10,
    cruiseKn: between(type.cruiseKn[0], type.cruiseKn[1], seed, index, key.speed),
  };
}

const laneNm = lengthNm(lane);

/** Where the ship goes: out over the lane, a rest beyond coverage, back, another rest. */
export function merchantState(seed: number, ship: Merchant, time: number): State {
  const runMs = (laneNm / ship.cruiseKn) * HOUR;
  const restMs = between(3, 9, seed, ship.index, key.rest) * HOUR;
  const halfMs = runMs + restMs;
  const since = (time + unit(seed, ship.index, key.phase) * 2 * halfMs) % (2 * halfMs);
  const northbound = since < halfMs;
  const part = Math.min(1, (since - (northbound ? 0 : halfMs)) / runMs);
  const done = (northbound ? part : 1 - part) * laneNm;
  const { place, courseDeg } = along(lane, done);
  const seawardNm = (northbound ? separationNm : 0) + between(-1.2, 1.2, seed, ship.index, key.side);
  const [lon, lat] = offset(place, seawardNm, 0);
  return {
    lon,
    lat,
    speedKn: part < 1 ? ship.cruiseKn : 0,
    courseDeg: northbound ? courseDeg : (courseDeg + 180) % 360,
    doing: 'passage',
    silent: part === 1,
  };
}

/** The port that a northbound or southbound ship is bound for, as its type 5 says. */
export function destination(state: State): string {
  return state.courseDeg < 90 || state.courseDeg > 270 ? 'HAI PHONG' : 'VUNG TAU';
}

/** Shore stations and aids to navigation of the central coast (places are approximate, for a demonstration). */
export function stations(firstIndex: number): Station[] {
  const rows: [Station['kind'], string, number, number, number, number][] = [
    ['base', 'SON TRA', 5_740_901, 108.277, 16.118, 0],
    ['base', 'LY SON', 5_740_902, 109.12, 15.382, 0],
    ['aton', 'PHAO 0 DA NANG', 995_741_901, 108.245, 16.178, 30],
    ['aton', 'PHAO 0 KY HA', 995_741_902, 108.75, 15.505, 30],
    ['aton', 'PHAO 0 CUA DAI', 995_741_903, 108.46, 15.875, 30],
  ];
  return rows.map(([kind, name, mmsi, lon, lat, aidType], i) => ({
    kind,
    index: firstIndex + i,
    name,
    mmsi,
    lon,
    lat,
    aidType,
    lengthM: 4,
    beamM: 4,
  }));
}

/** Wind and current set a ship a few degrees off its heading, each by its own. */
export function headingOf(seed: number, ship: Merchant, state: State): number {
  return Math.round(state.courseDeg + between(-4, 4, seed, ship.index, key.side, 1) + 360) % 360;
}
