/** Accounts in a real file, and the guards in front of a real express application. */
import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DatabaseSync } from '@photostructure/sqlite';
import { expect } from 'chai';
import express, { type ErrorRequestHandler } from 'express';
import { Accounts, GIVEN_PASSWORD_MS } from '../../server/auth/accounts.ts';
import { Guesses } from '../../server/auth/guesses.ts';
import { authenticate, requirePermission, sessionToken, setSessionCookie } from '../../server/auth/middleware.ts';
import { grantsOf, permissions } from '../../server/auth/permissions.ts';
import { hashPassword, recommendedCost, verifyPassword } from '../../server/auth/secrets.ts';
import { MOST_SESSIONS } from '../../server/auth/sessions.ts';
import { HaidangError } from '../../server/errors.ts';
import { keyAges } from '../../server/jobs/key-ages.ts';
import type { JobRun, JobSurroundings } from '../../server/jobs/scheduled-job.ts';
import { messageKeys } from '../../server/notify/keys.ts';

const cheap = { logN: 10, r: 8, p: 1 };
const password = 'mật khẩu dài';

async function code(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    return (error as HaidangError).code;
  }
  return 'none';
}

describe('accounts', () => {
  let dir: string;
  let path: string;
  let accounts: Accounts;
  let now: number;

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'haidang-auth-'));
    path = join(dir, 'data', 'accounts.db');
    now = Date.UTC(2026, 0, 1);
    accounts = new Accounts(path, { clock: () => now, cost: cheap });
  });

  afterEach(() => {
    accounts.close();
    rmSync(dir, { recursive: true });
  });

  it('lie in one file once they are closed, so that it can be copied or replaced by itself', async () => {
    await accounts.addUser('hằng', password, ['officer']);
    accounts.close();
    const copy = join(dir, 'copy.db');
    copyFileSync(path, copy);
    accounts = new Accounts(copy, { clock: () => now, cost: cheap });
    expect(accounts.users().map(({ name }) => name)).to.deep.equal(['hằng']);
  });

  it('signs in who knows the password, whatever the case of the name', async () => {
    await accounts.addUser('Hằng.Trực', password, ['officer', 'viewer']);
    const { token, user } = await accounts.signIn(' hằng.trực', password, '::1');
    expect(user).to.deep.equal({ name: 'hằng.trực', roles: ['officer', 'viewer'] });
    expect(accounts.session(token)).to.deep.equal(user);
    expect(await code(accounts.signIn('hằng.trực', `${password}x`, '::1'))).to.equal('sign-in-failed');
    expect(await code(accounts.signIn('nobody', password, '::1'))).to.equal('sign-in-failed');
    // A new one each time, and the one before is untouched by it.
    const again = await accounts.signIn('hằng.trực', password, '::1');
    expect([again.token === token, token.length, again.token.length]).to.deep.equal([false, 43, 43]);
    accounts.sessions.close(token);
    expect(accounts.session(token)).to.equal(undefined);
    expect(accounts.session(again.token)).to.deep.equal(user);
  });

  it('says which keys are older than the policy has it, and nothing of the others', async () => {
    const run = () => {
      const surroundings = { accounts, config, clock: () => now } as unknown as JobSurroundings;
      return keyAges.run(surroundings, {} as JobRun).then(String, (error: Error) => error.message);
    };
    const signingKey = join(dir, 'evidence.pem');
    writeFileSync(signingKey, 'a key');
    const config = { data: join(dir, 'data'), evidence: { signingKey } };
    messageKeys(config.data);
    const file = JSON.parse(readFileSync(join(config.data, 'message-keys.json'), 'utf8')) as object;
    writeFileSync(join(config.data, 'message-keys.json'), JSON.stringify({ ...file, madeAt: now }));
    utimesSync(signingKey, now / 1000, now / 1000);
    accounts.createKey('VNPT', ['read']);
    accounts.createKey('taken back', ['read']);
    accounts.keys.revoke('taken back');
    now += 365 * 86_400_000;
    accounts.createKey('young', ['read']);
    expect(await run()).to.equal('undefined');
    expect(accounts.keys.list().some(({ isOverdue }) => isOverdue)).to.equal(false);
    now += 86_400_000;
    expect(await run())
      .to.match(
        /^khóa API “VNPT”: đã dùng 366 ngày, nên thay; .*message-keys\.json: đã dùng 366 ngày.* · the API key “VNPT”: 366 days old/,
      )
      .and.not.match(/taken back|young|evidence/);
    expect(accounts.keys.list().flatMap(({ name, isOverdue }) => (isOverdue ? [name] : []))).to.deep.equal(['VNPT']);
    now += 730 * 86_400_000;
    expect(await run()).to.contain(`the key that signs evidence, ${signingKey}: 1096 days old`);
  });

  it('knows the unit that somebody speaks for, from the next request on', async () => {
    await accounts.addUser('an', password, ['officer'], ' don-ky-ha ');
    const { token, user } = await accounts.signIn('an', password, '::1');
    expect(user).to.deep.equal({ name: 'an', roles: ['officer'], unit: 'don-ky-ha' });
    accounts.setUnit('AN', 'tinh');
    expect(accounts.session(token)?.unit).to.equal('tinh');
    accounts.setUnit('an', undefined);
    expect(accounts.session(token)).to.deep.equal({ name: 'an', roles: ['officer'] });
    expect(() => accounts.setUnit('nobody', 'tinh')).to.throw(HaidangError, 'was not found');
    expect(() => accounts.setUnit('an', 'x'.repeat(41))).to.throw(HaidangError, '1 to 40 characters');
  });

  it('takes over accounts from before there were units', async () => {
    await accounts.addUser('an', password, ['viewer'], 'tinh');
    accounts.close();
    const db = new DatabaseSync(path);
    const later = ['unit', 'vessels', 'provider', 'disabled_at', 'totp', 'totp_step', 'recovery'];
    for (const column of later) db.exec(`ALTER TABLE user DROP COLUMN ${column}`);
    db.exec(
      'DROP INDEX user_subject; DROP TABLE sign_on; ALTER TABLE user DROP COLUMN subject; ALTER TABLE api_key DROP COLUMN per_minute; ALTER TABLE api_key DROP COLUMN addresses; ALTER TABLE session DROP COLUMN remote; ALTER TABLE session DROP COLUMN device; ALTER TABLE session DROP COLUMN shown_more; ALTER TABLE user DROP COLUMN password_until; PRAGMA user_version = 1',
    );
    db.close();
    accounts = new Accounts(path, { clock: () => now, cost: cheap });
    expect(accounts.users()).to.deep.equal([{ name: 'an', roles: ['viewer'] }]);
    accounts.setUnit('an', 'tinh');
    expect((await accounts.signIn('an', password, '::1')).user.unit).to.equal('tinh');
  });

  it('keeps neither passwords nor tokens, and keeps the file to its owner', async () => {
    await accounts.addUser('an', password, ['viewer']);
    const { token } = await accounts.signIn('an', password, '::1');
    const key = accounts.createKey('k', ['read']);
    accounts.close();
    const bytes = readFileSync(path).toString('latin1');
    for (const secret of [Buffer.from(password).toString('latin1'), token, key]) expect(bytes).to.not.contain(secret);
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o077).to.equal(0);
    accounts = new Accounts(path, { clock: () => now, cost: cheap });
    expect(accounts.session(token)?.name).to.equal('an');
  });

  it('takes a password that somebody was given for a week, and no longer: by then they have set their own', async () => {
    await accounts.addUser('an', password, ['viewer']);
    accounts.endPasswordIn('An', GIVEN_PASSWORD_MS);
    const code = async (typed: string): Promise<string> =>
      accounts.signIn('an', typed, '::1').then(
        ({ token }) => String(accounts.session(token)?.passwordUntil),
        (error: HaidangError) => error.code,
      );
    expect(await code(password)).to.equal(String(now + GIVEN_PASSWORD_MS));
    now += GIVEN_PASSWORD_MS - 1;
    expect(await code(password)).to.equal(String(now + 1));
    now += 1;
    expect(await code(password)).to.equal('password-over');
    expect(await code('không phải mật khẩu này'), 'whoever guesses learns nothing').to.equal('sign-in-failed');
    await accounts.setPassword('an', 'một mật khẩu của riêng mình');
    expect(await code('một mật khẩu của riêng mình')).to.equal('undefined');
  });

  it('keeps at most so many sessions of a user: the one unused longest ends', async () => {
    const user = await accounts.addUser('an', password, ['viewer']);
    const other = accounts.openSession(await accounts.addUser('bình', password, ['viewer']));
    const first = accounts.openSession(user);
    const second = accounts.openSession(user);
    now += 3_600_000;
    // Being used keeps it.
    expect(accounts.session(first)?.name).to.equal('an');
    for (let more = 2; more < MOST_SESSIONS; more++) accounts.openSession(user);
    expect(accounts.sessions.counts().get('an')).to.equal(MOST_SESSIONS);
    const last = accounts.openSession(user);
    expect([first, second, last, other].map((token) => accounts.session(token)?.name)).to.deep.equal([
      ...['an', undefined, 'an', 'bình'],
    ]);
  });

  it('ends a session after 12 hours without use, and at a new password', async () => {
    await accounts.addUser('an', password, ['viewer']);
    const { token } = await accounts.signIn('an', password, '::1');
    now += 11 * 3_600_000;
    expect(accounts.session(token)).to.not.equal(undefined);
    now += 11 * 3_600_000;
    expect(accounts.session(token)).to.not.equal(undefined);
    now += 12 * 3_600_000;
    expect(accounts.session(token)).to.equal(undefined);
    const other = await accounts.signIn('an', password, '::1');
    await accounts.setPassword('An', 'một mật khẩu khác');
    expect(accounts.session(other.token)).to.equal(undefined);
    expect(await code(accounts.signIn('an', password, '::1'))).to.equal('sign-in-failed');
    expect(await code(accounts.setPassword('nobody', password))).to.equal('not-found');
  });

  it('ends a session after seven days, however much it is used', async () => {
    await accounts.addUser('an', password, ['viewer']);
    const { token } = await accounts.signIn('an', password, '::1');
    for (let hours = 0; hours < 7 * 24 - 6; hours += 6) {
      now += 6 * 3_600_000;
      expect(accounts.session(token)).to.not.equal(undefined);
    }
    now += 6 * 3_600_000;
    expect(accounts.session(token)).to.equal(undefined);
  });

  it('takes no password that is a word of this place', async () => {
    for (const word of ['Hải Đăng 2026!', 'thuy_san_2026', 'chicucthuysan'])
      expect(await code(accounts.addUser('binh', word, ['viewer'])), word).to.equal('account-invalid');
  });

  it('slows down guessing by name and address', async () => {
    await accounts.addUser('an', password, ['viewer']);
    for (let i = 0; i < 5; i++)
      expect(await code(accounts.signIn('an', 'wrong', '10.0.0.1'))).to.equal('sign-in-failed');
    expect(await code(accounts.signIn('an', password, '10.0.0.1'))).to.equal('too-many-attempts');
    expect(await code(accounts.signIn('an', password, '10.0.0.2'))).to.equal('none');
    now += 2000;
    expect(await code(accounts.signIn('an', 'wrong', '10.0.0.1'))).to.equal('sign-in-failed');
    now += 2000;
    const refused = await accounts.signIn('an', password, '10.0.0.1').catch((error: HaidangError) => error);
    expect(refused).to.be.instanceOf(HaidangError).with.nested.property('details.seconds', 2);
    now += 2000;
    expect(await code(accounts.signIn('an', password, '10.0.0.1'))).to.equal('none');
    expect(await code(accounts.signIn('an', 'wrong', '10.0.0.1'))).to.equal('sign-in-failed');
  });

  it('gives many guesses at once no more tries than one after the other', async () => {
    const codes = await Promise.all(Array.from({ length: 30 }, () => code(accounts.signIn('x', 'y', '::1'))));
    expect(codes.filter((one) => one === 'sign-in-failed')).to.have.length(5);
    expect(codes.filter((one) => one === 'too-many-attempts')).to.have.length(25);
  });

  it('takes passwords of any characters and up to 1,000 of them, none cut off', async () => {
    for (const [at, one] of [
      '   tám dấu cách   ',
      '🐟🐠🐡🦈🐙🦑🦐🦞🦀🐚',
      '\u0000\u0007\n\t"\'`;--<>',
      String.fromCodePoint(...Array.from({ length: 1000 }, (_, n) => 0x4e00 + ((n * 7919) % 5000))),
    ].entries()) {
      await accounts.addUser(`u${at}`, one, ['viewer']);
      expect(await code(accounts.signIn(`u${at}`, one, '::1')), one.slice(0, 20)).to.equal('none');
      expect(await code(accounts.signIn(`u${at}`, one.slice(0, -1), '::1')), one.slice(0, 20)).to.equal(
        'sign-in-failed',
      );
    }
    expect(await code(accounts.addUser('longer', 'x'.repeat(1001), ['viewer']))).to.equal('account-invalid');
  });

  it('refuses names, passwords, roles and scopes that are of no use', async () => {
    expect(await code(accounts.addUser('a b', password, ['viewer']))).to.equal('account-invalid');
    expect(await code(accounts.addUser('a', 'short', ['viewer']))).to.equal('account-invalid');
    expect(await code(accounts.addUser('a', password, ['king']))).to.equal('account-invalid');
    expect(await code(accounts.addUser('a', password, ['constructor']))).to.equal('account-invalid');
    await accounts.addUser('a', password, ['viewer']);
    expect(await code(accounts.addUser('A', password, ['viewer']))).to.equal('account-invalid');
    expect(() => accounts.createKey('k', ['everything'])).to.throw(HaidangError, 'everything');
    expect(() => accounts.createKey('k', [])).to.throw(HaidangError);
  });

  it('says in words that its file cannot be had', () => {
    expect(() => new Accounts(join(path, 'below-a-file', 'accounts.db'))).to.throw(
      HaidangError,
      'Cannot write to the data folder',
    );
  });

  it('lets the first administrator in by the last link made, once, within a day, with a password that is any good', async () => {
    const old = accounts.firstToken()!;
    const token = accounts.firstToken()!;
    const phrase = 'chín con thuyền ra khơi';
    expect(await code(accounts.beginWith(old, phrase)), 'one printed before').to.equal('first-link');
    expect(await code(accounts.beginWith('', phrase))).to.equal('first-link');
    expect(await code(accounts.beginWith(token, 'password123')), 'a leaked one').to.equal('account-invalid');
    now += 24 * 3_600_000 + 1;
    expect(await code(accounts.beginWith(token, phrase)), 'too old').to.equal('first-link');
    const fresh = accounts.firstToken()!;
    const { user, token: session } = await accounts.beginWith(fresh, phrase);
    expect(accounts.session(session)).to.deep.equal(user);
    expect(user.roles).to.deep.equal(['admin']);
    expect(await code(accounts.beginWith(fresh, phrase)), 'spent').to.equal('first-link');
    expect(accounts.firstToken(), 'there is somebody now').to.equal(undefined);
    expect((await accounts.signIn('admin', phrase, '::1')).user.roles).to.deep.equal(['admin']);
  });

  it('gives a link no power once there is an account by other means', async () => {
    const token = accounts.firstToken()!;
    await accounts.addUser('an.tran', password, ['admin']);
    expect(await code(accounts.beginWith(token, 'chín con thuyền ra khơi'))).to.equal('first-link');
  });

  it('knows a key made by another process at once, and its end within 5 s', async () => {
    const script = `
      import { Accounts } from ${JSON.stringify(new URL('../../server/auth/accounts.ts', import.meta.url).href)};
      const accounts = new Accounts(process.argv[1]);
      if (process.argv[2] === 'create') console.log(accounts.createKey('provider', ['positions:write']));
      else accounts.revokeKeys('provider');
      accounts.close();`;
    const run = (what: string) =>
      promisify(execFile)(process.execPath, ['--import=tsx', '--input-type=module', '-e', script, path, what]);
    const key = (await run('create')).stdout.trim();
    expect(key).to.match(/^hd_[\w-]{43}$/);
    expect(accounts.key(key)).to.deep.equal({ name: 'provider', scopes: ['positions:write'] });
    expect(accounts.key(`${key}x`)).to.equal(undefined);
    await run('revoke');
    now += 5000;
    expect(accounts.key(key)).to.equal(undefined);
  }).timeout(60_000);

  it('hashes at the recommended cost', async () => {
    const stored = await hashPassword(password, recommendedCost);
    expect(stored).to.match(/^scrypt\$17\$8\$1\$/);
    expect(await verifyPassword(password.normalize('NFD'), stored)).to.equal(true);
    expect(await verifyPassword('other', stored)).to.equal(false);
  }).timeout(60_000);
});

