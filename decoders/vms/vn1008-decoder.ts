/** A stream of notice 1008 records → messages. Every record is a message or a rejection; nothing that arrives makes it throw. */
import { latin1, unicode } from '../bytes.ts';
import type { DecoderSink, DecoderState, DecodeStats, StreamDecoder } from '../report.ts';
import { Tally } from '../tally.ts';
import { Vn1008Reader } from './vn1008.ts';
import { defaultVn1008Layout, type Vn1008Layout } from './vn1008-layout.ts';

/** A position is about 80 characters; a downlink message carries a short text. */
const MAX_RECORD = 2048;

/** By the default layout: a position or its reply, and an SOS, each at the beginning of a line. */
const POSITION =
  /(?:^|[\r\n])[^,\r\n$!\\]{1,12},[^,\r\n]{0,24},[^,\r\n]{1,40},\d{6}(?:\.\d{1,6})?,(?:A,\d{4}(?:\.\d{0,8})?,[NS],\d{5}(?:\.\d{0,8})?,[EW]|V,[\d.]{0,12},[NS]?,[\d.]{0,12},[EW]?),/;
const SOS = /(?:^|[\r\n])SOS[^ \r\n]{1,40} \d{4}(?:\.\d{0,8})? [NS] \d{5}(?:\.\d{0,8})? [EW]\d{6} /;

/** Where the first record of the default layout begins; −1 when there is none. */
export function begins(text: string): number {
  const starts = [POSITION, SOS].flatMap((record) => record.exec(text) ?? []).map(String);
  const places = starts.map((found) => text.indexOf(found) + (/^[\r\n]/.test(found) ? 1 : 0));
  return places.length === 0 ? -1 : Math.min(...places);
}

export class Vn1008Decoder implements StreamDecoder {
  private readonly tally: Tally;
  private readonly reader: Vn1008Reader;
  private readonly recordEnd: string;
  /** The record that has not ended, one character a byte. */
  private text = '';
  /** A record was too long: what is left of it is passed over. */
  private isLost = false;

  /** @param layout as `checkVn1008Layout` let it pass */
  constructor(sink: DecoderSink, layout: Vn1008Layout = defaultVn1008Layout) {
    this.tally = new Tally(sink);
    this.reader = new Vn1008Reader(layout);
    this.recordEnd = layout.recordEnd;
  }

  get stats(): DecodeStats {
    return this.tally.stats(0);
  }

  push(bytes: Uint8Array, receivedAt: number, whole = false): void {
    for (let from = 0; from < bytes.length; from += MAX_RECORD) {
      this.text += latin1(bytes, from, Math.min(bytes.length, from + MAX_RECORD));
      this.takeRecords(receivedAt);
    }
    if (whole) this.end(receivedAt);
  }

  end(receivedAt: number): void {
    const rest = this.text;
    this.text = '';
    if (!this.isLost) this.record(rest, receivedAt);
    this.isLost = false;
  }

  save(): DecoderState {
    return { text: this.text, lost: this.isLost };
  }

  restore(state: DecoderState): void {
    this.text = state.text as string;
    this.isLost = state.lost as boolean;
  }

  private takeRecords(receivedAt: number): void {
    const records = this.recordEnd === '\n' ? this.text.split(/[\r\n]/) : this.text.split(this.recordEnd);
    this.text = records.pop()!;
    for (const record of records) {
      if (!this.isLost) this.record(record, receivedAt);
      this.isLost = false;
    }
    if (this.text.length <= MAX_RECORD) return;
    if (!this.isLost) this.reject('too-long', this.text, receivedAt);
    this.isLost = true;
    // As much as may be the beginning of the end.
    this.text = this.text.slice(-this.recordEnd.length);
  }

  private record(text: string, receivedAt: number): void {
    if (text.length > MAX_RECORD) {
      this.reject('too-long', text, receivedAt);
      return;
    }
    const record = unicode(text).replace(/[\r\n]/g, '');
    if (record.trim() === '') return;
    const reading = this.reader.read(record);
    if (typeof reading === 'string') {
      this.reject(reading, record, receivedAt);
      return;
    }
    this.tally.sentences++;
    if (reading.damaged) this.tally.damage(reading.damaged, record, receivedAt);
    this.tally.accept(reading.message, { receivedAt });
  }

  private reject(reason: string, text: string, receivedAt: number): void {
    this.tally.sentences++;
    this.tally.reject(reason, text, receivedAt);
  }
}
