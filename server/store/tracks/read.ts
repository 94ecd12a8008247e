/** Fixes out of stored chunks. A chunk that cannot be read costs its own fixes, never those of the others. */
import type { Fix } from '../../../geofences/fix.ts';
import { DamagedChunk, decodeChunk } from './chunk.ts';
import { type ChunkSource, paced, type Unread } from './chunk-walk.ts';
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

/** What a reader of a track should know of it besides its fixes. */
export interface TrackNotes {
  /** Stretches that could not be read. */
  unread: Unread[];
  /** Metres by which a place may lie beside where fixes were that thinning has taken out. */
  thinnedM: number;
}

/** The fixes of one vessel with from ≤ fixTime ≤ to, chunk by chunk. @param notes are filled as chunks are read */
export async function* trackWithNotes(
  source: ChunkSource,
  { vesselId, from, to }: { vesselId: string; from: number; to: number },
  notes: TrackNotes,
): AsyncIterable<Fix[]> {
  for await (const chunk of paced(source.chunks({ vesselId, from, to }))) {
    notes.thinnedM = Math.max(notes.thinnedM, chunk.thinnedM);
    if (readChunk(chunk)) yield fixesBetween(chunk, from, to);
    else notes.unread.push({ vesselId, from: chunk.startTime, to: chunk.endTime });
  }
}
