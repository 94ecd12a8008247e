/**
 * A thousand messages by mail and SMPP from the real product, killed again and again in the middle. None may be lost. A message
 * whose hand-over the kill cut off from its record is sent again with the same id, since neither SMTP nor SMPP offers better:
 * only those may arrive twice, and each says so.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Delivery } from '../../server/models/delivery.ts';
import { MailServer } from '../gateways.ts';
import { nafPosition } from '../naf-position.ts';
import { freePort, haidang, Product, removeFolder, temporaryFolder, until } from '../product.ts';
import { Smsc } from '../smsc.ts';

const minute = 60_000;
const boats = 50;
const officers = 10;
/** Each officer by mail and by SMS. */
const wanted = boats * officers * 2;
const atOnce = 20;
const lats = [16.9, 16.98, 17.06, 17.2, 17.26];

function record(boat: number, fixTime: number, lat: number): string {
  return nafPosition(`QNa-${91_000 + boat}-TS`, fixTime, { lat, lon: 108.9 });
}

describe('a thousand messages and five kills', () => {
  const data = temporaryFolder();
  const mail = new MailServer();
  const smsc = new Smsc();
  let product: Product | undefined;

  after(async () => {
    await product?.stop();
    await mail.close();
    await smsc.close();
    removeFolder(data);
  });

  it('all arrive; twice only what was cut off from its record', async function () {
    this.timeout(600_000);
    const [smtpPort, smppPort] = [await freePort(), await freePort()];
    await mail.listen(smtpPort);
    await smsc.listen(smppPort);
    const contacts = Array.from({ length: officers }, (_, n) => ({
      id: `o${n}`,
      name: `o${n}`,
      role: 'duty',
      email: `o${n}@vn.example`,
      phone: `090000000${n}`,
    }));
    const config = join(data, 'config.json');
    writeFileSync(
      config,
      JSON.stringify({
        contacts,
        routing: [{ rules: ['boundary-cross'], changes: ['raised'], roles: ['duty'], channels: ['email', 'sms'] }],
        notify: {
          smtp: `smtp://127.0.0.1:${smtpPort}`,
          smpp: { url: `smpp://127.0.0.1:${smppPort}`, systemId: 'haidang', reconnectSeconds: 0.1 },
          retrySeconds: [1],
          pollSeconds: 0.2,
          sendTimeoutSeconds: 1,
          concurrency: atOnce,
          // Each by itself: what is told together is another matter.
          limits: { groupFrom: 1000, perWindow: 1000 },
        },
      }),
    );
    const args = ['--no-demo', '--config', config];
    const key = haidang(['key', 'create', '--data', data, '--name', 'k', '--scope', 'positions:write']).out.trim();
    // What is sent must not go by a store that a start has not brought up to the journal.
    const env = { HAIDANG_CATCH_UP_SECONDS: '0' };
    product = await Product.start({ data, args, env });
    const { password } = product;
    await product.signIn();
    const now = Date.now();
    const records = lats.flatMap((lat, step) =>
      Array.from({ length: boats }, (_, boat) => record(boat, now - (lats.length - step) * 10 * minute, lat)),
    );
    const answer = await product.fetch('/api/v1/positions/naf', {
      method: 'POST',
      body: records.join('\n'),
      headers: { authorization: `Bearer ${key}` },
    });
    expect(answer.status).to.equal(200);

    const arrived = () => mail.received.length + smsc.received.length;
    for (let kills = 0; kills < 5; kills++) {
      const goal = Math.min(wanted - 50, arrived() + 60 + kills * 37);
      await until(async () => arrived() >= goal, 5);
      await product.kill();
      product = await Product.start({ data, args, env });
    }
    product.password = password;
    await product.signIn();
    const sent = await until(async () => {
      const { deliveries } = await product!.get<{ deliveries: Delivery[] }>('/api/v1/deliveries?limit=5000');
      return deliveries.length === wanted && deliveries.every(({ state }) => state === 'sent') && deliveries;
    }, 500);

    // On a busy machine one message may be cut off more than once.
    const unsure = (channel: string) =>
      sent
        .filter((one) => one.channel === channel && one.answer?.includes('unknown'))
        .reduce((sum, { attempts }) => sum + attempts - 1, 0);
    const mails = new Set(mail.received.map(({ messageId }) => messageId));
    expect(mails.size, 'no mail is lost').to.equal(wanted / 2);
    expect(mail.received.length - mails.size, 'mails that came twice').to.be.at.most(unsure('email'));
    const texts = new Set(smsc.received.map(({ to, text }) => `${to} ${text}`));
    expect(texts.size, 'no SMS is lost').to.equal(wanted / 2);
    expect(smsc.received.length - texts.size, 'SMS that came twice').to.be.at.most(unsure('sms'));
    // Two channels, five kills.
    expect(unsure('email') + unsure('sms')).to.be.at.most(2 * 5 * atOnce);
  });
});
