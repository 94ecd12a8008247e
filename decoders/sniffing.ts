/**
 * A stream whose format nobody has said → the decoder for it, and another one when the stream changes. The text is only
 * looked at where the present format does not show: the last sentence of a piece says that it still holds, and what stood
 * before it in the same piece is not asked about.
 */
import { fromLatin1, LF, latin1 } from './bytes.ts';
import { type DecoderOptions, firstFormat, formats, type KnownFormat, knownFormats } from './formats.ts';
import { isLineEnd, isOneRecord, lastLine, lastRecord, SECOND_LINE } from './last-record.ts';
import type { DecoderSink, DecoderState, DecodeStats, StreamDecoder } from './report.ts';
import { SinkLedger } from './sink-ledger.ts';
import type { TableFindings } from './tables/table.ts';

/** A connection that has shown nothing within this is taken for NMEA, where noise is at home. */
const SNIFF_LENGTH = 4096;
/** How much is held back in one mark; with the one before, so much of a beginning format is never lost. */
const MARK_LENGTH = 2048;

/** A place in the stream to which the decoder can be put back, and what has happened since. */
interface Mark {
  /** What came since, one character a byte. */
  text: string;
  decoder: DecoderState;
  /** The byte in front of it. */
  before: number;
}

export class SniffingDecoder implements StreamDecoder {
  private readonly options: DecoderOptions;
  private readonly ledger: SinkLedger;
  private chosen: KnownFormat | undefined;
  private decoder: StreamDecoder | undefined;
  /** What came before the format was known, one character a byte. */
  private seen = '';
  /** At most two, the older one first: what came since the first of them might be the beginning of another format. */
  private marks: Mark[] = [];
  /** The last byte that the decoder has got: a line end at the beginning of what comes by itself. */
  private lastByte = LF;
  /** All that were needed so far: what one of them waits for or remembers is still there when its format comes back. */
  private readonly decoders = new Map<KnownFormat, StreamDecoder>();
  /** Sentences of decoders that were put back, less what was undone. */
  private sentencesBefore = 0;

  constructor(sink: DecoderSink, options: DecoderOptions) {
    this.options = options;
    this.ledger = new SinkLedger(sink, (text) => this.chosen !== undefined && formats[this.chosen].begins(text) === 0);
  }

  get stats(): DecodeStats {
    const { messages, rejected, damaged } = this.ledger.counts();
    let sentences = this.sentencesBefore;
    let pending = 0;
    for (const { stats } of this.decoders.values()) {
      sentences += stats.sentences;
      pending += stats.pending;
    }
    return { sentences, messages, rejected, damaged, pending };
  }

  get findings(): readonly TableFindings[] {
    return this.decoders.get('csv')?.findings ?? [];
  }

  push(bytes: Uint8Array, receivedAt: number, whole = false): void {
    if (this.decoder) {
      this.follow(bytes, receivedAt, whole);
      return;
    }
    this.seen += latin1(bytes, 0, bytes.length);
    const found = firstFormat(this.seen.slice(0, SNIFF_LENGTH), knownFormats);
    if (!found && this.seen.length < SNIFF_LENGTH) return;
    this.choose(found?.format ?? 'nmea');
    this.follow(this.takeSeen(), receivedAt, whole);
  }

  end(receivedAt: number): void {
    if (!this.decoder) {
      this.choose('nmea');
      this.follow(this.takeSeen(), receivedAt, false);
    }
    // What looked like a piece of the present format has not been asked yet.
    else this.follow(new Uint8Array(0), receivedAt, false);
    this.decoder!.end(receivedAt);
    this.settle();
  }

  save(): DecoderState {
    if (!this.chosen || !this.decoder) return { seen: this.seen };
    return {
      format: this.chosen,
      decoder: this.decoder.save(),
      others: [...this.decoders].flatMap(([name, one]) => (name === this.chosen ? [] : [[name, one.save()]])),
      marks: this.marks.map((mark) => ({ ...mark })),
      lastByte: this.lastByte,
      held: this.ledger.save(),
    };
  }

  restore(state: DecoderState): void {
    this.seen = (state.seen as string | undefined) ?? '';
    this.decoder = undefined;
    this.chosen = undefined;
    this.marks = [];
    this.decoders.clear();
    for (const [name, other] of (state.others as [KnownFormat, DecoderState][] | undefined) ?? []) {
      this.choose(name).restore(other);
    }
    if (state.format === undefined) return;
    this.choose(state.format as KnownFormat).restore(state.decoder as DecoderState);
    this.marks = (state.marks as Mark[] | undefined) ?? [];
    this.lastByte = (state.lastByte as number | undefined) ?? LF;
    this.ledger.restore((state.held as object | undefined) ?? {});
  }

  private choose(format: KnownFormat): StreamDecoder {
    const decoder = this.decoders.get(format) ?? formats[format].create(this.ledger, this.options);
    this.decoders.set(format, decoder);
    this.chosen = format;
    this.decoder = decoder;
    return decoder;
  }

  private takeSeen(): Uint8Array {
    const bytes = fromLatin1(this.seen);
    this.seen = '';
    return bytes;
  }

