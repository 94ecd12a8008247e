/** One backup after the other in a folder: each named by its time, on the base of the newest that is whole; the oldest go. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { HaidangError } from '../errors.ts';
import { systemWords } from '../system-words.ts';
import { type BackupOrder, type BackupResult, makeBackup } from './backup.ts';
import { MANIFEST_FILE } from './manifest.ts';

/** As we name them, and nobody else does: `2026-11-26T004225Z`. */
const NAME = /^\d{4}-\d\d-\d\dT\d{6}Z$/;

interface SeriesOrder extends Omit<BackupOrder, 'target' | 'base'> {
  into: string;
  /** Whole backups that stay. */
  keep: number;
}

interface SeriesResult extends BackupResult {
  target: string;
  /** Names of those that went. */
  removed: string[];
}

/** @throws HaidangError as `makeBackup` */
export async function backupInto({ into, keep, ...order }: SeriesOrder): Promise<SeriesResult> {
  try {
    await mkdir(into, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new HaidangError('file-unwritable', { path: into, why: systemWords(error) });
  }
  const base = wholeBackups(into).at(-1);
  const name = new Date(order.clock()).toISOString().replace(/:|\.\d+/g, '');
  const target = join(into, name);
  const result = await makeBackup({ ...order, target, ...(base !== undefined && { base: join(into, base) }) });
  const removed = wholeBackups(into).slice(0, -keep);
  for (const old of removed) rmSync(join(into, old), { recursive: true, force: true });
  return { ...result, target, removed };
}

/** Oldest first. One that was never finished is none: it is neither a base nor counted. */
function wholeBackups(into: string): string[] {
  return readdirSync(into)
    .filter((name) => NAME.test(name) && existsSync(join(into, name, MANIFEST_FILE)))
    .sort();
}
