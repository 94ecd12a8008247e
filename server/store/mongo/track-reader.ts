/**
 * Track chunks out of MongoDB, where nothing holds still while one reads. A commit that moves the borders of chunks writes the
 * new ones first, the latest first, and then marks the old ones stale. So whoever reads meanwhile may meet a fix twice, which
 * shows, and is read again; and a chunk that became stale while one read shows as well. A fix is never missed.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { ChunkFilter } from '../store.ts';
import { disentangled } from '../tracks/disentangle.ts';
import { boxesMeet, MAX_SPAN_MS, type StoredChunk } from '../tracks/stored-chunk.ts';
import type { ChunkDocument, Models } from './models.ts';
import { awayError, type Patience } from './patience.ts';

export const CURRENT = { stale: { $exists: false } };
/** A commit is over in less; one that a kill has cut in half stays so until the next start. */
const TRIES = 5;
const BETWEEN_TRIES_MS = 30;

type OfVessel = ChunkFilter & { vesselId: string };

export class TrackReader {
  readonly #models: Models;
  readonly #patience: Patience;

  constructor(models: Models, patience: Patience) {
    this.#models = models;
    this.#patience = patience;
  }

  /** Those that the filter asks for, in order of time, none overlapping another. */
  async ofVessel(filter: OfVessel): Promise<StoredChunk[]> {
    for (let tries = 1; ; tries++) {
      const moves = await this.#lastMove({ vessel: filter.vesselId });
      const chunks = await this.#read(filter);
      const isApart = !overlap(chunks);
      if (isApart && (await this.#lastMove({ vessel: filter.vesselId })) === moves) return chunks;
      if (tries === TRIES) return isApart ? chunks : disentangled(chunks);
      await pause(BETWEEN_TRIES_MS);
    }
  }

  /**
   * Of all vessels, in no order. Vessels whose chunks a commit has moved meanwhile are looked at again, so none is missed; in
   * that moment a fix may be in two chunks.
   */
  async *ofAll(filter: ChunkFilter): AsyncIterable<StoredChunk> {
    const { from, to, box, thinnedBelow } = filter;
    const thinned = thinnedBelow === undefined ? {} : { thinned: { $lt: thinnedBelow } };
    const near = box
      ? { west: { $lte: box.east }, east: { $gte: box.west }, south: { $lte: box.north }, north: { $gte: box.south } }
      : {};
    const wanted = {
      end: { $gte: from, $lte: to + MAX_SPAN_MS },
      start: { $lte: to },
      ...near,
      ...thinned,
      ...CURRENT,
    };
    const before = await this.#lastMove({});
    const given = new Set<string>();
    try {
      for await (const document of this.#models.tracks.find(wanted).lean().cursor()) {
        const chunk = chunkOf(document as unknown as ChunkDocument);
        given.add(identityOf(chunk));
        yield chunk;
      }
    } catch (error) {
      throw awayError(error);
    }
    if ((await this.#lastMove({})) === before) return;
    const stale = before === undefined ? { $exists: true } : { $gte: before };
    const moved = await this.#patience.ask(() => this.#models.tracks.distinct('vessel', { stale }));
    for (const vesselId of moved) {
      for (const chunk of await this.ofVessel({ ...filter, vesselId })) {
        if (!given.has(identityOf(chunk)) && chunk.thinnedM < (thinnedBelow ?? Number.POSITIVE_INFINITY)) yield chunk;
      }
    }
  }

  async newest(vessel: string): Promise<StoredChunk | undefined> {
    const found = await this.#patience.ask(() =>
      this.#models.tracks
        .findOne({ vessel, ...CURRENT })
        .sort({ start: -1 })
        .lean<ChunkDocument>(),
    );
    return found ? chunkOf(found) : undefined;
  }

  async setAside(): Promise<StoredChunk[]> {
    const found = await this.#patience.ask(() =>
      this.#models.aside.find().sort({ vessel: 1, start: 1 }).lean<ChunkDocument[]>(),
    );
    return found.map(chunkOf);
  }

  /** Chunks of a vessel do not overlap: the last one that begins before a time is the only earlier one that may hold it. */
  async #read({ vesselId, from, to, box, lead }: OfVessel): Promise<StoredChunk[]> {
    const { tracks } = this.#models;
    const before = lead ? from - 1 : from;
    const first = await this.#patience.ask(() =>
      tracks
        .findOne({ vessel: vesselId, start: { $lte: before }, ...CURRENT })
        .sort({ start: -1 })
        .select('start')
        .lean<ChunkDocument>(),
    );
    const found = await this.#patience.ask(() =>
      tracks
        .find({ vessel: vesselId, start: { $gte: first?.start ?? before, $lte: to }, ...CURRENT })
        .sort({ start: 1 })
        .lean<ChunkDocument[]>(),
    );
    return found.map(chunkOf).filter((chunk) => {
      if (!lead && chunk.endTime < from) return false;
      return !box || boxesMeet(chunk, box);
    });
  }

  /** When chunks last became stale, by the writer's clock. */
  async #lastMove(of: { vessel?: string }): Promise<number | undefined> {
    const found = await this.#patience.ask(() =>
      this.#models.tracks
        .findOne({ ...of, stale: { $exists: true } })
        .sort({ stale: -1 })
        .select('stale')
        .lean<ChunkDocument>(),
    );
    return found?.stale;
  }
}

function identityOf({ vesselId, startTime, endTime, fixes }: StoredChunk): string {
  return `${vesselId} ${startTime} ${endTime} ${fixes}`;
}

function overlap(chunks: readonly StoredChunk[]): boolean {
  return chunks.some((chunk, i) => i > 0 && chunk.startTime <= chunks[i - 1]!.endTime);
}

export function chunkOf(document: ChunkDocument): StoredChunk {
  const { vessel, start, end, fixes, west, south, east, north, thinned, chunk } = document;
  const box = { west, south, east, north };
  return { vesselId: vessel, startTime: start, endTime: end, fixes, ...box, thinnedM: thinned, bytes: chunk };
}
