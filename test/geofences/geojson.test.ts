import { expect } from 'chai';
import { GeoJsonProblem, zonesFromGeoJson } from '../../geofences/geojson.ts';

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

  it('are refused in a sentence that names the feature and what is wrong', () => {
    for (const [bad, words] of [
      [{ season: { from: '02-30', to: '03-01' } }, 'has a season'],
      [{ season: 'summer' }, 'has a season'],
      [{ season: { from: '02-03' } }, 'has a season'],
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
