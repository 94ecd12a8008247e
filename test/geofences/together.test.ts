/** Rules on two vessels: meetings at sea and devices that travel together, from fixes in any order. */
import { expect } from 'chai';
import fc from 'fast-check';
import { createEngine, type Engine } from '../../geofences/engine.ts';
import type { Fix } from '../../geofences/fix.ts';
import { Presence } from '../../geofences/fleet/presence.ts';
import { Way } from '../../geofences/fleet/way.ts';
import type { Occurrence, OccurrenceChange, Rule, Zone } from '../../geofences/types.ts';
import { boxZone, fixAt, HOUR, T0 } from './shapes.ts';

const port = boxZone('port', 108, 15, 108.1, 15.1, { kind: 'port' });
const encounter: Rule = { id: 'meet', kind: 'encounter' };
const parked: Rule = { id: 'parked', kind: 'co-location' };

interface Sent {
  vessel: string;
  fix: Fix;
}

function engineOf(rules: Rule[], zones: Zone[] = [port]): Engine {
  const engine = createEngine({ zones, rules });
  for (const id of ['a', 'b', 'c']) engine.setVessel({ id, kind: 'vessel', flag: 'VNM', reportingIntervalMin: 120 });
  return engine;
}

/** What holds in the end, whatever was said on the way. */
class Holding {
  readonly occurrences = new Map<string, Occurrence>();
  readonly said: string[] = [];

  take(changes: readonly OccurrenceChange[]): void {
    for (const { change, occurrence } of changes) {
      this.said.push(`${change} ${occurrence.ruleId}`);
      if (change === 'retracted') this.occurrences.delete(occurrence.id);
      else this.occurrences.set(occurrence.id, occurrence);
    }
  }

  get final(): Occurrence[] {
    return [...this.occurrences.values()].sort((one, other) => (one.id < other.id ? -1 : 1));
  }
}

function run(rules: Rule[], sent: readonly Sent[], zones?: Zone[]): Holding {
  const engine = engineOf(rules, zones);
  const holding = new Holding();
  for (const { vessel, fix } of sent) holding.take(engine.accept(vessel, [fix]));
  return holding;
}

/** Fixes of one vessel: [hours, lon, lat]. */
const way = (vessel: string, ...points: [number, number, number][]): Sent[] =>
  points.map(([hours, lon, lat]) => ({ vessel, fix: fixAt(hours, lon, lat) }));

const inOrder = (...ways: Sent[][]): Sent[] => ways.flat().sort((one, other) => one.fix.fixTime - other.fix.fixTime);

/** Two boats that come together at 109.5 15.5 for three hours and part, with two-hourly reports at different minutes. */
const meeting = inOrder(
  way(
    'a',
    [0, 109.3, 15.5],
    [2, 109.5, 15.5],
    [4, 109.501, 15.5],
    [5.5, 109.5, 15.501],
    [7.5, 109.8, 15.6],
    [16, 110, 16],
  ),
  way(
    'b',
    [0.6, 109.8, 15.2],
    [2.4, 109.5, 15.502],
    [4.3, 109.502, 15.501],
    [5.6, 109.501, 15.5],
    [7.6, 109.2, 15.3],
    [16, 109, 15],
  ),
);

