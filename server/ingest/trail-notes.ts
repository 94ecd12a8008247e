/** What the audit trail says of entries that stand in it as they were journaled, whatever comes of them. Pure. */
import type { Act } from '../models/entry.ts';
import { shownEndpoint } from '../notify/subscriptions.ts';
import type { SureEntry } from './apply-entry.ts';

type Told = Extract<SureEntry, { by: string }>;

interface Note {
  type: Told['type'] | 'sms-in';
  by: string;
  /** What it is about. */
  subject: string;
  details?: Act['details'];
}

/** @returns undefined for what no person is behind */
export function noteOf(entry: SureEntry): Note | undefined {
  switch (entry.type) {
    case 'feed':
    case 'delivery':
    case 'receipt':
    case 'group-deliveries':
      return undefined;
    case 'sms-in': {
      const { from, text, understood, deliveryId } = entry;
      return { type: entry.type, by: `sms:${from}`, subject: deliveryId ?? from, details: { text, understood } };
    }
    default: {
      const [subject, details] = told(entry);
      return { type: entry.type, by: entry.by, subject, details };
    }
  }
}

function told(entry: Told): [subject: string, details?: Act['details']] {
  switch (entry.type) {
    case 'retry-delivery':
      return [entry.deliveryId];
    case 'push-subscribe':
      return [entry.subscription.contactId, { browser: shownEndpoint(entry.subscription.endpoint) }];
    case 'push-unsubscribe':
      return [shownEndpoint(entry.endpoint)];
    case 'verify-contact':
      return [entry.contactId, { on: entry.on }];
    case 'test-message':
      return [`${entry.channel} → ${entry.contact.id}`];
    case 'called':
      return [entry.deliveryId, { outcome: entry.outcome, result: entry.result, note: entry.note }];
    case 'answered':
      return [entry.deliveryId, { via: entry.via }];
    case 'declare-position': {
      const { lon, lat, fixTime, via, note, photo } = entry;
      return [entry.vesselId, { lon, lat, fixTime, via, note, photo }];
    }
    case 'channel-health':
      return [entry.channel, { failing: entry.failing, why: entry.why }];
    case 'mend-ladders': {
      const { alertIds, caseIds, unladdered, found } = entry;
      return ['ladders', { alertIds, caseIds, unladdered, found }];
    }
    case 'audit':
      return ['auditor', { healthy: entry.healthy, why: entry.why }];
    case 'look-up':
      return [entry.vesselId, { what: entry.what, about: entry.about, ...lookerOf(entry) }];
    case 'wall':
      return [entry.wallId, { what: entry.what, name: entry.name }];
    case 'search':
      return [entry.what, { ...entry.asked, found: entry.found, ...lookerOf(entry) }];
    case 'session':
      return [entry.by, { what: entry.what, from: entry.from, why: entry.why }];
    case 'refused':
      return [entry.asked, { code: entry.code }];
    case 'exported':
      return [entry.what, { ...entry.asked, rows: entry.rows, ...lookerOf(entry) }];
    case 'account':
      return [entry.name, { what: entry.what, ...entry.details }];
  }
}

/** In the audit trail `from` is where a span begins; this is an address. */
function lookerOf({ from, lookedAt }: { from?: string; lookedAt?: number }): Act['details'] {
  return { ...(from !== undefined && { address: from }), ...(lookedAt !== undefined && { lookedAt }) };
}
