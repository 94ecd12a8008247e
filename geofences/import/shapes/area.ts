/** Area on the WGS84 ellipsoid, by the edges that the shape has: straight in longitude and latitude, geodesics or rhumb lines. */
import { closeRing } from '../../geometry/edges.ts';
import { geodesicMidpoint, rhumbMidpoint } from '../../geometry/ellipsoid.ts';
import type { EdgeKind } from '../../types.ts';
import type { Position } from '../draft.ts';
import { drawnRing } from './drawn.ts';

const A_KM = 6378.137;
const F = 1 / 298.257223563;
const E = Math.sqrt(F * (2 - F));
const B_KM = A_KM * (1 - F);
const RAD = Math.PI / 180;
/** Three-point Gauss–Legendre rule on 0 … 1: along an edge of a few degrees its error is below 1e-9 of the area. */
const NODES = [0.5 - Math.sqrt(0.15), 0.5, 0.5 + Math.sqrt(0.15)] as const;
const WEIGHTS = [5 / 18, 8 / 18, 5 / 18] as const;

/** Square kilometres, positive when counter-clockwise. Closed or open ring; it may cross ±180, and goes round no pole. */
export function ringAreaKm2(ring: readonly Position[], kind: EdgeKind = 'straight'): number {
  const { positions } = drawnRing(closeRing(ring), kind);
  let area = 0;
  for (let i = 0; i + 1 < positions.length; i++) area -= underPieceKm2(positions[i]!, positions[i + 1]!, kind);
  return area;
}

/** Between a piece and the equator; eastward counts. A bent piece is taken for the parabola through its true middle. */
function underPieceKm2(a: Position, b: Position, kind: EdgeKind): number {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  let [bendX, bendY] = [0, 0];
  if (kind !== 'straight') {
    const middle = kind === 'geodesic' ? geodesicMidpoint(...a, ...b) : rhumbMidpoint(...a, ...b);
    [bendX, bendY] = [middle[0] - a[0] - dx / 2, middle[1] - a[1] - dy / 2];
  }
  let area = 0;
  for (let node = 0; node < 3; node++) {
    const t = NODES[node]!;
    const lat = a[1] + t * dy + 4 * t * (1 - t) * bendY;
    area += WEIGHTS[node]! * bandKm2(lat) * (dx + 4 * (1 - 2 * t) * bendX);
  }
  return area;
}

/** Outer rings less their holes, square kilometres. */
export function areaKm2(polygons: readonly Position[][][], kind: EdgeKind = 'straight'): number {
  let area = 0;
  for (const rings of polygons) {
    rings.forEach((ring, index) => {
      area += Math.abs(ringAreaKm2(ring, kind)) * (index === 0 ? 1 : -1);
    });
  }
  return area;
}

/** Of a strip one degree wide between the equator and a parallel (authalic latitude: Snyder, PP 1395, eq. 3-12). */
function bandKm2(lat: number): number {
  const s = Math.sin(lat * RAD);
  const es = E * s;
  return ((RAD * B_KM * B_KM) / 2) * (s / (1 - es * es) + Math.atanh(es) / E);
}
