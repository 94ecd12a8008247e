/** Roles that have to have a second factor, and one's own sessions: over HTTP and the socket, with real accounts and an engine room. */
import { expect } from 'chai';
import { io } from 'socket.io-client';
import { apiRoutes } from '../../server/api/app.ts';
import { SecondFactorDuty } from '../../server/auth/second-factor-duty.ts';
import { codeAt } from '../../server/auth/totp.ts';
import type { Act } from '../../server/models/entry.ts';
import { defaultSignInRules } from '../../server/models/sign-in.ts';
import { deviceWords } from '../../web/accounts/device-words.ts';
import { type ApiProduct, startApi, until } from './api-product.ts';

const DAY_MS = 86_400_000;
const password = 'sáu con tàu về bến';
const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0';

interface Who {
  enrolBy?: number;
  mustEnrol?: true;
  permissions: string[];
}

describe('a second factor that roles have to have', () => {
  let api: ApiProduct;
  let admin: string;
  let now: number;
  let asked = 0;

  /** From an address of its own each time: limits by address are not what is looked at here. */
  const call = (method: string, path: string, cookie: string, body?: unknown): Promise<Response> => {
    asked += 1;
    const headers = { cookie, 'x-forwarded-for': `10.9.${asked >> 8}.${asked & 255}` };
    const json = method === 'GET' || method === 'DELETE' ? {} : { body: JSON.stringify(body ?? {}) };
    return api.fetch(`/api/v1${path}`, {
      method,
      headers: { ...headers, ...('body' in json && { 'content-type': 'application/json' }) },
      ...json,
    });
  };
  const codeOf = async (answer: Response): Promise<string | undefined> =>
    ((await answer.json().catch(() => ({}))) as { error?: { code: string } }).error?.code;
  const whoIs = async (cookie: string): Promise<Who> => (await call('GET', '/session', cookie)).json() as Promise<Who>;
  const signedIn = async (name: string, device?: string): Promise<string> => {
    const { token } = await api.context.accounts.signIn(name, password, '10.1.2.3', undefined, device);
    return `haidang_session=${token}`;
  };
  const rules = async (secondFactorRoles: string[], graceDays: number): Promise<void> => {
    const { room, accounts } = api.context;
    await room.act({ type: 'document', name: 'sign-in', body: { secondFactorRoles, graceDays }, by: 'admin' });
    await accounts.duty!.read();
  };

  before(async () => {
    now = Date.now();
    api = await startApi(undefined, { trustedProxies: 1 });
    admin = await api.signIn('admin');
    const { accounts, store } = api.context;
    for (const role of ['admin', 'manager', 'officer', 'auditor'])
      await accounts.addUser(`vai-${role}`, password, [role]);
    accounts.duty = new SecondFactorDuty({ store, clock: Date.now });
  });
  after(() => api.close());

  it('is asked of administrators and of whoever approves changes, and begins after two weeks', async () => {
    expect(defaultSignInRules()).to.deep.equal({ secondFactorRoles: ['admin', 'manager'], graceDays: 14 });
    const fresh = await whoIs(await signedIn('vai-manager'));
    expect(fresh.enrolBy).to.be.within(now + 14 * DAY_MS - 60_000, Date.now() + 14 * DAY_MS);
    expect(fresh.mustEnrol).to.equal(undefined);
    expect((await whoIs(await signedIn('vai-officer'))).enrolBy).to.equal(undefined);
  });

  it('leaves an account without it nothing to do but to turn it on, on every route and at the socket', async () => {
    const hers = await signedIn('vai-admin');
    await rules(['admin'], 0);
    const open = new Set<string>();
    for (const { method, path, access, isForEnrolling } of apiRoutes(api.context)) {
      if (access === 'open') continue;
      const name = `${method.toUpperCase()} ${path}`;
      if (isForEnrolling) {
        open.add(name);
        continue;
      }
      const answer = await call(method.toUpperCase(), path.replace(/:\w+/g, 'x'), hers);
      expect([answer.status, await codeOf(answer)], name).to.deep.equal([403, 'second-factor-needed']);
    }
    expect([...open]).to.have.members([
      ...['GET /session', 'DELETE /session', 'POST /session/second-factor/offer', 'POST /session/second-factor'],
    ]);
    const socket = io(`${api.url}/live`, {
      ...{ transports: ['websocket'], extraHeaders: { cookie: hers }, reconnection: false, forceNew: true },
    });
    const word = await new Promise<string>((resolve) => {
      socket.once('connect', () => resolve('connected'));
      socket.once('connect_error', ({ message }) => resolve(message));
    });
    socket.close();
    expect(word).to.equal('sign-in');
    expect((await api.fetch('/metrics', { headers: { cookie: hers, 'x-forwarded-for': '10.9.9.9' } })).status).to.equal(
      403,
    );
    expect(await whoIs(hers)).to.deep.include({ mustEnrol: true, permissions: [] });
  });

  it('lets it be turned on, and everything is possible again; others were never asked', async () => {
    const [hers, officers] = [await signedIn('vai-admin'), await signedIn('vai-officer')];
    expect((await call('GET', '/alerts', officers)).status).to.equal(200);
    const { secret } = (await (await call('POST', '/session/second-factor/offer', hers, { password })).json()) as {
      secret: string;
    };
    const code = codeAt(secret, Math.floor(Date.now() / 30_000));
    const proof = { password, secret, code };
    expect((await call('POST', '/session/second-factor', hers, proof)).status).to.equal(200);
    expect((await call('GET', '/users', hers)).status).to.equal(200);
    expect((await whoIs(hers)).mustEnrol).to.equal(undefined);
  });

  it('counts what the province’s provider has asked for, and asks no key', async () => {
    const { accounts } = api.context;
    await rules(['admin', 'manager'], 0);
    const [weak, strong] = [false, true].map(
      (hasShownMore) => `haidang_session=${accounts.openSession(accounts.user('vai-manager'), { hasShownMore })}`,
    );
    expect(await codeOf(await call('GET', '/alerts', weak!))).to.equal('second-factor-needed');
    expect((await call('GET', '/alerts', strong!)).status).to.equal(200);
    const authorization = `Bearer ${accounts.createKey('ai-do', ['read'])}`;
    expect((await api.fetch('/api/v1/alerts', { headers: { authorization } })).status).to.equal(200);
  });

  it('takes a change of the page at once, refuses what is none, and has all of it on record', async () => {
    await rules([], 0);
    const refused = await call('PUT', '/settings/sign-in', admin, { secondFactorRoles: ['nobody'], graceDays: 0 });
    expect(refused.status).to.equal(400);
    const body = { secondFactorRoles: ['auditor'], graceDays: 0 };
    const auditors = await signedIn('vai-auditor');
    expect((await call('GET', '/acts', auditors)).status).to.equal(200);
    expect((await call('PUT', '/settings/sign-in', admin, body)).status).to.equal(200);
    expect(await codeOf(await call('GET', '/acts', auditors))).to.equal('second-factor-needed');
    const told = async (): Promise<string[]> => {
      const { acts } = (await (await call('GET', '/acts?limit=1000', admin)).json()) as { acts: Act[] };
      return acts.map(({ kind, by, subject, details }) =>
        [kind, by, details?.what ?? details?.code ?? subject].join(' '),
      );
    };
    // The answer does not wait for its record.
    await until(async () => (await told()).includes('refused vai-auditor second-factor-needed'));
    expect(await told()).to.include.members(['document admin sign-in', 'account vai-admin second-factor-on']);
  });

  describe('one’s own sessions', () => {
    before(() => rules([], 0));

    interface Listed {
      id: string;
      beganAt: number;
      seenAt: number;
      from?: string;
      device?: string;
      isThis?: true;
    }
    const list = async (cookie: string): Promise<Listed[]> =>
      ((await (await call('GET', '/session/all', cookie)).json()) as { sessions: Listed[] }).sessions;

    it('are told with when, from where and on what, and no one else’s', async () => {
      api.context.accounts.endSessions('vai-officer');
      const [one] = [await signedIn('vai-officer', firefox), await signedIn('vai-officer')];
      const known = await list(one);
      expect(known).to.have.length(2);
      const mine = known.find(({ isThis }) => isThis)!;
      expect(mine).to.deep.include({ from: '10.1.2.3', device: firefox });
      expect(mine.beganAt).to.be.within(now, Date.now());
      expect(deviceWords(mine.device)).to.equal('Firefox · Windows');
      expect(known.filter(({ isThis }) => !isThis)[0]).to.not.have.property('device');
      expect(JSON.stringify(known)).not.to.contain(one.split('=')[1]!);
    });

    it('end one by one or all others, at once, and it is on record', async () => {
      api.context.accounts.endSessions('vai-officer');
      const [one, two, three] = [
        await signedIn('vai-officer'),
        await signedIn('vai-officer', firefox),
        await signedIn('vai-officer'),
      ];
      const { id } = (await list(two)).find(({ isThis }) => isThis)!;
      expect(await (await call('POST', '/session/end', one, { id })).json()).to.deep.equal({ ended: 1 });
      expect((await call('GET', '/alerts', two)).status).to.equal(401);
      expect((await call('POST', '/session/end', one, { id })).status, 'a second time').to.equal(404);
      expect(await (await call('POST', '/session/end', one, { others: true })).json()).to.deep.equal({ ended: 1 });
      expect((await call('GET', '/alerts', three)).status).to.equal(401);
      expect((await call('GET', '/alerts', one)).status).to.equal(200);
      const { acts } = (await (await call('GET', '/acts?kind=account&by=vai-officer', admin)).json()) as {
        acts: Act[];
      };
      const told = acts.map(({ details }) => details);
      expect(told.filter((details) => details?.what === 'sessions-ended')).to.have.length(2);
    });

    it('of somebody else cannot be ended, nor by a key', async () => {
      const [mine, theirs] = [await signedIn('vai-officer'), await signedIn('vai-auditor')];
      const { id } = (await list(theirs)).find(({ isThis }) => isThis)!;
      expect((await call('POST', '/session/end', mine, { id })).status).to.equal(404);
      expect((await call('GET', '/session', theirs)).status).to.equal(200);
      const authorization = `Bearer ${api.context.accounts.createKey('k', ['read'])}`;
      expect((await api.fetch('/api/v1/session/all', { headers: { authorization } })).status).to.equal(401);
    });
  });
});
