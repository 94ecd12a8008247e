/** Fixes that are judged by nothing, since nothing can come of them: what holds is the same as if all had been judged. */
import { expect } from 'chai';
import fc from 'fast-check';
import { createEngine, type Engine } from '../../geofences/engine.ts';
import type { Fix } from '../../geofences/fix.ts';
import { Land } from '../../geofences/geometry/land.ts';
import { Locator } from '../../geofences/geometry/locator.ts';
import { ClearWaters } from '../../geofences/judging/calm/clear-waters.ts';
import { FleetMemory } from '../../geofences/judging/calm/fleet-memory.ts';
import { CalmFleet } from '../../geofences/judging/calm/numbers.ts';
import { DEGREE_NM, isPassing } from '../../geofences/judging/calm/passing.ts';
import { compareFixes } from '../../geofences/judging/fix-order.ts';
import { fold } from '../../geofences/judging/fold.ts';
import { HeldFix } from '../../geofences/judging/held-fix.ts';
import type { Segment } from '../../geofences/judging/segment.ts';
import { emptyState, type Subject } from '../../geofences/judging/state.ts';
import { Timeline } from '../../geofences/judging/timeline.ts';
import type { Occurrence, OccurrenceChange } from '../../geofences/types.ts';
import { grid, profile, rules, track, zones } from './any-track.ts';
import { boxZone, fixAt } from './shapes.ts';

/** A boat that lies, fishes or steams for hours, heard at uneven times. */
const voyage: fc.Arbitrary<Fix[]> = fc
  .record({
    speedKn: fc.constantFrom(0, 1.6, 3, 8),
    pausesS: fc.array(fc.constantFrom(10, 20, 30, 31, 40, 90), { minLength: 200, maxLength: 500 }),
    isInPort: fc.boolean(),
  })
  .map(({ speedKn, pausesS, isInPort }) => {
    let [x, y, seconds] = isInPort && speedKn === 0 ? [108.01, 15.11, 0] : [108.25, 15.45, 0];
    return pausesS.map((pauseS, i) => {
      seconds += pauseS;
      x = grid(x + (i % 7) * 1e-6);
      y = grid(y + (speedKn * pauseS) / 3600 / 60);
      return fixAt(seconds / 3600, x, y, { source: 'ais', speedKn, courseDeg: 0 });
    });
  });

function newEngine(): Engine {
  const engine = createEngine({ zones, rules });
  engine.setVessel(profile);
  return engine;
}

/** What holds in the end, and the state that would be saved. */
function outcome(fixes: Fix[], engine = newEngine()): { holds: Occurrence[]; saved: unknown; late: number } {
  const handle = engine.handleOf('v');
  const holds = new Map<string, Occurrence>();
  const note = (changes: OccurrenceChange[]) => {
    for (const { change, occurrence } of changes) {
      if (change === 'retracted') holds.delete(occurrence.id);
      else holds.set(occurrence.id, occurrence);
    }
  };
  let now = 0;
  fixes.forEach((fix, i) => {
    note(engine.acceptMany([handle], [fix]));
    now = Math.max(now, fix.fixTime);
    if (i % 60 === 59) note(engine.tick(now));
  });
  note(engine.tick(now));
  const saved = JSON.parse(JSON.stringify(engine.saveVessel('v'))) as { now?: number; landmarks?: unknown };
  const { landmarks, now: clock, ...rest } = saved;
  return { holds: [...holds.values()].sort((a, b) => (a.id < b.id ? -1 : 1)), saved: rest, late: engine.stats.late };
}

/** All that is said of several vessels, and what would be saved of them, when their fixes come by time, so many at once. */
function ofFleet(tracks: Fix[][], batch: number): { said: OccurrenceChange[]; saved: unknown[]; judged: number } {
  const engine = createEngine({ zones, rules });
  const ids = tracks.map((_, i) => `v${i}`);
  for (const id of ids) engine.setVessel({ ...profile, id });
  const arrivals = tracks
    .flatMap((fixes, i) => fixes.map((fix) => ({ handle: engine.handleOf(ids[i]!), fix })))
    .sort((a, b) => a.fix.fixTime - b.fix.fixTime);
  const said: OccurrenceChange[] = [];
  for (let from = 0; from < arrivals.length; from += batch) {
    const some = arrivals.slice(from, from + batch);
    const handles = some.map(({ handle }) => handle);
    said.push(
      ...engine.acceptMany(
        handles,
        some.map(({ fix }) => fix),
      ),
    );
  }
  const saved = ids.map((id): unknown => JSON.parse(JSON.stringify(engine.saveVessel(id))));
  return { said, saved, judged: engine.stats.fixes };
}

