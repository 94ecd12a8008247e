/** A web node takes what people and gateways answer as the front does: by the same journal, in the same words. */
import { expect } from 'chai';
import type { Alert } from '../../../server/models/alert.ts';
import type { Delivery } from '../../../server/models/delivery.ts';
import { SmsServer } from '../../gateways.ts';
import { freePort, haidang, type Product, until } from '../../product.ts';
import { nafRecord } from '../api-product.ts';
import { Cluster } from './cluster.ts';

const MINUTE = 60_000;
const SECRET = 'only the gateway knows it';

describe('a web node of several processes', () => {
  let cluster: Cluster;
  let web: Product;
  const gateway = new SmsServer();

  before(async function () {
    cluster = await Cluster.prepare(this);
    const smsPort = await freePort();
    await gateway.listen(smsPort);
    const receipts = { secret: SECRET, id: 'ref', idIs: 'ours', status: 'state', delivered: ['DELIVRD'] };
    const replies = { secret: SECRET, from: 'from', text: 'text' };
    const front = cluster.startFront({
      contacts: [{ id: 'truc', name: 'Trực ban', role: 'duty', phone: '0900000001', email: 'truc@vn.example' }],
      routing: [{ rules: ['boundary-cross'], roles: ['duty'], channels: ['sms'] }],
      notify: {
        pollSeconds: 0.2,
        publicUrl: 'https://giamsat.example',
        push: { subject: 'mailto:truc@vn.example' },
        sms: { url: `http://127.0.0.1:${smsPort}/send`, receipts, replies },
      },
    });
    cluster.startEngine('a');
    await front;
    web = await cluster.startWeb();
    for (const [step, lat] of [16.9, 17.1, 17.3, 17.5].entries()) {
      const at = Date.now() - (4 - step) * 20 * MINUTE;
      const headers = { authorization: `Bearer ${cluster.key}` };
      const body = nafRecord('QNa-91234-TS', lat, 108.9, at);
      expect((await web.fetch('/api/v1/positions/naf', { method: 'POST', body, headers })).ok).to.equal(true);
    }
  });

  after(async () => {
    await gateway.close();
    await cluster?.remove();
  });

  const message = (state: Delivery['state']) =>
    until(async () => {
      const { deliveries } = await web.get<{ deliveries: Delivery[] }>('/api/v1/deliveries?limit=100');
      return deliveries.find((one) => one.channel === 'sms' && one.state === state);
    });

  it('takes receipts, which make a message delivered, and refuses whoever does not know the secret', async () => {
    const { id } = await message('sent');
    const receipt = (secret: string) =>
      fetch(`${web.url}/api/v1/gateways/sms/receipts?secret=${encodeURIComponent(secret)}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ref: id, state: 'DELIVRD' }),
      });
    expect((await receipt('a guess that is wrong')).status).to.equal(401);
    expect((await receipt(SECRET)).status).to.equal(200);
    expect((await message('delivered')).id).to.equal(id);
  });

  it('shows what a link opens, and acknowledges by it', async () => {
    const { alertId } = await message('delivered');
    const link = /(\/l\/[\w-]{30})/.exec(gateway.received.map(({ text }) => text).join('\n'))![1]!;
    const shown = await fetch(web.url + link);
    expect(shown.status).to.equal(200);
    expect(await shown.text()).to.contain('QNa-91234-TS');
    const body = new FormData();
    body.set('do', 'acknowledge');
    // 503: it is in the journal, but not everywhere yet.
    expect((await fetch(web.url + link, { method: 'POST', body })).status).to.be.oneOf([200, 503]);
    const alert = await until(async () => {
      const one = await web.get<Alert>(`/api/v1/alerts/${alertId}`);
      return one.response.state === 'acknowledged' && one;
    });
    expect(alert.response.acknowledgedBy).to.equal('link:truc');
    expect((await fetch(`${web.url}/l/${'A'.repeat(30)}`)).status).to.equal(404);
  });

  it('takes an SMS, and gives browsers the key of the front that they subscribe with', async () => {
    const reply = await fetch(`${web.url}/api/v1/gateways/sms/replies?secret=${encodeURIComponent(SECRET)}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ from: '0900000001', text: 'DA NHAN' }),
    });
    expect(reply.status).to.equal(200);
    await cluster.front.signIn('admin', cluster.password);
    const key = (node: Product) => node.get<{ publicKey?: string }>('/api/v1/push/key');
    const { publicKey } = await key(web);
    expect(publicKey).to.match(/^[\w-]{87}$/);
    expect(await key(cluster.front)).to.deep.equal({ publicKey });
    await cluster.settled();
    for (const node of [web, cluster.front]) await node.stop();
    await cluster.finished();
    const { out } = haidang(['journal', 'cat', '--data', cluster.frontFolder]);
    expect(out).to.contain('DA NHAN').and.to.contain('link:truc');
  });
});
