/** What one exported line says: field names and ISO times that stay the same from version to version. */

import type { Fix } from '../../geofences/fix.ts';
import type { Crossing } from '../../geofences/types.ts';
import type { Alert } from '../models/alert.ts';
import type { Delivery } from '../models/delivery.ts';
import type { Act } from '../models/entry.ts';
import type { Vessel } from '../models/vessel.ts';
import { shownDelivery } from '../notify/subscriptions.ts';

export function alertLine({ id, occurrence, response, caseId, restatedAs, restates }: Alert) {
  return {
    id,
    rule: occurrence.ruleId,
    kind: occurrence.kind,
    priority: occurrence.priority,
    vessel: occurrence.vesselId,
    zone: occurrence.zoneId,
    state: occurrence.state,
    raised: iso(occurrence.raisedAt),
    cleared: iso(occurrence.clearedAt),
    retractedBecause: occurrence.retractedBecause,
    restatedAs,
    restates,
    lat: occurrence.lat,
    lon: occurrence.lon,
    evidence: occurrence.evidence.map(iso),
    crossing: crossing(occurrence.crossing),
    clearedCrossing: crossing(occurrence.clearedCrossing),
    details: occurrence.details,
    response: response.state,
    by: response.acknowledgedBy,
    acknowledged: iso(response.acknowledgedAt),
    comment: response.comment,
    case: caseId === '' ? undefined : caseId,
  };
}

function crossing(crossing: Crossing | undefined) {
  return crossing && { time: iso(crossing.time), lat: crossing.lat, lon: crossing.lon };
}

export function deliveryLine(made: Delivery) {
  const delivery = shownDelivery(made);
  const { alertId, caseId, vesselId, contactId, contactName, createdAt, nextAttemptAt, sentAt, ...others } = delivery;
  const { waitsSince: _since, claim: _claim, ...rest } = others;
  return {
    ...rest,
    alert: alertId,
    case: caseId,
    vessel: vesselId,
    contact: contactId,
    contactName,
    created: iso(createdAt),
    nextAttempt: delivery.state === 'queued' ? iso(nextAttemptAt) : undefined,
    sent: iso(sentAt),
  };
}

export function actLine({ at, ...act }: Act) {
  return { ...act, at: iso(at) };
}

export function vesselLine({ firstHeardAt, ...vessel }: Vessel) {
  return { ...vessel, firstHeard: iso(firstHeardAt) };
}

export function fixLine({ id, registration, mmsi }: Vessel, fix: Fix) {
  return {
    vessel: id,
    registration,
    mmsi,
    time: iso(fix.fixTime),
    lat: fix.lat,
    lon: fix.lon,
    speed: fix.speedKn,
    course: fix.courseDeg,
    source: fix.source,
    received: iso(fix.receivedAt),
  };
}

function iso(time: number | undefined): string | undefined {
  return time === undefined || Math.abs(time) > 8.64e15 ? undefined : new Date(time).toISOString();
}
