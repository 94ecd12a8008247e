import { expect } from 'chai';
import type { Delivery } from '../../server/models/delivery.ts';
import type { ChannelSender } from '../../server/notify/channels/channel.ts';
import { decideLane, defaultLaneLimits, type LaneHistory, LaneMemory } from '../../server/notify/lane-policy.ts';
import { composeGroup } from '../../server/notify/templates/group.ts';
import { isGsm7 } from '../../server/notify/templates/gsm7.ts';
import { delivery, Ledger, now, until } from './notify-land.ts';

const limits = defaultLaneLimits;
const minute = 60_000;
const none: LaneHistory = { sent: [] };
const full: LaneHistory = { sent: Array.from({ length: limits.perWindow }, (_, i) => now - 2 * minute + i) };

function several(n: number, over: Partial<Delivery> = {}): Delivery[] {
  return Array.from({ length: n }, (_, i) => delivery({ id: `d${i}`, ...over }));
}

const ids = (list: Delivery[]) => list.map(({ id }) => id);

describe('what one reader is sent', () => {
  it('is one message after the other while they are few, the urgent first', () => {
    const due = [delivery({ id: 'calm' }), delivery({ id: 'urgent', urgent: true })];
    expect(ids(decideLane(due, none, limits, now).send)).to.deep.equal(['urgent', 'calm']);
  });

  it('is one message for many that are not urgent', () => {
    const { send, group } = decideLane(several(14), none, limits, now);
    expect(send).to.have.length(0);
    expect(group).to.have.length(14);
  });

  it('is each urgent alert by itself while there is room, and one message when there is none', () => {
    expect(decideLane(several(5, { urgent: true }), none, limits, now).send).to.have.length(5);
    expect(decideLane(several(500, { urgent: true }), none, limits, now).group).to.have.length(500);
  });

  it('is not more than the window allows: the calm wait for room, the urgent a minute', () => {
    const calm = decideLane([delivery()], full, limits, now);
    expect(calm).to.deep.include({ send: [], group: [] });
    expect(calm.waitUntil).to.equal(full.sent[0]! + limits.windowSeconds * 1000);
    const urgent = [delivery({ urgent: true })];
    const justNow = { sent: [...full.sent.slice(1), now - 10_000] };
    expect(decideLane(urgent, justNow, limits, now).waitUntil).to.equal(now + 50_000);
    expect(decideLane(urgent, full, limits, now).send, 'a minute after the last').to.have.length(1);
  });

  it('is no second message of several within a minute', () => {
    const history = { sent: [now], groupedAt: now - 10_000 };
    const { group, waitUntil } = decideLane(several(10), history, limits, now);
    expect(group).to.have.length(0);
    expect(waitUntil).to.equal(now + 50_000);
  });

  it('holds back no test, no message of several and nothing that may have arrived', () => {
    const due = [
      delivery({ change: 'test' }),
      delivery({ change: 'group' }),
      delivery({ state: 'sending', attempts: 1 }),
    ];
    expect(decideLane(due, full, limits, now).send).to.have.length(3);
  });

  it('is not held for hours by a clock that was set back', () => {
    const memory = new LaneMemory(limits);
    for (let i = 0; i < limits.perWindow; i++) memory.sent('sms 1', now);
    memory.grouped('sms 1', now);
    expect(memory.history('sms 1', now).sent).to.have.length(limits.perWindow);
    expect(memory.history('sms 1', now - 60 * minute)).to.deep.equal({ sent: [], groupedAt: undefined });
  });

  it('is counted after the window no more, and readers of long ago are forgotten', () => {
    const memory = new LaneMemory(limits);
    memory.sent('sms 1', now);
    expect(memory.history('sms 1', now + limits.windowSeconds * 1000 + 1).sent).to.deep.equal([]);
  });
});

