/**
 * The coastline file as rings and lines on the mercator square, and their drawing for one tile. Runs in the basemap's
 * worker; knows no Leaflet and no document. Format: basemap/README.md.
 */
import { mercatorX, mercatorY } from './mercator.ts';

export interface Topology {
  transform: { scale: [number, number]; translate: [number, number] };
  arcs: [number, number][][];
  objects: Record<string, TopologyObject>;
}
interface TopologyObject {
  geometries?: { arcs: number[][] }[];
  arcs?: number[][];
}

/** x, y, x, y … with the box round them. */
interface Path {
  points: Float64Array;
  west: number;
  north: number;
  east: number;
  south: number;
}
export interface Coastline {
  /** Polygons: outer ring first, then holes. Largest first, so a drawer may stop at what is too small to see. */
  land: Path[][];
  coast: Path[];
}

/** Reads a polygon object and a line object of a TopoJSON file. */
export function readCoastline(topology: Topology, landName: string, coastName: string): Coastline {
  const arcs = topology.arcs.map((arc) => project(arc, topology.transform));
  const land = topology.objects[landName]?.geometries ?? [];
  const coast = topology.objects[coastName]?.arcs ?? [];
  return {
    land: land.map((polygon) => polygon.arcs.map((ring) => join(ring, arcs))),
    coast: coast.map((line) => join(line, arcs)),
  };
}

function project(arc: [number, number][], transform: Topology['transform']): Float64Array {
  const [scaleX, scaleY] = transform.scale;
  const [moveX, moveY] = transform.translate;
  const points = new Float64Array(arc.length * 2);
  let x = 0;
  let y = 0;
  arc.forEach(([dx, dy], i) => {
    x += dx;
    y += dy;
    points[i * 2] = mercatorX(x * scaleX + moveX);
    points[i * 2 + 1] = mercatorY(y * scaleY + moveY);
  });
  return points;
}

/** Puts arcs together; `~i` is arc i backwards. The first point of each further arc repeats the last one. */
function join(ids: number[], arcs: Float64Array[]): Path {
  const parts = ids.map((id) => (id < 0 ? reversed(arcs[~id]!) : arcs[id]!));
  const length = parts.reduce((sum, part) => sum + part.length, 0) - 2 * (parts.length - 1);
  const points = new Float64Array(length);
  let at = 0;
  parts.forEach((part, i) => {
    const tail = i === 0 ? part : part.subarray(2);
    points.set(tail, at);
    at += tail.length;
  });
  return boxed(points);
}

function reversed(points: Float64Array): Float64Array {
  const result = new Float64Array(points.length);
  for (let i = 0; i < points.length; i += 2) {
    result[i] = points[points.length - 2 - i]!;
    result[i + 1] = points[points.length - 1 - i]!;
  }
  return result;
}

function boxed(points: Float64Array): Path {
  let west = 1;
  let east = 0;
  let north = 1;
  let south = 0;
  for (let i = 0; i < points.length; i += 2) {
    west = Math.min(west, points[i]!);
    east = Math.max(east, points[i]!);
    north = Math.min(north, points[i + 1]!);
    south = Math.max(south, points[i + 1]!);
  }
  return { points, west, north, east, south };
}

/** What of the world one tile shows, in mercator, and how many device pixels the whole world measures there. */
interface TileFrame {
  left: number;
  top: number;
  side: number;
  scale: number;
}

export interface LandColours {
  land: string;
  coast: string;
}

/** Islands below this are not seen; vertices closer than this add nothing. Device pixels. */
const SMALLEST_PX = 0.8;
const VERTEX_PX = 0.6;

export function drawLand(
  ctx: OffscreenCanvasRenderingContext2D,
  coastlines: Coastline[],
  frame: TileFrame,
  colours: LandColours,
  dpr: number,
): void {
  ctx.fillStyle = colours.land;
  ctx.strokeStyle = colours.coast;
  ctx.lineWidth = dpr;
  ctx.lineJoin = 'round';
  for (const { land, coast } of coastlines) {
    for (const rings of land) {
      if (!inFrame(rings[0]!, frame)) continue;
      // One path a polygon: a path of many polygons is superlinear to fill without a GPU.
      ctx.beginPath();
      for (const ring of rings) trace(ctx, ring.points, frame);
      ctx.fill();
    }
    for (const line of coast) {
      if (!inFrame(line, frame)) continue;
      ctx.beginPath();
      trace(ctx, line.points, frame);
      ctx.stroke();
    }
  }
}

function inFrame(path: Path, frame: TileFrame): boolean {
  if (Math.max(path.east - path.west, path.south - path.north) * frame.scale < SMALLEST_PX) return false;
  return (
    path.east >= frame.left &&
    path.west <= frame.left + frame.side &&
    path.south >= frame.top &&
    path.north <= frame.top + frame.side
  );
}

/**
 * Adds a path, leaving out what changes no pixel: vertices too close to the last one, and those in a row beyond the same
 * edge of the tile (the chord between the first and the last of them stays beyond that edge).
 */
function trace(ctx: OffscreenCanvasRenderingContext2D, points: Float64Array, frame: TileFrame): void {
  const { scale } = frame;
  const size = frame.side * scale;
  const margin = 4;
  let lastX = 0;
  let lastY = 0;
  let lastOut = 0;
  let runOut = 0;
  let skippedX = 0;
  let skippedY = 0;
  let skipped = false;
  for (let i = 0; i < points.length; i += 2) {
    const x = (points[i]! - frame.left) * scale;
    const y = (points[i + 1]! - frame.top) * scale;
    const out = outcode(x, y, -margin, size + margin);
    if (i === 0) {
      ctx.moveTo(x, y);
    } else {
      const close = Math.abs(x - lastX) < VERTEX_PX && Math.abs(y - lastY) < VERTEX_PX;
      const lastVertex = i === points.length - 2;
      if (!lastVertex && (close || (out & runOut) !== 0)) {
        if (!close) runOut &= out;
        skipped = true;
        skippedX = x;
        skippedY = y;
        continue;
      }
      if (skipped && (lastOut !== 0 || out !== 0)) ctx.lineTo(skippedX, skippedY);
      ctx.lineTo(x, y);
    }
    skipped = false;
    lastX = x;
    lastY = y;
    lastOut = out;
    runOut = out;
  }
}

function outcode(x: number, y: number, low: number, high: number): number {
  return (x < low ? 1 : x > high ? 2 : 0) | (y < low ? 4 : y > high ? 8 : 0);
}
