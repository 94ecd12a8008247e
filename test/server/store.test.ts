/** The store contract on both adapters: the embedded one, and MongoDB's protocol at MONGODB_URI. */
import { randomUUID } from 'node:crypto';
import { copyFileSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import { createConnection } from 'mongoose';
import { MongoStore } from '../../server/store/mongo/mongo-store.ts';
import { SqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import { needMongo } from '../needs.ts';
import { removeFolder, temporaryFolder } from '../product.ts';
import { storeContract } from './store-contract.ts';
import { alertOf, batch, deliveryOf } from './store-rows.ts';

describe('the store on SQLite', () => {
  storeContract(() => {
    const folder = temporaryFolder();
    return {
      open: async (mode) => new SqliteStore(join(folder, 'store.db'), mode),
      remove: async () => removeFolder(folder),
    };
  });
});

describe('a commit of a storm on SQLite', () => {
  it('lets the thread do other things meanwhile, and nobody sees a part of it', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'store.db');
    const store = new SqliteStore(path, 'write');
    const reader = new SqliteStore(path, 'read');
    const seen = new Set<number>();
    let turns = 0;
    let isDone = false;
    const look = async (): Promise<void> => {
      for (; !isDone; turns++) {
        seen.add((await reader.deliveries({ limit: 30_000 })).length);
        seen.add((await reader.alerts({ state: 'all', limit: 30_000 })).length);
        await setTimeout(5);
      }
    };
    const looking = look();
    const alerts = Array.from({ length: 3000 }, (_, n) => alertOf(`a${n}`, n + 1));
    const deliveries = Array.from({ length: 20_000 }, (_, n) => deliveryOf(`d${n}`, { alertId: `a${n % 3000}` }));
    await store.commit(batch(9, { alerts, deliveries }));
    isDone = true;
    await looking;
    expect(turns).to.be.greaterThan(2);
    expect([...seen]).to.deep.equal([0]);
    expect(await reader.checkpoint()).to.deep.equal({ position: 9, alertSeq: 3000 });
    expect(await reader.deliveries({ limit: 30_000 })).to.have.length(20_000);
    await reader.close();
    await store.close();
    removeFolder(folder);
  });
});

describe('the log of the store on SQLite', () => {
  it('is folded into the file beside the commits and begun anew, while they go on', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'store.db');
    const store = new SqliteStore(path, 'write');
    store.foldBeside(path, new URL('./store-fold-worker.mjs', import.meta.url));
    const [first, fileBytes] = [timesBegun(path), statSync(path).size];
    let position = 0;
    while (timesBegun(path) === first && statSync(`${path}-wal`).size < LONG_LOG_BYTES) {
      await store.commit(batch(++position, { deliveries: [deliveryOf(`d${position}`, { alertId: 'a' })] }));
      await setTimeout(5);
    }
    expect(timesBegun(path)).to.be.greaterThan(first);
    expect(statSync(path).size).to.be.greaterThan(fileBytes);
    await store.close();
    const reader = new SqliteStore(path, 'read');
    expect((await reader.checkpoint()).position).to.equal(position);
    await reader.close();
    removeFolder(folder);
  });

  it('is all in the file once the store is closed, which can be copied by itself', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'store.db');
    const store = new SqliteStore(path, 'write');
    await store.commit(batch(7, { deliveries: [deliveryOf('d', { alertId: 'a' })] }));
    await store.close();
    const copied = join(folder, 'copied.db');
    copyFileSync(path, copied);
    const copy = new SqliteStore(copied, 'read');
    expect((await copy.checkpoint()).position).to.equal(7);
    expect(await copy.deliveries({ limit: 10 })).to.have.length(1);
    await copy.close();
    removeFolder(folder);
  });
});

/** Far below the length at which a commit would fold it whole. */
const LONG_LOG_BYTES = 60e6;

/** The number in a log's head that grows each time it begins anew (SQLite's file format, 4.1). */
function timesBegun(path: string): number {
  return readFileSync(`${path}-wal`).readUInt32BE(12);
}

describe('the store on MongoDB', () => {
  let address: (database: string) => string;

  before(function () {
    address = needMongo(this);
  });

  storeContract(() => {
    const url = address(`haidang-test-${randomUUID()}`);
    return {
      open: (mode) => MongoStore.open({ url, mode }),
      async remove() {
        const connection = await createConnection(url).asPromise();
        await connection.dropDatabase();
        await connection.close();
      },
    };
  });
});
