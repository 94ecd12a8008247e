/** Whether, and where last, a format shows in a piece of a stream: what says that it still holds. HOT for small pieces. */
import { CR, LF, latin1 } from './bytes.ts';
import type { Format } from './formats.ts';

/** The last sentence of a piece is looked for in its last part first: one of AIS with its tag block fits in. */
const TAIL_LENGTH = 256;

/** Something behind the end of a line. */
export const SECOND_LINE = /[\r\n]\s*\S/;

export function isLineEnd(byte: number): boolean {
  return byte === LF || byte === CR;
}

/** Whether a datagram shows the format, as most do, and holds nothing behind. */
export function isOneRecord(bytes: Uint8Array, { begins, firstBytes }: Format): boolean {
  if (bytes.length === 0 || bytes.length > TAIL_LENGTH) return false;
  if (firstBytes.includes(bytes[0]!)) return true;
  const text = latin1(bytes, 0, bytes.length);
  return !SECOND_LINE.test(text) && begins(text) >= 0;
}

/**
 * Where the last line begins, if it begins as only the format's do: nothing stands behind it. Else −1.
 * @param byteBefore the byte in front of the piece
 */
export function lastLine(bytes: Uint8Array, { firstBytes }: Format, byteBefore: number): number {
  if (firstBytes.length === 0) return -1;
  let end = bytes.length;
  while (end > 0 && isLineEnd(bytes[end - 1]!)) end--;
  let at = end;
  for (const least = Math.max(0, end - TAIL_LENGTH); at > least && !isLineEnd(bytes[at - 1]!); ) at--;
  const isStart = isLineEnd(at > 0 ? bytes[at - 1]! : byteBefore);
  return at < end && isStart && firstBytes.includes(bytes[at]!) ? at : -1;
}

/** Where the last record of the format begins; −1 when none does in these bytes. */
export function lastRecord(bytes: Uint8Array, format: Format): number {
  const tail = Math.max(0, bytes.length - TAIL_LENGTH);
  const inTail = lastIn(latin1(bytes, tail, bytes.length), format);
  if (inTail >= 0 || tail === 0) return inTail < 0 ? -1 : tail + inTail;
  return lastIn(latin1(bytes, 0, bytes.length), format);
}

function lastIn(text: string, { begins }: Format): number {
  let last = -1;
  for (let at = begins(text); at >= 0; ) {
    last += at + 1;
    at = begins(text.slice(last + 1));
  }
  return last;
}
