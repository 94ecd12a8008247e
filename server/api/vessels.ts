/** Vessels: finding them, looking at one and its track, and what the registry says of them. */
import { z } from 'zod';
import type { Fix } from '../../geofences/fix.ts';
import { HaidangError } from '../errors.ts';
import type { Entry } from '../models/entry.ts';
import { type RegistryOutcome, registryImport, type Vessel } from '../models/vessel.ts';
import type { Store } from '../store/store.ts';
import { checked, notFound } from './faults.ts';
import { registryBody } from './limits.ts';
import { idParam, limitParam, timeParam } from './queries.ts';
import { type ApiContext, actor, pathPart, type Route } from './route.ts';

const DEFAULT_TRACK_MS = 48 * 3_600_000;
const MAX_TRACK_FIXES = 20_000;
const MAX_OPEN_ALERTS = 100;

const listQuery = z.object({
  q: z.string().max(100).optional(),
  limit: limitParam(100, 1000),
  after: idParam.optional(),
});
const trackQuery = z.object({ from: timeParam.optional(), to: timeParam.optional() });

export function vesselRoutes(context: ApiContext): Route[] {
  const { store } = context;
  return [
    {
      method: 'get',
      path: '/vessels',
      access: 'read',
      async handle(request, response) {
        const query = checked(listQuery, request.query);
        const found = await store.vessels(query);
        const latest = await store.latest(found.map(({ id }) => id));
        const next = found.length === query.limit ? found.at(-1)?.id : undefined;
        response.json({ vessels: found.map((vessel) => ({ ...vessel, latest: latest.get(vessel.id) })), next });
      },
    },
    {
      method: 'post',
      path: '/vessels',
      access: 'registry:write',
      body: registryBody,
      async handle(request, response) {
        const entries = checked(registryImport, request.body);
        const { conflicts, ...counts } = await context.room.register(entries, actor(response));
        response.json({ accepted: entries.length, ...counts, conflicts: conflicts.map(withSentence) });
      },
    },
    {
      method: 'get',
      path: '/vessels/:id',
      access: 'read',
      async handle(request, response) {
        const { vessel, latest } = await find(store, pathPart(request, 'id'));
        recordLookUp(context, vessel.id, 'vessel', actor(response));
        const alerts = await store.alerts({ state: 'open', vesselId: vessel.id, limit: MAX_OPEN_ALERTS });
        response.json({ ...vessel, latest, alerts });
      },
    },
    {
      method: 'get',
      path: '/vessels/:id/track',
      access: 'read',
      async handle(request, response) {
        const query = checked(trackQuery, request.query);
        const { vessel, latest } = await find(store, pathPart(request, 'id'));
        recordLookUp(context, vessel.id, 'track', actor(response));
        const to = query.to ?? latest?.fixTime ?? context.clock();
        const fixes = await store.track(vessel.id, query.from ?? to - DEFAULT_TRACK_MS, to);
        // The newest part is what somebody watching needs; the rest is one more question with an earlier `to`.
        response.json({
          vessel,
          fixes: fixes.slice(-MAX_TRACK_FIXES),
          ...(fixes.length > MAX_TRACK_FIXES ? { cut: true } : {}),
        });
      },
    },
  ];
}

async function find(store: Store, id: string): Promise<{ vessel: Vessel; latest?: Fix }> {
  const vessel = await store.vessel(id);
  if (!vessel) throw notFound({ vi: `tàu “${id}”`, en: `The vessel “${id}”` });
  return { vessel, latest: (await store.latest([id])).get(id) };
}

/** Positions are secret, so looking is on record. The answer does not wait for it. */
function recordLookUp(context: ApiContext, vesselId: string, what: 'vessel' | 'track', by: string): void {
  const entry: Entry = { type: 'look-up', vesselId, what, by };
  context.room.act(entry).catch((error: unknown) => {
    context.log.error({ err: error, vesselId, what, by }, 'a look-up could not be journaled');
  });
}

const fieldNames = {
  registration: { vi: 'Số đăng ký', en: 'Registration' },
  deviceId: { vi: 'Thiết bị', en: 'Device' },
  mmsi: { vi: 'MMSI', en: 'MMSI' },
};

function withSentence(conflict: RegistryOutcome['conflicts'][number]) {
  const { field, value, heldBy, registration } = conflict;
  const said = new HaidangError('registry-conflict', { field: fieldNames[field], value, heldBy, registration });
  return { ...conflict, vi: said.sentence('vi'), en: said.sentence('en') };
}
