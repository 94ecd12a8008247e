/** Packed track chunks: what goes in comes out exactly, and every observation is kept once. */
import { expect } from 'chai';
import fc from 'fast-check';
import type { Fix } from '../../geofences/fix.ts';
import { isSameFix } from '../../geofences/judging/fix-order.ts';
import { DamagedChunk, decodeChunk, decodeColumns, encodeChunk } from '../../server/store/tracks/chunk.ts';
import { onGrid } from '../../server/store/tracks/grid.ts';
import { type ChunkPlan, OPEN_CHUNK_FIXES, planMerge, planSeal, SEAL_TAIL } from '../../server/store/tracks/plan.ts';
import { boxHolds, boxOf, MAX_SPAN_MS, packChunk, type StoredChunk } from '../../server/store/tracks/stored-chunk.ts';
import { anyFix } from './any-fix.ts';

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
    expect(() => decodeChunk(bytes.subarray(0, bytes.length - 1))).to.throw(DamagedChunk, 'checksum');
    expect(() => decodeChunk(bytes.subarray(0, 3))).to.throw(DamagedChunk, 'cut short');
    expect(() => decodeChunk(Uint8Array.of(9, 0))).to.throw(DamagedChunk, 'version 9');
    for (let at = 0; at < bytes.length; at++) {
      const flipped = bytes.slice();
      flipped[at]! ^= 1 << (at % 8);
      expect(() => decodeChunk(flipped), `byte ${at}`).to.throw(DamagedChunk);
    }
    expect(decodeChunk(encodeChunk([]))).to.deep.equal([]);
  });

  it('give what is known of a span of time alone: its fixes, and those next to it', () => {
    const times = fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 1, maxLength: 700 });
    const span = fc.tuple(fc.integer({ min: -10, max: 510 }), fc.integer({ min: 0, max: 300 }));
    fc.assert(
      fc.property(times, span, (numbers, [from, length]) => {
        const fixes = numbers.toSorted((a, b) => a - b).map((i) => numbered(i));
        const to = from + length;
        const { times: read } = decodeColumns(encodeChunk(fixes), from * 1000, to * 1000);
        const all = fixes.map(({ fixTime }) => fixTime);
        const place = all.join().indexOf([...read].join());
        expect(place, 'a stretch of them').to.be.at.least(0);
        expect([...read].filter((time) => time >= from * 1000 && time <= to * 1000)).to.deep.equal(
          all.filter((time) => time >= from * 1000 && time <= to * 1000),
        );
        const before = all.findLast((time) => time < from * 1000);
        const after = all.find((time) => time > to * 1000);
        if (before !== undefined) expect([...read]).to.include(before);
        if (after !== undefined) expect([...read]).to.include(after);
      }),
    );
  });

  it('take a steady track in a few bytes a fix', () => {
    const fixes = Array.from({ length: OPEN_CHUNK_FIXES }, (_, i) => ({
      ...numbered(i, i * 1000 + 700),
      speedKn: 6.5,
    }));
    expect(encodeChunk(fixes).length / fixes.length).to.be.below(14);
  });
});

/** A vessel's chunks, as a store keeps them. */
class Track {
  chunks: StoredChunk[] = [];
  readonly aside: StoredChunk[] = [];

  add(...fixes: Fix[]): void {
    if (fixes.length === 0) return;
    const times = fixes.map(({ fixTime }) => fixTime);
    const plan = planMerge('v', this.#near(Math.min(...times), Math.max(...times)), fixes);
    this.#apply(plan);
    if (plan.put.length > plan.drop.length) this.#apply(planSeal('v', this.chunks.slice(-SEAL_TAIL)));
  }

  get fixes(): Fix[] {
    return this.chunks.flatMap(({ bytes }) => decodeChunk(bytes));
  }

  #near(from: number, to: number): StoredChunk[] {
    const first = Math.max(
      0,
      this.chunks.findLastIndex(({ startTime }) => startTime <= from),
    );
    const after = this.chunks.findIndex(({ startTime }) => startTime > to);
    return this.chunks.slice(first, after < 0 ? undefined : after + 1);
  }

  #apply({ drop, put, setAside }: ChunkPlan): void {
    this.aside.push(...setAside);
    const gone = new Set([...drop, ...setAside.map(({ startTime }) => startTime)]);
    const left = this.chunks.filter(({ startTime }) => !gone.has(startTime));
    this.chunks = [...left, ...put].sort((a, b) => a.startTime - b.startTime);
  }

  /** What a reader relies on. */
  check(): void {
    for (const [i, chunk] of this.chunks.entries()) {
      const fixes = decodeChunk(chunk.bytes);
      const { bytes, startTime, endTime } = packChunk('v', fixes);
      expect(chunk).to.deep.include({ vesselId: 'v', fixes: fixes.length, bytes, startTime, endTime });
      const before = this.chunks[i - 1];
      const reach = before ? [decodeChunk(before.bytes).at(-1)!, ...fixes] : fixes;
      expect(boxHolds(chunk, boxOf(reach)), 'its fixes and the way to them').to.equal(true);
      expect(chunk.endTime - chunk.startTime).to.be.at.most(MAX_SPAN_MS);
      if (i > 0) expect(chunk.startTime).to.be.above(this.chunks[i - 1]!.endTime);
    }
  }
}

