/** The audit trail: who looked at what, answered, decided and changed what. It is read, never written here. */
import { z } from 'zod';
import { csvText } from '../../decoders/tables/csv-text.ts';
import { sendPieces } from '../exports/send.ts';
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
/** Looked through for one answer; what is older comes with the next. */
const MOST_READ = 200_000;
const LONGEST_MS = 2000;

const actQuery = z.object({
  from: timeParam.optional(),
  to: timeParam.optional(),
  by: z.string().max(100).optional(),
  kind: z.enum(entryKinds).optional(),
  /** Vessel, alert, case, document, account: any part of it, and of what was said beside it. */
  about: z.string().max(100).optional(),
  limit: limitParam(200, 5000),
  /** `next` of an earlier answer: goes on with what is older. */
  after: z
    .string()
    .regex(/^\d{1,16}\.[\w-]{1,100}$/)
    .transform((text) => ({ at: Number(text.split('.', 1)[0]), id: text.slice(text.indexOf('.') + 1) }))
    .optional(),
});
const tableQuery = actQuery.omit({ limit: true, after: true });
type ActQuery = z.infer<typeof actQuery>;

interface Found {
  /** Newest first. */
  acts: Act[];
  /** There may be older ones: `next` goes on there. */
  cut?: true;
  next?: string;
}

export function actRoutes(context: ApiContext): Route[] {
  const { store, clock } = context;
  const limiter = searchLimit();
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
        response.json(await search(store, checked(actQuery, request.query), clock()));
      },
    },
    {
      method: 'get',
      path: '/acts.csv',
      access: 'audit:read',
      contract: {
        vi: 'Nhật ký thao tác dạng bảng',
        en: 'The audit trail as a table; taking it out is an act itself',
        query: tableQuery,
        gives: { 200: { media: ['text/csv'] } },
      },
      limiter,
      async handle(request, response) {
        const query = checked(tableQuery, request.query);
        const taken = { type: 'exported', what: 'acts', ...lookerOf(response) } as const;
        await context.room.act({ ...taken, asked: query });
        const counted = { rows: 0 };
        const pieces = table(store, { ...query, limit: 0 }, clock(), counted);
        await sendPieces(response, 'haidang-acts.csv', 'text/csv; charset=utf-8', pieces);
        // How many there are is known when all have been sent.
        await context.room.act({ ...taken, asked: { ...query, ended: true }, rows: counted.rows });
      },
    },
  ];
}

/** Looks through the newest first, for so long and so much as one answer may take; `next` says where it stopped. */
async function search(store: Store, query: ActQuery, now: number): Promise<Found> {
  const acts: Act[] = [];
  const since = performance.now();
  let read = 0;
  let last: Act | undefined;
  for await (const page of pages(store, query, now)) {
    for (const act of page) {
      if (acts.length === query.limit) return { acts, cut: true, next: placeOf(last!) };
      last = act;
      if (isWanted(act, query)) acts.push(act);
    }
    read += page.length;
    const isLong = read >= MOST_READ || performance.now() - since > LONGEST_MS;
    if (isLong && page.length === PAGE) return { acts, cut: true, next: placeOf(last!) };
  }
  return { acts };
}

/** Newest first, until the span that is asked for ends. */
async function* pages(store: Store, { from, to, after }: ActQuery, now: number): AsyncGenerator<Act[]> {
  const end = to ?? now;
  const begin = from ?? end - DEFAULT_MS;
  let before = after ?? { at: Number.MAX_SAFE_INTEGER, id: '' };
  for (;;) {
    const page = await store.acts({ from: begin, to: end, limit: PAGE, before });
    yield page;
    if (page.length < PAGE) return;
    before = page.at(-1)!;
  }
}

function isWanted(act: Act, { by, kind, about }: ActQuery): boolean {
  if ((by !== undefined && act.by !== by) || (kind !== undefined && act.kind !== kind)) return false;
  const needle = about === undefined ? '' : searchKey(about);
  return needle === '' || searchKey(`${act.subject} ${JSON.stringify(act.details ?? '')}`).includes(needle);
}

function placeOf({ at, id }: Act): string {
  return `${at}.${id}`;
}

/** The whole answer, page by page, and at its end how many rows that were. */
async function* table(store: Store, query: ActQuery, now: number, counted: { rows: number }): AsyncGenerator<string> {
  yield csvText([['time', 'by', 'act', 'subject', 'details', 'id']]);
  for await (const page of pages(store, query, now)) {
    const wanted = page.filter((act) => isWanted(act, query));
    counted.rows += wanted.length;
    if (wanted.length > 0) yield csvText(wanted.map(rowOf));
  }
}

function rowOf({ at, by, kind, subject, details, id }: Act): string[] {
  return [new Date(at).toISOString(), by, kind, subject, details ? JSON.stringify(details) : '', id];
}
