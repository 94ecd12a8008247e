import { expect } from 'chai';
import { createEngine } from '../../../geofences/engine.ts';
import type { Occurrence, Rule, Zone } from '../../../geofences/types.ts';
import { boxZone, fixAt, HOUR, T0 } from '../shapes.ts';
import { leg, lineOf, note, play, played, type Scenario, told, track } from './play.ts';

const port = boxZone('port', 107.5, 15, 107.6, 15.1, { kind: 'port' });
const zones: Zone[] = [port];
/** The ladder as it ships. */
const ladder: Rule[] = [
  { id: 'late', kind: 'silence', params: { hours: 0, untilHours: 5 } },
  { id: 'warn', kind: 'silence', params: { hours: 5, untilHours: 6 } },
  { id: 'loss', kind: 'silence', params: { hours: 6 } },
  { id: 'day-8', kind: 'silence', params: { hours: 192, untilHours: 240, deadlineHours: 240 } },
  { id: 'day-10', kind: 'silence', params: { hours: 240, untilHours: 4380 } },
  { id: 'half-year', kind: 'silence', params: { hours: 4380 } },
  { id: 'missed', kind: 'declaration-missed' },
  { id: 'in-port', kind: 'silence-port' },
];
const ladderSays = (fixes: Scenario['fixes'], until?: number, rules = ladder) => play({ zones, rules, fixes, until });
const found = (id: string, fixes: Scenario['fixes'], until?: number): Occurrence =>
  played({ zones, rules: ladder, fixes, until }).find(({ ruleId }) => ruleId === id)!;

const atSea = track('0 108.2 15.5');

