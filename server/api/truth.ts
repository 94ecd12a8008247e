/** The data truth board: shares by feed, provider or supplying unit, and the rows behind each. */
import { z } from 'zod';
import type { FeedStatus } from '../live/protocol.ts';
import type { Unit } from '../models/contact.ts';
import { doubtsOf } from '../models/doubts.ts';
import { type FeedFinding, noWindow, type WindowContent } from '../models/feed-window.ts';
import type { Vessel } from '../models/vessel.ts';
import { feedFindings, intervalOfFeed, missingOfFeed, refusedAheadIn, truthOfFeeds } from '../truth/feed-truth.ts';
import {
  dimensions,
  type Fault,
  type Fleet,
  faultyVessels,
  type Grouping,
  groupings,
  parts,
  type TruthGroup,
  truthOfFleet,
  type VesselFaults,
} from '../truth/truth.ts';
import { truthAnswer, truthRows } from './answers/figures.ts';
import { checked, notFound } from './faults.ts';
import { searchLimit } from './limits.ts';
import { recordListing } from './look-ups.ts';
import type { ApiContext, Route } from './route.ts';

export interface TruthAnswer {
  /** Epoch ms. */
  takenAt: number;
  by: Grouping;
  groups: TruthGroup[];
}

/** A message of a feed that is not good. */
export interface FindingRow
  extends Pick<FeedFinding, 'what' | 'receivedAt' | 'reason' | 'text' | 'vesselId' | 'fixTime'> {
  /** What the vessel is called. */
  label?: string;
  /** Why its position is doubted. */
  faults?: Fault[];
}

/** One page of the rows behind a number; just one of the lists is there. */
export interface TruthRows {
  takenAt: number;
  /** How many there are in all, and at which of them this page begins. */
  total: number;
  offset: number;
  /** Vessels that are not good, or of which that is not known. */
  vessels?: VesselFaults[];
  /** Messages of a feed. */
  findings?: FindingRow[];
  /** Beginnings of hours in which a feed brought nothing, epoch ms. */
  hours?: number[];
  /** The feed itself with its counters, and how long it may be quiet. */
  feed?: FeedStatus;
  intervalMs?: number;
}

const by = z.enum(groupings).default('provider');
const boardQuery = z.object({ by });
const rowsQuery = z.object({
  by,
  group: z.string().max(500),
  dimension: z.enum(dimensions),
  part: z.enum(parts).default('faulty'),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});
type RowsQuery = z.infer<typeof rowsQuery>;

export function truthRoutes(context: ApiContext): Route[] {
  const { feeds, clock } = context;
  const limiter = searchLimit();
  return [
    {
      method: 'get',
      path: '/truth',
      access: 'read',
      contract: {
        vi: 'Dữ liệu đúng, đủ, sạch, sống',
        en: 'How true the data are, by provider, unit or feed',
        query: boardQuery,
        gives: { 200: truthAnswer },
      },
      limiter,
      async handle(request, response) {
        const { by } = checked(boardQuery, request.query);
        const takenAt = clock();
        const known = await fleet(context, takenAt);
        const groups =
          by === 'feed' ? truthOfFeeds(feeds.statuses(), await windows(context), known) : truthOfFleet(known, by);
        response.json({ takenAt, by, groups } satisfies TruthAnswer);
      },
    },
    {
      method: 'get',
      path: '/truth/rows',
      access: 'read',
      contract: {
        vi: 'Tàu, bản tin hoặc giờ đứng sau một con số',
        en: 'The rows behind such a number',
        query: rowsQuery,
        gives: { 200: truthRows },
        fails: ['not-found'],
      },
      limiter,
      async handle(request, response) {
        const query = checked(rowsQuery, request.query);
        const known = await fleet(context, clock());
        const rows =
          query.by === 'feed'
            ? await rowsOfFeed(context, known, query)
            : { vessels: faultyVessels(known, query.by, query.group, query.dimension, query.part) };
        const { group, dimension, part, offset } = query;
        const page = await pageOf(context, rows, query, known.now);
        const shown = (page.vessels ?? page.findings ?? []).length;
        await recordListing(context, response, 'truth', shown, { figure: dimension, group, part, offset });
        response.json(page);
      },
    },
  ];
}

interface AllRows extends Pick<TruthRows, 'vessels' | 'hours' | 'feed' | 'intervalMs'> {
  findings?: FeedFinding[];
}

/** @throws FaultError `not-found`: there is no such feed */
async function rowsOfFeed(context: ApiContext, known: Fleet, { group, dimension, part }: RowsQuery): Promise<AllRows> {
  const feed = context.feeds.statuses().find(({ id }) => id === group);
  if (!feed) throw notFound({ vi: `nguồn “${group}”`, en: `The feed “${group}”` });
  const window = (await windows(context)).get(feed.id) ?? noWindow();
  const whole = { feed, intervalMs: intervalOfFeed(feed, known) };
  if (dimension === 'alive') return whole;
  if (dimension === 'complete') return { ...whole, ...missingOfFeed(feed, window, known, part) };
  return { ...whole, findings: feedFindings(window, dimension) };
}

async function pageOf({ store }: ApiContext, rows: AllRows, query: RowsQuery, takenAt: number): Promise<TruthRows> {
  const { offset, limit } = query;
  const { vessels, hours, findings, ...feed } = rows;
  const total = (vessels ?? hours ?? findings ?? []).length;
  const page: TruthRows = { takenAt, total, offset, ...feed };
  if (vessels) page.vessels = vessels.slice(offset, offset + limit);
  if (hours) page.hours = hours.slice(offset, offset + limit);
  if (findings) {
    const shown = findings.slice(offset, offset + limit);
    const labels = await store.labels(shown.flatMap(({ vesselId }) => vesselId ?? []));
    page.findings = shown.map((one) => findingRow(one, labels));
  }
  return page;
}

/** A vessel that the asker may not see is not named: neither is its id. */
function findingRow({ n: _, vesselId, flags, ...rest }: FeedFinding, labels: ReadonlyMap<string, string>): FindingRow {
  const label = vesselId === undefined ? undefined : labels.get(vesselId);
  return {
    ...rest,
    ...(label !== undefined && { vesselId, label }),
    ...(flags !== undefined && { faults: doubtsOf(flags).map((what) => ({ what })) }),
  };
}

/** Of each feed by its id. */
async function windows({ store }: ApiContext): Promise<Map<string, WindowContent>> {
  const kept = new Map((await store.feedWindows()).map((window) => [window.feed, window]));
  return new Map((await store.feeds()).map(({ feed, name }) => [name, kept.get(feed) ?? noWindow()]));
}

async function fleet({ store }: ApiContext, now: number): Promise<Fleet> {
  const vessels: Vessel[] = [];
  for await (const vessel of store.allVessels('registered')) vessels.push(vessel);
  const units = ((await store.document('units'))?.body ?? []) as Unit[];
  const refusedAhead = refusedAheadIn(await store.feedWindows());
  return { now, vessels, latest: await store.latest(), units, refusedAhead };
}
