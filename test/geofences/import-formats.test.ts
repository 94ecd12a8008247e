import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import {
  checkZoneFile,
  isUsable,
  previewZones,
  repairZones,
  usableZones,
  type ZoneCheck,
} from '../../geofences/import/check.ts';
import { angleOf } from '../../geofences/import/coordinate-text.ts';
import { crsFromName, crsFromWkt } from '../../geofences/import/crs.ts';
import { areaKm2 } from '../../geofences/import/shapes/area.ts';
import { type VietnamMaritimeData, vietnamZones } from '../../geofences/regions/vietnam.ts';
import type { Zone } from '../../geofences/types.ts';
import { bytes, checkFeatures, codes, fixture, only, type Pair } from './import-files.ts';

const BAY: Pair[] = [
  [108.9, 15.5],
  [109.4, 15.48],
  [109.45, 15.95],
  [108.95, 16],
  [108.9, 15.5],
];
const HOLE: Pair[] = [
  [109.1, 15.65],
  [109.1, 15.8],
  [109.25, 15.8],
  [109.25, 15.65],
  [109.1, 15.65],
];

function polygonsOf({ geometry }: Zone): Pair[][][] {
  if (geometry.type === 'Polygon') return [geometry.coordinates];
  if (geometry.type === 'MultiPolygon') return geometry.coordinates;
  throw new Error(`it is a ${geometry.type}`);
}

/** The same outline and hole, to so many degrees. */
function expectBay(zone: Zone, toleranceDeg = 0): void {
  const [rings, ...more] = polygonsOf(zone);
  expect(more).to.deep.equal([]);
  expect(rings).to.have.length(2);
  for (const [i, ring] of [BAY, HOLE].entries()) {
    expect(rings![i]).to.have.length(5);
    for (const [lon, lat] of ring) {
      const isThere = rings![i]!.some(([x, y]) => Math.hypot(x - lon, y - lat) <= toleranceDeg);
      expect(isThere, `${lon} ${lat} in ${JSON.stringify(rings![i])}`).to.equal(true);
    }
  }
}

function byName(check: ZoneCheck, name: string): Zone {
  const zone = previewZones(check).find(({ properties }) => properties.name === name);
  if (!zone) throw new Error(`there is no “${name}”`);
  return zone;
}

/** 1e-5° is 1.1 m, what the conversion may err by. */
const ONE_METRE_DEG = 1e-5;

