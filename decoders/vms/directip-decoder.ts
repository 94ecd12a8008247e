/** A connection from the Iridium gateway (DirectIP, mobile originated) → messages. What is none is passed over up to the next that is. */
import { hex } from '../bytes.ts';
import type { DecoderSink } from '../report.ts';
import { BinaryStream, KEPT } from './binary-stream.ts';
import { directIpMessage, MO_HEADER_LENGTH } from './directip.ts';
import { defaultCodecs, type SbdCodec } from './sbd-codec.ts';

/** Protocol revision, length, then the header element: its identifier, length, call detail record and the 15 digits of an IMEI. */
const REVISION = 1;
const HEADER_ELEMENT = [1, 0, MO_HEADER_LENGTH] as const;
const BODY_AT = 3;
const IMEI_AT = 10;
const IMEI_END = 25;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the format is binary
const EVIDENCE = /\x01[\s\S]{2}\x01\0\x1c[\s\S]{4}\d{15}/;
/** The largest payload is 1960 bytes; header, location and confirmation have 49. */
const MAX_BODY = 2048;

/** Where in `text` (one character a byte) the first message's beginning stands; −1 when there is none. */
export function begins(text: string): number {
  return text.search(EVIDENCE);
}

export class DirectIpDecoder extends BinaryStream {
  private readonly codecs: readonly SbdCodec[];

  /** @param codecs layouts of the devices' payloads; `sbdCodecs` checks those that people wrote */
  constructor(sink: DecoderSink, codecs: readonly SbdCodec[] = defaultCodecs) {
    super(sink);
    this.codecs = codecs;
  }

  protected takeRecord(receivedAt: number, isEnd: boolean): boolean {
    const waiting = this.queue.bytes;
    let start = 0;
    while (start < waiting.length && !mayBegin(waiting, start)) start++;
    this.queue.take(start);
    const { bytes } = this.queue;
    if (bytes.length < IMEI_END && !isEnd) return false;
    // At the end a few bytes may look like a beginning.
    if (bytes.length < BODY_AT + HEADER_ELEMENT.length) return false;
    const length = BODY_AT + bodyLength(bytes, 0);
    if (bytes.length < length) {
      if (isEnd) this.bad('truncated', bytes, receivedAt);
      return isEnd;
    }
    const message = directIpMessage(bytes.subarray(BODY_AT, length), this.codecs);
    if (typeof message === 'string') {
      this.bad(message, bytes.subarray(0, length), receivedAt);
      return true;
    }
    this.tally.sentences++;
    this.tally.accept(message, { receivedAt });
    this.queue.take(length);
    return true;
  }

  /** Its length may be what is wrong: the next may begin within it. */
  private bad(reason: string, bytes: Uint8Array, receivedAt: number): void {
    this.tally.sentences++;
    this.tally.reject(reason, hex(bytes.subarray(0, KEPT)), receivedAt);
    this.queue.take(1);
  }
}

/** True when a message begins there, as far as can be seen yet. */
function mayBegin(bytes: Uint8Array, start: number): boolean {
  if (bytes[start] !== REVISION) return false;
  const seen = bytes.length - start;
  if (seen >= BODY_AT) {
    const length = bodyLength(bytes, start);
    if (length < BODY_AT + MO_HEADER_LENGTH || length > MAX_BODY) return false;
  }
  for (let i = 0; i < HEADER_ELEMENT.length && BODY_AT + i < seen; i++) {
    if (bytes[start + BODY_AT + i] !== HEADER_ELEMENT[i]) return false;
  }
  for (let i = IMEI_AT; i < IMEI_END && i < seen; i++) {
    const digit = bytes[start + i]! - 0x30;
    if (digit < 0 || digit > 9) return false;
  }
  return true;
}

function bodyLength(bytes: Uint8Array, start: number): number {
  return bytes[start + 1]! * 256 + bytes[start + 2]!;
}
