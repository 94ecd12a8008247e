/** Tracks over the interface: drawn for a zoom, their gaps, and what is asked of all of them. */
import { expect } from 'chai';
import type { Fix } from '../../geofences/fix.ts';
import type { VesselSignals } from '../../server/api/answers/vessels.ts';
import type { ReplayMoment } from '../../server/api/replay.ts';
import type { Vessel } from '../../server/models/vessel.ts';
import type { Gap } from '../../server/store/tracks/gaps.ts';
import { type ApiProduct, nafRecord, startApi, until } from './api-product.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
type Named = { vesselId: string; label: string; registration: string };

describe('api: tracks', () => {
  let api: ApiProduct;
  let viewer: string;
  const start = Math.floor(Date.now() / MINUTE) * MINUTE - 30 * HOUR;
  const ids = new Map<string, string>();

  before(async () => {
    api = await startApi();
    viewer = await api.signIn('viewer');
    const authorization = `Bearer ${api.context.accounts.createKey('provider', ['positions:write'])}`;
    const straight = Array.from({ length: 60 }, (_, i) =>
      nafRecord('QNa-91234-TS', 15.5, round(107.9 + i / 100), start + i * 10 * MINUTE),
    );
    const silent = [0, 60, 700].map((minute) => nafRecord('BTh-96001-TS', 10.5, 109, start + minute * MINUTE));
    const passing = [0, 120].map((minute) =>
      nafRecord('KG-90001-TS', 16.5, minute === 0 ? 107 : 107.6, start + minute * MINUTE),
    );
    const body = [...straight, ...silent, ...passing].join('\n');
    const posted = await api.fetch('/api/v1/positions/naf', { method: 'POST', headers: { authorization }, body });
    expect(((await posted.json()) as { accepted: number }).accepted).to.equal(65);
    await until(async () => (await get<{ vessels: Vessel[] }>('/vessels')).vessels.length === 3);
    for (const { id, label } of (await get<{ vessels: Vessel[] }>('/vessels')).vessels) ids.set(label, id);
    await until(async () => (await api.context.store.track(ids.get('QNa-91234-TS')!, 0, Date.now())).length === 60);
  });
  after(() => api.close());

  function round(degrees: number): number {
    return Math.round(degrees * 100) / 100;
  }

  async function get<T>(path: string): Promise<T> {
    const answer = await api.fetch(`/api/v1${path}`, { headers: { cookie: viewer } });
    expect(answer.status, path).to.equal(200);
    return (await answer.json()) as T;
  }

  async function search(body: unknown): Promise<{ status: number; answer: unknown }> {
    const answer = await api.fetch('/api/v1/tracks/who-was-here', {
      method: 'POST',
      headers: { cookie: viewer, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: answer.status, answer: await answer.json() };
  }

  function refusal(answer: unknown): { vi: string; en: string } {
    return (answer as { error: { vi: string; en: string } }).error;
  }

  it('gives the fleet at an instant in small rows, of the part of the sea that is asked for', async () => {
    const time = start + 65 * MINUTE;
    const whole = await get<ReplayMoment>(`/tracks/replay?time=${time}`);
    expect(whole.ids).to.have.members([...ids.values()]);
    const boat = whole.rows[whole.ids.indexOf(ids.get('QNa-91234-TS')!)]!;
    // Half-way between its fixes at 60 and 70 minutes; the age is that of the first.
    expect(boat.slice(1, 3)).to.deep.equal([10_796_500, 1_550_000]);
    expect(boat[6]).to.equal((start + 60 * MINUTE) / 1000);
    const south = await get<ReplayMoment>(`/tracks/replay?time=${time}&west=105&east=112&south=9&north=12`);
    expect(south.ids).to.deep.equal([ids.get('BTh-96001-TS')]);
    const beyond = await get<ReplayMoment>(`/tracks/replay?time=${time}&west=465&east=472&south=9&north=12`);
    expect(beyond.ids).to.deep.equal(south.ids);
    expect((await get<ReplayMoment>(`/tracks/replay?time=${start - HOUR}`)).rows).to.deep.equal([]);
  });

  it('draws a track for a zoom with far fewer fixes, ends included', async () => {
    const path = `/vessels/${ids.get('QNa-91234-TS')}/track`;
    const { fixes: all } = await get<{ fixes: Fix[] }>(path);
    expect(all).to.have.length(60);
    const drawn = async (query: string) => (await get<{ fixes: Fix[] }>(`${path}?zoom=6${query}`)).fixes;
    expect(await drawn('&gapMinutes=1000')).to.deep.equal([all[0], all.at(-1)]);
    // What is left out is no silence: nothing lies further apart than that.
    const [usual, hourly] = [await drawn(''), await drawn('&gapMinutes=60')];
    const hops = (fixes: Fix[]) => fixes.slice(1).map(({ fixTime }, i) => (fixTime - fixes[i]!.fixTime) / MINUTE);
    expect([usual.length, Math.max(...hops(usual))]).to.deep.equal([4, 240]);
    expect(Math.max(...hops(hourly))).to.equal(60);
    const answer = await api.fetch(`/api/v1${path}?zoom=99`, { headers: { cookie: viewer } });
    expect(answer.status).to.equal(400);
  });

  it('lists the gaps of a vessel, the open one too', async () => {
    const { gaps } = await get<{ gaps: Gap[] }>(`/vessels/${ids.get('BTh-96001-TS')}/gaps?minutes=300`);
    expect(gaps.map(({ minutes }) => Math.floor(minutes))).to.deep.equal([640, gaps[1]!.minutes | 0]);
    expect(gaps[1]).not.to.have.property('after');
    expect(gaps[1]!.minutes).to.be.above(17 * 60);
    expect((await api.fetch('/api/v1/vessels/x/gaps', { headers: { cookie: viewer } })).status).to.equal(404);
  });

  it('says when a vessel was heard, from a reporting interval and a half on as a silence', async () => {
    const path = `/vessels/${ids.get('BTh-96001-TS')}/signals`;
    const { spans, outages } = await get<VesselSignals>(`${path}?days=3`);
    const minutes = spans.vms!.map(({ from, to, fixes }) => [(from - start) / MINUTE, (to - start) / MINUTE, fixes]);
    expect(minutes).to.deep.equal([
      [0, 60, 2],
      [700, 700, 1],
    ]);
    expect(spans.vms![1]).to.include({ lon: 109, lat: 10.5 });
    expect(spans).not.to.have.any.keys('ais', 'manual');
    expect(outages).to.deep.equal([]);
    // Where it was heard last before the span is where its first silence begins.
    const { spans: late } = await get<VesselSignals>(`${path}?days=1`);
    expect(late.vms!.map(({ to }) => (to - start) / MINUTE)).to.deep.equal([60, 700]);
    const properties = { name: 'Cảng Phú Quý', kind: 'port', version: 1, source: 'test', radiusNm: 1 };
    const zone = { type: 'Feature', id: 'p', geometry: { type: 'Point', coordinates: [109.01, 10.5] }, properties };
    await api.fetch('/api/v1/settings/zones', {
      method: 'PUT',
      headers: { cookie: await api.signIn('admin'), 'content-type': 'application/json' },
      body: JSON.stringify({ type: 'FeatureCollection', features: [zone] }),
    });
    const { spans: inPort } = await get<VesselSignals>(path);
    expect(inPort.vms!.at(-1)!.port).to.deep.equal({ vi: 'Cảng Phú Quý', en: 'Cảng Phú Quý' });
    expect((await api.fetch(`/api/v1${path}?days=0`, { headers: { cookie: viewer } })).status).to.equal(400);
  });

  it('tells who was in a circle or an area between two times', async () => {
    const circle = { type: 'Point', coordinates: [107.3, 16.5], radiusNm: 10 };
    const { status, answer } = await search({ area: circle, from: start, to: start + 3 * HOUR });
    expect(status).to.equal(200);
    const { vessels } = answer as { vessels: (Named & { fixes: number })[] };
    expect(vessels).to.have.length(1);
    expect(vessels[0]).to.include({ registration: 'KG-90001-TS', label: 'KG-90001-TS', fixes: 0 });
    const square = [
      [107.8, 15],
      [108, 15],
      [108, 16],
      [107.8, 16],
    ]; // prettier-ignore
    const area = { type: 'Polygon', coordinates: [square] };
    const found = await search({ area, from: new Date(start).toISOString(), to: start + HOUR });
    expect(found.answer).to.have.nested.property('vessels[0].fixes', 7);
    expect(await search({ area, from: start - 2 * HOUR, to: start - HOUR })).to.deep.include({ status: 200 });
  });

  it('says where the fleet was at an instant, and who was nearest', async () => {
    const time = start + 65 * MINUTE;
    const fleet = await get<{ vessels: { vesselId: string; lon: number; lat: number }[] }>(
      `/tracks/fleet?time=${time}`,
    );
    expect(fleet.vessels).to.have.length(3);
    const sailing = fleet.vessels.find(({ vesselId }) => vesselId === ids.get('QNa-91234-TS'))!;
    expect(sailing.lon).to.be.closeTo(107.965, 1e-6);
    const near = await get<{ vessels: (Named & { distanceNm: number })[] }>(
      `/tracks/nearest?lon=109&lat=10&time=${time}&limit=2`,
    );
    expect(near.vessels.map(({ registration }) => registration)).to.deep.equal(['BTh-96001-TS', 'QNa-91234-TS']);
    expect(near.vessels[0]!.distanceNm).to.be.closeTo(30, 0.3);
    const early = await get<{ vessels: unknown[] }>(`/tracks/fleet?time=${start - HOUR}`);
    expect(early.vessels).to.deep.equal([]);
  });

  it('says in a sentence what is wrong with a question', async () => {
    const circle = { type: 'Point', coordinates: [107.3, 16.5], radiusNm: 10 };
    const backwards = await search({ area: circle, from: start, to: start - 1 });
    expect(backwards.status).to.equal(400);
    expect(refusal(backwards.answer).en).to.equal('The body is not valid at “to”: it must be after “from”.');
    const long = await search({ area: circle, from: 0, to: start });
    expect(refusal(long.answer).vi).to.include('tối đa 31 ngày');
    const wide = await search({ area: { ...circle, radiusNm: 1000 }, from: start, to: start });
    expect(refusal(wide.answer).en).to.include('area.radiusNm');
    const ring = Array.from({ length: 6000 }, (_, i) => [100 + i / 1000, 10 + (i % 2)]);
    const many = await search({ area: { type: 'Polygon', coordinates: [ring, ring] }, from: start, to: start });
    expect(refusal(many.answer).en).to.include('more than 10,000 corners');
    const nowhere = await api.fetch('/api/v1/tracks/nearest?lon=200&lat=10&time=1', { headers: { cookie: viewer } });
    expect(nowhere.status).to.equal(400);
  });

  it('keeps on record who looked for what, and what was found', async () => {
    await until(async () => {
      const acts = await api.context.store.acts({ limit: 1000 });
      const searches = acts.filter(({ kind, by }) => kind === 'search' && by === 'viewer');
      const subjects = new Set(searches.map(({ subject }) => subject));
      const here = searches.find(({ subject }) => subject === 'who-was-here');
      const wanted = ['vessels', 'replay', 'who-was-here', 'fleet', 'nearest'];
      const allKept = wanted.every((subject) => subjects.has(subject)) && subjects.size === wanted.length;
      return allKept && here?.details?.found === 1 && acts.some(({ details }) => details?.what === 'gaps');
    });
  });
});
