/**
 * Reads a zip of the one spelling that zip-layout.ts has, and names every byte that is not as it was written. Local headers
 * and the directory say the same twice, so that one of them shows where the other was altered. Trusts nothing that it reads.
 */
import { createHash } from 'node:crypto';
import { crc32, inflateRawSync } from 'node:zlib';
import {
  DIRECTORY_BYTES,
  DIRECTORY_SIGN,
  directoryEntry,
  END_BYTES,
  endRecord,
  LOCAL_BYTES,
  LOCAL_SIGN,
  localHeader,
  readShared,
  type ZipEntry,
} from './zip-layout.ts';

/** No entry of an archive is larger; whoever says so is not believed. */
const MAX_ENTRY_BYTES = 512 * 1024 * 1024;

type ZipProblem = 'header' | 'directory' | 'content' | 'structure';

interface ZipFault {
  problem: ZipProblem;
  /** Byte of the zip file. */
  at: number;
  /** Whose header, directory line or content it is. */
  name?: string;
}

export interface ReadEntry {
  name: string;
  /** Byte of the zip file at which its content begins. */
  at: number;
  /** Undefined where it cannot be read. */
  bytes: Buffer | undefined;
  packedSha256: string;
}

interface ReadZip {
  entries: ReadEntry[];
  faults: ZipFault[];
}

export function readZip(file: Buffer): ReadZip {
  const walked = walkEntries(file);
  const listed = listedEntries(file);
  const faults: ZipFault[] = [];
  const chosen = listed ?? walked.entries;
  if (!listed && !walked.isWhole) faults.push({ problem: 'structure', at: walked.end });
  const entries = chosen.map((entry, index) => readEntry(file, entry, walked.entries[index], faults));
  compareStructure(file, chosen, faults);
  // Where the two contradict each other, both places are named: it is one of them.
  if (listed && walked.isWhole && faults.length > 0) compareStructure(file, walked.entries, faults);
  return { entries, faults };
}

interface Placed extends ZipEntry {
  /** Of its local header. */
  offset: number;
}

const contentAt = ({ offset, name }: Placed): number => offset + LOCAL_BYTES + name.length;

/** Entries one behind the other, as the local headers say. */
function walkEntries(file: Buffer): { entries: Placed[]; isWhole: boolean; end: number } {
  const entries: Placed[] = [];
  let at = 0;
  while (at + LOCAL_BYTES <= file.length && file.readUInt32LE(at) === LOCAL_SIGN) {
    const entry = { ...readShared(file, at + 4, at + LOCAL_BYTES), offset: at };
    const end = contentAt(entry) + entry.packedBytes;
    if (end > file.length) return { entries, isWhole: false, end: at };
    entries.push(entry);
    at = end;
  }
  const isWhole = at + 4 <= file.length && file.readUInt32LE(at) === DIRECTORY_SIGN;
  return { entries, isWhole, end: at };
}

/** Entries as the directory lists them; undefined when it doesn't account for the whole file. */
function listedEntries(file: Buffer): Placed[] | undefined {
  const end = file.length - END_BYTES;
  if (end < 0) return undefined;
  const start = file.readUInt32LE(end + 16);
  const entries: Placed[] = [];
  let offset = 0;
  let at = start;
  while (at + DIRECTORY_BYTES <= end) {
    if (file.readUInt32LE(at) !== DIRECTORY_SIGN) return undefined;
    const entry = { ...readShared(file, at + 6, at + DIRECTORY_BYTES), offset };
    entries.push(entry);
    offset = contentAt(entry) + entry.packedBytes;
    at += DIRECTORY_BYTES + entry.name.length;
  }
  return at === end && offset === start ? entries : undefined;
}

function readEntry(file: Buffer, entry: Placed, local: Placed | undefined, faults: ZipFault[]): ReadEntry {
  const { name, method } = entry;
  const at = contentAt(entry);
  const packed = file.subarray(at, at + entry.packedBytes);
  const packedSha256 = createHash('sha256').update(packed).digest('hex');
  const bytes = unpacked(packed, entry, method) ?? (local && unpacked(packed, entry, local.method));
  const found = bytes && crc32(bytes);
  const isAsWritten = bytes && (found === entry.crc || (local?.offset === entry.offset && found === local.crc));
  if (!isAsWritten) faults.push({ problem: 'content', at, name });
  return { name, at, bytes, packedSha256 };
}

function unpacked(packed: Buffer, { bytes }: ZipEntry, method: number): Buffer | undefined {
  if (method === 0) return packed;
  if (method !== 8) return undefined;
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.min(MAX_ENTRY_BYTES, bytes + 1) });
  } catch {
    return undefined;
  }
}

/** Everything that is not content has to be what the writer would have written. */
function compareStructure(file: Buffer, entries: readonly Placed[], faults: ZipFault[]): void {
  for (const entry of entries) compare(file, entry.offset, localHeader(entry), 'header', faults, entry.name);
  const last = entries.at(-1);
  const start = last ? contentAt(last) + last.packedBytes : 0;
  let at = start;
  for (const entry of entries) {
    const line = directoryEntry(entry, entry.offset);
    compare(file, at, line, 'directory', faults, entry.name);
    at += line.length;
  }
  compare(file, at, endRecord(entries.length, at - start, start), 'directory', faults);
  if (at + END_BYTES < file.length) faults.push({ problem: 'structure', at: at + END_BYTES });
}

function compare(
  file: Buffer,
  at: number,
  expected: Buffer,
  problem: ZipProblem,
  faults: ZipFault[],
  name?: string,
): void {
  const found = file.subarray(at, at + expected.length);
  if (found.equals(expected)) return;
  let same = 0;
  while (same < found.length && found[same] === expected[same]) same++;
  faults.push({ problem, at: at + same, ...(name !== undefined && { name }) });
}
