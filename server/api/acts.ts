/** The audit trail: who looked at what, answered, decided and changed what. It is read, never written here. */
import type { Response } from 'express';
import { z } from 'zod';
import { csvText } from '../../decoders/tables/csv-text.ts';
import { type Act, entryKinds } from '../models/entry.ts';
import { searchKey } from '../store/search-key.ts';
import type { Store } from '../store/store.ts';
import { actList } from './answers/system.ts';
import { checked } from './faults.ts';
import { searchLimit } from './limits.ts';
import { lookerOf } from './look-ups.ts';
import { limitParam, timeParam } from './queries.ts';
import type { ApiContext, Route } from './route.ts';

const DAY_MS = 86_400_000;
const DEFAULT_MS = 7 * DAY_MS;
const PAGE = 1000;
/** Looked through for one answer; longer spans are asked for piece by piece. */
const MOST_READ = 200_000;

const actQuery = z.object({
  from: timeParam.optional(),
  to: timeParam.optional(),
  by: z.string().max(100).optional(),
  kind: z.enum(entryKinds).optional(),
  /** Vessel, alert, case, document, account: any part of it, and of what was said beside it. */
  about: z.string().max(100).optional(),
  limit: limitParam(200, 5000),
});
type ActQuery = z.infer<typeof actQuery>;

interface Found {
  /** Newest first. */
  acts: Act[];
  /** There are more that match, or more than could be looked through. */
  cut?: true;
}

export function actRoutes(context: ApiContext): Route[] {
  const { store, clock } = context;
  const limiter = searchLimit();
  const asked = async (query: unknown): Promise<Found & { query: ActQuery }> => {
    const wanted = checked(actQuery, query);
    return { query: wanted, ...(await search(store, wanted, clock())) };
  };
  return [
    {
      method: 'get',
      path: '/acts',
      access: 'audit:read',
      contract: {
        vi: 'Nhật ký thao tác, mới nhất trước',
        en: 'The audit trail, the newest first',
        query: actQuery,
        gives: { 200: actList },
      },
      limiter,
      async handle(request, response) {
        const { query: _query, ...found } = await asked(request.query);
        response.json(found);
      },
    },
    {
      method: 'get',
      path: '/acts.csv',
      access: 'audit:read',
      contract: {
        vi: 'Nhật ký thao tác dạng bảng',
        en: 'The audit trail as a table; taking it out is an act itself',
        query: actQuery,
        gives: { 200: { media: ['text/csv'] } },
      },
      limiter,
      async handle(request, response) {
        const { query, acts } = await asked({ limit: '5000', ...request.query });
        await context.room.act({
          type: 'exported',
          what: 'acts',
          asked: query,
          rows: acts.length,
          ...lookerOf(response),
        });
        sendTable(response, acts);
      },
    },
  ];
}

async function search(store: Store, { from, to, by, kind, about, limit }: ActQuery, now: number): Promise<Found> {
  const end = to ?? now;
  const begin = from ?? end - DEFAULT_MS;
  const needle = about === undefined ? '' : searchKey(about);
  const matches = (act: Act): boolean =>
    (by === undefined || act.by === by) &&
    (kind === undefined || act.kind === kind) &&
    (needle === '' || searchKey(`${act.subject} ${JSON.stringify(act.details ?? '')}`).includes(needle));
  let acts: Act[] = [];
  let isCut = false;
  let after: string | undefined;
  for (let read = 0; read < MOST_READ; read += PAGE) {
    const page = await store.acts({ from: begin, to: end, limit: PAGE, ...(after !== undefined && { after }) });
    acts.push(...page.filter(matches));
    if (acts.length > limit) {
      acts = acts.slice(-limit);
      isCut = true;
    }
    after = page.at(-1)?.id;
    if (page.length < PAGE) return { acts: acts.reverse(), ...(isCut && { cut: true as const }) };
  }
  return { acts: acts.reverse(), cut: true };
}

function sendTable(response: Response, acts: Act[]): void {
  const rows = acts.map(({ at, by, kind, subject, details, id }) => [
    ...[new Date(at).toISOString(), by, kind, subject],
    ...[details ? JSON.stringify(details) : '', id],
  ]);
  response.setHeader('Content-Type', 'text/csv; charset=utf-8');
  response.setHeader('Content-Disposition', 'attachment; filename="haidang-acts.csv"');
  response.send(csvText([['time', 'by', 'act', 'subject', 'details', 'id'], ...rows]));
}
