/** Fixes out of stored chunks. A chunk that cannot be read costs its own fixes, never those of the others. */
import type { Fix } from '../../../geofences/fix.ts';
import { DamagedChunk, decodeChunk } from './chunk.ts';
import type { StoredChunk } from './stored-chunk.ts';

/** @returns undefined when the chunk is damaged */
export function readChunk({ bytes }: Pick<StoredChunk, 'bytes'>): Fix[] | undefined {
  try {
    return decodeChunk(bytes);
  } catch (error) {
    if (error instanceof DamagedChunk) return undefined;
    throw error;
  }
}

/** Fixes of a chunk with from ≤ fixTime ≤ to; none of a damaged one. */
export function fixesBetween(chunk: StoredChunk, from: number, to: number): Fix[] {
  const fixes = readChunk(chunk) ?? [];
  if (chunk.startTime >= from && chunk.endTime <= to) return fixes;
  return fixes.filter(({ fixTime }) => fixTime >= from && fixTime <= to);
}
