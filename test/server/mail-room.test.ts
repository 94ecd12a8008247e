/** Receipts, groups and other ways through the journal: the same after any restart. */
import { expect } from 'chai';
import type { Config } from '../../server/config.ts';
import type { EngineRoom } from '../../server/ingest/room.ts';
import { RecordType } from '../../server/journal/record.ts';
import { startMessages } from '../../server/message-side.ts';
import type { Delivery } from '../../server/models/delivery.ts';
import type { Entry } from '../../server/models/entry.ts';
import { createVapidKeys } from '../../server/notify/channels/web-push.ts';
import { notifyConfig } from '../../server/notify/config.ts';
import { SmsServer } from '../gateways.ts';
import { freePort, until } from '../product.ts';
import { boats, hour, MailLand, minute } from './mail-land.ts';

describe('messages in the journal', () => {
  let land: MailLand;

  beforeEach(async () => {
    land = new MailLand();
    await land.begin();
  });
  afterEach(() => land.close());

  it('end right with a receipt that comes in time, twice, late, too early, after a restart, or about nothing', async () => {
    await land.silence(7, [0]);
    const [{ id }] = (await land.made({ contactId: 'truc' })) as [Delivery];
    const other = (await land.toOwner()).id;

    // Too early: the gateway's answer is not recorded yet when the receipt is here, and the process is killed in between.
    await land.happen({ id, event: 'attempt', attempt: 1 });
    await land.receipt({ gatewayId: 'smpp:1' }, 'delivered');
    expect((await land.store.receipts({ unclaimed: true, limit: 10 })).map(({ gatewayId }) => gatewayId)).to.deep.equal(
      ['smpp:1'],
    );
    await land.restart();
    await land.happen({ id, event: 'sent', attempt: 1, gatewayId: 'smpp:1', answer: 'message_id 1' });
    expect(await land.find(id)).to.include({ state: 'delivered', gatewayId: 'smpp:1', answer: 'stat:delivered' });
    expect(await land.store.receipts({ unclaimed: true, limit: 10 })).to.have.length(0);

    // Twice, and a contradiction afterwards.
    await land.receipt({ gatewayId: 'smpp:1' }, 'delivered');
    await land.receipt({ gatewayId: 'smpp:1' }, 'failed');
    expect((await land.find(id)).state).to.equal('delivered');
    const kept = await land.store.receipts({ gatewayId: 'smpp:1', limit: 10 });
    expect(kept.map(({ state, times }) => `${state} ${times}`).sort()).to.deep.equal(['delivered 2', 'failed 1']);

    // Late: it had been given up.
    await land.happen({ id: other, event: 'attempt', attempt: 1 });
    await land.happen({ id: other, event: 'failed', attempt: 1, answer: 'no' });
    await land.receipt({ deliveryId: other }, 'delivered');
    expect((await land.find(other)).state).to.equal('delivered');

    // About nothing that we know: kept.
    await land.receipt({ gatewayId: 'smpp:404' }, 'failed');
    await land.receipt({ deliveryId: 'dlv-00000000000000000000' }, 'delivered');
    expect(await land.store.receipts({ unclaimed: true, limit: 10 })).to.have.length(2);
    await land.rebuiltIsTheSame();
  });

  it('go another way when they fail or nobody confirms them, until somebody has them', async () => {
    await land.silence(7, [0]);
    const sms = await land.toOwner();
    await land.sent(sms.id, 'smpp:1', { confirmBy: land.now + 10 * minute });
    expect(await land.store.unconfirmedDeliveries(land.now, 10)).to.have.length(0);
    land.now += 10 * minute;
    expect((await land.store.unconfirmedDeliveries(land.now, 10)).map(({ id }) => id)).to.deep.equal([sms.id]);
    await land.happen({ id: sms.id, event: 'unconfirmed' });
    await land.happen({ id: sms.id, event: 'unconfirmed' });
    expect(await land.store.unconfirmedDeliveries(land.now, 10)).to.have.length(0);
    const device = await land.toOwner('device');
    expect(device).to.include({ address: 'VNPT/D0', state: 'queued', alertId: sms.alertId });
    await land.restart();
    await land.happen({ id: device.id, event: 'attempt', attempt: 1 });
    await land.happen({ id: device.id, event: 'failed', attempt: 1, answer: 'unit is off' });
    const call = await land.toOwner('call');
    expect(call).to.include({ address: boats[0]!.ownerPhone, state: 'queued' });
    await land.enter({ type: 'called', deliveryId: call.id, outcome: 'not-reached', by: 'an' });
    expect(await land.find(call.id)).to.include({ state: 'failed' });
    const { length } = await land.made();
    // Nothing is left to be tried, and nothing is tried twice.
    await land.enter({ type: 'retry-delivery', deliveryId: device.id, by: 'an' });
    await land.happen({ id: device.id, event: 'attempt', attempt: 1 });
    await land.happen({ id: device.id, event: 'failed', attempt: 1, answer: 'unit is off' });
    expect(await land.made()).to.have.length(length);
    await land.rebuiltIsTheSame();
  });

  it('go no other way once the alert is acknowledged', async () => {
    await land.silence(7, [0]);
    const sms = await land.toOwner();
    await land.enter({ type: 'acknowledge', alertId: sms.alertId, by: 'an' });
    await land.happen({ id: sms.id, event: 'attempt', attempt: 1 });
    await land.happen({ id: sms.id, event: 'failed', attempt: 1, answer: 'no' });
    expect(await land.made({ channel: 'device' })).to.have.length(0);
  });

  it('are told in one, which is in the case of each and retried as one; what was taken back meanwhile is left out', async () => {
    await land.silence(7, [0, 1, 2, 3]);
    const waiting = await land.made({ contactId: 'truc', state: 'queued' });
    expect(waiting).to.have.length(4);
    const ids = waiting.map(({ id }) => id);
    await land.happen({ id: ids[3]!, event: 'withdrawn', answer: 'taken back' });
    await land.enter({ type: 'group-deliveries', ids: [...ids, (await land.toOwner()).id, 'dlv-unknown'] });
    expect(await land.made({ change: 'group' }), 'two readers are not told in one').to.have.length(0);
    await land.enter({ type: 'group-deliveries', ids });
    await land.enter({ type: 'group-deliveries', ids });
    const [group] = (await land.made({ change: 'group' })) as [Delivery];
    expect(group).to.include({ contactId: 'truc', state: 'queued', caseId: '' });
    expect(group.members).to.have.members(ids.slice(0, 3));
    expect(group.body).to.contain('MAT KET NOI: 3 tau');
    expect(await land.find(ids[0]!)).to.include({ state: 'grouped', groupId: group.id });
    await land.restart();
    await land.happen({ id: group.id, event: 'attempt', attempt: 1 });
    await land.happen({ id: group.id, event: 'failed', attempt: 1, answer: '550 no such number' });
    for (const id of ids.slice(0, 3)) {
      const { lines } = (await land.store.case((await land.find(id)).caseId))!;
      expect(lines.filter(({ text }) => text.vi.includes('báo chung'))).to.have.length(1);
      expect(lines.filter(({ text }) => text.vi.includes('550 no such number'))).to.have.length(1);
    }
    await land.rebuiltIsTheSame();
  });

  it('wait no longer than they would have when the clock is set back, over a restart too', async () => {
    await land.silence(7, [0]);
    const [{ id }] = (await land.made({ contactId: 'truc' })) as [Delivery];
    const fresh = (await land.toOwner()).id;
    await land.happen({ id, event: 'attempt', attempt: 1, nextAttemptAt: land.now + minute });
    await land.happen({ id, event: 'deferred', attempt: 1, answer: 'no', nextAttemptAt: land.now + 2 * minute });
    const before = await land.find(id);

    land.now -= 5 * hour;
    await land.restart();
    await land.record(RecordType.tick);
    expect(await land.find(id)).to.deep.equal({
      ...before,
      nextAttemptAt: land.now + 2 * minute,
      waitsSince: land.now,
    });
    expect((await land.find(fresh)).nextAttemptAt).to.equal(land.now);

    // Once only: what waits is not put off again by each tick.
    land.now += minute;
    await land.record(RecordType.tick);
    expect((await land.find(id)).nextAttemptAt).to.equal(land.now + minute);

    // A receipt is waited for as long as it would have been, and then the reader is told another way.
    await land.happen({ id, event: 'attempt', attempt: 2 });
    await land.happen({
      id,
      event: 'sent',
      attempt: 2,
      gatewayId: 'g-1',
      answer: 'ok',
      confirmBy: land.now + 10 * minute,
    });
    land.now -= hour;
    await land.record(RecordType.tick);
    expect((await land.find(id)).confirmBy).to.equal(land.now + 10 * minute);
    await land.rebuiltIsTheSame();
  });

  it('wait for the morning where somebody wants quiet, unless they are urgent', async () => {
    const quiet = { from: '00:00', to: '23:59' };
    const body = [{ id: 'truc', name: 'T', role: 'duty', phone: '0900000001', language: 'vi', quietHours: quiet }];
    await land.enter({ type: 'document', name: 'contacts', body, by: 'test' });
    await land.silence(7, [0]);
    const [held] = (await land.made({ contactId: 'truc' })) as [Delivery];
    expect((held.nextAttemptAt + 7 * hour) % (24 * hour)).to.equal(23 * hour + 59 * minute);
    expect(await land.store.dueLanes('sms', land.now, 10)).to.deep.equal([{ lane: boats[0]!.ownerPhone, due: 1 }]);
  });

  it('a test message is one like any other, about no case', async () => {
    const contact = { id: 'truc', name: 'Trực ban', language: 'vi' } as const;
    await land.enter({ type: 'test-message', contact, channel: 'sms', address: '0900000001', by: 'an' });
    const [test] = (await land.made({ change: 'test' })) as [Delivery];
    await land.sent(test.id, 'smpp:5');
    await land.receipt({ gatewayId: 'smpp:5' }, 'delivered');
    expect(await land.find(test.id)).to.include({ state: 'delivered', caseId: '', alertId: '' });
  });

  it('are sent once though a front begins anew from a store that lags behind its journal', async () => {
    const front = new MailLand();
    front.now = Date.now() - 7.5 * hour;
    await front.begin();
    await front.silence(7, [0]);
    // As where engines work the journal out: what the front reads is as far as they are.
    const behind = front.newStore();
    const engine = await front.open(behind);
    let applied = 0;
    const catchUp = async (): Promise<void> => {
      for (; applied < front.entered.length; applied++) await front.put(engine, front.entered[applied]!, applied * 100);
      await engine.commit();
    };
    await catchUp();
    // The front before was killed when the gateway had it; the one after begins before the engines know of the attempt.
    const [{ id }] = (await front.made({ contactId: 'truc', channel: 'sms' })) as [Delivery];
    front.now = Date.now();
    await front.happen({ id, event: 'attempt', attempt: 1, nextAttemptAt: front.now + hour });
    const gateway = new SmsServer();
    const port = await freePort();
    await gateway.listen(port);
    let turn: Promise<unknown> = Promise.resolve();
    const inTurn = async (entry: Entry): Promise<number> => {
      front.now = Date.now();
      await front.enter(entry);
      await catchUp();
      return front.position;
    };
    const room = {
      caughtUp: Promise.resolve(),
      onCommitted: () => {},
      act: (entry: Entry) => {
        const mine = turn.then(() => inTurn(entry));
        turn = mine;
        return mine;
      },
    } as unknown as EngineRoom;
    const notify = notifyConfig.parse({ sms: { url: `http://127.0.0.1:${port}/` }, pollSeconds: 0.02 });
    const log = { error: () => {}, warn: () => {} };
    const keys = { links: 'signs', vapid: createVapidKeys() };
    const messages = startMessages({ room, store: behind, config: { notify } as Config, keys, log });
    const attempts = () => front.entered.filter(([, , text]) => text.includes('"event":"attempt"'));
    await until(
      async () => attempts().some(([, , text], n) => n > 0 && text.includes(id)) && gateway.received.length > 0,
    );
    await messages.stop();
    await gateway.close();
    expect(gateway.received.filter((one) => one.id === id)).to.deep.equal([]);
    expect(await front.find(id)).to.include({ state: 'sending', attempts: 1 });
    await behind.close();
    await front.close();
  });
});
