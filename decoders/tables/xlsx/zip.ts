/**
 * The entries of a ZIP archive, within hard bounds: what an archive says of its sizes is not believed, and inflating stops at
 * the bound. No encryption, no ZIP64, no other method than store and deflate: workbooks need none.
 */
import { Inflate } from 'fflate';

export type ZipFault = 'zip-damaged' | 'zip-unsupported' | 'zip-too-large';

/** Workbooks have a dozen entries and one more a sheet. */
const MAX_ENTRIES = 1000;
/** Deflate makes at most 1032 bytes of one, so that a piece of this size never becomes more than eight mebibytes at once. */
const PIECE = 8192;

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_SIZE = 22;
const CENTRAL_SIZE = 46;
const LOCAL_SIZE = 30;

interface Entry {
  method: number;
  crc: number;
  size: number;
  offset: number;
  encrypted: boolean;
}

/** Thrown inside this folder only; `readWorkbook` turns it into a reason. */
export class ZipError extends Error {
  readonly fault: ZipFault;

  constructor(fault: ZipFault) {
    super(fault);
    this.fault = fault;
  }
}

/** Bytes that all entries of an archive together may still become. */
export interface Allowance {
  bytes: number;
}

export class ZipArchive {
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private readonly entries: ReadonlyMap<string, Entry>;

  /** @throws ZipError */
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = viewOf(bytes);
    this.entries = this.readDirectory();
  }

  has(name: string): boolean {
    return this.entries.has(name);
  }

  /**
   * Inflates an entry piece by piece, once to see that it is whole and again to hand it on: nothing of a damaged one is told.
   * @throws ZipError, or whatever `take` throws
   */
  read(name: string, allowance: Allowance, take: (bytes: Uint8Array) => void): void {
    const entry = this.entries.get(name);
    if (!entry) throw new ZipError('zip-damaged');
    if (entry.encrypted || (entry.method !== 0 && entry.method !== 8)) throw new ZipError('zip-unsupported');
    const data = this.dataOf(entry);
    const unpack = entry.method === 0 ? (to: (bytes: Uint8Array) => void) => to(data) : inflate.bind(undefined, data);
    let crc = 0xffff_ffff;
    unpack((bytes) => {
      allowance.bytes -= bytes.length;
      if (allowance.bytes < 0) throw new ZipError('zip-too-large');
      crc = crc32(crc, bytes);
    });
    if ((crc ^ 0xffff_ffff) >>> 0 !== entry.crc) throw new ZipError('zip-damaged');
    unpack(take);
  }

  private dataOf({ offset, size }: Entry): Uint8Array {
    const { bytes } = this;
    if (offset + LOCAL_SIZE > bytes.length || this.view.getUint32(offset, true) !== LOCAL) {
      throw new ZipError('zip-damaged');
    }
    const start = offset + LOCAL_SIZE + this.view.getUint16(offset + 26, true) + this.view.getUint16(offset + 28, true);
    if (start + size > bytes.length) throw new ZipError('zip-damaged');
    return bytes.subarray(start, start + size);
  }

  private readDirectory(): Map<string, Entry> {
    const { view, bytes } = this;
    const end = bytes.length < END_SIZE ? -1 : endRecord(bytes, bytes.length - END_SIZE - 0xffff, bytes.length);
    if (end < 0) throw new ZipError('zip-damaged');
    const count = view.getUint16(end + 10, true);
    if (count > MAX_ENTRIES) throw new ZipError('zip-too-large');
    const entries = new Map<string, Entry>();
    let at = view.getUint32(end + 16, true);
    for (let index = 0; index < count; index++) {
      if (at + CENTRAL_SIZE > bytes.length || view.getUint32(at, true) !== CENTRAL) throw new ZipError('zip-damaged');
      const nameSize = view.getUint16(at + 28, true);
      const name = new TextDecoder().decode(bytes.subarray(at + CENTRAL_SIZE, at + CENTRAL_SIZE + nameSize));
      entries.set(name, {
        encrypted: (view.getUint16(at + 8, true) & 1) === 1,
        method: view.getUint16(at + 10, true),
        crc: view.getUint32(at + 16, true),
        size: view.getUint32(at + 20, true),
        offset: view.getUint32(at + 42, true),
      });
      at += CENTRAL_SIZE + nameSize + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    }
    return entries;
  }
}

/**
 * Where an archive whose first byte is `bytes[0]` is over.
 * @param from where to begin to look
 * @returns `end`, or −1 when that has not arrived, and then where to look on
 */
export function archiveEnd(bytes: Uint8Array, from: number): { end: number; next: number } {
  const at = endRecord(bytes, from, bytes.length);
  if (at < 0) return { end: -1, next: Math.max(0, bytes.length - END_SIZE + 1) };
  const end = at + END_SIZE + viewOf(bytes).getUint16(at + 20, true);
  return { end: end <= bytes.length ? end : -1, next: at };
}

/** The end record says where the directory is, which ends where the record begins: that tells it from data that look like one. */
function endRecord(bytes: Uint8Array, from: number, to: number): number {
  const view = viewOf(bytes);
  for (let at = Math.max(0, from); at + END_SIZE <= to; at++) {
    if (bytes[at] !== 0x50 || view.getUint32(at, true) !== END) continue;
    if (view.getUint32(at + 12, true) + view.getUint32(at + 16, true) === at) return at;
  }
  return -1;
}

function inflate(data: Uint8Array, take: (bytes: Uint8Array) => void): void {
  const stream = new Inflate(take);
  try {
    for (let at = 0; at < data.length; at += PIECE) {
      stream.push(data.subarray(at, at + PIECE), at + PIECE >= data.length);
    }
  } catch (error) {
    // The library's own errors carry a number.
    if (error instanceof Error && 'code' in error) throw new ZipError('zip-damaged');
    throw error;
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

function crc32(before: number, bytes: Uint8Array): number {
  let crc = before;
  for (let at = 0; at < bytes.length; at++) crc = crcTable[(crc ^ bytes[at]!) & 0xff]! ^ (crc >>> 8);
  return crc;
}
