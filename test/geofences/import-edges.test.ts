/** Zones are checked and measured by the edges that they have, and across ±180 as anywhere else. */
import { expect } from 'chai';
import fc from 'fast-check';
import geographiclib from 'geographiclib-geodesic';
import { repairZones, usableZones } from '../../geofences/import/check.ts';
import { areaKm2, ringAreaKm2 } from '../../geofences/import/shapes/area.ts';
import type { EdgeKind } from '../../geofences/types.ts';
import { metresBetween, trueEdge } from './geodesy.ts';
import { box as boxRing, checkFeatures, codes, multi, type Pair, polygon } from './import-files.ts';
import { evenly, ringOf } from './shapes.ts';

const KINDS: readonly EdgeKind[] = ['straight', 'geodesic', 'rhumb'];
const closed = (ring: Pair[]): Pair[] => [...ring, ring[0]!];
const crossingsIn = (ring: Pair[], edges: EdgeKind) =>
  checkFeatures([polygon([ring], { edges })]).findings.filter(({ code }) => code === 'self-crossing');

/** Square kilometres by GeographicLib's geodesic polygons, the edges walked in so many steps. */
function slowAreaKm2(ring: readonly Pair[], kind: EdgeKind, steps: number): number {
  const walked = geographiclib.Geodesic.WGS84.Polygon(false);
  for (let i = 0; i + 1 < ring.length; i++) {
    const edge = trueEdge(kind, ring[i]!, ring[i + 1]!);
    for (let step = 0; step < steps; step++) {
      const [lon, lat] = edge(step / steps);
      walked.AddPoint(lat, lon);
    }
  }
  return walked.Compute(false, true).area! / 1e6;
}

describe('import of zones: edges as they run', () => {
  // A notch whose tip lies 0.1° beyond the parallel; the geodesic along that parallel lies 0.19° north of it there.
  const into: Pair[] = closed([
    [102, 20],
    [118, 20],
    [118, 22],
    [110, 20.1],
    [102, 22],
  ]);
  const below: Pair[] = closed([
    [102, 20],
    [102, 18],
    [110, 20.1],
    [118, 18],
    [118, 20],
  ]);

  it('finds where a geodesic outline crosses itself and the straight one does not, and the other way round', () => {
    expect(crossingsIn(into, 'straight')).to.deep.equal([]);
    expect(crossingsIn(into, 'rhumb')).to.deep.equal([]);
    const [found] = crossingsIn(into, 'geodesic');
    expect(found!.places).to.have.length(2);
    expect(found!.en).to.include('crosses itself at 2 places').and.include('between edge ');
    const [west, south, east, north] = [109, 20.15, 111, 20.25];
    for (const { lon, lat } of found!.places) {
      expect(lon).to.be.within(west, east);
      expect(lat).to.be.within(south, north);
    }
    expect(crossingsIn(below, 'geodesic')).to.deep.equal([]);
    expect(crossingsIn(below, 'straight')[0]!.places).to.have.length(2);
  });

  it('repairs it into parts that keep their corners and their edges', () => {
    const check = checkFeatures([polygon([into], { edges: 'geodesic' })]);
    const repaired = repairZones(check);
    expect(repaired.findings.filter(({ code }) => code.startsWith('self-'))).to.deep.equal([]);
    const [zone] = usableZones(repaired);
    const parts = zone!.geometry.coordinates as Pair[][][];
    expect(zone!.properties.edges).to.equal('geodesic');
    expect(parts.flat(2)).to.have.length.within(10, 14);
    const whole = Math.abs(slowAreaKm2(into, 'geodesic', 200));
    expect(areaKm2(parts, 'geodesic')).to.be.above(whole);
  });

  for (const kind of KINDS) {
    it(`tells of every outline of ${kind} edges whether it crosses itself, as walking the edges does`, () => {
      const corner = fc.tuple(evenly(104, 116), evenly(8, 22));
      const ring = fc.array(corner, { minLength: 4, maxLength: 6 }).map((corners) => closed(corners as Pair[]));
      fc.assert(
        fc.property(ring, (outline) => {
          const walked = walkedCrossings(outline, kind);
          const { findings } = checkFeatures([polygon([outline], { edges: kind })]);
          // What is as good as out and back is taken out before crossings are looked for.
          fc.pre(walked !== undefined && !findings.some(({ code }) => code === 'spike'));
          const places = findings.filter(({ code }) => code === 'self-crossing').flatMap((finding) => finding.places);
          expect(places).to.have.length(walked!.length);
          for (const { lon, lat } of places) {
            expect(Math.min(...walked!.map((at) => metresBetween(at, [lon!, lat!])))).to.be.below(15);
          }
        }),
        { numRuns: 40, endOnFailure: true },
      );
    });

    it(`measures ${kind} edges as GeographicLib does`, () => {
      fc.assert(
        fc.property(ringOf(5, 20), (corners) => {
          const ring = corners.map(([x, y]): Pair => [x + 98, y]);
          const slow = slowAreaKm2(ring, kind, kind === 'geodesic' ? 1 : 400);
          expect(ringAreaKm2(ring, kind)).to.be.closeTo(slow, 1e-6 * Math.abs(slow) + 0.001);
        }),
        { numRuns: 25 },
      );
    });
  }

  it('takes the cut at ±180 that RFC 7946 asks for as no shared edge, and finds parts that do overlap across it', () => {
    const [west, east]: Pair[][] = [boxRing(176, 12, 180, 14), boxRing(-180, 12, -177, 14)];
    const over = boxRing(-180, 13, -178, 13.5).map(([lon, lat]): Pair => [lon === -180 ? 179 : lon, lat]);
    const codesOf = (parts: Pair[][]) =>
      codes(checkFeatures([multi(parts.map((ring) => [ring]))])).filter((code) => code !== 'outside-region');
    expect(codesOf([west!, east!])).to.deep.equal([]);
    expect(codesOf([west!, over])).to.deep.equal(['parts-overlap']);
    expect(codesOf([east!, over])).to.deep.equal(['parts-overlap']);
  });

  it('judges a zone across ±180 like the same zone elsewhere, however its longitudes are written', () => {
    const corner = fc.tuple(evenly(106, 114), evenly(8, 22));
    const ring = fc.array(corner, { minLength: 4, maxLength: 8 }).map((corners) => closed(corners as Pair[]));
    fc.assert(
      fc.property(ring, fc.constantFrom(...KINDS), (here, edges) => {
        const there = here.map(([lon, lat]): Pair => [lon + 70 > 180 ? lon - 290 : lon + 70, lat]);
        expect(Math.abs(ringAreaKm2(there, edges))).to.be.closeTo(Math.abs(ringAreaKm2(here, edges)), 1e-5);
        const [ours, theirs] = [here, there].map((outline) => {
          const check = checkFeatures([polygon([outline], { edges })]);
          const codes = check.findings
            .filter(({ code }) => code !== 'outside-region')
            .map(({ code, places }) => `${code} ${places.length}`);
          const { drafts } = repairZones(check, ({ code }) => code !== 'outside-region');
          const { shape } = drafts[0]!;
          return { codes, km2: shape.type === 'areas' ? Math.round(areaKm2(shape.polygons, edges) * 100) / 100 : 0 };
        });
        expect(theirs).to.deep.equal(ours);
      }),
      { numRuns: 60 },
    );
  });
});

