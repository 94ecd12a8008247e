/**
 * Scenarios of several boats, for the rules that look at more than one: each boat with its track, and what holds in the
 * end, in one line each. Played in order, backwards, scattered, a boat after the other, in pieces and with restarts, and
 * all has to come out the same.
 */
import { expect } from 'chai';
import { createEngine, type Engine, type EngineOptions } from '../../../geofences/engine.ts';
import type { Fix, VesselProfile } from '../../../geofences/fix.ts';
import type { Occurrence, Rule, VesselEngineState, Zone } from '../../../geofences/types.ts';
import { T0 } from '../shapes.ts';
import { lineOf, note, plain } from './play.ts';
import { rememberPlayed } from './played-kinds.ts';

export interface Boat extends Partial<Omit<VesselProfile, 'id'>> {
  fixes: Fix[];
}

export interface FleetScenario {
  zones: Zone[];
  rules: Rule[];
  /** By their ids. */
  boats: Record<string, Boat>;
  /**
   * The clock is looked at this often, from T0 to `until` (hours), and what was received between two looks comes in any
   * order. Absent: everything comes in any order, and the clock stands at the newest of what has come.
   */
  lookMinutes?: number;
  until?: number;
}

interface Reception {
  id: string;
  fix: Fix;
}

type Order = (receptions: readonly Reception[]) => Reception[];

/** One occurrence a line: `rule boat+boat from..to`, hours since T0 to two places; no end when it is open. */
export function playFleet(scenario: FleetScenario): string[] {
  return playedFleet(scenario).map(fleetLineOf);
}

/** The occurrences that hold in the end, by the time of their raise. */
export function playedFleet(scenario: FleetScenario): Occurrence[] {
  const inOrder = run(scenario, byReceipt);
  expect(
    run(scenario, (all) => byReceipt(all).reverse()),
    'backwards',
  ).to.deep.equal(inOrder);
  expect(run(scenario, scattered), 'scattered').to.deep.equal(inOrder);
  expect(run(scenario, boatByBoat), 'a boat after the other').to.deep.equal(inOrder);
  expect(run(scenario, boatByBoat, { inOneGo: true }), 'a boat’s all at once').to.deep.equal(inOrder);
  expect(run(scenario, byReceipt, { restarts: true }), 'with restarts').to.deep.equal(inOrder);
  rememberPlayed(scenario.rules, inOrder);
  return inOrder;
}

function run(scenario: FleetScenario, order: Order, how: { inOneGo?: boolean; restarts?: boolean } = {}): Occurrence[] {
  const shore = new Shore(scenario);
  for (const { receptions, clock } of looksOf(scenario)) {
    for (const lot of lotsOf(order(receptions), how.inOneGo === true)) {
      shore.receive(lot, clock);
      if (how.restarts && clock === undefined) shore.restart();
    }
    if (clock !== undefined) shore.look(clock);
    if (how.restarts) shore.restart();
  }
  return shore.holding();
}

/** What receives the boats' fixes: an engine, and what is stored beside it. */
class Shore {
  private readonly scenario: FleetScenario;
  private readonly options: EngineOptions;
  private readonly holds = new Map<string, Occurrence>();
  private readonly stored = new Map<string, Fix[]>();
  private readonly states = new Map<string, string>();
  private clock = Number.NEGATIVE_INFINITY;
  private engine: Engine;

  constructor(scenario: FleetScenario) {
    const { zones, rules } = scenario;
    const forever = Number.POSITIVE_INFINITY;
    this.scenario = scenario;
    this.options = { zones, rules, windowHours: forever, maxWindowFixes: forever };
    this.engine = createEngine(this.options);
    for (const profile of this.profiles()) this.engine.setVessel(profile);
  }

  private profiles(): VesselProfile[] {
    return Object.entries(this.scenario.boats).map(([id, { fixes: _, ...more }]) => {
      return { id, kind: 'vessel', flag: 'VNM', reportingIntervalMin: 120, ...more };
    });
  }

