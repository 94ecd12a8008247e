/** What the bench found, as one JSON object and as a table. */
import { cpus } from 'node:os';
import { busy, median, rounded, table } from '../figures.ts';
import type { Contest } from './contest.ts';
import type { Corpus } from './corpus.ts';

interface Result {
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

type Rows = Result['results'];

function ratios(results: Rows, ours: string): Record<string, number> {
  const own = results.find(({ name }) => name === ours);
  if (!own) return {};
  const others = results.filter(({ name }) => name !== OBJECTS && name !== COLUMNS);
  return Object.fromEntries(
    others.map(({ name, sentencesPerSecond }) => [name, rounded(own.sentencesPerSecond / sentencesPerSecond, 2)!]),
  );
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

function skippedNote([name, why]: [string, string]): string[] {
  return [name, `not measured: ${why}`];
}
