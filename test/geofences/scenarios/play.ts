/**
 * Scenarios: a vessel, zones, rules and a short track as a table; what holds in the end, in one line each. Every scenario
 * is also played backwards, in pieces, and with a restart after each fix, and has to come out the same.
 */
import { expect } from 'chai';
import { createEngine, type Engine } from '../../../geofences/engine.ts';
import { type Fix, FixFlag, type VesselProfile } from '../../../geofences/fix.ts';
import { occurrenceText } from '../../../geofences/sentences.ts';
import type { Occurrence, OccurrenceChange, Rule, VesselEngineState, Zone } from '../../../geofences/types.ts';
import { fixAt, HOUR, T0 } from '../shapes.ts';
import { rememberPlayed } from './played-kinds.ts';

export interface Scenario {
  zones: Zone[];
  rules: Rule[];
  vessel?: Partial<VesselProfile>;
  fixes: Fix[];
  /** The clock stands at these hours at last; absent: at the newest fix. */
  until?: number;
}

/** One occurrence a line: `rule from..to`, hours since T0 to two places; no end when it is open. */
export function play(scenario: Scenario): string[] {
  return played(scenario).map(lineOf);
}

/** The occurrences that hold in the end, by the time of their raise. */
export function played(scenario: Scenario): Occurrence[] {
  const { fixes } = scenario;
  const inOrder = run(scenario, fixes);
  expect(run(scenario, fixes.toReversed()), 'backwards').to.deep.equal(inOrder);
  const scattered = fixes.toSorted((a, b) => ((a.fixTime * 7919) % 10_007) - ((b.fixTime * 7919) % 10_007));
  expect(run(scenario, scattered, 3), 'scattered, in threes').to.deep.equal(inOrder);
  expect(run(scenario, fixes, 1, true), 'with restarts').to.deep.equal(inOrder);
  rememberPlayed(scenario.rules, inOrder);
  return inOrder;
}

function run({ zones, rules, vessel, until }: Scenario, fixes: Fix[], batch = 1, restarts = false): Occurrence[] {
  const options = {
    zones,
    rules,
    windowHours: Number.POSITIVE_INFINITY,
    maxWindowFixes: Number.POSITIVE_INFINITY,
  };
  const profile = { id: 'v', kind: 'vessel', reportingIntervalMin: 120, ...vessel };
  let engine = createEngine(options);
  engine.setVessel(profile);
  const holds = new Map<string, Occurrence>();
  let clock = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < fixes.length; i += batch) {
    const some = fixes.slice(i, i + batch);
    note(holds, engine.accept('v', some));
    clock = Math.max(clock, ...some.map((fix) => fix.fixTime));
    note(holds, engine.tick(clock));
    if (restarts) engine = restarted(engine, options, profile);
  }
  if (until !== undefined) note(holds, engine.tick(T0 + until * HOUR));
  return [...holds.values()].sort((a, b) => a.raisedAt - b.raisedAt || (lineOf(a) < lineOf(b) ? -1 : 1)).map(plain);
}

function restarted(engine: Engine, options: Parameters<typeof createEngine>[0], profile: VesselProfile): Engine {
  const saved = JSON.parse(JSON.stringify(engine.saveVessel('v'))) as VesselEngineState;
  const next = createEngine(options);
  next.restoreVessel('v', saved);
  expect(next.setVessel(profile)).to.deep.equal([]);
  return next;
}

/** The last word on every id. */
export function note(holds: Map<string, Occurrence>, changes: readonly OccurrenceChange[]): void {
  for (const { change, occurrence } of changes) {
    if (change === 'raised') expect(holds.has(occurrence.id), 'raised twice').to.equal(false);
    else expect(holds.has(occurrence.id), `${change} what was never raised`).to.equal(true);
    if (change === 'retracted') holds.delete(occurrence.id);
    else holds.set(occurrence.id, occurrence);
  }
}

export function lineOf({ ruleId, raisedAt, clearedAt }: Occurrence): string {
  return `${ruleId} ${hoursOf(raisedAt)}..${clearedAt === undefined ? '' : hoursOf(clearedAt)}`;
}

function hoursOf(time: number): number {
  return Math.round(((time - T0) / HOUR) * 100) / 100;
}

/** Without what JSON drops. */
export function plain(occurrence: Occurrence): Occurrence {
  return JSON.parse(JSON.stringify(occurrence)) as Occurrence;
}

const flags: Record<string, number> = {
  fishing: FixFlag.fishing,
  distress: FixFlag.distress,
  anchored: FixFlag.atRest,
  helpless: FixFlag.unmanoeuvrable,
  exchanged: FixFlag.swapped,
  coarse: FixFlag.coarse,
  estimated: FixFlag.timeEstimated,
  overspeed: FixFlag.overspeed,
};

/**
 * A track from a table, one fix a line: hours since T0, longitude, latitude, and if wanted `8.2kn`, `045°`, `bow090`, `ais`
 * or `manual`, and a flag by its name below; what follows a # is a comment.
 */
export function track(table: string): Fix[] {
  return table
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim())
    .filter((line) => line !== '')
    .map((line) => {
      const [hours, lon, lat, ...more] = line.split(/\s+/);
      const fix: Partial<Fix> = {};
      for (const word of more) {
        if (word.endsWith('kn')) fix.speedKn = Number.parseFloat(word);
        else if (word.startsWith('bow')) fix.headingDeg = Number.parseFloat(word.slice(3));
        else if (word.endsWith('°')) fix.courseDeg = Number.parseFloat(word);
        else if (word === 'ais' || word === 'manual') fix.source = word;
        else fix.flags = flags[word]!;
      }
      return fixAt(Number(hours), Number(lon), Number(lat), fix);
    });
}

/** Fixes at equal steps on the straight way from one place to another, both included. */
export function leg(
  from: [hours: number, lon: number, lat: number],
  to: [hours: number, lon: number, lat: number],
  stepHours: number,
  more: Partial<Fix> = {},
): Fix[] {
  const steps = Math.round((to[0] - from[0]) / stepHours);
  return Array.from({ length: steps + 1 }, (_, i) => {
    const at = (k: 1 | 2) => Math.round((from[k] + ((to[k] - from[k]) * i) / steps) * 1e7) / 1e7;
    return fixAt(from[0] + i * stepHours, at(1), at(2), more);
  });
}

/** What is said of an occurrence, in both languages. */
export function told(occurrence: Occurrence, zone?: Zone): { vi: string; en: string } {
  return occurrenceText(occurrence, {
    vesselLabel: 'QNa-91234-TS',
    zoneName: zone?.properties.name,
    zoneNameEn: zone?.properties.nameEn,
  });
}
