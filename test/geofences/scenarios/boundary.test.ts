import { expect } from 'chai';
import type { Permission, VesselProfile } from '../../../geofences/fix.ts';
import type { Rule, Zone } from '../../../geofences/types.ts';
import { boxZone, fixAt, lineZone } from '../shapes.ts';
import { leg, play, played, told, track } from './play.ts';

// Edge at 109° E; a degree of longitude at 15.5° N is 57.9 nm. The eastern edge of the ring is its second one.
const waters = boxZone('waters', 107, 14, 109, 17, {
  kind: 'boundary',
  name: 'Ranh giới',
  nameEn: 'Boundary',
  neighbour: [
    { from: 0, to: 1, vi: 'Malaysia', en: 'Malaysia' },
    { from: 1, to: 2, vi: 'Philippines', en: 'the Philippines' },
  ],
});
const line = lineZone(
  'line',
  [
    [109, 14],
    [109, 17],
  ],
  { ourSide: 'left', name: 'Đường phân định', neighbour: { vi: 'Trung Quốc', en: 'China' } },
);
const zones: Zone[] = [waters, line];
const cross: Rule = { id: 'cross', kind: 'boundary-cross', zones: ['waters'] };
const crossLine: Rule = { id: 'cross-line', kind: 'boundary-cross', zones: ['line'] };
const out = (more = '') =>
  track(`
  0  108.6  15.5${more}
  2  108.9  15.5${more}
  4  109.1  15.5${more}
  6  109.3  15.5${more}
  8  109.2  15.5${more}
  10 108.9  15.5${more}
  12 108.7  15.5${more}`);

describe('boundary-cross', () => {
  it("is raised where it went out, names the neighbour's side, and is cleared where it came back", () => {
    expect(play({ zones, rules: [cross, crossLine], fixes: out() })).to.deep.equal([
      'cross 3..9.33',
      'cross-line 3..9.33',
    ]);
    const [area, byLine] = played({ zones, rules: [cross, crossLine], fixes: out() });
    expect(told(area!, waters).vi).to.match(/^QNa-91234-TS vượt “Ranh giới” ra ngoài \(phía Philippines\) lúc/);
    expect(told(byLine!, line).en).to.match(/^QNa-91234-TS crossed “Đường phân định” outwards \(side of China\) at/);
    expect(area!.crossing!.before.lon).to.equal(108.9);
    expect(area!.clearedCrossing!.after.lon).to.equal(108.9);
    expect(area!.details).to.include({ confidence: 'high', gapMinutes: 120 });
  });

  it('is not raised for a vessel anchored on the boundary, however long, nor for one that jitters along it', () => {
    const anchored = (source: 'vms' | 'ais', metres: number) =>
      Array.from({ length: 80 }, (_, i) =>
        fixAt(i / 4, 109 + ((metres / 107_000) * (Math.sin(i / 9) + Math.sin(i * 1.7))) / 2, 15.5, { source }),
      );
    for (const fixes of [anchored('vms', 480), anchored('ais', 90)]) {
      const first = fixAt(-2, 108.9, 15.5, { source: fixes[0]!.source });
      expect(play({ zones, rules: [cross, crossLine], fixes: [first, ...fixes] })).to.deep.equal([]);
    }
  });

  it('is not raised by one wild fix beyond', () => {
    const fixes = track(`
      0 108.85 15.5
      2 108.90 15.5
      4 109.15 15.5
      6 108.90 15.5
      8 108.85 15.5`);
    expect(play({ zones, rules: [cross, crossLine], fixes })).to.deep.equal([]);
  });

  describe('with permissions', () => {
    const permitted = (permission: Partial<Permission>, fixes = out()) => {
      const permissions = [{ from: '2026-01-01', to: '2026-12-31', basis: 'hiệp định nghề cá', ...permission }];
      return played({ zones, rules: [cross], fixes, vessel: { permissions } });
    };
    const lines = (permission: Partial<Permission>, fixes = out()) =>
      permitted(permission, fixes).map(({ raisedAt, clearedAt }) => [
        (raisedAt - Date.UTC(2026, 2, 1)) / 3_600_000,
        clearedAt && Math.round((clearedAt - Date.UTC(2026, 2, 1)) / 36_000) / 100,
      ]);
    /** Out at hour 3, back at hour 29; 1 March in Vietnam ends at hour 17. */
    const long = [
      ...out().slice(0, 4),
      ...leg([8, 109.4, 15.5], [26, 109.5, 15.5], 2),
      ...track('28 109.2 15.5\n30 108.8 15.5\n32 108.6 15.5'),
    ];

    it('says nothing while one is in force for this boundary', () => {
      expect(lines({})).to.deep.equal([]);
      expect(lines({ zones: ['waters'] })).to.deep.equal([]);
      expect(lines({ zones: ['line'] })).to.deep.equal([[3, 9.33]]);
    });

    it('lets one that ends today hold to the end of the day', () => {
      expect(lines({ to: '2026-03-01' })).to.deep.equal([]);
      expect(lines({ to: '2026-02-28' })).to.deep.equal([[3, 9.33]]);
    });

    it('raises who outlasts it when it ends, with the crossing as evidence', () => {
      expect(lines({ to: '2026-03-01' }, long)).to.deep.equal([[17, 29]]);
      const [found] = permitted({ to: '2026-03-01' }, long);
      expect(found!.crossing!.time).to.equal(Date.UTC(2026, 2, 1, 3));
      expect(told(found!, waters).vi).to.match(
        /^QNa-91234-TS vẫn ở ngoài “Ranh giới” \(phía Philippines\) khi giấy phép hết hạn lúc 02\/03 00:00 \(GMT\+7\)/,
      );
    });

    it('ends what was raised before one begins', () => {
      expect(lines({ from: '2026-03-02' }, long)).to.deep.equal([[3, 17]]);
    });

    it('takes one that carries on from another as one', () => {
      const permissions = [
        { from: '2026-03-02', to: '2026-03-31', basis: 'b' },
        { from: '2026-02-01', to: '2026-03-01', basis: 'a' },
      ];
      expect(play({ zones, rules: [cross], fixes: long, vessel: { permissions } })).to.deep.equal([]);
    });
  });
});

