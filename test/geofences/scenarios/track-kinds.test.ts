import { expect } from 'chai';
import { appliesTo, hasCriterion, readyRule } from '../../../geofences/rules/index.ts';
import type { Rule, Zone } from '../../../geofences/types.ts';
import { boxZone, fixAt } from '../shapes.ts';
import { leg, play, played, told, track } from './play.ts';

const port = boxZone('port', 107.9, 15.4, 108, 15.6, { kind: 'port', name: 'Cảng Cửa Đại', nameEn: 'Cửa Đại port' });
const other = boxZone('other', 109, 15.4, 109.1, 15.6, { kind: 'port' });
const zones: Zone[] = [port, other];
const rule = (kind: string, params: Rule['params'] = {}, zonesOf?: string[]): Rule => ({
  id: kind,
  kind,
  params,
  ...(zonesOf ? { zones: zonesOf } : {}),
});

describe('distress', () => {
  const fixes = track(`
  0    108.5 15.5 ais
  0.02 108.5 15.5 ais distress
  0.04 108.5 15.5 ais distress
  0.06 108.5 15.5 ais
  0.08 108.5 15.5 ais distress
  0.10 108.5 15.5 ais
  0.12 108.5 15.5 ais
  0.14 108.5 15.5 ais`);

  it('is raised at once, holds across a message without it, and ends after three', () => {
    expect(play({ zones, rules: [rule('distress')], fixes })).to.deep.equal(['distress 0.02..0.1']);
    const [found] = played({ zones, rules: [rule('distress')], fixes: fixes.slice(0, 2), vessel: { kind: 'mob' } });
    expect(found).to.deep.include({ priority: 1, state: 'raised' });
    expect(told(found!).vi).to.match(/^QNa-91234-TS phát tín hiệu cấp cứu \(người rơi xuống biển, thiết bị MOB\) lúc/);
  });

  it('is for every craft that may be in distress, foreign and unregistered ones and beacons too', () => {
    for (const kind of [
      'vessel',
      'ais-sart',
      'mob',
      'epirb',
      'handheld',
      'craft-of-mother-ship',
      'unknown',
      'sar-aircraft',
    ]) {
      expect(play({ zones, rules: [rule('distress')], fixes, vessel: { kind, flag: 'CHN' } }), kind).to.have.length(1);
    }
    expect(appliesTo(readyRule(rule('distress')), { id: 's', kind: 'coast-station' })).to.equal(false);
    expect(
      play({
        zones,
        rules: [rule('zone-presence', { confirm: 1 }, ['port'])],
        fixes: [fixAt(0, 107.95, 15.5)],
        vessel: { kind: 'mob' },
      }),
    ).to.deep.equal([]);
  });

  it('is raised by a fix too far away to be believed, and says that its place is doubtful', () => {
    const far = [...leg([0, 108.5, 15.5], [1, 108.6, 15.5], 0.25), fixAt(1.1, 111, 15.5, { flags: 16 })];
    const [found] = played({ zones, rules: [rule('distress')], fixes: far });
    expect(told(found!).en).to.include('its place is doubtful');
  });
});

