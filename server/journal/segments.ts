/** Segment files in a folder: their names, and reading them in order, packed or not. */
import { closeSync, fstatSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { decodePackedHead, unpack } from './packed.ts';
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
const PACKED_EXTENSION = '.hdz';
const CHUNK_BYTES = 1 << 20;

export interface Segment {
  path: string;
  /** Position of the segment's first byte (its header). */
  start: number;
  packed: boolean;
}

export function segmentPath(dir: string, start: number): string {
  return join(dir, String(start).padStart(16, '0') + EXTENSION);
}

export function packedPath(dir: string, start: number): string {
  return join(dir, String(start).padStart(16, '0') + PACKED_EXTENSION);
}

/** The folder's segments in order of position. One that is there in both forms is about to lose the unpacked one. */
export function listSegments(dir: string): Segment[] {
  const segments = new Map<number, Segment>();
  for (const name of readdirSync(dir)) {
    const [, digits, form] = /^(\d{16})\.(hdj|hdz)$/.exec(name) ?? [];
    if (digits === undefined) continue;
    const start = Number(digits);
    const packed = form === 'hdz';
    if (!packed || !segments.has(start)) segments.set(start, { path: join(dir, name), start, packed });
  }
  return [...segments.values()].sort((a, b) => a.start - b.start);
}

/** Opens the segment's file; it may have been packed since it was listed. */
function openSegment(listed: Segment): { fd: number; segment: Segment } {
  try {
    return { fd: openSync(listed.path, 'r'), segment: listed };
  } catch (error) {
    if (listed.packed || (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    const segment = { path: packedPath(dirname(listed.path), listed.start), start: listed.start, packed: true };
    return { fd: openSync(segment.path, 'r'), segment };
  }
}

/** What stopped the reading of a segment before its end. */
export interface SegmentDamage {
  path: string;
  /** Byte offset in the file of the record, or of the packed block, that can't be read. */
  offset: number;
  damage: Damage | 'bad-header';
}

/**
 * Yields a segment's records from a byte offset on. Each payload is only valid until the next record is asked for.
 * @param onDamage told when a record can't be read; reading goes on at the next whole one, if there is one
 */
export function* readSegment(
  listed: Segment,
  fromOffset: number,
  onDamage: (damage: SegmentDamage) => void,
): Generator<PlacedRecord> {
  const { fd, segment } = openSegment(listed);
  try {
    if (segment.packed) yield* readPacked(segment, readFileSync(fd), fromOffset, onDamage);
    else yield* readPlain(segment, fd, fromOffset, onDamage);
  } finally {
    closeSync(fd);
  }
}

function* readPacked(
  { path, start }: Segment,
  file: Buffer,
  fromOffset: number,
  onDamage: (damage: SegmentDamage) => void,
): Generator<PlacedRecord> {
  if (!decodePackedHead(file)) onDamage({ path, offset: 0, damage: 'bad-header' });
  for (const block of unpack(file, fromOffset)) {
    if ('damage' in block) {
      onDamage({ path, offset: block.at, damage: block.damage });
      continue;
    }
    let at = 0;
    while (at < block.bytes.length) {
      const found = decodeRecord(block.bytes, at);
      if (typeof found === 'string') {
        onDamage({ path, offset: block.at, damage: found });
        break;
      }
      const position = start + block.offset + at;
      at += found.size;
      if (position - start >= fromOffset) yield { ...found.record, position, next: position + found.size };
    }
  }
}

function* readPlain(
  segment: Segment,
  fd: number,
  fromOffset: number,
  onDamage: (damage: SegmentDamage) => void,
): Generator<PlacedRecord> {
  const size = fstatSync(fd).size;
  let offset = Math.max(fromOffset, HEADER_BYTES);
  if (readHeader(fd)?.start !== segment.start && size > 0) {
    onDamage({ path: segment.path, offset: 0, damage: 'bad-header' });
    offset = Math.max(fromOffset, findRecord(readRest(fd, 0, size), 0) ?? size);
  }
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
        // A byte that is missing from the header has moved the first record to before its place.
        if (offset === HEADER_BYTES) offset = 0;
        const next = findRecord(readRest(fd, offset, size), 1);
        if (next === undefined) return;
        offset += next;
        want = CHUNK_BYTES;
        continue;
      }
      want = at === 0 ? want * 4 : CHUNK_BYTES;
    }
  }
}

function readRest(fd: number, offset: number, size: number): Buffer {
  const rest = Buffer.alloc(size - offset);
  return rest.subarray(0, readSync(fd, rest, 0, rest.length, offset));
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
