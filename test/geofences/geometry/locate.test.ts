import { expect } from 'chai';
import fc from 'fast-check';
import { Hits } from '../../../geofences/geometry/locate-batch.ts';
import { Locator } from '../../../geofences/geometry/locator.ts';
import type { Zone } from '../../../geofences/types.ts';
import { exactContains } from '../exact.ts';
import { areaZone, boxZone, evenly, lineZone, type Position, pointIn, ringOf, squareRing } from '../shapes.ts';

const idsAt = (locator: Locator, lon: number, lat: number) =>
  locator.locate(lon, lat, []).map((index) => locator.zones[index]!.id);

/** All places at once, one list of zone indices each. */
function batch(locator: Locator, points: readonly Position[]): number[][] {
  const hits = new Hits();
  locator.locateMany(
    Float64Array.from(points, ([lon]) => lon),
    Float64Array.from(points, ([, lat]) => lat),
    hits,
  );
  return points.map((_, i) => Array.from(hits.zones.subarray(hits.starts[i], hits.starts[i + 1])));
}

/** One by one, at once, and zone by zone: all the same. */
function expectAt(locator: Locator, points: readonly Position[], truth: (point: Position) => number[]): void {
  const many = batch(locator, points);
  points.forEach((point, i) => {
    const expected = truth(point);
    expect(locator.locate(...point, []), `locate ${point}`).to.deep.equal(expected);
    expect(many[i], `locateMany ${point}`).to.deep.equal(expected);
    const contained = locator.zones.map((_, zone) => zone).filter((zone) => locator.contains(zone, ...point));
    expect(contained, `contains ${point}`).to.deep.equal(expected);
  });
}

const anywhere: fc.Arbitrary<Position> = fc.tuple(evenly(100, 108), evenly(8, 16));

/** A ring of so many vertices round a centre, its radius jumping from vertex to vertex: spikes that cross many cells. */
const spikyRing = fc
  .tuple(anywhere, fc.array(evenly(0.02, 2), { minLength: 3, maxLength: 80 }))
  .map(([[x, y], radii]): Position[] => {
    const ring = radii.map((radius, i): Position => {
      const angle = (2 * Math.PI * i) / radii.length;
      return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
    });
    return [...ring, ring[0]!];
  });

/** Vertices, points of edges as near as rounding puts them, and those a last bit beside. */
function atEdges(rings: readonly Position[][]): Position[] {
  return rings.flatMap((ring) =>
    ring.slice(1).flatMap((b, i): Position[] => {
      const a = ring[i]!;
      const middle: Position = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
      return [a, middle, [middle[0] + 2 ** -46, middle[1]], [middle[0], middle[1] - 2 ** -46]];
    }),
  );
}