/** Places where edges that do not follow one another meet; undefined where an end comes so near to another edge that walking cannot tell. */
function walkedCrossings(ring: readonly Pair[], kind: EdgeKind): Pair[] | undefined {
  const STEPS = 200;
  const ways = ring.slice(1).map((to, i) => {
    const edge = trueEdge(kind, ring[i]!, to);
    return Array.from({ length: STEPS + 1 }, (_, step) => edge(step / STEPS) as Pair);
  });
  const found: Pair[] = [];
  for (let i = 0; i < ways.length; i++) {
    for (let j = i + 1; j < ways.length; j++) {
      const areNeighbours = j === i + 1 || (i === 0 && j === ways.length - 1);
      if (areNeighbours) continue;
      const ends = [ways[i]![0]!, ways[i]![STEPS]!].some((end) => isNearWay(end, ways[j]!));
      if (ends || [ways[j]![0]!, ways[j]![STEPS]!].some((end) => isNearWay(end, ways[i]!))) return undefined;
      found.push(...meetingsOfWays(ways[i]!, ways[j]!));
    }
  }
  return found;
}

/** Nearer than 0.002°, some 200 m, in the plane. */
function isNearWay([x, y]: Pair, way: readonly Pair[]): boolean {
  return way.some(([ax, ay], i) => {
    if (i === 0) return false;
    const [bx, by] = way[i - 1]!;
    const [dx, dy] = [bx - ax, by - ay];
    const t = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
    return Math.hypot(x - ax - t * dx, y - ay - t * dy) < 0.002;
  });
}

function meetingsOfWays(one: readonly Pair[], other: readonly Pair[]): Pair[] {
  const found: Pair[] = [];
  for (let i = 1; i < one.length; i++) {
    for (let j = 1; j < other.length; j++) {
      const [[ax, ay], [bx, by], [cx, cy], [dx, dy]] = [one[i - 1]!, one[i]!, other[j - 1]!, other[j]!];
      const down = (bx - ax) * (dy - cy) - (by - ay) * (dx - cx);
      const t = ((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)) / down;
      const u = ((cx - ax) * (by - ay) - (cy - ay) * (bx - ax)) / down;
      if (t >= 0 && t < 1 && u >= 0 && u < 1) found.push([ax + t * (bx - ax), ay + t * (by - ay)]);
    }
  }
  return found;
}
