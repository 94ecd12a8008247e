import { expect } from 'chai';
import { GeoJsonProblem, zonesFromGeoJson } from '../../geofences/geojson.ts';
import { neighbourAt } from '../../geofences/neighbour.ts';

const PIECES = {
  type: 'MultiLineString',
  coordinates: [
    [
      [107, 10],
      [108, 10],
    ],
    [
      [109, 10],
      [110, 10],
    ],
  ],
};

const read = (properties: object, geometry: object = PIECES) =>
  zonesFromGeoJson({ type: 'Feature', id: 'c', properties, geometry }).zones[0]!;

describe('zones from GeoJSON', () => {
  it('have lines in several pieces, corridors and seasons', () => {
    const season = { from: '12-15', to: '02-29' };
    const zone = read({ season, corridorNm: 2.5 });
    expect(zone).to.deep.include({ id: 'c', geometry: PIECES });
    expect(zone.properties).to.deep.include({ season, corridorNm: 2.5 });
  });

  it('hold between their dates, one that is empty being none', () => {
    const zone = read({ validFrom: '2028-02-29', validTo: null });
    expect(zone.properties.validFrom).to.equal('2028-02-29');
    expect(zone.properties).to.not.have.property('validTo');
    expect(read({ validFrom: '' }).properties).to.not.have.property('validFrom');
  });

  it('name whose side lies beyond each stretch of several lines or areas', () => {
    const at = (from: number, to: number, en: string) => ({ from, to, vi: en, en });
    const square = (lon: number): [number, number][] => [
      [lon, 10],
      [lon + 1, 10],
      [lon + 1, 11],
      [lon, 11],
      [lon, 10],
    ];
    const hole = square(100).map(([lon, lat]) => [100.25 + (lon - 100) / 2, 10.25 + (lat - 10) / 2]);
    const areas = { type: 'MultiPolygon', coordinates: [[square(100), hole], [square(110)]] };
    const ofAreas = read({ neighbour: [at(0, 1, 'A'), at(1, 4, 'B'), at(5, 6, 'C'), at(6, 9, 'D')] }, areas);
    const places = [
      [100.5, 9.9],
      [101.1, 10.5],
      [110.5, 9.9],
      [111.1, 10.5],
    ] as const;
    expect(places.map(([lon, lat]) => neighbourAt(ofAreas, lon, lat)?.en)).to.deep.equal(['A', 'B', 'C', 'D']);
    const lines = { type: 'MultiLineString', coordinates: [square(100).slice(0, 3), square(110).slice(0, 3)] };
    const ofLines = read({ neighbour: [at(0, 2, 'A'), at(3, 4, 'B'), at(4, 5, 'C')] }, lines);
    expect(places.map(([lon, lat]) => neighbourAt(ofLines, lon, lat)?.en)).to.deep.equal(['A', 'A', 'B', 'C']);
  });

  it('name whose side lies beyond an edge across the antimeridian, and one that bends', () => {
    const at = (from: number, en: string) => ({ from, to: from + 1, vi: en, en });
    const ring = [
      [176, 8],
      [-178, 8],
      [-178, 14],
      [176, 14],
      [176, 8],
    ];
    const area = { type: 'Polygon', coordinates: [ring] };
    const beyond = (lon: number, lat: number) =>
      neighbourAt(read({ neighbour: ['S', 'E', 'N', 'W'].map((en, i) => at(i, en)) }, area), lon, lat)?.en;
    for (const lon of [176.5, 179, -179, -178.5]) {
      expect([beyond(lon, 7.9), beyond(lon, 14.1)], `${lon}`).to.deep.equal(['S', 'N']);
    }
    expect([beyond(-177.9, 11), beyond(175.9, 11), beyond(-177, 13)]).to.deep.equal(['E', 'W', 'E']);
    // Halfway the geodesic along 30° N runs 0.38° farther north.
    const long = [
      [100, 30],
      [120, 30],
    ];
    const short = [
      [109, 30.5],
      [111, 30.5],
    ];
    const near = (edges: string) =>
      neighbourAt(
        read({ edges, neighbour: [at(0, 'A'), at(2, 'B')] }, { type: 'MultiLineString', coordinates: [long, short] }),
        110,
        30.42,
      )?.en;
    expect([near('straight'), near('geodesic'), near('rhumb')]).to.deep.equal(['B', 'A', 'B']);
  });

  it('are refused in a sentence that names the feature and what is wrong', () => {
    for (const [bad, words] of [
      [{ season: { from: '02-30', to: '03-01' } }, 'has a season'],
      [{ season: 'summer' }, 'has a season'],
      [{ season: { from: '02-03' } }, 'has a season'],
      [{ validFrom: '01/03/2030' }, 'has validFrom "01/03/2030", not a date as "YYYY-MM-DD"'],
      [{ validTo: 'nonsense' }, 'has validTo "nonsense"'],
      [{ validTo: '2026-02-30' }, 'has validTo "2026-02-30"'],
      [{ validFrom: 2030 }, 'has validFrom 2030'],
      [{ corridorNm: 0 }, 'has corridorNm 0'],
      [{ corridorNm: '3' }, 'has corridorNm "3"'],
      [{ corridorNm: 1e9 }, 'has corridorNm 1000000000'],
    ] as const) {
      expect(() => read(bad), JSON.stringify(bad)).to.throw(GeoJsonProblem, `feature "c" ${words}`);
    }
    const short = { ...PIECES, coordinates: [...PIECES.coordinates, [[111, 10]]] };
    expect(() => read({}, short)).to.throw(GeoJsonProblem, 'feature "c"');
  });
});
