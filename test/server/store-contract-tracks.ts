/** What every store adapter must do with tracks. */
import { expect } from 'chai';
import fc from 'fast-check';
import type { Fix } from '../../geofences/fix.ts';
import type { Store } from '../../server/store/store.ts';
import { decodeChunk } from '../../server/store/tracks/chunk.ts';
import { packChunk } from '../../server/store/tracks/stored-chunk.ts';
import { packTail, trayOf } from '../../server/store/tracks/tail.ts';
import { batch, fixAt, MINUTE, T0 } from './store-rows.ts';

export function tracksContract(store: () => Store): void {
  it('gives any part of any track, whatever the order in which the fixes came', async () => {
    const minutes = fc.uniqueArray(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 250 });
    const cuts = fc.array(fc.integer({ min: 1, max: 120 }), { minLength: 1, maxLength: 6 });
    let vessel = 0;
    let position = 0;
    const span = fc.tuple(fc.integer({ min: -5, max: 405 }), fc.integer({ min: -5, max: 405 }));
    await fc.assert(
      fc.asyncProperty(minutes, cuts, span, async (times, sizes, [a, b]) => {
        const id = `t${vessel++}`;
        let rest = times;
        for (let turn = 0; rest.length > 0; turn++) {
          const size = sizes[turn % sizes.length]!;
          await store().commit(
            batch(++position, { fixes: [[id, rest.slice(0, size).map((minute) => fixAt(minute))]] }),
          );
          rest = rest.slice(size);
        }
        const [from, to] = [Math.min(a, b), Math.max(a, b)].map((minute) => T0 + minute * MINUTE) as [number, number];
        const sorted = times.toSorted((x, y) => x - y).map((minute) => fixAt(minute));
        const wanted = sorted.filter(({ fixTime }) => fixTime >= from && fixTime <= to);
        expect(await store().track(id, from, to)).to.deep.equal(wanted);
        const pieces: Fix[] = [];
        for await (const piece of store().trackPieces({ vesselId: id, from, to, lead: true })) pieces.push(...piece);
        expect(pieces.slice(pieces.length - wanted.length)).to.deep.equal(wanted);
        const before = sorted.filter(({ fixTime }) => fixTime < from);
        const lead = pieces.slice(0, pieces.length - wanted.length);
        expect(lead).to.deep.equal(lead.length === 0 ? [] : before.slice(-lead.length));
        expect(lead.length > 0).to.equal(before.length > 0);
      }),
      { numRuns: 25 },
    );
  });

  it('gives what is in no chunk yet like the rest, and once when it is put there', async () => {
    const minutes = fc.uniqueArray(fc.integer({ min: 0, max: 300 }), { minLength: 2, maxLength: 150 });
    const cuts = fc.array(fc.record({ size: fc.integer({ min: 1, max: 60 }), waits: fc.boolean() }), { minLength: 1 });
    let vessel = 0;
    let position = 0;
    await fc.assert(
      fc.asyncProperty(minutes, cuts, async (times, turns) => {
        const id = `w${vessel++}`;
        const tray = trayOf(id);
        const waiting: Fix[] = [];
        let rest = times;
        for (let turn = 0; rest.length > 0; turn++) {
          const { size, waits } = turns[turn % turns.length]!;
          const some = rest.slice(0, size).map((minute) => fixAt(minute));
          rest = rest.slice(size);
          position++;
          if (waits) waiting.push(...some);
          const fixes = waits ? packTail([[id, some]]).toString('base64') : '';
          await store().commit(
            batch(position, waits ? { tails: [{ tray, position, fixes }] } : { fixes: [[id, some]] }),
          );
        }
        const sorted = times.toSorted((x, y) => x - y).map((minute) => fixAt(minute));
        const [from, to] = [sorted[1]!.fixTime, sorted.at(-1)!.fixTime];
        const look = async (): Promise<void> => {
          expect(await store().track(id, from, to)).to.deep.equal(sorted.slice(1));
          const pieces: Fix[] = [];
          for await (const piece of store().trackPieces({ vesselId: id, from, to, lead: true })) pieces.push(...piece);
          expect(pieces.slice(-sorted.length)).to.deep.equal(sorted);
          const read: Fix[] = [];
          for await (const chunk of store().chunks({ vesselId: id, from: sorted[0]!.fixTime, to })) {
            expect(chunk.startTime).to.be.above(read.at(-1)?.fixTime ?? 0);
            read.push(...decodeChunk(chunk.bytes));
          }
          expect(read).to.deep.equal(sorted);
        };
        await look();
        const before = (await store().latest([id])).get(id);
        expect(before?.fixTime).to.equal(
          waiting.length > 0 ? Math.max(...waiting.map((fix) => fix.fixTime)) : undefined,
        );
        await store().commit(batch(position, { fixes: [[id, waiting]], emptied: [tray] }));
        await look();
        expect((await store().latest([id])).get(id)).to.equal(undefined);
      }),
      { numRuns: 20 },
    );
  });

  it('gives tails to whoever asks for all vessels', async () => {
    const fixes = packTail([['v1', [fixAt(5), fixAt(6)]]]).toString('base64');
    const tail = { tray: trayOf('v1'), position: 2, fixes };
    await store().commit(batch(1, { fixes: [['v1', [fixAt(1)]]], latest: [['v1', fixAt(1)]] }));
    await store().commit(batch(2, { tails: [tail] }));
    const spans = async (filter: object) => {
      const found: string[] = [];
      for await (const { vesselId, startTime, endTime } of store().spans({
        from: T0,
        to: T0 + 10 * MINUTE,
        ...filter,
      })) {
        found.push(`${vesselId} ${(startTime - T0) / MINUTE}-${(endTime - T0) / MINUTE}`);
      }
      return found.sort();
    };
    expect(await spans({})).to.deep.equal(['v1 1-1', 'v1 5-6']);
    expect(await spans({ from: T0 + 2 * MINUTE })).to.deep.equal(['v1 5-6']);
    expect(await store().newestFixTime()).to.equal(fixAt(6).fixTime);
    const stored = [];
    for await (const chunk of store().chunks({ from: T0, to: T0 + 10 * MINUTE, isStored: true }))
      stored.push(chunk.fixes);
    expect(stored).to.deep.equal([1]);
    const kept = [];
    for await (const one of store().tails()) kept.push(one);
    expect(kept).to.deep.equal([tail]);
  });

  it('seals small chunks, takes late fixes into old ones, and gives chunks by time and place', async () => {
    const fixes = Array.from({ length: 1200 }, (_, minute) => fixAt(minute * 2, { lon: 108 + minute / 1000 }));
    let position = 0;
    for (let i = 0; i < fixes.length; i += 40) {
      await store().commit(batch(++position, { fixes: [['v1', fixes.slice(i, i + 40)]] }));
    }
    const late = [3, 501, 999, 2001].map((minute) => fixAt(minute, { lon: 108 + minute / 2000, source: 'vms' }));
    await store().commit(
      batch(++position, {
        fixes: [
          ['v1', late],
          ['v2', [fixAt(5, { lon: 120, lat: 10 })]],
        ],
      }),
    );
    const sorted = [...fixes, ...late].sort((a, b) => a.fixTime - b.fixTime);
    const end = fixAt(2400).fixTime;
    expect(await store().track('v1', T0, end)).to.deep.equal(sorted);
    const chunks = await all(store().chunks({ vesselId: 'v1', from: T0, to: end }));
    expect(chunks.length).to.be.below(12);
    expect(chunks.flatMap(({ bytes }) => decodeChunk(bytes))).to.deep.equal(sorted);
    const box = { west: 11_990, south: 900, east: 12_010, north: 1100 };
    expect((await all(store().chunks({ from: T0, to: end, box }))).map(({ vesselId }) => vesselId)).to.deep.equal([
      'v2',
    ]);
    expect(await all(store().chunks({ from: T0 - 9 * MINUTE, to: T0 - 1 }))).to.deep.equal([]);
    const ofAll = await all(store().chunks({ from: T0, to: end }));
    expect(ofAll.map(({ fixes }) => fixes).reduce((a, b) => a + b)).to.equal(sorted.length + 1);
    const inMiddle = { vesselId: 'v1', from: fixAt(1000).fixTime, to: fixAt(1001).fixTime };
    expect(await all(store().chunks(inMiddle))).to.have.length(1);
    expect((await all(store().chunks({ ...inMiddle, lead: true })))[0]!.startTime).to.be.below(inMiddle.from);
  });

  it('rewrites a track as planned, and sets chunks aside', async () => {
    const fixes = Array.from({ length: 150 }, (_, minute) => fixAt(minute));
    await store().commit(batch(7, { fixes: [['v1', fixes]] }));
    const before = await all(store().chunks({ vesselId: 'v1', from: T0, to: fixAt(200).fixTime }));
    const thin = fixes.filter((_, i) => i % 10 === 0);
    const plan = { drop: before.map(({ startTime }) => startTime), put: [packChunk('v1', thin)], setAside: [] };
    await store().rewriteTrack('v1', plan);
    await store().rewriteTrack('v1', plan);
    expect(await store().track('v1', T0, fixAt(200).fixTime)).to.deep.equal(thin);
    const damaged = { ...packChunk('v1', thin), bytes: Uint8Array.of(2, 1, 1, 1, 1) };
    await store().rewriteTrack('v1', { drop: [], put: [], setAside: [damaged] });
    expect(await store().track('v1', T0, fixAt(200).fixTime)).to.deep.equal([]);
    const aside = await store().chunksSetAside();
    expect(aside.map(({ bytes, ...chunk }) => ({ ...chunk, bytes: [...bytes] }))).to.deep.equal([
      { ...damaged, bytes: [...damaged.bytes] },
    ]);
    await store().forgetSetAside(damaged);
    expect(await store().chunksSetAside()).to.deep.equal([]);
    expect(await store().checkpoint()).to.deep.equal({ position: 7, alertSeq: 0 });
  });
}

async function all<T>(some: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const one of some) found.push(one);
  return found;
}
