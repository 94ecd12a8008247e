/** What each journaled entry does when its turn comes. */
import { HaidangError } from '../errors.ts';
import type { Act, Entry } from '../models/entry.ts';
import type { RegistryEntry, RegistryOutcome } from '../models/vessel.ts';
import { answered, called, declarePosition, smsIn, testMessage } from './answers.ts';
import type { Pipeline } from './pipeline.ts';

/** What an act came to, where that is more than "done". */
export type ActOutcome = RegistryOutcome;

/** Applies an entry. An act that makes no sense any more changes nothing; it stays in the journal all the same. */
export async function applyEntry(
  pipeline: Pipeline,
  entry: Entry,
  position: number,
  at: number,
): Promise<ActOutcome | undefined> {
  switch (entry.type) {
    case 'feed':
      pipeline.openFeed(entry.feed, entry.name, entry.url, entry.format);
      return undefined;
    case 'document':
      record(pipeline, entry, position, at, entry.name);
      await pipeline.setDocument({
        name: entry.name,
        revision: position,
        body: entry.body,
        changedAt: at,
        changedBy: entry.by,
      });
      return undefined;
    case 'registry':
      record(pipeline, entry, position, at, `${entry.entries.length} vessels`);
      return register(pipeline, entry.entries, at);
    case 'acknowledge':
      await pipeline.bringAlert(entry.alertId);
      if (!pipeline.desk.knows(entry.alertId)) return undefined;
      acknowledge(pipeline, entry, position, at);
      return undefined;
    case 'delivery':
      await pipeline.mailRoom.progress(entry);
      return undefined;
    case 'retry-delivery':
      record(pipeline, entry, position, at, entry.deliveryId);
      await pipeline.mailRoom.progress({ type: 'delivery', id: entry.deliveryId, event: 'requeued', at });
      return undefined;
    case 'receipt':
      await pipeline.mailRoom.receipt(entry, at);
      return undefined;
    case 'group-deliveries':
      await pipeline.mailRoom.group(entry, at);
      return undefined;
    case 'test-message':
      record(pipeline, entry, position, at, `${entry.channel} → ${entry.contact.id}`);
      testMessage(pipeline, entry, position, at);
      return undefined;
    case 'called':
      record(pipeline, entry, position, at, entry.deliveryId, { outcome: entry.outcome, note: entry.note });
      await called(pipeline, entry, at);
      return undefined;
    case 'answered':
      record(pipeline, entry, position, at, entry.deliveryId, { via: entry.via });
      await answered(pipeline, entry, at);
      return undefined;
    case 'declare-position': {
      const { lon, lat, fixTime, via, note, photo } = entry;
      record(pipeline, entry, position, at, entry.vesselId, { lon, lat, fixTime, via, note, photo });
      await declarePosition(pipeline, entry, at);
      return undefined;
    }
    case 'sms-in': {
      const { from, text, understood, acknowledges, deliveryId } = entry;
      const by = `sms:${from}`;
      record(pipeline, { ...entry, by }, position, at, deliveryId ?? from, { text, understood });
      await smsIn(pipeline, entry, position, at);
      if (acknowledges === undefined) return undefined;
      await pipeline.bringAlert(acknowledges);
      if (pipeline.desk.knows(acknowledges))
        // Two acts of one record: no record begins within another.
        acknowledge(pipeline, { type: 'acknowledge', alertId: acknowledges, by }, position + 1, at);
      return undefined;
    }
    case 'channel-health':
      record(pipeline, entry, position, at, entry.channel, { failing: entry.failing, why: entry.why });
      return undefined;
    case 'look-up':
      record(pipeline, entry, position, at, entry.vesselId, { what: entry.what });
      return undefined;
    case 'search':
      record(pipeline, entry, position, at, entry.what, { ...entry.asked, found: entry.found });
      return undefined;
  }
}

async function register(pipeline: Pipeline, entries: RegistryEntry[], at: number): Promise<RegistryOutcome> {
  const outcome: RegistryOutcome = { created: 0, updated: 0, unchanged: 0, conflicts: [] };
  for (const [entry, one] of entries.entries()) {
    const { vessel, outcome: came, conflicts, changed } = pipeline.vessels.register(one, at);
    outcome[came] += 1;
    const { label: registration } = vessel;
    for (const conflict of conflicts) outcome.conflicts.push({ entry, registration, ...conflict });
    for (const { id } of [vessel, ...changed]) await pipeline.describe(id, at);
  }
  return outcome;
}

function acknowledge(
  pipeline: Pipeline,
  entry: Extract<Entry, { type: 'acknowledge' }>,
  position: number,
  at: number,
): void {
  const { alertId, by, comment } = entry;
  try {
    pipeline.pending.effects(pipeline.desk.acknowledge(alertId, { by, at, comment }));
  } catch (error) {
    // Asked for when it made sense, no more when its turn came: the journal has it, the alert does not change.
    if (error instanceof HaidangError) return;
    throw error;
  }
  record(pipeline, entry, position, at, alertId, comment ? { comment } : undefined);
}

type Human = Extract<Entry, { by: string }> | (Extract<Entry, { type: 'sms-in' }> & { by: string });

function record(
  pipeline: Pipeline,
  entry: Human,
  position: number,
  at: number,
  subject: string,
  details?: Act['details'],
): void {
  const act: Act = { id: `a${String(position).padStart(16, '0')}`, at, by: entry.by, kind: entry.type, subject };
  if (details) act.details = details;
  pipeline.pending.acts.push(act);
}
