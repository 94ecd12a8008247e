/**
 * MongoDB gone for ten minutes while positions come: `MONGODB_URI=mongodb://… npm run mongo-outage -- [--minutes 10] [--rate 50]`.
 * Prints what the screens say meanwhile, what is answered, how much memory it takes, and whether all is there afterwards.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createConnection } from 'mongoose';
import { startMongoProxy } from '../mongo-proxy.ts';
import { haidang, Product, removeFolder, temporaryFolder, until } from '../product.ts';
import { nafRecord } from '../server/api-product.ts';

const BOATS = 200;
const LOOK_EVERY_S = 60;

interface Readiness {
  ready: boolean;
  problems: { en: string }[];
  store: { away?: { since: number } };
}

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '10' }, rate: { type: 'string', default: '50' } },
});
const minutes = Number(values.minutes);
const rate = Number(values.rate);
const server = process.env.MONGODB_URI;
if (!server || !(minutes > 0) || !(rate > 0)) {
  console.error('MONGODB_URI has to name a MongoDB server, --minutes and --rate numbers above 0.');
  process.exit(2);
}

const url = server.replace(/\/*(\?|$)/, `/haidang-outage-${randomUUID()}$1`);
const proxy = await startMongoProxy(url);
const data = temporaryFolder();
const env = { HAIDANG_STORE: proxy.url, HAIDANG_TICK_SECONDS: '1' };
const product = await Product.start({ data, args: ['--no-demo'], env });
const key = haidang(['key', 'create', '--data', data, '--name', 'VMS', '--scope', 'positions:write']).out.trim();
await product.signIn();

let posted = 0;
/** Of every post while the store is away, milliseconds. */
const waits: number[] = [];
const answers = new Map<number, number>();
const epoch = Math.floor(Date.now() / 60_000) * 60_000 - 3_600_000 * 24;

/** One second's worth; every position of a boat is a minute after the one before. */
async function post(): Promise<void> {
  const records = Array.from({ length: rate }, () => {
    const n = posted++;
    const round = Math.floor(n / BOATS);
    return nafRecord(`QNa-${91_000 + (n % BOATS)}-TS`, 15.5 + (round % 50) / 100, 109.5, epoch + round * 60_000);
  });
  const begun = performance.now();
  const answer = await product.fetch('/api/v1/positions/naf', {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'text/plain' },
    body: records.join('\n'),
  });
  answers.set(answer.status, (answers.get(answer.status) ?? 0) + 1);
  if (!answer.ok) posted -= rate;
  await answer.arrayBuffer();
  waits.push(performance.now() - begun);
}

const megabytes = (): number => {
  const status = readFileSync(`/proc/${product.pid}/status`, 'utf8');
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
};

async function run(seconds: number, look: (second: number) => Promise<void>): Promise<void> {
  for (let second = 1; second <= seconds; second++) {
    const next = Date.now() + 1000;
    await post();
    if (second % LOOK_EVERY_S === 0 || second === seconds) await look(second);
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, next - Date.now())));
  }
}

const readiness = async (): Promise<Readiness> => (await (await product.fetch('/readyz')).json()) as Readiness;

/** Positions in the store, by what the interface gives of every boat. */
async function stored(): Promise<number> {
  const { vessels } = await product.get<{ vessels: { id: string }[] }>('/api/v1/vessels?limit=1000');
  let count = 0;
  for (const { id } of vessels) {
    const path = `/api/v1/vessels/${encodeURIComponent(id)}/track?from=${epoch - 1}&to=${Date.now() + 1e9}`;
    count += (await product.get<{ fixes: unknown[] }>(path)).fixes.length;
  }
  return count;
}

await run(10, async () => console.log(`before: ${posted} positions taken, ${megabytes()} MB`));
proxy.cut();
waits.length = 0;
await run(minutes * 60, async (second) => {
  const { ready, problems } = await readiness();
  console.log(
    `away ${second} s: ready ${ready}, “${problems[0]?.en ?? ''}”, ${posted} positions taken, ${megabytes()} MB`,
  );
});
proxy.mend();
const mended = performance.now();
waits.sort((a, b) => a - b);
const share = (of: number): string => `${Math.round(waits[Math.floor(waits.length * of)] ?? 0)} ms`;
console.log(`a post while it was away: half within ${share(0.5)}, 99 % within ${share(0.99)}`);
await until(async () => (await readiness()).ready);
console.log(`back: ready after ${((performance.now() - mended) / 1000).toFixed(1)} s`);
let there = 0;
await until(async () => {
  there = await stored();
  return there === posted;
}).catch(() => undefined);
console.log(
  `caught up after ${((performance.now() - mended) / 1000).toFixed(1)} s: ${there} of ${posted} positions stored, ${megabytes()} MB`,
);
console.log(`answers: ${[...answers].map(([status, n]) => `${n} × ${status}`).join(', ')}`);
await product.stop();
await proxy.close();
removeFolder(data);
const connection = await createConnection(url).asPromise();
await connection.dropDatabase();
await connection.close();
process.exitCode = there === posted && answers.size === 1 ? 0 : 1;
