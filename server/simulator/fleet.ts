/**
 * The fleet: who is in it and what each craft does at any instant. A pure function of seed, craft and time; only the
 * runners of the live story also depend on when the demonstration starts and where the product saw them last.
 */
import { borderBoat } from './border-boats.ts';
import type { Boat, Craft, Life, State } from './craft.ts';
import { Registrar } from './identities.ts';
import { lostBoat } from './lost-boat.ts';
import { merchant, merchantState, stations } from './merchants.ts';
import { type LastHeard, RunSchedule } from './runners.ts';
import { unit } from './seeded.ts';
import { harbourSilence } from './silence.ts';
import { berthOf, moored, onTrip, planTrip, type Trip, tripNumber } from './trips.ts';

export interface FleetSizes {
  /** Boats that carry VMS. */
  vms: number;
  /** Boats that carry AIS class B; `both` of them carry VMS too. */
  ais: number;
  both: number;
  merchants: number;
  stations: boolean;
}

/** The demonstration's: about the fleet of 15 m and more of Quảng Nam (571 boats in 2025), with its neighbours. */
export const demoSizes: FleetSizes = { vms: 600, ais: 200, both: 110, merchants: 80, stations: true };

/** The same mixture for a fleet of `boats` fishing boats, without shore stations. */
export function sizesFor(boats: number): FleetSizes {
  const vms = Math.round((boats * 600) / 690);
  const both = Math.round((boats * 110) / 690);
  return { vms, both, ais: boats - vms + both, merchants: Math.round((boats * 80) / 690), stations: boats >= 100 };
}

interface StoryStart {
  /** Epoch ms at which the demonstration starts; the live story hangs on it. */
  startTime: number;
  /** By MMSI: where the product saw a runner last, before this start. */
  heard?: ReadonlyMap<number, LastHeard>;
}

export class Fleet {
  readonly seed: number;
  readonly startTime: number;
  readonly crafts: readonly Craft[];
  readonly #trips: (Trip | undefined)[] = [];
  /** Place of a boat among those of the same life. */
  readonly #placeInLife = new Map<Boat, number>();
  readonly #counts = new Map<Life, number>();
  readonly #runs: RunSchedule;

  constructor(seed: number, sizes: FleetSizes, story: StoryStart) {
    this.seed = seed;
    this.startTime = story.startTime;
    const boats = makeBoats(seed, sizes, story.startTime);
    for (const boat of boats) {
      const place = this.#counts.get(boat.life) ?? 0;
      this.#placeInLife.set(boat, place);
      this.#counts.set(boat.life, place + 1);
    }
    const merchants = Array.from({ length: sizes.merchants }, (_, i) => merchant(seed, boats.length + i, i));
    const shore = sizes.stations ? stations(boats.length + merchants.length) : [];
    this.crafts = [...boats, ...merchants, ...shore];
    const runners = boats.filter((boat) => boat.life === 'runner');
    this.#runs = new RunSchedule(
      seed,
      runners.length,
      story.startTime,
      runners.map((boat) => story.heard?.get(boat.mmsi ?? 0)),
    );
  }

  get boats(): Boat[] {
    return this.crafts.filter((craft) => craft.kind === 'boat');
  }

  /** Runs of the live story that have begun by `time`, for those who check that they keep their promise. */
  runsUntil(time: number): { boat: Boat; kind: 'crosses' | 'turns'; at: number }[] {
    const runners = this.boats.filter((boat) => boat.life === 'runner');
    const begun = this.#runs.until(time).filter(({ appears }) => appears <= time);
    return begun.map(({ runner, kind, at }) => ({ boat: runners[runner]!, kind, at }));
  }

  stateAt(craft: Craft, time: number): State {
    if (craft.kind === 'merchant') return merchantState(this.seed, craft, time);
    if (craft.kind !== 'boat') {
      return { lon: craft.lon, lat: craft.lat, speedKn: 0, courseDeg: 0, doing: 'moored', silent: false };
    }
    return this.#boatAt(craft, time);
  }

  #boatAt(boat: Boat, time: number): State {
    const place = this.#placeInLife.get(boat) ?? 0;
    switch (boat.life) {
      case 'laid-up':
        return moored(berthOf(this.seed, boat), harbourSilence(this.seed, boat, undefined, time));
      case 'border':
      case 'border-near':
        return borderBoat(boat, place, this.#counts.get(boat.life)!, time);
      case 'runner':
        return this.#runs.stateOf(place, time);
      case 'lost':
        return lostBoat(this.startTime, time);
      default:
        return this.#onTrip(boat, time);
    }
  }

  /** The trip last asked for is kept: asking in order of time plans each trip once. */
  #onTrip(boat: Boat, time: number): State {
    const number = tripNumber(this.seed, boat, time);
    let trip = this.#trips[boat.index];
    if (trip?.number !== number) {
      trip = planTrip(this.seed, boat, number);
      this.#trips[boat.index] = trip;
    }
    return onTrip(this.seed, trip, time);
  }
}

const laidUpChance = 0.12;
const laidUpKey = 101;

/** Boats with VMS come first, those of the stories before the others; boats with AIS alone follow. */
function makeBoats(seed: number, sizes: FleetSizes, time: number): Boat[] {
  const registrar = new Registrar(seed, time);
  const stories: Life[] = [
    ...repeat('border', Math.min(6, Math.floor(sizes.vms / 20))),
    ...repeat('border-near', Math.min(3, Math.floor(sizes.vms / 100))),
    ...repeat('lost', sizes.vms >= 100 ? 1 : 0),
  ];
  const aisOnly = sizes.ais - sizes.both;
  const runners = Math.min(24, Math.floor((aisOnly * 24) / 90));
  const boats: Boat[] = [];
  for (let index = 0; index < sizes.vms; index++) {
    const life = stories[index] ?? (unit(seed, index, laidUpKey) < laidUpChance ? 'laid-up' : 'offshore');
    // Spread evenly over the indices.
    const ais = Math.floor(((index + 1) * sizes.both) / sizes.vms) > Math.floor((index * sizes.both) / sizes.vms);
    boats.push(registrar.boat({ index, life, vms: true, ais }));
  }
  for (let i = 0; i < aisOnly; i++) {
    const life = i < runners ? 'runner' : 'inshore';
    boats.push(registrar.boat({ index: sizes.vms + i, life, vms: false, ais: true }));
  }
  return boats;
}

function repeat(life: Life, count: number): Life[] {
  return Array.from({ length: count }, () => life);
}
