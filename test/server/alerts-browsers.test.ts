import { expect } from 'chai';
import type { AlertDesk } from '../../server/alerts/desk-port.ts';
import { deliveryIdOf } from '../../server/alerts/ids.ts';
import type { Contact, PushSubscription, Route } from '../../server/models/contact.ts';
import type { Delivery } from '../../server/models/delivery.ts';
import type { DeliveryEvent } from '../../server/notify/delivery-event.ts';
import { change, desk, hour, now } from './notify-land.ts';

const duty: Contact = { id: 'lan', name: 'Lan', role: 'duty', language: 'vi', phone: '0900 000 001' };
const routes: Route[] = [
  { rules: ['*'], changes: ['raised', 'cleared', 'retracted'], roles: ['duty'], channels: ['push'] },
];

function browser(name: string): PushSubscription {
  return { contactId: 'lan', endpoint: `https://push.example/${name}`, p256dh: 'p'.repeat(87), auth: 'a'.repeat(22) };
}

/** A desk for which Lan has these browsers, which may change. */
function deskOf(browsers: { now: PushSubscription[] }): AlertDesk {
  return desk({ contacts: () => [duty], routes: () => routes, subscriptions: () => browsers.now });
}

const names = (deliveries: readonly Delivery[]) => deliveries.map(({ address }) => address.split('/').at(-1));

function happen(at: AlertDesk, one: Delivery, event: DeliveryEvent['event']): Delivery {
  const begun = at.progress(one, { type: 'delivery', id: one.id, event: 'attempt', attempt: 1, at: now });
  const ended = at.progress(begun.deliveries[0]!, { type: 'delivery', id: one.id, event, attempt: 1, at: now });
  return ended.deliveries[0]!;
}

describe('a contact with two browsers', () => {
  const two = { now: [browser('desk'), browser('phone')] };

  it('is told in both: each message is a delivery of its own', () => {
    const { deliveries } = deskOf(two).apply(change('raised'), now);
    expect(names(deliveries)).to.deep.equal(['desk', 'phone']);
    expect(new Set(deliveries.map(({ id }) => id)).size).to.equal(2);
  });

  it('has the id that it always had where there is one browser, and for the last one of several', () => {
    const id = deliveryIdOf('occ-1', 'raised', 'lan', 'push', 1);
    const [only] = deskOf({ now: [browser('phone')] }).apply(change('raised'), now).deliveries;
    expect(only?.id).to.equal(id);
    expect(deskOf(two).apply(change('raised'), now).deliveries.at(-1)?.id).to.equal(id);
  });

  it('is never given an id again, whatever browsers come and go while it is raised and taken back', () => {
    const browsers = { now: [browser('desk')] };
    const at = deskOf(browsers);
    const ids: string[] = [];
    const all = [browser('desk'), browser('phone'), browser('tablet')];
    for (let n = 0; n < 12; n++) {
      browsers.now = all.filter((_, which) => (n + which) % 3 !== 0);
      const found = change(n % 2 === 0 ? 'raised' : 'retracted', { retractedBecause: 'late-data' });
      for (const one of at.apply(found, now + n * hour).deliveries) {
        ids.push(one.id);
        happen(at, one, 'sent');
      }
    }
    expect(ids.length).to.be.greaterThan(20);
    expect(new Set(ids).size).to.equal(ids.length);
  });

  it('hears the end in both, and in the browser that it has now in place of one that is gone', () => {
    const browsers = { ...two };
    const at = deskOf(browsers);
    for (const one of at.apply(change('raised'), now).deliveries) happen(at, one, 'sent');
    browsers.now = [browser('phone'), browser('new')];
    const back = at.apply(change('retracted', { retractedBecause: 'late-data' }), now + hour).deliveries;
    expect(names(back)).to.have.members(['phone', 'new']);
  });

  it('is told otherwise only when neither browser takes it', () => {
    const at = desk({
      contacts: () => [duty],
      routes: () => routes,
      subscriptions: () => two.now,
    });
    const [first, second] = at.apply(change('raised'), now).deliveries;
    const lost = happen(at, first!, 'failed');
    expect(at.anotherWay(lost, now).deliveries).to.deep.equal([]);
    const lostToo = happen(at, second!, 'failed');
    expect(at.anotherWay(lostToo, now).deliveries.map(({ channel }) => channel)).to.deep.equal(['sms']);
  });
});
