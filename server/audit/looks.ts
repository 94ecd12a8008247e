/**
 * Positions are secret, so looking is on record: who, at what, when, from where. A look is on disk before its answer goes out. The
 * same look again within a while is the same act: what a screen asks for again and again costs no write. While the journal cannot be
 * written people still see boats in distress: those looks wait here, bounded, and are journaled when it works again.
 */
import type { Entry } from '../models/entry.ts';

export type Look = Extract<Entry, { type: 'look-up' | 'search' }>;

/** One thing opened again within this is still open; a page of a vessel asks for five parts of it. */
const SAME_OPENING_MS = 60_000;
/** A list or an area looked at again within this: screens read them anew by themselves. */
const SAME_LIST_MS = 10 * 60_000;
/** Looks that are remembered to be the same, and that wait for the journal. */
const MOST_REMEMBERED = 20_000;
const MOST_OWED = 10_000;
const OWED_AGAIN_MS = 5_000;

interface LooksOptions {
  room: { note(entry: Entry): Promise<void> };
  /** Epoch ms. */
  clock: () => number;
  log: { error(fields: object, sentence: string): void };
}

interface Remembered {
  until: number;
  written: Promise<void>;
}

export class Looks {
  readonly #options: LooksOptions;
  readonly #known = new Map<string, Remembered>();
  readonly #owed: Look[] = [];
  #lost = 0;
  #isPaying = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: LooksOptions) {
    this.#options = options;
  }

  /** Resolves when it is on disk, or when the journal has said that it cannot be written. Never rejects. */
  record(look: Look): Promise<void> {
    const now = this.#options.clock();
    const key = keyOf(look);
    const known = this.#known.get(key);
    if (known && known.until > now) return known.written;
    const written = this.#write(look, now);
    // Deleted first, so that the oldest is forgotten first.
    this.#known.delete(key);
    this.#known.set(key, { until: now + (look.type === 'look-up' ? SAME_OPENING_MS : SAME_LIST_MS), written });
    if (this.#known.size > MOST_REMEMBERED) this.#known.delete(this.#known.keys().next().value!);
    return written;
  }

  /** Looks that are not on disk yet. */
  get owed(): number {
    return this.#owed.length;
  }

  async #write(look: Look, now: number): Promise<void> {
    try {
      await this.#options.room.note(look);
      void this.#pay();
    } catch (error) {
      this.#owe({ ...look, lookedAt: now }, error);
    }
  }

  #owe(look: Look, error: unknown): void {
    if (this.#owed.length < MOST_OWED) this.#owed.push(look);
    else this.#lost += 1;
    // Who looked at whom is secret itself.
    const fields = { err: error, what: look.what, waiting: this.#owed.length, lost: this.#lost };
    this.#options.log.error(fields, 'a look could not be journaled; it waits for the journal');
    this.#later();
  }

  #later(): void {
    if (this.#timer) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#pay();
    }, OWED_AGAIN_MS);
    this.#timer.unref();
  }

  async #pay(): Promise<void> {
    if (this.#isPaying) return;
    this.#isPaying = true;
    for (let look = this.#owed[0]; look; look = this.#owed[0]) {
      try {
        await this.#options.room.note(look);
        this.#owed.shift();
      } catch {
        this.#later();
        break;
      }
    }
    this.#isPaying = false;
  }
}

/** What makes two looks the same: not how many vessels were found, which changes by itself. */
function keyOf(look: Look): string {
  const { by, from, type, what } = look;
  const at = look.type === 'look-up' ? [look.vesselId, look.about] : [look.asked];
  return JSON.stringify([type, what, by, from, ...at]);
}
