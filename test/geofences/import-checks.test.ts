import { expect } from 'chai';
import { isUsable, repairZones, usableZones, type ZoneCheck } from '../../geofences/import/check.ts';
import type { FindingCode } from '../../geofences/import/finding.ts';
import { landMask } from '../../geofences/import/land.ts';
import { areaKm2 } from '../../geofences/import/shapes/area.ts';
import type { Zone } from '../../geofences/types.ts';
import { box, checkFeatures, codes, line, multi, only, type Pair, polygon } from './import-files.ts';

/** Square kilometres of all that can be used. */
function usableArea(check: ZoneCheck): number {
  return usableZones(check).reduce((sum, { geometry }) => {
    if (geometry.type === 'Polygon') return sum + areaKm2([geometry.coordinates]);
    return geometry.type === 'MultiPolygon' ? sum + areaKm2(geometry.coordinates) : sum;
  }, 0);
}

/** Repairs a fault by itself: afterwards nothing is found, and the area is within a share of what it should be. */
function expectRepaired(check: ZoneCheck, code: FindingCode, areaKm2: number, share = 1e-9): ZoneCheck {
  const repaired = repairZones(check, (finding) => finding.code === code);
  expect(codes(repaired), code).to.deep.equal([]);
  expect(usableZones(repaired)).to.have.length(check.drafts.length);
  expect(usableArea(repaired)).to.be.closeTo(areaKm2, areaKm2 * share);
  return repaired;
}

const areaOf = (...rings: Pair[][]): number => areaKm2([rings]);

