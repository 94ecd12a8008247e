import { expect } from 'chai';
import { FixFlag } from '../../geofences/fix.ts';
import type { TruthAnswer, TruthRows } from '../../server/api/truth.ts';
import { FeedWindows } from '../../server/ingest/feed-windows.ts';
import { doubtsOf, isDoubted } from '../../server/models/doubts.ts';
import { addFinding, hearHour, noWindow, takeMessage } from '../../server/models/feed-window.ts';
import type { Vessel } from '../../server/models/vessel.ts';
import { feedFindings, missingOfFeed, refusedAheadIn, truthOfFeeds } from '../../server/truth/feed-truth.ts';
import { type Fleet, faultyVessels, truthOfFleet } from '../../server/truth/truth.ts';
import { type ApiProduct, nafRecord, startApi, until } from './api-product.ts';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 10, 24);

const whole = {
  kind: 'vessel',
  registered: true,
  firstHeardAt: 0,
  lengthM: 18,
  gear: 'lưới rê',
  homePort: 'TQ',
  province: 'Quảng Nam',
  provider: 'VNPT',
  owner: 'A',
  ownerPhone: '0900 000 001',
  licenceUntil: '2027-01-01',
  certificateUntil: '2027-01-01',
  reportingIntervalMin: 120,
} as const;

function vessel(n: number, more: Partial<Vessel> = {}): Vessel {
  const registration = `QNa-9000${n}-TS`;
  return {
    ...whole,
    id: `v${n}`,
    label: registration,
    registration,
    deviceId: `D${n}`,
    mmsi: 574_000_000 + n,
    ...more,
  };
}

function fleet(vessels: Vessel[], heard: Record<string, { hoursAgo: number; flags?: number }>): Fleet {
  const latest = new Map(
    Object.entries(heard).map(([id, { hoursAgo, flags = 0 }]) => {
      const fixTime = NOW - hoursAgo * HOUR;
      return [id, { fixTime, receivedAt: fixTime, lon: 109, lat: 15, source: 'vms' as const, flags }];
    }),
  );
  return { now: NOW, vessels, latest, units: [{ id: 'tq', name: 'Cảng Tam Quang', homePorts: ['TQ'] }] };
}

