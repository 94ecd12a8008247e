/** What the bench found, as one JSON object and as text. */
import { cpus } from 'node:os';
import { busy, median, rounded } from '../figures.ts';
import type { Measured, Sizes } from './measure.ts';

export interface Result {
  bench: 'engine';
  node: string;
  cpu: string;
  /** Processes that wanted to run, on average over the minute before: much above one means that the figures are low. */
  load: number;
  vessels: number;
  zones: number;
  rules: number;
  rounds: number;
  warmUpFixes: number;
  fixes: number;
  results: {
    name: 'haidang';
    /** In the best round. */
    fixesPerSecond: number;
    medianFixesPerSecond: number;
    lateFixes: number;
    /** Of one late fix, microseconds. */
    lateP50Us: number;
    lateP99Us: number;
    lateMaxUs: number;
    bytesPerVessel: number;
    bytesPerBusyVessel: number;
    occurrences: number;
    byKind: Record<string, number>;
  }[];
}

/** @param load see Result */
export function toResult(measured: Measured, { vessels, rounds }: Sizes, load: number): Result {
  const { roundFixesPerSecond, late, lateP50Us, lateP99Us, lateMaxUs, occurrences, byKind } = measured;
  return {
    bench: 'engine',
    node: process.version,
    cpu: cpus()[0]?.model ?? 'unknown',
    load,
    vessels,
    zones: measured.zones,
    rules: measured.rules,
    rounds,
    warmUpFixes: measured.warmUpFixes,
    fixes: measured.fixes,
    results: [
      {
        name: 'haidang',
        fixesPerSecond: Math.round(Math.max(...roundFixesPerSecond)),
        medianFixesPerSecond: Math.round(median(roundFixesPerSecond)),
        lateFixes: late,
        lateP50Us: rounded(lateP50Us, 2),
        lateP99Us: rounded(lateP99Us, 2),
        lateMaxUs: rounded(lateMaxUs, 2),
        bytesPerVessel: Math.round(measured.bytesPerVessel),
        bytesPerBusyVessel: Math.round(measured.bytesPerBusyVessel),
        occurrences,
        byKind,
      },
    ],
  };
}

export function toText(result: Result): string {
  const row = result.results[0]!;
  const kinds = Object.entries(row.byKind).map(([kind, count]) => `${kind} ${count.toLocaleString('en')}`);
  const [vessels, zones] = [result.vessels.toLocaleString('en'), result.zones.toLocaleString('en')];
  return `${[
    `${vessels} vessels, ${zones} zones and the coastline, ${result.rules} rules, one thread`,
    `${result.fixes.toLocaleString('en')} fixes in ${result.rounds} rounds, after ${result.warmUpFixes.toLocaleString('en')} to warm up`,
    `node ${result.node}, ${result.cpu}, load before ${result.load.toFixed(2)}${busy(result.load)}`,
    '',
    `fixes a second         best ${row.fixesPerSecond.toLocaleString('en')}, median ${row.medianFixesPerSecond.toLocaleString('en')}`,
    `a late fix             half ≤ ${row.lateP50Us} µs, 99 % ≤ ${row.lateP99Us} µs, worst ${row.lateMaxUs} µs (of ${row.lateFixes.toLocaleString('en')})`,
    `memory a vessel        ${row.bytesPerVessel.toLocaleString('en')} bytes at the end; ${row.bytesPerBusyVessel.toLocaleString('en')} with a window filled by a day of AIS`,
    `occurrences raised     ${row.occurrences.toLocaleString('en')}: ${kinds.join(', ') || 'none'}`,
  ].join('\n')}\n`;
}
