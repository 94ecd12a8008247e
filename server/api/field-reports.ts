/** Reports from the field, for officers: what came by the public page, calls to the hotline, and what is done about them. */
import { randomBytes } from 'node:crypto';
import type { Response } from 'express';
import { z } from 'zod';
import { CaseFiles } from '../evidence/files.ts';
import { refuseReportAct } from '../ingest/field-reports.ts';
import { type FieldReport, reportAct, reportStates, toldReport } from '../models/field-report.ts';
import { usualModules } from '../public-side/config.ts';
import { reportToken } from '../public-side/token.ts';
import { fieldReportList, type ListedFieldReport, oneFieldReport } from './answers/field-reports.ts';
import { checked, notFound } from './faults.ts';
import { jsonBody } from './limits.ts';
import { findVessel, recordListing, recordOpening } from './look-ups.ts';
import { limitParam } from './queries.ts';
import { type ApiContext, actor, pathPart, type Route } from './route.ts';

const MOST_WAITING = 1000;
const listQuery = z.object({
  state: z.enum(['open', 'all', ...reportStates]).default('open'),
  limit: limitParam(200, 1000),
});
const photos = ['image/jpeg', 'image/png', 'image/webp', 'image/heic', 'image/heif'];

export function fieldReportRoutes(context: ApiContext): Route[] {
  return [...reading(context), ...acting(context)];
}

/** With the vessel's name, and the page on which its sender follows it. */
async function listed({ store, gateways, config }: ApiContext, report: FieldReport): Promise<ListedFieldReport> {
  const { vesselId } = report;
  const vessel = vesselId === undefined ? undefined : await store.vessel(vesselId);
  const isOpen = (config.modules ?? usualModules).publicForm;
  return {
    ...report,
    ...(vessel && { vesselLabel: vessel.label }),
    ...(isOpen && gateways && { path: `/r/${reportToken(gateways.linkKey, report.id)}` }),
  };
}

async function find({ store }: ApiContext, id: string): Promise<FieldReport> {
  const found = await store.fieldReport(id);
  if (!found) throw notFound({ vi: `phản ánh “${id}”`, en: `The report “${id}”` });
  return found;
}

/** One that is not of a vessel yet is a list of one. */
function recordReport(context: ApiContext, response: Response, { id, vesselId }: FieldReport): Promise<void> {
  if (vesselId === undefined) return recordListing(context, response, 'field-reports', 1, { id });
  return recordOpening(context, response, { vesselId, what: 'field-report', about: id });
}

function reading(context: ApiContext): Route[] {
  const { store } = context;
  const files = new CaseFiles(context.dataFolder);
  return [
    {
      method: 'get',
      path: '/field-reports',
      access: 'alerts:respond',
      module: 'fieldReports',
      contract: {
        vi: 'Phản ánh hiện trường, mới trước',
        en: 'Reports from the field, the newest first',
        query: listQuery,
        gives: { 200: fieldReportList },
      },
      async handle(request, response) {
        const { state, limit } = checked(listQuery, request.query);
        const states = state === 'all' ? reportStates : state === 'open' ? (['new', 'taken'] as const) : [state];
        const reports = await store.fieldReports({ states, limit });
        const waiting = (await store.fieldReports({ states: ['new'], limit: MOST_WAITING })).length;
        await recordListing(context, response, 'field-reports', reports.length, { state });
        response.json({ reports: await Promise.all(reports.map((one) => listed(context, one))), waiting });
      },
    },
    {
      method: 'get',
      path: '/field-reports/:id',
      access: 'alerts:respond',
      module: 'fieldReports',
      contract: { vi: 'Một phản ánh', en: 'One report', gives: { 200: oneFieldReport } },
      async handle(request, response) {
        const report = await find(context, pathPart(request, 'id'));
        await recordReport(context, response, report);
        response.json({ report: await listed(context, report) });
      },
    },
    {
      method: 'get',
      path: '/field-reports/:id/photo',
      access: 'alerts:respond',
      module: 'fieldReports',
      contract: {
        vi: 'Ảnh của phản ánh',
        en: 'Its photograph, held against its hash',
        gives: { 200: { media: photos } },
        fails: ['file-damaged'],
      },
      async handle(request, response) {
        const report = await find(context, pathPart(request, 'id'));
        const { photo } = report;
        if (!photo) throw notFound({ vi: 'ảnh của phản ánh này', en: 'A photograph of this report' });
        await recordReport(context, response, report);
        // Read first: a failure is no picture.
        const bytes = await files.read(photo.sha256);
        response.setHeader('Content-Type', photo.type);
        response.setHeader('Content-Security-Policy', "default-src 'none'; sandbox");
        response.send(bytes);
      },
    },
  ];
}

function acting(context: ApiContext): Route[] {
  const { store, room } = context;
  return [
    {
      method: 'post',
      path: '/field-reports',
      access: 'alerts:respond',
      module: 'fieldReports',
      contract: {
        vi: 'Ghi một cuộc gọi đến đường dây nóng',
        en: 'Writes down a call to the hotline',
        body: toldReport,
        gives: { 201: oneFieldReport },
      },
      body: jsonBody,
      async handle(request, response) {
        const report = checked(toldReport, request.body);
        const reportId = `fr-${randomBytes(10).toString('hex')}`;
        await room.act({ type: 'field-report', reportId, report, via: 'hotline', by: actor(response) });
        response.status(201).json({ report: await listed(context, await find(context, reportId)) });
      },
    },
    {
      method: 'post',
      path: '/field-reports/:id/acts',
      access: 'alerts:respond',
      module: 'fieldReports',
      contract: {
        vi: 'Nhận, đưa vào vụ việc, trả lời hoặc đóng phản ánh',
        en: 'Takes it up, puts it into a vessel’s case, answers or closes it',
        body: reportAct,
        gives: { 200: oneFieldReport },
        fails: ['illegal-move'],
      },
      body: jsonBody,
      async handle(request, response) {
        const act = checked(reportAct, request.body);
        const held = await find(context, pathPart(request, 'id'));
        refuseReportAct(held, act);
        if (act.what === 'join') await findVessel(store, act.vesselId);
        await room.act({ type: 'field-report-act', reportId: held.id, act, by: actor(response) });
        response.json({ report: await listed(context, await find(context, held.id)) });
      },
    },
  ];
}
