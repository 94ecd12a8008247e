/** Webhook, web push, spool, device texts, bounces and receipts, against real receivers. */
import { createECDH, createHmac, createPublicKey, createVerify } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { join } from 'node:path';
import { expect } from 'chai';
import { readBounce } from '../../server/notify/channels/bounce.ts';
import { type ChannelSender, DeliveryProblem } from '../../server/notify/channels/channel.ts';
import {
  gatewayReceipts,
  gatewayReplies,
  readReceipt,
  readReply,
} from '../../server/notify/channels/gateway-receipts.ts';
import type { HeardReceipt, HeardSms } from '../../server/notify/channels/hearing.ts';
import { isNamedHost } from '../../server/notify/channels/named-hosts.ts';
import { isPrivateAddress } from '../../server/notify/channels/private-address.ts';
import { createDeviceSender, createSmsSender } from '../../server/notify/channels/sms.ts';
import { smsGateway } from '../../server/notify/channels/sms-gateway.ts';
import { createSmstoolsSender, smstoolsConfig } from '../../server/notify/channels/smstools.ts';
import { createPushSender, createVapidKeys, encrypt, pushConfig } from '../../server/notify/channels/web-push.ts';
import { createWebhookSender, webhookConfig } from '../../server/notify/channels/webhook.ts';
import { removeFolder, temporaryFolder } from '../product.ts';
import { PushBrowser } from '../push-service.ts';
import { delivery, now, until } from './notify-land.ts';

interface Got {
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** Takes whatever is posted and answers as told. */
class Receiver {
  readonly got: Got[] = [];
  answers: (number | [number, string, Record<string, string>?])[] = [];
  readonly #server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    this.got.push({ headers: request.headers, body: Buffer.concat(chunks) });
    const next = this.answers.length > 1 ? this.answers.shift()! : (this.answers[0] ?? 200);
    const [status, text, headers] = typeof next === 'number' ? [next, ''] : next;
    response.writeHead(status, headers).end(text);
  });

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as { port: number }).port}`;
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }
}

async function problemOf(promise: Promise<unknown>): Promise<DeliveryProblem> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof DeliveryProblem) return error;
    throw error;
  }
  throw new Error('it was taken');
}

describe('a message to a program', () => {
  let receiver: Receiver;
  let url: string;
  const secret = 'a secret of twenty characters';
  const sender = (more = {}): ChannelSender =>
    createWebhookSender(webhookConfig.parse({ secret, allowPrivate: true, ...more }), () => now);
  const hook = (over = {}) => delivery({ channel: 'webhook', address: `${url}/hook`, ...over });

  beforeEach(async () => {
    receiver = new Receiver();
    url = await receiver.listen();
  });
  afterEach(() => receiver.close());

  it('is JSON that its receiver can tell from anybody else’s, and has arrived when it says so', async () => {
    expect(await sender().send(hook())).to.include({ outcome: 'arrived' });
    const [{ headers, body }] = receiver.got as [Got];
    const [, seconds, mac] = /^t=(\d+),v1=(\w+)$/.exec(String(headers['x-haidang-signature']))!;
    expect(mac).to.equal(createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex'));
    expect(Number(seconds)).to.equal(now / 1000);
    expect(headers['x-haidang-delivery']).to.equal('dlv-1');
    expect(JSON.parse(body.toString())).to.include({ id: 'dlv-1', alert: 'occ-1', change: 'raised' });
  });

  it('is tried again after 503 and 429, not after 400, and follows no redirect', async () => {
    receiver.answers = [503];
    expect(await problemOf(sender().send(hook()))).to.include({ temporary: true });
    receiver.answers = [429];
    expect(await problemOf(sender().send(hook()))).to.include({ temporary: true });
    receiver.answers = [[400, 'no such field']];
    const refused = await problemOf(sender().send(hook()));
    expect(refused).to.include({ temporary: false, answer: 'HTTP 400 no such field' });
    receiver.answers = [[302, '', { location: `${url}/elsewhere` }]];
    expect((await problemOf(sender().send(hook()))).answer).to.contain('302');
    expect(receiver.got).to.have.length(4);
  });

  it('is not sent into our own network, by whatever name, unless the settings say so', async () => {
    const port = new URL(url).port;
    for (const host of ['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]', '0x7f.1', '2130706433']) {
      const refused = await problemOf(
        sender({ allowPrivate: false }).send(hook({ address: `http://${host}:${port}/hook` })),
      );
      expect(refused.answer, host).to.match(/private network|ENOTFOUND|EAI_AGAIN/);
    }
    expect(receiver.got).to.have.length(0);
  });

  it('is sent to the hosts that the settings name, where they name any, and to no other', async () => {
    const { hostname } = new URL(url);
    await sender({ hosts: [hostname] }).send(hook());
    expect(receiver.got).to.have.length(1);
    const refused = await problemOf(
      sender({ hosts: ['hooks.example.vn', '*.0.1'] }).send(hook({ address: 'http://localhost/' })),
    );
    expect(refused).to.include({ temporary: false, answer: 'localhost is none of the hosts that the settings name.' });
    expect(
      ['a.example.vn', 'example.vn', 'badexample.vn'].map((host) => isNamedHost(host, ['*.example.vn'])),
    ).to.deep.equal([true, false, false]);
    expect(webhookConfig.safeParse({ secret, hosts: ['https://example.vn/'] }).success).to.equal(false);
  });

  it('knows private addresses', () => {
    for (const one of [
      '10.1.2.3',
      '172.31.0.1',
      '192.168.1.1',
      '169.254.169.254',
      '100.64.0.1',
      'fe80::1',
      'fd00::1',
      '::1',
      '::ffff:10.0.0.1',
      '::ffff:a00:1',
      '::7f00:1',
      'fec0::1',
      '2001:0:7f00:1::',
      'not an address',
    ])
      expect(isPrivateAddress(one), one).to.equal(true);
    for (const one of ['203.162.4.1', '8.8.8.8', '172.32.0.1', '2001:ee0::1'])
      expect(isPrivateAddress(one), one).to.equal(false);
  });
});

