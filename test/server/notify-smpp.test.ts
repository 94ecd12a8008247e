import { expect } from 'chai';
import { type ChannelSender, DeliveryProblem } from '../../server/notify/channels/channel.ts';
import type { HeardReceipt, HeardSms } from '../../server/notify/channels/hearing.ts';
import { createSmppSender } from '../../server/notify/channels/smpp.ts';
import { smppConfig } from '../../server/notify/channels/smpp-config.ts';
import { freePort } from '../product.ts';
import { Smsc } from '../smsc.ts';
import { delivery, until } from './notify-land.ts';

describe('SMS by SMPP', () => {
  let smsc: Smsc;
  let port: number;
  let sender: ChannelSender | undefined;
  let receipts: HeardReceipt[];
  let replies: HeardSms[];
  let journal: () => Promise<void>;

  beforeEach(async () => {
    smsc = new Smsc();
    port = await freePort();
    await smsc.listen(port);
    receipts = [];
    replies = [];
    journal = async () => {};
  });
  afterEach(async () => {
    sender?.close?.();
    await smsc.close();
  });

  function connect(more: object = {}): ChannelSender {
    const config = smppConfig.parse({
      url: `smpp://127.0.0.1:${port}`,
      systemId: 'haidang',
      password: 'secret',
      source: 'HAIDANG',
      reconnectSeconds: 0.05,
      timeoutSeconds: 1,
      ...more,
    });
    sender = createSmppSender(config, {
      receipt: async (heard) => {
        await journal();
        receipts.push(heard);
      },
      sms: async (heard) => {
        await journal();
        replies.push(heard);
      },
    });
    return sender;
  }

  const sms = (over = {}) => delivery({ channel: 'sms', address: '0900 000 001', body: 'VUOT RANH GIOI', ...over });

  async function problem(promise: Promise<unknown>): Promise<DeliveryProblem> {
    try {
      await promise;
    } catch (error) {
      if (error instanceof DeliveryProblem) return error;
      throw error;
    }
    throw new Error('it was taken');
  }

  it('binds, submits in the GSM alphabet and gives what the SMSC calls the message', async () => {
    const one = connect();
    await until(() => smsc.isBound);
    const { outcome, gatewayId, answer } = await one.send(sms({ body: 'a@b_$ 15-28.3N' }));
    expect({ outcome, gatewayId }).to.deep.equal({ outcome: 'sent', gatewayId: 'smpp:1000' });
    expect(answer).to.contain('message_id 1000');
    const [got] = smsc.received;
    expect(got).to.include({ to: '84900000001', text: 'a@b_$ 15-28.3N' });
    expect(got!.pdu).to.include({ data_coding: 0, registered_delivery: 1, source_addr: 'HAIDANG' });
  });

  it('sends Vietnamese with its marks in parts, each whole, and asks for one receipt', async () => {
    const one = connect();
    await until(() => smsc.isBound);
    const body = 'Tàu QNa-91234-TS đã vượt ranh giới cho phép khai thác thủy sản trên biển, xin cho tàu quay về ngay.';
    await one.send(sms({ body }));
    expect(smsc.received).to.have.length(2);
    expect(smsc.received.map(({ text }) => text).join('')).to.equal(body);
    expect(smsc.received.map(({ pdu }) => pdu.data_coding)).to.deep.equal([8, 8]);
    expect(smsc.received.map(({ pdu }) => pdu.registered_delivery)).to.deep.equal([0, 1]);
  });

  it('hears receipts of every kind, and SMS; it says so only when they are journaled', async () => {
    connect();
    await until(() => smsc.isBound);
    journal = () => Promise.reject(new Error('disk full'));
    expect(await smsc.receipt('1000')).to.equal(0x08);
    journal = async () => {};
    for (const stat of ['DELIVRD', 'UNDELIV', 'EXPIRED', 'ENROUTE']) expect(await smsc.receipt('1A', stat)).to.equal(0);
    expect(await smsc.sms('84900000001', 'VT 15 30.5N 109 12.3E')).to.equal(0);
    expect(receipts.map(({ gatewayId, state }) => `${gatewayId} ${state}`)).to.deep.equal([
      'smpp:1a delivered',
      'smpp:1a failed',
      'smpp:1a expired',
      'smpp:1a accepted',
    ]);
    expect(replies).to.deep.equal([{ from: '84900000001', text: 'VT 15 30.5N 109 12.3E' }]);
  });

  it('knows an id again that the SMSC writes in hexadecimal once and in decimal once', async () => {
    connect({ receiptIds: 'decimal-of-hex' });
    await until(() => smsc.isBound);
    await smsc.receipt('4096');
    expect(receipts[0]).to.include({ gatewayId: 'smpp:1000' });
  });

  it('tells a full queue from a wrong number', async () => {
    const one = connect();
    await until(() => smsc.isBound);
    smsc.answer = () => 0x14;
    expect(await problem(one.send(sms()))).to.include({ temporary: true });
    smsc.answer = () => 0x0b;
    const wrong = await problem(one.send(sms()));
    expect(wrong).to.include({ temporary: false });
    expect(wrong.answer).to.contain('0x0000000b');
  });

  it('never has more waiting than its window, and gives up a tarpit', async () => {
    const one = connect({ window: 3 });
    await until(() => smsc.isBound);
    await Promise.all(Array.from({ length: 20 }, (_, i) => one.send(sms({ id: `d${i}` }))));
    expect(smsc.mostWaiting).to.equal(3);
    smsc.answer = () => undefined;
    const given = await problem(one.send(sms()));
    expect(given.temporary).to.equal(true);
    expect(given.answer).to.match(/may have arrived/);
  });

  it('comes back by itself after a cut, a refused bind and an SMSC that was away; what was under way is not called lost', async () => {
    const one = connect();
    await until(() => smsc.isBound);
    smsc.answer = () => undefined;
    const under = problem(one.send(sms()));
    await until(() => smsc.received.length === 1);
    smsc.drop();
    expect((await under).answer).to.match(/may have arrived/);
    smsc.answer = () => 0;
    await until(() => smsc.isBound);
    smsc.refusesBind = true;
    smsc.drop();
    const binds = smsc.binds;
    await until(() => smsc.binds > binds + 1);
    expect((await problem(one.send(sms()))).answer).to.match(/bind was refused: 0x0000000d/);
    smsc.refusesBind = false;
    await until(() => smsc.isBound);
    await smsc.close();
    await problem(one.send(sms()));
    smsc = new Smsc();
    await smsc.listen(port);
    await until(() => smsc.isBound);
    expect((await one.send(sms())).outcome).to.equal('sent');
  });
});
