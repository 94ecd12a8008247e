/** Alerts: the list, one, and a person's word that it has been seen. */
import { z } from 'zod';
import { isLogEvent } from '../alerts/lifecycle.ts';
import { type Alert, acknowledgement } from '../models/alert.ts';
import type { Store } from '../store/store.ts';
import { checked, notFound, SpokenError } from './faults.ts';
import { jsonBody } from './limits.ts';
import { idParam, limitParam } from './queries.ts';
import { type ApiContext, actor, pathPart, type Route } from './route.ts';

const listQuery = z.object({
  state: z.enum(['open', 'all']).default('open'),
  vessel: idParam.optional(),
  limit: limitParam(200, 5000),
});

export function alertRoutes({ store, room }: ApiContext): Route[] {
  return [
    {
      method: 'get',
      path: '/alerts',
      access: 'read',
      async handle(request, response) {
        const { state, vessel, limit } = checked(listQuery, request.query);
        response.json({ alerts: await store.alerts({ state, vesselId: vessel, limit }) });
      },
    },
    {
      method: 'get',
      path: '/alerts/:id',
      access: 'read',
      async handle(request, response) {
        response.json(await find(store, pathPart(request, 'id')));
      },
    },
    {
      method: 'post',
      path: '/alerts/:id/acknowledge',
      access: 'alerts:respond',
      body: jsonBody,
      async handle(request, response) {
        const { comment } = checked(acknowledgement, request.body ?? {});
        const { id } = await acknowledgeable(store, pathPart(request, 'id'));
        await room.act({ type: 'acknowledge', alertId: id, comment, by: actor(response) });
        response.json({ alert: await find(store, id) });
      },
    },
  ];
}

async function find(store: Store, id: string): Promise<Alert> {
  const alert = await store.alert(id);
  if (!alert) throw notFound({ vi: `cảnh báo “${id}”`, en: `The alert “${id}”` });
  return alert;
}

async function acknowledgeable(store: Store, id: string): Promise<Alert> {
  const alert = await find(store, id);
  if (!isLogEvent(alert)) return alert;
  throw new SpokenError('illegal-move', {
    vi: { act: 'xác nhận', why: 'đây là mục nhật ký, không phải cảnh báo cần xử lý' },
    en: { act: 'acknowledge it', why: 'this is a log event, not an alert that needs a person' },
  });
}
