import { expect } from 'chai';
import { repairZones, usableZones } from '../../geofences/import/check.ts';
import { landMask } from '../../geofences/import/land.ts';
import { box, checkFeatures, codes, line, only, type Pair, polygon } from './import-files.ts';
import { areaOf, expectRepaired } from './import-repairs.ts';

describe('check of zones: place and size', () => {
  it('proposes to swap what is only in Vietnam the other way round, and swaps nothing by itself', () => {
    const swapped = box(15, 108.5, 16, 109.5).map(([a, b]): Pair => [a, b]);
    const check = checkFeatures([polygon([swapped])]);
    expect(codes(check)).to.deep.equal(['swapped-lat-lon']);
    expect(only(check, 'swapped-lat-lon').vi).to.include('bị đảo ở 4/4 đỉnh: đỉnh 1 ([15, 108.5])');
    expect(check.drafts[0]!.shape).to.have.nested.property('polygons[0][0][0]').that.deep.equals([15, 108.5]);
    expectRepaired(check, 'swapped-lat-lon', areaOf(box(108.5, 15, 109.5, 16)));
    const one = checkFeatures([
      polygon([
        [
          [110, 12],
          [111, 12],
          [13, 111],
          [110, 13],
          [110, 12],
        ],
      ]),
    ]);
    expect(only(one, 'swapped-lat-lon')).to.include({ count: 1 });
    expectRepaired(one, 'swapped-lat-lon', areaOf(box(110, 12, 111, 13)));
  });

  it('says which numbers are no place on earth', () => {
    const check = checkFeatures([
      polygon([
        [
          [110, 12],
          [111, 12],
          [111, 130],
          [1100, 13],
          [110, 12],
        ],
      ]),
    ]);
    expect(only(check, 'position-impossible')).to.include({ count: 2, severity: 'error' });
    expect(check.findings[0]!.en).to.include('2 vertices are no place on earth, the first is vertex 3 ([111, 130])');
  });

  it('warns of vertices far from the Vietnamese sea, and refuses a zone that is wholly elsewhere', () => {
    const part = checkFeatures([
      polygon([
        [
          [110, 12],
          [111, 12],
          [110, 43],
          [110, 12],
        ],
      ]),
    ]);
    expect(only(part, 'outside-region')).to.include({ severity: 'warning', count: 1 });
    const whole = checkFeatures([polygon([box(5, 59, 6, 60)])]);
    expect(only(whole, 'outside-region')).to.include({ severity: 'error' });
    expect(only(whole, 'outside-region').vi).to.match(/toàn bộ vùng nằm ngoài vùng biển Việt Nam.*Kiểm tra số và hệ/);
    expect(only(whole, 'outside-region').repair).to.equal(undefined);
    const mirrored = checkFeatures([polygon([box(-110, 12, -109, 13)])]);
    expect(only(mirrored, 'outside-region').en).to.include(
      'vertex 1 (12°00.0′N 110°00.0′W); without its minus sign it is at',
    );
    expect(only(mirrored, 'outside-region').repair!.vi).to.equal('Bỏ dấu âm của 4 đỉnh: kinh độ Đông, vĩ độ Bắc.');
    const [mended] = usableZones(repairZones(mirrored));
    expect((mended!.geometry.coordinates as Pair[][])[0]).to.deep.include.members(box(109, 12, 110, 13).slice(1));
  });

  it('says of land only what a coastline can know', () => {
    // Land west of 108.5, and nothing is said within half a kilometre of the coast.
    const land = { isInland: (lon: number) => lon < 108.495 };
    const say = (west: number, east: number, properties = {}) =>
      codes(checkFeatures([polygon([box(west, 15, east, 16)], properties)], { land }));
    expect(say(107, 108)).to.deep.equal(['on-land']);
    expect(say(108, 109)).to.deep.equal(['partly-on-land']);
    expect(say(108.5, 109)).to.deep.equal([]);
    expect(say(107, 108, { kind: 'cảng cá' })).to.deep.equal([]);
  });

  it('takes land from a coastline, but not within half a kilometre of it nor where its reefs are not to be trusted', () => {
    /** Land with a lake, by arcs of steps; the second one is walked backwards. */
    const box = (west: number, south: number, side: number): [number, number][] => [
      [west, south],
      [side, 0],
      [0, side],
      [-side, 0],
      [0, -side],
    ];
    const land = landMask({
      transform: { scale: [0.01, 0.01], translate: [100, 0] },
      arcs: [box(800, 1500, 100), box(840, 1540, 20), box(1200, 1000, 100)],
      objects: { land: { geometries: [{ arcs: [[0], [~1]] }, { arcs: [[2]] }] } },
    });
    expect(land.isInland(108.2, 15.2)).to.equal(true);
    expect(land.isInland(108.5, 15.5), 'lake').to.equal(false);
    expect(land.isInland(107.5, 15.5), 'sea').to.equal(false);
    // 0.004° of latitude are 442 m, 0.005° are 553 m; of longitude at 15.2° N 430 m and 537 m.
    expect([15.004, 15.005].map((lat) => land.isInland(108.2, lat))).to.deep.equal([false, true]);
    expect([108.004, 108.005].map((lon) => land.isInland(lon, 15.2))).to.deep.equal([false, true]);
    expect(land.isInland(108.396, 15.5), 'lake shore').to.equal(false);
    expect(land.isInland(112.5, 10.5), 'Trường Sa').to.equal(false);
  });

  it('says what has no area, little, or far too much', () => {
    const flat = checkFeatures([
      polygon([
        [
          [110, 12],
          [110.5, 12.25],
          [111, 12.5],
          [110, 12],
        ],
      ]),
    ]);
    expect(codes(flat)).to.deep.equal(['no-area']);
    expect(only(flat, 'no-area').severity).to.equal('error');
    const small = checkFeatures([polygon([box(110, 12, 110.005, 12.005)])]);
    expect(only(small, 'small-area')).to.include({ severity: 'info' });
    expect(only(small, 'small-area').vi).to.include('chỉ rộng 0,30 km², nhỏ hơn sai số cho phép');
    const huge = checkFeatures([polygon([box(100, 4, 120, 24)])]);
    expect(only(huge, 'huge-area').en).to.match(/has 47\d{5} km²/);
  });
});

