/**
 * Decoded AIS messages, one interface per message type (ITU-R M.1371-5; type 28: M.1371-6), with the field names and scaled units of
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

/**
 * Type 28 (M.1371-6 tables 84 and 85): aid to navigation in one slot, without a name. The layout is that on which the two
 * public decoders that read it agree (pyais ≥ 2.20, AIS-catcher); names are pyais's, for gpsd knows no type 28. What
 * `dimension` makes of its two numbers is known from pyais alone. No recording of a real one was found.
 */
export interface AisSingleSlotAid extends AisHeader {
  type: 28;
  second?: number;
  lon?: number;
  lat?: number;
  /** Who may use it: 0 everybody, 1 in territorial waters, 2 in the exclusive economic zone, 3 by the state's leave. */
  restricted: number;
  /** 0 floating, 1 fixed, 2 synthetic predicted, 3 synthetic monitored, 4 virtual, 5 mobile. */
  station_type: number;
  /** 0 not specified; 1–31 as in type 21, from 32 on of table 85. */
  aid_type: number;
  /** Number within IALA's maritime resource names. */
  iala_mrn: number;
  /** What `dimensions_a` and `dimensions_b` mean; the fields below say it in metres, degrees and knots. */
  dimension: number;
  dimensions_a: number;
  dimensions_b: number;
  /** More messages of the same sender describe it further. */
  dimension_additional_data: boolean;
  charted_status: boolean;
  /** 0 on station. */
  station_status: number;
  /** As `regional` of type 21. */
  status_bits: number;
  /** An authentication follows. */
  auth?: boolean;
  /** Dimensions 1, 2 and 5. */
  radius?: number;
  /** Dimension 1. */
  height?: number;
  /** Dimension 3: a mobile aid's way, whole degrees and knots. */
  course?: number;
  speed?: number;
  /** Dimensions 6–13: a line from the position. */
  orientation?: number;
  length?: number;
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
  | AisLongRange
  | AisSingleSlotAid;
