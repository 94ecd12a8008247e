/** Browsers that are told by web push: the key that they subscribe with, and whom each is for. */
import { may } from '../auth/middleware.ts';
import { HaidangError } from '../errors.ts';
import { type Contact, pushSubscription } from '../models/contact.ts';
import { maybeSubscriber, pushKey, subscriber } from './answers/messages.ts';
import { findContact, readContacts, readSubscriptions } from './contacts.ts';
import { nothing } from './contract.ts';
import { checked, SpokenError } from './faults.ts';
import { jsonBody } from './limits.ts';
import { type ApiContext, actor, type Route, whoAsks } from './route.ts';

const wantedBrowser = pushSubscription.omit({ by: true }).partial({ contactId: true });
const knownBrowser = pushSubscription.pick({ endpoint: true });

export function pushRoutes({ store, room, gateways }: ApiContext): Route[] {
  /** Whoever is signed in, as a contact. */
  const self = async (name: string): Promise<Contact | undefined> =>
    (await readContacts(store)).find(({ user }) => user === name);
  return [
    {
      method: 'get',
      path: '/push/key',
      access: 'session',
      contract: {
        vi: 'Khóa để bật thông báo trên trình duyệt',
        en: 'The key that browsers subscribe to notifications with',
        gives: { 200: pushKey },
      },
      async handle(_request, response) {
        const mine = await self(whoAsks(response).name);
        response.json({
          publicKey: gateways?.config.channels.includes('push') ? gateways.pushKey : undefined,
          contact: mine && { id: mine.id, name: mine.name },
        });
      },
    },
    {
      method: 'post',
      path: '/push/subscriptions',
      // Of whatever reach: a border-guard station is told of its own vessels. Who answers no alerts is refused below.
      access: 'session',
      contract: {
        vi: 'Bật thông báo cho trình duyệt này',
        en: 'A browser that wants to be told',
        body: wantedBrowser,
        gives: { 201: subscriber },
        fails: ['illegal-move', 'not-found'],
      },
      body: jsonBody,
      async handle(request, response) {
        const wanted = checked(wantedBrowser, request.body);
        const who = whoAsks(response);
        const held = who.grants.get('alerts:respond');
        if (!held) throw new HaidangError('not-allowed', { permission: 'alerts:respond' });
        const mine = await self(who.name);
        if (!held.has('province') && wanted.contactId !== undefined && wanted.contactId !== mine?.id)
          throw new HaidangError('beyond-reach');
        const contact = wanted.contactId === undefined ? mine : await findContact(store, wanted.contactId);
        if (!contact) throw refusal('tài khoản này chưa gắn với liên hệ nào', 'this account belongs to no contact yet');
        const isOthers = contact.user !== undefined && contact.user !== who.name;
        if (isOthers && !may(who, 'settings:write'))
          throw refusal(`${contact.name} là người khác`, `${contact.name} is somebody else`);
        await room.act({
          type: 'push-subscribe',
          subscription: { ...wanted, contactId: contact.id },
          by: actor(response),
        });
        response.status(201).json({ contact: { id: contact.id, name: contact.name } });
      },
    },
    {
      // By POST, since the endpoint is a secret and has no place in an address.
      method: 'post',
      path: '/push/subscriptions/look',
      access: 'session',
      contract: {
        vi: 'Trình duyệt này báo cho ai',
        en: 'Whom a browser is told for',
        body: knownBrowser,
        gives: { 200: maybeSubscriber },
      },
      body: jsonBody,
      async handle(request, response) {
        const { endpoint } = checked(knownBrowser, request.body);
        const known = (await readSubscriptions(store)).find((one) => one.endpoint === endpoint);
        const contact = known && (await readContacts(store)).find(({ id }) => id === known.contactId);
        response.json({ contact: contact && { id: contact.id, name: contact.name } });
      },
    },
    {
      method: 'post',
      path: '/push/subscriptions/end',
      access: 'session',
      contract: {
        vi: 'Tắt thông báo cho trình duyệt này',
        en: 'A browser that wants to be told no more',
        body: knownBrowser,
        gives: { 204: nothing },
      },
      body: jsonBody,
      async handle(request, response) {
        const { endpoint } = checked(knownBrowser, request.body);
        const isKnown = (await readSubscriptions(store)).some((one) => one.endpoint === endpoint);
        if (isKnown) await room.act({ type: 'push-unsubscribe', endpoint, by: actor(response) });
        response.status(204).end();
      },
    },
  ];
}

function refusal(vi: string, en: string): SpokenError {
  return new SpokenError('illegal-move', {
    vi: { act: 'bật thông báo', why: vi },
    en: { act: 'turn notifications on', why: en },
  });
}
