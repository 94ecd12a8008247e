/**
 * A stream of NMEA 0183 → AIS messages. Finds the sentences in each line, reads tag blocks and wrappers, hands parts to
 * the assembler and whole messages to the AIS decoder. Nothing that arrives makes it throw.
 *
 * HOT: `lines` and `plain`, with `VdmSentence.readPlain` and what decode-position.ts does. They read bytes in place and
 * allocate nothing but the message; whatever is unusual falls through to the careful way below them.
 */
import { messageBits as bits } from '../ais/bits.ts';
import { type AisFault, decodeAis } from '../ais/decode.ts';
import type { AisMessage } from '../ais/message.ts';
import { BACKSLASH, BANG, COMMA, DOLLAR, latin1 } from '../bytes.ts';
import type { DecoderSink, DecoderState, DecodeStats, MessageMeta, StreamDecoder } from '../report.ts';
import { Tally } from '../tally.ts';
import { Assembler, type Part } from './assembly.ts';
import { lineBytes, scanRows } from './kernel/row-kernel.ts';
import { LineBuffer, MAX_SENTENCE } from './line-buffer.ts';
import { PlainMeta } from './plain-meta.ts';
import { PositionRows } from './position-rows.ts';
import { opensTag, readTag, type Tag } from './tag-block.ts';
import { channelOf, isVdm, talkerName, VdmSentence } from './vdm.ts';
import { isPghp, type Pghp, readPghp, readPrefixTime, Trailer } from './wrapper.ts';

/** `$PGHP` stands right before its sentence; on a line shared by several sources a few others may come between. */
const PGHP_REACH = 4;

/** The sentence being worked on: one for all streams, as `lineBytes` is and for the same reason. */
const vdm = new VdmSentence();
const trailer = new Trailer();

export class NmeaDecoder implements StreamDecoder {
  private readonly tally: Tally;
  private readonly buffer = new LineBuffer();
  private readonly parts: Assembler;
  private readonly plainMeta = new PlainMeta();
  private readonly rows: PositionRows | undefined;
  private receivedAt = Number.NaN;
  /** Tag block that waits for its sentence: on the same line, or, standing alone, on one of the next. */
  private tag: Tag | undefined;
  private tagIsOfThisLine = false;
  /** Tag block that opened the group last begun: its time and station hold for the sentences that follow. */
  private groupTag: Tag | undefined;
  private pghp: Pghp | undefined;
  private pghpReach = 0;
  /** Epoch ms that stood in front of the first sentence of this line. */
  private lineTime: number | undefined;

  /** @param withKernel false to have TypeScript do all, as where there is no WebAssembly */
  constructor(sink: DecoderSink, withKernel = true) {
    this.tally = new Tally(sink);
    this.rows = PositionRows.for(sink, this.tally, withKernel ? scanRows : undefined);
    this.parts = new Assembler((fault, part) => this.tally.reject(fault, part.text(), this.receivedAt));
  }

  get stats(): DecodeStats {
    return this.tally.stats(this.parts.pending);
  }

  push(bytes: Uint8Array, receivedAt: number, whole = false): void {
    this.begin(receivedAt);
    try {
      this.parts.expire(receivedAt);
      if (whole) this.flush();
      for (let at = 0; at < bytes.length; ) {
        at = this.buffer.take(bytes, at);
        if (whole && at === bytes.length) this.buffer.terminate();
        this.lines();
      }
      this.rows?.flush();
    } finally {
      this.buffer.close();
    }
  }

  end(receivedAt: number): void {
    this.begin(receivedAt);
    try {
      this.flush();
      this.rows?.flush();
    } finally {
      this.buffer.close();
    }
  }

  save(): DecoderState {
    return {
      line: this.buffer.save(),
      parts: this.parts.save(),
      tag: this.tag ?? false,
      groupTag: this.groupTag ?? false,
      pghp: this.pghp ?? false,
      pghpReach: this.pghpReach,
    };
  }

