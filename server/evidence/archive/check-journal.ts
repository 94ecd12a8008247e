/** Holds an archive's records and hashes against a journal: for whoever has it. */
import { basename } from 'node:path';
import { contentHash } from '../../journal/contents.ts';
import { listSegments, readSegment, type Segment } from '../../journal/segments.ts';
import { sha256Of } from '../files.ts';
import { prefixHash } from './chain.ts';
import type { KeptRecord } from './manifest.ts';
import type { Verdict } from './verify-archive.ts';
import { type Sentence, sentence } from './verify-words.ts';

/** @returns what does not agree; nothing when all of it does */
export function checkAgainstJournal({ records, chain }: Verdict, journalFolder: string): Sentence[] {
  const path = basename(journalFolder);
  const segments = new Map(listSegments(journalFolder).map((segment) => [segment.start, segment]));
  const faults: Sentence[] = [];
  for (const [start, wanted] of bySegment(records)) {
    for (const position of absent(segments.get(start), wanted))
      faults.push(sentence('notInJournal', { position, path }));
  }
  for (const { start, bytes, sha256 } of [...(chain?.segments ?? []), ...(chain?.open ? [chain.open] : [])]) {
    const segment = segments.get(start);
    const isOpen = start === chain?.open?.start;
    const found = segment && (isOpen ? prefixHash(segment, bytes) : contentHash(segment)?.toString('hex'));
    if (found === undefined || found !== sha256) faults.push(sentence('otherSegment', { position: start, path }));
  }
  return faults;
}

function bySegment(records: readonly KeptRecord[]): Map<number, KeptRecord[]> {
  const found = new Map<number, KeptRecord[]>();
  for (const record of records) found.set(record.segment, [...(found.get(record.segment) ?? []), record]);
  return found;
}

/** Positions of records that the segment does not have as the archive says. */
function absent(segment: Segment | undefined, wanted: readonly KeptRecord[]): number[] {
  const left = new Map(wanted.map((record) => [record.position, record]));
  if (!segment) return [...left.keys()];
  for (const { position, payload, receivedAt, next } of readSegment(segment, 0, () => {})) {
    const record = left.get(position);
    if (!record) continue;
    const bytes = Buffer.from(payload);
    const isPlaced = record.receivedAt === receivedAt && record.next === next;
    if (isPlaced && sha256Of(bytes) === record.sha256 && holds(bytes, record)) left.delete(position);
  }
  return [...left.keys()];
}

function holds(payload: Buffer, { slices }: KeptRecord): boolean {
  return slices.every(({ offset, text, base64 }) => {
    const data = base64 === undefined ? Buffer.from(text ?? '') : Buffer.from(base64, 'base64');
    return payload.subarray(offset, offset + data.length).equals(data);
  });
}
