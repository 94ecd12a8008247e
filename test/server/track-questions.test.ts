/** What is asked of many tracks: who was here, the fleet at an instant, nearest, gaps; and tracks drawn at a zoom. */
import { expect } from 'chai';
import fc from 'fast-check';
import { type Fix, FixFlag } from '../../geofences/fix.ts';
import { areaChanges, isIn } from '../../geofences/geometry/crossing.ts';
import { prepareZone } from '../../geofences/geometry/shape.ts';
import { wayBetween } from '../../geofences/geometry/way.ts';
import { LONGEST_HOP_MS } from '../../server/store/tracks/chunk-walk.ts';
import { fleetAt, nearestOf } from '../../server/store/tracks/fleet-at.ts';
import { type Gap, type GapQuery, gapsOf } from '../../server/store/tracks/gaps.ts';
import {
  distanceToLine,
  pixelsOf,
  STRETCH_FIXES,
  simplified,
  simplify,
  TOLERANCE_PIXELS,
} from '../../server/store/tracks/simplify.ts';
import { whoWasHere } from '../../server/store/tracks/who-was-here.ts';
import { cutTrack } from '../../web/map/track.ts';
import { batchOf, damage, fixAt, HOUR, MINUTE, storeWith } from './track-store.ts';

const area = prepareZone(
  {
    id: 'a',
    geometry: {
      type: 'Polygon',
      coordinates: [
        [
          [108, 15],
          [109, 15],
          [109, 16],
          [108, 16],
          [108, 15],
        ],
      ],
    },
    properties: { name: 'a', kind: 'other', version: 1, source: 'test' },
  } as never,
  0,
);

/** East along a parallel, a fix every `every` minutes. */
function eastward(count: number, every: number, from: number, step: number, lat = 15.5, start = 0): Fix[] {
  return Array.from({ length: count }, (_, i) =>
    fixAt(start + i * every, Math.round((from + i * step) * 1e7) / 1e7, lat),
  );
}

describe('who was here', () => {
  it('names who had fixes there, who only passed through between two, and when', async () => {
    const store = await storeWith({
      inside: [fixAt(0, 108.5, 15.5), fixAt(60, 108.6, 15.5), fixAt(120, 110, 15.5)],
      passed: [fixAt(10, 107.5, 15.5), fixAt(130, 109.5, 15.5)],
      beside: [fixAt(0, 107.5, 17), fixAt(120, 109.5, 17)],
      unknown: [fixAt(0, 107.5, 15.5), fixAt(0 + 5 * 60, 109.5, 15.5)],
      assumed: [fixAt(5, 108.5, 15.5, { flags: FixFlag.placeAssumed })],
      before: [fixAt(-100, 108.5, 15.5), fixAt(-90, 108.5, 15.5)],
    });
    const { vessels, unread } = await whoWasHere(store, area, 0, 200 * MINUTE);
    expect(unread).to.deep.equal([]);
    expect(vessels).to.deep.equal([
      { vesselId: 'inside', from: 0, to: 60 * MINUTE, fixes: 2 },
      { vesselId: 'passed', from: vessels[1]!.from, to: vessels[1]!.to, fixes: 0 },
    ]);
    expect(vessels[1]!.from).to.be.closeTo(40 * MINUTE, MINUTE);
    expect(vessels[1]!.to).to.be.closeTo(100 * MINUTE, MINUTE);
  });

  it('finds who passed between the last fix of one chunk and the first of the next', async () => {
    const track = [...eastward(64, 1, 106, 0.001), ...eastward(64, 1, 109.5, 0.001, 15.5, 123)];
    const store = await storeWith({ v: track }, 1);
    const chunks: number[] = [];
    for await (const { fixes } of store.chunks({ vesselId: 'v', from: 0, to: HOUR * 9 })) chunks.push(fixes);
    expect(chunks).to.deep.equal([64, 64]);
    const { vessels } = await whoWasHere(store, area, 80 * MINUTE, 116 * MINUTE);
    expect(vessels).to.have.length(1);
    expect(vessels[0]!.to).to.be.closeTo(115 * MINUTE, 2 * MINUTE);
  });

  it('finds the same as looking at every fix of every track', async () => {
    const leg = fc.record({
      minutes: fc.integer({ min: 1, max: 300 }),
      lon: fc.integer({ min: 1070, max: 1100 }),
      lat: fc.integer({ min: 140, max: 170 }),
    });
    const tracks = fc.array(fc.array(leg, { minLength: 1, maxLength: 90 }), { minLength: 1, maxLength: 4 });
    const times = fc.tuple(fc.integer({ min: 0, max: 9000 }), fc.integer({ min: 0, max: 3000 }));
    await fc.assert(
      fc.asyncProperty(tracks, times, async (legs, [start, length]) => {
        const all = Object.fromEntries(
          legs.map((track, n) => {
            let minute = 0;
            const fixes = track.map(({ minutes, lon, lat }) => {
              minute += minutes;
              return fixAt(minute, lon / 10, lat / 10);
            });
            return [`v${n}`, fixes];
          }),
        );
        const store = await storeWith(all);
        const [from, to] = [start * MINUTE, (start + length) * MINUTE];
        const { vessels } = await whoWasHere(store, area, from, to);
        const expected = Object.keys(all).filter((id) => wasThere(all[id]!, from, to));
        expect(vessels.map(({ vesselId }) => vesselId).sort()).to.deep.equal(expected);
        await store.close();
      }),
      { numRuns: 150 },
    );
  });

  function wasThere(fixes: readonly Fix[], from: number, to: number): boolean {
    return fixes.some((fix, i) => {
      if (fix.fixTime >= from && fix.fixTime <= to && isIn(area, fix.lon, fix.lat)) return true;
      const before = fixes[i - 1];
      const took = before ? fix.fixTime - before.fixTime : 0;
      if (!before || took > LONGEST_HOP_MS || isIn(area, fix.lon, fix.lat) || isIn(area, before.lon, before.lat)) {
        return false;
      }
      const changes = areaChanges(area, wayBetween(before.lon, before.lat, fix.lon, fix.lat));
      if (changes.length === 0) return false;
      const [first, last] = [changes[0]!, changes.at(-1)!];
      return (
        Math.round(before.fixTime + took * last.fraction) >= from &&
        Math.round(before.fixTime + took * first.fraction) <= to
      );
    });
  }

  it('names the tracks that it could not read, and reads the others', async () => {
    const store = await storeWith({ a: eastward(20, 5, 108.1, 0.01), b: eastward(20, 5, 108.1, 0.01) });
    await damage(store, 'a', 0);
    const { vessels, unread } = await whoWasHere(store, area, 0, HOUR);
    expect(vessels.map(({ vesselId }) => vesselId)).to.deep.equal(['b']);
    expect(unread).to.deep.equal([{ vesselId: 'a', from: 0, to: 95 * MINUTE }]);
    // The next commit to the damaged chunk takes it out of the track.
    await store.commit(batchOf([['a', [fixAt(7, 108.3, 15.5)]]]));
    expect(await store.track('a', 0, HOUR)).to.have.length(1);
    const [aside] = await store.chunksSetAside();
    expect(aside).to.deep.include({ vesselId: 'a', startTime: 0, endTime: 95 * MINUTE, fixes: 20 });
    await store.forgetSetAside(aside!);
    expect(await store.chunksSetAside()).to.deep.equal([]);
  });
});

