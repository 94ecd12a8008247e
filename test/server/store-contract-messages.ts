/** What every store adapter must do with messages and what is due. */
import { expect } from 'chai';
import type { Delivery } from '../../server/models/delivery.ts';
import type { Store } from '../../server/store/store.ts';
import { alertOf, batch, deliveryOf, T0 } from './store-rows.ts';

export function messagesContract(store: () => Store): void {
  it('gives the outbox what is due, oldest first, and counts what is not settled', async () => {
    const made = [
      deliveryOf('d1', { nextAttemptAt: T0 + 2 }),
      deliveryOf('d2', { nextAttemptAt: T0 + 1, state: 'sending', createdAt: T0 - 5 }),
      deliveryOf('d3', { nextAttemptAt: T0 + 3 }),
      deliveryOf('d4', { state: 'sent', createdAt: T0 - 9 }),
      deliveryOf('d5', { channel: 'email', alertId: 'a2', caseId: 'case-a2' }),
      deliveryOf('d6', { state: 'failed' }),
      deliveryOf('d7', { channel: 'call', createdAt: T0 - 7 }),
    ];
    await store().commit(batch(1, { deliveries: made }));
    const ids = (found: Delivery[]) => found.map(({ id }) => id);
    const of = { channel: 'sms' as const, lane: '0900000001' };
    expect(ids(await store().dueDeliveries(of, T0 + 2, 10))).to.deep.equal(['d2', 'd1']);
    expect(ids(await store().dueDeliveries(of, T0 + 2, 1))).to.deep.equal(['d2']);
    expect(await store().countDeliveries()).to.deep.equal({ queued: 4, failed: 1, oldestQueuedAt: T0 - 5 });
    expect(ids(await store().deliveries({ alertId: 'a2', limit: 10 }))).to.deep.equal(['d5']);
    expect(ids(await store().deliveries({ caseId: 'case-a2', limit: 10 }))).to.deep.equal(['d5']);
    expect(ids(await store().deliveries({ state: 'sent', limit: 10 }))).to.deep.equal(['d4']);
    expect(ids(await store().deliveries({ limit: 10 })).at(-1)).to.equal('d4');
    expect(await store().delivery('d6')).to.deep.equal(made[5]);
  });

  it('finds open alerts and cases whose ladder is overdue, and messages that should have left, and nothing else', async () => {
    const ladder = (at: number) => ({
      ...{ id: 'l', round: 1, since: T0, done: [], of: 1, plannedAt: T0 },
      next: { step: 's', at, words: { vi: 'gọi', en: 'call' } },
    });
    const head = (id: string, at: number, state: 'contacting' | 'closed' = 'contacting') => ({
      ...{ id, vesselId: id, state, openedAt: T0, updatedAt: T0, ladder: ladder(at) },
    });
    const closed = { ...alertOf('a4', 4), response: { state: 'closed' as const }, ladder: ladder(T0) };
    await store().commit(
      batch(1, {
        alerts: [
          { ...alertOf('a1', 1), ladder: ladder(T0 + 2) },
          { ...alertOf('a2', 2), ladder: ladder(T0 + 1) },
          { ...alertOf('a3', 3), ladder: ladder(T0 + 9) },
          closed,
          alertOf('a5', 5),
        ],
        cases: [head('c1', T0 + 2), head('c2', T0 + 9), head('c3', T0, 'closed')],
        deliveries: [
          deliveryOf('d1', { nextAttemptAt: T0 + 2 }),
          deliveryOf('d2', { nextAttemptAt: T0 + 1, channel: 'email', state: 'sending' }),
          deliveryOf('d3', { nextAttemptAt: T0 + 9 }),
          deliveryOf('d4', { channel: 'call' }),
          deliveryOf('d5', { state: 'sent' }),
        ],
      }),
    );
    expect(await store().overdueLadders(T0 + 5, 10)).to.deep.equal({ alertIds: ['a2', 'a1'], caseIds: ['c1'] });
    expect(await store().overdueLadders(T0 + 5, 1)).to.deep.equal({ alertIds: ['a2'], caseIds: ['c1'] });
    expect(await store().overdueLadders(T0, 10)).to.deep.equal({ alertIds: [], caseIds: [] });
    expect((await store().waitingWithoutStep('', 10)).map(({ id }) => id)).to.deep.equal(['a5']);
    expect(await store().waitingWithoutStep('a5', 10)).to.deep.equal([]);
    expect((await store().overdueDeliveries(T0 + 5, 10)).sort()).to.deep.equal(['d1', 'd2']);
    expect(await store().overdueDeliveries(T0 + 5, 1)).to.have.length(1);
  });

  it('gives the outbox its lanes, and messages by lane, by gateway and by missing receipt', async () => {
    const sent = { state: 'sent' as const, gatewayId: 'smpp:1' };
    const made = [
      deliveryOf('d1', { nextAttemptAt: T0 + 2, address: '+84 900 000 001' }),
      deliveryOf('d2', { nextAttemptAt: T0 + 3 }),
      deliveryOf('d3', { nextAttemptAt: T0 + 1, address: '0900000002', createdAt: T0 + 5 }),
      deliveryOf('d4', { ...sent, confirmBy: T0 + 7, createdAt: T0 + 9 }),
      deliveryOf('d5', { ...sent, createdAt: T0 + 8, gatewayId: 'smpp:2' }),
      deliveryOf('d6', { state: 'delivered', confirmBy: T0 + 1 }),
      deliveryOf('d7', { channel: 'email', address: 'A@b.example' }),
    ];
    await store().commit(batch(1, { deliveries: made }));
    expect(await store().dueLanes('sms', T0 + 2, 10)).to.deep.equal([
      { lane: '0900000002', due: 1 },
      { lane: '0900000001', due: 1 },
    ]);
    expect(await store().dueLanes('sms', T0 + 3, 1)).to.deep.equal([{ lane: '0900000002', due: 1 }]);
    expect(await store().dueLanes('email', T0, 10)).to.deep.equal([{ lane: 'a@b.example', due: 1 }]);
    const ids = (found: Delivery[]) => found.map(({ id }) => id);
    expect(ids(await store().unconfirmedDeliveries(T0 + 6, 10))).to.deep.equal([]);
    expect(ids(await store().unconfirmedDeliveries(T0 + 7, 10))).to.deep.equal(['d4']);
    expect((await store().deliveryOfGateway('smpp:2'))?.id).to.equal('d5');
    expect(await store().deliveryOfGateway('smpp:9')).to.equal(undefined);
    const of = { channel: 'sms' as const, lane: '0900000001' };
    expect(ids(await store().laneDeliveries(of, T0 + 1, 10))).to.deep.equal(['d4', 'd5']);
    expect(ids(await store().laneDeliveries(of, T0, 1))).to.deep.equal(['d4']);
  });

  it('keeps receipts, claimed and not', async () => {
    const receipt = (id: string, more: object = {}) =>
      ({
        id,
        channel: 'sms',
        gatewayId: 'smpp:1',
        state: 'delivered',
        answer: 'ok',
        at: T0,
        times: 1,
        ...more,
      }) as const;
    await store().commit(batch(1, { receipts: [receipt('r1'), receipt('r2', { deliveryId: 'd1', at: T0 + 1 })] }));
    await store().commit(batch(2, { receipts: [receipt('r1', { times: 2 })] }));
    expect(await store().receipt('r1')).to.deep.equal(receipt('r1', { times: 2 }));
    expect((await store().receipts({ limit: 10 })).map(({ id }) => id)).to.deep.equal(['r2', 'r1']);
    expect((await store().receipts({ unclaimed: true, limit: 10 })).map(({ id }) => id)).to.deep.equal(['r1']);
    expect(await store().receipts({ gatewayId: 'smpp:2', limit: 10 })).to.deep.equal([]);
  });
}
