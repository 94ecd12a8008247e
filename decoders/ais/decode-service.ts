/** Types without a craft's position: 6, 7, 8, 10, 12–17, 20, 22, 23, 25, 26. Bit offsets from ITU-R M.1371-5 Annex 8 §3. */
import { decodeApplication } from './applications/application.ts';
import { hexData } from './binary-data.ts';
import type { Bits } from './bits.ts';
import { coarseLatitude, coarseLongitude } from './fields.ts';
import type * as service from './service-message.ts';

export function addressedBinary(bits: Bits, repeat: number, mmsi: number): service.AisBinary {
  const dac = bits.unsigned(72, 10);
  const fid = bits.unsigned(82, 6);
  return {
    class: 'AIS',
    type: 6,
    repeat,
    mmsi,
    seqno: bits.unsigned(38, 2),
    dest_mmsi: bits.unsigned(40, 30),
    retransmit: bits.flag(70),
    dac,
    fid,
    data: bits.data(88),
    ...decodeApplication(bits, 88, bits.length, dac, fid),
  };
}

export function broadcastBinary(bits: Bits, repeat: number, mmsi: number): service.AisBinary {
  const dac = bits.unsigned(40, 10);
  const fid = bits.unsigned(50, 6);
  return {
    class: 'AIS',
    type: 8,
    repeat,
    mmsi,
    dac,
    fid,
    data: bits.data(56),
    ...decodeApplication(bits, 56, bits.length, dac, fid),
  };
}

export function acknowledge(bits: Bits, type: 7 | 13, repeat: number, mmsi: number): service.AisAcknowledge {
  return {
    class: 'AIS',
    type,
    repeat,
    mmsi,
    mmsi1: bits.unsignedIf(40, 30),
    mmsiseq1: bits.unsignedIf(70, 2),
    mmsi2: bits.unsignedIf(72, 30),
    mmsiseq2: bits.unsignedIf(102, 2),
    mmsi3: bits.unsignedIf(104, 30),
    mmsiseq3: bits.unsignedIf(134, 2),
    mmsi4: bits.unsignedIf(136, 30),
    mmsiseq4: bits.unsignedIf(166, 2),
  };
}

export function utcInquiry(bits: Bits, repeat: number, mmsi: number): service.AisUtcInquiry {
  return { class: 'AIS', type: 10, repeat, mmsi, dest_mmsi: bits.unsigned(40, 30) };
}

/** 936 and 968 bits of text at most, so 156 and 161 letters. */
export function addressedText(bits: Bits, repeat: number, mmsi: number): service.AisSafetyText {
  return {
    class: 'AIS',
    type: 12,
    repeat,
    mmsi,
    seqno: bits.unsigned(38, 2),
    dest_mmsi: bits.unsigned(40, 30),
    retransmit: bits.flag(70),
    text: bits.text(72, 156),
  };
}

export function broadcastText(bits: Bits, repeat: number, mmsi: number): service.AisSafetyText {
  return { class: 'AIS', type: 14, repeat, mmsi, text: bits.text(40, 161) };
}

export function interrogation(bits: Bits, repeat: number, mmsi: number): service.AisInterrogation {
  return {
    class: 'AIS',
    type: 15,
    repeat,
    mmsi,
    mmsi1: bits.unsigned(40, 30),
    type1_1: bits.unsignedIf(70, 6),
    offset1_1: bits.unsignedIf(76, 12),
    type1_2: bits.unsignedIf(90, 6),
    offset1_2: bits.unsignedIf(96, 12),
    mmsi2: bits.unsignedIf(110, 30),
    type2_1: bits.unsignedIf(140, 6),
    offset2_1: bits.unsignedIf(146, 12),
  };
}

export function assignment(bits: Bits, repeat: number, mmsi: number): service.AisAssignment {
  const second = bits.length >= 144;
  return {
    class: 'AIS',
    type: 16,
    repeat,
    mmsi,
    mmsi1: bits.unsigned(40, 30),
    offset1: bits.unsigned(70, 12),
    increment1: bits.unsigned(82, 10),
    mmsi2: second ? bits.unsigned(92, 30) : undefined,
    offset2: second ? bits.unsigned(122, 12) : undefined,
    increment2: second ? bits.unsigned(134, 10) : undefined,
  };
}

