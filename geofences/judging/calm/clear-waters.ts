/**
 * How far around a place nothing can change: no zone's edge, and no coast. Asked for once in a while, so that the fixes of
 * a vessel that stays within that distance need no geometry at all. A raster says how many cells the next edge is away;
 * beside an edge the edges themselves are looked at.
 */
import type { Locator } from '../../geometry/locator.ts';
import { eachEdge } from '../../geometry/outline.ts';
import type { Zone } from '../../types.ts';

/** Side of a cell at its finest: about a nautical mile, some minutes' way. */
const LEAST_CELL_DEG = 1 / 64;
const MAX_CELLS_PER_SIDE = 2048;
/** The way between two fixes bends off the straight one by less than a metre over the few miles that are asked for. */
const BEND_DEG = 2e-5;
/** Around all edges, so that places beside them are in the raster, too. */
const RIM_CELLS = 3;
/** The greatest distance that the raster can say, in cells. */
const FAR = 255;

type Rings = readonly (readonly [number, number][])[];
type Edge = (ax: number, ay: number, bx: number, by: number) => void;

export class ClearWaters {
  private readonly raster: Raster;
  /** Cells to the nearest one with an edge of a zone, and to the nearest one with a coast or on land. */
  private readonly edgesAway: Uint8Array;
  private readonly landAway: Uint8Array | undefined;
  /** Edges of cell c: items[start[c]] … as places of `ends`, four numbers each. */
  private readonly ends: Float64Array;
  private readonly start: Int32Array;
  private readonly items: Int32Array;

  /** @param land zones of kind `land`, whose edges have to be straight in lon/lat; with others no sea is known to be clear */
  constructor(locator: Locator, land: readonly Zone[]) {
    const ends: number[] = [];
    eachZoneEdge(locator, (ax, ay, bx, by) => ends.push(ax, ay, bx, by));
    this.ends = Float64Array.from(ends);
    this.raster = new Raster(this.ends);
    const { cellCount } = this.raster;
    const counts = new Int32Array(cellCount + 1);
    this.eachEdgeCell((cell) => counts[cell + 1]!++);
    for (let cell = 0; cell < cellCount; cell++) counts[cell + 1]! += counts[cell]!;
    this.start = counts.slice();
    this.items = new Int32Array(counts[cellCount]!);
    this.eachEdgeCell((cell, at) => {
      this.items[counts[cell]!++] = at;
    });
    this.edgesAway = this.raster.cellsAway((cell) => this.start[cell]! < this.start[cell + 1]!);
    this.landAway = landAway(this.raster, land);
  }

  /**
   * Half the side, in degrees, of a square around the place without an edge of a zone, at most `mostDeg`; 0: there is none.
   */
  clearDeg(lon: number, lat: number, mostDeg: number): number {
    const cell = this.raster.cellOf(lon, lat);
    if (cell < 0) return 0;
    const away = this.edgesAway[cell]!;
    if (away > 1) return Math.min(mostDeg, (away - 1) * this.raster.cellDeg - BEND_DEG);
    return Math.max(0, Math.min(mostDeg, this.exactDeg(lon, lat, cell) / Math.SQRT2 - BEND_DEG));
  }

  /** The same for a square without a coast or land, as the raster has it; 0: there may be some. */
  seaDeg(lon: number, lat: number): number {
    const cell = this.raster.cellOf(lon, lat);
    if (cell < 0 || !this.landAway) return 0;
    return Math.max(0, (this.landAway[cell]! - 1) * this.raster.cellDeg - BEND_DEG);
  }

  /** Degrees to the nearest edge in this and the neighbouring cells, at most a cell. */
  private exactDeg(lon: number, lat: number, cell: number): number {
    const { columns, cellDeg } = this.raster;
    let best = cellDeg;
    for (let row = cell - columns; row <= cell + columns; row += columns) {
      for (let i = this.start[row - 1] ?? 0, end = this.start[row + 2] ?? 0; i < end; i++) {
        best = Math.min(best, edgeDeg(this.ends, this.items[i]!, lon, lat));
      }
    }
    return best;
  }

  private eachEdgeCell(visit: (cell: number, at: number) => void): void {
    const { ends } = this;
    for (let at = 0; at < ends.length; at += 4) {
      this.raster.along(ends[at]!, ends[at + 1]!, ends[at + 2]!, ends[at + 3]!, (cell) => visit(cell, at));
    }
  }
}

