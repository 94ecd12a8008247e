/** Tables of the embedded store. Columns beside `body` are there to be searched; `body` is the entity as JSON. */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { Layout } from '../../models/collection.ts';
import { collections } from '../collections.ts';
import { packJson, unpackJson } from './packed-json.ts';

export const SCHEMA_VERSION = 13;
/** Versions since this one only have more tables: what an older program kept stays as it is. */
const ONLY_ADDED_SINCE = 12;

const OTHER_TABLES = `
CREATE TABLE checkpoint (id INTEGER PRIMARY KEY CHECK (id = 1), position INTEGER NOT NULL) STRICT;
INSERT INTO checkpoint VALUES (1, 0);
CREATE TABLE track (
  vessel TEXT NOT NULL, start_time INTEGER NOT NULL, end_time INTEGER NOT NULL, fixes INTEGER NOT NULL,
  west INTEGER NOT NULL, south INTEGER NOT NULL, east INTEGER NOT NULL, north INTEGER NOT NULL, thinned INTEGER NOT NULL,
  chunk BLOB, large INTEGER, PRIMARY KEY (vessel, start_time)) STRICT, WITHOUT ROWID;
CREATE INDEX track_time ON track (end_time, start_time, west, south, east, north);
CREATE TABLE large_chunk (id INTEGER PRIMARY KEY, chunk BLOB NOT NULL) STRICT;
CREATE TABLE track_aside (
  vessel TEXT NOT NULL, start_time INTEGER NOT NULL, end_time INTEGER NOT NULL, fixes INTEGER NOT NULL,
  west INTEGER NOT NULL, south INTEGER NOT NULL, east INTEGER NOT NULL, north INTEGER NOT NULL, thinned INTEGER NOT NULL,
  chunk BLOB NOT NULL, PRIMARY KEY (vessel, start_time)) STRICT, WITHOUT ROWID;
`;

/** `raisedAt` of a model is `raised_at` here. */
export function columnName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** What stands in a row's `body`, and back. */
export const packBody = ({ isPacked }: Layout, body: unknown): string | Uint8Array =>
  isPacked ? packJson(body) : JSON.stringify(body);
export const unpackBody = ({ isPacked }: Layout, body: unknown): unknown =>
  isPacked ? unpackJson(body as Uint8Array) : JSON.parse(body as string);

/** The statements that make a collection's table and indexes. */
function tableOf({ name, key, columns, indexes, isPacked }: Layout): string {
  const sqlType = { text: 'TEXT', integer: 'INTEGER' };
  const rows = Object.entries(columns).map(([column, { type }]) => `${columnName(column)} ${sqlType[type]} NOT NULL`);
  const table = [
    `${key.name} ${sqlType[key.type]} PRIMARY KEY`,
    ...rows,
    `body ${isPacked ? 'BLOB' : 'TEXT'} NOT NULL`,
  ].join(', ');
  const made = indexes.map((index) => {
    const where = index.only
      ? ` WHERE ${columnName(index.only.column)} IN (${index.only.values.map((value) => (typeof value === 'number' ? value : `'${value}'`)).join(', ')})`
      : '';
    return `CREATE ${index.unique ? 'UNIQUE ' : ''}INDEX ${index.name} ON ${name} (${index.on.map(columnName).join(', ')})${where};`;
  });
  return [`CREATE TABLE ${name} (${table}) STRICT, WITHOUT ROWID;`, ...made].join('\n');
}

/**
 * Creates the tables in an empty database, and those that a database of an older version lacks. Where an older version had
 * other tables they are thrown away: everything in them is worked out again from the journal.
 * @throws Error when the file was written by a newer version of the program
 */
export function prepareSchema(db: DatabaseSyncInstance): void {
  const version = versionOf(db);
  if (version === SCHEMA_VERSION) return;
  const rows = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all() as { name: string }[];
  const old = new Set(rows.map(({ name }) => name));
  db.exec('BEGIN IMMEDIATE');
  if (version < ONLY_ADDED_SINCE) {
    for (const name of old) db.exec(`DROP TABLE "${name}"`);
    old.clear();
    db.exec(OTHER_TABLES);
  }
  for (const collection of collections) if (!old.has(collection.name)) db.exec(tableOf(collection));
  db.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`);
  db.exec('COMMIT');
}

/** For a reader, which creates nothing. @throws Error when there is nothing to read, or a newer version wrote it */
export function checkSchema(db: DatabaseSyncInstance): void {
  const version = versionOf(db);
  if (version === 0) throw new Error('it holds no tables yet');
  if (version < SCHEMA_VERSION) throw new Error('an older version of the program wrote it; serve brings it up to date');
}

function versionOf(db: DatabaseSyncInstance): number {
  const { user_version: version } = db.prepare('PRAGMA user_version').get() as { user_version: number };
  if (version <= SCHEMA_VERSION) return version;
  throw new Error(`a newer version of the program wrote it (schema ${version}, this one knows ${SCHEMA_VERSION})`);
}