  /** @param clock the clock's next look; undefined: it stands at the newest that has come */
  receive(lot: readonly Reception[], clock: number | undefined): void {
    const [{ id }] = lot as [Reception];
    const fixes = lot.map(({ fix }) => fix);
    note(this.holds, this.engine.accept(id, fixes));
    this.stored.set(id, [...(this.stored.get(id) ?? []), ...fixes]);
    if (clock === undefined) this.look(Math.max(this.clock, ...fixes.map(({ receivedAt }) => receivedAt)));
  }

  look(clock: number): void {
    this.clock = clock;
    note(this.holds, this.engine.tick(clock));
  }

  restart(): void {
    const before = this.engine;
    const ids = Object.keys(this.scenario.boats);
    for (const id of [...before.unsaved(), ...ids]) this.states.set(id, JSON.stringify(before.saveVessel(id)));
    const outages = [...this.holds.values()].filter(({ kind }) => kind === 'provider-outage');
    this.engine = createEngine({ ...this.options, outages });
    for (const profile of this.profiles()) this.engine.setVessel(profile);
    for (const [id, state] of this.states) this.engine.restoreVessel(id, JSON.parse(state) as VesselEngineState);
    for (const [id, fixes] of this.stored) this.engine.restoreTrack(id, fixes);
  }

  holding(): Occurrence[] {
    return [...this.holds.values()]
      .sort((a, b) => a.raisedAt - b.raisedAt || (fleetLineOf(a) < fleetLineOf(b) ? -1 : 1))
      .map(plain);
  }
}

/** What is received before each look at the clock; without looks, all of it at once. */
function looksOf({ boats, lookMinutes, until }: FleetScenario): { receptions: Reception[]; clock?: number }[] {
  const all = Object.entries(boats).flatMap(([id, { fixes }]) => fixes.map((fix) => ({ id, fix })));
  if (lookMinutes === undefined) return [{ receptions: all }];
  const looks = Math.ceil((until! * 60) / lookMinutes);
  return Array.from({ length: looks + 1 }, (_, i) => {
    const clock = T0 + i * lookMinutes * 60_000;
    const since = i === 0 ? Number.NEGATIVE_INFINITY : clock - lookMinutes * 60_000;
    const receptions = all.filter(({ fix }) => fix.receivedAt > since && fix.receivedAt <= clock);
    return { receptions, clock };
  });
}

const byReceipt: Order = (all) => all.toSorted((a, b) => a.fix.receivedAt - b.fix.receivedAt || idOrder(a, b));

const scattered: Order = (all) => {
  const place = ({ id, fix }: Reception) => ((fix.fixTime / 1000) * 7919 + id.charCodeAt(id.length - 1)) % 10_007;
  return all.toSorted((a, b) => place(a) - place(b));
};

const boatByBoat: Order = (all) => all.toSorted((a, b) => idOrder(b, a) || a.fix.fixTime - b.fix.fixTime);

function idOrder(a: Reception, b: Reception): number {
  if (a.id === b.id) return 0;
  return a.id < b.id ? -1 : 1;
}

/** One by one, or all that comes of one boat in a row. */
function lotsOf(receptions: readonly Reception[], inOneGo: boolean): Reception[][] {
  const lots: Reception[][] = [];
  for (const reception of receptions) {
    const lot = lots.at(-1);
    if (inOneGo && lot?.at(0)?.id === reception.id) lot.push(reception);
    else lots.push([reception]);
  }
  return lots;
}

function fleetLineOf(occurrence: Occurrence): string {
  const { ruleId, vesselId, otherVesselIds = [], kind } = occurrence;
  const others = kind === 'provider-outage' ? [] : otherVesselIds;
  return `${ruleId} ${[vesselId, ...others].join('+')} ${lineOf(occurrence).slice(ruleId.length + 1)}`;
}
