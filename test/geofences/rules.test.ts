import { expect } from 'chai';
import { createEngine, type Engine } from '../../geofences/engine.ts';
import { type Fix, FixFlag, type VesselProfile } from '../../geofences/fix.ts';
import type { OccurrenceChange, Rule, Zone } from '../../geofences/types.ts';
import { boxZone, fixAt, HOUR, lineZone, T0 } from './shapes.ts';

const sea = boxZone('sea', 108, 15, 109, 16, { kind: 'boundary' });
const harbour = boxZone('harbour', 107.5, 15, 107.6, 15.1, { kind: 'port' });
const line = lineZone(
  'line',
  [
    [110, 14],
    [110, 17],
  ],
  { ourSide: 'left' },
);
const zones: Zone[] = [sea, harbour, line];

interface Scenario {
  engine: Engine;
  said: string[];
  changes: OccurrenceChange[];
  send(...fixes: Fix[]): void;
  tick(hours: number): void;
}

/** What is said reads `hours since the start it happened: change rule`. */
function scenario(rules: Rule[], profile: Partial<VesselProfile> = {}, watched: Zone[] = zones): Scenario {
  const engine = createEngine({ zones: watched, rules });
  const said: string[] = [];
  const changes: OccurrenceChange[] = [];
  const note = (more: OccurrenceChange[]) => {
    for (const { change, occurrence } of more) {
      const time = change === 'cleared' ? occurrence.clearedAt! : occurrence.raisedAt;
      said.push(`${Math.round(((time - T0) / HOUR) * 100) / 100} ${change} ${occurrence.ruleId}`);
    }
    changes.push(...more);
  };
  note(engine.setVessel({ id: 'v', kind: 'vessel', reportingIntervalMin: 120, ...profile }));
  return {
    engine,
    said,
    changes,
    send: (...fixes) => {
      for (const fix of fixes) note(engine.accept('v', [fix]));
    },
    tick: (hours) => note(engine.tick(T0 + hours * HOUR)),
  };
}

/** Fixes every `step` hours at the given longitudes, on one parallel. */
function along(longitudes: number[], step = 1, lat = 15.5, from = 0): Fix[] {
  return longitudes.map((lon, i) => fixAt(from + i * step, lon, lat));
}

const rule = (kind: string, zone?: string, params: Rule['params'] = {}): Rule => ({
  id: kind,
  kind,
  params,
  ...(zone ? { zones: [zone] } : {}),
});

