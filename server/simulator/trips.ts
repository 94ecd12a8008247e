/**
 * The life of an ordinary boat as a function of time: it lies in harbour, steams to its ground, fishes, drifts, comes
 * home. Every trip follows from (seed, boat, number of the trip) alone, so a restart at any instant goes on seamlessly.
 */
import type { Boat, State } from './craft.ts';
import { type Ground, groundsOf, wanderNm } from './grounds.ts';
import { clearOfIslands } from './islands.ts';
import { along, courseOf, distanceNm, lengthNm, offset, type Place } from './sea.ts';
import { between, pickByShare, unit } from './seeded.ts';
import { gapOf, harbourSilence, type SignalGap } from './silence.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Boats creep through the harbour entrance. */
const channelKn = 5;

/** Keys that keep the chances of one boat apart from each other. */
const key = { period: 1, phase: 2, stay: 3, ground: 4, centre: 5, cruise: 6, mooring: 7, wander: 8 };

/** One round of a boat: from its coming home to its next coming home. Times in epoch ms. */
export interface Trip {
  boat: Boat;
  number: number;
  /** Moored since; in harbour until. */
  begins: number;
  departs: number;
  /** Open sea reached, ground reached, ground left, channel reached, moored. */
  atSea: number;
  fishingFrom: number;
  fishingTo: number;
  backInChannel: number;
  arrives: number;
  channel: Place[];
  centre: Place;
  gap: SignalGap | undefined;
}

/** Where the boat always lies: a mooring of its harbour, a boat's length or two from its neighbours. */
export function berthOf(seed: number, boat: Boat): Place {
  const { moorings } = boat.harbour;
  const mooring = moorings[Math.floor(unit(seed, boat.index, key.mooring) * moorings.length)]!;
  const angle = 2 * Math.PI * unit(seed, boat.index, key.mooring, 1);
  const awayNm = 0.02 * Math.sqrt(unit(seed, boat.index, key.mooring, 2));
  return offset(mooring, awayNm * Math.cos(angle), awayNm * Math.sin(angle));
}

function rhythm(seed: number, boat: Boat): { periodMs: number; phaseMs: number } {
  const [shortest, longest] = boat.life === 'inshore' ? [2.6, 4.2] : [5.2, 9];
  const periodMs = Math.round(between(shortest, longest, seed, boat.index, key.period) * DAY);
  return { periodMs, phaseMs: Math.floor(unit(seed, boat.index, key.phase) * periodMs) };
}

/** Number of the round that an instant falls in. */
export function tripNumber(seed: number, boat: Boat, time: number): number {
  const { periodMs, phaseMs } = rhythm(seed, boat);
  return Math.floor((time - phaseMs) / periodMs);
}

export function planTrip(seed: number, boat: Boat, number: number): Trip {
  const { periodMs, phaseMs } = rhythm(seed, boat);
  const begins = phaseMs + number * periodMs;
  const kind = boat.life === 'inshore' ? 'inshore' : 'offshore';
  const ground: Ground = pickByShare(groundsOf(boat.harbour, kind), seed, boat.index, key.ground, number);
  const angle = 2 * Math.PI * unit(seed, boat.index, key.centre, number);
  const awayNm = ground.radiusNm * Math.sqrt(unit(seed, boat.index, key.centre, number, 1));
  const centre = offset(ground.centre, awayNm * Math.cos(angle), awayNm * Math.sin(angle));

  const channel = [berthOf(seed, boat), ...boat.harbour.channel];
  const channelMs = (lengthNm(channel) / channelKn) * HOUR;
  const cruiseKn = between(7, 9, seed, boat.index, key.cruise);
  // Half an hour more than the way to the centre takes: the ground's near edge or far edge costs only a little speed.
  const passageMs = (distanceNm(channel[channel.length - 1]!, centre) / cruiseKn + 0.5) * HOUR;
  const stayMs = Math.min(4 * DAY, periodMs * between(0.24, 0.5, seed, boat.index, key.stay, number));

  const departs = begins + Math.max(0.8 * DAY, stayMs);
  const arrives = begins + periodMs;
  const trip: Trip = {
    boat,
    number,
    begins,
    departs,
    atSea: departs + channelMs,
    fishingFrom: departs + channelMs + passageMs,
    fishingTo: arrives - channelMs - passageMs,
    backInChannel: arrives - channelMs,
    arrives,
    channel,
    centre,
    gap: undefined,
  };
  trip.gap = gapOf(seed, trip);
  return trip;
}

