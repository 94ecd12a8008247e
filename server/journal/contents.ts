/** A whole segment's bytes as they were written, whichever form they are kept in: for hashing and proving. */
import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { decodePackedHead, PACKED_HEAD_BYTES, unpack } from './packed.ts';
import { type Damage, decodeHeader, HEADER_BYTES } from './record.ts';
import type { Segment } from './segments.ts';

/** Bytes that stand together: whole records, in an undamaged segment. */
export interface Piece {
  /** In the unpacked segment. */
  offset: number;
  bytes: Buffer;
  /** Byte of the file where it stands; for a packed piece, its block. */
  at: number;
}

interface Contents {
  /** Undefined when it is damaged. */
  header: { start: number; previousHash: Buffer; bytes: Buffer } | undefined;
  /** Size of the unpacked segment; undefined when damage hides it. */
  size: number | undefined;
  fileBytes: number;
  pieces(): Generator<Piece | { at: number; damage: Damage }>;
}

export function readContents({ path, packed }: Segment): Contents {
  const file = readFileSync(path);
  if (!packed) {
    const header = decodeHeader(file);
    return {
      header: header && { ...header, bytes: file.subarray(0, HEADER_BYTES) },
      size: file.length,
      fileBytes: file.length,
      *pieces() {
        yield { offset: HEADER_BYTES, bytes: file.subarray(HEADER_BYTES), at: HEADER_BYTES };
      },
    };
  }
  const head = decodePackedHead(file);
  return {
    header: head && { ...head.segment, bytes: head.header },
    size: head?.unpackedSize,
    fileBytes: file.length,
    pieces: () => unpack(file),
  };
}

/** SHA-256 of the unpacked segment, block by block for whoever has other work; undefined when damage leaves it unknown. */
export function* hashSteps(segment: Segment): Generator<void, Buffer | undefined> {
  const { header, pieces } = readContents(segment);
  if (!header) return undefined;
  const hash = createHash('sha256').update(header.bytes);
  for (const piece of pieces()) {
    if ('damage' in piece) return undefined;
    hash.update(piece.bytes);
    yield;
  }
  return hash.digest();
}

/** SHA-256 of the unpacked segment; undefined when damage leaves it unknown. */
export function contentHash(segment: Segment): Buffer | undefined {
  const steps = hashSteps(segment);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** Size of the unpacked segment, or of what is left of it. Reads no more than it must. */
export function contentSize(segment: Segment): number {
  if (!segment.packed) return statSync(segment.path).size;
  const size = decodePackedHead(readStart(segment.path))?.unpackedSize;
  if (size !== undefined) return size;
  let end = HEADER_BYTES;
  for (const piece of readContents(segment).pieces()) if ('bytes' in piece) end = piece.offset + piece.bytes.length;
  return end;
}

/** What a segment's header says, reading no more of the file; undefined when it is damaged. */
export function segmentHead({ path, packed }: Segment): ReturnType<typeof decodeHeader> {
  const start = readStart(path);
  return packed ? decodePackedHead(start)?.segment : decodeHeader(start);
}

function readStart(path: string): Buffer {
  const fd = openSync(path, 'r');
  try {
    const start = Buffer.alloc(PACKED_HEAD_BYTES);
    return start.subarray(0, readSync(fd, start, 0, start.length, 0));
  } finally {
    closeSync(fd);
  }
}
