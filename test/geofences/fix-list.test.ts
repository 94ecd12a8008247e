/** Packed fixes: what comes out is what went in. */
import { expect } from 'chai';
import fc from 'fast-check';
import type { Fix } from '../../geofences/fix.ts';
import { FixList, FixStore } from '../../geofences/judging/fix-list.ts';
import { HeldFix } from '../../geofences/judging/held-fix.ts';

const degrees = (most: number) =>
  fc.oneof(
    fc.integer({ min: -most * 1e7, max: most * 1e7 }).map((whole) => whole / 1e7),
    fc.double({ min: -most, max: most, noNaN: true }).filter((value) => !Object.is(value, -0)),
  );
const amount = (most: number) =>
  fc.oneof(
    fc.integer({ min: 0, max: most * 10 }).map((tenths) => tenths / 10),
    fc.double({ min: 0, max: most * 3, noNaN: true }),
    fc.constant(undefined),
  );

const fix: fc.Arbitrary<Fix> = fc
  .record({
    fixTime: fc.integer({ min: 0, max: 4e12 }),
    delay: fc.oneof(fc.integer({ min: -120_000, max: 1e9 }), fc.integer({ min: -4e12, max: 4e12 })),
    lon: degrees(180),
    lat: degrees(90),
    source: fc.constantFrom('ais' as const, 'vms' as const, 'manual' as const),
    flags: fc.integer({ min: 0, max: 2047 }),
    speedKn: amount(102),
    courseDeg: amount(360),
    headingDeg: amount(360),
    accuracyM: amount(18_000),
  })
  .map(({ delay, fixTime, lon, lat, source, flags, ...more }) => {
    const said = Object.fromEntries(Object.entries(more).filter(([, value]) => value !== undefined));
    return { fixTime, receivedAt: fixTime + delay, lon, lat, source, flags, ...said };
  });

const held = (one: Fix): Fix => new HeldFix().show(one);

describe('packed fixes', () => {
  it('make room for one among them', () => {
    const store = new FixStore();
    fc.assert(
      fc.property(fc.array(fc.tuple(fix, fc.nat()), { maxLength: 100 }), (late) => {
        const list = new FixList(store);
        const expected: Fix[] = [];
        for (const [one, place] of late) {
          const at = place % (expected.length + 1);
          list.insert(at, held(one));
          expected.splice(at, 0, one);
        }
        expect(list.toArray()).to.deep.equal(expected.map(held));
        list.clear();
      }),
    );
  });

  it('come out as they went in, whatever memory they were given', () => {
    const store = new FixStore();
    fc.assert(
      fc.property(fc.array(fc.array(fix, { maxLength: 100 }), { maxLength: 4 }), (tracks) => {
        const lists = tracks.map((fixes) => {
          const list = new FixList(store);
          for (const one of fixes) list.push(held(one));
          return list;
        });
        tracks.forEach((fixes, i) => {
          const list = lists[i]!;
          expect(list.length).to.equal(fixes.length);
          expect(list.toArray()).to.deep.equal(fixes.map(held));
          fixes.forEach((one, at) => {
            expect(list.timeAt(at)).to.equal(one.fixTime);
            expect(list.at(at)).to.deep.equal(held(one));
          });
        });
        for (const list of lists) list.clear();
      }),
    );
  });

  it('give their memory back', () => {
    const store = new FixStore();
    const list = new FixList(store);
    const one: Fix = { fixTime: 1, receivedAt: 2, lon: 108, lat: 15, source: 'ais', flags: 0 };
    for (let round = 0; round < 9; round++) {
      for (let i = 0; i < 70; i++) list.push({ ...one, fixTime: i });
      list.clear();
    }
    // What is handed out now was handed out before: 70 fixes took no more than 96 rows, in each round the same ones.
    const rows = [store.takeFirst(), store.take(), store.take()];
    expect(
      rows.every((row) => row < 96),
      String(rows),
    ).to.equal(true);
    expect(new Set(rows).size).to.equal(3);
  });
});
