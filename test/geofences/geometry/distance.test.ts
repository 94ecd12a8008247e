import { expect } from 'chai';
import fc from 'fast-check';
import { DistanceBound } from '../../../geofences/geometry/distance-bound.ts';
import { geodesic, geodesicPoint, quickDistanceM } from '../../../geofences/geometry/ellipsoid.ts';
import { Locator } from '../../../geofences/geometry/locator.ts';
import { pointOn, wayBetween } from '../../../geofences/geometry/way.ts';
import type { Zone } from '../../../geofences/types.ts';
import { exactContains } from '../exact.ts';
import { metresBetween, nearestOnCurve, place, pointAt, trueEdge } from '../geodesy.ts';
import { areaZone, boxZone, evenly, lineZone, type Position, pointIn, ringOf, squareRing } from '../shapes.ts';

const dms = (minutes: number, seconds: number) => minutes / 60 + seconds / 3600;
const nearestTo = (zone: Zone, ...point: Position) => new Locator([zone]).nearest(0, ...point)!;

type Edge = [Position, Position];

/** Where along the first edge, 0 to 1, the second one crosses it. */
function meeting([[ax, ay], [bx, by]]: Edge, [[cx, cy], [dx, dy]]: Edge): number[] {
  const turn = (bx - ax) * (dy - cy) - (by - ay) * (dx - cx);
  if (turn === 0) return [];
  const t = ((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)) / turn;
  const u = ((cx - ax) * (by - ay) - (cy - ay) * (bx - ax)) / turn;
  return t > 0 && t < 1 && u >= 0 && u <= 1 ? [t] : [];
}

