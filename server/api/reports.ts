/** Reports: which there are and what their numbers mean, one on a screen with the rows behind each number, one as a file. */
import type { Response } from 'express';
import { z } from 'zod';
import { HaidangError } from '../errors.ts';
import { fileStamp } from '../exports/send.ts';
import { usualModules } from '../public-side/config.ts';
import { ReportFiles } from '../reports/files.ts';
import { type ReportFormat, reportFormats, reportTypes } from '../reports/formats.ts';
import { KeptReports } from '../reports/kept.ts';
import { reportCalled, reports } from '../reports/list.ts';
import { type MadeFigure, type MadeReport, type MadeTable, makeReport, rowsOf } from '../reports/make.ts';
import { periodOf } from '../reports/period.ts';
import type { Report } from '../reports/report.ts';
import { isUsed } from '../reports/scheduled.ts';
import { keptList, reportAnswer, reportList } from './answers/reports.ts';
import { KeptZones, readRegulation } from './documents.ts';
import { checked, invalidBody, notFound } from './faults.ts';
import { seeingOwnOnly, seenNow } from './guarded-store.ts';
import { sendText } from './kept-text.ts';
import { searchLimit } from './limits.ts';
import { lookerOf } from './look-ups.ts';
import { timeParam } from './queries.ts';
import { type ApiContext, actor, pathPart, type Route } from './route.ts';

const reportMedia = Object.values(reportTypes).map((type) => type.split(';')[0]!);

/** Rows of a table that a screen is sent; files have them all. */
const MOST_SHOWN = 2000;

const query = z.object({
  from: timeParam.optional(),
  to: timeParam.optional(),
  format: z.enum(['json', ...reportFormats]).default('json'),
  lang: z.enum(['vi', 'en']).default('vi'),
  /** On a screen: only the rows that this number counts. */
  figure: z.string().max(200).optional(),
});
type Query = z.infer<typeof query>;

/** A report as it is listed, with every definition. */
export type ListedReport = Pick<Report, 'name' | 'title' | 'about' | 'usual' | 'tables' | 'figures'>;

export interface ShownTable extends MadeTable {
  /** Rows that there are; `rows` has the first of them. */
  total: number;
}

export interface ReportAnswer extends Omit<MadeReport, 'tables'> {
  figures: MadeFigure[];
  tables: ShownTable[];
}

export function reportRoutes(context: ApiContext): Route[] {
  const files = new ReportFiles(context);
  const kept = new KeptReports(context.dataFolder);
  const zones = new KeptZones(context.store);
  const limiter = searchLimit();
  const modules = context.config.modules ?? usualModules;
  const isOffered = (report: Report): boolean => isUsed(report, modules);
  // Definitions of more than 50 kB, the same for everybody of a reach while the program runs.
  const listed = {
    all: listOf(reports.filter(isOffered)),
    own: listOf(reports.filter((report) => report.reach === 'own' && isOffered(report))),
  };
  const unmade = (context.config.reportSchedules ?? [])
    .map(({ name, report }) => ({ schedule: name, ...reportCalled(report)! }))
    .filter((one) => !isOffered(one))
    .map(({ schedule, name, title }) => ({ schedule, report: name, title }));
  return [
    {
      method: 'get',
      path: '/reports',
      access: 'read',
      module: 'reports',
      reach: 'own',
      contract: {
        vi: 'Các báo cáo và định nghĩa',
        en: 'Reports, and what their numbers mean',
        gives: { 200: reportList },
      },
      handle(_request, response) {
        sendText(response, seenNow() ? listed.own : listed.all);
      },
    },
    {
      method: 'get',
      path: '/reports/:name',
      access: 'read',
      module: 'reports',
      reach: 'own',
      contract: {
        vi: 'Một báo cáo, kèm các dòng sau mỗi con số, hoặc thành tệp',
        en: 'One report with the rows behind each number, or as a file; it is on record',
        query,
        gives: { 200: { media: reportMedia, json: reportAnswer } },
        fails: ['evidence-failed'],
      },
      limiter,
      async handle(request, response) {
        const name = pathPart(request, 'name');
        const report = reportCalled(name);
        if (!report || !isOffered(report)) throw notFound({ vi: `báo cáo “${name}”`, en: `The report “${name}”` });
        if (!isWithinReach(report)) throw new HaidangError('beyond-reach');
        const asked = checked(query, request.query);
        const made = await seeingOwnOnly(() => make({ ...context, zones }, report, asked, actor(response)));
        await put(context, response, made, asked);
        if (asked.format === 'json') response.json(shown(made, asked.figure));
        else send(response, made, asked.format, await files.make(made, asked.format, asked.lang));
      },
    },
    {
      method: 'get',
      path: '/kept-reports',
      access: 'read',
      module: 'reports',
      contract: { vi: 'Báo cáo đã lập theo lịch', en: 'Reports that were made on schedule', gives: { 200: keptList } },
      async handle(_request, response) {
        response.json({ kept: await kept.list(), unmade });
      },
    },
    {
      method: 'get',
      path: '/kept-reports/:file',
      access: 'read',
      module: 'reports',
      contract: {
        vi: 'Tệp của một báo cáo đã lập',
        en: 'The file of one of them',
        gives: { 200: { media: reportMedia } },
      },
      async handle(request, response) {
        const file = pathPart(request, 'file');
        const found = await kept.find(file);
        if (!found) throw notFound({ vi: `tệp báo cáo “${file}”`, en: `The report’s file “${file}”` });
        const { state, bytes } = found;
        const asked = { report: state.report, kept: file };
        await context.room.act({ type: 'exported', what: 'report', asked, rows: state.rows, ...lookerOf(response) });
        response.setHeader('Content-Type', reportTypes[state.format]);
        response.setHeader('Content-Disposition', `attachment; filename="haidang-${file}"`);
        response.end(bytes);
      },
    },
  ];
}

