import { expect } from 'chai';
import fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import {
  checkZoneFile,
  isUsable,
  previewZones,
  repairZones,
  usableZones,
  type ZoneCheck,
} from '../../geofences/import/check.ts';
import { box, bytes, checkFeatures, codes, fixture, multi, only, type Pair, polygon } from './import-files.ts';

const KML = (inside: string): string => `<?xml version="1.0"?><kml><Document>${inside}</Document></kml>`;
const PLACEMARK =
  '<Placemark><name>A</name><Polygon><outerBoundaryIs><LinearRing><coordinates>110,12 111,12 111,13 110,12</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>';

/** Warnings for a person to think about. */
const WITHOUT_REPAIR: ReadonlySet<string> = new Set(['side-missing', 'outside-region', 'huge-area']);

/** A repaired file must not be found in need of the same repair. */
function expectSettled(check: ZoneCheck): void {
  const repaired = repairZones(check);
  const again = new Set(codes(repairZones(repaired)));
  expect(new Set(codes(repaired))).to.deep.equal(again);
  for (const zone of [...usableZones(repaired), ...previewZones(check)]) JSON.stringify(zone);
}

describe('import of zones: hostile files', () => {
  it('cuts off an archive that unpacks to far more than it is, whatever it claims', () => {
    const bomb = zipSync({ 'doc.kml': new Uint8Array(65 * 1024 * 1024) }, { level: 1 });
    expect(bomb.length).to.be.below(1_000_000);
    expect(codes(checkZoneFile(bomb))).to.deep.equal(['unpacks-too-large']);
    // The directory says that it is small.
    const liar = bomb.slice();
    const view = new DataView(liar.buffer);
    for (let at = 0; at + 30 < liar.length; at++) {
      const signature = view.getUint32(at, true);
      if (signature === 0x04034b50) view.setUint32(at + 22, 100, true);
      if (signature === 0x02014b50) view.setUint32(at + 24, 100, true);
    }
    expect(codes(checkZoneFile(liar))).to.deep.equal(['unpacks-too-large']);
    // What lies in one archive counts together.
    const half = new Uint8Array(33 * 1024 * 1024);
    const layer = zipSync({ 'a.shp': new Uint8Array(100), 'a.dbf': half, 'a.prj': half }, { level: 1 });
    expect(codes(checkZoneFile(layer))).to.deep.equal(['unpacks-too-large']);
  });

  it('says of an archive with nothing for us what is in it, and of a broken one that it is broken', () => {
    const other = checkZoneFile(zipSync({ 'bao cao.docx': strToU8('x'), 'a/': new Uint8Array() }));
    expect(codes(other)).to.deep.equal(['no-zones']);
    expect(other.findings[0]!.vi).to.include('bao cao.docx');
    const kmz = fixture('areas.kmz');
    expect(codes(checkZoneFile(kmz.slice(0, kmz.length - 30)))).to.deep.equal(['file-broken']);
    const locked = kmz.slice();
    const view = new DataView(locked.buffer);
    view.setUint16(6, 1, true);
    for (let at = 0; at + 46 < locked.length; at++)
      if (view.getUint32(at, true) === 0x02014b50) view.setUint16(at + 8, 1, true);
    expect(checkZoneFile(locked).findings[0]!.en).to.include('protected by a password');
  });

  it('expands no entity of a document’s own and follows no link', () => {
    const laughs = `<?xml version="1.0"?><!DOCTYPE kml [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><kml><Placemark><name>&b;</name></Placemark></kml>`;
    const check = checkZoneFile(bytes(laughs));
    expect(codes(check)).to.deep.equal(['file-broken']);
    expect(check.findings[0]!.en).to.match(/line 1, column \d+: the XML is wrong \(undefined entity/);
    const link = checkZoneFile(
      bytes(KML(`${PLACEMARK}<NetworkLink><Link><href>file:///etc/passwd</href></Link></NetworkLink>`)),
    );
    expect(codes(link)).to.deep.equal(['left-out', 'kind-missing']);
    expect(isUsable(link)).to.equal(true);
  });

  it('bounds how deep a file is nested', () => {
    const deep = KML('<Folder>'.repeat(5000) + PLACEMARK + '</Folder>'.repeat(5000));
    expect(codes(checkZoneFile(bytes(deep)))).to.deep.equal(['nested-too-deep']);
    const collections = '{"type":"GeometryCollection","geometries":['.repeat(5000) + ']}'.repeat(5000);
    expect(codes(checkZoneFile(bytes(collections)))).to.deep.equal(['nested-too-deep']);
    const lists = `{"type":"Polygon","coordinates":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    expect(codes(checkZoneFile(bytes(lists)))).to.include('position-unreadable');
    const attribute = `{"type":"Feature","properties":{"season":${'['.repeat(50_000)}${']'.repeat(50_000)}},"geometry":null}`;
    expectSettled(checkZoneFile(bytes(attribute)));
  });

  it('bounds the size of a file, the zones and the vertices in it', () => {
    expect(codes(checkZoneFile(new Uint8Array(16 * 1024 * 1024 + 1)))).to.deep.equal(['file-too-large']);
    const many = Array.from({ length: 5001 }, (_, i) => polygon([box(110, 12, 111, 13)], {}, String(i)));
    expect(codes(checkFeatures(many))).to.deep.equal(['too-many-zones']);
    const long = Array.from({ length: 200_001 }, (_, i): Pair => [110 + i / 1e6, 12]);
    expect(codes(checkFeatures([polygon([long])]))).to.deep.equal(['too-many-vertices']);
    const rows = `lon;lat\n${'110;12\n'.repeat(200_001)}`;
    expect(codes(checkZoneFile(bytes(rows)))).to.deep.equal(['too-many-vertices']);
  });

  it('is through with a file made to be slow', () => {
    const zigzag = Array.from({ length: 30_000 }, (_, i): Pair => [110 + (i % 2), 12 + i / 1e6]);
    const spokes = Array.from({ length: 30_000 }, (_, i): Pair => {
      const radius = i % 2 ? 1 : 0.1;
      return [110 + radius * Math.cos(i), 12 + radius * Math.sin(i)];
    });
    const nested = Array.from({ length: 6_000 }, (_, i) =>
      box(110 + i / 1e5, 12 + i / 1e5, 112 - i / 1e5, 14 - i / 1e5),
    );
    const same = Array.from({ length: 5000 }, (_, i) => polygon([box(110, 12, 111, 13)], {}, `z${i}`));
    expect(codes(checkFeatures([polygon([zigzag])]))).to.include('spike');
    expect(codes(checkFeatures([polygon([spokes])]))).to.include('too-tangled');
    expect(codes(checkFeatures([multi(nested.map((ring) => [ring]))]))).to.include('too-tangled');
    expect(codes(checkFeatures([polygon(nested)]))).to.include('too-tangled');
    const crowd = checkFeatures(same);
    expect(crowd.findings.filter(({ code, zone }) => code === 'overlaps-zone' && !zone)).to.have.length(1);
  });

  it('keeps attributes that are named to do harm where they do none', () => {
    const feature = JSON.stringify(polygon([box(110, 12, 111, 13)])).replace(
      '"name"',
      '"__proto__":{"polluted":1},"constructor":1,"name"',
    );
    const check = checkZoneFile(bytes(feature));
    expect(isUsable(check)).to.equal(true);
    expect(({} as Record<string, unknown>).polluted).to.equal(undefined);
    const kml = checkZoneFile(
      bytes(
        KML(
          PLACEMARK.replace(
            '<Placemark>',
            '<Placemark __proto__="x"><ExtendedData><Data name="__proto__"><value>1</value></Data></ExtendedData>',
          ),
        ),
      ),
    );
    expect(isUsable(kml)).to.equal(true);
  });

  describe('fuzz', () => {
    const files = [
      'areas.kml',
      'areas.kmz',
      'pyshp-wgs84.zip',
      'gdal-vn2000-tm3.zip',
      'gdal-vn2000.geojson',
      'ways.gpx',
    ];
    const table = bytes('zone;stt;kinh độ;vĩ độ\nA;1;108°54.0′E;15°30′N\nA;2;109,4;15,48\nA;3;109.45;15.95\n');
    const originals = [...files.map(fixture), table];

    it('never throws on a damaged file', () => {
      const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255), fc.nat(3)), { minLength: 1, maxLength: 12 });
      fc.assert(
        fc.property(fc.nat(originals.length - 1), damage, (which, changes) => {
          let file = originals[which]!.slice();
          for (const [at, value, how] of changes) {
            const place = at % file.length;
            if (how === 0) file = file.slice(0, Math.max(1, place));
            else if (how === 1)
              file = new Uint8Array([...file.slice(0, place), ...file.slice(0, place % 50), ...file.slice(place)]);
            else file[place] = value;
          }
          expectSettled(checkZoneFile(file));
        }),
        { numRuns: 1500 },
      );
    });

    it('never throws on a shape that makes no sense, and what it repairs is found good', () => {
      const number = fc.oneof(
        fc.integer({ min: 10_800, max: 10_810 }).map((value) => value / 100),
        fc.integer({ min: 1200, max: 1206 }).map((value) => value / 100),
        fc.double({ min: -400, max: 400, noNaN: true }),
      );
      const position = fc.oneof(
        { weight: 9, arbitrary: fc.tuple(number, number) },
        { weight: 1, arbitrary: fc.constantFrom([], null, ['x', 1], [1]) },
      );
      const near = fc.tuple(fc.nat(8), fc.nat(8)).map(([x, y]): Pair => [108 + x / 8, 12 + y / 8]);
      const rings = fc.array(
        fc.array(fc.oneof({ weight: 6, arbitrary: near }, { weight: 1, arbitrary: position }), { maxLength: 12 }),
        { maxLength: 3 },
      );
      const text = fc.constantFrom('A', '', 'cấm', 'closed', '01/04/2026', '12-15/02-29', -1, true, null, {});
      const properties = fc.dictionary(
        fc.constantFrom('name', 'kind', 'validFrom', 'season', 'radiusNm', 'corridorNm', 'ourSide', 'id'),
        text,
      );
      const geometry = fc.oneof(
        rings.map((coordinates) => ({ type: 'Polygon', coordinates })),
        fc.array(rings, { maxLength: 3 }).map((coordinates) => ({ type: 'MultiPolygon', coordinates })),
        fc.array(position, { maxLength: 5 }).map((coordinates) => ({ type: 'LineString', coordinates })),
        position.map((coordinates) => ({ type: 'Point', coordinates })),
        fc.constant(null),
      );
      fc.assert(
        fc.property(fc.array(fc.tuple(geometry, properties), { maxLength: 4 }), (features) => {
          const check = checkFeatures(
            features.map(([shape, given]) => ({ type: 'Feature', geometry: shape, properties: given })),
          );
          expectSettled(check);
          const good = usableZones(repairZones(check));
          const again = checkFeatures(good.map((zone) => ({ type: 'Feature', ...zone })));
          const bad = again.findings.filter(
            ({ severity, code }) => severity !== 'info' && !WITHOUT_REPAIR.has(code) && code !== 'no-zones',
          );
          expect(bad.map(({ code, en }) => `${code}: ${en}`)).to.deep.equal([]);
        }),
        { numRuns: 1500 },
      );
    });

    it('finds the same spikes wherever an outline is begun and whichever way it is turned', () => {
      // A sliver of 5,600 nm that was a spike read one way and none read the other.
      const ring: Pair[] = [
        [12, 12],
        [0, 12],
        [108, 12.125],
        [108, 12],
      ];
      const spikes = new Set<string>();
      for (const way of [ring, ring.toReversed()]) {
        for (let first = 0; first < way.length; first++) {
          const turned = [...way.slice(first), ...way.slice(0, first), way[first]!];
          spikes.add(JSON.stringify(codes(checkFeatures([polygon([turned])])).includes('spike')));
        }
      }
      expect([...spikes]).to.have.lengthOf(1);
    });

    it('never throws on XML and tables of any words', () => {
      const word = fc.constantFrom(
        '<kml>',
        '</kml>',
        '<gpx>',
        '<trkpt lat="12" lon="110"/>',
        '<Placemark>',
        '<coordinates>',
        '110,12',
        ' ',
        '&amp;',
        '&x;',
        '<![CDATA[',
        ']]>',
        '<!--',
        '"',
      );
      const cell = fc.constantFrom(
        'lon',
        'lat',
        'kinh độ',
        'stt',
        'zone',
        'ring',
        '"',
        '110',
        '12,5',
        '15°30′N',
        'N',
        '-',
        '\n',
        '\n',
        ';',
        ';',
        ',',
        '\t',
        'tọa độ',
        '\0',
      );
      fc.assert(
        fc.property(fc.array(word, { maxLength: 30 }), fc.array(cell, { maxLength: 60 }), (words, cells) => {
          expectSettled(checkZoneFile(bytes(`<kml>${words.join('')}`)));
          expectSettled(checkZoneFile(bytes(`<gpx>${words.join('')}</gpx>`)));
          expectSettled(checkZoneFile(bytes(`lon;lat\n${cells.join('')}`)));
          expectSettled(checkZoneFile(bytes(cells.join(''))));
        }),
        { numRuns: 500 },
      );
    });
  });

  it('says twins apart from replaced zones when a file holds both', () => {
    const existing = usableZones(checkFeatures([polygon([box(110, 12, 111, 13)], {}, 'a')]));
    const check = checkFeatures(
      [polygon([box(110, 12, 111, 13)], {}, 'a'), polygon([box(112, 12, 113, 13)], {}, 'a')],
      { existing },
    );
    expect(codes(check)).to.deep.equal(['replaces-zone', 'duplicate-id']);
    expect(only(check, 'duplicate-id').repair?.en).to.include('“a-2”');
  });
});
