/** What was selected a moment ago, for whoever scrolls through it: each window of the table is asked for by itself. */
import type { Seen } from '../auth/sight.ts';
import type { FleetRow } from './entry.ts';
import { byLabel, inOrder, type Ordered, ordered } from './order.ts';
import { type FleetFacets, type FleetFilter, facetsOf, selected } from './query.ts';
import type { FleetOrder } from './questions.ts';

interface Selection {
  order: Ordered;
  seen: Seen;
  asked: string;
  at: number;
  rows: readonly FleetRow[];
}

/** A selection is used again for so many ms a vessel, within bounds: a second for 10,000, two for 100,000, which take a fifth of one. */
const MS_EACH = 0.1;
const LONGEST_MS = 2000;
const MOST_KEPT = 20;

export class Selections {
  #kept: Selection[] = [];
  #facets: (Omit<Selection, 'asked' | 'rows'> & { of: FleetFilter['of']; facets: FleetFacets })[] = [];

  /** The rows are the book's own, but for those whose alerts are not all seen. @param now epoch ms */
  of(order: Ordered, { sort, dir }: FleetOrder, filter: FleetFilter, seen: Seen, now: number): readonly FleetRow[] {
    const asked = JSON.stringify([filter, dir]);
    const keptMs = keptMsOf(order);
    this.#kept = this.#kept.filter(({ at }) => now - at < keptMs);
    const known = this.#kept.find((one) => one.order === order && one.seen === seen && one.asked === asked);
    if (known) return known.rows;
    const found = selected(inOrder(order, dir), filter, seen, now);
    // The book's order tells of alerts elsewhere.
    const isTelling = sort === 'alerts' && seen?.hasAreas;
    const rows = isTelling ? [...inOrder(ordered(byLabel(found), sort, now), dir)] : found;
    this.#kept = [...this.#kept.slice(1 - MOST_KEPT), { order, seen, asked, at: now, rows }];
    return rows;
  }

  /** As many vessels as there are to each choice of a filter, for whoever sees these. @param now epoch ms */
  facets(order: Ordered, of: FleetFilter['of'], seen: Seen, now: number): FleetFacets {
    const keptMs = keptMsOf(order);
    this.#facets = this.#facets.filter(({ at }) => now - at < keptMs);
    const known = this.#facets.find((one) => one.order === order && one.seen === seen && one.of === of);
    if (known) return known.facets;
    const facets = facetsOf(inOrder(order, 'asc'), of, seen, now);
    this.#facets = [...this.#facets.slice(1 - MOST_KEPT), { order, seen, of, at: now, facets }];
    return facets;
  }
}

function keptMsOf({ known, unknown }: Ordered): number {
  return Math.min(LONGEST_MS, (known.length + unknown.length) * MS_EACH);
}
