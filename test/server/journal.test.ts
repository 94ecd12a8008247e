/** The journal against torn tails, altered bytes, missing segments and a disk that fails. */
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { HaidangError } from '../../server/errors.ts';
import { Journal, type JournalOptions } from '../../server/journal/journal.ts';
import { encodeRecord, HEADER_BYTES, type JournalRecord, RecordType } from '../../server/journal/record.ts';
import { listSegments, readJournal, type SegmentDamage, segmentPath } from '../../server/journal/segments.ts';
import { verifyJournal } from '../../server/journal/verify.ts';
import { systemWords } from '../../server/system-words.ts';

function line(text: string): JournalRecord {
  const payload = Buffer.from(text);
  return { type: RecordType.bytes, whole: false, feed: 3, source: 0, receivedAt: 1_700_000_000_000.5, payload };
}

describe('journal', () => {
  let dir: string;
  let journal: Journal | undefined;

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'haidang-journal-'));
  });

  afterEach(async () => {
    await journal?.close();
    journal = undefined;
    rmSync(dir, { recursive: true });
  });

  async function reopen(options: Partial<JournalOptions> = {}): Promise<Journal> {
    await journal?.close();
    journal = await Journal.open(dir, { onDurable: () => undefined, pack: false, ...options });
    return journal;
  }

  function texts(from = 0): string[] {
    return [...readJournal(dir, from)].map((record) => Buffer.from(record.payload).toString());
  }

  it('gives back what was appended, in order, with what came with it', async () => {
    const durable: string[] = [];
    const opened = await reopen({ onDurable: (records) => durable.push(...records.map((one) => String(one.payload))) });
    const positions = await Promise.all(['a', 'b', ''].map((text) => opened.append(line(text))));
    expect(durable).to.deep.equal(['a', 'b', '']);
    expect(opened.stats.fsyncs).to.equal(1);
    const again = await reopen();
    positions.push(await again.append(line('c')));
    const records = [...readJournal(dir)].map((record) => ({ ...record, payload: String(record.payload) }));
    expect(records.map((one) => one.position)).to.deep.equal(positions);
    expect(records[0]).to.deep.include({
      type: 1,
      whole: false,
      feed: 3,
      receivedAt: 1_700_000_000_000.5,
      payload: 'a',
    });
    expect(records.at(-1)!.next).to.equal(again.stats.position);
    expect(texts(positions[2])).to.deep.equal(['', 'c']);
    expect(verifyJournal(dir)).to.deep.include({ segments: 1, records: 4, findings: [] });
  });

  it('closes a segment that is old, however little stands in it, so that there is a seal', async () => {
    const opened = await reopen({ segmentMs: 1, pack: false });
    await opened.append(line('a'));
    await new Promise((resolve) => setTimeout(resolve, 3));
    await opened.append(line('b'));
    const young = await reopen({ pack: false });
    await young.append(line('c'));
    expect(texts()).to.deep.equal(['a', 'b', 'c']);
    expect(verifyJournal(dir)).to.deep.include({ segments: 2, closedSegments: 1, findings: [] });
  });

  it('cuts a torn tail, wherever in the last record it is torn', async () => {
    const opened = await reopen();
    for (const text of ['one', 'two', 'the last']) await opened.append(line(text));
    await opened.close();
    const path = segmentPath(dir, 0);
    const whole = readFileSync(path);
    const lastStart = whole.length - encodeRecord(line('the last')).length;
    for (let end = lastStart; end < whole.length; end++) {
      writeFileSync(path, whole.subarray(0, end));
      const resumed = await reopen();
      expect(resumed.stats.cutBytes, `cut at ${end}`).to.equal(end - lastStart);
      if (end > lastStart) {
        const aside = readFileSync(`${path}.cut-${lastStart}`);
        expect(aside.equals(whole.subarray(lastStart, end))).to.equal(true);
      }
      await resumed.append(line('next'));
      expect(texts()).to.deep.equal(['one', 'two', 'next']);
      expect(verifyJournal(dir).findings).to.deep.equal([]);
    }
  });

  it('cuts nothing when a byte in the middle was altered: what follows stays readable, and verify names the place', async () => {
    const opened = await reopen();
    const positions: number[] = [];
    for (const text of ['a', 'b', 'c']) positions.push(await opened.append(line(text)));
    await journal?.close();
    journal = undefined;
    const path = segmentPath(dir, 0);
    const bytes = readFileSync(path);
    bytes[positions[1]! + 20]! ^= 1;
    writeFileSync(path, bytes);
    await (await reopen()).append(line('d'));
    expect(readFileSync(path)).to.deep.equal(bytes);
    expect(texts()).to.deep.equal(['a', 'c', 'd']);
    const { findings } = verifyJournal(dir);
    expect(findings).to.have.length(1);
    expect(findings[0]).to.include({ record: 2, offset: positions[1] });
  });

  it('cuts a group commit of which a power cut kept the end and not the beginning', async () => {
    const opened = await reopen();
    await opened.append(line('a'));
    const [from] = await Promise.all(['b', 'c', 'd'].map((text) => opened.append(line(text))));
    await journal?.close();
    journal = undefined;
    const path = segmentPath(dir, 0);
    const bytes = readFileSync(path);
    bytes.fill(0, from, from! + 10);
    writeFileSync(path, bytes);
    const resumed = await reopen();
    expect(resumed.stats.cutBytes).to.equal(bytes.length - from!);
    expect(readFileSync(`${path}.cut-${from}`).equals(bytes.subarray(from))).to.equal(true);
    await resumed.append(line('e'));
    expect(texts()).to.deep.equal(['a', 'e']);
    expect(verifyJournal(dir).findings).to.deep.equal([]);
  });

  it('starts again in a segment that was torn at birth', async () => {
    const opened = await reopen({ segmentBytes: 100 });
    for (const text of ['one', 'two', 'three', 'four']) await opened.append(line(text.repeat(10)));
    await opened.close();
    const last = listSegments(dir).at(-1)!;
    const before = texts().length;
    truncateSync(last.path, 20);
    expect(verifyJournal(dir).findings).to.deep.equal([]);
    const resumed = await reopen();
    await resumed.append(line('after'));
    expect(texts().at(-1)).to.equal('after');
    expect(texts().length).to.be.at.least(before - 1);
    expect(verifyJournal(dir).findings).to.deep.equal([]);
  });

  it('rolls into a chain of segments', async () => {
    const opened = await reopen({ segmentBytes: 500 });
    const all = Array.from({ length: 60 }, (_, i) => `line ${i}`);
    for (const text of all) await opened.append(line(text));
    expect(listSegments(dir).length).to.be.above(3);
    expect(texts()).to.deep.equal(all);
    const middle = [...readJournal(dir)][31]!.position;
    expect(texts(middle)).to.deep.equal(all.slice(31));
    const verification = verifyJournal(dir);
    expect(verification.findings).to.deep.equal([]);
    expect(verification.closedSegments).to.equal(verification.segments - 1);
    await reopen({ segmentBytes: 500 });
    await journal!.append(line('more'));
    expect(texts()).to.deep.equal([...all, 'more']);
    expect(verifyJournal(dir).findings).to.deep.equal([]);
  });

  it('packs what it has closed while it goes on writing', async () => {
    const opened = await reopen({ segmentBytes: 500, pack: true });
    const all = Array.from({ length: 60 }, (_, i) => `line ${i}`);
    for (const text of all) await opened.append(line(text));
    while (listSegments(dir).filter(({ packed }) => !packed).length > 1) await sleep(5);
    expect(texts()).to.deep.equal(all);
    expect(verifyJournal(dir).findings).to.deep.equal([]);
  });

  it('finds a flipped bit wherever it is, and names the segment', async () => {
    const opened = await reopen({ segmentBytes: 300 });
    for (let i = 0; i < 20; i++) await opened.append(line(`line ${i}`));
    await opened.close();
    for (const { path } of listSegments(dir)) {
      const good = readFileSync(path);
      for (let at = 0; at < good.length; at += 3) {
        const bad = Buffer.from(good);
        bad[at]! ^= 1 << (at % 8);
        writeFileSync(path, bad);
        const { findings } = verifyJournal(dir);
        expect(findings, `byte ${at} of ${path}`).to.not.have.length(0);
        if (at >= HEADER_BYTES) expect(path.endsWith(findings[0]!.segment)).to.equal(true);
      }
      writeFileSync(path, good);
    }
    expect(verifyJournal(dir).findings).to.deep.equal([]);
  });

  it('names one finding for one damaged header', async () => {
    const opened = await reopen({ segmentBytes: 300 });
    for (let i = 0; i < 40; i++) await opened.append(line(`line ${i}`));
    await opened.close();
    const { path } = listSegments(dir)[1]!;
    const bytes = readFileSync(path);
    bytes[0]! ^= 1;
    writeFileSync(path, bytes);
    expect(verifyJournal(dir).findings.map((one) => one.problem)).to.deep.equal(['the header is damaged']);
  });

  it('finds a record that was rewritten with a fitting checksum', async () => {
    const opened = await reopen({ segmentBytes: 300 });
    for (let i = 10; i < 30; i++) await opened.append(line(`line ${i}`));
    await opened.close();
    const { path } = listSegments(dir)[0]!;
    const bytes = readFileSync(path);
    const forged = encodeRecord(line('LINE 10'));
    forged.copy(bytes, HEADER_BYTES);
    writeFileSync(path, bytes);
    const problems = verifyJournal(dir).findings.map((one) => one.problem);
    expect(problems[0]).to.contain('closing hash');
    expect(problems[1]).to.contain('link');
  });

  it('finds a segment that was taken out', async () => {
    const opened = await reopen({ segmentBytes: 300 });
    for (let i = 0; i < 20; i++) await opened.append(line(`line ${i}`));
    await opened.close();
    const aside = join(dir, 'aside');
    for (const { path } of listSegments(dir).slice(0, -1)) {
      copyFileSync(path, aside);
      rmSync(path);
      expect(verifyJournal(dir).findings[0]?.problem).to.contain('missing');
      copyFileSync(aside, path);
    }
  });

  it('tells of damage when reading, and reads what stands before it', async () => {
    const opened = await reopen();
    for (const text of ['one', 'two', 'three']) await opened.append(line(text));
    await opened.close();
    const path = segmentPath(dir, 0);
    const bytes = readFileSync(path);
    bytes[bytes.length - 1]! ^= 1;
    writeFileSync(path, bytes);
    const damages: SegmentDamage[] = [];
    expect([...readJournal(dir, 0, (damage) => damages.push(damage))]).to.have.length(2);
    expect(damages.map((one) => one.damage)).to.deep.equal(['bad-checksum']);
  });

  it('reads records that are larger than its reading step', async () => {
    const opened = await reopen();
    const sizes = [10, 3_000_000, 5, 1 << 20, 1];
    for (const size of sizes) await opened.append(line('x'.repeat(size)));
    expect(texts().map((text) => text.length)).to.deep.equal(sizes);
  });

  it('refuses when too much is waiting', async () => {
    const opened = await reopen({ maxWaitingBytes: 1000 });
    const results = await Promise.allSettled(Array.from({ length: 30 }, () => opened.append(line('x'.repeat(100)))));
    const refused = results.filter((one) => one.status === 'rejected');
    expect(refused.length).to.be.within(15, 25);
    expect((refused[0] as PromiseRejectedResult).reason).to.have.property('code', 'overloaded');
    expect(texts()).to.have.length(30 - refused.length);
    expect(opened.stats.waitingBytes).to.equal(0);
  });
});

