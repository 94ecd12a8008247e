/** The outbox: what was sent to whom, and another try for what failed. */
import { z } from 'zod';
import type { Delivery } from '../models/delivery.ts';
import type { Store } from '../store/store.ts';
import { checked, notFound, SpokenError } from './faults.ts';
import { idParam, limitParam } from './queries.ts';
import { type ApiContext, actor, pathPart, type Route } from './route.ts';

const listQuery = z.object({
  state: z.enum(['queued', 'sending', 'sent', 'kept', 'failed']).optional(),
  alert: idParam.optional(),
  limit: limitParam(200, 5000),
});

export function deliveryRoutes({ store, room }: ApiContext): Route[] {
  return [
    {
      method: 'get',
      path: '/deliveries',
      access: 'read',
      async handle(request, response) {
        const { state, alert, limit } = checked(listQuery, request.query);
        response.json({ deliveries: await store.deliveries({ state, alertId: alert, limit }) });
      },
    },
    {
      method: 'post',
      path: '/deliveries/:id/retry',
      access: 'alerts:respond',
      async handle(request, response) {
        const { id, state } = await find(store, pathPart(request, 'id'));
        if (state !== 'failed') {
          throw new SpokenError('illegal-move', {
            vi: { act: 'gửi lại', why: 'tin này không ở trạng thái gửi lỗi' },
            en: { act: 'send it again', why: 'this message has not failed' },
          });
        }
        await room.act({ type: 'retry-delivery', deliveryId: id, by: actor(response) });
        response.json({ delivery: await find(store, id) });
      },
    },
  ];
}

async function find(store: Store, id: string): Promise<Delivery> {
  const delivery = await store.delivery(id);
  if (!delivery) throw notFound({ vi: `tin gửi “${id}”`, en: `The message “${id}”` });
  return delivery;
}
