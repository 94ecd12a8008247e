/** Zones in somebody's hands: taken apart, reshaped, put together again, held against what is saved. */
import { expect } from 'chai';
import fc from 'fast-check';
import { METRES_PER_NM, quickDistanceM } from '../../geofences/geometry/ellipsoid.ts';
import type { Zone } from '../../geofences/types.ts';
import { placeOf } from '../../web/console/search-places.ts';
import { setLanguage } from '../../web/i18n/t.ts';
import { changesOf, proposedZones, rebased } from '../../web/zones/changes.ts';
import { drawnFromText } from '../../web/zones/fresh.ts';
import { isArea, withHole, withoutHole } from '../../web/zones/holes.ts';
import {
  circleOf,
  cornersOfCircle,
  type Position,
  strandsOf,
  typedPosition,
  withStrand,
} from '../../web/zones/strands.ts';
import { validityWords } from '../../web/zones/validity.ts';

const area = (id: string, name: string, version = 1): Zone => ({
  id,
  geometry: {
    type: 'Polygon',
    coordinates: [
      [
        [109, 15],
        [110, 15],
        [110, 16],
        [109, 16],
        [109, 15],
      ],
      [
        [109.4, 15.4],
        [109.6, 15.4],
        [109.5, 15.6],
        [109.4, 15.4],
      ],
    ],
  },
  properties: { name, kind: 'closed', version, source: 'thử' },
});
const named = (zone: Zone, name: string): Zone => ({ ...zone, properties: { ...zone.properties, name } });

describe('when a zone holds', () => {
  afterEach(() => setLanguage('vi'));
  const summer = { validFrom: '2026-04-01', validTo: '2026-06-30' };
  const at = (gmt7: string): number => Date.parse(`${gmt7}+07:00`);

  it('is said with its days, the last of which belongs to it, and whether it does now', () => {
    expect(validityWords(summer, at('2026-06-30T23:59'))).to.equal('từ 01/04/2026, đến hết 30/06/2026 · đang hiệu lực');
    expect(validityWords(summer, at('2026-07-01T00:00'))).to.match(/ · ngoài thời gian hiệu lực$/);
    expect(validityWords(summer, at('2026-03-31T23:59'))).to.match(/ · ngoài thời gian hiệu lực$/);
    expect(validityWords({ validTo: '2026-06-30' }, at('2026-01-01T00:00'))).to.equal(
      'đến hết 30/06/2026 · đang hiệu lực',
    );
    setLanguage('en');
    expect(validityWords(summer, at('2026-05-01T00:00'))).to.equal(
      'from 01/04/2026, until the end of 30/06/2026 · in force',
    );
  });

  it('is said of a season of every year, and of one without days', () => {
    const winter = { season: { from: '12-15', to: '02-10' } };
    expect(validityWords(winter, at('2026-02-10T23:00'))).to.equal('hằng năm 15/12–10/02 · đang hiệu lực');
    expect(validityWords(winter, at('2026-02-11T00:00'))).to.match(/ · ngoài thời gian hiệu lực$/);
    expect(validityWords({}, 0)).to.equal('luôn hiệu lực');
  });
});

const lon = fc.double({ min: 95, max: 125, noNaN: true });
const lat = fc.double({ min: -20, max: 25, noNaN: true });

