/**
 * A backup beside a running server: nothing of it waits for us. First a snapshot of the store, then the journal, which so
 * reaches at least as far, then the files that the journal names. The manifest comes last, and then the folder's name.
 */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { backup as copyDatabase, DatabaseSync } from '@photostructure/sqlite';
import { HaidangError } from '../errors.ts';
import { SEALS_FILE } from '../evidence/seals.ts';
import { contentSize } from '../journal/contents.ts';
import { findRecord } from '../journal/record.ts';
import { validEnd } from '../journal/resume.ts';
import { listSegments, packedPath, type Segment } from '../journal/segments.ts';
import { REPORTS_FOLDER } from '../reports/kept.ts';
import { systemWords } from '../system-words.ts';
import { LAST_BACKUP_FILE } from './last-backup.ts';
import { type BackupManifest, backupManifest, DATA_FOLDER, MANIFEST_FILE, type SavedFile } from './manifest.ts';
import { type Copied, copyFile, hashFile, linkFile, saveFile, syncFile, syncNames } from './saved-files.ts';

/** Copied page by page from a snapshot; the store first of all. */
const DATABASES = ['store.db', 'accounts.db', 'jobs.db', 'outgoing.db', 'forward.db'];
const PLAIN_FILES = ['message-keys.json', 'store-owner'];
/** All pages in one step: a step that others' commits come between would begin again, for ever under load. */
const ALL_PAGES = 0x7fff_ffff;

export interface BackupOrder {
  /** The running server's data folder. */
  folder: string;
  /** Folder that is made. */
  target: string;
  /** An earlier backup: what has not changed since gets a second name instead of a copy, where the disk is the same. */
  base?: string;
  configFile?: string;
  program: string;
  clock: () => number;
}

export interface BackupResult {
  manifest: BackupManifest;
  bytes: number;
  /** Files that were not copied, but named a second time. */
  linked: number;
}

/** @throws HaidangError `backup-refused`, `file-unwritable` */
export async function makeBackup(order: BackupOrder): Promise<BackupResult> {
  const target = resolve(order.target);
  if (existsSync(target)) throw refused(target, { vi: 'đã có thư mục hoặc tệp trùng tên', en: 'it is there already' });
  if (`${target}/`.startsWith(`${resolve(order.folder)}/`))
    throw refused(target, { vi: 'nằm trong chính thư mục dữ liệu', en: 'it lies in the data folder itself' });
  const draft = `${target}.part`;
  rmSync(draft, { recursive: true, force: true });
  try {
    const result = await new Backup(order, draft).run();
    await rename(draft, target);
    syncNames(dirname(target));
    const { finishedAt } = result.manifest;
    await writeFile(join(order.folder, LAST_BACKUP_FILE), JSON.stringify({ finishedAt, bytes: result.bytes }));
    return result;
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (error instanceof HaidangError) throw error;
    const { path = target } = error as NodeJS.ErrnoException;
    throw new HaidangError('file-unwritable', { path, why: systemWords(error) });
  }
}

export function refused(path: string, why: { vi: string; en: string }): HaidangError {
  return new HaidangError('backup-refused', { path, why });
}

class Backup {
  readonly #order: BackupOrder;
  readonly #draft: string;
  readonly #files: SavedFile[] = [];
  #base = new Map<string, SavedFile>();
  #linked = 0;

  constructor(order: BackupOrder, draft: string) {
    this.#order = order;
    this.#draft = draft;
  }