describe('An encounter', () => {
  it('is two boats near each other and nearly still for two hours, until they part', () => {
    const { final, said } = run([encounter], meeting);
    expect(said).to.deep.equal(['raised meet', 'cleared meet']);
    const [met] = final as [Occurrence];
    expect(met).to.include({ kind: 'encounter', vesselId: 'a', state: 'cleared' });
    expect(met.otherVesselIds).to.deep.equal(['b']);
    expect((met.raisedAt - T0) / HOUR).to.be.within(4.2, 4.8);
    expect((met.clearedAt! - T0) / HOUR).to.be.within(5.4, 6.2);
    expect(met.details!.apartNm).to.be.lessThan(0.27);
    expect(met.lon).to.be.closeTo(109.501, 0.01);
  });

  it('is where they are, also at the 180th meridian', () => {
    const shifted = meeting.map(({ vessel, fix }) => {
      const lon = fix.lon + 70.49875;
      return { vessel, fix: { ...fix, lon: lon > 180 ? lon - 360 : lon } };
    });
    const [here, there] = [run([encounter], meeting), run([encounter], shifted)].map(({ final }) => final);
    expect(there).to.have.length(here!.length);
    expect(Math.abs(there![0]!.lon), 'where they met').to.be.greaterThan(179.99);
  });

  it('is none in port, none for boats that pass or go together, and none when they were never at one place at one time', () => {
    const harbour = meeting.map(({ vessel, fix }) => ({ vessel, fix: { ...fix, lon: 108.05, lat: 15.05 } }));
    expect(run([encounter], harbour).final).to.deep.equal([]);
    const passing = inOrder(way('a', [0, 109, 15.5], [2, 109.4, 15.5]), way('b', [0, 109.4, 15.5], [2, 109, 15.5]));
    expect(run([encounter], passing).final).to.deep.equal([]);
    const convoy = inOrder(
      way('a', [0, 109, 15.5], [2, 109.3, 15.5], [4, 109.6, 15.5], [6, 109.9, 15.5]),
      way('b', [0, 109.001, 15.5], [2, 109.301, 15.5], [4, 109.601, 15.5], [6, 109.901, 15.5]),
    );
    expect(run([encounter], convoy).final).to.deep.equal([]);
    const later = meeting.map(({ vessel, fix }) =>
      vessel === 'b' ? { vessel, fix: { ...fix, fixTime: fix.fixTime + 9 * HOUR } } : { vessel, fix },
    );
    expect(run([encounter], later).final).to.deep.equal([]);
  });

  it('is none near a port, unless the rule says so', () => {
    // Its edge is 3.5 nm from where they meet: of the 10 km that Global Fishing Watch asks for, 6.4.
    const near = boxZone('near', 109.3, 15.5, 109.44, 15.6, { kind: 'port' });
    const kinds = (rule: Rule) => run([rule], meeting, [near]).final.map(({ kind }) => kind);
    expect(kinds(encounter)).to.deep.equal([]);
    expect(kinds({ ...encounter, params: { portNm: 3 } })).to.deep.equal(['encounter']);
    expect(kinds({ ...encounter, params: { portNm: 0 } })).to.deep.equal(['encounter']);
  });

  it('is not made up over a gap in which nobody knows where they were', () => {
    const sparse = meeting.filter(({ fix }) => fix.fixTime < T0 + 2.5 * HOUR || fix.fixTime > T0 + 5.4 * HOUR);
    expect(run([encounter], sparse).final).to.deep.equal([]);
  });

  it('that late fixes disprove is retracted', () => {
    const away: Sent = { vessel: 'b', fix: fixAt(3.3, 109.7, 15.5) };
    const { said, final } = run([encounter], [...meeting, away]);
    expect(said).to.deep.equal(['raised meet', 'cleared meet', 'retracted meet']);
    expect(final).to.deep.equal([]);
  });
});

describe('Devices that travel together', () => {
  const together = inOrder(
    way('a', [0, 109, 15], [2, 109.2, 15.1], [4, 109.4, 15.2], [6, 109.6, 15.3], [8, 109.8, 15.4]),
    way(
      'b',
      [0.1, 109.0101, 15.005],
      [2.1, 109.2101, 15.105],
      [4.1, 109.4101, 15.205],
      [6.1, 109.6101, 15.305],
      [8, 109.8001, 15.4],
    ),
  );

  it('for hours and miles are told, rafted up at anchor they are not', () => {
    const { final } = run([parked], together);
    expect(final.map(({ kind, state }) => [kind, state])).to.deep.equal([['co-location', 'raised']]);
    expect(final[0]!.details!.travelledNm).to.equal(undefined);
    const anchored = together.map(({ vessel, fix }) => ({ vessel, fix: { ...fix, lon: 109, lat: 15 } }));
    expect(run([parked], anchored).final).to.deep.equal([]);
  });

  it('on three boats make a pair each', () => {
    const three = inOrder(
      together,
      together.filter(({ vessel }) => vessel === 'a').map(({ fix }) => ({ vessel: 'c', fix })),
    );
    const pairs = run([parked], three).final.map(({ vesselId, otherVesselIds }) =>
      [vesselId, ...otherVesselIds!].join(''),
    );
    expect(pairs.sort()).to.deep.equal(['ab', 'ac', 'bc']);
  });

  it('for longer than the window are one occurrence', () => {
    const long: Sent[] = [];
    for (let hours = 0; hours <= 120; hours += 2) {
      const x = 109 + 0.3 * Math.sin(hours / 10);
      const y = 15 + 0.3 * Math.cos(hours / 7);
      long.push({ vessel: 'a', fix: fixAt(hours, x, y) }, { vessel: 'b', fix: fixAt(hours, x + 0.0003, y) });
    }
    const { said, final } = run([parked], long);
    expect(said).to.deep.equal(['raised parked']);
    const apart = [
      ...long,
      ...way('a', [122, 109, 15], [128, 109, 16], [130, 109, 16]),
      ...way('b', [122, 110, 14], [128, 110, 14], [130, 110, 14]),
    ];
    const ended = run([parked], apart);
    expect(ended.said).to.deep.equal(['raised parked', 'cleared parked']);
    expect(ended.final[0]!.raisedAt).to.equal(final[0]!.raisedAt);
    expect((ended.final[0]!.clearedAt! - T0) / HOUR).to.be.within(120, 122);
  });
});

