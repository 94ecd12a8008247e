/** kill -9 in the middle of ladders, of retractions and of the clock itself: nothing is told twice, nothing is skipped, and the store that is worked out anew says the same. */
import { rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { expect } from 'chai';
import type { JobView } from '../../server/jobs/scheduler.ts';
import type { SystemStatus } from '../../server/live/protocol.ts';
import { type Alert, NEVER } from '../../server/models/alert.ts';
import type { Case } from '../../server/models/case.ts';
import type { Delivery } from '../../server/models/delivery.ts';
import type { Act } from '../../server/models/entry.ts';
import type { Ladder } from '../../server/models/ladder.ts';
import { MailServer } from '../gateways.ts';
import { freePort, haidang, Product, removeFolder, temporaryFolder, until } from '../product.ts';
import { nafRecord } from './api-product.ts';

const MINUTE = 60_000;
const secondsMin = (seconds: number): number => seconds / 60;
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

const contacts = [
  { id: 'truc', name: 'Trực ban', role: 'duty', email: 'truc@vn.example', phone: '0900000001' },
  { id: 'don', name: 'Đồn', role: 'border-station', email: 'don@vn.example', phone: '0900000002' },
  { id: 'bdbp', name: 'Bộ chỉ huy', role: 'border-command', email: 'bdbp@vn.example', phone: '0900000003' },
];
const routing = [{ rules: ['boundary-cross'], roles: ['duty'], channels: ['email'] }];

/** A ladder of seconds. */
function ladderOf(...seconds: number[]): Ladder[] {
  const roles = ['duty', 'border-station', 'border-command'] as const;
  const steps = seconds.map((second, n) => ({
    ...{ id: `step-${n + 1}`, minutes: secondsMin(second), roles: [roles[n % 3]!] },
    channels: n % 2 === 0 ? (['email', 'sms'] as const) : (['email', 'call'] as const),
  }));
  return [
    {
      id: 'quick',
      name: { vi: 'nhanh', en: 'quick' },
      rules: ['boundary-cross'],
      on: 'unacknowledged',
      steps: steps as unknown as Ladder['steps'],
    },
  ];
}

/** A product whose ladders are counted in seconds, and one boat that can cross the boundary. */
class Sea {
  readonly data = temporaryFolder();
  readonly #config = join(this.data, 'config.json');
  product!: Product;
  #password = '';
  #key = '';

  constructor(settings: Record<string, unknown> = {}) {
    writeFileSync(this.#config, JSON.stringify({ tickSeconds: 0.2, contacts, routing, ...settings }));
  }

  async start(): Promise<void> {
    this.#key ||= haidang([
      'key',
      'create',
      '--data',
      this.data,
      '--name',
      'k',
      '--scope',
      'positions:write',
    ]).out.trim();
    this.product = await Product.start({ data: this.data, args: ['--no-demo', '--config', this.#config] });
    this.#password ||= this.product.password;
    await this.product.signIn('admin', this.#password);
  }

  async put(name: string, body: unknown): Promise<void> {
    const answer = await this.product.fetch(`/api/v1/settings/${name}`, { method: 'PUT', json: body });
    expect(answer.ok, `${name}: ${answer.ok ? '' : await answer.text()}`).to.equal(true);
  }

  async cross(): Promise<Alert> {
    const begin = Date.now() - 240 * MINUTE;
    for (const [step, lat] of [16.9, 17.1, 17.3, 17.5].entries()) {
      await this.product.fetch('/api/v1/positions/naf', {
        method: 'POST',
        headers: { authorization: `Bearer ${this.#key}` },
        body: nafRecord('QNa-91234-TS', lat, 108.9, begin + step * 20 * MINUTE),
      });
    }
    return until(async () => {
      const { alerts } = await this.product.get<{ alerts: Alert[] }>('/api/v1/alerts');
      return alerts.find(({ occurrence }) => occurrence.kind === 'boundary-cross');
    });
  }

  alert = (id: string): Promise<Alert> => this.product.get(`/api/v1/alerts/${id}`);
  case = (id: string): Promise<Case> => this.product.get(`/api/v1/cases/${id}`);

  async deliveries(): Promise<Delivery[]> {
    return (await this.product.get<{ deliveries: Delivery[] }>('/api/v1/deliveries?limit=1000')).deliveries;
  }

  async escalations(): Promise<string[]> {
    return (await this.deliveries())
      .filter(({ escalation }) => escalation !== undefined)
      .map(({ escalation, contactId, channel }) => `${escalation} ${contactId} ${channel}`)
      .sort();
  }

  async stop(): Promise<void> {
    await this.product?.stop();
    removeFolder(this.data);
  }
}

const stepsOf = ({ lines }: Case): unknown[] =>
  lines.filter(({ kind, data }) => kind === 'escalated' && data?.step).map(({ data }) => data?.step);

describe('a ladder over kill -9', () => {
  const sea = new Sea();
  let found: Alert;

  before(async () => {
    await sea.start();
    await sea.put('ladders', ladderOf(1, 3, 5, 7, 9, 11));
    found = await sea.cross();
  });
  after(() => sea.stop());

  it('takes every step once, in order, however often the process is killed', async () => {
    for (const after of [300, 1100, 200, 900, 400]) {
      await pause(after);
      await sea.product.kill();
      await sea.start();
    }
    await until(async () => ((await sea.alert(found.id)).ladder?.done.length ?? 0) === 6);
    await pause(1000);
    expect(stepsOf(await sea.case(found.caseId))).to.deep.equal([1, 2, 3, 4, 5, 6].map((n) => `step-${n}`));
    const expected = [1, 4].map((n) => `quick/step-${n} truc`);
    expect(await sea.escalations()).to.deep.equal(
      [
        ...['email', 'sms'].map((channel) => `${expected[0]} ${channel}`),
        ...['call', 'email'].map((channel) => `quick/step-2 don ${channel}`),
        ...['email', 'sms'].map((channel) => `quick/step-3 bdbp ${channel}`),
        ...['call', 'email'].map((channel) => `${expected[1]} ${channel}`),
        ...['email', 'sms'].map((channel) => `quick/step-5 don ${channel}`),
        ...['call', 'email'].map((channel) => `quick/step-6 bdbp ${channel}`),
      ].sort(),
    );
  });

  it('says the same when the store is worked out anew from the journal', async () => {
    const seen = async () => [await sea.alert(found.id), (await sea.case(found.caseId)).lines, await sea.escalations()];
    const before = await seen();
    await sea.product.kill();
    for (const name of ['store.db', 'store.db-wal', 'store.db-shm']) rmSync(join(sea.data, name), { force: true });
    await sea.start();
    expect(await seen()).to.deep.equal(before);
  });

  it('is climbed by hand with a reason, until the top, and refuses then', async () => {
    await sea.put('ladders', ladderOf(1, 3, 5, 7, 9, 11, 6000));
    const escalate = () =>
      sea.product.fetch(`/api/v1/alerts/${found.id}/escalate`, {
        method: 'POST',
        json: { reason: 'tàu không trả lời' },
      });
    const { alert } = (await (await escalate()).json()) as { alert: Alert };
    expect(alert.ladder?.done.at(-1)).to.equal('step-7');
    expect((await sea.case(found.caseId)).lines.at(-1)?.by).to.equal('admin');
    expect((await escalate()).status).to.equal(409);
    const acts = haidang(['export', 'acts', '--json', '--data', sea.data])
      .out.trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Act);
    expect(acts.find(({ kind }) => kind === 'escalate')).to.include({ by: 'admin', subject: found.id });
    const bare = await sea.product.fetch(`/api/v1/alerts/${found.id}/escalate`, { method: 'POST', json: {} });
    expect(bare.status).to.equal(400);
  });
});

describe('a retraction over kill -9', () => {
  let mail = new MailServer();
  let sea: Sea;

  after(async () => {
    await sea.stop();
    await mail.close();
  });

  it('reaches once whoever got the alert, also by its ladder, when the process dies between commit and sending', async () => {
    const port = await freePort();
    await mail.listen(port);
    sea = new Sea({
      notify: {
        smtp: `smtp://127.0.0.1:${port}`,
        ...{ retrySeconds: [1], pollSeconds: 0.2, sendTimeoutSeconds: 8, maxAttempts: 1000 },
        limits: { groupFrom: 1000, perWindow: 1000 },
      },
    });
    await sea.start();
    await sea.put('ladders', ladderOf(1, 2));
    const { id } = await sea.cross();
    await until(async () => {
      const all = await sea.deliveries();
      const mails = all.filter(({ channel }) => channel === 'email');
      return mails.length >= 3 && mails.every(({ state }) => state === 'sent');
    });
    expect(mail.received.map(({ to }) => to[0]).sort()).to.deep.equal([
      'don@vn.example',
      'truc@vn.example',
      'truc@vn.example',
    ]);
    await mail.close();
    // Without the rule that raised it, it is taken back.
    const { body: rules } = await sea.product.get<{ body: { id: string }[] }>('/api/v1/settings/rules');
    await sea.put(
      'rules',
      rules.filter((one) => one.id !== 'boundary-cross'),
    );
    await until(async () => (await sea.alert(id)).occurrence.state === 'retracted');
    await sea.product.kill();
    mail = new MailServer();
    await mail.listen(port);
    await sea.start();
    await until(async () => {
      const taken = (await sea.deliveries()).filter(
        ({ change, channel }) => change === 'retracted' && channel === 'email',
      );
      return taken.length > 0 && taken.every(({ state }) => state === 'sent');
    });
    await pause(2500);
    expect(mail.received.map(({ to }) => to[0]).sort()).to.deep.equal(['don@vn.example', 'truc@vn.example']);
    expect(new Set(mail.received.map(({ messageId }) => messageId)).size).to.equal(2);
    for (const { subject } of mail.received) expect(subject).to.match(/RÚT LẠI|THU HỒI/i);
    const call = (await sea.deliveries()).find(({ channel, change }) => channel === 'call' && change === 'raised');
    expect(call?.state, 'nobody is called about what was taken back').to.equal('kept');
    expect((await sea.alert(id)).ladder?.ended?.why).to.equal('retracted');
  });
});

describe('the auditor and the heartbeat', () => {
  const beats: { method: string; body: string }[] = [];
  const outside = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += String(piece);
    beats.push({ method: request.method ?? '', body });
    response.end();
  });
  let sea: Sea;

  before(() => new Promise<void>((resolve) => outside.listen(0, '127.0.0.1', resolve)));
  after(async () => {
    await sea.stop();
    outside.closeAllConnections();
    outside.close();
  });

  const jobs = async (): Promise<Record<string, JobView>> => {
    const { jobs: list } = await sea.product.get<{ jobs: JobView[] }>('/api/v1/jobs');
    return Object.fromEntries(list.map((job) => [job.name, job]));
  };
  const status = () => sea.product.get<SystemStatus>('/api/v1/status');

  it('an engine whose clock does not tick: the step is taken all the same, and the system says that it is at fault', async () => {
    const { port } = outside.address() as AddressInfo;
    sea = new Sea({
      tickSeconds: 3600,
      audit: { everySeconds: 1, graceSeconds: 2, escalateEverySeconds: 3000, escalateAfterSeconds: 3000 },
      heartbeat: { url: `http://127.0.0.1:${port}/secret`, method: 'POST', everySeconds: 1 },
    });
    await sea.start();
    await sea.put('ladders', ladderOf(1, 6000));
    const { id } = await sea.cross();
    await until(async () => beats.length > 0);
    expect(beats[0]?.method).to.equal('POST');
    expect(JSON.parse(beats[0]!.body)).to.include({ product: 'haidang' });
    const late = await until(async () => {
      const alert = await sea.alert(id);
      return alert.ladder?.done.length === 1 && alert;
    });
    expect(late.ladder?.done).to.deep.equal(['step-1']);
    const { audit } = await status();
    expect(audit?.alarm?.why.vi).to.match(/^1 bước báo cấp bị trễ, đã báo bù/);
    expect(audit?.alarm?.why.en).to.match(/late steps of ladders, made up for/);
    await until(async () => (await status()).audit?.alarm?.isOver);
    expect((await status()).audit?.healthy).to.equal(true);
    const seen = await jobs();
    for (const name of ['escalate', 'audit', 'heartbeat']) {
      expect(seen[name]?.lastRunAt, name).to.be.a('number');
      expect(seen[name]?.nextRunAt, name).to.be.a('number');
    }
    expect(await sea.escalations()).to.have.length(2);
  });

  it('an alert that lost its ladder, as by a fault of the program, is found in the store and put back on it', async () => {
    const { alerts } = await sea.product.get<{ alerts: Alert[] }>('/api/v1/alerts');
    const { id } = alerts.find(({ ladder }) => ladder?.id === 'quick')!;
    await sea.product.stop();
    const db = new DatabaseSync(join(sea.data, 'store.db'));
    db.prepare("UPDATE alert SET body = json_remove(body, '$.ladder'), ladder_due = ? WHERE id = ?").run(NEVER, id);
    db.close();
    await sea.start();
    const laid = await until(async () => {
      const alert = await sea.alert(id);
      return alert.ladder !== undefined && alert;
    });
    expect(laid.ladder).to.deep.include({ id: 'quick', of: 2 });
    const { audit } = await status();
    expect(audit?.alarm?.why.vi).to.equal('1 cảnh báo không đứng ở thang nào, đã đặt vào');
  });

  it('the heartbeat stops when the auditor fails, and says why', async () => {
    await until(async () => (await status()).audit?.healthy);
    await sea.stop();
    sea = new Sea({
      tickSeconds: 3600,
      // What it calls late is what has just been made: the outbox can never be so quick.
      audit: { everySeconds: 1, messageGraceSeconds: 0.001 },
      notify: { smtp: 'smtp://127.0.0.1:9', retrySeconds: [0.01], pollSeconds: 3600, maxAttempts: 1000 },
      heartbeat: { url: `http://127.0.0.1:${(outside.address() as AddressInfo).port}/`, everySeconds: 1 },
    });
    await sea.start();
    await sea.cross();
    await until(async () => (await status()).audit?.alarm?.isOver === false);
    const withheld = await until(async () => {
      const { heartbeat } = await jobs();
      return heartbeat?.lastError && heartbeat;
    });
    expect(withheld.lastError?.why).to.match(/^withheld: \d+ messages overdue in the outbox/);
    const before = beats.length;
    await pause(3000);
    expect(beats.length).to.equal(before);
  });
});
