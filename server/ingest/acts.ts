/** What each journaled entry does when its turn comes. */
import { taskIdOf } from '../alerts/ids.ts';
import { type Detail, type ErrorCode, HaidangError } from '../errors.ts';
import type { Contact } from '../models/contact.ts';
import type { Act, Entry } from '../models/entry.ts';
import { handoverIdOf } from '../models/handover.ts';
import type { RegistryEntry, RegistryOutcome } from '../models/vessel.ts';
import { shownEndpoint, subscribed, unsubscribed } from '../notify/subscriptions.ts';
import { answered, called, declarePosition, smsIn, testMessage } from './answers.ts';
import { decideChange, setDocument } from './document-acts.ts';
import { applyFieldReport } from './field-reports.ts';
import { refuseTaking } from './handing-over.ts';
import { applyImport } from './imports.ts';
import type { Pipeline } from './pipeline.ts';
import { record } from './record-act.ts';
import { applyMapAct } from './shared-map.ts';

/** What an act came to, where that is more than "done". */
export type ActOutcome = RegistryOutcome | Refusal;

/** Asked for when it made sense, no more when its turn came: the journal has it, nothing changes. */
interface Refusal {
  refused: { code: ErrorCode; details: Readonly<Record<string, Detail>> };
}

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
      return setDocument(pipeline, entry, position, at);
    case 'decide-change':
      return refusable(() => decideChange(pipeline, entry, position, at));
    case 'registry':
      record(pipeline, entry, position, at, `${entry.entries.length} vessels`);
      return register(pipeline, entry.entries, at);
    case 'import': {
      const { table, file, counts } = entry;
      record(pipeline, entry, position, at, table, { ...file, ...counts });
      await applyImport(pipeline, entry, position, at);
      return undefined;
    }
    case 'acknowledge':
    case 'silence':
    case 'shelve':
    case 'unshelve':
    case 'escalate':
    case 'case-move':
    case 'case-contact':
    case 'case-note':
    case 'case-task':
    case 'task-answer':
    case 'case-file':
    case 'handover':
    case 'handover-taken':
    case 'map-note':
    case 'map-note-removed':
    case 'vessel-group':
    case 'vessel-group-removed':
    case 'field-report':
    case 'field-report-act':
      return attempt(pipeline, entry, position, at);
    case 'delivery':
      await pipeline.mailRoom.progress(entry);
      return undefined;
    case 'retry-delivery':
      record(pipeline, entry, position, at, entry.deliveryId);
      await pipeline.mailRoom.progress({ type: 'delivery', id: entry.deliveryId, event: 'requeued', at });
      return undefined;
    case 'push-subscribe': {
      const { subscription, by } = entry;
      record(pipeline, entry, position, at, subscription.contactId, { browser: shownEndpoint(subscription.endpoint) });
      const body = subscribed(pipeline.subscriptions, { ...subscription, by });
      await pipeline.setDocument({ name: 'subscriptions', revision: position, body, changedAt: at, changedBy: by });
      return undefined;
    }
    case 'push-unsubscribe': {
      const { endpoint, by } = entry;
      record(pipeline, entry, position, at, shownEndpoint(endpoint));
      const body = unsubscribed(pipeline.subscriptions, endpoint);
      await pipeline.setDocument({ name: 'subscriptions', revision: position, body, changedAt: at, changedBy: by });
      return undefined;
    }
    case 'verify-contact': {
      const { contactId, on, by } = entry;
      const { body, revision } = pipeline.documentInForce('contacts') ?? { body: [], revision: 0 };
      record(pipeline, entry, position, at, contactId, { on });
      await pipeline.setDocument({
        ...{ name: 'contacts', revision: position, changedAt: at, changedBy: by, previous: revision },
        body: (body as Contact[]).map((one) => (one.id === contactId ? { ...one, verifiedOn: on } : one)),
      });
      return undefined;
    }
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
      record(pipeline, entry, position, at, entry.deliveryId, {
        outcome: entry.outcome,
        result: entry.result,
        note: entry.note,
      });
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
      const refusal = await acknowledgeBySms(pipeline, acknowledges, by, position, at);
      await smsIn(pipeline, entry, position, at, refusal);
      return undefined;
    }
    case 'channel-health':
      record(pipeline, entry, position, at, entry.channel, { failing: entry.failing, why: entry.why });
      return undefined;
    case 'mend-ladders': {
      const { alertIds, caseIds, unladdered, found } = entry;
      record(pipeline, entry, position, at, 'ladders', { alertIds, caseIds, unladdered, found });
      await pipeline.keeper.lay(unladdered ?? [], at);
      await pipeline.keeper.climb(entry, at);
      return undefined;
    }
    case 'audit':
      record(pipeline, entry, position, at, 'auditor', { healthy: entry.healthy, why: entry.why });
      return undefined;
    case 'look-up':
      record(pipeline, entry, position, at, entry.vesselId, { what: entry.what });
      return undefined;
    case 'wall':
      record(pipeline, entry, position, at, entry.wallId, { what: entry.what, name: entry.name });
      return undefined;
    case 'search':
      record(pipeline, entry, position, at, entry.what, { ...entry.asked, found: entry.found });
      return undefined;
    case 'session':
      record(pipeline, entry, position, at, entry.by, { what: entry.what, from: entry.from, why: entry.why });
      return undefined;
    case 'refused':
      record(pipeline, entry, position, at, entry.asked, { code: entry.code });
      return undefined;
    case 'exported':
      record(pipeline, entry, position, at, entry.what, { ...entry.asked, rows: entry.rows });
      return undefined;
    case 'account':
      record(pipeline, entry, position, at, entry.name, { what: entry.what, ...entry.details });
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

