/**
 * Messages → AIVDM sentences, for the fleet simulator and for tests. Takes the same objects that the decoder gives;
 * an absent field is sent as "not available". Written from ITU-R M.1371-5 Annex 8.
 */
import { BitWriter } from './bit-writer.ts';
import type {
  AisAidToNavigation,
  AisDimensions,
  AisExtendedB,
  AisHeader,
  AisLongRange,
  AisPosition,
  AisPositionA,
  AisPositionB,
  AisStaticA,
  AisStaticBDetails,
  AisStaticBName,
  AisTimeReport,
} from './message.ts';
import { bitsToArmour } from './six-bit.ts';

type Loose<M extends AisHeader> = M extends AisHeader
  ? Partial<Omit<M, 'class' | 'type' | 'mmsi' | 'part'>> & Pick<M, Extract<keyof M, 'type' | 'mmsi' | 'part'>>
  : never;

/** What `encodeAis` can write. Only `type`, `mmsi` and (type 24) `part` must be there. */
export type EncodableAis = Loose<
  | AisPositionA
  | AisTimeReport
  | AisStaticA
  | AisPositionB
  | AisExtendedB
  | AisAidToNavigation
  | AisStaticBName
  | AisStaticBDetails
  | AisLongRange
> & { class?: 'AIS' };

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
      positionA(writer, message);
      break;
    case 4:
    case 11:
      timeReport(writer, message);
      break;
    case 5:
      staticA(writer, message);
      break;
    case 18:
      positionB(writer, message);
      break;
    case 19:
      extendedB(writer, message);
      break;
    case 21:
      aidToNavigation(writer, message);
      break;
    case 24:
      if (message.part === 'A') staticBName(writer, message);
      else staticBDetails(writer, message);
      break;
    case 27:
      longRange(writer, message);
      break;
  }
}

function positionA(w: BitWriter, m: Loose<AisPositionA>): void {
  w.put(m.status ?? 15, 4).putSigned(rateOfTurn(m.turn), 8);
  w.put(speed(m.speed), 10).flag(m.accuracy);
  position(w, m);
  w.put(course(m.course), 12)
    .put(m.heading ?? 511, 9)
    .put(m.second ?? 60, 6);
  w.put(m.maneuver ?? 0, 2)
    .put(0, 3)
    .flag(m.raim)
    .put(m.radio ?? 0, 19);
}

function timeReport(w: BitWriter, m: Loose<AisTimeReport>): void {
  w.put(m.year ?? 0, 14)
    .put(m.month ?? 0, 4)
    .put(m.day ?? 0, 5);
  w.put(m.hour ?? 24, 5)
    .put(m.minute ?? 60, 6)
    .put(m.second ?? 60, 6)
    .flag(m.accuracy);
  position(w, m);
  w.put(m.epfd ?? 0, 4)
    .put(0, 10)
    .flag(m.raim)
    .put(m.radio ?? 0, 19);
}

function staticA(w: BitWriter, m: Loose<AisStaticA>): void {
  w.put(m.ais_version ?? 0, 2)
    .put(m.imo ?? 0, 30)
    .text(m.callsign, 7)
    .text(m.shipname, 20);
  w.put(m.shiptype ?? 0, 8);
  dimensions(w, m);
  w.put(m.epfd ?? 0, 4);
  w.put(m.month ?? 0, 4)
    .put(m.day ?? 0, 5)
    .put(m.hour ?? 24, 5)
    .put(m.minute ?? 60, 6);
  w.put((m.draught ?? 0) * 10, 8)
    .text(m.destination, 20)
    .put(m.dte ?? 1, 1)
    .put(0, 1);
}

function positionB(w: BitWriter, m: Loose<AisPositionB>): void {
  motionB(w, m);
  w.put(m.regional ?? 0, 2)
    .flag(m.cs ?? true)
    .flag(m.display)
    .flag(m.dsc)
    .flag(m.band)
    .flag(m.msg22);
  w.flag(m.assigned)
    .flag(m.raim)
    .put(m.radio ?? 0, 20);
}