/** Every edge of every zone; of zones across the antimeridian also where they lie a turn farther. */
function eachZoneEdge(locator: Locator, visit: Edge): void {
  for (let index = 0; index < locator.zones.length; index++) {
    for (const part of locator.partsOfZone(index)) {
      eachEdge([part], visit);
      if (part.west < -180) eachEdge([part], (ax, ay, bx, by) => visit(ax + 360, ay, bx + 360, by));
      if (part.east > 180) eachEdge([part], (ax, ay, bx, by) => visit(ax - 360, ay, bx - 360, by));
    }
  }
}

/** Euclidean distance in degrees from a place to an edge. */
function edgeDeg(ends: Float64Array, at: number, lon: number, lat: number): number {
  const x = ends[at]! - lon;
  const y = ends[at + 1]! - lat;
  const dx = ends[at + 2]! - ends[at]!;
  const dy = ends[at + 3]! - ends[at + 1]!;
  const square = dx * dx + dy * dy;
  const part = square > 0 ? Math.min(1, Math.max(0, -(x * dx + y * dy) / square)) : 0;
  const east = x + part * dx;
  const north = y + part * dy;
  return Math.sqrt(east * east + north * north);
}

/** Square cells over all edges. */
class Raster {
  readonly cellDeg: number;
  readonly columns: number;
  readonly rows: number;
  private readonly west: number;
  private readonly south: number;

  constructor(ends: Float64Array) {
    let [west, south, east, north] = [180, 90, -180, -90];
    for (let at = 0; at < ends.length; at += 2) {
      west = Math.min(west, ends[at]!);
      east = Math.max(east, ends[at]!);
      south = Math.min(south, ends[at + 1]!);
      north = Math.max(north, ends[at + 1]!);
    }
    const span = Math.max(0, Math.min(360, east - west), north - south);
    this.cellDeg = Math.max(LEAST_CELL_DEG, span / (MAX_CELLS_PER_SIDE - 2 * RIM_CELLS - 1));
    this.west = Math.max(west, -180) - RIM_CELLS * this.cellDeg;
    this.south = south - RIM_CELLS * this.cellDeg;
    this.columns = cells(Math.min(east, 180) - this.west, this.cellDeg);
    this.rows = cells(north - this.south, this.cellDeg);
  }

  get cellCount(): number {
    return this.columns * this.rows;
  }

  /** −1 beyond the raster and on its rim, where neighbours would be missing. */
  cellOf(lon: number, lat: number): number {
    const column = Math.floor((lon - this.west) / this.cellDeg);
    const row = Math.floor((lat - this.south) / this.cellDeg);
    const isIn = column > 0 && row > 0 && column < this.columns - 1 && row < this.rows - 1;
    return isIn ? row * this.columns + column : -1;
  }

  /** Every cell that an edge touches or nearly touches. */
  along(ax: number, ay: number, bx: number, by: number, visit: (cell: number) => void): void {
    const { cellDeg, columns, rows, west, south } = this;
    const margin = BEND_DEG;
    const low = Math.max(0, Math.floor((Math.min(ay, by) - margin - south) / cellDeg));
    const high = Math.min(rows - 1, Math.floor((Math.max(ay, by) + margin - south) / cellDeg));
    for (let row = low; row <= high; row++) {
      const [x0, x1] = spanIn(ax, ay, bx, by, south + row * cellDeg - margin, south + (row + 1) * cellDeg + margin);
      const first = Math.max(0, Math.floor((x0 - margin - west) / cellDeg));
      const last = Math.min(columns - 1, Math.floor((x1 + margin - west) / cellDeg));
      for (let column = first; column <= last; column++) visit(row * columns + column);
    }
  }

