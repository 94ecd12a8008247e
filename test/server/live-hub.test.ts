import { expect } from 'chai';
import type { Fix } from '../../geofences/fix.ts';
import type { Committed } from '../../server/ingest/room.ts';
import type { LiveClient } from '../../server/live/connection.ts';
import { createLiveHub } from '../../server/live/hub.ts';
import type { Frame, Snapshot } from '../../server/live/protocol.ts';
import type { Alert } from '../../server/models/alert.ts';
import type { Vessel } from '../../server/models/vessel.ts';
import { systemStatus } from './api-fixtures.ts';

/** A store and a room that do what the test says. */
class Script {
  vessels: Vessel[] = [];
  positions = new Map<string, Fix>();
  /** Every alert as it stands now. */
  alertRows: Alert[] = [];
  /** Called before the store answers a question about alerts. */
  beforeAlerts: () => void = () => {};
  #listener: (committed: Committed) => void = () => {};

  readonly room = {
    onCommitted: (listener: (committed: Committed) => void) => {
      this.#listener = listener;
    },
  };
  readonly store = {
    allVessels: () => this.#eachVessel(),
    latest: async () => this.positions,
    checkpoint: async () => ({ position: 0, alertSeq: Math.max(0, ...this.alertRows.map((row) => row.changeSeq)) }),
    alerts: async () => {
      const rows = this.alertRows.filter((row) => row.response.state === 'unacknowledged');
      this.beforeAlerts();
      return rows;
    },
    alertChanges: async (after: number, limit: number) => {
      const rows = this.alertRows.filter((row) => row.changeSeq > after).sort((a, b) => a.changeSeq - b.changeSeq);
      this.beforeAlerts();
      return rows.slice(0, limit);
    },
  };

  async *#eachVessel(): AsyncIterable<Vessel> {
    yield* this.vessels;
  }

  commit(change: Partial<Committed>): void {
    for (const alert of change.alerts ?? []) {
      this.alertRows = [...this.alertRows.filter((row) => row.id !== alert.id), alert];
    }
    this.#listener({
      vessels: [],
      latest: [],
      alerts: [],
      alertDelaysMs: [],
      deliveriesChanged: false,
      documents: [],
      sharedMap: [],
      ...change,
    });
  }
}

class ScriptedClient implements LiveClient {
  snapshots: Snapshot[] = [];
  frames: Frame[] = [];
  buffered = 0;
  disconnected = false;

  bufferedBytes(): number {
    return this.buffered;
  }
  send(event: 'snapshot' | 'frame', payload: Snapshot | Frame): void {
    if (event === 'snapshot') this.snapshots.push(payload as Snapshot);
    else this.frames.push(payload as Frame);
  }
  disconnect(): void {
    this.disconnected = true;
  }
}

function vessel(id: string, extra: Partial<Vessel> = {}): Vessel {
  return { id, kind: 'vessel', label: id, registered: false, firstHeardAt: 0, ...extra };
}

function fix(lon: number, extra: Partial<Fix> = {}): Fix {
  return { fixTime: 1_700_000_000_000, receivedAt: 1_700_000_000_500, lon, lat: 10, source: 'ais', flags: 0, ...extra };
}

function alert(id: string, changeSeq: number, state: 'unacknowledged' | 'acknowledged' = 'unacknowledged'): Alert {
  const occurrence = { id, state: 'raised', raisedAt: changeSeq } as Alert['occurrence'];
  return { id, occurrence, response: { state }, caseId: 'c', text: { vi: id, en: id }, detectedAt: 0, changeSeq };
}

async function hubOn(script: Script) {
  const hub = createLiveHub({ ...script, clock: () => 5000, status: systemStatus });
  await hub.load();
  return hub;
}

async function joined(hub: Awaited<ReturnType<typeof hubOn>>, hello = {}) {
  const client = new ScriptedClient();
  const connection = hub.join(client);
  await hub.hello(connection, hello);
  return { client, connection };
}

