/**
 * Which vessels were alarmed at a time of the past. Alerts are read by the day on which they were raised, page by page, that of the
 * shown time first and then those before it; of each only what a ring needs is kept. Knows no clock.
 */
import type { Alert } from '../../server/models/alert.ts';
import { readRaised } from '../api/raised.ts';

const DAY_MS = 24 * 3_600_000;
const PAGE = 1000;
/** An alert that was raised so many days before and is over by now may still have held: as far back as the bar reaches. The bar says it. */
const LOOK_BACK_DAYS = 30;
/** More than are looked through for one time, so that going to and fro reads nothing twice. */
const MOST_DAYS = 3 * LOOK_BACK_DAYS;

/** @returns at most `limit` of those raised since (inclusive) and before, the newest first */
export type ReadRaised = (since: number, before: number, limit: number) => Promise<readonly Alert[]>;

interface Held {
  vesselId: string;
  priority: number;
  /** Epoch ms. */
  raisedAt: number;
  clearedAt: number;
}

export class PastAlerts {
  readonly #read: ReadRaised;
  /** By number of the day; the one that was needed last is at the end. */
  readonly #days = new Map<number, readonly Held[]>();
  #wanted = 0;
  #reading: Promise<void> | undefined;

  constructor(read: ReadRaised = readRaised) {
    this.#read = read;
  }

  /**
   * Reads what is not known yet of the alerts that may have held then. One reading at a time: a later call moves the one that runs.
   * @param time epoch ms
   * @param onMore told after each day
   */
  know(time: number, onMore: () => unknown): Promise<void> {
    this.#wanted = Math.floor(time / DAY_MS);
    this.#reading ??= this.#readOn(onMore).finally(() => (this.#reading = undefined));
    return this.#reading;
  }

  /**
   * By vessel the gravest priority that held then, by what is known now: what was taken back never was, and what has no case is a
   * log event, which rings nobody. Nothing of the past waits for anybody.
   * @param open alerts that are open now, whenever they were raised
   */
  at(time: number, open: Iterable<Alert>): Map<string, number> {
    const codes = new Map<string, number>();
    const ring = ({ vesselId, priority, raisedAt, clearedAt }: Held): void => {
      if (raisedAt > time || clearedAt <= time) return;
      codes.set(vesselId, Math.min(priority, codes.get(vesselId) ?? priority));
    };
    const day = Math.floor(time / DAY_MS);
    for (let back = 0; back <= LOOK_BACK_DAYS; back++) this.#days.get(day - back)?.forEach(ring);
    for (const alert of open) heldOf(alert).forEach(ring);
    return codes;
  }

  async #readOn(onMore: () => unknown): Promise<void> {
    for (let day = this.#missing(); day !== undefined; day = this.#missing()) {
      this.#days.set(day, await this.#readDay(day));
      while (this.#days.size > MOST_DAYS) this.#days.delete(this.#days.keys().next().value!);
      onMore();
    }
  }

  #missing(): number | undefined {
    for (let back = 0; back <= LOOK_BACK_DAYS; back++) {
      const day = this.#wanted - back;
      const known = this.#days.get(day);
      if (!known) return day;
      this.#days.delete(day);
      this.#days.set(day, known);
    }
    return undefined;
  }

  async #readDay(day: number): Promise<Held[]> {
    const since = day * DAY_MS;
    const found = new Map<string, readonly Held[]>();
    let before = since + DAY_MS;
    for (let limit = PAGE; ; ) {
      const page = await this.#read(since, before, limit);
      for (const alert of page) found.set(alert.id, heldOf(alert));
      if (page.length < limit) return [...found.values()].flat();
      // The last instant of a page may go on in the next; one that fills a page by itself is asked for with more room.
      const next = page.at(-1)!.occurrence.raisedAt + 1;
      if (next === before) limit *= 2;
      before = next;
    }
  }
}

/** None or one. */
function heldOf({ caseId, occurrence }: Alert): Held[] {
  const { vesselId, priority, raisedAt, clearedAt = Number.POSITIVE_INFINITY, state } = occurrence;
  return caseId === '' || state === 'retracted' ? [] : [{ vesselId, priority, raisedAt, clearedAt }];
}
