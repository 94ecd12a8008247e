import { expect } from 'chai';
import type { Rule, Zone } from '../../../geofences/types.ts';
import { boxZone } from '../shapes.ts';
import { leg, play, played, told, track } from './play.ts';

// A degree of longitude at 15.5° N is 57.9 nm: each belt is 29 nm wide.
const coastal = boxZone('coast', 108, 15, 108.5, 16, { kind: 'coastal', name: 'Vùng ven bờ' });
const inshore = boxZone('inshore', 108.5, 15, 109, 16, { kind: 'inshore', name: 'Vùng lộng' });
const offshore = boxZone('offshore', 109, 15, 110, 16, { kind: 'offshore', name: 'Vùng khơi' });
const port = boxZone('port', 108, 15.4, 108.05, 15.6, { kind: 'port' });
const zones: Zone[] = [coastal, inshore, offshore, port];
const wrong: Rule = { id: 'wrong', kind: 'wrong-zone' };

/** Three slow legs of two hours in each belt, fast between them. */
const fishesEverywhere = [
  ...leg([0, 108.2, 15.5], [6, 108.4, 15.5], 2),
  ...leg([8, 108.6, 15.5], [14, 108.8, 15.5], 2),
  ...leg([16, 109.1, 15.5], [22, 109.3, 15.5], 2),
];

const zonesFor = (vessel: object, rule: Rule = wrong) =>
  played({ zones, rules: [rule], fixes: fishesEverywhere, vessel }).map(({ zoneId }) => zoneId);

describe('wrong-zone', () => {
  it('goes by the table of lengths: coast below 12 m, inshore below 15 m, the open sea from 15 m', () => {
    expect(zonesFor({ lengthM: 5 })).to.deep.equal(['inshore', 'offshore']);
    expect(zonesFor({ lengthM: 11.9 })).to.deep.equal(['inshore', 'offshore']);
    expect(zonesFor({ lengthM: 12 })).to.deep.equal(['coast', 'offshore']);
    expect(zonesFor({ lengthM: 15 })).to.deep.equal(['coast', 'inshore']);
    expect(zonesFor({ lengthM: 26 })).to.deep.equal(['coast', 'inshore']);
    expect(zonesFor({})).to.deep.equal([]);
  });

  it('has another table for vessels that serve others', () => {
    expect(zonesFor({ lengthM: 18, gear: 'logistics' })).to.deep.equal([]);
    expect(zonesFor({ lengthM: 13, gear: 'logistics' })).to.deep.equal(['offshore']);
    expect(zonesFor({ lengthM: 9, gear: 'logistics' })).to.deep.equal([]);
  });

  it('takes the table that a province sets', () => {
    const rule = { ...wrong, params: { coastalBelowM: 10, middle: ['coastal', 'inshore'] } };
    expect(zonesFor({ lengthM: 11 }, rule)).to.deep.equal(['offshore']);
  });

  it('raises fishing behaviour, never transit', () => {
    const out = leg([0, 108.1, 15.5], [10, 109.5, 15.5], 2);
    expect(play({ zones, rules: [wrong], fixes: out, vessel: { lengthM: 18 } })).to.deep.equal([]);
    const [found] = played({ zones, rules: [wrong], fixes: fishesEverywhere, vessel: { lengthM: 18 } });
    expect(found).to.deep.include({ zoneId: 'coast', priority: 3 });
    expect(told(found!, coastal).vi).to.include(
      'có dấu hiệu khai thác trong “Vùng ven bờ” (không phải vùng của tàu dài 18 m) từ lúc',
    );
  });

  it('logs who only lies there when told to, and ends that when the vessel begins to fish', () => {
    const fixes = [
      ...leg([0, 108.2, 15.5], [10, 108.2, 15.5], 2),
      ...leg([12, 108.25, 15.5], [18, 108.4, 15.5], 2),
      ...track('20 109.2 15.5\n22 109.6 15.5'),
    ];
    const rules = [{ ...wrong, params: { logPresence: true } }];
    const found = played({ zones, rules, fixes, vessel: { lengthM: 18 } });
    expect(found.map(({ priority, details }) => [priority, details!.presence])).to.deep.equal([
      [4, 'stopped'],
      [3, undefined],
    ]);
    expect(found[0]!.clearedAt).to.equal(found[1]!.raisedAt);
    expect(play({ zones, rules: [wrong], fixes, vessel: { lengthM: 18 } })).to.have.length(1);
    const passing = leg([0, 108.1, 15.5], [10, 109.5, 15.5], 2);
    expect(play({ zones, rules, fixes: passing, vessel: { lengthM: 18 } }), 'in transit').to.deep.equal([]);
  });

  it("lets a small boat fish in an island's belt that lies in the open sea", () => {
    const island = boxZone('island', 109.2, 15.2, 109.6, 15.8, { kind: 'coastal' });
    const fixes = leg([0, 109.3, 15.5], [8, 109.5, 15.5], 2);
    const at = (vessel: object) =>
      played({ zones: [...zones, island], rules: [wrong], fixes, vessel }).map(({ zoneId }) => zoneId);
    expect(at({ lengthM: 9 })).to.deep.equal([]);
    expect(at({ lengthM: 18 })).to.deep.equal(['island']);
  });

  it('says nothing of a vessel that feels its way into a harbour or out of it, however long that takes', () => {
    // Nine miles of channel at 4.6 kn, the last 5.4 of them too near to a port to be judged.
    const inward = leg([0, 108.22, 15.5], [2, 108.06, 15.5], 1 / 6, { source: 'ais', speedKn: 5 });
    expect(play({ zones, rules: [wrong], fixes: inward, vessel: { lengthM: 18 } })).to.deep.equal([]);
    const outward = leg([0, 108.06, 15.5], [1.8, 108.2, 15.5], 0.15, { source: 'ais', speedKn: 5 });
    expect(play({ zones, rules: [wrong], fixes: outward, vessel: { lengthM: 18 } })).to.deep.equal([]);
    const anyway = { ...wrong, params: { portNm: 0 } };
    expect(play({ zones, rules: [anyway], fixes: inward, vessel: { lengthM: 18 } })).to.deep.equal(['wrong 0..']);
    const fishes = leg([0, 108.25, 15.5], [2, 108.4, 15.5], 1 / 6, { source: 'ais', speedKn: 4 });
    expect(play({ zones, rules: [wrong], fixes: fishes, vessel: { lengthM: 18 } })).to.deep.equal(['wrong 0..']);
  });

  it('says nothing of a vessel that lies in a port', () => {
    const fixes = leg([0, 108.02, 15.5], [40, 108.03, 15.5], 2, { flags: 32, speedKn: 1 });
    const rules = [{ ...wrong, params: { logPresence: true } }];
    expect(play({ zones, rules, fixes, vessel: { lengthM: 18 } })).to.deep.equal([]);
  });
});
