/** What a live client is sent of the common picture when it sees some vessels only. */
import type { Seen, SeenVessels } from '../auth/sight.ts';
import type { Alert } from '../models/alert.ts';
import type { Rows } from './picture.ts';
import type { SystemStatus } from './protocol.ts';

type Part = Rows & { alerts?: Alert[]; status?: SystemStatus };

/** @param idOf the vessel in a slot */
export function cutTo<T extends Part>(whole: T, seen: Seen, idOf: (slot: number) => string | undefined): T {
  if (!seen) return whole;
  const isSeen = (id: string | undefined): boolean => id !== undefined && seen.has(id);
  return {
    ...whole,
    identities: whole.identities.filter(({ id }) => isSeen(id)),
    positions: whole.positions.filter(([slot]) => isSeen(idOf(slot))),
    ...(whole.alerts && { alerts: whole.alerts.filter(({ occurrence }) => seen.seesAlert(occurrence)) }),
    ...(whole.status && { status: statusFor(whole.status, seen) }),
  };
}

/** That the system works, and not how: feeds, channels and what the auditor says are the office's. */
function statusFor({ demo, time, startedAt, version, journal }: SystemStatus, seen: SeenVessels): SystemStatus {
  return {
    ...{ demo, time, startedAt, version },
    journal: { bytes: 0, healthy: journal.healthy },
    behindBytes: 0,
    outbox: { queued: 0, failed: 0 },
    vessels: seen.ids().length,
    feeds: [],
  };
}
