import { expect } from 'chai';
import { forceSpanAt } from '../../geofences/in-force.ts';
import type { ZoneProperties } from '../../geofences/types.ts';

type Dated = Pick<ZoneProperties, 'validFrom' | 'validTo' | 'season'>;

/** `2026-03-01 06:30` as the clocks in Vietnam show it. */
const local = (text: string) => Date.parse(`${text.replace(' ', 'T')}:00+07:00`);

/** The stretch around a time as `in force from..until`, in Vietnam's time. */
function around(zone: Dated, time: string): string {
  const { from, until, inForce } = forceSpanAt(zone, local(time));
  const show = (ms: number) =>
    Number.isFinite(ms) ? new Date(ms + 7 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ') : '';
  return `${inForce ? 'in force' : 'not'} ${show(from)}..${show(until)}`;
}

describe('when a zone is in force', () => {
  it('is always, between its dates, both included, in days of Vietnam', () => {
    expect(around({}, '2026-05-01 12:00')).to.equal('in force ..');
    const dated = { validFrom: '2026-03-01', validTo: '2026-03-31' };
    expect(around(dated, '2026-02-28 23:59')).to.equal('not ..2026-03-01 00:00');
    expect(around(dated, '2026-03-01 00:00')).to.equal('in force 2026-03-01 00:00..2026-04-01 00:00');
    expect(around(dated, '2026-03-31 23:59')).to.equal('in force 2026-03-01 00:00..2026-04-01 00:00');
    expect(around(dated, '2026-04-01 00:00')).to.equal('not 2026-04-01 00:00..');
  });

  it('is every year in its season', () => {
    const season = { season: { from: '04-01', to: '06-30' } };
    for (const year of [2025, 2026, 2028]) {
      expect(around(season, `${year}-05-01 08:00`)).to.equal(`in force ${year}-04-01 00:00..${year}-07-01 00:00`);
      expect(around(season, `${year}-07-01 00:00`)).to.match(/^not /);
      expect(around(season, `${year}-03-31 23:59`)).to.match(/^not .*-04-01 00:00$/);
    }
  });

  it('is across New Year', () => {
    const season = { season: { from: '12-15', to: '01-31' } };
    for (const time of ['2025-12-15 00:00', '2025-12-31 23:59', '2026-01-01 00:00', '2026-01-31 23:59']) {
      expect(around(season, time)).to.equal('in force 2025-12-15 00:00..2026-02-01 00:00');
    }
    expect(around(season, '2026-02-01 00:00')).to.match(/^not /);
    expect(around(season, '2025-12-14 23:59')).to.match(/^not .*2025-12-15 00:00$/);
  });

  it('knows 29 February, in years that have it and in those that do not', () => {
    const until = { season: { from: '12-15', to: '02-29' } };
    expect(around(until, '2026-02-28 23:59')).to.equal('in force 2025-12-15 00:00..2026-03-01 00:00');
    expect(around(until, '2028-02-29 23:59')).to.equal('in force 2027-12-15 00:00..2028-03-01 00:00');
    const from = { season: { from: '02-29', to: '03-31' } };
    expect(around(from, '2026-02-28 23:59')).to.match(/^not .*2026-03-01 00:00$/);
    expect(around(from, '2026-03-01 00:00')).to.equal('in force 2026-03-01 00:00..2026-04-01 00:00');
    expect(around(from, '2028-02-29 00:00')).to.equal('in force 2028-02-29 00:00..2028-04-01 00:00');
    const day = { season: { from: '02-29', to: '02-29' } };
    expect(around(day, '2028-02-29 12:00')).to.equal('in force 2028-02-29 00:00..2028-03-01 00:00');
    for (const time of ['2026-02-28 12:00', '2026-03-01 12:00']) expect(around(day, time)).to.match(/^not /);
    expect(around({ season: { from: '02-01', to: '02-28' } }, '2028-02-29 12:00')).to.match(/^not /);
  });

  it('does not break at New Year when the season is the whole year', () => {
    for (const season of [
      { from: '01-01', to: '12-31' },
      { from: '06-01', to: '05-31' },
    ]) {
      const { from, until, inForce } = forceSpanAt({ season }, local('2026-12-31 23:59'));
      expect([inForce, from < local('1990-01-01 00:00'), until > local('2090-01-01 00:00')]).to.deep.equal([
        true,
        true,
        true,
      ]);
    }
  });

  it('is within both its dates and its season', () => {
    const both = { validFrom: '2026-05-01', season: { from: '04-01', to: '06-30' } };
    expect(around(both, '2026-04-15 12:00')).to.match(/^not /);
    expect(around(both, '2026-05-15 12:00')).to.equal('in force 2026-05-01 00:00..2026-07-01 00:00');
  });

  it('is covered by stretches without a hole or an overlap', () => {
    const seasons = [
      { from: '12-15', to: '02-29' },
      { from: '02-29', to: '02-29' },
      { from: '04-01', to: '06-30' },
    ];
    for (const season of seasons) {
      let time = local('2023-01-10 00:00');
      let before: boolean | undefined;
      while (time < local('2031-01-01 00:00')) {
        const span = forceSpanAt({ season }, time);
        expect(span.from <= time && time < span.until).to.equal(true);
        if (span.inForce && before === false) expect(span.from, 'it begins where the pause ends').to.equal(time);
        expect(span.inForce && before, 'two seasons without a day between').to.not.equal(true);
        before = span.inForce;
        time = span.until;
      }
    }
  });
});
