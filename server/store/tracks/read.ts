/** Fixes out of stored chunks. A chunk that cannot be read costs its own fixes, never those of the others. */
import type { Fix } from '../../../geofences/fix.ts';
import { DamagedChunk, decodeColumns, fixAt } from './chunk.ts';
import { type ChunkSource, firstAt, paced, setAsideWithin, type Unread } from './chunk-walk.ts';
import type { StoredChunk } from './stored-chunk.ts';

/** @returns undefined when the chunk is damaged */
export function readChunk({ bytes }: Pick<StoredChunk, 'bytes'>): Fix[] | undefined {
  return readBetween(bytes, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
}

/** Fixes of a chunk with from ≤ fixTime ≤ to; none of a damaged one. */
export function fixesBetween({ bytes }: Pick<StoredChunk, 'bytes'>, from: number, to: number): Fix[] {
  return readBetween(bytes, from, to) ?? [];
}

function readBetween(bytes: Uint8Array, from: number, to: number): Fix[] | undefined {
  try {
    const columns = decodeColumns(bytes, from, to);
    const fixes: Fix[] = [];
    for (let i = firstAt(columns.times, from); i < columns.times.length && columns.times[i]! <= to; i++) {
      fixes.push(fixAt(columns, i));
    }
    return fixes;
  } catch (error) {
    if (error instanceof DamagedChunk) return undefined;
    throw error;
  }
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
  notes.unread.push(...(await setAsideWithin(source, { vesselId, from, to })));
  for await (const chunk of paced(source.chunks({ vesselId, from, to }))) {
    notes.thinnedM = Math.max(notes.thinnedM, chunk.thinnedM);
    const fixes = readBetween(chunk.bytes, from, to);
    if (fixes) yield fixes;
    else notes.unread.push({ vesselId, from: chunk.startTime, to: chunk.endTime });
  }
}
