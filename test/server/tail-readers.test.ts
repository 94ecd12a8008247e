/** Whoever reads while fixes go from the tail into chunks sees every one of them, wherever in the commit he is. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Connection } from 'mongoose';
import type { Fix } from '../../geofences/fix.ts';
import { CommitWriter } from '../../server/store/mongo/commit.ts';
import { connect } from '../../server/store/mongo/connect.ts';
import { type Models, modelsOn } from '../../server/store/mongo/models.ts';
import { MongoStore } from '../../server/store/mongo/mongo-store.ts';
import { Patience } from '../../server/store/mongo/patience.ts';
import { SqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import type { Batch, Store } from '../../server/store/store.ts';
import { decodeChunk } from '../../server/store/tracks/chunk.ts';
import type { StoredChunk } from '../../server/store/tracks/stored-chunk.ts';
import { packTail, trayOf } from '../../server/store/tracks/tail.ts';
import { TailReader, type TailSource } from '../../server/store/tracks/tail-reader.ts';
import { needMongo } from '../needs.ts';
import { removeFolder, temporaryFolder } from '../product.ts';
import { batch, fixAt, T0, vesselCalled } from './store-rows.ts';

const VESSELS = ['v1', 'v2', 'v3'];
/** Enough that emptying the trays begins new chunks. */
const STORED = Array.from({ length: 480 }, (_, minute) => fixAt(minute));
const WAITING = Array.from({ length: 90 }, (_, minute) => fixAt(480 + minute));
const ALL = [...STORED, ...WAITING].map(({ fixTime }) => fixTime);
const SPAN = { from: T0, to: fixAt(10_000).fixTime };

const tailOf = (id: string, position: number, fixes: readonly Fix[]) => ({
  tray: trayOf(id),
  position,
  fixes: packTail([[id, fixes]]).toString('base64'),
});

const waiting: Batch[] = [
  batch(1, {
    vessels: VESSELS.map((id) => vesselCalled(id)),
    fixes: VESSELS.map((id): [string, Fix[]] => [id, STORED]),
    latest: VESSELS.map((id): [string, Fix] => [id, STORED.at(-1)!]),
  }),
  batch(2, { tails: VESSELS.map((id) => tailOf(id, 2, WAITING.slice(0, 40))) }),
  batch(3, { tails: VESSELS.map((id) => tailOf(id, 3, WAITING.slice(40))) }),
];
const emptying = batch(4, {
  fixes: VESSELS.map((id): [string, Fix[]] => [id, WAITING]),
  latest: VESSELS.map((id): [string, Fix] => [id, WAITING.at(-1)!]),
  emptied: VESSELS.map(trayOf),
});

type Tracks = Pick<Store, 'track' | 'trackPieces' | 'chunks' | 'spans' | 'chunksOf' | 'latest' | 'newestFixTime'>;
type Question = (tracks: Tracks) => Promise<void>;

async function timesIn(chunks: AsyncIterable<StoredChunk>): Promise<Record<string, number[]>> {
  const times: Record<string, Set<number>> = {};
  for await (const { vesselId, bytes } of chunks) {
    times[vesselId] ??= new Set();
    for (const { fixTime } of decodeChunk(bytes)) times[vesselId].add(fixTime);
  }
  return Object.fromEntries(Object.entries(times).map(([id, some]) => [id, [...some].sort((a, b) => a - b)]));
}

const whole = Object.fromEntries(VESSELS.map((id) => [id, ALL]));

const questions: Record<string, Question> = {
  async track(tracks) {
    const track = await tracks.track('v2', SPAN.from, SPAN.to);
    expect(track.map(({ fixTime }) => fixTime)).to.deep.equal(ALL);
  },
  async trackPieces(tracks) {
    const times: number[] = [];
    for await (const piece of tracks.trackPieces({ vesselId: 'v2', ...SPAN, lead: true }))
      for (const { fixTime } of piece) times.push(fixTime);
    expect(times).to.deep.equal(ALL);
  },
  async 'chunks of one'(tracks) {
    expect(await timesIn(tracks.chunks({ vesselId: 'v2', ...SPAN }))).to.deep.equal({ v2: ALL });
  },
  async 'chunks of all'(tracks) {
    expect(await timesIn(tracks.chunks(SPAN))).to.deep.equal(whole);
  },
  async 'spans, then their chunks'(tracks) {
    const spans = [];
    for await (const span of tracks.spans(SPAN)) spans.push(span);
    expect(await timesIn(tracks.chunksOf(spans))).to.deep.equal(whole);
  },
  async latest(tracks) {
    for (const ids of [undefined, ['v3']]) {
      const latest = await tracks.latest(ids);
      expect(latest.get('v3')).to.deep.equal(WAITING.at(-1));
    }
  },
  async newestFixTime(tracks) {
    expect(await tracks.newestFixTime()).to.equal(WAITING.at(-1)!.fixTime);
  },
};

