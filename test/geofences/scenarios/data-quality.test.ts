import { expect } from 'chai';
import { createEngine } from '../../../geofences/engine.ts';
import { type Fix, FixFlag } from '../../../geofences/fix.ts';
import { occurrenceText } from '../../../geofences/sentences.ts';
import type { Rule, Zone } from '../../../geofences/types.ts';
import { areaZone, boxZone, fixAt, HOUR, T0 } from '../shapes.ts';
import { leg, play, played, told, track } from './play.ts';

const waters = boxZone('waters', 107, 14, 109, 17, { kind: 'boundary' });
const port = boxZone('port', 108.2, 15.4, 108.3, 15.6, { kind: 'port' });
const zones: Zone[] = [waters, port];
const rule = (kind: string, params: Rule['params'] = {}): Rule => ({ id: kind, kind, params });
const cross: Rule = { id: 'cross', kind: 'boundary-cross', zones: ['waters'], params: { confirm: 1 } };
const near: Rule = { id: 'near', kind: 'boundary-approach', zones: ['waters'], params: { confirm: 1 } };

describe('impossible-jump', () => {
  const jump = rule('impossible-jump');

  it('tells of one wild fix, which judges nobody', () => {
    const fixes = track(`
    0 108.5 15.5
    1 108.6 15.5
    2 112.0 15.5   # 197 nm in an hour
    3 108.7 15.5
    4 108.8 15.5
    5 108.7 15.5`);
    const [found, ...rest] = played({ zones, rules: [jump, cross, near], fixes });
    expect(rest).to.deep.equal([]);
    expect(play({ zones, rules: [jump, cross, near], fixes })).to.deep.equal(['impossible-jump 2..3']);
    expect(found!.details).to.include({ distanceNm: 197, impliedKn: 196, fromLon: 108.6 });
    expect(told(found!).en).to.match(
      /^QNa-91234-TS gave a position that it cannot have reached: 197 nm from the one before/,
    );
  });

  it('is one finding for a device that jumps to and fro, and none for fixes within their errors', () => {
    const mixed = leg([0, 108.1, 15.5], [6, 108.4, 15.5], 0.1).map((fix, i) =>
      i % 3 === 2 ? { ...fix, lon: 111 + i / 1000 } : fix,
    );
    expect(play({ zones, rules: [jump], fixes: mixed })).to.deep.equal(['impossible-jump 0.2..']);
    const nervous = leg([0, 108.1, 15.5], [1, 108.2, 15.5], 0.01).map((fix, i) => ({
      ...fix,
      lon: fix.lon + (i % 2) * 0.008,
    }));
    expect(play({ zones, rules: [jump], fixes: nervous })).to.deep.equal([]);
  });

  it('may be told of less than 50 kn, although such fixes are believed', () => {
    const fast = leg([0, 108.0, 15.5], [2, 109.2, 15.5], 1);
    expect(play({ zones, rules: [jump], fixes: fast })).to.deep.equal([]);
    expect(play({ zones, rules: [rule('impossible-jump', { maxKn: 30 })], fixes: fast })).to.deep.equal([
      'impossible-jump 1..',
    ]);
  });
});

