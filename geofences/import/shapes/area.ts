/** Area on the WGS84 ellipsoid of a shape whose edges are straight in longitude and latitude, which is how zones are judged. */
import type { Position } from '../draft.ts';

const A_KM = 6378.137;
const F = 1 / 298.257223563;
const E = Math.sqrt(F * (2 - F));
const B_KM = A_KM * (1 - F);
const RAD = Math.PI / 180;
/** Three-point Gauss–Legendre rule on 0 … 1: along an edge of a few degrees its error is below 1e-9 of the area. */
const NODES = [0.5 - Math.sqrt(0.15), 0.5, 0.5 + Math.sqrt(0.15)] as const;
const WEIGHTS = [5 / 18, 8 / 18, 5 / 18] as const;

/** Square kilometres, positive when counter-clockwise. Closed or open ring. */
export function ringAreaKm2(ring: readonly Position[]): number {
  let area = 0;
  for (let i = 0; i < ring.length; i++) {
    const [ax, ay] = ring[i]!;
    const [bx, by] = ring[i + 1 === ring.length ? 0 : i + 1]!;
    let mean = 0;
    for (let node = 0; node < 3; node++) mean += WEIGHTS[node]! * bandKm2(ay + NODES[node]! * (by - ay));
    area -= (bx - ax) * mean;
  }
  return area;
}

/** Outer rings less their holes, square kilometres. */
export function areaKm2(polygons: readonly Position[][][]): number {
  let area = 0;
  for (const rings of polygons) {
    rings.forEach((ring, index) => {
      area += Math.abs(ringAreaKm2(ring)) * (index === 0 ? 1 : -1);
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
