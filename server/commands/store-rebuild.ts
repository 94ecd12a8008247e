/** `haidang store rebuild`: works the store out again from the journal into a new file, while the old one serves. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { defaultDataFolder } from '../config.ts';
import { holdLock, takeDataFolder } from '../data-folder.ts';
import { HaidangError } from '../errors.ts';
import { landZones } from '../ingest/land.ts';
import { Pipeline } from '../ingest/pipeline.ts';
import { firstMissing } from '../journal/reach.ts';
import { listSegments, readJournal } from '../journal/segments.ts';
import type { Alert } from '../models/alert.ts';
import { type Differences, differences } from '../store/alert-differences.ts';
import { storeFile } from '../store/open.ts';
import { SqliteStore } from '../store/sqlite/sqlite-store.ts';
import {
  dropRebuilding,
  finishRebuilding,
  REBUILDING_FILE,
  REBUILT_FILE,
  takeRebuilt,
  unusable,
} from '../store/sqlite/store-file.ts';
import { StoreFailure } from '../store/store-failure.ts';

const COMMIT_RECORDS = 2000;
const PROGRESS_MS = 1000;

interface Rebuilding {
  folder: string;
  publicUrl?: string;
  json: boolean;
}

/** What the old store says, up to the position that it has reached. */
interface Before {
  position: number;
  alerts: Alert[];
}

/** @throws HaidangError in one sentence for what can't be rebuilt */
export async function rebuild(options: Rebuilding): Promise<number> {
  const { folder } = options;
  const dir = join(folder, 'journal');
  if (!existsSync(dir)) throw new HaidangError('no-data', { path: dir, demo: defaultDataFolder(true) });
  const missing = firstMissing(dir);
  if (missing !== undefined) throw cannot(folder, missing);
  try {
    return await underLock(options, dir);
  } catch (error) {
    if (!StoreFailure.is(error)) throw error;
    throw unusable(join(folder, REBUILDING_FILE), StoreFailure.of(error));
  }
}

async function underLock({ folder, publicUrl, json }: Rebuilding, dir: string): Promise<number> {
  const release = holdLock(join(folder, 'rebuild.lock.db'), () => {
    const vi = 'một lần dựng lại khác đang chạy';
    return new HaidangError('store-unusable', { path: folder, why: { vi, en: 'it is being rebuilt already' } });
  });
  const releaseFolder = folderUnlessInUse(folder);
  try {
    const before = await readBefore(folder);
    // What a running server has committed is durable; of what it is writing just now nobody knows.
    const until = releaseFolder ? Number.POSITIVE_INFINITY : (before?.position ?? listSegments(dir).at(-1)?.start ?? 0);
    const filled = await fill({ folder, dir, publicUrl, before, until });
    finishRebuilding(folder);
    if (releaseFolder) takeRebuilt(folder, () => {});
    report({ ...filled, inPlace: releaseFolder !== undefined, before, json });
    return 0;
  } catch (error) {
    dropRebuilding(folder);
    throw error;
  } finally {
    releaseFolder?.();
    release();
  }
}

interface Filling {
  folder: string;
  dir: string;
  publicUrl: string | undefined;
  before: Before | undefined;
  /** Records that end after this position are left to the next start. */
  until: number;
}

async function fill({ folder, dir, publicUrl, before, until }: Filling) {
  dropRebuilding(folder);
  const store = new SqliteStore(join(folder, REBUILDING_FILE), 'write');
  let problems = 0;
  const pipeline = await Pipeline.restore({
    store,
    demo: resolve(folder) === resolve(defaultDataFolder(true)),
    publicUrl,
    land: landZones,
    onProblem: (sentence, error) => {
      problems++;
      console.error(`haidang store: ${sentence}: ${String(error)}`);
    },
  });
  const progress = new Progress(Math.min(until, journalEnd(dir)));
  let found: Differences | undefined;
  const compare = async (): Promise<void> => {
    await pipeline.commit();
    found = differences(before!.alerts, await allAlerts(store));
  };
  let records = 0;
  const damaged = ({ path, offset, damage }: { path: string; offset: number; damage: string }): void => {
    problems++;
    console.error(`haidang store: ${path} is damaged at byte ${offset} (${damage}); it is passed over`);
  };
  for (const record of readJournal(dir, 0, damaged)) {
    if (before && !found && record.position >= before.position) await compare();
    if (record.next > until) break;
    await pipeline.apply(record);
    if (++records % COMMIT_RECORDS !== 0) continue;
    await pipeline.commit();
    progress.tell(record.next);
    await nextTurn();
  }
  await pipeline.commit();
  if (before && !found && pipeline.position >= before.position) await compare();
  const alerts = (await allAlerts(store)).length;
  const { position } = pipeline;
  await store.close();
  return { position, records, alerts, problems, differences: found };
}