  restore(state: DecoderState): void {
    this.buffer.restore(state.line as string);
    this.parts.restore(state.parts as object[]);
    this.tag = (state.tag as Tag | false) || undefined;
    this.groupTag = (state.groupTag as Tag | false) || undefined;
    this.pghp = (state.pghp as Pghp | false) || undefined;
    this.pghpReach = state.pghpReach as number;
  }

  private begin(receivedAt: number): void {
    this.receivedAt = receivedAt;
    this.plainMeta.begin(receivedAt);
    this.rows?.begin(receivedAt);
    this.buffer.open();
  }

  /** Takes an unterminated line as ended. */
  private flush(): void {
    this.buffer.terminate();
    this.lines();
  }

  /** HOT. Works off every line of the buffer that is complete. */
  private lines(): void {
    const { buffer } = this;
    const { size } = buffer;
    let at = 0;
    while (at < size) {
      at = this.scan(at);
      if (at === size) break;
      const first = lineBytes[at];
      if (first === BANG && buffer.isFresh(at)) {
        const next = this.plain(at);
        if (next > 0) {
          at = next;
          continue;
        }
      } else if (first === DOLLAR && !isPghp(lineBytes, at, size)) {
        const stop = buffer.nextStop(at + 1);
        if (buffer.isLineEnd(stop) && stop - at < MAX_SENTENCE) {
          at = stop + 1;
          continue;
        }
      }
      const end = buffer.lineEnd(at);
      if (end < 0) break;
      const isBroken = !buffer.isLineEnd(end);
      const to = isBroken ? buffer.breakOf(at, end) : end;
      if (to > at) this.line(lineBytes, at, to);
      at = isBroken ? to : to + 1;
    }
    buffer.keepFrom(at);
  }

  /** HOT. Has the kernel read what it can from `at` on. @returns where it stopped */
  private scan(from: number): number {
    const { rows, buffer } = this;
    if (!rows?.canScan || this.isAwaited || !buffer.isFresh(from)) return from;
    let at = from;
    do {
      at = rows.scan(at, buffer.size);
      this.parts.advance(this.receivedAt, rows.scanned);
    } while (rows.flushFull());
    return at;
  }

  /** True when something that stood before the next sentence speaks of it. */
  private get isAwaited(): boolean {
    return this.tag !== undefined || this.pghp !== undefined || this.lineTime !== undefined;
  }

  /**
   * HOT. Reads the sentence at `from` if it and what follows it on its line are as they nearly always are.
   * @returns where the next line begins; 0 when nothing was done
   */
  private plain(from: number): number {
    const { buffer } = this;
    if (!vdm.readPlain(from)) return 0;
    let end = vdm.end;
    let isPlain = !this.isAwaited;
    if (!buffer.isLineEnd(end)) {
      if (lineBytes[end] !== COMMA) return 0;
      end = buffer.nextStop(end);
      if (!buffer.isLineEnd(end) || end - from > MAX_SENTENCE) return 0;
      isPlain = false;
    }
    if (vdm.total > 1) {
      this.countSentence();
      this.part(lineBytes, from, end);
    } else if (this.rows?.takes(bits)) {
      this.countSentence();
      if (isPlain) this.rows.add(bits, vdm.ownShip);
      else this.row(this.rows, this.heardAt(lineBytes, end), vdm.ownShip);
    } else {
      const message = decodeAis(bits);
      if (typeof message === 'string') return 0;
      this.countSentence();
      this.accept(message, isPlain ? this.plainMeta.of(vdm) : this.meta(lineBytes, end));
    }
    this.tag = undefined;
    return end + 1;
  }

