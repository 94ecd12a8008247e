import { expect } from 'chai';
import { FixFlag } from '../../geofences/fix.ts';
import type { TruthAnswer, TruthRows } from '../../server/api/truth.ts';
import type { Vessel } from '../../server/models/vessel.ts';
import { type Fleet, faultyVessels, truthOfFeeds, truthOfFleet } from '../../server/truth/truth.ts';
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

  it('does not say of a feed what a feed cannot show', () => {
    const feed = {
      id: 'a',
      url: 'udp://a',
      format: 'nmea',
      state: 'open',
      bytes: 9,
      sentences: 9,
      reconnects: 0,
    } as const;
    const counted = { ...feed, messages: 90, rejected: { checksum: 10 }, duplicates: 8, late: 1, lastByteAt: NOW };
    expect(truthOfFeeds([counted], NOW)[0]).to.deep.equal({
      id: 'a',
      name: 'udp://a',
      correct: { good: 90, of: 100, unknown: 0 },
      clean: { good: 81, of: 90, unknown: 0 },
      alive: { good: 1, of: 1, unknown: 0 },
    });
    expect(truthOfFeeds([counted], NOW + HOUR)[0]!.alive).to.deep.equal({ good: 0, of: 1, unknown: 0 });
  });

  describe('over HTTP', () => {
    let api: ApiProduct;
    before(async () => {
      api = await startApi();
      await api.context.room.register([{ registration: 'QNa-90001-TS', provider: 'VNPT', flag: 'VNM' }], 'test');
      const key = api.context.accounts.createKey('provider', ['positions:write']);
      const body = nafRecord('QNa-90001-TS', 15.2, 109.5, Date.now() - HOUR);
      await api.fetch('/api/v1/positions/naf', { method: 'POST', headers: { authorization: `Bearer ${key}` }, body });
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
      const wall = { authorization: `Bearer ${api.context.accounts.createKey('ioc', ['wall'])}` };
      expect((await api.fetch('/api/v1/truth', { headers: wall })).status).to.equal(403);
    });
  });
});
