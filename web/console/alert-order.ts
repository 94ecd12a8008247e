/** In which order alerts stand, and how that order is held still. Pure. */
import type { Alert } from '../../server/models/alert.ts';
import { isWaiting } from './alert-states.ts';

/** What holds and nobody has taken up, what is over and nobody has, what somebody has. */
function rank(alert: Alert): number {
  if (!isWaiting(alert)) return 2;
  return alert.response.state === 'returned' ? 1 : 0;
}

/** Unacknowledged first, those that are over behind those that hold; then priority, then newest. */
export function ordered(alerts: Iterable<Alert>): Alert[] {
  return [...alerts].sort(
    (a, b) =>
      rank(a) - rank(b) ||
      a.occurrence.priority - b.occurrence.priority ||
      b.occurrence.raisedAt - a.occurrence.raisedAt ||
      (a.id < b.id ? -1 : 1),
  );
}

/**
 * The order while somebody points at the list: rows that were there stay where they were, new ones wait (`hidden`, in
 * the order of `now`), and rows whose alert is gone are left out.
 */
export function frozen(now: readonly Alert[], order: readonly string[]): { shown: Alert[]; hidden: Alert[] } {
  const byId = new Map(now.map((alert) => [alert.id, alert]));
  const shown = order.flatMap((id) => byId.get(id) ?? []);
  const stood = new Set(order);
  return { shown, hidden: now.filter(({ id }) => !stood.has(id)) };
}

/** The row `step` below (or above) another; the first when there is none. */
export function neighbour(shown: readonly Alert[], id: string | undefined, step: 1 | -1): Alert | undefined {
  const at = shown.findIndex((alert) => alert.id === id);
  if (at < 0) return shown[0];
  return shown[Math.max(0, Math.min(shown.length - 1, at + step))];
}

/** Those on the screen that can be acknowledged together with one: of the same rule, never the most urgent (ui.md §3). */
export function alikeTo({ occurrence }: Alert, rows: readonly Alert[]): Alert[] {
  if (occurrence.priority === 1) return [];
  return rows.filter(
    (one) => isWaiting(one) && one.occurrence.ruleId === occurrence.ruleId && one.occurrence.priority !== 1,
  );
}