describe('speed-range', () => {
  const fast = rule('speed-range', { minKn: 12 });

  it('is raised after the time in the range, from where it began, and ends out of it', () => {
    const fixes = [
      ...leg([0, 108.1, 15.5], [0.9, 108.2, 15.5], 0.1, { speedKn: 6 }),
      ...leg([1, 108.2, 15.5], [2, 108.5, 15.5], 0.1, { speedKn: 15 }),
      ...leg([2.1, 108.5, 15.5], [3, 108.55, 15.5], 0.1, { speedKn: 5 }),
    ];
    expect(play({ zones, rules: [fast], fixes })).to.deep.equal(['speed-range 1..2.1']);
    const [found] = played({ zones, rules: [fast], fixes });
    expect(found!.details).to.include({ speedKn: 15, minutes: 24 });
  });

  it('takes the speed over the ground where none is given, and can be bound to zones and a distance', () => {
    const silent = leg([0, 108.1, 15.5], [3, 109.1, 15.5], 0.25);
    expect(play({ zones, rules: [fast], fixes: silent })).to.deep.equal(['speed-range 0.25..']);
    const inside = rule('speed-range', { minKn: 12, minutes: 0, confirm: 1 }, ['other']);
    expect(play({ zones, rules: [inside], fixes: silent })).to.deep.equal(['speed-range 2.75..']);
    expect(play({ zones, rules: [rule('speed-range', { minKn: 12, distanceNm: 30 })], fixes: silent })).to.deep.equal([
      'speed-range 0.25..',
    ]);
    expect(play({ zones, rules: [rule('speed-range', { minKn: 12, distanceNm: 80 })], fixes: silent })).to.deep.equal(
      [],
    );
  });

  it('does not count across a long silence, nor one fast fix', () => {
    const rare = [
      fixAt(0, 108, 15.5, { speedKn: 14 }),
      fixAt(9, 108.4, 15.5, { speedKn: 14 }),
      fixAt(9.1, 108.42, 15.5, { speedKn: 5 }),
    ];
    expect(play({ zones, rules: [fast], fixes: rare })).to.deep.equal([]);
  });

  it('without a range is no rule', () => {
    expect(hasCriterion(rule('speed-range'))).to.equal(false);
    expect(hasCriterion(fast)).to.equal(true);
  });
});

describe('reporting-rate', () => {
  const rate = rule('reporting-rate');

  it('is raised when fewer reports come in a day at sea than are owed, and ends when there are enough', () => {
    const sparse = leg([0, 108.1, 15.5], [24, 108.9, 15.5], 4);
    const [found, ...rest] = played({ zones, rules: [rate], fixes: sparse });
    expect(rest).to.deep.equal([]);
    expect(found!.details).to.include({ received: 4, owed: 6, percent: 66 });
    expect(told(found!).en).to.include('sent 4 VMS positions in 12 h at sea where 6 are owed (66 %)');
    const better = [...sparse, ...leg([25, 108.9, 15.5], [48, 108.2, 15.5], 1)];
    expect(play({ zones, rules: [rate], fixes: better })[0]).to.match(/^reporting-rate 12\.\.3\d$/);
  });

  it('is content with the duty, counts stored positions at their own time, and does not count time in port', () => {
    expect(play({ zones, rules: [rate], fixes: leg([0, 108.1, 15.5], [72, 108.9, 15.5], 2) })).to.deep.equal([]);
    const moored = [...leg([0, 107.95, 15.5], [40, 107.95, 15.5], 20), ...leg([42, 108.1, 15.5], [60, 108.4, 15.5], 2)];
    expect(play({ zones, rules: [rate], fixes: moored })).to.deep.equal([]);
    const heardByAis = leg([0, 108.1, 15.5], [24, 108.9, 15.5], 0.25).map((fix, i) => ({
      ...fix,
      source: i % 16 === 0 ? ('vms' as const) : ('ais' as const),
    }));
    expect(play({ zones, rules: [rate], fixes: heardByAis })).to.have.length(1);
    expect(play({ zones, rules: [rate], fixes: heardByAis, vessel: { reportingIntervalMin: 300 } })).to.deep.equal([]);
  });
});

