import { expect } from 'chai';
import type { Fix, FixSource } from '../../geofences/fix.ts';
import { Activity, cutTrack, placeOnTrack } from '../../web/map/track.ts';
import { shapeOf } from '../../web/map/track-events.ts';
import { binOf, piecesOf } from '../../web/map/track-style.ts';
import { VesselStore } from '../../web/map/VesselStore.ts';
import { withLivePosition } from '../../web/tracks/live-end.ts';

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

/** Along the equator, where a degree is 60 nm: so many knots, one after the other, an hour each. */
function sailed(speedsKn: number[]): Fix[] {
  let lon = 109;
  return [0, ...speedsKn].map((speedKn, hour) => {
    lon += speedKn / 60;
    const fixTime = START + hour * HOUR;
    return { fixTime, receivedAt: fixTime, lon, lat: 0, source: 'vms', flags: 0 };
  });
}

describe('what a track tells', () => {
  const points = (speedsKn: number[]) => cutTrack(sailed(speedsKn), 60).legs[0]!.points;

  it('works the speed out from places and times', () => {
    const speeds = points([8, 3, 0]).map(({ speedKn }) => speedKn);
    expect(speeds[0]).to.equal(undefined);
    for (const [i, kn] of [8, 3, 0].entries()) expect(speeds[i + 1]).to.be.closeTo(kn, 0.02);
  });

  it('calls it fishing when two segments in a row are slow, and not when a boat turns', () => {
    const doing = (speedsKn: number[]) =>
      points(speedsKn)
        .slice(1)
        .map(({ activity }) => activity);
    const { stopped, fishing, transit } = Activity;
    expect(doing([8, 3, 4, 8])).to.deep.equal([transit, fishing, fishing, transit]);
    expect(doing([8, 3, 8])).to.deep.equal([transit, transit, transit]);
    expect(doing([8, 0.1, 0.2])).to.deep.equal([transit, stopped, stopped]);
  });

  it('is cut into stretches of one colour that leave no hole', () => {
    const all = points([1, 1, 5, 13]);
    const pieces = piecesOf(all, 'speed');
    expect(pieces.map(({ bin }) => bin)).to.deep.equal([0, 2, 5]);
    for (const [i, piece] of pieces.entries()) {
      if (i > 0) expect(piece.points[0]).to.equal(pieces[i - 1]!.points.at(-1));
    }
    expect(piecesOf(all, 'plain')).to.have.length(1);
    expect(binOf(all[0]!, 'speed')).to.equal(0);
  });

  it('finds the place of an event between two fixes, in a gap too, and none outside', () => {
    const track = cutTrack(sailed([6, 6]), 60);
    const { first, last } = track;
    expect(placeOnTrack(track, START + HOUR)?.x).to.be.closeTo((first!.x + last!.x) / 2, 1e-12);
    const gap = cutTrack(fixes('vms', [0, 10]), 60);
    expect(placeOnTrack(gap, START + 5 * HOUR)?.x).to.be.closeTo((gap.first!.x + gap.last!.x) / 2, 1e-12);
    expect(placeOnTrack(track, START - 1)).to.equal(undefined);
    expect(placeOnTrack(track, START + 3 * HOUR)).to.equal(undefined);
  });

  it('has a shape for each kind of event', () => {
    const kinds = ['gap', 'port-visit', 'fishing', 'loitering', 'boundary-cross'];
    expect(kinds.map((kind) => shapeOf(kind))).to.deep.equal(['gap', 'port', 'fishing', 'loitering', 'other']);
    const inPort = ['zone-enter', 'zone-exit', 'silence-port', 'fishing-inside'].map((kind) => shapeOf(kind, 'port'));
    expect(inPort).to.deep.equal(['port', 'port', 'gap', 'fishing']);
    expect(shapeOf('zone-enter', 'closed-area')).to.equal('other');
  });

  it('goes on with what comes live, and stays the same when nothing does', () => {
    const store = new VesselStore();
    const read = fixes('vms', [0, 1]);
    store.applyPosition([0, 11_000_000, 1_500_000, 50, 900, -1, (START + HOUR) / 1000, 1]);
    expect(withLivePosition(read, store, 0)).to.equal(read);
    store.applyPosition([0, 11_100_000, 1_500_000, 50, 900, -1, (START + 2 * HOUR) / 1000, 1]);
    const longer = withLivePosition(read, store, 0);
    expect(longer).to.have.length(3);
    expect(longer.at(-1)).to.include({ fixTime: START + 2 * HOUR, lon: 111, lat: 15, source: 'vms' });
  });
});
