/**
 * Agenda's queue in an embedded database, for provinces without a database server. It behaves as the MongoDB backend does
 * (one suite holds both) and may be shared by several processes of one machine: each step is a transaction.
 */
import { randomUUID } from 'node:crypto';
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import {
  type AgendaBackend,
  computeJobState,
  type JobId,
  type JobParameters,
  type JobRepository,
  type JobRepositoryOptions,
  type JobsOverview,
  type JobsQueryOptions,
  type JobsResult,
  type RemoveJobsOptions,
} from 'agenda';
import { debounced } from './debounce.ts';
import { type JobRow, jobOfRow, rowOfJob } from './job-record.ts';
import { compareBy, isUnique, meantBy, meantByQuery } from './matching.ts';

const VERSION = 1;
const TABLES = `
CREATE TABLE job (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, type TEXT NOT NULL, next_run INTEGER, priority INTEGER NOT NULL,
  locked_at INTEGER, disabled INTEGER NOT NULL, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX job_next ON job (name, disabled, next_run, priority DESC);
PRAGMA user_version = ${VERSION}`;

/** The first of a name that is due, or that somebody has held beyond his time. */
const NEXT = `SELECT * FROM job WHERE name = ? AND disabled = 0
  AND ((locked_at IS NULL AND next_run <= ?) OR locked_at <= ?) ORDER BY next_run, priority DESC LIMIT 1`;

type Id = JobId | string;

export class SqliteBackend implements AgendaBackend {
  readonly name = 'SQLite';
  readonly ownsConnection = true;
  readonly repository: SqliteJobs;

  /** @param path file of the queue; made when it is missing */
  constructor(path: string) {
    this.repository = new SqliteJobs(path);
  }

  connect(): Promise<void> {
    return this.repository.connect();
  }

  disconnect(): Promise<void> {
    return this.repository.disconnect();
  }
}