  private line(bytes: Uint8Array, from: number, to: number): void {
    this.tagIsOfThisLine = false;
    let at = nextStart(bytes, from, to);
    if (at > from && at < to) this.lineTime = readPrefixTime(bytes, from, at);
    while (at < to) {
      const end = bytes[at] === BACKSLASH ? this.tagBlock(bytes, at, to) : this.sentence(bytes, at, to);
      at = nextStart(bytes, end, to);
    }
    this.lineTime = undefined;
  }

  /** @returns where to go on */
  private tagBlock(bytes: Uint8Array, from: number, to: number): number {
    this.tag = undefined;
    let close = from + 1;
    while (close < to && bytes[close] !== BACKSLASH && bytes[close] !== BANG) close++;
    if (close === to || bytes[close] === BANG) {
      // Where the tag block ends is unknown, and so is where the sentence began: neither can be trusted.
      const end = close === to ? to : nextStart(bytes, close + 1, to);
      if (isVdm(bytes, close, end)) {
        this.countSentence();
        this.reject('tagblock-unterminated', bytes, from, end);
      } else {
        this.damage('tagblock-unterminated', bytes, from, end);
      }
      return end;
    }
    this.tag = readTag(bytes, from, close + 1);
    this.tagIsOfThisLine = true;
    if (!this.tag) this.damage('tagblock-checksum', bytes, from, close + 1);
    else if (this.tag.group !== undefined) this.joinGroup(this.tag);
    return close + 1;
  }

  /** Only the first tag block of a group carries time and station. */
  private joinGroup(tag: Tag): void {
    if (tag.time !== undefined || tag.station !== undefined) {
      this.groupTag = tag;
    } else if (this.groupTag?.group === tag.group) {
      tag.time = this.groupTag?.time;
      tag.station = this.groupTag?.station;
    }
  }

  /** @returns where to go on */
  private sentence(bytes: Uint8Array, from: number, to: number): number {
    if (bytes[from] === BANG) {
      const next = this.plain(from);
      if (next > 0) return next - 1;
    }
    const end = nextStart(bytes, from + 1, to);
    if (isVdm(bytes, from, end)) {
      this.vdmSentence(bytes, from, end);
      this.tag = undefined;
      return end;
    }
    if (isPghp(bytes, from, end)) {
      this.pghp = readPghp(bytes, from, end);
      this.pghpReach = PGHP_REACH;
      if (!this.pghp) this.damage('pghp-checksum', bytes, from, end);
    }
    if (this.tagIsOfThisLine) this.tag = undefined;
    return end;
  }

  private vdmSentence(bytes: Uint8Array, from: number, end: number): void {
    this.countSentence();
    const fault = vdm.read(bytes, from, end);
    if (fault) {
      this.reject(fault, bytes, from, end);
    } else if (!bits.load(bytes, vdm.payloadFrom, vdm.payloadTo, vdm.fill)) {
      this.meta(bytes, end);
      this.reject('bad-payload-char', bytes, from, end);
    } else if (vdm.total > 1) {
      this.part(bytes, from, end);
    } else {
      const unusable = this.message(this.meta(bytes, end));
      if (unusable) this.reject(unusable, bytes, from, end);
    }
  }

  private countSentence(): void {
    this.tally.sentences++;
    this.parts.advance(this.receivedAt, 1);
  }

  private part(bytes: Uint8Array, from: number, end: number): void {
    const meta = this.meta(bytes, end);
    const parts = this.parts.add(vdm, from, end, meta, this.receivedAt);
    if (!parts) return;
    this.parts.join(bits);
    const fault = this.message(joinMeta(parts, this.receivedAt));
    if (fault) for (const part of parts) this.tally.reject(fault, part.text(), this.receivedAt);
  }

  /** Passes on what `bits` holds, or says why not. */
  private message(meta: MessageMeta): AisFault | undefined {
    const { rows } = this;
    if (rows?.takes(bits)) {
      this.row(rows, meta.stationTime, meta.ownShip === true);
      return undefined;
    }
    const message = decodeAis(bits);
    if (typeof message === 'string') return message;
    this.accept(message, meta);
    return undefined;
  }

