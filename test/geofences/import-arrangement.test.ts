import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { areaKm2, ringAreaKm2 } from '../../geofences/import/shapes/area.ts';
import { regionOf, turned } from '../../geofences/import/shapes/arrangement.ts';
import { meetingsOf } from '../../geofences/import/shapes/crossings.ts';
import { polygonsOfRings } from '../../geofences/import/shapes/nesting.ts';
import { interiorPoint } from '../../geofences/import/shapes/ring.ts';
import { box, type Pair } from './import-files.ts';

/** How often a closed ring winds round a point; slow and plain. */
function winding(ring: Pair[], [x, y]: Pair): number {
  let count = 0;
  for (let i = 0; i + 1 < ring.length; i++) {
    const [[ax, ay], [bx, by]] = [ring[i]!, ring[i + 1]!];
    const side = (bx - ax) * (y - ay) - (by - ay) * (x - ax);
    if (ay <= y && by > y && side > 0) count++;
    if (ay > y && by <= y && side < 0) count--;
  }
  return count;
}

/** In how many of the polygons a point lies. */
function countIn(polygons: Pair[][][], point: Pair): number {
  return polygons.filter(
    ([outer, ...holes]) => winding(outer!, point) !== 0 && holes.every((hole) => winding(hole, point) === 0),
  ).length;
}

function closed(points: Pair[]): Pair[] {
  const distinct = points.filter((point, i) => i === 0 || String(point) !== String(points[i - 1]));
  if (distinct.length > 1 && String(distinct[0]) === String(distinct.at(-1))) distinct.pop();
  return [...distinct, distinct[0]!];
}

const free = fc.tuple(fc.integer({ min: 0, max: 6_000_000 }), fc.integer({ min: 0, max: 6_000_000 }));
const place = free.map(([x, y]): Pair => [108 + x / 1e6, 12 + y / 1e6]);
/** Corners of a coarse grid make edges that lie on one another and points that many edges run through. */
const corner = fc.tuple(fc.nat(5), fc.nat(5)).map(([x, y]): Pair => [108 + x, 12 + y]);
const ringOf = (of: fc.Arbitrary<Pair>) =>
  fc
    .array(of, { minLength: 3, maxLength: 18 })
    .map(closed)
    .filter((ring) => ring.length >= 4);

describe('arrangement of rings', () => {
  for (const [name, of] of [
    ['anywhere', place],
    ['on a coarse grid', corner],
  ] as const) {
    it(`holds exactly the places that are wound round as wanted, corners ${name}`, () => {
      fc.assert(
        fc.property(ringOf(of), ringOf(of), fc.array(place, { minLength: 20, maxLength: 20 }), (a, b, points) => {
          const round = regionOf([a], (count) => count !== 0)!;
          const shared = regionOf([a, b], (count) => count >= 2)!;
          const less = regionOf([a, b.toReversed()], (count) => count > 0)!;
          for (const point of points) {
            const [inA, inB] = [winding(a, point), winding(b, point)];
            expect(countIn(round, point)).to.equal(inA !== 0 ? 1 : 0);
            expect(countIn(shared, point)).to.equal(inA + inB >= 2 ? 1 : 0);
            expect(countIn(less, point)).to.equal(inA - inB > 0 ? 1 : 0);
          }
        }),
        { numRuns: 300 },
      );
    });

    it(`leaves nothing that crosses, runs along or touches itself, corners ${name}`, () => {
      fc.assert(
        fc.property(ringOf(of), (ring) => {
          const rings = regionOf([ring], (count) => count !== 0)!.flat();
          const bad = meetingsOf(rings).found.filter(({ kind, a, b }) => kind !== 'touch' || a.chain === b.chain);
          expect(bad).to.deep.equal([]);
        }),
        { numRuns: 500 },
      );
    });
  }

  it('finds the area and the parts that GEOS finds in tangled outlines', () => {
    const cases = JSON.parse(readFileSync('test/fixtures/zones/tangled.json', 'utf8')) as {
      ring: Pair[];
      areaKm2: number;
      parts: number;
    }[];
    expect(cases.length).to.be.greaterThan(5);
    for (const { ring, areaKm2: expected, parts } of cases) {
      const region = regionOf([ring], (count) => count !== 0)!;
      // GEOS's area is geodesic between points 0.002° apart.
      expect(areaKm2(region)).to.be.closeTo(expected, expected * 1e-6);
      expect(region.length).to.equal(parts);
    }
  });

  it('gives up, and says so, where there are more crossings than any outline has', () => {
    const comb = (flip: boolean): Pair[] => {
      const teeth = Array.from({ length: 400 }, (_, i): Pair => [108 + i / 100, i % 2 ? 12 : 16]);
      return closed(flip ? teeth.map(([x, y]): Pair => [y + 96, x - 96]) : teeth);
    };
    expect(meetingsOf([comb(false), comb(true)]).complete).to.equal(false);
    expect(regionOf([comb(false), comb(true)], (count) => count > 0)).to.equal(undefined);
  });
});

describe('rings', () => {
  it('nest by what lies in what, whichever way round they are drawn', () => {
    const [outer, hole, island, other] = [
      box(108, 12, 112, 16),
      box(109, 13, 111, 15),
      box(109.5, 13.5, 110, 14),
      box(114, 12, 115, 13),
    ];
    for (const direction of [1, -1] as const) {
      const rings = [island, other, hole, outer].map((ring) => turned(ring, direction));
      expect(polygonsOfRings(rings)).to.deep.equal([[rings[0]], [rings[1]], [rings[3], rings[2]]]);
    }
  });

  it('have a point inside, or no height at all', () => {
    fc.assert(
      fc.property(ringOf(corner), (ring) => {
        const point = interiorPoint(ring);
        const parity = point && winding(ring, point) % 2 !== 0;
        if (point) expect(parity).to.equal(true);
      }),
    );
    expect(
      interiorPoint([
        [108, 12],
        [109, 12],
        [110, 12],
        [108, 12],
      ]),
    ).to.equal(undefined);
  });

  it('have the area of the ellipsoid under straight edges', () => {
    // By PROJ's geodesic area of the same box with points 0.001° apart.
    expect(ringAreaKm2(box(110, 12, 111, 13))).to.be.closeTo(12_024.68956, 1e-4);
    const halves = ringAreaKm2(box(110, 12, 110.3, 13)) + ringAreaKm2(box(110.3, 12, 111, 13));
    expect(halves).to.be.closeTo(ringAreaKm2(box(110, 12, 111, 13)), 1e-6);
    const world: Pair[] = [
      [-180, -90],
      [0, -90],
      [180, -90],
      [180, 90],
      [0, 90],
      [-180, 90],
    ];
    // Surface of WGS 84 (NIMA TR8350.2).
    expect(ringAreaKm2(world)).to.be.closeTo(510_065_621.7, 0.1);
  });
});
