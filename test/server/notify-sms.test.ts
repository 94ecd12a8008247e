import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { DeliveryProblem } from '../../server/notify/channels/channel.ts';
import { writeNumber } from '../../server/notify/channels/numbers.ts';
import { createSmsSender } from '../../server/notify/channels/sms.ts';
import { type SmsGatewayInput, smsGateway } from '../../server/notify/channels/sms-gateway.ts';
import { delivery, Ledger, until } from './notify-land.ts';

interface Asked {
  method: string;
  url: URL;
  headers: IncomingHttpHeaders;
  body: string;
}

/** A gateway that answers what it is told to, in order; the last answer repeats. */
class Gateway {
  readonly asked: Asked[] = [];
  answers: [status: number, body: string, headers?: Record<string, string>][] = [[200, '{"CodeResult":"100"}']];
  #server: Server;
  url = '';

  constructor(listener?: RequestListener) {
    this.#server = createServer(
      listener ??
        (async (request, response) => {
          let body = '';
          for await (const chunk of request) body += chunk;
          const url = new URL(request.url ?? '/', this.url);
          this.asked.push({ method: request.method ?? '', url, headers: request.headers, body });
          const [status, text, headers] = this.answers.length > 1 ? this.answers.shift()! : this.answers[0]!;
          response.writeHead(status, headers).end(text);
        }),
    );
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/send`;
    return this.url;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

const hostile = '0"}&to=1,\r\nX: {id} %s <b> {to}';
const sms = delivery({ id: 'dlv-9', channel: 'sms', address: '+84 900 000 001', body: hostile, subject: undefined });

describe('SMS by an HTTP gateway', () => {
  let gateway: Gateway;

  beforeEach(async () => {
    gateway = new Gateway();
    await gateway.listen();
  });
  afterEach(() => gateway.close());

  function sender(over: Partial<SmsGatewayInput> = {}) {
    return createSmsSender(smsGateway.parse({ url: gateway.url, ...over }));
  }

  async function problem(over: Partial<SmsGatewayInput> = {}): Promise<DeliveryProblem> {
    const error = await sender(over)
      .send(sms)
      .then(
        () => undefined,
        (reason: unknown) => reason,
      );
    expect(error).to.be.instanceOf(DeliveryProblem);
    return error as DeliveryProblem;
  }

  it('asks in JSON, with nested templates and a key in a header', async () => {
    const body = { Phone: '{to}', Content: '{text}', meta: { RequestId: 'hd-{id}', retries: 0, tags: ['a', '{id}'] } };
    await sender({ body, headers: { authorization: 'Bearer k' }, numbers: '84' }).send(sms);
    const [asked] = gateway.asked;
    expect(JSON.parse(asked!.body)).to.deep.equal({
      Phone: '84900000001',
      Content: hostile,
      meta: { RequestId: 'hd-dlv-9', retries: 0, tags: ['a', 'dlv-9'] },
    });
    expect(asked!.headers).to.include({ authorization: 'Bearer k', 'content-type': 'application/json' });
    expect(asked!.method).to.equal('POST');
  });

  it('asks by form, and no text leaves its field', async () => {
    await sender({ encoding: 'form', body: { to: '{to}', msg: '{text}', key: 'k' } }).send(sms);
    const form = new URLSearchParams(gateway.asked[0]!.body);
    expect([...form.keys()]).to.deep.equal(['to', 'msg', 'key']);
    expect(form.get('msg')).to.equal(hostile);
    expect(gateway.asked[0]!.headers['content-type']).to.match(/^application\/x-www-form-urlencoded/);
  });

  it('asks by query, beside what the address already says', async () => {
    await sender({ url: `${gateway.url}?v=2`, method: 'GET', encoding: 'query' }).send(sms);
    const { searchParams } = gateway.asked[0]!.url;
    expect([...searchParams.keys()]).to.deep.equal(['v', 'to', 'text', 'id']);
    expect(searchParams.get('text')).to.equal(hostile);
    expect(searchParams.get('to')).to.equal('+84900000001');
  });

  it('keeps the gateway’s words on one line and short', async () => {
    gateway.answers = [[200, `OK\r\n\u0007id=7 ${'x'.repeat(2000)}`]];
    const { outcome, answer } = await sender().send(sms);
    expect(outcome).to.equal('sent');
    expect(answer).to.match(/^HTTP 200 OK id=7 x+…$/);
    expect(answer).to.have.length(500);
  });

  const statuses: [number, boolean][] = [
    [500, true],
    [502, true],
    [503, true],
    [429, true],
    [408, true],
    [401, true],
    [403, true],
    [400, false],
    [404, false],
    [422, false],
    [302, false],
  ];
  for (const [status, temporary] of statuses)
    it(`takes ${status} as ${temporary ? 'temporary' : 'final'}`, async () => {
      gateway.answers = [[status, 'no', { location: gateway.url }]];
      expect(await problem()).to.deep.include({ temporary, answer: `HTTP ${status} no` });
      expect(gateway.asked, 'redirects are not followed').to.have.length(1);
    });

  it('believes a field of the answer, not the 200 around it', async () => {
    const success = { field: 'result.0.code', equals: 100, temporary: [103] };
    gateway.answers = [
      [200, '{"result":[{"code":100}]}'],
      [200, '{"result":[{"code":103}]}'],
      [200, '{"result":[{"code":99}]}'],
      [200, '<html>'],
    ];
    expect((await sender({ success }).send(sms)).outcome).to.equal('sent');
    expect((await problem({ success })).temporary, 'no credit').to.equal(true);
    expect((await problem({ success })).temporary, 'bad number').to.equal(false);
    expect((await problem({ success })).temporary, 'no JSON').to.equal(false);
  });

  it('takes a dead, a hanging and a cut-off gateway as temporary', async () => {
    const hanging = new Gateway(() => {});
    const cut = new Gateway((request) => request.socket.destroy());
    const dead = new Gateway();
    await Promise.all([hanging.listen(), cut.listen(), dead.listen()]);
    dead.close();
    expect((await problem({ url: hanging.url, timeoutSeconds: 0.05 })).temporary).to.equal(true);
    expect((await problem({ url: cut.url })).temporary).to.equal(true);
    hanging.close();
    cut.close();
    expect((await problem({ url: dead.url })).answer).to.contain('ECONNREFUSED');
  });

  it('gets through from the outbox after a 500, and a 400 is the end', async () => {
    const ledger = new Ledger();
    ledger.add(sms);
    gateway.answers = [
      [500, 'busy'],
      [200, 'ok'],
    ];
    const outbox = ledger.outbox({ sms: sender() });
    outbox.start();
    await until(() => ledger.get('dlv-9').state === 'queued' && ledger.get('dlv-9').attempts === 1);
    expect(ledger.get('dlv-9').answer).to.equal('HTTP 500 busy');
    ledger.now = ledger.get('dlv-9').nextAttemptAt;
    await until(() => ledger.get('dlv-9').state === 'sent');
    gateway.answers = [[400, 'bad number']];
    ledger.add({ ...sms, id: 'dlv-10' });
    await until(() => ledger.get('dlv-10').state === 'failed');
    await outbox.stop();
    expect(ledger.get('dlv-10').answer).to.equal('HTTP 400 bad number');
    expect(gateway.asked).to.have.length(3);
  });
});

describe('the description of a gateway', () => {
  const url = 'https://sms.example/send';
  const refused: [string, object, RegExp][] = [
    ['an unknown placeholder', { body: { to: '{to}', text: '{text}', from: '{sender}' } }, /\{sender\}/],
    ['a missing text', { body: { to: '{to}' } }, /\{text\} is missing/],
    ['nested fields in a form', { encoding: 'form', body: { a: { to: '{to}' }, b: '{text}' } }, /flat/],
    ['GET with a body', { method: 'GET' }, /query/],
    ['a password in the address', { url: 'https://u:p@sms.example/' }, /headers/],
    ['another scheme', { url: 'file:///etc/passwd' }, /url/i],
    ['a header with a line break', { headers: { a: 'b\r\nc: d' } }, /./],
    ['a field to look at and nothing to expect', { success: { field: 'code' } }, /equals/],
  ];
  for (const [what, over, message] of refused)
    it(`is refused with ${what}`, () => {
      const result = smsGateway.safeParse({ url, ...over });
      expect(result.success).to.equal(false);
      expect(result.error?.message).to.match(message);
    });

  it('writes one phone the way a gateway wants it', () => {
    for (const number of ['0900 000 001', '+84 900.000.001', '84900000001', '0084900000001']) {
      expect(writeNumber(number, '0')).to.equal('0900000001');
      expect(writeNumber(number, '84')).to.equal('84900000001');
      expect(writeNumber(number, '+84')).to.equal('+84900000001');
    }
    expect(writeNumber('+62 812 345', '84')).to.equal('+62812345');
    expect(writeNumber('0900-000-001', 'as-is')).to.equal('0900000001');
  });
});