  async run(): Promise<BackupResult> {
    const { folder, base, configFile, program, clock } = this.#order;
    const startedAt = new Date(clock()).toISOString();
    if (base !== undefined) this.#base = await filesOf(base);
    for (const name of DATABASES) if (existsSync(join(folder, name))) await this.#database(name);
    const storePosition = this.#storePosition();
    const journalEnd = await this.#journal();
    await this.#attachments();
    await this.#keptReports();
    for (const name of PLAIN_FILES) if (existsSync(join(folder, name))) await this.#copy(name);
    if (configFile !== undefined) await this.#config(configFile);
    const manifest: BackupManifest = {
      ...{ format: 'haidang-backup/1', program, startedAt, finishedAt: new Date(clock()).toISOString() },
      ...(storePosition !== undefined && { storePosition }),
      ...{ journalEnd, files: this.#files },
    };
    await saveFile(join(this.#draft, MANIFEST_FILE), Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`));
    syncNames(this.#draft);
    return { manifest, bytes: this.#files.reduce((sum, { bytes }) => sum + bytes, 0), linked: this.#linked };
  }

  #inDraft(path: string): string {
    return join(this.#draft, DATA_FOLDER, path);
  }

  #saved(path: string, copied: Copied): void {
    this.#files.push({ path: `${DATA_FOLDER}/${path}`, ...copied });
  }

  /** What SQLite's own backup gives: the whole as of one moment, while others write. */
  async #database(name: string): Promise<void> {
    const to = this.#inDraft(name);
    await saveFile(to, new Uint8Array(0));
    const source = new DatabaseSync(join(this.#order.folder, name), { readOnly: true });
    try {
      source.exec('PRAGMA busy_timeout = 10000');
      await copyDatabase(source, to, { rate: ALL_PAGES });
    } finally {
      source.close();
    }
    await syncFile(to);
    this.#saved(name, await hashFile(to));
  }

  #storePosition(): number | undefined {
    const path = this.#inDraft('store.db');
    if (!existsSync(path)) return undefined;
    const store = new DatabaseSync(path, { readOnly: true });
    try {
      return (store.prepare('SELECT position FROM checkpoint').get() as { position: number } | undefined)?.position;
    } finally {
      store.close();
    }
  }

  /** @returns position behind the last record */
  async #journal(): Promise<number> {
    const dir = join(this.#order.folder, 'journal');
    // Before the segments that it vouches for.
    if (existsSync(join(dir, SEALS_FILE))) await this.#copy(`journal/${SEALS_FILE}`);
    let end = 0;
    const segments = listSegments(dir);
    for (const [index, segment] of segments.entries()) {
      const isLast = index === segments.length - 1;
      const saved = isLast && !segment.packed ? await this.#lastSegment(segment) : await this.#closedSegment(segment);
      end = segment.start + contentSize({ ...segment, path: this.#inDraft(saved), packed: saved.endsWith('.hdz') });
    }
    for (const name of readdirSync(dir)) if (/\.cut-\d+$/.test(name)) await this.#copy(`journal/${name}`);
    return end;
  }

  /** Up to the last record that is whole: the next one may be half written at this moment. */
  async #lastSegment(segment: Segment): Promise<string> {
    const path = `journal/${basename(segment.path)}`;
    const bytes = await readFile(segment.path).catch(onlyMissing);
    if (!bytes) return this.#closedSegment(segment);
    const whole = bytes.subarray(0, validEnd(bytes).end);
    // Whole records behind a damaged one are kept with it: that is for `journal verify` to name.
    const isTorn = findRecord(bytes, whole.length + 1) === undefined;
    this.#saved(path, await saveFile(this.#inDraft(path), isTorn ? whole : bytes));
    return path;
  }

  /** As it lies there, or as it was packed meanwhile. */
  async #closedSegment({ path: from, start, packed }: Segment): Promise<string> {
    const path = `journal/${basename(from)}`;
    if (packed || existsSync(from)) {
      try {
        await this.#copy(path);
        return path;
      } catch (error) {
        if (packed) throw error;
        onlyMissing(error);
        rmSync(this.#inDraft(path), { force: true });
      }
    }
    const now = `journal/${basename(packedPath(dirname(from), start))}`;
    await this.#copy(now);
    return now;
  }

  /** They lie under the hash of their bytes, so what has the same name is the same. */
  async #attachments(): Promise<void> {
    const folder = join(this.#order.folder, 'files');
    if (!existsSync(folder)) return;
    for (const part of readdirSync(folder)) {
      for (const name of readdirSync(join(folder, part))) {
        if (/^[0-9a-f]{64}$/.test(name)) await this.#copy(`files/${part}/${name}`);
      }
    }
  }

  /** Of each the file first, then what says that it is there: one that is made or deleted meanwhile comes whole or not at all. */
  async #keptReports(): Promise<void> {
    const folder = join(this.#order.folder, REPORTS_FOLDER);
    if (!existsSync(folder)) return;
    for (const name of readdirSync(folder)) {
      if (!name.endsWith('.json')) continue;
      const path = `${REPORTS_FOLDER}/${name.slice(0, -'.json'.length)}`;
      if (!existsSync(join(this.#order.folder, path))) continue;
      await this.#copy(path).catch(onlyMissing);
      await this.#copy(`${path}.json`).catch(onlyMissing);
    }
  }

  async #copy(path: string): Promise<void> {
    const from = join(this.#order.folder, path);
    const known = isFinal(path) ? this.#base.get(`${DATA_FOLDER}/${path}`) : undefined;
    if (known && (await linkFile(join(this.#order.base!, known.path), this.#inDraft(path)))) {
      this.#linked++;
      this.#files.push(known);
      return;
    }
    this.#saved(path, await copyFile(from, this.#inDraft(path)));
  }

  async #config(path: string): Promise<void> {
    const name = 'haidang.config.json';
    this.#files.push({ path: name, ...(await copyFile(path, join(this.#draft, name))) });
  }
}

/** Never written to again. */
function isFinal(path: string): boolean {
  return path.endsWith('.hdz') || path.startsWith('files/');
}

function onlyMissing(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  return undefined;
}

/** @throws HaidangError `backup-refused` when there is no backup */
async function filesOf(base: string): Promise<Map<string, SavedFile>> {
  return new Map((await readManifest(base)).files.map((file) => [file.path, file]));
}

/** @throws HaidangError `backup-refused` when there is no backup, or not a whole one */
export async function readManifest(folder: string): Promise<BackupManifest> {
  let found: unknown;
  try {
    found = JSON.parse(await readFile(join(folder, MANIFEST_FILE), 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      const en = `it is no backup, or not a whole one: there is no ${MANIFEST_FILE} in it`;
      throw refused(folder, { vi: `đó không phải bản sao lưu trọn vẹn: bên trong không có ${MANIFEST_FILE}`, en });
    }
    const words =
      error instanceof SyntaxError ? { vi: 'bản kê bị hỏng', en: 'its manifest is damaged' } : systemWords(error);
    throw refused(join(folder, MANIFEST_FILE), words);
  }
  const read = backupManifest.safeParse(found);
  if (read.success) return read.data;
  throw refused(join(folder, MANIFEST_FILE), { vi: 'bản kê bị hỏng', en: 'its manifest is damaged' });
}