describe('locate', function () {
  this.timeout(60_000);

  it('agrees with whole-number arithmetic on many zones, holes, points on edges and vertices', () => {
    const zones = fc.array(fc.array(ringOf(0, 8), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(zones, fc.array(pointIn(-1, 9), { minLength: 20, maxLength: 60 }), (ringSets, points) => {
        const locator = new Locator(ringSets.map((rings, i) => areaZone(`z${i}`, rings)));
        expectAt(locator, [...points, ...ringSets.flat(2)], (point) =>
          ringSets.flatMap((rings, i) => (exactContains(rings, point) ? [i] : [])),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('agrees with it on spiky zones over one another, to the last bit of a coordinate', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(spikyRing, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 6 }),
        fc.array(anywhere, { minLength: 20, maxLength: 20 }),
        (ringSets, points) => {
          const locator = new Locator(ringSets.map((rings, i) => areaZone(`z${i}`, rings)));
          expectAt(locator, [...points, ...atEdges(ringSets.flat()).slice(0, 200)], (point) =>
            ringSets.flatMap((rings, i) => (exactContains(rings, point) ? [i] : [])),
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  it('stays exact where many edges meet in a point, and run beside each other', () => {
    const fan = Array.from({ length: 300 }, (_, i): Position => {
      const angle = (2 * Math.PI * i) / 300;
      return i % 2 === 0 ? [105, 10] : [105 + Math.cos(angle), 10 + Math.sin(angle)];
    });
    const stripes = Array.from({ length: 400 }, (_, i): Position[] =>
      squareRing(106 + i * 1e-9, 10, 107 + i * 1e-9, 11),
    );
    const ringSets = [[[...fan, fan[0]!]], ...stripes.map((ring) => [ring])];
    const locator = new Locator(ringSets.map((rings, i) => areaZone(`z${i}`, rings)));
    const points: Position[] = [[105, 10], ...fan.slice(0, 20)];
    for (let i = 0; i < 60; i++) {
      points.push(
        [105 + 1e-5 * Math.cos(i), 10 + 1e-5 * Math.sin(i)],
        [106 + i * 7e-9, 10.5],
        [107 + i * 7e-9, 10.001],
      );
    }
    expectAt(locator, points, (point) => ringSets.flatMap((rings, i) => (exactContains(rings, point) ? [i] : [])));
  });

  it('is exact where edges run along the sides of its cells', () => {
    // 64 cells over what all zones span, which is taken a millionth larger.
    const side = (16 / 64) * (1 + 1e-6);
    const ringSets = Array.from({ length: 20 }, (_, i) => [
      squareRing(i * side, i * side, 16 - i * side, 16 - i * side),
    ]);
    const locator = new Locator(ringSets.map((rings, i) => areaZone(`z${i}`, rings)));
    const points = ringSets.flat(2).flatMap(([x, y]): Position[] => [
      [x, 8.1],
      [8.1, y],
      [8.1, y + 2 ** -40],
      [8.1, y - 2 ** -40],
    ]);
    expectAt(locator, points, (point) => ringSets.flatMap((rings, i) => (exactContains(rings, point) ? [i] : [])));
  });

  it('leaves a hole out, its edge being in, also where holes touch each other and the outside', () => {
    const rings = [
      squareRing(0, 0, 10, 10),
      squareRing(4, 4, 6, 6),
      squareRing(6, 4, 8, 6),
      squareRing(2, 6, 4, 8),
      squareRing(0, 2, 1, 3),
    ];
    const locator = new Locator([areaZone('ring', rings)]);
    expect(idsAt(locator, 5, 5)).to.deep.equal([]);
    expect(idsAt(locator, 4, 5)).to.deep.equal(['ring']);
    expect(idsAt(locator, 6, 5)).to.deep.equal(['ring']);
    expect(idsAt(locator, 4, 6)).to.deep.equal(['ring']);
    expect(idsAt(locator, 0, 2.5)).to.deep.equal(['ring']);
    expect(idsAt(locator, 3.9, 5)).to.deep.equal(['ring']);
    expect(idsAt(locator, 10, 10)).to.deep.equal(['ring']);
    fc.assert(
      fc.property(pointIn(-1, 11), (point) => {
        expect(locator.contains(0, ...point)).to.equal(exactContains(rings, point));
      }),
    );
  });

  it('takes every part of a multipolygon, once each zone', () => {
    const zone: Zone = {
      ...boxZone('m', 0, 0, 1, 1),
      geometry: {
        type: 'MultiPolygon',
        coordinates: [[squareRing(0, 0, 1, 1)], [squareRing(1, 0, 2, 1)], [squareRing(5, 0, 6, 1)]],
      },
    };
    const locator = new Locator([boxZone('before', 0, 0, 7, 2), zone, boxZone('after', 0, 0, 7, 2)]);
    const truth = (x: number, y: number) => (y <= 1 && (x <= 2 || x >= 5) && x <= 6 ? [0, 1, 2] : [0, 2]);
    const points: Position[] = [];
    for (let x = 0; x < 7; x += 0.125) points.push([x, 0.5], [x, 1], [x, 1 + 2 ** -40]);
    expectAt(locator, points, ([x, y]) => truth(x, y));
  });

  it('takes degenerate rings for what they are', () => {
    const flat: Position[] = [
      [1, 1],
      [3, 1],
      [1, 1],
    ];
    const point: Position[] = [
      [5, 5],
      [5, 5],
      [5, 5],
    ];
    const spike: Position[] = [...squareRing(6, 0, 8, 2).slice(0, 2), [8, 9], [8, 2], [6, 2], [6, 0]];
    const unclosed = squareRing(10, 0, 12, 2).slice(0, 4);
    const locator = new Locator([
      areaZone('flat', [flat]),
      areaZone('point', [point]),
      areaZone('spike', [spike]),
      areaZone('unclosed', [unclosed]),
      areaZone('empty', []),
    ]);
    expect(idsAt(locator, 2, 1)).to.deep.equal(['flat']);
    expect(idsAt(locator, 2, 1.0001)).to.deep.equal([]);
    expect(idsAt(locator, 5, 5)).to.deep.equal([]);
    expect(idsAt(locator, 8, 5)).to.deep.equal(['spike']);
    expect(idsAt(locator, 8.0001, 5)).to.deep.equal([]);
    expect(idsAt(locator, 11, 1)).to.deep.equal(['unclosed']);
    expect(new Locator([]).locate(1, 1, [7])).to.deep.equal([]);
    expect(batch(new Locator([]), [[1, 1]])).to.deep.equal([[]]);
  });

  it('finds zones across the antimeridian from both sides, and the meridian itself by both its names', () => {
    const locator = new Locator([
      boxZone('pacific', 170, -10, -170, 10),
      boxZone('touches', 175, -5, 180, 5),
      boxZone('beyond', 170, -3, 190, 3),
      boxZone('home', 100, 0, 110, 20),
    ]);
    expect(idsAt(locator, 175, 0)).to.deep.equal(['pacific', 'touches', 'beyond']);
    expect(idsAt(locator, -175, 0)).to.deep.equal(['pacific', 'beyond']);
    for (const lon of [180, -180]) expect(idsAt(locator, lon, 4)).to.deep.equal(['pacific', 'touches']);
    expect(idsAt(locator, 185, 0)).to.deep.equal(['pacific', 'beyond']);
    expect(idsAt(locator, 0, 0)).to.deep.equal([]);
    expect(idsAt(locator, 105, 5)).to.deep.equal(['home']);
    expect(
      batch(locator, [
        [185, 0],
        [-175, 0],
        [105, 5],
      ]),
    ).to.deep.equal([[0, 2], [0, 2], [3]]);
  });

  it('is in no zone where there is no place', () => {
    const locator = new Locator([boxZone('world', -180, -90, 180, 90)]);
    const nowhere: Position[] = [
      [Number.NaN, 5],
      [5, Number.NaN],
      [5, 90.1],
      [Number.POSITIVE_INFINITY, 5],
      [1e300, 5],
    ];
    for (const point of nowhere) expect(idsAt(locator, ...point), String(point)).to.deep.equal([]);
    expect(batch(locator, nowhere)).to.deep.equal(nowhere.map(() => []));
    expect(idsAt(locator, 180, 90)).to.deep.equal(['world']);
  });

  it('is not changed by zones that lie elsewhere, near or far, many or few', () => {
    const far = fc.array(fc.tuple(evenly(-170, 90), evenly(-60, 60)), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(
        fc.array(spikyRing, { minLength: 1, maxLength: 5 }),
        far,
        fc.array(anywhere, { minLength: 30, maxLength: 30 }),
        (rings, places, points) => {
          const near = rings.map((ring, i) => areaZone(`near${i}`, [ring]));
          const others = places.map(([x, y], i) => boxZone(`far${i}`, x, y, x + 0.5, y + 0.5));
          const lines = places.map(([x, y], i) =>
            lineZone(`line${i}`, [
              [x, y],
              [105, 12],
            ]),
          );
          const alone = new Locator(near);
          const all = [...points, ...atEdges(rings).slice(0, 100)];
          expect(batch(new Locator([...near, ...others, ...lines]), all)).to.deep.equal(batch(alone, all));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('fills the same hits again, larger when it must be, and only the first places asked for', () => {
    const locator = new Locator(Array.from({ length: 40 }, (_, i) => boxZone(`z${i}`, 0, 0, 1 + i, 1)));
    const hits = new Hits();
    const lons = Float64Array.from({ length: 3000 }, (_, i) => (i % 45) + 0.5);
    const lats = new Float64Array(3000).fill(0.5);
    for (const count of [3, 3000, 700]) {
      locator.locateMany(lons, lats, hits, count);
      for (let i = 0; i < count; i++) {
        expect(hits.starts[i + 1]! - hits.starts[i]!).to.equal(locator.locate(lons[i]!, 0.5, []).length);
      }
    }
    const { starts, zones } = hits;
    locator.locateMany(lons, lats, hits);
    expect(hits.starts).to.equal(starts);
    expect(hits.zones).to.equal(zones);
  });
});
