/** Sides and insides by whole numbers of any length: slow, and right to the last bit. Shares nothing with what it judges. */
import type { Position } from './shapes.ts';

/** Every coordinate from 2^-168 degrees on, and zero, is a whole number of these. */
const BITS_BELOW_ONE = 220;

function whole(value: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const exponent = Number((bits >> 52n) & 2047n);
  if (exponent === 0) {
    if (value !== 0) throw new RangeError(`${value} is too small to be exact about`);
    return 0n;
  }
  const shift = BigInt(exponent - 1075 + BITS_BELOW_ONE);
  if (shift < 0n) throw new RangeError(`${value} is too small to be exact about`);
  const size = ((bits & ((1n << 52n) - 1n)) | (1n << 52n)) << shift;
  return value < 0 ? -size : size;
}

/** 1 when c is left of a→b, -1 right, 0 on the line. */
export function exactSide(a: Position, b: Position, c: Position): -1 | 0 | 1 {
  const [ax, ay, bx, by, cx, cy] = [...a, ...b, ...c].map(whole) as [bigint, bigint, bigint, bigint, bigint, bigint];
  const area = (ax - cx) * (by - cy) - (ay - cy) * (bx - cx);
  return area > 0n ? 1 : area < 0n ? -1 : 0;
}

/** Even-odd rule with a ray to the south; a point on an edge is in. */
export function exactContains(rings: readonly (readonly Position[])[], point: Position): boolean {
  const [x, y] = point;
  let inside = false;
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i++) {
      const [a, b] = [ring[i - 1]!, ring[i]!];
      const [west, east] = a[0] <= b[0] ? [a, b] : [b, a];
      if (x < west[0] || x > east[0]) continue;
      const side = exactSide(west, east, point);
      if (side === 0 && y >= Math.min(a[1], b[1]) && y <= Math.max(a[1], b[1])) return true;
      if (west[0] <= x && x < east[0] && side > 0) inside = !inside;
    }
  }
  return inside;
}