/** The same when every fix is judged by everything. */
function outcomeJudged(fixes: Fix[]): ReturnType<typeof outcome> {
  const { passes } = FleetMemory.prototype;
  const { carriesOn, takesLate, settleDown } = Timeline.prototype;
  FleetMemory.prototype.passes = () => false;
  Timeline.prototype.carriesOn = Timeline.prototype.takesLate = () => false;
  Timeline.prototype.settleDown = () => undefined;
  try {
    return outcome(fixes);
  } finally {
    FleetMemory.prototype.passes = passes;
    Object.assign(Timeline.prototype, { carriesOn, takesLate, settleDown });
  }
}

/** The states that a vessel keeps to start from again, and those that judging everything in order leads to. */
function checkpoints(engine: Engine, fixes: Fix[]): [kept: unknown[], judged: unknown[]] {
  const inner = engine as unknown as {
    roster: { get(id: string): (Subject & { timeline: { segments: Segment[] } }) | undefined };
  };
  const vessel = inner.roster.get('v')!;
  const state = { ...emptyState };
  const ordered = fixes.map((fix): Fix => new HeldFix().show(fix)).sort(compareFixes);
  let next = 0;
  const judged = vessel.timeline.segments.map(({ startTime }) => {
    for (; next < ordered.length && ordered[next]!.fixTime <= startTime; next++)
      fold(vessel, state, ordered[next]!, []);
    return { ...state };
  });
  return [vessel.timeline.segments.map(({ start }) => start), judged];
}

/** Some fixes come up to so many others later. */
function delayed(fixes: Fix[], delays: { at: number; by: number }[]): Fix[] {
  const arrival = new Map(fixes.map((fix, i) => [fix, i]));
  for (const { at, by } of delays) {
    const fix = fixes[Math.floor((at * fixes.length) / 1001)]!;
    arrival.set(fix, arrival.get(fix)! + by + 0.5);
  }
  return [...fixes].sort((a, b) => arrival.get(a)! - arrival.get(b)!);
}

describe('fixes of which nothing comes', function () {
  this.timeout(120_000);

  it('leave everything as if they had been judged', () => {
    fc.assert(
      fc.property(track, (fixes) => {
        expect(outcome(fixes)).to.deep.equal(outcomeJudged(fixes));
      }),
      { numRuns: 200 },
    );
  });

  it('say the same of many vessels at once as of one fix after the other', () => {
    const fleet = fc.array(fc.oneof(track, voyage), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(fleet, fc.integer({ min: 1, max: 300 }), (tracks, batch) => {
        expect(ofFleet(tracks, batch)).to.deep.equal(ofFleet(tracks, 1));
      }),
      { numRuns: 40 },
    );
  });

  for (const [what, tracks, least] of [
    ['changes its ways', track, 0.005],
    ['goes on as before', voyage, 0.1],
  ] as const) {
    it(`leave everything as if they had been judged in time, too, when those of a boat that ${what} come late`, () => {
      const delays = fc.array(fc.record({ at: fc.nat({ max: 1000 }), by: fc.nat({ max: 30 }) }), { maxLength: 40 });
      const { takesLate } = Timeline.prototype;
      let [taken, late] = [0, 0];
      Timeline.prototype.takesLate = function (...args) {
        const isTaken = takesLate.apply(this, args);
        taken += Number(isTaken);
        return isTaken;
      };
      try {
        fc.assert(
          fc.property(tracks, delays, (fixes, held) => {
            const engine = newEngine();
            const found = outcome(delayed(fixes, held), engine);
            late += found.late;
            const { holds, saved } = outcomeJudged(fixes);
            expect(found.holds).to.deep.equal(holds);
            expect(found.saved).to.deep.equal(saved);
            const [kept, judged] = checkpoints(engine, fixes);
            expect(kept).to.deep.equal(judged);
          }),
          { numRuns: 120 },
        );
      } finally {
        Timeline.prototype.takesLate = takesLate;
      }
      expect(taken / late).to.be.above(least);
    });
  }

  it('are nearly all that a boat sends which goes on as before', () => {
    const passed = new Set<Fix>();
    const met = new Set<Fix>();
    const passes = FleetMemory.prototype.passes;
    FleetMemory.prototype.passes = function (at, fix, now) {
      met.add(fix);
      if (passes.call(this, at, fix, now)) passed.add(fix);
      return passed.has(fix);
    };
    try {
      const engine = newEngine();
      for (let i = 0; i < 720; i++) {
        const fix = fixAt(i / 120, 108.2 + i * 1e-5, grid(14.7 + i * 1e-4), {
          source: 'ais',
          speedKn: 8,
          courseDeg: 2,
        });
        engine.accept('v', [fix]);
      }
    } finally {
      FleetMemory.prototype.passes = passes;
    }
    expect(met.size).to.equal(720);
    expect(passed.size).to.be.above(550);
  });

  it('never pass before anything has been judged', () => {
    const fleet = new CalmFleet();
    const at = fleet.take();
    const fix = fixAt(1, 108, 15, { source: 'ais', speedKn: 1 });
    expect(isPassing(fleet.numbers, at, fix, Number.NEGATIVE_INFINITY)).to.equal(false);
  });
});