describe('import of zones: formats', () => {
  for (const file of ['areas.kml', 'areas.kmz']) {
    it(`reads areas, lines, circles and several parts of ${file}`, () => {
      const check = checkZoneFile(fixture(file), { fileName: file });
      expect(check.format).to.equal(file.slice(-3));
      expect(codes(check)).to.deep.equal(['kind-missing']);
      const bay = byName(check, 'Khu cấm “Vịnh A”');
      expectBay(bay);
      expect(bay.properties).to.deep.equal({
        name: 'Khu cấm “Vịnh A”',
        kind: 'closed',
        version: 1,
        source: file,
        validFrom: '2026-01-01',
        validTo: '2027-12-31',
        season: { from: '04-01', to: '06-30' },
      });
      const boundary = byName(check, 'Ranh giới B');
      expect(boundary.geometry).to.deep.equal({
        type: 'LineString',
        coordinates: [
          [107.9, 17.5],
          [108.1, 18.2],
          [107.6, 19],
        ],
      });
      expect(boundary.properties).to.include({ kind: 'boundary', ourSide: 'left' });
      const port = byName(check, 'Cảng C');
      expect(port.geometry).to.deep.equal({ type: 'Point', coordinates: [108.683, 15.472] });
      expect(port.properties).to.include({ kind: 'port', radiusNm: 1.5 });
      expect(polygonsOf(byName(check, 'Hai phần'))).to.have.length(2);
    });
  }

  it('takes blanks round the commas of KML coordinates, and says which are no numbers', () => {
    const kml = (coordinates: string): Uint8Array =>
      bytes(`<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><name>A</name><Polygon><outerBoundaryIs><LinearRing>
<coordinates>${coordinates}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></kml>`);
    const blanks = checkZoneFile(kml('108.9 , 15.5, 0 109.4, 15.5 ,0 109.4,16,0 108.9,15.5,0'));
    expect(isUsable(blanks)).to.equal(true);
    expect(polygonsOf(previewZones(blanks)[0]!)[0]![0]).to.have.length(4);
    const comma = checkZoneFile(kml('108,9,15,5 109.4,15.5 109.4,16 108.9,x 108.9,15.5'));
    const finding = only(comma, 'position-unreadable');
    expect(finding).to.include({ severity: 'error', count: 2 });
    expect(finding.en).to.include('line 2, vertex 1');
    expect(finding.places[1]).to.include({ line: 2, vertex: 4 });
  });

  it('reads a zipped shapefile: holes, several parts, attributes under Vietnamese names, dates', () => {
    const check = checkZoneFile(fixture('pyshp-wgs84.zip'));
    expect(check.format).to.equal('shapefile');
    expect(check.findings).to.deep.equal([]);
    const bay = byName(check, 'Vịnh Đà Nẵng');
    expectBay(bay);
    expect(bay.properties).to.include({ kind: 'closed', validFrom: '2026-03-01', code: '7' });
    const islands = byName(check, 'Hai đảo');
    expect(polygonsOf(islands)).to.have.length(2);
    expect(islands.properties).to.include({ kind: 'inshore' }).and.not.to.have.property('validFrom');
  });

  it('reads names that are written in the Vietnamese code page', () => {
    expectBay(byName(checkZoneFile(fixture('pyshp-cp1258.zip')), 'Vịnh Đà Nẵng'));
  });

  it('warns of a shapefile that does not say its system', () => {
    const check = checkZoneFile(fixture('pyshp-no-prj.zip'));
    expect(only(check, 'crs-missing').severity).to.equal('warning');
    expectBay(byName(check, 'Vịnh Đà Nẵng'));
  });

  it('names a system that it cannot convert, and says what to do', () => {
    const check = checkZoneFile(fixture('pyshp-hanoi72.zip'));
    expect(codes(check)).to.deep.equal(['crs-unsupported']);
    expect(check.findings[0]!.vi).to.include('Hanoi_1972_GK_Zone_18').and.to.include('EPSG:4326');
    expect(usableZones(check)).to.deep.equal([]);
  });

  it('reads GeoJSON with heights', () => {
    const check = checkZoneFile(fixture('gdal-3d.geojson'));
    expect(check.findings).to.deep.equal([]);
    expectBay(previewZones(check)[0]!);
  });

  it('joins the pieces of a line, and makes zones of their own of what does not follow on', () => {
    const pieces: Pair[][] = [
      [
        [107.9, 17.5],
        [108.1, 18.2],
      ],
      [
        [108.1, 18.2],
        [107.6, 19],
      ],
      [
        [109, 18],
        [109, 19],
      ],
    ];
    const properties = { name: 'Ranh giới', kind: 'boundary', ourSide: 'left' };
    const check = checkFeatures([
      { type: 'Feature', id: 'r', properties, geometry: { type: 'MultiLineString', coordinates: pieces } },
    ]);
    expect(check.findings).to.deep.equal([]);
    expect(usableZones(check).map(({ id, geometry }) => [id, geometry.coordinates.length])).to.deep.equal([
      ['r', 3],
      ['r-2', 2],
    ]);
    expect(usableZones(check)[1]!.properties.name).to.equal('Ranh giới (2)');
  });

  it('offers to convert VN-2000, by a crs member or a .prj, and uses no zone before that is accepted', () => {
    for (const file of ['gdal-vn2000.geojson', 'gdal-vn2000-tm3.zip']) {
      const check = checkZoneFile(fixture(file));
      const finding = only(check, 'crs-converted');
      expect(finding.severity).to.equal('error');
      expect(finding.vi).to.include('VN-2000 / ').and.to.include('15°30.0′N 108°54.0′E');
      expect(finding.repair?.en).to.include('10 points');
      expect(usableZones(check)).to.deep.equal([]);
      const repaired = repairZones(check);
      expect(repaired.findings).to.deep.equal([]);
      expectBay(usableZones(repaired)[0]!, ONE_METRE_DEG);
      expect(usableZones(repaired)[0]!.properties.name).to.equal('Vịnh A');
    }
  });

  it('converts the systems in use in Vietnam as PROJ does, to a tenth of a metre', () => {
    const { places, wkt } = JSON.parse(readFileSync('test/fixtures/zones/projections.json', 'utf8')) as {
      places: [number, number, number, number, number][];
      wkt: Record<string, string>;
    };
    let worst = 0;
    for (const [code, x, y, lon, lat] of places) {
      const [ourLon, ourLat] = crsFromName(`EPSG:${code}`)!.toWgs84!([x, y]);
      worst = Math.max(worst, Math.abs(ourLon - lon), Math.abs(ourLat - lat));
    }
    expect(worst).to.be.below(1e-6);
    for (const [code, text] of Object.entries(wkt)) {
      const named = crsFromName(`EPSG:${code}`);
      expect(crsFromWkt(text)?.name, code).to.equal(named?.name);
      const [x, y] = [563_000.5, 1_712_345.25];
      expect(crsFromWkt(text)?.toWgs84?.([x, y]), code).to.deep.equal(named?.toWgs84?.([x, y]));
    }
  });

  it('refuses metres of which nobody says the system, and takes them when somebody does', () => {
    const { places } = JSON.parse(readFileSync('test/fixtures/zones/projections.json', 'utf8'));
    const [, x, y, lon, lat] = places.find(([code]: number[]) => code === 9213);
    const csv = bytes(`vung;stt;X;Y\nA;1;${x};${y}\nA;2;${x + 5000};${y}\nA;3;${x};${y + 5000}\n`);
    expect(codes(checkZoneFile(csv))).to.deep.equal(['crs-missing']);
    const check = repairZones(checkZoneFile(csv, { crs: 'EPSG:9213' }));
    expect(isUsable(check)).to.equal(true);
    const [first] = polygonsOf(usableZones(check)[0]!)[0]![0]!;
    expect(Math.hypot(first![0] - lon, first![1] - lat)).to.be.below(ONE_METRE_DEG);
    expect(codes(checkZoneFile(csv, { crs: 'EPSG:9999' }))).to.deep.equal(['crs-unsupported']);
  });

  it('makes an area of a GPX track that comes back, and a line of a route that does not', () => {
    const check = checkZoneFile(fixture('ways.gpx'));
    expect(check.format).to.equal('gpx');
    expect(byName(check, 'Tuyến D').geometry.type).to.equal('LineString');
    const round = polygonsOf(byName(check, 'Quanh bãi cạn'))[0]![0]!;
    expect(round[0]).to.deep.equal(round.at(-1));
    expect(round).to.have.length(6);
  });

  it('closes a way only when its ends are near and it is long enough to have gone round something', () => {
    const gpx = (points: Pair[]): Uint8Array =>
      bytes(`<gpx><rte><name>A</name>${points.map(([x, y]) => `<rtept lon="${x}" lat="${y}"/>`).join('')}</rte></gpx>`);
    const shape = (points: Pair[]) => previewZones(checkZoneFile(gpx(points)))[0]!.geometry.type;
    const round = BAY.slice(0, 4);
    expect(shape([...round, [108.9, 15.5]])).to.equal('Polygon');
    expect(shape([...round, [108.9, 15.5015]])).to.equal('Polygon');
    expect(shape([...round, [108.9, 15.503]])).to.equal('LineString');
    const short = [0, 1, 2, 3, 4].map((i): Pair => [108.9 + i / 3000, 15.5]);
    expect(shape(short)).to.equal('LineString');
  });

  it('offers to join waypoints that are all that a file has', () => {
    const check = checkZoneFile(fixture('waypoints.gpx'));
    expect(usableZones(check)).to.deep.equal([]);
    expect(only(check, 'points-only').repair?.vi).to.match(/^Nối 4 điểm theo thứ tự thành một vùng \d+ km²\.$/);
    const [zone] = usableZones(repairZones(check));
    expect(areaKm2(polygonsOf(zone!))).to.be.within(2800, 2950);
  });

  describe('tables of points', () => {
    it('reads decimal commas, by zone, ring and order, with the attributes of the first row', () => {
      const table = [
        'Tên vùng;Loại;Từ ngày;Vòng;STT;Kinh độ;Vĩ độ',
        ...BAY.slice(0, 4).map(
          ([x, y], i) =>
            `Vịnh A;cấm khai thác;2026-03-01;1;${4 - i};${String(x).replace('.', ',')};${String(y).replace('.', ',')}`,
        ),
        ...HOLE.slice(0, 4).map(([x, y], i) => `Vịnh A;;;2;${i};"${String(x).replace('.', ',')}";${y}`),
      ].join('\r\n');
      const check = checkZoneFile(bytes(`\uFEFF${table}`));
      expect(check.findings).to.deep.equal([]);
      expect(check.format).to.equal('csv');
      expectBay(byName(check, 'Vịnh A'));
      expect(byName(check, 'Vịnh A').properties).to.include({ kind: 'closed', validFrom: '2026-03-01' });
      // The order column is followed, not the order of rows.
      expect(check.drafts[0]!.shape).to.have.nested.property('polygons[0][0][0]').that.deep.equals(BAY[3]);
    });

    it('reads degrees and minutes in columns of their own, in one cell, and both in one cell', () => {
      const columns = 'vung,kinh do,kinh do phut,vi do,vi do phut\nA,108,54,15,30\nA,109,24,15,28.8\nA,109,27,15,57\n';
      const cells =
        "zone\tlon\tlat\nA\t108°54'E\t15°30.0′N\nA\t109 24 00 E\t15-28,8\nA\tE109°27'00\"\t15 độ 57 phút Bắc\n";
      const pairs = 'vùng;tọa độ\nA;15°30′N 108°54′E\nA;15,48; nothing\nA;N15 57 E109 27\nA;15.48, 109.4\n';
      for (const table of [columns, cells]) {
        const check = checkZoneFile(bytes(table));
        expect(codes(check), table).to.deep.equal(['kind-missing']);
        expect(
          polygonsOf(previewZones(check)[0]!)[0]![0]!.map((p) => p.map((v) => Number(v.toFixed(6)))),
        ).to.deep.equal([
          [108.9, 15.5],
          [109.4, 15.48],
          [109.45, 15.95],
          [108.9, 15.5],
        ]);
      }
      const both = checkZoneFile(bytes(pairs));
      expect(only(both, 'row-unreadable')).to.include({ severity: 'error', count: 1 });
      expect(only(both, 'row-unreadable').places).to.deep.equal([{ line: 3 }]);
      expect(polygonsOf(previewZones(both)[0]!)[0]![0]).to.deep.include.members([
        [108.9, 15.5],
        [109.4, 15.48],
      ]);
    });

    it('makes lines and circles when the table says so', () => {
      const table =
        'zone,shape,radius nm,our side,kind,lon,lat\nA,line,,right,boundary,108,17\nA,,,,,108.5,18\nC,,2,,port,108.7,15.5\n';
      const check = checkZoneFile(bytes(table));
      expect(check.findings).to.deep.equal([]);
      expect(byName(check, 'A').geometry.type).to.equal('LineString');
      expect(byName(check, 'A').properties).to.include({ ourSide: 'right', kind: 'boundary' });
      expect(byName(check, 'C').properties).to.include({ radiusNm: 2 });
    });

    it('refuses what can be read two ways, and a table without coordinates, in a sentence', () => {
      const letters = checkZoneFile(bytes('zone;lon;lat\nA;108°Đ;15°N\nA;109°Đ;15°N\nA;109°Đ;16°N\n'));
      expect(codes(letters)).to.deep.equal(['letters-ambiguous']);
      const without = checkZoneFile(bytes('zone;tên tàu\nA;x\n'));
      expect(codes(without)).to.deep.equal(['column-missing']);
      expect(without.findings[0]!.en).to.include('zone, tên tàu');
    });

    it('reads angles in every notation, and nothing else', () => {
      const read = (text: string) => angleOf(text)?.degrees.toFixed(5);
      for (const text of [
        '15.4717',
        '15,4717',
        '15°28.302′',
        '15 28 18.12',
        '15°28\'18,12"N',
        'N15-28.302',
        '15:28:18.12 bắc',
        '15 độ 28,302 phút',
      ]) {
        expect(read(text), text).to.equal('15.47170');
      }
      for (const text of ['', 'x', '15 60', '15 28 60', '15.5 28', '15N28E', '1 2 3 4', '15°28′Q', '--15', '15,4,7']) {
        expect(read(text), text).to.equal(undefined);
      }
      expect(angleOf('108°30′T')).to.deep.include({ degrees: -108.5, axis: 'lon' });
      expect(angleOf('8,5 nam')).to.deep.include({ degrees: -8.5, axis: 'lat' });
    });
  });

  it('keeps our own zones as they are', () => {
    const data = JSON.parse(
      readFileSync('geofences/regions/data/vietnam-maritime.json', 'utf8'),
    ) as VietnamMaritimeData;
    const zones = vietnamZones(data);
    const check = checkFeatures(zones.map((zone) => ({ type: 'Feature', ...zone })));
    expect(isUsable(check)).to.equal(true);
    const again = usableZones(check);
    expect(again.map(({ id, properties }) => ({ id, properties }))).to.deep.equal(
      zones.map(({ id, properties }) => ({ id, properties })),
    );
    for (const [i, { geometry, properties }] of again.entries()) {
      if (properties.drawnVertices !== undefined) expect(geometry).to.deep.equal(zones[i]!.geometry);
    }
  });

  it('says what it takes when it does not know the format', () => {
    for (const content of ['hello', '<html><body/></html>', '\0\0\0\0']) {
      const check = checkZoneFile(bytes(content));
      expect(codes(check), content).to.deep.equal(['format-unknown']);
      expect(check.format).to.equal(undefined);
      expect(check.findings[0]!.vi).to.include('GeoJSON, KML, KMZ');
    }
    for (const content of ['', ' \n\n', '\ufeff']) {
      const check = checkZoneFile(bytes(content));
      expect(codes(check)).to.deep.equal(['no-zones']);
      expect(check.findings[0]!.en).to.match(/^The file is empty/);
    }
    expect(codes(checkZoneFile(bytes('{"type":"FeatureCollection","features":[]}')))).to.deep.equal(['no-zones']);
    expect(codes(checkZoneFile(bytes('{"type":"Topology"')))).to.deep.equal(['file-broken']);
  });
});
