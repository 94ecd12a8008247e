/** Dry runs over a real engine room and store: by HTTP, in their own thread, and from the command line beside a server. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { DryRunResult } from '../../geofences/dry-run/result.ts';
import { DryRuns, type DryRunView } from '../../server/dry-runs/dry-runs.ts';
import type { Alert } from '../../server/models/alert.ts';
import type { Act, SettingsDocument } from '../../server/models/entry.ts';
import type { Vessel } from '../../server/models/vessel.ts';
import { haidang, Product, removeFolder, temporaryFolder } from '../product.ts';
import { closedSquare } from './api-fixtures.ts';
import { type ApiProduct, nafRecord, startApi, until } from './api-product.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const closed = closedSquare;
const rule = { id: 'no-entry', kind: 'zone-enter', zones: ['closed-1'], params: { confirm: 2 }, version: 1 };
const strict = { ...rule, params: { confirm: 1 }, version: 2 };
const workerFile = new URL('./api-dry-run.mjs', import.meta.url);

interface Answer {
  error: { code: string; vi: string; en: string };
}

/** One boat goes in and stays, another only looks in. */
function tracks(end: number): string {
  const at = (boat: string, lat: number, lon: number, minutesBefore: number): string =>
    nafRecord(boat, lat, lon, end - minutesBefore * MINUTE);
  return [
    ...[0, 1, 2, 3].map((i) => at('QNa-91001-TS', 15.5, 107.8 + i * 0.15, 240 - i * 60)),
    at('QNa-91002-TS', 15.5, 107.9, 180),
    at('QNa-91002-TS', 15.5, 108.1, 120),
    at('QNa-91002-TS', 15.5, 107.9, 60),
  ].join('');
}

