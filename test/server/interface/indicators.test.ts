import { expect } from 'chai';
import { definitions, indicatorNames } from '../../../server/indicators/definitions.ts';
import type { Indicator } from '../../../server/indicators/indicators.ts';
import type { IndicatorRow } from '../../../server/indicators/rows.ts';
import type { Tile } from '../../../server/wall/figures.ts';
import { type ApiProduct, nafRecord, startApi, until } from '../api-product.ts';

const HOUR = 3_600_000;

interface Feed {
  takenAt: number;
  demo: boolean;
  indicators: Indicator[];
}

describe('the indicator feed', () => {
  let api: ApiProduct;
  let key: Record<string, string>;
  let wallKey: Record<string, string>;
  const get = async <T>(path: string, headers = key): Promise<T> =>
    (await (await api.fetch(`/api/v1${path}`, { headers })).json()) as T;
  const named = ({ indicators }: Feed, name: string): Indicator => indicators.find((one) => one.name === name)!;

  before(async () => {
    api = await startApi();
    const { accounts, room } = api.context;
    key = { authorization: `Bearer ${accounts.createKey('reader', ['read'])}` };
    wallKey = { authorization: `Bearer ${accounts.createKey('ioc', ['wall'])}` };
    const owing = { reportingIntervalMin: 120, flag: 'VNM' };
    await room.register(
      [
        { registration: 'QNa-91001-TS', lengthM: 16, deviceId: 'D1', licenceUntil: '2020-01-01', ...owing },
        { registration: 'QNa-91002-TS', lengthM: 24, ...owing },
        { registration: '=QNa-91003-TS', lengthM: 12, deviceId: 'D3', licenceUntil: '2099-01-01', ...owing },
        { registration: 'QNa-91004-TS', flag: 'VNM' },
      ],
      'test',
    );
    const posting = { authorization: `Bearer ${accounts.createKey('provider', ['positions:write'])}` };
    const now = Date.now();
    const body = [
      nafRecord('QNa-91001-TS', 15.2, 109.5, now - HOUR),
      nafRecord('QNa-91002-TS', 15.2, 109.6, now - 7 * HOUR),
    ].join('\n');
    await api.fetch('/api/v1/positions/naf', { method: 'POST', headers: posting, body });
    await until(async () => (await api.context.store.latest()).size === 2);
  });
  after(() => api.close());

  it('gives each number with its meaning, unit, age and rows in both languages', async () => {
    const feed = await get<Feed>('/indicators');
    expect(feed.demo).to.equal(true);
    expect(feed.indicators.map(({ name }) => name)).to.have.members([...indicatorNames]);
    for (const { name, words, definition, rows } of feed.indicators) {
      expect(words, name).to.deep.equal(definitions[name].words);
      for (const text of [words.vi, words.en, definition.vi, definition.en]) expect(text.trim(), name).not.to.equal('');
      expect(rows).to.equal(`/api/v1/indicators/${name}/rows`);
    }
    expect(named(feed, 'reporting')).to.include({ value: 1, of: 3 });
    expect(named(feed, 'silent')).to.include({ value: 1, of: 3 });
    expect(named(feed, 'registered')).to.include({ value: 4, state: 'plain' });
    expect(named(feed, 'fitted')).to.include({ value: 1, of: 2 });
    expect(named(feed, 'licenceOver')).to.include({ value: 1, of: 2 });
    expect(named(feed, 'acknowledge'), 'nothing was acknowledged').to.include({ state: 'unknown' });
    expect(named(feed, 'acknowledge')).not.to.have.property('value');
  });

  it('says what the wall says', async () => {
    const feed = await get<Feed>('/indicators');
    const { tiles } = await get<{ tiles: Tile[] }>('/wall/figures');
    for (const { name, value, of, state } of tiles)
      expect({ value, of, state }, name).to.deep.equal({
        value: named(feed, name).value,
        of: named(feed, name).of,
        state: named(feed, name).state,
      });
  });

  it('counts its rows by the same test, and has a look at them on record', async () => {
    const { indicators } = await get<Feed>('/indicators');
    for (const { name, value, unit, rows } of indicators) {
      const answer = await get<{ total: number; rows: IndicatorRow[] }>(rows.replace('/api/v1', ''));
      if (unit !== 'ms') expect(answer.total, name).to.equal(value ?? 0);
    }
    const silent = await get<{ rows: IndicatorRow[] }>('/indicators/silent/rows');
    expect(silent.rows.map(({ label }) => label)).to.deep.equal(['QNa-91002-TS']);
    const cut = await get<{ total: number; rows: IndicatorRow[] }>('/indicators/registered/rows?limit=2');
    expect([cut.total, cut.rows.length]).to.deep.equal([4, 2]);
    await until(async () => {
      const acts = await api.context.store.acts({ limit: 100 });
      return acts.some(
        ({ kind, by, details }) => kind === 'exported' && by === 'key:reader' && details?.name === 'silent',
      );
    });
  });

  it('is a table that no spreadsheet runs, too', async () => {
    const answer = await api.fetch('/api/v1/indicators.csv?lang=en', { headers: wallKey });
    const lines = (await answer.text()).trim().split('\r\n');
    expect(answer.headers.get('content-type')).to.contain('text/csv');
    expect(lines[0]).to.contain('"name","title","value","of","unit"');
    expect(lines).to.have.length(indicatorNames.length + 1);
    expect(lines.find((line) => line.startsWith('"fitted"'))).to.contain('"1","2","vessels"');
  });

  it('lets who has the numbers alone not see the rows', async () => {
    expect((await api.fetch('/api/v1/indicators', { headers: wallKey })).status).to.equal(200);
    expect((await api.fetch('/api/v1/indicators/silent/rows', { headers: wallKey })).status).to.equal(403);
    expect((await api.fetch('/api/v1/indicators/nothing/rows', { headers: key })).status).to.equal(400);
    expect((await api.fetch('/api/v1/indicators')).status).to.equal(401);
  });
});
