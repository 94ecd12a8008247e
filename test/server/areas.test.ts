import { expect } from 'chai';
import type { Fix } from '../../geofences/fix.ts';
import type { Zone } from '../../geofences/types.ts';
import { Areas, areasOf } from '../../server/auth/areas.ts';
import { type Seen, SeenVessels } from '../../server/auth/sight.ts';
import { FleetBook } from '../../server/fleet/book.ts';
import type { FleetFilter } from '../../server/fleet/query.ts';
import { Selections } from '../../server/fleet/selections.ts';
import type { Committed } from '../../server/ingest/room.ts';
import { createLiveHub } from '../../server/live/hub.ts';
import type { Frame, Snapshot } from '../../server/live/protocol.ts';
import { EventStream } from '../../server/live/stream.ts';
import type { Alert } from '../../server/models/alert.ts';
import type { Unit } from '../../server/models/contact.ts';
import type { Vessel } from '../../server/models/vessel.ts';
import { systemStatus } from './api-fixtures.ts';

const now = Date.parse('2026-11-26T12:00:00+07:00');
const nothing: Committed = {
  ...{ vessels: [], latest: [], alerts: [], alertDelaysMs: [], documents: [], sharedMap: [] },
  deliveriesChanged: false,
};

function zone(id: string, west: number, more: Partial<Zone['properties']> = {}): Zone {
  const ring: [number, number][] = [
    [west, 10],
    [west + 1, 10],
    [west + 1, 11],
    [west, 11],
    [west, 10],
  ]; // prettier-ignore
  const properties = { name: id, kind: 'monitored' as const, version: 1, source: 'test', ...more };
  return { id, geometry: { type: 'Polygon', coordinates: [ring] }, properties };
}

function at(lon: number): Fix {
  return { fixTime: now, receivedAt: now, lon, lat: 10.5, source: 'vms', flags: 0 };
}

