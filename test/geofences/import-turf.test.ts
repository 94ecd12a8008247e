/** Authoring by our own code and by Turf's, on shapes that both know: straight edges, away from ±180. */
import { union } from '@turf/union';
import { expect } from 'chai';
import fc from 'fast-check';
import { areaKm2 } from '../../geofences/import/shapes/area.ts';
import { regionOf, turned } from '../../geofences/import/shapes/arrangement.ts';
import type { Pair } from './import-files.ts';
import { ringOf } from './shapes.ts';

const atSea = (ring: Pair[]): Pair[] =>
  turned(
    ring.map(([lon, lat]): Pair => [lon + 100, lat]),
    1,
  );
const feature = (ring: Pair[]) => ({
  type: 'Feature' as const,
  properties: {},
  geometry: { type: 'Polygon' as const, coordinates: [ring] },
});

describe('import of zones: beside Turf', () => {
  it('joins two areas to the same one', () => {
    fc.assert(
      fc.property(ringOf(5, 15), ringOf(8, 18), (a, b) => {
        const [one, other] = [atSea(a), atSea(b)];
        const ours = regionOf([one, other], (winding) => winding > 0)!;
        const theirs = union({ type: 'FeatureCollection', features: [feature(one), feature(other)] })!.geometry;
        const polygons = theirs.type === 'Polygon' ? [theirs.coordinates] : theirs.coordinates;
        const expected = areaKm2(polygons as Pair[][][]);
        expect(areaKm2(ours)).to.be.closeTo(expected, 1e-6 * expected);
      }),
      { numRuns: 50 },
    );
  });
});