describe('check of zones: shape', () => {
  const square = box(110, 12, 111, 13);

  it('finds nothing wrong with a good zone, whichever way round it is drawn', () => {
    for (const ring of [square, square.toReversed()]) {
      const check = checkFeatures([polygon([ring, box(110.2, 12.2, 110.4, 12.4)])]);
      expect(check.findings).to.deep.equal([]);
      const [zone] = usableZones(check);
      expect(zone!.geometry.coordinates[0]).to.have.deep.members(square);
      // RFC 7946: outline counter-clockwise, holes clockwise.
      const turns = (zone!.geometry.coordinates as Pair[][]).map((points) =>
        Math.sign(points.slice(1).reduce((sum, [x, y], i) => sum + points[i]![0] * y - x * points[i]![1], 0)),
      );
      expect(turns).to.deep.equal([1, -1]);
    }
  });

  it('closes an open ring: where it ends, how wide the gap is', () => {
    const check = checkFeatures([polygon([square.slice(0, 4)])]);
    const finding = only(check, 'unclosed-ring');
    expect(finding.severity).to.equal('error');
    expect(finding.vi).to.equal(
      'Vùng “Vùng A”: đường bao chưa khép kín (1 vòng): điểm cuối, đỉnh 4 (13°00.0′N 110°00.0′E), cách điểm đầu 60 hải lý.',
    );
    expect(finding.en).to.include('its end, vertex 4 (13°00.0′N 110°00.0′E), is 60 nm from its beginning');
    expect(finding.repair?.en).to.equal('Joins the end to the beginning: 1 edge added, the first 60 nm long.');
    expect(usableZones(check)).to.deep.equal([]);
    expectRepaired(check, 'unclosed-ring', areaOf(square));
  });

  it('splits an outline that crosses itself, naming every crossing', () => {
    const bow: Pair[] = [
      [108, 15],
      [109, 16],
      [109, 15],
      [108, 16],
      [108, 15],
    ];
    const check = checkFeatures([polygon([bow], {}, 'bow')]);
    const finding = only(check, 'self-crossing');
    expect(finding).to.deep.include({ severity: 'error', count: 1, zone: { key: 0, id: 'bow', name: 'Vùng A' } });
    expect(finding.places).to.deep.equal([{ lon: 108.5, lat: 15.5, text: '15°30.0′N 108°30.0′E', ring: 0 }]);
    expect(finding.vi).to.include('tự cắt tại 1 điểm, đầu tiên ở 15°30.0′N 108°30.0′E, giữa cạnh 1–2 và cạnh 3–4');
    expect(finding.repair?.vi).to.include('2 phần, tổng diện tích 5936 km²');
    const repaired = expectRepaired(check, 'self-crossing', 5936.336, 1e-6);
    expect(usableZones(repaired)[0]!.geometry.type).to.equal('MultiPolygon');

    const twice: Pair[] = [
      [110, 10],
      [112, 10],
      [112, 10.4],
      [110.5, 10.4],
      [110.5, 9.8],
      [110.7, 9.8],
      [110.7, 10.8],
      [110, 10.8],
      [110, 10],
    ];
    expect(
      only(checkFeatures([polygon([twice])]), 'self-crossing').places.map(({ lon, lat }) => [lon, lat]),
    ).to.have.deep.members([
      [110.5, 10],
      [110.7, 10],
      [110.7, 10.4],
    ]);
  });

  it('drops the sliver that a slip of the hand leaves', () => {
    const slip: Pair[] = [
      [110, 12],
      [111, 12],
      [111, 13],
      [110.5, 13],
      [110.5001, 13.0005],
      [110.5002, 12.9998],
      [110, 13],
      [110, 12],
    ];
    const check = checkFeatures([polygon([slip])]);
    expect(codes(check)).to.include('self-crossing');
    const repaired = repairZones(check);
    expect(codes(repaired)).to.deep.equal([]);
    expect(usableZones(repaired)[0]!.geometry.type).to.equal('Polygon');
    expect(usableArea(repaired)).to.be.closeTo(areaOf(square), areaOf(square) * 1e-3);
  });

  it('makes a hole of a keyhole', () => {
    const keyhole: Pair[] = [
      [110, 12],
      [111, 12],
      [111, 13],
      [110, 13],
      [110, 12],
      [110.4, 12.4],
      [110.4, 12.6],
      [110.6, 12.6],
      [110.6, 12.4],
      [110.4, 12.4],
      [110, 12],
    ];
    const check = checkFeatures([polygon([keyhole])]);
    expect(only(check, 'self-touching').severity).to.equal('warning');
    expect(isUsable(check)).to.equal(true);
    const repaired = expectRepaired(check, 'self-touching', areaOf(square, box(110.4, 12.4, 110.6, 12.6)));
    expect(usableZones(repaired)[0]!.geometry.coordinates).to.have.length(2);
  });

  it('takes out doubled vertices and spikes, with their numbers', () => {
    const doubled = checkFeatures([polygon([[...square.slice(0, 2), [111, 12], ...square.slice(2)]])]);
    expect(only(doubled, 'duplicate-vertices').places).to.deep.equal([
      { lon: 111, lat: 12, text: '12°00.0′N 111°00.0′E', ring: 0, vertex: 3 },
    ]);
    expectRepaired(doubled, 'duplicate-vertices', areaOf(square));

    const spiked: Pair[] = [...square.slice(0, 2), [111, 12.5], [113, 12.5], [111, 12.501], ...square.slice(2)];
    const check = checkFeatures([polygon([spiked])]);
    expect(only(check, 'spike')).to.deep.include({ severity: 'warning', count: 1 });
    expect(only(check, 'spike').places[0]).to.include({ lon: 113, lat: 12.5, vertex: 4 });
    expect(only(check, 'spike').repair?.en).to.match(/the area goes from 120\d\d km² to 120\d\d km²/);
    expectRepaired(check, 'spike', areaOf(square));
  });

  it('finds spikes on spikes, and leaves a narrow wedge alone', () => {
    const nested: Pair[] = [
      ...square.slice(0, 2),
      [111, 12.5],
      [112, 12.5],
      [113, 12.505],
      [112, 12.5],
      [111, 12.5],
      ...square.slice(2),
    ];
    const spikes = only(checkFeatures([polygon([nested])]), 'spike');
    // Of vertices 3 and 7, which are one place, the one that is met first stays.
    expect(spikes.places.map(({ vertex }) => vertex)).to.deep.equal([4, 5, 6, 7]);
    expect(codes(repairZones(checkFeatures([polygon([nested])])))).to.deep.equal([]);
    const wedge: Pair[] = [
      [110, 12],
      [112, 12],
      [110, 12.06],
      [110, 12],
    ];
    expect(codes(checkFeatures([polygon([wedge])]))).to.deep.equal([]);
  });

  it('needs three different vertices for an outline and two for a line', () => {
    const hole = checkFeatures([
      polygon([
        square,
        [
          [110.2, 12.2],
          [110.3, 12.2],
          [110.2, 12.2],
        ],
      ]),
    ]);
    expect(only(hole, 'too-few-vertices').places[0]).to.include({ ring: 1 });
    expectRepaired(hole, 'too-few-vertices', areaOf(square));
    const outline = checkFeatures([
      polygon([
        [
          [110, 12],
          [111, 12],
          [110, 12],
        ],
      ]),
    ]);
    expect(only(outline, 'too-few-vertices').repair).to.equal(undefined);
    expect(isUsable(repairZones(outline))).to.equal(false);
    expect(codes(checkFeatures([line([[110, 12]])]))).to.deep.equal(['too-few-vertices']);
  });

  it('cuts holes to what lies inside their outline', () => {
    const outside = checkFeatures([polygon([square, box(115, 12, 115.5, 12.5)])]);
    expect(only(outside, 'hole-outside').vi).to.include('lỗ 1 (12°15.0′N 115°15.0′E)');
    expectRepaired(outside, 'hole-outside', areaOf(square));
    const across = checkFeatures([polygon([square, box(110.8, 12.4, 111.3, 12.6)])]);
    expect(only(across, 'hole-outside').places[0]).to.include({ lon: 111, ring: 1 });
    expectRepaired(across, 'hole-outside', areaOf(square, box(110.8, 12.4, 111, 12.6)));
    const doubled = checkFeatures([polygon([square, box(110.2, 12.2, 110.6, 12.6), box(110.4, 12.4, 110.8, 12.8)])]);
    const holes =
      areaOf(box(110.2, 12.2, 110.6, 12.6)) +
      areaOf(box(110.4, 12.4, 110.8, 12.8)) -
      areaOf(box(110.4, 12.4, 110.6, 12.6));
    expectRepaired(doubled, 'hole-outside', areaOf(square) - holes);
  });

  it('joins parts that overlap, contain one another or share an edge, but not an island in a hole', () => {
    const both = areaOf(square) + areaOf(box(110.5, 12.5, 111.5, 13.5)) - areaOf(box(110.5, 12.5, 111, 13));
    expectRepaired(checkFeatures([multi([[square], [box(110.5, 12.5, 111.5, 13.5)]])]), 'parts-overlap', both, 1e-8);
    expectRepaired(
      checkFeatures([multi([[square], [box(110.2, 12.2, 110.3, 12.3)]])]),
      'parts-overlap',
      areaOf(square),
    );
    const beside = checkFeatures([multi([[square], [box(111, 12, 112, 13)]])]);
    expect(
      usableZones(expectRepaired(beside, 'parts-overlap', areaOf(box(110, 12, 112, 13))))[0]!.geometry.type,
    ).to.equal('Polygon');
    const island = checkFeatures([multi([[square, box(110.2, 12.2, 110.8, 12.8)], [box(110.4, 12.4, 110.6, 12.6)]])]);
    expect(island.findings).to.deep.equal([]);
  });

  it('says of a boundary that crosses itself that its sides are not clear', () => {
    const check = checkFeatures([
      line([
        [110, 10],
        [112, 10],
        [111, 11],
        [111, 9],
      ]),
    ]);
    expect(only(check, 'self-crossing').en).to.include('its sides are not clear, the first at 10°00.0′N 111°00.0′E');
    expect(
      codes(
        checkFeatures([
          line(
            [
              [110, 10],
              [112, 10],
              [111, 11],
              [111, 9],
            ],
            { corridorNm: 2 },
          ),
        ]),
      ),
    ).to.deep.equal([]);
  });

  it('names what is empty or can be no zone', () => {
    const check = checkFeatures([
      { type: 'Feature', properties: { name: 'Trống', kind: 'closed' }, geometry: null },
      {
        type: 'Feature',
        properties: { name: 'Rỗng', kind: 'closed' },
        geometry: { type: 'Polygon', coordinates: [[]] },
      },
      polygon([square]),
      { type: 'Feature', properties: { name: 'Phao' }, geometry: { type: 'Point', coordinates: [110, 12] } },
      { type: 'Feature', properties: { name: '?' }, geometry: { type: 'Circle', coordinates: [] } },
    ]);
    expect(codes(check)).to.deep.equal(['left-out', 'left-out', 'empty', 'empty']);
    expect(check.findings[0]!.en).to.include('“Circle”');
    expect(check.findings[2]!.vi).to.equal('Vùng “Trống”: không có hình nào. Kiểm tra lại lớp dữ liệu khi xuất tệp.');
  });
});

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
    expect(only(whole, 'outside-region').vi).to.include('toàn bộ vùng nằm ngoài vùng biển Việt Nam');
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

