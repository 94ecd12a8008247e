/**
 * Which bytes in the journal each fix comes from: as few as give that very fix when they are decoded by themselves, so that an
 * archive about one vessel tells as little as it can of the others that came in the same piece.
 */
import { firstFormat, knownFormats } from '../../../decoders/formats.ts';
import { createDecoder, type DecoderFormat, type DecoderOptions } from '../../../decoders/registry.ts';
import type { Fix } from '../../../geofences/fix.ts';
import { type PlacedRecord, RecordType } from '../../journal/record.ts';
import { listSegments, readSegment } from '../../journal/segments.ts';
import { sha256Of } from '../files.ts';
import { segmentsOf } from '../raw-records.ts';
import { decodeAgain, isOf, isSameFix, type RawFormat, type Said, saidBy } from './decode-again.ts';
import { partEnds, type Run, type Slice, slicesOf, unfinished, united } from './pieces.ts';

/** Segments are tens of megabytes: 13 GB are read through within minutes. */
const MAX_SEGMENTS = 200;
const MAX_RAW_BYTES = 64 * 1024 * 1024;
/** An unfinished line of more is none. */
const MAX_WAITING_BYTES = 256 * 1024;
const MAX_WAITING_RUNS = 64;
/** Parts before the one that ends a message that may belong to it: those of a message in several sentences. */
const REACH = 8;

interface TracedFeed {
  name: string;
  format: DecoderFormat;
  options: DecoderOptions;
}

/** A journal record of which bytes are in the archive. */
export interface TracedRecord {
  position: number;
  /** Position at which its segment starts. */
  segment: number;
  /** Of the record behind it. */
  next: number;
  /** Epoch ms. */
  receivedAt: number;
  feed: number;
  source: number;
  /** How its bytes are read: the format that showed in them, where nobody has named one. */
  format: RawFormat;
  /** Of its whole payload. */
  bytes: number;
  sha256: string;
  slices: { offset: number; data: Buffer }[];
}

export interface Traced {
  records: TracedRecord[];
  /** By the fix's place in the list; undefined where no bytes were found that give it. */
  raw: (Slice[] | undefined)[];
  /** Fixes whose bytes could not be told from those of other vessels. */
  shared: number;
}

interface TraceOrder {
  journalFolder: string;
  fixes: readonly Fix[];
  aliases: ReadonlySet<string>;
  feeds: ReadonlyMap<number, TracedFeed>;
}

export function traceFixes(order: TraceOrder): Traced {
  return new Tracer(order).run();
}

class Tracer {
  readonly #order: TraceOrder;
  /** Places of fixes that are looked for, by when they were received. */
  readonly #wanted = new Map<number, number[]>();
  readonly #raw: (Slice[] | undefined)[];
  readonly #records = new Map<number, TracedRecord>();
  #waiting = new Map<number, Run[]>();
  #rawBytes = 0;
  #shared = 0;

  constructor(order: TraceOrder) {
    this.#order = order;
    this.#raw = order.fixes.map(() => undefined);
    for (const [index, { receivedAt }] of order.fixes.entries()) {
      const known = this.#wanted.get(receivedAt);
      if (known) known.push(index);
      else this.#wanted.set(receivedAt, [index]);
    }
  }

