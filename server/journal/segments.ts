/** Segment files in a folder: their names, reading them in order, and finding where a torn one ends. */
import { closeSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Damage,
  decodeHeader,
  decodeRecord,
  findRecord,
  HEADER_BYTES,
  type PlacedRecord,
  RecordType,
} from './record.ts';

const EXTENSION = '.hdj';
const CHUNK_BYTES = 1 << 20;

export interface Segment {
  path: string;
  /** Position of the segment's first byte (its header). */
  start: number;
}

export function segmentPath(dir: string, start: number): string {
  return join(dir, String(start).padStart(16, '0') + EXTENSION);
}

/** The folder's segments in order of position. */
export function listSegments(dir: string): Segment[] {
  return readdirSync(dir)
    .filter((name) => /^\d{16}\.hdj$/.test(name))
    .sort()
    .map((name) => ({ path: join(dir, name), start: Number(name.slice(0, 16)) }));
}

/** What stopped the reading of a segment before its end. */
export interface SegmentDamage {
  path: string;
  /** Byte offset in the file of the record that can't be read. */
  offset: number;
  damage: Damage | 'bad-header';
}

/**
 * Yields a segment's records from a byte offset on. Each payload is only valid until the next record is asked for.
 * @param onDamage told when a record can't be read; reading goes on at the next whole one, if there is one
 */
export function* readSegment(
  segment: Segment,
  fromOffset: number,
  onDamage: (damage: SegmentDamage) => void,
): Generator<PlacedRecord> {
  const fd = openSync(segment.path, 'r');
  try {
    const size = fstatSync(fd).size;
    if (!readHeader(fd)) {
      if (size > 0) onDamage({ path: segment.path, offset: 0, damage: 'bad-header' });
      return;
    }
    let offset = Math.max(fromOffset, HEADER_BYTES);
    let want = CHUNK_BYTES;
    while (offset < size) {
      const buffer = Buffer.allocUnsafe(Math.min(want, size - offset));
      const read = readSync(fd, buffer, 0, buffer.length, offset);
      const bytes = buffer.subarray(0, read);
      let at = 0;
      let found: ReturnType<typeof decodeRecord> = 'cut-short';
      while (at < read) {
        found = decodeRecord(bytes, at);
        if (typeof found === 'string') break;
        const position = segment.start + offset + at;
        yield { ...found.record, position, next: position + found.size };
        at += found.size;
      }
      offset += at;
      if (typeof found === 'string' && at < read) {
        if (found !== 'cut-short' || offset + read - at >= size) {
          onDamage({ path: segment.path, offset, damage: found });
          const rest = Buffer.alloc(size - offset);
          readSync(fd, rest, 0, rest.length, offset);
          const next = findRecord(rest, 1);
          if (next === undefined) return;
          offset += next;
          want = CHUNK_BYTES;
          continue;
        }
        want = at === 0 ? want * 4 : CHUNK_BYTES;
      }
    }
  } finally {
    closeSync(fd);
  }
}

function readHeader(fd: number): ReturnType<typeof decodeHeader> {
  const header = Buffer.alloc(HEADER_BYTES);
  const read = readSync(fd, header, 0, HEADER_BYTES, 0);
  return decodeHeader(header.subarray(0, read));
}

/** All records from a position on, over all segments; `close` records are left out. */
export function* readJournal(
  dir: string,
  from = 0,
  onDamage: (damage: SegmentDamage) => void = () => {},
): Generator<PlacedRecord> {
  const segments = listSegments(dir);
  for (const [index, segment] of segments.entries()) {
    const nextStart = segments[index + 1]?.start;
    if (nextStart !== undefined && nextStart <= from) continue;
    for (const record of readSegment(segment, from - segment.start, onDamage)) {
      if (record.type !== RecordType.close) yield record;
    }
  }
}
