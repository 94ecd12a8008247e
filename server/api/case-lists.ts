/** Lists of cases as they are answered. Screens ask for the same ones again and again, mostly while no case has changed. */
import type { Committed, EngineRoom } from '../ingest/room.ts';
import type { Store } from '../store/store.ts';
import { readRegulation } from './documents.ts';
import { seenNow } from './guarded-store.ts';

type CaseFilter = Parameters<Store['cases']>[0];

interface CaseListAnswer {
  answer: Buffer;
  found: number;
}

interface Kept extends CaseListAnswer {
  /** What its vessels are called in it. */
  labels: ReadonlyMap<string, string>;
}

/** Bounds of what is kept: lists, and bytes of each; a hundred cases have 60 kB. */
const MOST_LISTS = 32;
const LONGEST = 1 << 20;

export class CaseLists {
  readonly #store: Store;
  /** Of a process without an engine nothing is kept: it may hear of a change later than another reads it. */
  readonly #keeps: boolean;
  #kept = new Map<string, Kept>();

  constructor({ store, room }: { store: Store; room: EngineRoom }) {
    this.#store = store;
    this.#keeps = room.takeSince !== undefined;
    if (this.#keeps) room.onCommitted((committed) => this.#take(committed));
  }

  /** `{cases}` as JSON in UTF-8. Only what whoever sees the whole province is answered is kept: others' is cut for each of them. */
  async answer(filter: CaseFilter): Promise<CaseListAnswer> {
    if (seenNow()) return this.#read(filter);
    const key = JSON.stringify(filter);
    const kept = this.#kept;
    const known = kept.get(key);
    if (known) return known;
    const read = await this.#read(filter);
    // What changes meanwhile begins a new keeping.
    if (this.#keeps && read.answer.length <= LONGEST && kept.size < MOST_LISTS) kept.set(key, read);
    return read;
  }

  async #read(filter: CaseFilter): Promise<Kept> {
    const heads = await this.#store.cases(filter);
    const { body } = await readRegulation(this.#store);
    const labels = await this.#store.labels([...new Set(heads.map(({ vesselId }) => vesselId))]);
    const cases = heads.map((head) => ({
      ...head,
      label: labels.get(head.vesselId) ?? head.vesselId,
      stateWords: body.states[head.state],
    }));
    return { answer: Buffer.from(JSON.stringify({ cases })), found: cases.length, labels };
  }

  #take({ casesChanged, documents, vessels }: Committed): void {
    const isRenamed = ({ id, label }: { id: string; label: string }): boolean =>
      [...this.#kept.values()].some(({ labels }) => labels.has(id) && labels.get(id) !== label);
    if (casesChanged || documents.includes('regulation') || vessels.some(isRenamed)) this.#kept = new Map();
  }
}
