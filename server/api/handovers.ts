/** Shift handovers: what stands open and what happened, signed by who leaves and by who takes over. */
import { z } from 'zod';
import { canonicalJson } from '../evidence/canonical.ts';
import { sha256Of } from '../evidence/files.ts';
import { handoverDraft } from '../evidence/handover-draft.ts';
import { refuseTaking } from '../ingest/handing-over.ts';
import { giving, type Handover, type HandoverContent, handoverIdOf, taking } from '../models/handover.ts';
import type { Store } from '../store/store.ts';
import { handoverDraft as draftAnswer, handoverList, oneHandover } from './answers/cases.ts';
import { readRegulation } from './documents.ts';
import { checked, invalidBody, notFound } from './faults.ts';
import { jsonBody } from './limits.ts';
import { recordListing } from './look-ups.ts';
import { limitParam, timeParam } from './queries.ts';
import { type ApiContext, actor, pathPart, type Route } from './route.ts';

/** A shift, when none was handed over before. */
const SHIFT_MS = 12 * 3_600_000;
/** Nobody tells of more at once. */
const LONGEST_MS = 7 * 24 * 3_600_000;

const listQuery = z.object({ limit: limitParam(30, 500) });
const draftQuery = z.object({ from: timeParam.optional() });

export function handoverRoutes(context: ApiContext): Route[] {
  const { store, room, clock } = context;
  const draft = async (from: number | undefined): Promise<HandoverContent> => {
    const to = clock();
    const [last] = await store.handovers(1);
    const begin = from ?? Math.max(last?.givenAt ?? 0, to - SHIFT_MS);
    if (begin >= to || to - begin > LONGEST_MS) {
      throw invalidBody('from', {
        vi: 'khoảng thời gian phải từ 0 đến 7 ngày',
        en: 'it must lie within the last 7 days',
      });
    }
    return handoverDraft(store, (await readRegulation(store)).body, begin, to);
  };
  return [
    {
      method: 'get',
      path: '/handovers',
      access: 'read',
      contract: {
        vi: 'Biên bản giao ca',
        en: 'Shift handovers, the newest first',
        query: listQuery,
        gives: { 200: handoverList },
      },
      async handle(request, response) {
        const handovers = await store.handovers(checked(listQuery, request.query).limit);
        await recordListing(context, response, 'handovers', handovers.length);
        response.json({ handovers });
      },
    },
    {
      method: 'get',
      path: '/handovers/draft',
      access: 'read',
      contract: {
        vi: 'Nội dung giao ca lúc này',
        en: 'What a handover would say now',
        query: draftQuery,
        gives: { 200: draftAnswer },
      },
      async handle(request, response) {
        const content = await draft(checked(draftQuery, request.query).from);
        await recordListing(context, response, 'handovers', content.openCases.length, { draft: true });
        response.json(content);
      },
    },
    {
      method: 'post',
      path: '/handovers',
      access: 'alerts:respond',
      contract: {
        vi: 'Ký giao ca',
        en: 'Signs a handover',
        body: giving,
        isBodyOptional: true,
        gives: { 201: oneHandover },
      },
      body: jsonBody,
      async handle(request, response) {
        const { from, notes } = checked(giving, request.body ?? {});
        const content = await draft(from);
        const hash = sha256Of(canonicalJson({ content, notes }));
        const position = await room.act({ type: 'handover', content, notes, hash, by: actor(response) });
        response.status(201).json({ handover: await find(store, handoverIdOf(position)) });
      },
    },
    {
      method: 'post',
      path: '/handovers/:id/take',
      access: 'alerts:respond',
      contract: {
        vi: 'Nhận ca',
        en: 'Takes a shift over',
        body: taking,
        isBodyOptional: true,
        gives: { 200: oneHandover },
        fails: ['illegal-move'],
      },
      body: jsonBody,
      async handle(request, response) {
        const { remarks } = checked(taking, request.body ?? {});
        const given = await find(store, pathPart(request, 'id'));
        refuseTaking(given, actor(response));
        await room.act({ type: 'handover-taken', handoverId: given.id, remarks, by: actor(response) });
        response.json({ handover: await find(store, given.id) });
      },
    },
  ];
}

async function find(store: Store, id: string): Promise<Handover> {
  const found = await store.handover(id);
  if (!found) throw notFound({ vi: `biên bản giao ca “${id}”`, en: `The handover “${id}”` });
  return found;
}
