/** What the replay shows between two moments that it knows. */
import { expect } from 'chai';
import type { ReplayMoment } from '../../server/api/replay.ts';
import type { IdentityRow, PositionRow } from '../../server/live/protocol.ts';
import type { Alert } from '../../server/models/alert.ts';
import { estimateOf } from '../../web/map/estimate.ts';
import { Age, ageOf } from '../../web/map/looks.ts';
import { longitude } from '../../web/map/mercator.ts';
import { ReplayFleet } from '../../web/replay/moments.ts';
import { PastAlerts, type ReadRaised } from '../../web/replay/past-alerts.ts';
import { parseClock, parseDay, parseLocalTime } from '../../web/ui/written-time.ts';

const T = 1_800_000_000_000;
const HOUR = 3_600_000;

function row(slot: number, lon: number, lat: number, fixTime: number, more: { speed?: number } = {}): PositionRow {
  return [slot, lon * 1e5, lat * 1e5, more.speed ?? 50, 900, -1, fixTime / 1000, 1];
}
function moment(time: number, places: Record<string, [lon: number, lat: number, fixTime: number, speed?: number]>) {
  const ids = Object.keys(places);
  const rows = ids.map((id, slot) => {
    const [lon, lat, fixTime, speed] = places[id]!;
    return row(slot, lon, lat, fixTime, { speed });
  });
  return { time, ids, rows } satisfies ReplayMoment;
}
function identity(id: string): IdentityRow | undefined {
  return id === 'stranger'
    ? undefined
    : { slot: 77, id, label: id.toUpperCase(), kind: 'vessel', registered: true, expectedIntervalMin: 120 };
}

describe('the replay between two moments', () => {
  let fleet: ReplayFleet;
  const placeOf = (id: string): [lon: number, lat: number] => {
    const slot = fleet.store.slotOf(id)!;
    return [fleet.store.lonE5[slot]! / 1e5, fleet.store.latE5[slot]! / 1e5];
  };
  const isThere = (id: string): boolean => {
    const slot = fleet.store.slotOf(id);
    return slot !== undefined && fleet.store.present[slot] === 1;
  };
  beforeEach(() => {
    fleet = new ReplayFleet(identity);
  });

  it('takes each vessel straight from where it was to where it was', () => {
    fleet.between(moment(T, { a: [109, 15, T - 60_000] }), moment(T + HOUR, { a: [110, 15.5, T + HOUR] }));
    fleet.advance(T + HOUR / 4);
    expect(placeOf('a')).to.deep.equal([109.25, 15.125]);
    const slot = fleet.store.slotOf('a')!;
    expect(longitude(fleet.store.x[slot]!)).to.be.closeTo(109.25, 1e-9);
    expect(fleet.store.identities[slot]?.label).to.equal('A');
  });

  it('goes over the date line by the short way', () => {
    fleet.between(moment(T, { a: [179.9, 15, T] }), moment(T + HOUR, { a: [-179.9, 15, T + HOUR] }));
    fleet.advance(T + HOUR / 2);
    expect(placeOf('a')[0]).to.equal(180);
    fleet.between(moment(T, { a: [-179.9, 15, T] }), moment(T + HOUR, { a: [179.9, 15, T + HOUR] }));
    fleet.advance(T + HOUR / 2);
    expect(placeOf('a')[0]).to.equal(-180);
  });

  it('tells age, speed and course by the last fix until then', () => {
    const [before, after] = [T - 600_000, T + HOUR / 2];
    fleet.between(moment(T, { a: [109, 15, before, 50] }), moment(T + HOUR, { a: [110, 15, after, 80] }));
    fleet.advance(T + HOUR / 4);
    const slot = fleet.store.slotOf('a')!;
    expect([fleet.store.fixTimeS[slot], fleet.store.speedE1[slot]]).to.deep.equal([before / 1000, 50]);
    fleet.advance(T + (3 * HOUR) / 4);
    expect([fleet.store.fixTimeS[slot], fleet.store.speedE1[slot]]).to.deep.equal([after / 1000, 80]);
  });

  it('calls nobody lost who was heard at both moments, and nobody heard who was silent at the first', () => {
    fleet.between(
      moment(T, { heard: [109, 15, T - 60_000], silent: [109, 15, T - 9 * HOUR] }),
      moment(T + 6 * HOUR, { heard: [110, 15, T + 6 * HOUR - 60_000], silent: [110, 15, T + 6 * HOUR - 60_000] }),
    );
    fleet.advance(T + 5 * HOUR);
    const ageAt = (id: string) => ageOf(fleet.store, fleet.store.slotOf(id)!, (T + 5 * HOUR) / 1000);
    expect([ageAt('heard'), ageAt('silent')]).to.deep.equal([Age.fresh, Age.lost]);
  });

  it('estimates nobody beyond a place that is already of the time shown; who was not heard again is estimated', () => {
    const before = T - 600_000;
    const first = moment(T, { heard: [109, 15, before], unheard: [109, 16, before] });
    fleet.between(first, moment(T + HOUR, { heard: [110, 15, T + HOUR - 60_000], unheard: [109, 16, before] }));
    fleet.advance(T + HOUR / 2);
    const isEstimated = (id: string, time: number) =>
      estimateOf(fleet.store, fleet.store.slotOf(id)!, time / 1000) !== undefined;
    expect([isEstimated('heard', T + HOUR / 2), isEstimated('unheard', T + HOUR / 2)]).to.deep.equal([false, true]);
    fleet.between(first, undefined);
    fleet.advance(T);
    expect(isEstimated('heard', T)).to.equal(true);
  });

  it('shows who comes into the picture only from its first fix on', () => {
    fleet.between(moment(T, {}), moment(T + HOUR, { a: [109, 15, T + HOUR / 2] }));
    fleet.advance(T + HOUR / 4);
    expect(isThere('a')).to.equal(false);
    fleet.advance(T + HOUR / 2);
    expect(isThere('a')).to.equal(true);
  });

  it('leaves who is gone where it was last, and drops it with the next pair', () => {
    fleet.between(moment(T, { a: [109, 15, T] }), moment(T + HOUR, {}));
    fleet.advance(T + HOUR / 2);
    expect(placeOf('a')).to.deep.equal([109, 15]);
    fleet.between(moment(T + HOUR, {}), moment(T + 2 * HOUR, {}));
    fleet.advance(T + HOUR);
    expect(isThere('a')).to.equal(false);
    expect(fleet.store.count).to.equal(0);
  });

  it('shows one that nobody knows by its id', () => {
    fleet.between(moment(T, { stranger: [109, 15, T] }), undefined);
    fleet.advance(T);
    expect(fleet.store.identityOf('stranger')?.label).to.equal('stranger');
  });
});