/** A store and a room that do what the test says. */
class Land {
  zones: Zone[] = [zone('bien', 108), zone('cua', 110)];
  units: Unit[] = [
    { id: 'tinh', name: 'Tỉnh', areas: ['cua'] },
    { id: 'don', name: 'Đồn', parent: 'tinh', areas: ['bien'] },
    { id: 'tram', name: 'Trạm', parent: 'don' },
    { id: 'cang', name: 'Cảng', parent: 'don', homePorts: ['A'] },
  ];
  positions = new Map([
    ['a', at(108.5)],
    ['b', at(120)],
  ]); // prettier-ignore
  /** Called while the newest positions are being read. */
  whileReading = (): void => {};
  reads = 0;
  readonly #listeners: ((committed: Committed) => void)[] = [];
  readonly room = { onCommitted: (listener: (committed: Committed) => void) => void this.#listeners.push(listener) };
  readonly store = {
    document: async (name: string) => {
      const body = name === 'units' ? this.units : { type: 'FeatureCollection', features: this.zones };
      return { name, revision: 1, body } as never;
    },
    latest: async () => {
      this.reads += 1;
      const positions = new Map(this.positions);
      this.whileReading();
      return positions;
    },
    async *allVessels() {},
    alerts: async () => [],
    alertChanges: async () => [],
    checkpoint: async () => ({ position: 0, alertSeq: 0 }),
  };
  commit(change: Partial<Committed>): void {
    for (const listener of this.#listeners) listener({ ...nothing, ...change });
  }
}

describe('areas of units', () => {
  let land: Land;
  let areas: Areas;
  let time: number;
  beforeEach(() => {
    time = now;
    land = new Land();
    areas = new Areas({ ...land, clock: () => time });
  });
  const through = async (...zoneIds: string[]) => new SeenVessels(new Set(['own']), await areas.through(zoneIds));

  it('are those of the nearest unit that says anything, and of none where that one names none', () => {
    const of = (id: string) => areasOf(land.units, id, ({ homePorts }) => homePorts !== undefined);
    expect(['tinh', 'don', 'tram', 'cang', 'gone'].map(of)).to.deep.equal([['cua'], ['bien'], ['bien'], [], []]);
  });

  it('show whoever comes in with the commit that says so, until it leaves, and read the fleet once', async () => {
    const seen = await through('bien');
    expect(seen.ids()).to.deep.equal(['own', 'a']);
    land.commit({ latest: [['b', at(108.1)]] });
    expect([seen.has('b'), seen.isGuest('b'), seen.isGuest('own')]).to.deep.equal([true, true, false]);
    land.commit({
      latest: [
        ['a', at(110.5)],
        ['own', at(108.2)],
      ],
    }); // prettier-ignore
    expect(seen.ids()).to.deep.equal(['own', 'b']);
    expect([seen.has('a'), seen.has('b')], 'in another zone, in this one').to.deep.equal([false, true]);
    expect((await through('cua')).ids()).to.deep.equal(['own', 'a']);
    expect(land.reads).to.equal(1);
  });

  it('lose nothing that is committed while the fleet is read', async () => {
    land.whileReading = () =>
      land.commit({
        latest: [
          ['a', at(120)],
          ['b', at(108.5)],
        ],
      }); // prettier-ignore
    expect((await through('bien')).ids()).to.deep.equal(['own', 'b']);
  });

  it('keep the alerts that were raised in them, and no others of whoever is there now', async () => {
    const seen = await through('bien');
    const raised = (vesselId: string, lon: number) => seen.seesAlert({ vesselId, lon, lat: 10.5, raisedAt: now });
    expect([raised('a', 108.5), raised('b', 108.5), raised('a', 109.5), raised('own', 50)]).to.deep.equal([
      ...[true, true, false, true],
    ]);
  });

  it('have in the fleet’s table no alert counted, found or sorted by that was raised elsewhere', async () => {
    const vessels = ['a', 'c'].map((id) => ({ id, label: id, registered: true, kind: 'vessel', firstHeardAt: 0 }));
    const alert = (id: string, vesselId: string, lon: number, priority: number) => {
      const occurrence = { id, vesselId, lon, lat: 10.5, raisedAt: now, priority };
      return { id, occurrence, response: { state: 'unacknowledged' }, caseId: 'c', changeSeq: 1 };
    };
    const open = [alert('1', 'a', 108.5, 3), alert('2', 'a', 120, 1), alert('3', 'c', 120, 1), alert('4', 'c', 120, 1)];
    land.positions.set('c', at(108.6));
    const book = new FleetBook({
      store: {
        ...land.store,
        async *allVessels() {
          yield* vessels as Vessel[];
        },
        alerts: async () => open as unknown as Alert[],
      },
      ...{ room: land.room, clock: () => time },
    });
    const rows = async (seen: Seen, filter: Partial<FleetFilter> = {}) => {
      const by = { sort: 'alerts', dir: 'desc' } as const;
      const found = new Selections().of(await book.ordered('alerts'), by, { of: 'all', ...filter }, seen, time);
      return found.map(({ entry, alerts, priority }) => [entry.id, alerts, priority]);
    };
    const [everything, guests] = [undefined, await through('bien')];
    expect(await rows(everything)).to.deep.equal([
      ['c', 2, 1],
      ['a', 2, 1],
    ]);
    expect(await rows(guests)).to.deep.equal([
      ['a', 1, 3],
      ['c', 0, undefined],
    ]);
    expect(await rows(guests, { alerts: 'open' })).to.deep.equal([['a', 1, 3]]);
    const own = new SeenVessels(new Set(['c']));
    expect(await rows(own)).to.deep.equal([['c', 2, 1]]);
  });

  it('follow the settings: a zone that is moved, gone or not in force shows nobody', async () => {
    const seen = await through('bien');
    const changed = async (zones: Zone[]): Promise<string[]> => {
      land.zones = zones;
      land.commit({ documents: ['zones'] });
      await through('bien');
      return seen.ids();
    };
    expect(await changed([zone('bien', 119.5)])).to.deep.equal(['own', 'b']);
    expect(await changed([])).to.deep.equal(['own']);
    expect(await changed([zone('bien', 108, { validTo: '2026-11-26' })])).to.deep.equal(['own', 'a']);
    expect(seen.has('a')).to.equal(true);
    time += 24 * 3_600_000;
    expect([seen.ids(), seen.has('a')]).to.deep.equal([['own'], false]);
    const place = { vesselId: 'a', lon: 108.5, lat: 10.5 };
    expect([seen.seesAlert({ ...place, raisedAt: now }), seen.seesAlert({ ...place, raisedAt: time })]).to.deep.equal([
      ...[true, false],
    ]);
  });

  it('tell a stream of a partner who came and who left', async () => {
    const hub = createLiveHub({ ...land, clock: () => time, status: systemStatus });
    await hub.load();
    let said = '';
    const write = (text: string): boolean => {
      said += text;
      return true;
    };
    const sink = { write, end: () => {}, writableLength: 0 };
    const stream = new EventStream(
      sink,
      (slot) => hub.identityOf(slot),
      () => time,
    ); // prettier-ignore
    await hub.hello(hub.join(stream, await through('bien')), {});
    expect(said)
      .to.match(/event: positions\ndata: \[\{"vesselId":"a"/)
      .and.not.contain('"b"');
    said = '';
    land.commit({
      latest: [
        ['a', at(120)],
        ['b', at(108.5)],
      ],
    }); // prettier-ignore
    hub.tick();
    expect(said).to.match(/^event: gone\ndata: \["a"\]\n\n/);
    expect(said)
      .to.match(/event: positions\ndata: \[\{"vesselId":"b"/)
      .and.not.contain('"vesselId":"a"');
  });

  it('begin anew for a screen that comes back, on which may stand who has left meanwhile', async () => {
    const hub = createLiveHub({ ...land, clock: () => time, status: systemStatus });
    await hub.load();
    const sent: (Snapshot | Frame)[] = [];
    const client = {
      bufferedBytes: () => 0,
      send: (_event: string, part: Snapshot | Frame) => void sent.push(part),
      disconnect: () => {},
    };
    const first = hub.join(client, await through('bien'));
    await hub.hello(first, {});
    const { epoch, seq, alertSeq } = sent[0]!;
    expect(sent[0]!.identities.map(({ id }) => id)).to.deep.equal(['a']);
    hub.leave(first);
    land.commit({ latest: [['a', at(120)]] });
    hub.tick();
    await hub.hello(hub.join(client, await through('bien')), { epoch, seq, alertSeq });
    expect(sent.at(-1)).to.have.property('whole', true);
    expect(sent.at(-1)!.identities).to.deep.equal([]);
  });
});
