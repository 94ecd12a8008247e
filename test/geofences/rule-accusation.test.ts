import { expect } from 'chai';
import { type LatestFix, ruleAccusation } from '../../geofences/rule-accusation.ts';
import type { Rule, Zone } from '../../geofences/types.ts';
import { boxZone, fixAt } from './shapes.ts';

const zones: Zone[] = [
  boxZone('waters', 105, 10, 112, 20, { kind: 'boundary' }),
  boxZone('bay', 108, 15, 108.4, 15.4),
  boxZone('port', 108, 15, 108.1, 15.1, { kind: 'port' }),
];

/** Twenty registered vessels at sea, two of them in the bay, one silent for seven hours; and one that nobody registered. */
const fleet: LatestFix[] = Array.from({ length: 20 }, (_, i) => ({
  profile: { id: `v${i}`, kind: 'vessel', reportingIntervalMin: 120 },
  fix: fixAt(i === 7 ? 3 : 10, i < 2 ? 108.3 : 109 + i / 50, 15.3),
}));
fleet.push({ profile: { id: 'stranger', kind: 'vessel' }, fix: fixAt(10, 110, 15.3) });

const asked = (rule: Omit<Rule, 'id'>) => {
  const { judged, raised, fault } = ruleAccusation({ id: 'r', ...rule }, zones, fleet);
  return `${raised}/${judged} ${fault ?? 'in order'}`;
};

describe('a rule before it is used', () => {
  it('is refused when nothing restricts it, with the number of vessels that it would raise', () => {
    expect(asked({ kind: 'zone-presence' })).to.equal('21/21 no-criterion');
    expect(asked({ kind: 'zone-enter', priority: 4 })).to.equal('0/21 no-criterion');
  });

  it('is refused when it would accuse nearly everybody', () => {
    expect(asked({ kind: 'zone-presence', zones: ['waters'] })).to.equal('21/21 accuses-everybody');
    expect(asked({ kind: 'zone-presence', params: { zoneKinds: ['boundary', 'port'], confirm: 5 } })).to.equal(
      '21/21 accuses-everybody',
    );
  });

  it('is in order when it tells vessels apart, or only logs', () => {
    expect(asked({ kind: 'zone-presence', zones: ['bay'] })).to.equal('2/21 in order');
    expect(asked({ kind: 'zone-presence', zones: ['waters'], priority: 4 })).to.equal('21/21 in order');
    expect(asked({ kind: 'silence', params: { hours: 6 } })).to.equal('1/20 in order');
    expect(asked({ kind: 'boundary-cross', zones: ['waters'] })).to.equal('0/20 in order');
  });

  it('is not refused for a handful of vessels in one place', () => {
    const few = fleet.slice(0, 2);
    expect(ruleAccusation({ id: 'r', kind: 'zone-presence', zones: ['bay'] }, zones, few)).to.deep.equal({
      ruleId: 'r',
      judged: 2,
      raised: 2,
    });
  });
});
