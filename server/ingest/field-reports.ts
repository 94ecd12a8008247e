/** What becomes of reports from the field. Applied in journal order. */
import { HaidangError } from '../errors.ts';
import type { Entry } from '../models/entry.ts';
import { type FieldReport, mostSteps, type ReportAct, type ReportStep } from '../models/field-report.ts';
import type { Pipeline } from './pipeline.ts';

type FieldReportEntry = Extract<Entry, { type: 'field-report' | 'field-report-act' }>;

/** @returns the report's id @throws HaidangError `not-found`, `illegal-move` */
export async function applyFieldReport(pipeline: Pipeline, entry: FieldReportEntry, at: number): Promise<string> {
  if (entry.type === 'field-report') return receive(pipeline, entry, at);
  const { reportId, act, by } = entry;
  const held = await heldReport(pipeline, reportId);
  refuseReportAct(held, act);
  const caseId = act.what === 'join' ? await join(pipeline, held, act.vesselId, { by, at }) : undefined;
  pipeline.pending.fieldReports.set(reportId, stepped(held, act, { by, at, caseId }));
  return reportId;
}

async function receive(
  { pending, store }: Pipeline,
  { reportId: id, report, via, photo, by }: Extract<FieldReportEntry, { type: 'field-report' }>,
  at: number,
): Promise<string> {
  // Sent twice it is still one.
  if (pending.fieldReports.has(id) || (await store.fieldReport(id))) return id;
  pending.fieldReports.set(id, {
    ...report,
    ...{ id, via, state: 'new', receivedAt: at, changedAt: at, steps: [{ at, by, what: 'received' }] },
    ...(photo && { photo }),
  });
  return id;
}

async function heldReport({ pending, store }: Pipeline, id: string): Promise<FieldReport> {
  const held = pending.fieldReports.get(id) ?? (await store.fieldReport(id));
  if (!held) throw new HaidangError('not-found', { what: `field report ${id}` });
  return held;
}

/** @throws HaidangError `illegal-move`: it is closed, taken already, or has gone through more steps than anybody reads */
export function refuseReportAct({ state, steps }: FieldReport, { what }: ReportAct): void {
  const refuse = (vi: string, en: string): never => {
    throw new HaidangError('illegal-move', {
      act: { vi: 'làm việc này với phản ánh', en: 'do this with the report' },
      why: { vi, en },
    });
  };
  if (state === 'closed' && what !== 'answer') refuse('phản ánh đã đóng', 'it is closed');
  if (what === 'take' && state === 'taken') refuse('đã có người nhận', 'somebody has taken it already');
  if (steps.length >= mostSteps)
    refuse(`một phản ánh có nhiều nhất ${mostSteps} bước`, `it takes at most ${mostSteps}`);
}

const stepOf: Record<ReportAct['what'], ReportStep> = {
  take: 'taken',
  join: 'joined',
  answer: 'answered',
  close: 'closed',
};

function stepped(
  held: FieldReport,
  act: ReportAct,
  { by, at, caseId }: { by: string; at: number; caseId?: string },
): FieldReport {
  const text = act.what === 'answer' || act.what === 'close' ? act.text : undefined;
  const said = act.what === 'answer' ? act.text : act.what === 'close' ? act.answer : undefined;
  return {
    ...held,
    ...{ changedAt: at, state: act.what === 'close' || held.state === 'closed' ? 'closed' : 'taken' },
    ...(act.what === 'join' && { vesselId: act.vesselId, caseId }),
    ...(said !== undefined && { answer: said }),
    steps: [...held.steps, { at, by, what: stepOf[act.what], ...(text !== undefined && { text }) }],
  };
}

async function join(
  pipeline: Pipeline,
  { id, via, text, place, lon, lat, photo }: FieldReport,
  vesselId: string,
  who: { by: string; at: number },
): Promise<string> {
  if (!pipeline.vessels.get(vesselId)) throw new HaidangError('not-found', { what: `vessel ${vesselId}` });
  const caseId = await pipeline.keeper.openCase(vesselId, id, who);
  const where = [place, lon !== undefined && lat !== undefined ? `${lat.toFixed(4)}, ${lon.toFixed(4)}` : undefined];
  const said = [via === 'hotline' ? 'Đường dây nóng' : 'Phản ánh hiện trường', id, ...where]
    .filter(Boolean)
    .join(' · ');
  await pipeline.keeper.onCase(caseId, { what: 'note', text: `${said}\n${text}` }, who);
  if (photo) {
    const file = { ...photo, name: `${id}.${photo.type.split('/')[1] ?? 'jpg'}`, purpose: 'photo' as const };
    await pipeline.keeper.onCase(caseId, { what: 'file', file }, who);
  }
  return caseId;
}
