/** The province's own accounts lead in, by a real OpenID provider in a process of its own and a real browser; others do not. */
import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import type { Act } from '../../server/models/entry.ts';
import { openBrowser } from '../browser.ts';
import { freePort, haidang, Product, removeFolder, temporaryFolder } from '../product.ts';

const SECRET = 'bí mật của ứng dụng';
const PASSWORD = 'mat-khau-cua-lan';
const ADMIN_PASSWORD = 'chín con thuyền ra khơi';

interface Signed {
  sub: string;
  claims: Record<string, unknown>;
  forge?: Record<string, unknown>;
}

describe('single sign-on', () => {
  const data = temporaryFolder();
  let provider: ChildProcess;
  let issuer = '';
  let port = 0;
  let product: Product;
  let browser: Browser;

  const config = (more: object): string => {
    const file = join(data, 'config.json');
    const oidc = { issuer, clientId: 'haidang', label: 'tài khoản tỉnh', ...more };
    writeFileSync(file, JSON.stringify({ notify: { publicUrl: `http://127.0.0.1:${port}` }, oidc }));
    return file;
  };
  const start = async (more: object): Promise<void> => {
    const args = ['--no-demo', '--port', String(port), '--config', config(more)];
    product = await Product.start({ data, args, env: { HAIDANG_OIDC_CLIENT_SECRET: encodeURIComponent(SECRET) } });
    await product.signIn('admin', ADMIN_PASSWORD);
  };
  const as = (signed: Signed) => fetch(`${issuer}/as`, { method: 'POST', body: JSON.stringify(signed) });
  const signOn = async (): Promise<Page> => {
    const page = await (await browser.newContext({ locale: 'vi-VN' })).newPage();
    await page.goto(product.url);
    await page.getByRole('link', { name: 'Đăng nhập bằng tài khoản tỉnh' }).click();
    await page.waitForURL((url) => url.origin === product.url);
    return page;
  };
  /** Who they are here, or why they are nobody. */
  const outcome = async (signed: Signed): Promise<{ user?: string; roles?: string[]; why?: string }> => {
    await as(signed);
    const page = await signOn();
    const session = await page.evaluate(async () => {
      const answer = await fetch('/api/v1/session');
      return answer.ok ? ((await answer.json()) as { user: string; roles: string[] }) : undefined;
    });
    const why = new URL(page.url()).searchParams.get('sign-on');
    if (why !== null) await page.locator('[role=alert]').waitFor();
    await page.context().close();
    return session ? { user: session.user, roles: session.roles } : { ...(why !== null && { why }) };
  };
  const acts = async (kind: string): Promise<Act[]> =>
    (await product.get<{ acts: Act[] }>(`/api/v1/acts?kind=${kind}`)).acts;

  before(async function () {
    browser = await openBrowser(this);
    [port] = [await freePort()];
    const providerPort = await freePort();
    issuer = `http://127.0.0.1:${providerPort}`;
    const callback = `http://127.0.0.1:${port}/api/v1/session/oidc/callback`;
    const args = ['test/oidc-provider.mjs', String(providerPort), callback, encodeURIComponent(SECRET)];
    provider = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((resolve) => provider.stdout!.once('data', resolve));
    haidang(['user', 'add', 'lan', '--role', 'officer', '--password-stdin', '--data', data], `${PASSWORD}\n`);
    haidang(['user', 'add', 'admin', '--role', 'admin', '--password-stdin', '--data', data], `${ADMIN_PASSWORD}\n`);
    await start({});
  });
  after(async () => {
    await browser?.close();
    await product?.stop();
    provider?.kill();
    removeFolder(data);
  });

  it('lets in whoever has an account here, by who they are there from then on, with both ways on record', async () => {
    const lan = { sub: 'u-1', claims: { preferred_username: 'Lan' } };
    expect(await outcome(lan)).to.deep.equal({ user: 'lan', roles: ['officer'] });
    expect(await outcome({ sub: 'u-1', claims: { preferred_username: 'lan.nguyen' } })).to.include({ user: 'lan' });
    const [bound] = await acts('account');
    expect(bound).to.deep.include({ by: 'lan', subject: 'lan' });
    expect(bound!.details).to.include({ what: 'single-sign-on' });
    expect((await acts('session')).filter(({ details }) => details?.why === 'single-sign-on')).to.have.length(2);
    // The name and the password still lead in.
    await product.signIn('lan', PASSWORD);
    await product.signIn('admin', ADMIN_PASSWORD);
  });

  it('lets in nobody by a name that is somebody else’s, administers, or is not here, and says so', async () => {
    for (const name of ['lan', 'admin', 'không có ai']) {
      const found = await outcome({ sub: 'u-2', claims: { preferred_username: name } });
      expect(found, name).to.deep.equal({ why: 'refused' });
    }
    const refused = (await acts('session')).filter(({ details }) => details?.why === 'sign-on-refused');
    expect(refused).to.have.length(3);
  });

  it('takes no token under another signature, and no closed account', async () => {
    const lan = { sub: 'u-1', claims: { preferred_username: 'lan' } };
    expect(await outcome({ ...lan, forge: { sub: 'u-1', x: 1 } })).to.deep.equal({ why: 'failed' });
    // Nor under a key that the token brings itself, or under none.
    for (const by of ['own', 'none'])
      expect(await outcome({ ...lan, forge: { sub: 'u-1', by } }), by).to.deep.equal({ why: 'failed' });
    const set = (what: string) => product.fetch(`/api/v1/users/lan/${what}`, { method: 'POST', json: {} });
    await set('disable');
    expect(await outcome(lan)).to.deep.equal({ why: 'refused' });
    await set('enable');
    expect(await outcome(lan)).to.include({ user: 'lan' });
  });

  it('is bound to the browser that began it, good once, and not begun by another site', async () => {
    await as({ sub: 'u-1', claims: { preferred_username: 'lan' } });
    const begin = (headers: Record<string, string> = {}): Promise<Response> =>
      fetch(`${product.url}/api/v1/session/oidc`, { redirect: 'manual', headers });
    const first = await begin();
    expect(first.status).to.equal(302);
    const asked = new URL(first.headers.get('location')!).searchParams;
    expect(asked.get('code_challenge_method')).to.equal('S256');
    for (const name of ['state', 'nonce', 'code_challenge']) expect(asked.get(name)!.length).to.be.at.least(32);
    expect((await begin({ 'sec-fetch-site': 'cross-site' })).status).to.equal(403);

    /** What the provider sends the browser back with. */
    const comeBack = async (location: string): Promise<string> => {
      const jar = new Map<string, string>();
      for (let at = location; ; ) {
        if (at.startsWith(product.url)) return at;
        const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
        const answer = await fetch(at, { redirect: 'manual', headers: { cookie } });
        for (const one of answer.headers.getSetCookie()) {
          const [name = '', value = ''] = one.split(';')[0]!.split('=');
          jar.set(name, value);
        }
        at = new URL(answer.headers.get('location')!, at).href;
      }
    };
    const back = await comeBack(first.headers.get('location')!);
    const cookie = first.headers.getSetCookie()[0]!;
    expect(cookie).to.match(/^haidang_sign_on=[\w-]+; Max-Age=600; Path=\/;.*HttpOnly; SameSite=Lax$/);
    const follow = async (address: string, own: string): Promise<string> => {
      const answer = await fetch(address, { redirect: 'manual', headers: { cookie: own.split(';')[0]! } });
      return answer.headers.get('location')!;
    };
    const other = (await begin()).headers.getSetCookie()[0]!;
    expect(await follow(back, other)).to.equal('/?sign-on=failed');
    expect(await follow(back, 'haidang_sign_on=none')).to.equal('/?sign-on=failed');
    expect(await follow(back, cookie)).to.equal('/');
    expect(await follow(back, cookie)).to.equal('/?sign-on=failed');
  });

  it('makes accounts for whoever has a role there, set anew at each sign-in, and takes over none that is here', async () => {
    await product.stop();
    await start({
      accounts: 'create',
      rolesClaim: 'groups',
      roles: { 'truc-ban': ['officer'], 'lanh-dao': ['leader'] },
    });
    const minh = (groups: unknown): Signed => ({ sub: 'u-9', claims: { preferred_username: 'minh', groups } });
    expect(await outcome(minh(['truc-ban', 'ke-toan']))).to.deep.equal({ user: 'minh', roles: ['officer'] });
    expect(await outcome(minh('lanh-dao'))).to.deep.equal({ user: 'minh', roles: ['leader'] });
    expect(await outcome(minh(['constructor', '__proto__']))).to.deep.equal({ why: 'refused' });
    const taken = { sub: 'u-10', claims: { preferred_username: 'admin', groups: ['truc-ban'] } };
    expect(await outcome(taken)).to.deep.equal({ why: 'refused' });
    const wrong = await product.fetch('/api/v1/session', { method: 'POST', json: { user: 'minh', password: '' } });
    expect(wrong.status).to.equal(400);
    const made = (await acts('account'))
      .filter(({ subject }) => subject === 'minh')
      .map(({ details }) => details!.what);
    expect(made).to.deep.equal(['access', 'added']);
  });

  it('asks for more than a password where the settings do', async () => {
    await product.stop();
    await start({ needsSecondFactor: true });
    const lan = (amr: string[]): Signed => ({ sub: 'u-1', claims: { preferred_username: 'lan', amr } });
    expect(await outcome(lan(['pwd']))).to.deep.equal({ why: 'refused' });
    expect(await outcome(lan(['pwd', 'otp']))).to.include({ user: 'lan' });
  });

  it('says so when the provider does not answer, and has no button where there is none', async () => {
    provider.kill();
    await product.stop();
    await start({});
    expect((await signOn()).url()).to.equal(`${product.url}/?sign-on=away`);
    await product.stop();
    product = await Product.start({ data, args: ['--no-demo'] });
    const page = await (await browser.newContext({ locale: 'vi-VN' })).newPage();
    const answered = page.waitForResponse((answer) => answer.url().endsWith('/session/ways'));
    await page.goto(product.url);
    expect(await (await answered).json()).to.deep.equal({});
    expect(await page.getByRole('link', { name: 'Đăng nhập bằng' }).count()).to.equal(0);
    expect((await fetch(`${product.url}/api/v1/session/oidc`)).status).to.equal(404);
  });
});
