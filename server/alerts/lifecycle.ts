/** Small judgements about one alert, kept apart from the desk so that store and screens use the very same ones. */
import type { Occurrence, OccurrenceState } from '../../geofences/types.ts';
import type { Alert } from '../models/alert.ts';

/**
 * Priority 4 is a log event (a port call, a note on data quality), not something that needs a person (ui.md §3.1, §3.3).
 * It is kept as an alert row, so that lists and exports show it on request, but the system answers it itself: it has no
 * case, makes no delivery, is never open and cannot be acknowledged.
 */
export const logEventPriority = 4;
/** `caseId` of a log event. */
export const noCase = '';

export function isLogEvent(alert: Alert): boolean {
  // What is suppressed from the start has no case either: it gets one when it is released.
  return alert.caseId === noCase && alert.response.state !== 'suppressed';
}

/** Does it belong in the lists of what is going on, the shelved and suppressed ones included? */
export function isOpen(alert: Alert): boolean {
  return !isLogEvent(alert) && alert.response.state !== 'closed';
}

/** Does somebody have to take it up? */
export function isWaiting({ response }: Alert): boolean {
  return response.state === 'unacknowledged' || response.state === 'returned';
}

/** The changes that lead from what was known to what is known now, in the order in which people should read them. */
export function transitions(before: OccurrenceState | undefined, now: OccurrenceState): OccurrenceState[] {
  if (before === now) return [];
  switch (now) {
    case 'raised':
      return ['raised'];
    case 'cleared':
      return before === 'raised' ? ['cleared'] : ['raised', 'cleared'];
    case 'retracted':
      // Raised and taken back before anybody could see it: nothing has been said, so nothing is taken back.
      return before === undefined ? [] : ['retracted'];
  }
}

/** Same finding? Compared as stored, so that an absent and an undefined field are one. */
export function sameOccurrence(a: Occurrence, b: Occurrence): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/** When the change itself happened at sea (epoch ms). */
export function eventTime(change: OccurrenceState, occurrence: Occurrence): number {
  return change === 'cleared' ? (occurrence.clearedAt ?? occurrence.raisedAt) : occurrence.raisedAt;
}

/** Without a case, though it needs a person now. */
export function isUntold(known: Alert, now: Occurrence): boolean {
  return (
    known.caseId === noCase && now.priority !== logEventPriority && now.state === 'raised' && !isHeldBack(known, now)
  );
}

/** Suppressed before, and no graver than it was. */
function isHeldBack({ response, occurrence }: Alert, now: Occurrence): boolean {
  return response.state === 'suppressed' && now.priority >= occurrence.priority;
}
