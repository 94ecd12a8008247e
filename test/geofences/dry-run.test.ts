import { expect } from 'chai';
import fc from 'fast-check';
import { type DryRunTracks, dryRun } from '../../geofences/dry-run/dry-run.ts';
import type { RuleSet } from '../../geofences/dry-run/plan.ts';
import type { DryRunResult } from '../../geofences/dry-run/result.ts';
import { lastDays, type Span } from '../../geofences/dry-run/span.ts';
import { createEngine } from '../../geofences/engine.ts';
import type { Fix, VesselProfile } from '../../geofences/fix.ts';
import type { Occurrence, OccurrenceChange, Rule, Zone } from '../../geofences/types.ts';
import { boxZone, fixAt, HOUR, lineZone, T0 } from './shapes.ts';

const DAY = 24 * HOUR;
const bay = boxZone('bay', 108, 15, 108.4, 15.4);
const port = boxZone('port', 107.9, 15.1, 108, 15.2, { kind: 'port' });
const line = lineZone(
  'line',
  [
    [108.6, 14],
    [108.7, 15.2],
    [108.6, 17],
  ],
  { ourSide: 'left' },
);
const zones: Zone[] = [bay, port, line];
const rules: Rule[] = [
  { id: 'enter', kind: 'zone-enter', zones: ['bay'] },
  { id: 'exit', kind: 'zone-exit', zones: ['port'] },
  { id: 'presence', kind: 'zone-presence', zones: ['bay'], params: { confirmMinutes: 90 } },
  { id: 'cross', kind: 'boundary-cross', zones: ['line'] },
  { id: 'near', kind: 'boundary-approach', zones: ['line'], params: { withinNm: 6 } },
  { id: 'silent', kind: 'silence', params: { hours: 5 } },
  { id: 'meet', kind: 'encounter', params: { withinNm: 5, minutes: 60, slowerThanKn: 30 } },
  { id: 'anywhere', kind: 'zone-presence', params: { confirm: 3 } },
];
const today: RuleSet = { rules, zones };

/** The version number says that somebody has written it anew. */
function rewritten(id: string, params: Rule['params']): RuleSet {
  return {
    zones,
    rules: rules.map((rule) =>
      rule.id === id ? { ...rule, version: 2, params: { ...rule.params, ...params } } : rule,
    ),
  };
}

interface Sailed {
  profile: VesselProfile;
  fixes: Fix[];
}

function boat(id: string, fixes: Fix[]): Sailed {
  return { profile: { id, kind: 'vessel', reportingIntervalMin: 120 }, fixes };
}

/** Tracks in memory, in pieces of a size. */
function tracksOf(boats: readonly Sailed[], piece = 64): DryRunTracks {
  return {
    vessels: boats.map(({ profile }) => ({ profile, label: `Tàu ${profile.id}` })),
    *track({ vesselId, from, to, lead }) {
      const all = boats.find(({ profile }) => profile.id === vesselId)!.fixes;
      const before = lead ? all.filter(({ fixTime }) => fixTime < from).slice(-1) : [];
      const stored = [...before, ...all.filter(({ fixTime }) => fixTime >= from && fixTime <= to)];
      for (let i = 0; i < stored.length; ) {
        let end = Math.min(i + piece, stored.length);
        while (end < stored.length && stored[end]!.fixTime === stored[end - 1]!.fixTime) end++;
        yield stored.slice(i, end);
        i = end;
      }
    },
  };
}

function run(proposed: RuleSet, boats: readonly Sailed[], span: Span, more: { piece?: number } = {}) {
  return dryRun({ now: today, proposed, span }, tracksOf(boats, more.piece));
}

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

