/** A provider's outage is one incident, and its boats are not accused of it. */
import { expect } from 'chai';
import fc from 'fast-check';
import { createEngine, type Engine } from '../../geofences/engine.ts';
import type { Fix } from '../../geofences/fix.ts';
import { DEMO_BOUNDARY_ID } from '../../geofences/regions/vietnam.ts';
import { defaultRules } from '../../geofences/regions/vietnam-rules.ts';
import { occurrenceText } from '../../geofences/sentences.ts';
import type { Occurrence, OccurrenceChange, Rule } from '../../geofences/types.ts';
import { boxZone, fixAt, HOUR, T0 } from './shapes.ts';

const rules: Rule[] = [
  { id: 'outage', kind: 'provider-outage', params: { vessels: 5 } },
  { id: 'lost', kind: 'silence', params: { hours: 6 } },
];
const port = boxZone('port', 108, 15, 108.1, 15.1, { kind: 'port' });

/** Ten boats of one provider and two of another report every two hours, each at its own minute. */
class Fleet {
  engine: Engine;
  readonly said: string[] = [];
  readonly last = new Map<string, Occurrence>();
  readonly boats: { id: string; provider: string; minute: number }[] = [
    ...Array.from({ length: 10 }, (_, i) => ({ id: `t${i}`, provider: 'Thuraya', minute: i * 11 })),
    { id: 'v0', provider: 'Vifish', minute: 5 },
    { id: 'v1', provider: 'Vifish', minute: 65 },
  ];

  constructor(atSea = true) {
    this.engine = this.fresh();
    this.lon = atSea ? 109 : 108.05;
  }

  private readonly lon: number;
  /** What is stored: states by id, outages as they were last said. */
  readonly saved = new Map<string, string>();
  private readonly tracks = new Map<string, Fix[]>();
  private readonly outages = new Map<string, Occurrence>();

  private fresh(outages: readonly Occurrence[] = []): Engine {
    const engine = createEngine({ zones: [port], rules, outages });
    for (const { id, provider } of this.boats) {
      engine.setVessel({ id, kind: 'vessel', flag: 'VNM', reportingIntervalMin: 120, provider });
    }
    return engine;
  }

  /** Every ten minutes the clock ticks; who has a minute then and is not silenced reports. */
  run(fromHours: number, toHours: number, isSilenced: (id: string) => boolean = () => false): void {
    for (let minutes = fromHours * 60; minutes < toHours * 60; minutes++) {
      for (const { id, minute } of this.boats) {
        if (minutes % 120 === minute && !isSilenced(id)) this.send(id, minutes / 60);
      }
      if (minutes % 10 === 0) this.note(this.engine.tick(T0 + minutes * 60_000));
    }
  }

  send(id: string, hours: number, receivedHours = hours, source: Fix['source'] = 'vms'): void {
    const fix = fixAt(hours, this.lon, 15.05, { receivedAt: T0 + receivedHours * HOUR, source });
    const from = this.engine.missingHistory(id, fix.fixTime);
    const stored = this.tracks.get(id) ?? [];
    if (from !== undefined) {
      this.note(
        this.engine.supplyHistory(
          id,
          stored.filter(({ fixTime }) => fixTime >= from),
        ),
      );
    }
    this.note(this.engine.accept(id, [fix]));
    this.tracks.set(id, [...stored, fix]);
  }

  describe(): void {
    for (const { id, provider } of this.boats) {
      this.note(this.engine.setVessel({ id, kind: 'vessel', flag: 'VNM', reportingIntervalMin: 120, provider }));
    }
  }

  restart(): void {
    for (const id of this.engine.unsaved()) this.keep(id);
    for (const { id } of this.boats) this.keep(id);
    this.engine = this.fresh([...this.outages.values()]);
    for (const [id, state] of this.saved) this.engine.restoreVessel(id, JSON.parse(state));
  }

  private keep(id: string): void {
    this.saved.set(id, JSON.stringify(this.engine.saveVessel(id)));
  }

  private note(changes: OccurrenceChange[]): void {
    for (const { change, occurrence } of changes) {
      // More boats of the same outage.
      if (change !== 'updated') this.said.push(`${change} ${occurrence.ruleId} ${occurrence.vesselId}`);
      this.last.set(occurrence.ruleId, occurrence);
      if (occurrence.kind === 'provider-outage') this.outages.set(occurrence.id, occurrence);
    }
  }
}

const isThuraya = (id: string): boolean => id.startsWith('t');

