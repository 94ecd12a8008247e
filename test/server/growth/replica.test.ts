/** What an engine of several puts down by partition when a whole fleet reports at once: every fix, with the stretch in which it came. */
import { join } from 'node:path';
import { expect } from 'chai';
import { encodeAis } from '../../../decoders/ais/encoder.ts';
import { Outgoing } from '../../../server/cluster/outgoing.ts';
import { partitionOf } from '../../../server/cluster/partition.ts';
import { Replica } from '../../../server/cluster/replica.ts';
import { Pipeline } from '../../../server/ingest/pipeline.ts';
import { type PlacedRecord, RecordType } from '../../../server/journal/record.ts';
import type { Entry } from '../../../server/models/entry.ts';
import { storeFile } from '../../../server/store/open.ts';
import { SqliteStore } from '../../../server/store/sqlite/sqlite-store.ts';
import { removeFolder, temporaryFolder } from '../../product.ts';

const BOATS = 600;
const STEPS = 4;
const PARTITIONS = 4;
const HOUR = 3_600_000;
const START = Date.UTC(2026, 2, 1);
const RECORD = 100;

const feed: Entry = { type: 'feed', feed: 1, name: 'ais', url: 'tcp://a', format: 'nmea' };

function onProblem(sentence: string, error: unknown): never {
  throw new Error(sentence, { cause: error });
}

function journal(): PlacedRecord[] {
  const sentences = (step: number): string =>
    Array.from({ length: BOATS }, (_, boat) => {
      const where = { lon: 109, lat: 15.7 + step * 0.1 + boat / 10_000, speed: 6, course: 0, second: 0 };
      return `${encodeAis({ type: 18, mmsi: 574_000_001 + boat, ...where })[0]}\r\n`;
    }).join('');
  const texts: [PlacedRecord['type'], string][] = [[RecordType.entry, JSON.stringify(feed)]];
  for (let step = 0; step < STEPS; step++) texts.push([RecordType.bytes, sentences(step)]);
  return texts.map(([type, text], n) => {
    const at = { position: n * RECORD, next: (n + 1) * RECORD, receivedAt: START + n * HOUR };
    return { type, whole: true, feed: 1, source: 0, payload: Buffer.from(text), ...at };
  });
}

type Times = Record<string, number[]>;

const sorted = (times: Times): Times =>
  Object.fromEntries(Object.entries(times).map(([id, some]) => [id, some.sort((a, b) => a - b)]));

/** What one process makes of it, most of whose fixes wait in the tail. */
async function alone(): Promise<{ most: number; times: Times }> {
  const store = new SqliteStore(':memory:', 'write');
  const pipeline = await Pipeline.restore({ store, demo: false, onProblem });
  let most = 0;
  for (const record of journal()) {
    await pipeline.apply(record);
    await pipeline.commit(0.01);
    most = Math.max(most, pipeline.traysWaiting);
  }
  const times: Times = {};
  for await (const { id } of store.allVessels()) {
    times[id] = (await store.track(id, 0, Number.MAX_SAFE_INTEGER)).map(({ fixTime }) => fixTime);
  }
  await store.close();
  return { most, times };
}

describe('what an engine of several has for the common store', () => {
  it('is every fix of a stretch with that stretch, however many come at once, and in no partition another’s', async () => {
    const { most, times } = await alone();
    expect(most).to.be.above(0);
    const folder = temporaryFolder();
    const replica = await Replica.open({ folder, partitions: PARTITIONS, demo: false, onProblem, onPieces: () => {} });
    /** One record at a time, with what a commit between two takes. */
    async function* records(): AsyncIterable<PlacedRecord[]> {
      for (const record of journal()) {
        yield [record];
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
    }
    await replica.follow(records());
    await replica.close();

    const outgoing = new Outgoing(join(folder, 'outgoing.db'));
    const found: Times = {};
    for (let partition = 0; partition < PARTITIONS; partition++) {
      for (let position = 0, piece = outgoing.next(partition, 0); piece; piece = outgoing.next(partition, position)) {
        position = piece.reach;
        for (const [vesselId, fixes] of piece.content?.fixes ?? []) {
          expect(partitionOf(vesselId, PARTITIONS)).to.equal(partition);
          found[vesselId] ??= [];
          for (const { fixTime, receivedAt } of fixes) {
            expect(receivedAt, 'came in that stretch').to.be.within(
              START + (piece.start / RECORD) * HOUR,
              START + (piece.reach / RECORD) * HOUR,
            );
            found[vesselId].push(fixTime);
          }
        }
      }
    }
    outgoing.close();
    const own = new SqliteStore(storeFile(folder), 'read');
    for await (const _ of own.tails()) expect.fail('nothing waits in its own store either');
    await own.close();
    removeFolder(folder);
    expect(Object.keys(found)).to.have.length(BOATS);
    expect(sorted(found)).to.deep.equal(sorted(times));
  });
});