describe('web push', () => {
  it('encrypts as the example of RFC 8291 does', () => {
    const pair = createECDH('prime256v1');
    pair.setPrivateKey(Buffer.from('yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw', 'base64url'));
    const browser = {
      p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
      auth: 'BTBZMqHH6r4Tts7J_aSIgg',
    };
    const salt = Buffer.from('DGv6ra1nlYgDCS1FRnbzlw', 'base64url');
    const text = Buffer.from('When I grow up, I want to be a watermelon');
    expect(encrypt(text, browser, { salt, pair }).toString('base64url')).to.equal(
      'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
    );
  });

  it('arrives readable at the browser, signed by us; a browser that is gone is forgotten', async () => {
    const receiver = new Receiver();
    const url = await receiver.listen();
    const keys = createVapidKeys();
    const browser = new PushBrowser();
    const { p256dh, auth } = browser;
    const endpoint = `${url}/push/abc`;
    const gone: string[] = [];
    const sender = createPushSender({
      config: pushConfig.parse({ subject: 'mailto:trucban@haidang.example', allowPrivate: true }),
      keys,
      subscription: async (one) => (one === endpoint ? { contactId: 'c', endpoint, p256dh, auth } : undefined),
      onGone: (one) => gone.push(one),
      clock: () => now,
    });
    const push = delivery({ channel: 'push', address: endpoint, subject: 'VƯỢT RANH GIỚI', urgent: true });
    receiver.answers = [201];
    expect(await sender.send(push)).to.include({ outcome: 'sent' });
    const [{ headers, body }] = receiver.got as [Got];
    expect(headers).to.include({ urgency: 'high', 'content-encoding': 'aes128gcm', topic: 'dlv-1' });
    expect(JSON.parse(browser.open(body))).to.include({ title: 'VƯỢT RANH GIỚI' });
    expect(claimsOf(String(headers.authorization), keys.publicKey)).to.deep.equal({
      aud: url,
      exp: now / 1000 + 12 * 3600,
      sub: 'mailto:trucban@haidang.example',
    });
    receiver.answers = [410];
    expect(await problemOf(sender.send(push))).to.include({ temporary: false });
    expect(gone).to.deep.equal([endpoint]);
    receiver.answers = [503];
    expect(await problemOf(sender.send(push))).to.include({ temporary: true });
    expect(await problemOf(sender.send({ ...push, address: `${url}/other` }))).to.include({ temporary: false });
    await receiver.close();
  });

  function claimsOf(header: string, publicKey: string): unknown {
    const [, head, claims, signature, k] = /^vapid t=([\w-]+)\.([\w-]+)\.([\w-]+), k=([\w-]+)$/.exec(header)!;
    expect(k).to.equal(publicKey);
    const point = Buffer.from(publicKey, 'base64url');
    const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url'));
    const key = createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x: x!, y: y! } });
    const good = createVerify('SHA256')
      .update(`${head}.${claims}`)
      .verify({ key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature!, 'base64url'));
    expect(good, 'signed by our key').to.equal(true);
    return JSON.parse(Buffer.from(claims!, 'base64url').toString());
  }
});