describe('zone-enter', () => {
  it('is raised at the interpolated entry after two fixes inside, and cleared where it left', () => {
    const { said, send, changes } = scenario([rule('zone-enter', 'sea')]);
    send(...along([107.8, 108.2, 108.5, 108.8, 109.2, 109.4]));
    expect(said).to.deep.equal(['0.5 raised zone-enter', '3.5 cleared zone-enter']);
    expect(changes[0]!.occurrence).to.deep.include({ lon: 108, evidence: [T0, T0 + HOUR, T0 + 2 * HOUR] });
    // The geodesic from 107.8° E to 108.2° E along 15.5° N passes 9 m north of the parallel.
    expect(changes[0]!.occurrence.lat).to.be.closeTo(15.50008, 0.00001);
  });

  it('says nothing of a vessel first seen inside; zone-presence does', () => {
    const { said, send } = scenario([rule('zone-enter', 'sea'), rule('zone-presence', 'sea')]);
    send(...along([108.2, 108.4, 108.6]));
    expect(said).to.deep.equal(['0 raised zone-presence']);
  });

  it('is not raised by one wild fix, nor by one that ingest flagged', () => {
    const { said, send } = scenario([rule('zone-enter', 'sea', {}), rule('boundary-cross', 'sea')]);
    send(...along([107.8, 107.8, 108.3, 107.8, 107.8]));
    const flagged = scenario([rule('zone-enter', 'sea', { confirm: 1 })]);
    flagged.send(fixAt(0, 107.8, 15.5), fixAt(1, 108.2, 15.5, { flags: FixFlag.jump }), fixAt(2, 107.8, 15.5));
    expect([...said, ...flagged.said]).to.deep.equal([]);
  });

  it('is raised at once with confirm 1, but not by a fix that no vessel could have reached', () => {
    const { said, send } = scenario([rule('zone-enter', 'sea', { confirm: 1 })]);
    send(fixAt(0, 107.8, 15.5), fixAt(0.1, 108.9, 15.5), fixAt(0.2, 107.8, 15.5), fixAt(1.2, 108.1, 15.5));
    expect(said).to.deep.equal(['0.87 raised zone-enter']);
  });

  it('believes a far fix once the next one bears it out, without making up how it came there', () => {
    const { said, send } = scenario([
      rule('zone-enter', 'sea', { confirm: 1 }),
      rule('zone-presence', 'sea', { confirm: 1 }),
    ]);
    send(fixAt(0, 100, 15.5), fixAt(1, 108.4, 15.5), fixAt(2, 108.5, 15.5));
    expect(said).to.deep.equal(['1 raised zone-presence']);
  });

  it('finds a hop across the zone between two sparse fixes, with low confidence', () => {
    const { said, send, changes } = scenario([rule('zone-enter', 'sea')]);
    send(fixAt(0, 107.9, 15.5), fixAt(5, 109.1, 15.5), fixAt(6, 109.2, 15.5));
    expect(said).to.deep.equal(['0.42 raised zone-enter', '4.58 cleared zone-enter']);
    expect(changes[1]!.occurrence.details).to.deep.include({ confidence: 'low', unseen: 'between-fixes' });
  });

  it('does not flap while a vessel jitters along the edge', () => {
    const { said, send } = scenario([
      rule('zone-enter', 'sea'),
      rule('zone-exit', 'sea'),
      rule('boundary-cross', 'sea'),
    ]);
    const jitter = Array.from({ length: 200 }, (_, i) => 108 + 0.0018 * Math.sin(i * 1.7));
    send(fixAt(-2, 108.3, 15.5), fixAt(-1, 108.1, 15.5), ...along(jitter, 0.2));
    expect(said.length).to.be.at.most(2);
    expect(said.filter((line) => line.includes('cleared'))).to.deep.equal([]);
  });

  it('is bound to a zone only while the zone is valid', () => {
    const summer = boxZone('summer', 108, 15, 109, 16, { validFrom: '2026-03-01', validTo: '2026-03-01' });
    const { said, send } = scenario([rule('zone-presence', 'summer', { confirm: 1 })], {}, [summer]);
    // 1 March in Vietnam ends 17 hours after T0, which is midnight UTC.
    send(fixAt(-8, 108.5, 15.5), fixAt(-6, 108.5, 15.5), fixAt(16, 108.5, 15.5), fixAt(18, 108.5, 15.5));
    expect(said).to.deep.equal(['-7 raised zone-presence', '17 cleared zone-presence']);
  });
});

describe('zone-exit', () => {
  it('is raised on leaving and cleared on return', () => {
    const { said, send } = scenario([rule('zone-exit', 'harbour')]);
    send(...along([107.55, 107.55, 107.65, 107.9, 108.1, 107.8, 107.55, 107.55], 1, 15.05));
    expect(said).to.deep.equal(['1.5 raised zone-exit', '5.8 cleared zone-exit']);
  });
});

describe('boundary-cross', () => {
  it('carries the crossing with both bracketing fixes, and is cleared on the way back', () => {
    const { said, send, changes } = scenario([rule('boundary-cross', 'sea')]);
    send(...along([108.7, 108.9, 109.1, 109.3, 109.2, 108.8, 108.6], 2));
    expect(said).to.deep.equal(['3 raised boundary-cross', '9 cleared boundary-cross']);
    const { crossing, clearedCrossing, priority } = changes[1]!.occurrence;
    expect(crossing).to.deep.include({ time: T0 + 3 * HOUR, lon: 109 });
    expect(crossing!.lat).to.be.closeTo(15.50002, 0.00001);
    expect(crossing!.fraction).to.be.closeTo(0.5, 1e-9);
    expect([crossing!.before.lon, crossing!.after.lon]).to.deep.equal([108.9, 109.1]);
    expect([clearedCrossing!.before.lon, clearedCrossing!.after.lon]).to.deep.equal([109.2, 108.8]);
    expect(priority).to.equal(1);
  });

  it('is never invented for a vessel first seen outside', () => {
    const { said, send } = scenario(
      [rule('boundary-cross', 'sea'), rule('boundary-cross', 'line')].map((r, i) => ({ ...r, id: `r${i}` })),
    );
    send(...along([111, 111.2, 111.1, 111.2, 111.3]));
    expect(said).to.deep.equal([]);
  });

  it('watches a directed line from our side only', () => {
    const { said, send } = scenario([rule('boundary-cross', 'line')]);
    send(...along([110.2, 109.8, 109.6, 109.9, 110.1, 110.3, 110.2, 109.8, 109.6]));
    expect(said).to.deep.equal(['3.5 raised boundary-cross', '6.5 cleared boundary-cross']);
  });

  it('lets a vessel that comes home round the end of the line off', () => {
    const { said, send } = scenario([rule('boundary-cross', 'line')]);
    send(...along([109.8, 110.1, 110.3], 1, 16.8));
    send(fixAt(5, 110.3, 17.3), fixAt(7, 109.6, 17.3), fixAt(9, 109.6, 16.7), fixAt(10, 109.5, 16.6));
    expect(said).to.deep.equal(['0.67 raised boundary-cross', '9 cleared boundary-cross']);
  });

  it('does not judge foreign or unregistered ships unless told to', () => {
    const rules = [rule('boundary-cross', 'sea'), rule('silence')];
    for (const profile of [{ flag: 'CHN' }, { reportingIntervalMin: undefined }, { kind: 'coast-station' }]) {
      const { said, send } = scenario(rules, profile);
      send(...along([108.7, 108.9, 109.1, 109.3], 2), fixAt(30, 109.3, 15.5));
      expect(said).to.deep.equal([]);
    }
    const all = scenario([rule('boundary-cross', 'sea', { appliesTo: 'all' })], { flag: 'CHN' });
    all.send(...along([108.7, 108.9, 109.1, 109.3], 2));
    expect(all.said).to.deep.equal(['3 raised boundary-cross']);
  });
});