describe('live hub', () => {
  let script: Script;
  beforeEach(() => {
    script = new Script();
    script.vessels = [vessel('a', { reportingIntervalMin: 120 }), vessel('b'), vessel('nowhere')];
    script.positions = new Map([
      ['a', fix(105, { source: 'vms', speedKn: 7.25, courseDeg: 90 })],
      ['b', fix(106)],
    ]);
  });

  it('gives a first visitor everything that has a position, and only open alerts', async () => {
    script.alertRows = [alert('old', 1, 'acknowledged'), alert('open', 2)];
    const { client } = await joined(await hubOn(script));
    const snapshot = client.snapshots[0]!;
    expect(snapshot.identities.map((row) => [row.id, row.expectedIntervalMin])).to.deep.equal([
      ['a', 120],
      ['b', 6],
    ]);
    expect(snapshot.positions[0]).to.deep.equal([0, 10_500_000, 1_000_000, 73, 900, -1, 1_700_000_000, 1]);
    expect(snapshot.positions[1]).to.deep.equal([1, 10_600_000, 1_000_000, -1, -1, -1, 1_700_000_000, 0]);
    expect(snapshot.alerts.map((row) => row.id)).to.deep.equal(['open']);
    expect(snapshot.alertSeq).to.equal(2);
  });

  it('sends one frame a tick with what changed, and an empty one as heartbeat', async () => {
    const hub = await hubOn(script);
    const { client } = await joined(hub);
    script.commit({ latest: [['a', fix(105.1)]] });
    script.commit({
      latest: [
        ['a', fix(105.2)],
        ['nowhere', fix(107)],
      ],
      vessels: [vessel('b')],
    });
    hub.tick();
    hub.tick();
    const [first, second] = client.frames;
    expect(first!.positions.map((row) => row.slice(0, 2))).to.deep.equal([
      [0, 10_520_000],
      [2, 10_700_000],
    ]);
    expect(first!.identities.map((row) => row.id)).to.deep.equal(['nowhere']);
    expect(second).to.deep.include({ seq: first!.seq + 1, identities: [], positions: [], alerts: [] });
    expect([first!.status, second!.status]).to.deep.equal([systemStatus(), undefined]);
  });

  it('resumes after a hole with one frame of all that was missed', async () => {
    const hub = await hubOn(script);
    const { client, connection } = await joined(hub);
    const { epoch, seq, alertSeq } = client.snapshots[0]!;
    hub.leave(connection);
    script.commit({ latest: [['a', fix(105.1)]], alerts: [alert('x', 1)] });
    hub.tick();
    script.commit({
      latest: [
        ['a', fix(105.2)],
        ['b', fix(106.2)],
      ],
      alerts: [alert('y', 2)],
    });
    hub.tick();
    const again = await joined(hub, { epoch, seq, alertSeq });
    hub.tick();
    expect(again.client.snapshots).to.deep.equal([]);
    const frame = again.client.frames[0]!;
    expect(frame.seq).to.equal(seq + 3);
    expect(frame.positions.map((row) => row[1])).to.deep.equal([10_520_000, 10_620_000]);
    expect(frame.alerts.map((row) => row.id)).to.deep.equal(['x', 'y']);
    expect(frame.alertSeq).to.equal(2);
    hub.tick();
    expect(again.client.frames[1]!).to.deep.include({ positions: [], alerts: [], seq: seq + 4 });
  });

  it('after a restart gives a snapshot with every alert that changed since, acknowledged ones too', async () => {
    script.alertRows = [alert('open', 3), alert('settled', 7, 'acknowledged'), alert('older', 4, 'acknowledged')];
    const { client } = await joined(await hubOn(script), { epoch: 'before', seq: 40, alertSeq: 5 });
    expect(client.snapshots[0]!.alerts.map((row) => row.id)).to.deep.equal(['settled', 'open']);
    expect(client.snapshots[0]!.alertSeq).to.equal(7);
  });

  it('reads more changed alerts than fit one page', async () => {
    script.alertRows = Array.from({ length: 2500 }, (_, n) => alert(`n${n}`, n + 1, 'acknowledged'));
    const { client } = await joined(await hubOn(script), { epoch: 'before', seq: 0, alertSeq: 0 });
    expect(client.snapshots[0]!.alerts.length).to.equal(2500);
  });

  it('loses no alert that is committed while the store is being read', async () => {
    const hub = await hubOn(script);
    script.beforeAlerts = () => {
      script.beforeAlerts = () => {};
      script.commit({ alerts: [alert('framed', 1)] });
      hub.tick();
      script.commit({ alerts: [alert('waiting', 2)] });
    };
    const { client } = await joined(hub);
    expect(client.snapshots[0]!.alerts.map((row) => row.id)).to.deep.equal(['waiting', 'framed']);
    expect(client.snapshots[0]!.alertSeq).to.equal(2);
  });

  it('spares a full line frames, then sends one with everything and every alert change', async () => {
    const hub = await hubOn(script);
    const { client } = await joined(hub);
    client.buffered = 600 * 1024;
    script.commit({ latest: [['a', fix(105.1)]], alerts: [alert('x', 1)] });
    hub.tick();
    script.commit({
      latest: [
        ['a', fix(105.2)],
        ['b', fix(106.1)],
      ],
      alerts: [alert('x', 2, 'acknowledged')],
    });
    hub.tick();
    expect(client.frames).to.deep.equal([]);
    client.buffered = 0;
    hub.tick();
    expect(client.frames.length).to.equal(1);
    expect(client.frames[0]!.positions.map((row) => row[1])).to.deep.equal([10_520_000, 10_610_000]);
    expect(client.frames[0]!.alerts.map((row) => row.changeSeq)).to.deep.equal([1, 2]);
  });

  it('gives up a line that stays full, so that the client comes back and resumes', async () => {
    const hub = await hubOn(script);
    const { client } = await joined(hub);
    client.buffered = 600 * 1024;
    for (let n = 0; n < 61; n += 1) hub.tick();
    expect(client.disconnected).to.equal(true);
  });

  it('applies commits that arrive while it loads', async () => {
    const hub = createLiveHub({ ...script, clock: () => 0, status: systemStatus });
    const loading = hub.load();
    script.commit({ latest: [['a', fix(109)]] });
    await loading;
    const { client } = await joined(hub);
    expect(client.snapshots[0]!.positions[0]![1]).to.equal(10_900_000);
  });

  it('says nothing to whoever has not said hello', async () => {
    const hub = await hubOn(script);
    const client = new ScriptedClient();
    hub.join(client);
    hub.tick();
    expect(client.frames).to.deep.equal([]);
  });
});
