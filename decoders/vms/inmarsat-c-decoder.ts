/**
 * What a land earth station sends on "retrieve DNID": text of the session with binary records in between → messages. Records
 * that lack a byte or have one too many are told and kept as hex, for repair; the next record is found by its mark.
 */
import { hex } from '../bytes.ts';
import { BinaryStream, KEPT } from './binary-stream.ts';
import { headerLength, type InmarsatHeader, inmarsatMessage, readHeader } from './inmarsat-c.ts';

/** Start of header, `T&T`. */
const MARK = [0x01, 0x54, 0x26, 0x54] as const;
const EVIDENCE = 'T&T';
/** A position report with its header: what is kept of a record whose own length cannot be trusted. */
const USUAL_RECORD = 42;

/** Where in `text` (one character a byte) the first sign of a record or of its session stands; −1 when there is none. */
export function begins(text: string): number {
  const mark = text.indexOf(`\x01${EVIDENCE}`);
  const session = text.indexOf('Retrieving DNID data');
  return mark < 0 || session < 0 ? Math.max(mark, session) : Math.min(mark, session);
}

export class InmarsatDecoder extends BinaryStream {
  protected takeRecord(receivedAt: number, isEnd: boolean): boolean {
    const start = findMark(this.queue.bytes, 0);
    if (start < 0) {
      // A mark may have begun.
      this.queue.take(Math.max(0, this.queue.length - (MARK.length - 1)));
      return false;
    }
    this.queue.take(start);
    const { bytes } = this.queue;
    const next = findMark(bytes, MARK.length);
    const piece = next < 0 ? bytes : bytes.subarray(0, next);
    const isWhole = isEnd || next >= 0;
    const headerEnd = headerLength(bytes[4] ?? 0) ?? USUAL_RECORD;
    if (piece.length < headerEnd && !isWhole) return false;
    const header = readHeader(piece, 0) ?? readHeader(piece, 1);
    if (!header) return this.badHeader(piece, isWhole, receivedAt);
    const length = header.length + header.dataLength;
    // A mark that isn't whole within the record may not be seen yet; it ends data that nobody reads, and is found hereafter.
    const isComplete = bytes.length >= length && (next < 0 || next > length - MARK.length);
    if (isComplete) {
      this.record(header, bytes.subarray(0, length), receivedAt);
      this.queue.take(length - (MARK.length - 1));
      return true;
    }
    if (!isWhole) return false;
    this.reject(next < 0 ? 'truncated' : 'too-short', piece, receivedAt);
    this.queue.take(piece.length);
    return true;
  }

  private badHeader(piece: Uint8Array, isWhole: boolean, receivedAt: number): boolean {
    // So many that the next mark is seen if it begins before the usual end.
    if (piece.length < USUAL_RECORD + MARK.length - 1 && !isWhole) return false;
    this.reject('bad-header', piece.subarray(0, USUAL_RECORD), receivedAt);
    this.queue.take(MARK.length);
    return true;
  }

  private record(header: InmarsatHeader, bytes: Uint8Array, receivedAt: number): void {
    const message = inmarsatMessage(header, bytes.subarray(header.length));
    if (typeof message === 'string') {
      this.reject(message, bytes, receivedAt);
      return;
    }
    this.tally.sentences++;
    if (header.reference === undefined) this.tally.damage('short-message-ref', hex(bytes), receivedAt);
    this.tally.accept(message, { receivedAt });
  }

  private reject(reason: string, bytes: Uint8Array, receivedAt: number): void {
    this.tally.sentences++;
    this.tally.reject(reason, hex(bytes.subarray(0, KEPT)), receivedAt);
  }
}

function findMark(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(MARK[0], from); at >= 0; at = bytes.indexOf(MARK[0], at + 1)) {
    if (MARK.every((byte, i) => bytes[at + i] === byte)) return at;
  }
  return -1;
}
