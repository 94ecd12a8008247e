/**
 * A stream of NMEA 0183 → AIS messages. Finds the sentences in each line, reads tag blocks and wrappers, hands parts to
 * the assembler and whole messages to the AIS decoder. Nothing that arrives makes it throw.
 */
import { Bits } from '../ais/bits.ts';
import { type AisFault, decodeAis } from '../ais/decode.ts';
import { armourToBits, NOT_ARMOUR } from '../ais/six-bit.ts';
import { BACKSLASH, BANG, COMMA, DOLLAR, latin1 } from '../bytes.ts';
import type { DecoderSink, DecoderState, DecodeStats, MessageMeta, StreamDecoder } from '../report.ts';
import { Tally } from '../tally.ts';
import { Assembler, type Fragment } from './assembly.ts';
import { LineFramer } from './line-framer.ts';
import { opensTag, readTag, type Tag } from './tag-block.ts';
import { channelOf, isVdm, MAX_SENTENCE, talkerName, VdmSentence } from './vdm.ts';
import { isPghp, type Pghp, readPghp, readPrefixTime, readTrailer, type Wrapper } from './wrapper.ts';

/** A part remembers what its own sentence said; the message takes from each part what the earlier ones left open. */
interface Part extends Fragment {
  meta: MessageMeta;
}

/** `$PGHP` stands right before its sentence; on a line shared by several sources a few others may come between. */
const PGHP_REACH = 4;

/** Most groups of a message: nine parts of the longest sentence. */
const MAX_GROUPS = 9 * MAX_SENTENCE;

export class NmeaDecoder implements StreamDecoder {
  private readonly tally: Tally;
  private readonly framer = new LineFramer((bytes, from, to) => this.line(bytes, from, to));
  private readonly parts: Assembler<Part>;
  private readonly bits = new Bits(MAX_GROUPS);
  private readonly vdm = new VdmSentence();
  private receivedAt = 0;
  /** Tag block that waits for its sentence: on the same line, or, standing alone, on one of the next. */
  private tag: Tag | undefined;
  private tagIsOfThisLine = false;
  /** Tag block that opened the group last begun: its time and station hold for the sentences that follow. */
  private groupTag: Tag | undefined;
  private pghp: Pghp | undefined;
  private pghpReach = 0;
  /** Epoch ms that stood in front of the first sentence of this line. */
  private lineTime: number | undefined;

  constructor(sink: DecoderSink) {
    this.tally = new Tally(sink);
    this.parts = new Assembler((fault, part) => this.tally.reject(fault, part.text, this.receivedAt));
  }

  get stats(): DecodeStats {
    return this.tally.stats(this.parts.pending);
  }

  push(bytes: Uint8Array, receivedAt: number, whole = false): void {
    this.receivedAt = receivedAt;
    this.parts.expire(receivedAt);
    if (whole) this.framer.flush();
    this.framer.push(bytes);
    if (whole) this.framer.flush();
  }

  end(receivedAt: number): void {
    this.receivedAt = receivedAt;
    this.framer.flush();
  }

  save(): DecoderState {
    return {
      line: this.framer.save(),
      parts: this.parts.save(),
      tag: this.tag ?? false,
      groupTag: this.groupTag ?? false,
      pghp: this.pghp ?? false,
      pghpReach: this.pghpReach,
    };
  }

  restore(state: DecoderState): void {
    this.framer.restore(state.line as string);
    this.parts.restore(state.parts as object[]);
    this.tag = (state.tag as Tag | false) || undefined;
    this.groupTag = (state.groupTag as Tag | false) || undefined;
    this.pghp = (state.pghp as Pghp | false) || undefined;
    this.pghpReach = state.pghpReach as number;
  }