describe('boundary-approach', () => {
  // A degree of longitude at 15.5° N is 57.9 nm.
  it('is raised within the band and cleared beyond the deadband', () => {
    const { said, send, changes } = scenario([rule('boundary-approach', 'sea', { withinNm: 6 })]);
    send(...along([108.5, 108.8, 108.92, 108.93, 108.895, 108.8, 108.7]));
    expect(said).to.deep.equal(['2 raised boundary-approach', '4 cleared boundary-approach']);
    expect(changes[0]!.occurrence.details!.distanceNm).to.be.closeTo(4.05, 0.02);
  });

  it('stays while the vessel is beyond the boundary', () => {
    const { said, send } = scenario([rule('boundary-approach', 'sea', { withinNm: 6, confirm: 1 })]);
    send(...along([108.5, 108.95, 109.1, 109.4, 109.2, 108.95, 108.6], 2));
    expect(said).to.deep.equal(['2 raised boundary-approach', '12 cleared boundary-approach']);
  });
});

describe('silence', () => {
  const rules = [
    { ...rule('silence', undefined, { hours: 5 }), id: 'warn' },
    { ...rule('silence', undefined, { hours: 6 }), id: 'loss' },
  ];

  it('is raised by the clock at the last fix plus the threshold, and cleared by the next fix', () => {
    const { said, send, tick, changes } = scenario(rules);
    send(...along([108.2, 108.3, 108.4], 2));
    tick(9);
    expect(said).to.deep.equal([]);
    tick(9.5);
    tick(12);
    send(fixAt(14, 108.5, 15.5));
    expect(said).to.deep.equal(['9 raised warn', '10 raised loss', '14 cleared warn', '14 cleared loss']);
    expect(changes[3]!.occurrence.details).to.deep.include({ silentHours: 10, thresholdHours: 6, outcome: 'restored' });
    expect(changes[1]!.occurrence).to.deep.include({ lon: 108.4, lat: 15.5 });
  });

  it('is found afterwards from the gap itself', () => {
    const { said, send } = scenario(rules);
    send(fixAt(0, 108.2, 15.5), fixAt(5.5, 108.4, 15.5));
    expect(said).to.deep.equal(['5 raised warn', '5.5 cleared warn']);
  });

  it('is no alert in port, and begins anew when the vessel leaves it', () => {
    const { said, send, tick } = scenario(rules);
    send(fixAt(0, 107.55, 15.05));
    tick(40);
    expect(said).to.deep.equal([]);
    send(fixAt(41, 107.9, 15.05));
    tick(46.5);
    expect(said).to.deep.equal(['46 raised warn']);
  });

  it('is retracted when late data shows that it was not silent', () => {
    const { said, send, tick, changes } = scenario(rules);
    send(fixAt(0, 108.2, 15.5));
    tick(6.5);
    send(fixAt(4, 108.3, 15.5));
    expect(said).to.deep.equal(['5 raised warn', '6 raised loss', '5 retracted warn', '6 retracted loss']);
    expect(changes[3]!.occurrence.retractedBecause).to.equal('late-data');
  });

  it('closes the gap retroactively with a backlog of 1,000 stored fixes after ten days', () => {
    const { said, send, tick, engine, changes } = scenario(rules);
    send(fixAt(0, 108.2, 15.5));
    tick(239);
    expect(said).to.deep.equal(['5 raised warn', '6 raised loss']);
    const backlog = Array.from({ length: 1000 }, (_, i) => fixAt(0.24 + i * 0.24, 108.2 + (i % 50) / 1000, 15.5));
    const late = engine.accept('v', backlog);
    expect(late.map(({ change }) => change)).to.deep.equal(['retracted', 'retracted']);
    expect(changes).to.have.length(2);
  });

  it('does not accuse a vessel with a longer duty before its report is due', () => {
    const { said, send, tick } = scenario(rules, { reportingIntervalMin: 480 });
    send(fixAt(0, 108.2, 15.5));
    tick(8.2);
    expect(said).to.deep.equal([]);
    tick(8.5);
    expect(said).to.have.members(['8.25 raised loss', '8.25 raised warn']);
  });

  it('counts VMS only, once a vessel has reported by VMS: heard by AIS is not reported', () => {
    const { said, send, tick } = scenario(rules);
    send(fixAt(0, 108.2, 15.5), fixAt(3, 108.3, 15.5, { source: 'ais' }), fixAt(5.5, 108.4, 15.5));
    tick(10);
    expect(said, 'reported at 5.5, so not due before 10.5').to.deep.equal(['5 raised warn', '5.5 cleared warn']);
    const aisOnly = scenario(rules);
    aisOnly.send(...[0, 3, 6].map((hours) => fixAt(hours, 108.2, 15.5, { source: 'ais' })));
    expect(aisOnly.said).to.deep.equal([]);
  });

  it('is excused by AIS that shows the vessel in port', () => {
    const { said, send, tick } = scenario(rules);
    send(fixAt(0, 107.7, 15.05), fixAt(2, 107.55, 15.05, { source: 'ais' }));
    tick(30);
    expect(said).to.deep.equal([]);
  });
});

