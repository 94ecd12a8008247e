/** The fleet at one instant as the map's replay takes it: small rows, of those within the map's view. */
import { z } from 'zod';
import { positionRow } from '../live/picture.ts';
import type { PositionRow } from '../live/protocol.ts';
import { fleetAt, type PlaceAt } from '../store/tracks/fleet-at.ts';
import { replayMoment } from './answers/positions.ts';
import { checked } from './faults.ts';
import { searchLimit } from './limits.ts';
import { recordListing } from './look-ups.ts';
import { timeParam } from './queries.ts';
import type { ApiContext, Route } from './route.ts';

const HOUR_MS = 3_600_000;
/** A vessel last heard of longer ago is not said to have been anywhere. */
const WITHIN_HOURS = 24;
/** As many as the live map shows. */
const MOST_VESSELS = 100_000;

const replayQuery = z.object({
  time: timeParam,
  west: z.coerce.number().min(-540).max(540).default(-180),
  south: z.coerce.number().min(-90).max(90).default(-90),
  east: z.coerce.number().min(-540).max(540).default(180),
  north: z.coerce.number().min(-90).max(90).default(90),
});
type Box = Omit<z.infer<typeof replayQuery>, 'time'>;

export interface ReplayMoment {
  /** Epoch ms. */
  time: number;
  /** Vessels; the slot of a row is a place in this list. */
  ids: string[];
  /** Where each was then, with speed, course and time of its last fix until then. */
  rows: PositionRow[];
  cut?: true;
}

export function replayRoutes(context: ApiContext): Route[] {
  const { store } = context;
  const limiter = searchLimit();
  return [
    {
      method: 'get',
      path: '/tracks/replay',
      access: 'read',
      reach: 'own',
      contract: {
        vi: 'Đội tàu tại một thời điểm, cho bản đồ',
        en: 'The fleet at an instant as the map replays it',
        query: replayQuery,
        gives: { 200: replayMoment },
      },
      limiter,
      async handle(request, response) {
        const { time, ...box } = checked(replayQuery, request.query);
        const { vessels } = await fleetAt(store, time, WITHIN_HOURS * HOUR_MS);
        const within = vessels.filter((place) => isWithin(place, box));
        const asked = { time, ...box };
        await recordListing(context, response, 'replay', within.length, asked);
        response.json(momentOf(time, within));
      },
    },
  ];
}

/** The box may reach over the date line. */
function isWithin({ lon, lat }: PlaceAt, { west, south, east, north }: Box): boolean {
  if (lat < south || lat > north) return false;
  return [lon, lon - 360, lon + 360].some((copy) => copy >= west && copy <= east);
}

function momentOf(time: number, places: readonly PlaceAt[]): ReplayMoment {
  const shown = places.slice(0, MOST_VESSELS);
  return {
    time,
    ids: shown.map(({ vesselId }) => vesselId),
    rows: shown.map(({ lon, lat, fix }, slot) => positionRow(slot, { ...fix, lon, lat })),
    ...(places.length > MOST_VESSELS ? { cut: true as const } : {}),
  };
}
