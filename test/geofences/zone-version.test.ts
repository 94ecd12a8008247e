import { expect } from 'chai';
import { createEngine } from '../../geofences/engine.ts';
import type { OccurrenceChange } from '../../geofences/types.ts';
import { boxZone, fixAt } from './shapes.ts';

describe('an occurrence', () => {
  const bay = (version: number, east: number) => boxZone('bay', 108, 15, east, 16, { version });
  const rules = [{ id: 'in', kind: 'zone-enter', params: { confirm: 1 } }];
  const told = (changes: OccurrenceChange[]) =>
    changes.map(({ change, occurrence }) => [change, occurrence.zoneVersion, occurrence.retractedBecause]);

  it('cites the version of the zone that it was judged by, also after the zone has changed', () => {
    const engine = createEngine({ zones: [bay(3, 109)], rules });
    engine.setVessel({ id: 'v', kind: 'vessel' });
    const send = (hours: number, lon: number) => told(engine.accept('v', [fixAt(hours, lon, 15.5)]));
    send(0, 107.9);
    expect(send(1, 108.1)).to.deep.equal([['raised', 3, undefined]]);
    expect(told(engine.setZones([bay(4, 108.5)]))).to.deep.equal([['retracted', 3, 'zone-changed']]);
    expect(send(2, 107.9)).to.deep.equal([]);
    expect(send(3, 108.1)).to.deep.equal([['raised', 4, undefined]]);
    expect(send(4, 108.6)).to.deep.equal([['cleared', 4, undefined]]);
  });
});
