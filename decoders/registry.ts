/** Format name → decoder, and sniffing for connections whose format nobody has said. */
import { fromLatin1, latin1 } from './bytes.ts';
import { NmeaDecoder } from './nmea/decoder.ts';
import type { DecoderSink, DecoderState, DecodeStats, StreamDecoder } from './report.ts';
import { DirectIpDecoder } from './vms/directip-decoder.ts';
import { FluxDecoder } from './vms/flux-decoder.ts';
import { InmarsatDecoder } from './vms/inmarsat-c-decoder.ts';
import { NafDecoder } from './vms/naf-decoder.ts';

const decoders = {
  nmea: (sink: DecoderSink): StreamDecoder => new NmeaDecoder(sink),
  naf: (sink: DecoderSink): StreamDecoder => new NafDecoder(sink),
  flux: (sink: DecoderSink): StreamDecoder => new FluxDecoder(sink),
  'inmarsat-c': (sink: DecoderSink): StreamDecoder => new InmarsatDecoder(sink),
  directip: (sink: DecoderSink): StreamDecoder => new DirectIpDecoder(sink),
};

type KnownFormat = keyof typeof decoders;

/** What `createDecoder` can read. `auto` decides once, by the first sentence or record that arrives. */
export type DecoderFormat = 'auto' | KnownFormat;

/** All values of DecoderFormat. */
export const decoderFormats: readonly DecoderFormat[] = ['auto', ...(Object.keys(decoders) as KnownFormat[])];

/** A decoder for one connection (or file, or sender of datagrams). What it finds goes to `sink`, in order. */
export function createDecoder(format: DecoderFormat, sink: DecoderSink): StreamDecoder {
  return format === 'auto' ? new SniffingDecoder(sink) : decoders[format](sink);
}

/** A connection that has shown neither within this is taken for NMEA, where noise is at home. */
const SNIFF_LENGTH = 4096;

const NMEA_START = /[!$][ -~]{2}[A-Za-z]{3},|\\[A-Za-z0-9]{0,9}[:*]/;
const NAF_START = /(?:\/\/|%2[Ff]%2[Ff])[A-Z]{2}(?:\/|%2[Ff])/;

class SniffingDecoder implements StreamDecoder {
  private readonly sink: DecoderSink;
  private chosen: KnownFormat | undefined;
  private decoder: StreamDecoder | undefined;
  /** What came before the format was known, one character a byte. */
  private seen = '';

  constructor(sink: DecoderSink) {
    this.sink = sink;
  }

  get stats(): DecodeStats {
    return this.decoder?.stats ?? { sentences: 0, messages: 0, rejected: {}, damaged: {}, pending: 0 };
  }

  push(bytes: Uint8Array, receivedAt: number, whole = false): void {
    if (this.decoder) {
      this.decoder.push(bytes, receivedAt, whole);
      return;
    }
    this.seen += latin1(bytes, 0, bytes.length);
    const format = sniff(this.seen.slice(0, SNIFF_LENGTH)) ?? (this.seen.length >= SNIFF_LENGTH ? 'nmea' : undefined);
    if (format) this.choose(format).push(this.takeSeen(), receivedAt, whole);
  }

  end(receivedAt: number): void {
    if (!this.decoder) this.choose('nmea').push(this.takeSeen(), receivedAt);
    this.decoder?.end(receivedAt);
  }

  save(): DecoderState {
    if (!this.chosen || !this.decoder) return { seen: this.seen };
    return { format: this.chosen, decoder: this.decoder.save() };
  }

  restore(state: DecoderState): void {
    this.seen = (state.seen as string | undefined) ?? '';
    this.decoder = undefined;
    this.chosen = undefined;
    if (state.format !== undefined) this.choose(state.format as KnownFormat).restore(state.decoder as DecoderState);
  }

  private choose(format: KnownFormat): StreamDecoder {
    const decoder = decoders[format](this.sink);
    this.chosen = format;
    this.decoder = decoder;
    return decoder;
  }

  private takeSeen(): Uint8Array {
    const bytes = fromLatin1(this.seen);
    this.seen = '';
    return bytes;
  }
}

/** The format whose beginning stands first. */
function sniff(text: string): KnownFormat | undefined {
  const nmea = text.search(NMEA_START);
  const naf = text.search(NAF_START);
  if (nmea < 0 && naf < 0) return undefined;
  return naf < 0 || (nmea >= 0 && nmea < naf) ? 'nmea' : 'naf';
}
