/** However a log is cut into journal records, and wherever the process dies and goes on: the same tracks and vessels. */
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { Pipeline } from '../../server/ingest/pipeline.ts';
import { RecordType } from '../../server/journal/record.ts';
import { SqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import { removeFolder, temporaryFolder } from '../product.ts';

const LOG = readFileSync('test/fixtures/kystverket_1000.nm4');
const START = Date.UTC(2026, 2, 1);

interface Way {
  /** Bytes after which a record ends. */
  cuts: number[];
  /** Records after which it is committed, and after which the process dies. */
  commits: number[];
  deaths: number[];
  /** By which the clock goes on from record to record: it may stand still, or be set back. */
  stepMs: number;
}

interface Piece {
  type: (typeof RecordType)[keyof typeof RecordType];
  feed: number;
  payload: Uint8Array;
}

/** What the store has in the end; times of receipt are not compared. */
async function playing({ cuts, commits, deaths, stepMs }: Way): Promise<string[]> {
  const folder = temporaryFolder();
  const store = new SqliteStore(`${folder}/store.db`, 'write');
  const onProblem = (sentence: string, error: unknown): void => {
    throw new Error(sentence, { cause: error });
  };
  const restore = (): Promise<Pipeline> => Pipeline.restore({ store, demo: false, onProblem });
  try {
    const entry = JSON.stringify({ type: 'feed', feed: 1, name: 'log', url: 'file:log', format: 'nmea' });
    const journal: Piece[] = [{ type: RecordType.entry, feed: 0, payload: Buffer.from(entry) }];
    const ends = [...new Set(cuts), LOG.length].sort((a, b) => a - b);
    ends.forEach((end, i) => {
      journal.push({ type: RecordType.bytes, feed: 1, payload: LOG.subarray(ends[i - 1] ?? 0, end) });
    });
    journal.push({ type: RecordType.bytes, feed: 1, payload: new Uint8Array(0) });
    let pipeline = await restore();
    for (let at = 0, died = 0; at < journal.length; ) {
      const receivedAt = START + at * stepMs;
      await pipeline.apply({
        ...journal[at]!,
        whole: false,
        source: 0,
        receivedAt,
        position: at * 100,
        next: (at + 1) * 100,
      });
      at++;
      if (commits.includes(at)) await pipeline.commit(at % 2 === 0 ? 1 : undefined);
      if (deaths[died] !== undefined && at >= deaths[died]!) {
        died++;
        pipeline = await restore();
        at = pipeline.position / 100;
      }
    }
    await pipeline.commit();
    const lines: string[] = [];
    for await (const { id, firstHeardAt: _, ...vessel } of store.allVessels()) {
      lines.push(JSON.stringify([id, vessel]));
      for (const { receivedAt: __, ...fix } of await store.track(id, 0, Number.MAX_SAFE_INTEGER)) {
        lines.push(JSON.stringify([id, fix]));
      }
    }
    return lines.sort();
  } finally {
    await store.close();
    removeFolder(folder);
  }
}

describe('a log cut into records anyhow', () => {
  it('gives the same tracks and vessels, over deaths between any two records', async function () {
    this.timeout(0);
    const whole = await playing({ cuts: [], commits: [], deaths: [], stepMs: 40 });
    expect(whole).to.have.length.above(1000);
    const places = fc.array(fc.nat(LOG.length), { minLength: 1, maxLength: 120 });
    const numbers = fc.array(fc.integer({ min: 1, max: 120 }), { maxLength: 20 });
    const deaths = fc.array(fc.integer({ min: 1, max: 120 }), { maxLength: 8 }).map((all) => all.sort((a, b) => a - b));
    await fc.assert(
      fc.asyncProperty(
        fc.record({ cuts: places, commits: numbers, deaths, stepMs: fc.constantFrom(40, 0, -250) }),
        async (way) => {
          expect(await playing(way)).to.deep.equal(whole);
        },
      ),
      { numRuns: Number(process.env.CUTS ?? 8) },
    );
  });
});
