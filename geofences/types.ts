/** Zones, rules and occurrences: the words that cross this room's border. */
import type { Fix } from './fix.ts';

export type ZoneKind =
  | 'port'
  | 'coastal'
  | 'inshore'
  | 'offshore'
  | 'boundary'
  | 'closed'
  | 'monitored'
  | 'shelter'
  | 'land';
export type EdgeKind = 'straight' | 'geodesic' | 'rhumb';
export type Priority = 1 | 2 | 3 | 4;

/** `MM-DD`, as in `{ from: '12-15', to: '02-29' }`. */
export interface Season {
  from: string;
  to: string;
}

/** Whose side lies beyond: the name that follows “phía”, “the side of”. */
export interface Neighbour {
  vi: string;
  en: string;
}

/**
 * Beyond the edges from vertex `from` to vertex `to` of the outer ring or the line, counted from 0; where there are several
 * rings or lines, counted on from one to the next.
 */
export interface NeighbourStretch extends Neighbour {
  from: number;
  to: number;
}

export interface ZoneProperties {
  name: string;
  nameEn?: string;
  kind: ZoneKind;
  /** How an edge runs between two vertices. Default `straight` in lon/lat. */
  edges?: EdgeKind;
  /** For a LineString boundary: on which side of its direction of travel our waters lie. */
  ourSide?: 'left' | 'right';
  version: number;
  /** Where the coordinates come from and what is known to be wrong with them. */
  source: string;
  faults?: string;
  /** The act that sets it up: number, day and article. For people to read. */
  legalBasis?: string;
  demoOnly?: boolean;
  /** ISO dates, inclusive; absent: always valid. */
  validFrom?: string;
  validTo?: string;
  /** Days of every year, both inclusive; may run across New Year. Absent: all year. */
  season?: Season;
  /** For a boundary: who is on the other side, all along it or stretch by stretch. */
  neighbour?: Neighbour | readonly NeighbourStretch[];
  /** Of the outer ring only so many vertices mean anything; the rest closes the area over land and must not be drawn as a border. */
  drawnVertices?: number;
  /** Radius for a Point geometry: a circle. */
  radiusNm?: number;
  /** Land only: how far off its outline is known to be, kilometres, as a whole and within boxes. Nearer to the water nothing is said to lie on it. */
  outlineErrorKm?: number;
  outlineErrors?: readonly { west: number; south: number; east: number; north: number; km: number }[];
  /** Half width for a line: it is the area within that distance of it, no boundary. */
  corridorNm?: number;
  /** Port code, province … for display. */
  code?: string;
  province?: string;
}

/**
 * A zone is a GeoJSON feature (RFC 7946): Polygon, MultiPolygon, Point with radiusNm (circle), LineString or
 * MultiLineString, which is a directed boundary, or with corridorNm a corridor.
 */
export interface Zone {
  id: string;
  geometry:
    | { type: 'Polygon'; coordinates: [number, number][][] }
    | { type: 'MultiPolygon'; coordinates: [number, number][][][] }
    | { type: 'LineString'; coordinates: [number, number][] }
    | { type: 'MultiLineString'; coordinates: [number, number][][] }
    | { type: 'Point'; coordinates: [number, number] };
  properties: ZoneProperties;
}

/** What to watch. `zones` are ids; each kind's file under rules/ declares its params. */
export interface Rule {
  id: string;
  kind: string;
  version?: number;
  zones?: string[];
  params?: Record<string, unknown>;
  priority?: Priority;
  name?: string;
  nameEn?: string;
  /** What stands behind values of `params` that are not the default's, by parameter. Nothing is judged by it. */
  thresholds?: Record<string, OwnThreshold>;
}

/** Somebody's own value of a parameter. */
export interface OwnThreshold {
  /** What it rests on: a decision, an agreement. */
  basis?: string;
  /** ISO date from which on that holds. */
  since?: string;
  /** Who set it, and when (epoch ms); absent for what was set before that was kept. */
  by?: string;
  at?: number;
}

export type OccurrenceState = 'raised' | 'cleared' | 'retracted';

export interface Crossing {
  /** Last fix on the one side, first on the other: the truth lies between. */
  before: Fix;
  after: Fix;
  /** Interpolated time (epoch ms) and place. */
  time: number;
  lon: number;
  lat: number;
  fraction: number;
}

/** One continuous time during which a rule holds for a vessel (and zone). The id is the same whenever the same journal is run. */
export interface Occurrence {
  id: string;
  ruleId: string;
  ruleVersion: number;
  kind: string;
  priority: Priority;
  vesselId: string;
  /** For kinds that look at several vessels: the others. */
  otherVesselIds?: string[];
  zoneId?: string;
  zoneVersion?: number;
  state: OccurrenceState;
  /** Event time (epoch ms) of the raise, with the place. */
  raisedAt: number;
  lon: number;
  lat: number;
  clearedAt?: number;
  clearedLon?: number;
  clearedLat?: number;
  /** Why it was taken back. */
  retractedBecause?: 'late-data' | 'rule-changed' | 'zone-changed' | 'vessel-changed' | 'provider-outage';
  /** Fix times (epoch ms) that prove it. */
  evidence: number[];
  /** The way out of the side it was on, for kinds that are about a crossing. */
  crossing?: Crossing;
  /** The way back, once it is cleared by a crossing. */
  clearedCrossing?: Crossing;
  /** Numbers that the sentence shows: silentHours, distanceNm, … */
  details?: Record<string, number | string>;
}

/** What the engine says: a later change with the same occurrence id replaces what was said before. */
export interface OccurrenceChange {
  change: 'raised' | 'updated' | 'cleared' | 'retracted';
  occurrence: Occurrence;
}

/** JSON-safe memory of one vessel: enough to go on after a restart as if there had been none. */
export type VesselEngineState = { [key: string]: unknown };
