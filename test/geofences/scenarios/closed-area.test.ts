import { expect } from 'chai';
import type { Permission } from '../../../geofences/fix.ts';
import type { Rule, Zone } from '../../../geofences/types.ts';
import { boxZone } from '../shapes.ts';
import { leg, play, played, told, track } from './play.ts';

const shut = (more: Partial<Zone['properties']> = {}) =>
  boxZone('shut', 108, 15, 109, 16, { kind: 'closed', name: 'Bãi giống', nameEn: 'Nursery', ...more });
const port = boxZone('port', 107.5, 15.4, 107.6, 15.6, { kind: 'port' });
const closed: Rule = { id: 'closed', kind: 'closed-area' };
/** Out at 8 kn, eight hours of trawling at 2.9 kn inside, home at 8 kn. A degree of longitude is 57.9 nm here. */
const trip = track(`
  0  107.6  15.5
  2  107.9  15.5
  4  108.2  15.5
  6  108.3  15.5   # trawling since hour 4
  8  108.4  15.5
  10 108.3  15.5
  12 108.2  15.5
  14 107.9  15.5
  16 107.65 15.5`);

describe('closed-area', () => {
  it('is raised from the first slow leg inside, and ends where the vessel leaves', () => {
    const [found, ...rest] = played({ zones: [shut(), port], rules: [closed], fixes: trip });
    expect(rest).to.deep.equal([]);
    expect(play({ zones: [shut(), port], rules: [closed], fixes: trip })).to.deep.equal(['closed 4..13.33']);
    expect(found).to.deep.include({ priority: 2, lon: 108.2 });
    expect(found!.details).to.include({ fishingHours: 8 });
    expect(told(found!, shut()).vi).to.match(
      /^QNa-91234-TS có dấu hiệu khai thác trong “Bãi giống” \(khu vực cấm khai thác\) từ lúc 01\/03 11:00/,
    );
  });

  it('says nothing of a vessel in transit, nor of one that lies there', () => {
    const through = leg([0, 107.6, 15.5], [12, 109.4, 15.5], 2);
    const anchored = [...leg([0, 107.6, 15.5], [6, 108.5, 15.5], 2), ...leg([8, 108.5, 15.5], [30, 108.5, 15.5], 2)];
    for (const fixes of [through, anchored]) {
      expect(play({ zones: [shut()], rules: [closed], fixes })).to.deep.equal([]);
    }
  });

  it('is over when the vessel stops fishing for long, and another one when it begins again', () => {
    const fixes = [
      ...leg([0, 108.2, 15.5], [8, 108.6, 15.5], 2),
      ...leg([10, 108.6, 15.5], [24, 108.6, 15.5], 2),
      ...leg([26, 108.5, 15.5], [32, 108.2, 15.5], 2),
    ];
    expect(play({ zones: [shut()], rules: [closed], fixes })).to.deep.equal(['closed 0..8', 'closed 24..']);
  });

  it('goes by gear and length, and accuses no vessel of which they are unknown', () => {
    const rules: Rule[] = [{ ...closed, params: { gears: ['trawl'], fromLengthM: 12, belowLengthM: 24 } }];
    const raised = (vessel: object) => play({ zones: [shut()], rules, fixes: trip, vessel }).length;
    expect(raised({ gear: 'trawl', lengthM: 18 })).to.equal(1);
    expect(raised({ gear: 'trawl', lengthM: 12 })).to.equal(1);
    for (const other of [
      { gear: 'gillnet', lengthM: 18 },
      { gear: 'trawl', lengthM: 24 },
      { gear: 'trawl', lengthM: 11.9 },
      { lengthM: 18 },
      { gear: 'trawl' },
    ]) {
      expect(raised(other), JSON.stringify(other)).to.equal(0);
    }
  });

  it('holds only in its season: begins and ends at midnight in Vietnam while the vessel trawls on', () => {
    // Midnight is at hour -7 and 17; the season lasts one day, 1 March.
    const fixes = leg([-19, 108.1, 15.5], [27, 108.9, 15.5], 2, { speedKn: 1 });
    const seasonal = shut({ season: { from: '03-01', to: '03-01' } });
    expect(play({ zones: [seasonal], rules: [closed], fixes })).to.deep.equal(['closed -7..17']);
    const over = shut({ season: { from: '11-15', to: '02-28' } });
    expect(play({ zones: [over], rules: [closed], fixes })).to.deep.equal(['closed -19..-7']);
  });

  it('runs across New Year', () => {
    const T = 24 * 59; // 1 March is day 59 of 2026.
    const fixes = leg([-T - 24, 108.1, 15.5], [-T + 24, 108.9, 15.5], 2);
    const winter = shut({ season: { from: '12-15', to: '01-01' } });
    expect(play({ zones: [winter], rules: [closed], fixes })).to.deep.equal([`closed ${-T - 24}..${-T + 17}`]);
  });

  it('lets a permission off to its last day, and raises who outlasts it when it ends', () => {
    const permitted = (permission: Partial<Permission>, fixes = trip) => {
      const permissions = [{ from: '2026-01-01', to: '2026-12-31', basis: 'khảo sát', ...permission }];
      return play({ zones: [shut()], rules: [closed], fixes, vessel: { permissions } });
    };
    expect(permitted({})).to.deep.equal([]);
    expect(permitted({ zones: ['shut'] })).to.deep.equal([]);
    expect(permitted({ zones: ['elsewhere'] })).to.deep.equal(['closed 4..13.33']);
    // 1 March ends at hour 17.
    const long = leg([2, 108.1, 15.5], [24, 108.9, 15.5], 2);
    expect(permitted({ to: '2026-03-01' }, long)).to.deep.equal(['closed 17..']);
    expect(permitted({ from: '2026-03-02' }, long)).to.deep.equal(['closed 2..17']);
  });

  it('is not raised by one wild fix, nor for lying on the edge', () => {
    const wild = track(`
      0 107.90 15.5
      2 107.85 15.5
      4 108.05 15.5
      6 107.90 15.5
      8 107.85 15.5`);
    expect(play({ zones: [shut()], rules: [closed], fixes: wild })).to.deep.equal([]);
    // Slowly to and fro, never farther in than the error of a VMS position.
    const edge = Array.from({ length: 40 }, (_, i) => 15.2 + (i % 2) * 0.05).flatMap((lat, i) =>
      track(`${i * 2} ${108 + 0.003 * Math.sin(i * 1.7)} ${lat}`),
    );
    expect(play({ zones: [shut()], rules: [closed], fixes: edge })).to.deep.equal([]);
  });

  it("takes the vessel's own word, AIS status 7, when it goes slowly too", () => {
    const fixes = track(`
      0    108.20 15.5 4kn ais fishing
      0.2  108.21 15.5 4kn ais fishing
      0.4  108.22 15.5 4kn ais fishing
      0.6  108.23 15.5 4kn ais fishing
      0.8  108.24 15.5 4kn ais fishing
      1    108.25 15.5 4kn ais fishing`);
    expect(play({ zones: [shut()], rules: [closed], fixes })).to.deep.equal(['closed 0..']);
    const fast = fixes.map((fix, i) => ({ ...fix, lon: 108.2 + i * 0.04, speedKn: 10 }));
    expect(play({ zones: [shut()], rules: [closed], fixes: fast })).to.deep.equal([]);
  });
});