  /** Cells to the nearest taken one, along rows, columns and diagonals; 0 for a taken one. */
  cellsAway(isTaken: (cell: number) => boolean): Uint8Array {
    const { columns, rows } = this;
    const away = new Uint8Array(this.cellCount);
    for (let cell = 0; cell < away.length; cell++) away[cell] = isTaken(cell) ? 0 : FAR;
    const lower = (cell: number, other: number) => {
      if (away[other]! + 1 < away[cell]!) away[cell] = away[other]! + 1;
    };
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const cell = row * columns + column;
        if (column > 0) lower(cell, cell - 1);
        if (row === 0) continue;
        lower(cell, cell - columns);
        if (column > 0) lower(cell, cell - columns - 1);
        if (column < columns - 1) lower(cell, cell - columns + 1);
      }
    }
    for (let row = rows - 1; row >= 0; row--) {
      for (let column = columns - 1; column >= 0; column--) {
        const cell = row * columns + column;
        if (column < columns - 1) lower(cell, cell + 1);
        if (row === rows - 1) continue;
        lower(cell, cell + columns);
        if (column > 0) lower(cell, cell + columns - 1);
        if (column < columns - 1) lower(cell, cell + columns + 1);
      }
    }
    return away;
  }

  /** Cells at the latitudes of a polygon. */
  besides(rings: Rings, visit: (cell: number) => void): void {
    const [south, north] = latitudes(rings);
    const low = Math.max(0, Math.floor((south - this.south) / this.cellDeg));
    const high = Math.min(this.rows - 1, Math.floor((north - this.south) / this.cellDeg));
    for (let cell = low * this.columns; cell < (high + 1) * this.columns; cell++) visit(cell);
  }

  /** Cells whose middle lies within a polygon: along each row of middles, between the first and the second edge, and so on. */
  within(rings: Rings, visit: (cell: number) => void): void {
    const { cellDeg, columns, rows, west, south } = this;
    const [least, most] = latitudes(rings);
    const bottom = Math.max(0, this.middleRow(least));
    const top = Math.min(rows, this.middleRow(most));
    const cuts: number[][] = Array.from({ length: Math.max(0, top - bottom) }, () => []);
    eachRingSide(rings, (ax, ay, bx, by) => {
      const high = Math.min(top, this.middleRow(Math.max(ay, by)));
      for (let row = Math.max(bottom, this.middleRow(Math.min(ay, by))); row < high; row++) {
        const y = south + (row + 0.5) * cellDeg;
        cuts[row - bottom]!.push(ax + ((y - ay) / (by - ay)) * (bx - ax));
      }
    });
    cuts.forEach((row, index) => {
      row.sort((a, b) => a - b);
      for (let i = 0; i + 1 < row.length; i += 2) {
        const first = Math.max(0, Math.ceil((row[i]! - west) / cellDeg - 0.5));
        const end = Math.min(columns, Math.ceil((row[i + 1]! - west) / cellDeg - 0.5));
        for (let column = first; column < end; column++) visit((bottom + index) * columns + column);
      }
    });
  }

  /** First row whose middle lies on a latitude or north of it. */
  private middleRow(lat: number): number {
    return Math.ceil((lat - this.south) / this.cellDeg - 0.5);
  }
}

function cells(span: number, cellDeg: number): number {
  return Math.max(0, Math.floor(span / cellDeg) + 1 + RIM_CELLS);
}

/** West and east end of what an edge has between two latitudes. */
function spanIn(ax: number, ay: number, bx: number, by: number, south: number, north: number): [number, number] {
  if (ay === by) return ax < bx ? [ax, bx] : [bx, ax];
  const at = (y: number) => ax + Math.min(1, Math.max(0, (y - ay) / (by - ay))) * (bx - ax);
  const [x0, x1] = [at(south), at(north)];
  return x0 < x1 ? [x0, x1] : [x1, x0];
}

/** Undefined when the land's outline is not at hand as it is judged by. */
function landAway(raster: Raster, land: readonly Zone[]): Uint8Array | undefined {
  const isTaken = new Uint8Array(raster.cellCount);
  const take = (cell: number) => {
    isTaken[cell] = 1;
  };
  for (const { geometry, properties } of land) {
    if ((properties.edges ?? 'straight') !== 'straight') return undefined;
    if (geometry.type !== 'Polygon' && geometry.type !== 'MultiPolygon') return undefined;
    const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
    for (const rings of polygons) {
      if (!rings.every(isWithinTurn)) {
        // Over the antimeridian: which side of it is the inside is not worked out, all of its latitudes count as land.
        raster.besides(rings, take);
        continue;
      }
      eachRingSide(rings, (ax, ay, bx, by) => raster.along(ax, ay, bx, by, take));
      raster.within(rings, take);
    }
  }
  return raster.cellsAway((cell) => isTaken[cell] === 1);
}

function latitudes(rings: Rings): [south: number, north: number] {
  let [south, north] = [90, -90];
  for (const ring of rings) {
    for (const [, lat] of ring) {
      south = Math.min(south, lat);
      north = Math.max(north, lat);
    }
  }
  return [south, north];
}

/** No edge runs over the antimeridian. */
function isWithinTurn(ring: readonly [number, number][]): boolean {
  return ring.every(([lon], i) => i === 0 || Math.abs(lon - ring[i - 1]![0]) <= 180);
}

function eachRingSide(rings: Rings, visit: Edge): void {
  for (const ring of rings) {
    for (let i = 0; i < ring.length; i++) {
      const [ax, ay] = ring[i]!;
      const [bx, by] = ring[(i + 1) % ring.length]!;
      visit(ax, ay, bx, by);
    }
  }
}
