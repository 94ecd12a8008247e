/**
 * As databases are tested: a real process with the real engine room fails at every durability step in turn, the failure point
 * moving by one until the run ends without meeting it. Whatever happened: what was acknowledged is there, occurrences are
 * those of an uninterrupted run, and the journal proves clean.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { listSegments, readJournal } from '../../../server/journal/segments.ts';
import { verifyJournal } from '../../../server/journal/verify.ts';
import { SqliteStore } from '../../../server/store/sqlite/sqlite-store.ts';
import { bundle } from './bundle.ts';
import { inputs } from './script.ts';

/** Runs beside each other. */
const LANES = 2;
const DIED_ON_THE_WAY = 'SIGKILL';

interface Run {
  code: number | null;
  signal: string | null;
  /** Input numbers, in the order of their acknowledgement. */
  acks: number[];
  /** How often each was sent. */
  sends: Map<number, number>;
  problems: string[];
}

/** All that must not depend on what failed on the way. */
interface State {
  alerts: unknown[];
  tracks: unknown[];
  rules: unknown;
}

let script = '';
let removeBundle: () => void = () => {};
let calm: State;

function run(folder: string, failpoint: string | undefined, acknowledged: Iterable<number>): Promise<Run> {
  const env = { ...process.env, HAIDANG_FAILPOINT: failpoint ?? '' };
  const child = spawn(process.execPath, [script, folder, ...[...acknowledged].map(String)], { env });
  let out = '';
  let err = '';
  child.stdout.on('data', (text: Buffer) => {
    out += text.toString();
  });
  child.stderr.on('data', (text: Buffer) => {
    err += text.toString();
  });
  return new Promise((resolve) => {
    child.once('close', (code, signal) => {
      const lines = out.split('\n');
      const numbers = (word: string): number[] =>
        lines.flatMap((line) => (line.startsWith(`${word} `) ? [Number(line.slice(word.length))] : []));
      const sends = new Map<number, number>();
      for (const number of numbers('send')) sends.set(number, (sends.get(number) ?? 0) + 1);
      const problems = lines.filter((line) => line.startsWith('problem ')).map((line) => line.slice(8));
      if (err !== '') problems.push(err);
      resolve({ code, signal, acks: numbers('ack'), sends, problems });
    });
  });
}

/** One folder's life: the runs that failed, and the last one that does not. */
class Life {
  readonly folder = mkdtempSync(join(tmpdir(), 'haidang-crash-'));
  readonly acks = new Set<number>();
  readonly sends = new Map<number, number>();

  async run(failpoint?: string): Promise<Run> {
    const done = await run(this.folder, failpoint, this.acks);
    for (const number of done.acks) this.acks.add(number);
    for (const [number, times] of done.sends) this.sends.set(number, (this.sends.get(number) ?? 0) + times);
    return done;
  }

  get dir(): string {
    return join(this.folder, 'journal');
  }

  /** What the power cut takes from a file that was not yet synced: its end is gone, or is anything. */
  losePower(how: 'dropped' | 'garbled', step: number): void {
    const last = listSegments(this.dir).at(-1);
    if (!last || last.packed) return;
    const size = readFileSync(last.path).length;
    const keep = Math.max(0, Math.min(size, this.#acknowledgedEnd() - last.start));
    const bytes = readFileSync(last.path);
    if (how === 'dropped') truncateSync(last.path, keep);
    else writeFileSync(last.path, Buffer.concat([bytes.subarray(0, keep), Buffer.alloc(size - keep, step * 37)]));
    // The store's own log is not synced at every commit: it may lose all since it was last folded in.
    for (const suffix of ['-wal', '-shm']) rmSync(join(this.folder, `store.db${suffix}`), { force: true });
  }

  /** Cuts the journal off before it, as a disk does that confirms what it has not written. */
  dropLastAcknowledged(): void {
    const { position } = this.#lastAcknowledged()!;
    const segment = listSegments(this.dir).findLast(({ start }) => start <= position)!;
    expect(segment.packed, 'it stands in the open segment').to.equal(false);
    truncateSync(segment.path, position - segment.start);
  }

  /** Position after the last record that was acknowledged; 0 when there is none. */
  #acknowledgedEnd(): number {
    return this.#lastAcknowledged()?.next ?? 0;
  }

  #lastAcknowledged(): { position: number; next: number } | undefined {
    let last: { position: number; next: number } | undefined;
    for (const { payload, position, next } of readJournal(this.dir)) {
      const text = String(payload);
      if ([...this.acks].some((number) => isInput(text, number))) last = { position, next };
    }
    return last;
  }