  private row(rows: PositionRows, heardAt: number | undefined, ownShip: boolean): void {
    if (heardAt === undefined) rows.add(bits, ownShip);
    else rows.addHeard(bits, ownShip, heardAt);
  }

  private accept(message: AisMessage, meta: MessageMeta): void {
    this.rows?.flush();
    this.tally.accept(message, meta);
  }

  private meta(bytes: Uint8Array, end: number): MessageMeta {
    const { tag, receivedAt } = this;
    if (this.isPlain(bytes, end)) return this.plainMeta.of(vdm);
    const pghp = this.takePghp();
    const hasTrailer = this.hasTrailer(bytes, end);
    if (hasTrailer) trailer.read(bytes, vdm.end, end);
    return {
      receivedAt,
      stationTime: tag?.time ?? pghp?.time ?? (hasTrailer ? trailer.time : undefined) ?? this.lineTime,
      station: tag?.station ?? pghp?.station ?? (hasTrailer ? trailer.station(bytes) : undefined),
      ownShip: vdm.ownShip || undefined,
      talker: talkerName(vdm.talker),
      channel: channelOf(vdm.channel),
      group: tag?.group,
      reception: pghp?.reception ?? (hasTrailer ? trailer.reception() : undefined),
    };
  }

  /** HOT. What a row needs of `meta`: the `stationTime`. */
  private heardAt(bytes: Uint8Array, end: number): number | undefined {
    const pghp = this.takePghp();
    const time = this.tag?.time ?? pghp?.time;
    if (time !== undefined) return time;
    if (!this.hasTrailer(bytes, end)) return this.lineTime;
    trailer.read(bytes, vdm.end, end);
    return trailer.time ?? this.lineTime;
  }

  private hasTrailer(bytes: Uint8Array, end: number): boolean {
    return vdm.end < end && bytes[vdm.end] === COMMA;
  }

  /** True when nothing around the sentence says more than it does. */
  private isPlain(bytes: Uint8Array, end: number): boolean {
    return !this.isAwaited && !this.hasTrailer(bytes, end);
  }

  private takePghp(): Pghp | undefined {
    const pghp = this.pghp;
    if (!pghp) return undefined;
    const isMeant = pghp.checksum === undefined || pghp.checksum === vdm.checksum;
    if (isMeant || --this.pghpReach === 0) this.pghp = undefined;
    return isMeant ? pghp : undefined;
  }

  private reject(reason: string, bytes: Uint8Array, from: number, to: number): void {
    this.tally.reject(reason, latin1(bytes, from, to), this.receivedAt);
  }

  private damage(reason: string, bytes: Uint8Array, from: number, to: number): void {
    this.tally.damage(reason, latin1(bytes, from, to), this.receivedAt);
  }
}

/** Next byte that starts a sentence or a tag block; `to` when there is none. None of them may occur inside a sentence. */
function nextStart(bytes: Uint8Array, from: number, to: number): number {
  for (let at = from; at < to; at++) {
    const byte = bytes[at];
    if (byte === BANG || byte === DOLLAR) return at;
    if (byte === BACKSLASH && opensTag(bytes, at, to)) return at;
  }
  return to;
}

/** What all parts of a message say together: the first to say something of it is believed. */
function joinMeta(parts: readonly Part[], receivedAt: number): MessageMeta {
  const first = parts[0]!.meta;
  let { stationTime, station, group, reception } = first;
  let isOne = true;
  for (const { meta } of parts) {
    if (meta === first) continue;
    isOne = false;
    stationTime ??= meta.stationTime;
    station ??= meta.station;
    group ??= meta.group;
    reception ??= meta.reception;
  }
  if (isOne) return first;
  const { ownShip, talker, channel } = first;
  return { receivedAt, stationTime, station, ownShip, talker, channel, group, reception };
}
