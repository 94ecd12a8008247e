/**
 * Weather and water at a station. Two layouts with the same fields: IMO SN/Circ.236 (1/11, withdrawn but still sent) and
 * SN.1/Circ.289 (1/31). Ranges and "not available" of both circulars; reserved values are no values.
 */
import { MILLIMINUTES, named, type Payload, scaled } from './payload.ts';
import { type DayTime, dayTime, dayTimeText } from './time.ts';

type Tendency = 'steady' | 'decreasing' | 'increasing';

/** Names and units as gpsd prints them. Directions are degrees true, heights metres, temperatures °C. */
export interface MetHydro extends DayTime {
  application: 'met-hydro';
  /** Where the values were taken: the station's place, not the sender's. */
  lon?: number;
  lat?: number;
  /** 1/31 only: the position is better than 10 m. */
  accuracy?: boolean;
  /** `DDThh:mmZ` of the observation. */
  timestamp?: string;
  /** Ten-minute mean and greatest gust, knots; 1/31: 126 means "or more". */
  wspeed?: number;
  wgust?: number;
  wdir?: number;
  wgustdir?: number;
  airtemp?: number;
  /** Per cent. */
  humidity?: number;
  dewpoint?: number;
  /** hPa; 1/31: 799 means "or less", 1201 "or more". */
  pressure?: number;
  pressuretend?: Tendency;
  /** 1/31 only: visibility is that much or more. */
  visgreater?: boolean;
  /** Nautical miles. */
  visibility?: number;
  /** Against the local datum, to 0.1 m (1/11) or 0.01 m (1/31). */
  waterlevel?: number;
  leveltrend?: Tendency;
  /** Current at the surface, and at two depths: knots, direction towards, metres. */
  cspeed?: number;
  cdir?: number;
  cspeed2?: number;
  cdir2?: number;
  cdepth2?: number;
  cspeed3?: number;
  cdir3?: number;
  cdepth3?: number;
  waveheight?: number;
  /** Seconds. */
  waveperiod?: number;
  wavedir?: number;
  swellheight?: number;
  swellperiod?: number;
  swelldir?: number;
  /** Beaufort's sea scale, 0–12. */
  seastate?: number;
  watertemp?: number;
  /** gpsd gives WMO's code in 1/11 and its name in 1/31. */
  preciptype?: number | Precipitation;
  /** Per mille. */
  salinity?: number;
  /** gpsd gives 0 or 1 in 1/11 and a word in 1/31. */
  ice?: number | 'no' | 'yes';
}

const tendencies = ['steady', 'decreasing', 'increasing'] as const;
const ice = ['no', 'yes'] as const;
const precipitations = [
  undefined,
  'rain',
  'thunderstorm',
  'freezing rain',
  'mixed/ice',
  'snow',
] as const satisfies readonly (string | undefined)[];
type Precipitation = Exclude<(typeof precipitations)[number], undefined>;

/** Fewest bits: place and time of the observation. */
export const METHYDRO_FEWEST = 66;

/** 1/11. */
export function metHydro236(p: Payload): MetHydro {
  const time = dayTime(p, 49);
  return {
    application: 'met-hydro',
    lat: p.degrees(MILLIMINUTES, 90, 0, 24),
    lon: p.degrees(MILLIMINUTES, 180, 24, 25),
    timestamp: dayTimeText(time),
    ...time,
    wspeed: p.upTo(120, 65, 7),
    wgust: p.upTo(120, 72, 7),
    wdir: p.upTo(359, 79, 9),
    wgustdir: p.upTo(359, 88, 9),
    airtemp: scaled(p.upTo(1200, 97, 11), 10, -600),
    humidity: p.upTo(100, 108, 7),
    dewpoint: scaled(p.upTo(700, 115, 10), 10, -200),
    pressure: scaled(p.upTo(400, 125, 9), 1, 800),
    pressuretend: named(tendencies, p.number(134, 2)),
    visibility: scaled(p.upTo(250, 136, 8), 10),
    waterlevel: scaled(p.upTo(400, 144, 9), 10, -100),
    leveltrend: named(tendencies, p.number(153, 2)),
    ...waters(p, 155),
    seastate: p.upTo(12, 262, 4),
    watertemp: scaled(p.upTo(600, 266, 10), 10, -100),
    preciptype: p.upTo(5, 276, 3),
    salinity: scaled(p.upTo(500, 279, 9), 10),
    ice: p.upTo(1, 288, 2),
  };
}

/** 1/31. */
export function metHydro289(p: Payload): MetHydro {
  const time = dayTime(p, 50);
  return {
    application: 'met-hydro',
    lon: p.degrees(MILLIMINUTES, 180, 0, 25),
    lat: p.degrees(MILLIMINUTES, 90, 25, 24),
    accuracy: p.flag(49),
    timestamp: dayTimeText(time),
    ...time,
    wspeed: p.upTo(126, 66, 7),
    wgust: p.upTo(126, 73, 7),
    wdir: p.upTo(359, 80, 9),
    wgustdir: p.upTo(359, 89, 9),
    airtemp: scaled(p.signed(-600, 600, 98, 11), 10),
    humidity: p.upTo(100, 109, 7),
    dewpoint: scaled(p.signed(-200, 500, 116, 10), 10),
    pressure: scaled(p.upTo(402, 126, 9), 1, 799),
    pressuretend: named(tendencies, p.number(135, 2)),
    visgreater: p.flag(137),
    visibility: scaled(p.upTo(126, 138, 7), 10),
    waterlevel: scaled(p.upTo(4000, 145, 12), 100, -1000),
    leveltrend: named(tendencies, p.number(157, 2)),
    ...waters(p, 159),
    seastate: p.upTo(12, 266, 4),
    watertemp: scaled(p.signed(-100, 500, 270, 10), 10),
    preciptype: named(precipitations, p.number(280, 3)),
    salinity: scaled(p.upTo(501, 283, 9), 10),
    ice: named(ice, p.number(292, 2)),
  };
}

/** Currents, waves and swell, which both layouts write alike. */
function waters(p: Payload, at: number): Partial<MetHydro> {
  return {
    cspeed: tenths(p, at),
    cdir: p.upTo(359, at + 8, 9),
    cspeed2: tenths(p, at + 17),
    cdir2: p.upTo(359, at + 25, 9),
    cdepth2: p.upTo(30, at + 34, 5),
    cspeed3: tenths(p, at + 39),
    cdir3: p.upTo(359, at + 47, 9),
    cdepth3: p.upTo(30, at + 56, 5),
    waveheight: tenths(p, at + 61),
    waveperiod: p.upTo(60, at + 69, 6),
    wavedir: p.upTo(359, at + 75, 9),
    swellheight: tenths(p, at + 84),
    swellperiod: p.upTo(60, at + 92, 6),
    swelldir: p.upTo(359, at + 98, 9),
  };
}

/** 0–25.0; 25.1 means "or more" (Circ.289); 8 bits. */
function tenths(p: Payload, at: number): number | undefined {
  return scaled(p.upTo(251, at, 8), 10);
}