describe('auth guards', () => {
  let dir: string;
  let accounts: Accounts;
  let server: Server;
  let base: string;
  let cookie: string;

  before(async () => {
    dir = mkdtempSync(join(tmpdir(), 'haidang-guards-'));
    accounts = new Accounts(join(dir, 'accounts.db'), { cost: cheap });
    await accounts.addUser('an', password, ['officer']);
    const app = express();
    app.get('/sign-in', async (req, res) => {
      const { token } = await accounts.signIn('an', password, '::1');
      setSessionCookie(req, res, token);
      res.end();
    });
    app.use(authenticate(accounts, new Guesses(300, Date.now)));
    app.all('/respond', requirePermission('alerts:respond'), (_req, res) => {
      res.json(res.locals.who.name);
    });
    app.all('/positions', requirePermission('positions:write'), (_req, res) => {
      res.json(res.locals.who.by);
    });
    const answer: ErrorRequestHandler = (error: HaidangError, _req, res, _next) => {
      res.status(error.status).json(error);
    };
    app.use(answer);
    server = app.listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    base = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
    const header = (await fetch(`${base}/sign-in`)).headers.get('set-cookie')!;
    expect(header).to.contain('HttpOnly').and.contain('SameSite=Strict').and.contain('Path=/');
    cookie = header.split(';')[0]!;
  });

  after(() => {
    server.closeAllConnections();
    server.close();
    accounts.close();
    rmSync(dir, { recursive: true });
  });

  const status = async (path: string, headers: Record<string, string>, method = 'POST') =>
    (await fetch(base + path, { method, headers })).status;

  it('lets in by cookie and by key, each with its own permissions', async () => {
    const key = accounts.createKey('provider', ['positions:write']);
    expect(await status('/respond', {})).to.equal(401);
    expect(await status('/respond', { cookie })).to.equal(200);
    expect(await status('/positions', { cookie })).to.equal(403);
    expect(await status('/positions', { authorization: `Bearer ${key}` })).to.equal(200);
    expect(await status('/respond', { authorization: `Bearer ${key}` })).to.equal(403);
    expect(await status('/respond', { authorization: 'Bearer hd_wrong', cookie })).to.equal(401);
    accounts.revokeKeys('provider');
    expect(await status('/positions', { authorization: `Bearer ${key}` })).to.equal(401);
  });

  it('refuses what another site makes a browser send', async () => {
    expect(await status('/respond', { cookie, origin: base })).to.equal(200);
    expect(await status('/respond', { cookie, origin: 'https://evil.example' })).to.equal(403);
    expect(await status('/respond', { cookie, origin: 'null' })).to.equal(403);
    expect(await status('/respond', { cookie, 'sec-fetch-site': 'cross-site' })).to.equal(403);
    expect(await status('/respond', { cookie, origin: 'https://evil.example' }, 'GET')).to.equal(200);
  });

  it('reads cookies without being led astray', () => {
    expect(sessionToken({ cookie: 'a=b; haidang_session=tok_en-1; c' })).to.equal('tok_en-1');
    expect(sessionToken({ cookie: 'xhaidang_session=tok; haidang_session="q"' })).to.equal(undefined);
    expect(sessionToken({ cookie: `haidang_session=${'x'.repeat(300)}` })).to.equal(undefined);
    expect(sessionToken({})).to.equal(undefined);
  });

  it('gives each role its permissions', () => {
    expect([...grantsOf(['viewer']).keys()]).to.deep.equal(['read']);
    expect([...grantsOf(['officer', 'viewer']).keys()]).to.deep.equal(['read', 'alerts:respond', 'tasks:give']);
    expect(grantsOf(['admin']).size).to.equal(permissions.length);
  });
});
