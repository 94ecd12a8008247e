/**
 * The newest fixes of vessels that people ask about, in memory: read once, then kept up with what is committed. The store would look
 * through all that is in no chunk yet each time. For a process that has an engine: it is told of every commit, in order.
 */
import type { Fix } from '../../geofences/fix.ts';
import type { Committed, EngineRoom } from '../ingest/room.ts';
import type { Store } from '../store/store.ts';

interface NewestFixesOptions {
  store: Pick<Store, 'latest'>;
  room: Pick<EngineRoom, 'onCommitted'>;
}

/** 0.3 kB each. Beyond it all are read anew. */
const MOST_KEPT = 50_000;
/** It has no position. */
const NONE = null;
/** Somebody reads it from the store. */
const UNREAD = undefined;

type Kept = Map<string, Fix | typeof NONE | typeof UNREAD>;

export class NewestFixes {
  readonly #store: NewestFixesOptions['store'];
  #kept: Kept = new Map();

  constructor({ store, room }: NewestFixesOptions) {
    this.#store = store;
    room.onCommitted((committed) => this.#take(committed));
  }

  /** As the store's; without ids of all, which are not kept. */
  async latest(ids?: readonly string[]): Promise<Map<string, Fix>> {
    if (!ids) return this.#store.latest();
    const kept = this.#kept;
    const unread = ids.filter((id) => kept.get(id) === UNREAD);
    if (unread.length > 0) await this.#read(kept, unread);
    return new Map(
      ids.flatMap((id) => {
        const fix = kept.get(id);
        return fix ? [[id, fix] as const] : [];
      }),
    );
  }

  /** What is committed meanwhile is newer than what is read. */
  async #read(kept: Kept, ids: string[]): Promise<void> {
    for (const id of ids) kept.set(id, UNREAD);
    const read = await this.#store.latest(ids);
    for (const id of ids) if (kept.get(id) === UNREAD) kept.set(id, read.get(id) ?? NONE);
    if (this.#kept.size > MOST_KEPT) this.#kept = new Map();
  }

  #take({ latest }: Committed): void {
    for (const [id, fix] of latest) if (this.#kept.has(id)) this.#kept.set(id, fix);
  }
}

/** The store, which answers of newest fixes from memory. */
export function withNewestFixes(store: Store, newest: NewestFixes): Store {
  return new Proxy(store, {
    get(target, name) {
      if (name === 'latest') return (ids?: string[]) => newest.latest(ids);
      const method: unknown = Reflect.get(target, name);
      return typeof method === 'function' ? (method.bind(target) as unknown) : method;
    },
  });
}
