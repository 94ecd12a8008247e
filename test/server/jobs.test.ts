/** Scheduled work: the queue on SQLite does all that the one on MongoDB does. */
import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Agenda } from 'agenda';
import { expect } from 'chai';
import { createConnection } from 'mongoose';
import { type JobsOptions, openJobs } from '../../server/jobs/open.ts';
import type { StorePlace } from '../../server/store/open.ts';
import { needMongo } from '../needs.ts';
import { removeFolder, temporaryFolder, until } from '../product.ts';

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

function jobsContract(place: () => StorePlace): void {
  let opened: Agenda[] = [];

  async function queue(options: JobsOptions = {}): Promise<Agenda> {
    const agenda = await openJobs(place(), { processEvery: 20, ...options });
    opened.push(agenda);
    await agenda.ready;
    return agenda;
  }

  afterEach(async () => {
    for (const agenda of opened) await agenda.stop(true);
    opened = [];
  });

  const ended = (agenda: Agenda, name: string, times = 1): Promise<void> =>
    new Promise((resolve) => {
      let left = times;
      agenda.on(`complete:${name}`, () => {
        if (--left === 0) resolve();
      });
    });

  it('runs a job now, with its data, and says that it is done', async () => {
    const agenda = await queue();
    const got: unknown[] = [];
    agenda.define('report', async ({ attrs }) => void got.push(attrs.data));
    await agenda.start();
    const done = ended(agenda, 'report');
    await agenda.now('report', { unit: 'Quảng Ngãi', days: [1, 2] });
    await done;
    expect(got).to.deep.equal([{ unit: 'Quảng Ngãi', days: [1, 2] }]);
    const job = await until(async () => {
      const { jobs } = await agenda.queryJobs({ name: 'report' });
      return jobs[0]?.lastFinishedAt && jobs[0];
    });
    expect(job).to.include({ state: 'completed', nextRunAt: null });
    expect(job.lockedAt).to.equal(undefined);
  });

  it('runs a job at its time and not before, over a restart', async () => {
    const first = await queue();
    const at = new Date(Date.now() + 400);
    await first.schedule(at, 'later', {});
    await first.stop();
    const agenda = await queue();
    let ranAt = 0;
    agenda.define('later', async () => {
      ranAt = Date.now();
    });
    const done = ended(agenda, 'later');
    await agenda.start();
    await done;
    expect(ranAt).to.be.at.least(at.getTime());
  });

  it('repeats a job, and there is one of it however often it is asked for', async () => {
    const agenda = await queue();
    let runs = 0;
    agenda.define('tick', async () => {
      runs++;
    });
    await agenda.every(200, 'tick');
    await agenda.every(60, 'tick');
    expect((await agenda.queryJobs({ name: 'tick' })).jobs).to.have.length(1);
    const done = ended(agenda, 'tick', 3);
    await agenda.start();
    await done;
    expect(runs).to.be.at.least(3);
    const [job] = (await agenda.queryJobs({ name: 'tick' })).jobs;
    expect(job).to.include({ type: 'single', repeatInterval: 60 });
    expect(job!.nextRunAt).to.be.instanceOf(Date);
  });

  it('keeps one job where it is to be unique, changed or as it was', async () => {
    const agenda = await queue();
    const ask = (unit: string, n: number, insertOnly?: boolean) =>
      agenda
        .create('unique', { unit, n })
        .unique({ 'data.unit': unit }, insertOnly ? { insertOnly } : undefined)
        .schedule(new Date(Date.now() + 60_000))
        .save();
    await ask('A', 1);
    await ask('A', 2);
    await ask('B', 3);
    await ask('B', 4, true);
    const { jobs } = await agenda.queryJobs({ name: 'unique', sort: { nextRunAt: 'asc' } });
    expect(jobs.map(({ data }) => data)).to.have.deep.members([
      { unit: 'A', n: 2 },
      { unit: 'B', n: 3 },
    ]);
  });

  it('puts off a job that is asked for again and again, once', async () => {
    const agenda = await queue();
    const got: unknown[] = [];
    agenda.define('late', async ({ attrs }) => void got.push(attrs.data));
    const done = ended(agenda, 'late');
    await agenda.start();
    for (let n = 1; n <= 3; n++) {
      await agenda.create('late', { n, for: 'v1' }).unique({ 'data.for': 'v1' }).debounce(250).save();
      await pause(30);
    }
    await done;
    await pause(300);
    expect(got).to.deep.equal([{ n: 3, for: 'v1' }]);
  });

  it('runs no more of a kind at once than it may, the urgent ones first', async () => {
    const agenda = await queue({ maxConcurrency: 10 });
    let [running, most] = [0, 0];
    const order: number[] = [];
    agenda.define<{ n: number }>(
      'two',
      async ({ attrs }) => {
        order.push(attrs.data.n);
        most = Math.max(most, ++running);
        await pause(30);
        running--;
      },
      { concurrency: 2 },
    );
    const at = new Date();
    for (let n = 0; n < 8; n++) await agenda.create('two', { n }).priority(n).schedule(at).save();
    const done = ended(agenda, 'two', 8);
    await agenda.start();
    await done;
    expect(most).to.equal(2);
    expect(order).to.have.length(8);
    expect(order[0]).to.be.greaterThan(3);
  });

  it('takes over a job whose holder has died, when its lock is over', async () => {
    const dead = await queue({ defaultLockLifetime: 300 });
    dead.define('taken', () => new Promise<void>(() => {}));
    const started = new Promise((resolve) => dead.on('start:taken', resolve));
    await dead.start();
    await dead.now('taken', {});
    await started;
    const began = Date.now();
    const agenda = await queue({ defaultLockLifetime: 300 });
    agenda.define('taken', async () => {});
    const done = ended(agenda, 'taken');
    await agenda.start();
    await done;
    expect(Date.now() - began).to.be.at.least(200);
  });

  it('tries a job again that failed, with a pause, and gives up at last with its words', async () => {
    const agenda = await queue();
    let tries = 0;
    agenda.define(
      'failing',
      async () => {
        tries++;
        throw new Error(`lần ${tries}`);
      },
      { backoff: ({ attempt }) => (attempt <= 2 ? 30 : null) },
    );
    const gaveUp = new Promise((resolve) => agenda.on('retry exhausted:failing', resolve));
    await agenda.start();
    await agenda.now('failing', {});
    await gaveUp;
    const job = await until(async () => {
      const { jobs } = await agenda.queryJobs({ name: 'failing' });
      return jobs[0]?.failCount === 3 && jobs[0];
    });
    expect(tries).to.equal(3);
    expect(job).to.include({ state: 'failed', failReason: 'lần 3', nextRunAt: null });
  });

  it('cancels by name or data, but never everything for want of a name', async () => {
    const agenda = await queue();
    const at = new Date(Date.now() + 60_000);
    for (const unit of ['A', 'B']) await agenda.schedule(at, 'one', { unit, more: { x: 1 } });
    await agenda.schedule(at, 'other', {});
    expect(await agenda.cancel({})).to.equal(0);
    expect(await agenda.cancel({ name: 'one', data: { unit: 'A' } })).to.equal(1);
    expect(await agenda.cancel({ data: { more: { x: 1 } } })).to.equal(1);
    expect(await agenda.cancel({ name: 'none' })).to.equal(0);
    expect((await agenda.queryJobs({})).jobs.map(({ name }) => name)).to.deep.equal(['other']);
  });

  it('does not run what is disabled, until it is enabled', async () => {
    const agenda = await queue();
    let runs = 0;
    agenda.define('able', async () => {
      runs++;
    });
    await agenda.schedule(new Date(), 'able', {});
    expect(await agenda.disable({ name: 'able' })).to.equal(1);
    await agenda.start();
    await pause(150);
    expect(runs).to.equal(0);
    const done = ended(agenda, 'able');
    expect(await agenda.enable({ name: 'able' })).to.equal(1);
    await done;
    expect(runs).to.equal(1);
  });

  it('shared by two processes, runs each job exactly once', async () => {
    const { folder, url } = place();
    const file = join(folder, 'ran.txt');
    writeFileSync(file, '');
    const agenda = await queue();
    const workers = [0, 1].map(() =>
      fork(new URL('./jobs-worker.mjs', import.meta.url), [folder, url ?? '', file], { execArgv: [] }),
    );
    await Promise.all(workers.map((worker) => once(worker, 'message')));
    const ran = () => readFileSync(file, 'utf8').trim().split('\n').filter(Boolean);
    const tookPart = () => new Set(ran().map((line) => line.split(' ')[1])).size;
    let given = 0;
    try {
      // On a busy machine one of the two may have done them all before the other had its turn.
      while (tookPart() < 2) {
        const at = new Date();
        for (let left = 100; left > 0; left--) await agenda.schedule(at, 'count', { n: given++ });
        await until(async () => ran().length >= given);
      }
      await pause(300);
      const numbers = ran().map((line) => Number(line.split(' ')[0]));
      expect(numbers.sort((a, b) => a - b)).to.deep.equal(Array.from({ length: given }, (_, n) => n));
    } finally {
      for (const worker of workers) {
        worker.kill('SIGKILL');
        await once(worker, 'exit');
      }
    }
  });
}

describe('scheduled work on SQLite', () => {
  let folder: string;
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => removeFolder(folder));

  jobsContract(() => ({ folder }));
});

describe('scheduled work on MongoDB', () => {
  let folder: string;
  let url: string;
  let address: (database: string) => string;

  before(function () {
    address = needMongo(this);
  });
  beforeEach(() => {
    folder = temporaryFolder();
    url = address(`haidang-test-${randomUUID()}`);
  });
  afterEach(async () => {
    removeFolder(folder);
    const connection = await createConnection(url).asPromise();
    await connection.dropDatabase();
    await connection.close();
  });

  jobsContract(() => ({ folder, url }));
});
