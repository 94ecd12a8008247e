/** A connection from the Iridium gateway (DirectIP, mobile originated) → messages. What is none is passed over up to the next that is. */
import { hex } from '../bytes.ts';
import type { DecoderSink, DecoderState, DecodeStats, StreamDecoder } from '../report.ts';
import { Tally } from '../tally.ts';
import { ByteQueue } from './byte-queue.ts';
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
const SLICE = 4096;
/** As many as a rejection's text has room for. */
const KEPT = 100;

/** Where in `text` (one character a byte) the first message's beginning stands; −1 when there is none. */
export function begins(text: string): number {
  return text.search(EVIDENCE);
}

export class DirectIpDecoder implements StreamDecoder {
  private readonly tally: Tally;
  private readonly codecs: readonly SbdCodec[];
  private readonly queue = new ByteQueue();

  /** @param codecs layouts of the devices' payloads; `sbdCodecs` checks those that people wrote */
  constructor(sink: DecoderSink, codecs: readonly SbdCodec[] = defaultCodecs) {
    this.tally = new Tally(sink);
    this.codecs = codecs;
  }

  get stats(): DecodeStats {
    return this.tally.stats(0);
  }

  push(bytes: Uint8Array, receivedAt: number, whole = false): void {
    if (whole) this.end(receivedAt);
    for (let from = 0; from < bytes.length; from += SLICE) {
      this.queue.append(bytes.subarray(from, from + SLICE));
      while (this.takeMessage(receivedAt, false));
    }
    if (whole) this.end(receivedAt);
  }

  end(receivedAt: number): void {
    while (this.takeMessage(receivedAt, true));
    this.queue.take(this.queue.length);
  }

  save(): DecoderState {
    return { waiting: this.queue.save() };
  }

  restore(state: DecoderState): void {
    this.queue.restore(state.waiting as string);
  }

  /** @returns false when no message is left, or the rest of it has to come first */
  private takeMessage(receivedAt: number, isEnd: boolean): boolean {
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
