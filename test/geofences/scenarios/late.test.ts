/** What comes late: a backlog after ten days of silence, a fix from before the window, one that disproves what was said. */
import { expect } from 'chai';
import { dryRun } from '../../../geofences/dry-run/dry-run.ts';
import { createEngine, type Engine } from '../../../geofences/engine.ts';
import type { Fix } from '../../../geofences/fix.ts';
import { DEMO_BOUNDARY_ID } from '../../../geofences/regions/vietnam.ts';
import { defaultRules } from '../../../geofences/regions/vietnam-rules.ts';
import { occurrenceText } from '../../../geofences/sentences.ts';
import type { Occurrence, OccurrenceChange, VesselEngineState, Zone } from '../../../geofences/types.ts';
import { boxZone, fixAt, HOUR, T0 } from '../shapes.ts';
import { leg, lineOf, note } from './play.ts';

const zones: Zone[] = [
  boxZone(DEMO_BOUNDARY_ID, 107, 14, 109, 17, { kind: 'boundary' }),
  boxZone('shut', 107.2, 16, 108.2, 17, { kind: 'closed' }),
  boxZone('port', 107.5, 15, 107.6, 15.1, { kind: 'port' }),
];
const rules = defaultRules();
const profile = { id: 'v', kind: 'vessel', flag: 'VNM', reportingIntervalMin: 120, lengthM: 18, gear: 'trawl' };

/** An engine with a store of all that has come, as the server drives it. */
class Desk {
  private engine: Engine = createEngine({ zones, rules });
  readonly holds = new Map<string, Occurrence>();
  readonly said: OccurrenceChange[] = [];
  private readonly stored: Fix[] = [];

  constructor() {
    this.engine.setVessel(profile);
  }

  /** The engine's memory of the vessel goes through JSON into a new one. */
  restart(): void {
    const saved = JSON.parse(JSON.stringify(this.engine.saveVessel('v'))) as VesselEngineState;
    this.engine = createEngine({ zones, rules });
    this.engine.setVessel(profile);
    this.engine.restoreVessel('v', saved);
  }

  hear(fixes: Fix[], receivedHour?: number): OccurrenceChange[] {
    const arrived =
      receivedHour === undefined ? fixes : fixes.map((fix) => ({ ...fix, receivedAt: T0 + receivedHour * HOUR }));
    const before = this.said.length;
    const from = this.engine.missingHistory('v', Math.min(...arrived.map(({ fixTime }) => fixTime)));
    if (from !== undefined)
      this.take(
        this.engine.supplyHistory(
          'v',
          this.stored.filter(({ fixTime }) => fixTime >= from),
        ),
      );
    this.take(this.engine.accept('v', arrived));
    this.stored.push(...arrived);
    return this.said.slice(before);
  }

  clock(fromHour: number, toHour: number): void {
    for (let hour = fromHour; hour <= toHour; hour++) this.take(this.engine.tick(T0 + hour * HOUR));
  }

  /** The clock goes on by so many minutes from an hour. */
  minutes(hour: number, minutes: number): void {
    for (let minute = 0; minute <= minutes; minute++) this.take(this.engine.tick(T0 + hour * HOUR + minute * 60_000));
  }

  get lines(): string[] {
    return [...this.holds.values()].map(lineOf).sort();
  }

  private take(changes: OccurrenceChange[]): void {
    note(this.holds, changes);
    this.said.push(...changes);
  }
}

