/** A real store with tracks in it, in memory. */
import type { Fix } from '../../geofences/fix.ts';
import { SqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import { type Batch, noChanges } from '../../server/store/store.ts';
import { onGrid } from '../../server/store/tracks/grid.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

export function fixAt(minute: number, lon: number, lat: number, more: Partial<Fix> = {}): Fix {
  const fixTime = minute * MINUTE;
  return onGrid({ fixTime, receivedAt: fixTime + 1000, lon, lat, source: 'ais', flags: 0, ...more });
}

export function batchOf(fixes: Iterable<[string, Fix[]]>): Batch {
  return { ...noChanges, position: 0, fixes };
}

/** @param tracks by vessel; committed in portions, each of them part of every track */
export async function storeWith(tracks: Record<string, Fix[]>, portions = 3): Promise<SqliteStore> {
  const store = new SqliteStore(':memory:', 'write');
  for (let portion = 0; portion < portions; portion++) {
    const part = Object.entries(tracks).map(([id, fixes]): [string, Fix[]] => [
      id,
      fixes.filter((_, i) => i % portions === portion),
    ]);
    await store.commit(batchOf(part));
  }
  return store;
}

/** Damages the chunk of a vessel that holds a time, as a disk might. */
export async function damage(store: SqliteStore, vesselId: string, time: number): Promise<void> {
  for await (const chunk of store.chunks({ vesselId, from: time, to: time })) {
    const bytes = Uint8Array.from(chunk.bytes);
    bytes[bytes.length - 2]! ^= 16;
    await store.rewriteTrack(vesselId, { drop: [chunk.startTime], put: [{ ...chunk, bytes }], setAside: [] });
  }
}