describe('the fleet at an instant', () => {
  it('has each vessel on the way to its next fix, or at its last one', async () => {
    const store = await storeWith({
      sailing: eastward(200, 10, 108, 0.01),
      silent: [fixAt(0, 109, 14)],
      old: [fixAt(-2000, 109, 14)],
      later: [fixAt(600, 109, 14)],
      far: [fixAt(0, 110, 14), fixAt(1000, 111, 14)],
    });
    const { vessels } = await fleetAt(store, 505 * MINUTE, 24 * HOUR);
    const byId = Object.fromEntries(vessels.map((one) => [one.vesselId, one]));
    expect(Object.keys(byId).sort()).to.deep.equal(['far', 'sailing', 'silent']);
    expect(byId.sailing!.lon).to.be.closeTo(108.505, 1e-6);
    expect(byId.sailing!.fix.fixTime).to.equal(500 * MINUTE);
    expect(byId.sailing!.next!.fixTime).to.equal(510 * MINUTE);
    expect(byId.silent).to.deep.include({ lon: 109, lat: 14 }).and.not.have.property('next');
    expect(byId.far, 'nobody knows what it did for so long')
      .to.deep.include({ lon: 110 })
      .and.not.have.property('next');
  });

  it('finds across the seam of two chunks what every fix would say', async () => {
    const track = eastward(300, 10, 107, 0.01);
    const store = await storeWith({ v: track }, 1);
    for (const minute of [5, 635, 639.99, 640, 1275, 2989]) {
      const { vessels } = await fleetAt(store, minute * MINUTE, 24 * HOUR);
      expect(vessels[0]!.lon, `minute ${minute}`).to.be.closeTo(107 + minute / 1000, 1e-6);
    }
  });

  it('goes back as far as it has to for a place that is the vessel’s own', async () => {
    const track = eastward(600, 1, 107, 0.01).map((fix, i) => (i < 20 ? fix : { ...fix, flags: FixFlag.placeAssumed }));
    const store = await storeWith({ v: track }, 1);
    const { vessels } = await fleetAt(store, 390 * MINUTE, 24 * HOUR);
    expect(vessels).to.have.length(1);
    expect(vessels[0]).to.deep.include({ lon: 107.19 });
  });

  it('tells which were nearest to a place', async () => {
    const store = await storeWith({ a: [fixAt(0, 108, 15)], b: [fixAt(0, 108, 15.5)], c: [fixAt(0, 108, 17)] });
    const { vessels } = await fleetAt(store, MINUTE, HOUR);
    const near = nearestOf(vessels, 108, 15.4, 2);
    expect(near.map(({ vesselId }) => vesselId)).to.deep.equal(['b', 'a']);
    expect(near[0]!.distanceNm).to.be.closeTo(6, 0.1);
  });
});

