import { expect } from 'chai';
import { io, type Socket } from 'socket.io-client';
import type { Snapshot } from '../../server/live/protocol.ts';
import { forWall } from '../../server/live/wall-view.ts';
import type { Alert } from '../../server/models/alert.ts';
import { type Tile, type WallFigures, wasAcknowledgedLately } from '../../server/wall/figures.ts';
import { readMessage } from '../../web/live/columns.ts';
import { type ApiProduct, nafRecord, startApi, until } from './api-product.ts';

interface Asked {
  device: string;
  code: string;
}

const JSON_TYPE = { 'content-type': 'application/json' };
const HOUR = 3_600_000;

describe('walls', () => {
  let api: ApiProduct;
  let admin: Record<string, string>;

  before(async () => {
    api = await startApi();
    admin = { ...JSON_TYPE, cookie: await api.signIn('admin') };
    await api.context.room.register(
      [
        {
          registration: 'QNa-91234-TS',
          province: 'Quảng Nam',
          owner: 'Nguyễn Văn A',
          ownerPhone: '0900000001',
          captain: 'Trần Văn B',
          reportingIntervalMin: 120,
          flag: 'VNM',
        },
        { registration: 'QNa-91235-TS', province: 'Quảng Nam', reportingIntervalMin: 120, flag: 'VNM' },
        { registration: 'BĐ-95001-TS', flag: 'VNM' },
      ],
      'test',
    );
    const key = api.context.accounts.createKey('provider', ['positions:write']);
    await api.fetch('/api/v1/positions/naf', {
      method: 'POST',
      headers: { authorization: `Bearer ${key}` },
      body: nafRecord('QNa-91234-TS', 15.2, 109.5, Date.now() - HOUR),
    });
  });
  after(() => api.close());

  const ask = async (): Promise<Asked> => (await api.fetch('/api/v1/wall/pairing', { method: 'POST' })).json() as never;
  const state = (device: string): Promise<Response> =>
    api.fetch('/api/v1/wall/pairing/state', { method: 'POST', headers: JSON_TYPE, body: JSON.stringify({ device }) });
  const approve = (code: string, headers = admin): Promise<Response> =>
    api.fetch('/api/v1/walls', { method: 'POST', headers, body: JSON.stringify({ code, name: 'Phòng trực' }) });

  async function paired(): Promise<{ cookie: string; id: string }> {
    const { device, code } = await ask();
    const { wall } = (await (await approve(code)).json()) as { wall: { id: string } };
    const cookie = (await state(device)).headers.getSetCookie()[0]!;
    expect(cookie).to.match(/^haidang_wall=.*HttpOnly.*SameSite=Strict/);
    return { cookie: cookie.split(';')[0]!, id: wall.id };
  }

  it('gives a screen a token once somebody who may has typed its code, and only that once', async () => {
    const { device, code } = await ask();
    expect(code).to.match(/^[B-Z]{4}-[B-Z]{4}$/);
    expect(await (await state(device)).json()).to.deep.equal({ state: 'waiting' });
    const officer = { ...JSON_TYPE, cookie: await api.signIn('officer') };
    expect((await approve(code, officer)).status).to.equal(403);
    expect((await approve('BBBB-BBBB')).status).to.equal(404);
    expect((await approve(code.toLowerCase().replace('-', ' '))).status).to.equal(201);
    expect((await approve(code)).status).to.equal(404);
    const answer = await state(device);
    expect(await answer.json()).to.deep.equal({ state: 'paired' });
    expect(await (await state(device)).json()).to.deep.equal({ state: 'expired' });
    const acts = await api.context.store.acts({ limit: 100 });
    expect(acts.find(({ kind }) => kind === 'wall')).to.deep.include({ by: 'admin' });
  });

  it('says so to a screen that was refused', async () => {
    const { device } = await ask();
    const { waiting } = (await (await api.fetch('/api/v1/walls', { headers: admin })).json()) as {
      waiting: { id: string; code?: string }[];
    };
    expect(JSON.stringify(waiting)).not.to.contain('code');
    const refused = await api.fetch(`/api/v1/walls/${waiting.at(-1)!.id}/refuse`, { method: 'POST', headers: admin });
    expect(refused.status).to.equal(204);
    expect(await (await state(device)).json()).to.deep.equal({ state: 'refused' });
  });

  it('lets a wall see its numbers and nothing else', async () => {
    const { cookie } = await paired();
    const get = (path: string): Promise<Response> => api.fetch(`/api/v1${path}`, { headers: { cookie } });
    expect(await (await get('/wall/self')).json()).to.deep.include({ name: 'Phòng trực', by: 'wall' });
    for (const path of ['/vessels', '/alerts', '/status', '/session', '/settings/contacts', '/walls', '/zones'])
      expect((await get(path)).status, path).to.be.oneOf([401, 403]);
    const act = await api.fetch('/api/v1/walls', { method: 'POST', headers: { ...JSON_TYPE, cookie }, body: '{}' });
    expect(act.status).to.equal(401);
  });

  it('counts what reports, what is silent and what was never heard', async () => {
    const { cookie } = await paired();
    await until(async () => (await api.context.store.latest()).size > 0);
    const read = async (): Promise<WallFigures> =>
      (await (await api.fetch('/api/v1/wall/figures', { headers: { cookie } })).json()) as WallFigures;
    const { fleet, notOwing, tiles } = await read();
    expect(fleet).to.deep.equal([
      { province: 'Quảng Nam', owing: 2, reporting: 1, late: 0, silent: 0, longSilent: 0, never: 1 },
    ]);
    expect(notOwing).to.equal(1);
    expect(tiles.find(({ name }) => name === 'reporting')).to.deep.include({ value: 1, of: 2, state: 'out' });
    // Nobody has acknowledged anything: that is unknown, not good.
    expect(tiles.find(({ name }) => name === 'acknowledge')).to.deep.include({ state: 'unknown' });
    const key = api.context.accounts.createKey('ioc', ['wall']);
    const tile = await api.fetch('/api/v1/wall/tiles/reporting', { headers: { authorization: `Bearer ${key}` } });
    expect(((await tile.json()) as Tile).value).to.equal(1);
  });

  it('sends a wall the live picture without a person in it, and ends it when it is taken back', async () => {
    const { cookie, id } = await paired();
    const { store } = api.context;
    const { alerts } = store;
    const response = { state: 'acknowledged', acknowledgedBy: 'lan', comment: 'gọi ông Tư' };
    const told = { id: 'a', caseId: 'c', changeSeq: 1, occurrence: { raisedAt: 1 }, response };
    store.alerts = async () => [told as unknown as Alert];
    const socket: Socket = io(`${api.url}/live`, { transports: ['websocket'], extraHeaders: { cookie } });
    const snapshot = await new Promise<Snapshot>((resolve, reject) => {
      socket.on('connect_error', reject);
      socket.on('snapshot', (sent: Uint8Array) => resolve(readMessage<Snapshot>(sent)));
      socket.on('connect', () => socket.emit('hello', {}));
    });
    store.alerts = alerts;
    expect(snapshot.alerts).to.have.length(1);
    expect(snapshot.identities.map(({ label }) => label)).to.include('QNa-91234-TS');
    const text = JSON.stringify(snapshot);
    for (const word of ['Nguyễn', 'Trần', '0900000001', 'acknowledgedBy', 'comment']) expect(text).not.to.contain(word);
    const ended = new Promise((resolve) => socket.on('disconnect', resolve));
    const revoked = await api.fetch(`/api/v1/walls/${id}`, { method: 'DELETE', headers: admin });
    expect(revoked.status).to.equal(204);
    expect(await ended).to.equal('io server disconnect');
    socket.close();
    expect((await api.fetch('/api/v1/wall/self', { headers: { cookie } })).status).to.equal(401);
    const { walls } = (await (await api.fetch('/api/v1/walls', { headers: admin })).json()) as {
      walls: { id: string; revokedAt?: number }[];
    };
    expect(walls.find((wall) => wall.id === id)?.revokedAt).to.be.a('number');
  });

  it('measures how fast people are, not how fast the system files what needs nobody', () => {
    const by = (acknowledgedBy: string): boolean =>
      wasAcknowledgedLately({ response: { acknowledgedAt: 5, acknowledgedBy } } as unknown as Alert, 6);
    expect([by('lan'), by('system')]).to.deep.equal([true, false]);
  });

  it('leaves out who answered, what they said, and whose mail failed', () => {
    const response = {
      state: 'acknowledged',
      acknowledgedAt: 5,
      acknowledgedBy: 'lan',
      comment: 'gọi ông Tư',
      reason: 'x',
    };
    const alert = { id: 'a', occurrence: { evidence: [1] }, response, caseId: 'c', text: { vi: '', en: '' } };
    const failingChannels = [{ channel: 'email', failingSince: 1, why: 'lan@bp.example refused' }];
    const audit = { healthy: false, why: { vi: 'ông Tư', en: 'ông Tư' } };
    const status = { vessels: 1, feeds: [], failingChannels, audit };
    const shown = forWall({ alerts: [alert as unknown as Alert], status } as unknown as Snapshot);
    expect(shown.alerts[0]!.response).to.deep.equal({
      state: 'acknowledged',
      acknowledgedAt: 5,
      shelvedUntil: undefined,
    });
    for (const word of ['lan', 'Tư', 'comment']) expect(JSON.stringify(shown)).not.to.contain(word);
  });
});
