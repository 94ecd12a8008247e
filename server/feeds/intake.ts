/** Hands the bytes of a feed that can wait (TCP, file) to the engine room, in order and without losing any. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { EngineRoom } from '../ingest/room.ts';
import { type HealthRecord, reasonOf, type Sentence } from './feed.ts';

/** Above this many bytes on their way to the disk, a feed that can wait stops reading. */
const waitAboveBytes = 1024 * 1024;
const waitStepMs = 20;
const retryMs = 1000;
const largestPiece = 64 * 1024;

/** The engine room as one feed sees it. */
export interface IntakePort {
  room: EngineRoom;
  /** Number under which its bytes are journaled. */
  feed: number;
  clock: () => number;
}

export class Intake {
  readonly #port: IntakePort;
  readonly #health: HealthRecord;
  readonly #signal: AbortSignal;
  /** One piece at a time: a piece that has to be tried again must not be overtaken by the next. */
  #last: Promise<void> = Promise.resolve();

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
    const receivedAt = this.#port.clock();
    if (bytes.length > 0) this.#health.heard(receivedAt);
    return this.#inTurn(async () => {
      for (let at = 0; at < bytes.length; at += largestPiece) {
        await this.#takePiece(compact(bytes.subarray(at, at + largestPiece)), source, receivedAt, false);
      }
    });
  }

  /**
   * Nothing comes after these bytes (none, if everything has been taken): a last line without an end counts as complete,
   * and what another connection brings is not joined to it. Resolves and rejects as `take`.
   */
  end(rest: Uint8Array = new Uint8Array(0), source = 0): Promise<void> {
    const receivedAt = this.#port.clock();
    return this.#inTurn(() => this.#takePiece(rest, source, receivedAt, true));
  }

  #inTurn(act: () => Promise<void>): Promise<void> {
    const taken = this.#last.then(act);
    this.#last = taken.catch(() => undefined);
    return taken;
  }

  async #takePiece(bytes: Uint8Array, source: number, receivedAt: number, whole: boolean): Promise<void> {
    const { room, feed } = this.#port;
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
