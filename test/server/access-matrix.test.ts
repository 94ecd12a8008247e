/** Every route and socket event, asked by every role, about a vessel of its own and about others', in the area of its unit and elsewhere. */
import { expect } from 'chai';
import { io, type Socket } from 'socket.io-client';
import { apiRoutes } from '../../server/api/app.ts';
import { guardedStore, seeing } from '../../server/api/guarded-store.ts';
import type { OpenApiDocument } from '../../server/api/openapi/document.ts';
import type { Route } from '../../server/api/route.ts';
import { type Permission, type Reach, type Role, reaches, roles } from '../../server/auth/permissions.ts';
import { SeenVessels } from '../../server/auth/sight.ts';
import type { Frame, Rest, Snapshot } from '../../server/live/protocol.ts';
import { liveEvents } from '../../server/live/socket.ts';
import type { Alert } from '../../server/models/alert.ts';
import type { AlertFilter, Store } from '../../server/store/store.ts';
import { readMessage } from '../../web/live/columns.ts';
import { actorsByAddress, area, begun, closed, foreign, guest, heard, own, passed } from './access-land.ts';
import { type AccessRule, eventRules, looking, namesNoVessel, routeRules } from './access-rules.ts';
import { type ApiProduct, nafRecord, startApi, until } from './api-product.ts';

const MINUTE = 60_000;
const everyRole = Object.keys(roles) as Role[];
const password = 'một mật khẩu rất dài';
interface Page {
  vessels: { id: string }[];
}

interface Ids {
  vessels: string;
  alerts: string;
  cases: string;
}

