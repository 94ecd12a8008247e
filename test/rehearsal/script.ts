/**
 * What goes wrong in the shift, and what the product has to say of each: the truth that its alerts are measured by. Times
 * are hours from the beginning of the shift.
 */

import { moving } from '../../server/simulator/border-boats.ts';
import { boundarySite, nearSite } from '../../server/simulator/boundary.ts';
import type { Boat } from '../../server/simulator/craft.ts';
import { transmissions } from '../../server/simulator/schedule.ts';
import { offset, type Place } from '../../server/simulator/sea.ts';
import { unit } from '../../server/simulator/seeded.ts';
import { planTrip, tripNumber } from '../../server/simulator/trips.ts';
import type { RehearsalFleet } from './fleet.ts';

export const HOUR = 3_600_000;
export const MINUTE = 60_000;
const METRES_PER_NM = 1852;

export const OUTAGE = { provider: 'Vishipel', from: 3, to: 7 };
export const SART = { mmsi: 970_123_456, place: [109.9, 15.6] as Place, from: 8, to: 8 + 40 / 60 };
/** A test of another transmitter, of which nobody must hear. */
export const SART_TEST = { mmsi: 970_654_321, place: [109.4, 15.9] as Place, from: 2, to: 2 + 5 / 60 };
export const STORED = { fixes: 1000, silentSince: -(10 * 24 + 6), back: 5 };
export const ON_LAND: { at: number; place: Place } = { at: 4.3, place: [107.6, 15.6] };

/** Something that really happens. */
export interface TrueEvent {
  name: string;
  /** Labels of the vessels that it is about, as alerts name them. */
  vessels: string[];
  /** Hour at which it begins, or, of what takes hours by its rule, at which it can be known at the earliest. */
  at: number;
  /** The rule that has to say it, once; absent: nobody must be asked to act. */
  rule?: string;
  /** … as often as this: once, or once for every two devices of several. */
  times?: number;
  /** Rules whose alerts belong to the same story. */
  with: string[];
}

export interface Script {
  events: TrueEvent[];
  /** Registrations of those that may cross. */
  permitted: string[];
  /** Whose alerts the officer leaves to whoever sits at the console. */
  left: string[];
  back: Boat;
  onLand: Boat;
}