describe('journal on a failing disk', () => {
  let dir: string;
  let journal: Journal;
  let health: boolean[];
  let handle: FileHandle;

  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'haidang-journal-'));
    health = [];
    const onHealth = ({ healthy }: { healthy: boolean }) => health.push(healthy);
    journal = await Journal.open(dir, { onDurable: () => undefined, onHealth, segmentBytes: 400, pack: false });
    handle = await open(join(dir, 'probe'), 'w');
  });

  afterEach(async () => {
    await handle.close();
    await journal.close();
    rmSync(dir, { recursive: true });
  });

  /** Lets a call of every file fail after so many good ones. */
  function failing(method: 'datasync' | 'write', code: string, goodCalls: number): () => void {
    const prototype = Object.getPrototypeOf(handle) as Record<string, (...args: unknown[]) => unknown>;
    const real = prototype[method]!;
    let calls = 0;
    prototype[method] = function (this: unknown, ...args: unknown[]) {
      if (calls++ === goodCalls) return Promise.reject(Object.assign(new Error(code), { code }));
      return real.apply(this, args);
    };
    return () => {
      prototype[method] = real;
    };
  }

  async function refusal(): Promise<HaidangError> {
    const error = await journal.append(line('refused')).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).to.be.instanceOf(HaidangError).with.property('code', 'journal-unavailable');
    return error as HaidangError;
  }

  function texts(): string[] {
    return [...readJournal(dir)].map((record) => String(record.payload));
  }

  for (const [method, code] of [
    ['datasync', 'EIO'],
    ['write', 'ENOSPC'],
  ] as const) {
    it(`refuses on ${code} at ${method}, then goes on in a fresh segment`, async () => {
      await journal.append(line('before'));
      const restore = failing(method, code, 0);
      try {
        expect((await refusal()).message).to.contain(systemWords(code).en);
        expect(journal.stats).to.include({ healthy: false, problem: code, waitingBytes: 0 });
        await refusal();
        await sleep(1100);
        await journal.append(line('after'));
      } finally {
        restore();
      }
      expect(health).to.deep.equal([false, true]);
      expect(texts()).to.deep.equal(['before', 'after']);
      expect(listSegments(dir)).to.have.length(2);
      expect(verifyJournal(dir).findings).to.deep.equal([]);
    });
  }

  it('recovers from a failure at any step of rolling to the next segment', async () => {
    for (const [method, goodCalls] of [
      ['write', 0],
      ['write', 1],
      ['datasync', 0],
      ['datasync', 1],
    ] as const) {
      const written = texts().length;
      while (journal.stats.position - listSegments(dir).at(-1)!.start < 400) await journal.append(line('x'.repeat(50)));
      const filled = texts().length;
      const restore = failing(method, 'EIO', goodCalls);
      try {
        await refusal();
      } finally {
        restore();
      }
      await sleep(1100);
      await journal.append(line('after'));
      expect(texts().length, `${method} ${goodCalls}`).to.equal(filled + 1);
      expect(filled).to.be.at.least(written);
      expect(verifyJournal(dir).findings, `${method} ${goodCalls}`).to.deep.equal([]);
    }
  }).timeout(60_000);

  it('leaves nothing of what it refused for the next start', async () => {
    await journal.append(line('before'));
    const restore = failing('datasync', 'EIO', 0);
    try {
      await refusal();
    } finally {
      restore();
    }
    await sleep(1100);
    await journal.append(line('after'));
    await journal.close();
    journal = await Journal.open(dir, { onDurable: () => undefined, pack: false });
    await journal.append(line('later'));
    expect(texts()).to.deep.equal(['before', 'after', 'later']);
    expect(readdirSync(dir).filter((name) => name.endsWith('.hdj'))).to.have.length(2);
  });
});