describe('changed rules and zones', () => {
  it('retract what a changed rule holds open, and judge from the newest fix on', () => {
    const { said, send, engine } = scenario([rule('zone-presence', 'sea')]);
    send(...along([108.2, 108.3, 108.4]));
    const changes = engine.setRules([{ ...rule('zone-presence', 'sea', { confirm: 1 }), version: 2 }]);
    expect(said).to.deep.equal(['0 raised zone-presence']);
    expect(
      changes.map(({ change, occurrence }) => [change, occurrence.ruleVersion, occurrence.raisedAt]),
    ).to.deep.equal([
      ['retracted', 1, T0],
      ['raised', 2, T0 + 2 * HOUR],
    ]);
    expect(changes[0]!.occurrence.retractedBecause).to.equal('rule-changed');
  });

  it('leave alone what they do not touch', () => {
    const { send, engine, said } = scenario([rule('zone-presence', 'sea'), rule('silence', undefined, { hours: 5 })]);
    send(...along([108.2, 108.3, 108.4]));
    expect(engine.setZones([...zones, boxZone('far', 100, 5, 101, 6)])).to.deep.equal([]);
    expect(
      engine.setRules([
        rule('zone-presence', 'sea'),
        rule('silence', undefined, { hours: 5 }),
        rule('zone-exit', 'sea'),
      ]),
    ).to.deep.equal([]);
    send(...along([109.5, 109.7], 1, 15.5, 6));
    expect(said.map((line) => line.split(' ').slice(1).join(' '))).to.have.members([
      'raised zone-presence',
      'raised zone-exit',
      'cleared zone-presence',
    ]);
  });

  it('retract what a removed zone holds open', () => {
    const { send, engine } = scenario([{ ...rule('zone-presence'), params: { zoneKinds: ['boundary'] } }]);
    send(...along([108.2, 108.3, 108.4]));
    const changes = engine.setZones([harbour, line]);
    expect(changes.map(({ change, occurrence }) => [change, occurrence.retractedBecause])).to.deep.equal([
      ['retracted', 'zone-changed'],
    ]);
  });

  it('retract what a vessel turns out not to be bound by', () => {
    const { send, engine } = scenario([rule('boundary-cross', 'sea')]);
    send(...along([108.7, 108.9, 109.1, 109.3], 2));
    const changes = engine.setVessel({ id: 'v', kind: 'vessel', flag: 'CHN', reportingIntervalMin: 120 });
    expect(changes.map(({ change, occurrence }) => [change, occurrence.retractedBecause])).to.deep.equal([
      ['retracted', 'vessel-changed'],
    ]);
  });
});
