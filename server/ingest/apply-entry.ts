/** What each journaled entry does when its turn comes. */
import { type Detail, type ErrorCode, HaidangError } from '../errors.ts';
import type { Entry } from '../models/entry.ts';
import type { RegistryOutcome } from '../models/vessel.ts';
import { answered, called, declarePosition, smsIn, testMessage } from './answers.ts';
import { subscribe, unsubscribe, verifyContact } from './contact-acts.ts';
import { decideChange, setDocument } from './document-acts.ts';
import { applyImport } from './imports.ts';
import { applyPeoplesAct, carryOut, isPeoplesAct, type PeoplesAct } from './peoples-acts.ts';
import type { Pipeline } from './pipeline.ts';
import { record } from './record-act.ts';
import { RegisteredChanges } from './registered-changes.ts';
import { noteOf } from './trail-notes.ts';

/** What an entry came to, where that is more than "done". */
export type ActOutcome = RegistryOutcome | Refusal;

/** Asked for when it made sense, no more when its turn came: the journal has it, nothing changes. */
interface Refusal {
  refused: { code: ErrorCode; details: Readonly<Record<string, Detail>> };
}

/**
 * Applies an entry. One that makes no sense any more changes nothing; it stays in the journal all the same.
 * @param position of the entry in the journal @param at when it was journaled, epoch ms
 */
export async function applyEntry(
  pipeline: Pipeline,
  entry: Entry,
  position: number,
  at: number,
): Promise<ActOutcome | undefined> {
  if (isPeoplesAct(entry)) return refusable(() => applyPeoplesAct(pipeline, entry, position, at));
  switch (entry.type) {
    case 'document':
      return setDocument(pipeline, entry, position, at);
    case 'decide-change':
      return refusable(() => decideChange(pipeline, entry, position, at));
    case 'registry':
      return register(pipeline, entry, position, at);
    case 'import':
      await applyImport(pipeline, entry, position, at);
      return undefined;
    default:
      await applySurely(pipeline, entry, position, at);
      return undefined;
  }
}

/** What is not refused: it happened, or nothing can stand against it. */
export type SureEntry = Exclude<Entry, PeoplesAct | { type: 'document' | 'decide-change' | 'registry' | 'import' }>;

async function applySurely(pipeline: Pipeline, entry: SureEntry, position: number, at: number): Promise<void> {
  const { mailRoom } = pipeline;
  const note = noteOf(entry);
  if (note) record(pipeline, note, position, at, note.subject, note.details);
  switch (entry.type) {
    case 'feed':
      return pipeline.openFeed(entry.feed, entry.name, entry.url, entry.format);
    case 'delivery':
      return mailRoom.progress(entry);
    case 'retry-delivery':
      return mailRoom.progress({ type: 'delivery', id: entry.deliveryId, event: 'requeued', at });
    case 'receipt':
      return mailRoom.receipt(entry, at);
    case 'group-deliveries':
      return mailRoom.group(entry, at);
    case 'push-subscribe':
      return subscribe(pipeline, entry, position, at);
    case 'push-unsubscribe':
      return unsubscribe(pipeline, entry, position, at);
    case 'verify-contact':
      return verifyContact(pipeline, entry, position, at);
    case 'test-message':
      return testMessage(pipeline, entry, position, at);
    case 'called':
      return called(pipeline, entry, at);
    case 'answered':
      return answered(pipeline, entry, at);
    case 'declare-position':
      return declarePosition(pipeline, entry, at);
    case 'sms-in':
      return smsIn(pipeline, entry, position, at, await takeUpBySms(pipeline, entry, position, at));
    case 'mend-ladders':
      await pipeline.keeper.lay(entry.unladdered ?? [], at);
      return pipeline.keeper.climb(entry, at);
    case 'channel-health':
    case 'audit':
    case 'look-up':
    case 'wall':
    case 'search':
    case 'session':
    case 'refused':
    case 'exported':
    case 'account':
      // To stand in the audit trail is all that they are for.
      return;
  }
}

async function register(
  pipeline: Pipeline,
  act: Extract<Entry, { type: 'registry' }>,
  position: number,
  at: number,
): Promise<RegistryOutcome> {
  const outcome: RegistryOutcome = { created: 0, updated: 0, unchanged: 0, conflicts: [] };
  const changes = new RegisteredChanges();
  for (const [entry, one] of act.entries.entries()) {
    const registered = pipeline.vessels.register(one, at);
    const { vessel, outcome: came, conflicts, changed } = registered;
    changes.take(one, registered);
    outcome[came] += 1;
    const { label: registration } = vessel;
    for (const conflict of conflicts) outcome.conflicts.push({ entry, registration, ...conflict });
    for (const { id } of [vessel, ...changed]) await pipeline.describe(id, at);
  }
  record(pipeline, act, position, at, `${act.entries.length} vessels`, changes.told());
  return outcome;
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
async function takeUpBySms(
  pipeline: Pipeline,
  { from, acknowledges: alertId }: Extract<Entry, { type: 'sms-in' }>,
  position: number,
  at: number,
): Promise<HaidangError | undefined> {
  if (alertId === undefined) return undefined;
  const by = `sms:${from}`;
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
