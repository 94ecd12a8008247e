/** The auditor: what it finds, what it mends, when it is an alarm; what its questions cost; and the heartbeat that hangs on it. */
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { expect } from 'chai';
import { defaultLadders } from '../../server/alerts/default-ladders.ts';
import { begun, ladderOfAlert } from '../../server/alerts/ladder.ts';
import { Auditor } from '../../server/audit/auditor.ts';
import { auditConfig, heartbeatConfig } from '../../server/audit/config.ts';
import { sendHeartbeat } from '../../server/audit/heartbeat.ts';
import { readConfig } from '../../server/config.ts';
import type { RoomStatus } from '../../server/ingest/room.ts';
import type { Alert } from '../../server/models/alert.ts';
import type { Delivery } from '../../server/models/delivery.ts';
import type { Entry } from '../../server/models/entry.ts';
import { alertsSql, overdueSql, withoutStepSql } from '../../server/store/sqlite/cases.ts';
import { overdueDeliveriesSql } from '../../server/store/sqlite/messages.ts';
import { SqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import { MailServer } from '../gateways.ts';
import { freePort, removeFolder, temporaryFolder } from '../product.ts';
import { alert as anAlert } from './notify-land.ts';

const SECOND = 1000;
const MINUTE = 60_000;

/** A system whose overdue things are lists, and whose clock the test moves. */
class System {
  now = Date.UTC(2026, 10, 25);
  late = { alertIds: [] as string[], caseIds: [] as string[] };
  bare: Alert[] = [];
  stuck: string[] = [];
  unheard: string[] = [];
  mends = true;
  fails: string | undefined;
  status: Pick<RoomStatus, 'journal' | 'store'> = {
    journal: { bytes: 0, healthy: true, fsyncs: 0, lastFsyncMs: 0, cutBytes: 0 },
    store: {},
  };
  readonly acts: Entry[] = [];
  pokes = 0;
  readonly auditor = new Auditor({
    store: {
      overdueLadders: async () => {
        if (this.fails) throw new Error(this.fails);
        return this.late;
      },
      waitingWithoutStep: async (after, limit) => {
        return this.bare.filter(({ id }) => id > after).slice(0, limit);
      },
      document: async () => ({ name: 'ladders', revision: 1, body: defaultLadders(), changedAt: 0, changedBy: 'x' }),
      overdueDeliveries: async () => this.stuck,
      unconfirmedDeliveries: async () => this.unheard.map((id) => ({ id }) as Delivery),
    },
    room: {
      act: async (entry) => {
        this.acts.push(entry);
        if (entry.type === 'mend-ladders' && this.mends) this.late = { alertIds: [], caseIds: [] };
        if (entry.type === 'delivery') this.unheard = this.unheard.filter((id) => id !== entry.id);
        return 0;
      },
      status: () => this.status,
    },
    config: auditConfig.parse({}),
    tickSeconds: 5,
    clock: () => this.now,
    monotonic: () => this.now,
  });

  constructor() {
    this.auditor.wakesBy(() => void this.pokes++);
  }

  /** A minute later. */
  async run(): Promise<void> {
    this.now += MINUTE;
    await this.auditor.run().catch(() => {});
  }

  get said(): string[] {
    return this.acts.map((one) => (one.type === 'audit' ? `audit ${one.healthy}: ${one.why.en}` : one.type));
  }
}

describe('the auditor', () => {
  it('is healthy when nothing is overdue, writes nothing, and is not believed when it has not run for long', async () => {
    const system = new System();
    expect(system.auditor.status()).to.deep.equal({ healthy: false });
    await system.run();
    expect(system.auditor.status()).to.deep.equal({ healthy: true, lastRunAt: system.now });
    expect(system.acts).to.deep.equal([]);
    system.now += 3 * MINUTE + SECOND;
    const { healthy, alarm } = system.auditor.status();
    expect(healthy).to.equal(false);
    expect(alarm?.why.en).to.equal('the auditor does not run');
  });

  it('has late steps of ladders done, says so once, and shows for ten minutes that they were', async () => {
    const system = new System();
    system.late = { alertIds: ['a1'], caseIds: ['c1'] };
    await system.run();
    const since = system.now;
    expect(system.acts[0]).to.deep.equal({
      ...{ type: 'mend-ladders', alertIds: ['a1'], caseIds: ['c1'], found: 'by-auditor', by: 'system' },
    });
    expect(system.said[1]).to.equal('audit false: 2 late steps of ladders, made up for');
    expect(system.auditor.status().alarm).to.deep.include({ since, isOver: false });
    await system.run();
    expect(system.said.at(-1)).to.equal('audit true: nothing is wrong');
    expect(system.auditor.status()).to.deep.include({ healthy: true });
    expect(system.auditor.status().alarm).to.deep.include({ since, isOver: true });
    for (let n = 0; n < 11; n++) await system.run();
    expect(system.auditor.status().alarm).to.equal(undefined);
    expect(system.acts).to.have.length(3);
  });

  it('is not healthy as long as something is left: steps that cannot be mended, messages that do not leave', async () => {
    const system = new System();
    system.late = { alertIds: ['a1'], caseIds: [] };
    system.mends = false;
    await system.run();
    expect(system.auditor.status().alarm?.why.en).to.equal('1 late steps of ladders that could not be mended');
    system.mends = true;
    system.stuck = ['d1', 'd2'];
    await system.run();
    await system.run();
    expect(system.auditor.status().alarm?.why.en).to.equal('2 messages overdue in the outbox');
    expect(system.auditor.status().healthy).to.equal(false);
    expect(system.pokes, 'the outbox is told to look').to.equal(2);
    system.stuck = [];
    await system.run();
    expect(system.auditor.status().healthy).to.equal(true);
    expect(system.said.filter((said) => said.startsWith('audit'))).to.have.length(4);
  });

  it('has an alert that waits on no ladder put on the one that is for it, and looks at all in turn', async () => {
    const system = new System();
    const ladders = defaultLadders();
    const { ladder: _, ...bare } = anAlert();
    const ladder = { ...begun(ladderOfAlert(ladders, bare)!, 0, 0), next: undefined };
    const atTheTop: Alert = { ...bare, ladder };
    system.bare = Array.from({ length: 600 }, (_, n) => ({ ...atTheTop, id: `a${1000 + n}` }));
    system.bare[550] = { ...bare, id: 'a1550' };
    await system.run();
    expect(system.acts, 'what has been told to the top is as it should be').to.deep.equal([]);
    await system.run();
    expect(system.acts[0]).to.deep.include({ type: 'mend-ladders', unladdered: ['a1550'], found: 'by-auditor' });
    expect(system.said[1]).to.equal('audit false: 1 alerts on no ladder, put on one');
    system.bare = [{ ...bare, response: { state: 'acknowledged' } }];
    await system.run();
    expect(system.said.at(-1)).to.equal('audit true: nothing is wrong');
  });

  it('has missing receipts looked at when nobody does', async () => {
    const system = new System();
    system.unheard = ['d1'];
    await system.run();
    expect(system.acts[0]).to.include({ type: 'delivery', id: 'd1', event: 'unconfirmed' });
    expect(system.auditor.status().alarm?.why.en).to.equal('1 missing receipts not looked at, made up for');
  });

  it('finds an engine that stands still, a journal and a store that cannot be written', async () => {
    const faults: [Partial<System['status']>, RegExp][] = [
      [{ store: { coversTo: Date.UTC(2026, 10, 25) - MINUTE } }, /what is stored is 120 s behind the clock/],
      [{ store: { problem: { vi: 'đầy', en: 'full' } } }, /the store cannot be written/],
      [{ journal: { ...new System().status.journal, healthy: false } }, /the journal cannot be written/],
    ];
    for (const [fault, words] of faults) {
      const system = new System();
      system.status = { ...system.status, ...fault };
      await system.run();
      expect(system.auditor.status().alarm?.why.en).to.match(words);
      expect(system.auditor.status().healthy).to.equal(false);
    }
  });

  it('that cannot ask says why, fails as a job, and is healthy again when it can', async () => {
    const system = new System();
    system.fails = 'disk I/O error';
    expect(await system.auditor.run().catch((error: Error) => error.message)).to.equal('disk I/O error');
    expect(system.auditor.status().alarm?.why.en).to.equal('it cannot be audited (disk I/O error)');
    system.fails = undefined;
    await system.run();
    expect(system.auditor.status().healthy).to.equal(true);
  });

  it('asks by an index for what is overdue, or open, alone', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'store.db');
    const store = new SqliteStore(path, 'write');
    const db = new DatabaseSync(path, { readOnly: true });
    const plan = (sql: string): string =>
      (db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[]).map(({ detail }) => detail).join('; ');
    expect(plan(overdueSql('alert'))).to.match(/^SEARCH alert USING (COVERING )?INDEX alert_ladder \(ladder_due<\?\)$/);
    expect(plan(alertsSql({ state: 'open' }))).to.match(/^SEARCH alert USING INDEX alert_open \(raised_at>\?\)/);
    expect(plan(overdueSql('case_file'))).to.match(
      /^SEARCH case_file USING (COVERING )?INDEX case_ladder \(ladder_due<\?\)$/,
    );
    expect(plan(withoutStepSql)).to.match(/^SEARCH alert USING INDEX alert_(ladder|response) /);
    expect(plan(overdueDeliveriesSql)).to.match(/^SEARCH delivery USING (COVERING )?INDEX delivery_due /);
    db.close();
    await store.close();
    removeFolder(folder);
  });
});

