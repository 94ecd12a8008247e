/** Type 28, aid to navigation in one slot. See AisSingleSlotAid for where its layout comes from. */
import type { Bits } from './bits.ts';
import * as field from './fields.ts';
import type { AisSingleSlotAid } from './message.ts';

export function singleSlotAid(bits: Bits, repeat: number, mmsi: number): AisSingleSlotAid {
  const dimension = bits.unsigned(128, 4);
  const a = bits.unsigned(132, 9);
  const b = bits.unsigned(141, 11);
  return {
    class: 'AIS',
    type: 28,
    repeat,
    mmsi,
    second: field.unless(bits.unsigned(38, 6), 60),
    lon: field.longitude(bits, 44),
    lat: field.latitude(bits, 72),
    restricted: bits.unsigned(99, 2),
    station_type: bits.unsigned(101, 3),
    aid_type: bits.unsigned(104, 7),
    iala_mrn: bits.unsigned(111, 17),
    dimension,
    dimensions_a: a,
    dimensions_b: b,
    dimension_additional_data: bits.flag(152),
    charted_status: bits.flag(153),
    station_status: bits.unsigned(154, 4),
    status_bits: bits.unsigned(158, 8),
    auth: bits.flagIf(167),
    ...extent(dimension, a, b),
  };
}

type Extent = Pick<AisSingleSlotAid, 'radius' | 'height' | 'course' | 'speed' | 'orientation' | 'length'>;

/** Steps of a line's length: dimensions 6–9, and 10–13 for large ones. */
const LINE_STEP_M = 10;
const LARGE_LINE_STEP_M = 200;

function extent(dimension: number, a: number, b: number): Extent {
  switch (dimension) {
    case 1:
      return { radius: a, height: b / 10 };
    case 2:
      return { radius: a * 100 + b };
    case 3:
      // 360 and 60 say that way and speed are not reported; what is above tells how the aid is held, or is reserved.
      return { course: a < 360 ? a : undefined, speed: b < 60 ? b : undefined };
    case 5:
      return { radius: a + b * 100 };
    default:
      if (dimension < 6 || dimension > 13) return {};
      return { orientation: a < 360 ? a : undefined, length: b * (dimension < 10 ? LINE_STEP_M : LARGE_LINE_STEP_M) };
  }
}
