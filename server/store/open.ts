/** Opens whichever store the settings name. What is not used is not loaded. */
import { join } from 'node:path';
import { HaidangError } from '../errors.ts';
import type { Store } from './store.ts';
import type { StoredChunk } from './tracks/stored-chunk.ts';

export interface StorePlace {
  /** The data folder: it holds the journal and, unless there is a `url`, the store. */
  folder: string;
  /** `mongodb://…` or `mongodb+srv://…`. */
  url?: string;
}

interface StoreUse {
  mode: 'write' | 'read';
  /** Told why a store that was reached does not answer any more, and with undefined that it does again. Writers only. */
  onAway?: (why: string | undefined) => void;
  /** Told of track chunks that could not be read and were taken out of their tracks. Writers only. */
  onSetAside?: (chunk: StoredChunk) => void;
}

/** File of the embedded store in a data folder. */
export function storeFile(folder: string): string {
  return join(folder, 'store.db');
}

/** @throws Error of the embedded store as it says it; HaidangError `store-unreachable`, `store-away`, `store-refused` of a server */
export async function openStore({ folder, url }: StorePlace, use: StoreUse): Promise<Store> {
  if (url === undefined) {
    const { SqliteStore } = await import('./sqlite/sqlite-store.ts');
    return new SqliteStore(storeFile(folder), use.mode, use.onSetAside);
  }
  if (!isServer(url)) throw new HaidangError('store-refused', { why: NO_ADDRESS });
  const { MongoStore } = await import('./mongo/mongo-store.ts');
  const { ownerOf } = await import('./owner.ts');
  return MongoStore.open({ url, ...use, owner: use.mode === 'write' ? ownerOf(folder) : undefined });
}

export const NO_ADDRESS = 'an address begins with mongodb:// or mongodb+srv://';

export function isServer(place: string): boolean {
  return /^mongodb(\+srv)?:\/\/[^/]/.test(place);
}
