/** What the bench found, as one JSON object and as a table. */
import { cpus } from 'node:os';
import { busy, loadNow, rounded, table } from '../figures.ts';
import type { Measured, Sizes, Step } from './measure.ts';

interface Result extends Measured {
  bench: 'ingest';
  node: string;
  cpu: string;
  /** Processes that wanted to run, on average over a minute, before and at the end (our own two included). */
  load: number;
  loadAfter: number;
  vessels: number;
  zones: number;
  seconds: number;
  results: { name: 'haidang'; messagesPerSecond: number }[];
}

export function toResult(measured: Measured, { vessels, zones, seconds }: Sizes, load: number): Result {
  const best = Math.max(...measured.steps.map(({ done }) => done));
  return {
    bench: 'ingest',
    node: process.version,
    cpu: cpus()[0]?.model ?? 'unknown',
    load,
    loadAfter: loadNow(),
    vessels,
    zones,
    seconds,
    results: [{ name: 'haidang', messagesPerSecond: best }],
    ...measured,
  };
}

export function toText(result: Result): string {
  const { steps, restart } = result;
  const say = (n: number | undefined, digits = 0) =>
    n === undefined ? '–' : rounded(n, digits).toLocaleString('en', { maximumFractionDigits: digits });
  const rowOf = (step: Step): string[] => [
    say(step.offered),
    say(step.done),
    step.keptUp ? 'yes' : 'no',
    say(step.alerts),
    say(step.p50Ms),
    say(step.p95Ms),
    say(step.p99Ms),
    say(step.lagMs),
    say(step.cpuUs, 1),
    say(step.memoryMb),
  ];
  const head = ['offered/s', 'done/s', 'kept up', 'alerts', 'p50 ms', 'p95 ms', 'p99 ms', 'lag ms', 'CPU µs', 'MB'];
  return `${[
    `${say(result.vessels)} boats, ${say(result.zones)} further zones, ${result.seconds} s a rate`,
    `node ${result.node}, ${cpus().length} × ${result.cpu}, load before ${result.load.toFixed(2)}${busy(result.load)}, after ${result.loadAfter.toFixed(2)}`,
    '',
    `introductions (a vessel and her first place each): ${say(result.introductionsPerSecond)} messages/s`,
    ...table([head, ...steps.map(rowOf)]),
    '',
    `killed at ${say(restart.rate)}/s: serves again after ${say(restart.readySeconds, 1)} s, has all after ${say(restart.caughtUpSeconds, 1)} s`,
    `memory at most ${say(result.mostMemoryMb)} MB`,
    'p50 to p99: from the byte at the socket until the alert is stored; lag: how far the sender was behind its pace at most;',
    'CPU: processor time of the whole product a message, all threads together',
  ].join('\n')}\n`;
}
