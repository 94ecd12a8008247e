/** What of the live picture may hang on a wall: vessels and alerts, and nothing that a person said, wrote or is called. */
import type { Alert } from '../models/alert.ts';
import type { Frame, Snapshot, SystemStatus } from './protocol.ts';

/** What several walls are sent is cut once. */
const cut = new WeakMap<Frame | Snapshot, Frame | Snapshot>();

/** @param part is not changed any more */
export function forWall(part: Frame | Snapshot): Frame | Snapshot {
  const known = cut.get(part);
  if (known) return known;
  const { alerts, status } = part;
  const made = { ...part, alerts: alerts.map(alertForWall), ...(status && { status: statusForWall(status) }) };
  cut.set(part, made);
  return made;
}

/** The finding, and how far people are with it; not who they are, nor their words. */
function alertForWall(alert: Alert): Alert {
  const { id, occurrence, response, caseId, text, detectedAt, dueAt, changeSeq } = alert;
  const { state, acknowledgedAt, shelvedUntil } = response;
  return {
    id,
    occurrence: { ...occurrence, evidence: [] },
    response: { state, acknowledgedAt, shelvedUntil },
    caseId,
    text,
    detectedAt,
    dueAt,
    changeSeq,
  };
}

/** Whose mail or telephone a channel failed at is not for a wall. */
function statusForWall({ audit: _, failingChannels, ...status }: SystemStatus): SystemStatus {
  return { ...status, failingChannels: failingChannels?.map((one) => ({ ...one, why: '' })) };
}