describe('frozen-position', () => {
  const frozen = rule('frozen-position');
  const stuck = (source: 'ais' | 'vms', step: number, speedKn: number | undefined, count = 12) => [
    fixAt(-1, 108.48, 15.5, { source }),
    ...Array.from({ length: count }, (_, i) =>
      fixAt(i * step, 108.5, 15.5, { source, ...(speedKn === undefined ? {} : { speedKn }) }),
    ),
    fixAt(count * step, 108.52, 15.51, { source }),
  ];

  it('is raised when the place stays the same while the device says it moves, by the pace of its source', () => {
    expect(play({ zones: [], rules: [frozen], fixes: stuck('ais', 0.05, 6) })).to.deep.equal([
      'frozen-position 0.05..0.6',
    ]);
    expect(play({ zones: [], rules: [frozen], fixes: stuck('vms', 2, 6) })).to.deep.equal(['frozen-position 2..24']);
    const [found] = played({ zones: [], rules: [frozen], fixes: stuck('vms', 2, 6) });
    expect(told(found!).vi).to.match(/gửi mãi một vị trí trong 4 giờ 00 phút, từ lúc/);
  });

  it('takes half a day when no speed is given, and is not raised at rest, in port, or by a moving vessel', () => {
    expect(play({ zones: [], rules: [frozen], fixes: stuck('vms', 2, undefined, 8) })).to.deep.equal([
      'frozen-position 2..16',
    ]);
    expect(play({ zones: [], rules: [frozen], fixes: stuck('vms', 2, undefined, 6) })).to.deep.equal([]);
    expect(play({ zones: [], rules: [frozen], fixes: stuck('vms', 2, 0.3) })).to.deep.equal([]);
    const moored = stuck('vms', 2, 6).map((fix) => ({ ...fix, lon: fix.lon - 0.25 }));
    expect(play({ zones, rules: [frozen], fixes: moored })).to.deep.equal([]);
    expect(play({ zones, rules: [frozen], fixes: leg([0, 108, 15], [20, 109, 15], 1, { speedKn: 6 }) })).to.deep.equal(
      [],
    );
  });

  it('is not raised by a message that a relay sends three times', () => {
    const thrice = leg([0, 108, 15], [6, 108.6, 15], 1, { speedKn: 6 }).flatMap((fix) => [
      fix,
      { ...fix, fixTime: fix.fixTime + 1000 },
      { ...fix, fixTime: fix.fixTime + 2000 },
    ]);
    expect(play({ zones: [], rules: [frozen], fixes: thrice })).to.deep.equal([]);
  });
});

describe('swapped-position', () => {
  const swapped = rule('swapped-position');

  it('proposes the exchange where that fits the track, and corrects nothing', () => {
    const fixes = track(`
    0 80.0 10.0
    1 80.1 10.0
    2 10.0 80.2   # latitude and longitude exchanged
    3 80.3 10.0`);
    const [found, ...rest] = played({ zones: [], rules: [swapped], fixes });
    expect(rest).to.deep.equal([]);
    expect(found).to.deep.include({ lon: 10, lat: 80.2 });
    expect(found!.details).to.include({ sentLat: 80.2, sentLon: 10, proposedLat: 10, proposedLon: 80.2 });
    expect(play({ zones: [], rules: [swapped], fixes })).to.deep.equal(['swapped-position 2..3']);
  });

  it('knows what was sent beyond the poles by its flag: it is shown where it fits, and never judged', () => {
    const fixes = track(`
    0 108.5 15.5
    1 108.6 15.5
    2 109.2 15.5 exchanged
    3 108.7 15.5`);
    const [found, ...rest] = played({ zones, rules: [swapped, cross, near], fixes });
    expect(rest).to.deep.equal([]);
    expect(found!.details).to.include({ sentLat: 109.2, sentLon: 15.5, proposedLat: 15.5, proposedLon: 109.2 });
    expect(told(found!).en).to.include(
      '(sent 109.2000, 15.5000; exchanged 15°30.0′N 109°12.0′E, which fits its track; not corrected)',
    );
  });

  it('is silent where the exchanged place does not fit either', () => {
    const fixes = track(`
    0 80.0 10.0
    1 80.1 10.0
    2 20.0 85.0
    3 80.3 10.0`);
    expect(play({ zones: [], rules: [swapped], fixes })).to.deep.equal([]);
  });
});

describe('position-on-land', () => {
  const land = areaZone(
    'land',
    [
      [
        [107, 15],
        [108, 15],
        [108, 16],
        [107, 16],
        [107, 15],
      ],
    ],
    { kind: 'land' },
  );
  const quay = boxZone('quay', 107.9, 15.4, 108.02, 15.6, { kind: 'port' });
  const onLand = rule('position-on-land');
  const along = (lons: number[]) => lons.map((lon, i) => fixAt(i, lon, 15.2, {}));

  it('is raised after two fixes well inland, and cleared on the water', () => {
    expect(
      play({ zones: [land, quay], rules: [onLand], fixes: along([108.1, 107.98, 107.95, 107.97, 108.05]) }),
    ).to.deep.equal(['position-on-land 1..4']);
  });

  it('leaves a margin for errors, a wider one where the coastline is known to be wrong, and takes ports for water', () => {
    const [beach, inland] = [along([108.1, 107.997, 107.996, 107.997]), along([108.1, 107.98, 107.97, 107.98])];
    expect(play({ zones: [land], rules: [onLand], fixes: beach })).to.deep.equal([]);
    const vague = {
      ...land,
      properties: { ...land.properties, outlineErrors: [{ west: 107, south: 15, east: 109, north: 16, km: 4 }] },
    };
    expect(play({ zones: [land], rules: [onLand], fixes: inland })).to.have.length(1);
    expect(play({ zones: [vague], rules: [onLand], fixes: inland })).to.deep.equal([]);
    const river = inland.map((fix) => ({ ...fix, lat: 15.5 }));
    expect(play({ zones: [land, quay], rules: [onLand], fixes: river })).to.deep.equal([]);
    expect(play({ zones: [land], rules: [onLand], fixes: river })).to.have.length(1);
  });

  it('is not raised by one wild fix, nor where no land is known', () => {
    expect(play({ zones: [land], rules: [onLand], fixes: along([108.1, 107.9, 108.1, 107.9, 108.1]) })).to.deep.equal(
      [],
    );
    expect(play({ zones: [], rules: [onLand], fixes: along([107.9, 107.9, 107.9]) })).to.deep.equal([]);
  });
});

