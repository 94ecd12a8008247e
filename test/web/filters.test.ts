import { expect } from 'chai';
import fc from 'fast-check';
import type { IdentityRow, PositionRow } from '../../server/live/protocol.ts';
import type { VesselGroup } from '../../server/models/vessel-group.ts';
import { filterOf, withFilter } from '../../web/filters/address.ts';
import { type FilterContext, FilterMask, type MapFilter } from '../../web/filters/judge.ts';
import { DrawList } from '../../web/map/draw-list.ts';
import { mercatorX, mercatorY, type View } from '../../web/map/mercator.ts';
import { sweep } from '../../web/map/sweep.ts';
import { UNACKNOWLEDGED, VesselStore } from '../../web/map/VesselStore.ts';

const NOW_S = 1_800_000_000;
const HOUR_S = 3600;

interface Boat extends Partial<IdentityRow> {
  speedE1?: number;
  ageS?: number;
  by?: 0 | 1 | 2;
}
const BOATS: Record<string, Boat> = {
  trawler: {
    registration: 'QNa-91234-TS',
    gear: 'lưới kéo',
    lengthM: 18,
    homePort: 'TQA',
    provider: 'VNPT',
    flag: 'VNM',
  },
  squid: {
    registration: 'ĐNa-90001-TS',
    gear: 'Câu mực',
    lengthM: 15,
    homePort: 'THO',
    provider: 'Viettel',
    speedE1: 2,
  },
  small: { registration: 'QNa-00777-TS', lengthM: 5.9, speedE1: -1, by: 2 },
  silent: { registration: 'BĐ-95001-TS', lengthM: 24, ageS: 5 * HOUR_S },
  ferry: { name: 'PHU QUY EXPRESS', mmsi: 574_001_234, registered: false, by: 0, expectedIntervalMin: 6 },
  stranger: { name: 'LU RONG YU 1', mmsi: 412_345_678, registered: false, shipType: 30, by: 0, expectedIntervalMin: 6 },
  sart: { kind: 'ais-sart', mmsi: 970_012_345, registered: false, by: 0 },
};
const NAMES = Object.keys(BOATS);

function fleet(): VesselStore {
  const store = new VesselStore();
  NAMES.forEach((name, slot) => {
    const { speedE1 = 60, ageS = 60, by = 1, ...more } = BOATS[name]!;
    store.applyIdentity({
      ...{ slot, id: name, label: more.registration ?? more.name ?? name, kind: 'vessel' },
      ...{ registered: true, expectedIntervalMin: 120 },
      ...more,
    });
    const row: PositionRow = [slot, 10_900_000 + slot * 10_000, 1_500_000, speedE1, 900, -1, NOW_S - ageS, by];
    store.applyPosition(row);
  });
  return store;
}

const nothing: FilterContext = { groups: [], unitVessels: () => undefined };

function shownBy(filter: MapFilter, { store = fleet(), context = nothing, nowS = NOW_S } = {}): string[] {
  const shown = new FilterMask(filter, context).look(store, nowS);
  // A sender of distress signals is in every answer; what is asked here is who else is.
  return NAMES.filter((name, slot) => shown[slot] === 1 && name !== 'sart');
}
function group(id: string, more: Partial<VesselGroup>): VesselGroup {
  return { id, name: id, shared: true, vessels: [], state: 'kept', by: 'a', at: 0, changedAt: 0, ...more };
}

