/** Hands the bytes of a feed that can wait (TCP, file) to the engine room, in order and without losing any. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { EngineRoom } from '../ingest/room.ts';
import { type HealthRecord, reasonOf, type Sentence } from './feed.ts';

/** Above this many bytes on their way to the disk, a feed that can wait stops reading. */
const waitAboveBytes = 1024 * 1024;
const waitStepMs = 20;
const retryMs = 1000;
const largestPiece = 256 * 1024;
/** Bytes of one stream that may be read before those before them are on disk. */
const mostAheadBytes = 512 * 1024;

/** The engine room as one feed sees it. */
export interface IntakePort {
  room: EngineRoom;
  /** Number under which its bytes are journaled. */
  feed: number;
  clock: () => number;
}

/** Bytes that go together, of a moment. */
interface Piece {
  chunks: Uint8Array[];
  size: number;
  /** Of the first of them, epoch ms. */
  receivedAt: number;
  whole: boolean;
}

/** What one source has brought. */
interface Lane {
  waiting: Piece[];
  /** Bytes of `waiting` and of what is on its way. */
  size: number;
  /** Resolves when all of it is on disk. */
  done: Promise<void>;
}

export class Intake {
  readonly #port: IntakePort;
  readonly #health: HealthRecord;
  readonly #signal: AbortSignal;
  readonly #lanes = new Map<number, Lane>();

  constructor(port: IntakePort, health: HealthRecord, signal: AbortSignal) {
    this.#port = port;
    this.#health = health;
    this.#signal = signal;
  }

  /**
   * Resolves when all of it is on disk, however long that takes. `source` as in Arrival.
   * Rejects only when the feed is being stopped; the bytes may be missing then.
   */
  take(bytes: Uint8Array, source = 0): Promise<void> {
    return this.#enter(bytes, source, false);
  }

  /** As `take`, but resolves as soon as there is room for more: for streams that nobody is told of having taken. */
  async takeAhead(bytes: Uint8Array, source = 0): Promise<void> {
    const taken = this.#enter(bytes, source, false);
    const lane = this.#lanes.get(source);
    if (lane && lane.size > mostAheadBytes) await taken;
    else taken.catch(() => undefined);
  }

  /**
   * Nothing comes after these bytes (none, if everything has been taken): a last line without an end counts as complete,
   * and what another connection brings is not joined to it. Resolves and rejects as `take`.
   */
  end(rest: Uint8Array = new Uint8Array(0), source = 0): Promise<void> {
    return this.#enter(rest, source, true);
  }

  /** Behind what the source has brought before. What comes while a piece is on its way goes together with the next one. */
  #enter(bytes: Uint8Array, source: number, whole: boolean): Promise<void> {
    const receivedAt = this.#port.clock();
    if (bytes.length > 0) this.#health.heard(receivedAt);
    const known = this.#lanes.get(source);
    const lane: Lane = known ?? { waiting: [], size: 0, done: Promise.resolve() };
    lane.size += bytes.length;
    for (let at = 0; at < bytes.length || (whole && at === 0); at += largestPiece) {
      const chunk = bytes.subarray(at, at + largestPiece);
      const last = lane.waiting.at(-1);
      if (last && !last.whole && !whole && last.size + chunk.length <= largestPiece) {
        last.chunks.push(chunk);
        last.size += chunk.length;
      } else lane.waiting.push({ chunks: [chunk], size: chunk.length, receivedAt, whole });
    }
    if (!known) {
      this.#lanes.set(source, lane);
      lane.done = this.#drain(source, lane);
    }
    return lane.done;
  }

  async #drain(source: number, lane: Lane): Promise<void> {
    try {
      for (let piece = lane.waiting.shift(); piece; piece = lane.waiting.shift()) {
        await this.#takePiece(source, piece);
        lane.size -= piece.size;
      }
    } finally {
      this.#lanes.delete(source);
    }
  }

  async #takePiece(source: number, { chunks, receivedAt, whole }: Piece): Promise<void> {
    const { room, feed } = this.#port;
    const bytes = chunks.length === 1 ? compact(chunks[0]!) : Buffer.concat(chunks);
    // One piece of a source at a time: one that has to be tried again must not be overtaken by the next.
    for (;;) {
      this.#signal.throwIfAborted();
      while (room.waitingBytes > waitAboveBytes) await sleep(waitStepMs, undefined, { signal: this.#signal });
      try {
        await room.receive({ feed, source, bytes, receivedAt, whole });
        if (this.#health.now().problem) this.#health.set('open');
        return;
      } catch (error) {
        this.#health.set('waiting', notTaken(error));
        await sleep(retryMs, undefined, { signal: this.#signal });
      }
    }
  }
}

/** A small view of a large buffer drags all of it along to the engine room's thread: then it is copied. */
function compact(piece: Uint8Array): Uint8Array {
  return piece.length * 2 < piece.buffer.byteLength ? new Uint8Array(piece) : piece;
}

function notTaken(error: unknown): Sentence {
  const why = reasonOf(error);
  return {
    vi: `Nhật ký chưa ghi được (${why.vi}); dữ liệu được giữ lại và thử ghi lại mỗi giây.`,
    en: `The journal cannot take it (${why.en}); the data is held and tried again every second.`,
  };
}