describe('a zone in the hand', () => {
  it('falls into its rings, without the repetition of the first vertex, and is the same put together again', () => {
    const zone = area('a', 'A');
    const strands = strandsOf(zone);
    expect(strands.map(({ form, ring, positions }) => [form, ring, positions.length])).to.deep.equal([
      ['ring', 0, 4],
      ['ring', 1, 3],
    ]);
    for (const strand of strands) expect(withStrand(zone, strand, strand.positions)).to.deep.equal(zone);
  });

  it('keeps one part when another is reshaped', () => {
    const zone = area('a', 'A');
    const many: Zone = {
      ...zone,
      geometry: {
        type: 'MultiPolygon',
        coordinates: [
          area('', '').geometry.coordinates as never,
          [
            [
              [1, 1],
              [2, 1],
              [2, 2],
              [1, 1],
            ],
          ],
        ],
      },
    };
    const strand = strandsOf(many).find(({ part }) => part === 1)!;
    const changed = withStrand(many, strand, [
      [1, 1],
      [3, 1],
      [3, 3],
    ]);
    expect(changed.geometry.coordinates[0]).to.deep.equal(many.geometry.coordinates[0]);
    expect(changed.geometry.coordinates[1]).to.deep.equal([
      [
        [1, 1],
        [3, 1],
        [3, 3],
        [1, 1],
      ],
    ]);
  });

  it('goes on meaning the same stretch where its properties count vertices', () => {
    const zone = area('a', 'A');
    const who = { vi: 'Bên kia', en: 'The other' };
    zone.properties = { ...zone.properties, drawnVertices: 3, neighbour: [{ ...who, from: 1, to: 2 }] };
    const strand = strandsOf(zone)[0]!;
    const inserted = withStrand(zone, strand, strand.positions.toSpliced(1, 0, [109.5, 14.9]));
    expect(inserted.properties.drawnVertices).to.equal(4);
    expect(inserted.properties.neighbour).to.deep.equal([{ ...who, from: 2, to: 3 }]);
    const removed = withStrand(zone, strand, strand.positions.toSpliced(3, 1));
    expect(removed.properties.drawnVertices).to.equal(3);
  });

  it('that is a circle comes back from its outline to 0.01 nm and some metres', () => {
    fc.assert(
      fc.property(lon, lat, fc.double({ min: 0.05, max: 60, noNaN: true }), (x, y, radiusNm) => {
        const { center, radiusNm: found } = circleOf(cornersOfCircle([x, y], radiusNm));
        expect(Math.abs(found - radiusNm)).to.be.below(0.006 + radiusNm * 1e-3);
        expect(quickDistanceM(x, y, ...center) / METRES_PER_NM).to.be.below(0.01 + radiusNm * 0.005);
      }),
    );
  });

  it('that is a moved circle keeps its radius, a resized one its middle', () => {
    const zone: Zone = {
      id: 'c',
      geometry: { type: 'Point', coordinates: [109, 15] },
      properties: { name: 'C', kind: 'port', version: 1, source: '', radiusNm: 5 },
    };
    const strand = strandsOf(zone)[0]!;
    const moved = withStrand(zone, strand, cornersOfCircle([110, 20], 4.8), 'moved');
    expect(moved.properties.radiusNm).to.equal(5);
    expect(moved.geometry.coordinates).to.not.deep.equal([109, 15]);
    const resized = withStrand(zone, strand, cornersOfCircle([109, 15], 9));
    expect(resized.properties.radiusNm).to.equal(9);
    expect(resized.geometry.coordinates).to.deep.equal([109, 15]);
  });

  it('that is an area gets holes in the part where they lie, loses them again, and none beside it', () => {
    const whole = area('a', 'A');
    const hole: Position[] = [
      [109.1, 15.1],
      [109.2, 15.1],
      [109.2, 15.2],
    ];
    const cut = withHole(whole, hole)!;
    expect(strandsOf(cut).map(({ positions }) => positions.length)).to.deep.equal([4, 3, 3]);
    expect(withoutHole(cut, strandsOf(cut)[2]!)).to.deep.equal(whole);
    expect(withoutHole(cut, strandsOf(cut)[0]!)).to.equal(cut);
    const east = (positions: readonly Position[]): Position[] => positions.map(([lon, lat]) => [lon + 5, lat]);
    expect(withHole(whole, east(hole))).to.equal(undefined);

    const [rings] = [strandsOf(whole).map(({ positions }) => [...positions, positions[0]!])];
    const parts: Zone = { ...whole, geometry: { type: 'MultiPolygon', coordinates: [rings, rings.map(east)] } };
    const second = strandsOf(withHole(parts, east(hole))!).find(({ part, ring }) => part === 1 && ring === 2)!;
    expect(second.positions).to.deep.equal(east(hole));
    expect(withoutHole(withHole(parts, east(hole))!, second)).to.deep.equal(parts);
    const line: Zone = { ...whole, geometry: { type: 'LineString', coordinates: hole } };
    expect([isArea(parts), isArea(line), withHole(line, hole)]).to.deep.equal([true, false, undefined]);
  });

  it('writes positions in a form that is read again to 0.2 m', () => {
    expect(typedPosition([108.6833333, 15.4716667])).to.equal('15°28.3′N 108°41.0′E');
    expect(typedPosition([109.9999999999, -5])).to.equal('05°00.0′S 110°00.0′E');
    fc.assert(
      fc.property(lon, lat, (x, y) => {
        const place = placeOf(typedPosition([x, y]))!;
        expect(quickDistanceM(x, y, place.lon, place.lat)).to.be.below(0.2);
      }),
    );
  });

  it('is made of typed lines, the first that cannot be read is named', () => {
    expect(drawnFromText('15 N 109 E\n\nkhông', 'polygon')).to.deep.equal({ fault: 'unreadable', n: 3, text: 'không' });
    expect(drawnFromText('15 N 109 E\n16 N 109 E', 'polygon')).to.deep.equal({ fault: 'few', n: 3 });
    expect(drawnFromText('15 N 109 E\n16 N 110 E', 'rectangle')).to.deep.equal({
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [109, 15],
            [110, 15],
            [110, 16],
            [109, 16],
            [109, 15],
          ],
        ],
      },
    });
  });
});

