/** Ours: chunks in two stores of the product, one for AIS and one for VMS boats, so that the size of each is known. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Fix } from '../../geofences/fix.ts';
import { circleRing } from '../../geofences/geometry/circle.ts';
import { preparePart } from '../../geofences/geometry/part.ts';
import { SqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import { type ChunkFilter, noChanges } from '../../server/store/store.ts';
import { fleetAt } from '../../server/store/tracks/fleet-at.ts';
import type { ChunkSpan, StoredChunk } from '../../server/store/tracks/stored-chunk.ts';
import { whoWasHere } from '../../server/store/tracks/who-was-here.ts';
import type { Boat } from './boats.ts';
import type { Bytes, Circle, Tracks } from './tracks.ts';

const SOURCES = ['ais', 'vms'] as const;

export class ChunkTracks implements Tracks {
  readonly name = 'haidang';
  readonly about = 'packed chunks in the SQLite store of the product';
  readonly #paths: Record<Boat['source'], string>;
  #stores: Record<Boat['source'], SqliteStore>;

  constructor(folder: string) {
    this.#paths = { ais: join(folder, 'ais.db'), vms: join(folder, 'vms.db') };
    this.#stores = this.#open('write');
  }

  async add(tracks: readonly [Boat, Fix[]][]): Promise<void> {
    for (const source of SOURCES) {
      const own = tracks.filter(([boat]) => boat.source === source);
      await this.#stores[source].commit({
        ...noChanges,
        position: 0,
        fixes: own.map(([{ id }, fixes]) => [id, fixes]),
      });
    }
  }

  async finish(): Promise<Bytes> {
    await this.close();
    const bytes = { ais: statSync(this.#paths.ais).size, vms: statSync(this.#paths.vms).size };
    this.#stores = this.#open('read');
    return bytes;
  }

  async reopen(): Promise<void> {
    await this.close();
    this.#stores = this.#open('read');
  }

  async track({ id, source }: Boat, from: number, to: number): Promise<number> {
    return (await this.#stores[source].track(id, from, to)).length;
  }

  async fleet(time: number, withinMs: number): Promise<number> {
    return (await fleetAt(this, time, withinMs)).vessels.length;
  }

  async inCircle({ lon, lat, radiusNm }: Circle, from: number, to: number): Promise<number> {
    const area = [preparePart([circleRing([lon, lat], radiusNm)], 0, true)];
    const { vessels } = await whoWasHere(this, area, from, to);
    return vessels.filter(({ fixes }) => fixes > 0).length;
  }

  /** Of both stores, as if they were one. */
  async *chunks(filter: ChunkFilter): AsyncIterable<StoredChunk> {
    for (const source of SOURCES) yield* this.#stores[source].chunks(filter);
  }

  async *spans(filter: ChunkFilter): AsyncIterable<ChunkSpan> {
    for (const source of SOURCES) {
      for await (const span of this.#stores[source].spans(filter)) yield Object.assign(span, { source });
    }
  }

  async *chunksOf(spans: readonly (ChunkSpan & { source?: Boat['source'] })[]): AsyncIterable<StoredChunk> {
    for (const source of SOURCES) yield* this.#stores[source].chunksOf(spans.filter((span) => span.source === source));
  }

  async chunksSetAside(): Promise<StoredChunk[]> {
    return [];
  }

  async close(): Promise<void> {
    for (const source of SOURCES) await this.#stores[source].close();
  }

  #open(mode: 'read' | 'write'): Record<Boat['source'], SqliteStore> {
    return { ais: new SqliteStore(this.#paths.ais, mode), vms: new SqliteStore(this.#paths.vms, mode) };
  }
}