describe('the spool of smstools', () => {
  const id = 'dlv-0123456789abcdef0123';
  let folder: string;
  let sender: ChannelSender | undefined;
  let receipts: HeardReceipt[];
  let replies: HeardSms[];
  const sms = (over = {}) => delivery({ id, channel: 'sms', address: '0900000001', body: 'VUOT RANH GIOI', ...over });
  const at = (...parts: string[]) => join(folder, ...parts);

  beforeEach(() => {
    folder = temporaryFolder();
    for (const one of ['outgoing', 'sent', 'failed', 'report', 'incoming']) mkdirSync(at(one));
    receipts = [];
    replies = [];
  });
  afterEach(() => {
    sender?.close?.();
    removeFolder(folder);
  });

  function open(): ChannelSender {
    const config = smstoolsConfig.parse({
      outgoing: at('outgoing'),
      sent: at('sent'),
      failed: at('failed'),
      report: at('report'),
      incoming: at('incoming'),
      pollSeconds: 0.01,
    });
    sender = createSmstoolsSender(
      config,
      {
        receipt: async (heard) => {
          receipts.push(heard);
        },
        sms: async (heard) => {
          replies.push(heard);
        },
      },
      () => {},
    );
    return sender;
  }

  it('gets one whole file a message, and no second one for the same', async () => {
    const one = open();
    expect(await one.send(sms())).to.include({ outcome: 'sent', gatewayId: `spool:${id}` });
    await one.send(sms());
    expect(readdirSync(at('outgoing'))).to.deep.equal([`haidang-${id}`]);
    expect(readFileSync(at('outgoing', `haidang-${id}`), 'latin1')).to.equal(
      'To: 84900000001\nReport: yes\nAlphabet: ISO\n\nVUOT RANH GIOI',
    );
    renameSync(at('outgoing', `haidang-${id}`), at('sent', `haidang-${id}`));
    await one.send(sms());
    expect(readdirSync(at('outgoing')), 'the daemon has had it').to.deep.equal([]);
  });

  it('is read: sent, then a status report, also one that comes after a restart', async () => {
    const one = open();
    await one.send(sms());
    const file = readFileSync(at('outgoing', `haidang-${id}`), 'latin1');
    writeFileSync(at('sent', `haidang-${id}`), file.replace('\n\n', '\nMessage_id: 117\nSent: 26-11-24 07:06:00\n\n'));
    await until(() => receipts.length === 1);
    expect(receipts[0]).to.include({ deliveryId: id, state: 'accepted' });
    one.close?.();
    open();
    writeFileSync(
      at('report', 'GSM1.a'),
      'From: 84900000001\nReceived: 26-11-24 07:07:00\n\nSMS STATUS REPORT\nMessage_id: 117\nStatus: 0,Ok,short message received by the SME\n',
    );
    await until(() => receipts.length === 2);
    expect(receipts[1]).to.include({ deliveryId: id, state: 'delivered' });
    expect(receipts[1]!.answer).to.contain('received by the SME');
    await until(() => existsSync(at('report', 'haidang-read', 'GSM1.a')));
  });

  it('is read: failed, and what people answer; what is not ours is left alone', async () => {
    open();
    writeFileSync(at('failed', `haidang-${id}`), 'To: 84900000001\nFail_reason: Modem initialization failed\n\nx');
    writeFileSync(at('failed', 'somebody-else'), 'To: 1\n\nx');
    writeFileSync(at('incoming', 'GSM1.b'), 'From: 84900000001\nAlphabet: ISO\n\nVT 15 30.5N 109 12.3E\n');
    await until(() => receipts.length === 1 && replies.length === 1);
    expect(receipts[0]).to.include({ deliveryId: id, state: 'failed', answer: 'Modem initialization failed' });
    expect(replies[0]).to.deep.equal({ from: '+84900000001', text: 'VT 15 30.5N 109 12.3E' });
    expect(readdirSync(at('failed'))).to.include('somebody-else');
  });

  it('that cannot be written is a reason to try again', async () => {
    const one = open();
    removeFolder(at('outgoing'));
    expect(await problemOf(one.send(sms()))).to.include({ temporary: true });
  });
});

