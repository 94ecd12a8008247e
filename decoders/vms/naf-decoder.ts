/**
 * A stream or body with NAF records → messages. Records may be URL-encoded, wrapped in SOAP, glued together or broken
 * into lines; what stands between them is passed over. Nothing that arrives makes it throw.
 */
import { latin1, unicode } from '../bytes.ts';
import type { DecoderSink, DecoderState, DecodeStats, StreamDecoder } from '../report.ts';
import { Tally } from '../tally.ts';
import { nafFields, nafMessage } from './naf.ts';

/** Real records are below 1 kB, catch reports below 4 kB; what is longer without an end is none. */
const MAX_RECORD = 16_384;

/** Slashes are also written as %2F (a body sent as a form). An end needs no slashes behind it: `//ER` is seen as often as `//ER//`. */
const END = /(?:\/\/|%2F%2F)ER/gi;
/** Longest text that END matches. */
const END_LENGTH = '%2F%2FER'.length;
const START = /(?:\/\/|%2F%2F)SR(?:\/\/|%2F%2F)/gi;
/** Longest text that START matches. */
const START_LENGTH = '%2F%2FSR%2F%2F'.length;
/** Anything of a record, so that a text without start is known for a bad record and not for something else. */
const FIELD = /(?:\/\/|%2F%2F)[A-Z]{2}(?:\/|%2F)/;

export class NafDecoder implements StreamDecoder {
  private readonly tally: Tally;
  /** What has arrived since the last record's end, one character a byte. Put together only when it is read. */
  private text = '';
  /** Its last characters, in which an end may have begun. */
  private tail = '';

  constructor(sink: DecoderSink) {
    this.tally = new Tally(sink);
  }

  get stats(): DecodeStats {
    return this.tally.stats(0);
  }

  push(bytes: Uint8Array, receivedAt: number, whole = false): void {
    if (whole) this.end(receivedAt);
    let from = 0;
    while (from < bytes.length) {
      const to = Math.min(bytes.length, from + MAX_RECORD - this.text.length);
      this.add(latin1(bytes, from, to), receivedAt);
      from = to;
      if (this.text.length === MAX_RECORD) this.giveUp(receivedAt);
    }
    if (whole) this.end(receivedAt);
  }

  end(receivedAt: number): void {
    const starts = [...this.text.matchAll(START)];
    this.unfinished('no-end-record', this.text, starts, receivedAt);
    this.keep('');
  }

  save(): DecoderState {
    return { text: this.text };
  }

  restore(state: DecoderState): void {
    this.keep(state.text as string);
  }

  /** Looks for an end in what is new only, so that a sender of single bytes costs no more than another. */
  private add(piece: string, receivedAt: number): void {
    const window = this.tail + piece;
    let from = this.tail.length;
    for (const end of window.matchAll(END)) {
      const to = end.index + end[0].length;
      const text = this.text + window.slice(from, to);
      this.record(text.slice(0, text.length - end[0].length), receivedAt);
      this.text = '';
      from = to;
    }
    this.text += window.slice(from);
    this.tail = window.slice(Math.max(window.length - END_LENGTH + 1, from === this.tail.length ? 0 : from));
  }

  /** Too long without an end. The last start in it may still be that of a record, unless nothing stands before it. */
  private giveUp(receivedAt: number): void {
    const starts = [...this.text.matchAll(START)];
    const last = starts[starts.length - 1];
    const kept = last && last.index > 0 ? starts.pop() : undefined;
    this.unfinished('too-long', this.text, starts, receivedAt);
    // A start may also have begun in the last characters.
    this.keep(this.text.slice(kept?.index ?? -START_LENGTH));
  }

  private keep(text: string): void {
    this.text = text;
    this.tail = text.slice(-END_LENGTH + 1);
  }

  private unfinished(reason: string, text: string, starts: readonly RegExpExecArray[], receivedAt: number): void {
    for (const { index } of starts) {
      this.tally.sentences++;
      this.tally.reject(reason, text.slice(index), receivedAt);
    }
  }

  /** @param text everything from the previous record's end to this one's */
  private record(text: string, receivedAt: number): void {
    const starts = [...text.matchAll(START)];
    const start = starts.pop();
    this.unfinished('no-end-record', text, starts, receivedAt);
    if (!start) {
      this.withoutStart(text, receivedAt);
      return;
    }
    this.tally.sentences++;
    const raw = text.slice(start.index);
    const message = nafMessage(nafFields(plain(raw.slice(start[0].length))));
    if (typeof message === 'string') this.tally.reject(message, `${raw}//ER//`, receivedAt);
    else this.tally.accept(message, { receivedAt });
  }

  private withoutStart(text: string, receivedAt: number): void {
    const field = text.search(FIELD);
    if (field < 0) return;
    this.tally.sentences++;
    this.tally.reject('no-start-record', text.slice(field), receivedAt);
  }
}

/** Undoes, in this order, what was done to a record on its way: line breaks, URL encoding, UTF-8, XML entities. */
function plain(record: string): string {
  let text = record.replace(/[\r\n]+/g, '');
  // Only where slashes are encoded too does a plus stand for a space (in front of a number it does no harm).
  if (/%2F/i.test(text)) text = text.replaceAll('+', ' ');
  text = text.replace(/%([0-9a-f]{2})/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
  return unicode(text).replace(/&(?:(amp|lt|gt|quot|apos)|#(x[0-9a-f]{1,6}|\d{1,7}));/gi, characterOf);
}

/** A reference to no character is left as it is. */
function characterOf(reference: string, name: string | undefined, code: string): string {
  if (name !== undefined) return entities[name] ?? reference;
  const point = Number(`0${code}`);
  return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : reference;
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