describe('distances', function () {
  this.timeout(60_000);

  it('match published geodesics', () => {
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

  it('agree with GeographicLib to a millimetre, both ways', () => {
    const azimuth = evenly(0, 6.28);
    fc.assert(
      fc.property(place, azimuth, fc.integer({ min: 1, max: 2_000_000 }), (from, radians, metres) => {
        const to = geodesicPoint(...from, radians, metres);
        expect(metresBetween(to, pointAt(from, (radians * 180) / Math.PI, metres))).to.be.below(0.001);
        expect(geodesic(...from, ...to).distanceM).to.be.closeTo(metres, 0.001);
        if (metres < 100_000) expect(quickDistanceM(...from, ...to)).to.be.closeTo(metres, 1 + metres * 2e-4);
      }),
    );
  });

  it('are none between two places that are one', () => {
    expect(geodesic(180.03125, 1.96875, -179.96875, 1.96875).distanceM).to.equal(0);
    for (const lat of [0, 0.1, 1.96875, 10, 29.9]) {
      for (const bits of [-46, -48, -50, -52, -60]) {
        for (const [east, north] of [
          [0, 0],
          [1, 0],
          [0, 1],
          [1, 1],
        ] as const) {
          const { distanceM } = geodesic(0.5, lat, 0.5 + east * 2 ** bits, lat + north * 2 ** bits);
          expect(distanceM, `${lat} ${bits} ${east} ${north}`).to.be.within(0, 1e-8);
        }
      }
    }
  });

  it('to an area are those to its outline, from inside and outside, over holes and parts that touch', () => {
    fc.assert(
      fc.property(ringOf(104, 108), pointIn(102, 110), (ring, [lon, lat]) => {
        const hole = squareRing(105.5, 105.5, 106.5, 106.5);
        const northOf = (positions: Position[]) => positions.map(([x, y]): Position => [x, y - 95]);
        const rings = [northOf(ring), northOf(hole)];
        const point: Position = [lon, lat - 95];
        const nearest = nearestTo(areaZone('z', rings), ...point);
        const edges = rings.flatMap((one) => one.slice(1).map((b, i) => trueEdge('straight', one[i]!, b)));
        const truth = Math.min(...edges.map((edge) => nearestOnCurve(edge, point).metres));
        expect(nearest.distanceNm * 1852).to.be.closeTo(truth, 0.5);
        expect(nearest.inside).to.equal(new Locator([areaZone('z', rings)]).contains(0, ...point));
      }),
      { numRuns: 60 },
    );
  });

  it('to an area of several parts are those to the outline of their union', () => {
    const parts = fc.array(ringOf(0, 2), { minLength: 2, maxLength: 5 });
    const points = fc.array(pointIn(0, 2), { minLength: 8, maxLength: 8 });
    const steps = 40;
    fc.assert(
      fc.property(parts, points, fc.constantFrom(0, 179), (rings, places, east) => {
        const moved = (positions: Position[]) => positions.map(([x, y]): Position => [x + east, y]);
        const coordinates = rings.map((ring) => [moved(ring)]);
        const zone: Zone = { ...areaZone('m', []), geometry: { type: 'MultiPolygon', coordinates } };
        const isIn = (place: Position) => coordinates.some((polygon) => exactContains(polygon, place));
        // Between the places where it meets others, an edge belongs to the outline when one side lies outside of all.
        const edges = coordinates.flat().flatMap((ring) => ring.slice(1).map((b, i): Edge => [ring[i]!, b]));
        const outline = edges.flatMap((edge) => {
          const [[ax, ay], [bx, by]] = edge;
          const across = 1e-8 / Math.hypot(bx - ax, by - ay);
          const [nx, ny] = [(ay - by) * across, (bx - ax) * across];
          const at = (t: number): Position => [ax + (bx - ax) * t, ay + (by - ay) * t];
          const cuts = [0, ...edges.flatMap((other) => meeting(edge, other)), 1].sort((x, y) => x - y);
          return cuts.slice(1).flatMap((end, i) => {
            const [x, y] = at((cuts[i]! + end) / 2);
            if (isIn([x + nx, y + ny]) && isIn([x - nx, y - ny])) return [];
            return Array.from({ length: steps + 1 }, (_, k) => at(cuts[i]! + ((end - cuts[i]!) * k) / steps));
          });
        });
        for (const point of moved(places)) {
          const least = Math.min(...outline.map((place) => metresBetween(point, place)));
          // No edge is longer than the box's diagonal.
          expect(nearestTo(zone, ...point).distanceNm * 1852).to.be.within(least - 318_000 / steps, least + 1);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('do not stumble over vertices that are one place', () => {
    // Its sides bend by less than a nanometre: in the earth's axes two vertices there are the same.
    const line: Position[] = [
      [98, 0.1],
      [98, 0.15744169120041737],
      [98.00000000181218, 0.1757812510532822],
      [98.00000000208027, 0.17849435922402607],
    ];
    const nearest = nearestTo(lineZone('c', line, { corridorNm: 0.5 }), 97.991591731871, 0.17454058180006532);
    expect(nearest.distanceNm * 1852).to.be.closeTo(10, 0.1);
  });

  it('know no edge between two parts of a zone', () => {
    const zone: Zone = {
      ...boxZone('m', 0, 0, 1, 1),
      geometry: {
        type: 'MultiPolygon',
        coordinates: [[squareRing(0, 0, 1, 2)], [squareRing(1, 0, 2, 2)], [squareRing(0.5, 1.5, 1.5, 3)]],
      },
    };
    const nearest = nearestTo(zone, 1, 1.4);
    expect(nearest.distanceNm * 1852).to.be.closeTo(metresBetween([1, 1.4], [1.5, 2]), 1);
    expect(nearest.lat).to.equal(2);
    expect(nearestTo(zone, 1, 2.9)).to.deep.include({ lat: 3, inside: true });
    const cut: Zone = {
      ...zone,
      geometry: { type: 'MultiPolygon', coordinates: [[squareRing(170, 0, 180, 10)], [squareRing(-180, 0, -170, 10)]] },
    };
    expect(nearestTo(cut, 179.9, 4).lat).to.be.closeTo(0, 1e-9);
  });

  it('inside a corridor are those to its sides, not to the joints of its segments', () => {
    const line: Position[] = [
      [106, 10],
      [107, 10],
      [108, 10],
    ];
    const corridor = lineZone('c', line, { corridorNm: 10 });
    for (const lon of [106.3, 107, 107.4]) {
      const nearest = nearestTo(corridor, lon, 10);
      expect(nearest.distanceNm).to.be.closeTo(10, 0.005);
      expect(nearest.inside).to.equal(true);
    }
    const outside = nearestTo(corridor, 107, 10.5);
    expect(outside.distanceNm * 1852).to.be.closeTo(metresBetween([107, 10.5], [107, 10]) - 18520, 10);
    expect(outside.inside).to.equal(false);
  });

  it('to a line say its side, also at its bends, and none beyond its ends', () => {
    const line = lineZone('l', [
      [10, 0],
      [10, 5],
      [15, 5],
    ]);
    expect(nearestTo(line, 9, 2).side).to.equal('left');
    expect(nearestTo(line, 11, 2).side).to.equal('right');
    expect(nearestTo(line, 9.5, 5.5).side).to.equal('left');
    expect(nearestTo(line, 10.5, 4.5).side).to.equal('right');
    expect(nearestTo(line, 10, -1).side).to.equal(undefined);
    expect(nearestTo(line, 16, 5.1).side).to.equal(undefined);
    const closed = lineZone('l', squareRing(10, 0, 12, 2));
    expect(nearestTo(closed, 9.5, -0.5).side).to.equal('right');
    expect(nearestTo(closed, 10.5, 0.5).side).to.equal('left');
  });

  it('to a line say the side on which a way over it comes out', () => {
    const bent = fc.tuple(pointIn(0, 2), pointIn(4, 6), pointIn(8, 10));
    fc.assert(
      fc.property(bent, fc.constantFrom('straight', 'geodesic', 'rhumb'), pointIn(0, 10), (corners, edges, a) => {
        const locator = new Locator([lineZone('l', corners, { ourSide: 'left', edges: edges as 'straight' })]);
        const before = locator.nearest(0, ...a)!;
        fc.pre(before.side !== undefined && before.distanceNm > 0.001);
        const beyond = pointOn(wayBetween(...a, before.lon, before.lat), 1);
        const over: Position = [2 * beyond.lon - a[0], 2 * beyond.lat - a[1]];
        const crossing = locator.cross(...a, ...over)[0];
        if (crossing) expect(crossing.outwards).to.equal(before.side === 'left');
      }),
    );
  });

  it('go round the earth the short way', () => {
    const zone = boxZone('pacific', 175, -5, -178, 5);
    const nearest = nearestTo(zone, -177, 0);
    expect(nearest.distanceNm * 1852).to.be.closeTo(111_319.5, 1);
    expect(nearest.lon).to.be.closeTo(-178, 1e-9);
    const bound = new DistanceBound(new Locator([zone]).partsOfZone(0));
    expect(bound.atLeastNm(-177.5, 0)).to.be.within(20, 30.1);
    expect(bound.atLeastNm(182.5, 0)).to.be.within(20, 30.1);
    expect(bound.atLeastNm(100, 0)).to.equal(Number.POSITIVE_INFINITY);
  });

  it('are never below their cheap lower bound, and not far above it', () => {
    fc.assert(
      fc.property(ringOf(0, 5), fc.array(pointIn(-3, 8), { minLength: 30, maxLength: 30 }), (ring, points) => {
        const locator = new Locator([areaZone('z', [ring])]);
        const bound = new DistanceBound(locator.partsOfZone(0));
        for (const point of points) {
          const exact = locator.nearest(0, ...point)!.distanceNm;
          const least = bound.atLeastNm(...point);
          if (exact <= 60) expect(least).to.be.within(exact - 6, exact);
          else expect(least).to.be.above(54);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('along a course: into and out of an area, out over a line and back, and never when it stands or turns away', () => {
    const locator = new Locator([
      boxZone('z', 107, 10, 108, 11),
      lineZone(
        'l',
        [
          [107, 10],
          [107, 11],
        ],
        { ourSide: 'right' },
      ),
    ]);
    const east = { lon: 106.9, lat: 10.5, speedKn: 6, courseDeg: 90 };
    const ahead = locator.timeToBoundary(east, 0)!;
    expect(ahead).to.deep.include({ into: true });
    expect(ahead.minutes).to.be.closeTo((metresBetween([106.9, 10.5], [107, 10.5]) / 1852 / 6) * 60, 0.01);
    expect(locator.timeToBoundary({ ...east, lon: 107.5 }, 0)).to.deep.include({ into: false });
    expect(locator.timeToBoundary({ ...east, lon: 107 }, 0)!.minutes).to.be.above(500);
    expect(locator.timeToBoundary({ ...east, lon: 107, courseDeg: 270 }, 0)).to.deep.include({
      into: false,
      minutes: 0,
    });
    expect(locator.timeToBoundary(east, 1)).to.deep.include({ outwards: false });
    expect(locator.timeToBoundary({ ...east, lon: 107.1, courseDeg: 270 }, 1)).to.deep.include({ outwards: true });
    expect(locator.timeToBoundary({ ...east, courseDeg: 270 }, 0)).to.equal(undefined);
    expect(locator.timeToBoundary(east, 0, 30)).to.equal(undefined);
    for (const gap of [{ speedKn: 0 }, { speedKn: undefined }, { courseDeg: undefined }, { speedKn: Number.NaN }]) {
      expect(locator.timeToBoundary({ ...east, ...gap }, 0)).to.equal(undefined);
    }
    expect(locator.timeToBoundary(east, 7)).to.equal(undefined);
  });
});
