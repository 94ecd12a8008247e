/** Alerts of one vessel, or of one rule, as one row that can be opened: the order of the list stays that of its gravest. Pure. */
import type { Alert } from '../../server/models/alert.ts';

export const GROUPINGS = ['none', 'vessel', 'rule'] as const;
export type Grouping = (typeof GROUPINGS)[number];

interface AlertGroup {
  key: string;
  /** The first of them in the order of the list. */
  lead: Alert;
  rest: Alert[];
}

/** @param ordered as the list shows them */
export function groupsOf(ordered: readonly Alert[], by: Grouping): AlertGroup[] {
  const groups = new Map<string, AlertGroup>();
  for (const alert of ordered) {
    const { vesselId, ruleId } = alert.occurrence;
    const key = by === 'none' ? alert.id : by === 'vessel' ? vesselId : ruleId;
    const group = groups.get(key);
    if (group) group.rest.push(alert);
    else groups.set(key, { key, lead: alert, rest: [] });
  }
  return [...groups.values()];
}
