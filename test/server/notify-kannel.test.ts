/** The product behind Debian's Kannel: messages to its network, receipts and people's SMS back from it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Alert } from '../../server/models/alert.ts';
import type { Delivery } from '../../server/models/delivery.ts';
import { Kannel } from '../kannel.ts';
import { freePort, haidang, Product, removeFolder, temporaryFolder, until } from '../product.ts';
import { nafRecord } from './api-product.ts';

const MINUTE = 60_000;
const SECRET = 'only-kannel-knows-this';

describe('the product behind Kannel', () => {
  const data = temporaryFolder();
  let kannel: Kannel;
  let product: Product;

  before(async function () {
    const port = await freePort();
    const back = `http://127.0.0.1:${port}/api/v1/gateways/sms`;
    kannel = await Kannel.start(this, { repliesUrl: `${back}/replies?secret=${SECRET}&from=%p&text=%a` });
    const config = join(data, 'config.json');
    const sms = {
      url: kannel.sendUrl,
      method: 'GET',
      encoding: 'query',
      numbers: '+84',
      body: {
        ...{ username: 'haidang', password: 'trial', to: '{to}', text: '{text}', 'dlr-mask': 31 },
        'dlr-url': `${back}/receipts?secret=${SECRET}&ref={id}&state=%d`,
      },
      success: { status: [202] },
      receipts: { secret: SECRET, id: 'ref', status: 'state', delivered: [1], failed: [2, 16] },
      replies: { secret: SECRET, from: 'from', text: 'text' },
    };
    writeFileSync(
      config,
      JSON.stringify({
        contacts: [{ id: 'truc', name: 'Trực ban', role: 'duty', phone: '0900000001' }],
        routing: [{ rules: ['boundary-cross'], roles: ['duty'], channels: ['sms'] }],
        notify: { pollSeconds: 0.2, retrySeconds: [1], sms },
      }),
    );
    const key = haidang(['key', 'create', '--data', data, '--name', 'k', '--scope', 'positions:write']).out.trim();
    product = await Product.start({ data, args: ['--no-demo', '--config', config, '--port', String(port)] });
    await product.signIn();
    for (const [step, lat] of [16.9, 17.1, 17.3, 17.5].entries()) {
      const answer = await product.fetch('/api/v1/positions/naf', {
        method: 'POST',
        headers: { authorization: `Bearer ${key}` },
        body: nafRecord('QNa-91234-TS', lat, 108.9, Date.now() - (5 - step) * 20 * MINUTE),
      });
      expect(answer.ok).to.equal(true);
    }
  });

  after(async () => {
    await product?.stop();
    await kannel?.stop();
    removeFolder(data);
  });

  const message = (wanted: (one: Delivery) => boolean): Promise<Delivery> =>
    until(async () => {
      const { deliveries } = await product.get<{ deliveries: Delivery[] }>('/api/v1/deliveries?limit=100');
      return deliveries.find((one) => one.channel === 'sms' && wanted(one));
    });

  it('hands over while the network is away, and says “sent” and no more', async () => {
    const { answer } = await message(({ change, state }) => change === 'raised' && state === 'sent');
    expect(answer).to.match(/^HTTP 202 /);
    expect(kannel.heard).not.to.contain('QNa-91234-TS');
  });

  it('says “delivered” once the network has brought it, by Kannel’s receipt', async () => {
    await kannel.connectNetwork();
    await message(({ change, state }) => change === 'raised' && state === 'delivered');
    expect(kannel.heard).to.contain('QNa-91234-TS').and.to.contain('84900000001');
  });

  it('takes an alert up by an SMS that somebody sends to it', async () => {
    const { alertId, body } = await message(({ change }) => change === 'raised');
    const reference = /[ .]Ma ([0-9A-Z]+)/i.exec(body)![1]!;
    await kannel.connectNetwork(`+84900000001 8077 text TN+${reference}`);
    const alert = await until(async () => {
      const one = await product.get<Alert>(`/api/v1/alerts/${alertId}`);
      return one.response.state === 'acknowledged' && one;
    });
    expect(alert.response.acknowledgedBy).to.match(/^sms:\+?84900000001$/);
  });
});
