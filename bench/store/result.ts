/** What the bench found, as one JSON object and as a table. */
import { cpus } from 'node:os';
import { busy, median, rounded, table } from '../figures.ts';
import type { Measured, Measurement, Sizes } from './measure.ts';

interface Row {
  name: string;
  about: string;
  /** Whole files, by all fixes in them; of each source where it has a file of its own. */
  bytesPerFix: number;
  bytesPerAisFix?: number;
  bytesPerVmsFix?: number;
  fixesWrittenPerSecond: number;
  /** Medians in milliseconds; cold: just opened, the file still in the system's memory. */
  aisTrackColdMs: number;
  aisTrackWarmMs: number;
  vmsTrackColdMs: number;
  vmsTrackWarmMs: number;
  fleetMs: number;
  whoWasHereMs: number;
}

interface Result {
  bench: 'store';
  node: string;
  cpu: string;
  /** Processes that wanted to run, on average over the minute before: much above one means that the figures are low. */
  load: number;
  vessels: number;
  fixes: { ais: number; vms: number };
  days: number;
  trackDays: number;
  trackFixes: { ais: number; vms: number };
  found: { fleet: number; inCircle: number };
  results: Row[];
  /** How many times the other's figure ours is better. */
  ratios: Record<string, number>;
}

/** Figures of which less is better, as the table has them. */
const FIGURES = [
  ['bytesPerFix', 'bytes a fix on disk, all in'],
  ['aisTrackColdMs', 'an AIS boat’s track, cold, ms'],
  ['aisTrackWarmMs', 'the same, warm, ms'],
  ['vmsTrackColdMs', 'a VMS boat’s track, cold, ms'],
  ['vmsTrackWarmMs', 'the same, warm, ms'],
  ['fleetMs', 'the fleet at an instant, ms'],
  ['whoWasHereMs', 'who was in 50 nm in a day, ms'],
] as const satisfies readonly [keyof Row, string][];

export function toResult(measurement: Measurement, { vessels }: Sizes, load: number): Result {
  const { contestants, ...about } = measurement;
  const results = contestants.map((one) => rowOf(one, about.fixes));
  const [own, other] = results;
  const ratios = other
    ? Object.fromEntries(FIGURES.map(([figure]) => [figure, rounded(other[figure] / own![figure], 2)]))
    : {};
  const written = other ? rounded(own!.fixesWrittenPerSecond / other.fixesWrittenPerSecond, 2) : undefined;
  return {
    bench: 'store',
    node: process.version,
    cpu: cpus()[0]?.model ?? 'unknown',
    load,
    vessels,
    ...about,
    results,
    ratios: written === undefined ? ratios : { ...ratios, fixesWrittenPerSecond: written },
  };
}

function rowOf({ name, about, bytes, writeSeconds, timings }: Measured, fixes: Measurement['fixes']): Row {
  const all = fixes.ais + fixes.vms;
  const each =
    'all' in bytes
      ? { bytesPerFix: rounded(bytes.all / all, 2) }
      : {
          bytesPerFix: rounded((bytes.ais + bytes.vms) / all, 2),
          bytesPerAisFix: rounded(bytes.ais / fixes.ais, 2),
          bytesPerVmsFix: rounded(bytes.vms / fixes.vms, 2),
        };
  return {
    name,
    about,
    ...each,
    fixesWrittenPerSecond: Math.round(all / writeSeconds),
    aisTrackColdMs: rounded(median(timings.trackCold.ais), 2),
    aisTrackWarmMs: rounded(median(timings.trackWarm.ais), 2),
    vmsTrackColdMs: rounded(median(timings.trackCold.vms), 2),
    vmsTrackWarmMs: rounded(median(timings.trackWarm.vms), 2),
    fleetMs: rounded(median(timings.fleet), 1),
    whoWasHereMs: rounded(median(timings.inCircle), 1),
  };
}

export function toText(result: Result): string {
  const { fixes, trackFixes, found, results, ratios } = result;
  const say = (n: number) => n.toLocaleString('en');
  const rows = FIGURES.map(([figure, words]) => [
    words,
    ...results.map((row) => String(row[figure])),
    String(ratios[figure] ?? ''),
  ]);
  const written = ['fixes written a second', ...results.map((row) => say(row.fixesWrittenPerSecond)), ''];
  const bySource = results.flatMap(({ name, bytesPerAisFix, bytesPerVmsFix }) =>
    bytesPerAisFix === undefined ? [] : [`${name}: ${bytesPerAisFix} bytes an AIS fix, ${bytesPerVmsFix} a VMS fix`],
  );
  return `${[
    `${say(fixes.ais + fixes.vms)} fixes of ${say(result.vessels)} boats in ${result.days} days, written day by day: ${say(fixes.ais)} by AIS, ${say(fixes.vms)} by VMS`,
    `tracks of ${result.trackDays} days, ${say(trackFixes.ais)} fixes by AIS, ${say(trackFixes.vms)} by VMS; ${say(found.fleet)} boats at an instant, ${say(found.inCircle)} in a circle; all found alike`,
    `node ${result.node}, ${result.cpu}, load before ${result.load.toFixed(2)}${busy(result.load)}`,
    '',
    ...table([['', ...results.map(({ name }) => name), 'ours ×'], ...rows, written]),
    '',
    ...bySource,
    ...results.map(({ name, about }) => `${name}: ${about}`),
  ].join('\n')}\n`;
}