describe('the heartbeat', () => {
  const now = Date.UTC(2026, 10, 25);
  const audit = { healthy: true, lastRunAt: now };
  const notify = { from: 'Hai Dang <haidang@vn.example>' };

  it('asks the address that the operator names, with their headers, and follows it nowhere else', async () => {
    const seen: string[] = [];
    let status = 200;
    const server = createServer((request, response) => {
      seen.push(`${request.method} ${request.url} ${request.headers['x-token']}`);
      response.writeHead(status, { location: '/elsewhere' }).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const config = heartbeatConfig.parse({ url: `http://127.0.0.1:${port}/ping`, headers: { 'x-token': 't' } });
    await sendHeartbeat({ config, notify, audit, now });
    expect(seen).to.deep.equal(['GET /ping t']);
    const why = () => sendHeartbeat({ config, notify, audit, now }).then(String, (error: Error) => error.message);
    status = 500;
    expect(await why()).to.equal(`127.0.0.1:${port} refused the heartbeat: HTTP 500`);
    status = 302;
    expect(await why()).to.match(/does not take the heartbeat/);
    expect(seen.some((one) => one.includes('elsewhere'))).to.equal(false);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    const gone = heartbeatConfig.parse({ url: `http://127.0.0.1:${await freePort()}/ping` });
    const silent = await sendHeartbeat({ config: gone, notify, audit, now }).catch((error: Error) => error.message);
    expect(silent).to.match(/does not take the heartbeat: nothing listens there$/);
  });

  it('goes by mail, too, and carries the seal of the journal out of the house', async () => {
    const mail = new MailServer();
    const port = await freePort();
    await mail.listen(port);
    const config = heartbeatConfig.parse({ mailTo: 'giamsat@vn.example' });
    const seal = { position: 4711, sha256: 'ab'.repeat(32) };
    await sendHeartbeat({ config, notify: { ...notify, smtp: `smtp://127.0.0.1:${port}` }, audit, seal, now });
    expect(mail.received[0]?.to).to.deep.equal(['giamsat@vn.example']);
    expect(mail.received[0]?.subject).to.match(/hoạt động bình thường 2026-11-25T00:00/);
    expect(mail.received[0]?.text).to.contain(`${seal.sha256} (4711)`);
    await mail.close();
  });

  it('wants to know where to, and a mail server for mail', () => {
    const refused = (heartbeat: unknown, more = {}): string => {
      const env = {};
      const folder = temporaryFolder();
      const path = join(folder, 'c.json');
      writeFileSync(path, JSON.stringify({ heartbeat, ...more }));
      try {
        readConfig(['--config', path], env);
        return '';
      } catch (error) {
        return (error as Error).message;
      } finally {
        removeFolder(folder);
      }
    };
    expect(refused({})).to.match(/“heartbeat”.*say where to/);
    expect(refused({ mailTo: 'a@vn.example' })).to.match(/“heartbeat\.mailTo”.*it needs notify\.smtp/);
    expect(refused({ url: 'ftp://x/' })).to.match(/“heartbeat\.url”/);
    expect(refused({ mailTo: 'a@vn.example' }, { notify: { smtp: 'smtp://127.0.0.1' } })).to.equal('');
  });
});
