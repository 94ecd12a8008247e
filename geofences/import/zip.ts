/** ZIP archives (PKWARE APPNOTE 6.3, sections 4.3.7–4.3.16), bounded: entries, and bytes after unpacking. */
import { Inflate } from 'fflate';
import { FileRefusal, MAX_UNPACKED_BYTES } from './reading.ts';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
/** The end record and the longest comment after it. */
const END_SEARCH = 22 + 0xffff;
/** A KMZ with pictures has some dozens. */
const MAX_ENTRIES = 1_000;
const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 1;
/** A piece of deflate data grows at most 1,032-fold: the bound is looked at after each of these. */
const PIECE_BYTES = 4_096;

export interface ZipEntry {
  /** Path in the archive, with `/`. */
  name: string;
  flags: number;
  method: number;
  packedBytes: number;
  /** Where its local header stands. */
  at: number;
}

export function isZip(bytes: Uint8Array): boolean {
  return bytes.length >= 22 && viewOf(bytes).getUint32(0, true) === LOCAL_HEADER;
}

/** The files of an archive, folders and the hidden copies of macOS left out. @throws FileRefusal `file-broken` */
export function zipEntries(bytes: Uint8Array): ZipEntry[] {
  const view = viewOf(bytes);
  const end = endOfDirectory(view);
  const entries: ZipEntry[] = [];
  const total = view.getUint16(end + 10, true);
  if (total > MAX_ENTRIES) throw broken(`có ${total} tệp bên trong`, `it holds ${total} files`);
  let at = view.getUint32(end + 16, true);
  for (let i = 0; i < total; i++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== DIRECTORY_ENTRY) throw cutShort();
    const nameLength = view.getUint16(at + 28, true);
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength)).replaceAll('\\', '/');
    const entry = {
      name,
      flags: view.getUint16(at + 8, true),
      method: view.getUint16(at + 10, true),
      packedBytes: view.getUint32(at + 20, true),
      at: view.getUint32(at + 42, true),
    };
    if (!name.endsWith('/') && !name.startsWith('__MACOSX/')) entries.push(entry);
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

function endOfDirectory(view: DataView): number {
  const first = Math.max(0, view.byteLength - END_SEARCH);
  for (let at = view.byteLength - 22; at >= first; at--) {
    if (view.getUint32(at, true) === END_OF_DIRECTORY) return at;
  }
  throw cutShort();
}

/** Unpacks entries of one archive, all of them together within the bound. */
export class Unpacker {
  private readonly bytes: Uint8Array;
  private unpacked = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** @throws FileRefusal */
  unpack(entry: ZipEntry): Uint8Array {
    const view = viewOf(this.bytes);
    if (entry.at + 30 > this.bytes.length || view.getUint32(entry.at, true) !== LOCAL_HEADER) throw cutShort();
    if (entry.flags & ENCRYPTED) throw broken('tệp nén có mật khẩu', 'it is protected by a password');
    const from = entry.at + 30 + view.getUint16(entry.at + 26, true) + view.getUint16(entry.at + 28, true);
    const packed = this.bytes.subarray(from, from + entry.packedBytes);
    if (packed.length < entry.packedBytes) throw cutShort();
    if (entry.method === STORED) {
      this.grow(packed.length);
      return packed;
    }
    if (entry.method !== DEFLATED) {
      throw broken(`kiểu nén ${entry.method} không đọc được`, `its compression method ${entry.method} is not known`);
    }
    return this.inflate(packed);
  }

  private inflate(packed: Uint8Array): Uint8Array {
    const pieces: Uint8Array[] = [];
    const inflate = new Inflate((piece) => {
      this.grow(piece.length);
      pieces.push(piece);
    });
    try {
      for (let at = 0; at < packed.length; at += PIECE_BYTES) {
        inflate.push(packed.subarray(at, at + PIECE_BYTES), at + PIECE_BYTES >= packed.length);
      }
    } catch (error) {
      throw error instanceof FileRefusal ? error : cutShort();
    }
    return joined(pieces);
  }

  private grow(bytes: number): void {
    this.unpacked += bytes;
    if (this.unpacked <= MAX_UNPACKED_BYTES) return;
    const mb = MAX_UNPACKED_BYTES / 1024 / 1024;
    throw new FileRefusal('unpacks-too-large', {
      vi: `Tệp nén bung ra lớn hơn ${mb} MB nên bị từ chối.`,
      en: `The archive unpacks to more than ${mb} MB and was refused.`,
    });
  }
}

function joined(pieces: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function cutShort(): FileRefusal {
  return broken('tệp nén bị hỏng hoặc bị cắt ngang', 'the archive is damaged or ends too early');
}

function broken(vi: string, en: string): FileRefusal {
  return new FileRefusal('file-broken', {
    vi: `Không mở được tệp nén: ${vi}. Hãy nén lại và gửi lại.`,
    en: `The archive cannot be opened: ${en}. Pack it again and send it again.`,
  });
}
