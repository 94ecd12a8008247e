import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { PlainFinding, ZoneFileAnswer } from '../../server/zone-import/answer.ts';
import { ZoneChecker } from '../../server/zone-import/run-check.ts';
import { type ApiProduct, startApi } from './api-product.ts';

const workerFile = new URL('./api-zone-check-worker.mjs', import.meta.url);
const PATH = '/api/v1/zones/check';

describe('api: files of zones', () => {
  let api: ApiProduct;
  let admin: { cookie: string };

  before(async () => {
    api = await startApi('/nonexistent', { zoneCheckWorker: workerFile });
    admin = { cookie: await api.signIn('admin') };
  });
  after(() => api.close());

  const post = (query: string, body: string | Uint8Array, headers: Record<string, string> = admin) =>
    api.fetch(`${PATH}${query}`, { method: 'POST', headers, body: body as BodyInit });

  async function answerTo(query: string, body: string | Uint8Array): Promise<ZoneFileAnswer> {
    const answer = await post(query, body);
    expect(answer.status, await answer.clone().text()).to.equal(200);
    return (await answer.json()) as ZoneFileAnswer;
  }

  const ids = (findings: PlainFinding[] | undefined) => findings?.map(({ id }) => id);

  const swapped = JSON.stringify({
    type: 'Feature',
    properties: { name: 'Vùng thử', kind: 'closed' },
    geometry: {
      type: 'Polygon',
      coordinates: [
        [
          [15, 110],
          [15, 111],
          [16, 111],
          [16, 110],
        ],
      ],
    },
  });

  it('says of an empty file that it is one', async () => {
    const { usable, findings } = await answerTo('', '');
    expect(usable).to.equal(false);
    expect(findings.map(({ code, en }) => `${code}: ${en}`).join()).to.match(/^no-zones: The file is empty/);
  });

  it('says what is wrong with a file, whatever its format, and stores nothing', async () => {
    const kml = await answerTo('?name=areas.kml', readFileSync('test/fixtures/zones/areas.kml'));
    expect(kml).to.include({ format: 'kml', usable: true });
    expect(kml.preview.features).to.have.length(4);
    expect(kml.preview.features[0]!.properties.source).to.equal('areas.kml');
    const vn2000 = await answerTo('', readFileSync('test/fixtures/zones/gdal-vn2000-tm3.zip'));
    expect(vn2000).to.include({ format: 'shapefile', usable: false });
    expect(ids(vn2000.findings)).to.deep.equal(['crs-converted']);
    expect(vn2000.findings[0]!.repair?.vi).to.include('Chuyển 10 điểm');
    const settings = await api.fetch('/api/v1/settings/zones', { headers: admin });
    expect(await settings.json()).to.include({ revision: 0 });
  });

  it('repairs what is accepted, one by one or all, and the result may be stored', async () => {
    expect(ids((await answerTo('', swapped)).findings)).to.deep.equal(['swapped-lat-lon@0', 'unclosed-ring@0']);
    const one = await answerTo('?repair=swapped-lat-lon%400', swapped);
    expect(one.usable).to.equal(false);
    expect(ids(one.remaining)).to.deep.equal(['unclosed-ring@0']);
    const all = await answerTo('?repair=all&name=thu.geojson', swapped);
    expect(all.usable).to.equal(true);
    expect(all.remaining).to.deep.equal([]);
    const stored = await api.fetch('/api/v1/settings/zones', {
      method: 'PUT',
      headers: { ...admin, 'content-type': 'application/json' },
      body: JSON.stringify(all.preview),
    });
    expect(stored.status).to.equal(200);
    const again = await answerTo('?repair=all', swapped);
    expect(ids(again.findings)).to.include('replaces-zone@0');
    expect(again.preview.features[0]!.properties.version).to.equal(2);
  });

  it('stores seasons and corridors as it finds them good', async () => {
    const file = JSON.stringify({
      type: 'Feature',
      properties: { name: 'Hành lang', kind: 'monitored', corridorNm: 2, season: '12-15/02-29' },
      geometry: {
        type: 'LineString',
        coordinates: [
          [110, 12],
          [111, 13],
        ],
      },
    });
    const { preview } = await answerTo('', file);
    expect(preview.features[0]!.properties).to.deep.include({ corridorNm: 2, season: { from: '12-15', to: '02-29' } });
    const put = await api.fetch('/api/v1/settings/zones', {
      method: 'PUT',
      headers: { ...admin, 'content-type': 'application/json' },
      body: JSON.stringify(preview),
    });
    expect(put.status, await put.text()).to.equal(200);
  });

  it('is for those who may write settings, within a size', async () => {
    const officer = { cookie: await api.signIn('officer') };
    expect((await post('', swapped, officer)).status).to.equal(403);
    expect((await post('', new Uint8Array(16 * 1024 * 1024 + 1))).status).to.equal(413);
    expect((await post(`?name=${'x'.repeat(201)}`, swapped)).status).to.equal(400);
    expect(ids((await answerTo('', 'hello')).findings)).to.deep.equal(['format-unknown']);
    expect(ids((await answerTo('?crs=EPSG:1', swapped)).findings)).to.deep.equal(['crs-unsupported']);
  });

  it('checks two files at once and asks the next to come again', async () => {
    const answers = await Promise.all(['', '', '', ''].map((query) => post(query, swapped)));
    const states = answers.map(({ status }) => status);
    expect(states.filter((status) => status === 200)).to.have.length(2);
    expect(states.filter((status) => status === 503)).to.have.length(2);
    expect(answers.find(({ status }) => status === 503)!.headers.get('retry-after')).to.equal('5');
    expect((await post('', swapped)).status).to.equal(200);
  });

  it('outlives a file that asks for too much memory', async () => {
    const checker = new ZoneChecker(new URL('./api-hostile-worker.mjs', import.meta.url), { heapMb: 32 });
    const refused = await checker
      .check({ bytes: new Uint8Array(1), options: {}, accepted: [] })
      .catch((error) => error);
    expect(refused).to.have.property('code', 'body-invalid');
    expect(refused.message).to.include('too complex to be checked');
  });
});
