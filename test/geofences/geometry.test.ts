import { expect } from 'chai';
import fc from 'fast-check';
import { geodesic, geodesicPoint, quickDistanceM } from '../../geofences/geometry/ellipsoid.ts';
import { Locator } from '../../geofences/geometry/locator.ts';
import { DistanceBound, nearestOf } from '../../geofences/geometry/nearest.ts';
import { prepareZone } from '../../geofences/geometry/shape.ts';
import type { Zone } from '../../geofences/types.ts';
import { areaZone, boxZone, lineZone, type Position, pointIn, ringOf, slowContains } from './shapes.ts';

const idsAt = (locator: Locator, lon: number, lat: number) =>
  locator.locate(lon, lat, []).map((index) => locator.zones[index]!.id);

describe('locate', function () {
  this.timeout(30_000);

  it('agrees with a slow implementation on many zones, holes and points on edges', () => {
    const zones = fc.array(fc.array(ringOf(0, 8), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(zones, fc.array(pointIn(-1, 9), { minLength: 20, maxLength: 60 }), (ringSets, points) => {
        const locator = new Locator(ringSets.map((rings, i) => areaZone(`z${i}`, rings)));
        const corners = ringSets.flat(2);
        for (const point of [...points, ...corners]) {
          const slow = ringSets.flatMap((rings, i) => (slowContains(rings, point) ? [`z${i}`] : []));
          expect(idsAt(locator, ...point)).to.deep.equal(slow);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('leaves a hole out, its edge being in', () => {
    const outer: Position[] = [
      [0, 0],
      [10, 0],
      [10, 10],
      [0, 10],
      [0, 0],
    ];
    const hole: Position[] = [
      [4, 4],
      [6, 4],
      [6, 6],
      [4, 6],
      [4, 4],
    ];
    const locator = new Locator([areaZone('ring', [outer, hole])]);
    expect(idsAt(locator, 5, 5)).to.deep.equal([]);
    expect(idsAt(locator, 4, 5)).to.deep.equal(['ring']);
    expect(idsAt(locator, 3.9, 5)).to.deep.equal(['ring']);
    expect(idsAt(locator, 10, 10)).to.deep.equal(['ring']);
  });

  it('takes every part of a multipolygon, once each zone', () => {
    const square = (x: number): Position[][] => [
      [
        [x, 0],
        [x + 1, 0],
        [x + 1, 1],
        [x, 1],
        [x, 0],
      ],
    ];
    const zone: Zone = {
      ...boxZone('m', 0, 0, 1, 1),
      geometry: { type: 'MultiPolygon', coordinates: [square(0), square(1), square(5)] },
    };
    const locator = new Locator([zone]);
    expect(idsAt(locator, 1, 0.5)).to.deep.equal(['m']);
    expect(idsAt(locator, 5.5, 0.5)).to.deep.equal(['m']);
    expect(idsAt(locator, 3, 0.5)).to.deep.equal([]);
  });

  it('draws a circle of nautical miles on the ellipsoid to 10 m', () => {
    const zone: Zone = { ...boxZone('c', 0, 0, 1, 1), geometry: { type: 'Point', coordinates: [108.24, 16.1] } };
    zone.properties.radiusNm = 12;
    const locator = new Locator([zone]);
    for (let azimuth = 0; azimuth < 6.28; azimuth += 0.1) {
      expect(idsAt(locator, ...geodesicPoint(108.24, 16.1, azimuth, 12 * 1852 - 10))).to.deep.equal(['c']);
      expect(idsAt(locator, ...geodesicPoint(108.24, 16.1, azimuth, 12 * 1852 + 10))).to.deep.equal([]);
    }
  });

  it('bends geodesic and rhumb edges', () => {
    // From 105° E to 115° E along 20° N the geodesic bulges 7.9 km to the north, the rhumb line not at all.
    const ring: Position[] = [
      [105, 20],
      [105, 10],
      [115, 10],
      [115, 20],
      [105, 20],
    ];
    const kinds = (['straight', 'geodesic', 'rhumb'] as const).map((edges) => areaZone(edges, [ring], { edges }));
    const locator = new Locator(kinds);
    const middle = geodesic(105, 20, 115, 20);
    const [lon, lat] = geodesicPoint(105, 20, middle.azimuth, middle.distanceM / 2);
    expect(lat).to.be.closeTo(20.0707, 0.0005);
    expect(idsAt(locator, lon, lat - 0.0001)).to.deep.equal(['geodesic']);
    expect(idsAt(locator, lon, lat + 0.0001)).to.deep.equal([]);
    expect(idsAt(locator, 110, 19.9999)).to.deep.equal(['straight', 'geodesic', 'rhumb']);
  });

  it('keeps densified edges within 10 m of the geodesic everywhere along them', () => {
    const parts = prepareZone(
      lineZone(
        'g',
        [
          [102, 2],
          [118, 27],
        ],
        { edges: 'geodesic' },
      ),
      0,
    );
    const whole = geodesic(102, 2, 118, 27);
    for (let part = 0.001; part < 1; part += 0.0137) {
      const [lon, lat] = geodesicPoint(102, 2, whole.azimuth, whole.distanceM * part);
      expect(nearestOf(parts, lon, lat)!.distanceNm * 1852).to.be.below(10);
    }
  });

  it('finds zones across the antimeridian from both sides', () => {
    const locator = new Locator([boxZone('pacific', 170, -10, -170, 10)].map((zone) => zone));
    expect(idsAt(locator, 175, 0)).to.deep.equal(['pacific']);
    expect(idsAt(locator, -175, 0)).to.deep.equal(['pacific']);
    expect(idsAt(locator, 0, 0)).to.deep.equal([]);
  });

  it('is not changed by zones that lie elsewhere', () => {
    fc.assert(
      fc.property(ringOf(0, 4), ringOf(20, 40), pointIn(0, 4), (near, far, point) => {
        const alone = new Locator([areaZone('near', [near])]);
        const both = new Locator([areaZone('near', [near]), areaZone('far', [far])]);
        expect(idsAt(both, ...point)).to.deep.equal(idsAt(alone, ...point));
      }),
    );
  });
});

describe('cross', function () {
  this.timeout(30_000);

  it('agrees with walking the way in small steps', () => {
    fc.assert(
      fc.property(ringOf(0, 6), pointIn(-1, 7), pointIn(-1, 7), (ring, a, b) => {
        const locator = new Locator([areaZone('z', [ring])]);
        const [crossing] = locator.cross(...a, ...b);
        const steps = 400;
        const inside: boolean[] = [];
        for (let i = 0; i <= steps; i++) {
          const at = i / steps;
          inside.push(slowContains([ring], [a[0] + (b[0] - a[0]) * at, a[1] + (b[1] - a[1]) * at]));
        }
        const [start, end] = [inside[0]!, inside[steps]!];
        if (start !== end) {
          expect(crossing?.change).to.equal(end ? 'entered' : 'left');
          const turn = end ? inside.lastIndexOf(false) + 1 : inside.indexOf(false);
          // A sliver thinner than a step may be missed by the walk, never by more than the walk's own coarseness otherwise.
          const flips = inside.filter((value, i) => i > 0 && value !== inside[i - 1]).length;
          if (flips === 1 && !nearCorner(ring, a, b)) expect(crossing!.fraction).to.be.closeTo(turn / steps, 2 / steps);
        } else if (!start && inside.filter(Boolean).length > 1) {
          expect(crossing?.change).to.equal('clipped');
        } else if (crossing) expect(crossing.change).to.equal('clipped');
      }),
      { numRuns: 500 },
    );
  });

  /** The way touches a corner so closely that slivers are in play. */
  function nearCorner(ring: Position[], a: Position, b: Position): boolean {
    return ring.some(([x, y]) => {
      const length = Math.hypot(b[0] - a[0], b[1] - a[1]) || 1;
      return Math.abs((b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0])) / length < 0.05;
    });
  }

  it('says on which side of a directed line a vessel comes out', () => {
    const line = lineZone(
      'l',
      [
        [10, 0],
        [10, 5],
        [12, 10],
      ],
      { ourSide: 'left' },
    );
    const locator = new Locator([line]);
    const [out] = locator.cross(9, 2, 11, 2);
    expect(out).to.deep.include({ change: 'passed', fraction: 0.5, outwards: true });
    expect(locator.cross(11, 2, 9, 2)[0]).to.deep.include({ outwards: false });
    expect(locator.cross(9, 5, 11, 5)).to.have.length(1);
    expect(locator.cross(9, 11, 13, 11)).to.deep.equal([]);
    expect(locator.cross(9, 2, 9.9, 2)).to.deep.equal([]);
  });

  it('counts stopping on a line and going on as one crossing, and turning back on it as none', () => {
    const locator = new Locator([
      lineZone(
        'l',
        [
          [10, 0],
          [10, 5],
        ],
        { ourSide: 'left' },
      ),
    ]);
    const through = [...locator.cross(9, 2, 10, 2), ...locator.cross(10, 2, 11, 2)];
    expect(through.map((crossing) => crossing.outwards)).to.deep.equal([true]);
    const back = [...locator.cross(9, 2, 10, 2), ...locator.cross(10, 2, 9, 2)];
    expect(back).to.deep.equal([]);
  });

  it('finds a hop over a small zone on a long way', () => {
    const zones = [boxZone('small', 110, 10, 110.01, 10.01), boxZone('wide', 100, 0, 120, 20)];
    const [crossing] = new Locator(zones).cross(105, 10.005, 115, 10.005);
    expect(crossing?.change).to.equal('clipped');
    expect(crossing!.fraction).to.be.closeTo(0.5, 1e-9);
    expect(crossing!.endFraction).to.be.closeTo(0.501, 1e-9);
  });
});

const dms = (minutes: number, seconds: number) => minutes / 60 + seconds / 3600;

describe('distance', () => {
  it('matches published geodesics', () => {
    // Vincenty 1975 by Geoscience Australia: Flinders Peak to Buninyong, 54 972.271 m.
    const known = geodesic(
      144 + dms(25, 29.5244),
      -(37 + dms(57, 3.7203)),
      143 + dms(55, 35.3839),
      -(37 + dms(39, 10.1561)),
    );
    expect(known.distanceM).to.be.closeTo(54972.271, 0.001);
    // A degree of longitude on the equator and of latitude from it (WGS84 tables).
    expect(geodesic(105, 0, 106, 0).distanceM).to.be.closeTo(111319.491, 0.001);
    expect(geodesic(105, 0, 105, 1).distanceM).to.be.closeTo(110574.389, 0.001);
  });

  it('goes there and arrives: direct and inverse agree', () => {
    const lon = fc.double({ min: 100, max: 120, noNaN: true });
    const lat = fc.double({ min: 0, max: 30, noNaN: true });
    fc.assert(
      fc.property(
        lon,
        lat,
        fc.double({ min: 0, max: 6.28, noNaN: true }),
        fc.integer({ min: 1, max: 500_000 }),
        (x, y, azimuth, metres) => {
          const [x1, y1] = geodesicPoint(x, y, azimuth, metres);
          expect(geodesic(x, y, x1, y1).distanceM).to.be.closeTo(metres, 0.001);
          if (metres < 100_000) expect(quickDistanceM(x, y, x1, y1)).to.be.closeTo(metres, 1 + metres * 2e-4);
        },
      ),
    );
  });

  it('to an edge is the least geodesic to its points, to 10 m', () => {
    const point = fc.tuple(fc.double({ min: 105, max: 111, noNaN: true }), fc.double({ min: 5, max: 25, noNaN: true }));
    fc.assert(
      fc.property(point, point, point, (a, b, p) => {
        fc.pre(a[0] !== b[0] || a[1] !== b[1]);
        const parts = prepareZone(lineZone('l', [a, b]), 0);
        const nearest = nearestOf(parts, ...p)!;
        fc.pre(nearest.distanceNm < 60);
        let least = Number.POSITIVE_INFINITY;
        for (let i = 0; i <= 4000; i++) {
          const at = i / 4000;
          const sample = geodesic(...p, a[0] + (b[0] - a[0]) * at, a[1] + (b[1] - a[1]) * at);
          least = Math.min(least, sample.distanceM);
        }
        const step = geodesic(...a, ...b).distanceM / 4000;
        expect(nearest.distanceNm * 1852).to.be.within(least - step - 1, least + 10);
      }),
      { numRuns: 40 },
    );
  });

  it('says the side of a line, also at its bends, and none beyond its ends', () => {
    const parts = prepareZone(
      lineZone('l', [
        [10, 0],
        [10, 5],
        [15, 5],
      ]),
      0,
    );
    expect(nearestOf(parts, 9, 2)!.side).to.equal('left');
    expect(nearestOf(parts, 11, 2)!.side).to.equal('right');
    expect(nearestOf(parts, 9.5, 5.5)!.side).to.equal('left');
    expect(nearestOf(parts, 10, -1)!.side).to.equal(undefined);
    expect(nearestOf(parts, 16, 5.1)!.side).to.equal(undefined);
  });

  it('is never below its cheap lower bound', () => {
    fc.assert(
      fc.property(ringOf(0, 5), fc.array(pointIn(-3, 8), { minLength: 30, maxLength: 30 }), (ring, points) => {
        const parts = prepareZone(areaZone('z', [ring]), 0);
        const bound = new DistanceBound(parts);
        for (const point of points) {
          const exact = nearestOf(parts, ...point)!.distanceNm;
          const least = bound.atLeastNm(...point);
          if (exact <= 60) expect(least).to.be.at.most(exact);
        }
      }),
      { numRuns: 50 },
    );
  });
});
