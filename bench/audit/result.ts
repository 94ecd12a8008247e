/** What `haidang bench audit` says. */
import { cpus } from 'node:os';
import { busy, median, rounded, table } from '../figures.ts';
import type { Measured } from './measure.ts';

export function toResult(measured: readonly Measured[], about: { store: string; load: number }) {
  const results = measured.map(({ rows, idle, finding, reading }) => ({
    name: `${rows} old alerts and as many messages`,
    rows,
    idleMs: rounded(median(idle), 2),
    slowestIdleMs: rounded(Math.max(...idle), 2),
    findingMs: rounded(median(finding), 2),
    readingAllMs: rounded(reading, 0),
  }));
  const [few, many] = [results[0]!, results.at(-1)!];
  return {
    bench: 'audit',
    node: process.version,
    cpu: cpus()[0]?.model ?? 'unknown',
    ...about,
    results,
    ratios: {
      /** What a run costs with all rows, by what it costs with few. */
      idleGrowth: rounded(many.idleMs / few.idleMs, 2),
      rowsGrowth: rounded(many.rows / few.rows, 2),
      overReadingAll: rounded(many.readingAllMs / many.idleMs, 0),
    },
  };
}

export function toText(result: ReturnType<typeof toResult>): string {
  const rows = result.results.map((one) => [
    one.rows.toLocaleString('en'),
    ...[one.idleMs, one.slowestIdleMs, one.findingMs, one.readingAllMs].map(String),
  ]);
  return `${[
    `node ${result.node}, ${result.cpu}, ${result.store}, load before ${result.load.toFixed(2)}${busy(result.load)}`,
    '',
    ...table([
      ['old alerts and messages, each', 'run, ms', 'slowest', 'run that finds 80 faults', 'reading all'],
      ...rows,
    ]),
    '',
    `${result.ratios.rowsGrowth} times the rows, ${result.ratios.idleGrowth} times the cost of a run`,
  ].join('\n')}\n`;
}