/** What the boat does at an instant of its round `trip`. */
export function onTrip(seed: number, trip: Trip, time: number): State {
  const { boat } = trip;
  if (time < trip.departs) {
    return moored(trip.channel[0]!, harbourSilence(seed, boat, trip, time));
  }
  const silent = trip.gap !== undefined && time >= trip.gap.from && time < trip.gap.to;
  if (time >= trip.fishingFrom && time < trip.fishingTo) {
    return { ...working(seed, trip, time), silent };
  }
  if (time < trip.atSea) return { ...creeping(trip.channel, time - trip.departs), silent };
  if (time >= trip.backInChannel) {
    return { ...creeping([...trip.channel].reverse(), time - trip.backInChannel), silent };
  }
  const seaMark = trip.channel[trip.channel.length - 1]!;
  if (time < trip.fishingFrom) {
    return {
      ...steaming(seaMark, placeAtWork(seed, trip, trip.fishingFrom), trip.atSea, trip.fishingFrom, time),
      silent,
    };
  }
  return {
    ...steaming(placeAtWork(seed, trip, trip.fishingTo), seaMark, trip.fishingTo, trip.backInChannel, time),
    silent,
  };
}

export function moored(berth: Place, silent: boolean): State {
  return { lon: berth[0], lat: berth[1], speedKn: 0, courseDeg: 0, doing: 'moored', silent };
}

type Movement = Omit<State, 'silent'>;

function creeping(channel: readonly Place[], sinceMs: number): Movement {
  const { place, courseDeg } = along(channel, (sinceMs / HOUR) * channelKn);
  return { lon: place[0], lat: place[1], speedKn: channelKn, courseDeg, doing: 'passage' };
}

function steaming(from: Place, to: Place, begins: number, ends: number, time: number): Movement {
  const path = clearOfIslands(from, to);
  const wayNm = lengthNm(path);
  const { place, courseDeg } = along(path, (wayNm * (time - begins)) / (ends - begins));
  return { lon: place[0], lat: place[1], speedKn: wayNm / ((ends - begins) / HOUR), courseDeg, doing: 'passage' };
}

function working(seed: number, trip: Trip, time: number): Movement {
  const { hours, rate } = effort(time, trip.boat.nightFishing);
  const { awayNm, speedKn } = wander(seed, trip, hours);
  const [lon, lat] = offset(trip.centre, awayNm[0], awayNm[1]);
  const [eastKn, northKn] = speedKn;
  return {
    lon,
    lat,
    speedKn: Math.hypot(eastKn, northKn) * rate,
    courseDeg: courseOf(eastKn, northKn),
    doing: rate === 1 ? 'fishing' : 'drifting',
  };
}

function placeAtWork(seed: number, trip: Trip, time: number): Place {
  const { awayNm } = wander(seed, trip, effort(time, trip.boat.nightFishing).hours);
  return offset(trip.centre, awayNm[0], awayNm[1]);
}

/** Drifting is this part of the speed that fishing has. */
const driftRate = 0.2;
const activeHours = 13;

/**
 * Hours of fishing done since the epoch, with hours of drift counted at `driftRate`: a clock that slows down while the
 * boat rests. Boats work from 5 to 18 h in Việt Nam (UTC+7); those that fish with lamps from 18 to 7 h.
 */
function effort(time: number, night: boolean): { hours: number; rate: number } {
  const local = time / HOUR + 7 - (night ? 18 : 5);
  const day = Math.floor(local / 24);
  const hour = local - day * 24;
  const perDay = activeHours + (24 - activeHours) * driftRate;
  const today = Math.min(hour, activeHours) + Math.max(0, hour - activeHours) * driftRate;
  return { hours: day * perDay + today, rate: hour < activeHours ? 1 : driftRate };
}

/** Place and speed relative to the trip's centre: a wide slow loop with tows of an hour or two upon it (1 to 4 kn). */
function wander(seed: number, trip: Trip, hours: number): { awayNm: [number, number]; speedKn: [number, number] } {
  const { boat, number } = trip;
  const size = boat.life === 'inshore' ? wanderNm.inshore / wanderNm.offshore : 1;
  const axis = (which: number): [number, number] => {
    const chance = (low: number, high: number, item: number) =>
      between(low, high, seed, boat.index, key.wander, number, which, item);
    const wide = { nm: 4 * size, perHour: (2 * Math.PI) / chance(15 * size, 21 * size, 1), at: chance(0, 6.28, 2) };
    const tow = { nm: 0.7 * size, perHour: (2 * Math.PI) / chance(2.2 * size, 3.2 * size, 3), at: chance(0, 6.28, 4) };
    let away = 0;
    let speed = 0;
    for (const { nm, perHour, at } of [wide, tow]) {
      away += nm * Math.sin(perHour * hours + at);
      speed += nm * perHour * Math.cos(perHour * hours + at);
    }
    return [away, speed];
  };
  const east = axis(0);
  const north = axis(1);
  return { awayNm: [east[0], north[0]], speedKn: [east[1], north[1]] };
}
