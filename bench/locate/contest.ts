/**
 * Measures locators beside each other on the same zones and points: all are there at once, one works at a time, and they
 * take turns, since a shared machine may be twice as fast in one minute as in the next. Before anything is timed all have
 * to have found the same.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NotMeasured } from '../contestant-process.ts';
import type { Contestant } from './contestants.ts';
import { LocatorProcess } from './locator-process.ts';
import type { PointKind } from './turns.ts';
import type { Workload } from './workload.ts';

/** How long each works before it is the next one's turn. */
const TURN_MS = 400;
/** Of one timing: so short that on a busy machine some of them are not interrupted. */
const AIM_MS = 30;
const FIRST_CHUNK = 1_000;

/** Kinds that are timed. */
export const MEASURED = ['random', 'tracks'] as const;

export interface Measured {
  name: string;
  about: string;
  prepareSeconds: number;
  indexMb?: number;
  peakRssMb: number;
  /** Points a second in each timing, by kind. */
  rates: Record<(typeof MEASURED)[number], number[]>;
}

export interface Contest {
  measured: Measured[];
  /** Name → why it isn't among them. */
  skipped: Record<string, string>;
  /** Points on which all agreed one by one, of each kind. */
  agreed: Record<PointKind, number>;
  /** Of those on edges, how many each found otherwise that does not count edges in. */
  otherwiseOnEdges: Record<string, number>;
}

interface Terms {
  rounds: number;
  /** Of each kind that is measured. */
  points: number;
  /** Points that have to be found alike. */
  checked: number;
  edges: number;
}

/** Two locators found different zones for a point. */
export class Disagreement extends Error {}

/** @throws Disagreement */
export async function compete(
  contestants: readonly Contestant[],
  workload: Workload,
  terms: Terms,
  onRound: (round: number) => void,
): Promise<Contest> {
  const agreed = { random: 0, tracks: 0, edges: 0 };
  const contest: Contest = { measured: [], skipped: {}, agreed, otherwiseOnEdges: {} };
  const present = new Map<LocatorProcess, Measured['rates']>();
  /** Does it for each that is still there, one after the other; who fails is out. */
  const inTurn = async (
    act: (locator: LocatorProcess, rates: Measured['rates']) => Promise<unknown>,
  ): Promise<void> => {
    for (const [locator, rates] of present) {
      await act(locator, rates).catch((error: unknown) => {
        present.delete(locator);
        contest.skipped[locator.contestant.name] = reason(error);
      });
    }
  };
  try {
    for (const contestant of contestants) {
      await LocatorProcess.start(contestant, workload.zones, workload.folder).then(
        (locator) => present.set(locator, { random: [], tracks: [] }),
        (error: unknown) => {
          contest.skipped[contestant.name] = reason(error);
        },
      );
    }
    await agree(inTurn, workload, terms, contest);
    for (let round = 0; round <= terms.rounds; round++) {
      onRound(round);
      await inTurn(async (locator, rates) => {
        for (const kind of MEASURED) {
          const timed = await work(locator, kind, terms.points);
          if (round > 0) rates[kind].push(...timed);
        }
      });
    }
    await inTurn(async (locator, rates) => {
      const { peakRssMb } = await locator.end();
      contest.measured.push({ name: locator.contestant.name, ...locator.greeting, peakRssMb, rates });
    });
  } finally {
    for (const locator of present.keys()) locator.kill();
  }
  return contest;
}

type InTurn = (act: (locator: LocatorProcess) => Promise<unknown>) => Promise<void>;

async function agree(inTurn: InTurn, { folder }: Workload, terms: Terms, contest: Contest): Promise<void> {
  const kinds: Record<PointKind, number> = { random: terms.checked, tracks: terms.checked, edges: terms.edges };
  for (const [points, count] of Object.entries(kinds) as [PointKind, number][]) {
    let first: { name: string; found: string[] } | undefined;
    await inTurn(async (locator) => {
      const { name, knowsEdges } = locator.contestant;
      const to = join(folder, 'found');
      await locator.obey({ points, from: 0, count, to });
      const found = foundIn(readFileSync(to));
      first ??= { name, found };
      const { found: expected } = first;
      const different = found.flatMap((zones, point) => (zones === expected[point] ? [] : [point]));
      if (points === 'edges' && !knowsEdges) contest.otherwiseOnEdges[name] = different.length;
      else if (different.length > 0) {
        const [point] = different as [number];
        const both = `[${found[point]}] against [${expected[point]}]`;
        throw new Disagreement(`${name} and ${first.name} differ at point ${point}: ${both} (${points})`);
      }
      contest.agreed[points] = count;
    });
  }
}

/** The zones of each point, as text. */
function foundIn(found: Buffer): string[] {
  const all: string[] = [];
  for (let at = 0; at < found.length; ) {
    const end = at + 4 + 4 * found.readInt32LE(at);
    const zones: number[] = [];
    for (at += 4; at < end; at += 4) zones.push(found.readInt32LE(at));
    all.push(zones.join());
  }
  return all;
}

/** Locates run after run of points until its time is over. @returns points a second of each */
async function work(locator: LocatorProcess, points: PointKind, total: number): Promise<number[]> {
  const began = performance.now();
  const rates: number[] = [];
  let [from, count] = [0, Math.min(total, FIRST_CHUNK)];
  while (rates.length === 0 || performance.now() - began < TURN_MS) {
    const { seconds } = await locator.obey({ points, from, count });
    const rate = count / seconds;
    rates.push(rate);
    from += count;
    count = Math.max(1, Math.min(total, Math.round((rate * AIM_MS) / 1000)));
    if (from + count > total) from = 0;
  }
  // The first run is a short one, which tells how long the others may be.
  return rates.length > 1 ? rates.slice(1) : rates;
}

function reason(error: unknown): string {
  if (error instanceof NotMeasured) return error.message;
  throw error;
}