describe('Rules on two vessels', function () {
  this.timeout(120_000);

  /** Three boats on a small sea, so that they meet now and then. */
  const fleet: fc.Arbitrary<Sent[]> = fc
    .array(
      fc.record({
        vessel: fc.constantFrom('a', 'b', 'c'),
        minutes: fc.integer({ min: 0, max: 900 }),
        x: fc.integer({ min: 0, max: 3 }),
        y: fc.integer({ min: 0, max: 1 }),
      }),
      { minLength: 5, maxLength: 60 },
    )
    .map((steps) =>
      steps.map(({ vessel, minutes, x, y }) => ({ vessel, fix: fixAt(minutes / 60, 109 + x / 1000, 15.5 + y / 1000) })),
    );

  const rules: Rule[] = [
    { ...encounter, params: { minutes: 40, withinNm: 0.08 } },
    { ...parked, params: { minutes: 60, travelledNm: 0.05, apartNm: 0.1 } },
  ];

  it('hold the same in any order of arrival', () => {
    let held = 0;
    fc.assert(
      fc.property(fleet, fc.infiniteStream(fc.nat()), (sent, stream) => {
        const shuffled = [...sent];
        for (let i = shuffled.length - 1; i > 0; i--) {
          const j = stream.next().value! % (i + 1);
          [shuffled[i], shuffled[j]] = [shuffled[j]!, shuffled[i]!];
        }
        const expected = run(rules, inOrder(sent)).final;
        held += expected.length;
        expect(run(rules, shuffled).final).to.deep.equal(expected);
      }),
      { numRuns: 300 },
    );
    expect(held).to.be.greaterThan(100);
  });

  it('start from another rule as if it had been there from the beginning, and take back what is no more', () => {
    const engine = engineOf([encounter]);
    const holding = new Holding();
    for (const { vessel, fix } of meeting.slice(0, 9)) holding.take(engine.accept(vessel, [fix]));
    expect(holding.said).to.deep.equal(['raised meet']);
    holding.take(engine.setRules([]));
    expect(holding.said).to.deep.equal(['raised meet', 'retracted meet']);
  });
});

describe('A restart', () => {
  it('says nothing twice and goes on with what was open, also beyond the window', () => {
    const travel: Sent[] = [];
    for (let hours = 0; hours <= 100; hours += 2) {
      const x = 109 + 0.3 * Math.sin(hours / 10);
      travel.push({ vessel: 'a', fix: fixAt(hours, x, 15) }, { vessel: 'b', fix: fixAt(hours, x + 0.0003, 15) });
    }
    const before = engineOf([parked]);
    const holding = new Holding();
    for (const { vessel, fix } of travel) holding.take(before.accept(vessel, [fix]));
    expect(holding.said).to.deep.equal(['raised parked']);
    const after = engineOf([parked]);
    for (const id of ['a', 'b']) after.restoreVessel(id, JSON.parse(JSON.stringify(before.saveVessel(id))));
    const stored = travel.filter(({ fix }) => fix.fixTime > T0 + 100 * HOUR - before.fleetWindowMs);
    for (const id of ['a', 'b'])
      after.restoreTrack(
        id,
        stored.filter(({ vessel }) => vessel === id).map(({ fix }) => fix),
      );
    const parting = inOrder(
      way('a', [102, 109, 15], [108, 109, 16], [110, 109, 16]),
      way('b', [102, 110, 14], [108, 110, 14], [110, 110, 14]),
    );
    for (const { vessel, fix } of parting) holding.take(after.accept(vessel, [fix]));
    expect(holding.said).to.deep.equal(['raised parked', 'cleared parked']);
    expect(holding.final).to.have.length(1);
  });
});

function wayOf(slot: number, lon: number): Way {
  const way = new Way();
  way.begin({ from: slot, to: slot });
  way.put(slot, lon, 15);
  return way;
}

describe('Who may have been near', () => {
  it('are all who were, and nobody who is forgotten, in whatever order they come and go', () => {
    const step = fc.record({
      vessel: fc.constantFrom('a', 'b', 'c'),
      slot: fc.integer({ min: 0, max: 23 }),
      x: fc.integer({ min: 0, max: 2 }),
      isForgotten: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 10, maxLength: 40 }), (steps) => {
        const presence = new Presence(1);
        const places = new Map<string, { slot: number; lon: number }[]>();
        for (const { vessel, slot, x, isForgotten } of steps) {
          const known = places.get(vessel) ?? [];
          // Two hours at a time.
          if (isForgotten)
            places.set(
              vessel,
              known.filter((one) => one.slot >= 12),
            );
          else places.set(vessel, [...known, { slot, lon: 109 + x * 0.4 }]);
          if (isForgotten) presence.prune(vessel, 12);
          else presence.meet(vessel, wayOf(slot, 109 + x * 0.4), new Set());
        }
        for (let slot = 0; slot < 24; slot += 12) {
          for (let x = 0; x <= 2; x++) {
            const lon = 109 + x * 0.4;
            const found = new Set<string>();
            presence.meet('seeker', wayOf(slot, lon), found);
            presence.prune('seeker', 24);
            const isThen = (one: { slot: number }) => one.slot >= slot && one.slot < slot + 12;
            for (const [vessel, all] of places) {
              const lons = all.filter(isThen).map((one) => one.lon);
              const isBetween = Math.min(...lons) <= lon && lon <= Math.max(...lons);
              expect(found.has(vessel), `${vessel} at ${slot}, ${lon}`).to.equal(isBetween);
            }
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});
