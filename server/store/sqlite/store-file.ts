/**
 * The embedded store's file in its data folder: opened for writing, set aside when it is damaged, replaced by one that was
 * rebuilt from the journal. Everything in it is worked out from the journal, so none of this loses anything.
 */
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { HaidangError } from '../../errors.ts';
import { syncFolder } from '../../journal/disk.ts';
import { storeFile } from '../open.ts';
import { StoreFailure } from '../store-failure.ts';
import type { StoredChunk } from '../tracks/stored-chunk.ts';
import { SqliteStore } from './sqlite-store.ts';

/** Being filled from the journal. */
export const REBUILDING_FILE = 'store.rebuilding.db';
/** Filled, waiting to take the store's place. */
export const REBUILT_FILE = 'store.rebuilt.db';
const DAMAGED_FILE = 'store.damaged.db';

/** Told what was done to the store's file, as a sentence for the log. */
type Say = (sentence: string, why: string) => void;

/**
 * Opens the folder's store for writing. One that was rebuilt takes its place first; a damaged one is set aside and made anew,
 * empty, for the journal to fill.
 * @param whole whether the journal reaches back to its beginning
 * @param onSetAside as of SqliteStore
 * @throws HaidangError `store-unusable`
 */
export function openStoreFile(
  folder: string,
  whole: () => boolean,
  say: Say,
  onSetAside?: (chunk: StoredChunk) => void,
): SqliteStore {
  takeRebuilt(folder, say);
  const path = storeFile(folder);
  if (!existsSync(path)) dropCompanions(path);
  try {
    return opened(path, onSetAside);
  } catch (error) {
    const failure = StoreFailure.of(error);
    if (failure.kind !== 'damaged') throw unusable(path, failure);
    setAsideDamaged(folder, whole, say);
    return opened(path, onSetAside);
  }
}

function opened(path: string, onSetAside?: (chunk: StoredChunk) => void): SqliteStore {
  const store = new SqliteStore(path, 'write', onSetAside);
  store.foldBeside(path);
  return store;
}

/** @throws HaidangError `store-unusable` when the journal could not make it anew */
export function setAsideDamaged(folder: string, whole: () => boolean, say: Say): void {
  const path = storeFile(folder);
  if (!whole()) {
    const vi = 'tệp bị hỏng, và nhật ký không còn từ đầu nên không dựng lại được; hãy khôi phục bản sao lưu';
    const en = 'it is damaged, and the journal does not reach back to its beginning to rebuild it; restore a backup';
    throw new HaidangError('store-unusable', { path, why: { vi, en } });
  }
  dropCompanions(path);
  renameSync(path, join(folder, DAMAGED_FILE));
  say('the store was damaged; it is rebuilt from the journal', `the damaged file is kept as ${DAMAGED_FILE}`);
}

export function unusable(path: string, { words }: StoreFailure): HaidangError {
  return new HaidangError('store-unusable', { path, why: words });
}

/** Gives a filled file the name under which the next start finds it. The store that filled it is closed. */
export function finishRebuilding(folder: string): void {
  const path = join(folder, REBUILDING_FILE);
  foldIn(path);
  const fd = openSync(path, 'r+');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(path, join(folder, REBUILT_FILE));
  syncFolder(folder);
}

/** Brings the log into the file itself, which then needs nothing beside it. @throws StoreFailure when somebody still reads */
function foldIn(path: string): void {
  const db = new DatabaseSync(path);
  try {
    const { busy } = db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() as { busy: number };
    if (busy !== 0) throw new StoreFailure('busy', { vi: 'còn chương trình đang đọc', en: 'somebody still reads it' });
  } finally {
    db.close();
  }
  dropCompanions(path);
}

/** Removes what an earlier rebuilding left. */
export function dropRebuilding(folder: string): void {
  const path = join(folder, REBUILDING_FILE);
  rmSync(path, { force: true });
  dropCompanions(path);
}

/** Interrupted anywhere, it is done again by the next start: the rebuilt file is there until the last step. */
export function takeRebuilt(folder: string, say: Say): void {
  const rebuilt = join(folder, REBUILT_FILE);
  if (!existsSync(rebuilt)) return;
  try {
    new SqliteStore(rebuilt, 'read').close();
  } catch (error) {
    rmSync(rebuilt);
    say('a rebuilt store could not be used and was dropped', StoreFailure.of(error).words.en);
    return;
  }
  const path = storeFile(folder);
  dropCompanions(path);
  renameSync(rebuilt, path);
  dropCompanions(rebuilt);
  syncFolder(folder);
  say('the store was replaced by the one that was rebuilt from the journal', basename(path));
}

/** SQLite would apply the log of one file to another of the same name. */
function dropCompanions(path: string): void {
  for (const suffix of ['-wal', '-shm']) rmSync(path + suffix, { force: true });
}
