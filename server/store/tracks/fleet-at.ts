/** Where all vessels were at an instant, and which were nearest to a place then. */
import { type Fix, NOT_ITS_OWN_PLACE } from '../../../geofences/fix.ts';
import { geodesic, METRES_PER_NM, normalLon } from '../../../geofences/geometry/ellipsoid.ts';
import { pointOn, wayBetween } from '../../../geofences/geometry/way.ts';
import { type ChunkColumns, fixAt, flagsAt } from './chunk.ts';
import {
  columnsOf,
  firstAt,
  LONGEST_HOP_MS,
  paced,
  type SpanSource,
  setAsideWithin,
  type Unread,
} from './chunk-walk.ts';
import type { ChunkSpan, StoredChunk } from './stored-chunk.ts';

export interface PlaceAt {
  vesselId: string;
  /** Where it was: at its last fix or, where the next came soon enough, on the way between the two. */
  lon: number;
  lat: number;
  /** Its last fix until then. */
  fix: Fix;
  /** The next one, when the place is on the way to it. */
  next?: Fix;
}

interface FleetAt {
  vessels: PlaceAt[];
  unread: Unread[];
}

/** Of one vessel, around the instant. */
interface Around<T> {
  /** The last that begins until then, and the first that begins after it. */
  before?: T;
  after?: T;
}

/**
 * @param time epoch ms
 * @param withinMs vessels whose last fix was older are left out
 */
export async function fleetAt(source: SpanSource, time: number, withinMs: number): Promise<FleetAt> {
  const unread = await setAsideWithin(source, { from: time - withinMs, to: time });
  const filter = { from: time - withinMs, to: time + LONGEST_HOP_MS };
  // Which chunks it takes is seen without reading them.
  const { alone, pairs } = neededOf(await aroundEach(paced(source.spans(filter)), time), time);
  const places = new Map<string, PlaceAt>();
  const settle = (before: StoredChunk, after?: StoredChunk): void => {
    const place = placeAt(before, after, time, withinMs, unread);
    const known = places.get(before.vesselId);
    // Of chunks whose borders moved meanwhile there may be more than one.
    if (place && (!known || known.fix.fixTime < place.fix.fixTime)) places.set(before.vesselId, place);
  };
  for await (const chunk of paced(source.chunksOf(alone))) if (chunk.startTime <= time) settle(chunk);
  for (const { before, after } of (await aroundEach(paced(source.chunksOf(pairs)), time)).values()) {
    if (before) settle(before, after);
  }
  return { vessels: [...places.values()], unread };
}

async function aroundEach<T extends ChunkSpan>(spans: AsyncIterable<T>, time: number): Promise<Map<string, Around<T>>> {
  const all = new Map<string, Around<T>>();
  for await (const span of spans) {
    let around = all.get(span.vesselId);
    if (!around) {
      around = {};
      all.set(span.vesselId, around);
    }
    if (span.startTime <= time) {
      if (!around.before || around.before.startTime < span.startTime) around.before = span;
    } else if (!around.after || around.after.startTime > span.startTime) around.after = span;
  }
  return all;
}

/** Nearly all vessels have a chunk that spans the instant, which alone tells; of others it takes the next one, too. */
function neededOf(
  all: ReadonlyMap<string, Around<ChunkSpan>>,
  time: number,
): { alone: ChunkSpan[]; pairs: ChunkSpan[] } {
  const alone: ChunkSpan[] = [];
  const pairs: ChunkSpan[] = [];
  for (const { before, after } of all.values()) {
    if (!before) continue;
    if (after && before.endTime <= time) pairs.push(before, after);
    else alone.push(before);
  }
  return { alone, pairs };
}

interface Near extends PlaceAt {
  distanceNm: number;
}

/** The `count` vessels that were nearest to a place, the nearest first. */
export function nearestOf(fleet: readonly PlaceAt[], lon: number, lat: number, count: number): Near[] {
  const all = fleet.map((one) => ({
    ...one,
    distanceNm: geodesic(lon, lat, one.lon, one.lat).distanceM / METRES_PER_NM,
  }));
  return all.sort((a, b) => a.distanceNm - b.distanceNm || (a.vesselId < b.vesselId ? -1 : 1)).slice(0, count);
}

function placeAt(
  before: StoredChunk,
  after: StoredChunk | undefined,
  time: number,
  withinMs: number,
  unread: Unread[],
): PlaceAt | undefined {
  let columns = columnsOf(before, unread, { from: time, to: time });
  if (!columns) return undefined;
  let last = ownPlace(columns, firstAt(columns.times, time + 1) - 1, -1);
  if (last === undefined && columns.times[0]! > before.startTime) {
    columns = columnsOf(before, unread)!;
    last = ownPlace(columns, firstAt(columns.times, time + 1) - 1, -1);
  }
  if (last === undefined || columns.times[last]! < time - withinMs) return undefined;
  const fix = fixAt(columns, last);
  const next = nextOf(columns, last + 1, after, unread);
  const { vesselId } = before;
  if (!next || fix.fixTime === time || next.fixTime - fix.fixTime > LONGEST_HOP_MS) {
    return { vesselId, lon: fix.lon, lat: fix.lat, fix };
  }
  const fraction = (time - fix.fixTime) / (next.fixTime - fix.fixTime);
  const { lon, lat } = onTheWay(fix, next, fraction);
  return { vesselId, lon: normalLon(lon), lat, fix, next };
}

/**
 * Over so short a way a straight line on the chart lies within d² tan φ / 8R of the geodesic: 0.2 m at 23° of latitude, 0.6 m
 * at 60°. It takes a fraction of the time.
 */
const SHORT_DEG = 1 / 30;

function onTheWay(a: Fix, b: Fix, fraction: number): { lon: number; lat: number } {
  const [east, north] = [b.lon - a.lon, b.lat - a.lat];
  if (Math.abs(east) < SHORT_DEG && Math.abs(north) < SHORT_DEG) {
    return { lon: a.lon + east * fraction, lat: a.lat + north * fraction };
  }
  return pointOn(wayBetween(a.lon, a.lat, b.lon, b.lat), fraction);
}

function nextOf(
  columns: ChunkColumns,
  from: number,
  after: StoredChunk | undefined,
  unread: Unread[],
): Fix | undefined {
  const next = ownPlace(columns, from, 1);
  if (next !== undefined) return fixAt(columns, next);
  const following = after && columnsOf(after, unread, { from: after.startTime, to: after.startTime });
  const first = following && ownPlace(following, 0, 1);
  return first === undefined ? undefined : fixAt(following!, first);
}

/** The first fix from `at` on, or back, that says where the vessel was itself. */
function ownPlace(columns: ChunkColumns, at: number, step: 1 | -1): number | undefined {
  for (let i = at; i >= 0 && i < columns.times.length; i += step) {
    if ((flagsAt(columns, i) & NOT_ITS_OWN_PLACE) === 0) return i;
  }
  return undefined;
}