describe('gaps of a track', () => {
  const track = [fixAt(0, 108, 15), fixAt(10, 108.1, 15), fixAt(200, 108.2, 15), fixAt(210, 108.3, 15)];

  async function gaps(more: Partial<GapQuery>): Promise<Gap[]> {
    const store = await storeWith({ v: track });
    const query = { vesselId: 'v', from: 0, to: 220 * MINUTE, minMs: HOUR, now: 220 * MINUTE };
    const found: Gap[] = [];
    for await (const gap of gapsOf(store, { ...query, ...more })) found.push(gap);
    return found;
  }

  it('are those in the span and those that reach into it', async () => {
    const [gap, ...more] = await gaps({});
    expect(more).to.deep.equal([]);
    expect(gap).to.deep.include({ before: track[1], after: track[2], minutes: 190 });
    expect(gap!.distanceNm).to.be.closeTo(5.8, 0.1);
    expect(await gaps({ from: 100 * MINUTE })).to.deep.equal([gap]);
    expect(await gaps({ to: 100 * MINUTE })).to.deep.equal([gap]);
    expect(await gaps({ minMs: 200 * MINUTE })).to.deep.equal([]);
  });

  it('end with the one that nothing has ended yet', async () => {
    const found = await gaps({ to: 900 * MINUTE, now: 300 * MINUTE });
    expect(found).to.have.length(2);
    expect(found[1]).to.deep.equal({ before: track[3], minutes: 90 });
  });
});

describe('a track at a zoom', () => {
  const step = fc.record({
    east: fc.integer({ min: -400, max: 400 }),
    north: fc.integer({ min: -400, max: 400 }),
    flags: fc.constantFrom(0, 0, 0, 0, 0, FixFlag.fishing),
  });

  it('is drawn within a pixel of every fix, and keeps its ends and where fishing begins and ends', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 400 }), fc.integer({ min: 3, max: 16 }), (steps, zoom) => {
        let [lon, lat] = [179.9, 15];
        const fixes = steps.map(({ east, north, flags }, i) => {
          lon += east / 10_000;
          lat += north / 10_000;
          return fixAt(i, lon > 180 ? lon - 360 : lon, lat, { flags });
        });
        const kept = simplify(fixes, zoom);
        expect(kept[0]).to.equal(fixes[0]);
        expect(kept.at(-1)).to.equal(fixes.at(-1));
        const { x, y } = pixelsOf(fixes, zoom);
        const places = kept.map((fix) => fixes.indexOf(fix));
        for (let n = 1; n < places.length; n++) {
          const [a, b] = [places[n - 1]!, places[n]!];
          for (let i = a; i <= b; i++) {
            expect(distanceToLine(x[i]!, y[i]!, x[a]!, y[a]!, x[b]!, y[b]!)).to.be.at.most(TOLERANCE_PIXELS);
          }
        }
        for (let i = 1; i < fixes.length; i++) {
          if (fixes[i]!.flags !== fixes[i - 1]!.flags) expect(kept).to.include.members([fixes[i - 1], fixes[i]]);
        }
      }),
    );
  });

  it('keeps turning points and slow stretches, and little of a straight way', () => {
    const out = eastward(100, 1, 108, 0.003).map((fix) => ({ ...fix, speedKn: 9 }));
    const corner = Array.from({ length: 100 }, (_, i) => fixAt(100 + i, 108.3, 15.5 + i * 0.001, { speedKn: 3 }));
    const kept = simplify([...out, ...corner], 10);
    expect(kept.length).to.be.below(8);
    expect(kept).to.include(out[99]).and.to.include(corner[0]);
  });

  it('leaves nothing out so long that a map would take it for a gap, and keeps what is one', () => {
    // At rest for ten hours, heard every ten minutes; then three hours of silence, and straight on.
    const rest = Array.from({ length: 61 }, (_, i) => fixAt(10 * i, 108, 15));
    const after = Array.from({ length: 61 }, (_, i) => fixAt(780 + 10 * i, 108 + i * 0.01, 15));
    const gaps = (kept: Fix[]) => cutTrack(kept, 30).gaps.map(({ durationMs }) => durationMs / 60_000);
    const all = [...rest, ...after].map((fix) => ({ ...fix, source: 'ais' as const }));
    const kept = simplify(all, 14, 60 * 60_000);
    expect(gaps(all)).to.deep.equal([180]);
    expect(gaps(kept)).to.deep.equal([180]);
    expect(kept.length).to.be.below(30);
  });

  it('comes in pieces that join', async () => {
    const fixes = eastward(3 * STRETCH_FIXES, 1, 100, 0.001);
    const kept: Fix[] = [];
    for await (const piece of simplified(
      (async function* () {
        for (let i = 0; i < fixes.length; i += 500) yield fixes.slice(i, i + 500);
      })(),
      8,
    ))
      kept.push(...piece); // prettier-ignore
    expect(kept[0]).to.equal(fixes[0]);
    expect(kept.at(-1)).to.equal(fixes.at(-1));
    expect(kept.length).to.be.below(20);
    expect(new Set(kept).size).to.equal(kept.length);
  });
});
