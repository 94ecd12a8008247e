/** Writes the types without a craft's position: 6–8, 10, 12–17, 20, 22, 23, 25, 26. */
import type { BitWriter } from './bit-writer.ts';
import { coarsePosition, type Loose } from './encode-fields.ts';
import type * as service from './service-message.ts';

/** The application is sent as `data` says; its fields, if there are any, are not read. */
export function binary(w: BitWriter, m: Loose<service.AisBinary>): void {
  if (m.type === 6) addressed(w, m);
  else w.put(0, 2);
  w.put(m.dac ?? 0, 10)
    .put(m.fid ?? 0, 6)
    .data(m.data);
}

/** What types 6 and 12 begin with. */
function addressed(w: BitWriter, m: { seqno?: number; dest_mmsi?: number; retransmit?: boolean }): void {
  w.put(m.seqno ?? 0, 2)
    .put(m.dest_mmsi ?? 0, 30)
    .flag(m.retransmit)
    .put(0, 1);
}

export function acknowledge(w: BitWriter, m: Loose<service.AisAcknowledge>): void {
  w.put(0, 2);
  const all = [
    [m.mmsi1 ?? 0, m.mmsiseq1],
    [m.mmsi2, m.mmsiseq2],
    [m.mmsi3, m.mmsiseq3],
    [m.mmsi4, m.mmsiseq4],
  ];
  for (const [mmsi, sequence] of all) {
    if (mmsi === undefined) return;
    w.put(mmsi, 30).put(sequence ?? 0, 2);
  }
}

export function utcInquiry(w: BitWriter, m: Loose<service.AisUtcInquiry>): void {
  w.put(0, 2)
    .put(m.dest_mmsi ?? 0, 30)
    .put(0, 2);
}

/** A longer text than 156 (type 12) or 161 letters is cut. */
export function safetyText(w: BitWriter, m: Loose<service.AisSafetyText>): void {
  const longest = m.type === 12 ? 156 : 161;
  if (m.type === 12) addressed(w, m);
  else w.put(0, 2);
  w.text(m.text, Math.min(longest, m.text?.length ?? 0));
}

export function interrogation(w: BitWriter, m: Loose<service.AisInterrogation>): void {
  const asksSecond = m.mmsi2 !== undefined;
  w.put(0, 2)
    .put(m.mmsi1 ?? 0, 30)
    .put(m.type1_1 ?? 0, 6)
    .put(m.offset1_1 ?? 0, 12);
  if (m.type1_2 === undefined && !asksSecond) return;
  w.put(0, 2)
    .put(m.type1_2 ?? 0, 6)
    .put(m.offset1_2 ?? 0, 12);
  w.put(0, 2);
  if (!asksSecond) return;
  w.put(m.mmsi2 ?? 0, 30)
    .put(m.type2_1 ?? 0, 6)
    .put(m.offset2_1 ?? 0, 12)
    .put(0, 2);
}

export function assignment(w: BitWriter, m: Loose<service.AisAssignment>): void {
  const both = m.mmsi2 !== undefined;
  w.put(0, 2)
    .put(m.mmsi1 ?? 0, 30)
    .put(m.offset1 ?? 0, 12)
    .put(m.increment1 ?? 0, 10);
  if (!both) w.put(0, 4);
  else {
    w.put(m.mmsi2 ?? 0, 30)
      .put(m.offset2 ?? 0, 12)
      .put(m.increment2 ?? 0, 10);
  }
}

export function dgnss(w: BitWriter, m: Loose<service.AisDgnss>): void {
  w.put(0, 2);
  coarsePosition(w, m.lon, m.lat);
  w.put(0, 5).data(m.data);
}

export function slotReservation(w: BitWriter, m: Loose<service.AisSlotReservation>): void {
  w.put(0, 2);
  const all = [
    [m.offset1 ?? 0, m.number1, m.timeout1, m.increment1],
    [m.offset2, m.number2, m.timeout2, m.increment2],
    [m.offset3, m.number3, m.timeout3, m.increment3],
    [m.offset4, m.number4, m.timeout4, m.increment4],
  ];
  for (const [offset, number, timeout, increment] of all) {
    if (offset === undefined) break;
    w.put(offset, 12)
      .put(number ?? 0, 4)
      .put(timeout ?? 0, 3)
      .put(increment ?? 0, 11);
  }
  w.put(0, (8 - (w.length % 8)) % 8);
}

export function channelManagement(w: BitWriter, m: Loose<service.AisChannelManagement>): void {
  w.put(0, 2)
    .put(m.channel_a ?? 0, 12)
    .put(m.channel_b ?? 0, 12);
  w.put(m.txrx ?? 0, 4).flag(m.power);
  if (m.addressed) {
    w.put(m.dest1 ?? 0, 30)
      .put(0, 5)
      .put(m.dest2 ?? 0, 30)
      .put(0, 5);
  } else {
    coarsePosition(w, m.ne_lon, m.ne_lat);
    coarsePosition(w, m.sw_lon, m.sw_lat);
  }
  w.flag(m.addressed)
    .flag(m.band_a)
    .flag(m.band_b)
    .put(m.zonesize ?? 0, 3)
    .put(0, 23);
}

/** Without a station type it is only a header. */
export function groupAssignment(w: BitWriter, m: Loose<service.AisGroupAssignment>): void {
  w.put(0, 2);
  if (m.stationtype === undefined) return;
  coarsePosition(w, m.ne_lon, m.ne_lat);
  coarsePosition(w, m.sw_lon, m.sw_lat);
  w.put(m.stationtype, 4)
    .put(m.shiptype ?? 0, 8)
    .put(0, 22);
  w.put(m.txrx ?? 0, 2)
    .put(m.interval ?? 0, 4)
    .put(m.quiet ?? 0, 4)
    .put(0, 6);
}

/** Type 26 ends with its communication state, unless it is too short to have one. */
export function shortBinary(w: BitWriter, m: Loose<service.AisShortBinary>): void {
  w.flag(m.addressed).flag(m.structured);
  if (m.addressed) w.put(m.dest_mmsi ?? 0, 30);
  if (m.structured) w.put(m.dac ?? 0, 10).put(m.fid ?? 0, 6);
  const from = w.length;
  w.data(m.data);
  if (m.type === 26 && (m.radio !== undefined || w.length - from >= 20)) w.put(m.radio ?? 0, 20);
}
