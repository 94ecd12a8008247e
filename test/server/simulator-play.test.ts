import { Worker } from 'node:worker_threads';
import { expect } from 'chai';
import { runSimulator, type SimulatorEvent, type SimulatorOptions } from '../../server/simulator/run.ts';
import { type FakeProduct, fakeProduct } from './simulator-product.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('simulator as a client of the product', function () {
  this.timeout(60_000);
  let product: FakeProduct;
  beforeEach(async () => {
    product = await fakeProduct();
  });
  afterEach(() => product.close());

  const options = (more: Partial<SimulatorOptions> = {}): SimulatorOptions => ({
    httpUrl: product.httpUrl,
    apiKey: 'secret',
    udpHost: '127.0.0.1',
    udpPort: product.udpPort,
    seed: 1,
    historyHours: 48,
    startTime: Date.now(),
    ...more,
  });

  /** Plays until an event of this type (and then `more` ms), and returns all events. */
  async function playUntil(type: SimulatorEvent['type'], play: SimulatorOptions, more = 0): Promise<SimulatorEvent[]> {
    const events: SimulatorEvent[] = [];
    const stop = new AbortController();
    await runSimulator(play, stop.signal, (event) => {
      events.push(event);
      if (event.type === type) setTimeout(() => stop.abort(), more);
    });
    return events;
  }

  it('registers the fleet and plays two days of it without losing a sentence', async () => {
    const events = await playUntil('history-done', options());
    const done = events.find((event) => event.type === 'history-done');
    expect(done).to.include({ lost: 0 });
    expect(product.registry).to.have.length(690);
    expect(product.rejected).to.deep.equal([]);
    const ais = product.reports.filter(({ format }) => format === 'ais');
    const naf = product.reports.filter(({ format }) => format === 'naf');
    expect(done?.records).to.equal(naf.length);
    expect(ais.length).to.be.within(40_000, 60_000);
    expect(naf.length).to.be.within(11_000, 16_000);
    expect(product.longestDatagram).to.be.at.most(1400);
    expect(product.nafBodies).to.be.below(200);
  });

  it('sends history in order of time, to within a window of 20 min, and what decodes is what the registry knows', async () => {
    await playUntil('history-done', options({ historyHours: 6 }));
    const positions = product.reports.filter(({ fixTime }) => fixTime !== undefined);
    const recent = positions.filter(({ fixTime }) => fixTime! > Date.now() - 7 * HOUR);
    let newest = 0;
    for (const { fixTime } of recent) {
      expect(fixTime! - newest).to.be.above(-20 * MINUTE);
      newest = Math.max(newest, fixTime!);
    }
    expect(newest).to.be.within(Date.now() - 2 * MINUTE, Date.now() + 1000);
    const registrations = new Set(
      product.registry.map(({ registration }) => registration.replace(/[Đ]/g, 'D').toUpperCase()),
    );
    const devices = new Set(product.registry.map(({ deviceId }) => deviceId));
    for (const report of product.reports.filter(({ format }) => format === 'naf')) {
      expect(registrations.has(report.registration!)).to.equal(true);
      expect(devices.has(report.deviceId ?? report.internalReference)).to.equal(true);
    }
    const kinds = new Set(product.reports.map(({ message }) => ('type' in message ? message.type : undefined)));
    expect([1, 4, 5, 18, 21, 24].every((type) => kinds.has(type as 1))).to.equal(true);
  });

  it('plays after a restart only what is missing', async () => {
    await playUntil('history-done', options({ historyHours: 2 }));
    for (const { registration, mmsi } of product.registry) {
      const last = product.reports.findLast((report) => report.lon !== undefined && report.mmsi === mmsi && mmsi);
      if (!last) continue;
      product.latest.set(registration, { fixTime: last.fixTime! - HOUR, lon: last.lon!, lat: last.lat! });
    }
    const newest = Math.max(...[...product.latest.values()].map(({ fixTime }) => fixTime));
    product.reports.length = 0;
    const events = await playUntil('history-done', options({ historyHours: 48 }));
    expect(events.find((event) => event.type === 'history-done')).to.include({ from: newest + 1 });
    const times = product.reports.flatMap(({ fixTime }) => fixTime ?? []);
    expect(Math.min(...times)).to.be.above(newest - 1000);
  });

  it('goes on live: sentences without a tag time, at their own pace', async () => {
    const events = await playUntil('live', options({ historyHours: 0 }), 4000);
    expect(events.some(({ type }) => type === 'live')).to.equal(true);
    const live = product.reports.filter(({ format }) => format === 'ais');
    expect(live.length).to.be.within(10, 200);
    expect(live.every(({ meta }) => meta.stationTime === undefined)).to.equal(true);
    for (const { fixTime } of live) if (fixTime) expect(fixTime).to.be.within(Date.now() - 90_000, Date.now() + 1000);
  });

  it('waits for a product that does not answer yet, and does without a right that it lacks', async () => {
    product.failNext = 2;
    await playUntil('history-done', options({ historyHours: 1 }));
    expect(product.registry).to.have.length(690);
    const events = await playUntil('history-done', options({ historyHours: 1, apiKey: 'wrong' }));
    const problems = events.filter((event) => event.type === 'problem');
    expect(problems[0]?.text).to.contain('401');
  });

  it('stops at once when told, even while nobody answers', async () => {
    product.failNext = 1000;
    const stop = new AbortController();
    const done = runSimulator(options(), stop.signal);
    setTimeout(() => stop.abort(), 300);
    await done;
    expect(product.reports).to.have.length(0);
  });

  it('runs as a worker thread and says how far it is', async () => {
    const entry = new URL('../../server/simulator/worker.ts', import.meta.url).href;
    const load = `import('tsx/esm/api').then(({ register }) => (register(), import('${entry}')))`;
    const worker = new Worker(load, { eval: true, workerData: options({ historyHours: 1 }) });
    const types = new Set<string>();
    await new Promise<void>((resolve, reject) => {
      worker.on('error', reject);
      worker.on('message', (event: SimulatorEvent) => {
        types.add(event.type);
        if (event.type === 'live') worker.postMessage({ type: 'stop' });
      });
      worker.on('exit', () => resolve());
    });
    expect([...types]).to.include.members(['progress', 'history-done', 'live']);
  });
});
