/**
 * Area notice (IMO SN.1/Circ.289): 1/22 to all, 1/23 to one station. A warning or information for the union of up to ten
 * sub-areas of 87 bits. gpsd keeps it as bits; the names are those of its protocol description.
 */
import { MILLIMINUTES, type Payload } from './payload.ts';
import { type DayTime, dayTime, monthTimeText } from './time.ts';

export interface AreaNotice extends DayTime {
  application: 'area-notice';
  /** Joins the notice to a text of the same sender and linkage, and names it when it is cancelled. */
  linkage?: number;
  /** Circ.289 table 11.11: 0–21 caution, 23–30 environment, 32–38 restricted, 64–76 distress, …; 126 cancels. */
  notice?: number;
  month?: number;
  /** `MM-DDThh:mmZ`, when all is known. */
  start?: string;
  /** Minutes from `start`; 0 cancels. */
  duration?: number;
  areas: SubArea[];
}

/** A place with the number of decimals of a minute that were meant, as far as the sender said. */
interface Anchor {
  lon?: number;
  lat?: number;
  precision?: number;
}

/** A leg from the point before: degrees true to 0.5, metres. The first one starts at the circle that stands before it. */
interface Leg {
  bearing: number;
  distance: number;
}

/** Lengths in metres, angles in degrees true. */
type SubArea =
  /** Without radius: a point. */
  | ({ shape: 'circle'; radius: number } & Anchor)
  /** `lon`, `lat` is the south-west corner; turned clockwise about it. */
  | ({ shape: 'rectangle'; east: number; north: number; orientation?: number } & Anchor)
  | ({ shape: 'sector'; radius: number; left?: number; right?: number } & Anchor)
  | { shape: 'polyline' | 'polygon'; points: Leg[] }
  | { shape: 'text'; text?: string };

const HEADER = 55;
const SUB_AREA = 87;
const MOST_SUB_AREAS = 10;

/** Fewest bits: the header; a cancellation needs no area. */
export const AREA_NOTICE_FEWEST = HEADER;

export function areaNotice(p: Payload): AreaNotice {
  const month = p.fromOne(12, 17, 4);
  const time = dayTime(p, 21);
  const areas: SubArea[] = [];
  for (let i = 0; i < MOST_SUB_AREAS && HEADER + (i + 1) * SUB_AREA <= p.length; i++) {
    const area = subArea(p, HEADER + i * SUB_AREA);
    if (area) areas.push(area);
  }
  return {
    application: 'area-notice',
    linkage: p.fromOne(1023, 0, 10),
    notice: p.upTo(126, 10, 7),
    month,
    ...time,
    start: monthTimeText(month, time),
    duration: p.upTo(262_142, 37, 18),
    areas,
  };
}

/** Undefined for a shape that the circular reserves. */
function subArea(p: Payload, at: number): SubArea | undefined {
  const shape = p.number(at, 3)!;
  // The dimensions are multiples of 1, 10, 100 or 1000 m.
  const unit = 10 ** p.number(at + 3, 2)!;
  switch (shape) {
    case 0:
      return { shape: 'circle', ...anchor(p, at), radius: p.number(at + 57, 12)! * unit };
    case 1: {
      const east = p.number(at + 57, 8)! * unit;
      const north = p.number(at + 65, 8)! * unit;
      return { shape: 'rectangle', ...anchor(p, at), east, north, orientation: p.upTo(359, at + 73, 9) };
    }
    case 2: {
      const radius = p.number(at + 57, 12)! * unit;
      return {
        shape: 'sector',
        ...anchor(p, at),
        radius,
        left: p.upTo(359, at + 69, 9),
        right: p.upTo(359, at + 78, 9),
      };
    }
    case 3:
      return { shape: 'polyline', points: legs(p, at + 5, unit) };
    case 4:
      return { shape: 'polygon', points: legs(p, at + 5, unit) };
    case 5:
      return { shape: 'text', text: p.text(at + 3, 14) };
    default:
      return undefined;
  }
}

function anchor(p: Payload, at: number): Anchor {
  return {
    lon: p.degrees(MILLIMINUTES, 180, at + 5, 25),
    lat: p.degrees(MILLIMINUTES, 90, at + 30, 24),
    precision: p.upTo(4, at + 54, 3),
  };
}

/** Up to four; a bearing of 720 half degrees or a distance of 0 says that there is none. */
function legs(p: Payload, at: number, unit: number): Leg[] {
  const found: Leg[] = [];
  for (let i = 0; i < 4; i++) {
    const bearing = p.upTo(719, at + i * 20, 10);
    const distance = p.fromOne(1023, at + i * 20 + 10, 10);
    if (bearing !== undefined && distance !== undefined)
      found.push({ bearing: bearing / 2, distance: distance * unit });
  }
  return found;
}
