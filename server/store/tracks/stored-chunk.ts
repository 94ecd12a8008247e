/** A track chunk as it stands in a store: its bytes, and beside them what it takes to find it without reading them. */
import type { Fix } from '../../../geofences/fix.ts';
import { encodeChunk } from './chunk.ts';

export const PER_DEGREE = 100;

/**
 * What a vessel's fixes lie in, and the way to the first of them from the one before: whoever asks for an area finds all whose
 * way leads through it. Whole hundredths of a degree, rounded outward; right round the earth for who crosses the 180th meridian.
 */
export interface ChunkBox {
  west: number;
  south: number;
  east: number;
  north: number;
}

export interface ChunkSpan {
  vesselId: string;
  /** Fix times of its first and last fix (epoch ms); chunks of a vessel do not overlap, and no two share a time. */
  startTime: number;
  endTime: number;
}

export interface StoredChunk extends ChunkSpan, ChunkBox {
  fixes: number;
  /** Metres by which a place may lie beside where fixes were that thinning has taken out; 0: every fix is there. */
  thinnedM: number;
  bytes: Uint8Array;
}

/** No chunk spans more: whoever looks for a time need not look at chunks that end later than this after it. */
export const MAX_SPAN_MS = 32 * 86_400_000;

/** Larger chunks are hardly ever written again. */
export const SMALL_CHUNK_FIXES = 128;

/**
 * @param fixes of one vessel, at least one, in order of fix time, on the grid
 * @param before the vessel's fix before them: the way from there is within the box too
 * @param bytes of the chunk, where they are known already
 */
export function packChunk(
  vesselId: string,
  fixes: readonly Fix[],
  before?: Fix,
  bytes = encodeChunk(fixes),
): StoredChunk {
  const startTime = fixes[0]!.fixTime;
  const endTime = fixes.at(-1)!.fixTime;
  const box = boxOf(before ? [before, ...fixes] : fixes);
  return { vesselId, startTime, endTime, fixes: fixes.length, ...box, thinnedM: 0, bytes };
}

/** The box of places, at least one. */
export function boxOf(places: readonly { lon: number; lat: number }[]): ChunkBox {
  let [west, south, east, north] = [180, 90, -180, -90];
  for (const { lon, lat } of places) {
    if (lon < west) west = lon;
    if (lon > east) east = lon;
    if (lat < south) south = lat;
    if (lat > north) north = lat;
  }
  if (east - west > 180) [west, east] = [-180, 180];
  return {
    west: Math.floor(west * PER_DEGREE),
    south: Math.floor(south * PER_DEGREE),
    east: Math.ceil(east * PER_DEGREE),
    north: Math.ceil(north * PER_DEGREE),
  };
}

export function boxesMeet(a: ChunkBox, b: ChunkBox): boolean {
  return a.west <= b.east && a.east >= b.west && a.south <= b.north && a.north >= b.south;
}

export function boxHolds(outer: ChunkBox, inner: ChunkBox): boolean {
  return (
    outer.west <= inner.west && outer.east >= inner.east && outer.south <= inner.south && outer.north >= inner.north
  );
}

/** The box round both. */
export function boxRound(a: ChunkBox, b: ChunkBox): ChunkBox {
  const box = {
    west: Math.min(a.west, b.west),
    south: Math.min(a.south, b.south),
    east: Math.max(a.east, b.east),
    north: Math.max(a.north, b.north),
  };
  return box.east - box.west > 180 * PER_DEGREE ? { ...box, west: -180 * PER_DEGREE, east: 180 * PER_DEGREE } : box;
}