/** Casts the parts; the same seed casts them the same. @param start epoch ms of the shift */
export function castParts(fleet: RehearsalFleet, start: number): Script {
  const at = (hour: number): number => start + hour * HOUR;
  const cast = new Set<number>();
  const take = (wants: (boat: Boat) => boolean): Boat => {
    const from = Math.floor(unit(fleet.seed, cast.size, 7) * fleet.boats.length);
    for (let i = 0; i < fleet.boats.length; i++) {
      const boat = fleet.boats[(from + i) % fleet.boats.length]!;
      if (cast.has(boat.index) || boat.vms?.provider === OUTAGE.provider || !wants(boat)) continue;
      cast.add(boat.index);
      return boat;
    }
    throw new Error('nobody is left for this part: choose another seed');
  };
  const atWork = (boat: Boat): boolean => fleet.isAtWork(boat, at(-4), at(13));
  const events: TrueEvent[] = [];

  const crossing = (name: string, knots: [number, number][], part: number, ais: boolean, permitted = false): Boat => {
    const boat = take((one) => (one.mmsi !== undefined) === ais && one.life === 'offshore');
    boat.vms!.intervalMin = 60;
    const site = boundarySite(1, part);
    fleet.parts.set(boat.index, (time) =>
      moving((instant) => {
        const hour = (instant - start) / HOUR;
        return nearSite(site, between(knots, hour), 3 * Math.sin((2 * Math.PI * hour) / 13));
      }, time),
    );
    const beyond = knots.find(([, outNm], i) => i > 0 && outNm >= 0)![0];
    const story = ['boundary-near-15', 'boundary-near-6', 'boundary-near-1', 'boundary-time'];
    events.push({
      ...{ name, vessels: [boat.registration], at: beyond },
      ...(permitted ? { with: [] } : { rule: 'boundary-cross', with: story }),
    });
    return boat;
  };
  crossing(
    'crossing, by VMS',
    [
      [-30, -18],
      [1, -18],
      [4, 0],
      [5, 6],
      [8, 5],
      [9, 0],
      [12, -15],
      [30, -16],
    ],
    0.4,
    false,
  );
  crossing(
    'crossing, by VMS and AIS',
    [
      [-30, -20],
      [3, -20],
      [6, 0],
      [6.7, 4.5],
      [7.4, 0],
      [9, -9],
      [30, -16],
    ],
    0.55,
    true,
  );
  const guest = crossing(
    'crossing with permission',
    [
      [-30, -17],
      [0, -17],
      [3, 0],
      [4, 6],
      [9, 6],
      [10, 0],
      [13, -15],
      [30, -16],
    ],
    0.7,
    false,
    true,
  );

  const silent = (name: string, from: number, to: number, wants: (boat: Boat) => boolean): void => {
    const boat = take((one) => atWork(one) && one.mmsi === undefined && wants(one));
    fleet.parts.set(boat.index, (time) => ({
      ...fleet.ordinary(boat, time),
      ...(time >= at(from) && time < at(to) && { silent: true }),
    }));
    const story = ['silence-late', 'silence-warn', 'declaration-missed', 'reporting-rate'];
    const said = transmissions(
      { seed: fleet.seed, crafts: [boat], stateAt: (...of) => fleet.stateAt(...of) },
      at(from - 3),
      at(from),
      'history',
    );
    const last = said.findLast(({ what }) => what === 'naf')!.time;
    events.push({
      name,
      vessels: [boat.registration],
      at: (last - start) / HOUR + 6,
      rule: 'silence-loss',
      with: story,
    });
  };
  for (let i = 0; i < 5; i++)
    silent(`silent in the storm ${i + 1}`, 1 + i / 10, 99, (one) => one.vms?.provider === 'VNPT-VSS');
  silent('power failure', 2, 9.5, (one) => one.vms?.provider === 'Viettel');
  silent('antenna failure', 3, 99, (one) => one.vms?.provider === 'Bình Anh');

  parkDevices(fleet, at, take, events);
  const back = take((one) => one.life === 'offshore' && one.mmsi === undefined);
  const ground: Place = [111.3, 15.1];
  const afloat = (instant: number): Place => {
    const hour = (instant - start) / HOUR;
    return offset(ground, 4 * Math.sin(hour / 5), 3 * Math.cos(hour / 7));
  };
  fleet.parts.set(back.index, (time) => ({
    ...moving(afloat, time),
    silent: time > at(STORED.silentSince) && time < at(STORED.back),
  }));
  events.push({
    name: 'back after ten days with 1,000 stored fixes',
    vessels: [back.registration],
    at: STORED.back,
    with: [],
  });
  const onLand = take(atWork);
  events.push({ name: 'false position on land', vessels: [onLand.registration], at: ON_LAND.at, with: [] });
  events.push({ name: 'SART', vessels: [String(SART.mmsi)], at: SART.from, rule: 'distress', with: [] });
  events.push({ name: 'SART test', vessels: [String(SART_TEST.mmsi)], at: SART_TEST.from, with: [] });
  events.push({
    name: 'provider outage of four hours',
    vessels: [OUTAGE.provider],
    at: OUTAGE.from,
    rule: 'provider-outage',
    with: [],
  });
  const isLeft = ({ name }: TrueEvent) =>
    ['crossing, by VMS', 'silent in the storm 5', 'antenna failure'].includes(name);
  const left = events.filter(isLeft).flatMap(({ vessels }) => vessels);
  return { events, permitted: [guest.registration], left, back, onLand };
}

/** Three boats stay ashore and send their devices to sea with a fourth. */
function parkDevices(
  fleet: RehearsalFleet,
  at: (hour: number) => number,
  take: (wants: (boat: Boat) => boolean) => Boat,
  events: TrueEvent[],
): void {
  const carrier = take((boat) => {
    if (boat.life === 'laid-up') return false;
    const trip = planTrip(fleet.seed, boat, tripNumber(fleet.seed, boat, at(0)));
    return trip.departs > at(-0.5) && trip.departs < at(1.5);
  });
  const parked = [1, 2, 3].map(() => take((boat) => boat.life === 'laid-up' && boat.mmsi === undefined));
  for (const [i, boat] of parked.entries()) {
    fleet.parts.set(boat.index, (time) => {
      const state = fleet.ordinary(carrier, time);
      const [lon, lat] = offset([state.lon, state.lat], (5 * i) / METRES_PER_NM, -5 / METRES_PER_NM);
      return { ...state, lon, lat };
    });
  }
  const vessels = [carrier, ...parked].map(({ registration }) => registration);
  const departs = planTrip(fleet.seed, carrier, tripNumber(fleet.seed, carrier, at(0))).departs;
  events.push({
    name: 'four devices on one boat',
    vessels,
    at: (departs - at(0)) / HOUR + 4,
    rule: 'co-location',
    times: (vessels.length * (vessels.length - 1)) / 2,
    with: [],
  });
}

/** Straight between the knots. */
function between(knots: readonly [number, number][], x: number): number {
  for (let i = 1; i < knots.length; i++) {
    const [x0, y0] = knots[i - 1]!;
    const [x1, y1] = knots[i]!;
    if (x <= x1) return y0 + ((y1 - y0) * Math.max(0, x - x0)) / (x1 - x0);
  }
  return knots.at(-1)![1];
}
