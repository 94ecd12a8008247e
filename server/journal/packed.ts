/**
 * The packed form of a closed segment: the same bytes in compressed blocks. A block holds whole records and is compressed by
 * itself, so that a damaged byte costs one block and never the rest. Hashes and positions are those of the unpacked bytes.
 *
 * file   "HAIDANGZ" · unpacked size u64 · the segment's own header (48 bytes) · CRC-32 u32 of these
 * block  "HDBK" · CRC-32 u32 (of what follows) · packed length u32 · unpacked length u32 · unpacked offset u64 · Brotli data
 * The blocks follow each other from the first record on. All numbers little-endian.
 */
import { promisify } from 'node:util';
import { brotliCompress, brotliDecompressSync, constants, crc32 } from 'node:zlib';
import { type Damage, decodeHeader, HEADER_BYTES } from './record.ts';

/** Unpacked bytes after which a block ends with the record at hand: what one damaged byte may cost. */
export const BLOCK_BYTES = 256 * 1024;

const MAGIC = Buffer.from('HAIDANGZ', 'latin1');
const BLOCK_MAGIC = Buffer.from('HDBK', 'latin1');
/** What `decodePackedHead` needs. */
export const PACKED_HEAD_BYTES = 16 + HEADER_BYTES + 4;
const BLOCK_HEAD_BYTES = 24;
/** Records have at most 64 MB; a length of more is a damaged one. */
const MAX_BLOCK_BYTES = 130 * 1024 * 1024;
/** Beyond 5, Brotli takes many times as long for two parts in a hundred. */
const QUALITY = 5;

const compress = promisify(brotliCompress);

export function packedHead(unpackedSize: number, segmentHeader: Buffer): Buffer {
  const head = Buffer.alloc(PACKED_HEAD_BYTES);
  MAGIC.copy(head);
  head.writeBigUInt64LE(BigInt(unpackedSize), 8);
  segmentHeader.copy(head, 16);
  head.writeUInt32LE(crc32(head.subarray(0, PACKED_HEAD_BYTES - 4)), PACKED_HEAD_BYTES - 4);
  return head;
}

/** Compresses off the event loop. @param offset at which these bytes stand in the segment */
export async function packBlock(bytes: Uint8Array, offset: number): Promise<Buffer> {
  const data = await compress(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });
  const head = Buffer.alloc(BLOCK_HEAD_BYTES);
  BLOCK_MAGIC.copy(head);
  head.writeUInt32LE(data.length, 8);
  head.writeUInt32LE(bytes.length, 12);
  head.writeBigUInt64LE(BigInt(offset), 16);
  head.writeUInt32LE(crc32(data, crc32(head.subarray(8))), 4);
  return Buffer.concat([head, data]);
}

/** @returns what the segment's own header says and how long it is unpacked; undefined when these bytes are damaged */
export function decodePackedHead(
  file: Buffer,
): { unpackedSize: number; header: Buffer; segment: NonNullable<ReturnType<typeof decodeHeader>> } | undefined {
  if (file.length < PACKED_HEAD_BYTES || !file.subarray(0, 8).equals(MAGIC)) return undefined;
  if (crc32(file.subarray(0, PACKED_HEAD_BYTES - 4)) !== file.readUInt32LE(PACKED_HEAD_BYTES - 4)) return undefined;
  const header = file.subarray(16, 16 + HEADER_BYTES);
  const segment = decodeHeader(header);
  return segment && { unpackedSize: Number(file.readBigUInt64LE(8)), header, segment };
}

/** A block that could be read, or what is wrong where one should be; `at` is the byte of the packed file. */
type Unpacked =
  | { at: number; offset: number; bytes: Buffer }
  | { at: number; damage: Extract<Damage, 'bad-block' | 'cut-short'> };

/**
 * Blocks in order. After a damaged one it goes on at the next whole one.
 * @param from blocks that end before this offset of the unpacked segment are passed over
 */
export function* unpack(file: Buffer, from = 0): Generator<Unpacked> {
  const head = decodePackedHead(file);
  let expected = HEADER_BYTES;
  let at = head ? PACKED_HEAD_BYTES : (findBlock(file, 0, expected)?.at ?? file.length);
  while (at < file.length) {
    const block = blockHead(file, at);
    if (block && block.offset === expected && block.offset + block.unpacked <= from && blockHead(file, block.end)) {
      at = block.end;
      expected += block.unpacked;
      continue;
    }
    const bytes = block && blockData(file, at, block);
    if (block && bytes && block.offset >= expected) {
      if (block.offset > expected) yield { at, damage: 'bad-block' };
      yield { at, offset: block.offset, bytes };
      at = block.end;
      expected = block.offset + block.unpacked;
      continue;
    }
    const next = findBlock(file, at + 1, expected);
    yield { at, damage: 'bad-block' };
    if (!next) return;
    at = next.at;
    expected = next.offset;
  }
  if (head && head.unpackedSize !== expected) yield { at: file.length, damage: 'cut-short' };
}

interface BlockHead {
  offset: number;
  unpacked: number;
  end: number;
}

function blockHead(file: Buffer, at: number): BlockHead | undefined {
  if (at + BLOCK_HEAD_BYTES > file.length || file.compare(BLOCK_MAGIC, 0, 4, at, at + 4) !== 0) return undefined;
  const end = at + BLOCK_HEAD_BYTES + file.readUInt32LE(at + 8);
  const unpacked = file.readUInt32LE(at + 12);
  if (end > file.length || unpacked > MAX_BLOCK_BYTES) return undefined;
  return { offset: Number(file.readBigUInt64LE(at + 16)), unpacked, end };
}

function blockData(file: Buffer, at: number, { unpacked, end }: BlockHead): Buffer | undefined {
  if (crc32(file.subarray(at + 8, end)) !== file.readUInt32LE(at + 4)) return undefined;
  try {
    const bytes = brotliDecompressSync(file.subarray(at + BLOCK_HEAD_BYTES, end), { maxOutputLength: unpacked });
    return bytes.length === unpacked ? bytes : undefined;
  } catch {
    return undefined;
  }
}

function findBlock(file: Buffer, from: number, expected: number): { at: number; offset: number } | undefined {
  for (let at = file.indexOf(BLOCK_MAGIC, from); at !== -1; at = file.indexOf(BLOCK_MAGIC, at + 1)) {
    const head = blockHead(file, at);
    if (head && head.offset >= expected && blockData(file, at, head)) return { at, offset: head.offset };
  }
  return undefined;
}
