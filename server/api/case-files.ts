/** Files of a case: taken in as bytes, kept under their hash, and given out so that no browser runs them. */
import type { Response } from 'express';
import { z } from 'zod';
import { CaseFiles } from '../evidence/files.ts';
import { type CaseFile, filePurposes } from '../models/case.ts';
import { attached } from './answers/cases.ts';
import { findHead } from './cases.ts';
import { checked, invalidBody, notFound } from './faults.ts';
import { attachmentBody } from './limits.ts';
import { recordOpening } from './look-ups.ts';
import { type ApiContext, actor, pathPart, type Route } from './route.ts';

const query = z.object({
  name: z.string().trim().min(1).max(200),
  purpose: z.enum(filePurposes).default('other'),
});
/** What a page may show beside its text; everything else is saved. */
const shown: ReadonlySet<string> = new Set(['image/jpeg', 'image/png', 'image/webp']);

export function caseFileRoutes(context: ApiContext): Route[] {
  const { store, room, dataFolder } = context;
  const files = new CaseFiles(dataFolder);
  return [
    {
      method: 'post',
      path: '/cases/:id/files',
      access: 'alerts:respond',
      reach: 'unit',
      contract: {
        vi: 'Đính kèm tệp vào vụ việc',
        en: 'Attaches a file to a case',
        query: query,
        body: { media: ['application/octet-stream', 'image/jpeg', 'application/pdf'] },
        gives: { 201: attached },
        fails: ['file-refused', 'illegal-move'],
      },
      body: attachmentBody,
      async handle(request, response) {
        const { name, purpose } = checked(query, request.query);
        const head = await findHead(store, pathPart(request, 'id'));
        const bytes: unknown = request.body;
        if (!Buffer.isBuffer(bytes) || bytes.length === 0)
          throw invalidBody('.', { vi: 'tệp rỗng', en: 'the file is empty' });
        const file: CaseFile = { ...(await files.keep(bytes)), name: plainName(name), purpose };
        await room.act({ type: 'case-file', caseId: head.id, file, by: actor(response) });
        response.status(201).json({ file });
      },
    },
    {
      method: 'get',
      path: '/cases/:id/files/:sha256',
      access: 'read',
      reach: 'unit',
      contract: {
        vi: 'Tệp của vụ việc',
        en: 'A file of a case, held against its hash',
        gives: { 200: { media: ['*/*'] } },
        fails: ['file-damaged'],
      },
      async handle(request, response) {
        const { vesselId } = await findHead(store, pathPart(request, 'id'));
        const sha256 = pathPart(request, 'sha256');
        const attached = (await store.case(pathPart(request, 'id')))?.lines.find(
          ({ kind, data }) => kind === 'file' && data?.sha256 === sha256,
        );
        if (!attached) throw notFound({ vi: 'tệp này trong vụ việc', en: 'This file of the case' });
        await recordOpening(context, response, { vesselId, what: 'file' });
        const { type, name } = attached.data as unknown as CaseFile;
        // Read first: a failure is no picture.
        const bytes = await files.read(sha256);
        safely(response, type, name).send(bytes);
      },
    },
  ];
}

/** As it is shown and saved: no path, no line breaks, no tricks with the direction of writing. */
function plainName(name: string): string {
  return (
    name
      .replace(/[/\\]/g, '_')
      .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '')
      .slice(0, 200) || 'file'
  );
}

function safely(response: Response, type: string, name: string): Response {
  const how = shown.has(type) ? 'inline' : 'attachment';
  response.setHeader('Content-Type', type);
  response.setHeader('Content-Disposition', `${how}; filename*=UTF-8''${encodeURIComponent(name)}`);
  response.setHeader('Content-Security-Policy', "default-src 'none'; sandbox");
  return response;
}