describe('check of zones: beside the zones there are', () => {
  const inUse: Zone = {
    id: 'old',
    geometry: { type: 'Polygon', coordinates: [box(110, 12, 111, 13)] },
    properties: { name: 'Vùng cũ', kind: 'closed', version: 4, source: 'test' },
  };
  const circle: Zone = {
    id: 'round',
    geometry: { type: 'Point', coordinates: [115, 10] },
    properties: { name: 'Vùng tròn', kind: 'closed', version: 1, source: 'test', radiusNm: 10 },
  };
  const existing = [inUse, circle];

  it('says with what zone of the same kind it shares how much', () => {
    const check = checkFeatures([polygon([box(110.5, 12.5, 111.5, 13.5)], { kind: 'closed' })], { existing });
    expect(codes(check)).to.deep.equal(['overlaps-zone']);
    expect(check.findings[0]).to.include({ severity: 'info' });
    expect(check.findings[0]!.vi).to.match(/chồng lên vùng cùng loại “Vùng cũ” 300\d km²/);
    const other = checkFeatures([polygon([box(110.5, 12.5, 111.5, 13.5)], { kind: 'monitored' })], { existing });
    expect(other.findings).to.deep.equal([]);
    const beside = checkFeatures([polygon([box(111, 12, 112, 13)], { kind: 'closed' })], { existing });
    expect(beside.findings).to.deep.equal([]);
  });

  it('lays areas over circles, and over the zones before them in the file', () => {
    const check = checkFeatures(
      [
        polygon([box(114, 9, 115, 11)], { kind: 'closed' }, 'a'),
        polygon([box(114.5, 9, 116, 11)], { kind: 'closed' }, 'b'),
      ],
      { existing },
    );
    expect(
      check.findings.map(({ zone, en }) => [zone?.id, /overlaps “(.*?)”.* by (\d+)/.exec(en)?.slice(1)]),
    ).to.deep.equal([
      ['a', ['Vùng tròn', '538']],
      ['b', ['Vùng tròn', '1076']],
      ['b', ['Vùng A', '12126']],
    ]);
  });

  it('is the next version of a zone with its id', () => {
    const check = checkFeatures([polygon([box(110, 12, 111, 13)], { kind: 'closed', version: 9 }, 'old')], {
      existing,
    });
    expect(codes(check)).to.deep.equal(['replaces-zone']);
    expect(check.findings[0]!.vi).to.include(
      'thay vùng đang dùng “Vùng cũ” (cùng mã “old”, phiên bản 4) bằng phiên bản 5',
    );
    expect(usableZones(check)[0]!.properties.version).to.equal(5);
  });
});