class SqliteJobs implements JobRepository {
  readonly #path: string;
  #open: DatabaseSyncInstance | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  async connect(): Promise<void> {
    const db = new DatabaseSync(this.#path);
    // FULL: nothing can work out again what was asked for and what has been done.
    db.exec('PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    this.#open = db;
    this.#atOnce(() => {
      const { user_version: version } = db.prepare('PRAGMA user_version').get() as { user_version: number };
      if (version > VERSION) throw new Error(`a newer version of the program wrote ${this.#path}`);
      if (version === 0) db.exec(TABLES);
    });
  }

  async disconnect(): Promise<void> {
    this.#open?.close();
    this.#open = undefined;
  }

  async queryJobs(options: JobsQueryOptions = {}): Promise<JobsResult> {
    const { state, sort, skip = 0, limit = 0 } = options;
    const now = new Date();
    const found = this.#jobs(meantByQuery(options))
      .sort(compareBy(sort))
      .map((job) => ({ ...job, state: computeJobState(job, now) }))
      .filter((job) => state === undefined || (state === 'paused' ? job.disabled === true : job.state === state));
    return { jobs: found.slice(skip, limit > 0 ? skip + limit : undefined), total: found.length };
  }

  async getJobsOverview(): Promise<JobsOverview[]> {
    const now = new Date();
    const overviews = new Map<string, JobsOverview>();
    for (const job of this.#jobs()) {
      const { name } = job;
      const none = { running: 0, scheduled: 0, queued: 0, completed: 0, failed: 0, repeating: 0, paused: 0 };
      const overview = overviews.get(name) ?? { name, total: 0, ...none };
      overviews.set(name, overview);
      overview.total++;
      overview[computeJobState(job, now)]++;
      if (job.disabled) overview.paused++;
    }
    return [...overviews.values()];
  }

  async getDistinctJobNames(): Promise<string[]> {
    const rows = this.#db.prepare('SELECT DISTINCT name FROM job ORDER BY name').all() as { name: string }[];
    return rows.map(({ name }) => name);
  }

  async getJobById(id: string): Promise<JobParameters | null> {
    return this.#byId(id) ?? null;
  }

  async getQueueSize(): Promise<number> {
    return (this.#db.prepare('SELECT count(*) AS n FROM job WHERE next_run < ?').get(Date.now()) as { n: number }).n;
  }

  async removeJobs(options: RemoveJobsOptions): Promise<number> {
    const remove = this.#db.prepare('DELETE FROM job WHERE id = ?');
    return this.#each(meantBy(options), ({ _id }) => void remove.run(_id));
  }

  async disableJobs(options: RemoveJobsOptions): Promise<number> {
    return this.#able(options, true);
  }

  async enableJobs(options: RemoveJobsOptions): Promise<number> {
    return this.#able(options, false);
  }

  async purgeAllJobs(): Promise<number> {
    return Number(this.#db.prepare('DELETE FROM job').run().changes);
  }

  async unlockJob({ _id }: JobParameters): Promise<void> {
    // One without a next run is under way and keeps its lock.
    if (_id) this.#update(_id, (job) => (job.nextRunAt ? { lockedAt: undefined } : {}));
  }

  async unlockJobs(ids: Id[]): Promise<void> {
    for (const id of ids) this.#update(id, () => ({ lockedAt: undefined }));
  }

  async lockJob(wanted: JobParameters, options?: JobRepositoryOptions): Promise<JobParameters | undefined> {
    if (!wanted._id) return undefined;
    return this.#update(wanted._id, (job) => {
      const isAsKnown = job.name === wanted.name && job.nextRunAt?.getTime() === wanted.nextRunAt?.getTime();
      if (job.lockedAt || job.disabled || !isAsKnown) return undefined;
      return { lockedAt: new Date(), lastModifiedBy: options?.lastModifiedBy };
    });
  }

  async getNextJobToRun(
    name: string,
    nextScanAt: Date,
    lockDeadline: Date,
    now: Date | undefined,
    options?: JobRepositoryOptions,
  ): Promise<JobParameters | undefined> {
    const next = this.#db.prepare(NEXT);
    return this.#atOnce(() => {
      const row = next.get(name, nextScanAt.getTime(), lockDeadline.getTime()) as JobRow | undefined;
      if (!row) return undefined;
      return this.#put({ ...jobOfRow(row), lockedAt: now ?? new Date(), lastModifiedBy: options?.lastModifiedBy });
    });
  }

  /** @throws Error when there is no such job any more */
  async saveJobState(job: JobParameters, options?: JobRepositoryOptions): Promise<void> {
    const { lockedAt, nextRunAt, lastRunAt, progress, failReason, failCount, failedAt, lastFinishedAt } = job;
    const failure = { failReason, failCount, failedAt };
    const state = { lockedAt, nextRunAt, lastRunAt, progress, lastFinishedAt, ...failure };
    const saved = this.#update(job._id ?? '', ({ name }) =>
      name === job.name ? { ...state, lastModifiedBy: options?.lastModifiedBy } : undefined,
    );
    if (!saved) throw new Error(`there is no job ${job._id} (${job.name}) any more`);
  }

  async saveJob<DATA = unknown>(
    job: JobParameters<DATA>,
    options?: JobRepositoryOptions,
  ): Promise<JobParameters<DATA>> {
    const asked: JobParameters = { ...job, lastModifiedBy: options?.lastModifiedBy };
    return this.#atOnce(() => this.#save(asked)) as JobParameters<DATA>;
  }

  #save(asked: JobParameters): JobParameters {
    const { _id, unique, uniqueOpts } = asked;
    if (_id) {
      const known = this.#byId(_id);
      return known?.name === asked.name ? this.#put({ ...asked, _id }) : asked;
    }
    if (asked.type === 'single') return this.#saveSingle(asked);
    if (!unique) return this.#put(asked);
    const [known] = this.#jobs((job) => isUnique(job, unique), asked.name);
    if (uniqueOpts?.debounce) {
      return this.#put({ ...debounced(asked, known, uniqueOpts.debounce, Date.now()), _id: known?._id });
    }
    if (known && uniqueOpts?.insertOnly) return known;
    return this.#put({ ...asked, _id: known?._id });
  }

  /** The one of its name; a time that has come already does not put off when it runs next. */
  #saveSingle(asked: JobParameters): JobParameters {
    const [known] = this.#jobs((job) => job.type === 'single', asked.name);
    const isPast = asked.nextRunAt !== null && asked.nextRunAt.getTime() <= Date.now();
    return this.#put({ ...asked, _id: known?._id, nextRunAt: known && isPast ? known.nextRunAt : asked.nextRunAt });
  }

  #able(options: RemoveJobsOptions, disabled: boolean): number {
    const meant = meantBy(options);
    return this.#each(meant && ((job) => meant(job) && (job.disabled ?? false) !== disabled), (job) => {
      this.#put({ ...job, disabled });
    });
  }

  /** @returns how many it was done to */
  #each(
    meant: ((job: JobParameters) => boolean) | undefined,
    act: (job: JobParameters & { _id: JobId }) => void,
  ): number {
    if (!meant) return 0;
    return this.#atOnce(() => {
      const jobs = this.#jobs(meant);
      for (const job of jobs) act(job);
      return jobs.length;
    });
  }

  #update(id: Id, change: (job: JobParameters) => Partial<JobParameters> | undefined): JobParameters | undefined {
    return this.#atOnce(() => {
      const job = this.#byId(id);
      const changes = job && change(job);
      return job && changes ? this.#put({ ...job, ...changes }) : undefined;
    });
  }

  #jobs(meant: (job: JobParameters) => boolean = () => true, name?: string) {
    const rows = (
      name === undefined
        ? this.#db.prepare('SELECT * FROM job ORDER BY id').all()
        : this.#db.prepare('SELECT * FROM job WHERE name = ? ORDER BY id').all(name)
    ) as JobRow[];
    return rows.map(jobOfRow).filter(meant);
  }

  #byId(id: Id): JobParameters | undefined {
    const row = this.#db.prepare('SELECT * FROM job WHERE id = ?').get(String(id)) as JobRow | undefined;
    return row && jobOfRow(row);
  }

  #put(job: JobParameters): JobParameters {
    const row = rowOfJob(job._id ?? randomUUID(), job);
    const { id, name, type, next_run, priority, locked_at, disabled, body } = row;
    this.#db
      .prepare('INSERT OR REPLACE INTO job VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
      .run(id, name, type, next_run, priority, locked_at, disabled, body);
    return jobOfRow(row);
  }

  get #db(): DatabaseSyncInstance {
    if (!this.#open) throw new Error('the queue is not open');
    return this.#open;
  }

  #atOnce<T>(act: () => T): T {
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      const result = act();
      this.#db.exec('COMMIT');
      return result;
    } catch (error) {
      this.#db.exec('ROLLBACK');
      throw error;
    }
  }
}
