/** All formats: how a decoder of each is made, and how each shows itself in a stream that nobody has named. */
import { BACKSLASH, BANG, DOLLAR } from './bytes.ts';
import { AisJsonDecoder, begins as aisJsonBegins } from './json/ais-json.ts';
import { begins as jsonBegins, PositionJsonDecoder } from './json/position-json.ts';
import { SignalKDecoder, begins as signalKBegins } from './json/signalk.ts';
import { NmeaDecoder } from './nmea/decoder.ts';
import type { DecoderSink, StreamDecoder } from './report.ts';
import type { ColumnMap } from './tables/column-map.ts';
import { TableDecoder, begins as tableBegins } from './tables/table-decoder.ts';
import { DirectIpDecoder, begins as directIpBegins } from './vms/directip-decoder.ts';
import { FluxDecoder, begins as fluxBegins } from './vms/flux-decoder.ts';
import { InmarsatDecoder, begins as inmarsatBegins } from './vms/inmarsat-c-decoder.ts';
import { NafDecoder } from './vms/naf-decoder.ts';
import type { SbdCodec } from './vms/sbd-codec.ts';
import { Vn1008Decoder, begins as vn1008Begins } from './vms/vn1008-decoder.ts';
import type { Vn1008Layout } from './vms/vn1008-layout.ts';

/** How formats that senders write differently are to be read. */
export interface DecoderOptions {
  /** As `checkVn1008Layout` let it pass. */
  vn1008?: Vn1008Layout;
  /** As `checkColumnMap` let it pass; without it, each table's header is asked. */
  columns?: ColumnMap;
  /** Layouts of Iridium payloads, as `sbdCodecs` let them pass. */
  sbd?: readonly SbdCodec[];
}

export interface Format {
  create(sink: DecoderSink, options: DecoderOptions): StreamDecoder;
  /**
   * Index of the first evidence of the format; −1 when there is none.
   * @param text a piece of a stream, one character a byte
   */
  begins(text: string): number;
  /** Bytes with which its datagrams and lines begin and those of no other format do, if there are such. */
  firstBytes: readonly number[];
  /** Its records may hold any text: another format is only believed where a line begins. */
  holdsText: boolean;
}

/** Sentences inside the strings of JSON are not a stream of their own. */
const NMEA_START = /(?<!")[!$][ -~]{2}[A-Za-z]{3},|\\[A-Za-z0-9]{0,9}[:*]/;
const NAF_START = /(?:\/\/|%2[Ff]%2[Ff])[A-Z]{2}(?:\/|%2[Ff])/;

/** Longest beginning of a document before its first element that says what it is: declaration, envelope, header. */
const DOCUMENT_HEAD = 2048;

/** What an element stands in belongs to its document: from the declaration on, or else from the envelope. */
function documentStart(text: string, element: number): number {
  if (element < 0) return -1;
  const from = Math.max(0, element - DOCUMENT_HEAD);
  const head = text.slice(from, element);
  const declaration = head.lastIndexOf('<?xml');
  const start = declaration >= 0 ? declaration : head.search(/<(?:[\w.-]+:)?Envelope[\s>]/);
  return start < 0 ? element : from + start;
}

/** In the order in which they are believed where two begin at the same place. */
export const formats = table({
  nmea: {
    create: (sink) => new NmeaDecoder(sink),
    begins: (text) => text.search(NMEA_START),
    firstBytes: [BANG, DOLLAR, BACKSLASH],
    holdsText: false,
  },
  naf: {
    create: (sink) => new NafDecoder(sink),
    begins: (text) => text.search(NAF_START),
    firstBytes: [],
    holdsText: false,
  },
  flux: {
    create: (sink) => new FluxDecoder(sink),
    begins: (text) => documentStart(text, fluxBegins(text)),
    firstBytes: [],
    holdsText: true,
  },
  'inmarsat-c': {
    create: (sink) => new InmarsatDecoder(sink),
    begins: inmarsatBegins,
    firstBytes: [],
    holdsText: false,
  },
  directip: {
    create: (sink, { sbd }) => new DirectIpDecoder(sink, sbd),
    begins: directIpBegins,
    firstBytes: [],
    holdsText: false,
  },
  vn1008: {
    create: (sink, { vn1008 }) => new Vn1008Decoder(sink, vn1008),
    begins: vn1008Begins,
    firstBytes: [],
    holdsText: true,
  },
  csv: {
    create: (sink, { columns }) => new TableDecoder(sink, columns),
    begins: tableBegins,
    firstBytes: [],
    holdsText: true,
  },
  'ais-json': {
    create: (sink) => new AisJsonDecoder(sink),
    begins: aisJsonBegins,
    firstBytes: [],
    holdsText: true,
  },
  signalk: {
    create: (sink) => new SignalKDecoder(sink),
    begins: signalKBegins,
    firstBytes: [],
    holdsText: true,
  },
  json: {
    create: (sink) => new PositionJsonDecoder(sink),
    begins: jsonBegins,
    firstBytes: [],
    holdsText: true,
  },
});

/** Keeps the names, and lets each entry be any format. */
function table<Name extends string>(entries: Record<Name, Format>): Readonly<Record<Name, Format>> {
  return entries;
}

export type KnownFormat = keyof typeof formats;

/** All names, in the order in which they are believed. */
export const knownFormats = Object.keys(formats) as KnownFormat[];

/** The format that begins first in the text: one of `among`, which are in the order in which they are believed. */
export function firstFormat(
  text: string,
  among: readonly KnownFormat[],
): { format: KnownFormat; at: number } | undefined {
  let first: { format: KnownFormat; at: number } | undefined;
  for (const format of among) {
    const at = formats[format].begins(text);
    if (at >= 0 && (!first || at < first.at)) first = { format, at };
  }
  return first;
}
