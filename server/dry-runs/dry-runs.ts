/**
 * Dry runs that people ask for: one at a time in a thread of its own, a few waiting, what came out kept for an hour. None
 * of it outlives the process: a dry run changes nothing and can be asked for again.
 */
import { randomUUID } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { DryRunResult } from '../../geofences/dry-run/result.ts';
import { notFound } from '../api/faults.ts';
import { HaidangError } from '../errors.ts';
import type { StorePlace } from '../store/open.ts';
import { systemWords } from '../system-words.ts';
import type { DryRunData, FromDryRun, ToDryRun } from './messages.ts';
import type { Proposal } from './stored.ts';

/** Waiting beside the one that runs; who comes after that is told to come again. */
const MOST_WAITING = 4;
/** What came out is kept so long, and of no more runs than this. */
const KEPT_MS = 3_600_000;
const MOST_KEPT = 20;
/** Vessels that an answer lists, most changed first. */
const MOST_VESSELS = 500;
/** A run that needs more memory ends itself, not the product. */
const MOST_HEAP_MB = 1024;

/** A dry run as the API shows it. */
export interface DryRunView {
  id: string;
  state: 'waiting' | 'running' | 'done' | 'failed';
  days: number;
  by: string;
  /** Epoch ms. */
  askedAt: number;
  /** Runs before this one. */
  ahead: number;
  /** 0 to 1. */
  done: number;
  fixes: number;
  tookMs?: number;
  /** `vessels` holds the first 500; `totals` counts all. */
  result?: DryRunResult;
  error?: { code: string; vi: string; en: string };
}

interface Job {
  id: string;
  state: DryRunView['state'];
  by: string;
  askedAt: number;
  endedAt?: number;
  proposal: Proposal;
  done: number;
  fixes: number;
  tookMs?: number;
  result?: DryRunResult;
  error?: HaidangError;
}

interface DryRunsOptions {
  place: StorePlace;
  clock: () => number;
  /** The built worker file; tests and `npm start` use the same. */
  workerFile?: URL;
}

export class DryRuns {
  readonly #options: DryRunsOptions;
  readonly #jobs = new Map<string, Job>();
  #waiting: Job[] = [];
  #running: { job: Job; worker: Worker; ended: Promise<void> } | undefined;
  #closed = false;

  constructor(options: DryRunsOptions) {
    this.#options = options;
  }

  /** Takes a proposal that has been checked. @throws HaidangError `dry-runs-full` */
  ask(proposal: Proposal, by: string): DryRunView {
    this.#forgetOld();
    if (this.#waiting.length >= MOST_WAITING) throw new HaidangError('dry-runs-full', { n: MOST_WAITING, seconds: 30 });
    const askedAt = this.#options.clock();
    const job: Job = { id: randomUUID(), state: 'waiting', by, askedAt, proposal, done: 0, fixes: 0 };
    this.#jobs.set(job.id, job);
    this.#waiting.push(job);
    this.#next();
    return this.#view(job);
  }

  /** @throws HaidangError `not-found` */
  get(id: string): DryRunView {
    this.#forgetOld();
    return this.#view(this.#find(id));
  }

  /** Ends it if it has not ended, and forgets it. @throws HaidangError `not-found` */
  async cancel(id: string): Promise<void> {
    const job = this.#find(id);
    this.#jobs.delete(id);
    this.#waiting = this.#waiting.filter((waiting) => waiting !== job);
    if (this.#running?.job === job) await this.#stop();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#waiting = [];
    await this.#stop();
  }

  #find(id: string): Job {
    const job = this.#jobs.get(id);
    if (!job) throw notFound({ vi: `lần thử quy tắc “${id}”`, en: `The dry run “${id}”` });
    return job;
  }

  #view(job: Job): DryRunView {
    const { id, state, by, askedAt, proposal, done, fixes, tookMs, result, error } = job;
    const place = this.#waiting.indexOf(job);
    const view: DryRunView = {
      id,
      state,
      days: proposal.days,
      by,
      askedAt,
      ahead: place < 0 ? 0 : place + (this.#running ? 1 : 0),
      done,
      fixes,
    };
    if (tookMs !== undefined) view.tookMs = tookMs;
    if (result) view.result = result;
    if (error) view.error = error.toJSON().error;
    return view;
  }

  #next(): void {
    if (this.#running || this.#closed) return;
    const job = this.#waiting.shift();
    if (!job) return;
    job.state = 'running';
    const { place, clock, workerFile } = this.#options;
    const data: DryRunData = { place, proposal: job.proposal, now: clock() };
    const worker = new Worker(workerFile ?? new URL('./dry-run.js', import.meta.url), {
      workerData: data,
      resourceLimits: { maxOldGenerationSizeMb: MOST_HEAP_MB },
    });
    worker.on('message', (message: FromDryRun) => this.#hear(job, message));
    worker.on('error', (error) => this.#fail(job, error));
    const ended = new Promise<void>((resolve) => {
      worker.once('exit', () => {
        this.#fail(job, new Error('the thread ended'));
        this.#running = undefined;
        resolve();
        this.#next();
      });
    });
    this.#running = { job, worker, ended };
  }

  #hear(job: Job, message: FromDryRun): void {
    if (message.type === 'failed') {
      this.#fail(job, new Error(message.why));
      return;
    }
    job.fixes = message.fixes;
    if (message.type === 'progress') {
      job.done = message.done;
      return;
    }
    const { result, tookMs } = message;
    Object.assign(job, { state: 'done', done: 1, tookMs, endedAt: this.#options.clock() });
    job.result = { ...result, vessels: result.vessels.slice(0, MOST_VESSELS) };
  }

  /** Only what has not come to an end can fail. */
  #fail(job: Job, error: Error): void {
    if (job.state !== 'running') return;
    const isMemory = (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY';
    const why = isMemory
      ? { vi: `cần hơn ${MOST_HEAP_MB} MB bộ nhớ`, en: `it needs more than ${MOST_HEAP_MB} MB of memory` }
      : systemWords(error);
    job.state = 'failed';
    job.endedAt = this.#options.clock();
    job.error = new HaidangError('dry-run-failed', { why });
  }

  async #stop(): Promise<void> {
    if (!this.#running) return;
    const { worker, ended } = this.#running;
    worker.postMessage({ type: 'stop' } satisfies ToDryRun);
    await ended;
  }

  #forgetOld(): void {
    const ended = [...this.#jobs.values()].filter(({ endedAt }) => endedAt !== undefined);
    const horizon = this.#options.clock() - KEPT_MS;
    ended.forEach(({ id, endedAt }, i) => {
      if (endedAt! < horizon || i < ended.length - MOST_KEPT) this.#jobs.delete(id);
    });
  }
}
