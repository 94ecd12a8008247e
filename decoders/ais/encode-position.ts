/** Writes the types that say where something is: 1–4, 9, 11, 18, 19, 21, 27, 28. */
import type { BitWriter } from './bit-writer.ts';
import { coarsePosition, course, dimensions, type Loose, position, rateOfTurn, speed } from './encode-fields.ts';
import type {
  AisAidToNavigation,
  AisExtendedB,
  AisLongRange,
  AisPositionA,
  AisPositionB,
  AisSarAircraft,
  AisSingleSlotAid,
  AisTimeReport,
} from './message.ts';

export function positionA(w: BitWriter, m: Loose<AisPositionA>): void {
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

export function timeReport(w: BitWriter, m: Loose<AisTimeReport>): void {
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

export function sarAircraft(w: BitWriter, m: Loose<AisSarAircraft>): void {
  w.put(m.alt === undefined ? 4095 : Math.min(4094, m.alt), 12)
    .put(m.speed === undefined ? 1023 : Math.min(1022, m.speed), 10)
    .flag(m.accuracy);
  position(w, m);
  w.put(course(m.course), 12)
    .put(m.second ?? 60, 6)
    .put(m.regional ?? 0, 8);
  w.put(m.dte ?? 1, 1)
    .put(0, 3)
    .flag(m.assigned)
    .flag(m.raim)
    .put(m.radio ?? 0, 20);
}

export function positionB(w: BitWriter, m: Loose<AisPositionB>): void {
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

export function extendedB(w: BitWriter, m: Loose<AisExtendedB>): void {
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

export function aidToNavigation(w: BitWriter, m: Loose<AisAidToNavigation>): void {
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

export function longRange(w: BitWriter, m: Loose<AisLongRange>): void {
  w.flag(m.accuracy)
    .flag(m.raim)
    .put(m.status ?? 15, 4);
  coarsePosition(w, m.lon, m.lat);
  w.put(m.speed === undefined ? 63 : Math.min(62, m.speed), 6);
  w.put(m.course === undefined ? 511 : Math.round(course(m.course) / 10) % 360, 9)
    .flag(m.gnss)
    .put(0, 1);
}

/** `dimension` and its two numbers are what is sent; the metres, degrees and knots that they stand for are not read. */
export function singleSlotAid(w: BitWriter, m: Loose<AisSingleSlotAid>): void {
  w.put(m.second ?? 60, 6);
  position(w, m);
  w.put(m.restricted ?? 0, 2)
    .put(m.station_type ?? 0, 3)
    .put(m.aid_type ?? 0, 7)
    .put(m.iala_mrn ?? 0, 17);
  w.put(m.dimension ?? 0, 4)
    .put(m.dimensions_a ?? 0, 9)
    .put(m.dimensions_b ?? 0, 11);
  w.flag(m.dimension_additional_data)
    .flag(m.charted_status)
    .put(m.station_status ?? 0, 4)
    .put(m.status_bits ?? 0, 8);
  w.put(0, 1).flag(m.auth);
}
