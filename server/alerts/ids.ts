/** Ids that come out the same whenever the same journal is run: hashes of what the thing is made of. */
import { createHash } from 'node:crypto';

/** Hex digits kept: 80 bits, so that a million deliveries a day for a century do not collide. */
const idDigits = 20;

function digest(parts: (string | number)[]): string {
  return createHash('sha256').update(parts.join('\u0000')).digest('hex');
}

/** Id of the case that an alert opens. */
export function caseIdOf(firstAlertId: string): string {
  return `case-${digest(['case', firstAlertId]).slice(0, idDigits)}`;
}

/**
 * Id of one message. `round` counts how often this contact was told this change of this alert by this channel: 1, except
 * when late data takes a retraction back and the raise has to be told again. `way` is the channel, with the address where
 * one contact has several.
 */
export function deliveryIdOf(alertId: string, change: string, contactId: string, way: string, round: number): string {
  return `dlv-${digest(['delivery', alertId, change, contactId, way, round]).slice(0, idDigits)}`;
}

/** Id of a task: the one that the journaled act at a position gives. */
export function taskIdOf(caseId: string, position: number): string {
  return `task-${digest(['task', caseId, position]).slice(0, idDigits)}`;
}

/** Id of a message that a case itself makes. @param said what tells it from the case's others */
export function caseMessageIdOf(caseId: string, said: (string | number)[]): string {
  return `dlv-${digest(['case-message', caseId, ...said]).slice(0, idDigits)}`;
}

/** Id of a message that a step of a ladder makes. `round` counts how often the ladder has begun for the alert or case. */
export function escalationIdOf(subject: string, step: string, round: number, contactId: string, way: string): string {
  return `dlv-${digest(['escalation', subject, step, round, contactId, way]).slice(0, idDigits)}`;
}
