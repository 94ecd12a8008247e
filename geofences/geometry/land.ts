/**
 * Land: coastlines of hundreds of thousands of vertices, asked two things only: is a point so far inland that no error of
 * a position explains it, and is it so far out that a rule about the open sea may look at it. Kept apart from the other
 * zones, so that a step along a coast never meets its edges.
 */
import type { Zone } from '../types.ts';
import { buildCellTree } from './build-cell-tree.ts';
import { type CellTree, cellTreeOf, locateOne } from './cell-tree.ts';
import { EdgeIndex, type EdgeIndexParts, indexEdges } from './edge-index.ts';
import { METRES_PER_NM, normalLon } from './ellipsoid.ts';
import { eachEdge } from './outline.ts';
import { partOf, withinTurn } from './part.ts';
import { prepareZone } from './shape.ts';

/** Side of a cell of the raster of shore distances. */
const CELL_DEG = 0.1;
/** Half a diagonal of a cell; a degree of latitude is at most 60.3 nm. */
const HALF_DIAGONAL_NM = (CELL_DEG * 60.3) / Math.SQRT2;
/** Cells remembered; a fleet's waters are some ten thousand. */
const MAX_CELLS = 65_536;
/** No farther than this around a place is anybody asked for: 10 km are less than so many degrees up to 60° N. */
const AROUND_M = 10_000;
const AROUND_DEG = 0.2;
/** An edge and the chords that stand for it are never so far apart. */
const EDGE_M = 5;

/** A coastline made ready takes a second and some memory, and is the same for every set of rules. */
const prepared = new WeakMap<Zone, Coast>();
const kept = new WeakMap<Zone, () => KeptCoast | undefined>();

/** A coastline made ready, in what can be kept in a file: numbers and arrays of them. */
export interface KeptCoast {
  tree: CellTree;
  edges: EdgeIndexParts;
}

/** Makes a coastline ready to be kept. */
export function coastToKeep(zone: Zone): KeptCoast {
  const { tree, edges } = preparedCoast(zone);
  const { lons, lats, from, places, order, levels } = edges;
  return { tree, edges: { lons, lats, from, places, order, levels } };
}

/** Where a coastline comes from that was made ready before, of this very zone by this very program; asked when it is needed. */
export function rememberCoast(zone: Zone, read: () => KeptCoast | undefined): void {
  kept.set(zone, read);
}

interface Coast {
  tree: CellTree;
  edges: EdgeIndex;
  /** Reused by every look. */
  found: Int32Array;
}

export class Land {
  private readonly zones: readonly Zone[];
  /** Made ready when a place is first asked for: a start need not wait for it. */
  private ready: readonly Coast[] | undefined;
  /** Nautical miles from a cell's middle to the nearest edge, by the cell's number. */
  private readonly shores = new Map<number, number>();

  constructor(zones: readonly Zone[]) {
    this.zones = zones;
  }

  private get coasts(): readonly Coast[] {
    this.ready ??= this.zones.map(preparedCoast);
    return this.ready;
  }

  get isKnown(): boolean {
    return this.zones.length > 0;
  }

  /** HOT. On land, and farther than `marginKm` (or the outline's own error, if that is more) from its edge. */
  isInland(lon: number, lat: number, marginKm: number): boolean {
    for (let i = 0; i < this.coasts.length; i++) {
      const coast = this.coasts[i]!;
      if (!isAshore(coast, lon, lat)) continue;
      const withinM = Math.max(marginKm, outlineErrorKm(this.zones[i]!, lon, lat)) * 1000;
      return coast.edges.chordM(lon, lat, withinM) > withinM;
    }
    return false;
  }

  /** Nautical miles around a place all of which is inland in that sense; 0: it is not. */
  inlandNm(lon: number, lat: number, marginKm: number): number {
    let withinM = Number.POSITIVE_INFINITY;
    for (let i = 0; i < this.coasts.length; i++) {
      const coast = this.coasts[i]!;
      const shoreM = coast.edges.chordM(lon, lat);
      withinM = Math.min(withinM, shoreM);
      if (!isAshore(coast, lon, lat)) continue;
      const leastM = Math.max(marginKm, outlineErrorKm(this.zones[i]!, lon, lat, AROUND_DEG)) * 1000;
      return Math.max(0, Math.min(withinM, shoreM - leastM, AROUND_M)) / METRES_PER_NM;
    }
    return 0;
  }

