import { expect } from 'chai';
import fc from 'fast-check';
import { createEngine, type Engine, type EngineOptions } from '../../geofences/engine.ts';
import type { Fix, VesselProfile } from '../../geofences/fix.ts';
import type { Occurrence, OccurrenceChange, Rule, VesselEngineState, Zone } from '../../geofences/types.ts';
import { boxZone, fixAt, HOUR, lineZone, T0 } from './shapes.ts';

const zones: Zone[] = [
  boxZone('bay', 108, 15, 108.4, 15.4),
  boxZone('port', 107.9, 15.1, 108, 15.2, { kind: 'port' }),
  boxZone('waters', 107, 14, 109, 16.5, { kind: 'boundary' }),
  boxZone('coast', 107.5, 14.5, 108.3, 16, { kind: 'coastal' }),
  boxZone('shut', 108, 14.5, 108.8, 15.8, { kind: 'closed', season: { from: '03-01', to: '03-02' } }),
  lineZone(
    'line',
    [
      [108.6, 14],
      [108.7, 15.2],
      [108.6, 17],
    ],
    { ourSide: 'left' },
  ),
];

const rules: Rule[] = [
  { id: 'enter', kind: 'zone-enter', zones: ['bay'] },
  { id: 'enter-now', kind: 'zone-enter', zones: ['bay'], params: { confirm: 1 } },
  { id: 'exit', kind: 'zone-exit', zones: ['port'] },
  { id: 'presence', kind: 'zone-presence', zones: ['bay'], params: { confirmMinutes: 90 } },
  { id: 'cross', kind: 'boundary-cross', zones: ['waters', 'line'] },
  { id: 'cross-by-sure', kind: 'boundary-cross', zones: ['waters', 'line'], params: { leaveAside: ['jump'] } },
  { id: 'near', kind: 'boundary-approach', zones: ['waters', 'line'], params: { withinNm: 6 } },
  { id: 'silent', kind: 'silence', params: { hours: 5 } },
  { id: 'late', kind: 'silence', params: { hours: 0, untilHours: 5 } },
  { id: 'missed', kind: 'declaration-missed', params: { everyHours: 3 } },
  { id: 'silent-in-port', kind: 'silence-port', params: { hours: 3 } },
  { id: 'dwell', kind: 'zone-dwell', zones: ['bay'], params: { minutes: 45 } },
  { id: 'time', kind: 'boundary-time', zones: ['waters', 'line'] },
  { id: 'wrong', kind: 'wrong-zone', params: { logPresence: true } },
  { id: 'closed', kind: 'closed-area', params: { fishingMinutes: 0 } },
];

const profile: VesselProfile = {
  id: 'v',
  kind: 'vessel',
  reportingIntervalMin: 120,
  lengthM: 18,
  permissions: [{ zones: ['waters', 'shut'], from: '2026-02-01', to: '2026-03-01', basis: 'test' }],
};

/** A wandering vessel: steps of up to 25 nm at odd times, some fixes by AIS, some flagged, some wild. */
const track: fc.Arbitrary<Fix[]> = fc
  .array(
    fc.record({
      minutes: fc.oneof(fc.constant(0), fc.integer({ min: 10, max: 150 }), fc.integer({ min: 0, max: 420 })),
      dx: fc.integer({ min: -40, max: 45 }),
      dy: fc.integer({ min: -40, max: 40 }),
      source: fc.constantFrom('vms' as const, 'vms' as const, 'ais' as const, 'manual' as const),
      /** Steps are long or as short as those of a boat that fishes; some units say how fast they go and where to. */
      pace: fc.constantFrom(1, 0.2, 0.2, 0.1, 0.1),
      speedKn: fc.option(fc.integer({ min: 0, max: 9 }), { nil: undefined }),
      trouble: fc.constantFrom(0, 0, 0, 0, 0, 4, 100),
    }),
    { minLength: 1, maxLength: 60 },
  )
  .map((steps) => {
    let minutes = 0;
    let [x, y] = [108.1, 15.2];
    return steps.map(({ minutes: step, dx, dy, source, trouble, pace, speedKn }) => {
      minutes += step;
      x = Math.min(109.5, Math.max(106.8, x + (dx * pace) / 100));
      y = Math.min(16.8, Math.max(13.8, y + (dy * pace) / 100));
      const wild = trouble === 100 ? 4 : 0;
      return fixAt(minutes / 60, round(x + wild), round(y), {
        source,
        flags: trouble === 4 ? 4 : 0,
        ...(speedKn === undefined ? {} : { speedKn, courseDeg: (dx + 40) * 4 }),
      });
    });
  });

