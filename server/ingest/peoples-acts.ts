/** What people do to alerts, cases, shifts and the map: carried out when its turn comes, or refused. */
import { taskIdOf } from '../alerts/ids.ts';
import { HaidangError } from '../errors.ts';
import type { Act, Entry } from '../models/entry.ts';
import { handoverIdOf } from '../models/handover.ts';
import { applyFieldReport } from './field-reports.ts';
import { refuseTaking } from './handing-over.ts';
import type { Pipeline } from './pipeline.ts';
import { record } from './record-act.ts';
import { applyMapAct } from './shared-map.ts';

const peoplesActs = [
  ...(['acknowledge', 'silence', 'shelve', 'unshelve', 'escalate'] as const),
  ...(['case-move', 'case-contact', 'case-note', 'case-task', 'task-answer', 'case-file'] as const),
  ...(['handover', 'handover-taken'] as const),
  ...(['map-note', 'map-note-removed', 'vessel-group', 'vessel-group-removed'] as const),
  ...(['field-report', 'field-report-act'] as const),
] as const;
const among: ReadonlySet<string> = new Set(peoplesActs);

export type PeoplesAct = Extract<Entry, { type: (typeof peoplesActs)[number] }>;

export function isPeoplesAct(entry: Entry): entry is PeoplesAct {
  return among.has(entry.type);
}

/** @throws HaidangError: it makes no sense any more; then it has changed nothing */
export async function applyPeoplesAct(
  pipeline: Pipeline,
  entry: PeoplesAct,
  position: number,
  at: number,
): Promise<void> {
  const subject = await carryOut(pipeline, entry, position, at);
  const { type: _type, by: _by, ...details } = entry;
  record(pipeline, entry, position, at, subject, onRecord(entry) ?? details);
}

/** @returns what it was about @throws HaidangError as `applyPeoplesAct` */
export async function carryOut(pipeline: Pipeline, entry: PeoplesAct, position: number, at: number): Promise<string> {
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
