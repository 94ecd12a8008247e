/** kill -9 between people's words: what was confirmed stands, a shelf that ended meanwhile ends once, a lost store says the same. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Alert } from '../../server/models/alert.ts';
import type { Case } from '../../server/models/case.ts';
import { haidang, Product, removeFolder, temporaryFolder, until } from '../product.ts';
import { nafRecord } from './api-product.ts';

const MINUTE = 60_000;

describe('cases over kill -9', () => {
  const data = temporaryFolder();
  let product: Product;
  let password = '';
  let id = '';
  let caseId = '';

  const start = async (): Promise<void> => {
    product = await Product.start({ data, args: ['--no-demo'], env: { HAIDANG_TICK_SECONDS: '0.2' } });
    password ||= product.password;
    await product.signIn('admin', password);
  };
  const post = async (path: string, json: unknown): Promise<void> => {
    const answer = await product.fetch(`/api/v1${path}`, { method: 'POST', json });
    expect(answer.ok, `${path}: ${answer.ok ? '' : await answer.text()}`).to.equal(true);
  };
  const alert = (): Promise<Alert> => product.get(`/api/v1/alerts/${id}`);
  const theCase = (): Promise<Case> => product.get(`/api/v1/cases/${caseId}`);

  before(async () => {
    const key = haidang(['key', 'create', '--data', data, '--name', 'k', '--scope', 'positions:write']).out.trim();
    await start();
    const begin = Date.now() - 240 * MINUTE;
    for (const [step, lat] of [16.9, 17.1, 17.3, 17.5].entries()) {
      const body = nafRecord('QNa-91234-TS', lat, 108.9, begin + step * 20 * MINUTE);
      await product.fetch('/api/v1/positions/naf', {
        method: 'POST',
        headers: { authorization: `Bearer ${key}` },
        body,
      });
    }
    const found = await until(async () => {
      const { alerts } = await product.get<{ alerts: Alert[] }>('/api/v1/alerts');
      return alerts.find(({ occurrence }) => occurrence.kind === 'boundary-cross');
    });
    ({ id, caseId } = found);
  });
  after(async () => {
    await product?.stop();
    removeFolder(data);
  });

  it('a shelf that ends while nothing runs ends once when it runs again', async () => {
    await post(`/alerts/${id}/shelve`, { reason: 'trú bão', until: Date.now() + 1500 });
    await product.kill();
    await new Promise((resolve) => setTimeout(resolve, 1600));
    await start();
    await until(async () => (await alert()).response.state === 'unacknowledged');
    await product.kill();
    await start();
    expect((await alert()).response.state).to.equal('unacknowledged');
    const { lines } = await theCase();
    expect(
      lines.filter(({ kind }) => kind === 'shelved' || kind === 'unshelved').map(({ kind }) => kind),
    ).to.deep.equal(['shelved', 'unshelved']);
  });

  it('what was confirmed stands after a kill, and in a store that is worked out anew', async () => {
    await post(`/alerts/${id}/acknowledge`, { comment: 'đang gọi' });
    await post(`/cases/${caseId}/contacts`, { channel: 'phone', outcome: 'reached', note: 'một' });
    await product.kill();
    await start();
    await post(`/cases/${caseId}/moves`, { move: 'escalate', note: 'hai' });
    await post('/handovers', { notes: 'ba' });
    await product.kill();
    const seen = async () => [await alert(), await theCase(), await product.get('/api/v1/handovers')];
    await start();
    const before = await seen();
    expect(await theCase()).to.include({ state: 'escalated', attempts: 1, acknowledgedBy: 'admin' });
    await product.stop();
    for (const file of ['store.db', 'store.db-wal', 'store.db-shm']) rmSync(join(data, file), { force: true });
    await start();
    expect(await seen()).to.deep.equal(before);
  });
});
