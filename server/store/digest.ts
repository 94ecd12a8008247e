/** What a store holds, in a few numbers that are the same for any two that hold the same. */
import { createHash } from 'node:crypto';
import type { Row } from './collections.ts';
import type { StoredChunk } from './tracks/stored-chunk.ts';

interface Digest {
  count: number;
  /** SHA-256 of each, added up bit by bit: the order does not matter, since every key is there once. Hexadecimal. */
  hash: string;
}

/** Digests by table. */
export type Digests = Record<string, Digest>;

export class Digester {
  readonly #tables = new Map<string, { count: number; sum: Buffer }>();

  row(table: string, { key, values, body }: Row): void {
    this.#add(table, createHash('sha256').update(JSON.stringify([key, values, body])));
  }

  chunk(table: string, { bytes, ...chunk }: StoredChunk): void {
    const { vesselId, startTime, endTime, fixes, west, south, east, north, thinnedM } = chunk;
    const found = [vesselId, startTime, endTime, fixes, west, south, east, north, thinnedM];
    this.#add(table, createHash('sha256').update(JSON.stringify(found)).update(bytes));
  }

  get digests(): Digests {
    const all = [...this.#tables].map(([table, { count, sum }]) => [table, { count, hash: sum.toString('hex') }]);
    return Object.fromEntries(all) as Digests;
  }

  #add(table: string, hash: ReturnType<typeof createHash>): void {
    const known = this.#tables.get(table) ?? { count: 0, sum: Buffer.alloc(32) };
    this.#tables.set(table, known);
    known.count++;
    const digest = hash.digest();
    for (let i = 0; i < digest.length; i++) known.sum[i]! ^= digest[i]!;
  }
}
