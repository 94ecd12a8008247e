/** Runs what is scheduled, on the queue of whichever store there is, and says how each job fares. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Agenda, Job, JobParameters } from 'agenda';
import { HaidangError } from '../errors.ts';
import type { StorePlace } from '../store/open.ts';
import { systemWords, type Words } from '../system-words.ts';
import { scheduledJobs } from './list.ts';
import { openJobs } from './open.ts';
import type { JobSurroundings, ScheduledJob } from './scheduled-job.ts';

const LOOK_MS = 5000;
const SAY_AGAIN_MS = 60_000;
const DEAD_AFTER_MINUTES = 10;
/** A run that has not left off by then is done again after the next start. */
const STOP_MS = 5000;

export interface JobView {
  name: string;
  title: Words;
  every: string;
  state: 'running' | 'waiting' | 'failed';
  /** All epoch ms. */
  lastRunAt?: number;
  lastFinishedAt?: number;
  nextRunAt?: number;
  /** The last failure, also when it has gone well since. */
  lastError?: { at: number; why: string };
  /** Failures since the queue was made. */
  failures: number;
}

interface SchedulerOptions {
  place: StorePlace;
  surroundings: JobSurroundings;
  /** False: only tells what others run. */
  works: boolean;
  jobs?: readonly ScheduledJob[];
  /** Milliseconds between looks at the queue. */
  lookMs?: number;
  /** Milliseconds until it begins: a start has more urgent things to do. */
  afterMs?: number;
  /** Jobs are run from then on: they act by what the store says. */
  runsAfter?: Promise<void>;
  onProblem: (sentence: string, error: unknown) => void;
}

export class Scheduler {
  readonly #options: SchedulerOptions;
  readonly #jobs: readonly ScheduledJob[];
  readonly #agenda: Promise<Agenda>;
  readonly #ending = new AbortController();
  #isOpen = false;

  /** Begins at once and keeps nobody waiting: a queue that cannot be opened is a problem of what is scheduled, and of nothing else. */
  constructor(options: SchedulerOptions) {
    const { jobs = scheduledJobs, surroundings } = options;
    this.#options = options;
    this.#jobs = jobs.filter((job) => job.isWanted?.(surroundings) ?? true);
    const { signal } = this.#ending;
    this.#agenda = pause(options.afterMs ?? 0, undefined, { signal }).then(() => this.#open());
    this.#agenda.catch((error: unknown) => {
      if (!signal.aborted) options.onProblem('the queue of scheduled jobs cannot be used', error);
    });
  }

  /** In the order of their list. @throws HaidangError `jobs-away` */
  async list(): Promise<JobView[]> {
    const known = await this.#known();
    return this.#jobs.map((job) =>
      viewOf(
        job,
        this.#every(job),
        known.find(({ name }) => name === job.name),
      ),
    );
  }

  /** The same for whoever does not wait: nothing while the queue is not open yet, which a start leaves for later. */
  async listSoFar(): Promise<JobView[]> {
    return this.#isOpen ? this.list() : [];
  }

  async #known(): Promise<JobParameters[]> {
    try {
      const agenda = await this.#agenda;
      return (await agenda.queryJobs({ names: this.#jobs.map(({ name }) => name) })).jobs;
    } catch (error) {
      throw new HaidangError('jobs-away', { why: systemWords(error) });
    }
  }

  /** What runs is told to leave off and is waited for. */
  async stop(): Promise<void> {
    this.#ending.abort();
    const agenda = await this.#agenda.catch(() => undefined);
    if (this.#options.works) await agenda?.drain({ timeout: STOP_MS, closeConnection: true });
    else await agenda?.stop(true);
  }

  async #open(): Promise<Agenda> {
    const { place, works, lookMs = LOOK_MS, onProblem, jobs = scheduledJobs } = this.#options;
    const agenda = await openJobs(place, { processEvery: lookMs });
    await agenda.ready;
    this.#isOpen = true;
    let saidAt = Number.NEGATIVE_INFINITY;
    agenda.on('error', (error: unknown) => {
      // It is asked every few seconds.
      if (performance.now() - saidAt < SAY_AGAIN_MS) return;
      saidAt = performance.now();
      onProblem('the queue of scheduled jobs does not answer', error);
    });
    if (!works) return agenda;
    agenda.on('fail', (error: unknown, job: Job) => onProblem(`the job ${job.attrs.name} failed`, error));
    for (const job of this.#jobs) this.#define(agenda, job);
    const unwanted = jobs.filter((job) => !this.#jobs.includes(job)).map(({ name }) => name);
    if (unwanted.length > 0) await agenda.cancel({ names: unwanted });
    this.#start(agenda).catch((error: unknown) => onProblem('the queue of scheduled jobs cannot be used', error));
    return agenda;
  }

  async #start(agenda: Agenda): Promise<void> {
    await this.#options.runsAfter;
    if (this.#ending.signal.aborted) return;
    await agenda.start();
    for (const job of this.#jobs) await agenda.every(this.#every(job), job.name, undefined, { timezone: 'UTC' });
  }

  #every({ every }: ScheduledJob): string {
    return typeof every === 'string' ? every : every(this.#options.surroundings.config);
  }

  #define(agenda: Agenda, job: ScheduledJob): void {
    const { surroundings } = this.#options;
    const { signal } = this.#ending;
    agenda.define(
      job.name,
      async (run) => {
        const under = {
          goesOn: () => run.touch(),
          get isEnding() {
            return signal.aborted;
          },
        };
        await job.run(surroundings, under);
      },
      { concurrency: 1, lockLimit: 1, lockLifetime: (job.deadAfterMinutes ?? DEAD_AFTER_MINUTES) * 60_000 },
    );
  }
}

function viewOf({ name, title }: ScheduledJob, every: string, known: JobParameters | undefined): JobView {
  const { lastRunAt, lastFinishedAt, nextRunAt, failReason, failedAt, failCount, lockedAt } = known ?? {};
  const time = (date: Date | null | undefined): number | undefined => date?.getTime();
  const hasFailed = failedAt !== undefined && failedAt !== null && !(lastRunAt && lastRunAt > failedAt);
  const view: JobView = {
    name,
    title,
    every,
    state:
      lockedAt && lastRunAt && !(lastFinishedAt && lastFinishedAt >= lastRunAt)
        ? 'running'
        : hasFailed
          ? 'failed'
          : 'waiting',
    lastRunAt: time(lastRunAt),
    lastFinishedAt: time(lastFinishedAt),
    nextRunAt: time(nextRunAt),
    failures: failCount ?? 0,
  };
  if (failedAt && failReason) view.lastError = { at: failedAt.getTime(), why: failReason };
  return view;
}
