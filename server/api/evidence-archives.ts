/** A case, or a vessel over a span of time, as an evidence archive that the other side can verify by itself. */
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Archiver } from '../evidence/archive/archiver.ts';
import { type ArchiveContent, type ArchiveOrder, archiveContent } from '../evidence/archive/gather.ts';
import { evidenceContent } from '../evidence/content.ts';
import { checked, invalidBody, notFound } from './faults.ts';
import { searchLimit } from './limits.ts';
import { lookerOf } from './look-ups.ts';
import { timeParam } from './queries.ts';
import { type ApiContext, actor, pathPart, type Route } from './route.ts';

const caseQuery = z.object({ lang: z.enum(['vi', 'en']).default('vi') });
const vesselQuery = z.object({ from: timeParam, to: timeParam });

export function evidenceArchiveRoutes(context: ApiContext): Route[] {
  const { store, config, dataFolder, clock } = context;
  const archiver = new Archiver(dataFolder, context.evidenceWorker);
  const order = (response: Response, of: ArchiveOrder['of']): ArchiveOrder => {
    const { version, demo } = config;
    return { of, by: actor(response), at: clock(), version, demo };
  };
  return [
    {
      method: 'get',
      path: '/cases/:id/evidence.zip',
      access: 'read',
      contract: {
        vi: 'Hồ sơ vụ việc để bên kia tự kiểm tra',
        en: 'A case as an archive that the other side verifies by itself',
        query: caseQuery,
        gives: { 200: { media: ['application/zip'] } },
        fails: ['evidence-failed', 'evidence-too-long'],
      },
      limiter: searchLimit(),
      async handle(request, response) {
        const { lang: language } = checked(caseQuery, request.query);
        const caseId = pathPart(request, 'id');
        const content = await archiveContent(store, order(response, { caseId }));
        const { by, at, version, demo } = order(response, { caseId });
        const printed = content && (await evidenceContent(store, { caseId, by, at, version, demo }));
        if (!content || !printed) throw notFound({ vi: `vụ việc “${caseId}”`, en: `The case “${caseId}”` });
        await give(request, response, content, {
          content: printed,
          ...{ dataFolder, language, as: 'pdf' },
        });
      },
    },
    {
      method: 'get',
      path: '/vessels/:id/evidence.zip',
      access: 'read',
      contract: {
        vi: 'Hành trình của tàu để bên kia tự kiểm tra',
        en: 'A vessel over a span as an archive that the other side verifies by itself',
        query: vesselQuery,
        gives: { 200: { media: ['application/zip'] } },
        fails: ['evidence-failed', 'evidence-too-long'],
      },
      limiter: searchLimit(),
      async handle(request, response) {
        const { from, to } = checked(vesselQuery, request.query);
        if (to < from) throw invalidBody('to', { vi: 'sớm hơn “from”', en: 'it is before “from”' });
        const vesselId = pathPart(request, 'id');
        const content = await archiveContent(store, order(response, { vesselId, from, to }));
        if (!content) throw notFound({ vi: `tàu “${vesselId}”`, en: `The vessel “${vesselId}”` });
        await give(request, response, content);
      },
    },
  ];

  /** What was taken out, by whom, is on record before the first byte leaves, with the hash by which it is known again. */
  async function give(
    request: Request,
    response: Response,
    content: ArchiveContent,
    print?: Parameters<Archiver['make']>[0]['print'],
  ): Promise<void> {
    const { caseId, vessel, span } = content;
    const { path, bytes, manifestHash, fixes } = await archiver.make({
      ...{ content, dataFolder, signer: context.config.evidenceSigner },
      ...(print && { print }),
    });
    try {
      const asked = { ...(caseId !== undefined && { caseId }), vesselId: vessel.id, ...span, manifest: manifestHash };
      await context.room.act({ type: 'exported', what: 'evidence', asked, rows: fixes, ...lookerOf(response) });
      response.setHeader('Content-Type', 'application/zip');
      response.setHeader('Content-Length', bytes);
      response.setHeader('Content-Disposition', `attachment; filename="${caseId ?? vessel.id}.zip"`);
      response.setHeader('X-Manifest-SHA256', manifestHash);
      await pipeline(createReadStream(path), response);
    } catch (error) {
      if (!request.destroyed && !response.headersSent) throw error;
    } finally {
      await archiver.drop(path);
    }
  }
}
