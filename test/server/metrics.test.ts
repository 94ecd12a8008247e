/** What Prometheus reads: lags, rates, queues and latencies of the running product, under labels that are bounded. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { RecentDurations } from '../../server/journal/durations.ts';
import { haidang, Product, removeFolder, temporaryFolder, until } from '../product.ts';
import { nafRecord } from './api-product.ts';

const MINUTE = 60_000;

interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

function samplesOf(text: string): Sample[] {
  return text.split('\n').flatMap((line) => {
    const found = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line);
    if (!found) return [];
    const labels = [...(found[2] ?? '').matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, key, value]) => [key!, value!]);
    return [{ name: found[1]!, labels: Object.fromEntries(labels) as Record<string, string>, value: Number(found[3]) }];
  });
}

describe('the figures for Prometheus', function () {
  this.timeout(120_000);
  const data = temporaryFolder();
  let product: Product;
  let samples: Sample[] = [];
  const find = (name: string, labels: Record<string, string> = {}): number | undefined =>
    samples.find(
      (one) => one.name === name && Object.entries(labels).every(([key, value]) => one.labels[key] === value),
    )?.value;
  const read = async (): Promise<void> => {
    samples = samplesOf(await (await product.fetch('/metrics')).text());
  };

  before(async () => {
    const key = haidang(['key', 'create', '--data', data, '--name', 'VNPT', '--scope', 'positions:write']).out.trim();
    product = await Product.start({ data, args: ['--no-demo'] });
    await product.signIn();
    const put = (name: string, json: unknown) => product.fetch(`/api/v1/settings/${name}`, { method: 'PUT', json });
    await put('contacts', [{ id: 'x', name: 'Trực ban', role: 'duty', email: 'truc@example.vn' }]);
    await put('routing', [{ rules: ['*'], roles: ['duty'], channels: ['email'] }]);
    const start = Date.now() - 200 * MINUTE;
    for (const [step, lat] of [16.9, 17.1, 17.3, 17.5, 17.7].entries())
      await product.fetch('/api/v1/positions/naf', {
        method: 'POST',
        headers: { authorization: `Bearer ${key}` },
        body: nafRecord('QNa-91234-TS', lat, 108.9, start + step * 20 * MINUTE),
      });
    await until(async () => {
      await read();
      return (find('haidang_message_steps_total', { channel: 'email', state: 'kept' }) ?? 0) > 0;
    });
  });
  after(async () => {
    await product?.stop();
    removeFolder(data);
  });

  it('say how fast: p50, p95 and p99 of fsyncs, alerts and requests', async () => {
    await product.get('/api/v1/alerts');
    await read();
    for (const name of [
      'haidang_journal_fsync_seconds',
      'haidang_alert_stored_seconds_recent',
      'haidang_http_request_seconds_recent',
    ]) {
      const [p50, p95, p99] = ['0.5', '0.95', '0.99'].map((quantile) => find(name, { quantile }));
      expect(p50, name).to.be.greaterThan(0);
      expect(p95! >= p50! && p99! >= p95!, name).to.equal(true);
    }
    expect(find('haidang_alert_stored_seconds_count')).to.be.greaterThan(0);
    expect(find('haidang_http_request_seconds_count', { route: '/api/v1/alerts', status: '2xx' })).to.be.greaterThan(0);
  });

  it('say how far behind: feeds, store, queues', () => {
    const feed = 'POST /api/v1/positions/naf (VNPT)';
    expect(find('haidang_feed_messages_total', { feed })).to.equal(5);
    expect(find('haidang_feed_lag_seconds', { feed })).to.be.within(119 * 60, 130 * 60);
    expect(find('haidang_feed_silent_seconds', { feed })).to.be.within(0, 120);
    expect(find('haidang_feed_up', { feed })).to.equal(1);
    expect(find('haidang_store_lag_seconds')).to.be.within(0, 60);
    for (const name of ['behind_bytes', 'waiting_bytes', 'outbox_queued', 'outbox_oldest_seconds', 'journal_healthy'])
      expect(find(`haidang_${name}`), name).to.be.a('number');
    expect(find('nodejs_eventloop_lag_p99_seconds')).to.be.a('number');
  });

  it('say when the last backup was, and nothing while there was none', async () => {
    expect(find('haidang_last_backup_seconds')).to.equal(undefined);
    const began = Date.now() / 1000;
    expect(haidang(['backup', join(data, '..', `backup-${process.pid}`), '--data', data]).code).to.equal(0);
    await read();
    expect(find('haidang_last_backup_seconds')).to.be.greaterThan(began - 1);
    writeFileSync(join(data, 'last-backup.json'), '{ not');
    await read();
    expect(find('haidang_last_backup_seconds')).to.equal(undefined);
    removeFolder(join(data, '..', `backup-${process.pid}`));
  });

  it('have no label that grows with vessels, people or what is asked for', async () => {
    const { vessels } = await product.get<{ vessels: { id: string }[] }>('/api/v1/vessels');
    for (const path of [`/api/v1/vessels/${vessels[0]!.id}/track`, '/api/v1/vessels/nobody', '/x/y/z', '/api/v1/none'])
      await product.fetch(path);
    await product.fetch('/x', { method: 'PROPFIND' });
    await read();
    const text = JSON.stringify(samples);
    expect(text).not.to.contain(vessels[0]!.id);
    expect(text).not.to.match(/QNa-91234|nobody|x\/y|PROPFIND|truc@/);
    expect(find('haidang_http_request_seconds_count', { route: '/api/v1/vessels/:id/track' })).to.equal(1);
    const allowed = [
      'feed',
      'reason',
      'code',
      'channel',
      'state',
      'job',
      'method',
      'route',
      'status',
      'le',
      'quantile',
    ];
    const process = ['version', 'major', 'minor', 'patch', 'node', 'demo', 'type', 'space', 'kind'];
    const labels = new Set(samples.flatMap((one) => Object.keys(one.labels)));
    expect([...labels].filter((label) => ![...allowed, ...process].includes(label))).to.deep.equal([]);
    expect(samples.length).to.be.lessThan(3000);
  });
});

describe('recent durations', () => {
  it('tell what is usual from what is rare, of the last thousand', () => {
    const durations = new RecentDurations();
    expect(durations.quantiles()).to.equal(undefined);
    durations.add(7);
    expect(durations.quantiles()).to.deep.equal({ p50: 7, p95: 7, p99: 7 });
    for (let n = 1; n <= 1000; n++) durations.add(n);
    expect(durations.quantiles()).to.deep.equal({ p50: 500, p95: 950, p99: 990 });
    for (let n = 0; n < 1000; n++) durations.add(1);
    expect(durations.quantiles()).to.deep.equal({ p50: 1, p95: 1, p99: 1 });
  });
});