type PeoplesAct = Extract<
  Entry,
  {
    type:
      | 'acknowledge'
      | 'silence'
      | 'shelve'
      | 'unshelve'
      | 'escalate'
      | 'case-move'
      | 'case-contact'
      | 'case-note'
      | 'case-task'
      | 'task-answer'
      | 'case-file'
      | 'handover'
      | 'handover-taken'
      | 'map-note'
      | 'map-note-removed'
      | 'vessel-group'
      | 'vessel-group-removed'
      | 'field-report'
      | 'field-report-act';
  }
>;

async function attempt(
  pipeline: Pipeline,
  entry: PeoplesAct,
  position: number,
  at: number,
): Promise<ActOutcome | undefined> {
  return refusable(async () => {
    const subject = await carryOut(pipeline, entry, position, at);
    const { type: _type, by: _by, ...details } = entry;
    record(pipeline, entry, position, at, subject, onRecord(entry) ?? details);
  });
}

/** What is refused when its turn comes changes nothing. */
async function refusable(act: () => Promise<void>): Promise<ActOutcome | undefined> {
  try {
    await act();
    return undefined;
  } catch (error) {
    if (!(error instanceof HaidangError)) throw error;
    return { refused: { code: error.code, details: error.details } };
  }
}

/** An officer takes an alert up by SMS. @returns why that may not be */
async function acknowledgeBySms(
  pipeline: Pipeline,
  alertId: string | undefined,
  by: string,
  position: number,
  at: number,
): Promise<HaidangError | undefined> {
  if (alertId === undefined) return undefined;
  try {
    // Two acts of one record: no record begins within another.
    await carryOut(pipeline, { type: 'acknowledge', alertId, by }, position + 1, at);
    record(pipeline, { type: 'acknowledge', by }, position + 1, at, alertId);
    return undefined;
  } catch (error) {
    if (error instanceof HaidangError) return error;
    throw error;
  }
}

/** @returns what it was about */
async function carryOut(pipeline: Pipeline, entry: PeoplesAct, position: number, at: number): Promise<string> {
  const { keeper } = pipeline;
  const who = { by: entry.by, at, ...('unit' in entry && entry.unit !== undefined && { unit: entry.unit }) };
  switch (entry.type) {
    case 'acknowledge':
      await keeper.acknowledge(entry.alertId, { ...who, comment: entry.comment });
      return entry.alertId;
    case 'silence':
      await keeper.respond(entry.alertId, { what: 'silence' }, who);
      return entry.alertId;
    case 'shelve':
      await keeper.respond(entry.alertId, { what: 'shelve', reason: entry.reason, until: entry.until }, who);
      return entry.alertId;
    case 'unshelve':
      await keeper.respond(entry.alertId, { what: 'unshelve', reason: entry.reason }, who);
      return entry.alertId;
    case 'escalate':
      await keeper.escalate(entry.alertId, entry.reason, who);
      return entry.alertId;
    case 'case-move':
      await keeper.onCase(entry.caseId, { what: 'move', move: entry.move, mayDecide: entry.mayDecide }, who);
      return entry.caseId;
    case 'case-contact':
      await keeper.onCase(entry.caseId, { what: 'contact', attempt: entry.attempt }, who);
      return entry.caseId;
    case 'case-note':
      await keeper.onCase(entry.caseId, { what: 'note', text: entry.text }, who);
      return entry.caseId;
    case 'case-task': {
      const id = taskIdOf(entry.caseId, position);
      await keeper.onCase(entry.caseId, { what: 'task', task: entry.task, id }, who);
      return entry.caseId;
    }
    case 'task-answer': {
      const task = await keeper.task(entry.taskId);
      if (!task) throw new HaidangError('not-found', { what: `task ${entry.taskId}` });
      await keeper.onCase(task.caseId, { what: 'answer', task, answer: entry.answer }, who);
      return entry.taskId;
    }
    case 'case-file':
      await keeper.onCase(entry.caseId, { what: 'file', file: entry.file }, who);
      return entry.caseId;
    case 'handover':
      return give(pipeline, entry, position, at);
    case 'handover-taken':
      return take(pipeline, entry, at);
    case 'map-note':
    case 'map-note-removed':
    case 'vessel-group':
    case 'vessel-group-removed':
      return applyMapAct(pipeline, entry, position, at);
    case 'field-report':
    case 'field-report-act':
      return applyFieldReport(pipeline, entry, at);
  }
}

/** What is large, or about people, stands where it belongs; undefined: all of the entry is in the trail. */
function onRecord(entry: PeoplesAct): Act['details'] | undefined {
  if (entry.type === 'handover') return { hash: entry.hash };
  if (entry.type === 'field-report') return { via: entry.via, topic: entry.report.topic, photo: entry.photo?.sha256 };
  return undefined;
}

function give(pipeline: Pipeline, entry: Extract<Entry, { type: 'handover' }>, position: number, at: number): string {
  const { content, notes, hash, by } = entry;
  const id = handoverIdOf(position);
  pipeline.pending.handovers.set(id, { id, state: 'given', content, hash, notes, givenBy: by, givenAt: at });
  return id;
}

/** @throws HaidangError `not-found`, `illegal-move` */
async function take(
  pipeline: Pipeline,
  entry: Extract<Entry, { type: 'handover-taken' }>,
  at: number,
): Promise<string> {
  const { handoverId: id, remarks, by } = entry;
  const given = pipeline.pending.handovers.get(id) ?? (await pipeline.store.handover(id));
  if (!given) throw new HaidangError('not-found', { what: `handover ${id}` });
  refuseTaking(given, by);
  const taken = { ...given, state: 'taken' as const, takenBy: by, takenAt: at, ...(remarks && { remarks }) };
  pipeline.pending.handovers.set(id, taken);
  return id;
}