function round(degrees: number): number {
  return Math.round(degrees * 1e7) / 1e7;
}

const endless = { windowHours: Number.POSITIVE_INFINITY, maxWindowFixes: Number.POSITIVE_INFINITY };

function newEngine(options: Partial<EngineOptions> = endless): Engine {
  const engine = createEngine({ zones, rules, ...options });
  engine.setVessel(profile);
  return engine;
}

/** What holds after all changes: the last word on every id, retractions out. */
class Ledger {
  readonly occurrences = new Map<string, Occurrence>();

  add(changes: readonly OccurrenceChange[]): void {
    for (const { change, occurrence } of changes) {
      const known = this.occurrences.get(occurrence.id);
      if (change === 'raised') expect(known, 'raised twice').to.equal(undefined);
      else expect(known, `${change} what was never raised`).to.not.equal(undefined);
      if (change === 'retracted') this.occurrences.delete(occurrence.id);
      else this.occurrences.set(occurrence.id, occurrence);
    }
  }

  get final(): Occurrence[] {
    return [...this.occurrences.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }
}

function outcome(fixes: Fix[], batches: number[] = [], more: Partial<EngineOptions> = {}): Occurrence[] {
  const engine = newEngine({ ...endless, ...more });
  const ledger = new Ledger();
  let clock = 0;
  for (let i = 0, batch = 0; i < fixes.length; batch++) {
    const size = batches.length > 0 ? batches[batch % batches.length]! : 1;
    const some = fixes.slice(i, i + size);
    i += size;
    ledger.add(engine.accept('v', some));
    clock = Math.max(clock, ...some.map((fix) => fix.fixTime));
    ledger.add(engine.tick(clock));
  }
  return ledger.final;
}

/** When a fix reached us is no part of what happened. */
function withoutReceipt(occurrence: Occurrence): unknown {
  return JSON.parse(JSON.stringify(occurrence, (key, value) => (key === 'receivedAt' ? undefined : value)));
}

describe('order of arrival', function () {
  this.timeout(60_000);

  it('makes no difference where copies of one fix differ in what they say beside time and place', () => {
    const copy = fc.record({
      of: fc.nat(),
      receivedAt: fc.constantFrom(0, 60_000, 600_000),
      speedKn: fc.constantFrom(undefined, 0, 3, 8),
      courseDeg: fc.constantFrom(undefined, 0, 90, 270),
      accuracyM: fc.constantFrom(undefined, 10, 18_520),
      flags: fc.constantFrom(0, 1, 4, 32, 512),
    });
    const arrival = fc.tuple(track, fc.array(copy, { minLength: 1, maxLength: 30 })).chain(([fixes, copies]) => {
      const more = copies.map(({ of, receivedAt, ...content }): Fix => {
        const fix = fixes[of % fixes.length]!;
        return { ...fix, ...content, receivedAt: fix.fixTime + receivedAt };
      });
      const all = [...fixes, ...more];
      return fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }));
    });
    fc.assert(
      fc.property(arrival, ([fixes, shuffled]) => {
        // The receive times go with the order: each arrives when its turn has come.
        const arriving = (some: Fix[]) => some.map((fix, i) => ({ ...fix, receivedAt: fix.fixTime + i * 1000 }));
        const inOrder = outcome(arriving(fixes)).map(withoutReceipt);
        expect(outcome(arriving(shuffled)).map(withoutReceipt)).to.deep.equal(inOrder);
        expect(outcome(arriving(shuffled), [3, 1, 7]).map(withoutReceipt)).to.deep.equal(inOrder);
      }),
      { numRuns: 100 },
    );
  });

  it('takes a better copy of the newest fix also after a restart', () => {
    const outside = fixAt(0, 107.9, 15.05);
    const inside = fixAt(2, 108.2, 15.2);
    const better = { ...inside, receivedAt: inside.receivedAt + 60_000, speedKn: 7.5 };
    const before = newEngine();
    before.accept('v', [outside, inside]);
    const engine = newEngine();
    engine.restoreVessel('v', JSON.parse(JSON.stringify(before.saveVessel('v'))));
    engine.missingHistory('v', better.fixTime);
    engine.supplyHistory('v', [outside, inside]);
    const entry = engine.accept('v', [better]).find(({ occurrence }) => occurrence.ruleId === 'enter-now');
    expect(entry?.change).to.equal('updated');
    expect(entry!.occurrence.details!.speedKn).to.equal(7.5);
  });

  it('makes no difference to what holds in the end, ids included: shuffled, batched, sent twice', () => {
    const arrival = track.chain((fixes) => {
      const shuffled = fc.shuffledSubarray(fixes, { minLength: fixes.length, maxLength: fixes.length });
      const twice = fc.subarray(fixes);
      const batches = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 5 });
      return fc.tuple(fc.constant(fixes), shuffled, twice, batches);
    });
    fc.assert(
      fc.property(arrival, ([fixes, shuffled, twice, batches]) => {
        const inOrder = outcome(fixes);
        expect(outcome(shuffled)).to.deep.equal(inOrder);
        expect(outcome([...shuffled, ...twice], batches)).to.deep.equal(inOrder);
      }),
      { numRuns: 300 },
    );
  });

  it('makes no difference when stored fixes come hours late, once the clock has gone on', () => {
    const delays = fc.array(fc.constantFrom(0, 0, 0.2, 1, 7, 30), { minLength: 60, maxLength: 60 });
    fc.assert(
      fc.property(track, delays, (fixes, hours) => {
        const late = fixes.map((fix, i) => ({ ...fix, receivedAt: fix.fixTime + hours[i]! * HOUR }));
        const arrived = late.toSorted((a, b) => a.receivedAt - b.receivedAt);
        // Not on the very moment at which another declaration is missed: the next look at the clock tells.
        const end = Math.max(...late.map(({ receivedAt }) => receivedAt)) + 2 * HOUR + 1;
        const run = (all: Fix[], clockOf: (fix: Fix) => number): unknown => {
          const engine = newEngine();
          const ledger = new Ledger();
          for (const fix of all) {
            ledger.add(engine.accept('v', [fix]));
            ledger.add(engine.tick(clockOf(fix)));
          }
          ledger.add(engine.tick(end));
          return ledger.final.map(withoutReceipt);
        };
        expect(run(arrived, ({ receivedAt }) => receivedAt)).to.deep.equal(run(late, ({ fixTime }) => fixTime));
      }),
      { numRuns: 300 },
    );
  });

  it('is no matter of zones elsewhere, wherever they stand in the list', () => {
    const far = [
      boxZone('far', 100, 5, 101, 6, { kind: 'closed' }),
      boxZone('reef', 115, 9, 116, 10, { kind: 'port' }),
    ];
    fc.assert(
      fc.property(track, fc.boolean(), (fixes, first) => {
        const more = first ? [...far, ...zones] : [...zones, ...far];
        expect(outcome(fixes, [], { zones: more })).to.deep.equal(outcome(fixes));
      }),
      { numRuns: 100 },
    );
  });

  it('makes no difference on a long track either, where re-runs stop half-way', () => {
    const fixes: Fix[] = [];
    for (let i = 0; i < 600; i++) {
      fixes.push(fixAt(i / 2, round(108.2 + 0.6 * Math.sin(i / 17)), round(15.2 + 0.5 * Math.sin(i / 23))));
    }
    const scattered = fixes.toSorted((a, b) => ((a.fixTime * 7919) % 10_007) - ((b.fixTime * 7919) % 10_007));
    const inOrder = outcome(fixes);
    expect(inOrder.length).to.be.above(20);
    expect(outcome(scattered)).to.deep.equal(inOrder);
    expect(outcome(fixes.toReversed())).to.deep.equal(inOrder);
  });

  it('costs a late fix a few dozen steps, not the whole window', () => {
    const fixes = Array.from({ length: 10_000 }, (_, i) => fixAt(i / 60, 107.5 + (i % 100) / 1000, 15.3));
    const engine = newEngine();
    const msFor = (some: Fix[]) => {
      const started = performance.now();
      for (const fix of some) engine.accept('v', [fix]);
      return (performance.now() - started) / some.length;
    };
    const inOrder = msFor(fixes.filter((_, i) => i % 2 === 0));
    const late = msFor(fixes.filter((_, i) => i % 2 === 1));
    // Against itself, whatever the machine: running the window again would be 5,000 to 10,000 steps for each.
    expect(late / inOrder).to.be.below(1000);
  });
});

