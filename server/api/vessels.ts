/** Vessels: finding them, looking at one, and what the registry says of them. */
import { z } from 'zod';
import { HaidangError } from '../errors.ts';
import { type RegistryOutcome, registryImport } from '../models/vessel.ts';
import { oneVessel, registered, vesselPage } from './answers/vessels.ts';
import { checked } from './faults.ts';
import { listText, sendText, textOnce } from './kept-text.ts';
import { registryBody } from './limits.ts';
import { findVessel, recordListing, recordOpening } from './look-ups.ts';
import { idParam, limitParam } from './queries.ts';
import { type ApiContext, actor, pathPart, type Route } from './route.ts';

const MAX_OPEN_ALERTS = 100;

const listQuery = z.object({
  q: z.string().max(100).optional(),
  limit: limitParam(100, 1000),
  after: idParam.optional(),
});

export function vesselRoutes(context: ApiContext): Route[] {
  const { store } = context;
  return [
    {
      method: 'get',
      path: '/vessels',
      access: 'read',
      reach: 'own',
      contract: {
        vi: 'Tàu',
        en: 'Vessels; `q` matches every identifier without diacritics',
        query: listQuery,
        gives: { 200: vesselPage },
      },
      async handle(request, response) {
        const query = checked(listQuery, request.query);
        const found = await store.vesselTexts(query);
        const latest = await store.latest(found.map(({ id }) => id));
        const next = found.length === query.limit ? found.at(-1)?.id : undefined;
        const vessels = found.map(({ id, text }) => {
          const fix = latest.get(id);
          return fix ? `${text.slice(0, -1)},"latest":${textOnce(fix)}}` : text;
        });
        await recordListing(context, response, 'vessels', found.length, query);
        sendText(response, listText('vessels', vessels, { next }));
      },
    },
    {
      method: 'post',
      path: '/vessels',
      access: 'registry:write',
      contract: {
        vi: 'Thêm hoặc sửa sổ đăng ký tàu',
        en: 'Adds or changes registry entries',
        body: registryImport,
        gives: { 200: registered },
      },
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
      reach: 'own',
      contract: {
        vi: 'Một tàu, có ghi lại ai đã xem',
        en: 'One vessel; the look is on record',
        gives: { 200: oneVessel },
      },
      async handle(request, response) {
        const { vessel, latest } = await findVessel(store, pathPart(request, 'id'));
        await recordOpening(context, response, { vesselId: vessel.id, what: 'vessel' });
        const alerts = await store.alerts({ state: 'open', vesselId: vessel.id, limit: MAX_OPEN_ALERTS });
        response.json({ ...vessel, latest, alerts });
      },
    },
  ];
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
