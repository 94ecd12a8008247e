/**
 * Grammar of one `!ttVDM` or `!ttVDO` sentence (IEC 61162-1): fields, checksum, and the limits of each. Reads bytes in
 * place; one object is used again for every sentence. `readPlain` is the way of nearly all sentences, and fast; `read`
 * knows every exception and says what is wrong.
 */
import { messageBits } from '../ais/bits.ts';
import { armourPairToBits, armourToBits, NOT_ARMOUR } from '../ais/six-bit.ts';
import { BANG, COMMA, hexByte, hexDigit, STAR } from '../bytes.ts';
import { lineBytes, lineView } from './kernel/row-kernel.ts';
import { MAX_SENTENCE } from './line-buffer.ts';

/** Why a sentence cannot be used. */
type VdmFault =
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

/** `VDM,`, `VDO,` and `1,1,` as they stand in four bytes. */
const VDM = 0x56444d2c;
const VDO = 0x56444f2c;
const SINGLE = 0x312c312c;
/**
 * Size of a sequence id or channel that begins with this byte: 0 for the comma that stands there when it is empty, 1 for
 * the characters in real use, 2 for what may be noise. A table, since senders differ in this and branches would be
 * mispredicted.
 */
const fieldSize = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte === COMMA) return 0;
  return byte >= 0x2d && byte <= 0x5a ? 1 : 2;
});

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

  /**
   * HOT. Reads a sentence without faults at `from` of `lineBytes` in one pass: fields, checksum, and the payload into
   * `messageBits`. Looks up to MAX_SENTENCE + 8 bytes ahead, so that `end` may come to lie behind what has arrived: the
   * caller checks that.
   * @returns false when `read` must look at it; fields and bits are then void
   */
  readPlain(from: number): boolean {
    const formatter = lineView.getInt32(from + 3);
    if (formatter !== VDM && formatter !== VDO) return false;
    const talker = lineView.getUint16(from + 1);
    const counts = lineView.getInt32(from + 7);
    const sequence = lineBytes[from + 11]!;
    const sequenceSize = fieldSize[sequence]!;
    const channel = lineBytes[from + 12 + sequenceSize]!;
    const channelSize = fieldSize[channel]!;
    let at = from + 13 + sequenceSize + channelSize;
    if ((fieldSize[talker >> 8]! & fieldSize[talker & 0xff]! & 1) === 0 || (sequenceSize | channelSize) > 1)
      return false;
    if (lineBytes[from + 11 + sequenceSize] !== COMMA || lineBytes[at - 1] !== COMMA) return false;
    this.payloadFrom = at;
    // Both commas take each other out of the sum, and so does one that was read for a field.
    let sum = talker ^ formatter ^ counts ^ (sequence & -sequenceSize) ^ (channel & -channelSize);
    const limit = from + MAX_SENTENCE;
    const { words } = messageBits;
    let word = 0;
    while (at < limit) {
      const four = lineView.getInt32(at, true);
      const first = armourPairToBits[four & 0xffff]!;
      const second = armourPairToBits[four >>> 16]!;
      if ((first | second) < 0) break;
      words[word++] = (first << 12) | second;
      sum ^= four;
      at += 4;
    }
    if (lineBytes[at] !== COMMA) {
      let last = 0;
      for (let shift = 18; shift > 0; shift -= 6) {
        const byte = lineBytes[at]!;
        const group = armourToBits[byte]!;
        if (group === NOT_ARMOUR) break;
        last |= group << shift;
        sum ^= byte;
        at++;
      }
      words[word] = last;
      if (lineBytes[at] !== COMMA) return false;
    }
    const fill = lineBytes[at + 1]! - 0x30;
    if (fill < 0 || fill > 5 || lineBytes[at + 2] !== STAR || at === this.payloadFrom || at > limit) return false;
    sum ^= COMMA ^ lineBytes[at + 1]!;
    sum ^= sum >>> 16;
    this.checksum = (sum ^ (sum >>> 8)) & 0xff;
    if (((hexDigit[lineBytes[at + 3]!]! << 4) | hexDigit[lineBytes[at + 4]!]!) !== this.checksum) return false;
    this.talker = talker;
    this.ownShip = formatter === VDO;
    this.sequence = sequence & -sequenceSize;
    this.channel = channel & -channelSize;
    this.payloadTo = at;
    this.fill = fill;
    this.end = at + 5;
    messageBits.setSize(at - this.payloadFrom, fill);
    if (counts === SINGLE) {
      this.total = 1;
      this.number = 1;
      return true;
    }
    return this.readCounts(from + 7);
  }

  /** `2,1,` of a sentence that is one of several. */
  private readCounts(at: number): boolean {
    this.total = lineBytes[at]! - 0x30;
    this.number = lineBytes[at + 2]! - 0x30;
    if (lineBytes[at + 1] !== COMMA || lineBytes[at + 3] !== COMMA) return false;
    return this.total > 1 && this.total <= 9 && this.number > 0 && this.number <= this.total;
  }

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

/** Satellite receivers and AISdb number the channels: 1 is A, 2 is B, 0 is unknown. */
export function channelLetter(code: number): number {
  if (code === 0x30) return 0;
  return code === 0x31 || code === 0x32 ? code + 0x10 : code;
}

const channels: readonly (string | undefined)[] = Array.from({ length: 256 }, (_, code) => channelName(code));

function channelName(code: number): string | undefined {
  const letter = channelLetter(code);
  return letter === 0 ? undefined : String.fromCharCode(letter);
}

/** A channel field's letter, undefined when it says nothing. */
export function channelOf(code: number): string | undefined {
  return channels[code];
}
