/** Where an earlier run left the journal, and what has to be mended before it can go on. */
import { createHash, type Hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { contentHash, contentSize } from './contents.ts';
import { cutFile, setAside } from './disk.ts';
import { decodeHeader, decodeRecord, findRecord, HEADER_BYTES, isAfterSync, RecordType } from './record.ts';
import { listSegments, type Segment } from './segments.ts';

/** Either a segment to go on writing, or where a new one starts. */
type Resumption =
  | { go: 'on'; path: string; start: number; size: number; hash: Hash; cutBytes: number }
  | { go: 'new'; start: number; previousHash: Uint8Array; cutBytes: number };

const NO_HASH = new Uint8Array(32);

/** Looks at the last segment; a torn tail is cut and set aside in a file of its own. */
export function resumption(dir: string): Resumption {
  const segments = listSegments(dir);
  const last = segments.at(-1);
  if (!last) return { go: 'new', start: 0, previousHash: NO_HASH, cutBytes: 0 };
  if (last.packed) {
    // The segment that was being written is gone. Records of this one may still be known to the store: go on after them.
    const previousHash = contentHash(last) ?? NO_HASH;
    return { go: 'new', start: last.start + contentSize(last), previousHash, cutBytes: 0 };
  }
  const bytes = readFileSync(last.path);
  if (!decodeHeader(bytes)) return afterBadHeader(last, bytes, segments.at(-2));
  const { end, closed, marked } = validEnd(bytes);
  if (wasOnDisk(bytes, end, marked)) return afterDamage(last, bytes);
  if (end < bytes.length) {
    setAside(`${last.path}.cut-${end}`, bytes.subarray(end));
    cutFile(last.path, end);
  }
  const cutBytes = bytes.length - end;
  const hash = createHash('sha256').update(bytes.subarray(0, end));
  if (closed) return { go: 'new', start: last.start + end, previousHash: hash.digest(), cutBytes };
  return { go: 'on', path: last.path, start: last.start, size: end, hash, cutBytes };
}

function afterBadHeader(last: Segment, bytes: Buffer, before: Segment | undefined): Resumption {
  if (findRecord(bytes, 0) !== undefined) return afterDamage(last, bytes);
  // The kill came while the segment was born: it holds nothing, and its hash link is made again.
  const previousHash = (before && contentHash(before)) ?? NO_HASH;
  return { go: 'new', start: last.start, previousHash, cutBytes: bytes.length };
}

/**
 * Durable records after a bad one: no torn write but an altered byte. Nothing is cut: the segment stays as it is, for `verify`
 * to name and readers to pass over, and what comes goes into the next one.
 */
function afterDamage({ start }: Segment, bytes: Buffer): Resumption {
  const previousHash = createHash('sha256').update(bytes).digest();
  return { go: 'new', start: start + bytes.length, previousHash, cutBytes: 0 };
}

/**
 * Whether what can't be read at `end` had been written durably, and so was altered since. A power cut may also leave the end
 * of a group commit on disk and not its beginning; then nothing after it was written knowing that it is durable, and nobody
 * was told of any of it.
 * @param marked whether the segment marks its group commits: those of earlier versions don't
 */
function wasOnDisk(bytes: Buffer, end: number, marked: boolean): boolean {
  for (let at = findRecord(bytes, end + 1); at !== undefined; at = findRecord(bytes, at + 1)) {
    if (!marked || isAfterSync(bytes, at)) return true;
  }
  return false;
}

/** Where the last whole record of a segment ends: what stands behind it was never finished. */
export function validEnd(bytes: Buffer): { end: number; closed: boolean; marked: boolean } {
  let at = HEADER_BYTES;
  let closed = false;
  let marked = false;
  while (at < bytes.length) {
    const found = decodeRecord(bytes, at);
    if (typeof found === 'string') break;
    marked ||= isAfterSync(bytes, at);
    at += found.size;
    closed = found.record.type === RecordType.close;
  }
  return { end: at, closed, marked };
}
