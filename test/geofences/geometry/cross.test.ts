import { expect } from 'chai';
import fc from 'fast-check';
import { Locator } from '../../../geofences/geometry/locator.ts';
import { pointOn, wayBetween } from '../../../geofences/geometry/way.ts';
import type { Zone } from '../../../geofences/types.ts';
import { exactContains } from '../exact.ts';
import { metresBetween, pointAt, trueEdge } from '../geodesy.ts';
import { areaZone, boxZone, evenly, lineZone, type Position, pointIn, ringOf, squareRing } from '../shapes.ts';

const STEPS = 400;
/** Just before and just after: a thousandth of a millimetre of a way of a kilometre. */
const MOMENT = 1e-9;

/** Is the way in the zone, at any fraction of it? */
function insideAlong(polygons: readonly Position[][][], a: Position, b: Position): (fraction: number) => boolean {
  const way = wayBetween(...a, ...b);
  return (fraction) => {
    const { lon, lat } = pointOn(way, Math.max(0, Math.min(1, fraction)));
    return polygons.some((rings) => exactContains(rings, [lon, lat]));
  };
}

/** How near the way comes to a corner, degrees: there slivers thinner than a step are in play. */
function nearestCorner(rings: readonly Position[][], a: Position, b: Position): number {
  const length = Math.hypot(b[0] - a[0], b[1] - a[1]) || 1;
  const off = ([x, y]: Position) => Math.abs((b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0])) / length;
  return Math.min(...rings.flat().map(off));
}

const multi = (id: string, polygons: Position[][][]): Zone => ({
  ...boxZone(id, 0, 0, 1, 1),
  geometry: { type: 'MultiPolygon', coordinates: polygons },
});

