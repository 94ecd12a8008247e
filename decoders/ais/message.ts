/**
 * Decoded AIS messages, one interface per message type (ITU-R M.1371-5), with the field names and scaled units of
 * gpsd's AIS JSON. A field that the sender marked "not available", or that the message is too short to hold, is
 * absent (`undefined`): a magic number such as 181°, 102.3 kn or 511° never appears.
 *
 * Units: degrees WGS84, knots, degrees true, degrees a minute (`turn`), metres.
 */

import type {
  AisAcknowledge,
  AisAssignment,
  AisBinary,
  AisChannelManagement,
  AisDgnss,
  AisGroupAssignment,
  AisInterrogation,
  AisSafetyText,
  AisShortBinary,
  AisSlotReservation,
  AisUtcInquiry,
} from './service-message.ts';

/** Fields of every message. */
export interface AisHeader {
  class: 'AIS';
  /** How often repeaters passed it on, 0–3. */
  repeat: number;
  /** Sender's identity, normally nine digits; what was sent is kept even when it is no valid MMSI. */
  mmsi: number;
}

/** Where the craft is. Each is absent when unavailable or out of range. */
export interface AisPosition {
  /** True when the fix is better than 10 m (95 %). */
  accuracy: boolean;
  lon?: number;
  lat?: number;
}

/** Distances of the antenna from the hull's ends, metres. Absent when all four are 0. 511 and 63 mean "or more". */
export interface AisDimensions {
  to_bow?: number;
  to_stern?: number;
  to_port?: number;
  to_starboard?: number;
}

/** Types 1, 2, 3: position of a class A ship. */
export interface AisPositionA extends AisHeader, AisPosition {
  type: 1 | 2 | 3;
  /** Navigational status 0–14; 7 is fishing, 14 an active SART, MOB or EPIRB. */
  status?: number;
  /** Degrees a minute, positive to starboard, to 0.1; without a turn indicator only a direction: faster than 5° in 30 s. */
  turn?: number | 'fastleft' | 'fastright';
  /** 102.2 means "or more". */
  speed?: number;
  course?: number;
  heading?: number;
  /** UTC second of the fix 0–59; 61 manual input, 62 dead reckoning, 63 positioning inoperative. */
  second?: number;
  /** 1 no special manoeuvre, 2 special manoeuvre. */
  maneuver?: number;
  raim: boolean;
  /** Communication state, raw. */
  radio?: number;
}

/** Types 4 (base station) and 11 (answer to a UTC inquiry). */
export interface AisTimeReport extends AisHeader, AisPosition {
  type: 4 | 11;
  /** ISO 8601, when year to second are all given and real. */
  timestamp?: string;
  year?: number;
  month?: number;
  day?: number;
  hour?: number;
  minute?: number;
  second?: number;
  epfd?: number;
  raim: boolean;
  radio?: number;
}

/** Type 5: what a class A ship says of itself and its voyage. */
export interface AisStaticA extends AisHeader, AisDimensions {
  type: 5;
  ais_version: number;
  imo?: number;
  callsign?: string;
  shipname?: string;
  shiptype?: number;
  epfd?: number;
  /** `MM-DDThh:mmZ`, when all four parts are given. AIS sends no year. */
  eta?: string;
  month?: number;
  day?: number;
  hour?: number;
  minute?: number;
  /** Metres; 25.5 means "or more". */
  draught?: number;
  destination?: string;
  /** 0 ready, 1 not ready. */
  dte?: number;
}

/** Type 9: search-and-rescue aircraft. */
export interface AisSarAircraft extends AisHeader, AisPosition {
  type: 9;
  /** Metres; 4094 means "or more". */
  alt?: number;
  /** Whole knots; 1022 means "or more". */
  speed?: number;
  course?: number;
  second?: number;
  regional: number;
  dte: number;
  assigned: boolean;
  raim: boolean;
  radio?: number;
}

/** Type 18: position of a class B craft. */
export interface AisPositionB extends AisHeader, AisPosition {
  type: 18;
  reserved: number;
  speed?: number;
  course?: number;
  heading?: number;
  second?: number;
  regional: number;
  /** True: carrier-sense unit, false: SOTDMA unit. */
  cs: boolean;
  display: boolean;
  dsc: boolean;
  band: boolean;
  msg22: boolean;
  assigned: boolean;
  raim: boolean;
  radio?: number;
}

/** Type 19: extended position of a class B craft. */
export interface AisExtendedB extends AisHeader, AisPosition, AisDimensions {
  type: 19;
  reserved: number;
  speed?: number;
  course?: number;
  heading?: number;
  second?: number;
  regional: number;
  shipname?: string;
  shiptype?: number;
  epfd?: number;
  raim: boolean;
  dte: number;
  assigned: boolean;
}

/** Type 21: aid to navigation; also gear buoys. */
export interface AisAidToNavigation extends AisHeader, AisPosition, AisDimensions {
  type: 21;
  /** 0 not specified. */
  aid_type: number;
  /** With its extension, up to 34 characters. */
  name?: string;
  epfd?: number;
  second?: number;
  off_position: boolean;
  regional: number;
  raim: boolean;
  virtual_aid?: boolean;
  assigned?: boolean;
}

/** Type 24 part A: name of a class B craft. */
export interface AisStaticBName extends AisHeader {
  type: 24;
  part: 'A';
  shipname?: string;
}

/** Type 24 part B: the rest of what a class B craft says of itself. A craft of a mother ship (98…) names her instead of its size. */
export interface AisStaticBDetails extends AisHeader, AisDimensions {
  type: 24;
  part: 'B';
  shiptype?: number;
  /** Maker, three letters. */
  vendorid?: string;
  model: number;
  serial: number;
  callsign?: string;
  mothership_mmsi?: number;
  epfd?: number;
}

/** Type 24 with a part number that M.1371-5 does not define. */
export interface AisStaticBUnknown extends AisHeader {
  type: 24;
  part?: undefined;
}

/** Type 27: long-range position (satellite), on a 1/600° grid, whole knots and degrees. */
export interface AisLongRange extends AisHeader, AisPosition {
  type: 27;
  raim: boolean;
  status?: number;
  speed?: number;
  course?: number;
  /** False: the fix is younger than 5 s; true: older. */
  gnss?: boolean;
}

export type AisMessage =
  | AisPositionA
  | AisTimeReport
  | AisStaticA
  | AisBinary
  | AisAcknowledge
  | AisSarAircraft
  | AisUtcInquiry
  | AisSafetyText
  | AisInterrogation
  | AisAssignment
  | AisDgnss
  | AisPositionB
  | AisExtendedB
  | AisSlotReservation
  | AisAidToNavigation
  | AisChannelManagement
  | AisGroupAssignment
  | AisStaticBName
  | AisStaticBDetails
  | AisStaticBUnknown
  | AisShortBinary
  | AisLongRange;