describe('vms-silent-ais-heard', () => {
  const silent = rule('vms-silent-ais-heard');
  const ais = (from: number, to: number, step = 0.25) =>
    leg([from, 108.1 + from / 50, 15.5], [to, 108.1 + to / 50, 15.5], step, { source: 'ais' });

  it('is raised when VMS is silent for longer than six hours while AIS goes on, and ends with the next report', () => {
    const fixes = [fixAt(0, 108.1, 15.5), ...ais(1, 9), fixAt(10, 108.3, 15.5), ...ais(10.5, 12)];
    const [found] = played({ zones, rules: [silent], fixes });
    expect(play({ zones, rules: [silent], fixes })).to.deep.equal(['vms-silent-ais-heard 6.75..10']);
    expect(told(found!).vi).to.match(/không gửi VMS đã 6 giờ 48 phút nhưng AIS vẫn được nghe thấy lúc/);
  });

  it('says nothing of vessels without the duty, without VMS ever, in port, or just out of it', () => {
    expect(play({ zones, rules: [silent], fixes: ais(0, 20) })).to.deep.equal([]);
    const fixes = [fixAt(0, 108.1, 15.5), ...ais(1, 9)];
    expect(
      play({ zones, rules: [silent], fixes, vessel: { reportingIntervalMin: undefined, flag: 'VNM' } }),
    ).to.deep.equal([]);
    const inPort = [
      fixAt(0, 107.95, 15.5),
      ...leg([1, 107.95, 15.5], [30, 107.95, 15.5], 0.5, { source: 'ais' }),
      ...leg([30.5, 108.1, 15.5], [35, 108.4, 15.5], 0.5, { source: 'ais' }),
    ];
    expect(play({ zones, rules: [silent], fixes: inPort })).to.deep.equal([]);
  });
});

describe('drifting', () => {
  const drift = rule('drifting');
  const adrift = (more: object = {}, step = 1 / 30) =>
    leg([0, 108.5, 15.5], [2, 108.53, 15.5], step, {
      source: 'ais',
      speedKn: 0.9,
      courseDeg: 90,
      headingDeg: 350,
      ...more,
    });

  it('is raised when the bow lies across the way for long and far enough, and ends when there is way on again', () => {
    const fixes = [
      ...leg([-1, 108.4, 15.5], [-0.1, 108.49, 15.5], 0.1, {
        source: 'ais',
        speedKn: 7,
        courseDeg: 90,
        headingDeg: 92,
      }),
      ...adrift(),
      ...leg([2.1, 108.54, 15.5], [2.6, 108.6, 15.5], 0.1, {
        source: 'ais',
        speedKn: 7,
        courseDeg: 90,
        headingDeg: 92,
      }),
    ];
    const [found, ...rest] = played({ zones, rules: [drift], fixes });
    expect(rest).to.deep.equal([]);
    expect(play({ zones, rules: [drift], fixes })).to.deep.equal(['drifting 0..2.1']);
    expect(found!.details).to.include({ by: 'heading' });
    expect(found!.details!.distanceNm).to.be.within(0.27, 0.35);
    expect(told(found!).en).to.match(/^QNa-91234-TS seems to drift, 0\.3 nm in \d+ min, since at 01\/03/);
  });

  it('knows a wandering course where there is no heading, and waits longer for it', () => {
    const wandering = adrift({ headingDeg: undefined }).map((fix, i) => ({ ...fix, courseDeg: (i * 100) % 360 }));
    expect(play({ zones, rules: [drift], fixes: wandering })).to.have.length(1);
    expect(played({ zones, rules: [drift], fixes: wandering })[0]!.details).to.include({ by: 'course' });
    expect(play({ zones, rules: [drift], fixes: adrift({ headingDeg: undefined }) })).to.deep.equal([]);
  });

  it('is none at anchor, trawling, moored, or with a gear that works adrift', () => {
    const anchored = Array.from({ length: 120 }, (_, i) =>
      fixAt(i / 30, 108.5 + 0.0015 * Math.sin(i / 5), 15.5 + 0.0015 * Math.cos(i / 5), {
        source: 'ais',
        speedKn: 0.6,
        courseDeg: (i * 40) % 360,
        headingDeg: 200,
      }),
    );
    expect(play({ zones, rules: [drift], fixes: anchored })).to.deep.equal([]);
    expect(play({ zones, rules: [drift], fixes: adrift({ headingDeg: 80, speedKn: 2.5 }) })).to.deep.equal([]);
    expect(play({ zones, rules: [drift], fixes: adrift({ flags: 64 }) })).to.deep.equal([]);
    expect(play({ zones, rules: [drift], fixes: adrift(), vessel: { gear: 'squid-jig' } })).to.deep.equal([]);
    expect(play({ zones, rules: [drift], fixes: adrift({ source: 'vms', headingDeg: undefined }) })).to.deep.equal([]);
  });

  it('is found although the vessel went slowly and steered for hours before', () => {
    const slow = leg([-4, 108.4, 15.5], [-0.05, 108.49, 15.5], 0.05, {
      source: 'ais',
      speedKn: 1.5,
      courseDeg: 90,
      headingDeg: 90,
    });
    expect(play({ zones, rules: [drift], fixes: [...slow, ...adrift()] })).to.deep.equal(['drifting 0..']);
  });
});

