/**
 * Messages → AIVDM sentences, for the fleet simulator and for tests. Takes the same objects that the decoder gives;
 * an absent field is sent as "not available". Written from ITU-R M.1371-5 Annex 8 (type 28: see AisSingleSlotAid).
 */
import { BitWriter } from './bit-writer.ts';
import type { Loose } from './encode-fields.ts';
import * as position from './encode-position.ts';
import * as service from './encode-service.ts';
import * as statics from './encode-static.ts';
import type { AisMessage } from './message.ts';
import { bitsToArmour } from './six-bit.ts';

/** What `encodeAis` can write: every message that the decoder gives. Only `type`, `mmsi` and (type 24) `part` must be there. */
export type EncodableAis = Loose<AisMessage> & { class?: 'AIS' };

export interface AisSentenceOptions {
  /** Two characters; default `AI`. */
  talker?: string;
  /** VDO instead of VDM: the receiver's own ship. */
  ownShip?: boolean;
  /** Radio channel; default `A`. */
  channel?: 'A' | 'B' | '';
  /** Sequence id 0–9 of a message of several sentences; default 0. */
  sequence?: number;
  /** Tag block before the sentence. `time` in epoch seconds, or milliseconds when above 1e11, written as given. */
  tag?: { time?: number; station?: string };
}

/** Keeps a sentence within the 82 characters of IEC 61162-1. */
const PAYLOAD_LENGTH = 60;

/** One message as sentences without line ends. */
export function encodeAis(message: EncodableAis, options: AisSentenceOptions = {}): string[] {
  const writer = new BitWriter()
    .put(message.type, 6)
    .put(message.repeat ?? 0, 2)
    .put(message.mmsi, 30);
  writeBody(writer, message);
  const payload = String.fromCharCode(...writer.groups().map((group) => bitsToArmour[group]!));
  const fill = (6 - (writer.length % 6)) % 6;
  const total = Math.ceil(payload.length / PAYLOAD_LENGTH);
  const sequence = total > 1 ? (options.sequence ?? 0) % 10 : '';
  const formatter = `${options.talker ?? 'AI'}${options.ownShip ? 'VDO' : 'VDM'}`;
  const sentences: string[] = [];
  for (let number = 1; number <= total; number++) {
    const part = payload.slice((number - 1) * PAYLOAD_LENGTH, number * PAYLOAD_LENGTH);
    const ownFill = number === total ? fill : 0;
    const body = `${formatter},${total},${number},${sequence},${options.channel ?? 'A'},${part},${ownFill}`;
    sentences.push(`${tagBlock(options.tag, total, number, sequence)}!${body}*${checksum(body)}`);
  }
  return sentences;
}

/** XOR of the characters, as two upper-case hex digits. */
function checksum(body: string): string {
  let sum = 0;
  for (let i = 0; i < body.length; i++) sum ^= body.charCodeAt(i);
  return sum.toString(16).toUpperCase().padStart(2, '0');
}

/** Only the first sentence of a group says when and where; the others say that they belong to it. */
function tagBlock(tag: AisSentenceOptions['tag'], total: number, number: number, sequence: number | ''): string {
  if (!tag) return '';
  const fields: string[] = [];
  if (total > 1) fields.push(`g:${number}-${total}-${1000 + Number(sequence)}`);
  if (number === 1 && tag.station) fields.push(`s:${tag.station}`);
  if (number === 1 && tag.time !== undefined) fields.push(`c:${tag.time}`);
  if (fields.length === 0) return '';
  const body = fields.join(',');
  return `\\${body}*${checksum(body)}\\`;
}

function writeBody(writer: BitWriter, message: EncodableAis): void {
  switch (message.type) {
    case 1:
    case 2:
    case 3:
      position.positionA(writer, message);
      break;
    case 4:
    case 11:
      position.timeReport(writer, message);
      break;
    case 5:
      statics.staticA(writer, message);
      break;
    case 6:
    case 8:
      service.binary(writer, message);
      break;
    case 7:
    case 13:
      service.acknowledge(writer, message);
      break;
    case 9:
      position.sarAircraft(writer, message);
      break;
    case 10:
      service.utcInquiry(writer, message);
      break;
    case 12:
    case 14:
      service.safetyText(writer, message);
      break;
    case 15:
      service.interrogation(writer, message);
      break;
    case 16:
      service.assignment(writer, message);
      break;
    case 17:
      service.dgnss(writer, message);
      break;
    case 18:
      position.positionB(writer, message);
      break;
    case 19:
      position.extendedB(writer, message);
      break;
    case 20:
      service.slotReservation(writer, message);
      break;
    case 21:
      position.aidToNavigation(writer, message);
      break;
    case 22:
      service.channelManagement(writer, message);
      break;
    case 23:
      service.groupAssignment(writer, message);
      break;
    case 24:
      statics.staticB(writer, message);
      break;
    case 25:
    case 26:
      service.shortBinary(writer, message);
      break;
    case 27:
      position.longRange(writer, message);
      break;
    case 28:
      position.singleSlotAid(writer, message);
      break;
  }
}
