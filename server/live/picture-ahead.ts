/**
 * Reads the live picture while the engine room still takes up its work, so that a start does not do one after the other. What
 * cannot be read this early is read when it is time.
 */
import type { Committed } from '../ingest/room.ts';
import { openStore, type StorePlace } from '../store/open.ts';
import type { Store } from '../store/store.ts';
import { LivePicture } from './picture.ts';

/** Whoever asks meanwhile is answered. */
const ROWS_A_TURN = 2000;

export interface EarlyPicture {
  picture: LivePicture;
  /** What has changed since. */
  since: Pick<Committed, 'vessels' | 'latest'>;
}

export class PictureAhead {
  readonly #place: StorePlace;
  #reading: Promise<LivePicture | undefined> | undefined;

  constructor(place: StorePlace) {
    this.#place = place;
  }

  /** The store is open; or another one has taken its place, and what was read of that before is dropped. */
  begin(): void {
    this.#reading = this.#read().catch(() => undefined);
  }

  /** @param since the store was opened; undefined: nothing was read ahead */
  async take(since: EarlyPicture['since'] | undefined): Promise<EarlyPicture | undefined> {
    const picture = await this.#reading;
    this.#reading = undefined;
    return picture && since && { picture, since };
  }

  async #read(): Promise<LivePicture> {
    const store = await openStore(this.#place, { mode: 'read' });
    try {
      const picture = new LivePicture();
      await readPicture(store, picture);
      return picture;
    } finally {
      await store.close();
    }
  }
}

/**
 * Vessels and where they are, as the store has them, into an empty picture. Where they are comes first: what is told of a vessel
 * is much more, and not held for longer than it takes to seat her.
 */
export async function readPicture(store: Pick<Store, 'allVessels' | 'latest'>, picture: LivePicture): Promise<void> {
  const latest = await store.latest();
  let rows = 0;
  for await (const vessel of store.allVessels()) {
    picture.describe(vessel, 0);
    const fix = latest.get(vessel.id);
    if (fix) picture.place(vessel.id, fix, 0);
    latest.delete(vessel.id);
    if (++rows % ROWS_A_TURN === 0) await new Promise(setImmediate);
  }
  for (const [id, fix] of latest) picture.place(id, fix, 0);
}