describe('the ladder of silence', () => {
  it('goes up step by step, each taking over from the one before, the loss standing through all', () => {
    expect(ladderSays(atSea, 2)).to.deep.equal([]);
    expect(ladderSays(atSea, 3)).to.deep.equal(['late 2.25..']);
    expect(ladderSays(atSea, 5.5)).to.deep.equal(['late 2.25..5', 'warn 5..']);
    expect(ladderSays(atSea, 7)).to.deep.equal(['late 2.25..5', 'warn 5..6', 'loss 6..']);
    expect(ladderSays(atSea, 200)).to.deep.equal([
      'late 2.25..5',
      'warn 5..6',
      'loss 6..',
      'missed 12.25..',
      'day-8 192..',
    ]);
    expect(ladderSays(atSea, 5000)).to.deep.equal([
      'late 2.25..5',
      'warn 5..6',
      'loss 6..',
      'missed 12.25..',
      'day-8 192..240',
      'day-10 240..4380',
      'half-year 4380..',
    ]);
  });

  it('says of each step what it is', () => {
    expect(told(found('loss', atSea, 7)).vi).to.equal(
      'QNa-91234-TS không có tín hiệu trong 6 giờ 00 phút, tính đến 01/03 13:00 (GMT+7) (01/03 06:00 UTC); vị trí gần nhất tại 15°30.0′N 108°12.0′E, có thể ở cách đó tới 72 hải lý và mỗi giờ thêm 12 hải lý.',
    );
    expect(told(found('day-8', atSea, 200)).vi).to.include(
      'không có tín hiệu trong 8 ngày (còn 2 ngày tới hạn), tính đến',
    );
    expect(told(found('late', atSea, 7)).vi).to.match(
      /Chuyển sang bậc sau lúc 01\/03 12:00 \(GMT\+7\) \(01\/03 05:00 UTC\)\.$/,
    );
  });

  it('names no circle that is larger than the sea', () => {
    const day8 = found('day-8', atSea, 200);
    expect(day8.details).to.include({ possibleNm: 1000, maxKn: 12 });
    expect(told(day8).vi).to.match(/, có thể ở bất cứ đâu trên biển\.$/);
    expect(told(day8).en).to.match(/, may be anywhere at sea\.$/);
    expect(found('half-year', track('0 108.2 15.5\n30000 108.6 15.5')).details).to.include({ possibleNm: 1000 });
  });

  it('is closed by the signal with the gap, the way, the speed that it takes and the circle it was in', () => {
    const fixes = track('0 108.2 15.5\n10 108.6 15.5');
    expect(ladderSays(fixes)).to.deep.equal(['late 2.25..5', 'warn 5..6', 'loss 6..10']);
    const loss = found('loss', fixes);
    expect(loss.details).to.deep.equal({
      silentHours: 10,
      thresholdHours: 6,
      distanceNm: 23.17,
      impliedKn: 2.32,
      possibleNm: 120,
      maxKn: 12,
      outcome: 'restored',
    });
    expect(told(loss).vi).to.match(
      /Có lại tín hiệu lúc .*, sau 10 giờ 00 phút, cách vị trí trước 23 hải lý, trong lúc đó có thể đã đi tới 120 hải lý\.$/,
    );
    expect(told(loss).en).to.match(/, 23 nm from the place before, time enough for 120 nm\.$/);
  });

  it('does not call a vessel of longer duty late before its report is due', () => {
    const vessel = { reportingIntervalMin: 180 };
    const says = (until: number) => play({ zones, rules: ladder, fixes: atSea, until, vessel });
    expect(says(3.2)).to.deep.equal([]);
    expect(says(3.3)).to.deep.equal(['late 3.25..']);
    // A duty of eight hours: the first steps have nothing to say before it is due, and then the loss is there too.
    const slow = { reportingIntervalMin: 480 };
    expect(play({ zones, rules: ladder, fixes: atSea, until: 8.2, vessel: slow })).to.deep.equal([]);
    expect(play({ zones, rules: ladder, fixes: atSea, until: 9, vessel: slow })).to.deep.equal(['loss 8.25..']);
  });

  it('is another list in port, at log level, and no accusation', () => {
    const moored = track('0 107.55 15.05');
    expect(ladderSays(moored, 59)).to.deep.equal([]);
    expect(ladderSays(moored, 9000)).to.deep.equal(['in-port 60..']);
    expect(found('in-port', moored, 61).priority).to.equal(4);
    expect(told(found('in-port', moored, 61)).vi).to.include('ở trong cảng, không có tín hiệu trong 2 ngày 12 giờ');
  });

  it('ends when another source shows the vessel in port, and turns into the list of the port', () => {
    const fixes = track(`
      0  108.2  15.5
      20 107.55 15.05 ais`);
    expect(ladderSays(fixes, 100)).to.deep.equal([
      'late 2.25..5',
      'warn 5..6',
      'loss 6..20',
      'missed 12.25..20',
      'in-port 80..',
    ]);
    expect(told(found('loss', fixes, 100)).vi).to.include('Đã thấy tàu trong cảng lúc');
  });

  it('begins anew when another source shows that it has left the port', () => {
    const fixes = track(`
      0  107.55 15.05
      10 107.55 15.05 ais
      12 107.9  15.05 ais`);
    expect(ladderSays(fixes, 17.5)).to.deep.equal(['late 14.25..17', 'warn 17..']);
  });

  it('stays while only AIS is heard at sea, and keeps the place where the vessel was when it was raised', () => {
    const fixes = track(`
      0 108.2 15.5
      4 108.4 15.5 ais
      9 108.7 15.5 ais`);
    expect(ladderSays(fixes, 9.5)).to.deep.equal(['late 2.25..5', 'warn 5..6', 'loss 6..']);
    const loss = found('loss', fixes, 9.5);
    expect(loss).to.deep.include({ lon: 108.4, evidence: [T0] });
    expect(loss.details!.possibleNm, 'two hours after AIS showed it').to.equal(24);
  });

  it('is retracted with the reason when a backlog of 1,000 stored fixes comes after ten days', () => {
    const engine = createEngine({ zones, rules: ladder });
    const holds = new Map<string, Occurrence>();
    engine.setVessel({ id: 'v', kind: 'vessel', reportingIntervalMin: 120 });
    note(holds, engine.accept('v', atSea));
    for (let hour = 1; hour <= 241; hour++) note(holds, engine.tick(T0 + hour * HOUR));
    expect([...holds.values()].map(lineOf)).to.include('day-10 240..');
    const backlog = Array.from({ length: 1000 }, (_, i) => fixAt(0.24 + i * 0.24, 108.2 + (i % 50) / 1000, 15.5));
    const said = engine.accept('v', backlog);
    expect(new Set(said.map(({ change }) => change))).to.deep.equal(new Set(['retracted']));
    expect(new Set(said.map(({ occurrence }) => occurrence.retractedBecause))).to.deep.equal(new Set(['late-data']));
    note(holds, said);
    expect([...holds.values()]).to.deep.equal([]);
  });

  it('leaves the steps that are over as they were when the ladder changes', () => {
    const engine = createEngine({ zones, rules: ladder });
    engine.setVessel({ id: 'v', kind: 'vessel', reportingIntervalMin: 120 });
    engine.accept('v', atSea);
    engine.tick(T0 + 7 * HOUR);
    const said = engine.setRules(ladder.filter(({ id }) => id !== 'late' && id !== 'loss'));
    expect(said.map(({ change, occurrence }) => `${change} ${occurrence.ruleId}`)).to.deep.equal(['retracted loss']);
  });

  it('is retracted as well when the signal came back first and the backlog after it', () => {
    const engine = createEngine({ zones, rules: ladder });
    const holds = new Map<string, Occurrence>();
    engine.setVessel({ id: 'v', kind: 'vessel', reportingIntervalMin: 120 });
    const before = leg([-200, 108.2, 15.5], [0, 108.2, 15.5], 2);
    const stored = [...before];
    for (const fix of before) note(holds, engine.accept('v', [fix]));
    for (let hour = 1; hour <= 241; hour++) note(holds, engine.tick(T0 + hour * HOUR));
    const back = leg([241, 108.2, 15.5], [290, 108.2, 15.5], 1);
    stored.push(...back);
    for (const fix of back) note(holds, engine.accept('v', [fix]));
    expect([...holds.values()].map(lineOf)).to.include('loss 6..241');
    const backlog = Array.from({ length: 1000 }, (_, i) => fixAt(0.24 + i * 0.24, 108.2 + (i % 50) / 1000, 15.5));
    const from = engine.missingHistory('v', backlog[0]!.fixTime);
    if (from !== undefined) {
      note(
        holds,
        engine.supplyHistory(
          'v',
          stored.filter(({ fixTime }) => fixTime >= from),
        ),
      );
    }
    note(holds, engine.accept('v', backlog));
    expect([...holds.values()].map(lineOf)).to.deep.equal([]);
  });
});

