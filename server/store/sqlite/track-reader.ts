/** Track chunks out of the database. */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { ChunkFilter } from '../store.ts';
import { boxesMeet, type ChunkSpan, MAX_SPAN_MS, type StoredChunk } from '../tracks/stored-chunk.ts';
import { rowsOf } from './rows.ts';

const COLUMNS = 'vessel, start_time, end_time, fixes, west, south, east, north, thinned';
const WITH_BYTES = `SELECT ${COLUMNS}, coalesce(track.chunk, large_chunk.chunk, x'') AS chunk
  FROM track LEFT JOIN large_chunk ON large_chunk.id = track.large`;

/** Chunks of a vessel do not overlap: the last one that begins before a time is the only earlier one that may hold it. */
const OF_VESSEL = `${WITH_BYTES} WHERE vessel = ?1 AND start_time <= ?3 AND start_time >= coalesce(
  (SELECT max(start_time) FROM track WHERE vessel = ?1 AND start_time <= ?2), ?2) AND end_time >= ?4 ORDER BY start_time`;
/** Kept in the order of the index, which holds all that is asked for. */
const OF_ALL = `${WITH_BYTES} WHERE end_time BETWEEN ?1 AND ?2 AND start_time <= ?3
  AND west <= ?6 AND east >= ?4 AND south <= ?7 AND north >= ?5 AND thinned < ?8`;
/** Those that new fixes of a vessel may go into: of their time, and the nearest before and after. */
const NEAR = `${WITH_BYTES} WHERE vessel = ?1
  AND start_time >= coalesce((SELECT max(start_time) FROM track WHERE vessel = ?1 AND start_time <= ?2), ?2)
  AND start_time <= coalesce((SELECT min(start_time) FROM track WHERE vessel = ?1 AND start_time > ?3), ?3)
  ORDER BY start_time`;
const TAIL = `${WITH_BYTES} WHERE vessel = ?1 ORDER BY start_time DESC LIMIT ?2`;

/** All of it stands in the index. */
const SPANS = `SELECT vessel, start_time, end_time FROM track WHERE end_time BETWEEN ?1 AND ?2 AND start_time <= ?3
  AND west <= ?6 AND east >= ?4 AND south <= ?7 AND north >= ?5`;
const ONE = `${WITH_BYTES} WHERE vessel = ?1 AND start_time = ?2 AND end_time = ?3`;

type Statement = ReturnType<DatabaseSyncInstance['prepare']>;

interface Row {
  vessel: string;
  start_time: number;
  end_time: number;
  fixes: number;
  west: number;
  south: number;
  east: number;
  north: number;
  thinned: number;
  chunk: Uint8Array;
}

/** More than any chunk is thinned. */
const ANY = Number.MAX_SAFE_INTEGER;

/** Bounds that the database can compare with whole numbers. */
function whole(time: number): number {
  return Math.min(Number.MAX_SAFE_INTEGER, Math.max(Number.MIN_SAFE_INTEGER, time));
}

export function* readChunks(db: DatabaseSyncInstance, filter: ChunkFilter): Iterable<StoredChunk> {
  const { vesselId, lead, box } = filter;
  const [from, to] = [whole(filter.from), whole(filter.to)];
  if (vesselId !== undefined) {
    const before = lead ? from - 1 : from;
    const values = [vesselId, before, to, lead ? Number.MIN_SAFE_INTEGER : from] as const;
    for (const row of rowsOf<Row>(db, OF_VESSEL, values)) {
      const chunk = chunkOf(row);
      if (!box || boxesMeet(chunk, box)) yield chunk;
    }
    return;
  }
  const values = [...boundsOf(filter), filter.thinnedBelow ?? ANY];
  for (const row of rowsOf<Row>(db, OF_ALL, values)) yield chunkOf(row);
}

export function* readSpans(db: DatabaseSyncInstance, filter: ChunkFilter): Iterable<ChunkSpan> {
  for (const { vessel, start_time, end_time } of rowsOf<Row>(db, SPANS, boundsOf(filter))) {
    yield { vesselId: vessel, startTime: start_time, endTime: end_time };
  }
}

function boundsOf({ from, to, box }: ChunkFilter): number[] {
  const { west, south, east, north } = box ?? { west: -18_000, south: -9_000, east: 18_000, north: 9_000 };
  return [whole(from), whole(to + MAX_SPAN_MS), whole(to), west, south, east, north];
}

export function chunksSetAside(db: DatabaseSyncInstance): StoredChunk[] {
  const rows = db.prepare(`SELECT ${COLUMNS}, chunk FROM track_aside ORDER BY vessel, start_time`).all() as Row[];
  return rows.map(chunkOf);
}

/** Single chunks; the statement is made once. */
export class ChunkReader {
  readonly #one: Statement;
  readonly #tail: Statement;

  constructor(db: DatabaseSyncInstance) {
    this.#one = db.prepare(ONE);
    this.#tail = db.prepare(TAIL);
  }

  one({ vesselId, startTime, endTime }: ChunkSpan): StoredChunk | undefined {
    const row = this.#one.get(vesselId, startTime, endTime) as Row | undefined;
    return row && chunkOf(row);
  }

  newest(vesselId: string): StoredChunk | undefined {
    const row = this.#tail.get(vesselId, 1) as Row | undefined;
    return row && chunkOf(row);
  }
}

/** Chunks that a plan may need; statements are made once. */
export class PlanReader {
  readonly #near: Statement;
  readonly #tail: Statement;

  constructor(db: DatabaseSyncInstance) {
    this.#near = db.prepare(NEAR);
    this.#tail = db.prepare(TAIL);
  }

  near(vesselId: string, from: number, to: number): StoredChunk[] {
    return (this.#near.all(vesselId, from, to) as Row[]).map(chunkOf);
  }

  /** The newest so many, in order of time. */
  tail(vesselId: string, chunks: number): StoredChunk[] {
    return (this.#tail.all(vesselId, chunks) as Row[]).map(chunkOf).reverse();
  }
}

function chunkOf({ vessel, start_time, end_time, fixes, west, south, east, north, thinned, chunk }: Row): StoredChunk {
  const box = { west, south, east, north };
  return { vesselId: vessel, startTime: start_time, endTime: end_time, fixes, ...box, thinnedM: thinned, bytes: chunk };
}
