/**
 * Grammar of one `!ttVDM` or `!ttVDO` sentence (IEC 61162-1): fields, checksum, and the limits of each. Reads bytes in
 * place; one object is used again for every sentence.
 */
import { BANG, COMMA, hexByte, STAR } from '../bytes.ts';

/** Receivers write type 5 and more into one line, so that the 82 characters of the standard do not hold. */
export const MAX_SENTENCE = 1024;

/** Why a sentence cannot be used. */
export type VdmFault =
  | 'too-long'
  | 'no-checksum'
  | 'checksum'
  | 'bad-payload-char'
  | 'malformed'
  | 'bad-fragment-count'
  | 'bad-fragment-number'
  | 'empty-payload'
  | 'bad-fill-bits';

/** True when a VDM or VDO sentence, of whatever talker and letter case, starts at `at`. */
export function isVdm(bytes: Uint8Array, at: number, to: number): boolean {
  if (at + 6 >= to || bytes[at] !== BANG || bytes[at + 6] !== COMMA) return false;
  if ((bytes[at + 3]! & 0xdf) !== 0x56 || (bytes[at + 4]! & 0xdf) !== 0x44) return false;
  const last = bytes[at + 5]! & 0xdf;
  if (last !== 0x4d && last !== 0x4f) return false;
  return isPrintable(bytes[at + 1]!) && isPrintable(bytes[at + 2]!);
}

function isPrintable(byte: number): boolean {
  return byte > 0x20 && byte < 0x7f;
}

/** Fields of the sentence last read. */
export class VdmSentence {
  /** Both characters in one number; see `talkerName`. */
  talker = 0;
  ownShip = false;
  total = 0;
  number = 0;
  /** Character code, 0 when empty. */
  sequence = 0;
  channel = 0;
  payloadFrom = 0;
  payloadTo = 0;
  fill = 0;
  checksum = 0;
  /** First byte behind the checksum. */
  end = 0;
  private readonly commas = new Int32Array(7);

  /** Reads the sentence that `isVdm` found at `from` and that ends at or before `to`. */
  read(bytes: Uint8Array, from: number, to: number): VdmFault | undefined {
    if (to - from > MAX_SENTENCE) return 'too-long';
    this.talker = (bytes[from + 1]! << 8) | bytes[from + 2]!;
    this.ownShip = (bytes[from + 5]! & 0xdf) === 0x4f;
    let sum = 0;
    let seen = 0;
    let commas = 0;
    let star = from + 1;
    for (; star < to; star++) {
      const byte = bytes[star]!;
      if (byte === STAR) break;
      if (byte === COMMA && commas < 7) this.commas[commas++] = star;
      sum ^= byte;
      seen |= byte;
    }
    if (star === to) return 'no-checksum';
    this.checksum = hexByte(bytes, star + 1, to);
    // Eight-bit noise also breaks the checksum; it says more about the line than that.
    if (this.checksum !== sum) return seen > 0x7f ? 'bad-payload-char' : 'checksum';
    this.end = star + 3;
    return commas === 6 ? this.readFields(bytes, star) : 'malformed';
  }

  private readFields(bytes: Uint8Array, star: number): VdmFault | undefined {
    const commas = this.commas;
    this.total = digit(bytes, commas[0]!, commas[1]!);
    if (this.total < 1) return 'bad-fragment-count';
    this.number = digit(bytes, commas[1]!, commas[2]!);
    if (this.number < 1 || this.number > this.total) return 'bad-fragment-number';
    this.sequence = letter(bytes, commas[2]!, commas[3]!);
    this.channel = letter(bytes, commas[3]!, commas[4]!);
    if (this.sequence < 0 || this.channel < 0) return 'malformed';
    this.payloadFrom = commas[4]! + 1;
    this.payloadTo = commas[5]!;
    // The last part of several may have nothing left to carry.
    if (this.payloadFrom === this.payloadTo && this.total === 1) return 'empty-payload';
    this.fill = digit(bytes, commas[5]!, star);
    return this.fill < 0 || this.fill > 5 ? 'bad-fill-bits' : undefined;
  }
}

/** The one digit between two separators, −1 when there is anything else. */
function digit(bytes: Uint8Array, before: number, after: number): number {
  const value = after === before + 2 ? bytes[before + 1]! - 0x30 : -1;
  return value >= 0 && value <= 9 ? value : -1;
}

/** The one character between two separators, 0 when there is none, −1 when there are more. */
function letter(bytes: Uint8Array, before: number, after: number): number {
  if (after === before + 1) return 0;
  return after === before + 2 ? bytes[before + 1]! : -1;
}

const talkers = new Map<number, string>();

/** The two characters of a talker. Few exist, so that each text is made once. */
export function talkerName(code: number): string {
  let name = talkers.get(code);
  if (name === undefined) {
    name = String.fromCharCode(code >> 8, code & 0xff);
    // Bounded by the 94² printable pairs.
    talkers.set(code, name);
  }
  return name;
}

const channels: readonly (string | undefined)[] = Array.from({ length: 256 }, (_, code) => channelName(code));

function channelName(code: number): string | undefined {
  // AISdb and satellite receivers number the channels: 1 is A, 2 is B, 0 is unknown.
  if (code === 0x31) return 'A';
  if (code === 0x32) return 'B';
  return code === 0 || code === 0x30 ? undefined : String.fromCharCode(code);
}

/** A channel field's letter, undefined when it says nothing. */
export function channelOf(code: number): string | undefined {
  return channels[code];
}