describe('declaration-missed', () => {
  const rules: Rule[] = [
    { id: 'loss', kind: 'silence' },
    { id: 'missed', kind: 'declaration-missed' },
  ];
  const says = (table: string, until: number) => ladderSays(track(table), until, rules);

  it('counts what was missed, in one occurrence, while the loss stands', () => {
    expect(says('0 108.2 15.5', 12)).to.deep.equal(['loss 6..']);
    for (const [until, missed] of [
      [12.5, 1],
      [18.2, 1],
      [18.3, 2],
      [36.3, 5],
    ] as const) {
      const [, occurrence] = played({ zones, rules, fixes: atSea, until });
      expect(lineOf(occurrence!)).to.equal('missed 12.25..');
      expect(occurrence!.details!.missed, `hour ${until}`).to.equal(missed);
    }
  });

  it('is ended by a position that is declared, which is no signal: the loss stands', () => {
    const table = `
      0  108.2 15.5
      20 108.5 15.5 manual`;
    expect(says(table, 26)).to.deep.equal(['loss 6..', 'missed 12.25..20']);
    expect(says(table, 27)).to.deep.equal(['loss 6..', 'missed 12.25..20', 'missed 26.25..']);
    const [, missed] = played({ zones, rules, fixes: track(table), until: 26 });
    expect(missed!.details).to.include({ missed: 2, outcome: 'declared' });
    expect(told(missed!).vi).to.match(
      /^QNa-91234-TS mất kết nối và đã lỡ 2 lần báo vị trí, lần đầu lúc .* Đã báo vị trí lúc/,
    );
  });

  it('never comes while the position is declared every six hours', () => {
    const declared = [11, 17, 23, 29, 35].map((hour) => `${hour} 108.3 15.5 manual`).join('\n');
    expect(says(`0 108.2 15.5\n${declared}`, 40)).to.deep.equal(['loss 6..']);
  });

  it('takes a declaration before the loss as one', () => {
    expect(says('0 108.2 15.5\n5 108.3 15.5 manual', 13)).to.deep.equal(['loss 6..', 'missed 12.25..']);
    expect(says('0 108.2 15.5\n8 108.3 15.5 manual', 14)).to.deep.equal(['loss 6..']);
  });

  it('is ended by the signal, and by being in port', () => {
    expect(says('0 108.2 15.5\n15 108.4 15.5', 16)).to.deep.equal(['loss 6..15', 'missed 12.25..15']);
    expect(says('0 108.2 15.5\n15 107.55 15.05 manual', 40)).to.deep.equal(['loss 6..15', 'missed 12.25..15']);
  });
});