describe('check of zones: attributes', () => {
  const square = box(110, 12, 111, 13);
  const check = (properties: object) => checkFeatures([polygon([square], properties)]);

  it('gives twins of one file ids of their own', () => {
    const twins = checkFeatures([
      polygon([square], {}, 'a'),
      polygon([box(112, 12, 113, 13)], {}, 'a'),
      polygon([box(114, 12, 115, 13)], {}, 'a-2'),
    ]);
    expect(only(twins, 'duplicate-id').zone).to.deep.equal({ key: 1, id: 'a', name: 'Vùng A' });
    expect(usableZones(repairZones(twins)).map(({ id }) => id)).to.deep.equal(['a', 'a-3', 'a-2']);
  });

  it('names the nameless, and takes the kind of the kindless for monitored', () => {
    const nameless = check({ name: ' ', kind: undefined });
    expect(codes(nameless)).to.deep.equal(['missing-name', 'kind-missing']);
    expect(usableZones(repairZones(nameless))[0]!.properties).to.include({ name: 'Vùng 1', kind: 'monitored' });
    expect(usableZones(check({ kind: 'Khu vực cấm khai thác' }))[0]!.properties.kind).to.equal('closed');
    const odd = check({ kind: 'clsoed' });
    expect(only(odd, 'attribute-invalid')).to.include({ severity: 'error', attribute: 'kind' });
    expect(usableZones(odd)).to.deep.equal([]);
    expect(usableZones(repairZones(odd))[0]!.properties.kind).to.equal('monitored');
  });

  it('reads validity days however they are written, once a person agrees, and knows the calendar', () => {
    const local = check({ validFrom: '01/04/2026', validTo: '2026-06-30T00:00:00Z' });
    expect(codes(local)).to.deep.equal(['date-invalid', 'date-invalid']);
    expect(local.findings[0]!.repair?.en).to.equal('Reads it as 2026-04-01.');
    expect(usableZones(repairZones(local))[0]!.properties).to.include({
      validFrom: '2026-04-01',
      validTo: '2026-06-30',
    });
    for (const day of ['2026-02-29', '31/04/2026', 'mai', '13-13-2026']) {
      expect(only(check({ validFrom: day }), 'date-invalid').repair, day).to.equal(undefined);
    }
    expect(check({ validFrom: '2028-02-29' }).findings).to.deep.equal([]);
    const reversed = check({ validFrom: '2026-06-30', validTo: '2026-04-01' });
    expect(only(reversed, 'dates-reversed').vi).to.include('ngày 30/06/2026, sau ngày kết thúc 01/04/2026');
    expect(usableZones(repairZones(reversed))[0]!.properties).to.include({
      validFrom: '2026-04-01',
      validTo: '2026-06-30',
    });
  });

  it('takes seasons, also over New Year and on 29 February', () => {
    for (const season of [{ from: '12-15', to: '02-29' }, '12-15/02-29']) {
      const good = check({ season });
      expect(good.findings).to.deep.equal([]);
      expect(usableZones(good)[0]!.properties.season).to.deep.equal({ from: '12-15', to: '02-29' });
    }
    const local = check({ season: '15/12 đến 29/2' });
    expect(only(local, 'season-invalid').severity).to.equal('warning');
    expect(usableZones(repairZones(local))[0]!.properties.season).to.deep.equal({ from: '12-15', to: '02-29' });
    for (const season of [
      { from: '13-01', to: '02-01' },
      { from: '02-30', to: '03-01' },
      'mùa gió chướng',
      { from: 4 },
    ]) {
      expect(only(check({ season }), 'season-invalid').severity, JSON.stringify(season)).to.equal('error');
    }
  });

  it('checks sides, edges, radius, corridor and counts', () => {
    const found = (properties: object) =>
      check(properties).findings.map((finding) => [finding.severity, finding.attribute]);
    expect(found({ edges: 'bent' })).to.deep.equal([['error', 'edges']]);
    expect(found({ radiusNm: -1 })).to.deep.equal([['error', 'radiusNm']]);
    expect(found({ corridorNm: 2 })).to.deep.equal([['warning', 'corridorNm']]);
    expect(found({ version: 0.5, drawnVertices: 'x' })).to.deep.equal([
      ['warning', 'version'],
      ['warning', 'drawnVertices'],
    ]);
    const neighbour = [{ from: 0, to: 2, vi: 'Trung Quốc', en: 'China' }];
    expect(usableZones(check({ neighbour }))[0]!.properties.neighbour).to.deep.equal(neighbour);
    for (const odd of ['Trung Quốc', { vi: 'Trung Quốc' }, [{ vi: 'A', en: 'A', from: 0, to: 0.5 }]]) {
      const wrong = check({ neighbour: odd });
      expect(wrong.findings.map((finding) => [finding.severity, finding.attribute])).to.deep.equal([
        ['warning', 'neighbour'],
      ]);
      expect(usableZones(repairZones(wrong))[0]!.properties).not.to.have.property('neighbour');
    }
    expect(usableZones(repairZones(check({ edges: 'bent', corridorNm: 2, version: 0 })))[0]!.properties).to.deep.equal({
      name: 'Vùng A',
      kind: 'monitored',
      version: 1,
      source: 'file',
    });
    const way: Pair[] = [
      [110, 12],
      [111, 13],
    ];
    const lines = checkFeatures([
      line(way, { ourSide: undefined }),
      line(way, { name: 'C', ourSide: 'north' }),
      line(way, { name: 'D', ourSide: 'phải' }),
      line(way, { name: 'E', ourSide: undefined, corridorNm: '2,5' }),
      line(way, { name: 'F', corridorNm: 2000 }),
    ]);
    expect(lines.findings.map(({ code, zone }) => [code, zone?.name])).to.deep.equal([
      ['side-missing', 'Đường B'],
      ['attribute-invalid', 'C'],
      ['attribute-invalid', 'F'],
    ]);
    expect(usableZones(lines).map(({ properties }) => [properties.ourSide, properties.corridorNm])).to.deep.equal([
      [undefined, undefined],
      ['right', undefined],
      [undefined, 2.5],
    ]);
    const point = {
      type: 'Feature',
      properties: { name: 'P', kind: 'port' },
      geometry: { type: 'Point', coordinates: [109, 12] },
    };
    expect(codes(checkFeatures([point]))).to.deep.equal(['radius-missing']);
  });

  it('turns no ring round of which the first vertices are counted', () => {
    const clockwise = box(110, 12, 111, 13).toReversed();
    const [zone] = usableZones(checkFeatures([polygon([clockwise], { drawnVertices: 2 })]));
    expect(zone!.geometry.coordinates).to.deep.equal([clockwise]);
  });

  it('forgets a count of drawn vertices that a repair has made wrong', () => {
    const doubled: Pair[] = [...square.slice(0, 2), [111, 12], ...square.slice(2)];
    const repaired = repairZones(checkFeatures([polygon([doubled], { drawnVertices: 4 })]));
    expect(usableZones(repaired)[0]!.properties).not.to.have.property('drawnVertices');
    const closed = repairZones(checkFeatures([polygon([square.slice(0, 4)], { drawnVertices: 3 })]));
    expect(usableZones(closed)[0]!.properties.drawnVertices).to.equal(3);
  });
});