describe('dry runs over HTTP', () => {
  let api: ApiProduct;
  let admin: string;
  const end = Math.floor(Date.now() / MINUTE) * MINUTE;

  before(async () => {
    api = await startApi();
    admin = await api.signIn('admin');
    await send('PUT', '/settings/zones', { type: 'FeatureCollection', features: [closed] });
    await send('PUT', '/settings/rules', [rule]);
    const key = api.context.accounts.createKey('provider', ['positions:write']);
    const headers = { authorization: `Bearer ${key}` };
    const answer = await api.fetch('/api/v1/positions/naf', { method: 'POST', headers, body: tracks(end) });
    expect(answer.status).to.equal(200);
    await until(async () => (await get<{ alerts: Alert[] }>('/alerts?state=all')).alerts.length === 1);
  });
  after(() => api.close());

  function send(method: string, path: string, body: unknown, cookie = admin): Promise<Response> {
    const headers = { cookie, 'content-type': 'application/json' };
    return api.fetch(`/api/v1${path}`, { method, headers, body: JSON.stringify(body) });
  }

  async function get<T>(path: string): Promise<T> {
    const answer = await api.fetch(`/api/v1${path}`, { headers: { cookie: admin } });
    expect(answer.status, path).to.equal(200);
    return (await answer.json()) as T;
  }

  async function ended(body: unknown): Promise<DryRunView> {
    const asked = await send('POST', '/dry-runs', body);
    expect(asked.status).to.equal(202);
    const { id } = (await asked.json()) as DryRunView;
    let view: DryRunView | undefined;
    await until(async () => {
      view = await get<DryRunView>(`/dry-runs/${id}`);
      return view.state === 'done' || view.state === 'failed';
    });
    return view!;
  }

  it('says what a changed rule would have raised beside what today’s has raised, and changes nothing', async () => {
    const view = await ended({ days: 7, rules: [strict] });
    expect(view).to.include({ state: 'done', days: 7, by: 'admin', done: 1, fixes: 7 });
    const { totals, rules, days, vessels, examples, hours, vesselsJudged } = view.result!;
    expect(rules).to.deep.equal([
      { id: 'no-entry', change: 'changed', now: 1, proposed: 2, onlyNow: 0, onlyProposed: 1 },
    ]);
    expect(totals).to.include({ now: 1, proposed: 2, vesselsNow: 1, vesselsProposed: 2 });
    expect(days).to.have.length(7);
    expect(hours).to.equal(4);
    expect(vesselsJudged).to.equal(2);
    const boats = (await get<{ vessels: Vessel[] }>('/vessels?q=91002')).vessels;
    expect(vessels[0]).to.deep.equal({ id: boats[0]!.id, label: 'QNa-91002-TS', now: 0, proposed: 1 });
    expect(examples.proposed[0]).to.include({ vesselId: boats[0]!.id, zoneId: 'closed-1' });
    expect(examples.proposed[0]!.text.vi).to.contain('QNa-91002-TS đi vào “Vùng cấm” lúc');

    expect((await get<{ alerts: Alert[] }>('/alerts?state=all')).alerts).to.have.length(1);
    const kept = await get<SettingsDocument>('/settings/rules');
    expect(kept.body).to.deep.equal([rule]);
  });

  it('counts for today’s version what the engine room has raised', async () => {
    const { result } = await ended({ days: 7, rules: [] });
    const { alerts } = await get<{ alerts: Alert[] }>('/alerts?state=all');
    expect(result!.examples.now.map(({ id }) => id)).to.deep.equal(alerts.map(({ id }) => id));
    expect(result!.rules[0]!.change).to.equal('removed');
  });

  it('tries zones, too, and holds rules and zones that are new against each other', async () => {
    const wide = {
      ...closed,
      geometry: {
        type: 'Polygon',
        coordinates: [closed.geometry.coordinates[0].map(([lon, lat]) => [lon === 108 ? 107.95 : lon, lat])],
      },
    };
    const shifted = await ended({ days: 30, zones: [wide] });
    expect(shifted.result!.rules[0]).to.include({ id: 'no-entry', change: 'zones', now: 1, proposed: 1 });
    const elsewhere = { ...closed, id: 'closed-2' };
    const both = await ended({ days: 7, rules: [{ ...strict, zones: ['closed-2'] }], zones: [elsewhere] });
    expect(both.result!.totals).to.include({ now: 1, proposed: 2 });
  });

  it('refuses what cannot be set, in the same words', async () => {
    const wrong = [{ ...rule, params: { confirm: 99 } }];
    const set = (await (await send('PUT', '/settings/rules', wrong)).json()) as Answer;
    const tried = await send('POST', '/dry-runs', { days: 7, rules: wrong });
    expect(tried.status).to.equal(400);
    expect(await tried.json()).to.deep.equal(set);
    expect(set.error.en).to.contain('must be at most 20');

    const orphaned = (await (await send('POST', '/dry-runs', { days: 7, zones: [] })).json()) as Answer;
    const emptied = await send('PUT', '/settings/zones', { type: 'FeatureCollection', features: [] });
    expect(orphaned).to.deep.equal(await emptied.json());
    expect((await send('POST', '/dry-runs', { days: 8, rules: [rule] })).status).to.equal(400);
  });

  it('is for those who may change settings', async () => {
    const officer = await api.signIn('officer');
    const answer = await send('POST', '/dry-runs', { days: 7, rules: [strict] }, officer);
    expect(answer.status).to.equal(403);
  });

  it('is forgotten when it is cancelled', async () => {
    const { id } = (await (await send('POST', '/dry-runs', { days: 90, rules: [strict] })).json()) as DryRunView;
    expect((await send('DELETE', `/dry-runs/${id}`, undefined)).status).to.equal(204);
    const gone = await api.fetch(`/api/v1/dry-runs/${id}`, { headers: { cookie: admin } });
    expect(gone.status).to.equal(404);
    expect(((await gone.json()) as Answer).error.vi).to.contain('lần thử quy tắc');
    // The next one runs all the same.
    expect((await ended({ days: 7, rules: [strict] })).state).to.equal('done');
  });

  it('leads to a change that is journaled with who made it', async () => {
    const answer = await send('PUT', '/settings/rules', [strict]);
    expect(((await answer.json()) as SettingsDocument).changedBy).to.equal('admin');
    const acts: Act[] = await api.context.store.acts({ limit: 1000 });
    expect(acts.filter(({ kind, subject }) => kind === 'document' && subject === 'rules')).to.have.length(2);
    // Now it is today's version: trying what was before takes one away.
    const back = await ended({ days: 7, rules: [rule] });
    expect(back.result!.totals).to.include({ now: 2, proposed: 1, onlyNow: 1 });
  });
});

