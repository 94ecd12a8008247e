/** Route information (IMO SN.1/Circ.289): 1/27 to all, 1/28 to one ship. */
import { FINE_GRID, type Payload } from './payload.ts';
import { type DayTime, dayTime, monthTimeText } from './time.ts';

export interface RouteInformation extends DayTime {
  application: 'route';
  linkage?: number;
  /** 0 ship, 1 authority. */
  sender?: number;
  /** Circ.289 table 10.2: 1 mandatory, 2 recommended, 3 alternative, 4 recommended through ice, 5 ship's own plan; 31 cancels. */
  rtype?: number;
  month?: number;
  /** `MM-DDThh:mmZ`, when all is known. */
  start?: string;
  /** Minutes from `start`; 0 cancels. */
  duration?: number;
  waypoints: { lon?: number; lat?: number }[];
}

const HEADER = 61;
const WAYPOINT = 55;
const MOST_WAYPOINTS = 16;

/** Fewest bits: the header; a cancellation needs no waypoint. */
export const ROUTE_FEWEST = HEADER;

export function routeInformation(p: Payload): RouteInformation {
  const month = p.fromOne(12, 18, 4);
  const time = dayTime(p, 22);
  const count = Math.min(p.number(56, 5)!, MOST_WAYPOINTS, Math.floor((p.length - HEADER) / WAYPOINT));
  const waypoints = Array.from({ length: count }, (_, i) => ({
    lon: p.degrees(FINE_GRID, 180, HEADER + i * WAYPOINT, 28),
    lat: p.degrees(FINE_GRID, 90, HEADER + i * WAYPOINT + 28, 27),
  }));
  return {
    application: 'route',
    linkage: p.fromOne(1023, 0, 10),
    sender: p.number(10, 3),
    rtype: p.fromOne(31, 13, 5),
    month,
    ...time,
    start: monthTimeText(month, time),
    duration: p.upTo(262_142, 38, 18),
    waypoints,
  };
}