describe('departure', () => {
  // T0 is 1 March 2026, 07:00 in Vietnam.
  const leave = track(`
  0  107.95 15.5
  2  107.95 15.5
  4  108.1  15.5 6kn 090°
  6  108.3  15.5
  8  107.95 15.5`);
  const play1 = (params: Rule['params'], vessel: object, fixes = leave) =>
    play({ zones, rules: [rule('departure', params)], fixes, vessel });

  it('names what speaks against sailing, and ends in any port', () => {
    const vessel = { licenceUntil: '2026-02-28', certificateUntil: '2026-02-01', highRisk: true };
    const ban = { banFrom: '2026-03-01', banTo: '2026-03-02' };
    expect(play1(ban, vessel)).to.deep.equal(['departure 4..8']);
    const [found] = played({ zones, rules: [rule('departure', ban)], fixes: leave, vessel });
    expect(found!.details).to.include({
      reasons: 'sea-ban,licence-expired,certificate-expired,high-risk',
      port: 'port',
      banTo: '2026-03-02',
      licenceUntil: '2026-02-28',
    });
    expect(told(found!).vi).to.match(
      /^QNa-91234-TS rời cảng trong khi đang có lệnh cấm biển đến hết 02\/03\/2026, giấy phép khai thác hết hạn 28\/02\/2026, đăng kiểm hết hạn 01\/02\/2026 và tàu thuộc danh sách nguy cơ cao, lúc 01\/03 11:00/,
    );
    const elsewhere = [...leave.slice(0, 4), fixAt(11, 109.05, 15.5)];
    expect(play1({}, { highRisk: true }, elsewhere)).to.deep.equal(['departure 4..11']);
  });

  it('is none for a vessel in order, on the last day of a licence, or that left before the ban', () => {
    expect(play1({}, {})).to.deep.equal([]);
    expect(play1({}, { licenceUntil: '2026-03-01' })).to.deep.equal([]);
    expect(play1({ licence: false }, { licenceUntil: '2026-01-01' })).to.deep.equal([]);
    expect(play1({ banFrom: '2026-03-02' }, {})).to.deep.equal([]);
    // 10:00 in Vietnam is 3 h after T0: it was last seen in port at 2 h, so it may have left before.
    expect(play1({ banFrom: '2026-03-01T10:00+07:00' }, {})).to.deep.equal([]);
    expect(play1({ banFrom: '2026-03-01T09:00+07:00' }, {})).to.deep.equal(['departure 4..8']);
    expect(play1({ banFrom: '2026-02-20', banTo: '2026-02-28' }, {})).to.deep.equal([]);
  });

  it('is none for jitter at the edge, for a vessel never seen in port, or in a port that the rule does not name', () => {
    const jitter = [0, 1, 2, 3, 4].map((hour) => fixAt(hour, 107.999 + (hour % 2) * 0.002, 15.5));
    expect(play1({}, { highRisk: true }, jitter)).to.deep.equal([]);
    expect(play1({}, { highRisk: true }, leave.slice(2))).to.deep.equal(['departure 4..8'].slice(1));
    const elsewhere = rule('departure', {}, ['other']);
    expect(play({ zones, rules: [elsewhere], fixes: leave, vessel: { highRisk: true } })).to.deep.equal([]);
  });
});

