/** fishing: a haul is an event; a boat that steams, moors, drifts a moment or carries for others makes none. */
import { expect } from 'chai';
import type { Rule, Zone } from '../../../geofences/types.ts';
import { boxZone } from '../shapes.ts';
import { leg, play, played, told, track } from './play.ts';

const port: Zone = boxZone('port', 107.9, 15.4, 108.02, 15.6, { kind: 'port' });
const fishing: Rule = { id: 'fishing', kind: 'fishing' };
const trawl = { gear: 'trawl' };
const zones = [port];

/** Out of port at 8 kn, two hauls at 2.6 kn with half an hour between, and home. */
const trip = track(`
  0    107.95 15.5
  2    108.20 15.5
  4    108.48 15.5
  5    108.525 15.5
  6    108.57 15.5
  6.5  108.572 15.5
  7    108.59 15.5
  8    108.635 15.5
  10   108.35 15.5
  12   108.07 15.5
  13   107.95 15.5`);

describe('fishing', () => {
  it('is one event over two hauls with half an hour between them, from the first leg to the last', () => {
    expect(play({ zones, rules: [fishing], fixes: trip, vessel: trawl })).to.deep.equal(['fishing 4..8']);
    const [found] = played({ zones, rules: [fishing], fixes: trip, vessel: trawl });
    expect(found!.details).to.include({ gear: 'trawl', fromKn: 1, toKn: 5.5 });
    expect(told(found!).en).to.include('goes as one that fishes');
  });

  it('is none in transit, moored, in the first hour out of port, or for one slow leg', () => {
    const none = (fixes: typeof trip) =>
      expect(play({ zones, rules: [fishing], fixes, vessel: trawl })).to.deep.equal([]);
    none(leg([0, 107.95, 15.5], [20, 110, 15.5], 2));
    none(leg([0, 107.95, 15.5], [20, 107.96, 15.5], 1));
    none(leg([0, 108.01, 15.5], [0.8, 108.05, 15.5], 0.2));
    none(track('0 108.2 15.5\n1 108.34 15.5\n2 108.385 15.5\n3 108.525 15.5\n4 108.665 15.5'));
  });

  it('goes by gear: a squid boat lies under its lights, a carrier has none', () => {
    const still = leg([0, 109, 15.5], [10, 109.06, 15.5], 2);
    expect(play({ zones, rules: [fishing], fixes: still, vessel: { gear: 'squid-jig' } })).to.deep.equal([
      'fishing 0..',
    ]);
    expect(play({ zones, rules: [fishing], fixes: still, vessel: trawl })).to.deep.equal([]);
    expect(play({ zones, rules: [fishing], fixes: trip, vessel: { gear: 'carrier' } })).to.deep.equal([]);
  });
});