/** How often what was said, but for log events, which nobody is called for. */
function tally(changes: readonly OccurrenceChange[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { change, occurrence } of changes) {
    if (occurrence.priority === 4) continue;
    const key = `${change} ${occurrence.ruleId}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

describe('a backlog of 1,000 stored fixes after ten days of silence', () => {
  /** Every 14.4 minutes for ten days: to the closed area, a day's trawling there, out over the boundary and back. */
  const backlog = [
    ...leg([0.24, 108.5, 15.6], [24, 108.4, 15.9], 0.24),
    ...leg([24.24, 108.4, 15.95], [36, 107.6, 16.4], 0.24),
    ...leg([36.24, 107.6, 16.4], [60, 107.9, 16.5], 0.24),
    ...leg([60.24, 107.9, 16.5], [84, 108.8, 15.6], 0.24),
    ...leg([84.24, 108.8, 15.6], [96, 109.5, 15.6], 0.24),
    ...leg([96.24, 109.5, 15.6], [120, 108.6, 15.5], 0.24),
    ...leg([120.24, 108.6, 15.5], [240, 108.5, 15.5], 0.24),
  ];
  /** What is known of those ten days in the end. */
  const found = [
    'boundary-cross 87.6..109.44',
    'boundary-near-1 87.36..109.92',
    'boundary-near-15 82.56..116.4',
    'boundary-near-6 85.92..112.32',
    'boundary-time 85.68..87.84',
    'closed-area 27.36..36',
    'closed-area 60.24..68.16',
  ];
  const lost = ['silence-warn', 'silence-loss', 'declaration-missed', 'silence-8-days', 'silence-10-days'];
  const takenBack = Object.fromEntries(lost.map((id) => [`retracted ${id}`, 1]));
  const raisedOnce = {
    'raised boundary-cross': 1,
    'raised boundary-near-1': 1,
    'raised boundary-near-6': 1,
    'raised boundary-time': 1,
    'raised closed-area': 2,
  };

  function silentForTenDays(): Desk {
    const desk = new Desk();
    desk.hear(leg([-20, 108.5, 15.5], [0, 108.5, 15.6], 2));
    desk.clock(0, 241);
    expect([...desk.holds.values()].map(({ ruleId }) => ruleId)).to.include.members(lost);
    return desk;
  }

  /** In posts of twenty, one after the other. */
  function inPieces(desk: Desk, fixes: Fix[], receivedHour = 241): OccurrenceChange[] {
    const before = desk.said.length;
    for (let i = 0; i < fixes.length; i += 20) desk.hear(fixes.slice(i, i + 20), receivedHour);
    return desk.said.slice(before);
  }

  const only = (counts: Record<string, number>, change: string) =>
    Object.fromEntries(Object.entries(counts).filter(([key]) => key.startsWith(change)));

  it('has a thousand', () => expect(backlog.length).to.be.within(990, 1010));

  it('takes the silence back and finds what happened, once each', () => {
    const desk = silentForTenDays();
    const said = tally(desk.hear(backlog, 241));
    expect(only(said, 'retracted')).to.deep.equal(takenBack);
    expect(only(said, 'raised')).to.deep.equal(raisedOnce);
    expect(desk.lines).to.deep.equal(found);
    const reasons = desk.said
      .filter(({ change }) => change === 'retracted')
      .map((one) => one.occurrence.retractedBecause);
    expect(new Set(reasons)).to.deep.equal(new Set(['late-data']));
  });

  it('says no more when it comes piece by piece: each piece does not begin another silence', () => {
    const desk = silentForTenDays();
    const said = tally(inPieces(desk, backlog));
    expect(only(said, 'retracted')).to.deep.equal(takenBack);
    expect(only(said, 'raised')).to.deep.equal(raisedOnce);
    expect(desk.lines).to.deep.equal(found);
    desk.clock(242, 243);
    expect(desk.lines.filter((line) => !line.startsWith('silence-late'))).to.deep.equal(found);
  });

  it('says no more when the signal is back first, through a restart in the middle', () => {
    const desk = silentForTenDays();
    const before = desk.said.length;
    for (let hour = 241.5; hour < 300; hour += 2) {
      desk.hear([fixAt(hour, 108.5 - hour / 1e4, 15.5)]);
      desk.clock(Math.floor(hour), Math.floor(hour));
    }
    inPieces(desk, backlog.slice(0, 500), 300);
    desk.restart();
    inPieces(desk, backlog.slice(500), 300);
    const said = tally(desk.said.slice(before));
    expect(only(said, 'retracted')).to.deep.equal(takenBack);
    expect(only(said, 'raised')).to.deep.equal(raisedOnce);
    expect(desk.lines).to.deep.equal(found);
  });

  it('comes to the same in the end when the newest is sent first', () => {
    const desk = silentForTenDays();
    inPieces(desk, backlog.toReversed());
    expect(desk.lines).to.deep.equal(found);
  });

  it('leaves the silence that is true: said once, when no more has come for a while', () => {
    const desk = silentForTenDays();
    const before = desk.said.length;
    inPieces(desk, backlog.slice(0, 500));
    desk.minutes(241, 10);
    expect(only(tally(desk.said.slice(before)), 'raised silence-loss')).to.deep.equal({});
    desk.restart();
    desk.minutes(241, 11);
    expect(only(tally(desk.said.slice(before)), 'raised silence-loss')).to.deep.equal({ 'raised silence-loss': 1 });
    expect(desk.lines).to.include('silence-loss 126..');
    // The other half comes a day later.
    inPieces(desk, backlog.slice(500), 265);
    expect(desk.lines.filter((line) => line.startsWith('silence-loss'))).to.deep.equal([]);
    desk.minutes(265, 11);
    expect(desk.lines.filter((line) => line.startsWith('silence-loss'))).to.deep.equal(['silence-loss 246..']);
  });

  it('does not wait for ever for whoever is always late', () => {
    const desk = new Desk();
    desk.hear(leg([-20, 108.5, 15.5], [0, 108.5, 15.6], 2));
    for (let minute = 0; minute <= 70; minute += 5) {
      desk.hear([fixAt(8 + minute / 60, 108.5, 15.7)], 8 + (minute + 40) / 60);
      desk.minutes(8, minute + 40);
    }
    expect(desk.lines).to.include('silence-loss 6..8');
  });
});

describe('a dry run over fixes that came late', () => {
  it('waits for no more of them: what was silent between them is told', async () => {
    const track = [...leg([-20, 108.5, 15.5], [0, 108.5, 15.6], 2), ...leg([9, 108.4, 15.6], [23, 108.4, 15.7], 2)];
    const loss = { id: 'loss', kind: 'silence' };
    for (const receivedHour of [20, 23.9, 60]) {
      const fixes = track.map((fix) => ({ ...fix, receivedAt: T0 + receivedHour * HOUR }));
      const span = { from: T0 - 48 * HOUR, to: T0 + 24 * HOUR };
      const request = { now: { rules: [], zones }, proposed: { rules: [loss], zones }, span };
      const { totals } = await dryRun(request, { vessels: [{ profile, label: 'v' }], track: () => [fixes] });
      expect(totals.proposed, `received at ${receivedHour}`).to.equal(1);
    }
  });
});

describe('a fix that comes late', () => {
  const zone = [boxZone('waters', 107, 14, 109, 17, { kind: 'boundary', name: 'Ranh giới' })];
  const cross = [{ id: 'cross', kind: 'boundary-cross', zones: ['waters'] }];
  const out = leg([0, 108.4, 15.5], [12, 109.6, 15.5], 2);

  it('disproves what was said, which is taken back with the reason', () => {
    const engine = createEngine({ zones: zone, rules: cross });
    const holds = new Map<string, Occurrence>();
    engine.setVessel({ id: 'v', kind: 'vessel', reportingIntervalMin: 120 });
    // Two fixes in a row beyond; then comes one from between them, at home.
    note(
      holds,
      engine.accept('v', [
        ...leg([0, 108.9, 15.5], [2, 108.9, 15.5], 1),
        ...leg([4, 109.1, 15.5], [6, 109.1, 15.5], 2),
      ]),
    );
    expect([...holds.values()].map(lineOf)).to.deep.equal(['cross 3..']);
    const said = engine.accept('v', [fixAt(5, 108.95, 15.5)]);
    note(holds, said);
    expect(said.map(({ change }) => change)).to.deep.equal(['retracted']);
    const { vi, en } = occurrenceText(said[0]!.occurrence, { vesselLabel: 'QNa-91234-TS', zoneName: 'Ranh giới' });
    expect(vi).to.match(/^Đã rút lại \(dữ liệu đến muộn cho thấy không phải vậy\): QNa-91234-TS vượt “Ranh giới”/);
    expect(en).to.match(/^Withdrawn \(late data shows otherwise\): /);
    expect([...holds.values()]).to.deep.equal([]);
  });

  it('from before the window is judged in its place once the stored track is read back', () => {
    const engine = createEngine({ zones: zone, rules: cross, windowHours: 6, maxWindowFixes: 64 });
    const holds = new Map<string, Occurrence>();
    engine.setVessel({ id: 'v', kind: 'vessel', reportingIntervalMin: 120 });
    const home = [...leg([0, 108.8, 15.5], [3, 108.8, 15.5], 1), ...leg([9, 108.8, 15.5], [200, 108.7, 15.5], 1)];
    for (const fix of home) note(holds, engine.accept('v', [fix]));
    expect([...holds.values()]).to.deep.equal([]);
    const late = leg([5, 109.2, 15.5], [7, 109.2, 15.5], 1);
    const from = engine.missingHistory('v', late[0]!.fixTime);
    expect(from, 'it asks for the track').to.be.a('number');
    note(
      holds,
      engine.supplyHistory(
        'v',
        home.filter(({ fixTime }) => fixTime >= from!),
      ),
    );
    note(holds, engine.accept('v', late));
    expect([...holds.values()].map(lineOf)).to.deep.equal(['cross 4..8']);
  });

  it('of the same time as others, from before them, or twice makes no other occurrence', () => {
    const engine = createEngine({ zones: zone, rules: cross });
    const holds = new Map<string, Occurrence>();
    engine.setVessel({ id: 'v', kind: 'vessel', reportingIntervalMin: 120 });
    for (const fix of out) note(holds, engine.accept('v', [fix]));
    const before = [...holds.keys()];
    for (const fix of out) note(holds, engine.accept('v', [{ ...fix, receivedAt: fix.receivedAt + HOUR }]));
    note(holds, engine.accept('v', leg([1, 108.5, 15.5], [11, 109.5, 15.5], 2)));
    expect([...holds.keys()]).to.have.length(1);
    expect(before).to.have.length(1);
    expect([...holds.values()].map(lineOf)).to.deep.equal(['cross 6..']);
  });
});
