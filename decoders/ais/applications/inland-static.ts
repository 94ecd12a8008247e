/** 200/10: what an inland ship says of herself and her voyage (UN/ECE SC.3 resolution 63, table 2.2). */
import type { Payload } from './payload.ts';

/** Units as gpsd prints them, which are those of the message. */
export interface InlandStatic {
  application: 'inland-static';
  /** European vessel identification number (ENI). */
  vin?: string;
  /** Decimetres, including what she pushes. */
  length?: number;
  /** Decimetres. */
  beam?: number;
  /** ERI code of ship and convoy, for example 8010 motor freighter; not the ship type of AIS. */
  shiptype?: number;
  /** Blue cones or lights, 0–3; 4: B flag. */
  hazard?: number;
  /** Centimetres. */
  draught?: number;
  /** 1 loaded, 2 unloaded. */
  loaded?: number;
  /** True where speed, course and heading come from type-approved sensors. */
  speed_q?: boolean;
  course_q?: boolean;
  heading_q?: boolean;
}

/** Fewest bits: all fields, without the 8 spare ones. */
export const INLAND_STATIC_FEWEST = 104;

/** What a ship without a number sends in its place. */
const NO_NUMBER = '00000000';

export function inlandStatic(p: Payload): InlandStatic {
  const vin = p.text(0, 8);
  return {
    application: 'inland-static',
    vin: vin === NO_NUMBER ? undefined : vin,
    length: p.fromOne(8000, 48, 13),
    beam: p.fromOne(1000, 61, 10),
    shiptype: p.fromOne(16_383, 71, 14),
    hazard: p.upTo(4, 85, 3),
    draught: p.fromOne(2000, 88, 11),
    loaded: p.fromOne(2, 99, 2),
    speed_q: p.flag(101),
    course_q: p.flag(102),
    heading_q: p.flag(103),
  };
}