describe('a time as people write it here', () => {
  it('reads day before month, GMT+7', () => {
    const at = Date.UTC(2026, 10, 24, 1, 5);
    for (const text of ['24/11/2026 08:05', ' 24-11-2026 8h05 ', '24.11.2026, 08g05']) {
      expect(parseLocalTime(text), text).to.equal(at);
    }
  });

  it('reads days and clocks as people write them, and a day that a machine wrote', () => {
    for (const text of ['26/11/2026', ' 26.11.2026 ', '26-11-2026', '26112026', '2026-11-26']) {
      expect(parseDay(text), text).to.equal('2026-11-26');
    }
    expect(parseDay('3/4/2026')).to.equal('2026-04-03');
    for (const text of ['11/26/2026', '29/02/2027', '00/01/2026', '26/11/26', '26/11', '26/11/20261', 'mai']) {
      expect(parseDay(text), text).to.equal(undefined);
    }
    expect(['8:05', '08h05', '8g05', '0805', '17h'].map(parseClock)).to.deep.equal([
      '08:05',
      '08:05',
      '08:05',
      '08:05',
      '17:00',
    ]);
    expect(['24:00', '8:60', '8', '8:5', '805', 'pm'].map(parseClock)).to.deep.equal(Array(6).fill(undefined));
  });

  it('refuses what is no time', () => {
    for (const text of [
      '',
      '11/24/2026 08:05',
      '31/11/2026 08:05',
      '24/11/2026 24:05',
      '24/11/2026 08:61',
      '24/11/26',
    ]) {
      expect(parseLocalTime(text), text).to.equal(undefined);
    }
  });
});

describe('the alerts of the past', () => {
  const DAY = 24 * HOUR;
  const NOON = Math.floor(T / DAY) * DAY + DAY / 2;
  const alert = (n: number, raisedAt: number, clearedAt?: number): Alert =>
    ({
      id: `a${n}`,
      caseId: 'k',
      occurrence: { vesselId: `v${n}`, priority: 2, raisedAt, clearedAt, state: clearedAt ? 'cleared' : 'raised' },
    }) as unknown as Alert;
  const reader = (all: readonly Alert[], asked: number[] = []): ReadRaised => {
    const newestFirst = all.toSorted((a, b) => b.occurrence.raisedAt - a.occurrence.raisedAt);
    return async (since, before, limit) => {
      asked.push(limit);
      return newestFirst
        .filter(({ occurrence: { raisedAt } }) => raisedAt >= since && raisedAt < before)
        .slice(0, limit);
    };
  };

  it('are all known, however many are newer, also those of one instant and those that began days before', async () => {
    const all = [
      alert(1, NOON - 20 * DAY, NOON + HOUR),
      ...Array.from({ length: 2500 }, (_, n) => alert(10 + n, NOON - HOUR + (n % 700))),
      ...Array.from({ length: 1500 }, (_, n) => alert(5000 + n, NOON - 2 * HOUR)),
      ...Array.from({ length: 2000 }, (_, n) => alert(10_000 + n, NOON + 2 * DAY)),
      alert(3, NOON - HOUR, NOON),
    ];
    const past = new PastAlerts(reader(all));
    let told = 0;
    await past.know(NOON, () => told++);
    const codes = past.at(NOON, [alert(2, NOON - 400 * DAY), alert(4, NOON + 1)]);
    expect(codes.size).to.equal(1 + 2500 + 1500 + 1);
    expect([codes.has('v1'), codes.has('v2'), codes.has('v3'), codes.has('v4')]).to.deep.equal([
      true,
      true,
      false,
      false,
    ]);
    expect(told).to.equal(31);
  });

  it('are read once while they are near, and forgotten when they are far', async () => {
    const asked: number[] = [];
    const past = new PastAlerts(reader([alert(1, NOON - HOUR)], asked));
    for (const day of [0, 1, 2, 1, 0]) await past.know(NOON + day * DAY, () => {});
    expect(asked.length).to.equal(33);
    for (const day of [40, 80, 120]) await past.know(NOON + day * DAY, () => {});
    const before = asked.length;
    await past.know(NOON, () => {});
    expect(asked.length).to.equal(before + 31);
  });
});
