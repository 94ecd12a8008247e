/** Where a silent vessel may be, as the map draws it. */
import { expect } from 'chai';
import { geodesic, METRES_PER_NM } from '../../geofences/geometry/ellipsoid.ts';
import type { Occurrence } from '../../geofences/types.ts';
import { narrowest, possiblePlaces } from '../../web/console/possible-area.ts';
import { possibleCircle } from '../../web/console/possible-circle.ts';
import { latitude, longitude, type View } from '../../web/map/mercator.ts';
import type { MapPalette } from '../../web/map/palette.ts';

const HOUR = 3_600_000;
const RAISED = Date.UTC(2026, 10, 24, 6);

/** Raised six hours after its last fix at 15° N 110° E, at 12 knots. */
function silence(details: Record<string, number>, more: Partial<Occurrence> = {}): Occurrence {
  return { state: 'raised', raisedAt: RAISED, lon: 110, lat: 15, details, ...more } as Occurrence;
}
const lost = silence({ possibleNm: 72, maxKn: 12 });

describe('the circle in which a silent vessel may be', () => {
  it('grows from what the alert says at the greatest speed, round the last known place', () => {
    expect(possiblePlaces(lost, undefined, RAISED)).to.deep.equal({ lon: 110, lat: 15, maxKn: 12, radiusNm: 72 });
    expect(possiblePlaces(lost, undefined, RAISED + 2.5 * HOUR)?.radiusNm).to.equal(102);
    // The fix that the alert itself stands on is no news, however it was rounded.
    const same = { lon: 110.00001, lat: 15, fixTime: RAISED - 6 * HOUR + 999 };
    expect(possiblePlaces(lost, same, RAISED)).to.deep.include({ lon: 110, radiusNm: 72 });
  });

  it('starts anew from where another source has seen it since', () => {
    const seen = { lon: 111, lat: 16, fixTime: RAISED - HOUR };
    expect(possiblePlaces(lost, seen, RAISED + HOUR)).to.deep.equal({ lon: 111, lat: 16, maxKn: 12, radiusNm: 24 });
  });

  it('is not there when the silence is over or nobody knows how fast it can go, and has no size from 1,000 nm on', () => {
    expect(possiblePlaces(silence(lost.details as never, { state: 'cleared' }), undefined, RAISED)).to.equal(undefined);
    expect(possiblePlaces(silence({ silentHours: 6 }), undefined, RAISED)).to.equal(undefined);
    expect(possiblePlaces(silence({ possibleNm: 72 }), undefined, RAISED)).to.equal(undefined);
    const far = silence({ possibleNm: 988, maxKn: 12 });
    expect(possiblePlaces(far, undefined, RAISED + HOUR - 60_000)?.radiusNm).to.be.closeTo(999.8, 1e-9);
    expect(possiblePlaces(far, undefined, RAISED + HOUR)).to.deep.include({ maxKn: 12, radiusNm: undefined });
  });

  it('is the smallest of several', () => {
    const area = (radiusNm: number | undefined) => ({ lon: 110, lat: 15, maxKn: 12, radiusNm });
    expect(narrowest([area(undefined), area(90), area(40), area(undefined)])?.radiusNm).to.equal(40);
    expect(narrowest([area(undefined)])).to.deep.equal(area(undefined));
    expect(narrowest([])).to.equal(undefined);
  });

  it('is as far away on the ellipsoid in every direction, over the date line too, as one line', () => {
    for (const [lon, lat] of [
      [110, 15],
      [179.5, 52],
    ] as const) {
      const points = drawn(lon, lat, 400);
      for (const [x, y] of points) {
        const { distanceM } = geodesic(lon, lat, x, y);
        // Chords are half inside, half outside, by 1 m each.
        expect(distanceM / METRES_PER_NM).to.be.closeTo(400, 0.001);
      }
      const steps = points.slice(1).map(([x], i) => Math.abs(x - points[i]![0]));
      expect(Math.max(...steps)).to.be.below(1);
    }
  });
});

/** Corners of the line as it is painted, in degrees. */
function drawn(lon: number, lat: number, radiusNm: number): [number, number][] {
  const view: View = { zoom: 0, scale: 1, left: 0, top: 0, width: 1, height: 1, dpr: 1 };
  const points: [number, number][] = [];
  let strokes = 0;
  const pen = {
    beginPath: () => strokes++,
    lineTo: (x: number, y: number) => strokes === 1 && points.push([longitude(x), latitude(y)]),
    measureText: () => ({ width: 10 }),
    ...{ setLineDash() {}, stroke() {}, fillRect() {}, fillText() {} },
  };
  possibleCircle({ lon, lat, radiusNm }, '')(pen as never, view, { halo: '#fff', ink: '#000' } as MapPalette);
  return points;
}
