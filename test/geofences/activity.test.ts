import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { type Fix, FixFlag } from '../../geofences/fix.ts';
import { type Activity, nextActivity, unknownActivity } from '../../geofences/judging/activity.ts';
import { gearKindOf } from '../../geofences/regions/gear-names.ts';
import type { Rule } from '../../geofences/types.ts';
import { leg, play } from './scenarios/play.ts';
import { boxZone, fixAt, HOUR } from './shapes.ts';

/** What the vessel seems to do after each fix. */
function doing(fixes: Fix[], gear?: string, inPort: (fix: Fix) => boolean = () => false): Activity['kind'][] {
  const profile = { id: 'v', kind: 'vessel', ...(gear ? { gear } : {}) };
  let activity = unknownActivity;
  return fixes.map((fix) => {
    activity = nextActivity(activity, fix, inPort(fix), profile);
    return activity.kind;
  });
}

const GAP_MS = 4 * HOUR;

/** Pieces of real VMS tracks: every run of at least three fixes no more than 4 h apart. test/fixtures/README.md says whose. */
function realTracks(): Fix[][] {
  const text = gunzipSync(readFileSync('test/fixtures/mexico-vms-2019.csv.gz')).toString('latin1');
  const vessels = new Map<string, Fix[]>();
  for (const row of text.trim().split(/\r?\n/).slice(1)) {
    const fix = fixOfRow(row.slice(1, -1).split('","'));
    if (fix) vessels.set(fix.id, [...(vessels.get(fix.id) ?? []), fix.fix]);
  }
  const runs: Fix[][] = [];
  for (const fixes of vessels.values()) {
    let run: Fix[] = [];
    for (const fix of fixes.sort((a, b) => a.fixTime - b.fixTime)) {
      const before = run[run.length - 1];
      if (before && fix.fixTime - before.fixTime > GAP_MS) run = [];
      run.push(fix);
      if (run.length === 3) runs.push(run);
    }
  }
  return runs;
}

/** The published speeds are whole miles an hour written in km/h. */
function fixOfRow(cells: string[]): { id: string; fix: Fix } | undefined {
  const [, id, , , time, lat, lon, speed, course] = cells;
  const match = /^(\d\d)\/(\d\d)\/(\d{4}) (\d\d):(\d\d)$/.exec(time!);
  if (!match || ![lat, lon, speed, course].every((cell) => Number.isFinite(Number(cell)))) return undefined;
  const [day, month, year, hour, minute] = match.slice(1).map(Number);
  const fixTime = Date.UTC(year!, month! - 1, day, hour, minute);
  const place = { lon: Number(lon), lat: Number(lat) };
  const motion = { speedKn: Number(speed) / 1.852, courseDeg: Number(course) };
  return { id: id!, fix: { fixTime, receivedAt: fixTime, ...place, source: 'vms', flags: 0, ...motion } };
}

describe('what a vessel seems to be doing', () => {
  const last = (kinds: string[]) => kinds[kinds.length - 1];

  it('is the same for one voyage heard every few seconds, every ten minutes and every two hours', () => {
    for (const step of [1 / 120, 1 / 6, 2]) {
      const out = leg([0, 108, 15], [10, 109.4, 15], step);
      const work = leg([10, 109.4, 15], [20, 109.4, 15.5], step).slice(1);
      const kinds = doing([...out, ...work]);
      expect(new Set(kinds.slice(1, out.length)), `${step} h`).to.not.include('fishing');
      expect(last(kinds), `${step} h`).to.equal('fishing');
    }
  });

  it('goes by gear: what is fishing for a longliner is none for a squid boat', () => {
    const brisk = leg([0, 108, 15], [12, 109.2, 15], 2);
    expect(last(doing(brisk, 'longline'))).to.equal('fishing');
    expect(last(doing(brisk, 'squid-jig'))).to.equal('under-way');
    const still = leg([0, 108, 15], [12, 108.06, 15], 2);
    expect(last(doing(still, 'squid-jig'))).to.equal('fishing');
    expect(last(doing(still, 'trawl'))).to.equal('under-way');
    expect(last(doing(still))).to.equal('under-way');
    expect(gearKindOf('Nghề câu mực')).to.equal('squid-jig');
  });

  it('takes turning over the gear for work, and running out and back for none', () => {
    const circling = Array.from({ length: 40 }, (_, i) =>
      fixAt(i / 4, 108 + 0.005 * Math.sin(i), 15 + 0.005 * Math.cos(i), { speedKn: 3, courseDeg: (i * 57) % 360 }),
    );
    expect(last(doing(circling, 'trawl'))).to.equal('fishing');
    const running = circling.map((fix) => ({ ...fix, speedKn: 9 }));
    expect(doing(running, 'trawl')).to.not.include('fishing');
  });

  it('believes a status of fishing up to the speeds of fishing, and one of lying at anchor', () => {
    const slow = leg([0, 108, 15], [4, 108.38, 15], 0.25, { source: 'ais', flags: FixFlag.fishing });
    expect(last(doing(slow))).to.equal('fishing');
    const fast = leg([0, 108, 15], [4, 108.7, 15], 0.25, { source: 'ais', flags: FixFlag.fishing });
    expect(last(doing(fast))).to.equal('under-way');
    const dragging = leg([0, 108, 15], [4, 108.04, 15], 0.25, { source: 'ais', flags: FixFlag.atRest });
    expect(doing(dragging)).to.not.include('fishing');
  });

  it('is no fishing in port, in the first hour out of it, or across a gap', () => {
    const harbour = (fix: Fix) => fix.lon < 108.01;
    const leaving = leg([0, 108, 15], [3, 108.13, 15], 0.25);
    const kinds = doing(leaving, 'trawl', harbour);
    expect(kinds[0]).to.equal('in-port');
    expect(kinds.slice(0, 5)).to.not.include('fishing');
    expect(last(kinds)).to.equal('fishing');
    expect(doing([fixAt(0, 108, 15), fixAt(5, 108.2, 15), fixAt(10, 108.4, 15)])).to.not.include('fishing');
  });

  it('on real tracks: boats that lie still do not fish, shrimpers at 2.6 kn do, whoever steams does not', () => {
    const tracks = realTracks();
    const count = { fishing: 0, still: 0, other: 0 };
    for (const fixes of tracks) {
      const kinds = doing(fixes);
      if (kinds.includes('fishing')) count.fishing++;
      else if (!kinds.includes('under-way')) count.still++;
      else count.other++;
      const speeds = fixes.map(({ speedKn }) => speedKn!);
      const where = JSON.stringify(fixes.map(({ fixTime, lon, lat }) => [fixTime, lon, lat]));
      if (speeds.every((speed) => speed === 0)) expect(kinds, where).to.not.include('fishing');
      if (speeds.every((speed) => speed > 5.5)) expect(kinds, where).to.not.include('fishing');
      if (speeds.every((speed) => speed > 1.7 && speed < 3)) expect(last(kinds), where).to.equal('fishing');
    }
    expect(tracks.length).to.equal(85);
    expect(count).to.deep.equal({ fishing: 21, still: 50, other: 14 });
  });
});

