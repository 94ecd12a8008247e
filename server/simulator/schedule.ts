/**
 * Who transmits when. Every stream of transmissions is a grid in time with a phase of its own, so any window can be
 * worked out without the ones before it, and nothing is kept between windows.
 */
import type { Boat, Craft, State } from './craft.ts';
import type { Fleet } from './fleet.ts';
import { between, mix } from './seeded.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** `live`: as ITU-R M.1371 has it, a little thinned. `history`: few enough for two days to be played in seconds. */
export type Density = 'live' | 'history';

export interface Transmission {
  /** Epoch ms; whole seconds for AIS, whole minutes for NAF (its TI has no seconds). */
  time: number;
  craft: Craft;
  state: State;
  what: 'naf' | 'ais-position' | 'ais-static';
}

/** Milliseconds between AIS transmissions; `slowEvery`: a craft that lies still uses one slot in so many. */
const pace = {
  live: { boat: 30 * SECOND, runner: 10 * SECOND, slowEvery: 6, merchant: 10 * SECOND, base: MINUTE, aton: 3 * MINUTE },
  history: { boat: 10 * MINUTE, runner: 2 * MINUTE, slowEvery: 6, merchant: 20 * MINUTE, base: HOUR, aton: HOUR },
};
const staticPace = { live: 6 * MINUTE, history: 6 * HOUR };
/** Class B reports every 3 min below 2 kn (M.1371); in history only boats in harbour are thinned, drifting is worth seeing. */
const slowKn = 2;
/** VMS units keep their interval to within so many minutes. */
const jitterMinutes = 4;

const key = { phase: 121, jitter: 122, staticPhase: 123, vmsPhase: 124 };

/** Who is out there, and what each does at any instant. */
type Played = Pick<Fleet, 'seed' | 'crafts' | 'stateAt'>;

/** Everything that is sent in [from, to), by time, then by index of the craft. */
export function transmissions(fleet: Played, from: number, to: number, density: Density): Transmission[] {
  const found: Transmission[] = [];
  for (const craft of fleet.crafts) addOf(fleet, craft, from, to, density, found);
  return found.sort((a, b) => a.time - b.time || a.craft.index - b.craft.index);
}

function addOf(fleet: Played, craft: Craft, from: number, to: number, density: Density, found: Transmission[]): void {
  const add = (time: number, what: Transmission['what']) => {
    const state = fleet.stateAt(craft, time);
    if (!state.silent) found.push({ time, craft, state, what });
  };
  if (craft.kind === 'boat' && craft.vms) {
    for (const time of vmsTimes(fleet.seed, craft, from, to)) add(time, 'naf');
  }
  if (craft.mmsi === undefined) return;
  addAisPositions(fleet, craft, from, to, density, found);
  if (craft.kind === 'boat' || craft.kind === 'merchant') {
    const step = staticPace[density];
    for (const { time } of slots(phaseOf(fleet.seed, craft.index, key.staticPhase, step), step, from, to)) {
      add(time, 'ais-static');
    }
  }
}

function addAisPositions(
  fleet: Played,
  craft: Craft,
  from: number,
  to: number,
  density: Density,
  found: Transmission[],
): void {
  const { slowEvery, ...steps } = pace[density];
  const step = steps[craft.kind === 'boat' && craft.life === 'runner' ? 'runner' : craft.kind];
  for (const { time, number } of slots(phaseOf(fleet.seed, craft.index, key.phase, step), step, from, to)) {
    const state = fleet.stateAt(craft, time);
    if (state.silent) continue;
    const still = density === 'live' ? state.speedKn < slowKn : state.doing === 'moored';
    if (craft.kind === 'boat' && still && number % slowEvery !== 0) continue;
    found.push({ time, craft, state, what: 'ais-position' });
  }
}

/** Reports of a VMS unit: its interval with its own phase, a few minutes early or late. */
function* vmsTimes(seed: number, boat: Boat, from: number, to: number): Generator<number> {
  const interval = boat.vms!.intervalMin * MINUTE;
  const phase = Math.floor(phaseOf(seed, boat.index, key.vmsPhase, interval) / MINUTE) * MINUTE;
  const slack = jitterMinutes * MINUTE;
  for (const { time, number } of slots(phase, interval, from - slack, to + slack)) {
    const late = Math.round(between(-jitterMinutes, jitterMinutes, seed, boat.index, key.jitter, number)) * MINUTE;
    if (time + late >= from && time + late < to) yield time + late;
  }
}

function phaseOf(seed: number, index: number, stream: number, step: number): number {
  return (mix(seed, index, stream) % (step / SECOND)) * SECOND;
}

function* slots(phase: number, step: number, from: number, to: number): Generator<{ time: number; number: number }> {
  for (let number = Math.ceil((from - phase) / step); phase + number * step < to; number++) {
    yield { time: phase + number * step, number };
  }
}
