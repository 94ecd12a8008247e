/** Proves that segments are unaltered, and names the place of every damage. */
import { createHash, type Hash } from 'node:crypto';
import { basename } from 'node:path';
import { contentSize, type Piece, readContents } from './contents.ts';
import { decodeRecord, findRecord, HEADER_BYTES, RecordType } from './record.ts';
import { listSegments, type Segment } from './segments.ts';

export interface Finding {
  segment: string;
  /** Byte offset in the segment's file; for a packed one, of the block. */
  offset?: number;
  /** Ordinal of the record in its segment, from 1, where what stands before it could be counted. */
  record?: number;
  problem: string;
}

export interface Verification {
  segments: number;
  closedSegments: number;
  packedSegments: number;
  records: number;
  /** As they were written. */
  bytes: number;
  /** What the files take. */
  fileBytes: number;
  /**
   * SHA-256 over the last segment that has a successor, hex: it stands for everything before it. Kept elsewhere, it also
   * proves that nobody wrote the whole journal anew.
   */
  seal?: string;
  findings: Finding[];
}

/** A segment that has a successor. */
export interface ClosedSegment {
  /** Position behind it. */
  end: number;
  /** Of all of it, unpacked, hexadecimal: its seal. Undefined where damage hides it. */
  sha256?: string;
}

/**
 * Reads every segment, checks every record's CRC, every closing hash and every link from one segment to the next.
 * @param onClosed told of every segment but the last
 */
export function verifyJournal(dir: string, onClosed: (segment: ClosedSegment) => void = () => {}): Verification {
  const segments = listSegments(dir);
  const result: Verification = {
    segments: segments.length,
    closedSegments: 0,
    packedSegments: segments.filter(({ packed }) => packed).length,
    records: 0,
    bytes: 0,
    fileBytes: 0,
    findings: [],
  };
  let expectedLink: Buffer | undefined = Buffer.alloc(32);
  let expectedStart: number | undefined = 0;
  for (const segment of segments) {
    // Begun and not written to yet, for want of room or time: it holds nothing that could be altered.
    if (segment === segments.at(-1) && !segment.packed && contentSize(segment) < HEADER_BYTES) break;
    const check = new SegmentCheck(segment, result);
    if (expectedStart !== undefined && segment.start !== expectedStart)
      check.find(undefined, `a segment is missing before position ${segment.start}`);
    else if (expectedLink && check.previousHash && !expectedLink.equals(check.previousHash))
      check.find(16, 'the segment before it, or its link to it, was altered');
    if (segment !== segments[0] && expectedLink) result.seal = expectedLink.toString('hex');
    const { hash, size } = check.run();
    expectedLink = hash;
    expectedStart = size === undefined ? undefined : segment.start + size;
    if (segment === segments.at(-1)) continue;
    const end = expectedStart ?? segments[segments.indexOf(segment) + 1]!.start;
    onClosed({ end, ...(hash && { sha256: hash.toString('hex') }) });
  }
  return result;
}

class SegmentCheck {
  readonly #name: string;
  readonly #contents: ReturnType<typeof readContents>;
  readonly #result: Verification;
  readonly #hash: Hash = createHash('sha256');
  readonly #start: number;
  readonly #packed: boolean;
  /** Records before the one at hand; undefined once some could not be counted. */
  #ordinal: number | undefined = 0;
  #whole = true;

  constructor(segment: Segment, result: Verification) {
    this.#name = basename(segment.path);
    this.#start = segment.start;
    this.#packed = segment.packed;
    this.#result = result;
    this.#contents = readContents(segment);
  }

  get previousHash(): Buffer | undefined {
    return this.#headerFits() ? this.#contents.header?.previousHash : undefined;
  }

  find(offset: number | undefined, problem: string, record?: number): void {
    const finding: Finding = { segment: this.#name, problem };
    if (offset !== undefined) finding.offset = offset;
    if (record !== undefined) finding.record = record;
    this.#result.findings.push(finding);
  }

  /** @returns hash and size of the unpacked segment, where damage leaves them knowable */
  run(): { hash: Buffer | undefined; size: number | undefined } {
    const { header, size, fileBytes } = this.#contents;
    this.#result.fileBytes += fileBytes;
    this.#result.bytes += size ?? 0;
    if (this.#headerFits()) this.#hash.update(header!.bytes);
    else {
      this.#whole = false;
      this.find(0, 'the header is damaged');
    }
    for (const piece of this.#contents.pieces()) {
      if ('damage' in piece) this.#lost(piece.at, piece.damage);
      else this.#piece(piece);
    }
    return { hash: this.#whole ? this.#hash.digest() : undefined, size };
  }

  #headerFits(): boolean {
    return this.#contents.header?.start === this.#start;
  }

  /** Says where, and how many records were whole up to there. */
  #lost(at: number, damage: string): void {
    this.find(at, `the record can't be read (${damage})`, this.#ordinal === undefined ? undefined : this.#ordinal + 1);
    this.#ordinal = undefined;
    if (this.#packed) this.#whole = false;
  }

  #piece({ offset, bytes, at: pieceAt }: Piece): void {
    let at = 0;
    while (at < bytes.length) {
      const found = decodeRecord(bytes, at);
      const place = this.#packed ? pieceAt : offset + at;
      if (typeof found === 'string') {
        this.#lost(place, found);
        const next = findRecord(bytes, at + 1);
        if (next === undefined) break;
        at = next;
        continue;
      }
      this.#result.records++;
      if (this.#ordinal !== undefined) this.#ordinal++;
      if (found.record.type === RecordType.close) this.#closing(bytes.subarray(0, at), found.record.payload, place);
      at += found.size;
    }
    this.#hash.update(bytes);
  }

  #closing(before: Buffer, payload: Uint8Array, place: number): void {
    this.#result.closedSegments++;
    // After damage the closing hash can only be wrong, and the place of the damage has been named.
    if (!this.#whole || this.#ordinal === undefined) return;
    if (this.#hash.copy().update(before).digest().equals(payload)) return;
    this.find(place, 'the closing hash does not match what stands before it', this.#ordinal);
  }
}
