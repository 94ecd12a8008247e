/** What the desk hands back: rows to be written in the same commit as the journal record that caused them. */
import type { Alert } from '../models/alert.ts';
import type { CaseHead, CaseLine, Task } from '../models/case.ts';
import type { Delivery } from '../models/delivery.ts';
import type { DeliveryEvent } from '../notify/delivery-event.ts';

export type { CaseHead };

export interface CaseEntry extends CaseLine {
  caseId: string;
  /** Its place in the case, as `lineOrder` makes it of the record that caused it; without one the commit gives it. */
  order?: string;
}

/**
 * Alerts, cases, tasks and deliveries replace what is stored under their id; lines are appended in this order; withdrawals are
 * applied to deliveries made earlier, which the caller holds (`desk.progress`), after the deliveries made here are in place.
 */
export interface DeskEffects {
  alerts: Alert[];
  cases: CaseHead[];
  tasks: Task[];
  lines: CaseEntry[];
  deliveries: Delivery[];
  withdrawals: DeliveryEvent[];
}

export function noEffects(): DeskEffects {
  return { alerts: [], cases: [], tasks: [], lines: [], deliveries: [], withdrawals: [] };
}
