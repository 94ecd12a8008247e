import { expect } from 'chai';
import fc from 'fast-check';
import { GeoJsonProblem, zonesFromGeoJson } from '../../geofences/geojson.ts';
import type { ZoneProperties } from '../../geofences/types.ts';
import { isInForce, isMonthDay, nextChange } from '../../geofences/validity.ts';
import { boxZone } from './shapes.ts';

const zone = (more: Partial<ZoneProperties>) => boxZone('z', 0, 0, 1, 1, more);
/** Noon in Vietnam. */
const noon = (date: string) => Date.parse(`${date}T12:00:00+07:00`);
const vn = (time: string) => Date.parse(`${time}+07:00`);
const inForce = (more: Partial<ZoneProperties>, ...dates: string[]) =>
  dates.filter((date) => isInForce(zone(more), noon(date)));

describe('when a zone is in force', () => {
  it('always, without dates', () => {
    expect(isInForce(zone({}), 0)).to.equal(true);
    expect(nextChange(zone({}), 0)).to.equal(undefined);
  });

  it('from the first to the last day, in Vietnamese days', () => {
    const dated = zone({ validFrom: '2026-03-02', validTo: '2026-03-04' });
    const times = ['2026-03-01T23:59:59', '2026-03-02T00:00:00', '2026-03-04T23:59:59', '2026-03-05T00:00:00'];
    expect(times.map((time) => isInForce(dated, vn(time)))).to.deep.equal([false, true, true, false]);
    expect(nextChange(dated, 0)).to.equal(vn('2026-03-02T00:00:00'));
    expect(nextChange(dated, noon('2026-03-03'))).to.equal(vn('2026-03-05T00:00:00'));
    expect(nextChange(dated, noon('2026-03-06'))).to.equal(undefined);
  });

  it('in its season, every year, both days included', () => {
    const season = { from: '04-01', to: '06-30' };
    expect(inForce({ season }, '2026-03-31', '2026-04-01', '2026-06-30', '2026-07-01', '2027-05-01')).to.deep.equal([
      '2026-04-01',
      '2026-06-30',
      '2027-05-01',
    ]);
    expect(nextChange(zone({ season }), noon('2026-07-01'))).to.equal(vn('2027-04-01T00:00:00'));
    expect(nextChange(zone({ season }), noon('2026-05-01'))).to.equal(vn('2026-07-01T00:00:00'));
  });

  it('in a season across New Year', () => {
    const season = { from: '12-15', to: '01-20' };
    const dates = ['2026-12-14', '2026-12-15', '2026-12-31', '2027-01-01', '2027-01-20', '2027-01-21'];
    expect(inForce({ season }, ...dates)).to.deep.equal(dates.slice(1, 5));
    expect(nextChange(zone({ season }), noon('2026-12-31'))).to.equal(vn('2027-01-21T00:00:00'));
    // New Year comes in Vietnam seven hours before it does in UTC.
    expect(isInForce(zone({ season: { from: '01-01', to: '01-20' } }), Date.UTC(2026, 11, 31, 17))).to.equal(true);
  });

  it('on 29 February in leap years; without it a season begins on 1 March or ends on the 28th', () => {
    const from = { season: { from: '02-29', to: '03-10' } };
    expect(inForce(from, '2028-02-28', '2028-02-29', '2027-02-28', '2027-03-01')).to.deep.equal([
      '2028-02-29',
      '2027-03-01',
    ]);
    expect(nextChange(zone(from), noon('2027-01-01'))).to.equal(vn('2027-03-01T00:00:00'));
    expect(nextChange(zone(from), noon('2028-01-01'))).to.equal(vn('2028-02-29T00:00:00'));
    const to = { season: { from: '02-10', to: '02-29' } };
    expect(inForce(to, '2028-02-29', '2028-03-01', '2027-02-28', '2027-03-01')).to.deep.equal([
      '2028-02-29',
      '2027-02-28',
    ]);
    expect(nextChange(zone(to), noon('2027-02-20'))).to.equal(vn('2027-03-01T00:00:00'));
    expect(nextChange(zone({ season: { from: '02-29', to: '02-29' } }), noon('2097-01-01'))).to.equal(
      vn('2104-02-29T00:00:00'),
    );
  });

  it('in its season between its dates', () => {
    const both = { validFrom: '2026-05-10', validTo: '2027-04-15', season: { from: '04-01', to: '06-30' } };
    expect(inForce(both, '2026-05-09', '2026-05-10', '2026-07-01', '2027-04-01', '2027-04-16')).to.deep.equal([
      '2026-05-10',
      '2027-04-01',
    ]);
    expect(nextChange(zone(both), noon('1990-01-01'))).to.equal(vn('2026-05-10T00:00:00'));
    expect(nextChange(zone(both), noon('2027-04-10'))).to.equal(vn('2027-04-16T00:00:00'));
    expect(nextChange(zone({ ...both, validFrom: '2026-07-05' }), noon('1990-01-01'))).to.equal(
      vn('2027-04-01T00:00:00'),
    );
  });

  it('changes next when a search day by day finds that it does', () => {
    const monthDay = fc
      .integer({ min: 0, max: 365 })
      .map((day) => new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(5, 10));
    const day = fc.integer({ min: 0, max: 1500 });
    const date = (offset: number) => new Date(Date.UTC(2025, 0, 1 + offset)).toISOString().slice(0, 10);
    fc.assert(
      fc.property(monthDay, monthDay, day, day, day, (from, to, start, length, now) => {
        const both = zone({ season: { from, to }, validFrom: date(start), validTo: date(start + length) });
        const time = noon(date(now));
        let next: number | undefined;
        for (let midnight = vn(`${date(now)}T00:00:00`), i = 0; i < 9000 && next === undefined; i++) {
          midnight += 86_400_000;
          if (isInForce(both, midnight) !== isInForce(both, time)) next = midnight;
        }
        expect(nextChange(both, time)).to.equal(next);
      }),
      { numRuns: 200 },
    );
  });

  it('knows the days of a year', () => {
    for (const good of ['01-01', '02-29', '12-31']) expect(isMonthDay(good), good).to.equal(true);
    for (const bad of ['1-1', '02-30', '13-01', '00-10', '04-31', '', '2024-01-01', '01-01 ']) {
      expect(isMonthDay(bad), bad).to.equal(false);
    }
  });

  it('is read from GeoJSON with corridors and lines in several pieces, or refused in a sentence', () => {
    const geometry = {
      type: 'MultiLineString',
      coordinates: [
        [
          [107, 10],
          [108, 10],
        ],
        [
          [109, 10],
          [110, 10],
        ],
      ],
    };
    const read = (properties: object) => zonesFromGeoJson({ type: 'Feature', id: 'c', properties, geometry }).zones[0]!;
    const season = { from: '12-15', to: '02-29' };
    expect(read({ season, corridorNm: 2.5 })).to.deep.include({ id: 'c', geometry });
    expect(read({ season, corridorNm: 2.5 }).properties).to.deep.include({ season, corridorNm: 2.5 });
    for (const [bad, word] of [
      [{ season: { from: '02-30', to: '03-01' } }, 'season'],
      [{ season: 'summer' }, 'season'],
      [{ season: { from: '02-03' } }, 'season'],
      [{ corridorNm: 0 }, 'corridorNm'],
      [{ corridorNm: '3' }, 'corridorNm'],
      [{ corridorNm: 1e9 }, 'corridorNm'],
    ] as const) {
      expect(() => read(bad)).to.throw(GeoJsonProblem, `feature "c" has ${word}`);
    }
  });
});
