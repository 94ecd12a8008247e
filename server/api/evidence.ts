/** A case as an evidence file: a PDF to be signed, and the content over which its hash is taken. */
import type { Request, Response } from 'express';
import { z } from 'zod';
import { evidenceContent } from '../evidence/content.ts';
import { EvidencePrinter } from '../evidence/printer.ts';
import { evidence } from './answers/cases.ts';
import { checked, notFound } from './faults.ts';
import { recordOpening } from './look-ups.ts';
import { type ApiContext, actor, pathPart, type Route } from './route.ts';

const query = z.object({ lang: z.enum(['vi', 'en']).default('vi') });

export function evidenceRoutes(context: ApiContext): Route[] {
  const { store, clock, config, dataFolder } = context;
  const printer = new EvidencePrinter(context.evidenceWorker);
  const give = async (request: Request, response: Response, as: 'pdf' | 'json'): Promise<void> => {
    const { lang: language } = checked(query, request.query);
    const caseId = pathPart(request, 'id');
    const { version, demo } = config;
    const content = await evidenceContent(store, { caseId, by: actor(response), at: clock(), version, demo });
    if (!content) throw notFound({ vi: `vụ việc “${caseId}”`, en: `The case “${caseId}”` });
    await recordOpening(context, response, { vesselId: content.case.vesselId, what: 'evidence' });
    const { hash, bytes } = await printer.print({ content, dataFolder, language, as });
    response.setHeader('Content-Type', as === 'pdf' ? 'application/pdf' : 'application/json');
    response.setHeader('Content-Disposition', `attachment; filename="${caseId}.${as}"`);
    response.setHeader('X-Content-SHA256', hash);
    response.send(Buffer.from(bytes));
  };
  return [
    {
      method: 'get',
      path: '/cases/:id/evidence.pdf',
      access: 'read',
      contract: {
        vi: 'Hồ sơ vụ việc, PDF',
        en: 'The evidence file of a case, to be signed',
        query: query,
        gives: { 200: { media: ['application/pdf'] } },
        fails: ['evidence-failed'],
      },
      handle: (request, response) => give(request, response, 'pdf'),
    },
    {
      method: 'get',
      path: '/cases/:id/evidence.json',
      access: 'read',
      contract: {
        vi: 'Nội dung hồ sơ vụ việc',
        en: 'The content of the evidence file, over which its hash is taken',
        query: query,
        gives: { 200: evidence },
        fails: ['evidence-failed'],
      },
      handle: (request, response) => give(request, response, 'json'),
    },
  ];
}
