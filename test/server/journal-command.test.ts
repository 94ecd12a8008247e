/** `haidang journal` and the account commands, run in this process on real folders. */
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect } from 'chai';
import { Accounts } from '../../server/auth/accounts.ts';
import { makeBackup } from '../../server/backup/backup.ts';
import { restoreBackup } from '../../server/backup/restore.ts';
import { run as runJournal } from '../../server/commands/journal.ts';
import { run as runKey } from '../../server/commands/key.ts';
import { run as runUser } from '../../server/commands/user.ts';
import { HaidangError } from '../../server/errors.ts';
import { type ProvenJournal, SEALS_FILE, signHead } from '../../server/evidence/seals.ts';
import { signJournal } from '../../server/jobs/sign-journal.ts';
import { Journal } from '../../server/journal/journal.ts';
import { RecordType } from '../../server/journal/record.ts';
import { listSegments } from '../../server/journal/segments.ts';
import { caught } from '../caught.ts';

describe('commands on a data folder', () => {
  let dir: string;

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'haidang-commands-'));
  });

  afterEach(() => rmSync(dir, { recursive: true }));

  const printed = (run: (args: string[]) => Promise<number>, ...args: string[]) =>
    caught(run, [...args, '--data', dir]);

  async function refusal(promise: Promise<unknown>): Promise<string> {
    const error = await promise.catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(HaidangError);
    return (error as HaidangError).code;
  }

  async function writeJournal(comment = 'đã gọi'): Promise<void> {
    const options = { onDurable: () => undefined, segmentBytes: 300, pack: false };
    const journal = await Journal.open(join(dir, 'journal'), options);
    const entry = { type: 'acknowledge', alertId: 'a1', comment, by: 'an' };
    const receivedAt = Date.UTC(2026, 0, 31);
    const common = { whole: true, source: 0, receivedAt };
    await journal.append({ ...common, type: RecordType.entry, feed: 0, payload: Buffer.from(JSON.stringify(entry)) });
    for (let i = 0; i < 20; i++) {
      const payload = Buffer.from(`!AIVDM ${i}\xff\r\n`, 'latin1');
      await journal.append({ ...common, type: RecordType.bytes, feed: 2, payload });
    }
    await journal.close();
  }

  it('proves a journal and names the record that was altered', async () => {
    await writeJournal();
    expect(await printed(runJournal, 'verify')).to.include({ code: 0 });
    const clean = JSON.parse((await printed(runJournal, 'verify', '--json')).out) as Record<string, unknown>;
    expect(clean).to.deep.include({ findings: [], records: (clean.closedSegments as number) + 21 });
    expect(clean.seal).to.match(/^[0-9a-f]{64}$/);
    const { path } = listSegments(join(dir, 'journal'))[1]!;
    const bytes = readFileSync(path);
    bytes[48 + 25]! ^= 1;
    writeFileSync(path, bytes);
    const { code, out } = await printed(runJournal, 'verify');
    expect(code).to.equal(1);
    expect(out).to.contain(`${path.slice(-20)}, record 1, byte 48`);
    const told = await printed(runJournal, 'verify', '--json');
    expect(told.code).to.equal(1);
    const { findings } = JSON.parse(told.out) as { findings: unknown[] };
    expect(findings[0]).to.deep.include({ segment: path.slice(-20), record: 1, offset: 48 });
  });

  it('proves by the signed seals of its chain that nobody wrote it anew, and says what is not signed', async () => {
    const keys = ['ours', 'theirs'].map((name) => {
      const { privateKey, publicKey } = generateKeyPairSync('ed25519');
      const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
      const file = join(dir, `${name}.pem`);
      writeFileSync(file, publicKey.export({ type: 'spki', format: 'pem' }));
      return { signer: { name, key }, file };
    });
    const [ours, theirs] = keys as [(typeof keys)[number], (typeof keys)[number]];
    const journal = join(dir, 'journal');
    const sealsFile = join(journal, SEALS_FILE);
    const proven = async (...args: string[]) => {
      const { code, out } = await printed(runJournal, 'verify', '--json', ...args);
      const said = JSON.parse(out) as ProvenJournal;
      return { code, ...said, problems: said.findings.map(({ problem }) => problem).join('; ') };
    };
    await writeJournal();
    // A folder of before: nothing is signed, which is said and is no fault, unless a signature is asked for.
    const old = await proven();
    expect(old).to.include({ code: 0, unsealedSegments: old.segments - 1 });
    expect((await printed(runJournal, 'verify')).out).to.contain('not signed');
    expect(await proven('--key', ours.file)).to.include({ code: 1 });
    // One signature vouches for all that came before it, and is made once.
    const config = { data: dir, evidence: { signingKey: join(dir, 'key.pem'), signer: 'ours' } };
    writeFileSync(config.evidence.signingKey, ours.signer.key);
    for (const time of [1e12, 2e12]) await signJournal.run({ config, clock: () => time } as never, {} as never);
    const signed = await proven('--key', ours.file);
    expect(signed).to.deep.include({ code: 0, unsealedSegments: 0 });
    expect(signed.sealed).to.include({ signer: 'ours', at: '2001-09-09T01:46:40.000Z' });
    expect((await printed(runJournal, 'verify')).out).to.match(/signed up to position \d+ at 2001.* by “ours”/);
    expect((await proven('--key', theirs.file)).problems).to.contain('no seal of this journal is signed with the key');
    const [target, restored] = [join(dir, '..', `${basename(dir)}-backup`), join(dir, 'restored')] as const;
    await makeBackup({ folder: dir, target, program: 'test', clock: Date.now });
    expect((await restoreBackup(target, restored)).verification.sealed).to.deep.equal(signed.sealed);
    rmSync(target, { recursive: true });
    await writeJournal();
    const later = await proven('--key', ours.file);
    expect(later.code).to.equal(0);
    expect(later.unsealedSegments).to.be.above(0);
    expect([await proven('--seal', old.seal!), await proven('--seal', '0'.repeat(64))].map(({ code }) => code)).to.eql([
      0, 1,
    ]);
    // Whoever writes all of it anew has a chain without a fault, but not our signature under it.
    const seals = readFileSync(sealsFile, 'utf8');
    rmSync(journal, { recursive: true });
    await writeJournal('đã sửa');
    expect(await proven()).to.include({ code: 0 });
    expect(await proven('--key', ours.file)).to.include({ code: 1 });
    signHead(journal, theirs.signer, 1e12);
    expect(await proven('--key', ours.file)).to.include({ code: 1 });
    writeFileSync(sealsFile, seals);
    expect((await proven()).problems).to.match(/is not what was sealed|where one was sealed/);
    // Nor are the last segments to be left out: what is there stays a chain, but was sealed further.
    rmSync(journal, { recursive: true });
    await writeJournal();
    writeFileSync(sealsFile, seals);
    for (const { path } of listSegments(journal).slice(-2)) rmSync(path);
    expect((await proven()).problems).to.match(/^no closed segment ends at position \d+, where one was sealed$/);
    // Nor is a line of it to be changed, cut short or given another time or name.
    for (const [from, to] of [
      ['2001', '2002'],
      ['ours', 'hers'],
      ['"position":', '"position":1'],
    ] as const) {
      writeFileSync(sealsFile, seals.replace(from, to));
      expect((await proven()).problems, to).to.contain('the signature is not one of this seal');
    }
  });

  it('prints and counts records', async () => {
    await writeJournal();
    const { code, out } = await printed(runJournal, 'cat');
    const lines = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(code).to.equal(0);
    expect(lines).to.have.length(21);
    expect(lines[0]).to.deep.include({ position: 48, type: 'entry', received: '2026-01-31T00:00:00.000Z' });
    expect(lines[0]).to.have.nested.property('entry.comment', 'đã gọi');
    expect(lines[20]).to.include({ type: 'bytes', feed: 2, whole: true, text: '!AIVDM 19\xff\r\n' });
    const stats = JSON.parse((await printed(runJournal, 'stats')).out) as Record<string, unknown>;
    expect(stats.records).to.deep.equal({ entry: 1, bytes: 20 });
    const { bytes, fileBytes, segments, packed } = stats as Record<string, number>;
    expect(segments).to.be.above(packed!);
    expect([bytes, fileBytes]).to.satisfy((sizes: number[]) => sizes.every((size) => size > 500));
  });

  it('makes users and keys that the server knows', async () => {
    const made = await printed(runUser, 'add', 'An', '--role', 'officer', '--role', 'viewer');
    await printed(runUser, 'add', 'binh', '--password', 'mật khẩu của Bình');
    expect((await printed(runUser, 'list')).out).to.equal('an\tofficer,viewer\nbinh\tviewer\n');
    const changed = await printed(runUser, 'password', 'an');
    const { out } = await printed(
      runKey,
      'create',
      '--name',
      'provider',
      '--scope',
      'positions:write',
      '--scope',
      'read',
    );
    expect(out).to.match(/^hd_[\w-]{43}\n$/);
    const accounts = new Accounts(join(dir, 'accounts.db'));
    try {
      expect(accounts.key(out.trim())).to.deep.equal({ name: 'provider', scopes: ['positions:write', 'read'] });
      expect(made.out).to.not.equal(changed.out);
      expect((await accounts.signIn('an', changed.out.trim(), '::1')).user.roles).to.deep.equal(['officer', 'viewer']);
    } finally {
      accounts.close();
    }
  }).timeout(60_000);

  it('says what is wrong with how it was called', async () => {
    expect(await refusal(runJournal(['verify', '--data', dir]))).to.equal('no-data');
    expect(await refusal(runJournal(['mend']))).to.equal('choice-unknown');
    expect(await refusal(runUser(['add']))).to.equal('word-missing');
    expect(await refusal(runUser(['list', 'x']))).to.equal('word-unexpected');
    expect(await refusal(runKey(['create', '--name', 'x', '--data', dir]))).to.equal('word-missing');
    expect(await refusal(runKey(['create', '--scope', 'read', '--data', dir]))).to.equal('word-missing');
    expect(await refusal(runKey(['create', '--name', 'x', '--scope', 'all', '--data', dir]))).to.equal(
      'account-invalid',
    );
    for (const run of [runJournal, runUser, runKey]) expect((await printed(run, '--help')).out).to.contain('--data');
  });
});
