/** The whole product with its store on MongoDB, and the line to it cut for a while. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { createConnection } from 'mongoose';
import { type MongoProxy, startMongoProxy } from '../mongo-proxy.ts';
import { needMongo } from '../needs.ts';
import { haidang, Product, removeFolder, temporaryFolder, until } from '../product.ts';
import { nafRecord } from './api-product.ts';

interface Readiness {
  ready: boolean;
  problems: { en: string }[];
  store: { readable: boolean; away?: { since: number }; coversTo?: number };
}

describe('the product on MongoDB', () => {
  let url: string;
  let proxy: MongoProxy;
  let data: string;
  let product: Product;
  let key: string;
  let password: string;

  before(async function () {
    url = needMongo(this)(`haidang-test-${randomUUID()}`);
    proxy = await startMongoProxy(url);
    data = temporaryFolder();
    product = await start();
    password = product.password;
    key = haidang(['key', 'create', '--data', data, '--name', 'VMS', '--scope', 'positions:write']).out.trim();
    await product.signIn();
  });

  after(async () => {
    await product?.stop();
    await proxy?.close();
    if (data) removeFolder(data);
    if (!url) return;
    const connection = await createConnection(url).asPromise();
    await connection.dropDatabase();
    await connection.close();
  });

  const start = (): Promise<Product> =>
    Product.start({ data, args: ['--no-demo'], env: { HAIDANG_STORE: proxy.url, HAIDANG_TICK_SECONDS: '1' } });

  const post = (n: number): Promise<Response> =>
    product.fetch('/api/v1/positions/naf', {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'text/plain' },
      body: nafRecord(`QNa-${91_000 + n}-TS`, 15.5, 109.5, Date.now() - 60_000),
    });

  async function readiness(): Promise<Readiness> {
    return (await (await product.fetch('/readyz')).json()) as Readiness;
  }

  const known = async (): Promise<number> =>
    (await product.get<{ vessels: unknown[] }>('/api/v1/vessels?limit=100')).vessels.length;

  it('takes positions and shows the vessels', async () => {
    for (let n = 0; n < 3; n++) expect((await post(n)).status).to.be.within(200, 202);
    await until(async () => (await known()) === 3);
    expect(await readiness()).to.include({ ready: true });
  });

  it('takes what comes while the store is away, says how old the picture is, and catches up', async () => {
    proxy.cut();
    await until(async () => (await readiness()).store.away !== undefined);
    const { ready, problems, store } = await readiness();
    expect(ready).to.equal(false);
    expect(problems[0]!.en).to.match(/store has not answered for \d+ s .* known \d+ s ago/);
    expect(store.coversTo).to.be.below(Date.now());
    const answers = await Promise.all([3, 4, 5, 6].map((n) => post(n)));
    expect(answers.every(({ status }) => status === 200 || status === 202)).to.equal(true);
    const asked = await product.fetch('/api/v1/vessels');
    expect(asked.status).to.equal(503);
    expect(((await asked.json()) as { error: { code: string } }).error.code).to.equal('store-away');
    proxy.mend();
    await until(async () => (await readiness()).ready);
    await until(async () => (await known()) === 7);
    expect(product.exited).to.equal(false);
  });

  it('ends while the store is away, and goes on from its journal at the next start', async () => {
    proxy.cut();
    await until(async () => (await readiness()).store.away !== undefined);
    await post(7).catch(() => undefined);
    await product.stop();
    proxy.mend();
    product = await start();
    await product.signIn('admin', password);
    await until(async () => (await known()) === 8);
  });

  it('another data folder is refused the store', () => {
    const other = temporaryFolder();
    try {
      const { code, err } = haidang(['serve', '--data', other, '--port', '0', '--no-demo'], undefined, {
        HAIDANG_STORE: url,
      });
      expect(code).to.equal(2);
      expect(err).to.match(/belongs to another data folder/);
    } finally {
      removeFolder(other);
    }
  });
});
