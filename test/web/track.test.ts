import { expect } from 'chai';
import type { Fix, FixSource } from '../../geofences/fix.ts';
import { cutTrack } from '../../web/map/track.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 2, 14);

function fixes(source: FixSource, hours: number[]): Fix[] {
  return hours.map((hour, i) => ({
    fixTime: START + hour * HOUR,
    receivedAt: START + hour * HOUR,
    lon: 109 + i * 0.1,
    lat: 15,
    source,
    flags: 0,
  }));
}

describe('a track', () => {
  it('calls nothing a gap that is normal for a VMS unit', () => {
    expect(cutTrack(fixes('vms', [0, 1, 3, 7]), 60).gaps).to.deep.equal([]);
  });

  it('has a gap after four hours of silence of a VMS unit, with its duration', () => {
    const { gaps, legs } = cutTrack(fixes('vms', [0, 1, 6, 7]), 60);
    expect(gaps.map(({ durationMs }) => durationMs)).to.deep.equal([5 * HOUR]);
    expect(legs.map(({ points }) => points.length)).to.deep.equal([2, 2]);
  });

  it('waits for twice the duty when that is longer', () => {
    expect(cutTrack(fixes('vms', [0, 5.9]), 180).gaps).to.have.length(0);
    expect(cutTrack(fixes('vms', [0, 6.1]), 180).gaps).to.have.length(1);
  });

  it('has a gap after twelve minutes of silence of an AIS unit', () => {
    expect(cutTrack(fixes('ais', [0, 0.1, 0.4]), 6).gaps).to.have.length(1);
  });

  it('puts dots at equal steps of time, and none into a gap', () => {
    const { dots, dotStepMs } = cutTrack(fixes('vms', [0, 4, 20, 24]), 120);
    expect(dotStepMs).to.equal(0.5 * HOUR);
    expect(dots).to.have.length(18);
    expect(dots.some(({ time }) => time > START + 4 * HOUR && time < START + 20 * HOUR)).to.equal(false);
    expect(dots[4]!.x).to.be.closeTo((dots[0]!.x + dots[8]!.x) / 2, 1e-12);
  });

  it('says where its coverage begins and ends, also when there is none', () => {
    const { first, last } = cutTrack(fixes('vms', [0, 1]), 60);
    expect([first?.time, last?.time]).to.deep.equal([START, START + HOUR]);
    expect(cutTrack([], 60)).to.include({ first: undefined, last: undefined });
  });
});
