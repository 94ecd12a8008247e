/**
 * The night when everything fails at once: no mail server, no SMS gateway, alerts raised, the product killed. In the
 * morning every message arrives, each of them once.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Alert } from '../../server/models/alert.ts';
import type { Delivery } from '../../server/models/delivery.ts';
import { MailServer, SmsServer } from '../gateways.ts';
import { nafPosition } from '../naf-position.ts';
import { freePort, haidang, Product, removeFolder, temporaryFolder, until } from '../product.ts';

const MINUTE = 60_000;
const BOATS = 5;

function nafRecord(boat: number, fixTime: number, lat: number): string {
  return nafPosition(`QNa-9120${boat}-TS`, fixTime, { lat, lon: 108.9 });
}

describe('an outage of mail and SMS with a kill in the middle', () => {
  const data = temporaryFolder();
  const mail = new MailServer();
  const gateway = new SmsServer();
  let product: Product | undefined;

  after(async () => {
    await product?.stop();
    await mail.close();
    await gateway.close();
    removeFolder(data);
  });

  const deliveries = async (): Promise<Delivery[]> =>
    (await product!.get<{ deliveries: Delivery[] }>('/api/v1/deliveries?limit=1000')).deliveries;

  it('brings every mail and every SMS exactly once after the restart', async () => {
    const smtpPort = await freePort();
    const smsPort = await freePort();
    const config = join(data, 'config.json');
    const contact = (id: string, role: string) => ({
      id,
      role,
      name: id,
      email: `${id}@vn.example`,
      phone: '0900000001',
    });
    writeFileSync(
      config,
      JSON.stringify({
        contacts: [contact('don', 'border-station'), contact('truc', 'duty')],
        notify: {
          smtp: `smtp://127.0.0.1:${smtpPort}`,
          sms: { url: `http://127.0.0.1:${smsPort}/send` },
          // Seconds instead of hours; longer than a busy machine takes to answer, or a mail would be sent again.
          retrySeconds: [1],
          pollSeconds: 0.5,
          sendTimeoutSeconds: 20,
          maxAttempts: 1000,
          // Each by itself: what is told together is another matter.
          limits: { groupFrom: 1000, perWindow: 1000 },
        },
      }),
    );
    const args = ['--no-demo', '--config', config];
    const key = haidang(['key', 'create', '--data', data, '--name', 'k', '--scope', 'positions:write']).out.trim();
    product = await Product.start({ data, args });
    const { password } = product;
    await product.signIn();

    const now = Date.now();
    const lats = [16.9, 16.98, 17.06, 17.2, 17.26];
    const records = lats.flatMap((lat, step) =>
      Array.from({ length: BOATS }, (_, boat) => nafRecord(boat, now - (lats.length - step) * 10 * MINUTE, lat)),
    );
    const answer = await product.fetch('/api/v1/positions/naf', {
      method: 'POST',
      body: records.join('\n'),
      headers: { authorization: `Bearer ${key}` },
    });
    expect(answer.status).to.equal(200);
    // Refused for good or for now, never sent: both gateways are down.
    const tried = await until(async () => {
      const found = await deliveries();
      return found.length >= 2 * BOATS && found.every(({ attempts }) => attempts > 0) && found;
    });
    for (const { state } of tried) expect(state).to.be.oneOf(['queued', 'sending']);
    const { alerts } = await product.get<{ alerts: Alert[] }>('/api/v1/alerts?state=open&limit=1000');
    expect(alerts.filter(({ occurrence }) => occurrence.kind === 'boundary-cross')).to.have.length(BOATS);
    await product.kill();

    await mail.listen(smtpPort);
    await gateway.listen(smsPort);
    product = await Product.start({ data, args });
    product.password = password;
    await product.signIn();
    const sent = await until(async () => {
      const found = await deliveries();
      return found.every(({ state }) => state === 'sent') && found;
    });
    // Nothing more may come: the outbox gets the time for several more looks, and the chance to empty itself on the way out.
    await new Promise((resolve) => setTimeout(resolve, 3000));
    await product.stop();

    expect(sent.map(({ id }) => id).sort()).to.deep.equal(tried.map(({ id }) => id).sort());
    const ids = (channel: string): string[] => sent.filter((one) => one.channel === channel).map(({ id }) => id);
    expect(ids('sms')).to.have.length.at.least(BOATS);
    expect(ids('email')).to.have.length.at.least(BOATS);
    expect(gateway.received.map(({ id }) => id).sort()).to.deep.equal(ids('sms').sort());
    expect(mail.received).to.have.length(ids('email').length);
    expect(new Set(mail.received.map(({ messageId }) => messageId)).size).to.equal(mail.received.length);
    for (let boat = 0; boat < BOATS; boat++) {
      const crossings = mail.received.filter(
        ({ text, to }) =>
          to.includes('don@vn.example') && text.includes(`QNa-9120${boat}-TS`) && text.includes('vượt “Ranh giới'),
      );
      expect(crossings, `boat ${boat}`).to.have.length(1);
    }
  });
});
