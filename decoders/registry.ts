/** Format name → decoder. */
import { type DecoderOptions, formats, type KnownFormat, knownFormats } from './formats.ts';
import type { DecoderSink, StreamDecoder } from './report.ts';
import { SniffingDecoder } from './sniffing.ts';

export type { DecoderOptions } from './formats.ts';

/** What `createDecoder` can read. `auto` finds out what arrives, and again when that changes. */
export type DecoderFormat = 'auto' | KnownFormat;

/** All values of DecoderFormat. */
export const decoderFormats: readonly DecoderFormat[] = ['auto', ...knownFormats];

/** A decoder for one connection (or file, or sender of datagrams). What it finds goes to `sink`, in order. */
export function createDecoder(format: DecoderFormat, sink: DecoderSink, options: DecoderOptions = {}): StreamDecoder {
  return format === 'auto' ? new SniffingDecoder(sink, options) : formats[format].create(sink, options);
}
