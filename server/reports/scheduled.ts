/**
 * Makes what is due and sends it. What was made is known by its file, which is named for schedule and due time: a run that is
 * cut off anywhere is taken up by the next one. Of several times that were missed the last one is made.
 */
import type { Zone } from '../../geofences/types.ts';
import type { EngineRoom } from '../ingest/room.ts';
import type { Regulation } from '../models/regulation.ts';
import type { NotifyConfig } from '../notify/config.ts';
import type { Modules } from '../public-side/config.ts';
import type { Store } from '../store/store.ts';
import type { ReportConfig, ReportSchedule } from './config.ts';
import { lastDue } from './due.ts';
import { ReportFiles } from './files.ts';
import { type KeptReport, KeptReports } from './kept.ts';
import { reportCalled } from './list.ts';
import { sendReport } from './mail.ts';
import { makeReport } from './make.ts';
import { DAY_MS } from './period.ts';
import type { Period, Report } from './report.ts';

interface Scheduling {
  store: Store;
  room: Pick<EngineRoom, 'act'>;
  /** As they were at the end of a period. */
  zones: (at: number) => Promise<readonly Zone[]>;
  /** As it is when a report is made. */
  regulation: () => Promise<Regulation>;
  config: ReportConfig;
  notify: Pick<NotifyConfig, 'smtp' | 'from'>;
  dataFolder: string;
  isDemo: boolean;
  /** Parts of the product that are used here: what is about another is not made. */
  modules: Modules;
  /** Epoch ms. */
  clock: () => number;
}

/** @throws Error that names every schedule that failed; the others are done */
export async function runSchedules(scheduling: Scheduling): Promise<void> {
  const { config, dataFolder, clock } = scheduling;
  const kept = new KeptReports(dataFolder);
  const failed: string[] = [];
  for (const schedule of config.schedules) {
    if (!isUsed(reportCalled(schedule.report)!, scheduling.modules)) continue;
    try {
      await runOne(scheduling, schedule, kept);
    } catch (error) {
      failed.push(`${schedule.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  await kept.forget(clock() - config.keepDays * DAY_MS);
  if (failed.length > 0) throw new Error(failed.join('; '));
}

/** Is what a report is about a part of the product that is used here? */
export function isUsed({ isAboutFishing }: Pick<Report, 'isAboutFishing'>, { reports, fishing }: Modules): boolean {
  return reports && (fishing || isAboutFishing !== true);
}

async function runOne(scheduling: Scheduling, schedule: ReportSchedule, kept: KeptReports): Promise<void> {
  const period = lastDue(schedule, scheduling.clock());
  const file = fileOf(schedule, period.to);
  if (!(await kept.state(file))) {
    const { state, bytes } = await make(scheduling, schedule, period, file);
    await kept.keep(state, bytes);
  }
  const found = await kept.find(file);
  if (!found) return;
  const { notify, clock } = scheduling;
  await sendReport({ ...found, schedule, notify, clock, note: (state) => kept.note(state) });
}

/** On record before it is kept. */
async function make(
  { store, room, zones, regulation, isDemo, clock }: Scheduling,
  { name, report: reportName, format, language }: ReportSchedule,
  period: Period,
  file: string,
): Promise<{ state: KeptReport; bytes: Uint8Array }> {
  const madeBy = `schedule:${name}`;
  const sources = { store, zones: await zones(period.to), regulation: await regulation() };
  const madeAt = clock();
  const made = await makeReport(reportCalled(reportName)!, sources, { period, madeAt, madeBy, isDemo });
  const bytes = await new ReportFiles().make(made, format, language);
  const rows = made.tables.reduce((sum, table) => sum + table.rows.length, 0);
  const asked = { report: reportName, format, ...period, lang: language, kept: file };
  await room.act({ type: 'exported', what: 'report', asked, rows, by: madeBy });
  const state = { file, schedule: name, report: reportName, format, ...period, madeAt, rows };
  return { state: { ...state, bytes: bytes.length, mails: {} }, bytes };
}

/** `daily-20261126-0700.xlsx`, by the clock in Vietnam. */
function fileOf({ name, format }: ReportSchedule, due: number): string {
  const [day = '', clock = ''] = new Date(due + 7 * 3_600_000).toISOString().split('T');
  return `${name}-${day.replaceAll('-', '')}-${clock.slice(0, 5).replace(':', '')}.${format}`;
}
