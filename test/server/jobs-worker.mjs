/** A process that takes jobs from a queue until it is killed, and writes down each that it has run. */
import 'tsx/esm';
import { appendFileSync } from 'node:fs';

const { openJobs } = await import('../../server/jobs/open.ts');
const [folder, url, file] = process.argv.slice(2);
const agenda = await openJobs({ folder, url: url || undefined }, { processEvery: 50, maxConcurrency: 10 });
agenda.define(
  'count',
  async (job) => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    appendFileSync(file, `${job.attrs.data.n} ${process.pid}\n`);
  },
  { concurrency: 5, lockLimit: 5 },
);
await agenda.start();
process.send?.('ready');
