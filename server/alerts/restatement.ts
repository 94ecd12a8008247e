/**
 * One matter under two ids. The id of an occurrence is made of the fix with which it begins, so that no order of arrival shows
 * in it; a late fix that moves the beginning makes the engine take one occurrence back and raise another. For people nothing
 * new has happened: what they did about the one stands for the other. Which goes on as which follows from what the engine says
 * in one breath about one record, so the same journal says the same. Pure.
 */
import type { Occurrence, OccurrenceChange } from '../../geofences/types.ts';
import { type Alert, threadOf } from '../models/alert.ts';
import type { Delivery } from '../models/delivery.ts';
import type { Remembered } from './desk-state.ts';
import { isLogEvent } from './lifecycle.ts';
import { inOrder, type Told, toldBy } from './told.ts';

export interface Restatement {
  /** What stands in their place, as it is after the whole batch. */
  heir: Occurrence;
  /** Taken back, the one that is most like it first: that one's response goes on. */
  before: Occurrence[];
}

/** Earlier ids that an alert is known by; whoever was away for longer meets a new one. */
const MOST_EARLIER_IDS = 20;

/**
 * Finds what goes on under another id: the same rule, vessel and zone, at overlapping times, taken back and raised in one batch.
 * The engine says both in one batch, but for what it holds back while a backlog comes in piece by piece (silences, see
 * geofences/judging/catching-up.ts): those are taken back at once and raised minutes later, when people have been told that
 * it was wrong, so that is told as new.
 */
export function restatementsIn(changes: readonly OccurrenceChange[]): {
  restatements: Restatement[];
  others: readonly OccurrenceChange[];
} {
  if (changes.length < 2 || !changes.some(({ change }) => change === 'retracted'))
    return { restatements: [], others: changes };
  const last = new Map(changes.map((one) => [one.occurrence.id, one]));
  const heirs = heirsByThread(changes, last);
  const byHeir = new Map<string, Restatement>();
  for (const { change, occurrence } of last.values()) {
    if (change !== 'retracted') continue;
    const [heir] = (heirs.get(threadOf(occurrence)) ?? [])
      .filter((one) => overlap(occurrence, one))
      .sort(byLikeness(occurrence));
    if (!heir) continue;
    const known = byHeir.get(heir.id);
    if (known) known.before.push(occurrence);
    else byHeir.set(heir.id, { heir, before: [occurrence] });
  }
  const restatements = [...byHeir.values()];
  for (const { heir, before } of restatements) before.sort(byLikeness(heir));
  const done = new Set(restatements.flatMap(({ heir, before }) => [heir.id, ...before.map(({ id }) => id)]));
  return { restatements, others: changes.filter(({ occurrence }) => !done.has(occurrence.id)) };
}

/** What was raised in the batch and stands after it. */
function heirsByThread(
  changes: readonly OccurrenceChange[],
  last: ReadonlyMap<string, OccurrenceChange>,
): Map<string, Occurrence[]> {
  const heirs = new Map<string, Occurrence[]>();
  for (const {
    change,
    occurrence: { id },
  } of changes) {
    const after = last.get(id)!;
    if (change !== 'raised' || after.change === 'retracted') continue;
    const thread = threadOf(after.occurrence);
    const known = heirs.get(thread);
    if (known) known.push(after.occurrence);
    else heirs.set(thread, [after.occurrence]);
  }
  return heirs;
}

function overlap(a: Occurrence, b: Occurrence): boolean {
  return a.raisedAt <= endOf(b) && b.raisedAt <= endOf(a);
}

function endOf({ clearedAt }: Occurrence): number {
  return clearedAt ?? Number.POSITIVE_INFINITY;
}

/** Where one was split, or several were joined: what began most nearly at the same time, of those what has ended or not as it has. */
function byLikeness(to: Occurrence): (a: Occurrence, b: Occurrence) => number {
  const isOver = ({ clearedAt }: Occurrence): boolean => clearedAt !== undefined;
  const isOther = (one: Occurrence): number => Number(isOver(one) !== isOver(to));
  const apart = ({ raisedAt }: Occurrence): number => Math.abs(raisedAt - to.raisedAt);
  return (a, b) => isOther(a) - isOther(b) || apart(a) - apart(b) || (a.id < b.id ? -1 : 1);
}

/** The alert that was taken back: kept, linked, and no more to be done about it. */
export function restated(before: Alert, retracted: Occurrence, heirId: string, at: number, changeSeq: number): Alert {
  const { dueAt: _due, ladder: _ladder, ...kept } = before;
  const { silencedAt: _at, silencedBy: _by, ...said } = before.response;
  const response: Alert['response'] = isLogEvent(before)
    ? before.response
    : { ...said, state: 'closed', closedAt: said.closedAt ?? at, closedBy: said.closedBy ?? 'system' };
  return { ...kept, occurrence: retracted, response, restatedAs: heirId, changeSeq };
}

/**
 * The alert that goes on, as if it had been there all the time: the response, case, ladder and messages of the first.
 * @param messages all that were made about those before it, as they are now
 * @param own what is known under its own id, from when it was taken back before
 */
export function inheritedFrom(
  before: readonly Remembered[],
  messages: readonly Delivery[],
  heirId: string,
  own: Remembered | undefined,
): Remembered & { told: Told[]; deliveries: Delivery[] } {
  const { restatedAs: _, ...alert } = before[0]!.alert;
  const ids = before.flatMap((one) => [...(one.alert.restates ?? []), one.alert.id]);
  const restates = [...new Set(ids)].filter((id) => id !== heirId).slice(-MOST_EARLIER_IDS);
  const detectedAt = Math.min(...before.map((one) => one.alert.detectedAt));
  const deliveries = messages.map((one) => ({ ...one, alertId: heirId }));
  const told = [...(own?.told ?? []), ...inOrder(deliveries).map(toldBy)].sort((a, b) => a.createdAt - b.createdAt);
  return { alert: { ...alert, id: heirId, restates, detectedAt }, told, deliveries };
}
