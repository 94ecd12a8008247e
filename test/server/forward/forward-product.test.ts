import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { isoTime } from '../../../decoders/index.ts';
import type { ShownReceiver } from '../../../server/api/answers/forwarding.ts';
import { haidang, Product, removeFolder, temporaryFolder } from '../../product.ts';
import { nafRecord } from '../api-product.ts';
import { BOAT, MINUTE, Partner } from './partner.ts';

describe('forwarding by the product', () => {
  it('leaves nothing out when it is killed, and says how its receivers do', async function () {
    this.timeout(180_000);
    const data = temporaryFolder();
    const partner = new Partner();
    const url = await partner.open();
    const config = join(data, 'haidang.config.json');
    const receivers = [{ id: 'eu', format: 'naf', url, allowPrivate: true }];
    writeFileSync(config, JSON.stringify({ forward: { receivers, everySeconds: 1 } }));
    const key = haidang(['key', 'create', '--data', data, '--name', 'p', '--scope', 'positions:write']).out.trim();
    const args = ['--no-demo', '--config', config];
    let product = await Product.start({ data, args });
    await product.signIn();
    const registry = [{ registration: BOAT, lengthM: 17 }];
    expect((await product.fetch('/api/v1/vessels', { method: 'POST', json: registry })).ok).to.equal(true);
    const view = async (): Promise<ShownReceiver> =>
      (await product.get<{ receivers: ShownReceiver[] }>('/api/v1/forwarding')).receivers[0]!;
    const start = Math.floor(Date.now() / MINUTE) * MINUTE - 300 * MINUTE;
    const wanted: string[] = [];
    const send = async (n: number): Promise<void> => {
      const time = start + n * MINUTE;
      const headers = { authorization: `Bearer ${key}` };
      const body = nafRecord(BOAT, 15, 109 + n * 0.01, time);
      expect((await product.fetch('/api/v1/positions/naf', { method: 'POST', headers, body })).ok).to.equal(true);
      wanted.push(isoTime(time));
    };
    const patiently = async (holds: () => Promise<boolean> | boolean): Promise<void> => {
      for (let tries = 0; tries < 400 && !(await holds()); tries++)
        await new Promise((resolve) => setTimeout(resolve, 100));
    };
    // Named: what comes from here on is its own.
    await patiently(async () =>
      (await product.get<{ jobs: { name: string; lastFinishedAt?: number }[] }>('/api/v1/jobs')).jobs.some(
        ({ name, lastFinishedAt }) => name === 'forward' && lastFinishedAt !== undefined,
      ),
    );
    for (let n = 0; n < 5; n++) await send(n);
    await patiently(() => partner.times('naf').length >= 5);
    partner.answer = () => 503;
    for (let n = 5; n < 10; n++) await send(n);
    await patiently(async () => (await view()).state === 'failing');
    await product.kill();
    partner.answer = () => 200;
    const { password } = product;
    product = await Product.start({ data, args });
    await product.signIn('admin', password);
    await patiently(() => new Set(partner.times('naf')).size >= 10);
    expect([...new Set(partner.times('naf'))]).to.deep.equal(wanted);
    await patiently(async () => (await view()).state === 'good' && (await view()).waiting === 0);
    expect(await view()).to.include({ id: 'eu', state: 'good', waiting: 0 });
    const metrics = await (await product.fetch('/metrics')).text();
    expect(metrics)
      .to.contain('haidang_forward_waiting{receiver="eu"} 0')
      .and.contain('haidang_forward_failing{receiver="eu"} 0');
    await product.stop();
    partner.close();
    removeFolder(data);
  });
});