function counted<T extends { now: number; proposed: number }>(
  list: readonly T[],
  version: 'now' | 'proposed',
  keyOf: (one: T) => string,
): Record<string, number> {
  return Object.fromEntries(list.filter((one) => one[version] > 0).map((one) => [keyOf(one), one[version]]));
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

describe('what a dry run tells', () => {
  const to = T0 + 10 * DAY;
  const week = lastDays(7, to);
  /** Into the bay, seen there often enough, and out again. */
  const visit = (hours: number): Fix[] => [
    fixAt(hours, 107.5, 15.6),
    fixAt(hours + 1, 108.2, 15.2),
    fixAt(hours + 2, 108.2, 15.21),
    fixAt(hours + 3, 107.5, 15.6),
    fixAt(hours + 4, 107.4, 15.6),
  ];
  /** East towards the line, to `east` degrees, and back. */
  const sortie = (hours: number, east: number): Fix[] => {
    const out = [107.9, 108.2, 108.4, 108.5, 108.55, 108.6].filter((lon) => lon < east);
    return [...out, east, east, ...out.toReversed()].map((lon, i) => fixAt(hours + i, lon, 15.6));
  };

  it('counts by the day in Vietnam on which it was raised', async () => {
    const evening = (Date.UTC(2026, 2, 8, 16, 30) - T0) / HOUR;
    const result = await run(rewritten('enter', {}), [boat('a', visit(evening))], week);
    // Inside an hour later: 17:30 UTC is half past midnight.
    expect(counted(result.days, 'proposed', ({ date }) => date)).to.deep.equal({ '2026-03-09': 1 });
    expect(result.days.map(({ date }) => date)).to.deep.equal([
      '2026-03-05',
      '2026-03-06',
      '2026-03-07',
      '2026-03-08',
      '2026-03-09',
      '2026-03-10',
      '2026-03-11',
    ]);
  });

  it('takes what a wider band raises earlier for the same happening, and what it raises alone for new', async () => {
    const boats = [boat('a', sortie(200, 108.63)), boat('b', sortie(200, 108.52))];
    const { totals, examples, vessels } = await run(rewritten('near', { withinNm: 10 }), boats, week);
    expect(totals).to.deep.equal({
      now: 1,
      proposed: 2,
      onlyNow: 0,
      onlyProposed: 1,
      vesselsNow: 1,
      vesselsProposed: 2,
    });
    expect(vessels).to.deep.equal([
      { id: 'b', label: 'Tàu b', now: 0, proposed: 1 },
      { id: 'a', label: 'Tàu a', now: 1, proposed: 1 },
    ]);
    expect(examples.now).to.deep.equal([]);
    expect(examples.proposed).to.have.length(1);
    expect(examples.proposed[0]).to.include({ ruleId: 'near', vesselId: 'b', zoneId: 'line', lon: 108.52, lat: 15.6 });
    expect(examples.proposed[0]!.text.vi).to.match(/^Tàu b cách “line” [\d,]+ hải lý lúc/);
    expect(examples.proposed[0]!.text.en).to.match(/^Tàu b is [\d.]+ nm from “line” at/);
  });

  it('takes what a narrower band raises later for the same happening, and what it raises no more for gone', async () => {
    const boats = [boat('a', sortie(200, 108.63)), boat('b', sortie(200, 108.58))];
    const { totals, examples } = await run(rewritten('near', { withinNm: 3 }), boats, week);
    expect(totals).to.include({ now: 2, proposed: 1, onlyNow: 1, onlyProposed: 0 });
    expect(examples.now.map(({ vesselId }) => vesselId)).to.deep.equal(['b']);
  });

  it('does not call gone what is told in one long alert instead of two', async () => {
    // Out of the band of 6 nm for three hours, but never of 40.
    const twice = [108.4, 108.6, 108.6, 108.4, 108.4, 108.4, 108.6, 108.6, 108.4].map((lon, i) =>
      fixAt(200 + i, lon, 15.6),
    );
    const { totals } = await run(rewritten('near', { withinNm: 40 }), [boat('a', twice)], week);
    expect(totals).to.include({ now: 2, proposed: 1, onlyNow: 0, onlyProposed: 0 });
  });

  it('begins with what was known before: a boat that has lain in the zone silent for days has not just come', async () => {
    const lying = [fixAt(10, 108.2, 15.2), fixAt(12, 108.2, 15.2), fixAt(200, 108.2, 15.2), fixAt(202, 108.2, 15.2)];
    const { totals } = await run(rewritten('presence', {}), [boat('a', lying)], week);
    expect(totals).to.include({ now: 0, proposed: 0 });
    const earlier = await run(rewritten('presence', {}), [boat('a', lying)], lastDays(20, to));
    expect(earlier.totals).to.include({ now: 1, proposed: 1 });
  });

  it('knows when a boat was heard last, however long before the span that was', async () => {
    const gone = [fixAt(0, 107.5, 15.6)];
    const { days } = await run(rewritten('silent', { hours: 190 }), [boat('a', gone)], lastDays(3, to));
    expect(counted(days, 'proposed', ({ date }) => date)).to.deep.equal({ '2026-03-09': 1 });
    expect(counted(days, 'now', ({ date }) => date)).to.deep.equal({});
  });

  it('judges only what differs, and with a zone the rules that look at it', async () => {
    const boats = [boat('a', visit(200))];
    const ids = (result: DryRunResult): string[] => result.rules.map(({ id }) => id);
    expect(ids(await run(today, boats, week))).to.deep.equal([]);
    expect(ids(await run(rewritten('near', { withinNm: 7 }), boats, week))).to.deep.equal(['near']);
    const moved: RuleSet = { rules, zones: [boxZone('bay', 108, 15, 108.1, 15.1), port, line] };
    expect((await run(moved, boats, week)).rules).to.deep.equal([
      { id: 'enter', change: 'zones', now: 1, proposed: 0, onlyNow: 1, onlyProposed: 0 },
      { id: 'presence', change: 'zones', now: 0, proposed: 0, onlyNow: 0, onlyProposed: 0 },
      { id: 'anywhere', change: 'zones', now: 0, proposed: 0, onlyNow: 0, onlyProposed: 0 },
    ]);
    const renamed: RuleSet = {
      rules,
      zones: [{ ...bay, properties: { ...bay.properties, name: 'Vịnh' } }, port, line],
    };
    expect(ids(await run(renamed, boats, week))).to.deep.equal([]);
    const without: RuleSet = { rules: rules.filter(({ id }) => id !== 'enter'), zones };
    expect((await run(without, boats, week)).rules).to.deep.equal([
      { id: 'enter', change: 'removed', now: 1, proposed: 0, onlyNow: 1, onlyProposed: 0 },
    ]);
  });

  it('reads no track of a vessel that no changed rule applies to', async () => {
    const merchant: Sailed = { profile: { id: 'm', kind: 'vessel', flag: 'PAN' }, fixes: sortie(200, 108.63) };
    const result = await run(rewritten('near', { withinNm: 7 }), [merchant, boat('a', visit(200))], week);
    expect(result).to.include({ vesselsJudged: 1, fixes: 5 });
  });

  it('counts the hours that have tracks, for rates, and says which days have none', async () => {
    const result = await run(rewritten('enter', {}), [boat('a', visit(200))], week);
    expect(result.firstFixTime).to.equal(T0 + 200 * HOUR);
    expect(result.hours).to.equal(5);
    const known = (one: DryRunResult): string[] =>
      one.days.filter(({ hasTracks }) => hasTracks).map(({ date }) => date);
    expect(known(result)).to.deep.equal(['2026-03-09']);
    // Six hours without a fix are a pause, seven are none of our hours; one boat heard days before makes no difference.
    const pauses = [fixAt(120, 107.5, 15.6), ...[190, 196, 203].map((hours) => fixAt(hours, 107.5, 15.6))];
    const gappy = await run(rewritten('enter', {}), [boat('a', pauses)], week);
    expect(gappy.hours).to.equal(1 + 1 + 6 + 1);
    expect(known(gappy)).to.deep.equal(['2026-03-06', '2026-03-09']);
    const empty = await run(rewritten('enter', {}), [], week);
    expect(empty.hours).to.equal(0);
    expect(empty).to.not.have.property('firstFixTime');
  });

  it('tells the newest of what only one version raises, and no more of it than asked', async () => {
    const boats = [boat('a', [...visit(150), ...visit(160), ...visit(170)])];
    const request = { now: today, proposed: rewritten('enter', { confirm: 5 }), span: week, mostExamples: 2 };
    const { examples, totals } = await dryRun(request, tracksOf(boats));
    expect(totals).to.include({ now: 3, onlyNow: 3 });
    expect(examples.now.map(({ raisedAt }) => Math.floor((raisedAt - T0) / HOUR))).to.deep.equal([170, 160]);
  });

  it('counts what is too much to be compared, and says how much that is', async () => {
    const nervous = Array.from({ length: 20_400 }, (_, i) =>
      fixAt(100 + i / 200, 108 + (i % 2 ? 0.0005 : -0.0005), 15.3),
    );
    const proposed = rewritten('enter', { confirm: 1, hysteresisNm: 0 });
    const { totals, uncompared } = await run(proposed, [boat('a', nervous)], week);
    expect(totals).to.include({ now: 0, proposed: 10_200, onlyProposed: 10_000 });
    expect(uncompared).to.equal(200);
  });

  it('leaves rules on several vessels out when the fleet is too large for them, and says so', async () => {
    const proposed: RuleSet = {
      zones,
      rules: rules.map((rule) => (rule.id === 'meet' || rule.id === 'near' ? { ...rule, version: 2 } : rule)),
    };
    const boats = [boat('a', visit(200)), boat('b', visit(200))];
    const meetings = ({ rules }: DryRunResult): number => rules.find(({ id }) => id === 'meet')!.proposed;
    expect(meetings(await run(proposed, boats, week))).to.equal(1);
    const left = await dryRun({ now: today, proposed, span: week, mostTogether: 1 }, tracksOf(boats));
    expect(left.notRun).to.deep.equal([{ ruleId: 'meet', reason: 'fleet-too-large' }]);
    expect(left.rules.map(({ id }) => id)).to.deep.equal(['near', 'meet']);
    expect(meetings(left)).to.equal(0);
  });

  it('remembers one vessel at a time: an engine forgets those that it has done with', () => {
    const engine = createEngine(today);
    engine.setVessel(boat('a', []).profile);
    engine.accept('a', visit(200));
    engine.forgetVessel('a');
    expect(engine.stats.vessels).to.equal(0);
    expect(engine.saveVessel('a')).to.equal(undefined);
    expect(engine.tick(T0 + 400 * HOUR)).to.deep.equal([]);
  });

  it('goes on step by step, and ends when it is told to', async () => {
    const boats = ['a', 'b', 'c', 'd'].map((id) => boat(id, visit(200)));
    const request = { now: today, proposed: rewritten('meet', {}), span: week };
    const seen: number[] = [];
    await dryRun(request, tracksOf(boats), ({ done }) => void seen.push(done));
    expect(seen).to.deep.equal(seen.toSorted((a, b) => a - b));
    expect(seen.at(-1)).to.be.closeTo(1, 1e-9);
    const stop = dryRun(request, tracksOf(boats), ({ done }) => {
      if (done > 0.4) throw new Error('enough');
    });
    expect(await stop.then(() => 'ended', String)).to.equal('Error: enough');
  });
});
