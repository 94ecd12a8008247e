/** What was selected a moment ago, for whoever scrolls through it: each window of the table is asked for by itself. */
import type { Seen } from '../auth/sight.ts';
import type { FleetRow } from './entry.ts';
import { inOrder, type Ordered } from './order.ts';
import { type FleetFilter, selected } from './query.ts';

interface Selection {
  order: Ordered;
  seen: Seen;
  asked: string;
  at: number;
  rows: readonly FleetRow[];
}

/** A selection is used again for so many ms a vessel: two seconds for 100,000, which take a fifth of one. */
const MS_EACH = 0.02;
const MOST_KEPT = 20;

export class Selections {
  #kept: Selection[] = [];

  /** The rows are the book's own. @param now epoch ms */
  of(order: Ordered, dir: 'asc' | 'desc', filter: FleetFilter, seen: Seen, now: number): readonly FleetRow[] {
    const asked = JSON.stringify([filter, dir]);
    const keptMs = (order.known.length + order.unknown.length) * MS_EACH;
    this.#kept = this.#kept.filter(({ at }) => now - at < keptMs);
    const known = this.#kept.find((one) => one.order === order && one.seen === seen && one.asked === asked);
    if (known) return known.rows;
    const rows = selected(inOrder(order, dir), filter, seen, now);
    this.#kept = [...this.#kept.slice(1 - MOST_KEPT), { order, seen, asked, at: now, rows }];
    return rows;
  }
}
