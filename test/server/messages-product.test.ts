/** The product among real gateways: an SMSC, a mail server, a receiver of webhooks; links answered as a phone does it. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { expect } from 'chai';
import type { SystemStatus } from '../../server/live/protocol.ts';
import type { Alert } from '../../server/models/alert.ts';
import type { Delivery } from '../../server/models/delivery.ts';
import type { Receipt } from '../../server/models/receipt.ts';
import { webhookSignature } from '../../server/notify/channels/webhook.ts';
import { type WebhookMessage, webhookMessage } from '../../server/notify/channels/webhook-message.ts';
import { openBrowser } from '../browser.ts';
import { MailServer } from '../gateways.ts';
import { nafPosition } from '../naf-position.ts';
import { freePort, haidang, Product, removeFolder, temporaryFolder, until } from '../product.ts';
import { Smsc } from '../smsc.ts';

const minute = 60_000;
const publicUrl = 'https://giamsat.example';
const bounceSecret = 'only the mail server knows';

function nafRecord(boat: number, fixTime: number, lat: number): string {
  return nafPosition(`QNa-9120${boat}-TS`, fixTime, { lat, lon: 108.9 });
}

describe('messages of the product', () => {
  const data = temporaryFolder();
  const mail = new MailServer();
  let smsc = new Smsc();
  let smppPort: number;
  let product: Product;
  let args: string[];
  let key: string;
  const hooks: { body: { id: string; change: string }; signature: string }[] = [];
  /** What a program that listens to cases has heard, which refuses the first. */
  const moves: { body: WebhookMessage; text: string; signature: string }[] = [];
  const receiver = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += String(piece);
    const signature = String(request.headers['x-haidang-signature']);
    if (request.url === '/cases') moves.push({ body: JSON.parse(body), text: body, signature });
    else hooks.push({ body: JSON.parse(body), signature });
    response.writeHead(request.url === '/cases' && moves.length === 1 ? 503 : 200).end();
  });

  before(async () => {
    const [smtpPort, hookPort] = [await freePort(), await freePort()];
    smppPort = await freePort();
    await mail.listen(smtpPort);
    await smsc.listen(smppPort);
    await new Promise<void>((resolve) => receiver.listen(hookPort, '127.0.0.1', resolve));
    const config = join(data, 'config.json');
    writeFileSync(
      config,
      JSON.stringify({
        tickSeconds: 1,
        contacts: [
          {
            id: 'truc',
            name: 'Trực ban',
            role: 'duty',
            email: 'truc@vn.example',
            phone: '0900000001',
            webhook: `http://127.0.0.1:${hookPort}/hook`,
          },
          {
            ...{ id: 'so-vu-viec', name: 'Sổ vụ việc', role: 'centre', caseMoves: true },
            webhook: `http://127.0.0.1:${hookPort}/cases`,
          },
          { id: 'khong-nghe', name: 'Không nghe', role: 'centre', webhook: `http://127.0.0.1:${hookPort}/never` },
        ],
        routing: [
          { rules: ['boundary-cross'], roles: ['duty'], channels: ['sms', 'email', 'webhook'] },
          { rules: ['boundary-cross', 'declaration-missed', 'silence-loss'], roles: ['owner'], channels: ['sms'] },
        ],
        notify: {
          smtp: `smtp://127.0.0.1:${smtpPort}`,
          bounceSecret,
          smpp: { url: `smpp://127.0.0.1:${smppPort}`, systemId: 'haidang', reconnectSeconds: 0.1, timeoutSeconds: 2 },
          webhook: { secret: 'signs the messages', allowPrivate: true },
          publicUrl,
          retrySeconds: [1],
          pollSeconds: 0.2,
          sendTimeoutSeconds: 3,
          confirmMinutes: 30,
        },
      }),
    );
    args = ['--no-demo', '--config', config];
    key = haidang(['key', 'create', '--data', data, '--name', 'k', '--scope', 'positions:write']).out.trim();
    product = await Product.start({ data, args });
    await product.signIn();
    const registry = Array.from({ length: 3 }, (_, boat) => ({
      registration: `QNa-9120${boat}-TS`,
      flag: 'VNM',
      lengthM: 18,
      reportingIntervalMin: 120,
      owner: `Chủ ${boat}`,
      ownerPhone: `090010000${boat}`,
    }));
    const answer = await product.fetch('/api/v1/vessels', { method: 'POST', json: registry });
    expect(answer.status).to.equal(200);
    const now = Date.now();
    const steps = [16.9, 16.98, 17.06, 17.2, 17.26];
    const crossing = steps.map((lat, i) => nafRecord(0, now - (steps.length - i) * 10 * minute, lat));
    await post([nafRecord(1, now - minute, 16.8), ...crossing]);
  });

  after(async () => {
    await product.stop();
    await mail.close();
    await smsc.close();
    receiver.closeAllConnections();
    receiver.close();
    removeFolder(data);
  });

  const post = (records: string[]) =>
    product.fetch('/api/v1/positions/naf', {
      method: 'POST',
      body: records.join('\n'),
      headers: { authorization: `Bearer ${key}` },
    });
  const deliveries = async (query = '') =>
    (await product.get<{ deliveries: Delivery[] }>(`/api/v1/deliveries?limit=1000${query}`)).deliveries;
  const one = (wanted: (delivery: Delivery) => boolean) => until(async () => (await deliveries()).find(wanted));
  const alertOf = async ({ alertId }: Delivery) => await product.get<Alert>(`/api/v1/alerts/${alertId}`);
  const linkIn = (text: string) => /https:\/\/giamsat\.example(\/l\/[\w-]{30})/.exec(text)?.[1];
  const form = (fields: Record<string, string | Blob>) => {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    return { method: 'POST', body };
  };
  /** As a phone does: no cookie, no key. */
  const phone = (path: string, init?: RequestInit) => fetch(product.url + path, init);

  it('go out by SMPP, mail and webhook; a receipt makes them delivered', async () => {
    const sms = await one(
      ({ channel, contactId, state }) => channel === 'sms' && contactId === 'truc' && state === 'sent',
    );
    const { id } = smsc.received.find(({ to }) => to === '84900000001')!;
    expect(await smsc.receipt(id)).to.equal(0);
    expect(await smsc.receipt('77777')).to.equal(0);
    const [delivered] = (await deliveries()).filter((each) => each.id === sms.id) as [Delivery];
    expect(delivered).to.include({ state: 'delivered', gatewayId: `smpp:${id}` });
    await one(({ channel, state }) => channel === 'webhook' && state === 'delivered');
    expect(hooks.map(({ body }) => body.change)).to.deep.equal(['raised']);
    await until(async () => mail.received.some(({ to }) => to.includes('truc@vn.example')));
    const { receipts } = await product.get<{ receipts: Receipt[] }>('/api/v1/receipts?unclaimed=true');
    expect(receipts.map(({ gatewayId }) => gatewayId)).to.deep.equal(['smpp:77777']);
  });

  it('tell a program that asks for it of every move of a case, signed, and again when it refused', async () => {
    const first = await until(async () => (moves.length >= 2 ? moves : undefined));
    expect(first[1]!.body).to.deep.equal(first[0]!.body);
    for (const { text, signature } of first) {
      const seconds = Number(/^t=(\d+),/.exec(signature)?.[1]);
      expect(signature).to.equal(webhookSignature('signs the messages', seconds, text));
    }
    const { case: caseId, ...opened } = first[0]!.body;
    expect(opened)
      .to.deep.include({ change: 'case', move: { to: 'new', by: 'system' } })
      .and.not.have.property('alert');
    expect(webhookMessage.parse(first[0]!.body)).to.deep.equal(first[0]!.body);
    const [alert] = (await product.get<{ alerts: Alert[] }>(`/api/v1/alerts?case=${caseId}`)).alerts;
    const said = (await deliveries()).filter(({ contactId }) => contactId === 'so-vu-viec');
    expect(said.map(({ vesselId, change }) => [vesselId, change])).to.deep.equal([
      [alert!.occurrence.vesselId, 'case'],
    ]);
    expect(
      hooks.map(({ body }) => body.change),
      'whoever does not ask',
    ).to.deep.equal(['raised']);
  });

  it('that were taken and then bounced end as failed, in the mail server’s words', async () => {
    const sent = await one(({ channel, state }) => channel === 'email' && state === 'sent');
    const bounce = `Action: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 mailbox is gone\r\n\r\nX-Haidang-Delivery: ${sent.id}\r\n`;
    const send = (secret: string) =>
      phone(`/api/v1/gateways/email/bounces?secret=${encodeURIComponent(secret)}`, { method: 'POST', body: bounce });
    expect((await send('somebody else guesses this')).status).to.equal(401);
    expect(await (await send(bounceSecret)).json()).to.deep.equal({ ok: true, understood: true });
    const failed = await one(({ id, state }) => id === sent.id && state === 'failed');
    expect(failed.answer).to.contain('550 mailbox is gone');
  });

  it('carry a link that says why an alert cannot be taken up', async () => {
    const sms = await one(({ channel, contactId }) => channel === 'sms' && contactId === 'truc');
    const link = linkIn(smsc.received.find(({ to }) => to === '84900000001')!.text)!;
    const act = (what: string, json: object) =>
      product.fetch(`/api/v1/alerts/${sms.alertId}/${what}`, { method: 'POST', json });
    expect((await act('shelve', { reason: 'đang sửa máy', minutes: 30 })).status).to.equal(200);
    expect(await (await phone(link)).text())
      .to.contain('đang gác lại')
      .and.not.contain('value="acknowledge"');
    const answer = await phone(link, form({ do: 'acknowledge' }));
    expect(answer.status).to.equal(422);
    expect(await answer.text()).to.contain('hãy bỏ gác trước');
    expect((await alertOf(sms)).response.state).to.equal('shelved');
    expect((await act('unshelve', {})).status).to.equal(200);
  });

  it('carry a link that shows one alert and acknowledges it, and is nowhere but in the message', async () => {
    const sms = await one(({ channel, contactId }) => channel === 'sms' && contactId === 'truc');
    expect(sms.body).not.to.match(/\/l\/[\w-]{30}/);
    const link = linkIn(smsc.received.find(({ to }) => to === '84900000001')!.text)!;
    const page = await phone(link);
    expect(page.status).to.equal(200);
    const policy = page.headers.get('content-security-policy')!;
    expect(policy).to.contain("default-src 'none'").and.not.contain('unsafe');
    expect(page.headers.get('referrer-policy')).to.equal('no-referrer');
    expect(page.headers.get('set-cookie')).to.equal(null);
    const html = await page.text();
    expect(html).to.contain('QNa-91200-TS').and.not.contain('QNa-91201-TS');
    expect(html).not.to.match(/<script src|<link/);
    // Opening it is no answer: programs open links to look what they are.
    expect((await alertOf(sms)).response.state).to.equal('unacknowledged');
    for (const wrong of [link.slice(0, -1) + (link.endsWith('A') ? 'B' : 'A'), '/l/x', `/l/${'A'.repeat(30)}`])
      expect((await phone(wrong)).status, wrong).to.equal(404);
    const answer = await phone(link, form({ do: 'acknowledge', note: 'đã gọi <chủ tàu>' }));
    expect(answer.status).to.equal(200);
    const { response } = await alertOf(sms);
    expect(response).to.include({ state: 'acknowledged', acknowledgedBy: 'link:truc', comment: 'đã gọi <chủ tàu>' });
    const taken = await until(async () => moves.find(({ body }) => body.move?.to === 'acknowledged'));
    expect(taken.body.move).to.deep.equal({ from: 'new', to: 'acknowledged', by: 'link:truc' });
    expect(await (await phone(link)).text()).to.contain('đã được tiếp nhận');
    // It signs nobody in.
    expect((await phone('/api/v1/alerts', { headers: { authorization: `Bearer ${link.slice(3)}` } })).status).to.equal(
      401,
    );
    // Journal, store and log files hold no link that works.
    for (const name of ['store.db', 'store.db-wal', 'journal/000000000000.seg'])
      if (existsSync(join(data, name))) expect(readFileSync(join(data, name), 'latin1')).not.to.contain(link.slice(3));
  });

  it('are sent to nobody again when a late position restates the crossing under another id', async () => {
    const sms = await one(({ channel, contactId }) => channel === 'sms' && contactId === 'truc');
    const link = linkIn(smsc.received.find(({ to }) => to === '84900000001')!.text)!;
    const told = await alertOf(sms);
    const before = [smsc.received.length, mail.received.length, hooks.length];
    const made = (await deliveries()).map(({ id }) => id).sort();
    const { fixTime, lat } = told.occurrence.crossing!.after;
    await post([nafRecord(0, fixTime - minute, lat - 0.03)]);
    const heir = await until(async () => {
      const { alerts } = await product.get<{ alerts: Alert[] }>(`/api/v1/alerts?case=${told.caseId}`);
      return alerts.find(({ restates }) => restates?.includes(told.id));
    });
    expect(heir.response).to.deep.equal(told.response);
    expect(heir.occurrence.raisedAt).not.to.equal(told.occurrence.raisedAt);
    expect((await alertOf({ alertId: told.id } as Delivery)).restatedAs).to.equal(heir.id);
    expect(await (await phone(link)).text()).to.contain('đã được tiếp nhận');
    const act = (what: string, json: object) =>
      product.fetch(`/api/v1/alerts/${told.id}/${what}`, { method: 'POST', json });
    // Whoever still has the page with the earlier id acts on the same matter.
    expect((await act('shelve', { reason: 'đang sửa máy', minutes: 30 })).status).to.equal(200);
    expect((await alertOf({ alertId: heir.id } as Delivery)).response.state).to.equal('shelved');
    expect((await act('unshelve', {})).status).to.equal(200);
    expect((await act('acknowledge', {})).status).to.equal(200);
    expect((await deliveries()).map(({ id }) => id).sort()).to.deep.equal(made);
    expect([smsc.received.length, mail.received.length, hooks.length]).to.deep.equal(before);
  });

  it('let an owner declare a position by the link, typed any way, with a photograph; what cannot be meant is refused', async () => {
    const sms = await one(
      ({ address, channel, state }) => address === '0900100000' && channel === 'sms' && state === 'sent',
    );
    const { text } = smsc.received.find(({ to }) => to === '84900100000')!;
    expect(text.length).to.be.at.most(160);
    const link = linkIn(text)!;
    expect(await (await phone(link)).text())
      .to.contain('name="place"')
      .and.not.contain('value="acknowledge"');
    const declare = (place: string, more = {}) => phone(link, form({ do: 'position', place, ...more }));
    for (const [place, words] of [
      ['tôi không biết', 'Không đọc được vị trí'],
      ['15 75.0N 109 12.0E', 'Tọa độ không đúng'],
      ['48.85, 2.35', 'rất xa Biển Đông'],
    ] as const) {
      const refused = await declare(place);
      expect(refused.status, place).to.equal(422);
      expect(await refused.text()).to.contain(words);
    }
    expect(
      (await declare('16 48.5N 108 54.2E', { photo: new Blob(['<script>'], { type: 'image/jpeg' }) })).status,
    ).to.equal(422);
    expect(
      (await phone(link, { method: 'POST', body: 'x', headers: { 'content-type': 'text/plain' } })).status,
    ).to.equal(422);
    const jpeg = new Blob([Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4])], { type: 'image/jpeg' });
    const done = await declare(`16°48'30"N, 108°54'12"E`, { photo: jpeg, note: 'mất nguồn' });
    expect(await done.text()).to.contain('16-48.5N 108-54.2E');
    const { lines } = await product.get<{ lines: { kind: string; text: { vi: string } }[] }>(
      `/api/v1/cases/${sms.caseId}`,
    );
    expect(lines.some(({ kind, text: said }) => kind === 'answer' && said.vi.includes('có ảnh): mất nguồn'))).to.equal(
      true,
    );
    const acts = haidang(['export', 'acts', '--data', data, '--json'])
      .out.trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const { details } = acts.find(({ kind }) => kind === 'declare-position');
    const address = `/api/v1/cases/${sms.caseId}/files/${details.photo.sha256}`;
    const photo = await product.fetch(address);
    expect(photo.headers.get('content-type')).to.equal('image/jpeg');
    expect(Buffer.from(await photo.arrayBuffer())).to.deep.equal(Buffer.from(await jpeg.arrayBuffer()));
    expect((await phone(address)).status).to.equal(401);
    expect(lines.some(({ kind, text: said }) => kind === 'file' && said.vi.includes('.jpeg'))).to.equal(true);
  });

  it('are answered by SMS', async () => {
    const sms = await one(({ address }) => address === '0900100000');
    const reference = /Ma ([\dA-Z]{7})/.exec(sms.body)![1];
    expect(await smsc.sms('84900100000', `VT 17 10.0N 108 50.0E ${reference}`)).to.equal(0);
    const [vessel] = (
      await product.get<{ vessels: { latest: { source: string; lat: number } }[] }>('/api/v1/vessels?q=QNa-91200')
    ).vessels;
    expect(vessel!.latest.source).to.equal('manual');
    await until(async () =>
      smsc.received.some(({ to, text }) => to === '84900100000' && text.includes('Da nhan vi tri 17-10.0N')),
    );
  });

  it('let a phone say where it is, which is sent only when its owner presses', async function () {
    const { text } = smsc.received.find(({ to }) => to === '84900100000')!;
    const browser = await openBrowser(this);
    try {
      const context = await browser.newContext({
        viewport: { width: 360, height: 740 },
        geolocation: { latitude: 17.12345, longitude: 108.78901 },
        permissions: ['geolocation'],
      });
      const page = await context.newPage();
      await page.goto(product.url + linkIn(text)!);
      await page.click('#here');
      await page.waitForFunction(() => (document.querySelector('#place') as HTMLInputElement).value !== '');
      expect(await page.inputValue('#place')).to.equal('17.12345, 108.78901');
      await page.click('form:has(#place) button:not([type="button"])');
      await page.waitForSelector('p.said:not(.bad)');
      expect(await context.cookies()).to.deep.equal([]);
    } finally {
      await browser.close();
    }
    const { vessels } = await product.get<{ vessels: { latest: { source: string; lat: number } }[] }>(
      '/api/v1/vessels?q=QNa-91200',
    );
    expect(vessels[0]!.latest.source).to.equal('manual');
    expect(vessels[0]!.latest.lat).to.be.closeTo(17.12345, 0.0001);
  });

  it('can be tried out, and whoever has no address is said', async () => {
    const test = (id: string, channel: string) =>
      product.fetch(`/api/v1/contacts/${id}/test`, { method: 'POST', json: { channel } });
    expect((await test('truc', 'sms')).status).to.equal(202);
    await until(async () => smsc.received.some(({ text }) => text.includes('tin thu')));
    expect((await test('truc', 'push')).status).to.equal(409);
    expect((await test('nobody', 'sms')).status).to.equal(404);
    const { contacts } = await product.get<{ contacts: { faults: { en: string }[] }[] }>('/api/v1/contacts/check');
    expect(contacts[0]!.faults.map(({ en }) => en)).to.deep.equal(['was never verified']);
  });

  it('a channel that fails is an alarm on the screens until it works; receipts survive a kill', async () => {
    await smsc.close();
    const tests = [1, 2].map(() =>
      product.fetch('/api/v1/contacts/truc/test', { method: 'POST', json: { channel: 'sms' } }),
    );
    await Promise.all(tests);
    const failing = async () => (await product.get<SystemStatus>('/api/v1/status')).failingChannels ?? [];
    const [alarm] = await until(async () => {
      const found = await failing();
      return found.length > 0 && found;
    });
    expect(alarm).to.include({ channel: 'sms' });
    expect(alarm!.why).to.match(/session|ECONNREFUSED/i);
    // Screens know of it before the journal does.
    await until(async () => haidang(['export', 'acts', '--data', data, '--json']).out.includes('channel-health'));
    const { password } = product;
    await product.kill();
    smsc = new Smsc();
    await smsc.listen(smppPort);
    product = await Product.start({ data, args });
    product.password = password;
    await product.signIn();
    await until(async () => (await failing()).length === 0 && smsc.received.length >= 2);
    const sent = await until(async () => {
      const found = (await deliveries()).filter(({ change, state }) => change === 'test' && state === 'sent');
      return found.length >= 3 && found;
    });
    expect(new Set(smsc.received.map(({ id }) => id)).size).to.equal(smsc.received.length);
    const newest = sent.find(({ gatewayId }) => gatewayId === `smpp:${smsc.received[0]!.id}`);
    expect(newest).to.not.equal(undefined);
    expect(await smsc.receipt(smsc.received[0]!.id)).to.equal(0);
    await until(async () => (await deliveries()).some(({ id, state }) => id === newest!.id && state === 'delivered'));
  });
});
