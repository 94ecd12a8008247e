/** Tracks, zones and alerts taken out as GeoJSON, KML, GPX and CSV: whole, safe to open, on record, cut to who asks. */
import { expect } from 'chai';
import { SaxesParser } from 'saxes';
import { checkZoneFile, previewZones } from '../../geofences/import/check.ts';
import type { Act } from '../../server/models/entry.ts';
import type { Vessel } from '../../server/models/vessel.ts';
import { type ApiProduct, nafRecord, startApi, until } from './api-product.ts';

const MINUTE = 60_000;
const BOAT = 'QNa-90001-TS';

interface Feature {
  id: string;
  geometry: { type: string; coordinates: unknown };
  properties: Record<string, unknown>;
}

describe('files of what a map shows', () => {
  let api: ApiProduct;
  let cookie: string;
  let vessel: Vessel;
  const start = Math.floor(Date.now() / MINUTE) * MINUTE - 20 * 60 * MINUTE;
  const times = [0, 60, 120, 600, 660].map((minutes) => start + minutes * MINUTE);
  const square = [
    [108, 15],
    [109, 15],
    [109, 16],
    [108, 16],
    [108, 15],
  ]; // prettier-ignore
  const hole = [
    [108.4, 15.4],
    [108.4, 15.6],
    [108.6, 15.6],
    [108.6, 15.4],
    [108.4, 15.4],
  ]; // prettier-ignore
  const zones = [
    {
      ...{ type: 'Feature', id: 'cam-1', geometry: { type: 'Polygon', coordinates: [square, hole] } },
      properties: { name: 'Vùng cấm <1>', nameEn: 'Closed & 1', kind: 'closed', version: 2, source: 'QĐ 12' },
    },
    {
      ...{ type: 'Feature', id: 'port-tq', geometry: { type: 'Point', coordinates: [108.683, 15.472] } },
      properties: { name: 'Tam Quang', kind: 'port', radiusNm: 1.5, code: 'TQ', version: 1, source: 'test' },
    },
  ];

  const get = (path: string, as = cookie): Promise<Response> =>
    api.fetch(`/api/v1${path}`, { headers: { cookie: as } });
  const text = async (path: string, as = cookie): Promise<string> => {
    const answer = await get(path, as);
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(answer.status, `${path}: ${bytes}`).to.equal(200);
    expect(answer.headers.get('content-disposition')).to.contain('attachment; filename="haidang-');
    return bytes.toString('utf8');
  };
  const features = async (path: string): Promise<Feature[]> =>
    (JSON.parse(await text(path)) as { features: Feature[] }).features;
  const elements = (xml: string): string[] => {
    const found: string[] = [];
    const parser = new SaxesParser({ xmlns: true });
    parser.on('error', (error) => {
      throw error;
    });
    parser.on('opentag', ({ local }) => void found.push(local));
    parser.write(xml).close();
    return found;
  };
  const count = (all: string[], name: string): number => all.filter((one) => one === name).length;

  before(async () => {
    api = await startApi();
    cookie = await api.signIn('admin');
    const headers = { cookie, origin: api.url, 'content-type': 'application/json' };
    const put = (name: string, body: unknown) =>
      api.fetch(`/api/v1/settings/${name}`, { method: 'PUT', headers, body: JSON.stringify(body) });
    const boat = { registration: BOAT, name: '<b>Đại & Dương</b>', lengthM: 17, reportingIntervalMin: 120 };
    await api.fetch('/api/v1/vessels', { method: 'POST', headers, body: JSON.stringify([boat]) });
    await put('zones', { type: 'FeatureCollection', features: zones });
    await put('rules', [{ id: 'cam', kind: 'zone-presence', zones: ['cam-1'], params: { confirm: 1 }, priority: 2 }]);
    const records = times.map((time, n) => nafRecord(BOAT, 15.1 + n / 10, 108.1, time));
    await api.fetch('/api/v1/positions/naf', { method: 'POST', headers, body: records.join('') });
    await until(async () => (await features('/alerts.geojson')).length > 0);
    vessel = ((await (await get(`/vessels?q=${BOAT}`)).json()) as { vessels: Vessel[] }).vessels[0]!;
  });
  after(() => api.close());

  const track = (format: string): Promise<string> => text(`/vessels/${vessel.id}/track.${format}`);

  it('hold a track with its times, broken where the vessel was not heard', async () => {
    const [line, ...others] = (JSON.parse(await track('geojson')) as { features: Feature[] }).features;
    expect(others).to.deep.equal([]);
    const [first, second] = line!.geometry.coordinates as [number, number][][];
    expect([first!.length, second!.length]).to.deep.equal([3, 2]);
    expect(first![0]).to.deep.equal([108.1, 15.1]);
    const iso = times.map((time) => new Date(time).toISOString());
    expect(line!.properties.coordTimes).to.deep.equal([iso.slice(0, 3), iso.slice(3)]);
    const kml = await track('kml');
    expect(count(elements(kml), 'Track')).to.equal(2);
    expect(kml).to.contain(`<when>${iso[0]}</when>`).and.to.contain('<gx:coord>108.1 15.1 0</gx:coord>');
    expect(kml).to.contain('&lt;b&gt;Đại &amp; Dương&lt;/b&gt;');
    const gpx = await track('gpx');
    expect([count(elements(gpx), 'trkseg'), count(elements(gpx), 'trkpt')]).to.deep.equal([2, 5]);
    expect(gpx).to.contain(`<trkpt lat="15.1" lon="108.1"><time>${iso[0]}</time></trkpt>`);
    const rows = (await track('csv')).split('\r\n').filter((row) => row.startsWith(`"${vessel.id}"`));
    expect(rows).to.have.length(5);
    expect(rows[0]).to.contain(`"15.1","108.1","${iso[0]}","1","1"`).and.to.contain('"8","90","vms"');
  });

  it('hold as much of a track as is asked for', async () => {
    const asked = `/vessels/${vessel.id}/track.geojson?from=${times[1]}&to=${times[2]}`;
    const [line] = await features(asked);
    expect((line!.geometry.coordinates as unknown[][])[0]).to.have.length(2);
    expect(await features(`/vessels/${vessel.id}/track.geojson?from=0&to=1000`)).to.deep.equal([]);
  });

  it('hold zones so that they are taken back as they were', async () => {
    for (const format of ['geojson', 'kml', 'csv', 'gpx']) {
      const file = await text(`/zones.${format}?id=cam-1`);
      const check = checkZoneFile(Buffer.from(file), { fileName: `zones.${format}`, existing: [] });
      const [zone] = previewZones(check);
      expect(zone, format).not.to.equal(undefined);
      const rings = zone!.geometry.type === 'Polygon' ? zone!.geometry.coordinates : [];
      // GPX knows tracks only: an outline each.
      if (format !== 'gpx')
        expect(
          rings.map((ring) => ring.length),
          format,
        ).to.deep.equal([5, 5]);
    }
    const [closed, port] = await features('/zones.geojson');
    expect(closed!.geometry).to.deep.equal(zones[0]!.geometry);
    expect(port!.properties).to.include({ radiusNm: 1.5, kind: 'port', code: 'TQ' });
    const kml = await text('/zones.kml?lang=en');
    expect([count(elements(kml), 'Polygon'), count(elements(kml), 'innerBoundaryIs')]).to.deep.equal([2, 1]);
    expect(kml).to.contain('<name>Closed &amp; 1</name>');
    expect(elements(await text('/zones.gpx'))).to.include('trkseg');
    expect((await get('/zones.kml?id=nirgends')).status).to.equal(404);
  });

  it('hold alerts with vessel, rule, place and time of the raise', async () => {
    const [alert] = await features('/alerts.geojson');
    expect(alert!.geometry).to.deep.equal({ type: 'Point', coordinates: [108.1, 15.1] });
    expect(alert!.properties).to.include({ vessel: BOAT, rule: 'cam', zone: 'cam-1', kind: 'zone-presence' });
    expect(alert!.properties.time).to.equal(new Date(times[0]!).toISOString());
    expect(elements(await text('/alerts.kml'))).to.include('Point');
    expect(elements(await text('/alerts.gpx'))).to.include('wpt');
    expect(await text('/alerts.csv')).to.contain(`"${BOAT}","zone-presence","cam","cam-1"`);
  });

  it('hold the notes of the room, whatever was written into them', async () => {
    const note = { text: '=1+1 <b>phao trôi</b>\nhàng hai', lon: 108.25, lat: 15.5 };
    const headers = { cookie, 'content-type': 'application/json' };
    const put = await api.fetch('/api/v1/map/notes', { method: 'POST', headers, body: JSON.stringify(note) });
    expect(put.status).to.equal(201);
    const [only] = await features('/map/notes.geojson');
    expect(only!.geometry).to.deep.equal({ type: 'Point', coordinates: [108.25, 15.5] });
    expect(only!.properties).to.include({ text: note.text });
    expect(elements(await text('/map/notes.kml'))).not.to.include('b');
    expect(elements(await text('/map/notes.gpx'))).to.include('wpt');
    expect(await text('/map/notes.csv')).to.contain("'=1+1");
  });

  it('are all on record, with what they held', async () => {
    const { acts } = (await (await get('/acts?kind=exported&limit=1000')).json()) as { acts: Act[] };
    const tracks = acts.filter(({ subject }) => subject === 'track');
    expect(tracks.map(({ details }) => details!.format)).to.include.members(['geojson', 'kml', 'gpx', 'csv']);
    expect(tracks.at(-1)!.details).to.include({ registration: BOAT, vesselId: vessel.id, rows: 5 });
    expect(acts.map(({ subject }) => subject)).to.include.members(['zones', 'alerts', 'track']);
  });

  it('hold for an owner no other vessel’s track or alerts', async () => {
    const { accounts } = api.context;
    await accounts.addUser('chu-tau', 'một mật khẩu rất dài', ['owner']);
    accounts.setAccess('chu-tau', { roles: ['owner'], vessels: ['QNa-90002-TS'] });
    const body = JSON.stringify({ user: 'chu-tau', password: 'một mật khẩu rất dài' });
    const headers = { 'content-type': 'application/json' };
    const signedIn = await api.fetch('/api/v1/session', { method: 'POST', body, headers });
    const owner = signedIn.headers.getSetCookie()[0]!.split(';')[0]!;
    expect((await get(`/vessels/${vessel.id}/track.kml`, owner)).status).to.equal(404);
    expect(await text('/alerts.csv', owner)).not.to.contain(BOAT);
    expect(await text('/zones.csv', owner)).to.contain('"cam-1"');
  });
});
