import { expect } from 'chai';
import { behaviourAccusations, type LatestFix, ruleAccusations } from '../../geofences/rule-accusation.ts';
import type { Occurrence, Rule, Zone } from '../../geofences/types.ts';
import { boxZone, fixAt, HOUR, T0 } from './shapes.ts';

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
  const { judged, raised, fault } = ruleAccusations([{ id: 'r', ...rule }], zones, fleet)[0]!;
  return `${raised}/${judged} ${fault ?? 'in order'}`;
};

describe('a rule before it is used', () => {
  it('is refused when nothing restricts it, with the number of vessels that it would raise', () => {
    expect(asked({ kind: 'zone-presence' })).to.equal('21/21 no-criterion');
    expect(asked({ kind: 'zone-enter', priority: 4 })).to.equal('0/21 no-criterion');
  });

  it('is refused when what it names is all there is: every kind of zone, or speeds from 0', () => {
    const kinds = ['port', 'coastal', 'inshore', 'offshore', 'boundary', 'closed', 'monitored', 'shelter'];
    expect(asked({ kind: 'zone-presence', params: { zoneKinds: [...kinds, 'land'] } })).to.equal('21/21 no-criterion');
    for (const kind of ['zone-enter', 'closed-area'])
      expect(asked({ kind, params: { zoneKinds: kinds } }), kind).to.match(/ no-criterion$/);
    expect(asked({ kind: 'zone-enter', zones: ['bay'], params: { zoneKinds: kinds } })).to.equal('0/21 in order');
    expect(asked({ kind: 'zone-enter', params: { zoneKinds: kinds.slice(1) } })).to.equal('0/21 in order');
    expect(asked({ kind: 'speed-range', params: { minKn: 0 } })).to.equal('0/21 no-criterion');
    expect(asked({ kind: 'speed-range', params: { minKn: 0, maxKn: 3 } })).to.equal('0/21 in order');
    expect(asked({ kind: 'speed-range', params: { minKn: 0.1 } })).to.equal('0/21 in order');
  });

  it('is refused when it would accuse nearly everybody', () => {
    expect(asked({ kind: 'zone-presence', zones: ['waters'] })).to.equal('21/21 accuses-everybody');
    expect(asked({ kind: 'zone-presence', params: { zoneKinds: ['boundary', 'port'], confirm: 5 } })).to.equal(
      '21/21 accuses-everybody',
    );
  });

  it('is in order when it tells vessels apart, or only logs', () => {
    expect(asked({ kind: 'zone-presence', zones: ['bay'] })).to.equal('2/21 in order');
    expect(asked({ kind: 'silence', params: { hours: 6 } })).to.equal('1/20 in order');
    expect(asked({ kind: 'boundary-cross', zones: ['waters'] })).to.equal('0/20 in order');
  });

  it('as a log is refused, too, unless a log of everybody is what it is for', () => {
    expect(asked({ kind: 'zone-presence', zones: ['waters'], priority: 4 })).to.equal('21/21 accuses-everybody');
    const haven = boxZone('haven', 105, 10, 112, 20, { kind: 'shelter' });
    const logged = (rule: Omit<Rule, 'id'>) => ruleAccusations([{ id: 'r', ...rule }], [haven], fleet)[0];
    expect(logged({ kind: 'zone-presence', zones: ['haven'], priority: 4 })).to.not.have.property('fault');
    expect(logged({ kind: 'zone-presence', zones: ['haven'], priority: 3 })).to.include({ fault: 'accuses-everybody' });
    const inPort = fleet.map(({ profile }, i) => ({ profile, fix: fixAt(i === 0 ? 100 : 0, 108.05, 15.05) }));
    const asleep = (priority: 3 | 4) =>
      ruleAccusations([{ id: 'r', kind: 'silence-port', priority }], zones, inPort)[0];
    expect(asleep(4)).to.deep.equal({ ruleId: 'r', judged: 20, raised: 19 });
    expect(asleep(3)).to.include({ fault: 'accuses-everybody' });
  });

  it('in a fleet of a few is refused when it would accuse all of them, and may log them', () => {
    const three = [0, 1, 7].map((i) => ({ ...fleet[i]!, fix: fixAt(10, 108.3, 15.3) }));
    const of = (few: LatestFix[], priority?: 4) =>
      ruleAccusations([{ id: 'r', kind: 'zone-presence', zones: ['bay'], priority }], zones, few)[0]?.fault;
    expect(of(three)).to.equal('accuses-everybody');
    expect(of(three, 4)).to.equal(undefined);
    expect(of([...three, fleet[9]!])).to.equal(undefined);
  });

  it('is not refused for one vessel or two in one place', () => {
    const few = fleet.slice(0, 2);
    expect(ruleAccusations([{ id: 'r', kind: 'zone-presence', zones: ['bay'] }], zones, few)[0]).to.deep.equal({
      ruleId: 'r',
      judged: 2,
      raised: 2,
    });
  });

  it('on a behaviour is refused when it would have accused nearly everybody over the last day', async () => {
    const trawling = fleet.map(({ profile }, i) => ({
      profile: { ...profile, gear: 'trawl', lengthM: 18 },
      fixes: Array.from({ length: 12 }, (_, k) =>
        fixAt(k * 2, 109 + i / 50, 15.3 + k / 10, { speedKn: 3, courseDeg: 0 }),
      ),
    }));
    const north = boxZone('north', 108, 15.75, 112, 18);
    const latest = trawling.map(({ profile, fixes }) => ({ profile, fix: fixes.at(-1)! }));
    const tried = async (rule: Omit<Rule, 'id'>) => {
      const track = async function* (id: string) {
        yield trawling.find(({ profile }) => profile.id === id)!.fixes;
      };
      const found = await behaviourAccusations([{ id: 'r', ...rule }], [...zones, north], latest, track);
      return found.map(({ judged, raised, fault }) => `${raised}/${judged} ${fault ?? 'in order'}`);
    };
    expect(await tried({ kind: 'fishing', priority: 2 })).to.deep.equal(['21/21 accuses-everybody']);
    const near = { kind: 'encounter', params: { withinNm: 3, slowerThanKn: 10, appliesTo: 'all' } };
    expect(await tried(near)).to.deep.equal(['21/21 accuses-everybody']);
    expect(await tried({ kind: 'encounter' })).to.deep.equal(['0/21 in order']);
    expect(await tried({ kind: 'closed-area', zones: ['waters'] })).to.deep.equal(['20/20 accuses-everybody']);
    expect(await tried({ kind: 'closed-area', zones: ['bay'] })).to.deep.equal(['0/20 in order']);
    expect(await tried({ kind: 'zone-enter', zones: ['north'] })).to.deep.equal(['21/21 accuses-everybody']);
    expect(await tried({ kind: 'zone-enter', zones: ['bay'] })).to.deep.equal(['0/21 in order']);
    expect(await tried({ kind: 'zone-enter', zones: ['north'], priority: 4 })).to.deep.equal([]);
    expect(await tried({ kind: 'zone-exit', zones: ['north'] })).to.deep.equal(['0/21 in order']);
    expect(await tried({ kind: 'fishing' }), 'a log accuses nobody').to.deep.equal([]);
  });

  it('on what is missing is refused when it would have accused nearly everybody, outages allowed for', async () => {
    const provider = 'Thuraya';
    const times = [0, 4, 8, 12, 22, 24];
    const thin = fleet.slice(0, 20).map(({ profile }, i) => {
      const fixes = times.map((hour) => fixAt(hour - i / 50, 109 + i / 50, 15.3 + hour / 100));
      return { profile: { ...profile, provider }, fix: fixes.at(-1)!, fixes };
    });
    const outage: Occurrence = {
      ...{
        id: 'o',
        ruleId: 'out',
        ruleVersion: 1,
        kind: 'provider-outage',
        priority: 2,
        vesselId: `provider:${provider}`,
      },
      ...{ state: 'cleared', raisedAt: T0 - HOUR, clearedAt: T0 + 25 * HOUR, lon: 109, lat: 15, evidence: [] },
      ...{
        otherVesselIds: thin.map(({ profile }) => profile.id),
        details: { provider, vessels: 20, since: T0 - HOUR },
      },
    };
    const tried = async (rule: Omit<Rule, 'id'>, outages: Occurrence[] = []) => {
      const track = async function* (id: string) {
        yield thin.find(({ profile }) => profile.id === id)!.fixes;
      };
      const found = await behaviourAccusations([{ id: 'r', ...rule }], zones, thin, track, outages);
      return found.map(({ judged, raised, fault }) => `${raised}/${judged} ${fault ?? 'in order'}`).join();
    };
    const missing: Omit<Rule, 'id'>[] = [
      { kind: 'silence', priority: 3, params: { hours: 0 } },
      { kind: 'gap', priority: 2, params: { hours: 6 } },
      { kind: 'reporting-rate', priority: 3 },
    ];
    for (const rule of missing) {
      expect(await tried(rule), rule.kind).to.equal('20/20 accuses-everybody');
      expect(await tried(rule, [outage]), `${rule.kind}, an outage`).to.equal('0/20 in order');
      expect(await tried({ ...rule, priority: 4 }), `${rule.kind}, a log`).to.equal('');
    }
    expect(await tried({ kind: 'silence', params: { hours: 12 } })).to.equal('0/20 in order');
  });
});
