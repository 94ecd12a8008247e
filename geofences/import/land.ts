/**
 * Land by a coastline file (TopoJSON with delta-coded arcs), for saying that a zone lies on it. Made for warnings: the
 * coastline in use is good to some 100 m, in deltas worse, and shows no river port as water.
 */
import { metresPerDegreeLon } from '../geometry/ellipsoid.ts';
import type { Position } from './draft.ts';

/** Nearer to the coast than this nothing is said. */
export const LAND_MARGIN_KM = 0.5;
const METRES_PER_DEGREE = 110_574;
const CELL_DEG = 0.05;
/** Reefs whose places in the file are wrong by up to 5 km: Hoàng Sa and Trường Sa. */
const UNRELIABLE = { west: 111, south: 6, east: 117.2, north: 17.3 } as const;

export interface CoastTopology {
  transform: { scale: [number, number]; translate: [number, number] };
  arcs: [number, number][][];
  objects: { land: { geometries: { arcs: number[][] }[] } };
}

export interface LandMask {
  /** On land, and further from any coast than the margin. */
  isInland(lon: number, lat: number): boolean;
}

/** Edges by the row of latitude and by the cell that they touch. */
class EdgeLand implements LandMask {
  private readonly rows = new Map<number, Position[]>();
  private readonly cells = new Map<string, Position[]>();

  /** @param ring closed */
  add(ring: readonly Position[]): void {
    for (let i = 1; i < ring.length; i++) {
      const [a, b] = [ring[i - 1]!, ring[i]!];
      const [south, north] = [row(Math.min(a[1], b[1])), row(Math.max(a[1], b[1]))];
      const [west, east] = [row(Math.min(a[0], b[0])), row(Math.max(a[0], b[0]))];
      for (let y = south; y <= north; y++) {
        append(this.rows, y, a, b);
        for (let x = west; x <= east; x++) append(this.cells, `${x} ${y}`, a, b);
      }
    }
  }

  isInland(lon: number, lat: number): boolean {
    const { west, south, east, north } = UNRELIABLE;
    if (lon >= west && lon <= east && lat >= south && lat <= north) return false;
    return this.isLand(lon, lat) && !this.isNearCoast(lon, lat);
  }

  private isLand(lon: number, lat: number): boolean {
    const edges = this.rows.get(row(lat)) ?? [];
    let inside = false;
    for (let i = 0; i < edges.length; i += 2) {
      const [[ax, ay], [bx, by]] = [edges[i]!, edges[i + 1]!];
      if (ay > lat !== by > lat && lon < ((bx - ax) * (lat - ay)) / (by - ay) + ax) inside = !inside;
    }
    return inside;
  }

  private isNearCoast(lon: number, lat: number): boolean {
    const ky = METRES_PER_DEGREE;
    const kx = metresPerDegreeLon(lat);
    const marginM = LAND_MARGIN_KM * 1000;
    const [dx, dy] = [marginM / kx, marginM / ky];
    for (let y = row(lat - dy); y <= row(lat + dy); y++) {
      for (let x = row(lon - dx); x <= row(lon + dx); x++) {
        const edges = this.cells.get(`${x} ${y}`) ?? [];
        for (let i = 0; i < edges.length; i += 2) {
          if (distanceM(edges[i]!, edges[i + 1]!, lon, lat, kx, ky) <= marginM) return true;
        }
      }
    }
    return false;
  }
}

export function landMask({ transform, arcs, objects }: CoastTopology): LandMask {
  const lines = arcs.map((arc) => absolute(arc, transform));
  const mask = new EdgeLand();
  for (const { arcs: rings } of objects.land.geometries) {
    for (const ids of rings) {
      const ring = ids.flatMap((id, i) => {
        const line = id < 0 ? lines[~id]!.toReversed() : lines[id]!;
        return i === 0 ? line : line.slice(1);
      });
      mask.add(ring);
    }
  }
  return mask;
}

function absolute(arc: [number, number][], { scale, translate }: CoastTopology['transform']): Position[] {
  let [x, y] = [0, 0];
  return arc.map(([dx, dy]): Position => {
    x += dx;
    y += dy;
    return [x * scale[0] + translate[0], y * scale[1] + translate[1]];
  });
}

function row(degrees: number): number {
  return Math.floor(degrees / CELL_DEG);
}

function append<K>(lists: Map<K, Position[]>, key: K, a: Position, b: Position): void {
  const list = lists.get(key);
  if (list) list.push(a, b);
  else lists.set(key, [a, b]);
}

function distanceM(a: Position, b: Position, lon: number, lat: number, kx: number, ky: number): number {
  const [x, y] = [(a[0] - lon) * kx, (a[1] - lat) * ky];
  const [dx, dy] = [(b[0] - a[0]) * kx, (b[1] - a[1]) * ky];
  const length2 = dx * dx + dy * dy;
  const t = length2 === 0 ? 0 : Math.min(1, Math.max(0, -(x * dx + y * dy) / length2));
  return Math.hypot(x + t * dx, y + t * dy);
}
