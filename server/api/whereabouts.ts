/** What is asked of all tracks: who was in an area between two times, where the fleet was at an instant, who was nearest. */
import { z } from 'zod';
import type { Part } from '../../geofences/geometry/part.ts';
import { prepareZone } from '../../geofences/geometry/shape.ts';
import type { Zone } from '../../geofences/types.ts';
import { fleetAt, nearestOf, type PlaceAt } from '../store/tracks/fleet-at.ts';
import { boxOfArea, type Presence, whoWasHere } from '../store/tracks/who-was-here.ts';
import { fleetThen, nearestThen, presences } from './answers/positions.ts';
import { checked, invalidBody } from './faults.ts';
import { jsonBody, searchLimit } from './limits.ts';
import { recordListing } from './look-ups.ts';
import { limitParam, timeParam } from './queries.ts';
import type { ApiContext, Route } from './route.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Longer spans are asked for piece by piece. */
const MAX_SEARCH_MS = 31 * DAY_MS;
const MAX_AREA_CORNERS = 10_000;
const MAX_RADIUS_NM = 300;
/** A vessel last heard of longer ago is not said to have been anywhere. */
const DEFAULT_WITHIN_HOURS = 24;
const MAX_WITHIN_HOURS = 31 * 24;

const lonParam = z.coerce.number().min(-180).max(180);
const latParam = z.coerce.number().min(-90).max(90);
const position = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]);
const ring = z.array(position).min(3).max(MAX_AREA_CORNERS);
const rings = z.array(ring).min(1).max(MAX_AREA_CORNERS);

const areaSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Polygon'), coordinates: rings }),
  z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(rings).min(1).max(1000) }),
  /** A circle. */
  z.object({ type: z.literal('Point'), coordinates: position, radiusNm: z.number().positive().max(MAX_RADIUS_NM) }),
]);
type Area = z.infer<typeof areaSchema>;

const searchBody = z.object({ area: areaSchema, from: timeParam, to: timeParam, limit: limitParam(1000, 5000) });
const withinHours = z.coerce.number().positive().max(MAX_WITHIN_HOURS).default(DEFAULT_WITHIN_HOURS);
const fleetQuery = z.object({ time: timeParam, withinHours, limit: limitParam(20_000, 100_000) });
const nearestQuery = z.object({
  lon: lonParam,
  lat: latParam,
  time: timeParam,
  withinHours,
  limit: limitParam(20, 500),
});

export function whereaboutsRoutes(context: ApiContext): Route[] {
  const { store } = context;
  const limiter = searchLimit();
  return [
    {
      method: 'post',
      path: '/tracks/who-was-here',
      access: 'read',
      reach: 'unit',
      contract: {
        vi: 'Tàu nào đã ở vùng này',
        en: 'Who was in an area between two times',
        body: searchBody,
        gives: { 200: presences },
      },
      limiter,
      body: jsonBody,
      async handle(request, response) {
        const { area, from, to, limit } = checked(searchBody, request.body);
        checkSpan(from, to);
        const parts = partsOf(area);
        const { vessels, unread } = await whoWasHere(store, parts, from, to);
        const asked = { box: boxOfArea(parts), area: area.type, from, to };
        await recordListing(context, response, 'who-was-here', vessels.length, asked);
        response.json({ vessels: await named(context, vessels.slice(0, limit)), ...rest(vessels, limit, unread) });
      },
    },
    {
      method: 'get',
      path: '/tracks/fleet',
      access: 'read',
      reach: 'unit',
      contract: {
        vi: 'Đội tàu ở đâu lúc đó',
        en: 'Where the fleet was at an instant',
        query: fleetQuery,
        gives: { 200: fleetThen },
      },
      limiter,
      async handle(request, response) {
        const { limit, ...asked } = checked(fleetQuery, request.query);
        const { vessels, unread } = await fleetAt(store, asked.time, asked.withinHours * HOUR_MS);
        await recordListing(context, response, 'fleet', vessels.length, asked);
        response.json({ time: asked.time, vessels: vessels.slice(0, limit), ...rest(vessels, limit, unread) });
      },
    },
    {
      method: 'get',
      path: '/tracks/nearest',
      access: 'read',
      reach: 'unit',
      contract: {
        vi: 'Tàu gần nhất lúc đó',
        en: 'Which vessels were nearest to a place at an instant',
        query: nearestQuery,
        gives: { 200: nearestThen },
      },
      limiter,
      async handle(request, response) {
        const { limit, ...asked } = checked(nearestQuery, request.query);
        const fleet = await fleetAt(store, asked.time, asked.withinHours * HOUR_MS);
        const nearest = nearestOf(fleet.vessels, asked.lon, asked.lat, limit);
        await recordListing(context, response, 'nearest', nearest.length, asked);
        response.json({ time: asked.time, vessels: await named(context, nearest), ...rest([], limit, fleet.unread) });
      },
    },
  ];
}

function checkSpan(from: number, to: number): void {
  if (to < from) throw invalidBody('to', { vi: 'phải sau “from”', en: 'it must be after “from”' });
  if (to - from > MAX_SEARCH_MS) {
    throw invalidBody('to', { vi: 'tối đa 31 ngày sau “from”', en: 'at most 31 days after “from”' });
  }
}

/** @throws SpokenError when the area has too many corners */
function partsOf(area: Area): Part[] {
  const corners = area.type === 'Point' ? 0 : area.coordinates.flat(area.type === 'Polygon' ? 1 : 2).length;
  if (corners > MAX_AREA_CORNERS) {
    const most = MAX_AREA_CORNERS.toLocaleString('en');
    throw invalidBody('area', { vi: `có quá ${most} đỉnh`, en: `it has more than ${most} corners` });
  }
  const radius = area.type === 'Point' ? { radiusNm: area.radiusNm } : {};
  const properties = { name: 'area', kind: 'monitored', version: 1, source: 'asked', ...radius } as const;
  return prepareZone({ id: 'area', geometry: area as Zone['geometry'], properties }, 0);
}

function rest(vessels: readonly unknown[], limit: number, unread: readonly unknown[]) {
  return { ...(vessels.length > limit ? { cut: true } : {}), ...(unread.length > 0 ? { unread } : {}) };
}

/** With what a person calls each vessel. */
async function named<T extends Presence | PlaceAt>({ store }: ApiContext, places: readonly T[]) {
  const answers = [];
  for (const place of places) {
    const vessel = await store.vessel(place.vesselId);
    answers.push({ ...place, label: vessel?.label, registration: vessel?.registration, mmsi: vessel?.mmsi });
  }
  return answers;
}