  private follow(bytes: Uint8Array, receivedAt: number, whole: boolean): void {
    if (this.decoder!.isInside || (whole && isOneRecord(bytes, formats[this.chosen!]))) {
      this.pass(bytes, receivedAt, whole);
      return;
    }
    const line = whole ? -1 : lastLine(bytes, formats[this.chosen!], this.lastByte);
    if (line >= 0) {
      this.accept(bytes, line, receivedAt);
      return;
    }
    const own = lastRecord(bytes, formats[this.chosen!]);
    const before = own < 0 ? this.marks.map(({ text }) => text).join('') : '';
    const text = before + latin1(bytes, Math.max(0, own), bytes.length);
    const isPlain = own >= 0 && !SECOND_LINE.test(text);
    const other = isPlain ? undefined : this.otherFormat(text, this.byteBefore(bytes, own));
    if (other) {
      const at = other.at - before.length + Math.max(0, own);
      this.change(other.format, bytes, at, receivedAt, whole);
    } else if (whole) this.pass(bytes, receivedAt, true);
    else this.accept(bytes, own, receivedAt);
  }

  /** What surely is of the present format. */
  private pass(bytes: Uint8Array, receivedAt: number, whole: boolean): void {
    this.settle();
    this.decoder!.push(bytes, receivedAt, whole);
    this.lastByte = whole ? LF : (bytes.at(-1) ?? this.lastByte);
  }

  /** The byte in front of the text that is asked about: it begins with the last record, or else with the first mark. */
  private byteBefore(bytes: Uint8Array, own: number): number {
    if (own > 0) return bytes[own - 1]!;
    return own < 0 && this.marks.length > 0 ? this.marks[0]!.before : this.lastByte;
  }

  /** Another format that begins in the text; where the present one begins too, one that is believed before it. */
  private otherFormat(text: string, before: number): { format: KnownFormat; at: number } | undefined {
    const { holdsText, begins } = formats[this.chosen!];
    const isOwnFirst = begins(text) === 0;
    const rank = knownFormats.indexOf(this.chosen!);
    const others = knownFormats.filter((_, at) => at !== rank);
    for (let from = 0; from < text.length; ) {
      const found = firstFormat(from === 0 ? text : text.slice(from), others);
      if (!found) return undefined;
      const at = from + found.at;
      const isLineStart = isLineEnd(at === 0 ? before : text.charCodeAt(at - 1));
      const isLater = at === 0 && isOwnFirst && knownFormats.indexOf(found.format) > rank;
      if ((!holdsText || isLineStart) && !isLater) return { format: found.format, at };
      from = at + 1;
    }
    return undefined;
  }

  /** Decodes what has no sign of another format; the last part of it may still be the beginning of one. */
  private accept(bytes: Uint8Array, own: number, receivedAt: number): void {
    const length = this.marks.reduce((sum, { text }) => sum + text.length, 0);
    let from = 0;
    if (own >= 0 || length + bytes.length > 2 * MARK_LENGTH) {
      const certain = Math.max(own, bytes.length - 2 * MARK_LENGTH);
      if (certain > 0) {
        this.pass(bytes.subarray(0, certain), receivedAt, false);
        from = certain;
      } else if (own === 0) this.settle();
    }
    while (from < bytes.length) {
      const mark = this.openMark();
      const to = Math.min(bytes.length, from + MARK_LENGTH - mark.text.length);
      mark.text += latin1(bytes, from, to);
      this.decoder!.push(bytes.subarray(from, to), receivedAt);
      this.lastByte = bytes[to - 1]!;
      from = to;
    }
  }

  /** The mark that goes on, or a new one, for which the oldest of two is given up. */
  private openMark(): Mark {
    const last = this.marks.at(-1);
    if (last && last.text.length < MARK_LENGTH) return last;
    if (this.marks.length === 2) {
      this.marks.shift();
      this.ledger.release(1);
    }
    const mark: Mark = { text: '', decoder: this.decoder!.save(), before: this.lastByte };
    this.marks.push(mark);
    this.ledger.mark();
    return mark;
  }

  /** What came so far is of the present format. */
  private settle(): void {
    this.ledger.release(this.marks.length);
    this.marks = [];
  }

  /** @param at where the other format begins in `bytes`; negative: so far before them */
  private change(format: KnownFormat, bytes: Uint8Array, at: number, receivedAt: number, whole: boolean): void {
    let rest = bytes.subarray(Math.max(0, at));
    if (at >= 0) this.pass(bytes.subarray(0, at), receivedAt, false);
    else rest = fromLatin1(this.putBack(at, receivedAt) + latin1(bytes, 0, bytes.length));
    this.decoder!.end(receivedAt);
    this.settle();
    this.lastByte = LF;
    this.choose(format);
    this.follow(rest, receivedAt, whole);
  }

  /**
   * Undoes what the decoder made of the stream's last bytes.
   * @param at negative: how many bytes from the end of the marks
   * @returns the undone bytes, one character a byte
   */
  private putBack(at: number, receivedAt: number): string {
    let undone = '';
    let mark = this.marks.pop()!;
    let count = 1;
    while (mark.text.length + undone.length < -at) {
      undone = mark.text + undone;
      mark = this.marks.pop()!;
      count++;
    }
    const text = mark.text + undone;
    const kept = text.length + at;
    this.ledger.release(this.marks.length);
    this.marks = [];
    const undoneSentences = this.sentencesIn(text, mark, receivedAt);
    const sentences = this.decoder!.stats.sentences;
    this.decoders.delete(this.chosen!);
    this.choose(this.chosen!).restore(mark.decoder);
    this.sentencesBefore += sentences - undoneSentences;
    this.ledger.again(count, () => this.decoder!.push(fromLatin1(text.slice(0, kept)), receivedAt));
    return text.slice(kept);
  }

  /** How many sentences the present decoder counts in a text from a mark on. */
  private sentencesIn(text: string, mark: Mark, receivedAt: number): number {
    const decoder = formats[this.chosen!].create({ message: () => {}, rejected: () => {} }, this.options);
    decoder.restore(mark.decoder);
    decoder.push(fromLatin1(text), receivedAt);
    return decoder.stats.sentences;
  }
}
