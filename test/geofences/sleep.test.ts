/** Vessels whose memory is looked into when it is needed: nothing differs from having looked into it at once. */
import { expect } from 'chai';
import fc from 'fast-check';
import { createEngine, type Engine } from '../../geofences/engine.ts';
import type { Fix } from '../../geofences/fix.ts';
import { PROFILE_KEY } from '../../geofences/judging/saved-vessel.ts';
import type { Occurrence, OccurrenceChange, VesselEngineState } from '../../geofences/types.ts';
import { profile, rules, track, zones } from './any-track.ts';
import { HOUR } from './shapes.ts';

/** As the store has it: saved with the last fix of which something came, and the plain sequels since. */
interface Kept {
  state: VesselEngineState;
  since: Fix[];
}

function newEngine(): Engine {
  return createEngine({ zones, rules });
}

/** An engine that hears a track up to some fix, and what would be in the store then. */
function heard(fixes: readonly Fix[]): Kept {
  const engine = newEngine();
  engine.setVessel(profile);
  let kept: Kept | undefined;
  let newest = Number.NEGATIVE_INFINITY;
  fixes.forEach((fix, i) => {
    const changes = [...engine.accept('v', [fix])];
    if (i % 20 === 19) changes.push(...engine.tick(fix.fixTime));
    if (kept && changes.length === 0 && fix.fixTime > newest) kept.since.push(fix);
    else kept = { state: JSON.parse(JSON.stringify(engine.saveVessel('v'))), since: [] };
    newest = Math.max(newest, fix.fixTime);
  });
  return kept!;
}

function headOf(state: VesselEngineState): VesselEngineState {
  const keys = Object.keys(state);
  return Object.fromEntries(keys.slice(0, keys.indexOf(PROFILE_KEY)).map((key) => [key, state[key]]));
}

function restarted({ state, since }: Kept, asleep: boolean): Engine {
  const engine = newEngine();
  if (asleep) {
    expect(engine.letSleep(profile, { head: headOf(state), wake: () => ({ state, since }) })).to.equal(true);
    return engine;
  }
  engine.setVessel(profile);
  engine.restoreVessel('v', state);
  for (const fix of since) expect(engine.accept('v', [fix])).to.deep.equal([]);
  return engine;
}

/** What is said from then on, tick by tick, until a day after the last fix. */
function goOn(engine: Engine, fixes: readonly Fix[], from: number): OccurrenceChange[] {
  const said = [...engine.tick(from)];
  let now = from;
  fixes.forEach((fix, i) => {
    said.push(...engine.accept('v', [fix]));
    now = Math.max(now, fix.fixTime);
    if (i % 20 === 19) said.push(...engine.tick(now));
  });
  for (let hour = 0; hour <= 24; hour++) said.push(...engine.tick(now + hour * HOUR));
  return said;
}

function saved(engine: Engine): unknown {
  return JSON.parse(JSON.stringify(engine.saveVessel('v')));
}

describe('vessels that sleep after a restart', () => {
  it('sleep on when they cannot be read just then', () => {
    const kept = heard([{ fixTime: HOUR, receivedAt: HOUR, lon: 109, lat: 15, speedKn: 5, source: 'ais', flags: 0 }]);
    const engine = newEngine();
    let isAway = true;
    const wake = () => {
      if (isAway) throw new Error('the store is away');
      return kept;
    };
    engine.letSleep(profile, { head: headOf(kept.state), wake });
    expect(() => engine.saveVessel('v')).to.throw('the store is away');
    expect(engine.isAsleep('v')).to.equal(true);
    isAway = false;
    expect(saved(engine)).to.deep.equal(saved(restarted(kept, false)));
  });

  it('say what they would have said awake, and remember the same', () => {
    fc.assert(
      fc.property(
        track,
        fc.double({ min: 0.05, max: 1, noNaN: true }),
        fc.constantFrom(0, 1, 9),
        (fixes, share, offHours) => {
          const before = Math.max(1, Math.floor(fixes.length * share));
          const kept = heard(fixes.slice(0, before));
          const rest = fixes.slice(before);
          const now = Math.max(...fixes.slice(0, before).map(({ fixTime }) => fixTime)) + offHours * HOUR;
          const [awake, asleep] = [restarted(kept, false), restarted(kept, true)];
          expect(goOn(asleep, rest, now)).to.deep.equal(goOn(awake, rest, now));
          expect(saved(asleep)).to.deep.equal(saved(awake));
          expect(asleep.stats.vessels).to.equal(1);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('are woken by the clock when their silence is due, and not before', () => {
    const fixes = fc.sample(track, { numRuns: 1, seed: 7 })[0]!;
    const kept = heard(fixes);
    const engine = restarted(kept, true);
    const { quietUntil } = headOf(kept.state) as { quietUntil: number };
    expect(engine.tick(quietUntil)).to.deep.equal([]);
    expect(engine.isAsleep('v')).to.equal(true);
    engine.tick(quietUntil + 1);
    expect(engine.isAsleep('v')).to.equal(false);
  });

  it('are woken by a change of what they are, of zones and of rules', () => {
    const kept = heard(fc.sample(track, { numRuns: 1, seed: 7 })[0]!);
    const changes: ((engine: Engine) => unknown)[] = [
      (engine) => engine.setVessel({ ...profile, lengthM: 30 }),
      (engine) => engine.setZones(zones.slice(1)),
      (engine) => engine.setRules(rules.slice(1)),
      (engine) => engine.missingHistory('v', 0),
      (engine) => engine.saveVessel('v'),
    ];
    for (const change of changes) {
      const [awake, asleep] = [restarted(kept, false), restarted(kept, true)];
      expect(change(asleep)).to.deep.equal(change(awake));
      expect(asleep.isAsleep('v')).to.equal(false);
      expect(saved(asleep)).to.deep.equal(saved(awake));
    }
    const same = restarted(kept, true);
    same.setVessel({ ...profile });
    expect(same.isAsleep('v'), 'nothing has changed').to.equal(true);
  });

  it('do not sleep when what was saved does not say how long it is quiet', () => {
    const { state } = heard(fc.sample(track, { numRuns: 1, seed: 7 })[0]!);
    const { quietUntil: _, ...old } = state;
    const engine = newEngine();
    expect(engine.letSleep(profile, { head: headOf(old), wake: () => ({ state: old, since: [] }) })).to.equal(false);
    engine.setVessel(profile);
    engine.restoreVessel('v', old);
    const open = (changes: OccurrenceChange[]): Occurrence[] => changes.map(({ occurrence }) => occurrence);
    expect(open(engine.accept('v', []))).to.deep.equal([]);
  });
});
