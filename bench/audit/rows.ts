/** Rows as years leave them: alerts that were closed and messages that arrived. Made of a number alone, the same every time. */
import { begun, ended } from '../../server/alerts/ladder.ts';
import type { Alert } from '../../server/models/alert.ts';
import type { Delivery } from '../../server/models/delivery.ts';
import type { Ladder } from '../../server/models/ladder.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Between one alert and the next. */
const APART = MINUTE;
const FLEET = 10_000;
const ON_THE_WAY = 5 * MINUTE;

export interface Old {
  /** Epoch ms before which everything in it was over. */
  until: number;
  ladder: Ladder;
}

/** An alert that was acknowledged after eight minutes and closed after three hours. */
export function closedAlert(n: number, { until, ladder }: Old): Alert {
  const raisedAt = until - (n + (4 * HOUR) / APART) * APART;
  const acknowledgedAt = raisedAt + 8 * MINUTE;
  const closedAt = raisedAt + 3 * HOUR;
  return {
    ...waitingAlert(`old-${n}`, raisedAt, n),
    response: {
      ...{ state: 'closed', acknowledgedAt, acknowledgedBy: 'an.tran', acknowledgedUnit: 'bien-phong' },
      ...{ closedAt, closedBy: 'an.tran', reason: 'Tàu đã quay về vùng biển Việt Nam' },
    },
    ladder: ended(begun(ladder, raisedAt, raisedAt), 'acknowledged', acknowledgedAt, 'an.tran'),
  };
}

/** An alert that nobody has taken up. @param changeSeq unique among all */
export function waitingAlert(id: string, raisedAt: number, changeSeq: number): Alert {
  const vesselId = `boat-${changeSeq % FLEET}`;
  return {
    id,
    occurrence: {
      ...{ id, ruleId: 'boundary-cross', ruleVersion: 3, kind: 'boundary-cross', priority: 1, vesselId },
      ...{ zoneId: 'boundary', zoneVersion: 1, state: 'raised', raisedAt, lon: 110, lat: 15.475 },
      evidence: [raisedAt - HOUR, raisedAt],
    },
    response: { state: 'unacknowledged' },
    caseId: `case-${id}`,
    text: {
      vi: `Tàu QNa-${changeSeq % FLEET}-TS vượt ranh giới phía đông tại 15°28,5′N 110°00,0′E`,
      en: `QNa-${changeSeq % FLEET}-TS crossed the eastern boundary at 15°28.5′N 110°00.0′E`,
    },
    detectedAt: raisedAt,
    changeSeq,
  };
}

/** An SMS that its receipt says arrived. */
export function arrivedMessage(n: number, { until }: Old): Delivery {
  const createdAt = until - (n + (4 * HOUR) / APART) * APART;
  return {
    ...message(`told-${n}`, `old-${n}`, n, createdAt),
    ...{ state: 'delivered', attempts: 1, sentAt: createdAt + ON_THE_WAY, deliveredAt: createdAt + 2 * ON_THE_WAY },
    ...{ gatewayId: `gw-${n}`, receipt: 'delivered', confirmBy: createdAt + HOUR },
  };
}

/** An SMS that was to be handed over when it was made. */
export function message(id: string, alertId: string, n: number, createdAt: number): Delivery {
  return {
    ...{ id, alertId, caseId: `case-${alertId}`, vesselId: `boat-${n % FLEET}`, change: 'raised', contactId: 'owner' },
    ...{ contactName: 'Nguyễn Văn Đức', channel: 'sms', address: `09${String(n % 100_000_000).padStart(8, '0')}` },
    ...{
      language: 'vi',
      body: `QNa-${n % FLEET}-TS vuot ranh gioi 15-28.5N 110-00.0E 07:05. Goi ngay 0900000001`,
      state: 'queued',
    },
    ...{ attempts: 0, createdAt, nextAttemptAt: createdAt },
  };
}
