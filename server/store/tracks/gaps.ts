/** When nothing was heard of a vessel for so long, worked out from its track. */
import type { Fix } from '../../../geofences/fix.ts';
import { geodesic, METRES_PER_NM } from '../../../geofences/geometry/ellipsoid.ts';
import type { Store } from '../store.ts';

export interface Gap {
  /** The last fix before it. */
  before: Fix;
  /** The first after it; absent while nothing has come since. */
  after?: Fix;
  minutes: number;
  /** Between the two. */
  distanceNm?: number;
}

export interface GapQuery {
  vesselId: string;
  /** Epoch ms; gaps that only reach into the span belong to it. */
  from: number;
  to: number;
  /** Shorter ones are none. */
  minMs: number;
  /** Epoch ms: how long the gap that nothing has ended lasts until now. */
  now: number;
}

/** In order of time. */
export async function* gapsOf(store: Pick<Store, 'trackPieces'>, query: GapQuery): AsyncIterable<Gap> {
  const { vesselId, from, to, minMs, now } = query;
  let last: Fix | undefined;
  for await (const fixes of store.trackPieces({ vesselId, from, to, lead: true })) {
    for (const fix of fixes) {
      if (last && fix.fixTime >= from && fix.fixTime - last.fixTime >= minMs) yield gapBetween(last, fix);
      last = fix;
    }
  }
  if (!last) return;
  const after = await firstAfter(store, vesselId, to);
  const until = after?.fixTime ?? Math.min(to, now);
  if (until - last.fixTime < minMs || last.fixTime > to) return;
  if (after) yield gapBetween(last, after);
  else yield { before: last, minutes: minutesOf(until - last.fixTime) };
}

async function firstAfter(store: Pick<Store, 'trackPieces'>, vesselId: string, time: number): Promise<Fix | undefined> {
  for await (const [first] of store.trackPieces({ vesselId, from: time + 1, to: Number.MAX_SAFE_INTEGER })) {
    if (first) return first;
  }
  return undefined;
}

function gapBetween(before: Fix, after: Fix): Gap {
  const { distanceM } = geodesic(before.lon, before.lat, after.lon, after.lat);
  const minutes = minutesOf(after.fixTime - before.fixTime);
  return { before, after, minutes, distanceNm: Math.round((distanceM / METRES_PER_NM) * 100) / 100 };
}

function minutesOf(ms: number): number {
  return Math.round(ms / 6000) / 10;
}
