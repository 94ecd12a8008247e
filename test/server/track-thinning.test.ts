/** Thinning: what it must keep, how far it may be off, and that it leaves alone what it has to. */
import { expect } from 'chai';
import fc from 'fast-check';
import { type Fix, FixFlag } from '../../geofences/fix.ts';
import { quickDistanceM } from '../../geofences/geometry/ellipsoid.ts';
import type { Alert } from '../../server/models/alert.ts';
import { packTail, trayOf } from '../../server/store/tracks/tail.ts';
import { type ThinningTier, thin } from '../../server/store/tracks/thinning.ts';
import { TrackCare } from '../../server/store/tracks/track-care.ts';
import { batchOf, damage, fixAt, HOUR, MINUTE, storeWith } from './track-store.ts';

const tier: ThinningTier = { afterDays: 90, toleranceM: 50, everyMinutes: 15 };
const DAY = 24 * HOUR;

const steps = fc.array(
  fc.record({
    seconds: fc.oneof({ weight: 20, arbitrary: fc.integer({ min: 5, max: 180 }) }, fc.integer({ min: 900, max: 9000 })),
    east: fc.integer({ min: -300, max: 900 }),
    north: fc.integer({ min: -300, max: 300 }),
    flags: fc.constantFrom(0, 0, 0, 0, 0, 0, FixFlag.fishing, FixFlag.distress),
  }),
  { minLength: 2, maxLength: 300 },
);

function trackOf(made: readonly { seconds: number; east: number; north: number; flags: number }[]): Fix[] {
  let [fixTime, lon, lat] = [0, 108, 15];
  return made.map(({ seconds, east, north, flags }) => {
    fixTime += seconds * 1000;
    lon += east / 1e6;
    lat += north / 1e6;
    return { fixTime, receivedAt: fixTime, lon, lat, source: 'ais', flags };
  });
}

describe('thinning a track', () => {
  it('keeps its ends, gaps, calls for help, what is around alerts, and the place at any time to within the tolerance', () => {
    const window = fc.tuple(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 3000 }));
    fc.assert(
      fc.property(steps, window, (made, [from, length]) => {
        const fixes = trackOf(made);
        const around = [from * 1000, (from + length) * 1000] as const;
        const left = thin(fixes, tier, [around]);
        expect(left[0]).to.equal(fixes[0]);
        expect(left.at(-1)).to.equal(fixes.at(-1));
        const kept = new Set(left);
        for (const [i, fix] of fixes.entries()) {
          const before = fixes[i - 1];
          const isGap = before && fix.fixTime - before.fixTime > tier.everyMinutes * MINUTE;
          if (isGap || (before && before.flags !== fix.flags)) expect(kept).to.include(before).and.to.include(fix);
          if (fix.flags & FixFlag.distress) expect(kept).to.include(fix);
          if (fix.fixTime >= around[0] && fix.fixTime <= around[1]) expect(kept).to.include(fix);
        }
        let next = 1;
        for (const fix of fixes) {
          while (left[next]!.fixTime < fix.fixTime) next++;
          const [a, b] = [left[next - 1]!, left[next]!];
          const share = (fix.fixTime - a.fixTime) / (b.fixTime - a.fixTime || 1);
          const [lon, lat] = [a.lon + (b.lon - a.lon) * share, a.lat + (b.lat - a.lat) * share];
          expect(quickDistanceM(fix.lon, fix.lat, lon, lat)).to.be.at.most(tier.toleranceM * 1.01);
        }
      }),
    );
  });

  it('leaves none further apart than it says, and few of a steady way', () => {
    const fixes = Array.from({ length: 2000 }, (_, i) => fixAt(i, 108 + i / 1e4, 15));
    const left = thin(fixes, tier, []);
    expect(left.length).to.be.within(2000 / 15, 2000 / 14);
    for (let i = 1; i < left.length; i++) {
      expect(left[i]!.fixTime - left[i - 1]!.fixTime).to.be.at.most(tier.everyMinutes * MINUTE);
    }
  });
});

function alertOf(vesselId: string, raisedAt: number, clearedAt: number): Alert {
  return {
    id: `alert-${vesselId}`,
    occurrence: {
      id: `alert-${vesselId}`,
      ruleId: 'r',
      ruleVersion: 1,
      kind: 'zone-enter',
      priority: 2,
      vesselId,
      state: 'cleared',
      raisedAt,
      clearedAt,
      lon: 108,
      lat: 15,
      evidence: [raisedAt - 5 * HOUR],
    },
    response: { state: 'new' },
    caseId: 'c',
    text: { vi: '…', en: '…' },
    detectedAt: raisedAt,
    changeSeq: 1,
  } as unknown as Alert;
}

