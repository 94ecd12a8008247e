/** Tables of `accounts.db`. It is not rebuilt from the journal, so its commits are flushed to the disk one by one. */
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { HaidangError } from '../errors.ts';

const schemaVersion = 6;

const tables = `
CREATE TABLE user (
  name TEXT PRIMARY KEY, roles TEXT NOT NULL, password TEXT NOT NULL, created_at INTEGER NOT NULL, unit TEXT,
  vessels TEXT, provider TEXT, disabled_at INTEGER, totp TEXT, totp_step INTEGER, recovery TEXT, subject TEXT,
  password_until INTEGER) STRICT, WITHOUT ROWID;
CREATE TABLE session (
  token_hash TEXT PRIMARY KEY, user TEXT NOT NULL REFERENCES user ON DELETE CASCADE, created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL, remote TEXT, device TEXT, shown_more INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;
CREATE INDEX session_user ON session (user);
CREATE INDEX session_expiry ON session (expires_at);
CREATE TABLE api_key (
  token_hash TEXT PRIMARY KEY, name TEXT NOT NULL, scopes TEXT NOT NULL, created_at INTEGER NOT NULL,
  revoked_at INTEGER, addresses TEXT, per_minute INTEGER) STRICT, WITHOUT ROWID;
`;

const wallTables = `
CREATE TABLE IF NOT EXISTS wall (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, token_hash TEXT UNIQUE, approved_by TEXT NOT NULL, approved_at INTEGER NOT NULL,
  last_seen_at INTEGER, revoked_at INTEGER) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS wall_pairing (
  device_hash TEXT PRIMARY KEY, code TEXT NOT NULL UNIQUE, remote TEXT NOT NULL, created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL, wall TEXT, refused INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;
`;

/** Signing in by the province's own accounts: who that is there, and what a sign-in that is under way has to bring back. */
const singleSignOnTables = `
CREATE UNIQUE INDEX IF NOT EXISTS user_subject ON user (subject) WHERE subject IS NOT NULL;
CREATE TABLE IF NOT EXISTS sign_on (
  browser_hash TEXT PRIMARY KEY, state TEXT NOT NULL, nonce TEXT NOT NULL, verifier TEXT NOT NULL,
  expires_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
`;

/** From one version to the next. */
const steps: Record<number, string> = {
  1: 'ALTER TABLE user ADD COLUMN unit TEXT',
  2: `
ALTER TABLE user ADD COLUMN vessels TEXT;
ALTER TABLE user ADD COLUMN provider TEXT;
ALTER TABLE user ADD COLUMN disabled_at INTEGER;
ALTER TABLE user ADD COLUMN totp TEXT;
ALTER TABLE user ADD COLUMN totp_step INTEGER;
ALTER TABLE user ADD COLUMN recovery TEXT;
ALTER TABLE api_key ADD COLUMN addresses TEXT;
`,
  3: wallTables,
  4: `
ALTER TABLE user ADD COLUMN subject TEXT;
ALTER TABLE api_key ADD COLUMN per_minute INTEGER;
${singleSignOnTables}`,
  5: `
ALTER TABLE session ADD COLUMN remote TEXT;
ALTER TABLE session ADD COLUMN device TEXT;
ALTER TABLE session ADD COLUMN shown_more INTEGER NOT NULL DEFAULT 0;
ALTER TABLE user ADD COLUMN password_until INTEGER;
`,
};

/**
 * Opens the file and creates what is missing; the server and the commands may have it open at the same time.
 * @throws HaidangError `newer-data`
 */
export function openAccountsFile(path: string): DatabaseSyncInstance {
  const db = new DatabaseSync(path);
  db.exec('PRAGMA busy_timeout = 5000');
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
  db.exec('BEGIN IMMEDIATE');
  try {
    const { user_version: version } = db.prepare('PRAGMA user_version').get() as { user_version: number };
    if (version > schemaVersion) throw new HaidangError('newer-data', { path, version, known: schemaVersion });
    if (version === 0) db.exec(tables + wallTables + singleSignOnTables);
    else for (let at = version; at < schemaVersion; at += 1) db.exec(steps[at]!);
    if (version < schemaVersion) db.exec(`PRAGMA user_version = ${schemaVersion}`);
    db.exec('COMMIT');
  } catch (error) {
    db.exec('ROLLBACK');
    db.close();
    throw error;
  }
  return db;
}
