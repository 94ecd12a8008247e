/** The line to a MongoDB server, the same for whoever uses the store. */
import { type Connection, createConnection } from 'mongoose';
import { HaidangError } from '../../errors.ts';
import { reason } from './patience.ts';

interface Place {
  /** `mongodb://…` or `mongodb+srv://…`; without a database name it is `haidang`. */
  url: string;
  mode: 'write' | 'read';
}

/** A server that does not answer for so long is away. */
const SELECTION_MS = { write: 5000, read: 2000 };
const DEFAULT_DATABASE = 'haidang';

/** @throws HaidangError `store-unreachable` */
export async function connect({ url, mode }: Place): Promise<Connection> {
  try {
    return await createConnection(url, {
      ...(hasDatabase(url) ? {} : { dbName: DEFAULT_DATABASE }),
      bufferCommands: false,
      autoIndex: false,
      autoCreate: false,
      ignoreUndefined: true,
      promoteBuffers: true,
      serverSelectionTimeoutMS: SELECTION_MS[mode],
      connectTimeoutMS: SELECTION_MS[mode],
      heartbeatFrequencyMS: 2000,
      socketTimeoutMS: 30_000,
      writeConcern: { w: 'majority', j: true },
    }).asPromise();
  } catch (error) {
    throw new HaidangError('store-unreachable', { why: reason(error) });
  }
}

function hasDatabase(url: string): boolean {
  return /^mongodb(\+srv)?:\/\/[^/]+\/[^/?]+/.test(url);
}
