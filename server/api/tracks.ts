/** One vessel's track over any span, drawn for a zoom if asked, and when nothing was heard of it. */
import { z } from 'zod';
import type { Fix } from '../../geofences/fix.ts';
import { setAsideWithin } from '../store/tracks/chunk-walk.ts';
import { gapsOf } from '../store/tracks/gaps.ts';
import { type TrackNotes, trackWithNotes } from '../store/tracks/read.ts';
import { simplified } from '../store/tracks/simplify.ts';
import { gaps as gapList, track } from './answers/positions.ts';
import { checked } from './faults.ts';
import { refuseGuest } from './guarded-store.ts';
import { findVessel, recordOpening } from './look-ups.ts';
import { limitParam, timeParam } from './queries.ts';
import { type ApiContext, pathPart, type Route } from './route.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DEFAULT_TRACK_MS = 48 * HOUR_MS;
const MAX_TRACK_FIXES = 20_000;
const DEFAULT_GAPS_MS = 30 * 24 * HOUR_MS;
/** Vessels report every two hours at most (NĐ 26/2019); six hours are when somebody has to be told. */
const DEFAULT_GAP_MINUTES = 6 * 60;

const trackQuery = z.object({
  from: timeParam.optional(),
  to: timeParam.optional(),
  /** Of a map in Web Mercator with tiles of 256 pixels. */
  zoom: z.coerce.number().min(0).max(22).optional(),
  /** With a zoom: two fixes lie further apart only where nothing was heard for so long; four hours without it. */
  gapMinutes: z.coerce.number().min(1).max(1e6).optional(),
});
const gapsQuery = z.object({
  from: timeParam.optional(),
  to: timeParam.optional(),
  minutes: z.coerce.number().min(1).max(1e6).default(DEFAULT_GAP_MINUTES),
  limit: limitParam(500, 5000),
});

export function trackRoutes(context: ApiContext): Route[] {
  const { store } = context;
  return [
    {
      method: 'get',
      path: '/vessels/:id/track',
      access: 'read',
      reach: 'own',
      contract: { vi: 'Vết đi của tàu', en: 'The track of a vessel', query: trackQuery, gives: { 200: track } },
      async handle(request, response) {
        const query = checked(trackQuery, request.query);
        const { vessel, latest } = await findVessel(store, pathPart(request, 'id'));
        await recordOpening(context, response, { vesselId: vessel.id, what: 'track' });
        const to = query.to ?? latest?.fixTime ?? context.clock();
        const span = { vesselId: vessel.id, from: query.from ?? to - DEFAULT_TRACK_MS, to };
        const notes: TrackNotes = { unread: [], thinnedM: 0 };
        const pieces = trackWithNotes(store, span, notes);
        const gapMs = query.gapMinutes === undefined ? undefined : query.gapMinutes * MINUTE_MS;
        const newest = await newestOf(query.zoom === undefined ? pieces : simplified(pieces, query.zoom, gapMs));
        response.json({
          vessel,
          ...newest,
          ...(notes.unread.length > 0 ? { unread: notes.unread } : {}),
          ...(notes.thinnedM > 0 ? { thinnedM: notes.thinnedM } : {}),
        });
      },
    },
    {
      method: 'get',
      path: '/vessels/:id/gaps',
      access: 'read',
      reach: 'own',
      contract: {
        vi: 'Các lần mất tín hiệu của tàu',
        en: 'When nothing was heard of a vessel',
        query: gapsQuery,
        gives: { 200: gapList },
        fails: ['only-in-area'],
      },
      async handle(request, response) {
        const { minutes, limit, ...query } = checked(gapsQuery, request.query);
        const { vessel } = await findVessel(store, pathPart(request, 'id'));
        refuseGuest(vessel.id);
        await recordOpening(context, response, { vesselId: vessel.id, what: 'gaps' });
        const now = context.clock();
        const to = query.to ?? now;
        const from = query.from ?? to - DEFAULT_GAPS_MS;
        const gaps = [];
        for await (const gap of gapsOf(store, { vesselId: vessel.id, from, to, minMs: minutes * MINUTE_MS, now })) {
          gaps.push(gap);
          if (gaps.length > limit) break;
        }
        const unread = await setAsideWithin(store, { vesselId: vessel.id, from, to });
        response.json({
          vessel,
          gaps: gaps.slice(0, limit),
          ...(gaps.length > limit ? { cut: true } : {}),
          ...(unread.length > 0 ? { unread } : {}),
        });
      },
    },
  ];
}

/** The newest part is what somebody watching needs; the rest is one more question with an earlier `to`. */
async function newestOf(pieces: AsyncIterable<Fix[]>): Promise<{ fixes: Fix[]; cut?: true }> {
  let fixes: Fix[] = [];
  let isCut = false;
  for await (const piece of pieces) {
    for (const fix of piece) fixes.push(fix);
    if (fixes.length <= 2 * MAX_TRACK_FIXES) continue;
    fixes = fixes.slice(-MAX_TRACK_FIXES);
    isCut = true;
  }
  if (fixes.length > MAX_TRACK_FIXES) return { fixes: fixes.slice(-MAX_TRACK_FIXES), cut: true };
  return { fixes, ...(isCut ? { cut: true } : {}) };
}