  run(): Traced {
    const segments = listSegments(this.#order.journalFolder);
    const chosen = segmentsOf(segments, [...this.#wanted.keys()], MAX_SEGMENTS);
    let before: number | undefined;
    for (const segment of chosen) {
      const index = segments.indexOf(segment);
      if (before !== index - 1) this.#waiting = new Map();
      before = index;
      for (const record of readSegment(segment, 0, () => {})) this.#look(record, segment.start);
    }
    return { records: this.#finished(), raw: this.#raw, shared: this.#shared };
  }

  #look(record: PlacedRecord, segment: number): void {
    const { type, payload } = record;
    if (payload.length === 0 || (type !== RecordType.bytes && type !== RecordType.entry)) return;
    const targets = this.#wanted.get(Math.round(record.receivedAt));
    const open = targets?.filter((index) => this.#raw[index] === undefined) ?? [];
    if (type === RecordType.entry) {
      const isManual = open.some((index) => this.#order.fixes[index]!.source === 'manual');
      if (isManual) this.#trace(record, segment, [ownRun(record)], 'entry', open);
      return;
    }
    const stream = record.feed * 65_536 + record.source;
    const runs = [...(this.#waiting.get(stream) ?? []), ownRun(record)];
    const feed = this.#order.feeds.get(record.feed);
    if (open.length > 0 && feed) this.#trace(record, segment, runs, formatIn(feed.format, runs), open);
    this.#wait(stream, record.whole ? [] : unfinished(runs));
  }

  #wait(stream: number, runs: Run[]): void {
    const bytes = runs.reduce((sum, run) => sum + run.bytes.length, 0);
    const isBounded = bytes <= MAX_WAITING_BYTES && runs.length <= MAX_WAITING_RUNS;
    if (runs.length === 0 || !isBounded) this.#waiting.delete(stream);
    // The payload is only lent.
    else
      this.#waiting.set(
        stream,
        runs.map((run) => ({ ...run, bytes: Buffer.from(run.bytes) })),
      );
  }

  #trace(record: PlacedRecord, segment: number, runs: Run[], format: RawFormat, open: number[]): void {
    const { fixes, aliases, feeds } = this.#order;
    const options = feeds.get(record.feed)?.options ?? {};
    const bytes = Buffer.concat(runs.map((run) => run.bytes));
    const parts = new Parts(bytes, record.receivedAt, format, options);
    for (const index of open) {
      const isIt = (said: Said): boolean => isSameFix(said.fix, fixes[index]!) && isOf(aliases, said);
      const found = parts.enoughFor(isIt);
      if (!found) continue;
      const slices = united(found.spans.flatMap(([from, to]) => slicesOf(runs, from, to)));
      const size = slices.reduce((sum, slice) => sum + slice.bytes, 0);
      if (this.#rawBytes + size > MAX_RAW_BYTES) continue;
      this.#rawBytes += size;
      this.#raw[index] = slices;
      if (found.said.some((said) => !isOf(aliases, said))) this.#shared++;
      this.#keep(record, segment, runs, format, slices);
    }
  }

  /** Keeps the bytes of a fix with the records that they stand in. */
  #keep(
    record: PlacedRecord,
    segment: number,
    runs: readonly Run[],
    format: RawFormat,
    slices: readonly Slice[],
  ): void {
    for (const { position, offset, bytes } of slices) {
      const run = runs.find((one) => one.position === position)!;
      const data = Buffer.from(run.bytes.subarray(offset - run.offset, offset - run.offset + bytes));
      const known = this.#records.get(position) ?? this.#described(position, record, segment, format);
      known?.slices.push({ offset, data });
    }
  }

  /** @param record the one at hand: it, or an earlier one that brought only the beginning of what this one ended */
  #described(position: number, record: PlacedRecord, segment: number, format: RawFormat): TracedRecord | undefined {
    const found = position === record.position ? { record, segment } : this.#earlier(position);
    if (!found) return undefined;
    const { next, receivedAt, feed, source, payload } = found.record;
    const traced: TracedRecord = {
      ...{ position, segment: found.segment, next, receivedAt, feed, source, format, slices: [] },
      ...{ bytes: payload.length, sha256: sha256Of(payload) },
    };
    this.#records.set(position, traced);
    return traced;
  }

  #earlier(position: number): { record: PlacedRecord; segment: number } | undefined {
    const segment = listSegments(this.#order.journalFolder).findLast(({ start }) => start <= position);
    if (!segment) return undefined;
    for (const record of readSegment(segment, position - segment.start, () => {}))
      return record.position === position ? { record, segment: segment.start } : undefined;
    return undefined;
  }

  #finished(): TracedRecord[] {
    for (const record of this.#records.values()) record.slices = joined(record.slices);
    return [...this.#records.values()].sort((a, b) => a.position - b.position);
  }
}

/** Slices of one record that touch or overlap as one. */
function joined(slices: TracedRecord['slices']): TracedRecord['slices'] {
  const out: TracedRecord['slices'] = [];
  for (const slice of slices.toSorted((a, b) => a.offset - b.offset)) {
    const last = out.at(-1);
    const end = last ? last.offset + last.data.length : -1;
    if (!last || slice.offset > end) out.push({ ...slice });
    else if (slice.offset + slice.data.length > end)
      last.data = Buffer.concat([last.data, slice.data.subarray(end - slice.offset)]);
  }
  return out;
}

const ownRun = ({ position, payload }: PlacedRecord): Run => ({
  position,
  offset: 0,
  bytes: Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength),
});

const SNIFFED = 4096;

/** Reading many small parts, a format that is known needs no second look at each. */
function formatIn(format: DecoderFormat, runs: readonly Run[]): DecoderFormat {
  if (format !== 'auto') return format;
  const text = Buffer.concat(runs.map(({ bytes }) => bytes)).toString('latin1', 0, SNIFFED);
  return firstFormat(text, knownFormats)?.format ?? 'auto';
}

type Span = [from: number, to: number];

/** The parts of what arrived at once, and which of them say what. */
class Parts {
  readonly #bytes: Buffer;
  readonly #receivedAt: number;
  readonly #format: RawFormat;
  readonly #options: DecoderOptions;
  readonly #ends: number[];
  #said: { part: number; said: Said }[] | undefined;

  constructor(bytes: Buffer, receivedAt: number, format: RawFormat, options: DecoderOptions) {
    this.#bytes = bytes;
    this.#receivedAt = receivedAt;
    this.#format = format;
    this.#options = options;
    this.#ends = format === 'entry' ? [bytes.length] : partEnds(bytes);
  }

  /** The fewest parts that say it by themselves, or else all of them. */
  enoughFor(isIt: (said: Said) => boolean): { spans: Span[]; said: Said[] } | undefined {
    this.#said ??= this.#readThrough();
    for (const { part, said } of this.#said) {
      if (!isIt(said)) continue;
      for (const spans of this.#windows(part)) {
        const alone = this.#decode(spans);
        if (alone.some(isIt)) return { spans, said: alone };
      }
    }
    const whole: Span[] = [[0, this.#bytes.length]];
    const said = this.#decode(whole);
    return said.some(isIt) ? { spans: whole, said } : undefined;
  }

  /** Decodes part by part, to see with which one each fix is complete. */
  #readThrough(): { part: number; said: Said }[] {
    if (this.#format === 'entry') return [];
    const found: { part: number; said: Said }[] = [];
    let part = 0;
    const decoder = createDecoder(
      this.#format,
      {
        message(message, meta) {
          const said = saidBy(message, meta);
          if (said) found.push({ part, said });
        },
        rejected() {},
      },
      this.#options,
    );
    for (; part < this.#ends.length; part++) {
      const [from, to] = this.#span(part);
      decoder.push(this.#bytes.subarray(from, to), this.#receivedAt, false);
    }
    part = this.#ends.length - 1;
    decoder.end(this.#receivedAt);
    return found;
  }

  #span(part: number): Span {
    return [this.#ends[part - 1] ?? 0, this.#ends[part]!];
  }

  /** Ever more of what stands before; a table's head stands first of all. */
  *#windows(part: number): Generator<Span[]> {
    yield [this.#span(part)];
    if (part === 0) return;
    // A format may end a record only when the next one begins.
    yield [this.#span(part - 1)];
    yield [this.#span(0), this.#span(part)];
    yield [this.#span(0), this.#span(part - 1)];
    for (let reach = 1; reach <= Math.min(REACH, part); reach++) {
      yield [[this.#span(part - reach)[0], this.#span(part)[1]]];
    }
  }

  #decode(spans: readonly Span[]): Said[] {
    const bytes = Buffer.concat(spans.map(([from, to]) => this.#bytes.subarray(from, to)));
    return decodeAgain(bytes, this.#receivedAt, this.#format, this.#options);
  }
}