describe('repair of zones', () => {
  const faulty = [
    polygon(
      [
        [
          [15, 108],
          [15, 109],
          [16, 109],
          [16, 108],
        ],
      ],
      { name: 'Đảo', validFrom: '1/4/2026' },
      'a',
    ),
    polygon(
      [
        [
          [108, 15],
          [109, 16],
          [109, 15],
          [108, 16],
          [108, 15],
        ],
      ],
      { kind: 'cấm' },
      'a',
    ),
  ];

  it('mends all that it offers to mend, and the result is found good', () => {
    const check = checkFeatures(faulty);
    expect(isUsable(check)).to.equal(false);
    const repaired = repairZones(check);
    expect(codes(repaired).filter((code) => code !== 'overlaps-zone')).to.deep.equal([]);
    const zones = usableZones(repaired);
    expect(zones.map(({ id }) => id)).to.deep.equal(['a', 'a-2']);
    const again = checkFeatures(zones.map((zone) => ({ type: 'Feature', ...zone })));
    expect(isUsable(again)).to.equal(true);
    expect(usableZones(again)).to.deep.equal(zones);
  });

  it('mends in the order in which the numbers of its repairs were made', () => {
    // A bow-tie with a spike that runs out through another edge: taken out first, it leaves no trace in the parts.
    const bow: Pair[] = [
      [108, 15],
      [109, 16],
      [109, 15.5],
      [107, 15.495],
      [109, 15.49],
      [109, 15],
      [108, 16],
      [108, 15],
    ];
    const check = checkFeatures([polygon([bow])]);
    expect(codes(check)).to.deep.equal(['spike', 'self-crossing']);
    const repaired = repairZones(check);
    expect(codes(repaired)).to.deep.equal([]);
    expect(usableArea(repaired)).to.be.closeTo(5936.336, 0.01);
  });

  it('mends only what is accepted, and the file as read stays', () => {
    const check = checkFeatures(faulty);
    const before = JSON.stringify(check.drafts);
    const some = repairZones(check, ({ code }) => code === 'unclosed-ring');
    expect(codes(some)).to.deep.equal(['date-invalid', 'swapped-lat-lon', 'self-crossing', 'duplicate-id']);
    expect(JSON.stringify(check.drafts)).to.equal(before);
  });
});
