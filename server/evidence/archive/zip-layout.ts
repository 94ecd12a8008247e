/**
 * The one spelling of a zip that evidence archives are written in: ASCII names, sizes known beforehand, one time for all
 * entries, no comments and no gaps. Any unzip program reads it; our reader takes nothing else, so that no byte of the file is
 * free to be changed unseen. (PKWARE APPNOTE 6.3.10, §4.3)
 */

export interface ZipEntry {
  /** One character a byte. */
  name: string;
  /** 0: as it is, 8: deflated. */
  method: number;
  crc: number;
  packedBytes: number;
  bytes: number;
  /** MS-DOS time and date, as one number. */
  stamp: number;
}

export const LOCAL_BYTES = 30;
export const DIRECTORY_BYTES = 46;
export const END_BYTES = 22;
export const LOCAL_SIGN = 0x04034b50;
export const DIRECTORY_SIGN = 0x02014b50;
const END_SIGN = 0x06054b50;
const VERSION = 20;
const MADE_BY_UNIX = 0x0314;
const UTF8_NAMES = 0x0800;
/** A plain file that its owner may read and write. */
const ATTRIBUTES = 0o100600 * 0x10000;

/** Of UTC: it is the same wherever the archive is made. @param time epoch ms */
export function dosStamp(time: number): number {
  const at = new Date(time);
  const date = ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate();
  const clock = (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1);
  return date * 0x10000 + clock;
}

/** From the version needed to the length of the name: what both headers say. */
function shared({ method, stamp, crc, packedBytes, bytes, name }: ZipEntry): Buffer {
  const out = Buffer.alloc(24);
  out.writeUInt16LE(VERSION, 0);
  out.writeUInt16LE(UTF8_NAMES, 2);
  out.writeUInt16LE(method, 4);
  out.writeUInt32LE(stamp, 6);
  out.writeUInt32LE(crc, 10);
  out.writeUInt32LE(packedBytes, 14);
  out.writeUInt32LE(bytes, 18);
  out.writeUInt16LE(name.length, 22);
  return out;
}

/** Stands before an entry's bytes. */
export function localHeader(entry: ZipEntry): Buffer {
  const sign = Buffer.alloc(4);
  sign.writeUInt32LE(LOCAL_SIGN);
  return Buffer.concat([sign, shared(entry), Buffer.alloc(2), Buffer.from(entry.name, 'latin1')]);
}

/** @param offset at which the entry's local header stands */
export function directoryEntry(entry: ZipEntry, offset: number): Buffer {
  const head = Buffer.alloc(6);
  head.writeUInt32LE(DIRECTORY_SIGN);
  head.writeUInt16LE(MADE_BY_UNIX, 4);
  const tail = Buffer.alloc(16);
  tail.writeUInt32LE(ATTRIBUTES, 8);
  tail.writeUInt32LE(offset, 12);
  return Buffer.concat([head, shared(entry), tail, Buffer.from(entry.name, 'latin1')]);
}

export function endRecord(entries: number, directoryBytes: number, offset: number): Buffer {
  const out = Buffer.alloc(END_BYTES);
  out.writeUInt32LE(END_SIGN);
  out.writeUInt16LE(entries, 8);
  out.writeUInt16LE(entries, 10);
  out.writeUInt32LE(directoryBytes, 12);
  out.writeUInt32LE(offset, 16);
  return out;
}

/** @param at of the first byte after the signature and, in the directory, the maker's version */
export function readShared(file: Buffer, at: number, nameAt: number): ZipEntry {
  return {
    method: file.readUInt16LE(at + 4),
    stamp: file.readUInt32LE(at + 6),
    crc: file.readUInt32LE(at + 10),
    packedBytes: file.readUInt32LE(at + 14),
    bytes: file.readUInt32LE(at + 18),
    name: file.toString('latin1', nameAt, nameAt + file.readUInt16LE(at + 22)),
  };
}
