import { expect } from 'chai';
import fc from 'fast-check';
import { toBytes } from '../../server/live/columns.ts';
import type { Frame, PositionRow } from '../../server/live/protocol.ts';
import { readMessage } from '../../web/live/columns.ts';

const row = fc.tuple(
  fc.nat(400_000),
  fc.integer({ min: -18_000_000, max: 18_000_000 }),
  fc.integer({ min: -9_000_000, max: 9_000_000 }),
  fc.integer({ min: -1, max: 1023 }),
  fc.integer({ min: -1, max: 3599 }),
  fc.integer({ min: -1, max: 359 }),
  // The middle of 1901 to that of 2106.
  fc.integer({ min: -2_161_000_000, max: 4_294_967_295 }),
  fc.constantFrom(0, 1, 2),
) as fc.Arbitrary<PositionRow>;

function frame(positions: PositionRow[]): Frame {
  const rest = { epoch: 'e', seq: 7, alertSeq: 3, sharedMap: { notes: 1, groups: 2 } };
  return { ...rest, time: 1_800_000_000_123, identities: [], positions, alerts: [] };
}

describe('messages of the live socket as bytes', () => {
  it('say what they said, by slot', () => {
    fc.assert(
      fc.property(fc.uniqueArray(row, { selector: ([slot]) => slot, maxLength: 300 }), (positions) => {
        const sent = frame(positions);
        const sorted = positions.toSorted(([a], [b]) => a - b);
        expect(readMessage<Frame>(toBytes(sent))).to.deep.equal({ ...sent, positions: sorted });
      }),
    );
  });

  it('carry the same positions to several clients, and others at another time', () => {
    const positions: PositionRow[] = [[3, 10_800_000, 1_500_000, 52, 900, -1, 1_799_999_990, 0]];
    const first = frame(positions);
    const later = { ...first, time: first.time + 60_000 };
    for (const one of [first, first, later]) expect(readMessage<Frame>(toBytes(one))).to.deep.equal(one);
  });

  it('take a quarter of what JSON takes', () => {
    const positions = Array.from({ length: 1000 }, (_, n): PositionRow => {
      const [lon, lat] = [10_300_000 + ((n * 7919) % 1_500_000), 700_000 + ((n * 104_729) % 1_400_000)];
      return [n * 10, lon, lat, n % 110, (n * 37) % 3600, -1, 1_800_000_000 - (n % 20), 0];
    });
    const sent = frame(positions);
    expect(toBytes(sent).length).to.be.below(JSON.stringify(sent).length / 3.5);
  });
});
