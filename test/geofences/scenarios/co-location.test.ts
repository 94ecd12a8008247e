/** co-location: the devices of two vessels on one boat, and boats that only lie or go beside each other. */
import { expect } from 'chai';
import type { Rule } from '../../../geofences/types.ts';
import { boxZone } from '../shapes.ts';
import { track } from './play.ts';
import { type Boat, playFleet } from './play-fleet.ts';

const port = boxZone('port', 108, 15, 108.1, 15.1, { kind: 'port' });
const parked: Rule = { id: 'parked', kind: 'co-location' };
const play = (boats: Record<string, Boat>) => playFleet({ zones: [port], rules: [parked], boats });

/** A boat that goes north-east at 6 kn from `from` h, as a device reports that lies `aside`° off in longitude. */
function device(hours: readonly number[], aside = 0, more: (hour: number) => string = () => ''): Boat {
  const lines = hours.map((hour) => `${hour} ${109 + hour * 0.1 + aside} ${15 + hour * 0.05} ${more(hour)}`);
  return { fixes: track(lines.join('\n')) };
}

const even = [0, 2, 4, 6, 8, 10];
const odd = [0.1, 2.1, 4.1, 6.1, 8.1, 10];

describe('co-location', () => {
  it('is raised after four hours and three miles of one way, for each two of the devices, and ends when they part', () => {
    const parts = track(
      '0.1 109.01 15.005\n2.1 109.21 15.105\n4.1 109.41 15.205\n6.1 109.61 15.305\n8.1 109.5 15.8\n10 109.3 16.1',
    );
    expect(play({ a: device(even), b: { fixes: parts } })).to.deep.equal(['parked a+b 4.17..6.17']);
    expect(play({ a: device(even), b: device(odd), c: device(even, 0.0003) })).to.deep.equal([
      'parked a+c 4..',
      'parked a+b 4.17..',
      'parked b+c 4.17..',
    ]);
  });

  it('is none of boats rafted up at anchor, nor in port', () => {
    const still = (lon: number, lat: number): Boat => ({
      fixes: track(even.map((hour) => `${hour} ${lon + (hour % 4) / 20_000} ${lat}`).join('\n')),
    });
    expect(play({ a: still(109, 15.5), b: still(109.0003, 15.5) })).to.deep.equal([]);
    expect(play({ a: still(108.05, 15.05), b: still(108.0503, 15.05) })).to.deep.equal([]);
  });

  it('is none of boats that tow one net or go in company 150 m apart', () => {
    expect(play({ a: device(even), b: device(even, 0.0014) })).to.deep.equal([]);
  });

  it('is still one when a device misses a report', () => {
    expect(play({ a: device(even), b: device([0, 2, 6, 8, 10]) })).to.have.length(1);
    // From 8 to 12 h nobody knows where it was; it is on the same boat before and after.
    const long = [0, 2, 4, 6, 8, 10, 12, 14, 16, 18];
    const misses = [0, 2, 4, 6, 8, 10.5, 13, 15.5, 18];
    expect(play({ a: device(long), b: device(misses) })).to.deep.equal(['parked a+b 4..']);
  });

  it('goes by devices: what a boat’s AIS says is no second device, and a craft without duty or provider has none', () => {
    expect(play({ a: device(even), b: device(even, 0, () => 'ais') })).to.deep.equal([]);
    const without = { ...device(even), reportingIntervalMin: undefined };
    expect(play({ a: device(even), b: without })).to.deep.equal([]);
    expect(play({ a: device(even), b: { ...without, provider: 'Vifish' } })).to.have.length(1);
  });
});