/** Reads a store step by step; before one of the steps something happens. */
class Stepped implements TailSource {
  readonly #store: Store;
  readonly #at: number;
  readonly #act: () => Promise<void>;
  steps = 0;

  constructor(store: Store, at: number, act: () => Promise<void>) {
    this.#store = store;
    this.#at = at;
    this.#act = act;
  }

  async step(): Promise<void> {
    if (++this.steps === this.#at) await this.#act();
  }

  async *#each<T>(all: AsyncIterable<T>): AsyncIterable<T> {
    await this.step();
    for await (const one of all) {
      yield one;
      await this.step();
    }
  }

  tails(tray?: number) {
    return this.#each(this.#store.tails(tray));
  }

  storedChunks(filter: Parameters<TailSource['storedChunks']>[0]) {
    return this.#each(this.#store.chunks({ ...filter, isStored: true }));
  }

  storedSpans(filter: Parameters<TailSource['storedSpans']>[0]) {
    return this.storedChunks(filter);
  }

  async storedChunk(): Promise<undefined> {
    await this.step();
  }

  async newestChunk(vesselId: string): Promise<StoredChunk | undefined> {
    await this.step();
    let newest: StoredChunk | undefined;
    for await (const chunk of this.#store.chunks({ vesselId, ...SPAN, isStored: true })) newest = chunk;
    return newest;
  }
}

describe('reading while trays are emptied', () => {
  for (const name of ['track', 'trackPieces', 'chunks of one', 'chunks of all', 'spans, then their chunks']) {
    it(`misses nothing, whenever in it the commit comes: ${name}`, async () => {
      for (let at = 1, isMet = true; isMet; at++) {
        const folder = temporaryFolder();
        const writer = new SqliteStore(join(folder, 'store.db'), 'write');
        for (const one of waiting) await writer.commit(one);
        const store = new SqliteStore(join(folder, 'store.db'), 'read');
        const source = new Stepped(store, at, () => writer.commit(emptying));
        const reader = new TailReader(source);
        const tracks = {
          track: (...asked: Parameters<TailReader['track']>) => reader.track(...asked),
          trackPieces: (asked: Parameters<TailReader['pieces']>[0]) => reader.pieces(asked),
          chunks: (asked: Parameters<TailReader['chunks']>[0]) => reader.chunks(asked),
          spans: (asked: Parameters<TailReader['spans']>[0]) => reader.spans(asked),
          chunksOf: (asked: Parameters<TailReader['chunksOf']>[0]) => reader.chunksOf(asked),
        };
        await questions[name]!(tracks as Tracks).finally(async () => {
          await store.close();
          await writer.close();
          removeFolder(folder);
        });
        isMet = source.steps >= at;
        expect(at).to.be.below(100);
      }
    });
  }

  describe('on MongoDB', () => {
    let url: string;
    let connection: Connection;
    let models: Models;

    before(async function () {
      url = needMongo(this)(`haidang-test-${randomUUID()}`);
      connection = await connect({ url, mode: 'write' });
      models = modelsOn(connection);
    });

    after(async () => {
      await connection?.dropDatabase();
      await connection?.close();
    });

    it('misses nothing after any of the commit’s requests', async () => {
      const prepared = await MongoStore.open({ url, mode: 'write' });
      for (const one of waiting) await prepared.commit(one);
      await prepared.close();
      const reader = await MongoStore.open({ url, mode: 'read' });
      let looks = 0;
      class Watched extends Patience {
        override async ask<T>(ask: () => Promise<T>): Promise<T> {
          const answer = await super.ask(ask);
          looks++;
          for (const question of Object.values(questions)) await question(reader);
          return answer;
        }
      }
      const writer = new CommitWriter(models, new Watched({ waits: true }), { atOnce: 2 });
      await writer.finish();
      await writer.write(emptying);
      expect(looks).to.be.above(10);
      for await (const _ of reader.tails()) expect.fail('the trays are empty');
      await reader.close();
    });

    it('keeps what the commit that empties a tray adds to it', async () => {
      const store = await MongoStore.open({ url, mode: 'write' });
      const added = tailOf('v1', 5, [fixAt(700)]);
      await store.commit(batch(5, { tails: [added], emptied: [added.tray] }));
      const kept = [];
      for await (const one of store.tails()) kept.push(one);
      expect(kept).to.deep.equal([added]);
      await store.close();
    });
  });
});
