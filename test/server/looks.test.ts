/** Looks on record: once a look, on disk before the answer, none lost while the journal cannot be written. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { commandActor, journalCommandActs } from '../../server/audit/command-acts.ts';
import { type Look, Looks } from '../../server/audit/looks.ts';
import { run as keyCommand } from '../../server/commands/key.ts';
import { run as userCommand } from '../../server/commands/user.ts';
import { LiveLooks } from '../../server/live/live-looks.ts';
import type { Entry } from '../../server/models/entry.ts';

const opening: Look = { type: 'look-up', vesselId: 'v1', what: 'vessel', by: 'an', from: '10.0.0.1' };
const list: Look = { type: 'search', what: 'cases', asked: { open: true }, found: 3, by: 'an', from: '10.0.0.1' };

describe('acts of the command line', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'haidang-command-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('of accounts and keys are told to the running server, with who ran it, and those that failed are not', async () => {
    const data = ['--data', folder];
    const password = 'một mật khẩu rất dài';
    expect(await userCommand(['add', 'an', '--role', 'viewer', '--password', password, ...data])).to.equal(0);
    let refused: unknown;
    await userCommand(['add', 'an', '--password', password, ...data]).catch((error: unknown) => (refused = error));
    expect(refused).to.be.instanceOf(Error);
    await keyCommand(['create', '--name', 'vms', '--scope', 'positions:write', ...data]);
    await keyCommand(['revoke', '--name', 'vms', ...data]);
    const told: Entry[] = [];
    const stop = journalCommandActs(folder, { note: async (entry) => void told.push(entry) }, () => {});
    await new Promise((resolve) => setTimeout(resolve, 20));
    stop();
    expect(told.map((one) => one.type === 'account' && [one.what, one.name, one.by])).to.deep.equal([
      ['added', 'an', commandActor()],
      ['key-made', 'vms', commandActor()],
      ['key-revoked', 'vms', commandActor()],
    ]);
    expect(commandActor()).to.match(/^cli:./);
    expect(readdirSync(join(folder, 'acts-waiting'))).to.deep.equal([]);
  });
});

describe('looks', () => {
  let now: number;
  let written: Look[];
  let write: (look: Look) => Promise<void>;
  const looks = () =>
    new Looks({ room: { note: (entry) => write(entry as Look) }, clock: () => now, log: { error: () => {} } });

  beforeEach(() => {
    now = Date.UTC(2026, 7, 20);
    written = [];
    write = async (look) => void written.push(look);
  });

  it('are one act when the same person looks at the same from the same place again within a while', async () => {
    const all = looks();
    for (let n = 0; n < 3; n += 1) await all.record(opening);
    await all.record({ ...list, found: 4 });
    await all.record({ ...list, found: 5 });
    expect(written.map(({ type }) => type)).to.deep.equal(['look-up', 'search']);
    const others: Partial<Look>[] = [{ by: 'bình' }, { from: '10.0.0.2' }, { what: 'track' }, { vesselId: 'v2' }];
    for (const other of others) await all.record({ ...opening, ...other } as Look);
    await all.record({ ...list, asked: { open: false } });
    expect(written).to.have.length(7);
    now += 61_000;
    await all.record(opening);
    await all.record({ ...list, found: 4 });
    expect(written).to.have.length(8);
    now += 600_000;
    await all.record({ ...list, found: 4 });
    expect(written).to.have.length(9);
  });

  it('are on disk before the answer goes out, also of whoever asks the same meanwhile', async () => {
    let durable = () => {};
    write = () => new Promise((resolve) => (durable = resolve));
    const all = looks();
    const answers: string[] = [];
    const both = [all.record(opening).then(() => answers.push('a')), all.record(opening).then(() => answers.push('b'))];
    await new Promise(setImmediate);
    expect(answers).to.deep.equal([]);
    durable();
    await Promise.all(both);
    expect(answers).to.deep.equal(['a', 'b']);
  });

  it('that cannot be journaled keep nobody from seeing a boat, and are journaled with their time when they can', async () => {
    write = () => Promise.reject(new Error('ENOSPC'));
    const all = looks();
    await all.record(opening);
    await all.record({ ...opening, vesselId: 'v2' } as Look);
    expect(all.owed).to.equal(2);
    write = async (look) => void written.push(look);
    const then = now;
    now += 5000;
    await all.record({ ...opening, vesselId: 'v3' } as Look);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const order = written.map((look) => [look.type === 'look-up' && look.vesselId, look.lookedAt]);
    expect(order).to.deep.equal([
      ['v3', undefined],
      ['v1', then],
      ['v2', then],
    ]);
    expect(all.owed).to.equal(0);
  });

  it('of the live map are the map once, each part of the sea, and each vessel that is named and shown', async () => {
    const told = { count: (box?: unknown) => (box ? 2 : 9), has: (id: string) => id === 'v1' };
    const live = new LiveLooks(looks(), { by: 'an', from: '10.0.0.1' }, told, () => now);
    await live.began();
    live.turned({ box: [107.2, 15.1, 108.9, 16.2], vessels: ['v1', 'unknown'] });
    live.turned({ box: [107.3, 15.2, 108.8, 16.1], vessels: ['v1'] });
    live.turned({ box: [110.3, 15.2, 111.8, 16.1] });
    await live.began();
    expect(written.map((one) => (one.type === 'search' ? [one.asked.box, one.found] : [one.vesselId]))).to.deep.equal([
      [undefined, 9],
      [[107, 15, 109, 17], 2],
      ['v1'],
      [[110, 15, 112, 17], 2],
    ]);
  });
});
