/** What a client is told that looks at a part of the sea, and how a large picture comes in parts. */
import { expect } from 'chai';
import type { Fix } from '../../geofences/fix.ts';
import { SeenVessels } from '../../server/auth/sight.ts';
import type { Committed } from '../../server/ingest/room.ts';
import type { LiveClient } from '../../server/live/connection.ts';
import { createLiveHub } from '../../server/live/hub.ts';
import type { Frame, Rest, Snapshot, View } from '../../server/live/protocol.ts';
import type { Alert } from '../../server/models/alert.ts';
import type { Vessel } from '../../server/models/vessel.ts';
import { until } from '../product.ts';
import { systemStatus } from './api-fixtures.ts';

const NOTHING: Committed = {
  vessels: [],
  latest: [],
  alerts: [],
  alertDelaysMs: [],
  deliveriesChanged: false,
  documents: [],
  sharedMap: [],
};
const NEAR: View = { box: [105, 10, 110, 15] };
/** Frames within which everybody is told of. */
const A_MINUTE = 120;

function fix(lon: number): Fix {
  return { fixTime: 1_700_000_000_000, receivedAt: 1_700_000_000_500, lon, lat: 12, source: 'ais', flags: 0 };
}

function alert(id: string, vesselId: string, changeSeq: number, state = 'unacknowledged'): Alert {
  const occurrence = { id, vesselId, state: 'raised', raisedAt: changeSeq };
  const text = { vi: id, en: id };
  return { id, occurrence, response: { state }, caseId: 'c', text, detectedAt: 0, changeSeq } as unknown as Alert;
}

class InParts implements LiveClient {
  snapshots: Snapshot[] = [];
  parts: Rest[] = [];
  frames: Frame[] = [];
  buffered = 0;

  bufferedBytes(): number {
    return this.buffered;
  }
  send(event: 'snapshot' | 'frame', payload: Snapshot | Frame): void {
    if (event === 'snapshot') this.snapshots.push(payload as Snapshot);
    else this.frames.push(payload as Frame);
  }
  sendRest(payload: Rest): void {
    this.parts.push(payload);
  }
  disconnect(): void {}
  /** Slots of the newest frame's positions. */
  get told(): number[] {
    return this.frames.at(-1)!.positions.map(([slot]) => slot);
  }
}

/** Vessels v0, v1, … from west to east, one a degree, from 100° E on, round and round. */
async function sea(count: number, alerts: Alert[] = []) {
  let commit: (committed: Committed) => void = () => {};
  const kinds: Record<number, string> = { 17: 'epirb' };
  const vessels = Array.from({ length: count }, (_, n): Vessel => {
    const kind = (kinds[n] ?? 'vessel') as Vessel['kind'];
    return { id: `v${n}`, kind, label: `V${n}`, registered: false, firstHeardAt: 0 };
  });
  const hub = createLiveHub({
    store: {
      async *allVessels() {
        yield* vessels;
      },
      latest: async () => new Map(vessels.map(({ id }, n) => [id, fix(100 + (n % 20))])),
      checkpoint: async () => ({ position: 0, alertSeq: 0 }),
      alerts: async () => alerts,
      alertChanges: async () => [],
    },
    room: { onCommitted: (listener) => (commit = listener) },
    clock: () => 5000,
    status: systemStatus,
  });
  await hub.load();
  return {
    hub,
    commit: (change: Partial<Committed>) => commit({ ...NOTHING, ...change }),
    /** Everybody reports. */
    report: () => commit({ ...NOTHING, latest: vessels.map(({ id }, n) => [id, fix(100.1 + (n % 20))]) }),
  };
}

async function looking({ hub }: Awaited<ReturnType<typeof sea>>, view?: View, seen?: SeenVessels) {
  const client = new InParts();
  const connection = hub.join(client, seen);
  if (view) hub.look(connection, view);
  await hub.hello(connection, {});
  return { client, connection };
}