describe('a draft of zones', () => {
  const saved = [area('a', 'A'), area('b', 'B', 4), area('c', 'C')];

  it('says zone by zone and part by part what is other, and nothing of what is only written otherwise', () => {
    const copy = JSON.parse(JSON.stringify(saved)) as Zone[];
    expect(changesOf(saved, copy)).to.deep.equal([]);
    const draft = [saved[0]!, named(saved[1]!, 'B2'), area('d', 'D')];
    expect(changesOf(saved, draft).map(({ id, change, parts }) => [id, change, parts])).to.deep.equal([
      ['b', 'changed', ['name']],
      ['d', 'added', []],
      ['c', 'removed', []],
    ]);
  });

  it('is proposed under the version that follows the saved one, once, however often it was changed', () => {
    const twice = named(named(saved[1]!, 'B2'), 'B3');
    const proposed = proposedZones(saved, [saved[0]!, { ...twice, properties: { ...twice.properties, version: 9 } }]);
    expect(proposed.map(({ properties }) => properties.version)).to.deep.equal([1, 5]);
  });

  it('is put upon what somebody else has saved: only what both changed is asked about', () => {
    const theirs = [named(saved[0]!, 'A của họ'), named(saved[1]!, 'B của họ'), area('e', 'E')];
    const mine = [saved[0]!, named(saved[1]!, 'B của tôi'), named(saved[2]!, 'C của tôi'), area('d', 'D')];
    const { zones, conflicts } = rebased(saved, theirs, mine);
    expect(zones.map(({ properties }) => properties.name)).to.deep.equal([
      'A của họ',
      'B của tôi',
      'E',
      'C của tôi',
      'D',
    ]);
    expect(conflicts.map(({ id, theirs: their }) => [id, their?.properties.name])).to.deep.equal([
      ['b', 'B của họ'],
      ['c', undefined],
    ]);
  });

  it('has no conflict where both came to the same', () => {
    const theirs = saved.map((zone) =>
      zone.id === 'b' ? { ...named(zone, 'B2'), properties: { ...zone.properties, name: 'B2', version: 5 } } : zone,
    );
    expect(rebased(saved, theirs, [saved[0]!, named(saved[1]!, 'B2'), saved[2]!]).conflicts).to.deep.equal([]);
  });
});