describe('A provider’s outage', () => {
  it('of six hours is one incident, and nobody is said to be silent, also when the backlog never comes', () => {
    const fleet = new Fleet();
    fleet.run(0, 12);
    fleet.run(12, 18.5, isThuraya);
    expect(fleet.said).to.deep.equal(['raised outage provider:Thuraya']);
    const outage = fleet.last.get('outage')!;
    expect(outage.details).to.include({ provider: 'Thuraya' });
    expect((outage.raisedAt - T0) / HOUR).to.be.within(13, 14.6);
    fleet.run(18.5, 30);
    expect(fleet.said).to.deep.equal(['raised outage provider:Thuraya', 'cleared outage provider:Thuraya']);
  });

  it('excuses no boat that was silent before, none of another provider, and none that stays silent after it', () => {
    const fleet = new Fleet();
    fleet.run(0, 6);
    fleet.run(6, 12, (id) => id === 't3');
    fleet.run(12, 19, (id) => isThuraya(id) || id === 'v1');
    fleet.run(19, 30, (id) => id === 't3' || id === 't7');
    const silences = fleet.said.filter((line) => line.includes('lost'));
    expect(silences).to.deep.equal(['raised lost t3', 'raised lost v1', 'cleared lost v1', 'raised lost t7']);
  });

  it('goes on over a restart', () => {
    const fleet = new Fleet();
    fleet.run(0, 12);
    fleet.run(12, 16, isThuraya);
    fleet.restart();
    fleet.run(16, 19, isThuraya);
    fleet.run(19, 24);
    expect(fleet.said).to.deep.equal(['raised outage provider:Thuraya', 'cleared outage provider:Thuraya']);
  });

  it('is known a day later and over a restart, when some of what boats had stored comes in', () => {
    const fleet = new Fleet();
    fleet.run(0, 12);
    fleet.run(12, 19, isThuraya);
    fleet.run(19, 50);
    fleet.restart();
    // Of all that was missing one fix comes in: what is left is a gap of more than six hours, within the outage.
    for (const { id, minute } of fleet.boats.slice(0, 10)) fleet.send(id, 18 + minute / 240, 50);
    fleet.run(50, 54);
    expect(fleet.last.has('lost')).to.equal(false);
    expect(fleet.said).to.deep.equal(['raised outage provider:Thuraya', 'cleared outage provider:Thuraya']);
  });

  it('is kept once, not with each of its boats', () => {
    const fleet = new Fleet();
    fleet.run(0, 12);
    fleet.run(12, 16, isThuraya);
    fleet.restart();
    expect(fleet.saved.get('provider:Thuraya')).to.include('"t1"').and.include('"t9"');
    expect(fleet.saved.get('t1')).not.to.include('"t9"');
  });

  it('is none when few boats are silent, and none when they are in port', () => {
    const few = new Fleet();
    few.run(0, 12);
    few.run(12, 24, (id) => id === 't1' || id === 't2');
    expect(few.said).to.deep.equal(['raised lost t1', 'raised lost t2']);
    const moored = new Fleet(false);
    moored.run(0, 12);
    moored.run(12, 24, isThuraya);
    expect(moored.said).to.deep.equal([]);
  });

  it('that is over is no excuse for what the stored fixes of a boat show', () => {
    const fleet = new Fleet();
    fleet.run(0, 12);
    fleet.run(12, 19, isThuraya);
    fleet.run(19, 24);
    for (const { id, minute } of fleet.boats.slice(0, 10)) {
      for (let hours = 12; hours < 19; hours += 2) fleet.send(id, hours + minute / 60, 24);
    }
    expect(fleet.said).to.deep.equal(['raised outage provider:Thuraya', 'cleared outage provider:Thuraya']);
  });

  it('leaves no silence behind for a boat that AIS meanwhile shows in port', () => {
    const fleet = new Fleet();
    fleet.run(0, 12);
    fleet.run(12, 19, isThuraya);
    const moored = fixAt(19, 108.05, 15.05, { source: 'ais' });
    expect(fleet.engine.accept('t0', [moored])).to.deep.equal([]);
    fleet.run(19, 24);
    expect(fleet.said).to.deep.equal(['raised outage provider:Thuraya', 'cleared outage provider:Thuraya']);
  });

  it('holds a boat, too, of which one report came through while it lasted', () => {
    const fleet = new Fleet();
    fleet.run(0, 12);
    fleet.run(12, 16, isThuraya);
    fleet.send('t9', 16);
    fleet.run(16, 26, isThuraya);
    fleet.run(26, 30);
    expect(fleet.said).to.deep.equal(['raised outage provider:Thuraya', 'cleared outage provider:Thuraya']);
  });

  it('is not over because the boats declare their positions by telephone', () => {
    const fleet = new Fleet();
    fleet.run(0, 12);
    fleet.run(12, 16, isThuraya);
    for (const { id } of fleet.boats.slice(0, 10)) fleet.send(id, 16, 16, 'manual');
    fleet.run(16, 20, isThuraya);
    expect(fleet.said).to.deep.equal(['raised outage provider:Thuraya']);
  });

  it('is no fault of boats that have gone over to another provider', () => {
    const fleet = new Fleet();
    fleet.run(0, 12);
    for (const boat of fleet.boats) if (boat.provider === 'Thuraya') boat.provider = 'Inmarsat';
    fleet.describe();
    fleet.run(12, 24);
    expect(fleet.said).to.deep.equal([]);
  });

  it('is known to an engine that is told of it, and excuses what it excused', () => {
    const fleet = new Fleet();
    fleet.run(0, 12);
    fleet.run(12, 19, isThuraya);
    fleet.run(19, 24);
    const outage = fleet.last.get('outage')!;
    const saysOf = (outages?: Occurrence[]) => {
      const engine = createEngine({ zones: [port], rules, outages });
      engine.tick(T0 + 24 * HOUR);
      engine.setVessel({ id: 't5', kind: 'vessel', flag: 'VNM', reportingIntervalMin: 120, provider: 'Thuraya' });
      const fixes = [6, 8, 10, 20, 22].map((hours) => fixAt(hours + 55 / 60, 109, 15.05));
      return engine.accept('t5', fixes).map(({ change, occurrence }) => `${change} ${occurrence.ruleId}`);
    };
    expect(saysOf(), 'without it').to.deep.equal(['raised lost', 'cleared lost']);
    expect(saysOf([outage])).to.deep.equal([]);
    expect(saysOf([{ ...outage, state: 'retracted' }]), 'one that was taken back').to.have.length(2);
  });

  it('is the same by the same receptions, in whatever order those between two looks at the clock are stored', () => {
    const names = Array.from({ length: 12 }, (_, i) => `t${i}`);
    interface Reception {
      id: string;
      fix: Fix;
    }
    /** Received in lots, as a relay hands them over; some boats also by AIS, one lot being what they had stored on board. */
    const receptions: Reception[] = [];
    const isDown = (hours: number) => hours > 10 && hours < 17;
    for (let hours = 0; hours < 26; hours += 0.5) {
      names.forEach((id, i) => {
        if (i % 2 !== (hours * 2) % 2) return;
        const place = 108.12 + Math.abs(i - 3) / 100 + hours / 1000;
        const receivedHours = isDown(hours) ? 19 : Math.ceil(hours / 2) * 2;
        const received = { receivedAt: T0 + receivedHours * HOUR };
        if (!isDown(hours) || i % 2 === 0) receptions.push({ id, fix: fixAt(hours, place, 15.05, received) });
        if (i % 3 === 0) {
          const at = { receivedAt: T0 + Math.ceil(hours / 2) * 2 * HOUR, source: 'ais' as const };
          const seen = i === 3 && hours > 8 ? 108.09 : place;
          receptions.push({ id, fix: fixAt(hours + 0.25, seen, 15.05, at) });
        }
      });
    }
    const outagesOf = (stored: readonly Reception[]) => {
      const engine = createEngine({ zones: [port], rules });
      const held = new Map<string, Occurrence>();
      const note = (changes: OccurrenceChange[]) => {
        for (const { occurrence } of changes) {
          if (occurrence.kind === 'provider-outage') held.set(occurrence.id, occurrence);
        }
      };
      for (const id of names) {
        engine.setVessel({ id, kind: 'vessel', flag: 'VNM', reportingIntervalMin: 120, provider: 'Thuraya' });
      }
      const byReceipt = stored.toSorted((a, b) => a.fix.receivedAt - b.fix.receivedAt);
      let next = 0;
      for (let minutes = 0; minutes <= 27 * 60; minutes += 10) {
        const now = T0 + minutes * 60_000;
        for (; next < byReceipt.length && byReceipt[next]!.fix.receivedAt <= now; next++) {
          const { id, fix } = byReceipt[next]!;
          note(engine.accept(id, [fix]));
        }
        note(engine.tick(now));
      }
      return [...held.values()];
    };
    const once = outagesOf(receptions);
    expect(once.map(({ state }) => state)).to.deep.equal(['cleared']);
    const shuffled = fc.shuffledSubarray(receptions, { minLength: receptions.length });
    fc.assert(
      fc.property(shuffled, (stored) => {
        expect(outagesOf(stored)).to.deep.equal(once);
      }),
      { numRuns: 15 },
    );
  });

  it('is said in words', () => {
    const fleet = new Fleet();
    fleet.run(0, 12);
    fleet.run(12, 16, isThuraya);
    const { vi, en } = occurrenceText(fleet.last.get('outage')!, { vesselLabel: 'Thuraya' });
    expect(vi).to.match(/^Thuraya không chuyển tín hiệu của \d+ tàu lúc /);
    expect(en).to.match(/^Thuraya delivers nothing from \d+ boats at /);
  });
});