describe('identity-conflict', () => {
  const conflict = rule('identity-conflict');
  const jump = rule('impossible-jump');
  /** Two boats with one MMSI: one at sea inside, one 280 nm away and beyond the boundary, both by AIS. */
  const here = leg([0, 108.2, 15.5], [3, 108.6, 15.5], 0.1, { source: 'ais' });
  const there = leg([0.5, 112, 16], [2.5, 112.2, 16], 0.1, { source: 'ais' }).map((fix) => ({
    ...fix,
    fixTime: fix.fixTime + 60_000,
  }));

  it('is raised with both places when two tracks go on at once, and no crossing is made up between them', () => {
    const fixes = [...here, ...there].sort((a, b) => a.fixTime - b.fixTime);
    const found = played({ zones, rules: [conflict, cross, near, rule('zone-enter')], fixes });
    expect(found.map(({ ruleId }) => ruleId)).to.deep.equal(['identity-conflict']);
    const { details, lon } = found[0]!;
    expect(details).to.include({ reason: 'two-tracks', otherLat: 15.5 });
    expect(details!.togetherMinutes).to.be.within(20, 40);
    expect(Math.abs(lon - Number(details!.otherLon))).to.be.above(3);
    expect(told(found[0]!).vi).to.match(
      /^QNa-91234-TS được nghe thấy ở hai nơi cùng lúc, cách nhau \d+ hải lý \(nơi kia 15°30\.0′N 108°/,
    );
  });

  it('keeps to the track that was there first, however the two are mixed', () => {
    const runs = [...here.slice(0, 12), ...there.slice(3, 9), ...here.slice(20)].sort((a, b) => a.fixTime - b.fixTime);
    expect(play({ zones, rules: [cross, near], fixes: runs })).to.deep.equal([]);
  });

  it('tells hulls apart that lie only 45 nm from each other, by what each track foretells', () => {
    const [one, other] = [leg([0, 108.3, 15.5], [12, 108.5, 15.5], 1), leg([0.5, 108.9, 15.8], [11.5, 109.2, 15.8], 1)];
    const fixes = [...one, ...other].sort((a, b) => a.fixTime - b.fixTime);
    const found = played({ zones, rules: [conflict, { ...cross, params: {} }], fixes });
    expect(found.map(({ ruleId }) => ruleId)).to.deep.equal(['identity-conflict']);
  });

  it('takes one odd fix that is just within reach for odd, and what comes from there again for another hull', () => {
    // 45 nm to and fro in an hour, where no speed is given: two fixes in a row beyond the boundary would be a crossing.
    const fixes = track(`
    0 108.30 15.5
    1 108.32 15.5
    2 108.34 15.5
    3 109.10 15.5
    4 108.36 15.5
    5 109.12 15.5
    6 109.14 15.5
    7 108.38 15.5
    8 108.40 15.5`);
    expect(play({ zones, rules: [{ ...cross, params: {} }], fixes })).to.deep.equal([]);
  });

  it('goes on although a third place is heard now and then', () => {
    const wild = [0, 1, 2, 3, 4, 5, 6, 7].map((i) => fixAt(0.87 + i * 0.2, 105, 9 + i, { source: 'ais' }));
    const fixes = [...here, ...there, ...wild].sort((a, b) => a.fixTime - b.fixTime);
    expect(play({ zones, rules: [conflict], fixes })).to.have.length(1);
  });

  it('ends what is open where the vessel is next heard, and judges anew from there', () => {
    const moved = [...leg([0, 108.95, 15.5], [4, 108.96, 15.5], 1), ...leg([5, 108.95, 14.1], [12, 108.96, 14.1], 1)];
    const far = moved.map((fix, i) => (i < 5 ? { ...fix, lat: 16.9 } : fix));
    const found = played({ zones, rules: [near], fixes: far });
    expect(found.map((occurrence) => occurrence.state)).to.deep.equal(['cleared', 'raised']);
    expect(found[0]!.details).to.include({ outcome: 'elsewhere' });
    expect(told(found[0]!, waters).en).to.match(
      /It was then heard where this track cannot have led; it is watched anew from there at/,
    );
  });

  it('is not raised by a vessel that was elsewhere before, nor by a few wild fixes', () => {
    const moved = [...leg([0, 108.2, 15.5], [4, 108.6, 15.5], 0.5), ...leg([5, 112, 15.5], [20, 113, 15.5], 0.5)];
    expect(play({ zones, rules: [conflict], fixes: moved })).to.deep.equal([]);
    const wild = here.map((fix, i) => (i === 5 || i === 20 ? { ...fix, lon: 111 + i } : fix));
    expect(play({ zones, rules: [conflict], fixes: wild })).to.deep.equal([]);
  });

  it('lets the other track take over once the first has missed three of its own intervals', () => {
    const moved = [...leg([0, 108.2, 15.5], [4, 108.6, 15.5], 1), ...leg([5, 112, 15.5], [12, 112.5, 15.5], 1)];
    const rules = [{ id: 'in', kind: 'zone-presence', zones: ['waters'] }, jump, cross];
    expect(play({ zones, rules, fixes: moved }), 'what was open ends where it was heard elsewhere').to.deep.equal([
      'in 0..6',
      'impossible-jump 5..8',
    ]);
  });

  it('holds AIS against VMS of the same vessel: a device that rides on another boat', () => {
    const ais = leg([0, 108.2, 15.5], [8, 108.6, 15.5], 0.1, { source: 'ais' });
    const near = leg([1, 108.25, 15.6], [7, 108.55, 15.6], 2).map((fix) => ({ ...fix, fixTime: fix.fixTime + 90_000 }));
    const apart = [...ais, ...near].sort((a, b) => a.fixTime - b.fixTime);
    const [found, ...rest] = played({ zones, rules: [conflict], fixes: apart });
    expect(rest).to.deep.equal([]);
    expect(found!.details).to.include({ reason: 'ais-vms' });
    expect(found!.details!.distanceNm).to.be.within(5, 7);
    const together = [...ais, ...near.map((fix) => ({ ...fix, lat: 15.51 }))].sort((a, b) => a.fixTime - b.fixTime);
    expect(play({ zones, rules: [conflict], fixes: together })).to.deep.equal([]);
  });

  it('is raised with the other vessel when its positions come from that one’s VMS unit, and ends 8 h after the last', () => {
    const [from, until] = [2, 8].map((hour) => T0 + hour * HOUR) as [number, number];
    const borrowed = [{ vessel: 'owner', from, until }];
    const fixes = leg([0, 108.2, 15.5], [20, 108.6, 15.5], 2);
    const scenario = { zones, rules: [conflict], fixes, vessel: { borrowed } };
    expect(play(scenario)).to.deep.equal(['identity-conflict 4..18']);
    const [found] = played(scenario);
    expect(found!.otherVesselIds).to.deep.equal(['owner']);
    const names = { vesselLabel: 'QNa-91234-TS', otherLabels: ['QNa-90001-TS'] };
    expect(occurrenceText(found!, names).vi).to.match(
      /^QNa-91234-TS có vị trí được gửi từ thiết bị VMS của QNa-90001-TS, lúc/,
    );
    const once = { ...scenario, vessel: { borrowed: [{ vessel: 'owner', from, until: from }] } };
    expect(play(once), 'one message may be a slip of the provider’s').to.deep.equal([]);
    const byAis = { ...scenario, fixes: fixes.map((fix) => ({ ...fix, source: 'ais' as const })) };
    expect(play(byAis), 'its own AIS').to.deep.equal([]);
  });

  it('ends when the second place has been quiet for eight hours', () => {
    const fixes = [...leg([0, 108.2, 15.5], [20, 108.6, 15.5], 0.25, { source: 'ais' }), ...there].sort(
      (a, b) => a.fixTime - b.fixTime,
    );
    const [line, ...rest] = play({ zones, rules: [conflict], fixes });
    expect(rest).to.deep.equal([]);
    expect(line).to.match(/^identity-conflict 1\.\.10\.75$/);
  });
});

describe('a flag of a fix', () => {
  it('never makes a swapped place the newest believed one', () => {
    const fixes = [
      fixAt(0, 108.5, 15.5),
      fixAt(1, 109.5, 15.5, { flags: FixFlag.swapped }),
      fixAt(2, 109.6, 15.5, { flags: FixFlag.swapped }),
    ];
    expect(
      play({ zones, rules: [{ id: 'in', kind: 'zone-presence', zones: ['waters'], params: { confirm: 1 } }], fixes }),
    ).to.deep.equal(['in 0..']);
  });
});

describe('doubtful fixes that a rule leaves aside', () => {
  const fixes = track(`
    0   108.90 15.5
    1   108.97 15.5
    2   109.02 15.5 coarse   # two fixes of a coarse grid beyond the line at 109
    2.5 109.03 15.5 coarse
    3   108.95 15.5
    3.5 108.95 15.5
    4   109.05 15.5
    5   109.06 15.5 estimated
    6   109.07 15.5
    7   108.90 15.5`);
  const choosing = (id: string, leaveAside?: string[], kind = 'boundary-cross'): Rule => ({
    id,
    kind,
    zones: ['waters'],
    params: { confirm: 2, hysteresisNm: 0.1, ...(leaveAside && { leaveAside }) },
  });

  it('are as if they had not come, in any order of arrival, for the rules that say so alone', () => {
    const rules = [choosing('all'), choosing('fine', ['coarse']), choosing('timed', ['timeEstimated', 'coarse'])];
    const found = played({ zones, rules, fixes });
    expect(
      found.map(({ ruleId, evidence }) => [ruleId, evidence.map((time) => (time - fixes[0]!.fixTime) / HOUR)]),
    ).to.deep.equal([
      ['all', [1, 2, 2.5, 3, 3.5]],
      ['all', [3.5, 4, 5]],
      ['fine', [3.5, 4, 5]],
      ['timed', [3.5, 4, 6]],
    ]);
    for (const leaveAside of [['coarse'], ['timeEstimated', 'coarse']]) {
      const isLeft = ({ flags }: Fix) => leaveAside.some((name) => flags & FixFlag[name as 'coarse']);
      const without = played({ zones, rules: [choosing('r')], fixes: fixes.filter((fix) => !isLeft(fix)) });
      expect(played({ zones, rules: [choosing('r', leaveAside)], fixes })).to.deep.equal(without);
    }
  });

  it('neither begin nor end a way: a hop over a zone lies between the fixes that the rule uses', () => {
    const box = boxZone('box', 108.4, 15.4, 108.6, 15.6, {});
    const hop = track(`
    0 108.3 15.5
    1 108.5 15.5 coarse
    2 108.7 15.5
    3 108.8 15.5`);
    const rule: Rule = { id: 'in', kind: 'zone-enter', zones: ['box'], params: { leaveAside: ['coarse'] } };
    const [found] = played({ zones: [box], rules: [rule], fixes: hop });
    expect(found!.details).to.include({ unseen: 'between-fixes' });
    expect(found!.crossing!.before.fixTime).to.equal(hop[0]!.fixTime);
    expect(found!.crossing!.after.fixTime).to.equal(hop[2]!.fixTime);
  });

  it('do not count for rules on speed, and are nothing that a rule begins with', () => {
    const quick = track(`
    0   108.50 15.5 9kn
    0.5 108.55 15.5 60kn overspeed
    1   108.60 15.5 9kn
    1.5 108.65 15.5 60kn overspeed
    2   108.70 15.5 9kn`);
    const rule: Rule = {
      id: 'fast',
      kind: 'speed-range',
      params: { minKn: 30, confirm: 1, minutes: 0, clearFixes: 1 },
    };
    const slow = { ...rule, id: 'slow', params: { ...rule.params, leaveAside: ['overspeed'] } };
    expect(play({ zones, rules: [rule, slow], fixes: quick })).to.deep.equal(['fast 0.5..1', 'fast 1.5..2']);
    const engine = createEngine({ zones, rules: [] });
    engine.setVessel({ id: 'v', kind: 'vessel', reportingIntervalMin: 120 });
    engine.accept('v', quick.slice(0, 2));
    expect(engine.setRules([rule, slow]).map(({ occurrence }) => occurrence.ruleId)).to.deep.equal(['fast']);
  });
});
