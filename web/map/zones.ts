/** Zones as shapes on the mercator square: what the chart draws and what a click finds. Pure. */
import type { Zone, ZoneProperties } from '../../geofences/types.ts';
import { mercatorX, mercatorY, type View, viewX, viewY } from './mercator.ts';

export interface ZoneShape {
  id: string;
  properties: ZoneProperties;
  /** x, y, x, y … */
  lines: Float64Array[];
  /** Centre and radius of a circle in mercator units; a port without radius has radius 0. */
  circle?: { x: number; y: number; radius: number };
}

/** Edges are straight in lon/lat: pieces of this many degrees bend as they should on the mercator plane. */
const PIECE_DEG = 0.5;
const EARTH_NM = 21_638.8;

export function zoneShape(zone: Zone): ZoneShape {
  const { geometry, properties, id } = zone;
  const shape: ZoneShape = { id, properties, lines: [] };
  if (geometry.type === 'Point') {
    const [lon, lat] = geometry.coordinates;
    const radius = (properties.radiusNm ?? 0) / (EARTH_NM * Math.cos((lat * Math.PI) / 180));
    shape.circle = { x: mercatorX(lon), y: mercatorY(lat), radius };
  } else if (geometry.type === 'LineString') {
    shape.lines = [densified(geometry.coordinates)];
  } else if (geometry.type === 'MultiLineString') {
    shape.lines = geometry.coordinates.map(densified);
  } else if (geometry.type === 'Polygon') {
    shape.lines = geometry.coordinates.map((ring, i) =>
      densified(i === 0 ? ring.slice(0, properties.drawnVertices) : ring),
    );
  } else {
    shape.lines = geometry.coordinates.flatMap((polygon) => polygon.map(densified));
  }
  return shape;
}

function densified(positions: [number, number][]): Float64Array {
  const out: number[] = [];
  positions.forEach(([lon, lat], i) => {
    const before = positions[i - 1];
    if (before) {
      const pieces = Math.ceil(Math.max(Math.abs(lon - before[0]), Math.abs(lat - before[1])) / PIECE_DEG);
      for (let k = 1; k < pieces; k++) {
        const f = k / pieces;
        out.push(mercatorX(before[0] + (lon - before[0]) * f), mercatorY(before[1] + (lat - before[1]) * f));
      }
    }
    out.push(mercatorX(lon), mercatorY(lat));
  });
  return Float64Array.from(out);
}

/** A place whose dot and name are drawn: a port as point, or the middle of a port's outline. */
export function anchor(shape: ZoneShape): { x: number; y: number } | undefined {
  if (shape.circle) return shape.circle;
  const line = shape.lines[0];
  if (!line || shape.properties.kind !== 'port') return undefined;
  let x = 0;
  let y = 0;
  for (let i = 0; i < line.length; i += 2) {
    x += line[i]!;
    y += line[i + 1]!;
  }
  return { x: (x * 2) / line.length, y: (y * 2) / line.length };
}

const HIT_PX = 8;

/** The zone under a canvas position: ports first, then the nearest line within 8 px. Areas answer on their outline only. */
export function zoneAt(shapes: readonly ZoneShape[], view: View, px: number, py: number): ZoneShape | undefined {
  let best: ZoneShape | undefined;
  let bestDistance = HIT_PX;
  for (const shape of shapes) {
    const point = anchor(shape);
    if (point) {
      const distance = Math.hypot(viewX(view, point.x) - px, viewY(view, point.y) - py) - 4;
      if (distance < bestDistance) {
        best = shape;
        bestDistance = distance;
      }
    }
    for (const line of shape.lines) {
      const distance = distanceToLine(line, view, px, py);
      if (distance < bestDistance) {
        best = shape;
        bestDistance = distance;
      }
    }
  }
  return best;
}

function distanceToLine(line: Float64Array, view: View, px: number, py: number): number {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 2; i < line.length; i += 2) {
    const ax = viewX(view, line[i - 2]!);
    const ay = viewY(view, line[i - 1]!);
    const dx = viewX(view, line[i]!) - ax;
    const dy = viewY(view, line[i + 1]!) - ay;
    const along = Math.max(0, Math.min(1, ((px - ax) * dx + (py - ay) * dy) / (dx * dx + dy * dy || 1)));
    best = Math.min(best, Math.hypot(ax + along * dx - px, ay + along * dy - py));
  }
  return best;
}