describe('boundary-approach', () => {
  const band = (withinNm: number): Rule => ({
    id: `near-${withinNm}`,
    kind: 'boundary-approach',
    zones: ['waters'],
    params: { withinNm, confirm: 1 },
  });

  it('comes in bands, each cleared when the vessel has drawn back beyond it', () => {
    const fixes = track(`
      0  108.6   15.5
      2  108.8   15.5   # 11.6 nm
      4  108.92  15.5   # 4.6 nm
      6  108.99  15.5   # 0.6 nm
      8  108.93  15.5
      10 108.8   15.5
      12 108.6   15.5`);
    const rules = [band(15), band(6), band(1)];
    expect(play({ zones, rules, fixes })).to.deep.equal(['near-15 2..12', 'near-6 4..10', 'near-1 6..8']);
    const found = played({ zones, rules, fixes });
    expect(told(found[2]!, waters).vi).to.match(/^QNa-91234-TS cách “Ranh giới” \(phía Philippines\) 0,6 hải lý lúc/);
  });

  it('is cleared by fixes in a row, not by one now and one then', () => {
    const fixes = [108.95, 108.95, 108.8, 108.95, 108.8, 108.95].map((lon, i) => fixAt(i * 2, lon, 15.5));
    const rule = { ...band(6), params: { withinNm: 6, confirm: 2 } };
    expect(play({ zones, rules: [rule], fixes })).to.deep.equal(['near-6 0..']);
  });

  it('says nothing of a vessel with a permission', () => {
    const permissions = [{ from: '2026-03-01', to: '2026-03-01', basis: 'tránh bão' }];
    expect(play({ zones, rules: [band(6)], fixes: out(), vessel: { permissions } })).to.deep.equal([]);
  });
});

