/** A newer program was tried and is given up again, as the administrator's page says: nothing that came in meanwhile is lost. */
import { copyFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { expect } from 'chai';
import { Journal } from '../../server/journal/journal.ts';
import { RecordType } from '../../server/journal/record.ts';
import { haidang, Product, removeFolder, temporaryFolder } from '../product.ts';
import { nafRecord } from './api-product.ts';

const NEWER = 99;

describe('going back to the program before', function () {
  this.timeout(120_000);
  const base = temporaryFolder();
  const data = join(base, 'live');
  const backup = join(base, 'backup');
  let key = '';
  const send = async (product: Product, lat: number): Promise<void> => {
    const headers = { authorization: `Bearer ${key}` };
    const body = nafRecord('QNa-91234-TS', lat, 108.5, Date.now() - 60_000 * lat);
    expect((await product.fetch('/api/v1/positions/naf', { method: 'POST', headers, body })).ok).to.equal(true);
  };
  after(() => removeFolder(base));

  it('is refused with what a newer one wrote, and possible by the steps of the page', async () => {
    key = haidang(['key', 'create', '--data', data, '--name', 'x', '--scope', 'positions:write']).out.trim();
    let product = await Product.start({ data, args: ['--no-demo'] });
    await send(product, 15);
    expect(haidang(['backup', backup, '--data', data]).code).to.equal(0);
    await send(product, 16);
    await product.stop();
    await byANewerProgram();
    const refused = haidang(['serve', '--no-demo', '--data', data, '--port', '0']);
    expect(refused.code).to.equal(2);
    expect(refused.err).to.contain('newer version');
    for (const name of readdirSync(data)) if (/^(store|jobs)\.db/.test(name)) rmSync(join(data, name));
    for (const name of readdirSync(data)) if (/^accounts\.db/.test(name)) rmSync(join(data, name));
    copyFileSync(join(backup, 'data', 'accounts.db'), join(data, 'accounts.db'));
    product = await Product.start({ data, args: ['--no-demo'] });
    await send(product, 17);
    await product.stop();
    const tracks = haidang(['export', 'tracks', '--data', data, '--json']).out.trim().split('\n');
    expect(tracks.map((line) => (JSON.parse(line) as { lat: number }).lat).sort()).to.deep.equal([15, 16, 17]);
    expect(haidang(['journal', 'verify', '--data', data]).code).to.equal(0);
  });

  /** Tables of versions that we do not know, and an act that nobody has heard of. */
  async function byANewerProgram(): Promise<void> {
    for (const name of ['store.db', 'accounts.db', 'jobs.db']) {
      const db = new DatabaseSync(join(data, name));
      db.exec(`PRAGMA user_version = ${NEWER}`);
      db.close();
    }
    const journal = await Journal.open(join(data, 'journal'), { onDurable: () => {} });
    const payload = Buffer.from(JSON.stringify({ type: 'of-tomorrow', by: 'admin' }));
    await journal.append({ type: RecordType.entry, whole: true, feed: 0, source: 0, receivedAt: Date.now(), payload });
    await journal.close();
  }
});
