/** How far the outline of a zone is at least, known without looking at it: nearly every point is far from nearly every zone. */
import { METRES_PER_NM, metresPerDegreeLon } from './ellipsoid.ts';
import { edgeIndexOf } from './nearest.ts';
import type { Part } from './part.ts';

/** Beyond this the raster says no more than “beyond”: no rule asks for greater distances. */
const MAX_NM = 60;
const CELLS = 256;
/** What a degree of latitude spans: the least, at the equator, and the most, at the poles; of longitude, less. */
const MIN_NM_PER_DEGREE = 59.7;
const MAX_NM_PER_DEGREE = 60.4;

/** Lower bound of the distance to a zone's outline, by a raster whose cells are reckoned when they are first asked for. */
export class DistanceBound {
  private readonly parts: readonly Part[];
  private readonly cellDeg: number;
  private readonly west: number;
  private readonly south: number;
  private readonly columns: number;
  private readonly rows: number;
  private readonly bounds: Float32Array;

  constructor(parts: readonly Part[]) {
    this.parts = parts;
    let [west, south, east, north] = [180, 90, -180, -90];
    for (const part of parts) {
      west = Math.min(west, part.west);
      south = Math.min(south, part.south);
      east = Math.max(east, part.east);
      north = Math.max(north, part.north);
    }
    const aside = MAX_NM / MIN_NM_PER_DEGREE;
    this.south = Math.max(-90, south - aside);
    const top = Math.min(90, north + aside);
    // Meridians draw together towards the poles: as many degrees as MAX_NM are where they are shortest.
    const shortest = metresPerDegreeLon(Math.min(89, Math.max(Math.abs(this.south), Math.abs(top))));
    const across = (MAX_NM * METRES_PER_NM) / shortest;
    this.west = west - across;
    this.cellDeg = Math.max(east + across - this.west, top - this.south) / CELLS;
    this.columns = Math.ceil((east + across - this.west) / this.cellDeg);
    this.rows = Math.ceil((top - this.south) / this.cellDeg);
    this.bounds = new Float32Array(this.columns * this.rows).fill(Number.NaN);
  }

  /** Nautical miles that the outline is away at least, at most 60 of them; `Infinity` beyond the raster. */
  atLeastNm(lon: number, lat: number): number {
    const offset = lon - this.west;
    const column = Math.floor((offset < 0 ? offset + 360 : offset < 360 ? offset : offset - 360) / this.cellDeg);
    const row = Math.floor((lat - this.south) / this.cellDeg);
    if (!(column >= 0 && column < this.columns && row >= 0 && row < this.rows)) return Number.POSITIVE_INFINITY;
    const cell = row * this.columns + column;
    const known = this.bounds[cell]!;
    return Number.isNaN(known) ? this.reckon(column, row) : known;
  }

  private reckon(column: number, row: number): number {
    const lat = this.south + (row + 0.5) * this.cellDeg;
    const halfDiagonalNm = Math.SQRT1_2 * this.cellDeg * MAX_NM_PER_DEGREE;
    const withinM = (MAX_NM + halfDiagonalNm) * METRES_PER_NM;
    const chordM = edgeIndexOf(this.parts).chordM(this.west + (column + 0.5) * this.cellDeg, lat, withinM);
    const bound = Math.max(0, Math.min(MAX_NM, chordM / METRES_PER_NM - halfDiagonalNm));
    // Rounded towards zero by more than a Float32 rounds.
    this.bounds[row * this.columns + column] = bound * (1 - 1e-6);
    return this.bounds[row * this.columns + column]!;
  }
}
