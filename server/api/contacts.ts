/** Contacts beside their settings document: what is wrong with them, a test message, calls to make. */
import { z } from 'zod';
import type { Channel } from '../models/channel.ts';
import { channel } from '../models/channel.ts';
import type { Contact, PushSubscription, Unit } from '../models/contact.ts';
import { contactFaults } from '../notify/contact-faults.ts';
import { messageIdOf } from '../notify/message-id.ts';
import { addressesOf } from '../notify/routing.ts';
import { shownDelivery } from '../notify/subscriptions.ts';
import type { Store } from '../store/store.ts';
import { checkedContacts, oneMessage, verified } from './answers/messages.ts';
import { checked, notFound, SpokenError } from './faults.ts';
import { jsonBody } from './limits.ts';
import { type ApiContext, actor, pathPart, type Route } from './route.ts';

const vietnamMs = 7 * 3_600_000;
const testQuery = z.object({ channel });
const callReport = z.object({
  outcome: z.enum(['reached', 'not-reached']),
  /** A call to an officer was about all that waits to be said to that number. */
  inAllCases: z.literal(true).optional(),
  /** Id of an outcome of the operating regulation. */
  result: z.string().min(1).max(60).optional(),
  note: z.string().trim().min(1).max(500).optional(),
});

export function contactRoutes({ store, room, clock }: ApiContext): Route[] {
  return [
    {
      method: 'get',
      path: '/contacts/check',
      access: 'read',
      contract: {
        vi: 'Liên hệ và điều cần sửa',
        en: 'Contacts, and what keeps each from being reached',
        gives: { 200: checkedContacts },
      },
      async handle(_request, response) {
        const contacts = await readContacts(store);
        const units = ((await store.document('units'))?.body ?? []) as Unit[];
        const subscriptions = await readSubscriptions(store);
        const checkedContacts = contacts.map((one) => ({
          id: one.id,
          name: one.name,
          role: one.role,
          verifiedOn: one.verifiedOn,
          channels: channelsOf(one, subscriptions),
          faults: contactFaults(one, { now: clock(), units, subscriptions }),
        }));
        response.json({ contacts: checkedContacts });
      },
    },
    {
      method: 'post',
      path: '/contacts/:id/test',
      access: 'alerts:respond',
      contract: {
        vi: 'Gửi tin thử',
        en: 'Sends a test message',
        body: testQuery,
        gives: { 202: oneMessage },
        fails: ['illegal-move'],
      },
      body: jsonBody,
      async handle(request, response) {
        const { channel: wanted } = checked(testQuery, request.body);
        const contact = await findContact(store, pathPart(request, 'id'));
        const [address] = addressesOf(wanted, contact, await readSubscriptions(store));
        if (address === undefined)
          throw new SpokenError('illegal-move', {
            vi: { act: 'gửi tin thử', why: `${contact.name} không có địa chỉ cho kênh ${wanted}` },
            en: { act: 'send a test message', why: `${contact.name} has no address for ${wanted}` },
          });
        const { id, name, language } = contact;
        const entry = { contact: { id, name, language }, channel: wanted, address, by: actor(response) };
        const position = await room.act({ type: 'test-message', ...entry });
        const delivery = await store.delivery(messageIdOf('test', position));
        response.status(202).json({ delivery: delivery && shownDelivery(delivery) });
      },
    },
    {
      method: 'post',
      path: '/contacts/:id/verified',
      access: 'alerts:respond',
      contract: {
        vi: 'Đã kiểm tra liên hệ hôm nay',
        en: 'Somebody has just checked that the contact is reached',
        gives: { 200: verified },
      },
      async handle(request, response) {
        const { id } = await findContact(store, pathPart(request, 'id'));
        const on = new Date(clock() + vietnamMs).toISOString().slice(0, 10);
        await room.act({ type: 'verify-contact', contactId: id, on, by: actor(response) });
        response.json({ id, verifiedOn: on });
      },
    },
    {
      method: 'post',
      path: '/deliveries/:id/called',
      access: 'alerts:respond',
      contract: {
        vi: 'Kết quả cuộc gọi',
        en: 'What came of a call that the system asked for',
        body: callReport,
        gives: { 200: oneMessage },
        fails: ['illegal-move'],
      },
      body: jsonBody,
      async handle(request, response) {
        const { outcome, result, note, inAllCases } = checked(callReport, request.body);
        const id = pathPart(request, 'id');
        const delivery = await store.delivery(id);
        if (!delivery) throw notFound({ vi: `cuộc gọi “${id}”`, en: `The call “${id}”` });
        if (delivery.channel !== 'call' || delivery.state !== 'queued')
          throw new SpokenError('illegal-move', {
            vi: { act: 'ghi kết quả cuộc gọi', why: 'đây không phải cuộc gọi đang chờ' },
            en: { act: 'report a call', why: 'this is no call that waits to be made' },
          });
        await room.act({ type: 'called', deliveryId: id, outcome, result, note, inAllCases, by: actor(response) });
        const made = await store.delivery(id);
        response.json({ delivery: made && shownDelivery(made) });
      },
    },
  ];
}

function channelsOf(contact: Contact, subscriptions: PushSubscription[]): Channel[] {
  return channel.options.filter((one) => addressesOf(one, contact, subscriptions).length > 0);
}

export async function readContacts(store: Store): Promise<Contact[]> {
  return ((await store.document('contacts'))?.body ?? []) as Contact[];
}

export async function readSubscriptions(store: Store): Promise<PushSubscription[]> {
  return ((await store.document('subscriptions'))?.body ?? []) as PushSubscription[];
}

export async function findContact(store: Store, id: string): Promise<Contact> {
  const contact = (await readContacts(store)).find((one) => one.id === id);
  if (!contact) throw notFound({ vi: `liên hệ “${id}”`, en: `The contact “${id}”` });
  return contact;
}