describe('clear waters', () => {
  const waters = new ClearWaters(
    new Locator(zones.filter(({ properties }) => properties.kind !== 'land')),
    zones.filter(({ properties }) => properties.kind === 'land'),
  );
  const locator = new Locator(zones.filter(({ properties }) => properties.kind !== 'land'));
  const land = new Land(zones.filter(({ properties }) => properties.kind === 'land'));
  const corner = fc.double({ min: -1, max: 1, noNaN: true });

  it('hold no edge and no coast', () => {
    const place = fc.tuple(
      fc.double({ min: 106.5, max: 109, noNaN: true }),
      fc.double({ min: 13.5, max: 17, noNaN: true }),
    );
    fc.assert(
      fc.property(place, corner, corner, corner, corner, fc.boolean(), ([lon, lat], a, b, c, d, atSea) => {
        const half = waters.clearDeg(lon, lat, atSea ? Math.min(0.036, waters.seaDeg(lon, lat)) : 0.036);
        expect(half).to.be.within(0, 0.036);
        const [lonA, latA, lonB, latB] = [lon + a * half, lat + b * half, lon + c * half, lat + d * half];
        expect(locator.cross(lonA, latA, lonB, latB)).to.deep.equal([]);
        expect(locator.locate(lonA, latA, [])).to.deep.equal(locator.locate(lon, lat, []));
        if (atSea && half > 0) {
          expect(land.isInland(lonA, latA, 0)).to.equal(false);
          expect(land.isOffShore(lonA, latA, 0)).to.equal(true);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('reach as far as is asked for in the open sea, and nearly to an edge beside one', () => {
    expect(waters.clearDeg(108.7, 15.7, 0.036)).to.equal(0);
    expect(waters.clearDeg(108.25, 15.6, 0.036)).to.be.closeTo(0.036, 1e-9);
    expect(waters.seaDeg(108.25, 15.6)).to.be.above(0.036);
    expect(waters.clearDeg(108.39, 15.7, 0.036)).to.be.closeTo(0.01 / Math.SQRT2, 1e-4);
    expect(waters.clearDeg(107.6, 15.25, 0.036)).to.be.closeTo(0.036, 1e-9);
    expect(waters.seaDeg(107.6, 15.25)).to.equal(0);
  });

  it('know how far around a place nothing, or everything, is inland', () => {
    const belt = new Land([
      boxZone('strip', 108.1, 15.2, 108.5, 15.2002, { kind: 'monitored' }),
      boxZone('shore', 107, 14, 107.98, 16.5, {
        kind: 'land',
        outlineErrorKm: 0.2,
        outlineErrors: [{ west: 107.8, south: 15, east: 108, north: 15.5, km: 1.5 }],
      }),
    ]);
    const place = fc.tuple(
      fc.double({ min: 107.9, max: 108.05, noNaN: true }),
      fc.double({ min: 14.9, max: 15.6, noNaN: true }),
    );
    let [dry, wet] = [0, 0];
    fc.assert(
      fc.property(place, corner, corner, fc.constantFrom(0, 0.5, 2), ([lon, lat], a, b, marginKm) => {
        const inlandDeg = belt.inlandNm(lon, lat, marginKm) / (DEGREE_NM * Math.SQRT2);
        const waterDeg = belt.notInlandNm(lon, lat, marginKm) / (DEGREE_NM * Math.SQRT2);
        expect(Math.min(inlandDeg, waterDeg)).to.equal(0);
        if (inlandDeg > 0) expect(belt.isInland(lon + a * inlandDeg, lat + b * inlandDeg, marginKm)).to.equal(true);
        if (waterDeg > 0) expect(belt.isInland(lon + a * waterDeg, lat + b * waterDeg, marginKm)).to.equal(false);
        dry += Number(inlandDeg > 0);
        wet += Number(waterDeg > 0);
      }),
      { numRuns: 2000 },
    );
    expect(Math.min(dry, wet)).to.be.above(200);
  });
});
