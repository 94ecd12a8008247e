/** The figures of the serving bench, as JSON and as a table. */
import { cpus } from 'node:os';
import { busy, loadNow, rounded, table } from '../figures.ts';
import type { Measured, Sizes, Stretch } from './measure.ts';

interface Percentiles {
  count: number;
  p50Ms?: number;
  p95Ms?: number;
  p99Ms?: number;
  mostMs?: number;
}

export function toResult({ alone, beside, answered, sockets, memoryMb }: Measured, sizes: Sizes, load: number) {
  const all = Object.values(answered.ms).flat();
  const errors = Object.values(answered.errors).reduce((sum, count) => sum + count, 0) + sockets.lost;
  const missed = [alone, beside].reduce((sum, { entered, atSocketMs }) => sum + entered - atSocketMs.length, 0);
  return {
    bench: 'serve' as const,
    node: process.version,
    cpu: cpus()[0]?.model ?? 'unknown',
    load,
    loadAfter: loadNow(),
    ...sizes,
    reads: { perSecond: rounded(all.length / secondsOf(sizes), 1), ...percentiles(all) },
    kinds: Object.entries(answered.ms).map(([name, ms]) => ({ name, ...percentiles(ms) })),
    /** Answers that were none, lost connections and lost sockets. */
    errors,
    errorsBy: { ...answered.errors, ...(sockets.lost > 0 && { 'sockets lost': sockets.lost }) },
    /** Boats that crossed and whose alert no socket was told of. */
    missed,
    framesPerSecond: rounded(sockets.framesPerSecond, 1),
    joinSeconds: rounded(sockets.joinSeconds, 1),
    alerts: { alone: alertsOf(alone), beside: alertsOf(beside) },
    memoryMb,
  };
}
type Result = ReturnType<typeof toResult>;

/** Readers begin with the stretch and warm up as long as it does. */
function secondsOf({ seconds }: Sizes): number {
  return seconds + 3;
}

function alertsOf({ stored, atSocketMs, sentPerSecond, cpuShare, webShare }: Stretch) {
  return {
    positionsPerSecond: rounded(sentPerSecond, 0),
    cpuShare: rounded(cpuShare, 3),
    webShare: rounded(webShare, 3),
    stored,
    atSocket: percentiles(atSocketMs),
  };
}

function percentiles(values: readonly number[]): Percentiles {
  if (values.length === 0) return { count: 0 };
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    rounded(sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]!, 1);
  return { count: sorted.length, p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99), mostMs: at(1) };
}

export function toText(result: Result): string {
  const say = (ms: number | undefined): string => (ms === undefined ? '–' : String(ms));
  const row = (name: string, { count, p50Ms, p95Ms, p99Ms, mostMs }: Percentiles): string[] => [
    name,
    ...[count, p50Ms, p95Ms, p99Ms, mostMs].map(say),
  ];
  const { alone, beside } = result.alerts;
  const stored = ({ alerts, ...ms }: (typeof alone)['stored']): Percentiles => ({ count: alerts, ...ms });
  return `${[
    `${result.vessels} boats; ${beside.positionsPerSecond} positions a second in, ${result.sockets} sockets (${result.framesPerSecond} frames a second, all joined after ${result.joinSeconds} s), ${result.reads.perSecond} of ${result.requests} reads a second for ${result.seconds} s`,
    `node ${result.node}, ${cpus().length} × ${result.cpu}, load before ${result.load.toFixed(2)}${busy(result.load)}, after ${result.loadAfter.toFixed(2)}`,
    '',
    ...table([
      ['reads, ms', 'count', 'p50', 'p95', 'p99', 'most'],
      row('all', result.reads),
      ...result.kinds.map(({ name, ...ms }) => row(`  ${name}`, ms)),
    ]),
    `errors: ${result.errors}${result.errors > 0 ? ` ${JSON.stringify(result.errorsBy)}` : ''}`,
    '',
    ...table([
      ['alerts, ms', 'count', 'p50', 'p95', 'p99', 'most'],
      row('stored, positions alone', stored(alone.stored)),
      row('  with sockets and reads', stored(beside.stored)),
      row('at a socket, positions alone', alone.atSocket),
      row('  with sockets and reads', beside.atSocket),
    ]),
    `alerts that no socket was told of: ${result.missed}`,
    `processor of the product: ${rounded(alone.cpuShare * 100, 0)} % of one core, with sockets and reads ${rounded(beside.cpuShare * 100, 0)} % (${rounded(alone.webShare * 100, 0)} % and ${rounded(beside.webShare * 100, 0)} % in the thread that answers); memory at most ${result.memoryMb} MB`,
  ].join('\n')}\n`;
}
