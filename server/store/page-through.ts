/** All alerts, cases or messages, newest first, however many there are: a page at a time, so that few are held at once. */
import type { CaseHead } from '../alerts/effects.ts';
import type { Alert } from '../models/alert.ts';
import type { Delivery } from '../models/delivery.ts';
import type { AlertFilter, CaseFilter, DeliveryFilter, Store, TimePlace } from './store.ts';

const PAGE = 1000;

/** Without `dueBy`, which has an order of its own. */
type AllAlerts = Omit<AlertFilter, 'limit' | 'dueBy'>;
type AllCases = Omit<CaseFilter, 'limit' | 'dueBy'>;

export function allAlerts(store: Pick<Store, 'alerts'>, filter: AllAlerts): AsyncIterable<Alert> {
  return pageThrough((page) => store.alerts({ ...filter, ...page }), placeOfAlert, filter.after);
}

export function allCases(store: Pick<Store, 'cases'>, filter: AllCases): AsyncIterable<CaseHead> {
  return pageThrough((page) => store.cases({ ...filter, ...page }), placeOfCase, filter.after);
}

export function allDeliveries(
  store: Pick<Store, 'deliveries'>,
  filter: Omit<DeliveryFilter, 'limit'>,
): AsyncIterable<Delivery> {
  return pageThrough((page) => store.deliveries({ ...filter, ...page }), placeOfDelivery, filter.after);
}

async function* pageThrough<T>(
  read: (page: { limit: number; after?: TimePlace }) => Promise<T[]>,
  placeOf: (one: T) => TimePlace,
  first: TimePlace | undefined,
): AsyncIterable<T> {
  for (let after = first; ; ) {
    const page = await read({ limit: PAGE, ...(after && { after }) });
    yield* page;
    if (page.length < PAGE) return;
    after = placeOf(page.at(-1)!);
  }
}

function placeOfAlert({ id, occurrence }: Alert): TimePlace {
  return { at: occurrence.raisedAt, id };
}

function placeOfCase({ id, updatedAt }: CaseHead): TimePlace {
  return { at: updatedAt, id };
}

function placeOfDelivery({ id, createdAt }: Delivery): TimePlace {
  return { at: createdAt, id };
}