export function dgnss(bits: Bits, repeat: number, mmsi: number): service.AisDgnss {
  return {
    class: 'AIS',
    type: 17,
    repeat,
    mmsi,
    lon: coarseLongitude(bits, 40),
    lat: coarseLatitude(bits, 58),
    data: bits.data(80),
  };
}

export function slotReservation(bits: Bits, repeat: number, mmsi: number): service.AisSlotReservation {
  return {
    class: 'AIS',
    type: 20,
    repeat,
    mmsi,
    offset1: bits.unsigned(40, 12),
    number1: bits.unsigned(52, 4),
    timeout1: bits.unsigned(56, 3),
    increment1: bits.unsigned(59, 11),
    offset2: bits.unsignedIf(70, 12),
    number2: bits.unsignedIf(82, 4),
    timeout2: bits.unsignedIf(86, 3),
    increment2: bits.unsignedIf(89, 11),
    offset3: bits.unsignedIf(100, 12),
    number3: bits.unsignedIf(112, 4),
    timeout3: bits.unsignedIf(116, 3),
    increment3: bits.unsignedIf(119, 11),
    offset4: bits.unsignedIf(130, 12),
    number4: bits.unsignedIf(142, 4),
    timeout4: bits.unsignedIf(146, 3),
    increment4: bits.unsignedIf(149, 11),
  };
}

export function channelManagement(bits: Bits, repeat: number, mmsi: number): service.AisChannelManagement {
  const addressed = bits.flag(139);
  return {
    class: 'AIS',
    type: 22,
    repeat,
    mmsi,
    channel_a: bits.unsigned(40, 12),
    channel_b: bits.unsigned(52, 12),
    txrx: bits.unsigned(64, 4),
    power: bits.flag(68),
    addressed,
    ne_lon: addressed ? undefined : coarseLongitude(bits, 69),
    ne_lat: addressed ? undefined : coarseLatitude(bits, 87),
    sw_lon: addressed ? undefined : coarseLongitude(bits, 104),
    sw_lat: addressed ? undefined : coarseLatitude(bits, 122),
    dest1: addressed ? bits.unsigned(69, 30) : undefined,
    dest2: addressed ? bits.unsigned(104, 30) : undefined,
    band_a: bits.flag(140),
    band_b: bits.flag(141),
    zonesize: bits.unsigned(142, 3),
  };
}

export function groupAssignment(bits: Bits, repeat: number, mmsi: number): service.AisGroupAssignment {
  if (bits.length < 154) return { class: 'AIS', type: 23, repeat, mmsi };
  return {
    class: 'AIS',
    type: 23,
    repeat,
    mmsi,
    ne_lon: coarseLongitude(bits, 40),
    ne_lat: coarseLatitude(bits, 58),
    sw_lon: coarseLongitude(bits, 75),
    sw_lat: coarseLatitude(bits, 93),
    stationtype: bits.unsigned(110, 4),
    shiptype: bits.unsigned(114, 8),
    txrx: bits.unsigned(144, 2),
    interval: bits.unsigned(146, 4),
    quiet: bits.unsigned(150, 4),
  };
}

/** Selector and communication state at the end of type 26. */
const COMMUNICATION_STATE = 20;

/**
 * M.1371-5 puts two spare bits between destination and application. gpsd 3.22, libais and pyais all read on without them,
 * and so do the recordings that we have; so it is done here.
 */
export function shortBinary(bits: Bits, type: 25 | 26, repeat: number, mmsi: number): service.AisShortBinary {
  const addressed = bits.flag(38);
  const structured = bits.flag(39);
  const application = addressed ? 70 : 40;
  const from = structured ? application + 16 : application;
  const hasState = type === 26 && bits.length >= from + COMMUNICATION_STATE;
  const to = hasState ? bits.length - COMMUNICATION_STATE : bits.length;
  const dac = structured ? bits.unsignedIf(application, 10) : undefined;
  const fid = structured ? bits.unsignedIf(application + 10, 6) : undefined;
  return {
    class: 'AIS',
    type,
    repeat,
    mmsi,
    addressed,
    structured,
    dest_mmsi: addressed ? bits.unsigned(40, 30) : undefined,
    dac,
    fid,
    app_id: structured ? bits.unsignedIf(application, 16) : undefined,
    data: hexData(bits, from, to),
    radio: hasState ? bits.unsigned(to, COMMUNICATION_STATE) : undefined,
    ...(dac === undefined || fid === undefined ? undefined : decodeApplication(bits, from, to, dac, fid)),
  };
}