  /** Nautical miles around a place none of which is inland in that sense; 0: it may be itself. */
  notInlandNm(lon: number, lat: number, marginKm: number): number {
    let withinM = AROUND_M;
    for (const coast of this.coasts) {
      const shoreM = Math.min(coast.edges.chordM(lon, lat, AROUND_M), AROUND_M);
      withinM = Math.min(withinM, marginKm * 1000 + (isAshore(coast, lon, lat) ? -shoreM : shoreM) - EDGE_M);
    }
    return Math.max(0, withinM) / METRES_PER_NM;
  }

  /** At sea, and at least so far from the nearest edge of any land; undefined where no land is known. */
  isOffShore(lon: number, lat: number, leastNm: number): boolean | undefined {
    if (!this.isKnown) return undefined;
    if (this.coasts.some((coast) => isAshore(coast, lon, lat))) return false;
    const column = Math.floor(lon / CELL_DEG);
    const row = Math.floor(lat / CELL_DEG);
    const middleNm = this.cellShoreNm(column, row);
    if (middleNm - HALF_DIAGONAL_NM >= leastNm) return true;
    if (middleNm + HALF_DIAGONAL_NM < leastNm) return false;
    return this.shoreNm(lon, lat) >= leastNm;
  }

  /** Nautical miles to the nearest edge of any land, 0 on land; undefined where no land is known. */
  offShoreNm(lon: number, lat: number): number | undefined {
    if (!this.isKnown) return undefined;
    return this.coasts.some((coast) => isAshore(coast, lon, lat)) ? 0 : this.shoreNm(lon, lat);
  }

  private cellShoreNm(column: number, row: number): number {
    const cell = row * 4096 + column;
    const known = this.shores.get(cell);
    if (known !== undefined) return known;
    if (this.shores.size >= MAX_CELLS) this.shores.clear();
    const distance = this.shoreNm((column + 0.5) * CELL_DEG, (row + 0.5) * CELL_DEG);
    this.shores.set(cell, distance);
    return distance;
  }

  private shoreNm(lon: number, lat: number): number {
    let best = Number.POSITIVE_INFINITY;
    for (const { edges } of this.coasts) best = Math.min(best, edges.chordM(lon, lat));
    return best / METRES_PER_NM;
  }
}

function preparedCoast(zone: Zone): Coast {
  let coast = prepared.get(zone);
  if (!coast) {
    coast = keptCoast(zone) ?? builtCoast(zone);
    prepared.set(zone, coast);
  }
  return coast;
}

function keptCoast(zone: Zone): Coast | undefined {
  const read = kept.get(zone)?.();
  if (!read) return undefined;
  const tree = cellTreeOf({ ...read.tree, parts: read.tree.parts.map(partOf) });
  return { tree, edges: new EdgeIndex(read.edges), found: new Int32Array(tree.maxHits) };
}

function builtCoast(zone: Zone): Coast {
  const parts = prepareZone(zone, 0);
  const tree = buildCellTree(parts.flatMap(withinTurn));
  return { tree, edges: indexEdges(parts, eachEdge), found: new Int32Array(tree.maxHits) };
}

function isAshore({ tree, found }: Coast, lon: number, lat: number): boolean {
  return locateOne(tree, normalLon(lon), lat, found, 0) > 0;
}

/** The worst within `aroundDeg`. */
function outlineErrorKm(zone: Zone, lon: number, lat: number, aroundDeg = 0): number {
  const { outlineErrorKm = 0, outlineErrors = [] } = zone.properties;
  let km = outlineErrorKm;
  for (const box of outlineErrors) {
    const isAcross = lon >= box.west - aroundDeg && lon <= box.east + aroundDeg;
    if (box.km > km && isAcross && lat >= box.south - aroundDeg && lat <= box.north + aroundDeg) km = box.km;
  }
  return km;
}
