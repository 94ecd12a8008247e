/** The running product seen from outside: what it refuses, what it says, what it survives. */
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { expect } from 'chai';
import { freePort, haidang, Product, removeFolder, temporaryFolder, until } from '../product.ts';

interface Ready {
  ready: boolean;
  feeds: { id: string; url: string; state: string; sentences: number; rejected: Record<string, number> }[];
}

describe('haidang serve', () => {
  const folders: string[] = [];
  const folder = (): string => {
    const made = temporaryFolder();
    folders.push(made);
    return made;
  };
  let product: Product | undefined;
  afterEach(async () => {
    await product?.stop();
    product = undefined;
    for (const one of folders.splice(0)) removeFolder(one);
  });

  const refused = (args: string[]): string => {
    const { code, out, err } = haidang(args);
    expect(code).to.equal(2);
    expect(out).to.equal('');
    expect(err.trim().split('\n'), err).to.have.length(1);
    expect(err).not.to.match(/\n\s+at /);
    return err;
  };

  it('refuses an unknown option, scheme, file and command in one sentence', () => {
    expect(refused(['serve', '--nonsense'])).to.contain('--nonsense');
    expect(refused(['serve', '--port', 'abc', '--no-demo', '--data', folder()])).to.contain('port');
    expect(refused(['serve', '--no-demo', '--data', folder(), '--port', '0', '--feed', 'ftp://x'])).to.contain(
      'ftp://x',
    );
    expect(refused(['serve', '--no-demo', '--data', folder(), '--port', '0', '--feed', 'file:/no/such'])).to.contain(
      '/no/such',
    );
    expect(refused(['sail'])).to.contain('sail');
  });

  it('says that the port is taken', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    expect(refused(['serve', '--no-demo', '--data', folder(), '--port', String(port)])).to.contain(String(port));
    server.close();
  });

  it('answers from the moment that it has its port, and says that it is not ready yet', async () => {
    const port = await freePort();
    const starting = Product.start({ data: folder(), args: ['--no-demo', '--port', String(port)] });
    const statuses = new Set<number>();
    const refused: string[] = [];
    await until(async () => {
      const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
      if (!answer) return false;
      statuses.add(answer.status);
      const { ready, error } = (await answer.json()) as { ready: boolean; error?: { vi: string } };
      if (!ready) refused.push(error!.vi);
      return ready;
    }, 1);
    product = await starting;
    expect([...statuses]).to.deep.equal([503, 200]);
    expect(refused[0]).to.contain('đang khởi động');
  });

  it('says that the data folder is in use', async () => {
    const data = folder();
    product = await Product.start({ data, args: ['--no-demo'] });
    expect(refused(['serve', '--no-demo', '--data', data, '--port', '0'])).to.contain(String(product.pid));
  });

  it('keeps a bad NAF record raw, counts it and says what is wrong with it', async () => {
    const data = folder();
    const key = haidang(['key', 'create', '--data', data, '--name', 'k', '--scope', 'positions:write']).out.trim();
    product = await Product.start({ data, args: ['--no-demo'] });
    const bad = '//SR//TM/POS//RC/XVA1//DA/20260131//TI/1200//LT/95.1//LG/108.1//ER//';
    const answer = await product.fetch('/api/v1/positions/naf', {
      method: 'POST',
      body: bad,
      headers: { authorization: `Bearer ${key}` },
    });
    expect(answer.status).to.equal(422);
    expect(await answer.text()).to.match(/latitude/i);
    const naf = await until(async () => {
      const { feeds } = (await (await product!.fetch('/readyz')).json()) as Ready;
      return feeds.find((feed) => Object.keys(feed.rejected).length > 0);
    });
    expect(naf.rejected).to.have.property('bad-latitude', 1);
    expect(haidang(['journal', 'cat', '--data', data]).out).to.contain('LT/95.1');
  });

  it('refuses a body that is too large and one without a key', async () => {
    const data = folder();
    const key = haidang(['key', 'create', '--data', data, '--name', 'k', '--scope', 'positions:write']).out.trim();
    product = await Product.start({ data, args: ['--no-demo'] });
    const post = (body: string, headers: Record<string, string>) =>
      product!.fetch('/api/v1/positions/naf', { method: 'POST', body, headers });
    expect((await post('x'.repeat(9_000_000), { authorization: `Bearer ${key}` })).status).to.equal(413);
    expect((await post('//SR//ER//', {})).status).to.equal(401);
    expect((await post('//SR//ER//', { authorization: 'Bearer hd_wrong' })).status).to.equal(401);
  });

  it('works a store of an older version out again from the journal', async () => {
    const data = folder();
    const args = ['--no-demo', '--feed', 'file:test/fixtures/kystverket_1000.nm4'];
    const serveWhole = async (): Promise<void> => {
      product = await Product.start({ data, args });
      await until(async () => {
        const { feeds } = (await (await product!.fetch('/readyz')).json()) as Ready;
        return feeds.some((feed) => feed.state === 'ended' && feed.sentences === 1000);
      });
      await product.stop();
    };
    const tracks = () => haidang(['export', 'tracks', '--data', data]);
    await serveWhole();
    const before = tracks().out;
    const store = new DatabaseSync(join(data, 'store.db'));
    store.exec("PRAGMA user_version = 1; UPDATE latest SET body = x''; DELETE FROM track");
    store.close();
    expect(tracks().err).to.contain('an older version of the program wrote it');
    await serveWhole();
    expect(before.length).to.be.above(100_000);
    expect(tracks().out).to.equal(before);
  });

  it('reads a file feed once, goes on where it was after a restart, and counts a wrong checksum', async () => {
    const data = folder();
    const log = join(folder(), 'log.nmea');
    writeFileSync(
      log,
      '!AIVDM,1,1,,A,13nN34?000QFpgRWnQLLSPpF00SO,0*1F\n!AIVDM,1,1,,A,13nN34?000QFpgRWnQLLSPpF00SO,0*00\n',
    );
    const state = async (): Promise<Ready['feeds'][number]> =>
      until(async () => {
        const { feeds } = (await (await product!.fetch('/readyz')).json()) as Ready;
        return feeds.find((feed) => feed.url.startsWith('file:') && feed.state === 'ended' && feed.sentences === 2);
      });
    product = await Product.start({ data, args: ['--no-demo', '--feed', `file:${log}`] });
    expect((await state()).rejected).to.deep.equal({ checksum: 1 });
    await product.kill();
    product = await Product.start({ data, args: ['--no-demo', '--feed', `file:${log}`] });
    expect((await state()).rejected).to.deep.equal({ checksum: 1 });
  });
});
