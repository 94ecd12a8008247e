/** Where in the journal a fix came in: the records of bytes that arrived at the moment at which it was received. */
import { RecordType } from '../journal/record.ts';
import { listSegments, readSegment, type Segment } from '../journal/segments.ts';
import { sha256Of } from './files.ts';

export interface RawRecord {
  /** Of the fix and the record: epoch ms. */
  receivedAt: number;
  /** Byte position in the journal, as `haidang journal cat` names it. */
  position: number;
  feed: number;
  bytes: number;
  /** Of the payload, hexadecimal. */
  sha256: string;
  /** Its beginning, as Latin-1. */
  text: string;
}

const MAX_TEXT = 400;
const MAX_RECORDS = 200;
/** Segments are tens of megabytes; nobody who prints waits for more. */
const MAX_SEGMENTS = 40;

/** @param times receive times of fixes (epoch ms) @returns what was found of them, in order of position */
export function rawRecords(journalFolder: string, times: readonly number[]): RawRecord[] {
  const wanted = new Set(times);
  const found: RawRecord[] = [];
  for (const segment of segmentsOf(listSegments(journalFolder), times, MAX_SEGMENTS)) {
    for (const { type, receivedAt, position, feed, payload } of readSegment(segment, 0, () => {})) {
      if (type !== RecordType.bytes || !wanted.has(receivedAt) || payload.length === 0) continue;
      const bytes = Buffer.from(payload);
      const text = bytes.subarray(0, MAX_TEXT).toString('latin1');
      found.push({ receivedAt, position, feed, bytes: bytes.length, sha256: sha256Of(bytes), text });
      if (found.length >= MAX_RECORDS) return found;
    }
  }
  return found;
}

/** Those in which the times may lie, by the time of each one's first record; with the one before, since feeds overlap a little. */
export function segmentsOf(segments: Segment[], times: readonly number[], most: number): Segment[] {
  const begins = new Map<number, number>();
  const beginOf = (index: number): number => {
    const known = begins.get(index);
    if (known !== undefined) return known;
    const first = readSegment(segments[index]!, 0, () => {}).next();
    const time = first.done ? Number.POSITIVE_INFINITY : first.value.receivedAt;
    begins.set(index, time);
    return time;
  };
  const chosen = new Set<number>();
  for (const time of times) {
    let low = 0;
    let high = segments.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (beginOf(middle) <= time) low = middle;
      else high = middle - 1;
    }
    for (const index of [low - 1, low]) if (index >= 0 && index < segments.length) chosen.add(index);
  }
  return [...chosen]
    .sort((a, b) => a - b)
    .slice(0, most)
    .map((index) => segments[index]!);
}
