/** What is new among the alerts, for the ear and for a screen reader. Pure. */
import type { Alert } from '../../server/models/alert.ts';
import { isWaiting } from './alert-states.ts';

/** By id: the priority with which an alert waits; of one that is there and waits no longer, `SEEN`. */
export type Known = ReadonlyMap<string, number>;

const SEEN = Number.POSITIVE_INFINITY;

export function knownOf(alerts: Iterable<Alert>, waits: (alert: Alert) => boolean = isWaiting): Known {
  return new Map([...alerts].map((alert) => [alert.id, waits(alert) ? alert.occurrence.priority : SEEN]));
}

/** Those that wait now and did not before, or not as gravely; the gravest first. One that waits again counts; one restated does not. */
export function freshIn(
  alerts: Iterable<Alert>,
  known: Known,
  waits: (alert: Alert) => boolean = isWaiting,
): readonly Alert[] {
  return [...alerts]
    .filter((alert) => waits(alert) && alert.occurrence.priority < before(alert, known))
    .sort((a, b) => a.occurrence.priority - b.occurrence.priority);
}

/** How gravely it waited, be it as an alert in whose place it stands now. */
function before({ id, restates = [] }: Alert, known: Known): number {
  return Math.min(...[id, ...restates].map((one) => known.get(one) ?? SEEN));
}

/** Somebody had taken it up, and it wants somebody again. */
export function waitsAgain({ id }: Alert, known: Known): boolean {
  return known.get(id) === SEEN;
}
