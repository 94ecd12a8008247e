/** Accounts, keys and the audit trail over HTTP, with real accounts and a real engine room. */
import { expect } from 'chai';
import { codeAt, newSecret, stepOfCode } from '../../server/auth/totp.ts';
import type { Act } from '../../server/models/entry.ts';
import { type ApiProduct, startApi, until } from './api-product.ts';

const STEP_MS = 30_000;

interface Refusal {
  error: { code: string; vi: string; en: string };
}

describe('accounts over HTTP', () => {
  let api: ApiProduct;
  let admin: string;

  before(async () => {
    api = await startApi(undefined, { trustedProxies: 1 });
    admin = await api.signIn('admin');
  });
  after(() => api.close());

  const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = { cookie: admin }) =>
    api.fetch(`/api/v1${path}`, {
      method,
      headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const ok = async <T>(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<T> => {
    const answer = await call(method, path, body, headers);
    const text = await answer.text();
    expect(answer.status, `${method} ${path}: ${text}`).to.be.within(200, 204);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  };
  const refused = async (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
    ((await (await call(method, path, body, headers)).json()) as Refusal).error;
  const signIn = (user: string, password: string, code?: string) =>
    call('POST', '/session', { user, password, ...(code !== undefined && { code }) }, {});
  const cookieOf = (answer: Response) => ({ cookie: answer.headers.getSetCookie()[0]!.split(';')[0]! });
  const acts = async (query: string): Promise<Act[]> => (await ok<{ acts: Act[] }>('GET', `/acts?${query}`)).acts;

  it('adds a person with a password that is shown once, changes what they may, closes and opens the account', async () => {
    const wanted = { name: 'Bà.Sáu', roles: ['owner'], vessels: ['QNa-91111-TS'] };
    const { user, password } = await ok<{ user: { name: string }; password: string }>('POST', '/users', wanted);
    expect(user).to.deep.equal({ name: 'bà.sáu', roles: ['owner'], vessels: ['QNa-91111-TS'] });
    const hers = cookieOf(await signIn('bà.sáu', password));
    const { passwordUntil } = await ok<{ passwordUntil: number }>('GET', '/session', undefined, hers);
    expect(passwordUntil - Date.now(), 'given, not her own').to.be.within(6 * 86_400_000, 7 * 86_400_000);
    expect((await call('GET', '/vessels', undefined, hers)).status).to.equal(200);
    expect((await call('GET', '/users', undefined, hers)).status).to.equal(403);
    const name = encodeURIComponent('bà.sáu');
    expect((await refused('PUT', `/users/${name}`, { roles: ['commune'], unit: 'xa-1' })).code).to.equal(
      'account-invalid',
    );
    await ok('PUT', '/settings/units', [{ id: 'xa-1', name: 'Xã 1' }]);
    await ok('PUT', `/users/${name}`, { roles: ['commune'], unit: 'xa-1' });
    const { users } = await ok<{ users: { name: string; sessions: number }[] }>('GET', '/users');
    expect(users.find((one) => one.name === 'bà.sáu')).to.deep.equal({
      ...{ name: 'bà.sáu', roles: ['commune'], unit: 'xa-1', sessions: 1 },
    });
    await ok('POST', `/users/${name}/disable`);
    expect((await call('GET', '/vessels', undefined, hers)).status).to.equal(401);
    expect((await signIn('bà.sáu', password)).status).to.equal(401);
    await ok('POST', `/users/${name}/enable`);
    expect((await signIn('bà.sáu', password)).status).to.equal(200);
    const fresh = await ok<{ password: string }>('POST', `/users/${name}/password`);
    expect((await signIn('bà.sáu', password)).status).to.equal(401);
    const again = cookieOf(await signIn('bà.sáu', fresh.password));
    await ok('POST', `/users/${name}/sessions/end`);
    expect((await call('GET', '/vessels', undefined, again)).status).to.equal(401);
    const record = await acts(`kind=account&about=${name}`);
    expect(record.map(({ details }) => details?.what)).to.deep.equal([
      ...['sessions-ended', 'password', 'enabled', 'disabled', 'access', 'added'],
    ]);
    expect(JSON.stringify(record)).not.to.contain(password);
    expect(record.at(-2)?.details).to.deep.include({ after: { roles: ['commune'], unit: 'xa-1' } });
  });

  it('has on record who came in, who went out, and who was turned away, but nothing that was typed', async () => {
    await api.context.accounts.addUser('út', 'lưới cá ngừ đại dương', ['viewer']);
    expect((await signIn('Út', 'không phải mật khẩu này')).status).to.equal(401);
    const hers = cookieOf(await signIn('ÚT', 'lưới cá ngừ đại dương'));
    expect((await call('DELETE', '/session', undefined, hers)).status).to.equal(204);
    expect((await signIn('lưới cá ngừ đại dương', 'út')).status, 'the other way round').to.equal(401);
    const said = (await acts('kind=session&by=út')).map(({ details }) => details);
    expect(said.map((one) => one?.what)).to.deep.equal(['out', 'in', 'refused']);
    expect(said.at(-1)).to.deep.include({ why: 'sign-in-failed' });
    expect(said[0]?.from).to.match(/127\.0\.0\.1|::1/);
    const [turnedAway] = await acts('kind=session&by=-');
    expect(turnedAway?.details).to.deep.include({ what: 'refused' });
    expect(JSON.stringify(await acts('kind=session'))).not.to.contain('lưới cá ngừ');
  });

  it('leaves somebody who may administer', async () => {
    expect((await refused('POST', '/users/admin/disable')).code).to.equal('last-admin');
    expect((await refused('PUT', '/users/admin', { roles: ['viewer'] })).code).to.equal('last-admin');
  });

  it('takes no password that guessers try first, and ends every session when it is changed', async () => {
    const { accounts } = api.context;
    await accounts.addUser('năm', 'thuyền về bến lúc ba giờ', ['viewer']);
    const his = cookieOf(await signIn('năm', 'thuyền về bến lúc ba giờ'));
    const change = (next: string, password = 'thuyền về bến lúc ba giờ') =>
      call('POST', '/session/password', { password, next }, his);
    for (const weak of ['qwertyuiop', 'Sunshine2026!!', 'aaaaaaaaaaaa', 'năm-năm-2026'.slice(0, 8), 'năm2026'])
      expect((await change(weak)).status, weak).to.equal(400);
    expect((await change('một câu khác đủ dài', 'không đúng')).status).to.equal(401);
    expect((await change('một câu khác đủ dài')).status).to.equal(204);
    expect((await call('GET', '/session', undefined, his)).status).to.equal(401);
    expect((await signIn('năm', 'một câu khác đủ dài')).status).to.equal(200);
  });

  it('asks for a code where somebody has set that up; each is taken once, and recovery codes help out', async () => {
    const password = 'đèn biển sáng suốt đêm';
    await api.context.accounts.addUser('tư', password, ['officer']);
    const his = cookieOf(await signIn('tư', password));
    const { secret } = await ok<{ secret: string }>('POST', '/session/second-factor/offer', { password }, his);
    const step = Math.floor(Date.now() / STEP_MS);
    const wrong = { password, secret, code: '000000' };
    expect((await refused('POST', '/session/second-factor', wrong, his)).code).to.equal('account-invalid');
    const used = codeAt(secret, step);
    const right = { password, secret, code: used };
    const elsewhere = cookieOf(await signIn('tư', password));
    const { recoveryCodes } = await ok<{ recoveryCodes: string[] }>('POST', '/session/second-factor', right, his);
    // What was open elsewhere was opened without a code; the one at hand goes on.
    expect((await refused('GET', '/session', undefined, elsewhere)).code).to.equal('sign-in');
    await ok('GET', '/session', undefined, his);
    expect(recoveryCodes).to.have.length(10);
    // 24 characters of 31: 118 bits.
    for (const one of recoveryCodes) expect(one).to.match(/^([a-z2-9]{4}-){5}[a-z2-9]{4}$/);
    const without = await signIn('tư', password);
    expect([without.status, ((await without.json()) as Refusal).error.code]).to.deep.equal([401, 'code-needed']);
    expect((await signIn('tư', 'sai mật khẩu rồi', codeAt(secret, step + 1))).status).to.equal(401);
    expect((await signIn('tư', password, used)).status, 'used already').to.equal(401);
    expect((await signIn('tư', password, codeAt(secret, step + 1))).status).to.equal(200);
    const recovered = await signIn('tư', password, recoveryCodes[3]);
    expect(await recovered.json()).to.deep.include({ recoveryCodesLeft: 9 });
    expect((await signIn('tư', password, recoveryCodes[3])).status).to.equal(401);
    // Another password, given by an administrator, goes round no second factor.
    const given = await ok<{ password: string }>('POST', `/users/${encodeURIComponent('tư')}/password`);
    const bare = await signIn('tư', given.password);
    expect([bare.status, ((await bare.json()) as Refusal).error.code]).to.deep.equal([401, 'code-needed']);
    expect((await signIn('tư', given.password, recoveryCodes[4])).status).to.equal(200);
    await ok('POST', `/users/${encodeURIComponent('tư')}/second-factor/end`);
    expect((await signIn('tư', given.password)).status).to.equal(200);
  });

  it('slows down who guesses codes, from however many addresses', async () => {
    const password = 'sóng yên biển lặng hôm nay';
    const { accounts } = api.context;
    await accounts.addUser('bảy', password, ['officer']);
    const secret = newSecret();
    accounts.secondFactor.begin('bảy', secret, codeAt(secret, Math.floor(Date.now() / STEP_MS)));
    const codes: string[] = [];
    for (let n = 0; n < 7; n += 1) {
      const answer = await call(...(['POST', '/session', { user: 'bảy', password, code: '123456' }] as const), {
        'x-forwarded-for': `203.0.113.${n}`,
      });
      codes.push(((await answer.json()) as Refusal).error.code);
    }
    expect(codes.at(-1)).to.equal('too-many-attempts');
  });

  it('takes a key from its addresses only, and no more once it is taken back', async () => {
    const wanted = { name: 'Vinaphone VMS', scopes: ['read'], addresses: ['203.0.113.0/24', '2001:db8::7'] };
    const { key } = await ok<{ key: string }>('POST', '/keys', wanted);
    const from = (address: string) =>
      call('GET', '/vessels', undefined, { authorization: `Bearer ${key}`, 'x-forwarded-for': address });
    expect((await from('203.0.113.9')).status).to.equal(200);
    expect((await from('2001:db8::7')).status).to.equal(200);
    expect((await from('198.51.100.1')).status).to.equal(401);
    const bad = { ...wanted, addresses: ['203.0.113.0/99'] };
    expect((await refused('POST', '/keys', bad)).en).to.contain('203.0.113.0/99');
    const { keys } = await ok<{ keys: object[] }>('GET', '/keys');
    expect(JSON.stringify(keys)).to.contain('Vinaphone').and.not.contain(key);
    await ok('POST', `/keys/${encodeURIComponent('Vinaphone VMS')}/revoke`);
    expect((await from('203.0.113.9')).status).to.equal(401);
  });

  it('finds who did what, and gives it out as a table that no spreadsheet runs', async () => {
    await api.context.room.act({ type: 'look-up', vesselId: '=cmd|calc', what: 'track', by: 'admin' });
    await until(async () => (await acts('kind=look-up')).length === 1);
    expect((await acts('by=nobody')).length).to.equal(0);
    const table = await (await call('GET', '/acts.csv?kind=look-up')).text();
    expect(table).to.contain('"\'=cmd|calc"');
    const exports = async () => (await acts('kind=exported')).map(({ details }) => details?.rows);
    // On record before the first byte leaves, and again with how many rows those were.
    await until(async () => (await exports()).length === 2);
    expect(await exports()).to.deep.equal([1, undefined]);
  });

  it('goes through the trail from the newest on, piece by piece, and takes all of it out', async () => {
    const { room } = api.context;
    const look = (n: number) => room.note({ type: 'look-up', vesselId: `đếm-${n}`, what: 'track', by: 'đếm' });
    await Promise.all(Array.from({ length: 2501 }, (_, n) => look(n)));
    const page = (query: string) =>
      ok<{ acts: { subject: string; at: number; id: string }[]; next?: string }>(
        'GET',
        `/acts?by=${encodeURIComponent('đếm')}&${query}`,
      );
    await until(async () => (await page('limit=5000')).acts.length === 2501);
    const seen: string[] = [];
    let next: string | undefined;
    do {
      const one: Awaited<ReturnType<typeof page>> = await page(
        `limit=1000${next === undefined ? '' : `&after=${next}`}`,
      );
      const order = one.acts.map(({ at, id }) => [at, id] as const);
      expect(order).to.deep.equal(order.toSorted((a, b) => b[0] - a[0] || (a[1] < b[1] ? 1 : -1)));
      seen.push(...one.acts.map(({ subject }) => subject));
      next = one.next;
    } while (next !== undefined);
    expect(new Set(seen).size).to.equal(2501);
    expect(seen).to.have.length(2501);
    const table = await (await call('GET', `/acts.csv?by=${encodeURIComponent('đếm')}`)).text();
    expect(table.trim().split(/\r?\n/)).to.have.length(2502);
  });

  it('makes seeds of 160 bits, none twice', () => {
    const seeds = Array.from({ length: 200 }, newSecret);
    for (const one of seeds) expect(one).to.match(/^[A-Z2-7]{32}$/);
    expect(new Set(seeds).size).to.equal(200);
    // Every letter turns up at every place: 200 draws of 32 leave one out once in 600.
    expect(new Set(seeds.join('')).size).to.equal(32);
  });

  it('computes the codes of RFC 6238, appendix B', () => {
    const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
    const known: [seconds: number, code: string][] = [
      [59, '287082'],
      [1_111_111_109, '081804'],
      [1_111_111_111, '050471'],
      [1_234_567_890, '005924'],
      [2_000_000_000, '279037'],
      [20_000_000_000, '353130'],
    ];
    for (const [seconds, code] of known) {
      expect(codeAt(secret, Math.floor(seconds / 30))).to.equal(code);
      expect(stepOfCode(secret, code, seconds * 1000 + STEP_MS, 0)).to.equal(Math.floor(seconds / 30));
      expect(stepOfCode(secret, code, seconds * 1000 + 2 * STEP_MS, 0)).to.equal(undefined);
    }
  });
});