/** Holds the folder, so that no server starts meanwhile; undefined when one runs. */
function folderUnlessInUse(folder: string): (() => void) | undefined {
  try {
    return takeDataFolder(folder);
  } catch (error) {
    if (error instanceof HaidangError && error.code === 'data-in-use') return undefined;
    throw error;
  }
}

/** Position and alerts that belong together; undefined when the old store can't be read, or changes too fast. */
async function readBefore(folder: string): Promise<Before | undefined> {
  let store: SqliteStore | undefined;
  try {
    store = new SqliteStore(storeFile(folder), 'read');
    for (let tries = 0; tries < 5; tries++) {
      const { position } = await store.checkpoint();
      const alerts = await allAlerts(store);
      if ((await store.checkpoint()).position === position) return { position, alerts };
    }
  } catch (error) {
    console.error(`haidang store: the old store cannot be compared (${StoreFailure.of(error).words.en}).`);
  } finally {
    await store?.close();
  }
  return undefined;
}

function allAlerts(store: SqliteStore): Promise<Alert[]> {
  return store.alerts({ state: 'all', limit: Number.MAX_SAFE_INTEGER });
}

function journalEnd(dir: string): number {
  let end = 0;
  const last = listSegments(dir).at(-1);
  if (!last) return 0;
  for (const { next } of readJournal(dir, last.start)) end = next;
  return Math.max(end, last.start);
}

class Progress {
  readonly #end: number;
  readonly #began = performance.now();
  #told = performance.now();

  constructor(end: number) {
    this.#end = end;
  }

  tell(position: number): void {
    const now = performance.now();
    if (now - this.#told < PROGRESS_MS) return;
    this.#told = now;
    const share = Math.min(1, position / Math.max(1, this.#end));
    const left = Math.round(((now - this.#began) / 1000) * (1 / share - 1));
    console.error(`${Math.floor(share * 100)} % of ${this.#end} bytes, about ${left} s left`);
  }
}

interface Report {
  position: number;
  records: number;
  alerts: number;
  problems: number;
  differences: Differences | undefined;
  inPlace: boolean;
  before: Before | undefined;
  json: boolean;
}

function report({ json, before, inPlace, differences: found, ...counts }: Report): void {
  if (json) {
    console.log(JSON.stringify({ ...counts, comparedAt: found && before?.position, ...found, inPlace }));
    return;
  }
  console.log(
    `${counts.records} records up to position ${counts.position}: ${counts.alerts} alerts, ${counts.problems} problems.`,
  );
  if (found) {
    console.log(
      `Of the ${before!.alerts.length} alerts of the old store, ${found.same} are the same, ${found.changed.length} differ, ` +
        `${found.gone.length} are gone; ${found.added.length} are new.`,
    );
    for (const word of ['changed', 'gone', 'added'] as const)
      for (const one of found[word]) console.log(`${word} ${one}`);
  }
  console.log(
    inPlace
      ? 'The new store is in place.'
      : `A server uses the old store; ${REBUILT_FILE} takes its place when it is started again.`,
  );
}

function cannot(folder: string, missing: number): HaidangError {
  const vi = `nhật ký thiếu từ vị trí ${missing} nên không dựng lại được; hãy khôi phục bản sao lưu của nhật ký`;
  const en = `the journal lacks what stood from position ${missing} on, so it cannot be rebuilt; restore a backup of the journal`;
  return new HaidangError('store-unusable', { path: folder, why: { vi, en } });
}
