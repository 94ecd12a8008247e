import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { encodeVn1008 } from '../../decoders/vms/vn1008-encoder.ts';
import type { Fix } from '../../geofences/fix.ts';
import type { RuleExplanation } from '../../geofences/rules/index.ts';
import type { Rule } from '../../geofences/types.ts';
import type { Alert } from '../../server/models/alert.ts';
import type { Case } from '../../server/models/case.ts';
import type { SettingsDocument } from '../../server/models/entry.ts';
import type { Vessel } from '../../server/models/vessel.ts';
import { closedSquare, noEntry, closedZones as zones } from './api-fixtures.ts';
import { type ApiProduct, nafRecord, startApi, until } from './api-product.ts';

const MINUTE = 60_000;
const rules = [noEntry];

describe('api: what it serves', () => {
  let api: ApiProduct;
  let admin: string;
  let key: string;
  const start = Math.floor(Date.now() / MINUTE) * MINUTE - 120 * MINUTE;

  before(async () => {
    api = await startApi();
    admin = await api.signIn('admin');
    key = `Bearer ${api.context.accounts.createKey('provider', ['positions:write'])}`;
  });
  after(() => api.close());

  async function get<T>(path: string): Promise<T> {
    const answer = await api.fetch(`/api/v1${path}`, { headers: { cookie: admin } });
    expect(answer.status, path).to.equal(200);
    return (await answer.json()) as T;
  }

  function send(method: string, path: string, body: unknown): Promise<Response> {
    return api.fetch(`/api/v1${path}`, {
      method,
      headers: { cookie: admin, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  function naf(body: string): Promise<Response> {
    return api.fetch('/api/v1/positions/naf', { method: 'POST', headers: { authorization: key }, body });
  }

  it('keeps settings with who changed them, and shows zones and rules with their explanation', async () => {
    expect(await get('/settings/zones')).to.deep.equal({
      name: 'zones',
      revision: 0,
      body: { type: 'FeatureCollection', features: [] },
    });
    expect((await send('PUT', '/settings/rules', rules)).status, 'a rule needs its zone first').to.equal(400);
    const answer = await send('PUT', '/settings/zones', zones);
    const document = (await answer.json()) as SettingsDocument;
    expect(document).to.deep.include({ name: 'zones', changedBy: 'admin', body: zones });
    expect((await send('PUT', '/settings/rules', rules)).status).to.equal(200);
    expect((await send('PUT', '/settings/zones', { ...zones, features: [] })).status, 'in use').to.equal(400);
    expect(await get('/zones')).to.deep.equal(zones);
    const { rules: shown } = await get<{ rules: { id: string; explanation: RuleExplanation }[] }>('/rules');
    expect(shown[0]!.explanation.vi).to.be.a('string').and.not.equal('');
    expect(shown[0]!.explanation.action.vi).to.be.a('string').and.not.equal('');
  });

  it('removes no unit that an account speaks for, and says which', async () => {
    const ky = { id: 'ky-ha', name: 'Đồn Kỳ Hà' };
    const tam = { id: 'tam-hai', name: 'Đồn Tam Hải' };
    expect((await send('PUT', '/settings/units', [ky, tam])).status).to.equal(200);
    await api.context.accounts.addUser('ky-ha-1', 'mật khẩu đủ dài 12', ['border-guard'], 'ky-ha');
    const refused = await send('PUT', '/settings/units', [tam]);
    expect(refused.status).to.equal(400);
    expect(JSON.stringify(await refused.json())).to.contain('“Đồn Kỳ Hà” còn tài khoản “ky-ha-1”');
    expect((await send('PUT', '/settings/units', [ky])).status, 'one that nobody speaks for').to.equal(200);
    api.context.accounts.setUnit('ky-ha-1', undefined);
    expect((await send('PUT', '/settings/units', [])).status).to.equal(200);
  });

  it('takes for an area a zone that is there and has an inside, and keeps it while a unit has it', async () => {
    const line = {
      ...{ type: 'Feature', id: 'duong' },
      geometry: {
        type: 'LineString',
        coordinates: [
          [108, 15],
          [109, 16],
        ],
      }, // prettier-ignore
      properties: { name: 'Đường ranh', nameEn: 'The line', kind: 'boundary', version: 1, source: 'test' },
    };
    const { features } = zones;
    expect((await send('PUT', '/settings/zones', { ...zones, features: [...features, line] })).status).to.equal(200);
    const put = async (...areas: string[]): Promise<string> => {
      const answer = await send('PUT', '/settings/units', [{ id: 'don', name: 'Đồn', areas }]);
      return answer.ok ? 'taken' : JSON.stringify(await answer.json());
    };
    expect(await put('gone'))
      .to.contain('“[0].areas”')
      .and.contain('the zone “gone” as its area, and there is none');
    expect(await put(line.id)).to.contain('“The line” as its area, which is a line');
    expect(await put(features[0]!.id)).to.equal('taken');
    const unused = { ...line, id: 'khac', geometry: features[0]!.geometry };
    await send('PUT', '/settings/rules', []);
    const refused = await send('PUT', '/settings/zones', { ...zones, features: [unused] });
    expect([refused.status, JSON.stringify(await refused.json())].join()).to.match(
      /^400.*“Đồn” có địa bàn là vùng “.*”, mà không có vùng này/,
    );
    const { acts } = await get<{ acts: { details: object }[] }>('/acts?kind=document&limit=10');
    expect(JSON.stringify(acts))
      .to.contain(`"place":"[don]","to":`)
      .and.contain(`\\"areas\\":[\\"${features[0]!.id}\\"]`);
    await send('PUT', '/settings/rules', rules);
    expect((await send('PUT', '/settings/units', [])).status).to.equal(200);
    expect((await send('PUT', '/settings/zones', zones)).status).to.equal(200);
  });

  it('takes the season of a zone, and refuses a day that is none', async () => {
    const withSeason = (season: object) => {
      const [first] = zones.features;
      return { ...zones, features: [{ ...first, properties: { ...first!.properties, season } }] };
    };
    expect((await send('PUT', '/settings/zones', withSeason({ from: '12-15', to: '02-29' }))).status).to.equal(200);
    const answer = await send('PUT', '/settings/zones', withSeason({ from: '12-15', to: '02-30' }));
    expect(answer.status).to.equal(400);
    expect(((await answer.json()) as { error: { en: string } }).error.en).to.include('season.to');
    expect((await send('PUT', '/settings/zones', zones)).status).to.equal(200);
  });

  it('gives a changed zone or rule a version of its own, so that no two shapes share one', async () => {
    const [first] = (await get<{ features: typeof zones.features }>('/zones')).features;
    const shape = (id: string, radiusNm: number, version = 1) => ({
      ...first!,
      id,
      geometry: { type: 'Point', coordinates: [108.5, 15.5] },
      properties: { ...first!.properties, radiusNm, version },
    });
    const set = async (name: 'zones' | 'rules', body: unknown): Promise<SettingsDocument> => {
      const answer = await send('PUT', `/settings/${name}`, body);
      expect(answer.status).to.equal(200);
      return (await answer.json()) as SettingsDocument;
    };
    const putZones = async (...more: object[]): Promise<string[]> => {
      const { body } = await set('zones', { ...zones, features: [...zones.features, ...more] });
      const { features } = body as { features: { id: string; properties: { radiusNm?: number; version: number } }[] };
      expect(features[0]!.properties.version, 'untouched').to.equal(first!.properties.version);
      return features.slice(1).map(({ id, properties: { radiusNm, version } }) => `${id} ${radiusNm} v${version}`);
    };
    expect(await putZones(shape('a', 1), shape('b', 1))).to.deep.equal(['a 1 v1', 'b 1 v1']);
    expect(await putZones(shape('a', 2), shape('b', 1))).to.deep.equal(['a 2 v2', 'b 1 v1']);
    expect(await putZones(shape('a', 2), shape('b', 3, 7)), 'as given').to.deep.equal(['a 2 v2', 'b 3 v7']);
    expect(await putZones(shape('b', 1))).to.deep.equal(['b 1 v8']);
    expect(await putZones(shape('a', 1), shape('b', 1)), 'comes back otherwise').to.deep.equal(['a 1 v3', 'b 1 v8']);
    await putZones();
    expect(await putZones(shape('b', 1)), 'comes back as it was').to.deep.equal(['b 1 v8']);
    const radii = [4, 5, 6, 7];
    await Promise.all(radii.map((radius) => putZones(shape('b', radius))));
    const { versions } = await get<{ versions: { revision: number }[] }>('/settings/zones/versions');
    const told = await Promise.all(
      versions.slice(0, radii.length).map(async ({ revision }) => {
        const { body } = await get<SettingsDocument>(`/settings/zones/versions/${revision}`);
        return (body as { features: { properties: { version: number } }[] }).features.at(-1)!.properties.version;
      }),
    );
    expect(told, 'by several at once').to.deep.equal([12, 11, 10, 9]);
    await putZones();

    const free = (confirm: number) => ({ id: 'free', kind: 'zone-enter', zones: [first!.id], params: { confirm } });
    const putRules = async (confirm: number): Promise<unknown> => {
      const body = (await set('rules', [...rules, free(confirm)])).body as Rule[];
      const { thresholds, ...rule } = body.at(-1)!;
      expect(thresholds?.confirm?.by, 'who set it').to.equal('admin');
      return rule;
    };
    expect(await putRules(2)).to.deep.equal(free(2));
    expect(await putRules(3)).to.deep.equal({ ...free(3), version: 2 });
    expect(await putRules(3)).to.deep.equal({ ...free(3), version: 2 });
    await set('rules', rules);
    expect(await putRules(2), 'comes back otherwise').to.deep.equal({ ...free(2), version: 3 });
    await set('rules', rules);
  });

  it('refuses a rule that restricts nothing, with the number of vessels that it would raise', async () => {
    const free = { id: 'free', kind: 'zone-presence', name: 'Mọi vùng', nameEn: 'Every zone' };
    const answer = await send('PUT', '/settings/rules', [...rules, free]);
    expect(answer.status).to.equal(400);
    const { error } = (await answer.json()) as { error: { vi: string; en: string } };
    expect(error.vi).to.match(
      /“Mọi vùng” không có tiêu chí nào: .* sẽ báo \d+\/\d+ tàu; hãy chọn vùng, loại vùng hoặc đặt ngưỡng\.$/,
    );
    expect(error.en).to.match(/“Every zone” has no criterion: .* would raise \d+ of \d+ vessels now/);
  });

  it('imports registry entries and says what is new', async () => {
    const entry = { registration: 'QNa 91234 TS', name: 'Biển Đông', lengthM: 18 };
    const first = await send('POST', '/vessels', [entry, { registration: 'QNg-95001-TS' }]);
    const none = { accepted: 2, created: 0, updated: 0, unchanged: 0, conflicts: [] };
    expect(await first.json()).to.deep.equal({ ...none, created: 2 });
    const second = await send('POST', '/vessels', [{ ...entry, lengthM: 19 }, { registration: 'QNg-95001-TS' }]);
    expect(await second.json()).to.deep.equal({ ...none, updated: 1, unchanged: 1 });
    expect((await send('POST', '/vessels', [])).status).to.equal(400);
  });

  it('names each identity that another boat of the registry has, and keeps the claimant without it', async () => {
    const answer = await send('POST', '/vessels', [
      { registration: 'BTh-96001-TS', mmsi: 574096001, deviceId: 'VX1' },
      { registration: 'BTh-96002-TS', mmsi: 574096001 },
      { registration: 'BTh-96003-TS', deviceId: 'vx-1' },
      { registration: 'bth 96001 ts', lengthM: 16 },
    ]);
    expect(answer.status).to.equal(200);
    const { conflicts, ...counts } = (await answer.json()) as { conflicts: Record<string, string>[] };
    expect(counts).to.deep.equal({ accepted: 4, created: 3, updated: 1, unchanged: 0 });
    expect(conflicts.map(({ vi: _, en: __, ...one }) => one)).to.deep.equal([
      { entry: 1, registration: 'BTh-96002-TS', field: 'mmsi', value: '574096001', heldBy: 'BTh-96001-TS' },
      { entry: 2, registration: 'BTh-96003-TS', field: 'deviceId', value: 'vx-1', heldBy: 'BTh-96001-TS' },
    ]);
    expect(conflicts[0]!.vi).to.contain('MMSI 574096001 đã thuộc BTh-96001-TS');
    expect(conflicts[1]!.en).to.contain('Device vx-1 belongs to BTh-96001-TS');
    const { vessels } = await get<{ vessels: Vessel[] }>('/vessels?q=bth96002');
    expect(vessels).to.have.length(1);
    expect(vessels[0]).not.to.have.property('mmsi');
  });

  it('takes NAF records, and says of each one that cannot be used why', async () => {
    const good = nafRecord('QNa-91234-TS', 15.5, 107.9, start);
    const bad = good.replace('//LT/15.5', '//LT/95.5');
    const mixed = await naf(`${good}\r\n${bad}\r\n`);
    expect(mixed.status).to.equal(200);
    const answer = (await mixed.json()) as { accepted: number; rejected: Record<string, string>[] };
    expect(answer.accepted).to.equal(1);
    expect(answer.rejected).to.have.length(1);
    expect(answer.rejected[0]).to.include({ reason: 'bad-latitude', en: 'the latitude (LT or LA) is not valid' });
    const none = await naf(bad);
    expect(none.status).to.equal(422);
    expect(await none.json()).to.have.nested.property('error.code', 'naf-rejected');
    const nobody = await naf(good.replace(/\/\/XR\/[^/]+/, ''));
    expect(nobody.status).to.equal(422);
    expect(await nobody.json()).to.have.nested.property('rejected[0].reason', 'no-identity');
    expect((await naf('')).status).to.equal(400);
    expect((await naf('rubbish')).status).to.equal(422);
    expect((await naf('x'.repeat(8 * 1024 * 1024 + 1))).status).to.equal(413);
  });

  it('finds a vessel without diacritics and shows its newest fix and its track', async () => {
    for (const minute of [10, 20])
      await naf(nafRecord('QNa-91234-TS', 15.5, 107.9 + minute / 100, start + minute * MINUTE));
    let found: (Vessel & { latest?: Fix })[] = [];
    await until(async () => {
      found = (await get<{ vessels: typeof found }>('/vessels?q=bien%20dong')).vessels;
      return found[0]?.latest?.fixTime === start + 20 * MINUTE;
    });
    expect(found).to.have.length(1);
    const { id } = found[0]!;
    expect(await get(`/vessels/${id}`)).to.deep.include({ id, latest: found[0]!.latest });
    const track = await get<{ fixes: Fix[] }>(`/vessels/${id}/track`);
    expect(track.fixes.map((fix) => fix.fixTime)).to.deep.equal([0, 10, 20].map((minute) => start + minute * MINUTE));
    const part = await get<{ fixes: Fix[] }>(`/vessels/${id}/track?from=${new Date(start + MINUTE).toISOString()}`);
    expect(part.fixes).to.have.length(2);
    expect((await api.fetch('/api/v1/vessels/nobody', { headers: { cookie: admin } })).status).to.equal(404);
    await until(async () => {
      const acts = await api.context.store.acts({ limit: 100 });
      const looks = acts.filter((act) => act.kind === 'look-up' && act.subject === id && act.by === 'admin');
      // The two spans of the track were asked for within a minute.
      return looks.length === 2 && looks.every(({ details }) => details?.address === '127.0.0.1');
    });
  });

  it('pages through vessels', async () => {
    const first = await get<{ vessels: Vessel[]; next?: string }>('/vessels?limit=1');
    const second = await get<{ vessels: Vessel[] }>(`/vessels?limit=1&after=${first.next}`);
    expect(first.vessels[0]!.id).not.to.equal(second.vessels[0]!.id);
    expect(await get('/vessels?limit=1000')).not.to.have.property('next');
  });

  it('acknowledges an alert on record, once, and shows its case', async () => {
    await naf(nafRecord('QNa-91234-TS', 15.5, 108.3, start + 30 * MINUTE));
    let alerts: Alert[] = [];
    await until(async () => {
      ({ alerts } = await get<{ alerts: Alert[] }>('/alerts'));
      return alerts.length > 0;
    });
    const { id, caseId, occurrence } = alerts[0]!;
    const answer = await send('POST', `/alerts/${id}/acknowledge`, { comment: 'đã gọi tàu' });
    expect(answer.status).to.equal(200);
    const { alert } = (await answer.json()) as { alert: Alert };
    expect(alert.response).to.deep.include({ state: 'acknowledged', acknowledgedBy: 'admin', comment: 'đã gọi tàu' });
    await send('POST', `/alerts/${id}/acknowledge`, { comment: 'again' });
    expect((await get<Alert>(`/alerts/${id}`)).response.comment).to.equal('đã gọi tàu');
    const file = await get<Case>(`/cases/${caseId}`);
    expect(file.lines.map((line) => line.kind)).to.include.members(['alert-raised', 'acknowledged']);
    const { cases } = await get<{ cases: Case[] }>(`/cases?vessel=${occurrence.vesselId}`);
    expect(cases.map((one) => one.id)).to.deep.equal([caseId]);
    expect((await send('POST', '/alerts/nothing/acknowledge', {})).status).to.equal(404);
  });

  it('shows status and outbox, and refuses to retry what is not there', async () => {
    expect(await get('/status')).to.include({ demo: true, version: '0.0.0' });
    expect(await get('/deliveries')).to.deep.equal({ deliveries: [] });
    expect((await send('POST', '/deliveries/none/retry', {})).status).to.equal(404);
    await until(async () => {
      const metrics = await (await api.fetch('/metrics')).text();
      const counted = /haidang_feed_messages_total\{feed="POST \/api\/v1\/positions\/naf \([^"]+\)"\} [1-9]/.test(
        metrics,
      );
      return (
        counted &&
        /haidang_feed_rejected_total\{feed="POST \/api\/v1\/positions\/naf \([^"]+\)",reason="bad-latitude"\}/.test(
          metrics,
        )
      );
    });
  });

  it('takes positions in other formats, says why one cannot be used, and how it read a table', async () => {
    const post = async (format: string, body: string | Buffer) => {
      const answer = await api.fetch(`/api/v1/positions/${format}`, {
        method: 'POST',
        headers: { authorization: key },
        body: typeof body === 'string' ? body : new Uint8Array(body),
      });
      return { status: answer.status, body: (await answer.json()) as Record<string, never> };
    };
    const time = new Date(start + 30 * MINUTE).toISOString();
    const one = { time, lat: 15.6, lon: 108.2, registration: 'QNa-91234-TS' };
    const json = await post('json', JSON.stringify([one, { ...one, lat: 95 }]));
    expect(json).to.deep.include({ status: 200 });
    expect(json.body).to.have.property('accepted', 1);
    expect(json.body).to.have.nested.include({
      'rejected[0].reason': 'bad-latitude',
      'rejected[0].vi': 'vĩ độ không hợp lệ',
    });

    const csv = await post(
      'csv',
      `Số đăng ký;Thời gian;Vĩ độ;Kinh độ\nQNa-91234-TS;${time};108,2;15,6\nQNa-91234-TS;${time};15,6;108,2\n`,
    );
    expect(csv.status).to.equal(200);
    expect(csv.body).to.have.nested.include({
      accepted: 1,
      'rejected[0].reason': 'lat-lon-swapped',
      'tables[0].proposals[0].kind': 'swap-lat-lon',
      'tables[0].map.timeZone': '+07:00',
    });
    const workbook = readFileSync(new URL('../fixtures/positions.xlsx', import.meta.url));
    expect((await post('csv', workbook)).body).to.include({ accepted: 6 });

    const record = encodeVn1008({ device_id: 'TS1', time, lat: 15.6, lon: 108.2 });
    expect((await post('vn1008', `${record}\n`)).body).to.include({ accepted: 1 });
    const delta = {
      context: 'vessels.urn:mrn:imo:mmsi:574123456',
      updates: [
        { timestamp: time, values: [{ path: 'navigation.position', value: { latitude: 15.6, longitude: 108.2 } }] },
      ],
    };
    expect((await post('signalk', JSON.stringify(delta))).body).to.include({ accepted: 1 });
    const none = await post('flux', '<a/>');
    expect(none.status).to.equal(422);
    expect(none.body).to.have.nested.include({ 'error.code': 'positions-rejected', accepted: 0 });
    expect((await post('morse', 'x')).status).to.equal(404);
    const refused = await api.fetch('/api/v1/positions/json', { method: 'POST', body: '{}' });
    expect(refused.status).to.equal(401);
  });

  it('keeps zones of more than a megabyte, up to six, and nothing else of that size', async () => {
    const note = 'đường bờ '.repeat(20_000);
    const large = (count: number) => ({
      ...zones,
      features: Array.from({ length: count }, (_, n) => ({
        ...closedSquare,
        id: `large-${n}`,
        properties: { ...closedSquare.properties, name: `Vùng ${n}`, note },
      })),
    });
    const before = await get<SettingsDocument>('/settings/zones');
    await send('PUT', '/settings/rules', []);
    expect((await send('PUT', '/settings/zones', large(8))).status).to.equal(200);
    expect((await send('PUT', '/settings/zones', large(40))).status).to.equal(413);
    const kept = await get<{ body: { features: unknown[] } }>('/settings/zones');
    expect(kept.body.features).to.have.length(8);
    expect((await send('PUT', '/settings/contacts', large(8))).status).to.equal(413);
    expect((await send('PUT', '/settings/zones', before.body)).status).to.equal(200);
  });

  it('refuses zones by which a rule would come to accuse nearly everybody, with the count', async () => {
    const boats = Array.from({ length: 30 }, (_, n) => nafRecord(`BTh-9700${n}-TS`, 12 + n / 50, 112, start));
    expect((await naf(boats.join('\r\n'))).status).to.equal(200);
    const round = (radiusNm: number) => {
      const { properties } = closedSquare;
      const geometry = { type: 'Point', coordinates: [112, 8] };
      return {
        ...zones,
        features: [{ ...closedSquare, id: 'round', geometry, properties: { ...properties, radiusNm } }],
      };
    };
    await send('PUT', '/settings/rules', []);
    expect((await send('PUT', '/settings/zones', round(1))).status).to.equal(200);
    const inside = [{ id: 'in', kind: 'zone-presence', zones: ['round'], nameEn: 'In it' }];
    expect((await send('PUT', '/settings/rules', inside)).status).to.equal(200);
    const answer = await send('PUT', '/settings/zones', round(900));
    expect([answer.status, JSON.stringify(await answer.json())].join()).to.match(
      /^400.*“features\[0\]”.*with the zones as changed the rule “In it” would raise 3\d of 3\d vessels now, nearly all/,
    );
    expect((await send('PUT', '/settings/zones', round(2))).status).to.equal(200);
  });
});
