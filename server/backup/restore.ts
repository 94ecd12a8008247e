/** A backup into a new data folder: every file is held against its hash before the folder gets its name, and the journal is proven. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { openAccountsFile } from '../auth/accounts-schema.ts';
import { HaidangError } from '../errors.ts';
import { type ProvenJournal, proveJournal } from '../evidence/seals.ts';
import { systemWords } from '../system-words.ts';
import { readManifest, refused } from './backup.ts';
import { type BackupManifest, DATA_FOLDER } from './manifest.ts';
import { copyFile, syncNames } from './saved-files.ts';

interface Restored {
  manifest: BackupManifest;
  /** Of the journal as it lies in the new folder. */
  verification: ProvenJournal;
  /** Where the settings file of the server lies now, if the backup has one. */
  configFile?: string;
}

/**
 * @param from a backup @param folder that is not there yet, or is empty
 * @throws HaidangError `backup-refused`, `file-unwritable`; then nothing is left in the folder
 */
export async function restoreBackup(from: string, folder: string): Promise<Restored> {
  const target = resolve(folder);
  if (existsSync(target) && readdirSync(target).length > 0)
    throw refused(target, { vi: 'thư mục không trống', en: 'it is there and not empty' });
  const manifest = await readManifest(from);
  const draft = `${target}.part`;
  rmSync(draft, { recursive: true, force: true });
  try {
    for (const file of manifest.files) await restoreFile(from, draft, file);
    endSessions(draft);
    const verification = proveJournal(join(draft, 'journal'));
    rmSync(target, { recursive: true, force: true });
    await rename(draft, target);
    syncNames(dirname(target));
    const configFile = join(target, 'haidang.config.json');
    return { manifest, verification, ...(existsSync(configFile) && { configFile }) };
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (error instanceof HaidangError) throw error;
    const { path = target } = error as NodeJS.ErrnoException;
    throw new HaidangError('file-unwritable', { path, why: systemWords(error) });
  }
}

async function restoreFile(from: string, draft: string, { path, bytes, sha256 }: BackupManifest['files'][number]) {
  const source = join(from, path);
  if (!existsSync(source)) throw refused(source, { vi: 'tệp bị mất', en: 'it is missing' });
  const inData = path.startsWith(`${DATA_FOLDER}/`) ? path.slice(DATA_FOLDER.length + 1) : path;
  const copied = await copyFile(source, join(draft, inData));
  if (copied.bytes !== bytes || copied.sha256 !== sha256)
    throw refused(source, { vi: 'không còn đúng như khi sao lưu', en: 'it is no longer what was backed up' });
}

/** Who was signed in then is not signed in now: some of them may have been put out since. */
function endSessions(folder: string): void {
  const path = join(folder, 'accounts.db');
  if (!existsSync(path)) return;
  const accounts = openAccountsFile(path);
  try {
    accounts.exec('DELETE FROM session');
  } finally {
    accounts.close();
  }
}
