/**
 * The journal's bytes on disk. A segment is a header and records; a position is a byte offset in the endless stream that all
 * segments form together, so a segment's name is the position at which it starts.
 *
 * header  "HAIDANG1" · start position u64 · SHA-256 of the segment before (zeros for the first)
 * record  length u32 · CRC-32 u32 (of what follows) · type u8 · flags u8 · feed u16 · received f64 · [source u16] · payload
 * The last record of a closed segment is `close`: its payload is the SHA-256 of everything before it in the file.
 * All numbers little-endian.
 */
import { crc32 } from 'node:zlib';

export const RecordType = { bytes: 1, tick: 2, entry: 3, close: 255 } as const;
export type RecordType = (typeof RecordType)[keyof typeof RecordType];

/** The payload is complete in itself (a datagram, an HTTP body). */
const FLAG_WHOLE = 1;
/** The source within the feed stands before the payload; it is 0 otherwise. */
const FLAG_SOURCE = 2;
/** All that stands before it in its segment was on disk when it was written: the first record of every group commit. */
const FLAG_AFTER_SYNC = 4;
const ALL_FLAGS = FLAG_WHOLE | FLAG_SOURCE | FLAG_AFTER_SYNC;

export const HEADER_BYTES = 48;
const FRAME_BYTES = 8;
const BODY_HEAD = 12;
const SOURCE_BYTES = 2;
/** A record of more is taken for a damaged length field. */
const MAX_RECORD_BYTES = 64 * 1024 * 1024;
const MAGIC = Buffer.from('HAIDANG1', 'latin1');

export interface JournalRecord {
  type: RecordType;
  whole: boolean;
  feed: number;
  /** Which of the feed's senders or connections, each a stream of its own: up to 65,535, 0 where there is one. */
  source: number;
  /** Epoch ms. */
  receivedAt: number;
  payload: Uint8Array;
}

/** A record with its place: `next` is the position at which the following one starts. */
export interface PlacedRecord extends JournalRecord {
  position: number;
  next: number;
}

export function encodeHeader(start: number, previousHash: Uint8Array): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  MAGIC.copy(header);
  header.writeBigUInt64LE(BigInt(start), 8);
  header.set(previousHash, 16);
  return header;
}

/** @returns undefined when these bytes are no segment header */
export function decodeHeader(bytes: Buffer): { start: number; previousHash: Buffer } | undefined {
  if (bytes.length < HEADER_BYTES || !bytes.subarray(0, 8).equals(MAGIC)) return undefined;
  return { start: Number(bytes.readBigUInt64LE(8)), previousHash: Buffer.from(bytes.subarray(16, 48)) };
}

/** @param afterSync as FLAG_AFTER_SYNC; it does not change the length */
export function encodeRecord(record: JournalRecord, afterSync = false): Buffer {
  const sourceBytes = record.source === 0 ? 0 : SOURCE_BYTES;
  const length = BODY_HEAD + sourceBytes + record.payload.length;
  const out = Buffer.allocUnsafe(FRAME_BYTES + length);
  out.writeUInt32LE(length, 0);
  out.writeUInt8(record.type, 8);
  const flags = (record.whole ? FLAG_WHOLE : 0) | (sourceBytes > 0 ? FLAG_SOURCE : 0);
  out.writeUInt8(flags | (afterSync ? FLAG_AFTER_SYNC : 0), 9);
  out.writeUInt16LE(record.feed, 10);
  out.writeDoubleLE(record.receivedAt, 12);
  if (sourceBytes > 0) out.writeUInt16LE(record.source, FRAME_BYTES + BODY_HEAD);
  out.set(record.payload, FRAME_BYTES + BODY_HEAD + sourceBytes);
  out.writeUInt32LE(crc32(out.subarray(FRAME_BYTES)), 4);
  return out;
}

/** @returns where the next whole record starts, at or after `from`; undefined when there is none */
export function findRecord(bytes: Buffer, from: number): number | undefined {
  for (let at = from; at + FRAME_BYTES + BODY_HEAD <= bytes.length; at++) {
    const length = bytes.readUInt32LE(at);
    // Cheap refusals first: hardly any wrong place gets as far as the CRC.
    if (length < BODY_HEAD || at + FRAME_BYTES + length > bytes.length || bytes[at + 9]! > ALL_FLAGS) continue;
    if (typeof decodeRecord(bytes, at) !== 'string') return at;
  }
  return undefined;
}

/** @param at where a whole record starts */
export function isAfterSync(bytes: Buffer, at: number): boolean {
  return (bytes.readUInt8(at + 9) & FLAG_AFTER_SYNC) !== 0;
}

export type Damage = 'bad-block' | 'cut-short' | 'bad-length' | 'bad-checksum' | 'unknown-type';

/**
 * @param bytes holds the record's start at `at`; the payload is a view into it
 * @returns the record and its size, or what is wrong with it (`cut-short`: more bytes are needed)
 */
export function decodeRecord(bytes: Buffer, at: number): { record: JournalRecord; size: number } | Damage {
  if (at + FRAME_BYTES > bytes.length) return 'cut-short';
  const length = bytes.readUInt32LE(at);
  if (length < BODY_HEAD || length > MAX_RECORD_BYTES) return 'bad-length';
  const end = at + FRAME_BYTES + length;
  if (end > bytes.length) return 'cut-short';
  if (crc32(bytes.subarray(at + FRAME_BYTES, end)) !== bytes.readUInt32LE(at + 4)) return 'bad-checksum';
  const type = bytes.readUInt8(at + 8);
  if (!Object.values(RecordType).includes(type as RecordType)) return 'unknown-type';
  const flags = bytes.readUInt8(at + 9);
  const hasSource = (flags & FLAG_SOURCE) !== 0;
  const head = at + FRAME_BYTES + BODY_HEAD;
  if (hasSource && head + SOURCE_BYTES > end) return 'bad-length';
  return {
    record: {
      type: type as RecordType,
      whole: (flags & FLAG_WHOLE) !== 0,
      feed: bytes.readUInt16LE(at + 10),
      receivedAt: bytes.readDoubleLE(at + 12),
      source: hasSource ? bytes.readUInt16LE(head) : 0,
      payload: bytes.subarray(hasSource ? head + SOURCE_BYTES : head, end),
    },
    size: FRAME_BYTES + length,
  };
}
