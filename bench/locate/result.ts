/** What the bench found, as one JSON object and as tables. */
import { cpus } from 'node:os';
import { busy, median, rounded, table } from '../figures.ts';
import { type Contest, MEASURED, type Measured } from './contest.ts';
import { OURS } from './contestants.ts';
import type { ZoneSet } from './zones.ts';

interface Row {
  name: string;
  /** In the best timing. */
  pointsPerSecond: number;
  medianPointsPerSecond: number;
}

interface Case {
  zones: ZoneSet;
  points: (typeof MEASURED)[number];
  results: Row[];
  /** How many times their points a second ours for many points does, best timing against best timing. */
  ratios: Record<string, number>;
}

interface Result {
  bench: 'locate';
  node: string;
  cpu: string;
  /** Processes that wanted to run, on average over the minute before: much above one means that the figures are low. */
  load: number;
  rounds: number;
  /** Of the first case: the most zones, random points. */
  results: Row[];
  ratios: Record<string, number>;
  cases: Case[];
  /** Of the first set of zones. */
  contestants: { name: string; about: string; prepareSeconds: number; indexMb?: number; peakRssMb: number }[];
  /** Points that all found alike, one by one, before anything was timed. */
  agreed: number;
  /** Of the points on edges, how many each found otherwise that does not count edges in. */
  otherwiseOnEdges: Record<string, number>;
  skipped: Record<string, string>;
}

export function toResult(
  contests: readonly { set: ZoneSet; contest: Contest }[],
  rounds: number,
  load: number,
): Result {
  const cases = contests.flatMap(({ set, contest }) => MEASURED.map((points) => toCase(set, points, contest.measured)));
  const { measured, skipped } = contests[0]!.contest;
  return {
    bench: 'locate',
    node: process.version,
    cpu: cpus()[0]?.model ?? 'unknown',
    load,
    rounds,
    results: cases[0]!.results,
    ratios: cases[0]!.ratios,
    cases,
    contestants: measured.map(({ name, about, prepareSeconds, indexMb, peakRssMb }) => ({
      name,
      about,
      prepareSeconds: rounded(prepareSeconds, 3),
      indexMb: rounded(indexMb, 1),
      peakRssMb: rounded(peakRssMb, 1),
    })),
    agreed: contests.reduce((sum, { contest }) => sum + Object.values(contest.agreed).reduce((a, b) => a + b), 0),
    otherwiseOnEdges: contests[0]!.contest.otherwiseOnEdges,
    skipped,
  };
}

function toCase(zones: ZoneSet, points: Case['points'], measured: readonly Measured[]): Case {
  const results = measured.map(({ name, rates }) => ({
    name,
    pointsPerSecond: Math.round(Math.max(...rates[points])),
    medianPointsPerSecond: Math.round(median(rates[points])),
  }));
  const own = results.find(({ name }) => name === OURS);
  const others = own ? results.filter((row) => row !== own) : [];
  const ratios = others.map(({ name, pointsPerSecond }) => [name, rounded(own!.pointsPerSecond / pointsPerSecond, 2)]);
  return { zones, points, results, ratios: Object.fromEntries(ratios) };
}

export function toText(result: Result): string {
  const { cases, contestants, skipped } = result;
  const names = contestants.map(({ name }) => name);
  const millions = (rate: number | undefined) => (rate === undefined ? '' : (rate / 1e6).toFixed(rate < 1e6 ? 3 : 1));
  const rows = cases.map((one) => [
    `${one.zones.count.toLocaleString('en')} × ${one.zones.vertices}${one.zones.far > 0 ? ` + ${one.zones.far.toLocaleString('en')} far` : ''}, ${one.points}`,
    ...names.map((name) => millions(one.results.find((row) => row.name === name)?.pointsPerSecond)),
  ]);
  const medians = cases[0]!.results.map((row) => millions(row.medianPointsPerSecond));
  const ratios = names.map((name) => result.ratios[name]?.toFixed(1) ?? '');
  const made = contestants.map(({ name, prepareSeconds, indexMb, peakRssMb }) => [
    name,
    prepareSeconds.toFixed(2),
    indexMb?.toFixed(0) ?? '',
    peakRssMb.toFixed(0),
  ]);
  const notes = [
    ...contestants.map(({ name, about }) => [name, about]),
    ...Object.entries(result.otherwiseOnEdges).map(([name, count]) => [
      name,
      `does not count edges in: ${count.toLocaleString('en')} points on edges found otherwise`,
    ]),
    ...Object.entries(skipped).map(([name, why]) => [name, `not measured: ${why}`]),
  ];
  return `${[
    `zones that contain a point: millions of points a second, best of ${result.rounds} rounds, a process each, in turn`,
    `node ${result.node}, ${result.cpu}, load before ${result.load.toFixed(2)}${busy(result.load)}`,
    `${result.agreed.toLocaleString('en')} points, some of them on edges, were found alike by all, one by one, before`,
    '',
    ...table([
      ['zones × vertices, points', ...names],
      ...rows,
      ['first row, median', ...medians],
      ['first row, ours ×', ...ratios],
    ]),
    '',
    ...table([['', 'index, s', 'index, MB', 'peak MB'], ...made]),
    '',
    ...table(notes, 'left'),
  ].join('\n')}\n`;
}
