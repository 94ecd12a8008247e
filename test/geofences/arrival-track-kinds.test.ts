/** The promise of arrival.test.ts for the kinds that watch the track: any order of arrival, any restart, the same set. */
import { expect } from 'chai';
import fc from 'fast-check';
import { createEngine } from '../../geofences/engine.ts';
import { type Fix, FixFlag, type VesselProfile } from '../../geofences/fix.ts';
import { isSameFix } from '../../geofences/judging/fix-order.ts';
import { trackKinds } from '../../geofences/rules/track-kinds.ts';
import type { Occurrence, Rule, VesselEngineState, Zone } from '../../geofences/types.ts';
import { note } from './scenarios/play.ts';
import { boxZone, fixAt } from './shapes.ts';

const zones: Zone[] = [
  boxZone('port', 108, 15.1, 108.15, 15.3, { kind: 'port' }),
  boxZone('waters', 107, 14, 109, 16.5, { kind: 'boundary' }),
  boxZone('land', 107.2, 14.5, 107.8, 15.5, { kind: 'land' }),
];

/** Thresholds so low that random tracks meet them. */
const low: Record<string, Rule['params']> = {
  departure: { banFrom: '2026-03-02', banTo: '2026-03-03' },
  drifting: { distanceNm: 0.05, minutes: 0, minKn: 0.1, maxKn: 10, angleDeg: 20 },
  fishing: { leastNm: 0.05, joinMinutes: 200, joinNm: 20 },
  'frozen-position': { confirm: 2, minutes: 1, stillHours: 2 },
  gap: { hours: 5 },
  'identity-conflict': { minutes: 5, clearHours: 6 },
  'impossible-jump': { maxKn: 20 },
  loitering: { hours: 1, shoreNm: 5, maxKn: 5 },
  'port-visit': { confidence: 1, gapHours: 1 },
  'reporting-rate': { leastHours: 4, percent: 90 },
  'speed-range': { minKn: 3, maxKn: 7, minutes: 10 },
  'vms-silent-ais-heard': { hours: 2, confirm: 1, seenMinutes: 0 },
};
const rules: Rule[] = [
  ...trackKinds.map(({ kind }) => ({ id: kind, kind, params: low[kind] ?? {} })),
  { id: 'cross', kind: 'boundary-cross', zones: ['waters'] },
  { id: 'near', kind: 'boundary-approach', zones: ['waters'], params: { confirm: 1 } },
];
const profile: VesselProfile = {
  id: 'v',
  kind: 'vessel',
  reportingIntervalMin: 120,
  licenceUntil: '2026-03-01',
  highRisk: true,
};

const { jump, distress, fishing, atRest, swapped } = FixFlag;

/** A boat that stays, works, drifts, runs or is suddenly elsewhere, by turns; near the port, on land now and then. */
const track: fc.Arbitrary<Fix[]> = fc
  .array(
    fc.record({
      minutes: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 30 }), fc.integer({ min: 60, max: 420 })),
      pace: fc.constantFrom(0, 0, 1, 1, 4, 40),
      dx: fc.integer({ min: -10, max: 11 }),
      dy: fc.integer({ min: -10, max: 10 }),
      source: fc.constantFrom('vms' as const, 'ais' as const, 'ais' as const),
      speedKn: fc.constantFrom(undefined, 0.1, 1.2, 3, 6, 9),
      bow: fc.constantFrom(undefined, 200),
      course: fc.constantFrom(undefined, 90, 300),
      flags: fc.constantFrom(0, 0, 0, 0, 0, 0, jump, distress, fishing, atRest, swapped),
      hull: fc.constantFrom(0, 0, 0, 0, 3.5),
    }),
    { minLength: 1, maxLength: 50 },
  )
  .map((steps) => {
    let minutes = 0;
    let [x, y] = [108.1, 15.2];
    return steps.map(({ minutes: step, pace, dx, dy, source, speedKn, bow, course, flags, hull }) => {
      minutes += step;
      x = Math.min(109.4, Math.max(107.3, x + (dx * pace) / 1000));
      y = Math.min(16.6, Math.max(14, y + (dy * pace) / 1000));
      const more: Partial<Fix> = { source, flags };
      if (speedKn !== undefined) more.speedKn = speedKn;
      if (bow !== undefined) more.headingDeg = bow;
      if (course !== undefined) more.courseDeg = course;
      return fixAt(minutes / 60, round(x + hull), round(y), more);
    });
  })
  // Of two copies that differ the one that came first holds, which a shuffle changes: that is arrival.test.ts's matter.
  .map((fixes) => fixes.filter((fix, i) => !fixes.slice(0, i).some((known) => isSameFix(known, fix))));