describe('the filter of the map', () => {
  it('shows whom a field names: any of its values, in every field that is named', () => {
    expect(shownBy({ states: ['stopped'] })).to.deep.equal(['squid']);
    expect(shownBy({ states: ['unknown', 'lost'] })).to.deep.equal(['small', 'silent']);
    expect(shownBy({ lengths: ['15-24'] })).to.deep.equal(['trawler', 'squid']);
    expect(shownBy({ lengths: ['under6', 'from24'] })).to.deep.equal(['small', 'silent']);
    expect(shownBy({ lengths: ['unknown'] })).to.deep.equal(['ferry', 'stranger']);
    expect(shownBy({ gears: ['câu mực'] })).to.deep.equal(['squid']);
    expect(shownBy({ ports: ['TQA'], lengths: ['15-24'] })).to.deep.equal(['trawler']);
    expect(shownBy({ ports: ['TQA'], lengths: ['from24'] })).to.deep.equal([]);
    expect(shownBy({ providers: ['Viettel', 'VNPT'] })).to.deep.equal(['trawler', 'squid']);
    expect(shownBy({ sources: ['manual'] })).to.deep.equal(['small']);
    expect(shownBy({ crafts: ['fishing', 'other'] })).to.deep.equal(['ferry', 'stranger']);
    expect(shownBy({ flags: ['foreign'] })).to.deep.equal(['stranger']);
    expect(shownBy({ flags: ['vietnamese'] })).to.deep.equal(['trawler', 'ferry']);
    expect(shownBy({ text: 'dna 90001' })).to.deep.equal(['squid']);
    expect(shownBy({ text: '412345' })).to.deep.equal(['stranger']);
  });

  it('never hides an alarmed vessel or a sender of distress signals, and counts those that it would have', () => {
    const store = fleet();
    store.setAlarms(new Map([['ferry', 1 | UNACKNOWLEDGED]]));
    const mask = new FilterMask({ gears: ['lưới kéo'] }, nothing);
    const shown = mask.look(store, NOW_S);
    expect(NAMES.filter((_, slot) => shown[slot] === 1)).to.deep.equal(['trawler', 'ferry', 'sart']);
    expect(mask).to.include({ count: 3, kept: 2 });
    store.setAlarms(new Map());
    mask.look(store, NOW_S);
    expect(mask).to.include({ count: 2, kept: 1 });
    expect(shownBy({ states: ['alarmed'] }, { store })).to.deep.equal([]);
    store.setAlarms(new Map([['silent', 2]]));
    expect(shownBy({ states: ['alarmed'] }, { store })).to.deep.equal(['silent']);
  });

  it('follows what becomes known: who a vessel is, where it is, and how old that has become', () => {
    const store = fleet();
    const mask = new FilterMask({ gears: ['lưới rê'], states: ['moving'] }, nothing);
    const slot = NAMES.indexOf('squid');
    expect(mask.look(store, NOW_S)[slot]).to.equal(0);
    store.applyIdentity({ ...store.identities[slot]!, gear: 'Lưới rê' });
    expect(mask.look(store, NOW_S)[slot]).to.equal(0);
    store.applyPosition([slot, 10_900_000, 1_500_000, 50, 900, -1, NOW_S, 1]);
    expect(mask.look(store, NOW_S)[slot]).to.equal(1);
    expect(mask.look(store, NOW_S + 5 * HOUR_S)[slot]).to.equal(0);
    const other = fleet();
    expect(mask.look(other, NOW_S)[slot]).to.equal(0);
  });

  it('shows a saved group: its vessels, those that its own filter finds, and of several groups any', () => {
    const groups = [
      group('listed', { vessels: ['ferry', 'gone'] }),
      group('found', { filter: { lengths: ['15-24'], states: ['stopped'] } }),
      group('both', { vessels: ['small'], filter: { flags: ['foreign'] } }),
    ];
    const context = { ...nothing, groups };
    expect(shownBy({ groups: ['listed'] }, { context })).to.deep.equal(['ferry']);
    expect(shownBy({ groups: ['found'] }, { context })).to.deep.equal(['squid']);
    expect(shownBy({ groups: ['both', 'found'] }, { context })).to.deep.equal(['squid', 'small', 'stranger']);
    expect(shownBy({ groups: ['both'], sources: ['ais'] }, { context })).to.deep.equal(['stranger']);
    // Of a group that is no more nobody is shown, which the strip says.
    expect(shownBy({ groups: ['nowhere'] }, { context })).to.deep.equal([]);
  });

  it('hides nobody for a unit whose vessels are not known yet', () => {
    const all = NAMES.filter((name) => name !== 'sart');
    expect(shownBy({ units: ['don-a'] })).to.deep.equal(all);
    const context = { ...nothing, unitVessels: (id: string) => new Set(id === 'don-a' ? ['small', 'squid'] : []) };
    expect(shownBy({ units: ['don-a'] }, { context })).to.deep.equal(['squid', 'small']);
    expect(shownBy({ units: ['don-b'] }, { context })).to.deep.equal([]);
  });

  it('keeps the selected, the alarmed and those in distress on the canvas whatever the mask says', () => {
    const store = fleet();
    store.setAlarms(new Map([['silent', 2]]));
    const scale = 256 * 2 ** 6;
    const view: View = { zoom: 6, scale, left: 0, top: 0, width: 800, height: 600, dpr: 1 };
    view.left = mercatorX(109.03) * scale - 400;
    view.top = mercatorY(15) * scale - 300;
    const kept = new Uint8Array(store.x.length);
    kept[NAMES.indexOf('squid')] = 1;
    const list = new DrawList();
    sweep(store, view, { nowS: NOW_S, marginPx: 9, kept, shown: new Uint8Array(store.x.length) }, list);
    const drawn = [...list.slot.subarray(0, list.length)].map((slot) => NAMES[slot]);
    expect(drawn).to.have.members(['squid', 'silent', 'sart']);
  });
});

describe('the filter in the address', () => {
  const list = (values: readonly string[]) => fc.uniqueArray(fc.constantFrom(...values), { minLength: 1 });
  const words = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }), {
    minLength: 1,
    maxLength: 5,
  });
  const filters = fc.record(
    {
      states: list(['moving', 'stopped', 'unknown', 'lost', 'alarmed']),
      lengths: list(['under6', '6-12', '12-15', '15-24', 'from24', 'unknown']),
      sources: list(['ais', 'vms', 'manual']),
      crafts: list(['own', 'fishing', 'other', 'aid', 'distress']),
      flags: list(['vietnamese', 'foreign', 'unknown']),
      gears: words,
      ports: words,
      units: words,
      providers: words,
      groups: words,
      text: fc.string({ minLength: 1, maxLength: 40 }).filter((text) => text.trim() === text),
    },
    { requiredKeys: [] },
  );

  it('comes back as it was, beside whatever else the address says', () => {
    fc.assert(
      fc.property(filters, (filter) => {
        const address = withFilter('/vessel/v1?at=5&lon=1&lat=2', filter as MapFilter);
        expect(filterOf(address)).to.deep.equal(filter);
        expect(address.startsWith('/vessel/v1?at=5&lon=1&lat=2')).to.equal(true);
        expect(withFilter(address, {})).to.equal('/vessel/v1?at=5&lon=1&lat=2');
      }),
    );
  });

  it('takes nothing from an address that means nothing', () => {
    expect(filterOf(`/?f.states=asleep&f.gears=&f.__proto__=x&f.text=%20&f.ports=${'x'.repeat(101)}`)).to.deep.equal(
      {},
    );
    expect(filterOf('/?f.states=moving&f.states=moving&f.states=x')).to.deep.equal({ states: ['moving'] });
  });
});
