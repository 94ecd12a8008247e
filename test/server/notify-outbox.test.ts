import { expect } from 'chai';
import { type Delivery, laneOf } from '../../server/models/delivery.ts';
import { defaultRetrySeconds, retryDelayMs } from '../../server/notify/carrier.ts';
import { type ChannelSender, DeliveryProblem } from '../../server/notify/channels/channel.ts';
import type { DeliveryEvent } from '../../server/notify/delivery-event.ts';
import { delivery, Ledger, until } from './notify-land.ts';

/** Answers by delivery id, one after the other; the last one repeats. */
function scripted(
  script: Record<string, (string | DeliveryProblem | Promise<never>)[]>,
): ChannelSender & { sent: Delivery[] } {
  const sent: Delivery[] = [];
  return {
    sent,
    async send(one) {
      sent.push(one);
      const answers = script[one.id] ?? ['ok'];
      const answer = await (answers.length > 1 ? answers.shift()! : answers[0]!);
      if (answer instanceof DeliveryProblem) throw answer;
      return { outcome: 'sent', answer };
    },
  };
}

const hangs = new Promise<never>(() => {});
const names = (events: DeliveryEvent[], id: string) => events.filter((one) => one.id === id).map((one) => one.event);

describe('the outbox', () => {
  it('records the attempt before it sends and the answer after', async () => {
    const ledger = new Ledger();
    ledger.add(delivery());
    const seen: string[] = [];
    const outbox = ledger.outbox({
      email: {
        async send(one) {
          seen.push(`${ledger.get(one.id).state} ${ledger.events.map((event) => event.event)}`);
          return { outcome: 'sent', answer: '250 taken' };
        },
      },
    });
    outbox.start();
    await until(() => ledger.get('dlv-1').state === 'sent');
    await outbox.stop();
    expect(seen).to.deep.equal(['sending attempt']);
    expect(names(ledger.events, 'dlv-1')).to.deep.equal(['attempt', 'sent']);
    expect(ledger.get('dlv-1')).to.include({ attempts: 1, answer: '250 taken' });
  });

  it('sends nothing when the attempt cannot be journaled, and sends once it can', async () => {
    const ledger = new Ledger();
    ledger.add(delivery());
    const email = scripted({});
    let broken = true;
    const problems: string[] = [];
    const outbox = ledger.outbox(
      { email },
      {
        record: async (event) => {
          if (broken) throw new Error('disk full');
          return ledger.record(event);
        },
        onProblem: (sentence) => problems.push(sentence),
      },
    );
    outbox.start();
    await until(() => problems.length > 2);
    expect(email.sent).to.have.length(0);
    broken = false;
    await until(() => ledger.get('dlv-1').state === 'sent');
    await outbox.stop();
    expect(email.sent).to.have.length(1);
  });

  it('sends nothing that was withdrawn in the meantime', async () => {
    const ledger = new Ledger();
    ledger.add(delivery());
    const email = scripted({});
    const outbox = ledger.outbox(
      { email },
      {
        record: async (event) => {
          if (event.event === 'attempt') ledger.record({ ...event, event: 'withdrawn' });
          return ledger.record(event);
        },
      },
    );
    outbox.start();
    await until(() => ledger.get('dlv-1').state === 'kept');
    await outbox.stop();
    expect(email.sent).to.have.length(0);
  });

  it('tries again after a refusal, on the ladder, and gives up at its end', async () => {
    const ledger = new Ledger();
    ledger.add(delivery());
    const email = scripted({ 'dlv-1': [new DeliveryProblem(true, '451 later')] });
    const outbox = ledger.outbox({ email }, { retrySeconds: [30, 120], maxAttempts: 4 });
    outbox.start();
    const waits: number[] = [];
    for (let attempt = 1; attempt < 4; attempt++) {
      await until(() => ledger.get('dlv-1').state === 'queued' && ledger.get('dlv-1').attempts === attempt);
      waits.push(ledger.get('dlv-1').nextAttemptAt - ledger.now);
      expect(email.sent, 'not before its time').to.have.length(attempt);
      ledger.now = ledger.get('dlv-1').nextAttemptAt;
    }
    await until(() => ledger.get('dlv-1').state === 'failed');
    await outbox.stop();
    expect(waits).to.deep.equal([30_000, 120_000, 120_000]);
    expect(ledger.get('dlv-1').answer).to.match(/4 attempts.*451 later/);
  });

  it('spreads the tries of messages refused together', () => {
    expect(retryDelayMs(1, defaultRetrySeconds, 0)).to.equal(24_000);
    expect(retryDelayMs(1, defaultRetrySeconds, 0.999999)).to.equal(36_000);
    expect(
      [1, 2, 3, 4, 5, 6, 28].map((attempt) => retryDelayMs(attempt, defaultRetrySeconds, 0.5) / 1000),
    ).to.deep.equal([30, 120, 480, 1800, 3600, 3600, 3600]);
  });

  it('gives up at once on a permanent refusal', async () => {
    const ledger = new Ledger();
    ledger.add(delivery());
    const outbox = ledger.outbox({ email: scripted({ 'dlv-1': [new DeliveryProblem(false, '550 no such user')] }) });
    outbox.start();
    await until(() => ledger.get('dlv-1').state === 'failed');
    await outbox.stop();
    expect(names(ledger.events, 'dlv-1')).to.deep.equal(['attempt', 'failed']);
    expect(ledger.get('dlv-1').answer).to.equal('550 no such user');
  });

  it('lets a gateway that hangs delay no other channel', async () => {
    const ledger = new Ledger();
    for (let i = 0; i < 50; i++) ledger.add(delivery({ id: `sms-${i}`, channel: 'sms' }));
    for (let i = 0; i < 50; i++) ledger.add(delivery({ id: `mail-${i}`, nextAttemptAt: ledger.now }));
    const email = scripted({});
    const sms: ChannelSender = { send: () => hangs };
    const outbox = ledger.outbox({ email, sms }, { concurrency: 3, sendTimeoutSeconds: 3600 });
    outbox.start();
    await until(() => email.sent.length === 50);
    expect(outbox.underWay().sms, 'bounded').to.equal(3);
    void outbox.stop();
  });

  it('lets one poisoned message delay no other', async () => {
    const ledger = new Ledger();
    ledger.add(delivery({ id: 'poison' }));
    for (let i = 0; i < 20; i++) ledger.add(delivery({ id: `mail-${i}` }));
    let tries = 0;
    const email: ChannelSender = {
      async send(one) {
        if (one.id === 'poison') {
          tries++;
          throw new TypeError('a fault of ours');
        }
        return { outcome: 'sent', answer: 'ok' };
      },
    };
    const outbox = ledger.outbox({ email }, { concurrency: 1, retrySeconds: [0.001], maxAttempts: 3 });
    outbox.start();
    await until(() => [...ledger.deliveries.values()].filter((one) => one.state === 'sent').length === 20);
    for (const attempt of [1, 2]) {
      await until(() => ledger.get('poison').attempts === attempt && ledger.get('poison').state === 'queued');
      ledger.now += 1000;
    }
    await until(() => ledger.get('poison').attempts === 3 && ledger.get('poison').state === 'failed');
    await outbox.stop();
    expect(tries).to.equal(3);
    expect(ledger.get('poison').answer).to.contain('a fault of ours');
  });

  it('ends an attempt that gets no answer, and frees its slot', async () => {
    const ledger = new Ledger();
    ledger.add(delivery({ id: 'tarpit' }), delivery({ id: 'next' }));
    const signals: AbortSignal[] = [];
    const email: ChannelSender = {
      send(one, signal) {
        if (one.id === 'next') return Promise.resolve({ outcome: 'sent', answer: 'ok' });
        signals.push(signal!);
        return hangs;
      },
    };
    const outbox = ledger.outbox({ email }, { concurrency: 1, sendTimeoutSeconds: 0.02 });
    outbox.start();
    await until(() => ledger.get('next').state === 'sent');
    await outbox.stop();
    expect(ledger.get('tarpit')).to.include({ state: 'queued', attempts: 1 });
    expect(ledger.get('tarpit').answer).to.contain('may have arrived');
    expect(signals[0]?.aborted).to.equal(true);
  });

  it('never has one message under way twice, however often it is poked', async () => {
    const ledger = new Ledger();
    for (let i = 0; i < 30; i++) ledger.add(delivery({ id: `mail-${i}` }));
    const email = scripted({});
    const outbox = ledger.outbox(
      { email },
      {
        // Slow to commit, so that messages look due long after they were taken up.
        record: async (event) => {
          await new Promise((resolve) => setTimeout(resolve, 3));
          // Without a word on whether it applied: the outbox alone has to see to it.
          ledger.record(event);
        },
      },
    );
    outbox.start();
    const poking = setInterval(() => outbox.poke(), 1);
    await until(() => [...ledger.deliveries.values()].every((one) => one.state === 'sent'));
    clearInterval(poking);
    await outbox.stop();
    expect(new Set(email.sent.map((one) => one.id)).size).to.equal(email.sent.length);
  });

  it('is not misled by a reading of the queue that is old when it arrives', async () => {
    const ledger = new Ledger();
    ledger.add(delivery());
    const email = scripted({});
    let read = (_: Delivery[]) => {};
    let readings = 0;
    const outbox = ledger.outbox(
      { email },
      {
        due: () => {
          if (++readings > 2) return Promise.resolve([]);
          return readings === 1 ? Promise.resolve([delivery()]) : new Promise((resolve) => (read = resolve));
        },
        lanes: async (channel) => (channel === 'email' ? [{ lane: laneOf(delivery()), due: 1 }] : []),
        record: async (event) => {
          await until(() => readings >= 2);
          ledger.record(event);
        },
        pollSeconds: 3600,
      },
    );
    outbox.start();
    await until(() => outbox.underWay().email === 1);
    outbox.poke();
    await until(() => ledger.get('dlv-1').state === 'sent' && outbox.underWay().email === 0);
    read([delivery()]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(email.sent).to.have.length(1);
    await outbox.stop();
  });

  it('finishes what is under way when it is stopped, and takes up nothing more', async () => {
    const ledger = new Ledger();
    ledger.add(delivery({ id: 'mail-1' }), delivery({ id: 'mail-2' }));
    let answer = (_: string) => {};
    const email: ChannelSender = {
      send: () =>
        new Promise((resolve) => {
          answer = (words) => resolve({ outcome: 'sent', answer: words });
        }),
    };
    const outbox = ledger.outbox({ email }, { concurrency: 1 });
    outbox.start();
    await until(() => ledger.get('mail-1').state === 'sending');
    await until(() => outbox.underWay().email === 1);
    await new Promise(setImmediate);
    const stopped = outbox.stop();
    answer('250 late but taken');
    await stopped;
    expect(ledger.get('mail-1')).to.include({ state: 'sent', answer: '250 late but taken' });
    expect(ledger.get('mail-2').state).to.equal('queued');
    outbox.poke();
    await new Promise(setImmediate);
    expect(ledger.get('mail-2').state).to.equal('queued');
  });
});

describe('the outbox after a crash', () => {
  it('sends again what was under way, with the same id, when its lease is over, and says what it does not know', async () => {
    const ledger = new Ledger();
    ledger.add(delivery());
    const first = ledger.outbox({ email: { send: () => hangs } }, { sendTimeoutSeconds: 60 });
    first.start();
    await until(() => ledger.get('dlv-1').state === 'sending');
    // The process dies here: its send never ends, so nothing more is recorded by it.
    void first.stop();

    const email = scripted({ 'dlv-1': ['250 ok'] });
    const second = ledger.outbox({ email }, { sendTimeoutSeconds: 60 });
    second.start();
    second.poke();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(email.sent, 'the first attempt may still be answered').to.have.length(0);
    ledger.now = ledger.get('dlv-1').nextAttemptAt;
    await until(() => ledger.get('dlv-1').state === 'sent');
    await second.stop();
    expect(email.sent.map((one) => one.id)).to.deep.equal(['dlv-1']);
    expect(ledger.get('dlv-1').attempts).to.equal(2);
    expect(ledger.get('dlv-1').answer).to.match(/250 ok.*attempt 1.*unknown/);
  });

  it('loses none of 1,000 messages over many crashes, and doubles only those whose answer was lost', async function () {
    this.timeout(60_000);
    const ledger = new Ledger();
    const total = 1000;
    for (let i = 0; i < total; i++) ledger.add(delivery({ id: `d${i}`, channel: i % 2 ? 'sms' : 'email' }));
    const arrived = new Map<string, number>();
    let answersLost = 0;
    for (let life = 0; life < 40; life++) {
      let alive = true;
      let left = 25 + life;
      const sender: ChannelSender = {
        async send(one) {
          if (!alive) return hangs;
          arrived.set(one.id, (arrived.get(one.id) ?? 0) + 1);
          if (--left <= 0) alive = false;
          await new Promise(setImmediate);
          if (alive) return { outcome: 'sent', answer: 'ok' };
          answersLost++;
          return hangs;
        },
      };
      const outbox = ledger.outbox(
        { email: sender, sms: sender },
        {
          concurrency: 4,
          due: async (channel, time, limit) => (alive ? ledger.due(channel, time, limit) : []),
          record: async (event) => {
            if (!alive) return hangs;
            return ledger.record(event);
          },
        },
      );
      outbox.start();
      await until(() => !alive || [...ledger.deliveries.values()].every((one) => one.state !== 'queued'));
      alive = false;
      await new Promise((resolve) => setTimeout(resolve, 2));
      void outbox.stop();
      ledger.now += 100_000;
    }
    const healthy: ChannelSender = {
      async send(one) {
        arrived.set(one.id, (arrived.get(one.id) ?? 0) + 1);
        return { outcome: 'sent', answer: 'ok' };
      },
    };
    const last = ledger.outbox({ email: healthy, sms: healthy });
    last.start();
    await until(() => [...ledger.deliveries.values()].every((one) => one.state === 'sent'));
    await last.stop();
    const doubled = [...arrived.values()].reduce((sum, times) => sum + times - 1, 0);
    expect(arrived.size, 'none lost').to.equal(total);
    expect(answersLost).to.be.greaterThan(0);
    expect(doubled, 'only where the answer was lost').to.be.at.most(answersLost);
  });
});
