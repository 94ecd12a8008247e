/** Tables of the embedded store. Columns beside `body` are there to be searched; `body` is the entity as JSON. */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';

export const SCHEMA_VERSION = 3;

const TABLES = `
CREATE TABLE checkpoint (id INTEGER PRIMARY KEY CHECK (id = 1), position INTEGER NOT NULL) STRICT;
INSERT INTO checkpoint VALUES (1, 0);
CREATE TABLE vessel (
  id TEXT PRIMARY KEY, label TEXT NOT NULL, search TEXT NOT NULL, registered INTEGER NOT NULL,
  body TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE latest (vessel TEXT PRIMARY KEY, fix_time INTEGER NOT NULL, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX latest_time ON latest (fix_time);
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
CREATE TABLE engine_state (vessel TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE alert (
  id TEXT PRIMARY KEY, change_seq INTEGER NOT NULL, vessel TEXT NOT NULL, open INTEGER NOT NULL, priority INTEGER NOT NULL,
  raised_at INTEGER NOT NULL, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX alert_seq ON alert (change_seq);
CREATE INDEX alert_open ON alert (raised_at) WHERE open = 1;
CREATE INDEX alert_raised ON alert (raised_at);
CREATE INDEX alert_vessel ON alert (vessel, raised_at);
CREATE TABLE case_file (
  id TEXT PRIMARY KEY, vessel TEXT NOT NULL, open INTEGER NOT NULL, updated_at INTEGER NOT NULL, body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX case_vessel ON case_file (vessel, updated_at);
CREATE INDEX case_updated ON case_file (updated_at);
CREATE TABLE case_line (case_id TEXT NOT NULL, n INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (case_id, n)) STRICT, WITHOUT ROWID;
CREATE TABLE delivery (
  id TEXT PRIMARY KEY, alert TEXT NOT NULL, channel TEXT NOT NULL, state TEXT NOT NULL, next_attempt INTEGER NOT NULL, created_at INTEGER NOT NULL,
  body TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX delivery_due ON delivery (channel, next_attempt) WHERE state IN ('queued', 'sending');
CREATE INDEX delivery_created ON delivery (created_at);
CREATE INDEX delivery_alert ON delivery (alert);
CREATE INDEX delivery_state ON delivery (state, created_at);
CREATE TABLE document (name TEXT PRIMARY KEY, revision INTEGER NOT NULL, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE act (id TEXT PRIMARY KEY, at INTEGER NOT NULL, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX act_at ON act (at);
CREATE TABLE feed (feed INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, body TEXT NOT NULL) STRICT;
`;

/**
 * Creates the tables in an empty database. Those of an older version are thrown away: everything in them is worked out
 * again from the journal.
 * @throws Error when the file was written by a newer version of the program
 */
export function prepareSchema(db: DatabaseSyncInstance): void {
  if (versionOf(db) === SCHEMA_VERSION) return;
  const old = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all() as { name: string }[];
  db.exec('BEGIN IMMEDIATE');
  for (const { name } of old) db.exec(`DROP TABLE "${name}"`);
  db.exec(TABLES);
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
