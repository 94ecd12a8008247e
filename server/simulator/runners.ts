/**
 * The live story: small boats with AIS class B that come up to the boundary, most of them over it and back again, one
 * after the other for as long as the demonstration runs. It hangs on the instant at which the demonstration starts,
 * because a newcomer must see an alert within the first minute.
 */

import { moving } from './border-boats.ts';
import { type BoundarySite, boundarySite, nearSite } from './boundary.ts';
import type { State } from './craft.ts';
import { distanceNm, type Place } from './sea.ts';
import { between } from './seeded.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Where a runner was last heard of before this start, as the product tells. */
export interface LastHeard {
  time: number;
  lon: number;
  lat: number;
}

interface Run {
  runner: number;
  kind: 'crosses' | 'turns';
  /** Epoch ms of reaching the line, or of turning before it. */
  at: number;
  /** Heard from and up to. */
  appears: number;
  vanishes: number;
}

const runKn = 7.5;
/** Runs begin and end so far inside, and stay out so long before turning. */
const baseNm = 4.4;
const outMinutes = 15;
/** A boat that turns before the line does so inside the nearest warning band (1 nm). */
const turnsAtNm = 0.4;
const firstCrossingMs = 25 * SECOND;
const secondCrossingMs = 4 * MINUTE;
/** Least rest between two runs of one boat. With 24 boats each has more than an hour. */
const restMs = 20 * MINUTE;
const msPerNm = HOUR / runKn;

const key = { interval: 41 };

/** Place of a runner's own stretch of the line: all along the western edge and on the near half of the eastern one. */
function siteOf(runner: number, count: number): BoundarySite {
  const part = runner / count;
  return runner % 2 === 0 ? boundarySite(0, 0.16 + 0.68 * part) : boundarySite(1, 0.4 + 0.48 * part);
}

/** The runs of all runners from a start on, worked out as far as they are asked for. */
export class RunSchedule {
  readonly #seed: number;
  readonly #startTime: number;
  readonly #runs: Run[] = [];
  readonly #perRunner: Run[][];
  readonly #freeAt: number[];
  readonly #heard: readonly (LastHeard | undefined)[];
  readonly #sites: BoundarySite[];
  #nextAt: number;

  /** @param heard by runner: where the product saw it last, so that a restart does not make it leap */
  constructor(seed: number, count: number, startTime: number, heard: readonly (LastHeard | undefined)[] = []) {
    this.#seed = seed;
    this.#startTime = startTime;
    this.#heard = heard;
    this.#perRunner = Array.from({ length: count }, () => []);
    this.#sites = Array.from({ length: count }, (_, runner) => siteOf(runner, count));
    this.#freeAt = this.#sites.map((site, runner) => {
      const last = heard[runner];
      return last ? last.time + distanceNm([last.lon, last.lat], nearSite(site, -baseNm, 0)) * msPerNm + restMs : 0;
    });
    this.#nextAt = startTime + firstCrossingMs;
  }

  /** All runs worked out so far, oldest first: at least those that have appeared by `time`. */
  until(time: number): readonly Run[] {
    while (this.#perRunner.length > 0 && this.#nextAt - approachMs('crosses') <= time) this.#add();
    return this.#runs;
  }

  stateOf(runner: number, time: number): State {
    this.until(time);
    const site = this.#sites[runner]!;
    const run = this.#perRunner[runner]!.findLast((one) => one.appears <= time);
    if (run && time < run.vanishes) return moving((instant) => placeOnRun(site, run, instant), time);
    return this.#goingHome(runner, site, time);
  }

  #add(): void {
    const number = this.#runs.length;
    const at = this.#nextAt;
    const kind = number % 3 === 2 ? 'turns' : 'crosses';
    const appears = at - approachMs(kind);
    // Whoever has rested longest.
    const runner = this.#freeAt.indexOf(Math.min(...this.#freeAt));
    const outside = kind === 'crosses' ? 2 * outMinutes * MINUTE : 0;
    const run: Run = { runner, kind, at, appears, vanishes: at + outside + approachMs(kind) };
    this.#runs.push(run);
    this.#perRunner[runner]!.push(run);
    this.#freeAt[runner] = run.vanishes + restMs;
    this.#nextAt =
      number === 0
        ? this.#startTime + secondCrossingMs
        : at + between(5, 10, this.#seed, key.interval, number) * MINUTE;
  }

  /** Silent at its base; one that an earlier start left on its way steams there first. */
  #goingHome(runner: number, site: BoundarySite, time: number): State {
    const base = nearSite(site, -baseNm, 0);
    const last = this.#heard[runner];
    const from: Place = last ? [last.lon, last.lat] : base;
    const wayMs = distanceNm(from, base) * msPerNm;
    const done = last && wayMs > 0 ? Math.min(1, Math.max(0, (time - last.time) / wayMs)) : 1;
    if (done === 1 || this.#perRunner[runner]!.some((run) => run.vanishes <= time)) {
      return { lon: base[0], lat: base[1], speedKn: 0, courseDeg: 0, doing: 'drifting', silent: true };
    }
    const at = (instant: number): Place => {
      const part = Math.min(1, Math.max(0, (instant - last!.time) / wayMs));
      return [from[0] + (base[0] - from[0]) * part, from[1] + (base[1] - from[1]) * part];
    };
    return moving(at, time);
  }
}

/** From the base to the line, or to the turn before it. */
function approachMs(kind: Run['kind']): number {
  return (kind === 'crosses' ? baseNm : baseNm - turnsAtNm) * msPerNm;
}

function placeOnRun(site: BoundarySite, run: Run, time: number): Place {
  const turnsAt = run.kind === 'crosses' ? run.at + outMinutes * MINUTE : run.at;
  const turnsOutNm = run.kind === 'crosses' ? (outMinutes / 60) * runKn : -turnsAtNm;
  const outNm = turnsOutNm - Math.abs(time - turnsAt) / msPerNm;
  // A bow to the side, so that the way back does not lie upon the way out.
  const alongNm = 0.6 * Math.sin((Math.PI * (time - run.appears)) / (run.vanishes - run.appears));
  return nearSite(site, outNm, alongNm);
}