describe('looking after tracks', () => {
  const minutes = 6 * 24 * 60;
  const dense = Array.from({ length: minutes }, (_, i) => fixAt(i, 100 + i / 1e4, 15));
  const options = { tiers: [tier], aroundAlertsHours: 2 };

  async function run(care: TrackCare, now: number): Promise<number> {
    let chunks = 0;
    for (let done = await care.step(now); done > 0; done = await care.step(now)) chunks += done;
    return chunks;
  }

  it('thins what is old enough, once, and says by how much', async () => {
    const store = await storeWith({ a: dense }, 1);
    const care = new TrackCare(store, options);
    expect(await run(care, 89 * DAY)).to.equal(0);
    expect(await store.track('a', 0, DAY * 10)).to.deep.equal(dense);
    await run(care, 93 * DAY);
    const left = await store.track('a', 0, DAY * 10);
    expect(left.filter(({ fixTime }) => fixTime > 3 * DAY)).to.deep.equal(dense.filter((f) => f.fixTime > 3 * DAY));
    const old = left.filter(({ fixTime }) => fixTime < 2 * DAY);
    expect(old.length).to.be.within((2 * 24 * 60) / 15, (2 * 24 * 60) / 10);
    for await (const chunk of store.chunks({ vesselId: 'a', from: 0, to: 2 * DAY })) {
      expect(chunk.thinnedM).to.equal(50);
    }
    expect(await run(care, 93 * DAY)).to.equal(0);
    await run(
      new TrackCare(store, { ...options, tiers: [tier, { ...tier, afterDays: 365, toleranceM: 500 }] }),
      400 * DAY,
    );
    for await (const chunk of store.chunks({ vesselId: 'a', from: 0, to: 0 })) expect(chunk.thinnedM).to.equal(550);
    expect((await store.track('a', 0, 10 * DAY)).at(-1)).to.deep.equal(dense.at(-1));
  });

  it('never touches what is around an alert and the fixes that prove it', async () => {
    const store = await storeWith({ a: dense, b: dense }, 1);
    const [raised, cleared] = [30 * HOUR, 33 * HOUR];
    await store.commit({ ...batchOf([]), alerts: [alertOf('a', raised, cleared)] });
    await run(new TrackCare(store, options), 400 * DAY);
    const around = (fix: Fix) =>
      (fix.fixTime >= raised - 2 * HOUR && fix.fixTime <= cleared + 2 * HOUR) ||
      Math.abs(fix.fixTime - (raised - 5 * HOUR)) <= 2 * HOUR;
    const left = await store.track('a', 0, DAY * 10);
    expect(left.filter(around)).to.deep.equal(dense.filter(around));
    expect(left.length).to.be.below(minutes / 5);
    expect((await store.track('b', 0, DAY * 10)).filter(around).length).to.be.below(60);
  });

  it('takes a late fix into a thinned stretch, and sets aside what it cannot read', async () => {
    const store = await storeWith({ a: dense }, 1);
    await damage(store, 'a', 0);
    const care = new TrackCare(store, options);
    await run(care, 400 * DAY);
    expect(await store.chunksSetAside()).to.have.length(1);
    const late = fixAt(3000.5, 100.3, 15.01);
    await store.commit(batchOf([['a', [late]]]));
    expect(await store.track('a', late.fixTime, late.fixTime)).to.deep.equal([late]);
    for await (const chunk of store.chunks({ vesselId: 'a', from: late.fixTime, to: late.fixTime })) {
      expect(chunk.thinnedM).to.equal(50);
    }
  });

  it('leaves what waits in the tail alone, and loses none of it when it comes into a thinned stretch', async () => {
    const store = await storeWith({ a: dense }, 1);
    const waiting = [3000.5, 3001.5, 3002.5].map((minute) => fixAt(minute, 100.3, 15.01));
    const tail = { tray: trayOf('a'), position: 1, fixes: packTail([['a', waiting]]).toString('base64') };
    await store.commit({ ...batchOf([]), position: 1, tails: [tail] });
    const found = async (): Promise<Fix[]> => {
      const track = await store.track('a', waiting[0]!.fixTime, waiting[2]!.fixTime);
      return track.filter(({ fixTime }) => fixTime % MINUTE !== 0);
    };
    await run(new TrackCare(store, options), 400 * DAY);
    expect(await found()).to.deep.equal(waiting);
    await store.commit({ ...batchOf([['a', waiting]]), position: 1, emptied: [tail.tray] });
    expect(await found()).to.deep.equal(waiting);
    expect((await store.track('a', 0, DAY * 10)).length).to.be.below(minutes / 5);
  });
});