describe('gap', () => {
  it('is known when the vessel is heard again, with both ends, the way and the speed that it takes', () => {
    const fixes = track(`
    0  108.5 15.5
    2  108.6 15.5
    16 109.6 15.5
    18 109.7 15.5`);
    const [found, ...rest] = played({ zones, rules: [rule('gap')], fixes });
    expect(rest).to.deep.equal([]);
    expect(play({ zones, rules: [rule('gap')], fixes })).to.deep.equal(['gap 2..16']);
    expect(found!.details).to.include({ gapHours: 14, distanceNm: 57.9, impliedKn: 4.1, source: 'vms' });
    expect(told(found!).en).to.include('gave no position for 14 h 00 min and was heard again 58 nm away');
  });

  it('is none below twelve hours, nor for a vessel that was in port', () => {
    expect(play({ zones, rules: [rule('gap')], fixes: leg([0, 108.5, 15.5], [33, 109, 15.5], 11) })).to.deep.equal([]);
    expect(
      play({ zones, rules: [rule('gap')], fixes: [fixAt(0, 107.95, 15.5), fixAt(30, 108.5, 15.5)] }),
    ).to.deep.equal([]);
  });
});

describe('port-visit', () => {
  const visit = rule('port-visit');
  const through = leg([0, 108.3, 15.5], [2, 107.6, 15.5], 0.1, { speedKn: 8 });

  it('goes from entry to exit, with the confidence that its signs give', () => {
    const fixes = [
      ...leg([0, 108.3, 15.5], [2, 107.96, 15.5], 0.5, { speedKn: 8 }),
      ...leg([3, 107.95, 15.5], [9, 107.95, 15.5], 1, { speedKn: 0.1 }),
      ...leg([10, 107.99, 15.5], [12, 108.3, 15.5], 0.5, { speedKn: 8 }),
    ];
    const [found, ...rest] = played({ zones, rules: [visit], fixes });
    expect(rest).to.deep.equal([]);
    expect(play({ zones, rules: [visit], fixes })).to.deep.equal(['port-visit 2..10.5']);
    expect(found!.details).to.include({ portConfidence: 4, stopMinutes: 420 });
    expect(told(found!, port).vi).to.match(/^QNa-91234-TS ghé “Cảng Cửa Đại” \(độ tin cậy 4\/4\), từ lúc/);
    const [firstSeenInside] = played({ zones, rules: [visit], fixes: fixes.slice(5) });
    expect(firstSeenInside!.details).to.include({ portConfidence: 3 });
    const [stillThere] = played({ zones, rules: [visit], fixes: fixes.slice(0, 8) });
    expect(stillThere!.details).to.include({ portConfidence: 3 });
    expect(stillThere!.state).to.equal('raised');
  });

  it('takes four hours of silence in port for a stay', () => {
    const silent = [
      fixAt(0, 108.3, 15.5),
      fixAt(3, 107.95, 15.5, { speedKn: 6 }),
      fixAt(9, 107.96, 15.5, { speedKn: 6 }),
      fixAt(12, 108.3, 15.5),
    ];
    expect(play({ zones, rules: [visit], fixes: silent })).to.deep.equal(['port-visit 3..12']);
  });

  it('is none for a vessel that only passes, unless confidence 1 is enough, and does not end at the edge', () => {
    expect(play({ zones, rules: [visit], fixes: through })).to.deep.equal([]);
    expect(play({ zones, rules: [rule('port-visit', { confidence: 1 })], fixes: through })).to.have.length(1);
    const edgy = [
      fixAt(0, 108.3, 15.5),
      fixAt(2, 107.99, 15.5, { speedKn: 0 }),
      fixAt(3, 108.005, 15.5),
      fixAt(4, 107.99, 15.5),
      fixAt(5, 108.005, 15.5),
    ];
    expect(play({ zones, rules: [visit], fixes: edgy })).to.deep.equal(['port-visit 2..']);
  });
});
