/** What is scheduled, on both queues: it runs, says how it fared, and is not done twice at a time. */
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { createConnection } from 'mongoose';
import { Accounts } from '../../server/auth/accounts.ts';
import type { Config } from '../../server/config.ts';
import { openEngineRoom } from '../../server/ingest/engine-room-client.ts';
import { endSessions } from '../../server/jobs/end-sessions.ts';
import { scheduledJobs } from '../../server/jobs/list.ts';
import type { JobSurroundings, ScheduledJob } from '../../server/jobs/scheduled-job.ts';
import { type JobView, Scheduler } from '../../server/jobs/scheduler.ts';
import { thinTracks } from '../../server/jobs/thin-tracks.ts';
import type { StorePlace } from '../../server/store/open.ts';
import { needMongo } from '../needs.ts';
import { Product, removeFolder, temporaryFolder, until } from '../product.ts';
import { nafRecord } from './api-product.ts';

const HOUR = 3_600_000;
const none = {} as JobSurroundings;
const title = { vi: 'thử', en: 'try' };

function contract(place: () => StorePlace): void {
  let opened: Scheduler[] = [];
  afterEach(async () => {
    for (const scheduler of opened) await scheduler.stop();
    opened = [];
  });

  function schedule(jobs: ScheduledJob[], works = true): { scheduler: Scheduler; problems: string[] } {
    const problems: string[] = [];
    const onProblem = (sentence: string, error: unknown): void => void problems.push(`${sentence}: ${error}`);
    const scheduler = new Scheduler({ place: place(), surroundings: none, works, jobs, lookMs: 50, onProblem });
    opened.push(scheduler);
    return { scheduler, problems };
  }

  const job = (name: string, run: ScheduledJob['run'], more: Partial<ScheduledJob> = {}): ScheduledJob => ({
    ...{ name, title, every: '1 hour', run },
    ...more,
  });

  const viewOf = async (scheduler: Scheduler, name: string): Promise<JobView> =>
    (await scheduler.list()).find((one) => one.name === name)!;

  it('runs a new job at once, and says when it ran and when it is due again', async () => {
    let runs = 0;
    const { scheduler } = schedule([job('good', async () => void runs++)]);
    const view = await until(async () => {
      const now = await viewOf(scheduler, 'good');
      return now.lastFinishedAt !== undefined && now.state === 'waiting' && now;
    });
    expect(runs).to.equal(1);
    expect(view).to.include({ name: 'good', title, every: '1 hour', failures: 0 });
    expect(view.lastError).to.equal(undefined);
    expect(view.nextRunAt! - view.lastRunAt!).to.be.within(HOUR - 1000, HOUR + 1000);
  });

  it('is not put off by a restart, and is not done again before its time', async () => {
    let runs = 0;
    const jobs = [job('hourly', async () => void runs++)];
    const first = schedule(jobs).scheduler;
    const { nextRunAt } = await until(async () => {
      const view = await viewOf(first, 'hourly');
      return view.lastFinishedAt !== undefined && view;
    });
    await first.stop();
    opened = [];
    const second = schedule(jobs).scheduler;
    await second.list();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(runs).to.equal(1);
    expect((await viewOf(second, 'hourly')).nextRunAt).to.equal(nextRunAt);
  });

  it('shows what went wrong, also when it has gone well since', async () => {
    let runs = 0;
    const run = async (): Promise<void> => {
      if (runs++ === 0) throw new Error('no room on the disk');
    };
    const { scheduler, problems } = schedule([job('shaky', run, { every: '1 second' })]);
    const failed = await until(async () => {
      const view = await viewOf(scheduler, 'shaky');
      return view.state === 'failed' && view;
    });
    expect(failed.lastError!.why).to.equal('no room on the disk');
    expect(failed.failures).to.equal(1);
    expect(problems.join()).to.match(/job shaky failed.*no room on the disk/);
    const well = await until(async () => {
      const view = await viewOf(scheduler, 'shaky');
      return runs > 1 && view.state === 'waiting' && view;
    });
    expect(well.lastError).to.deep.equal(failed.lastError);
  });

  it('is run by one of two processes that share the queue, and told by the other', async () => {
    let runs = 0;
    let together = 0;
    let most = 0;
    const run = async (): Promise<void> => {
      runs++;
      most = Math.max(most, ++together);
      await new Promise((resolve) => setTimeout(resolve, 200));
      together--;
    };
    const jobs = [job('shared', run)];
    const a = schedule(jobs).scheduler;
    const b = schedule(jobs).scheduler;
    const c = schedule(jobs, false).scheduler;
    await Promise.all([a.list(), b.list()]);
    await until(async () => (await viewOf(c, 'shared')).lastFinishedAt !== undefined);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect({ runs, most }).to.deep.equal({ runs: 1, most: 1 });
  });

  it('tells a run that the product ends, and waits for it', async () => {
    let ended = false;
    const run: ScheduledJob['run'] = async (_, under) => {
      while (!under.isEnding) {
        await under.goesOn();
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      ended = true;
    };
    const { scheduler } = schedule([job('long', run)]);
    await until(async () => (await viewOf(scheduler, 'long')).state === 'running');
    await scheduler.stop();
    opened = [];
    expect(ended).to.equal(true);
  });

  it('does not schedule what nobody wants any more', async () => {
    const wanted = schedule([job('odd', async () => {})]).scheduler;
    await until(async () => (await viewOf(wanted, 'odd')).lastFinishedAt !== undefined);
    await wanted.stop();
    opened = [];
    const { scheduler } = schedule([job('odd', async () => {}, { isWanted: () => false })]);
    expect(await scheduler.list()).to.deep.equal([]);
  });
}

describe('scheduled work', () => {
  let folder: string;
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => removeFolder(folder));

  describe('on the embedded queue', () => contract(() => ({ folder })));

  describe('on MongoDB', () => {
    let url: string;
    before(function () {
      const named = needMongo(this);
      url = named(`haidang-test-${randomUUID()}`);
    });
    afterEach(async () => {
      const connection = await createConnection(url).asPromise();
      await connection.dropDatabase();
      await connection.close();
    });
    contract(() => ({ folder, url }));
  });

  it('has a name of its own for every job', () => {
    expect(new Set(scheduledJobs.map(({ name }) => name)).size).to.equal(scheduledJobs.length);
  });

  it('clears sessions away that have expired, and no others', async () => {
    let now = 1_700_000_000_000;
    const accounts = new Accounts(join(folder, 'accounts.db'), { clock: () => now, cost: { logN: 10, r: 8, p: 1 } });
    await accounts.addUser('an', 'a-long-password', ['viewer']);
    await accounts.signIn('an', 'a-long-password', '::1');
    now += 7 * HOUR;
    const { token } = await accounts.signIn('an', 'a-long-password', '::1');
    now += 6 * HOUR;
    await endSessions.run({ ...none, accounts }, { goesOn: async () => {}, isEnding: false });
    expect(accounts.session(token)?.name).to.equal('an');
    expect(accounts.sessions.clearExpired()).to.equal(0);
    now += 13 * HOUR;
    expect(accounts.sessions.clearExpired()).to.equal(1);
    accounts.close();
  });

  it('thins tracks of long ago through the engine room', async () => {
    const tiers = [{ afterDays: 2, toleranceM: 50, everyMinutes: 60 }];
    const room = await openEngineRoom({
      ...{ folder, demo: false, tickSeconds: 60, trackCare: { tiers, aroundAlertsHours: 0 } },
      workerFile: new URL('./api-engine-room.mjs', import.meta.url),
      onLost: (why) => {
        throw new Error(why);
      },
    });
    const config = { tracks: { thinning: tiers } } as unknown as Config;
    expect(thinTracks.isWanted!({ ...none, room, config })).to.equal(true);
    const { feed } = await room.openFeed({ name: 'naf', url: 'naf', format: 'naf' });
    const start = Date.now() - 10 * 24 * HOUR;
    const records = Array.from({ length: 300 }, (_, n) =>
      nafRecord('QNa-91001-TS', 15.5, 109 + n / 1000, start + n * 120_000),
    );
    // A fix of today, so that the chunk of those days is not the newest.
    records.push(nafRecord('QNa-91001-TS', 15.5, 110, Date.now() - 60_000));
    const bytes = Buffer.from(records.join('\n'));
    await room.receive({ feed, source: 0, bytes, receivedAt: Date.now(), whole: true });
    let steps = 0;
    // There is something to thin once it is committed.
    await until(async () => {
      await thinTracks.run({ ...none, room, config }, { goesOn: async () => void steps++, isEnding: false });
      return steps > 0;
    });
    expect(await room.thinTracks!()).to.equal(0);
    await room.close();
  });

  it('says so when its queue cannot be used, and nothing else stops', async () => {
    writeFileSync(join(folder, 'jobs.db'), 'no database');
    const product = await Product.start({ data: folder, args: ['--no-demo'] });
    try {
      await product.signIn();
      const answer = await product.fetch('/api/v1/jobs');
      expect(answer.status).to.equal(503);
      expect(((await answer.json()) as { error: { code: string } }).error.code).to.equal('jobs-away');
      expect((await product.fetch('/metrics')).status).to.equal(200);
      expect((await product.fetch('/readyz')).status).to.equal(200);
    } finally {
      await product.stop();
    }
  });

  it('is listed for administrators, and in the figures', async () => {
    const product = await Product.start({ data: folder, args: ['--no-demo'] });
    try {
      const early = await (await product.fetch('/metrics')).text();
      expect(early, 'the figures wait for no queue')
        .to.contain('haidang_vessels')
        .and.not.contain('haidang_job_failed{');
      expect((await product.fetch('/api/v1/jobs')).status).to.equal(401);
      await product.signIn();
      const job = await until(async () => {
        const { jobs } = await product.get<{ jobs: JobView[] }>('/api/v1/jobs');
        return jobs.find(({ name, lastFinishedAt }) => name === 'end-sessions' && lastFinishedAt !== undefined);
      });
      expect(job.name).to.equal('end-sessions');
      const figures = await (await product.fetch('/metrics')).text();
      expect(figures).to.match(/haidang_job_last_finished_seconds\{job="end-sessions"\} \d+/);
      expect(figures).to.match(/haidang_job_failed\{job="end-sessions"\} 0/);
      expect(figures).not.to.match(/thin-tracks/);
    } finally {
      await product.stop();
    }
  });
});
