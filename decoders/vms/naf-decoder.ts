/**
 * A stream or body with NAF records → messages. Records may be URL-encoded, wrapped in SOAP, glued together or broken
 * into lines; what stands between them is passed over. Nothing that arrives makes it throw.
 */
import { fromLatin1, latin1 } from '../bytes.ts';
import type { DecoderSink, DecoderState, DecodeStats, StreamDecoder } from '../report.ts';
import { Tally } from '../tally.ts';
import { nafFields, nafMessage } from './naf.ts';

/** Real records are below 1 kB, catch reports below 4 kB; what is longer without an end is none. */
const MAX_RECORD = 16_384;

/** Slashes are also written as %2F (a body sent as a form). An end needs no slashes behind it: `//ER` is seen as often as `//ER//`. */
const END = /(?:\/\/|%2F%2F)ER/i;
const START = /(?:\/\/|%2F%2F)SR(?:\/\/|%2F%2F)/gi;
/** Longest text that START matches. */
const START_LENGTH = '%2F%2FSR%2F%2F'.length;
/** Anything of a record, so that a text without start is known for a bad record and not for something else. */
const FIELD = /(?:\/\/|%2F%2F)[A-Z]{2}(?:\/|%2F)/;

export class NafDecoder implements StreamDecoder {
  private readonly tally: Tally;
  /** What has arrived since the last record's end, one character a byte. */
  private text = '';

  constructor(sink: DecoderSink) {
    this.tally = new Tally(sink);
  }

  get stats(): DecodeStats {
    return this.tally.stats(0);
  }

  push(bytes: Uint8Array, receivedAt: number, whole = false): void {
    let from = 0;
    while (from < bytes.length) {
      const to = Math.min(bytes.length, from + MAX_RECORD - this.text.length);
      this.text += latin1(bytes, from, to);
      from = to;
      this.takeRecords(receivedAt);
      if (this.text.length === MAX_RECORD) this.giveUp('too-long', receivedAt);
    }
    if (whole) this.end(receivedAt);
  }

  end(receivedAt: number): void {
    this.giveUp('no-end-record', receivedAt);
    this.text = '';
  }

  save(): DecoderState {
    return { text: this.text };
  }

  restore(state: DecoderState): void {
    this.text = state.text as string;
  }

  private takeRecords(receivedAt: number): void {
    for (let end = END.exec(this.text); end !== null; end = END.exec(this.text)) {
      this.record(this.text.slice(0, end.index), receivedAt);
      this.text = this.text.slice(end.index + end[0].length);
    }
  }

  private giveUp(reason: string, receivedAt: number): void {
    const start = this.text.search(START);
    if (start >= 0) {
      this.tally.sentences++;
      this.tally.reject(reason, this.text.slice(start), receivedAt);
    }
    // What follows long noise may have begun in its last characters.
    this.text = start >= 0 ? '' : this.text.slice(-START_LENGTH);
  }

  /** @param text everything from the previous record's end to this one's */
  private record(text: string, receivedAt: number): void {
    const starts = [...text.matchAll(START)];
    const start = starts.pop();
    for (const unfinished of starts) {
      this.tally.sentences++;
      this.tally.reject('no-end-record', text.slice(unfinished.index), receivedAt);
    }
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

/** Undoes, in this order, what was done to a record on its way: line breaks, URL encoding, XML entities, UTF-8. */
function plain(record: string): string {
  let text = record.replace(/[\r\n]+/g, '');
  // Only where slashes are encoded too does a plus stand for a space (in front of a number it does no harm).
  if (/%2F/i.test(text)) text = text.replaceAll('+', ' ');
  text = text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  text = text.replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => entities[name]!);
  return unicode(text);
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** NAF is ISO 8859-1; some senders write UTF-8, which text in the other is practically never valid as. */
function unicode(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is that of ASCII
  if (/^[\x00-\x7f]*$/.test(text)) return text;
  try {
    return utf8.decode(fromLatin1(text));
  } catch {
    return text;
  }
}