function round(degrees: number): number {
  return Math.round(degrees * 1e7) / 1e7;
}

interface Arrival {
  batch: number;
  restartEvery?: number;
  windowHours?: number;
}

/** What holds in the end; with a window, older fixes are asked back as from a store. */
function outcome(fixes: readonly Fix[], { batch, restartEvery, windowHours }: Arrival): Occurrence[] {
  const endless = Number.POSITIVE_INFINITY;
  const options = {
    zones,
    rules,
    windowHours: windowHours ?? endless,
    maxWindowFixes: windowHours === undefined ? endless : 40,
  };
  let engine = createEngine(options);
  engine.setVessel(profile);
  const stored: Fix[] = [];
  const holds = new Map<string, Occurrence>();
  let clock = Number.NEGATIVE_INFINITY;
  for (let i = 0, n = 1; i < fixes.length; i += batch, n++) {
    const some = fixes.slice(i, i + batch);
    const oldest = Math.min(...some.map((fix) => fix.fixTime));
    const from = engine.missingHistory('v', oldest);
    if (from !== undefined)
      note(
        holds,
        engine.supplyHistory(
          'v',
          stored.filter((fix) => fix.fixTime >= from),
        ),
      );
    note(holds, engine.accept('v', some));
    stored.push(...some);
    clock = Math.max(clock, ...some.map((fix) => fix.fixTime));
    note(holds, engine.tick(clock));
    if (restartEvery !== undefined && n % restartEvery === 0) {
      const saved = JSON.parse(JSON.stringify(engine.saveVessel('v'))) as VesselEngineState;
      engine = createEngine(options);
      engine.restoreVessel('v', saved);
      expect(engine.setVessel(profile)).to.deep.equal([]);
    }
  }
  const found = [...holds.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  return JSON.parse(JSON.stringify(found)) as Occurrence[];
}

describe('order of arrival, for kinds that watch the track', function () {
  this.timeout(120_000);

  it('makes no difference: shuffled, sent twice, in batches, through restarts, beyond the window', () => {
    const arrival = track.chain((fixes) =>
      fc.tuple(
        fc.constant(fixes),
        fc.shuffledSubarray(fixes, { minLength: fixes.length, maxLength: fixes.length }),
        fc.subarray(fixes),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 5 }),
      ),
    );
    fc.assert(
      fc.property(arrival, ([fixes, shuffled, twice, batch, restartEvery]) => {
        const inOrder = outcome(fixes, { batch: 1 });
        expect(outcome([...shuffled, ...twice], { batch }), 'shuffled').to.deep.equal(inOrder);
        expect(outcome(fixes, { batch: 1, restartEvery }), 'restarted').to.deep.equal(inOrder);
        expect(outcome(shuffled, { batch: 1, restartEvery, windowHours: 12 }), 'windowed').to.deep.equal(inOrder);
      }),
      { numRuns: 200 },
    );
  });

  it('is held on tracks that raise every kind', () => {
    const raised = new Set<string>();
    for (const fixes of fc.sample(track, { numRuns: 400, seed: 7 })) {
      for (const { kind } of outcome(fixes, { batch: fixes.length })) raised.add(kind);
    }
    expect(trackKinds.map(({ kind }) => kind).filter((kind) => !raised.has(kind))).to.deep.equal([]);
  });
});