describe('access: every route and socket event for every role', () => {
  let api: ApiProduct;
  const cookies = new Map<Role, string>();
  const sockets: Socket[] = [];
  let ownIds: Ids;
  let foreignIds: Ids;
  let guestIds: Ids;
  let passedIds: Ids;
  /** Of an alert of whoever has passed, raised outside of the area. */
  let elsewhere: string;
  let asked = 0;

  /** From an address of its own each time: limits by address are not what is looked at here. */
  const addressNow = (): string => `10.${asked >> 16}.${(asked >> 8) & 255}.${asked & 255}`;
  const call = (method: string, path: string, cookie: string, body?: unknown): Promise<Response> => {
    asked += 1;
    const address = addressNow();
    return api.fetch(`/api/v1${path}`, {
      method,
      headers: {
        cookie,
        'x-forwarded-for': address,
        ...(method !== 'GET' && { 'content-type': 'application/json' }),
      },
      ...(method !== 'GET' && method !== 'DELETE' && { body: JSON.stringify(body ?? {}) }),
    });
  };

  before(async () => {
    api = await startApi(undefined, {
      trustedProxies: 1,
      zoneCheckWorker: new URL('./api-zone-check-worker.mjs', import.meta.url),
    });
    const { accounts } = api.context;
    const admin = await api.signIn('admin');
    for (const role of everyRole) {
      await accounts.addUser(`vai-${role}`, password, [role]);
      accounts.setAccess(`vai-${role}`, {
        roles: [role],
        unit: 'don-a',
        vessels: role === 'supplier' ? [] : [own.registration],
        ...(role === 'supplier' && { provider: own.provider }),
      });
      const { token } = await accounts.signIn(`vai-${role}`, password, '::1');
      cookies.set(role, `haidang_session=${token}`);
    }
    const units = [
      { id: 'tinh', name: 'Tỉnh' },
      { id: 'don-a', name: 'Đồn A', parent: 'tinh', homePorts: ['A'], areas: [area] },
      { id: 'don-b', name: 'Đồn B', parent: 'tinh', homePorts: ['B'] },
    ];
    await call('PUT', '/settings/zones', admin, { type: 'FeatureCollection', features: closed });
    expect((await call('PUT', '/settings/units', admin, units)).status).to.equal(200);
    await call('PUT', '/settings/rules', admin, [
      { id: 'no-entry', kind: 'zone-enter', zones: closed.map(({ id }) => id), params: { confirm: 1 }, priority: 2 },
    ]);
    expect((await call('POST', '/vessels', admin, [own, foreign, guest, passed])).status).to.equal(200);
    const start = Date.now() - 180 * MINUTE;
    const way = ({ registration }: { registration: string }, ...lons: number[]): string[] =>
      lons.map((lon, n) => nafRecord(registration, 15.5, lon, start + n * 30 * MINUTE));
    const records = [
      ...way(own, 107.9, 108.2),
      ...way(foreign, 107.9, 108.2),
      ...way(guest, 109.9, 110.2),
      ...way(passed, 109.9, 110.2, 110.5, 110.8, 111.05, 111.2),
    ];
    const key = `Bearer ${accounts.createKey('p', ['positions:write'])}`;
    await api.fetch('/api/v1/positions/naf', {
      method: 'POST',
      headers: { authorization: key },
      body: records.join('\n'),
    });
    let alerts: Alert[] = [];
    await until(async () => {
      alerts = ((await (await call('GET', '/alerts', admin)).json()) as { alerts: Alert[] }).alerts;
      return alerts.length === 5;
    });
    const { vessels } = (await (await call('GET', '/vessels', admin)).json()) as {
      vessels: { id: string; registration?: string }[];
    };
    const idsOf = (registration: string): Ids => {
      const { id } = vessels.find((one) => one.registration === registration)!;
      const alert = alerts.findLast(({ occurrence }) => occurrence.vesselId === id)!;
      return { vessels: id, alerts: alert.id, cases: alert.caseId! };
    };
    ownIds = idsOf(own.registration);
    foreignIds = idsOf(foreign.registration);
    guestIds = idsOf(guest.registration);
    passedIds = idsOf(passed.registration);
    elsewhere = alerts.find(({ id, occurrence }) => {
      return occurrence.vesselId === passedIds.vessels && id !== passedIds.alerts;
    })!.id;
  });
  after(async () => {
    for (const socket of sockets) socket.close();
    await api.close();
  });

  const held = (role: Role, permission: Permission): Reach | undefined => {
    const { reach, grants } = roles[role];
    // What hangs on a wall is a part of what one reads who reads all.
    const asked = permission === 'wall' && reach === 'province' ? 'read' : permission;
    return (grants as readonly Permission[]).includes(asked) ? reach : undefined;
  };
  const nameOf = ({ method, path }: Pick<Route, 'method' | 'path'>) => `${method.toUpperCase()} ${path}`;
  const addressOf = (path: string, ids: Ids, query = ''): string => {
    const filled = path
      .replace(/^\/(vessels|alerts|cases)\/:id/, (_all, of: keyof Ids) => `/${of}/${encodeURIComponent(ids[of])}`)
      .replace(':name', 'rules')
      .replace(':revision', '1')
      .replace(/:\w+/g, 'x');
    return query === '' ? filled : `${filled}?${query}`;
  };

  it('has a rule for every route of the document and every event, and it is the one that holds', async () => {
    const answer = await call('GET', '/openapi.json', cookies.get('viewer')!);
    const { paths } = (await answer.json()) as OpenApiDocument;
    const told = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => {
        const name = `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`;
        return [name, operation['x-access'], operation['x-reach']];
      }),
    );
    const ruled = Object.entries(routeRules).map(([name, rule]) => [name, rule.access, rule.reach ?? 'province']);
    expect(told.map(String).sort()).to.deep.equal(ruled.map(String).sort());
    const events = Object.entries(liveEvents).map(([name, { access }]) => [name, access]);
    expect(events).to.deep.equal(Object.entries(eventRules).map(([name, { access }]) => [name, access]));
  });

  // Before anybody answers an alert: what is closed is in no snapshot.
  it('tells each role over the socket of the vessels that it sees', async () => {
    await Promise.all(everyRole.map((role) => listen(role)));
  });

  for (const role of everyRole) {
    it(`answers ${role} what it may ask about its own vessels, and nothing else`, async () => {
      for (const route of apiRoutes(api.context)) {
        const rule = routeRules[nameOf(route)];
        expect(rule, nameOf(route)).not.to.equal(undefined);
        if (nameOf(route) !== 'DELETE /session') await ask(role, route, rule!);
      }
    });
  }

  it('has on record who looked at what from where, on every route that names a vessel, before the answer is there', async () => {
    const { accounts, store } = api.context;
    await accounts.addUser('người-xem', password, ['admin']);
    const cookie = `haidang_session=${(await accounts.signIn('người-xem', password, '::1')).token}`;
    const looked = new Map<string, string>();
    for (const route of apiRoutes(api.context)) {
      const name = nameOf(route);
      const { access, query } = routeRules[name]!;
      const isLook = name.startsWith('GET ') && ['read', 'wall', 'alerts:respond'].includes(access);
      if (!isLook || namesNoVessel.has(name)) continue;
      const answer = await call('GET', addressOf(route.path, ownIds, looking[name] ?? query), cookie);
      if (routeRules[name]!.streams) await begun(answer);
      else await answer.arrayBuffer();
      if (answer.status === 200) looked.set(addressNow(), name);
      // Of each of these there is none yet; what is asked for by a wrong name has shown nothing.
      else expect(answer.status, name).to.be.oneOf([404, 400]);
    }
    expect([...looked.values()]).to.include.members([
      'GET /cases/:id',
      'GET /alerts/:id',
      'GET /truth/rows',
      'GET /cases',
    ]);
    await until(async () => (await actorsByAddress(store, 'người-xem')).size >= looked.size);
    const acts = await actorsByAddress(store, 'người-xem');
    for (const [address, name] of looked) expect(acts.get(address), name).to.equal('người-xem');
  });

  it('tells of the outages of a provider whoever sees a boat of it, and nobody else', async () => {
    const { store } = api.context;
    const told = {
      vessel: (id: string) => store.vessel(id),
      alerts: async ({ vesselId }: AlertFilter) => [{ occurrence: { vesselId } }],
    };
    const outages = (provider: string): Promise<unknown[]> =>
      seeing(new SeenVessels(new Set([ownIds.vessels])), () =>
        guardedStore(told as unknown as Store).alerts({ state: 'all', vesselId: `provider:${provider}`, limit: 9 }),
      );
    expect(await outages(own.provider)).to.have.length(1);
    expect(await outages(foreign.provider)).to.deep.equal([]);
  });

  async function ask(role: Role, route: Route, rule: AccessRule): Promise<void> {
    const where = `${role}: ${nameOf(route)}`;
    const method = route.method.toUpperCase();
    const askFor = (ids: Ids): Promise<Response> =>
      call(method, addressOf(route.path, ids, rule.query), cookies.get(role)!, rule.body);
    const answer = await askFor(ownIds);
    const isEndless = rule.streams === true && answer.status === 200;
    const text = isEndless ? await begun(answer) : await answer.text();
    if (rule.access === 'open') return;
    if (rule.access === 'session') {
      expect(answer.status, where).not.to.be.oneOf([401, 403]);
      return;
    }
    const mine = held(role, rule.access);
    const isFar = mine !== undefined && reaches.indexOf(mine) >= reaches.indexOf(rule.reach ?? 'province');
    if (!isFar) {
      expect(answer.status, where).to.equal(403);
      expect(text, where).to.contain(mine === undefined ? 'not-allowed' : 'beyond-reach');
      return;
    }
    expect(answer.status, `${where}: ${text}`).not.to.be.oneOf([401, 403, 500]);
    if (/^\/(vessels|alerts|cases)\/:id/.test(route.path)) {
      const isThere = !route.path.includes(':sha256');
      if (isThere) expect(answer.status, `${where}: ${text}`).not.to.equal(404);
      const others = (await askFor(foreignIds)).status;
      if (mine === 'province') {
        if (isThere) expect(others, where).not.to.equal(404);
      } else expect(others, `${where} of somebody else`).to.equal(404);
      if (mine !== 'province' && isThere) await askOfArea(where, rule, mine, askFor);
    } else if (mine !== 'province') {
      expect(text, where).not.to.contain(foreignIds.vessels);
      if (mine === 'own') expect(text, where).not.to.contain(guestIds.vessels);
      if (mine === 'own' || !rule.alerts) expect(text, where).not.to.contain(passedIds.vessels);
      expect(text, where).not.to.contain(elsewhere);
    }
    if (rule.lists) checkList(where, rule, text, mine);
  }

  /** Of whoever is in the area of the unit all but the past, of whoever has passed it the alert that was raised there. */
  async function askOfArea(
    where: string,
    { ofThePast }: AccessRule,
    mine: Reach,
    askFor: (ids: Ids) => Promise<Response>,
  ): Promise<void> {
    const inside = await askFor(guestIds);
    if (mine === 'own') expect(inside.status, `${where} of a guest`).to.equal(404);
    else if (ofThePast) expect(await inside.text(), `${where} of a guest`).to.contain('only-in-area');
    else expect(inside.status, `${where} of a guest`).not.to.be.oneOf([401, 403, 404, 500]);
    const gone = (await askFor(passedIds)).status;
    if (mine === 'unit' && where.includes('/alerts/')) expect(gone, `${where} of who has left`).not.to.equal(404);
    else expect(gone, `${where} of who has left`).to.equal(404);
    expect((await askFor({ ...passedIds, alerts: elsewhere })).status, `${where} elsewhere`).to.equal(404);
  }

  function checkList(where: string, { lists: list = '', ofThePast }: AccessRule, text: string, mine: Reach): void {
    const listed = JSON.stringify((JSON.parse(text) as Record<string, unknown>)[list]);
    // Of tasks there is one only once somebody has given it.
    if (list !== 'tasks') expect(listed, where).to.contain(ownIds.vessels);
    if (mine === 'province' && list !== 'tasks') expect(listed, where).to.contain(foreignIds.vessels);
    if (mine !== 'province') expect(listed, where).not.to.contain(foreignIds.vessels);
    if (list === 'tasks' || mine === 'province') return;
    if (mine === 'unit' && !ofThePast) expect(listed, where).to.contain(guestIds.vessels);
    else expect(listed, where).not.to.contain(guestIds.vessels);
  }

  async function listen(role: Role): Promise<void> {
    for (const [event, rule] of Object.entries(eventRules)) {
      const socket = connect(cookies.get(role)!);
      const mine = held(role, rule.access as Permission);
      expect(mine, 'every role may read').not.to.equal(undefined);
      await heard(socket, 'connect');
      const frame = heard<Uint8Array>(socket, 'frame');
      const snapshot = heard<Uint8Array>(socket, 'snapshot');
      socket.on('rest', (sent: Uint8Array) => {
        if (mine !== 'province') expect(JSON.stringify(readMessage<Rest>(sent))).not.to.contain(foreignIds.vessels);
      });
      // Looking at everything and naming somebody shows no more than one sees.
      if (event !== 'hello') socket.emit(event, { box: [-180, -90, 180, 90], vessels: [foreignIds.vessels] });
      socket.emit('hello', {});
      check(readMessage<Snapshot>(await snapshot), mine!);
      const next = readMessage<Frame>(await frame);
      if (mine !== 'province') {
        expect(JSON.stringify(next)).not.to.contain(foreignIds.vessels);
        expect(next.positions.length).to.be.at.most(mine === 'unit' ? 2 : 1);
      }
      socket.close();
    }
  }

  it('shows a boat that comes into an area at once, and takes her away when she leaves it', async () => {
    const socket = connect(cookies.get('border-guard')!);
    await heard(socket, 'connect');
    const told: Frame[] = [];
    socket.on('frame', (sent: Uint8Array) => told.push(readMessage<Frame>(sent)));
    const snapshot = heard<Uint8Array>(socket, 'snapshot');
    socket.emit('hello', {});
    expect(JSON.stringify(readMessage<Snapshot>(await snapshot))).not.to.contain(foreignIds.vessels);
    const key = `Bearer ${api.context.accounts.createKey('q', ['positions:write'])}`;
    const tell = (lon: number, minutesAgo: number): Promise<Response> =>
      api.fetch('/api/v1/positions/naf', {
        method: 'POST',
        headers: { authorization: key },
        body: nafRecord(foreign.registration, 15.5, lon, Date.now() - minutesAgo * MINUTE),
      });
    const status = async (): Promise<number> =>
      (await call('GET', `/vessels/${foreignIds.vessels}/track`, cookies.get('border-guard')!)).status;
    await tell(110.1, 20);
    const placed = () => told.find(({ identities }) => identities.some(({ id }) => id === foreignIds.vessels));
    await until(() => placed() !== undefined);
    const { slot } = placed()!.identities.find(({ id }) => id === foreignIds.vessels)!;
    expect(
      placed()!
        .positions.find(([at]) => at === slot)!
        .slice(1, 3),
    ).to.deep.equal([110.1e5, 15.5e5]);
    const track = await call('GET', `/vessels/${foreignIds.vessels}/track`, cookies.get('border-guard')!);
    const { fixes } = (await track.json()) as { fixes: { lon: number }[] };
    expect(fixes.map(({ lon }) => lon)).to.deep.equal([110.1]);
    // What is worked out of whole records has own vessels alone.
    const report = await (await call('GET', '/reports/storm-count', cookies.get('border-guard')!)).text();
    expect(report)
      .to.contain(own.registration)
      .and.not.contain(foreign.registration)
      .and.not.contain(guest.registration);
    await tell(109.8, 5);
    await until(() => told.some(({ gone }) => gone?.includes(slot)));
    expect(await status()).to.equal(404);
    const after = told.slice(told.findIndex(({ gone }) => gone !== undefined));
    expect(after.flatMap(({ positions }) => positions).some(([at]) => at === slot)).to.equal(false);
    socket.close();
  });

  it('cuts off whoever says over the socket what has no rule', async () => {
    const socket = connect(cookies.get('admin')!);
    await heard(socket, 'connect');
    socket.emit('everything', {});
    await heard(socket, 'disconnect');
  });

  it('shows nothing to somebody of a unit that is not in the tree, or of none', async () => {
    const { accounts } = api.context;
    for (const unit of ['don-x', undefined]) {
      accounts.setAccess('vai-port', { roles: ['port'], ...(unit && { unit }) });
      const answer = await call('GET', '/vessels', cookies.get('port')!);
      expect(await answer.json()).to.deep.equal({ vessels: [] });
    }
  });

  it('shows somebody of a unit the vessels that their account names, besides those of the unit', async () => {
    const { accounts } = api.context;
    accounts.setAccess('vai-commune', { roles: ['commune'], unit: 'don-a', vessels: [foreign.registration] });
    const { vessels } = (await (await call('GET', '/vessels', cookies.get('commune')!)).json()) as Page;
    const seen = [ownIds.vessels, foreignIds.vessels, guestIds.vessels];
    expect(vessels.map(({ id }) => id).sort()).to.deep.equal(seen.sort());
    expect((await call('GET', `/cases/${foreignIds.cases}`, cookies.get('commune')!)).status).to.equal(200);
    accounts.setAccess('vai-commune', { roles: ['commune'], unit: 'don-x', vessels: [own.registration] });
    const named = (await (await call('GET', '/vessels', cookies.get('commune')!)).json()) as Page;
    expect(named.vessels.map(({ id }) => id)).to.deep.equal([ownIds.vessels]);
  });

  function check({ identities, positions, alerts, status }: Snapshot, mine: Reach): void {
    const ids = identities.map(({ id }) => id);
    expect(ids).to.include(ownIds.vessels);
    expect(positions.length).to.equal(ids.length);
    if (mine === 'province') {
      expect(ids).to.include(foreignIds.vessels);
      return;
    }
    expect(ids.sort()).to.deep.equal([ownIds.vessels, ...(mine === 'unit' ? [guestIds.vessels] : [])].sort());
    const told = mine === 'unit' ? [ownIds, guestIds, passedIds] : [ownIds];
    expect(alerts.map(({ id }) => id)).to.have.members(told.map((one) => one.alerts));
    expect(status.feeds).to.deep.equal([]);
  }

  function connect(cookie: string): Socket {
    const options = { transports: ['websocket'], extraHeaders: { cookie }, reconnection: false, forceNew: true };
    const socket = io(`${api.url}/live`, options);
    sockets.push(socket);
    return socket;
  }
});
