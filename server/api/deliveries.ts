/** The outbox: what was sent to whom, and another try for what failed. */
import { z } from 'zod';
import { type Delivery, deliveryStates } from '../models/delivery.ts';
import { shownDelivery } from '../notify/subscriptions.ts';
import type { Store } from '../store/store.ts';
import { messageList, oneMessage, receiptList } from './answers/messages.ts';
import { checked, notFound, SpokenError } from './faults.ts';
import { recordListing } from './look-ups.ts';
import { idParam, limitParam } from './queries.ts';
import { type ApiContext, actor, pathPart, type Route } from './route.ts';

const listQuery = z.object({
  state: z.enum(deliveryStates).optional(),
  alert: idParam.optional(),
  case: idParam.optional(),
  limit: limitParam(200, 5000),
});

const receiptQuery = z.object({ unclaimed: z.enum(['true', 'false']).optional(), limit: limitParam(200, 5000) });

export function deliveryRoutes(context: ApiContext): Route[] {
  const { store, room } = context;
  return [
    {
      method: 'get',
      path: '/deliveries',
      access: 'read',
      contract: {
        vi: 'Tin đã gửi và đang chờ',
        en: 'Messages, sent and waiting, the newest first',
        query: listQuery,
        gives: { 200: messageList },
      },
      async handle(request, response) {
        const { state, alert, case: caseId, limit } = checked(listQuery, request.query);
        const deliveries = await store.deliveries({ state, alertId: alert, caseId, limit });
        await recordListing(context, response, 'messages', deliveries.length, { state, alertId: alert, caseId });
        response.json({ deliveries: await withGroups(store, deliveries) });
      },
    },
    {
      method: 'get',
      path: '/receipts',
      access: 'read',
      contract: {
        vi: 'Biên nhận của cổng nhắn tin',
        en: 'What gateways said later about messages',
        query: receiptQuery,
        gives: { 200: receiptList },
      },
      async handle(request, response) {
        const { unclaimed, limit } = checked(receiptQuery, request.query);
        const receipts = await store.receipts({ unclaimed: unclaimed === 'true', limit });
        await recordListing(context, response, 'messages', receipts.length, { receipts: true, unclaimed });
        response.json({ receipts });
      },
    },
    {
      method: 'post',
      path: '/deliveries/:id/retry',
      access: 'alerts:respond',
      contract: {
        vi: 'Gửi lại tin bị lỗi',
        en: 'Sends a message that failed again',
        gives: { 200: oneMessage },
        fails: ['illegal-move'],
      },
      async handle(request, response) {
        const { id, state } = await find(store, pathPart(request, 'id'));
        if (state !== 'failed' && state !== 'expired') {
          throw new SpokenError('illegal-move', {
            vi: { act: 'gửi lại', why: 'tin này không ở trạng thái gửi lỗi' },
            en: { act: 'send it again', why: 'this message has not failed' },
          });
        }
        await room.act({ type: 'retry-delivery', deliveryId: id, by: actor(response) });
        response.json({ delivery: shownDelivery(await find(store, id)) });
      },
    },
  ];
}

/** As readers may see them; what was told in a message of several is as that message is. */
export async function withGroups(store: Store, deliveries: Delivery[]): Promise<(Delivery & { group?: Delivery })[]> {
  const groups = new Map<string, Delivery | undefined>();
  for (const { groupId } of deliveries)
    if (groupId !== undefined && !groups.has(groupId)) groups.set(groupId, await store.delivery(groupId));
  return deliveries.map((one) => {
    const group = one.groupId === undefined ? undefined : groups.get(one.groupId);
    const shown = shownDelivery(one);
    return group ? { ...shown, group: { ...shownDelivery(group), members: undefined } } : shown;
  });
}

async function find(store: Store, id: string): Promise<Delivery> {
  const delivery = await store.delivery(id);
  if (!delivery) throw notFound({ vi: `tin gửi “${id}”`, en: `The message “${id}”` });
  return delivery;
}
