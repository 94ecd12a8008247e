/** Packed track chunks: what goes in comes out exactly, and every observation is kept once. */
import { expect } from 'chai';
import fc from 'fast-check';
import type { Fix } from '../../geofences/fix.ts';
import {
  CHUNK_MAX_FIXES,
  decodeChunk,
  encodeChunk,
  mergeIntoChunks,
  onGrid,
  sameFix,
} from '../../server/store/tracks.ts';

const grid = (least: number, most: number, scale: number) =>
  fc.integer({ min: least * scale, max: most * scale }).map((n) => n / scale);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 4 });

const anyFix: fc.Arbitrary<Fix> = fc
  .record({
    fixTime: fc.integer({ min: 0, max: 4_102_444_800_000 }),
    delay: fc.integer({ min: -3_600_000, max: 40 * 86_400_000 }),
    lon: grid(-180, 180, 1e7),
    lat: grid(-90, 90, 1e7),
    speedKn: maybe(grid(0, 102, 100)),
    courseDeg: maybe(grid(0, 359, 10)),
    headingDeg: maybe(fc.integer({ min: 0, max: 359 })),
    accuracyM: maybe(fc.integer({ min: 0, max: 20_000 })),
    source: fc.constantFrom('ais' as const, 'vms' as const, 'manual' as const),
    flags: fc.integer({ min: 0, max: 15 }),
  })
  .map(({ delay, ...fix }) => {
    const known = Object.entries({ ...fix, receivedAt: fix.fixTime + delay }).filter(
      ([, value]) => value !== undefined,
    );
    return Object.fromEntries(known) as unknown as Fix;
  });

/** A numbered observation: the number gives its time and place. */
function numbered(i: number, receivedAt = 1_000_000): Fix {
  return { fixTime: i * 1000, receivedAt, lon: 108 + i / 1e4, lat: 16, source: 'ais', flags: 0 };
}

describe('track chunks', () => {
  it('give back exactly what they were given', () => {
    fc.assert(
      fc.property(fc.array(anyFix, { maxLength: 300 }), (fixes) => {
        expect(decodeChunk(encodeChunk(fixes))).to.deep.equal(fixes);
      }),
      { numRuns: 200 },
    );
  });

  it('give back any fix as it lies on the grid', () => {
    const fix: Fix = {
      fixTime: 1_700_000_000_123.4,
      receivedAt: 1_700_000_001_000.9,
      lon: 108.123456789,
      lat: -16.987654321,
      speedKn: 7.126,
      courseDeg: 123.46,
      headingDeg: 12.34,
      accuracyM: 9.6,
      source: 'vms',
      flags: 3,
    };
    const snapped = onGrid(fix);
    expect(decodeChunk(encodeChunk([snapped]))).to.deep.equal([snapped]);
    expect(onGrid(snapped)).to.deep.equal(snapped);
    expect(snapped).to.include({ lon: 108.1234568, lat: -16.9876543, speedKn: 7.13, courseDeg: 123.5, accuracyM: 10 });
  });

  it('say what is wrong with bytes that are no chunk', () => {
    const bytes = encodeChunk([numbered(1), numbered(2)]);
    expect(() => decodeChunk(bytes.subarray(0, bytes.length - 1))).to.throw(RangeError, 'cut short');
    expect(() => decodeChunk(Uint8Array.of(9, 0))).to.throw(RangeError, 'version 9');
    expect(decodeChunk(encodeChunk([]))).to.deep.equal([]);
  });

  it('take a steady track in a few bytes a fix', () => {
    const fixes = Array.from({ length: CHUNK_MAX_FIXES }, (_, i) => ({ ...numbered(i, i * 1000 + 700), speedKn: 6.5 }));
    expect(encodeChunk(fixes).length / fixes.length).to.be.below(14);
  });
});

describe('merging into track chunks', () => {
  it('gives the same track in whatever order and however often fixes arrive', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 900 }), { maxLength: 900 }),
        fc.integer({ min: 0, max: 900 }),
        (numbers, cut) => {
          const fixes = numbers.map((i) => numbered(i));
          const first = mergeIntoChunks([], fixes.slice(0, cut)).flat();
          const merged = mergeIntoChunks(first, fixes.slice(cut)).flat();
          const expected = [...new Set(numbers)].sort((a, b) => a - b).map((i) => numbered(i));
          expect(merged).to.deep.equal(expected);
        },
      ),
    );
  });

  it('keeps the first arrival of an observation, and different ones of the same time', () => {
    const early = numbered(1, 5000);
    const elsewhere = { ...early, lon: 109 };
    const byVms: Fix = { ...early, source: 'vms' };
    const [chunk] = mergeIntoChunks([numbered(1, 9000), byVms], [early, elsewhere, early]);
    expect(chunk).to.have.length(3).and.to.include(early);
    expect(chunk!.filter((fix) => sameFix(fix, early))).to.deep.equal([early]);
  });

  it('cuts long tracks into chunks, never inside one fix time', () => {
    const fixes = Array.from({ length: 3 * CHUNK_MAX_FIXES }, (_, i) => numbered(i));
    for (const at of [CHUNK_MAX_FIXES - 1, 2 * CHUNK_MAX_FIXES]) fixes.push({ ...fixes[at]!, lon: 110 });
    const chunks = mergeIntoChunks([], fixes);
    expect(chunks.flat()).to.have.length(fixes.length);
    for (const [i, chunk] of chunks.entries()) {
      expect(chunk.length).to.be.at.most(CHUNK_MAX_FIXES + 1);
      expect(chunk[0]!.fixTime).to.not.equal(chunks[i - 1]?.at(-1)?.fixTime);
    }
  });
});
