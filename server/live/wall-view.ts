/** What of the live picture may hang on a wall: vessels and alerts, and nothing that a person said, wrote or is called. */
import type { Alert } from '../models/alert.ts';
import type { Frame, Snapshot, SystemStatus } from './protocol.ts';

export function forWall<Part extends Frame | Snapshot>(part: Part): Part {
  return {
    ...part,
    alerts: part.alerts.map(alertForWall),
    ...(part.status && { status: statusForWall(part.status) }),
  };
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
