/** A provider's outage is one incident, and its boats are not accused of it. */
import { expect } from 'chai';
import { createEngine, type Engine } from '../../geofences/engine.ts';
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

  private fresh(): Engine {
    const engine = createEngine({ zones: [port], rules });
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

  send(id: string, hours: number, receivedHours = hours): void {
    const fix = fixAt(hours, this.lon, 15.05, { receivedAt: T0 + receivedHours * HOUR });
    this.note(this.engine.accept(id, [fix]));
  }

  restart(): void {
    const states = this.boats.map(({ id }) => [id, JSON.parse(JSON.stringify(this.engine.saveVessel(id)))] as const);
    this.engine = this.fresh();
    for (const [id, state] of states) this.engine.restoreVessel(id, state);
  }

  private note(changes: OccurrenceChange[]): void {
    for (const { change, occurrence } of changes) {
      this.said.push(`${change} ${occurrence.ruleId} ${occurrence.vesselId}`);
      this.last.set(occurrence.ruleId, occurrence);
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

  it('is said in words', () => {
    const fleet = new Fleet();
    fleet.run(0, 12);
    fleet.run(12, 16, isThuraya);
    const { vi, en } = occurrenceText(fleet.last.get('outage')!, { vesselLabel: 'Thuraya' });
    expect(vi).to.match(/^Thuraya không chuyển tín hiệu của \d+ tàu lúc /);
    expect(en).to.match(/^Thuraya delivers nothing from \d+ boats at /);
  });
});
