/** Lists of alerts as they are answered. Screens ask for the same ones again and again, mostly while no alert has changed. */
import type { AlertFilter, Store } from '../store/store.ts';
import { seenNow } from './guarded-store.ts';
import { listText } from './kept-text.ts';

/** Bounds of what is kept: lists, and bytes of each; a hundred alerts have 170 kB. */
const MOST_LISTS = 32;
const LONGEST = 1 << 20;

interface AlertListAnswer {
  answer: Buffer;
  found: number;
}

export class AlertLists {
  readonly #store: Pick<Store, 'alertTexts' | 'alertMark'>;
  readonly #kept = new Map<string, AlertListAnswer>();
  #mark: number | undefined;

  constructor(store: Pick<Store, 'alertTexts' | 'alertMark'>) {
    this.#store = store;
  }

  /** `{alerts}` as JSON in UTF-8. Only what whoever sees the whole province is answered is kept: others' is cut for each of them. */
  async answer(filter: AlertFilter): Promise<AlertListAnswer> {
    // Before they are read: what changes meanwhile has another mark.
    const mark = seenNow() ? undefined : await this.#store.alertMark?.();
    if (mark === undefined) return this.#read(filter);
    if (mark !== this.#mark) {
      this.#kept.clear();
      this.#mark = mark;
    }
    const key = JSON.stringify(filter);
    const known = this.#kept.get(key);
    if (known) return known;
    const read = await this.#read(filter);
    if (read.answer.length <= LONGEST && this.#kept.size < MOST_LISTS && mark === this.#mark) this.#kept.set(key, read);
    return read;
  }

  async #read(filter: AlertFilter): Promise<AlertListAnswer> {
    const texts = (await this.#store.alertTexts(filter)).map(({ text }) => text);
    return { answer: Buffer.from(listText('alerts', texts)), found: texts.length };
  }
}
