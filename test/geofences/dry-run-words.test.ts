import { expect } from 'chai';
import { dryRun } from '../../geofences/dry-run/dry-run.ts';
import type { RuleSet } from '../../geofences/dry-run/plan.ts';
import type { DryRunResult } from '../../geofences/dry-run/result.ts';
import { lastDays } from '../../geofences/dry-run/span.ts';
import { createEngine } from '../../geofences/engine.ts';
import type { Fix } from '../../geofences/fix.ts';
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
  tracksOf,
  zones,
} from './dry-run-land.ts';
import { boxZone, fixAt, HOUR, T0 } from './shapes.ts';

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
