import { expect } from 'chai';
import type { Rule } from '../../../geofences/types.ts';
import { boxZone, fixAt } from '../shapes.ts';
import { leg, play, played, told, track } from './play.ts';

// A degree of longitude at 15.5° N is 57.9 nm.
const bay = boxZone('bay', 108, 15, 109, 16, { name: 'Vịnh', nameEn: 'Bay' });
const dwell: Rule = { id: 'dwell', kind: 'zone-dwell', zones: ['bay'], params: { minutes: 90 } };
const zones = [bay];

describe('zone-dwell', () => {
  it('is raised when the time is up, between two fixes, and lasts until the vessel has left', () => {
    const [found, ...rest] = played({
      zones,
      rules: [dwell],
      fixes: track(`
        0 107.8 15.5
        1 108.2 15.5
        2 108.4 15.5
        3 108.6 15.5
        4 108.8 15.5
        5 109.2 15.5
        6 109.4 15.5`),
    });
    expect(rest).to.deep.equal([]);
    expect(found!.raisedAt - found!.evidence[0]!).to.equal(90 * 60_000);
    expect([found!.lon, found!.clearedLon]).to.deep.equal([108.5, 109]);
    expect(found!.details).to.include({ minutes: 90, dwellHours: 3.5, confidence: 'high' });
    expect(told(found!, bay).vi).to.match(/^QNa-91234-TS ở trong “Vịnh” đã 1 giờ 30 phút, tính đến lúc 01\/03 09:30/);
  });

  it('says nothing of a vessel that passes', () => {
    const fixes = leg([0, 107.9, 15.5], [4, 109.5, 15.5], 0.5);
    expect(play({ zones, rules: [{ ...dwell, params: { minutes: 180 } }], fixes })).to.deep.equal([]);
  });

  it('is one occurrence while the vessel jitters along the edge, and none for a vessel that jitters outside', () => {
    const jitter = (i: number) => 0.0018 * Math.sin(i * 1.7);
    const inside = Array.from({ length: 60 }, (_, i) => fixAt(i / 2, 108.02 - (i > 8 ? 0.02 : 0) + jitter(i), 15.5));
    expect(play({ zones, rules: [dwell], fixes: inside })).to.deep.equal(['dwell 1.5..']);
    const outside = Array.from({ length: 60 }, (_, i) => fixAt(i / 2, 107.996 + jitter(i), 15.5));
    expect(play({ zones, rules: [dwell], fixes: outside })).to.deep.equal([]);
  });

  it('counts from when the zone came into force around the vessel, and ends when that ends', () => {
    // 1 March in Vietnam is from 17:00 UTC of 28 February, seven hours before T0, to 17:00 UTC of 1 March.
    const dated = boxZone('bay', 108, 15, 109, 16, { validFrom: '2026-03-01', validTo: '2026-03-01' });
    const fixes = leg([-12, 108.5, 15.5], [24, 108.5, 15.5], 2);
    expect(play({ zones: [dated], rules: [dwell], fixes })).to.deep.equal(['dwell -5.5..17']);
  });

  it('is not confirmed by one wild fix inside', () => {
    const fixes = track(`
      0 107.8 15.5
      1 107.8 15.5
      2 108.1 15.5
      3 107.8 15.5
      4 107.8 15.5`);
    expect(play({ zones, rules: [{ ...dwell, params: { minutes: 0 } }], fixes })).to.deep.equal([]);
  });
});