  async check(what: string): Promise<void> {
    expect(
      [...this.acks].sort((a, b) => a - b),
      `${what}: all acknowledged`,
    ).to.deep.equal([...inputs.keys()]);
    expect(verifyJournal(this.dir).findings, `${what}: journal verify`).to.deep.equal([]);
    const payloads = [...readJournal(this.dir)].map(({ payload }) => String(payload));
    for (const number of this.acks) {
      const times = payloads.filter((payload) => isInput(payload, number)).length;
      expect(times, `${what}: input ${number} in the journal`).to.be.within(1, this.sends.get(number)!);
    }
    expect(await stateOf(this.folder), `${what}: what the store holds`).to.deep.equal(calm);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

function isInput(payload: string, number: number): boolean {
  const { act, naf } = inputs[number]!;
  if (naf) return payload === naf;
  if (act) return payload === JSON.stringify(act);
  return payload.startsWith('{"type":"acknowledge"');
}

async function stateOf(folder: string): Promise<State> {
  const store = new SqliteStore(join(folder, 'store.db'), 'read');
  try {
    const alerts = await store.alerts({ state: 'all', limit: 1000 });
    const tracks: unknown[] = [];
    for await (const { id } of store.allVessels()) tracks.push([id, await store.track(id, 0, Number.MAX_SAFE_INTEGER)]);
    const kept = alerts.map(({ id, occurrence, response: { state, acknowledgedBy } }) => ({
      id,
      occurrence,
      state,
      acknowledgedBy,
    }));
    return {
      alerts: kept.sort((a, b) => (a.id < b.id ? -1 : 1)),
      tracks: tracks.sort(),
      rules: (await store.document('rules'))?.body,
    };
  } finally {
    await store.close();
  }
}

/**
 * Moves the failure point on until a run does not meet it.
 * @param live what happens with the failure at this step; resolves false when the run did not meet it
 * @returns how many steps failed
 */
async function sweep(live: (life: Life, step: number) => Promise<boolean>, stride = 1): Promise<number> {
  let next = 1;
  let ended = false;
  let failed = 0;
  const lane = async (): Promise<void> => {
    while (!ended) {
      const step = next;
      next += stride;
      const life = new Life();
      if (await live(life, step)) failed++;
      else ended = true;
      life.remove();
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return failed;
}

describe('crash at every durability step', () => {
  before(async () => {
    const bundled = await bundle();
    script = bundled.script;
    removeBundle = bundled.remove;
    const life = new Life();
    const whole = await life.run();
    expect(whole).to.include({ code: 0 }).and.deep.include({ problems: [] });
    calm = await stateOf(life.folder);
    await life.check('uninterrupted');
    expect(calm.alerts).to.have.length(2);
    expect(listSegments(life.dir).filter(({ packed }) => packed)).to.have.length.above(0);
    life.remove();
  });

  after(() => removeBundle());

  const told = (failed: number): void => console.log(`      ${failed} failure points`);

  it('killed before it, the power lost or not, and killed again while it recovers', async () => {
    const failed = await sweep(async (life, step) => {
      if ((await life.run(`any:${step}:kill`)).signal !== DIED_ON_THE_WAY) return false;
      if (step % 3 === 1) life.losePower('dropped', step);
      if (step % 3 === 2) life.losePower('garbled', step);
      if (step % 4 === 0) await life.run(`any:${1 + ((step / 4) % 6)}:kill`);
      await life.run();
      await life.check(`killed before step ${step}`);
      return true;
    });
    told(failed);
    expect(failed).to.be.above(30);
  }).timeout(300_000);

  it('killed right after an fsync or a rename, before anybody knows', async () => {
    for (const step of ['fsync', 'rename'] as const) {
      const failed = await sweep(async (life, at) => {
        if ((await life.run(`${step}:${at}:kill-after`)).signal !== DIED_ON_THE_WAY) return false;
        await life.run();
        await life.check(`killed after ${step} ${at}`);
        return true;
      });
      told(failed);
      expect(failed).to.be.above(0);
    }
  }).timeout(300_000);

  it('killed when half of a write has reached the file', async () => {
    const failed = await sweep(async (life, step) => {
      if ((await life.run(`write:${step}:torn`)).signal !== DIED_ON_THE_WAY) return false;
      await life.run();
      await life.check(`torn write ${step}`);
      return true;
    });
    told(failed);
    expect(failed).to.be.above(12);
  }).timeout(300_000);

  it('EIO once: nothing is acknowledged until a fresh segment is proven, then it goes on by itself', async () => {
    const failed = await sweep(async (life, step) => {
      const { code, problems } = await life.run(`any:${step}:eio-once`);
      if (problems.length === 0) return false;
      if (code !== 0) await life.run();
      await life.check(`EIO once at step ${step}`);
      return true;
    });
    told(failed);
    expect(failed).to.be.above(30);
  }).timeout(300_000);

  it('EIO from there on: nothing more is acknowledged, and the next start has all that was', async () => {
    const failed = await sweep(async (life, step) => {
      const broken = await life.run(`any:${step}:eio`);
      if (broken.problems.length === 0) return false;
      const last = [...readJournal(life.dir)].length;
      expect(life.acks.size, `EIO from step ${step}`).to.be.at.most(last);
      await life.run();
      await life.check(`EIO from step ${step}`);
      return true;
    }, 3);
    told(failed);
    expect(failed).to.be.above(10);
  }).timeout(300_000);

  it('a full disk: half a write fits, then none; it goes on by itself when there is room', async () => {
    const failed = await sweep(async (life, step) => {
      const { code, problems } = await life.run(`any:${step}:enospc`);
      if (problems.length === 0) return false;
      if (code !== 0) await life.run();
      await life.check(`disk full at step ${step}`);
      return true;
    }, 2);
    told(failed);
    expect(failed).to.be.above(10);
  }).timeout(300_000);

  it('notices a record that was acknowledged and dropped', async () => {
    // Of a run that ended by itself: after a kill, the last record may be one that nobody was told of.
    const life = new Life();
    await life.run();
    life.dropLastAcknowledged();
    const refused = await life.run();
    expect(refused.problems.join('\n')).to.match(/the journal ends at \d+/);
    expect(refused.code).to.equal(1);
    for (const suffix of ['', '-wal', '-shm']) rmSync(join(life.folder, `store.db${suffix}`), { force: true });
    expect(await life.run()).to.deep.include({ code: 0, problems: [] });
    const findings = await life.check('dropped').catch((error: Error) => error.message);
    expect(findings).to.match(new RegExp(`^dropped: input ${inputs.length - 1} in the journal`));
    life.remove();
  }).timeout(60_000);
});
