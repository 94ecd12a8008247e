/** Many chunks one after the other, without holding up the event loop. One that cannot be read is named, never passed over. */
import type { ChunkFilter, Store } from '../store.ts';
import { type ChunkColumns, DamagedChunk, decodeColumns } from './chunk.ts';
import type { StoredChunk } from './stored-chunk.ts';

/** Over a longer gap nobody knows where a vessel was: MonitorFish draws hops over 4 h as unknown (ui.md §1). */
export const LONGEST_HOP_MS = 4 * 3_600_000;
/** The event loop has its turn after so many chunks. */
const CHUNKS_PER_TURN = 200;

export type ChunkSource = Pick<Store, 'chunks' | 'chunksSetAside'>;
/** For whoever looks at spans first. */
export type SpanSource = ChunkSource & Pick<Store, 'spans' | 'chunksOf'>;

/** A chunk that could not be read: whose it is, and the time that it held. */
export interface Unread {
  vesselId: string;
  from: number;
  to: number;
}

/** @param unread gets those that cannot be read */
export async function* readableChunks(
  source: ChunkSource,
  filter: ChunkFilter,
  unread: Unread[],
): AsyncIterable<{ chunk: StoredChunk; columns: ChunkColumns }> {
  for await (const chunk of paced(source.chunks(filter))) {
    const columns = columnsOf(chunk, unread, filter);
    if (columns) yield { chunk, columns };
  }
}

/** What is missing of the tracks in that time, of one vessel or of all, since it was set aside. */
export async function setAsideWithin(source: ChunkSource, { vesselId, from, to }: ChunkFilter): Promise<Unread[]> {
  const all = await source.chunksSetAside();
  return all
    .filter((chunk) => vesselId === undefined || chunk.vesselId === vesselId)
    .filter(({ startTime, endTime }) => startTime <= to && endTime >= from)
    .map((chunk) => ({ vesselId: chunk.vesselId, from: chunk.startTime, to: chunk.endTime }));
}

export async function* paced<T>(chunks: AsyncIterable<T>): AsyncIterable<T> {
  let left = CHUNKS_PER_TURN;
  for await (const chunk of chunks) {
    yield chunk;
    if (--left > 0) continue;
    left = CHUNKS_PER_TURN;
    await new Promise(setImmediate);
  }
}

/** @param span only what it takes to know of that time (chunk.ts) */
export function columnsOf(
  { vesselId, startTime, endTime, bytes }: StoredChunk,
  unread: Unread[],
  span?: { from: number; to: number },
): ChunkColumns | undefined {
  try {
    return decodeColumns(bytes, span?.from, span?.to);
  } catch (error) {
    if (!(error instanceof DamagedChunk)) throw error;
    unread.push({ vesselId, from: startTime, to: endTime });
    return undefined;
  }
}

/** Place of the first time that is at least `time`. */
export function firstAt(times: Float64Array, time: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
