import { existsSync } from 'node:fs';
import { deserialize, serialize } from 'node:v8';
import { expect } from 'chai';
import { coastToKeep, Land, rememberCoast } from '../../geofences/geometry/land.ts';
import { keptFile, landZones } from '../../server/ingest/land.ts';
import { ZoneChecker } from '../../server/zone-import/run-check.ts';
import { box, polygon } from '../geofences/import-files.ts';

describe("the product's own land", function () {
  this.timeout(60_000);
  let land: Land;
  before(() => {
    land = new Land(landZones());
  });

  it('knows towns and islands from the sea', () => {
    const ashore: [string, number, number][] = [
      ['Đà Nẵng', 108.18, 16.05],
      ['TP HCM', 106.66, 10.8],
      ['Vinh', 105.67, 18.67],
      ['Lý Sơn', 109.12, 15.38],
      ['Phú Quốc', 104, 10.25],
      ['Côn Đảo', 106.6, 8.7],
      ['Tokyo', 139.5, 35.8],
      ['Madrid', -3.7, 40.4],
    ];
    const afloat: [string, number, number][] = [
      ['vịnh Đà Nẵng', 108.2, 16.15],
      ['Cửa Đại', 108.42, 15.9],
      ['Biển Đông', 112, 14],
      ['vịnh Bắc Bộ', 107.5, 19.5],
      ['vịnh Thái Lan', 103.5, 9],
      ['Hoàng Sa (left out)', 112.34, 16.83],
      ['Trường Sa (left out)', 111.92, 8.64],
    ];
    expect(ashore.filter(([, lon, lat]) => !land.isInland(lon, lat, 0.5)).map(([name]) => name)).to.deep.equal([]);
    expect(afloat.filter(([, lon, lat]) => land.isInland(lon, lat, 0.5)).map(([name]) => name)).to.deep.equal([]);
  });

  it('holds a margin for its own errors: 3 km at Cà Mau, 10 km where it is coarse', () => {
    // 1.5 km from the shore of Cà Mau as it is drawn, 12 km from it, and inland of Quảng Ngãi, where the outline is better.
    expect(land.isInland(104.845, 9.3, 0.5)).to.equal(false);
    expect(land.isInland(104.94, 9.3, 0.5)).to.equal(true);
    expect(land.isInland(108.85, 15.1, 0.5)).to.equal(true);
    expect(land.isInland(139.77, 35.66, 0), 'Tokyo’s harbour').to.equal(false);
  });

  it('knows what lies twenty miles from any shore', () => {
    expect(land.isOffShore(111, 14, 20)).to.equal(true);
    expect(land.isOffShore(109.3, 15.4, 20), 'off Lý Sơn').to.equal(false);
    expect(land.isOffShore(108.18, 16.05, 20), 'ashore').to.equal(false);
    expect(new Land([]).isOffShore(111, 14, 20)).to.equal(undefined);
  });

  it('agrees with the distance to the nearest edge near its thresholds', () => {
    // From Sa Huỳnh straight out to sea: 20 nm are reached once and for good.
    const out = Array.from({ length: 60 }, (_, i) => land.isOffShore(109.1 + i * 0.015, 14.66, 20));
    const first = out.indexOf(true);
    expect(first).to.be.within(20, 30);
    expect(out.slice(first).every((is) => is === true)).to.equal(true);
  });

  it('says the same of a coastline that was kept ready, as the build keeps it', () => {
    const zones = landZones();
    const built = new Land(zones.slice(0, 1));
    const copy = { ...zones[0]! };
    let reads = 0;
    rememberCoast(copy, () => {
      reads++;
      return deserialize(serialize(coastToKeep(zones[0]!)));
    });
    const kept = new Land([copy]);
    for (let n = 0; n < 400; n++) {
      const [lon, lat] = [102 + ((n * 7.31) % 15), 8 + ((n * 3.77) % 14)];
      for (const ask of ['isInland', 'inlandNm', 'notInlandNm', 'isOffShore'] as const)
        expect(kept[ask](lon, lat, 2), `${ask} ${lon} ${lat}`).to.equal(built[ask](lon, lat, 2));
    }
    expect(reads).to.equal(1);
    for (const { id } of zones) expect(existsSync(`dist/data/coastline/${keptFile(id)}`), id).to.equal(true);
  });

  it('is where the built program looks for it when it checks zones', async () => {
    const onLand = polygon([box(107.9, 13.9, 108.1, 14.1)], { name: 'Tây Nguyên', kind: 'closed' });
    const bytes = new TextEncoder().encode(JSON.stringify({ type: 'FeatureCollection', features: [onLand] }));
    const checker = new ZoneChecker(new URL('../../dist/zone-check.js', import.meta.url));
    const { findings } = await checker.check({ bytes, options: { fileName: 'zones.geojson' }, accepted: [] });
    expect(findings.map(({ code }) => code)).to.deep.equal(['on-land']);
  });
});
