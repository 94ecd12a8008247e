/** Our decoder as a feed drives it: bytes in pieces, cut anywhere, each with a time of receipt. */
import { readFileSync } from 'node:fs';
import { createDecoder } from '../../../decoders/registry.ts';
import type { DecoderSink, Message } from '../../../decoders/report.ts';
import type { Decoder, Input } from '../decoder.ts';

/** As much as a socket or file stream hands on at a time. */
const CHUNK = 65_536;
const FIRST_RECEIVED_AT = Date.UTC(2026, 0, 1);
/** Apart, so that nothing that hangs on the time of receipt is had for nothing. */
const CHUNK_MS = 10;

/** A sink that counts. */
export class Counter implements DecoderSink {
  messages = 0;
  /** Held, so that no object can be optimised away. */
  last: Message | undefined;

  message(message: Message): void {
    this.messages++;
    this.last = message;
  }

  rejected(): void {}
}

/** Decodes the logs as published into `sink`. */
export function ours({ published }: Input, about: string, sink: Counter): Decoder {
  const bytes = readFileSync(published);
  const decoder: Decoder = {
    about: `${about}, from the logs as published`,
    sentences: 0,
    isHere: true,
    decode: () => {
      sink.messages = 0;
      decoder.sentences = decodeChunks(bytes, sink);
      return sink.messages;
    },
  };
  return decoder;
}

/** @returns sentences that were found */
function decodeChunks(bytes: Buffer, sink: DecoderSink): number {
  const decoder = createDecoder('nmea', sink);
  let receivedAt = FIRST_RECEIVED_AT;
  for (let at = 0; at < bytes.length; at += CHUNK) {
    decoder.push(bytes.subarray(at, at + CHUNK), receivedAt);
    receivedAt += CHUNK_MS;
  }
  decoder.end(receivedAt);
  return decoder.stats.sentences;
}
