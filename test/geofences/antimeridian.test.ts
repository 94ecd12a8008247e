/** What goes by the way of one or two vessels is the same on both sides of 180° and across it. */
import { expect } from 'chai';
import fc from 'fast-check';
import { createEngine } from '../../geofences/engine.ts';
import type { Fix } from '../../geofences/fix.ts';
import type { Occurrence, Rule, Zone } from '../../geofences/types.ts';
import { note } from './scenarios/play.ts';
import { boxZone, fixAt } from './shapes.ts';

const KINDS = ['encounter', 'co-location', 'loitering', 'gap'];
const rules: Rule[] = KINDS.map((kind) => ({ id: kind, kind }));

/** What the two boats do for some hours: lie together, go together as one, part, are not heard. */
interface Phase {
  does: 'lie' | 'go' | 'part' | 'hide';
  hours: number;
  /** Knots eastwards and northwards. */
  east: number;
  north: number;
}

const phases: fc.Arbitrary<Phase[]> = fc.array(
  fc.record({
    does: fc.constantFrom('lie' as const, 'go' as const, 'part' as const, 'hide' as const),
    hours: fc.integer({ min: 3, max: 14 }),
    east: fc.integer({ min: -6, max: 6 }),
    north: fc.integer({ min: -2, max: 2 }),
  }),
  { minLength: 2, maxLength: 6 },
);

/** Two boats that report every hour, the second one twenty minutes later, from `lon` on; longitudes run on beyond 180. */
function tracksFrom(lon: number, plan: readonly Phase[]): Record<'a' | 'b', Fix[]> {
  const tracks: Record<'a' | 'b', Fix[]> = { a: [], b: [] };
  let [x, y, hour] = [0, 13, 0];
  for (const { does, hours, east, north } of plan) {
    const still = does === 'lie' ? 0.02 : 1;
    for (let i = 0; i < hours; i++, hour++) {
      x += (east * still) / 60;
      y += (north * still) / 60;
      if (does === 'hide') continue;
      const apart = does === 'part' ? 0.3 : 0.0002;
      const later = 1 / 3;
      tracks.a.push(placed(hour, lon + x, y));
      tracks.b.push(
        placed(hour + later, lon + x + (east * still * later) / 60, y + (north * still * later) / 60 + apart),
      );
    }
  }
  return tracks;
}

function placed(hour: number, lon: number, lat: number): Fix {
  return fixAt(hour, turned(Math.round(lon * 1e7) / 1e7), Math.round(lat * 1e7) / 1e7);
}

function turned(lon: number): number {
  return lon > 180 ? Math.round((lon - 360) * 1e7) / 1e7 : lon;
}

/** All that holds in the end, places east of `lon`. */
function foundFrom(lon: number, plan: readonly Phase[]): object[] {
  const land: Zone = boxZone('land', lon - 1.6, 12, lon - 1.5, 14, { kind: 'land' });
  const engine = createEngine({ zones: [land], rules });
  for (const id of ['a', 'b']) engine.setVessel({ id, kind: 'vessel', flag: 'VNM', reportingIntervalMin: 60 });
  const holds = new Map<string, Occurrence>();
  const { a, b } = tracksFrom(lon, plan);
  const all = [...a.map((fix) => ({ id: 'a', fix })), ...b.map((fix) => ({ id: 'b', fix }))];
  for (const { id, fix } of all.sort((one, other) => one.fix.fixTime - other.fix.fixTime)) {
    note(holds, engine.accept(id, [fix]));
    note(holds, engine.tick(fix.fixTime));
  }
  return [...holds.values()]
    .map(({ id: _, crossing: __, ...one }) => ({
      ...one,
      lon: eastOf(lon, one.lon),
      ...(one.clearedLon === undefined ? {} : { clearedLon: eastOf(lon, one.clearedLon) }),
    }))
    .sort(
      (one, other) => one.raisedAt - other.raisedAt || (one.kind + one.vesselId < other.kind + other.vesselId ? -1 : 1),
    );
}

/** Degrees from `lon` eastwards, to a metre or so. */
function eastOf(lon: number, place: number): number {
  const east = ((place - lon + 540) % 360) - 180;
  return Math.round(east * 1e4) / 1e4 + 0;
}

describe('across 180°', function () {
  this.timeout(60_000);

  it('encounter, co-location, loitering and gap are what they are elsewhere', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(phases, fc.constantFrom(180, 179.9, -179.8 + 360), (plan, from) => {
        const elsewhere = foundFrom(110, plan);
        for (const { kind } of elsewhere as Occurrence[]) seen.add(kind);
        expect(foundFrom(from, plan)).to.deep.equal(elsewhere);
      }),
      { numRuns: 60 },
    );
    expect([...seen].sort(), 'all of them came about').to.deep.equal([...KINDS].sort());
  });
});