describe('a client that looks at a part of the sea', () => {
  it('is told at once of vessels there, of those it names, and of the alarmed and the distressed wherever they are', async () => {
    const all = await sea(20, [alert('a', 'v2', 1)]);
    const { client } = await looking(all, { ...NEAR, vessels: ['v15', 'v404'] });
    all.report();
    all.hub.tick();
    const expected = [2, 5, 6, 7, 8, 9, 15, 17];
    expect(client.told.filter((slot) => slot !== 1)).to.deep.equal(expected);
  });

  it('is sent the very message of whoever looks there too, and none that was made for other eyes', async () => {
    const all = await sea(20);
    const [one, other, elsewhere] = [
      await looking(all, { ...NEAR }),
      await looking(all, { ...NEAR }),
      await looking(all, { box: [110, 10, 115, 15] }),
    ];
    const unit = await looking(all, { ...NEAR }, new SeenVessels(new Set(['v7', 'v12'])));
    for (let n = 0; n < 2; n++) {
      all.report();
      all.hub.tick();
    }
    expect(other.client.frames[1]).to.equal(one.client.frames[1]);
    expect(elsewhere.client.told).to.include.members([12, 13, 17]).and.not.include(7);
    expect(unit.client.told).to.deep.equal([7]);
    all.hub.look(other.connection, { box: [110, 10, 115, 15] });
    all.hub.tick();
    expect(other.client.told).to.include.members([12, 13]);
    expect(one.client.told).to.not.include(12);
  });

  it('is told of all others within a minute, each once', async () => {
    const all = await sea(20);
    const { client } = await looking(all, NEAR);
    all.report();
    for (let n = 0; n < A_MINUTE; n++) all.hub.tick();
    const told = client.frames.flatMap(({ positions }) => positions.map(([slot]) => slot));
    expect(told.toSorted((a, b) => a - b)).to.deep.equal(Array.from({ length: 20 }, (_, n) => n));
    for (let n = 0; n < A_MINUTE; n++) all.hub.tick();
    expect(client.frames.flatMap(({ positions }) => positions)).to.have.length(20);
  });

  it('has what is elsewhere with the next frame after it has turned there', async () => {
    const all = await sea(20);
    const { client, connection } = await looking(all, NEAR);
    all.report();
    all.hub.tick();
    all.hub.look(connection, { box: [116, 10, 119, 15] });
    all.hub.tick();
    expect(client.told).to.include.members([16, 17, 18]);
    expect(client.frames.at(-1)!.positions.find(([slot]) => slot === 18)![1]).to.equal(11_810_000);
  });

  it('is told where a vessel is whose alert has just come, and no longer once it is closed', async () => {
    const all = await sea(20);
    const { client } = await looking(all, NEAR);
    all.report();
    all.hub.tick();
    all.commit({ alerts: [alert('a', 'v19', 1)] });
    all.hub.tick();
    expect(client.told).to.include(19);
    all.commit({ alerts: [alert('a', 'v19', 2, 'closed')] });
    all.hub.tick();
    all.report();
    all.hub.tick();
    expect(client.told).not.to.include(19);
    expect(client.told).to.include(7);
  });

  it('is told at once of whoever is new, wherever that is', async () => {
    const all = await sea(20);
    const { client } = await looking(all, NEAR);
    all.commit({ latest: [['new', fix(119)]] });
    all.hub.tick();
    expect(client.told).to.include(20);
  });

  it('misses nobody over frames that its full line has cost it', async () => {
    const all = await sea(20);
    const { client } = await looking(all, NEAR);
    client.buffered = 600 * 1024;
    all.report();
    for (let n = 0; n < 5; n++) all.hub.tick();
    client.buffered = 0;
    all.hub.tick();
    expect(client.told).to.have.length(20);
  });

  it('is told of nobody but those when it shows no map', async () => {
    const all = await sea(20, [alert('a', 'v2', 1)]);
    const { client } = await looking(all, {});
    all.report();
    all.hub.tick();
    expect(client.told.filter((slot) => slot !== 1)).to.deep.equal([2, 17]);
  });
});

describe('a large first picture', () => {
  it('begins with the alerts and whom they are about, then those in view, and brings everybody once', async () => {
    const all = await sea(1000, [alert('a', 'v990', 1)]);
    const { client } = await looking(all, { box: [103.5, 10, 104.5, 15] });
    const [first] = client.snapshots;
    expect(first!.alerts).to.have.length(1);
    expect(first!.whole).to.equal(false);
    expect(first!.identities).to.have.length(100);
    const ids = first!.identities.map(({ id }) => id);
    expect(ids).to.include.members(['v990', 'v4', 'v984']);
    await until(async () => client.parts.at(-1)?.last === true);
    const slots = [first!, ...client.parts].flatMap(({ positions }) => positions.map(([slot]) => slot));
    expect(slots.toSorted((a, b) => a - b)).to.deep.equal(Array.from({ length: 1000 }, (_, n) => n));
  });

  it('waits with the rest while the line is full, and lets frames through', async () => {
    const all = await sea(1000);
    const client = new InParts();
    client.buffered = 20 * 1024;
    const connection = all.hub.join(client);
    await all.hub.hello(connection, {});
    all.report();
    all.hub.tick();
    expect(client.parts).to.deep.equal([]);
    expect(client.frames).to.have.length(1);
    client.buffered = 0;
    await until(async () => client.parts.at(-1)?.last === true);
    // What was sent late is as it was then.
    expect(client.parts.at(-1)!.positions.at(-1)![1]).to.equal(11_910_000);
  });

  it('sends nothing more to whoever has left', async () => {
    const all = await sea(1000);
    const client = new InParts();
    client.buffered = 20 * 1024;
    const connection = all.hub.join(client);
    await all.hub.hello(connection, {});
    all.hub.leave(connection);
    client.buffered = 0;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(client.parts).to.deep.equal([]);
  });
});
