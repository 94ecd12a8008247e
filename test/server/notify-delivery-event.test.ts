import { expect } from 'chai';
import { type DeliveryState, deliveryStates } from '../../server/models/delivery.ts';
import { applyDeliveryEvent, type DeliveryEventName, refusalOf } from '../../server/notify/delivery-event.ts';
import { delivery, now } from './notify-land.ts';

const names: DeliveryEventName[] = [
  'attempt',
  'sent',
  'kept',
  'deferred',
  'failed',
  'requeued',
  'withdrawn',
  'grouped',
  'expired',
  'arrived',
  'lost',
  'timed-out',
  'unconfirmed',
];

type Row = Partial<Record<DeliveryEventName, DeliveryState>>;
const said: Row = { arrived: 'delivered', lost: 'failed', 'timed-out': 'expired' };
const mended: Row = { sent: 'sent', requeued: 'queued', arrived: 'delivered' };

/** The whole table: the state after an event; nothing happens where none stands. A delivery past `queued` has one attempt. */
const table: Record<DeliveryState, Row> = {
  queued: { attempt: 'sending', withdrawn: 'kept', grouped: 'grouped', expired: 'expired' },
  sending: { attempt: 'sending', sent: 'sent', kept: 'kept', deferred: 'queued', failed: 'failed', ...said },
  sent: { ...said, unconfirmed: 'sent' },
  delivered: { sent: 'delivered' },
  kept: { requeued: 'queued' },
  grouped: {},
  failed: mended,
  expired: mended,
};

const event = (name: DeliveryEventName, attempt?: number, answer?: string) =>
  ({
    type: 'delivery',
    id: 'dlv-1',
    event: name,
    at: now + 1000,
    attempt,
    answer,
    nextAttemptAt: now + 30_000,
  }) as const;

describe('what may happen to a delivery', () => {
  for (const state of deliveryStates)
    for (const name of names)
      it(`${name} when ${state} → ${table[state][name] ?? 'nothing'}`, () => {
        const before = delivery({ state, attempts: state === 'queued' ? 0 : 1 });
        const after = applyDeliveryEvent(before, event(name));
        if (table[state][name] === undefined) {
          expect(after).to.equal(before);
          expect(refusalOf(before, event(name)))
            .to.be.a('string')
            .and.not.equal('');
        } else {
          expect(after.state).to.equal(table[state][name]);
          expect(refusalOf(before, event(name))).to.equal(undefined);
        }
      });

  it('counts attempts, keeps the answer, the time of the next try and of the hand-over', () => {
    let one = applyDeliveryEvent(delivery(), event('attempt', 1));
    expect(one).to.include({ attempts: 1, nextAttemptAt: now + 30_000 });
    one = applyDeliveryEvent(one, event('deferred', 1, '451 later'));
    expect(one).to.include({ state: 'queued', answer: '451 later', nextAttemptAt: now + 30_000 });
    one = applyDeliveryEvent(applyDeliveryEvent(one, event('attempt', 2)), event('sent', 2, '250 ok'));
    expect(one).to.include({ state: 'sent', attempts: 2, answer: '250 ok', sentAt: now + 1000 });
  });

  it('changes nothing the second time', () => {
    for (const name of ['sent', 'kept', 'failed', 'deferred'] as const) {
      const once = applyDeliveryEvent(applyDeliveryEvent(delivery(), event('attempt', 1)), event(name, 1));
      expect(applyDeliveryEvent(once, event(name, 1)), name).to.equal(once);
      if (name !== 'deferred') expect(applyDeliveryEvent(once, event('attempt', 1)), name).to.equal(once);
    }
    const begun = applyDeliveryEvent(delivery(), event('attempt', 1));
    expect(applyDeliveryEvent(begun, event('attempt', 1))).to.equal(begun);
  });

  it('ignores a late refusal of an earlier attempt, and believes a late success', () => {
    const second = delivery({ state: 'sending', attempts: 2 });
    expect(applyDeliveryEvent(second, event('failed', 1))).to.equal(second);
    expect(applyDeliveryEvent(second, event('sent', 1)).state).to.equal('sent');
    expect(applyDeliveryEvent(delivery({ state: 'queued', attempts: 1 }), event('sent', 1)).state).to.equal('sent');
  });

  it('starts the ladder again for a person who asks', () => {
    const again = applyDeliveryEvent(delivery({ state: 'failed', attempts: 28, answer: '550 no' }), event('requeued'));
    expect(again).to.include({ state: 'queued', attempts: 0, nextAttemptAt: now + 1000, answer: '550 no' });
  });

  it('ends the same whether a receipt comes before the gateway’s answer, after it, late or twice', () => {
    const begun = applyDeliveryEvent(delivery(), event('attempt', 1));
    const ended = (...list: [DeliveryEventName, string?][]) =>
      list.reduce(
        (one, [name, answer]) => applyDeliveryEvent(one, event(name, name === 'sent' ? 1 : undefined, answer)),
        begun,
      );
    for (const [name, state] of [
      ['arrived', 'delivered'],
      ['lost', 'failed'],
      ['timed-out', 'expired'],
    ] as const) {
      for (const order of [
        ended(['sent'], [name, 'said']),
        ended([name, 'said'], ['sent', 'message_id 7']),
        ended([name, 'said'], ['sent', 'message_id 7'], [name, 'said']),
        ended(['sent'], ['unconfirmed'], [name, 'said']),
      ])
        expect(order, name).to.include({ state, answer: 'said' });
    }
  });

  it('believes a reader who has it over a network that lost it, and not the other way round', () => {
    const lost = delivery({ state: 'failed', attempts: 1, receipt: 'failed' });
    expect(applyDeliveryEvent(lost, event('arrived')).state).to.equal('delivered');
    const has = delivery({ state: 'delivered', attempts: 1, sentAt: now, receipt: 'delivered' });
    for (const name of ['lost', 'timed-out', 'sent'] as const)
      expect(applyDeliveryEvent(has, event(name))).to.equal(has);
  });

  it('lets a call that nobody has made yet end with what came of it', () => {
    const call = delivery({ channel: 'call' });
    expect(applyDeliveryEvent(call, event('arrived')).state).to.equal('delivered');
    expect(applyDeliveryEvent(call, event('lost')).state).to.equal('failed');
  });

  it('does not touch another delivery', () => {
    const other = delivery({ id: 'dlv-2' });
    expect(applyDeliveryEvent(other, event('attempt'))).to.equal(other);
  });
});
