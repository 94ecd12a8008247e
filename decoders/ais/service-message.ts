/**
 * The AIS messages that carry no craft's position: acknowledgements, texts, binary applications, channel management.
 * Same names, units and rules as message.ts.
 */
import type { Application, UnknownApplication } from './applications/application.ts';
import type { AisHeader } from './message.ts';

interface AisBinaryHeader extends AisHeader {
  type: 6 | 8;
  /** Type 6 only. */
  seqno?: number;
  dest_mmsi?: number;
  retransmit?: boolean;
  /** Application: area code and function. */
  dac: number;
  fid: number;
  /** Bits of the application, `bits:hex` as gpsd prints it. Always there, also when the application is read. */
  data?: string;
}

/** Types 6 (addressed) and 8 (broadcast): binary applications; those that are known with their fields. */
export type AisBinary = AisBinaryHeader & (Application | UnknownApplication);

/** Types 7 and 13: acknowledgement of up to four messages. */
export interface AisAcknowledge extends AisHeader {
  type: 7 | 13;
  mmsi1?: number;
  mmsiseq1?: number;
  mmsi2?: number;
  mmsiseq2?: number;
  mmsi3?: number;
  mmsiseq3?: number;
  mmsi4?: number;
  mmsiseq4?: number;
}

/** Type 10: asks for the UTC. */
export interface AisUtcInquiry extends AisHeader {
  type: 10;
  dest_mmsi: number;
}

/** Types 12 (addressed) and 14 (broadcast): safety text, for example "SART ACTIVE". */
export interface AisSafetyText extends AisHeader {
  type: 12 | 14;
  seqno?: number;
  dest_mmsi?: number;
  retransmit?: boolean;
  text?: string;
}

/** Type 15: asks one or two stations for messages. */
export interface AisInterrogation extends AisHeader {
  type: 15;
  mmsi1: number;
  type1_1?: number;
  offset1_1?: number;
  type1_2?: number;
  offset1_2?: number;
  mmsi2?: number;
  type2_1?: number;
  offset2_1?: number;
}

/** Type 16: tells stations when to send. */
export interface AisAssignment extends AisHeader {
  type: 16;
  mmsi1: number;
  offset1: number;
  increment1: number;
  mmsi2?: number;
  offset2?: number;
  increment2?: number;
}

/** Type 17: differential corrections; the position is the reference site, on a 1/600° grid. */
export interface AisDgnss extends AisHeader {
  type: 17;
  lon?: number;
  lat?: number;
  data?: string;
}

/** Type 20: slots reserved by a base station. */
export interface AisSlotReservation extends AisHeader {
  type: 20;
  offset1: number;
  number1: number;
  timeout1: number;
  increment1: number;
  offset2?: number;
  number2?: number;
  timeout2?: number;
  increment2?: number;
  offset3?: number;
  number3?: number;
  timeout3?: number;
  increment3?: number;
  offset4?: number;
  number4?: number;
  timeout4?: number;
  increment4?: number;
}

/** Type 22: channels for a region or for two stations. */
export interface AisChannelManagement extends AisHeader {
  type: 22;
  channel_a: number;
  channel_b: number;
  txrx: number;
  power: boolean;
  addressed: boolean;
  ne_lon?: number;
  ne_lat?: number;
  sw_lon?: number;
  sw_lat?: number;
  dest1?: number;
  dest2?: number;
  band_a: boolean;
  band_b: boolean;
  zonesize: number;
}

/** Type 23: orders a group of craft to report at an interval. */
export interface AisGroupAssignment extends AisHeader {
  type: 23;
  ne_lon?: number;
  ne_lat?: number;
  sw_lon?: number;
  sw_lat?: number;
  stationtype?: number;
  shiptype?: number;
  txrx?: number;
  interval?: number;
  quiet?: number;
}

interface AisShortBinaryHeader extends AisHeader {
  type: 25 | 26;
  addressed: boolean;
  structured: boolean;
  dest_mmsi?: number;
  /** Application of a structured message: area code and function, and both in one number as gpsd prints it. */
  dac?: number;
  fid?: number;
  app_id?: number;
  data?: string;
  /** Type 26: selector (1 bit) and communication state (19), raw. */
  radio?: number;
}

/** Types 25 (one slot) and 26 (several, with communication state): binary messages. */
export type AisShortBinary = AisShortBinaryHeader & (Application | UnknownApplication);