describe('saving and restoring', function () {
  this.timeout(60_000);

  /** Sends the fixes as they come, asking for history when the engine does; optionally through a restart after some. */
  function run(arrivals: Fix[], restarts: (i: number) => boolean): string[] {
    const options = { windowHours: 12, maxWindowFixes: 40 };
    let engine = newEngine(options);
    const stored: Fix[] = [];
    const said: string[] = [];
    let clock = 0;
    arrivals.forEach((fix, i) => {
      if (restarts(i)) {
        const saved = JSON.parse(JSON.stringify(engine.saveVessel('v'))) as VesselEngineState;
        engine = createEngine({ zones, rules, ...options });
        engine.restoreVessel('v', saved);
        engine.setVessel(profile);
      }
      const from = engine.missingHistory('v', fix.fixTime);
      if (from !== undefined) {
        const history = stored.filter((known) => known.fixTime >= from);
        expect(engine.supplyHistory('v', history), 'history says nothing new').to.deep.equal([]);
      }
      const changes = engine.accept('v', [fix]);
      stored.push(fix);
      clock = Math.max(clock, fix.fixTime);
      for (const change of [...changes, ...engine.tick(clock)]) said.push(JSON.stringify(change));
    });
    expect(engine.stats.tooLate).to.equal(0);
    return said;
  }

  /** Mostly in order, some late by a few fixes, some by days. */
  const arrivals = track.chain((fixes) =>
    fc
      .array(fc.constantFrom(0, 0, 0, 3 * HOUR, 30 * HOUR, 90 * HOUR), {
        minLength: fixes.length,
        maxLength: fixes.length,
      })
      .map((delays) =>
        fixes
          .map((fix, i) => ({ fix, due: fix.fixTime + delays[i]! }))
          .sort((a, b) => a.due - b.due)
          .map(({ fix }) => fix),
      ),
  );

  it('goes on byte for byte as if there had been no restart', () => {
    fc.assert(
      fc.property(arrivals, fc.integer({ min: 1, max: 9 }), (fixes, every) => {
        const without = run(fixes, () => false);
        expect(run(fixes, (i) => i % every === every - 1)).to.deep.equal(without);
      }),
      { numRuns: 300 },
    );
  });

  it('judges data older than the window like any other, once the history is there', () => {
    fc.assert(
      fc.property(arrivals, (fixes) => {
        const ledger = new Ledger();
        for (const line of run(fixes, () => false)) ledger.add([JSON.parse(line) as OccurrenceChange]);
        const whole = outcome(fixes).map((occurrence) => JSON.parse(JSON.stringify(occurrence)) as Occurrence);
        expect(ledger.final).to.deep.equal(whole);
      }),
      { numRuns: 300 },
    );
  });

  it('counts what came too late when nobody supplies the history, and leaves the verdicts', () => {
    const engine = newEngine({ windowHours: 6, maxWindowFixes: 64 });
    for (let i = 0; i < 100; i++) engine.accept('v', [fixAt(i, 107.5, 15.3)]);
    expect(engine.missingHistory('v', T0 + 1.5 * HOUR)).to.equal(0);
    expect(engine.accept('v', [fixAt(1.5, 108.2, 15.2)])).to.deep.equal([]);
    expect(engine.stats.tooLate).to.equal(1);
    expect(engine.missingHistory('v', T0 + 98.5 * HOUR)).to.equal(undefined);
  });

  it('saves little, and without the window', () => {
    const engine = newEngine({});
    for (let i = 0; i < 5000; i++) engine.accept('v', [fixAt(i / 10, 107.5 + (i % 10) / 100, 15.3)]);
    expect(JSON.stringify(engine.saveVessel('v')).length).to.be.below(8000);
  });
});
