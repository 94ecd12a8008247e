/** The promise: below 10 m against the WGS84 geodesic everywhere in 0–30° N, for every kind of edge and every question. */
import { expect } from 'chai';
import fc from 'fast-check';
import { Locator } from '../../../geofences/geometry/locator.ts';
import type { EdgeKind, Zone } from '../../../geofences/types.ts';
import {
  angle,
  azimuthBetween,
  courseOf,
  kindOfEdge,
  longEdge,
  metresBetween,
  nearestOnCurve,
  place,
  pointAt,
  share,
  trueEdge,
} from '../geodesy.ts';
import { areaZone, evenly, lineZone, type Position } from '../shapes.ts';

const PROMISE_M = 10;

/** An area of which a–b is one edge and the rest lies well to the left of it. */
function leftOf(a: Position, b: Position, edges: EdgeKind): Zone {
  const azimuth = azimuthBetween(a, b);
  const far = (from: Position) => pointAt(from, azimuth - 90, 150_000);
  return areaZone('z', [[a, b, far(b), far(a), a]], { edges });
}

/** Sideways from the true edge: to the left with a negative distance. */
function beside(a: Position, b: Position, edges: EdgeKind, t: number, metres: number): Position {
  const edge = trueEdge(edges, a, b);
  return pointAt(edge(t), courseOf(edge, t) + 90, metres);
}

