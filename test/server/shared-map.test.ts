/** Notes and groups that people keep on the map: who may do what, what the others hear of it, and that the journal holds it all. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { io, type Socket } from 'socket.io-client';
import type { Frame, Snapshot } from '../../server/live/protocol.ts';
import type { MapNote } from '../../server/models/map-note.ts';
import type { VesselGroup } from '../../server/models/vessel-group.ts';
import { readMessage } from '../../web/live/columns.ts';
import { Product, removeFolder, temporaryFolder } from '../product.ts';
import { type ApiProduct, nafRecord, type passwords, startApi, until } from './api-product.ts';

const HOUR = 3_600_000;
const PLACE = { lon: 108.5, lat: 16.25 };
type Person = keyof typeof passwords | 'second' | 'manager' | 'owner' | 'station' | 'beside' | 'above';

describe('what people keep on the map', () => {
  let api: ApiProduct;
  const cookies = new Map<Person, string>();
  const sockets: Socket[] = [];

  const call = (who: Person, method: string, path: string, body?: unknown): Promise<Response> =>
    api.fetch(`/api/v1/map${path}`, {
      method,
      headers: { cookie: cookies.get(who)!, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const ok = async <T>(who: Person, method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await call(who, method, path, body);
    const text = await answer.text();
    expect(answer.status, text).to.be.lessThan(300);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  };
  const refused = async (who: Person, method: string, path: string, body?: unknown): Promise<number> => {
    const answer = await call(who, method, path, body);
    expect(answer.ok).to.equal(false);
    return answer.status;
  };
  const notes = async (who: Person, which = 'shown'): Promise<MapNote[]> =>
    (await ok<{ notes: MapNote[] }>(who, 'GET', `/notes?which=${which}`)).notes;
  const groups = async (who: Person): Promise<VesselGroup[]> =>
    (await ok<{ groups: VesselGroup[] }>(who, 'GET', '/groups')).groups;
  const write = async (who: Person, text: string, more: object = {}): Promise<MapNote> =>
    (await ok<{ note: MapNote }>(who, 'POST', '/notes', { text, ...PLACE, ...more })).note;
  const save = async (who: Person, group: object): Promise<VesselGroup> =>
    (await ok<{ group: VesselGroup }>(who, 'POST', '/groups', group)).group;

  before(async () => {
    api = await startApi();
    for (const name of ['admin', 'officer', 'viewer'] as const) cookies.set(name, await api.signIn(name));
    const { accounts } = api.context;
    for (const [name, role] of [
      ['second', 'officer'],
      ['manager', 'manager'],
      ['owner', 'owner'],
    ] as const) {
      await accounts.addUser(name, 'một mật khẩu rất dài', [role]);
      if (role === 'owner') accounts.setAccess(name, { roles: [role], vessels: ['QNa-91111-TS'] });
      const { token } = await accounts.signIn(name, 'một mật khẩu rất dài', '::1');
      cookies.set(name, `haidang_session=${token}`);
    }
  });
  after(async () => {
    for (const socket of sockets) socket.close();
    await api.close();
  });

  it('keeps a note for the room, with who and when; its author and whoever decides may change it, nobody else', async () => {
    const note = await write('officer', 'Lưới trôi\nquan sát lúc 5 giờ');
    expect(note).to.include({ text: 'Lưới trôi\nquan sát lúc 5 giờ', by: 'officer', state: 'kept', ...PLACE });
    expect(Date.now() - note.at).to.be.within(0, 60_000);
    const change = { text: 'Đã vớt', lon: 108.6, lat: 16.3 };
    expect(await refused('second', 'PUT', `/notes/${note.id}`, change)).to.equal(403);
    expect(await refused('second', 'DELETE', `/notes/${note.id}`)).to.equal(403);
    await ok('officer', 'PUT', `/notes/${note.id}`, change);
    expect((await notes('second')).find(({ id }) => id === note.id)).to.include({ ...change, changedBy: 'officer' });
    await ok('manager', 'DELETE', `/notes/${note.id}?why=xong`);
    expect((await notes('second')).map(({ id }) => id)).not.to.include(note.id);
    const held = (await notes('second', 'all')).find(({ id }) => id === note.id);
    expect(held).to.include({ state: 'removed', removedBy: 'manager', why: 'xong', text: 'Đã vớt', by: 'officer' });
    expect(await refused('officer', 'PUT', `/notes/${note.id}`, change)).to.equal(409);
    const acts = await api.context.store.acts({ limit: 100 });
    const seen = acts.filter(({ subject }) => subject === note.id).map(({ kind, by }) => `${kind} ${by}`);
    expect(seen).to.have.members(['map-note officer', 'map-note officer', 'map-note-removed manager']);
  });

  it('takes a note off the map when its time is over, and keeps it on record', async () => {
    const soon = await write('officer', 'chóng hết', { expiresAt: Date.now() + 400 });
    await until(async () => !(await notes('officer')).some(({ id }) => id === soon.id));
    expect((await notes('officer', 'all')).some(({ id }) => id === soon.id)).to.equal(true);
  });

  it('refuses what is no note, and says where', async () => {
    for (const [body, where] of [
      [{ text: '', ...PLACE }, 'text'],
      [{ text: 'a\u0007b', ...PLACE }, 'text'],
      [{ text: 'x'.repeat(501), ...PLACE }, 'text'],
      [{ text: 'an toàn \u202e nàot', ...PLACE }, 'text'],
      [{ text: 'x', lon: 200, lat: 0 }, 'lon'],
      [{ text: 'x', ...PLACE, expiresAt: Date.now() - HOUR }, 'expiresAt'],
      [{ text: 'x', ...PLACE, expiresAt: Date.now() + 400 * 24 * HOUR }, 'expiresAt'],
    ] as const) {
      const answer = await call('officer', 'POST', '/notes', body);
      expect(answer.status).to.equal(400);
      expect(((await answer.json()) as { error: { where: string } }).error.where).to.equal(where);
    }
    expect(await refused('viewer', 'POST', '/notes', { text: 'x', ...PLACE })).to.equal(403);
    expect(await refused('owner', 'GET', '/notes')).to.equal(403);
  });

  it('tells every browser of the room within a second or so that something has changed', async () => {
    const revisions: Frame['sharedMap'][] = [];
    const socket = io(`${api.url}/live`, {
      transports: ['websocket'],
      extraHeaders: { cookie: cookies.get('second')! },
    });
    sockets.push(socket);
    for (const name of ['snapshot', 'frame'])
      socket.on(name, (sent: Uint8Array) => revisions.push(readMessage<Snapshot | Frame>(sent).sharedMap));
    socket.on('connect', () => socket.emit('hello', {}));
    await until(() => revisions.length > 0);
    const [first] = revisions;
    await write('officer', 'mới');
    await until(() => revisions.at(-1)!.notes > first!.notes);
    expect(revisions.at(-1)!.groups).to.equal(first!.groups);
    await save('officer', { name: 'nhóm', vessels: ['x'] });
    await until(() => revisions.at(-1)!.groups > first!.groups);
  });

  it('keeps a group for oneself or for the room; a private one is there for nobody else, whatever they may', async () => {
    const own = await save('officer', { name: 'Của tôi', vessels: ['a', 'b'] });
    const shared = await save('officer', { name: 'Tàu lưới kéo', shared: true, filter: { gears: ['lưới kéo'] } });
    expect((await groups('second')).map(({ id }) => id))
      .to.include(shared.id)
      .and.not.include(own.id);
    expect((await groups('officer')).map(({ id }) => id)).to.include.members([own.id, shared.id]);
    for (const who of ['second', 'admin'] as const) {
      expect(await refused(who, 'PUT', `/groups/${own.id}`, { name: 'x', vessels: ['a'] })).to.equal(404);
      expect(await refused(who, 'DELETE', `/groups/${own.id}`)).to.equal(404);
    }
    expect(await refused('second', 'DELETE', `/groups/${shared.id}`)).to.equal(403);
    expect(await refused('viewer', 'POST', '/groups', { name: 'x', shared: true, vessels: ['a'] })).to.equal(403);
    await save('viewer', { name: 'riêng', vessels: ['a'] });
    await ok('admin', 'PUT', `/groups/${shared.id}`, {
      name: 'Lưới kéo',
      shared: true,
      filter: { lengths: ['15-24'] },
    });
    expect((await groups('second')).find(({ id }) => id === shared.id)).to.deep.include({
      name: 'Lưới kéo',
      by: 'officer',
      changedBy: 'admin',
      filter: { lengths: ['15-24'] },
    });
    await ok('officer', 'DELETE', `/groups/${shared.id}`);
    expect((await groups('second')).map(({ id }) => id)).not.to.include(shared.id);
    expect(await refused('officer', 'POST', '/groups', { name: 'trống' })).to.equal(400);
    expect(await refused('officer', 'POST', '/groups', { name: 'x', filter: { states: ['asleep'] } })).to.equal(400);
  });

  it('shows an owner no vessel of others in a group, and tells which vessels a unit has', async () => {
    const units = [
      { id: 'tinh', name: 'Tỉnh' },
      { id: 'don-a', name: 'Đồn A', parent: 'tinh', homePorts: ['A'] },
    ];
    const admin = { cookie: cookies.get('admin')!, 'content-type': 'application/json' };
    await api.fetch('/api/v1/settings/units', { method: 'PUT', headers: admin, body: JSON.stringify(units) });
    const fleet = ['QNa-91111-TS', 'QNa-92222-TS', 'QNa-93333-TS'].map((registration, n) => ({
      ...{ registration, homePort: n === 2 ? 'B' : 'A', gear: 'lưới kéo', provider: 'VNPT' },
    }));
    await api.fetch('/api/v1/vessels', { method: 'POST', headers: admin, body: JSON.stringify(fleet) });
    const list = await api.context.store.vessels({ limit: 10 });
    const idOf = (registration: string): string => list.find((one) => one.registration === registration)!.id;
    const [first, second, third] = fleet.map(({ registration }) => idOf(registration));
    const { vessels } = await ok<{ vessels: string[] }>('officer', 'GET', '/units/don-a/vessels');
    expect(vessels).to.have.members([first, second]);
    expect(await refused('officer', 'GET', '/units/nowhere/vessels')).to.equal(404);
    await save('owner', { name: 'của tôi', vessels: [first, third] });
    expect((await groups('owner')).map((group) => group.vessels)).to.deep.equal([[first]]);
    const seen = await ok<{ vessels: string[] }>('owner', 'GET', '/units/tinh/vessels');
    expect(seen.vessels).to.deep.equal([first]);
    // What the map filters by comes with who a vessel is.
    const frames: Frame[] = [];
    const socket = io(`${api.url}/live`, {
      transports: ['websocket'],
      extraHeaders: { cookie: cookies.get('officer')! },
    });
    sockets.push(socket);
    for (const name of ['snapshot', 'frame'])
      socket.on(name, (sent: Uint8Array) => frames.push(readMessage<Frame>(sent)));
    socket.on('connect', () => socket.emit('hello', {}));
    const key = `Bearer ${api.context.accounts.createKey('p', ['positions:write'])}`;
    const body = nafRecord('QNa-91111-TS', 15.5, 108.2, Date.now() - HOUR);
    await api.fetch('/api/v1/positions/naf', { method: 'POST', headers: { authorization: key }, body });
    const row = () => frames.flatMap(({ identities }) => identities).find(({ id }) => id === first);
    await until(() => row()?.gear !== undefined);
    expect(row()).to.include({ gear: 'lưới kéo', homePort: 'A', provider: 'VNPT', flag: 'VNM' });
  });

  it('keeps a unit’s notes in its room: read there and above within the areas, neither beside nor of the province’s', async () => {
    const ring = (west: number) => [
      [west, 16],
      [west + 1, 16],
      [west + 1, 17],
      [west, 17],
      [west, 16],
    ]; // prettier-ignore
    const zone = (id: string, west: number) => ({
      ...{ id, type: 'Feature', geometry: { type: 'Polygon', coordinates: [ring(west)] } },
      properties: { name: id, kind: 'monitored', version: 1, source: 'test' },
    });
    const units = [
      { id: 'khu', name: 'Khu', areas: ['gan'] },
      { id: 'tram', name: 'Trạm', parent: 'khu', areas: ['gan', 'xa'] },
      { id: 'ben', name: 'Bên', parent: 'khu', areas: ['gan', 'xa'] },
    ];
    const zones = { type: 'FeatureCollection', features: [zone('gan', 108), zone('xa', 110)] };
    await api.context.room.act({ type: 'document', name: 'zones', body: zones, by: 'test' });
    await api.context.room.act({ type: 'document', name: 'units', body: units, by: 'test' });
    const { accounts } = api.context;
    for (const [name, unit] of [
      ['station', 'tram'],
      ['beside', 'ben'],
      ['above', 'khu'],
    ] as const) {
      await accounts.addUser(name, 'một mật khẩu rất dài', ['border-guard'], unit);
      cookies.set(name, `haidang_session=${accounts.openSession(accounts.user(name))}`);
    } // prettier-ignore
    const far = { lon: 110.5, lat: 16.5 };
    const [ofRoom, near, away] = [
      await write('officer', 'của tỉnh'),
      await write('station', 'gần'),
      await write('station', 'xa', far),
    ];
    expect([ofRoom.unit, near.unit]).to.deep.equal([undefined, 'tram']);
    const seenBy = async (who: Person) => (await notes(who, 'all')).map(({ id }) => id);
    expect(await seenBy('station')).to.have.members([near.id, away.id]);
    expect(await seenBy('above')).to.deep.equal([near.id]);
    expect(await seenBy('beside')).to.deep.equal([]);
    expect(await seenBy('officer')).to.include.members([ofRoom.id, near.id, away.id]);
    const file = (await ok<{ features: { id: string }[] }>('above', 'GET', '/notes.geojson')).features;
    expect(file.map(({ id }) => id)).to.deep.equal([near.id]);
    const outside = { text: 'x', lon: 120, lat: 16 };
    const answer = await call('station', 'POST', '/notes', outside);
    expect([answer.status, ((await answer.json()) as { error: { where: string } }).error.where]).to.deep.equal([
      ...[400, 'lon'],
    ]);
    expect(await refused('station', 'PUT', `/notes/${near.id}`, outside)).to.equal(400);
    for (const [who, id] of [
      ['beside', near.id],
      ['above', away.id],
      ['station', ofRoom.id],
    ] as const)
      expect(await refused(who, 'DELETE', `/notes/${id}`), who).to.equal(404); // prettier-ignore
    expect(await refused('above', 'DELETE', `/notes/${near.id}`)).to.equal(403);
    await ok('manager', 'PUT', `/notes/${near.id}`, { text: 'sửa', ...PLACE });
    expect((await notes('station')).find(({ id }) => id === near.id)).to.include({ text: 'sửa', unit: 'tram' });
    for (const { id } of [ofRoom, near, away]) await ok('manager', 'DELETE', `/notes/${id}`);
  });

  it('works it all out again from the journal when the store is gone', async function () {
    this.timeout(0);
    const data = temporaryFolder();
    let product = await Product.start({ data, args: ['--no-demo'] });
    const { password } = product;
    try {
      await product.signIn();
      const post = (path: string, json: unknown) => product.fetch(`/api/v1/map${path}`, { method: 'POST', json });
      for (const text of ['một', 'hai']) await post('/notes', { text, ...PLACE });
      await post('/groups', { name: 'nhóm', shared: true, filter: { states: ['moving'] } });
      const read = async (path: string): Promise<unknown> => product.get(`/api/v1/map${path}`);
      const { notes: written } = (await read('/notes')) as { notes: MapNote[] };
      await product.fetch(`/api/v1/map/notes/${written[0]!.id}`, { method: 'DELETE' });
      const before = [await read('/notes?which=all'), await read('/groups')];
      await product.kill();
      for (const end of ['', '-wal', '-shm']) rmSync(join(data, `store.db${end}`), { force: true });
      product = await Product.start({ data, args: ['--no-demo'] });
      await product.signIn('admin', password);
      expect([await read('/notes?which=all'), await read('/groups')]).to.deep.equal(before);
    } finally {
      await product.stop();
      removeFolder(data);
    }
  });
});