  private line(bytes: Uint8Array, from: number, to: number): void {
    this.tagIsOfThisLine = false;
    this.lineTime = undefined;
    let at = nextStart(bytes, from, to);
    if (at > from && at < to) this.lineTime = readPrefixTime(bytes, from, at);
    while (at < to) {
      const end = bytes[at] === BACKSLASH ? this.tagBlock(bytes, at, to) : this.sentence(bytes, at, to);
      at = nextStart(bytes, end, to);
    }
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
    const end = nextStart(bytes, from + 1, to);
    if (isVdm(bytes, from, end)) {
      this.countSentence();
      const fault = this.vdm.read(bytes, from, end);
      if (fault) this.reject(fault, bytes, from, end);
      else this.payload(bytes, from, end);
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

  private countSentence(): void {
    this.tally.sentences++;
    this.parts.advance(this.receivedAt);
  }

  private payload(bytes: Uint8Array, from: number, end: number): void {
    const { vdm, bits } = this;
    const size = vdm.payloadTo - vdm.payloadFrom;
    const meta = this.meta(bytes, end);
    bits.setSize(size, vdm.fill);
    for (let i = 0; i < size; i++) {
      const group = armourToBits[bytes[vdm.payloadFrom + i]!]!;
      if (group === NOT_ARMOUR) {
        this.reject('bad-payload-char', bytes, from, end);
        return;
      }
      bits.groups[i] = group;
    }
    if (vdm.total > 1) {
      this.part(bytes, from, end, meta);
      return;
    }
    const fault = this.message(meta);
    if (fault) this.reject(fault, bytes, from, end);
  }

  private part(bytes: Uint8Array, from: number, end: number, meta: MessageMeta): void {
    const { vdm } = this;
    const key = [vdm.talker, vdm.ownShip ? 'O' : 'M', vdm.total, vdm.sequence, meta.channel ?? ''].join();
    const part: Part = {
      key,
      total: vdm.total,
      number: vdm.number,
      fill: vdm.fill,
      payload: latin1(bytes, vdm.payloadFrom, vdm.payloadTo),
      text: latin1(bytes, from, end),
      station: meta.station,
      group: meta.group,
      meta,
    };
    const parts = this.parts.add(part, this.receivedAt);
    if (!parts) return;
    const payload = parts.map((each) => each.payload).join('');
    this.bits.setSize(payload.length, parts[parts.length - 1]!.fill);
    for (let i = 0; i < payload.length; i++) this.bits.groups[i] = armourToBits[payload.charCodeAt(i)]!;
    const fault = this.message(this.joinMeta(parts));
    if (fault) for (const each of parts) this.tally.reject(fault, each.text, this.receivedAt);
  }

  private joinMeta(parts: readonly Part[]): MessageMeta {
    const meta = { ...parts[0]!.meta, receivedAt: this.receivedAt };
    for (const part of parts) {
      meta.stationTime ??= part.meta.stationTime;
      meta.station ??= part.meta.station;
      meta.group ??= part.meta.group;
      meta.reception ??= part.meta.reception;
    }
    return meta;
  }

  /** Passes on what `this.bits` holds, or says why not. */
  private message(meta: MessageMeta): AisFault | undefined {
    const message = decodeAis(this.bits);
    if (typeof message === 'string') return message;
    this.tally.accept(message, meta);
    return undefined;
  }

  private meta(bytes: Uint8Array, end: number): MessageMeta {
    const { vdm, tag } = this;
    const pghp = this.takePghp();
    const hasTrailer = vdm.end < end && bytes[vdm.end] === COMMA;
    const trailer: Wrapper | undefined = hasTrailer ? readTrailer(bytes, vdm.end, end) : undefined;
    return {
      receivedAt: this.receivedAt,
      stationTime: tag?.time ?? pghp?.time ?? trailer?.time ?? this.lineTime,
      station: tag?.station ?? pghp?.station ?? trailer?.station,
      ownShip: vdm.ownShip || undefined,
      talker: talkerName(vdm.talker),
      channel: channelOf(vdm.channel),
      group: tag?.group,
      reception: pghp?.reception ?? trailer?.reception,
    };
  }

  private takePghp(): Pghp | undefined {
    const pghp = this.pghp;
    if (!pghp) return undefined;
    const isMeant = pghp.checksum === undefined || pghp.checksum === this.vdm.checksum;
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
