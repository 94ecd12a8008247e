/** Reads tracks with what is in no chunk yet (tail.ts), the same for every adapter. */
import { type Fix, NOT_ITS_OWN_PLACE } from '../../../geofences/fix.ts';
import type { Tail } from '../../models/position.ts';
import type { ChunkFilter } from '../store.ts';
import { disentangled } from './disentangle.ts';
import { merged } from './plan.ts';
import { fixesBetween, readChunk } from './read.ts';
import { boxesMeet, type ChunkSpan, packChunk, type StoredChunk } from './stored-chunk.ts';
import { bytesOf, byVessel, newestOf, piecesByVessel, trayOf } from './tail.ts';

/** What an adapter has. Tails are read before chunks: then a fix that moves meanwhile is met twice, never missed. */
export interface TailSource {
  tails(tray?: number): AsyncIterable<Tail>;
  /** Stored chunks of one vessel, in order of time, or of all, in no order. */
  storedChunks(filter: ChunkFilter): AsyncIterable<StoredChunk>;
  storedSpans(filter: ChunkFilter): AsyncIterable<ChunkSpan>;
  /** Undefined when there is none of just this span (any more). */
  storedChunk(span: ChunkSpan): Promise<StoredChunk | undefined>;
  newestChunk(vesselId: string): Promise<StoredChunk | undefined>;
}

type OfVessel = ChunkFilter & { vesselId: string };

export class TailReader {
  readonly #source: TailSource;

  constructor(source: TailSource) {
    this.#source = source;
  }

  async track(vesselId: string, from: number, to: number): Promise<Fix[]> {
    const fixes: Fix[] = [];
    for await (const piece of this.pieces({ vesselId, from, to })) for (const fix of piece) fixes.push(fix);
    return fixes;
  }

  async *pieces({ vesselId, from, to, lead }: OfVessel): AsyncIterable<Fix[]> {
    const earliest = lead ? Number.NEGATIVE_INFINITY : from;
    for await (const chunk of this.chunks({ vesselId, from, to, lead })) yield fixesBetween(chunk, earliest, to);
  }

  async *chunks(filter: ChunkFilter): AsyncIterable<StoredChunk> {
    const { vesselId } = filter;
    if (filter.isStored || filter.thinnedBelow !== undefined) yield* this.#source.storedChunks(filter);
    else if (vesselId !== undefined) yield* this.#ofVessel({ ...filter, vesselId });
    else {
      const waiting = await this.#tailChunks(filter);
      yield* this.#source.storedChunks(filter);
      yield* waiting;
    }
  }

  async *spans(filter: ChunkFilter): AsyncIterable<ChunkSpan> {
    const waiting = await this.#tailChunks(filter);
    yield* this.#source.storedSpans(filter);
    yield* waiting;
  }

  async *chunksOf(spans: readonly (ChunkSpan | StoredChunk)[]): AsyncIterable<StoredChunk> {
    for (const span of spans) {
      const chunk = 'bytes' in span ? span : await this.#source.storedChunk(span);
      if (chunk) yield chunk;
      else yield* this.#source.storedChunks({ vesselId: span.vesselId, from: span.startTime, to: span.endTime });
    }
  }

  /** To be asked for before any chunk is read: a newest chunk of later on may hold what one that was read before did not. */
  async #tailChunks(filter: ChunkFilter): Promise<StoredChunk[]> {
    const chunks: StoredChunk[] = [];
    for (const [id, fixes] of await this.#waiting()) {
      const chunk = tailChunk(id, fixes, await this.#source.newestChunk(id));
      if (chunk && isWanted(chunk, filter)) chunks.push(chunk);
    }
    return chunks;
  }

  /** @param stored newest fixes as they are stored · @param ids of these vessels; else of all */
  async latest(stored: () => Promise<Map<string, Fix>>, ids?: readonly string[]): Promise<Map<string, Fix>> {
    const waiting = ids ? await this.#packedOf(ids) : await this.#packed();
    const wanted = ids && new Set(ids);
    const latest = await stored();
    for (const [id, pieces] of piecesByVessel(waiting)) {
      if (wanted && !wanted.has(id)) continue;
      const newer = newestOf(pieces, latest.get(id)?.fixTime ?? Number.NEGATIVE_INFINITY, NOT_ITS_OWN_PLACE);
      if (newer) latest.set(id, newer);
    }
    return latest;
  }

  /** Greatest fix time of what is in no chunk yet. */
  async newestWaiting(): Promise<number | undefined> {
    const pieces = [...piecesByVessel(await this.#packed()).values()].flat();
    return newestOf(pieces, Number.NEGATIVE_INFINITY, 0)?.fixTime;
  }

  /** What is in no chunk yet. @param ids of these vessels; else of all */
  async #waiting(ids?: readonly string[]): Promise<Map<string, Fix[]>> {
    if (!ids) return byVessel(await this.#packed());
    const all = byVessel(await this.#packedOf(ids), ids.length === 1 ? ids[0] : undefined);
    const wanted = new Set(ids);
    return new Map([...all].filter(([id]) => wanted.has(id)));
  }

  async #packedOf(ids: readonly string[]): Promise<Buffer[]> {
    const packed: Buffer[] = [];
    for (const tray of new Set(ids.map(trayOf))) packed.push(...(await this.#packed(tray)));
    return packed;
  }

  async #packed(tray?: number): Promise<Buffer[]> {
    const packed: Buffer[] = [];
    for await (const row of this.#source.tails(tray)) packed.push(bytesOf(row));
    return packed;
  }

  async *#ofVessel(filter: OfVessel): AsyncIterable<StoredChunk> {
    const { vesselId, from, to, lead } = filter;
    const waiting = (await this.#waiting([vesselId])).get(vesselId);
    if (!waiting) {
      yield* this.#source.storedChunks(filter);
      return;
    }
    const fixes = merged([], waiting);
    const chunks = [packChunk(vesselId, fixes, fixes[0])];
    // With the last one that begins before: a fix that came late may belong into it.
    const reach = {
      vesselId,
      from: Math.min(from, fixes[0]!.fixTime),
      to: Math.max(to, fixes.at(-1)!.fixTime),
      lead: true,
    };
    for await (const chunk of this.#source.storedChunks(reach)) chunks.push(chunk);
    const all = disentangled(chunks.sort((a, b) => a.startTime - b.startTime));
    const first = lead ? all.findLastIndex(({ startTime }) => startTime < from) : 0;
    for (const chunk of all.slice(Math.max(first, 0)))
      if (lead ? chunk.startTime <= to : isWanted(chunk, filter)) yield chunk;
  }
}

/**
 * What waits of a vessel as a chunk that follows her others. What of it lies before the end of these is not told of here until
 * it is in its place, which takes seconds.
 */
function tailChunk(vesselId: string, fixes: readonly Fix[], newest: StoredChunk | undefined): StoredChunk | undefined {
  const newer = merged([], newest ? fixes.filter(({ fixTime }) => fixTime > newest.endTime) : fixes);
  if (newer.length === 0) return undefined;
  return packChunk(vesselId, newer, newest && readChunk(newest)?.at(-1));
}

function isWanted(chunk: StoredChunk, { from, to, box }: ChunkFilter): boolean {
  return chunk.startTime <= to && chunk.endTime >= from && (!box || boxesMeet(chunk, box));
}
