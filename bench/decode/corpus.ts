/**
 * What all decoders of the bench get: real logs one after the other, repeated until there are sentences enough. Twice: as
 * published, and as the bare sentences, for decoders that know no tag blocks, trailers and prefixes.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

const LF = 0x0a;
const CR = 0x0d;
const BANG = 0x21;
const STAR = 0x2a;
const COMMA = 0x2c;

const logs = ['australia-2012.nmea.gz', 'us-coast-sar.nmea.gz', 'kystverket_1000.nm4'];

/** The three logs of bench/data, as they lie beside the built program. */
export const ownLogs: readonly string[] = logs.map((name) =>
  fileURLToPath(new URL(`./bench/data/${name}`, import.meta.url)),
);

export interface Corpus {
  /** The logs as they are. */
  published: Buffer;
  /** One `!ttVDM,…*hh` a line and nothing else, as many lines as sentences. */
  bare: Buffer;
  /** `!ttVDM,` and `!ttVDO,` in all of it, good or bad: the same count for every decoder. */
  sentences: number;
  /** How often the logs are repeated. */
  repeats: number;
}

/**
 * @param paths plain or gzip
 * @param least the logs are repeated until there are as many sentences
 * @throws what the file system or zlib says of a file; an Error when there is no sentence in any of them
 */
export function loadCorpus(paths: readonly string[], least: number): Corpus {
  const published = Buffer.concat(paths.map(readLog));
  const starts = sentenceStarts(published);
  if (starts.length === 0) throw new Error('it holds no AIS sentence (!ttVDM or !ttVDO)');
  const repeats = Math.max(1, Math.ceil(least / starts.length));
  return {
    published: repeat(published, repeats),
    bare: repeat(bareSentences(published, starts), repeats),
    sentences: starts.length * repeats,
    repeats,
  };
}

/** Where a corpus lies for the processes that read it. */
export interface CorpusFiles {
  published: string;
  bare: string;
  remove(): void;
}

/** Writes both forms into a temporary folder, which is gone when this process has ended, however it ends. */
export function writeCorpus(corpus: Corpus): CorpusFiles {
  const folder = mkdtempSync(join(tmpdir(), 'haidang-bench-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(2));
  const files = { published: join(folder, 'published.nmea'), bare: join(folder, 'bare.nmea'), remove };
  writeFileSync(files.published, corpus.published);
  writeFileSync(files.bare, corpus.bare);
  return files;
}

/** Its last line ended, so that nothing runs into the next log. */
function readLog(path: string): Buffer {
  const file = readFileSync(path);
  const bytes = file[0] === 0x1f && file[1] === 0x8b ? gunzipSync(file) : file;
  return bytes[bytes.length - 1] === LF ? bytes : Buffer.concat([bytes, Buffer.from('\n')]);
}

function repeat(bytes: Buffer, times: number): Buffer {
  return Buffer.concat(Array<Buffer>(times).fill(bytes));
}

function sentenceStarts(bytes: Buffer): number[] {
  const starts: number[] = [];
  for (let at = bytes.indexOf(BANG); at >= 0; at = bytes.indexOf(BANG, at + 1)) {
    const formatter = bytes.toString('latin1', at + 3, at + 6);
    if (bytes[at + 6] === COMMA && (formatter === 'VDM' || formatter === 'VDO')) starts.push(at);
  }
  return starts;
}

function bareSentences(bytes: Buffer, starts: readonly number[]): Buffer {
  const newline = Buffer.from('\n');
  return Buffer.concat(
    starts.flatMap((start, index) => [bytes.subarray(start, sentenceEnd(bytes, start, starts[index + 1])), newline]),
  );
}

/** Behind the checksum; without one, where the line ends or the next sentence begins. */
function sentenceEnd(bytes: Buffer, start: number, next = bytes.length): number {
  let end = start;
  while (end < next && bytes[end] !== LF && bytes[end] !== CR && bytes[end] !== STAR) end++;
  return bytes[end] === STAR ? Math.min(end + 3, next) : end;
}