describe('cross', function () {
  this.timeout(60_000);

  it('agrees with walking the way in small steps, over parts that touch, overlap and have holes', () => {
    const polygons = fc.array(fc.array(ringOf(1, 7), { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(polygons, pointIn(0, 8), pointIn(0, 8), (parts, a, b) => {
        const [crossing] = new Locator([multi('z', parts)]).cross(...a, ...b);
        const inside = insideAlong(parts, a, b);
        const seen = Array.from({ length: STEPS + 1 }, (_, i) => ({ at: i / STEPS, in: inside(i / STEPS) }));
        const allBetween = (from: number, to: number, is: boolean) =>
          seen.every((step) => step.at <= from || step.at >= to || step.in === is);
        const [starts, ends] = [inside(0), inside(1)];
        const whole = nearestCorner(parts.flat(), a, b) > 1e-3;
        if (starts !== ends) {
          expect(crossing?.change).to.equal(ends ? 'entered' : 'left');
          const { fraction } = crossing!;
          expect(ends ? allBetween(fraction, 1, true) : allBetween(0, fraction, true)).to.equal(true);
          if (!whole) return;
          expect([inside(fraction - MOMENT), inside(fraction + MOMENT)]).to.deep.equal([starts, ends]);
        } else if (crossing) {
          expect(crossing.change).to.equal(starts ? 'returned' : 'clipped');
          const { fraction, endFraction } = crossing;
          expect(allBetween(0, fraction, starts) && allBetween(endFraction!, 1, starts)).to.equal(true);
          if (!whole) return;
          expect([inside(fraction - MOMENT), inside(fraction + MOMENT)]).to.deep.equal([starts, !starts]);
          expect([inside(endFraction! - MOMENT), inside(endFraction! + MOMENT)]).to.deep.equal([!starts, starts]);
        } else expect(seen.filter((step) => step.in !== starts)).to.have.length.below(2);
      }),
      { numRuns: 400 },
    );
  });

  it('is the other way round on the way back', () => {
    fc.assert(
      fc.property(ringOf(1, 7), pointIn(0, 8), pointIn(0, 8), (ring, a, b) => {
        fc.pre(nearestCorner([ring], a, b) > 1e-3);
        const locator = new Locator([areaZone('z', [ring])]);
        const [there] = locator.cross(...a, ...b);
        const [back] = locator.cross(...b, ...a);
        const opposite = {
          entered: 'left',
          left: 'entered',
          clipped: 'clipped',
          passed: 'passed',
          returned: 'returned',
        };
        expect(back?.change).to.equal(there && opposite[there.change]);
        if (there?.endFraction !== undefined) expect(back!.fraction).to.be.closeTo(1 - there.endFraction!, 1e-6);
      }),
    );
  });

  it('is not changed by zones elsewhere', () => {
    fc.assert(
      fc.property(
        ringOf(1, 7),
        fc.array(ringOf(20, 60), { maxLength: 8 }),
        pointIn(0, 8),
        pointIn(0, 8),
        (ring, far, a, b) => {
          const alone = new Locator([areaZone('z', [ring])]);
          const more = new Locator([
            areaZone('z', [ring]),
            ...far.map((other, i) => areaZone(`f${i}`, [other])),
            lineZone(
              'l',
              far.flat().length > 1
                ? far.flat()
                : [
                    [20, 20],
                    [30, 30],
                  ],
            ),
          ]);
          expect(more.cross(...a, ...b)).to.deep.equal(alone.cross(...a, ...b));
        },
      ),
    );
  });

  it('takes an edge that two parts share for no edge', () => {
    const halves = multi('z', [[squareRing(0, 0, 1, 2)], [squareRing(1, 0, 2, 2)]]);
    const locator = new Locator([halves]);
    expect(locator.cross(0.5, 1, 1.5, 1)).to.deep.equal([]);
    const [entered] = locator.cross(-1, 1, 1.5, 1);
    expect(entered).to.deep.include({ change: 'entered' });
    expect(entered!.lon).to.be.closeTo(0, 1e-9);
    const [clipped] = locator.cross(-1, 1, 3, 1);
    expect(clipped!.lon).to.be.closeTo(0, 1e-9);
    expect(clipped!.endLon).to.be.closeTo(2, 1e-9);
  });

  it('knows a zone that RFC 7946 cuts at the antimeridian as one', () => {
    const cut = multi('z', [[squareRing(170, 0, 180, 10)], [squareRing(-180, 0, -170, 10)]]);
    const locator = new Locator([cut]);
    expect(locator.cross(179.9, 5, -179.9, 5)).to.deep.equal([]);
    const [left] = locator.cross(179.9, 5, -169.9, 5);
    expect(left).to.deep.include({ change: 'left' });
    expect(left!.lon).to.be.closeTo(-170, 1e-9);
    const [entered] = locator.cross(-169.9, 5, 179.9, 5);
    expect(entered).to.deep.include({ change: 'entered' });
    expect(entered!.lon).to.be.closeTo(-170, 1e-9);
  });

  it('finds what lies beyond the antimeridian', () => {
    const locator = new Locator([
      boxZone('z', -175, 0, -170, 10),
      lineZone('l', [
        [-176, 0],
        [-176, 10],
      ]),
    ]);
    const met = (...way: [number, number, number, number]) =>
      locator.cross(...way).map(({ zone, change, lon }) => [zone, change, Math.round(lon)]);
    expect(met(179, 5, -174, 5)).to.deep.equal([
      [0, 'entered', -175],
      [1, 'passed', -176],
    ]);
    expect(met(-174, 5, 179, 5)).to.deep.equal([
      [0, 'left', -175],
      [1, 'passed', -176],
    ]);
  });

  it('meets an edge once that passes many others by', () => {
    const short = Array.from({ length: 60 }, (_, i): Position => [111 + (i % 2) * 0.01, 1 + i * 0.1]);
    const locator = new Locator([lineZone('l', [[110, 8], [110.5, 0], ...short], { ourSide: 'right' })]);
    for (const slope of [0, 3, -3]) {
      const crossings = locator.cross(109, 4 - slope, 110.9, 4 + slope);
      expect(crossings.map(({ change, outwards }) => [change, outwards])).to.deep.equal([['passed', true]]);
    }
  });

  it('starts and ends on edges: there is in', () => {
    const locator = new Locator([boxZone('z', 0, 0, 1, 1)]);
    const change = (...way: [number, number, number, number]) =>
      locator.cross(...way).map(({ change, fraction }) => [change, fraction]);
    expect(change(1, 0.5, 2, 0.5)).to.deep.equal([['left', 0]]);
    expect(change(2, 0.5, 1, 0.5)).to.deep.equal([['entered', 1]]);
    expect(change(1, 0.5, 0.5, 0.5)).to.deep.equal([]);
    expect(change(1, 0.25, 1, 0.75)).to.deep.equal([]);
    expect(change(0, 2, 2, 0)).to.deep.equal([]);
    expect(change(0, 0.5, 0, 0.5)).to.deep.equal([]);
  });

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
    expect(out).to.deep.include({ change: 'passed', outwards: true });
    expect(out!.fraction).to.be.closeTo(0.5, 1e-9);
    expect(out!.lon).to.be.closeTo(10, 1e-9);
    expect(locator.cross(11, 2, 9, 2)[0]).to.deep.include({ outwards: false });
    expect(locator.cross(9, 5, 11, 5)).to.have.length(1);
    expect(locator.cross(9, 11, 13, 11)).to.deep.equal([]);
    expect(locator.cross(9, 2, 9.9, 2)).to.deep.equal([]);
  });

  it('finds the way over a directed line and back, and from which side it went', () => {
    const bight = lineZone(
      'l',
      [
        [10, 0],
        [8, 5],
        [10, 10],
      ],
      { ourSide: 'left' },
    );
    const locator = new Locator([bight]);
    const [there] = locator.cross(9.5, 1, 9.5, 9);
    expect(there).to.deep.include({ change: 'returned', outwards: true });
    expect(there!.lat).to.be.closeTo(1.25, 0.01);
    expect(there!.endLat).to.be.closeTo(8.75, 0.01);
    const ours = new Locator([{ ...bight, properties: { ...bight.properties, ourSide: 'right' } }]);
    expect(ours.cross(9.5, 1, 9.5, 9)[0]).to.deep.include({ change: 'returned', outwards: false });
    const stretch = { fraction: there!.fraction, endFraction: there!.endFraction! };
    const farthest = locator.farthestOn(0, { lon: 9.5, lat: 1 }, { lon: 9.5, lat: 9 }, stretch);
    expect(farthest.distanceNm).to.be.closeTo(locator.nearest(0, 9.5, 5)!.distanceNm, 0.01);
  });

  it('takes a line in several pieces as one boundary', () => {
    const line: Zone = {
      ...lineZone('l', [], { ourSide: 'left' }),
      geometry: {
        type: 'MultiLineString',
        coordinates: [
          [
            [10, 0],
            [10, 2],
          ],
          [
            [10, 4],
            [10, 6],
          ],
        ],
      },
    };
    const locator = new Locator([line]);
    expect(locator.cross(9, 1, 11, 1)[0]).to.deep.include({ change: 'passed', outwards: true });
    expect(locator.cross(9, 5, 11, 5)[0]).to.deep.include({ change: 'passed', outwards: true });
    expect(locator.cross(9, 3, 11, 3)).to.deep.equal([]);
    expect(locator.locate(10, 1, [])).to.deep.equal([]);
    expect(locator.nearest(0, 10.5, 3)!.side).to.equal(undefined);
    expect(locator.nearest(0, 9.5, 5)!.side).to.equal('left');
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

  it('finds a hop over a small zone on a long way, where the geodesic goes', () => {
    const way = trueEdge('geodesic', [105, 10], [115, 10]);
    const [lon, lat] = way(0.5);
    const zones = [boxZone('small', lon - 0.01, lat - 0.01, lon + 0.01, lat + 0.01), boxZone('wide', 100, 0, 120, 20)];
    // The straight line in lon/lat passes 4 km south of it.
    expect(lat - 10).to.be.above(0.03);
    const [crossing] = new Locator(zones).cross(105, 10, 115, 10);
    expect(crossing?.change).to.equal('clipped');
    expect(crossing!.fraction).to.be.closeTo(0.499, 1e-5);
    expect(crossing!.endFraction).to.be.closeTo(0.501, 1e-5);
  });

  it('finds it wherever the cells end that zones at the other end of the earth make wide', () => {
    const far = [boxZone('west', -179, -60, -178, -59), boxZone('east', 178, 59, 179, 60)];
    for (let south = 12.5; south < 13; south += 0.003) {
      const [, top] = trueEdge('geodesic', [107, south], [111, south])(0.5);
      const zone = boxZone('north', 108.5, south + (top - south) * 0.8, 109.5, south + 0.5);
      for (const zones of [[zone], [zone, ...far]]) {
        const [crossing] = new Locator(zones).cross(107, south, 111, south);
        expect(crossing?.change, `${south}`).to.equal('clipped');
      }
    }
  });

  it('sees every vessel that goes through a corridor, once', () => {
    const line: Position[] = [
      [106, 10],
      [107, 11],
      [107.2, 11],
      [106, 10.2],
    ];
    const locator = new Locator([lineZone('c', line, { corridorNm: 5 })]);
    fc.assert(
      fc.property(evenly(0, 360), (course) => {
        const middle: Position = [106.5, 10.5];
        const [from, to] = [pointAt(middle, course, 150_000), pointAt(middle, course + 180, 150_000)];
        const crossings = locator.cross(...from, ...to);
        expect(crossings.map(({ change }) => change)).to.deep.equal(['clipped']);
        const through = metresBetween(
          [crossings[0]!.lon, crossings[0]!.lat],
          [crossings[0]!.endLon!, crossings[0]!.endLat!],
        );
        expect(through).to.be.above(2 * 5 * 1852 - 20);
      }),
    );
  });
});
