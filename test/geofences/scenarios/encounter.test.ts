/** encounter: two boats that meet at sea for hours, and all that only looks like it. */
import { expect } from 'chai';
import type { Rule } from '../../../geofences/types.ts';
import { boxZone } from '../shapes.ts';
import { track } from './play.ts';
import { type Boat, playFleet } from './play-fleet.ts';

const port = boxZone('port', 108, 15, 108.1, 15.1, { kind: 'port' });
const meet: Rule = { id: 'meet', kind: 'encounter' };
const play = (a: Boat, b: Boat, rule = meet) => playFleet({ zones: [port], rules: [rule], boats: { a, b } });

/** Two boats side by side from 2 h to 5.6 h, reports every two hours at different minutes. */
const catcher = track(`
  0    109.3   15.5
  2    109.5   15.5
  4    109.501 15.5
  5.5  109.5   15.501
  7.5  109.8   15.6
  10   110.1   15.7`);
const carrier = track(`
  0.6  109.8   15.2
  2.4  109.5   15.502
  4.3  109.502 15.501
  5.6  109.501 15.5
  7.6  109.2   15.3
  10   108.9   15.1`);

describe('encounter', () => {
  it('is raised when two boats have lain side by side for two hours, and ends when they part', () => {
    expect(play({ fixes: catcher }, { fixes: carrier })).to.deep.equal(['meet a+b 4.5..5.67']);
  });

  it('is one when they part for less than four hours and come together again', () => {
    const again = (fixes: Boat['fixes'], hours: number) =>
      fixes.map((fix) => ({
        ...fix,
        fixTime: fix.fixTime + hours * 3_600_000,
        receivedAt: fix.receivedAt + hours * 3_600_000,
      }));
    const twice = (fixes: Boat['fixes'], hours: number): Boat => ({
      fixes: [...fixes.slice(0, 4), ...again(fixes.slice(1, 4), hours), ...again(fixes.slice(4), hours)],
    });
    expect(play(twice(catcher, 7), twice(carrier, 7))).to.have.length(1);
    expect(play(twice(catcher, 10), twice(carrier, 10))).to.have.length(2);
  });

  it('is none when they pass each other', () => {
    const east = track('0 109.0 15.5\n2 109.3 15.5\n4 109.6 15.5');
    const west = track('0 109.6 15.5\n2 109.3 15.5\n4 109.0 15.5');
    expect(play({ fixes: east }, { fixes: west })).to.deep.equal([]);
  });

  it('is none in port, and none within 10 km of it', () => {
    const moved =
      (lon: number, lat: number) =>
      (fixes: Boat['fixes']): Boat => ({
        fixes: fixes.map((fix) => ({ ...fix, lon: fix.lon - 109.5 + lon, lat: fix.lat - 15.5 + lat })),
      });
    const inPort = moved(108.05, 15.05);
    const offPort = moved(108.15, 15.05);
    expect(play(inPort(catcher), inPort(carrier), { ...meet, params: { portNm: 0 } })).to.deep.equal([]);
    expect(play(offPort(catcher), offPort(carrier))).to.deep.equal([]);
    expect(play(offPort(catcher), offPort(carrier), { ...meet, params: { portNm: 0 } })).to.have.length(1);
  });

  it('is none of two trawlers that tow one net: they go at two and a half knots, and two that only hold their ground meet', () => {
    const towing = (lat: number, step: number): Boat => ({
      gear: 'trawl',
      fixes: track([0, 2, 4, 6, 8].map((hour) => `${hour} ${109 + hour * step} ${lat}`).join('\n')),
    });
    expect(play(towing(15.5, 0.043), towing(15.5015, 0.043))).to.deep.equal([]);
    expect(play(towing(15.5, 0.01), towing(15.5015, 0.01))).to.deep.equal(['meet a+b 2..']);
  });

  it('is none between places that nobody has seen: three and a half hours without a report of one', () => {
    const silent = carrier.filter((_, i) => i !== 2);
    expect(play({ fixes: catcher }, { fixes: silent })).to.deep.equal([]);
  });

  it('is none of a ship with one of the same kind that nobody here answers for', () => {
    const foreign: Boat = { fixes: carrier, flag: 'PAN', reportingIntervalMin: undefined };
    expect(play({ ...foreign, fixes: catcher }, foreign)).to.deep.equal([]);
    expect(play({ fixes: catcher }, foreign), 'ours with a foreign one').to.have.length(1);
  });
});
