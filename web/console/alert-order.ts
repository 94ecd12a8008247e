/** In which order alerts stand, and how that order is held still. Pure. */
import type { Alert } from '../../server/models/alert.ts';
import { isWaiting } from './alert-states.ts';

/** Unacknowledged first, then priority, then newest. */
export function ordered(alerts: Iterable<Alert>): Alert[] {
  return [...alerts].sort(
    (a, b) =>
      Number(isWaiting(b)) - Number(isWaiting(a)) ||
      a.occurrence.priority - b.occurrence.priority ||
      b.occurrence.raisedAt - a.occurrence.raisedAt ||
      (a.id < b.id ? -1 : 1),
  );
}

/**
 * The order while somebody points at the list: rows that were there stay where they were, new ones wait (`hidden` counts
 * them), and rows whose alert is gone are left out.
 */
export function frozen(now: readonly Alert[], order: readonly string[]): { shown: Alert[]; hidden: number } {
  const byId = new Map(now.map((alert) => [alert.id, alert]));
  const shown = order.flatMap((id) => byId.get(id) ?? []);
  return { shown, hidden: now.length - shown.length };
}

/** The row `step` below (or above) another; the first when there is none. */
export function neighbour(shown: readonly Alert[], id: string | undefined, step: 1 | -1): Alert | undefined {
  const at = shown.findIndex((alert) => alert.id === id);
  if (at < 0) return shown[0];
  return shown[Math.max(0, Math.min(shown.length - 1, at + step))];
}
