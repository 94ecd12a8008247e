import { expect } from 'chai';
import { isUsable, repairZones, usableZones } from '../../geofences/import/check.ts';
import { box, checkFeatures, codes, line, multi, only, type Pair, polygon } from './import-files.ts';
import { areaOf, expectRepaired, usableArea } from './import-repairs.ts';

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

  it('names collections that hold nothing, and takes the others for what they hold', () => {
    const area = { type: 'Polygon', coordinates: [square] };
    const none = { type: 'GeometryCollection', geometries: [] };
    const nested = { type: 'GeometryCollection', geometries: [none, null] };
    const feature = (name: string, geometry: object) => ({
      type: 'Feature',
      properties: { name, kind: 'closed' },
      geometry,
    });
    const check = checkFeatures([
      feature('Trống', none),
      feature('Lồng', nested),
      feature('Điểm', { type: 'MultiPoint', coordinates: [] }),
      feature('Có', { type: 'GeometryCollection', geometries: [nested, area] }),
    ]);
    expect(check.findings.map(({ code, zone, severity }) => [code, zone?.id, severity])).to.deep.equal([
      ['empty', 'trong', 'error'],
      ['empty', 'long', 'error'],
      ['empty', 'diem', 'error'],
    ]);
    expect(check.findings[0]!.en).to.equal('Zone “Trống”: it has no shape. Check the layer when exporting the file.');
    const nameless = checkFeatures([polygon([square]), { type: 'Feature', properties: {}, geometry: none }]);
    expect(nameless.findings.find(({ code }) => code === 'empty')!.en).to.match(/^Zone “Vùng 2”: it has no shape/);
  });
});