describe('A provider that is down for six hours', function () {
  this.timeout(0);
  const sea = boxZone(DEMO_BOUNDARY_ID, 100, 4, 119, 27, { kind: 'boundary' });
  const all: Rule[] = [...defaultRules(), { id: 'gap', kind: 'gap', params: { hours: 4 } }];
  const boats = Array.from({ length: 20 }, (_, i) => ({ id: `b${i}`, minute: i * 6, hasAis: i % 2 === 0 }));
  const DOWN = 24;

  /** Three days of a fleet; its provider is down for some hours of the second. What is said, and how often. */
  function threeDays(hoursDown: number, backlogHour?: number, isLost: (id: string) => boolean = () => false) {
    const engine = createEngine({ zones: [sea], rules: all });
    for (const { id } of boats) {
      engine.setVessel({ id, kind: 'vessel', flag: 'VNM', reportingIntervalMin: 120, provider: 'Thuraya' });
    }
    const said: Record<string, number> = {};
    const note = (changes: OccurrenceChange[]) => {
      for (const { change, occurrence } of changes) {
        const key = `${change} ${occurrence.ruleId}`;
        said[key] = (said[key] ?? 0) + 1;
      }
    };
    const isDown = (hour: number) => hour >= DOWN && hour < DOWN + hoursDown;
    const at = (boat: number, hour: number, more = {}) =>
      fixAt(hour, 109 + boat / 10 + hour / 50, 15.5 + boat / 10, more);
    for (let minute = 0; minute < 72 * 60; minute++) {
      const hour = minute / 60;
      boats.forEach(({ id, minute: own, hasAis }, i) => {
        const isSilent = isDown(hour) || (hour >= DOWN && isLost(id));
        if (minute % 120 === own && !isSilent) note(engine.accept(id, [at(i, hour)]));
        if (hasAis && minute % 15 === 7) note(engine.accept(id, [at(i, hour, { source: 'ais', speedKn: 1.2 })]));
      });
      if (hour === backlogHour) {
        for (let stored = DOWN * 60; stored < (DOWN + hoursDown) * 60; stored++) {
          boats.forEach(({ id, minute: own }, i) => {
            if (stored % 120 !== own) return;
            note(engine.accept(id, [at(i, stored / 60, { receivedAt: T0 + hour * HOUR })]));
          });
        }
      }
      if (minute % 10 === 0) note(engine.tick(T0 + minute * 60_000));
    }
    return said;
  }

  /** Overdue is logged (priority 4, nobody is told) until the outage is known, and then taken back. */
  const accusations = (said: Record<string, number>) =>
    Object.keys(said).filter((key) => !/ (provider-outage|silence-late)$/.test(key));

  it('is one incident by all default rules, also for boats whose AIS is heard, and the boats are held', () => {
    const said = threeDays(6);
    expect(accusations(said)).to.deep.equal([]);
    expect(said).to.include({ 'raised provider-outage': 1, 'cleared provider-outage': 1 });
    expect(said['retracted silence-late']).to.equal(said['raised silence-late']);
    expect(said['updated provider-outage'] ?? 0).to.be.at.most(2);
  });

  it('accuses nobody either when what was stored on board comes afterwards, piece by piece', () => {
    for (const hoursDown of [6, 13]) {
      expect(accusations(threeDays(hoursDown, DOWN + hoursDown + 3)), `${hoursDown} h`).to.deep.equal([]);
    }
  });

  it('leaves silence to be judged again: who does not come back is raised once', () => {
    const said = threeDays(6, undefined, (id) => id === 'b3' || id === 'b4');
    expect(said).to.include({ 'raised silence-loss': 2, 'raised vms-silent-ais-heard': 1 });
    expect(said['retracted silence-loss']).to.equal(undefined);
  });
});