describe('boundary-time', () => {
  const time = (params: Rule['params'] = {}, zone = 'waters'): Rule => ({
    id: 'time',
    kind: 'boundary-time',
    zones: [zone],
    params,
  });
  const at = (fixes: ReturnType<typeof track>, rule = time(), vessel: Partial<VesselProfile> = {}) =>
    play({ zones, rules: [rule], fixes, vessel });

  it('warns by VMS when the boundary lies within two hours on the course, and says how long', () => {
    // 0.2° is 11.6 nm: 111 minutes at 6.2 kn.
    const fixes = track(`
      0 108.5   15.5 6.2kn 90°
      2 108.8   15.5 6.2kn 90°
      4 108.9   15.5 6.2kn 10°`);
    expect(at(fixes)).to.deep.equal(['time 2..4']);
    const [found] = played({ zones, rules: [time()], fixes });
    expect(found!.details).to.include({
      minutesLeft: 112,
      speedKn: 6.2,
      courseDeg: 90,
      outcome: 'turned',
      neighbourVi: 'Philippines',
    });
    expect(told(found!, waters).vi).to.match(
      /^QNa-91234-TS còn 112 phút tới “Ranh giới” \(phía Philippines\) với 6,2 hải lý\/giờ \(phía trước 12 hải lý\), lúc .*Đã đổi hướng lúc/,
    );
  });

  it('warns by AIS within half an hour, on two fixes a minute apart', () => {
    const ais = (hours: number[], lon: number, course = 90) =>
      hours.map((hour) => fixAt(hour, lon + (hour * 6) / 57.9, 15.5, { source: 'ais', speedKn: 6, courseDeg: course }));
    // 6 nm off at hour 0: an hour to go; half an hour to go from hour 0.5 on.
    const lon = 109 - 6 / 57.9;
    expect(at(ais([0, 0.25, 0.45], lon))).to.deep.equal([]);
    expect(at(ais([0, 0.52, 0.525], lon)), 'eighteen seconds apart').to.deep.equal([]);
    expect(at(ais([0, 0.52, 0.525, 0.54], lon))).to.deep.equal(['time 0.52..']);
  });

  it('goes by the last two fixes when the device sends neither speed nor course', () => {
    const fixes = track(`
      0 108.5  15.5
      2 108.7501 15.5
      4 108.7501 15.3`);
    expect(at(fixes)).to.deep.equal(['time 2..4']);
    const [found] = played({ zones, rules: [time()], fixes });
    expect(found!.details).to.include({ minutesLeft: 120, speedKn: 7.2, courseDeg: 90 });
  });

  it('does not warn of a boundary that lies beside the course, behind it, or ahead of a vessel that hardly moves', () => {
    for (const motion of ['6kn 0°', '6kn 180°', '6kn 270°', '0.8kn 90°']) {
      expect(at(track(`0 108.9 15.5 ${motion}\n2 108.9 15.5 ${motion}`)), motion).to.deep.equal([]);
    }
    expect(at(track('0 109.2 15.5 6kn 270°\n2 109.1 15.5 6kn 270°')), 'from outside').to.deep.equal([]);
  });

  it('stays while the time left is under one and a half times the horizon, unless the course opens', () => {
    const slows = track(`
      0 108.8 15.5 6.2kn 90°
      2 108.8 15.5 4.5kn 90°   # 155 minutes
      4 108.8 15.5 3.5kn 90°   # 199 minutes
    `);
    expect(at(slows)).to.deep.equal(['time 0..4']);
    const opens = track(`
      0 108.8 15.5 6.2kn 90°
      2 108.8 15.5 5.2kn 125°  # 163 minutes, opened by 35°
    `);
    expect(at(opens)).to.deep.equal(['time 0..2']);
  });

  it('ends as crossed when the vessel is beyond, by area and by line', () => {
    const fixes = track(`
      0 108.8 15.5 8kn 90°
      2 109.1 15.5 8kn 90°
      4 109.3 15.5 8kn 90°`);
    for (const zone of ['waters', 'line']) {
      const found = played({ zones, rules: [time({}, zone)], fixes });
      expect(found.map(({ details }) => details!.outcome)).to.deep.equal(['crossed']);
      expect(told(found[0]!).vi).to.include('Đã sang phía bên kia lúc');
    }
    expect(at(track('0 109.2 15.5 6kn 270°\n2 109.1 15.5 6kn 270°'), time({}, 'line')), 'coming home').to.deep.equal(
      [],
    );
  });

  it('says anew how long is left only when half of it has gone', () => {
    const fixes = leg([0, 108.95, 15.5], [0.4, 108.99, 15.5], 1 / 60, { source: 'ais', speedKn: 5.8, courseDeg: 90 });
    const [found] = played({ zones, rules: [time()], fixes });
    expect(found!.details!.minutesLeft).to.equal(7);
  });

  it('does not flap while a trawler yaws along the boundary', () => {
    const fixes = Array.from({ length: 360 }, (_, i) =>
      fixAt(i / 60, 108.985, 14.5 + i * 0.0008, { source: 'ais', speedKn: 3, courseDeg: 20 + 18 * Math.sin(i / 1.5) }),
    );
    expect(at(fixes).length).to.be.at.most(1);
  });

  it('says nothing of a vessel with a permission', () => {
    const permissions = [{ from: '2026-03-01', to: '2026-03-01', basis: 'hiệp định' }];
    expect(at(out(' 8kn 90°'), time(), { permissions })).to.deep.equal([]);
  });
});
