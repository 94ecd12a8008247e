/** The data folder: made if missing, and held by one process at a time. */
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { HaidangError } from './errors.ts';
import { systemWords } from './system-words.ts';

/**
 * Takes the folder for this process. The lock is one of the database file kind: the system frees it when the process dies,
 * however it dies, so a kill leaves nothing to clean up.
 * @returns release
 */
export function takeDataFolder(path: string): () => void {
  const folder = resolve(path);
  const pidFile = join(folder, 'pid');
  try {
    makeFolder(folder);
    const inUse = (): HaidangError => new HaidangError('data-in-use', { path: folder, pid: readPid(pidFile) });
    const release = holdLock(join(folder, 'lock.db'), inUse);
    writeFileSync(pidFile, String(process.pid));
    return release;
  } catch (error) {
    if (error instanceof HaidangError) throw error;
    throw new HaidangError('data-folder', { path: folder, why: systemWords(error) });
  }
}

/** Holds a lock file for this process. @param held what to throw when another process holds it @returns release */
export function holdLock(file: string, held: () => HaidangError): () => void {
  const lock = new DatabaseSync(file);
  try {
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = DELETE; PRAGMA busy_timeout = 1500');
    lock.exec('BEGIN EXCLUSIVE');
    return () => lock.close();
  } catch (error) {
    lock.close();
    if (/locked|busy/i.test(error instanceof Error ? error.message : String(error))) throw held();
    throw error;
  }
}

/**
 * Makes the folder and those above it that are missing. Step by step, since Node's own `recursive` never comes back from a
 * file system whose folders are there and take none (`/proc`).
 * @throws the system's error
 */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && statSync(folder).isDirectory()) return;
    const above = dirname(folder);
    if (code !== 'ENOENT' || statSync(above, { throwIfNoEntry: false })) throw error;
    makeFolder(above);
    mkdirSync(folder);
  }
}

function readPid(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '?';
  }
}
