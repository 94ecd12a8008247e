/** Runs bytes through a decoder and keeps what comes out. */
import { createDecoder, type DecoderFormat } from '../../decoders/registry.ts';
import type { DecoderSink, DecodeStats, Message, MessageMeta, Rejection } from '../../decoders/report.ts';

export interface Collected {
  messages: { message: Message; meta: MessageMeta }[];
  rejected: Rejection[];
  damaged: Rejection[];
  stats: DecodeStats;
}

export class Collector implements DecoderSink {
  readonly messages: { message: Message; meta: MessageMeta }[] = [];
  readonly rejections: Rejection[] = [];
  readonly damages: Rejection[] = [];

  message(message: Message, meta: MessageMeta): void {
    // Through JSON, as everything that leaves the process: absent and undefined are the same.
    this.messages.push(JSON.parse(JSON.stringify({ message, meta })));
  }

  rejected(rejection: Rejection): void {
    this.rejections.push(rejection);
  }

  damaged(rejection: Rejection): void {
    this.damages.push(rejection);
  }
}

export const NOW = Date.UTC(2024, 0, 1);

/** Bytes of a text whose characters are bytes. */
export function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0) & 0xff);
}

/** Decodes a whole stream, given in one or several chunks. */
export function decodeAll(
  input: string | Uint8Array | readonly Uint8Array[],
  format: DecoderFormat = 'nmea',
): Collected {
  const collector = new Collector();
  const decoder = createDecoder(format, collector);
  const chunks = typeof input === 'string' ? [bytesOf(input)] : input instanceof Uint8Array ? [input] : input;
  for (const chunk of chunks) decoder.push(chunk, NOW);
  decoder.end(NOW);
  const { messages, rejections, damages } = collector;
  return { messages, rejected: rejections, damaged: damages, stats: decoder.stats };
}