describe('geometry within 10 m of the WGS84 geodesic in 0–30° N', () => {
  it('locate, at the edges of areas', () => {
    fc.assert(
      fc.property(longEdge, kindOfEdge, share, ([a, b], edges, t) => {
        const locator = new Locator([leftOf(a, b, edges)]);
        expect(locator.locate(...beside(a, b, edges, t, -PROMISE_M), [])).to.deep.equal([0]);
        expect(locator.locate(...beside(a, b, edges, t, PROMISE_M), [])).to.deep.equal([]);
      }),
      { numRuns: 400 },
    );
  });

  it('locate, at the rim of circles', () => {
    fc.assert(
      fc.property(place, evenly(0.2, 200), angle, (centre, radiusNm, azimuth) => {
        const zone: Zone = { ...areaZone('c', [], { radiusNm }), geometry: { type: 'Point', coordinates: centre } };
        const locator = new Locator([zone]);
        const rim = radiusNm * 1852;
        expect(locator.locate(...pointAt(centre, azimuth, rim - 2), [])).to.deep.equal([0]);
        expect(locator.locate(...pointAt(centre, azimuth, rim + 2), [])).to.deep.equal([]);
      }),
      { numRuns: 300 },
    );
  });

  it('locate, along the sides and round the ends of corridors', () => {
    fc.assert(
      fc.property(
        longEdge,
        kindOfEdge,
        share,
        evenly(0.5, 30),
        evenly(-89, 89),
        ([a, b], edges, t, corridorNm, turn) => {
          const locator = new Locator([lineZone('c', [a, b], { edges, corridorNm })]);
          const half = corridorNm * 1852;
          const edge = trueEdge(edges, a, b);
          for (const side of [-1, 1]) {
            expect(locator.locate(...beside(a, b, edges, t, side * (half - PROMISE_M)), [])).to.deep.equal([0]);
            expect(locator.locate(...beside(a, b, edges, t, side * (half + PROMISE_M)), [])).to.deep.equal([]);
          }
          const beyond = courseOf(edge, 1) + turn;
          expect(locator.locate(...pointAt(b, beyond, half - PROMISE_M), [])).to.deep.equal([0]);
          expect(locator.locate(...pointAt(b, beyond, half + PROMISE_M), [])).to.deep.equal([]);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('locate and nearest, at the bends of corridors, however sharp and however near each other', () => {
    const legs = fc.array(fc.tuple(angle, evenly(300, 60_000)), {
      minLength: 2,
      maxLength: 5,
    });
    const around = fc.array(fc.tuple(share, angle), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(place, legs, kindOfEdge, evenly(0.5, 15), around, (start, ...rest) => {
        const [steps, edges, corridorNm, places] = rest;
        const line = [start];
        for (const step of steps) line.push(pointAt(line[line.length - 1]!, ...step));
        const curves = line.slice(1).map((b, i) => trueEdge(edges, line[i]!, b));
        const locator = new Locator([lineZone('c', line, { edges, corridorNm })]);
        const half = corridorNm * 1852;
        for (const [t, azimuth] of places) {
          const bend = line[Math.floor(t * line.length)]!;
          const point = pointAt(bend, azimuth, half + (t < 0.5 ? -1 : 1) * 2 * PROMISE_M);
          const away = Math.min(...curves.map((curve) => nearestOnCurve(curve, point).metres));
          if (Math.abs(away - half) < PROMISE_M) continue;
          expect(locator.locate(...point, []), `${away} of ${half} m`).to.deep.equal(away < half ? [0] : []);
          if (away > half) {
            const nearestM = locator.nearest(0, ...point)!.distanceNm * 1852;
            expect(nearestM).to.be.closeTo(away - half, PROMISE_M);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('nearest, from anywhere to any edge', () => {
    fc.assert(
      fc.property(longEdge, kindOfEdge, place, ([a, b], edges, point) => {
        const nearest = new Locator([lineZone('l', [a, b], { edges })]).nearest(0, ...point)!;
        const edge = trueEdge(edges, a, b);
        const truth = nearestOnCurve(edge, point);
        expect(nearest.distanceNm * 1852).to.be.closeTo(truth.metres, PROMISE_M);
        expect(metresBetween(point, [nearest.lon, nearest.lat])).to.be.closeTo(nearest.distanceNm * 1852, 0.01);
        expect(nearestOnCurve(edge, [nearest.lon, nearest.lat]).metres).to.be.below(PROMISE_M);
      }),
      { numRuns: 300 },
    );
  });

  it('cross: the place is on the edge and on the geodesic between the fixes, at the fraction of its length', () => {
    fc.assert(
      fc.property(
        longEdge,
        kindOfEdge,
        share,
        evenly(20, 160),
        evenly(300, 400_000),
        evenly(300, 400_000),
        ([a, b], edges, t, turn, before, after) => {
          const edge = trueEdge(edges, a, b);
          const course = courseOf(edge, t) + turn;
          const from = pointAt(edge(t), course + 180, before);
          const to = pointAt(edge(t), course, after);
          const zone = lineZone('l', [a, b], { edges, ourSide: 'left' });
          const [crossing] = new Locator([zone]).cross(...from, ...to);
          // A way so long may come back over an edge that bends.
          if (!crossing) {
            expect(before + after).to.be.above(100_000);
            return;
          }
          const met: Position = [crossing.lon, crossing.lat];
          expect(nearestOnCurve(edge, met).metres).to.be.below(PROMISE_M);
          expect(nearestOnCurve(trueEdge('geodesic', from, to), met).metres).to.be.below(PROMISE_M);
          const whole = metresBetween(from, to);
          expect(metresBetween(from, met)).to.be.closeTo(crossing.fraction * whole, PROMISE_M);
          if (before + after < 100_000)
            expect(metresBetween(met, edge(t))).to.be.below(PROMISE_M / Math.sin(turn * (Math.PI / 180)));
          expect(crossing.outwards).to.equal(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('timeToBoundary: the place is on the edge and on the course, at the time that the speed takes', () => {
    fc.assert(
      fc.property(
        longEdge,
        kindOfEdge,
        share,
        evenly(20, 160),
        evenly(300, 150_000),
        evenly(0.5, 30),
        ([a, b], edges, t, turn, metres, speedKn) => {
          const edge = trueEdge(edges, a, b);
          const [lon, lat] = pointAt(edge(t), courseOf(edge, t) - turn, metres);
          const courseDeg = azimuthBetween([lon, lat], edge(t));
          const locator = new Locator([lineZone('l', [a, b], { edges })]);
          const minutes = (metres / 1852 / speedKn) * 60;
          const ahead = locator.timeToBoundary({ lon, lat, speedKn, courseDeg }, 0, minutes * 1.5)!;
          const met: Position = [ahead.lon, ahead.lat];
          expect(nearestOnCurve(edge, met).metres).to.be.below(PROMISE_M);
          expect(metresBetween(met, pointAt([lon, lat], courseDeg, ahead.distanceNm * 1852))).to.be.below(PROMISE_M);
          expect(ahead.minutes).to.be.closeTo((ahead.distanceNm / speedKn) * 60, 1e-9);
          if (metres < 50_000) expect(ahead.minutes).to.be.closeTo(minutes, 0.02 + (40 / 1852 / speedKn) * 60);
          expect(locator.timeToBoundary({ lon, lat, speedKn, courseDeg }, 0, ahead.minutes * 0.99)).to.equal(undefined);
        },
      ),
      { numRuns: 300 },
    );
  });
});
