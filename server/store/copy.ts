/** Moves what one store holds into another, and proves it. */
import { collections, type Row } from './collections.ts';
import { Digester, type Digests } from './digest.ts';
import { type Store, type Stretch, UNFINISHED } from './store.ts';
import type { StoredChunk } from './tracks/stored-chunk.ts';

const ROWS_AT_ONCE = 1000;
const BYTES_AT_ONCE = 4 << 20;
const ALWAYS = { from: Number.MIN_SAFE_INTEGER, to: Number.MAX_SAFE_INTEGER, isStored: true };

/** A row that is not what its model says. */
export class InvalidRow extends Error {}

/**
 * Copies everything, the position last.
 * @returns what was read
 * @throws InvalidRow
 */
export async function copyStore(from: Store, to: Store): Promise<Digests> {
  const digester = new Digester();
  const { position } = await from.checkpoint();
  const stretch = (part: Partial<Stretch>) =>
    to.fill({ position: UNFINISHED, rows: [], chunks: [], setAside: [], ...part });
  for (const collection of collections) {
    for await (const rows of pieces(from.rows(collection), () => 0)) {
      for (const row of rows) {
        const checked = collection.schema.safeParse(row.body);
        const [issue] = checked.error?.issues ?? [];
        if (issue) throw new InvalidRow(`${collection.name} ${row.key}: ${issue.path.join('.')}: ${issue.message}`);
        digester.row(collection.name, row);
      }
      await stretch({ rows: [{ collection, rows }] });
    }
  }
  for await (const chunks of pieces(from.chunks(ALWAYS), ({ bytes }) => bytes.length)) {
    for (const chunk of chunks) digester.chunk('track', chunk);
    await stretch({ chunks });
  }
  const setAside = await from.chunksSetAside();
  for (const chunk of setAside) digester.chunk('track_aside', chunk);
  await stretch({ setAside, position });
  return digester.digests;
}

export async function digestOf(store: Store): Promise<Digests> {
  const digester = new Digester();
  for (const collection of collections) {
    for await (const row of store.rows(collection)) digester.row(collection.name, row);
  }
  for await (const chunk of store.chunks(ALWAYS)) digester.chunk('track', chunk);
  for (const chunk of await store.chunksSetAside()) digester.chunk('track_aside', chunk);
  return digester.digests;
}

/** The tables that differ, with what each holds. */
export function differences(from: Digests, to: Digests): string[] {
  const tables = new Set([...Object.keys(from), ...Object.keys(to)]);
  return [...tables].filter(
    (table) => from[table]?.count !== to[table]?.count || from[table]?.hash !== to[table]?.hash,
  );
}

async function* pieces<T extends Row | StoredChunk>(all: AsyncIterable<T>, size: (one: T) => number) {
  let piece: T[] = [];
  let bytes = 0;
  for await (const one of all) {
    piece.push(one);
    bytes += size(one);
    if (piece.length < ROWS_AT_ONCE && bytes < BYTES_AT_ONCE) continue;
    yield piece;
    piece = [];
    bytes = 0;
  }
  if (piece.length > 0) yield piece;
}
