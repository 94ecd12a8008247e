/**
 * The rows that are in view, asked for page by page: of 100,000 vessels a screen holds some forty. What was shown stays until
 * its newer self has come.
 */
import { type Signal, signal } from '@preact/signals';
import type { FleetAnswer, ShownRow } from '../../server/api/fleet.ts';
import type { FleetFacets } from '../../server/fleet/query.ts';
import { getJson, type Sentence, sentenceFor } from '../api/http.ts';

const PAGE_ROWS = 100;
const EVERY_MS = 10_000;
/** Pages that are kept while somebody scrolls to and fro. */
const MOST_PAGES = 30;

interface FleetView {
  total: number;
  /** Server's clock of the newest answer, epoch ms. */
  time: number;
  facets?: FleetFacets;
}

export class FleetWindows {
  readonly view: Signal<FleetView | undefined> = signal(undefined);
  readonly problem: Signal<Sentence | undefined> = signal(undefined);
  /** Grows when rows have come. */
  readonly version = signal(0);
  readonly #query: string;
  readonly #pages = new Map<number, readonly ShownRow[]>();
  readonly #asked = new Set<number>();
  readonly #abort = new AbortController();
  readonly #timer: ReturnType<typeof setInterval>;
  #inView: [first: number, last: number] = [0, 0];

  /** @param query as the address has it */
  constructor(query: string) {
    this.#query = query;
    this.#timer = setInterval(() => this.#refresh(), EVERY_MS);
    void this.#ask(0, true);
  }

  row(index: number): ShownRow | undefined {
    return this.#pages.get(Math.floor(index / PAGE_ROWS))?.[index % PAGE_ROWS];
  }

  /** These rows are looked at now. */
  look(first: number, last: number): void {
    this.#inView = [Math.floor(first / PAGE_ROWS), Math.floor(last / PAGE_ROWS)];
    for (let page = this.#inView[0]; page <= this.#inView[1]; page++) {
      if (!this.#pages.has(page)) void this.#ask(page, false);
    }
  }

  end(): void {
    clearInterval(this.#timer);
    this.#abort.abort();
  }

  #refresh(): void {
    if (document.hidden) return;
    const [first, last] = this.#inView;
    for (const page of this.#pages.keys()) if (page < first || page > last) this.#pages.delete(page);
    for (let page = first; page <= last; page++) void this.#ask(page, page === first);
  }

  async #ask(page: number, withFacets: boolean): Promise<void> {
    if (this.#asked.has(page)) return;
    this.#asked.add(page);
    const more = `offset=${page * PAGE_ROWS}&limit=${PAGE_ROWS}${withFacets ? '&facets=yes' : ''}`;
    try {
      const path = `/fleet?${this.#query}${this.#query === '' ? '' : '&'}${more}`;
      const {
        rows,
        total,
        time,
        facets = this.view.peek()?.facets,
      } = await getJson<FleetAnswer>(path, this.#abort.signal);
      this.#keep(page, rows);
      this.view.value = { total, time, ...(facets && { facets }) };
      this.problem.value = undefined;
      this.version.value++;
    } catch (error) {
      if (!this.#abort.signal.aborted) this.problem.value = sentenceFor(error);
    } finally {
      this.#asked.delete(page);
    }
  }

  /** The page that was asked for longest ago goes first. */
  #keep(page: number, rows: readonly ShownRow[]): void {
    this.#pages.delete(page);
    this.#pages.set(page, rows);
    if (this.#pages.size > MOST_PAGES) this.#pages.delete(this.#pages.keys().next().value!);
  }
}
