/** The piece of the sea that a picture shows: a box of degrees, its Mercator projection onto paper, and what lies in it. Pure. */

export type Position = readonly [lon: number, lat: number];

export interface Frame {
  west: number;
  south: number;
  east: number;
  north: number;
  width: number;
  height: number;
  /** Paper coordinates, origin at the upper left. */
  at(position: Position): [x: number, y: number];
}

/** So much sea is shown round what matters, and never less than this across: nobody knows a place by a mile of empty water. */
const MARGIN = 0.15;
const LEAST_DEG = 0.6;
const MAX_LAT = 85;

const mercator = (lat: number): number =>
  Math.log(Math.tan(Math.PI / 4 + (Math.min(MAX_LAT, Math.max(-MAX_LAT, lat)) * Math.PI) / 360));
const latitude = (y: number): number => (Math.atan(Math.exp(y)) * 360) / Math.PI - 90;

/** The frame of given size round some positions; at least one. */
export function frameRound(positions: readonly Position[], width: number, height: number): Frame {
  const degree = Math.PI / 180;
  const xs = positions.map(([lon]) => lon * degree);
  const ys = positions.map(([, lat]) => mercator(lat));
  const [left, right, bottom, top] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const least = LEAST_DEG * degree;
  const across = Math.max((right - left) * (1 + 2 * MARGIN), least);
  const up = Math.max((top - bottom) * (1 + 2 * MARGIN), least);
  const scale = Math.min(width / across, height / up);
  const [middleX, middleY] = [(left + right) / 2, (bottom + top) / 2];
  const [west, east] = [middleX - width / scale / 2, middleX + width / scale / 2];
  const [south, north] = [middleY - height / scale / 2, middleY + height / scale / 2];
  return {
    west: west / degree,
    east: east / degree,
    south: latitude(south),
    north: latitude(north),
    width,
    height,
    at: ([lon, lat]) => [(lon * degree - west) * scale, (north - mercator(lat)) * scale],
  };
}

/** The part of a ring that lies in the frame (Sutherland and Hodgman 1974), on paper; empty when it is elsewhere. */
export function clipped(ring: readonly Position[], frame: Frame): [number, number][] {
  let points = ring.map((position) => frame.at(position));
  const edges: [axis: 0 | 1, limit: number, keepsLess: boolean][] = [
    [0, 0, false],
    [0, frame.width, true],
    [1, 0, false],
    [1, frame.height, true],
  ];
  for (const [axis, limit, keepsLess] of edges) points = cut(points, axis, limit, keepsLess);
  return thinned(points);
}

function cut(points: [number, number][], axis: 0 | 1, limit: number, keepsLess: boolean): [number, number][] {
  const inside = (point: [number, number]): boolean => (keepsLess ? point[axis] <= limit : point[axis] >= limit);
  const kept: [number, number][] = [];
  let before = points.at(-1);
  for (const point of points) {
    if (before && inside(point) !== inside(before)) {
      const share = (limit - before[axis]) / (point[axis] - before[axis]);
      const other = before[1 - axis]! + share * (point[1 - axis]! - before[1 - axis]!);
      kept.push(axis === 0 ? [limit, other] : [other, limit]);
    }
    if (inside(point)) kept.push(point);
    before = point;
  }
  return kept;
}

/** Points nearer to each other than a pen is wide are one. */
const PEN = 0.35;

function thinned(points: [number, number][]): [number, number][] {
  const kept: [number, number][] = [];
  for (const point of points) {
    const last = kept.at(-1);
    if (!last || Math.hypot(point[0] - last[0], point[1] - last[1]) >= PEN) kept.push(point);
  }
  return kept.length >= 2 ? kept : [];
}

/** A line's stretches on the paper. */
export function pieces(line: readonly Position[], frame: Frame): [number, number][][] {
  const found: [number, number][][] = [];
  let piece: [number, number][] = [];
  for (const [n, position] of line.slice(1).entries()) {
    const cut = segmentInside(frame.at(line[n]!), frame.at(position), frame);
    const last = piece.at(-1);
    const goesOn = cut && last && Math.hypot(cut[0][0] - last[0], cut[0][1] - last[1]) < PEN;
    if (!goesOn) {
      if (piece.length > 1) found.push(piece);
      piece = cut ? [cut[0]] : [];
    }
    if (cut) piece.push(cut[1]);
  }
  if (piece.length > 1) found.push(piece);
  return found;
}

/** The part of a segment that lies on the paper (Liang and Barsky 1984). */
function segmentInside(
  from: [number, number],
  to: [number, number],
  { width, height }: Frame,
): [[number, number], [number, number]] | undefined {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  let [begin, end] = [0, 1];
  for (const [p, q] of [
    [-dx, from[0]],
    [dx, width - from[0]],
    [-dy, from[1]],
    [dy, height - from[1]],
  ] as const) {
    if (p === 0 && q < 0) return undefined;
    if (p < 0) begin = Math.max(begin, q / p);
    if (p > 0) end = Math.min(end, q / p);
  }
  if (begin > end) return undefined;
  const at = (share: number): [number, number] => [from[0] + share * dx, from[1] + share * dy];
  return [at(begin), at(end)];
}