/** As JSON in UTF-8. */
function listOf(offered: readonly Report[]): Buffer {
  const listed: ListedReport[] = offered.map(({ name, title, about, usual, tables, figures }) => ({
    ...{ name, title, about, usual, tables, figures },
  }));
  return Buffer.from(JSON.stringify({ reports: listed }));
}

function isWithinReach({ reach }: Report): boolean {
  return reach === 'own' || seenNow() === undefined;
}

async function make(
  { zones, ...context }: ApiContext & { zones: KeptZones },
  report: Report,
  asked: Query,
  madeBy: string,
): Promise<MadeReport> {
  const { store, clock, config } = context;
  const now = clock();
  const period = periodOf(report, { from: asked.from, to: asked.to }, now);
  if (!period) {
    throw invalidBody('from', {
      vi: 'kỳ báo cáo phải bắt đầu trước khi kết thúc và dài nhất 366 ngày',
      en: 'the period has to begin before it ends, and may be 366 days long',
    });
  }
  const { body: regulation } = await readRegulation(store);
  const sources = { store, regulation, zones: await zones.readAt(period.to) };
  const made = await makeReport(report, sources, { period, madeAt: now, madeBy, isDemo: config.demo });
  if (asked.figure !== undefined && !made.figures.some(({ name }) => name === asked.figure))
    throw notFound({ vi: `số liệu “${asked.figure}”`, en: `The figure “${asked.figure}”` });
  return made;
}

/** On record before the first byte of it leaves. */
async function put(
  { room }: ApiContext,
  response: Response,
  made: MadeReport,
  { format, lang, figure }: Query,
): Promise<void> {
  const rows = made.tables.reduce((sum, table) => sum + table.rows.length, 0);
  const asked = { report: made.name, format, ...made.period, lang, ...(figure !== undefined && { figure }) };
  await room.act({ type: 'exported', what: 'report', asked, rows, ...lookerOf(response) });
}

function shown({ tables, ...made }: MadeReport, figure: string | undefined): ReportAnswer {
  const counting = made.figures.find(({ name }) => name === figure);
  const wanted = counting ? tables.filter(({ name }) => name === counting.table) : tables;
  return {
    ...made,
    tables: wanted.map((table) => {
      const rows = counting ? rowsOf(counting, table.rows) : table.rows;
      return { ...table, total: rows.length, rows: rows.slice(0, MOST_SHOWN) };
    }),
  };
}

function send(response: Response, { name, madeAt }: MadeReport, format: ReportFormat, bytes: Uint8Array): void {
  response.setHeader('Content-Type', reportTypes[format]);
  response.setHeader('Content-Disposition', `attachment; filename="haidang-${name}-${fileStamp(madeAt)}.${format}"`);
  response.end(bytes);
}