describe('data truth', () => {
  it('says of a boat whose clock is ahead that this is why nothing of her can be used, until something can', () => {
    const boats = [vessel(1), vessel(2), vessel(3)];
    const heardOf = fleet(boats, { v2: { hoursAgo: 9 }, v3: { hoursAgo: 0.5 } });
    const refusedAt = NOW - HOUR;
    const window = noWindow();
    for (const { id: vesselId } of boats) {
      addFinding(window, { what: 'rejected', reason: 'fix-in-future', receivedAt: refusedAt, vesselId });
      addFinding(window, { what: 'rejected', reason: 'unreadable', receivedAt: NOW, vesselId });
      addFinding(window, { what: 'rejected', reason: 'fix-in-future', receivedAt: refusedAt - HOUR, vesselId });
    }
    const known = { ...heardOf, refusedAhead: refusedAheadIn([window]) };
    const faults = (dimension: Parameters<typeof faultyVessels>[3]) =>
      faultyVessels(known, 'provider', 'VNPT', dimension).map((row) => [
        row.vesselId,
        row.faults.map(({ what }) => what),
      ]);
    expect(faults('correct')).to.deep.equal([
      ['v1', ['future']],
      ['v2', ['future']],
    ]);
    expect(faults('alive').map(([id, whats]) => [id, whats!.includes('future')])).to.deep.equal([
      ['v1', true],
      ['v2', true],
    ]);
    expect(truthOfFleet(known, 'provider')[0]!.correct).to.deep.equal({ good: 1, of: 3, unknown: 0 });
  });

  it('counts each vessel once in each way, and apart what nobody can know', () => {
    const vessels = [
      vessel(1),
      vessel(2, { mmsi: 574_000_001, ownerPhone: '12' }),
      vessel(3, { gear: undefined, owner: '' }),
      vessel(4, { reportingIntervalMin: undefined }),
    ];
    const known = fleet(vessels, {
      v1: { hoursAgo: 1 },
      v2: { hoursAgo: 7, flags: FixFlag.swapped },
      v4: { hoursAgo: 50 },
    });
    const [group] = truthOfFleet(known, 'provider');
    expect(group).to.deep.equal({
      id: 'VNPT',
      name: 'VNPT',
      vessels: 4,
      correct: { good: 2, of: 3, unknown: 1 },
      complete: { good: 3, of: 4, unknown: 0 },
      clean: { good: 2, of: 4, unknown: 0 },
      alive: { good: 1, of: 3, unknown: 0 },
    });
    expect(truthOfFleet(known, 'unit')[0]).to.deep.include({ id: 'tq', name: 'Cảng Tam Quang' });
  });

  it('asks a boat that need not carry VMS for no device', () => {
    const without = { provider: undefined, deviceId: undefined, reportingIntervalMin: undefined };
    const [short, long, unknown, owing] = [
      vessel(1, { ...without, lengthM: 13 }),
      vessel(2, { ...without, lengthM: 15 }),
      vessel(3, { ...without, lengthM: undefined }),
      vessel(4, { ...without, lengthM: 13, reportingIntervalMin: 120 }),
    ];
    const faulty = faultyVessels(fleet([short, long, unknown, owing], {}), 'provider', '', 'complete');
    expect(faulty.map(({ vesselId }) => vesselId)).to.have.members(['v2', 'v3', 'v4']);
  });

  it('opens the rows behind each number, with why, and with nobody’s name in them', () => {
    const vessels = [
      vessel(1),
      vessel(2, { mmsi: 574_000_001, ownerPhone: '12' }),
      vessel(3, { gear: undefined, owner: '' }),
    ];
    const known = fleet(vessels, { v1: { hoursAgo: 1 }, v2: { hoursAgo: 7, flags: FixFlag.swapped | FixFlag.future } });
    const faults = (dimension: Parameters<typeof faultyVessels>[3]) =>
      faultyVessels(known, 'provider', 'VNPT', dimension).map(({ vesselId, faults }) => [vesselId, faults]);
    expect(faults('correct')).to.deep.equal([['v2', [{ what: 'future' }, { what: 'swapped' }]]]);
    expect(faults('complete')).to.deep.equal([
      [
        'v3',
        [
          { what: 'missing', about: 'gear' },
          { what: 'missing', about: 'owner' },
        ],
      ],
    ]);
    expect(faults('clean')).to.deep.equal([
      [
        'v2',
        [
          { what: 'shared', about: 'mmsi' },
          { what: 'badPhone', about: 'ownerPhone' },
        ],
      ],
      ['v1', [{ what: 'shared', about: 'mmsi' }]],
    ]);
    expect(faults('alive')).to.deep.equal([
      ['v3', [{ what: 'never' }]],
      ['v2', [{ what: 'silent' }]],
    ]);
  });

  describe('of a feed', () => {
    const none = { bytes: 9, sentences: 9, reconnects: 0, messages: 0, rejected: {}, duplicates: 0, late: 0 };
    const feed = { id: 'a', url: 'udp://a', format: 'nmea', state: 'open', lastByteAt: NOW, ...none } as const;
    const empty = fleet([], {});

    it('counts its last 500 messages, and opens exactly those that are not good', () => {
      const window = noWindow();
      for (let n = 1; n <= 1600; n++) {
        takeMessage(window);
        if (n % 10 === 0) addFinding(window, { what: 'rejected', receivedAt: n, reason: 'checksum', text: `!${n}` });
        else if (n % 10 === 1) addFinding(window, { what: 'duplicate', receivedAt: n, vesselId: 'v1', fixTime: n });
        else if (n % 10 === 2) addFinding(window, { what: 'late', receivedAt: n, vesselId: 'v1', fixTime: n });
        else if (n % 10 === 3) addFinding(window, { what: 'doubted', receivedAt: n, flags: FixFlag.future });
      }
      expect(window.findings.length).to.be.at.most(1000);
      const [group] = truthOfFeeds([feed], new Map([['a', window]]), empty);
      expect(group).to.deep.include({
        correct: { good: 350, of: 400, unknown: 0 },
        clean: { good: 350, of: 500, unknown: 0 },
        alive: { good: 1, of: 1, unknown: 0 },
      });
      const unclean = feedFindings(window, 'clean');
      expect(unclean).to.have.length(150);
      expect([unclean[0]!.n, unclean.at(-1)!.n]).to.deep.equal([1600, 1101]);
      expect(feedFindings(window, 'correct').map(({ what }) => what)).to.deep.equal(Array(50).fill('doubted'));
    });

    it('misses the hours in which nothing came; before a full hour, and of a file that ended, nobody knows', () => {
      const window = noWindow();
      const complete = (now: number, more = {}) =>
        truthOfFeeds([{ ...feed, ...more }], new Map([['a', window]]), { ...empty, now })[0]!.complete;
      expect(complete(NOW)).to.deep.equal({ good: 0, of: 0, unknown: 1 });
      for (const hours of [30, 29, 3, 1]) hearHour(window, NOW - hours * HOUR + 5);
      expect(complete(NOW)).to.deep.equal({ good: 2, of: 24, unknown: 0 });
      expect(complete(NOW, { state: 'ended' })).to.deep.equal({ good: 0, of: 0, unknown: 1 });
      const missing = missingOfFeed(feed, window, empty);
      expect(missing).to.have.property('hours').with.length(22);
      expect((missing as { hours: number[] }).hours[0]).to.equal(NOW - 2 * HOUR);
    });

    it('misses the boats whose VMS it brings, and is quiet only after their own interval', () => {
      const [heard, silent, other, free] = [
        vessel(1, { vmsFeed: 'a' }),
        vessel(2, { vmsFeed: 'a' }),
        vessel(3, { vmsFeed: 'b' }),
        vessel(4, { vmsFeed: 'a', reportingIntervalMin: undefined }),
      ];
      const known = fleet([heard, silent, other, free], { v1: { hoursAgo: 1 }, v2: { hoursAgo: 7 } });
      const quiet = { ...feed, lastByteAt: NOW - HOUR };
      const [group] = truthOfFeeds([quiet], new Map(), known);
      expect(group!.complete).to.deep.equal({ good: 1, of: 2, unknown: 1 });
      expect(group!.alive).to.deep.equal({ good: 1, of: 1, unknown: 0 });
      const aliveAt = (url: string) => truthOfFeeds([{ ...quiet, url }], new Map(), empty)[0]!.alive;
      expect(aliveAt(quiet.url)).to.deep.equal({ good: 0, of: 1, unknown: 0 });
      // A station that whoever set it up lets be silent for a day.
      expect(aliveAt('tcp://station:10110?format=nmea&idle=86400')).to.deep.equal({ good: 1, of: 1, unknown: 0 });
      const ids = (part: 'faulty' | 'unknown') => {
        const rows = missingOfFeed(quiet, noWindow(), known, part);
        return 'vessels' in rows && rows.vessels.map(({ vesselId }) => vesselId);
      };
      expect(ids('faulty')).to.deep.equal(['v2']);
      expect(ids('unknown')).to.deep.equal(['v4']);
    });

    it('does not call a feed dead of which nothing was heard yet, nor alive one that failed', () => {
      const alive = (more = {}) => truthOfFeeds([{ ...feed, ...more }], new Map(), empty)[0]!.alive;
      expect(alive({ lastByteAt: undefined })).to.deep.equal({ good: 0, of: 0, unknown: 1 });
      expect(alive({ state: 'failed' })).to.deep.equal({ good: 0, of: 1, unknown: 0 });
    });
  });

  it('keeps what becomes of messages by feed, and writes it the seldomer the longer it is, at the end in any case', () => {
    const windows = new FeedWindows();
    const reject = (times: number): void => {
      for (let n = 0; n < times; n++) {
        takeMessage(windows.of(3));
        addFinding(windows.of(3), { what: 'rejected', receivedAt: NOW, reason: 'checksum' });
      }
    };
    const written = (at: number, isLast = false): number[] =>
      windows.due(at, isLast).map(({ findings }) => findings.length);
    windows.heard(3, NOW);
    expect(written(NOW)).to.deep.equal([0]);
    reject(1);
    expect(written(NOW + 9)).to.deep.equal([]);
    expect(written(NOW + 10)).to.deep.equal([1]);
    expect(written(NOW + 9999)).to.deep.equal([]);
    reject(700);
    expect(written(NOW + 5000)).to.deep.equal([]);
    expect(written(NOW + 5010)).to.deep.equal([]);
    expect(written(NOW + 7020)).to.deep.equal([500]);
    reject(1);
    expect(written(NOW + 7021)).to.deep.equal([]);
    expect(written(NOW - HOUR)).to.deep.equal([500]);
    reject(1);
    expect(written(NOW - HOUR, true)).to.deep.equal([500]);
    // What nobody's feed brought is nobody's window.
    takeMessage(windows.of(-1));
    expect(written(NOW, true)).to.deep.equal([]);
    const again = new FeedWindows();
    again.restore([windows.of(3)]);
    expect(again.of(3).taken).to.equal(703);
  });

  it('does not doubt a long-range report for having no second of its own', () => {
    expect(doubtsOf(FixFlag.coarse | FixFlag.timeEstimated)).to.deep.equal([]);
    expect(isDoubted(FixFlag.coarse | FixFlag.timeEstimated | FixFlag.overspeed)).to.equal(true);
    expect(isDoubted(FixFlag.timeEstimated)).to.equal(true);
  });

  describe('over HTTP', () => {
    let api: ApiProduct;
    let provider: { authorization: string };
    let record: ReturnType<typeof nafRecord>;
    before(async () => {
      api = await startApi();
      await api.context.room.register([{ registration: 'QNa-90001-TS', provider: 'VNPT', flag: 'VNM' }], 'test');
      provider = { authorization: `Bearer ${api.context.accounts.createKey('provider', ['positions:write'])}` };
      record = nafRecord('QNa-90001-TS', 15.2, 109.5, Date.now() - HOUR);
      await api.fetch('/api/v1/positions/naf', { method: 'POST', headers: provider, body: record });
      await until(async () => (await api.context.store.latest()).size > 0);
    });
    after(() => api.close());

    it('answers whoever may read, and a wall not at all', async () => {
      const headers = { cookie: await api.signIn('viewer') };
      const board = (await (await api.fetch('/api/v1/truth', { headers })).json()) as TruthAnswer;
      expect(board.groups[0]).to.deep.include({ id: 'VNPT', correct: { good: 1, of: 1, unknown: 0 } });
      const path = '/api/v1/truth/rows?by=provider&group=VNPT&dimension=complete';
      const { vessels } = (await (await api.fetch(path, { headers })).json()) as TruthRows;
      expect(vessels![0]!.faults).to.deep.include({ what: 'missing', about: 'ownerPhone' });
      expect((await api.fetch('/api/v1/truth?by=moon', { headers })).status).to.equal(400);
      expect((await api.fetch('/api/v1/truth/rows?by=feed&group=x&dimension=alive', { headers })).status).to.equal(404);
      await api.fetch('/api/v1/positions/naf', { method: 'POST', headers: provider, body: record });
      const { name: id, url, format } = (await api.context.store.feeds())[0]!;
      const none = { bytes: 0, sentences: 0, messages: 0, rejected: {}, duplicates: 0, late: 0, reconnects: 0 };
      api.feeds.push({ id, url, format, state: 'open', ...none });
      const feedRows = async (dimension: string): Promise<TruthRows> => {
        const path = `/api/v1/truth/rows?by=feed&group=${encodeURIComponent(id)}&dimension=${dimension}`;
        return (await (await api.fetch(path, { headers })).json()) as TruthRows;
      };
      await until(async () => (await feedRows('clean')).total === 1);
      const { findings } = await feedRows('clean');
      expect(findings![0]).to.deep.include({ what: 'duplicate', label: 'QNa-90001-TS' });
      const { groups } = (await (await api.fetch('/api/v1/truth?by=feed', { headers })).json()) as TruthAnswer;
      expect(groups[0]!.clean).to.deep.equal({ good: 1, of: 2, unknown: 0 });
      // Its duty is not on record.
      expect(groups[0]!.complete).to.deep.equal({ good: 0, of: 0, unknown: 1 });
      const wall = { authorization: `Bearer ${api.context.accounts.createKey('ioc', ['wall'])}` };
      expect((await api.fetch('/api/v1/truth', { headers: wall })).status).to.equal(403);
    });
  });
});
