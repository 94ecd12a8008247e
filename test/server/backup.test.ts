/** A backup of a real product under load, restored elsewhere: whole, proven, with everything that had been acknowledged. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { Journal } from '../../server/journal/journal.ts';
import { RecordType } from '../../server/journal/record.ts';
import { KeptReports } from '../../server/reports/kept.ts';
import { haidang, Product, removeFolder, temporaryFolder, until } from '../product.ts';
import { nafRecord } from './api-product.ts';

const MINUTE = 60_000;
const SENDERS = 4;
const BOATS = 20;

interface Line {
  [key: string]: unknown;
}

describe('a backup', function () {
  this.timeout(240_000);
  const base = temporaryFolder();
  const data = join(base, 'live');
  const first = join(base, 'backup-1');
  const second = join(base, 'backup-2');
  const restored = join(base, 'restored');
  const start = Math.floor(Date.now() / MINUTE) * MINUTE - 40_000 * MINUTE;
  let product: Product;
  let key = '';
  /** Positions that the product has said to have: `registration time`. */
  const acknowledged = new Set<string>();
  let acknowledgedDuring = 0;

  const run = async (args: string[]): Promise<{ code: number; out: string; err: string }> => {
    const child = spawn(process.execPath, ['bin/haidang.js', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let [out, err] = ['', ''];
    child.stdout.on('data', (text: Buffer) => (out += text.toString()));
    child.stderr.on('data', (text: Buffer) => (err += text.toString()));
    const [code] = (await once(child, 'close')) as [number];
    return { code, out, err };
  };
  const lines = (what: string, folder: string): Line[] => {
    const { code, out, err } = haidang(['export', what, '--data', folder, '--json']);
    expect(code, err).to.equal(0);
    return out
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Line);
  };

  let step = 0;
  const sendOne = async (): Promise<void> => {
    const minute = step++;
    const boats = Array.from({ length: BOATS }, (_, boat) => `QNa-${91_000 + boat}-TS`);
    const time = start + minute * MINUTE;
    const body = boats.map((boat, i) => nafRecord(boat, 15 + i * 0.01, 108 + (minute % 60) * 0.01, time)).join('\n');
    const answer = await product.fetch('/api/v1/positions/naf', {
      method: 'POST',
      body,
      headers: { authorization: `Bearer ${key}` },
    });
    if (!answer.ok) return;
    for (const boat of boats) acknowledged.add(`${boat} ${new Date(time).toISOString()}`);
  };

  before(async () => {
    key = haidang(['key', 'create', '--data', data, '--name', 'load', '--scope', 'positions:write']).out.trim();
    product = await Product.start({ data, args: ['--no-demo'] });
    await product.signIn();
  });
  after(async () => {
    await product?.stop();
    removeFolder(base);
  });

  it('is made while positions stream in, and holds none of them up', async () => {
    let isOver = false;
    const senders = Array.from({ length: SENDERS }, async () => {
      while (!isOver) await sendOne();
    });
    await until(async () => acknowledged.size > 2000);
    const before = new Set(acknowledged);
    const made = await run(['backup', first, '--data', data, '--json']);
    acknowledgedDuring = acknowledged.size - before.size;
    isOver = true;
    await Promise.all(senders);
    expect(made.code, made.err).to.equal(0);
    expect(acknowledgedDuring, 'acknowledged during the backup').to.be.greaterThan(0);
    const back = await run(['restore', first, '--data', restored, '--json']);
    expect(back.code, back.err).to.equal(0);
    expect(JSON.parse(back.out).findings).to.deep.equal([]);
    expect(haidang(['journal', 'verify', '--data', restored]).code).to.equal(0);
    const { storePosition, journalEnd } = JSON.parse(back.out) as { storePosition: number; journalEnd: number };
    expect(storePosition).to.be.greaterThan(0).and.at.most(journalEnd);
    const copy = await Product.start({ data: restored, args: ['--no-demo'] });
    await until(async () => (await copy.fetch('/readyz')).ok);
    await copy.stop();
    const there = new Set(lines('tracks', restored).map(({ registration, time }) => `${registration} ${time}`));
    expect([...before].filter((one) => !there.has(one))).to.deep.equal([]);
    // Record by record what the journal of the original has up to there.
    const cat = (folder: string): string[] =>
      haidang(['journal', 'cat', '--data', folder])
        .out.split('\n')
        .filter((line) => line !== '' && (JSON.parse(line) as { position: number }).position < journalEnd);
    expect(cat(restored)).to.deep.equal(cat(data));
    const rebuilt = haidang(['store', 'rebuild', '--data', restored, '--json']);
    expect(rebuilt.code, rebuilt.err).to.equal(0);
    expect(JSON.parse(rebuilt.out)).to.deep.include({ problems: 0, changed: [], gone: [], added: [] });
  });

  it('has the reports that were kept, whole, and none that was never finished', async () => {
    const kept = new KeptReports(data);
    const state = { file: 'shift-20261126.csv', schedule: 'shift', report: 'handovers', format: 'csv' as const };
    const times = { from: 0, to: 1, madeAt: 2, rows: 1, bytes: 3, mails: { 'a@example.vn': { sentAt: 3 } } };
    await kept.keep({ ...state, ...times }, Buffer.from('abc'));
    writeFileSync(join(data, 'reports', 'half-20261126.csv'), 'ab');
    const to = join(base, 'backup-reports');
    const back = join(base, 'restored-reports');
    expect((await run(['backup', to, '--data', data])).code).to.equal(0);
    expect((await run(['restore', to, '--data', back])).code).to.equal(0);
    const found = await new KeptReports(back).find(state.file);
    expect(found?.state).to.deep.equal({ ...state, ...times });
    expect(found?.bytes.toString()).to.equal('abc');
    expect(readdirSync(join(back, 'reports')).sort()).to.deep.equal([state.file, `${state.file}.json`]);
  });

  it('brings accounts back, but signs nobody in', async () => {
    expect(haidang(['user', 'list', '--data', restored]).out).to.contain('admin');
    const copy = await Product.start({ data: restored, args: ['--no-demo'] });
    expect((await fetch(`${copy.url}/api/v1/vessels`, { headers: { cookie: product.cookie } })).status).to.equal(401);
    const authorization = `Bearer ${key}`;
    const body = nafRecord('QNa-91000-TS', 15, 108, Date.now());
    const taken = await fetch(`${copy.url}/api/v1/positions/naf`, { method: 'POST', headers: { authorization }, body });
    expect(taken.status).to.equal(200);
    await copy.stop();
  });

  it('shares with an earlier one what has not changed, and outlives it', async () => {
    await product.stop();
    await closedSegments(join(data, 'journal'));
    const attached = join(data, 'files', 'ab', 'ab'.repeat(32));
    writeFile(attached, 'x');
    expect((await run(['backup', join(base, 'whole'), '--data', data])).code).to.equal(0);
    const made = await run(['backup', second, '--data', data, '--base', join(base, 'whole'), '--json']);
    expect(made.code, made.err).to.equal(0);
    const packed = readdirSync(join(data, 'journal')).filter((name) => name.endsWith('.hdz'));
    expect(packed.length).to.be.greaterThan(1);
    expect(JSON.parse(made.out).linked).to.equal(packed.length + 1);
    const inode = (backup: string): number => statSync(join(base, backup, 'data', 'journal', packed[0]!)).ino;
    expect(inode('whole')).to.equal(inode('backup-2'));
    removeFolder(join(base, 'whole'));
    const back = await run(['restore', second, '--data', join(base, 'again'), '--json']);
    expect(back.code, back.err).to.equal(0);
    expect(readFileSync(join(base, 'again', 'files', 'ab', 'ab'.repeat(32)), 'utf8')).to.equal('x');
  });

  it('is refused when a byte of it is not as it was, a file is gone, or it was never finished', async () => {
    const target = join(base, 'refused');
    const restore = (from: string) => haidang(['restore', from, '--data', target]);
    const store = join(second, 'data', 'store.db');
    const bytes = readFileSync(store);
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(store, bytes);
    const altered = restore(second);
    expect(altered.code).to.equal(2);
    expect(altered.err).to.contain('store.db').and.to.contain('no longer what was backed up');
    expect(existsSync(target)).to.equal(false);
    expect(existsSync(`${target}.part`)).to.equal(false);
    removeFolder(store);
    expect(restore(second).err).to.contain('it is missing');
    removeFolder(join(second, 'manifest.json'));
    expect(restore(second).code).to.equal(2);
    expect(restore(join(base, 'none')).code).to.equal(2);
  });

  it('overwrites nothing', () => {
    expect(haidang(['restore', first, '--data', data]).err).to.contain('not empty');
    expect(haidang(['backup', first, '--data', data]).err).to.contain('there already');
    expect(haidang(['backup', join(data, 'x'), '--data', data]).err).to.contain('in the data folder itself');
    expect(haidang(['backup', join(base, 'x'), '--data', join(base, 'none')]).code).to.equal(2);
    expect(haidang(['restore', first]).code).to.equal(2);
  });

  it('is made night after night on the base of the last, and the oldest go', async () => {
    const into = join(base, 'nights');
    mkdirSync(join(into, '2026-01-01T000000Z'), { recursive: true });
    writeFile(join(into, 'notes', 'manifest.json'), '{}');
    const made: { target: string; linked: number; removed: string[] }[] = [];
    for (let night = 0; night < 3; night++) {
      const { code, out, err } = haidang(['backup', '--into', into, '--keep', '2', '--data', data, '--json']);
      expect(code, err).to.equal(0);
      made.push(JSON.parse(out) as (typeof made)[number]);
      await pause(1100);
    }
    expect(made.map(({ linked }) => linked > 0)).to.deep.equal([false, true, true]);
    expect(made[2]!.removed).to.deep.equal([basename(made[0]!.target)]);
    // One that was never finished is nobody's base and is not counted, and what is not ours stays.
    const left = ['2026-01-01T000000Z', ...made.slice(1).map(({ target }) => basename(target)), 'notes'];
    expect(readdirSync(into)).to.deep.equal(left);
    expect(haidang(['restore', made[2]!.target, '--data', join(base, 'third')]).code).to.equal(0);
    expect(haidang(['backup', first, '--into', into, '--data', data]).code).to.equal(2);
    expect(haidang(['backup', '--into', into, '--keep', '0', '--data', data]).err).to.contain('--keep 0');
  });

  it('is made by the server itself where the settings say so, and is seen among its jobs', async () => {
    const into = join(base, 'own');
    const config = join(base, 'own.config.json');
    writeFileSync(config, JSON.stringify({ backup: { into } }));
    const server = await Product.start({ data, args: ['--no-demo', '--config', config] });
    const whole = await until(async () => {
      const [one] = existsSync(into) ? readdirSync(into) : [];
      return one !== undefined && !one.endsWith('.part') && join(into, one);
    });
    expect(await (await server.fetch('/metrics')).text()).to.match(/haidang_job_last_run_seconds\{job="backup"\} \d/);
    await server.stop();
    expect(readFileSync(join(whole, 'haidang.config.json'), 'utf8')).to.contain('backup');
    expect(haidang(['restore', whole, '--data', join(base, 'from-own')]).code).to.equal(0);
  });

  it('leaves nothing where the disk takes no more, or when it is killed, and the next one is whole', async () => {
    const target = join(base, 'cramped');
    // A limit on the size of files is what a full disk is to whoever writes.
    const command = `ulimit -f 40; exec "${process.execPath}" bin/haidang.js backup "${target}" --data "${data}"`;
    const { status, stderr } = spawnSync('bash', ['-c', command], { encoding: 'utf8' });
    expect(status, stderr).to.equal(2);
    expect(stderr.trim().split('\n')).to.have.length(1);
    expect([existsSync(target), existsSync(`${target}.part`)]).to.deep.equal([false, false]);
    const child = spawn(process.execPath, ['bin/haidang.js', 'backup', target, '--data', data], { stdio: 'ignore' });
    while (!existsSync(`${target}.part`)) await pause(1);
    child.kill('SIGKILL');
    await once(child, 'close');
    expect(haidang(['restore', `${target}.part`, '--data', join(base, 'z')]).code).to.equal(2);
    rmSync(target, { recursive: true, force: true });
    expect(haidang(['backup', target, '--data', data]).code).to.equal(0);
    expect(existsSync(`${target}.part`)).to.equal(false);
    expect(haidang(['restore', target, '--data', join(base, 'z')]).code).to.equal(0);
  });

  it('goes nowhere outside, whatever a forged manifest says', () => {
    const forged = join(base, 'forged');
    writeFile(join(forged, 'manifest.json'), '');
    for (const path of ['../x', 'data/../../x', '/etc/x', 'data//x']) {
      const manifest = JSON.parse(readFileSync(join(first, 'manifest.json'), 'utf8')) as { files: object[] };
      manifest.files = [{ path, bytes: 0, sha256: '0'.repeat(64) }];
      writeFileSync(join(forged, 'manifest.json'), JSON.stringify(manifest));
      expect(haidang(['restore', forged, '--data', join(base, 'y')]).err, path).to.contain('manifest is damaged');
    }
  });

  it('leaves a torn end of the journal behind', async () => {
    const torn = join(base, 'torn');
    const journal = await Journal.open(join(torn, 'journal'), { onDurable: () => {} });
    const payload = Buffer.alloc(500, 'x');
    await journal.append({ type: RecordType.bytes, whole: true, feed: 1, source: 0, receivedAt: 1, payload });
    const { position } = journal.stats;
    await journal.append({ type: RecordType.bytes, whole: true, feed: 1, source: 0, receivedAt: 2, payload });
    await journal.close();
    const [segment] = readdirSync(join(torn, 'journal'));
    const path = join(torn, 'journal', segment!);
    writeFileSync(path, readFileSync(path).subarray(0, -100));
    const made = haidang(['backup', join(base, 'of-torn'), '--data', torn, '--json']);
    expect(made.code, made.err).to.equal(0);
    expect(JSON.parse(made.out).journalEnd).to.equal(position);
    expect(haidang(['restore', join(base, 'of-torn'), '--data', join(base, 'from-torn')]).code).to.equal(0);
  });
});

/** Lets the journal go on in small segments, and waits until they are packed. */
async function closedSegments(dir: string): Promise<void> {
  const journal = await Journal.open(dir, { onDurable: () => {}, segmentBytes: 1 });
  for (let n = 0; n < 4; n++)
    await journal.append({
      ...{ type: RecordType.tick, whole: true, feed: 0, source: 0 },
      ...{ receivedAt: Date.now(), payload: Buffer.alloc(0) },
    });
  while (readdirSync(dir).filter((name) => name.endsWith('.hdj')).length > 1) await pause(20);
  await journal.close();
}

function writeFile(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
