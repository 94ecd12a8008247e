import { expect } from 'chai';
import fc from 'fast-check';
import type { RuleSet } from '../../geofences/dry-run/plan.ts';
import { lastDays } from '../../geofences/dry-run/span.ts';
import { createEngine } from '../../geofences/engine.ts';
import type { Fix } from '../../geofences/fix.ts';
import type { Occurrence, OccurrenceChange } from '../../geofences/types.ts';
import {
  bay,
  boat,
  counted,
  DAY,
  line,
  port,
  rewritten,
  rules,
  run,
  type Sailed,
  today,
  zones,
} from './dry-run-land.ts';
import { boxZone, fixAt, T0 } from './shapes.ts';

/** What an engine says that gets every fix of every vessel as time goes by, with the clock beside it. */
function straightThrough({ rules, zones }: RuleSet, boats: readonly Sailed[], to: number): Occurrence[] {
  const endless = { windowHours: Number.POSITIVE_INFINITY, maxWindowFixes: Number.POSITIVE_INFINITY };
  const engine = createEngine({ zones, rules, ...endless });
  const holds = new Map<string, Occurrence>();
  const hear = (changes: OccurrenceChange[]): void => {
    for (const { change, occurrence } of changes) {
      if (change === 'retracted') holds.delete(occurrence.id);
      else holds.set(occurrence.id, occurrence);
    }
  };
  for (const { profile } of boats) hear(engine.setVessel(profile));
  const arrivals = boats.flatMap(({ profile, fixes }) => fixes.map((fix) => ({ id: profile.id, fix })));
  for (const { id, fix } of arrivals.sort((a, b) => a.fix.fixTime - b.fix.fixTime)) {
    if (fix.fixTime > to) continue;
    hear(engine.accept(id, [fix]));
    hear(engine.tick(fix.fixTime));
  }
  hear(engine.tick(to));
  return [...holds.values()];
}

function tally(
  occurrences: readonly Occurrence[],
  keyOf: (occurrence: Occurrence) => string[],
): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const key of occurrences.flatMap(keyOf)) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
}

/** The day in Vietnam, worked out another way. */
function vietnamDay(time: number): string {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Ho_Chi_Minh', dateStyle: 'short' });
  return parts.format(time);
}

const steps = fc.array(
  fc.record({
    minutes: fc.integer({ min: 0, max: 420 }),
    dx: fc.integer({ min: -40, max: 45 }),
    dy: fc.integer({ min: -40, max: 40 }),
    source: fc.constantFrom('vms' as const, 'vms' as const, 'ais' as const),
  }),
  { minLength: 1, maxLength: 40 },
);

const round = (degrees: number): number => Math.round(degrees * 1e7) / 1e7;

const track: fc.Arbitrary<Fix[]> = steps.map((list) => {
  let minutes = 0;
  let [x, y] = [108.1, 15.2];
  return list.map(({ minutes: step, dx, dy, source }) => {
    minutes += step;
    x = Math.min(109.5, Math.max(106.8, x + dx / 100));
    y = Math.min(16.8, Math.max(13.8, y + dy / 100));
    return fixAt(minutes / 60, round(x), round(y), { source });
  });
});

/** Three boats, and one that keeps close to the first. */
const fleet: fc.Arbitrary<Sailed[]> = fc.tuple(track, track, track).map((tracks) => {
  const beside = tracks[0].map((fix) => ({ ...fix, fixTime: fix.fixTime + 60_000, lat: round(fix.lat + 0.001) }));
  return [...tracks, beside].map((fixes, i) => boat(`v${i}`, fixes));
});

const changed: fc.Arbitrary<RuleSet> = fc.oneof(
  fc.integer({ min: 1, max: 5 }).map((confirm) => rewritten('enter', { confirm })),
  fc.integer({ min: 1, max: 20 }).map((withinNm) => rewritten('near', { withinNm })),
  fc.integer({ min: 1, max: 12 }).map((hours) => rewritten('silent', { hours })),
  fc.integer({ min: 20, max: 200 }).map((minutes) => rewritten('meet', { minutes })),
  fc.constantFrom(...rules).map(({ id }) => ({ zones, rules: rules.filter((rule) => rule.id !== id) })),
  fc.integer({ min: 0, max: 40 }).map((n) => ({
    rules,
    zones: [boxZone('bay', 107.9 + n / 100, 15, 108.4, 15.4), port, line],
  })),
  fc.integer({ min: 0, max: 40 }).map((n) => ({
    rules,
    zones: [bay, boxZone('port', 107.9, 15.1, 108 + n / 100, 15.3, { kind: 'port' }), line],
  })),
);

describe('a dry run', function () {
  this.timeout(120_000);
  /** Past everything that the tracks above hold, with the whole of them in the span. */
  const whole = lastDays(30, T0 + 20 * DAY);

  it('of rules that say the same finds no difference', async () => {
    const rewrittenAll: RuleSet = { zones, rules: rules.map((rule) => ({ ...rule, version: 7 })) };
    const check = fc.asyncProperty(fleet, async (boats) => {
      const { totals, days, vessels } = await run(rewrittenAll, boats, whole);
      expect([totals.onlyNow, totals.onlyProposed]).to.deep.equal([0, 0]);
      for (const { now, proposed } of [...days, ...vessels]) expect(now).to.equal(proposed);
    });
    await fc.assert(check, { numRuns: 60 });
  });

  it('says of either version what an engine says that was there all the time', async () => {
    const check = fc.asyncProperty(fleet, changed, fc.integer({ min: 1, max: 70 }), async (boats, proposed, piece) => {
      const result = await run(proposed, boats, whole, { piece });
      const judged = new Set(result.rules.map(({ id }) => id));
      for (const [version, set] of [
        ['now', today],
        ['proposed', proposed],
      ] as const) {
        const said = straightThrough(set, boats, whole.to);
        const counts = said.filter(({ ruleId }) => judged.has(ruleId));
        expect(result.totals[version]).to.equal(counts.length);
        expect(counted(result.rules, version, ({ id }) => id)).to.deep.equal(tally(counts, (one) => [one.ruleId]));
        expect(counted(result.days, version, ({ date }) => date)).to.deep.equal(
          tally(counts, (one) => [vietnamDay(one.raisedAt)]),
        );
        expect(counted(result.vessels, version, ({ id }) => id)).to.deep.equal(
          tally(counts, (one) => [one.vesselId, ...(one.otherVesselIds ?? [])]),
        );
      }
    });
    await fc.assert(check, { numRuns: 150 });
  });

  it('leaves out no rule that the change makes say something else', async () => {
    const check = fc.asyncProperty(fleet, changed, async (boats, proposed) => {
      const judged = new Set((await run(proposed, boats, whole)).rules.map(({ id }) => id));
      const rest = (set: RuleSet): string[] =>
        straightThrough(set, boats, whole.to)
          .filter(({ ruleId }) => !judged.has(ruleId))
          .map(({ id }) => id)
          .sort();
      expect(rest(proposed)).to.deep.equal(rest(today));
    });
    await fc.assert(check, { numRuns: 100 });
  });
});