describe('a message of several', () => {
  const silence = (i: number, provider?: string) =>
    delivery({
      id: `d${i}`,
      channel: 'sms',
      vesselId: `v${i}`,
      summary: { topic: 'silence', what: 'MẤT KẾT NỐI', label: `QNa-9${String(i).padStart(4, '0')}-TS`, provider },
    });

  it('says how many, what, and whose provider they share, in one SMS', () => {
    const members = Array.from({ length: 14 }, (_, i) => silence(i, 'VNPT'));
    const { body } = composeGroup(members, { demo: false });
    expect(body).to.contain('MAT KET NOI: 14 tau');
    expect(body).to.contain('nha cung cap VNPT');
    expect(body.length).to.be.at.most(160);
    expect(isGsm7(body)).to.equal(true);
  });

  it('blames no provider when they differ', () => {
    const members = [silence(1, 'VNPT'), silence(2, 'Viettel'), silence(3, 'VNPT')];
    expect(composeGroup(members, { demo: false }).body).not.to.contain('cung cap');
  });

  it('lists every vessel in a mail, largest heap first, and says how many are left out', () => {
    const members = Array.from({ length: 300 }, (_, i) => ({ ...silence(i), channel: 'email' as const }));
    const crossing = { topic: 'boundary-cross', what: 'VƯỢT RANH GIỚI', label: 'QNg-1-TS' };
    const { subject, body } = composeGroup([delivery({ summary: crossing }), ...members], { demo: true });
    expect(subject).to.match(/^DEMO 301 cảnh báo/);
    expect(body.indexOf('MẤT KẾT NỐI: 300 tàu')).to.be.lessThan(body.indexOf('VƯỢT RANH GIỚI: QNg-1-TS'));
    expect(body).to.contain('… và 100 tàu nữa');
  });
});

describe('the outbox in a storm', () => {
  const counting = (): ChannelSender & { sent: Delivery[] } => {
    const sent: Delivery[] = [];
    return {
      sent,
      async send(one) {
        sent.push(one);
        return { outcome: 'sent', answer: 'ok' };
      },
    };
  };

  it('makes one message of ten thousand to one reader, and delays nobody else', async () => {
    const ledger = new Ledger();
    ledger.add(...several(10_000, { channel: 'sms', address: '0900000001' }));
    ledger.add(...Array.from({ length: 50 }, (_, i) => delivery({ id: `o${i}`, channel: 'sms', address: `091${i}` })));
    const sms = counting();
    let groups = 0;
    const outbox = ledger.outbox(
      { sms },
      {
        limits,
        laneWidth: 2,
        group: async (members) => {
          const groupId = `g${groups++}`;
          for (const { id } of members)
            ledger.record({ type: 'delivery', id, event: 'grouped', at: ledger.now, groupId });
          ledger.add(
            delivery({ ...members[0]!, id: groupId, change: 'group', state: 'queued', members: ids(members) }),
          );
        },
      },
    );
    outbox.start();
    await until(() => sms.sent.filter(({ id }) => id.startsWith('o')).length === 50);
    while ([...ledger.deliveries.values()].some(({ state }) => state === 'queued')) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      ledger.now += minute;
    }
    await until(() => [...ledger.deliveries.values()].every(({ state }) => state !== 'sending'));
    await outbox.stop();
    const toOne = sms.sent.filter(({ address }) => address === '0900000001');
    expect(toOne).to.have.length(1);
    expect(toOne.flatMap(({ members }) => members ?? [])).to.have.length(10_000);
    expect([...ledger.deliveries.values()].filter(({ state }) => state === 'grouped')).to.have.length(10_000);
  });

  it('is not held up by readers whom their gateway keeps waiting', async () => {
    const ledger = new Ledger();
    ledger.add(...several(40, { channel: 'sms', address: '0900000001' }));
    ledger.add(delivery({ id: 'other', channel: 'sms', address: '0900000002' }));
    const sent: string[] = [];
    const sms: ChannelSender = {
      send(one) {
        if (one.address === '0900000001') return new Promise(() => {});
        sent.push(one.id);
        return Promise.resolve({ outcome: 'sent', answer: 'ok' });
      },
    };
    const outbox = ledger.outbox({ sms }, { laneWidth: 2, concurrency: 5, sendTimeoutSeconds: 3600 });
    outbox.start();
    await until(() => sent.length === 1);
    expect(outbox.underWay().sms).to.equal(2);
    void outbox.stop();
  });

  it('sends what is a day and a half old no more, and says so', async () => {
    const ledger = new Ledger();
    ledger.add(
      delivery({ answer: '451 later', attempts: 3 }),
      delivery({ id: 'asked', requeuedAt: now + 40 * 60 * minute }),
    );
    ledger.now = now + 40 * 60 * minute;
    const email = counting();
    const outbox = ledger.outbox({ email });
    outbox.start();
    await until(() => ledger.get('dlv-1').state === 'expired' && ledger.get('asked').state === 'sent');
    await outbox.stop();
    expect(ids(email.sent)).to.deep.equal(['asked']);
    expect(ledger.get('dlv-1').answer).to.match(/36 hours.*451 later/);
  });
});