describe('fishing', () => {
  const rule: Rule = { id: 'fishing', kind: 'fishing' };
  const port = boxZone('port', 107.9, 14.9, 108.02, 15.1, { kind: 'port' });

  it('is one event across a short pause and two across a long one, by VMS and AIS', () => {
    const haul = (from: number, lon: number) => leg([from, lon, 15], [from + 2, lon + 0.1, 15], 0.1, { source: 'ais' });
    const short = [
      ...haul(0, 109),
      ...leg([2.1, 109.1, 15], [2.6, 109.11, 15], 0.1, { source: 'ais' }),
      ...haul(2.7, 109.11),
    ];
    expect(play({ zones: [], rules: [rule], fixes: short })).to.deep.equal(['fishing 0..']);
    const long = [
      ...haul(0, 109),
      ...leg([2.1, 109.12, 15], [4, 109.45, 15], 0.1, { source: 'ais' }),
      ...haul(4.1, 109.45),
    ];
    const [first, second, ...rest] = play({ zones: [], rules: [rule], fixes: long });
    expect(rest).to.deep.equal([]);
    expect(first).to.match(/^fishing 0\.\.2(\.\d+)?$/);
    expect(second).to.match(/^fishing [34](\.\d+)?\.\.$/);
    const vms = [...leg([0, 109, 15], [8, 109.4, 15], 2), ...leg([10, 109.8, 15], [16, 111, 15], 2)];
    expect(play({ zones: [port], rules: [rule], fixes: vms })).to.deep.equal(['fishing 0..8']);
  });

  it('goes on across a stop of forty minutes on the spot, not across one of two hours', () => {
    const trawl = { gear: 'trawl' };
    const work = (from: number, lon: number) =>
      leg([from, lon, 15], [from + 2, lon + 0.08, 15], 0.1, { source: 'ais' });
    const stop = (from: number, hours: number) =>
      leg([from, 109.08, 15], [from + hours, 109.0801, 15], 0.1, { source: 'ais' });
    const short = [...work(0, 109), ...stop(2.1, 0.6), ...work(2.8, 109.08)];
    const long = [...work(0, 109), ...stop(2.1, 2), ...work(4.2, 109.08)];
    expect(play({ zones: [], rules: [rule], fixes: short, vessel: trawl })).to.deep.equal(['fishing 0..']);
    expect(play({ zones: [], rules: [rule], fixes: long, vessel: trawl })).to.have.length(2);
  });

  it('is none in transit, moored, or too short to be one', () => {
    expect(play({ zones: [port], rules: [rule], fixes: leg([0, 107.95, 15], [20, 110, 15], 2) })).to.deep.equal([]);
    expect(play({ zones: [port], rules: [rule], fixes: leg([0, 107.95, 15], [20, 107.96, 15], 1) })).to.deep.equal([]);
    const nudge = leg([0, 109, 15], [0.5, 109.005, 15], 1 / 12, { source: 'ais' });
    expect(play({ zones: [], rules: [{ ...rule, params: { leastNm: 1 } }], fixes: nudge })).to.deep.equal([]);
  });

  it('is none of a vessel that carries for others', () => {
    const fixes = leg([0, 109, 15], [8, 109.4, 15], 2);
    expect(play({ zones: [], rules: [rule], fixes })).to.have.length(1);
    expect(play({ zones: [], rules: [rule], fixes, vessel: { gear: 'logistics' } })).to.deep.equal([]);
  });
});
