/** What the bench found, as one JSON object and as a table. */
import { cpus, loadavg } from 'node:os';
import type { Contest } from './contest.ts';
import type { Corpus } from './corpus.ts';

export interface Result {
  bench: 'decode';
  node: string;
  cpu: string;
  /** Processes that wanted to run, on average over the minute before: much above one means that the figures are low. */
  load: number;
  corpus: { sentences: number; repeats: number; publishedBytes: number; bareBytes: number };
  rounds: number;
  results: {
    name: string;
    about: string;
    /** In the best round. */
    sentencesPerSecond: number;
    medianSentencesPerSecond: number;
    messages: number;
    peakRssMb?: number;
    bytesPerSentence?: number;
  }[];
  /** Our objects against each of the others: how many times their sentences a second, best round against best round. */
  ratios: Record<string, number>;
  /** Our columns against each of the others. */
  columnRatios: Record<string, number>;
  skipped: Record<string, string>;
}

const OBJECTS = 'haidang';
const COLUMNS = 'haidang-columns';

/** @param load see Result */
export function toResult({ measured, skipped }: Contest, corpus: Corpus, rounds: number, load: number): Result {
  const results = measured.map((one) => ({
    name: one.name,
    about: one.about,
    sentencesPerSecond: Math.round(corpus.sentences / Math.min(...one.roundSeconds)),
    medianSentencesPerSecond: Math.round(corpus.sentences / median(one.roundSeconds)),
    messages: one.messages,
    peakRssMb: rounded(one.peakRssMb, 1),
    bytesPerSentence: rounded(one.bytesPerSentence, 1),
  }));
  return {
    bench: 'decode',
    node: process.version,
    cpu: cpus()[0]?.model ?? 'unknown',
    load,
    corpus: {
      sentences: corpus.sentences,
      repeats: corpus.repeats,
      publishedBytes: corpus.published.length,
      bareBytes: corpus.bare.length,
    },
    rounds,
    results,
    ratios: ratios(results, OBJECTS),
    columnRatios: ratios(results, COLUMNS),
    skipped,
  };
}

/** Load of the minute before, as `Result` has it. */
export function loadNow(): number {
  return rounded(loadavg()[0]!, 2)!;
}

type Rows = Result['results'];

function ratios(results: Rows, ours: string): Record<string, number> {
  const own = results.find(({ name }) => name === ours);
  if (!own) return {};
  const others = results.filter(({ name }) => name !== OBJECTS && name !== COLUMNS);
  return Object.fromEntries(
    others.map(({ name, sentencesPerSecond }) => [name, rounded(own.sentencesPerSecond / sentencesPerSecond, 2)!]),
  );
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function rounded<T extends number | undefined>(value: T, digits: number): T {
  return (value === undefined ? value : Number(value.toFixed(digits))) as T;
}

const columns = ['best/s', 'median/s', 'objects ×', 'columns ×', 'messages', 'peak MB', 'heap B/sentence'];

export function toText(result: Result): string {
  const { corpus, results, skipped } = result;
  const rows = results.map((row) => [
    row.name,
    row.sentencesPerSecond.toLocaleString('en'),
    row.medianSentencesPerSecond.toLocaleString('en'),
    result.ratios[row.name]?.toFixed(1) ?? '',
    result.columnRatios[row.name]?.toFixed(1) ?? '',
    row.messages.toLocaleString('en'),
    row.peakRssMb?.toFixed(0) ?? '',
    row.bytesPerSentence?.toFixed(0) ?? '',
  ]);
  const notes = [...results.map(({ name, about }) => [name, about]), ...Object.entries(skipped).map(skippedNote)];
  return `${[
    `${corpus.sentences.toLocaleString('en')} AIS sentences (the logs × ${corpus.repeats}), rounds: ${result.rounds}, a process each, in turn`,
    `node ${result.node}, ${result.cpu}, load before ${result.load.toFixed(2)}${busy(result.load)}`,
    '',
    ...table([['', ...columns], ...rows]),
    '',
    'sentences a second in the best and the median round; how many times as many ours makes, to objects and to columns',
    '(best against best); peak memory of the process with the corpus in it; bytes allocated on the heap, where measurable',
    '',
    ...table(notes, 'left'),
  ].join('\n')}\n`;
}

/** A machine that is half taken by others gives low figures, and ratios that depend on who had which moment. */
function busy(load: number): string {
  return load > cpus().length / 2 ? ': a busy machine, so that figures are low and ratios rough' : '';
}

function skippedNote([name, why]: [string, string]): string[] {
  return [name, `not measured: ${why}`];
}

function table(rows: readonly string[][], align: 'left' | 'right' = 'right'): string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]!.length))) ?? [];
  const pad = (cell: string, column: number) =>
    column === 0 || align === 'left' ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!);
  return rows.map((row) => row.map(pad).join('  ').trimEnd());
}