describe('the queue of dry runs', () => {
  let folder: string;
  let now = 1_800_000_000_000;
  let dryRuns: DryRuns;

  beforeEach(() => {
    folder = temporaryFolder();
    dryRuns = new DryRuns({ place: { folder }, clock: () => now, workerFile });
  });
  afterEach(async () => {
    await dryRuns.close();
    removeFolder(folder);
  });

  const state = (id: string): string => {
    try {
      return dryRuns.get(id).state;
    } catch {
      return 'gone';
    }
  };

  it('runs one at a time, lets four wait and sends the next away', async () => {
    const asked = [1, 2, 3, 4, 5].map(() => dryRuns.ask({ days: 7 }, 'admin'));
    expect(asked.map(({ state, ahead }) => [state, ahead])).to.deep.equal([
      ['running', 0],
      ['waiting', 1],
      ['waiting', 2],
      ['waiting', 3],
      ['waiting', 4],
    ]);
    expect(() => dryRuns.ask({ days: 7 }, 'admin')).to.throw('4 dry runs are waiting already');
    await dryRuns.cancel(asked[1]!.id);
    expect(dryRuns.get(asked[2]!.id).ahead).to.equal(1);
    dryRuns.ask({ days: 7 }, 'admin');
  });

  it('says why one did not finish, and goes on with the next', async () => {
    const [first, second] = [dryRuns.ask({ days: 7 }, 'admin'), dryRuns.ask({ days: 7 }, 'admin')];
    await until(() => state(second.id) === 'failed');
    // There is no store in the folder.
    expect(dryRuns.get(first.id)).to.include({ state: 'failed', ahead: 0 });
    expect(dryRuns.get(first.id).error!.vi).to.match(/^Lần thử quy tắc không chạy xong: /);
    expect(dryRuns.get(first.id).error!.code).to.equal('dry-run-failed');
  });

  it('keeps what came out for an hour', async () => {
    const { id } = dryRuns.ask({ days: 7 }, 'admin');
    await until(() => state(id) === 'failed');
    now += HOUR;
    expect(state(id)).to.equal('failed');
    now += 1;
    expect(state(id)).to.equal('gone');
  });
});

describe('haidang dry-run', () => {
  const folder = temporaryFolder();
  const data = join(folder, 'data');
  const file = join(folder, 'rules.json');
  let product: Product;

  before(async () => {
    mkdirSync(data);
    product = await Product.start({ data, args: ['--no-demo'] });
    await product.signIn();
    const zones = { type: 'FeatureCollection', features: [closed] };
    expect((await product.fetch('/api/v1/settings/rules', { method: 'PUT', json: [] })).status).to.equal(200);
    expect((await product.fetch('/api/v1/settings/zones', { method: 'PUT', json: zones })).status).to.equal(200);
    expect((await product.fetch('/api/v1/settings/rules', { method: 'PUT', json: [rule] })).status).to.equal(200);
    const key = haidang(['key', 'create', '--data', data, '--name', 'p', '--scope', 'positions:write']).out.trim();
    const headers = { authorization: `Bearer ${key}` };
    await product.fetch('/api/v1/positions/naf', { method: 'POST', headers, body: tracks(Date.now()) });
    await until(async () => (await product.get<{ alerts: Alert[] }>('/api/v1/alerts?state=all')).alerts.length === 1);
  });
  after(async () => {
    await product?.stop();
    removeFolder(folder);
  });

  const dryRun = (rules: unknown, ...more: string[]) => {
    writeFileSync(file, JSON.stringify(rules));
    return haidang(['dry-run', '--data', data, '--rules', file, ...more]);
  };

  it('says the same beside a running server, to read and as JSON', () => {
    const json = dryRun([strict], '--days', '30', '--json');
    expect(json.err).to.equal('');
    const result = JSON.parse(json.out) as DryRunResult & { firstFix: string };
    expect(result.totals).to.include({ now: 1, proposed: 2, onlyProposed: 1 });
    expect(result.days).to.have.length(30);
    expect(result.firstFix).to.match(/^\d{4}-.*Z$/);
    const { out, code } = dryRun([strict]);
    expect(code).to.equal(0);
    expect(out).to.contain('Would have raised 2 = 0.5/h on 2 vessels.');
    expect(out).to.match(/no-entry +changed +1 +2 +0 +1\n/);
    expect(out).to.contain('Only the proposed tell of:\n  QNa-91002-TS entered “Closed area” at');
  });

  it('runs in the built server, in a thread of its own', async () => {
    const asked = await product.fetch('/api/v1/dry-runs', { method: 'POST', json: { days: 7, rules: [strict] } });
    const { id } = (await asked.json()) as DryRunView;
    let view: DryRunView | undefined;
    await until(async () => {
      view = await product.get<DryRunView>(`/api/v1/dry-runs/${id}`);
      return view.state === 'done';
    });
    expect(view!.result!.totals).to.include({ now: 1, proposed: 2 });
  });

  it('says in one sentence what is wrong with a file or an option', () => {
    expect(dryRun([{ ...rule, kind: 'teleport' }]).err).to.contain('unknown kind "teleport"');
    expect(dryRun([rule], '--days', '8').err).to.contain('one of 7, 30, 90');
    const neither = haidang(['dry-run', '--data', data]);
    expect(neither.err).to.contain('--rules FILE (JSON) or --zones FILE (GeoJSON) is missing');
    expect(neither.code).to.equal(2);
  });
});