describe('what gateways say later', () => {
  const secret = 'sixteen characters';

  it('is read by the mapping of the settings', () => {
    const mapping = gatewayReceipts.parse({
      secret,
      id: 'data.0.SMSID',
      idIs: 'gateway',
      status: 'data.0.SendStatus',
      delivered: [5],
      failed: [4],
      expired: ['EXPIRED'],
    });
    const said = (SendStatus: unknown) => readReceipt(mapping, { data: [{ SMSID: 'abc', SendStatus }] });
    expect(said(5)).to.include({ gatewayId: 'http:abc', state: 'delivered' });
    expect(said('4')).to.include({ state: 'failed' });
    expect(said('expired')).to.include({ state: 'expired' });
    expect(said(99)).to.include({ state: 'accepted' });
    expect(readReceipt(mapping, { data: [] })).to.equal(undefined);
    expect(readReceipt(mapping, null)).to.equal(undefined);
    const replies = gatewayReplies.parse({ secret, from: 'sender', text: 'message' });
    expect(readReply(replies, { sender: 849, message: 'x'.repeat(5000) })?.text).to.have.length(1000);
    expect(readReply(replies, { sender: '1' })).to.equal(undefined);
  });

  it('is a bounce of a mail of ours, or none', () => {
    const id = 'dlv-0123456789abcdef0123';
    const bounce = (action: string, status: string) =>
      `From: MAILER-DAEMON@mail.example\r\nSubject: Undelivered\r\n\r\nFinal-Recipient: rfc822; a@b.example\r\nAction: ${action}\r\nStatus: ${status}\r\nDiagnostic-Code: smtp; 550 5.1.1 no such user\r\n\r\nMessage-ID: <${id}@haidang.example>\r\nX-Haidang-Delivery: ${id}\r\n`;
    expect(readBounce(bounce('failed', '5.1.1'))).to.deep.include({
      deliveryId: id,
      state: 'failed',
      channel: 'email',
    });
    expect(readBounce(bounce('failed', '5.1.1'))?.answer).to.contain('no such user');
    expect(readBounce(bounce('failed', '4.4.7'))).to.include({ state: 'expired' });
    expect(readBounce(bounce('delayed', '4.4.1'))).to.include({ state: 'accepted' });
    expect(readBounce('Subject: hello\r\n\r\nI am on holiday')).to.equal(undefined);
  });

  it('is tied to the id that the gateway gave, or to our own', async () => {
    const receiver = new Receiver();
    const url = await receiver.listen();
    receiver.answers = [[200, '{"CodeResult":"100","SMSID":"abc-1"}']];
    const mapped = smsGateway.parse({
      url,
      gatewayId: 'SMSID',
      receipts: { secret, id: 'id', idIs: 'gateway', status: 's', delivered: [1] },
    });
    expect(await createSmsSender(mapped).send(delivery())).to.include({ gatewayId: 'http:abc-1' });
    const { gatewayId: _, ...plain } = mapped;
    const own = { ...plain, receipts: { ...mapped.receipts!, idIs: 'ours' as const } };
    expect(await createSmsSender(own).send(delivery())).to.include({ gatewayId: 'http:dlv-1' });
    await receiver.close();
  });

  it('device texts go through the gateway of the boat’s provider, and are kept where there is none', async () => {
    const receiver = new Receiver();
    const url = await receiver.listen();
    const gateway = { ...smsGateway.parse({ url, body: { unit: '{to}', text: '{text}' } }), provider: 'VNPT' };
    const sender = createDeviceSender([gateway]);
    const text = delivery({ channel: 'device', address: 'vnpt/TBF-0012/A' });
    expect(await sender.send(text)).to.include({ outcome: 'sent' });
    expect(JSON.parse(receiver.got[0]!.body.toString())).to.include({ unit: 'TBF-0012/A' });
    expect(await sender.send({ ...text, address: 'Viettel/1' })).to.include({ outcome: 'kept' });
    await receiver.close();
  });
});
