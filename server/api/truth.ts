/** The data truth board: shares by feed, provider or supplying unit, and the rows behind each. */
import { z } from 'zod';
import type { Rejection } from '../../decoders/report.ts';
import type { FeedStatus } from '../live/protocol.ts';
import type { Unit } from '../models/contact.ts';
import type { Vessel } from '../models/vessel.ts';
import {
  dimensions,
  type Fleet,
  faultyVessels,
  type Grouping,
  groupings,
  type TruthGroup,
  truthOfFeeds,
  truthOfFleet,
  type VesselFaults,
} from '../truth/truth.ts';
import { truthAnswer, truthRows } from './answers/figures.ts';
import { checked, notFound } from './faults.ts';
import { searchLimit } from './limits.ts';
import type { ApiContext, Route } from './route.ts';

export interface TruthAnswer {
  /** Epoch ms. */
  takenAt: number;
  by: Grouping;
  groups: TruthGroup[];
}

export interface TruthRows {
  takenAt: number;
  /** Vessels that are not good, for a provider or a unit. */
  vessels?: VesselFaults[];
  /** Of a feed: its counters, and the last messages that were refused. */
  feed?: FeedStatus;
  rejections?: Rejection[];
  /** There are more than are told. */
  cut?: true;
}

const MOST_ROWS = 1000;
const by = z.enum(groupings).default('provider');
const boardQuery = z.object({ by });
const rowsQuery = z.object({ by, group: z.string().max(500), dimension: z.enum(dimensions) });

export function truthRoutes(context: ApiContext): Route[] {
  const { store, feeds, clock } = context;
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
        const groups =
          by === 'feed' ? truthOfFeeds(feeds.statuses(), takenAt) : truthOfFleet(await fleet(context, takenAt), by);
        response.json({ takenAt, by, groups } satisfies TruthAnswer);
      },
    },
    {
      method: 'get',
      path: '/truth/rows',
      access: 'read',
      contract: {
        vi: 'Tàu hoặc nguồn đứng sau một con số',
        en: 'The rows behind such a number',
        query: rowsQuery,
        gives: { 200: truthRows },
        fails: ['not-found'],
      },
      limiter,
      async handle(request, response) {
        const { by, group, dimension } = checked(rowsQuery, request.query);
        const takenAt = clock();
        if (by === 'feed') {
          const feed = feeds.statuses().find(({ id }) => id === group);
          if (!feed) throw notFound({ vi: `nguồn “${group}”`, en: `The feed “${group}”` });
          const record = (await store.feeds()).find(({ name }) => name === feed.id);
          response.json({ takenAt, feed, rejections: record?.rejections ?? [] } satisfies TruthRows);
          return;
        }
        const faulty = faultyVessels(await fleet(context, takenAt), by, group, dimension);
        const vessels = faulty.slice(0, MOST_ROWS);
        response.json({ takenAt, vessels, ...(faulty.length > MOST_ROWS && { cut: true }) } satisfies TruthRows);
      },
    },
  ];
}

async function fleet({ store }: ApiContext, now: number): Promise<Fleet> {
  const vessels: Vessel[] = [];
  for await (const vessel of store.allVessels('registered')) vessels.push(vessel);
  const units = ((await store.document('units'))?.body ?? []) as Unit[];
  return { now, vessels, latest: await store.latest(), units };
}