function extendedB(w: BitWriter, m: Loose<AisExtendedB>): void {
  motionB(w, m);
  w.put(m.regional ?? 0, 4)
    .text(m.shipname, 20)
    .put(m.shiptype ?? 0, 8);
  dimensions(w, m);
  w.put(m.epfd ?? 0, 4)
    .flag(m.raim)
    .put(m.dte ?? 1, 1)
    .flag(m.assigned)
    .put(0, 4);
}

function motionB(w: BitWriter, m: Loose<AisPositionB> | Loose<AisExtendedB>): void {
  w.put(m.reserved ?? 0, 8)
    .put(speed(m.speed), 10)
    .flag(m.accuracy);
  position(w, m);
  w.put(course(m.course), 12)
    .put(m.heading ?? 511, 9)
    .put(m.second ?? 60, 6);
}

function aidToNavigation(w: BitWriter, m: Loose<AisAidToNavigation>): void {
  w.put(m.aid_type ?? 0, 5)
    .text(m.name, 20)
    .flag(m.accuracy);
  position(w, m);
  dimensions(w, m);
  w.put(m.epfd ?? 0, 4)
    .put(m.second ?? 60, 6)
    .flag(m.off_position)
    .put(m.regional ?? 0, 8);
  w.flag(m.raim).flag(m.virtual_aid).flag(m.assigned).put(0, 1);
  const extension = (m.name ?? '').slice(20, 34);
  if (extension === '') return;
  w.text(extension, extension.length);
  w.put(0, (8 - (w.length % 8)) % 8);
}

function staticBName(w: BitWriter, m: Loose<AisStaticBName>): void {
  w.put(0, 2).text(m.shipname, 20).put(0, 8);
}

function staticBDetails(w: BitWriter, m: Loose<AisStaticBDetails>): void {
  w.put(1, 2)
    .put(m.shiptype ?? 0, 8)
    .text(m.vendorid, 3);
  w.put(m.model ?? 0, 4)
    .put(m.serial ?? 0, 20)
    .text(m.callsign, 7);
  if (m.mothership_mmsi !== undefined) w.put(m.mothership_mmsi, 30);
  else dimensions(w, m);
  w.put(m.epfd ?? 0, 4).put(0, 2);
}

function longRange(w: BitWriter, m: Loose<AisLongRange>): void {
  w.flag(m.accuracy)
    .flag(m.raim)
    .put(m.status ?? 15, 4);
  w.putSigned((m.lon ?? 181) * 600, 18).putSigned((m.lat ?? 91) * 600, 17);
  w.put(m.speed === undefined ? 63 : Math.min(62, m.speed), 6);
  w.put(m.course === undefined ? 511 : Math.round(course(m.course) / 10) % 360, 9)
    .flag(m.gnss)
    .put(0, 1);
}

function position(w: BitWriter, m: Partial<AisPosition>): void {
  w.putSigned((m.lon ?? 181) * 600_000, 28).putSigned((m.lat ?? 91) * 600_000, 27);
}

function dimensions(w: BitWriter, m: AisDimensions): void {
  w.put(m.to_bow ?? 0, 9)
    .put(m.to_stern ?? 0, 9)
    .put(m.to_port ?? 0, 6)
    .put(m.to_starboard ?? 0, 6);
}

/** Tenths of a knot; 1022 is "102.2 kn or more", 1023 not available. */
function speed(knots: number | undefined): number {
  return knots === undefined ? 1023 : Math.min(1022, Math.max(0, Math.round(knots * 10)));
}

/** Tenths of a degree; 3600 is not available, so that 360.0° is sent as 0. */
function course(degrees: number | undefined): number {
  return degrees === undefined ? 3600 : ((Math.round(degrees * 10) % 3600) + 3600) % 3600;
}

/** M.1371-5: raw = 4.733·√(degrees a minute) with the sign of the turn, ±127 without an indicator, −128 not available. */
function rateOfTurn(turn: AisPositionA['turn']): number {
  if (turn === undefined) return -128;
  if (turn === 'fastleft') return -127;
  if (turn === 'fastright') return 127;
  return Math.sign(turn) * Math.min(126, Math.round(4.733 * Math.sqrt(Math.abs(turn))));
}
