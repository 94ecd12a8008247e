/** Gives both the same fixes, day by day as they would come, and asks both the same. */
import { seeded } from '../random.ts';
import { type Boat, fleet } from './boats.ts';
import type { Bytes, Circle, Tracks } from './tracks.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** 100 million fixes are what this fleet sends in a year. */
export const FIXES_A_YEAR = 100_000_000;
export const FLEET = 10_000;
const START = Date.UTC(2025, 0, 1);
/** Boats of each source whose tracks are asked for. */
const ASKED = 30;
const TRACK_DAYS = 30;
const WITHIN_MS = 24 * HOUR;
const RADIUS_NM = 50;

export interface Sizes {
  fixes: number;
  vessels: number;
}

/** Milliseconds of each time that it was asked. */
interface Timings {
  trackCold: Record<Boat['source'], number[]>;
  trackWarm: Record<Boat['source'], number[]>;
  fleet: number[];
  inCircle: number[];
}

export interface Measured {
  name: string;
  about: string;
  bytes: Bytes;
  writeSeconds: number;
  timings: Timings;
}

export interface Measurement {
  fixes: Record<Boat['source'], number>;
  days: number;
  trackDays: number;
  /** Fixes in a track that was asked for, on average. */
  trackFixes: Record<Boat['source'], number>;
  /** Boats found on average. */
  found: { fleet: number; inCircle: number };
  contestants: Measured[];
}

/** The contestants do not answer alike. */
export class Disagreement extends Error {}

/** @param onDay told of how many days of how many are written */
export async function measure(
  contestants: readonly Tracks[],
  { fixes: wanted, vessels }: Sizes,
  onDay: (day: number, days: number) => void,
): Promise<Measurement> {
  const boats = fleet(vessels, START);
  const days = Math.max(2, Math.round((wanted / FIXES_A_YEAR) * (FLEET / vessels) * 365));
  const fixes = { ais: 0, vms: 0 };
  const seconds = contestants.map(() => 0);
  for (let day = 1; day <= days; day++) {
    const tracks = boats.map((boat) => [boat, boat.until(START + day * DAY)] as [Boat, ReturnType<Boat['until']>]);
    for (const [{ source }, some] of tracks) fixes[source] += some.length;
    for (const [i, contestant] of contestants.entries()) seconds[i]! += await secondsOf(() => contestant.add(tracks));
    onDay(day, days);
  }
  const asked = questions(boats, days);
  const all: { measured: Measured; answers: number[] }[] = [];
  for (const [i, contestant] of contestants.entries()) {
    let bytes: Bytes = { all: 0 };
    const writeSeconds =
      seconds[i]! +
      (await secondsOf(async () => {
        bytes = await contestant.finish();
      })); // prettier-ignore
    const { timings, answers } = await ask(contestant, asked);
    all.push({ measured: { name: contestant.name, about: contestant.about, bytes, writeSeconds, timings }, answers });
  }
  for (const { measured, answers } of all) {
    const at = answers.findIndex((answer, i) => answer !== all[0]!.answers[i]);
    if (at < 0) continue;
    throw new Disagreement(`${measured.name} finds ${answers[at]}, ${all[0]!.measured.name} ${all[0]!.answers[at]}`);
  }
  return { fixes, days, ...averages(all[0]!.answers, asked), contestants: all.map(({ measured }) => measured) };
}

interface Questions {
  trackDays: number;
  boats: Boat[];
  end: number;
  times: number[];
  circles: Circle[];
}

function questions(boats: readonly Boat[], days: number): Questions {
  const random = seeded(2);
  const some = (source: Boat['source']) => boats.filter((boat) => boat.source === source).slice(0, ASKED);
  const end = START + days * DAY;
  return {
    trackDays: Math.min(TRACK_DAYS, days),
    boats: [...some('ais'), ...some('vms')],
    end,
    times: Array.from({ length: 5 }, () => Math.floor(end - DAY - random() * (days / 2) * DAY)),
    circles: Array.from({ length: 5 }, () => ({ lon: 107.5 + random(), lat: 9 + random() * 10, radiusNm: RADIUS_NM })),
  };
}

async function ask(tracks: Tracks, { trackDays, boats, end, times, circles }: Questions) {
  const timings: Timings = {
    trackCold: { ais: [], vms: [] },
    trackWarm: { ais: [], vms: [] },
    fleet: [],
    inCircle: [],
  };
  const answers: number[] = [];
  const timed = async (into: number[], question: () => Promise<number>): Promise<void> => {
    let answer = 0;
    into.push(
      1000 *
        (await secondsOf(async () => {
          answer = await question();
        })),
    ); // prettier-ignore
    answers.push(answer);
  };
  for (const boat of boats) {
    await tracks.reopen();
    await timed(timings.trackCold[boat.source], () => tracks.track(boat, end - trackDays * DAY, end));
  }
  for (const boat of boats) {
    await tracks.track(boat, end - trackDays * DAY, end);
    await timed(timings.trackWarm[boat.source], () => tracks.track(boat, end - trackDays * DAY, end));
  }
  for (const time of times) await timed(timings.fleet, () => tracks.fleet(time, WITHIN_MS));
  for (const [i, circle] of circles.entries()) {
    await timed(timings.inCircle, () => tracks.inCircle(circle, times[i]! - DAY, times[i]!));
  }
  return { timings, answers };
}

function averages(answers: readonly number[], { boats, times, trackDays }: Questions) {
  const mean = (numbers: readonly number[]) => numbers.reduce((sum, n) => sum + n, 0) / (numbers.length || 1);
  const tracks = (source: Boat['source']) => mean(answers.filter((_, i) => boats[i]?.source === source));
  const fleets = 2 * boats.length;
  return {
    trackDays,
    trackFixes: { ais: Math.round(tracks('ais')), vms: Math.round(tracks('vms')) },
    found: {
      fleet: Math.round(mean(answers.slice(fleets, fleets + times.length))),
      inCircle: Math.round(mean(answers.slice(fleets + times.length))),
    },
  };
}

async function secondsOf(act: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await act();
  return (performance.now() - start) / 1000;
}
