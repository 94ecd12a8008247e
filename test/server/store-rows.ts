import type { Fix } from '../../geofences/fix.ts';
import type { Alert } from '../../server/models/alert.ts';
import type { CaseLine } from '../../server/models/case.ts';
import type { Delivery } from '../../server/models/delivery.ts';
import type { Vessel } from '../../server/models/vessel.ts';
import { type Batch, noChanges } from '../../server/store/store.ts';

export const T0 = Date.UTC(2026, 2, 1);
export const MINUTE = 60_000;

export function batch(position: number, changes: Partial<Batch> = {}): Batch {
  return { ...noChanges, position, ...changes };
}

export function fixAt(minute: number, more: Partial<Fix> = {}): Fix {
  const fixTime = T0 + minute * MINUTE;
  return { fixTime, receivedAt: fixTime + 1500, lon: 109.1234567, lat: 15.5, source: 'ais', flags: 0, ...more };
}

export function vesselCalled(id: string, more: Partial<Vessel> = {}): Vessel {
  return { id, kind: 'vessel', label: id, registered: false, firstHeardAt: T0, ...more };
}

export function alertOf(id: string, changeSeq: number, more: Partial<Alert['occurrence']> = {}): Alert {
  const where = { lon: 109, lat: 15, evidence: [T0] };
  const occurrence = {
    id,
    ruleId: 'r',
    ruleVersion: 1,
    kind: 'zone-enter',
    priority: 2 as const,
    vesselId: 'v1',
    ...where,
  };
  return {
    id,
    occurrence: { ...occurrence, state: 'raised', raisedAt: T0 + changeSeq * MINUTE, ...more },
    response: { state: 'unacknowledged' },
    caseId: `case-${id}`,
    text: { vi: 'Tàu vào vùng cấm', en: 'Vessel in a closed area' },
    detectedAt: T0,
    changeSeq,
  };
}

export function deliveryOf(id: string, more: Partial<Delivery> = {}): Delivery {
  const about = { alertId: 'a1', caseId: 'case-a1', vesselId: 'v1', change: 'raised' as const };
  const to = { contactId: 'truc', contactName: 'Trực ban', channel: 'sms' as const, address: '0900000001' };
  const times = { attempts: 0, createdAt: T0, nextAttemptAt: T0 };
  return { id, ...about, ...to, ...times, language: 'vi', body: 'Tàu …', state: 'queued', ...more };
}

export const lineSaying = (text: string): CaseLine => ({
  at: T0,
  kind: 'delivery',
  by: 'system',
  text: { vi: text, en: text },
});