describe('merging into track chunks', () => {
  it('gives the same track in whatever order, in whatever portions and however often fixes arrive', () => {
    const portions = fc.array(fc.array(fc.integer({ min: 0, max: 900 }), { maxLength: 300 }), { maxLength: 12 });
    fc.assert(
      fc.property(portions, fc.constantFrom(1000, 3_600_000, 86_400_000), (numbers, step) => {
        const made = (i: number): Fix => ({ ...numbered(i), fixTime: i * step });
        const track = new Track();
        for (const portion of numbers) track.add(...portion.map(made));
        track.check();
        const expected = [...new Set(numbers.flat())].sort((a, b) => a - b).map(made);
        expect(track.fixes).to.deep.equal(expected);
      }),
    );
  });

  it('keeps any fixes exactly, in random order', () => {
    fc.assert(
      fc.property(fc.uniqueArray(anyFix, { maxLength: 200, selector: ({ fixTime }) => fixTime }), (fixes) => {
        const track = new Track();
        for (let i = 0; i < fixes.length; i += 7) track.add(...fixes.slice(i, i + 7));
        track.check();
        expect(track.fixes).to.deep.equal(fixes.toSorted((a, b) => a.fixTime - b.fixTime));
      }),
    );
  });

  it('keeps the first arrival of an observation, and different ones of the same time', () => {
    const early = numbered(1, 5000);
    const elsewhere = { ...early, lon: 109 };
    const byVms: Fix = { ...early, source: 'vms' };
    const distress = { ...early, flags: 16 };
    const track = new Track();
    track.add(numbered(1, 9000), byVms);
    track.add(early, elsewhere, early, distress);
    track.add(elsewhere);
    expect(track.fixes).to.have.length(4).and.to.deep.include(early);
    expect(track.fixes.filter((fix) => isSameFix(fix, early))).to.deep.equal([early]);
  });

  it('keep the same copy of an observation in whatever order its copies come', () => {
    const copies = fc
      .array(anyFix, { minLength: 2, maxLength: 12 })
      .map((fixes) => fixes.map((fix, i) => ({ ...fix, fixTime: (i % 3) * 1000, lon: 108, lat: 16 })))
      .chain((fixes) => fc.tuple(fc.constant(fixes), fc.shuffledSubarray(fixes, { minLength: fixes.length })));
    const kept = (fixes: readonly Fix[]) => {
      const track = new Track();
      for (const fix of fixes) track.add(fix);
      return track.fixes;
    };
    fc.assert(
      fc.property(copies, ([fixes, shuffled]) => {
        expect(kept(shuffled)).to.deep.equal(kept(fixes));
      }),
    );
  });

  it('seals small chunks into large ones, and never divides one fix time', () => {
    const track = new Track();
    const total = (SEAL_TAIL + 2) * OPEN_CHUNK_FIXES;
    for (let i = 0; i < total; i++) {
      const same = i % OPEN_CHUNK_FIXES === OPEN_CHUNK_FIXES - 1 ? [{ ...numbered(i), lon: 110 }] : [];
      track.add(numbered(i), ...same);
    }
    track.check();
    expect(track.fixes).to.have.length(total + SEAL_TAIL + 2);
    expect(track.chunks.length).to.be.below(6);
  });

  it('writes only the newest chunk when fixes come in order, and takes backwards ones together too', () => {
    const forwards = new Track();
    for (let i = 0; i < 200; i++) {
      const before = forwards.chunks.slice(0, -1);
      forwards.add(numbered(i));
      expect(before.every((chunk) => forwards.chunks.includes(chunk))).to.equal(true);
    }
    const backwards = new Track();
    for (let i = 200; i > 0; i--) backwards.add(numbered(i));
    expect(backwards.chunks.length).to.be.at.most(4);
  });

  it('sets a damaged chunk aside and goes on with the others', () => {
    const track = new Track();
    for (let i = 0; i < 3 * OPEN_CHUNK_FIXES; i++) track.add(numbered(i));
    const bad = track.chunks[1]!;
    bad.bytes[bad.bytes.length - 1]! ^= 4;
    const late = { ...numbered(OPEN_CHUNK_FIXES + 3), lat: 17 };
    track.add(late);
    expect(track.aside).to.deep.equal([bad]);
    const rest = (fixTime: number) => fixTime < bad.startTime || fixTime > bad.endTime || fixTime === late.fixTime;
    expect(track.fixes.map(({ fixTime }) => fixTime)).to.deep.equal(
      Array.from({ length: 3 * OPEN_CHUNK_FIXES }, (_, i) => i * 1000).filter(rest),
    );
  });
});
