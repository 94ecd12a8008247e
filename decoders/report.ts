/**
 * The one type that everything downstream speaks: what one decoded message says about one craft.
 * Knows no registered vessel and no zone. Absent means "not available"; there are no magic numbers.
 */
import type { Distress } from './ais/distress.ts';
import type { AisMessage } from './ais/message.ts';
import type { PositionColumns } from './ais/position-columns.ts';
import type { TableFindings } from './tables/table.ts';
import type { VmsFormat, VmsMessage } from './vms/message.ts';

export type Message = AisMessage | VmsMessage;

/** What kind of craft sends, mostly by the shape of its MMSI (ITU-R M.585); VMS units are always `vessel`. */
export type CraftKind =
  | 'vessel'
  | 'group'
  | 'coast-station'
  | 'sar-aircraft'
  | 'aton'
  | 'craft-of-mother-ship'
  | 'ais-sart'
  | 'mob'
  | 'epirb'
  | 'handheld'
  /** Beacon on fishing gear, told by more than the MMSI (ais/gear.ts). */
  | 'gear'
  | 'unknown';

/** How the message came in: everything the sentence or its wrapper said beside the payload. Messages that came in alike share one. */
export interface MessageMeta {
  /** Epoch ms at which these bytes reached us. */
  receivedAt: number;
  /** Epoch ms at which the receiving station took the message (tag block `c`, `$PGHP`, trailer), when it said so. */
  stationTime?: number;
  /** Receiving station's name (tag block `s`), when given. */
  station?: string;
  /** True for VDO: the receiver's own ship. */
  ownShip?: boolean;
  /** First two characters of the sentence: kind of the receiving equipment, mostly `AI`, `AB` or `BS`. */
  talker?: string;
  /** Radio channel, mostly `A` or `B`. */
  channel?: string;
  /** Tag block's group id, when given. */
  group?: string;
  /** How the station received it, when its trailer or wrapper says so. */
  reception?: Reception;
}

/** Details of the reception that some networks add. */
export interface Reception {
  /** Signal strength, dBm. */
  signalDbm?: number;
  /** Time slot in which it began, 0–2249. */
  slot?: number;
  /** Country and region of the network node (`$PGHP`): MID and the network's own number. */
  country?: number;
  region?: number;
  /** False when the node sent it later, from its memory (`$PGHP`). */
  online?: boolean;
}

/** What one message says: who, and if it carries a position, where and when. */
export interface Report {
  format: 'ais' | VmsFormat;
  message: Message;
  meta: MessageMeta;
  craft: CraftKind;

  mmsi?: number;
  imo?: number;
  callsign?: string;
  name?: string;
  /** Registration or side number exactly as sent, not normalised. */
  registration?: string;
  /** VMS unit's identity as its provider names it. */
  deviceId?: string;
  /** Flag-state internal number (NAF IR). */
  internalReference?: string;
  /** ISO 3166-1 alpha-3: what a VMS message says, or the administration of an AIS identity. */
  flag?: string;
  shipType?: number;
  lengthM?: number;

  /** Degrees WGS84. Present together or not at all. */
  lon?: number;
  lat?: number;
  /** Epoch ms of the position. Present whenever lon/lat are. */
  fixTime?: number;
  /** True when `fixTime` had to be taken from the receive time (no UTC second, dead reckoning, manual input). */
  fixTimeEstimated?: boolean;
  speedKn?: number;
  courseDeg?: number;
  headingDeg?: number;
  /** 95 % radius in metres that the message claims: AIS accuracy flag 10 m, type 27 grid, otherwise absent. */
  accuracyM?: number;
  /** AIS navigational status 0..14. */
  navStatus?: number;
  /** When it means to arrive, epoch ms. AIS says no year: the one that comes nearest to the receive time. */
  etaTime?: number;
  /** A call for help, or its test. */
  distress?: Distress;
}

/** One input piece that could not be used: it is counted and kept, never thrown. */
export interface Rejection {
  /** Stable, kebab-case: `checksum`, `no-checksum`, `illegal-character`, `too-short`, `orphan-fragment`, … */
  reason: string;
  /** The offending text as received, cut to 200 characters. */
  text: string;
  receivedAt: number;
}

/** Where a stream decoder puts what it finds. Called synchronously, in input order. */
export interface DecoderSink {
  message(message: Message, meta: Readonly<MessageMeta>): void;
  /**
   * Takes AIS messages as rows instead (see PositionColumns), as far as their type allows; valid during the call. The
   * order between rows and messages is that of the input.
   */
  positions?(columns: PositionColumns): void;
  rejected(rejection: Rejection): void;
  /** Something beside a sentence is damaged (`tagblock-checksum`, `pghp-checksum`): the sentence itself is used without it. */
  damaged?(rejection: Rejection): void;
}

/** Counters since creation (or since the state that was restored). */
export interface DecodeStats {
  /** Sentences of the format that were recognised (VDM/VDO for NMEA, records for NAF), good or bad. */
  sentences: number;
  messages: number;
  rejected: Record<string, number>;
  /** Damaged tag blocks and wrappers, whose sentences were used all the same. */
  damaged: Record<string, number>;
  /** Fragments waiting for the rest of their message. */
  pending: number;
}

/** JSON-safe: what a decoder must remember so that a restart in the middle of a message loses nothing. */
export type DecoderState = { [key: string]: unknown };

/** A decoder of one connection's byte stream. Holds partial lines and fragments; has no clock of its own. */
export interface StreamDecoder {
  /**
   * @param bytes any cut of the stream
   * @param receivedAt epoch ms
   * @param whole true when `bytes` is complete in itself (a datagram, an HTTP body), so that an unterminated last line ends here
   */
  push(bytes: Uint8Array, receivedAt: number, whole?: boolean): void;
  /** Input is over: what stands unterminated is taken as ended. */
  end(receivedAt: number): void;
  readonly stats: DecodeStats;
  /** True while whatever comes next belongs to the record at hand, whatever it looks like. */
  readonly isInside?: boolean;
  /** What a decoder of tables found out about the last tables, the one at hand at the end. */
  readonly findings?: readonly TableFindings[];
  save(): DecoderState;
  restore(state: DecoderState): void;
}
