/** The journal's own hashes, from the first segment that an archive's records stand in to the last that is closed. */
import { createHash } from 'node:crypto';
import { readContents, segmentHead } from '../../journal/contents.ts';
import { listSegments, type Segment } from '../../journal/segments.ts';

interface ChainLink {
  /** Position at which the segment starts. */
  start: number;
  /** Size, unpacked. */
  bytes: number;
  /** Of the whole segment, unpacked, hexadecimal, as the next one begins with it; undefined where damage hides it. */
  sha256?: string;
}

interface Chain {
  segments: ChainLink[];
  /** The segment that is still written: the hash is of its first `bytes`. */
  open?: ChainLink;
  /** Of the last closed segment: it stands for everything before it. `haidang journal verify` prints the same. */
  seal?: string;
}

/** @param records where they stand, and where the one behind each begins */
export function chainOf(journalFolder: string, records: readonly { segment: number; next: number }[]): Chain {
  const all = listSegments(journalFolder);
  const first = records.reduce((least, { segment }) => Math.min(least, segment), Number.POSITIVE_INFINITY);
  const concerned = all.filter(({ start }) => start >= Math.min(first, all.at(-1)?.start ?? 0));
  const segments = concerned.slice(0, -1).map((segment, index) => link(segment, concerned[index + 1]!));
  const last = concerned.at(-1);
  const end = records.reduce((most, { segment, next }) => (segment === last?.start ? Math.max(most, next) : most), 0);
  const seal = segments.at(-1)?.sha256;
  return {
    segments,
    ...(last && end > 0 && { open: prefix(last, end - last.start) }),
    ...(seal !== undefined && { seal }),
  };
}

function link({ start }: Segment, next: Segment): ChainLink {
  const hash = segmentHead(next)?.previousHash.toString('hex');
  return { start, bytes: next.start - start, ...(hash !== undefined && { sha256: hash }) };
}

function prefix(segment: Segment, bytes: number): ChainLink {
  const sha256 = prefixHash(segment, bytes);
  return { start: segment.start, bytes, ...(sha256 !== undefined && { sha256 }) };
}

/** SHA-256 of a segment's first bytes, unpacked; undefined where they are not all there. */
export function prefixHash(segment: Segment, bytes: number): string | undefined {
  const { header, pieces } = readContents(segment);
  if (!header) return undefined;
  const hash = createHash('sha256').update(header.bytes);
  let left = bytes - header.bytes.length;
  for (const piece of pieces()) {
    if ('damage' in piece) return undefined;
    hash.update(piece.bytes.subarray(0, left));
    left -= Math.min(left, piece.bytes.length);
    if (left === 0) return hash.digest('hex');
  }
  return undefined;
}
