/** `haidang export` on a real store, with its writer still open. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import type { Fix } from '../../geofences/fix.ts';
import type { Alert } from '../../server/models/alert.ts';
import type { Delivery } from '../../server/models/delivery.ts';
import type { Vessel } from '../../server/models/vessel.ts';
import { SqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import { type Batch, noChanges } from '../../server/store/store.ts';

const start = Date.UTC(2026, 0, 31, 6);
const command = fileURLToPath(new URL('../../server/commands/export.ts', import.meta.url));
const script = `
  import { run } from ${JSON.stringify(command)};
  process.exitCode = await run(process.argv.slice(1)).catch((error) => (console.error(error.message), 2));`;
const nodeArguments = ['--import=tsx', '--input-type=module', '-e', script, '--'];

function vessel(id: string, more: Partial<Vessel>): Vessel {
  return { id, kind: 'vessel', label: id, registered: false, firstHeardAt: start, ...more };
}

function fix(minute: number, more: Partial<Fix> = {}): Fix {
  const fixTime = start + minute * 60_000;
  return { fixTime, receivedAt: fixTime + 1500, lon: 108.2, lat: 16.1, source: 'vms', flags: 0, ...more };
}

function alert(n: number): Alert {
  return {
    id: `alert-${n}`,
    occurrence: {
      id: `alert-${n}`,
      ruleId: 'closed-area',
      ruleVersion: 1,
      kind: 'zone-enter',
      priority: 2,
      vesselId: 'v2',
      zoneId: 'z1',
      state: 'raised',
      raisedAt: start + n * 60_000,
      lon: 108.2,
      lat: 16.1,
      evidence: [start],
      crossing: { before: fix(0), after: fix(1), time: start + 1000, lon: 108.1, lat: 16.05, fraction: 0.5 },
    },
    response: { state: 'acknowledged', acknowledgedAt: start + 5000, acknowledgedBy: 'an', comment: 'đã gọi' },
    caseId: 'case-1',
    text: { vi: '…', en: '…' },
    detectedAt: start,
    changeSeq: 10 - n,
  };
}

const delivery: Delivery = {
  id: 'd1',
  alertId: 'alert-1',
  caseId: 'case-1',
  vesselId: 'v2',
  change: 'raised',
  contactId: 'duty',
  contactName: 'Trực ban',
  channel: 'sms',
  address: '+84900000000',
  language: 'vi',
  body: 'Cảnh báo',
  state: 'sent',
  attempts: 1,
  createdAt: start,
  nextAttemptAt: start,
  sentAt: start + 2000,
};

const batch: Batch = {
  ...noChanges,
  position: 100,
  vessels: [vessel('v2', { registration: 'QNa-91234-TS', mmsi: 574_000_001 }), vessel('v1', {})],
  fixes: [
    ['v2', [fix(20), fix(10, { speedKn: 6.5, courseDeg: 90.5 })]],
    ['v1', Array.from({ length: 3000 }, (_, i) => fix(i))],
  ],
  alerts: [alert(2), alert(1), alert(3)],
  deliveries: [delivery],
  acts: Array.from({ length: 1500 }, (_, i) => ({
    id: String(i).padStart(16, '0'),
    at: start + i,
    by: 'an',
    kind: 'look-up',
    subject: i % 2 ? 'v1' : 'v2',
  })),
};

describe('export', () => {
  let dir: string;
  let store: SqliteStore;

  before(async () => {
    dir = mkdtempSync(join(tmpdir(), 'haidang-export-'));
    store = new SqliteStore(join(dir, 'store.db'), 'write');
    await store.commit(batch);
  });

  after(async () => {
    await store.close();
    rmSync(dir, { recursive: true });
  });

  async function lines(...args: string[]): Promise<Record<string, unknown>[]> {
    const all = [...nodeArguments, ...args, '--data', dir];
    const { stdout } = await promisify(execFile)(process.execPath, all, { maxBuffer: 1 << 26 });
    return stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  it('writes one fix a line, by vessel and time, without absent fields', async () => {
    const tracks = await lines('tracks', '--json');
    expect(tracks).to.have.length(3002);
    expect(tracks[3000]).to.deep.equal({
      vessel: 'v2',
      registration: 'QNa-91234-TS',
      mmsi: 574_000_001,
      time: '2026-01-31T06:10:00.000Z',
      lat: 16.1,
      lon: 108.2,
      speed: 6.5,
      course: 90.5,
      source: 'vms',
      received: '2026-01-31T06:10:01.500Z',
    });
    expect(tracks[3001]).to.not.have.any.keys('speed', 'course');
    expect(
      tracks
        .slice(0, 3000)
        .every((line, i) => line.vessel === 'v1' && line.time === new Date(start + i * 60_000).toISOString()),
    ).to.equal(true);
  });

  it('keeps to a vessel and a time', async () => {
    const times = ['--from', '2026-01-31T06:15:00', '--to', '2026-01-31T06:20:00Z'];
    for (const name of ['v2', 'qna-91234-ts', '574000001']) {
      const tracks = await lines('tracks', '--vessel', name, ...times);
      expect(tracks.map((line) => line.time)).to.deep.equal(['2026-01-31T06:20:00.000Z']);
    }
    expect(await lines('acts', '--vessel', 'v1')).to.have.length(750);
  }).timeout(60_000);

  it('writes alerts in order of time, with their response', async () => {
    const alerts = await lines('alerts', '--from', '2026-01-31T06:00:00Z', '--to', '2026-01-31T06:02:00Z');
    expect(alerts.map((line) => line.id)).to.deep.equal(['alert-1', 'alert-2']);
    expect(alerts[0]).to.deep.equal({
      id: 'alert-1',
      rule: 'closed-area',
      kind: 'zone-enter',
      priority: 2,
      vessel: 'v2',
      zone: 'z1',
      state: 'raised',
      raised: '2026-01-31T06:01:00.000Z',
      lat: 16.1,
      lon: 108.2,
      evidence: ['2026-01-31T06:00:00.000Z'],
      crossing: { time: '2026-01-31T06:00:01.000Z', lat: 16.05, lon: 108.1 },
      response: 'acknowledged',
      by: 'an',
      acknowledged: '2026-01-31T06:00:05.000Z',
      comment: 'đã gọi',
      case: 'case-1',
    });
  });

  it('writes deliveries, acts and vessels', async () => {
    expect((await lines('deliveries'))[0]).to.include({ id: 'd1', alert: 'alert-1', sent: '2026-01-31T06:00:02.000Z' });
    expect(await lines('acts')).to.have.length(1500);
    expect((await lines('vessels')).map((line) => line.id)).to.deep.equal(['v1', 'v2']);
  }).timeout(60_000);

  it('ends quietly when its reader goes away', async () => {
    const child: ChildProcess = spawn(process.execPath, [...nodeArguments, 'tracks', '--data', dir], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    child.stderr!.on('data', (chunk) => {
      said += chunk;
    });
    child.stdout!.once('data', () => child.stdout!.destroy());
    const [code] = (await once(child, 'exit')) as [number];
    expect([code, said]).to.deep.equal([0, '']);
  });

  it('says what is wrong with how it was called', async () => {
    for (const args of [
      [],
      ['cats'],
      ['alerts', '--from', 'yesterday'],
      ['tracks', '--vessel', 'nobody'],
      ['--nope'],
    ]) {
      const failure = await lines(...args).catch((error: { code: number; stderr: string }) => error);
      expect(failure, args.join(' ')).to.include({ code: 2 });
      expect((failure as { stderr: string }).stderr).to.contain('haidang export --help');
    }
  }).timeout(60_000);
});
