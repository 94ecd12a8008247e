/** The store contract on both adapters: the embedded one, and MongoDB's protocol at MONGODB_URI. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createConnection } from 'mongoose';
import { MongoStore } from '../../server/store/mongo/mongo-store.ts';
import { SqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import { needMongo } from '../needs.ts';
import { removeFolder, temporaryFolder } from '../product.ts';
import { storeContract } from './store-contract.ts';

describe('the store on SQLite', () => {
  storeContract(() => {
    const folder = temporaryFolder();
    return {
      open: async (mode) => new SqliteStore(join(folder, 'store.db'), mode),
      remove: async () => removeFolder(folder),
    };
  });
});

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
