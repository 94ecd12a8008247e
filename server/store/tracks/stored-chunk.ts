/** A track chunk as it stands in a store: its bytes, and beside them what it takes to find it without reading them. */
import type { Fix } from '../../../geofences/fix.ts';
import { encodeChunk } from './chunk.ts';

/** Whole hundredths of a degree, rounded outward. A vessel that crosses the 180th meridian has a box right round the earth. */
export interface ChunkBox {
  west: number;
  south: number;
  east: number;
  north: number;
}

export interface StoredChunk extends ChunkBox {
  vesselId: string;
  /** Fix times of its first and last fix (epoch ms); chunks of a vessel do not overlap, and no two share a time. */
  startTime: number;
  endTime: number;
  fixes: number;
  bytes: Uint8Array;
}

/** No chunk spans more: whoever looks for a time need not look at chunks that end later than this after it. */
export const MAX_SPAN_MS = 32 * 86_400_000;

/** Larger chunks are hardly ever written again. */
export const SMALL_CHUNK_FIXES = 128;

/** @param fixes of one vessel, at least one, in order of fix time, on the grid */
export function packChunk(vesselId: string, fixes: readonly Fix[]): StoredChunk {
  const startTime = fixes[0]!.fixTime;
  const endTime = fixes.at(-1)!.fixTime;
  return { vesselId, startTime, endTime, fixes: fixes.length, ...boxOf(fixes), bytes: encodeChunk(fixes) };
}

function boxOf(fixes: readonly Fix[]): ChunkBox {
  let [west, south, east, north] = [180, 90, -180, -90];
  for (const { lon, lat } of fixes) {
    if (lon < west) west = lon;
    if (lon > east) east = lon;
    if (lat < south) south = lat;
    if (lat > north) north = lat;
  }
  return east - west > 180 ? { ...wholeDegrees(-180, south, 180, north) } : wholeDegrees(west, south, east, north);
}

function wholeDegrees(west: number, south: number, east: number, north: number): ChunkBox {
  return {
    west: Math.floor(west * 100),
    south: Math.floor(south * 100),
    east: Math.ceil(east * 100),
    north: Math.ceil(north * 100),
  };
}
