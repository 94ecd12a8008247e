/** The live client against a scripted server: resuming, holes, restarts, and alerts that arrive in any order. */
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { effect } from '@preact/signals';
import { expect } from 'chai';
import { Server, type Socket } from 'socket.io';
import { io } from 'socket.io-client';
import { toBytes } from '../../server/live/columns.ts';
import type { Frame, Hello, PositionRow, Snapshot, SystemStatus } from '../../server/live/protocol.ts';
import type { Alert } from '../../server/models/alert.ts';
import { readMessage } from '../../web/live/columns.ts';
import { FrameSequence } from '../../web/live/frame-sequence.ts';
import { alerts, clearPicture, mergeAlerts, pictureSink, serverNow, vessels } from '../../web/live/picture.ts';
import { UNACKNOWLEDGED } from '../../web/map/VesselStore.ts';
import { until } from '../product.ts';

const STATUS = { demo: false, vessels: 0, feeds: [] } as unknown as SystemStatus;

function row(slot: number, lat: number): PositionRow {
  return [slot, 10_900_000, lat * 1e5, 50, 900, -1, 1_800_000_000, 1];
}
const EMPTY = { identities: [], positions: [], alerts: [], alertSeq: 0, sharedMap: { notes: 0, groups: 0 } };
function snapshot(epoch: string, seq: number, more: Partial<Snapshot> = {}): Snapshot {
  const base = { ...EMPTY, epoch, seq, time: Date.now(), status: STATUS, whole: true };
  return { ...base, ...more };
}
function frame(epoch: string, seq: number, more: Partial<Frame> = {}): Frame {
  return { ...EMPTY, epoch, seq, time: Date.now(), ...more };
}
function alert(
  id: string,
  changeSeq: number,
  more: { state?: string; response?: string; priority?: number; caseId?: string } = {},
): Alert {
  return {
    id,
    caseId: more.caseId ?? 'case',
    changeSeq,
    occurrence: { vesselId: 'v0', priority: more.priority ?? 2, state: more.state ?? 'raised' },
    response: { state: more.response ?? 'unacknowledged' },
  } as Alert;
}
const VESSEL = { slot: 0, id: 'v0', label: 'A', kind: 'vessel', registered: true, expectedIntervalMin: 120 };

describe('the count of frames', () => {
  let hellos: Hello[];
  let sequence: FrameSequence;
  const latest = (): number => vessels.latE5[0]! / 1e5;

  beforeEach(() => {
    clearPicture();
    hellos = [];
    sequence = new FrameSequence(pictureSink, (hello) => hellos.push(hello));
    sequence.hello();
    sequence.onSnapshot(snapshot('e1', 10, { identities: [VESSEL], positions: [row(0, 10)], alertSeq: 4 }));
  });

  it('asks for everything on a first visit', () => {
    expect(hellos).to.deep.equal([{}]);
    expect(vessels.count).to.equal(1);
  });

  it('follows frames without asking', () => {
    sequence.onFrame(frame('e1', 11, { positions: [row(0, 11)] }));
    sequence.onFrame(frame('e1', 12, { positions: [row(0, 12)] }));
    expect(hellos).to.have.length(1);
    expect(latest()).to.equal(12);
  });

  it('takes away whoever is to be seen no more, and shows them when they come back', () => {
    sequence.onFrame(frame('e1', 11, { gone: [0] }));
    expect([vessels.count, vessels.present[0], vessels.slotOf('v0')]).to.deep.equal([0, 0, undefined]);
    sequence.onFrame(frame('e1', 12, { identities: [VESSEL], positions: [row(0, 12)] }));
    expect([vessels.count, vessels.slotOf('v0'), latest()]).to.deep.equal([1, 0, 12]);
  });

  it('takes a new picture as one change: nobody sees that no alert waits, and takes all that do for new', () => {
    sequence.onFrame(frame('e1', 11, { alerts: [alert('a', 5)], alertSeq: 5 }));
    const seen: number[] = [];
    const stop = effect(() => void seen.push(alerts.value.size));
    sequence.onSnapshot(
      snapshot('e2', 1, { identities: [VESSEL], alerts: [alert('a', 5), alert('b', 6)], alertSeq: 6 }),
    );
    stop();
    expect(seen).to.deep.equal([1, 2]);
  });

  it('resumes from the last number when the connection comes back, and takes one frame for all that it missed', () => {
    sequence.onFrame(frame('e1', 11, { alertSeq: 7 }));
    sequence.hello();
    expect(hellos.at(-1)).to.deep.equal({ epoch: 'e1', seq: 11, alertSeq: 7 });
    sequence.onFrame(frame('e1', 40, { positions: [row(0, 13)], alertSeq: 9 }));
    sequence.onFrame(frame('e1', 41));
    expect(hellos).to.have.length(2);
    expect(latest()).to.equal(13);
  });

  it('says hello from before the hole when a number is missing', () => {
    sequence.onFrame(frame('e1', 11));
    sequence.onFrame(frame('e1', 14, { positions: [row(0, 14)] }));
    expect(hellos.at(-1)).to.deep.equal({ epoch: 'e1', seq: 11, alertSeq: 4 });
    sequence.onFrame(frame('e1', 15));
    sequence.onFrame(frame('e1', 16));
    expect(hellos).to.have.length(2);
  });

  it('uses nothing of a restarted server until its snapshot is there', () => {
    sequence.onFrame(frame('e2', 11, { positions: [row(0, 50)] }));
    expect(latest()).to.equal(10);
    expect(hellos).to.have.length(2);
    sequence.onSnapshot(snapshot('e2', 12, { positions: [row(0, 51)] }));
    expect(latest()).to.equal(51);
    expect(vessels.slotOf('v0')).to.equal(undefined);
  });

  it('asks for everything again when the line breaks before all of the picture was there, and resumes once it was', () => {
    const part = { epoch: 'e1', time: 0, identities: [], positions: [row(1, 11)] };
    sequence.onSnapshot(snapshot('e1', 20, { identities: [VESSEL], positions: [row(0, 10)], whole: false }));
    sequence.onRest({ ...part, last: false });
    sequence.onRest({ ...part, epoch: 'e0', positions: [row(2, 12)], last: true });
    sequence.hello();
    sequence.onRest({ ...part, last: true });
    sequence.hello();
    expect(hellos.slice(1)).to.deep.equal([{}, { epoch: 'e1', seq: 20, alertSeq: 0 }]);
    expect(vessels.count).to.equal(2);
  });

  it('ignores a frame that it has already', () => {
    sequence.onFrame(frame('e1', 10, { positions: [row(0, 5)] }));
    expect(latest()).to.equal(10);
  });

  it("tells the time by the server's clock", () => {
    sequence.onFrame(frame('e1', 11, { time: Date.now() - 3_600_000 }));
    expect(serverNow()).to.be.closeTo(Date.now() - 3_600_000, 1000);
  });
});

describe('the alerts of the picture', () => {
  beforeEach(() => {
    clearPicture();
    vessels.applyIdentity(VESSEL);
    mergeAlerts([alert('a', 5)]);
  });

  it('keeps the newest change of each, in whatever order they come', () => {
    mergeAlerts([alert('a', 7, { response: 'acknowledged' })]);
    mergeAlerts([alert('a', 6)]);
    expect(alerts.value.get('a')?.response.state).to.equal('acknowledged');
  });

  it('drops one that is over and acknowledged, and keeps one that is over and not', () => {
    mergeAlerts([alert('a', 6, { state: 'cleared' })]);
    expect(alerts.value.size).to.equal(1);
    mergeAlerts([alert('a', 7, { state: 'cleared', response: 'closed' })]);
    expect(alerts.value.size).to.equal(0);
    expect(vessels.alarm[0]).to.equal(0);
  });

  it('never lists a log event', () => {
    mergeAlerts([alert('log', 6, { caseId: '' })]);
    expect(alerts.value.has('log')).to.equal(false);
  });

  it('marks the vessel with its most urgent alert, unacknowledged before acknowledged', () => {
    mergeAlerts([alert('b', 6, { priority: 1, response: 'acknowledged' }), alert('c', 7, { priority: 3 })]);
    expect(vessels.alarm[0]).to.equal(2 | UNACKNOWLEDGED);
  });
});

describe('the live client over a real socket', () => {
  let http: HttpServer;
  let server: Server;
  const hellos: Hello[] = [];
  const sockets: Socket[] = [];

  before(async () => {
    http = createServer();
    server = new Server(http);
    server.of('/live').on('connection', (socket) => {
      sockets.push(socket);
      socket.on('hello', (hello: Hello) => {
        hellos.push(hello);
        const late = { positions: [row(0, 20)], alerts: [alert('late', 5)], alertSeq: 5 };
        if (hello.epoch === undefined) socket.emit('snapshot', toBytes(snapshot('e', 1, { alertSeq: 1 })));
        else socket.emit('frame', toBytes(frame('e', 9, late)));
      });
    });
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  });
  after(async () => {
    await server.close();
  });

  it('misses nothing over a broken line', async () => {
    clearPicture();
    const { port } = http.address() as AddressInfo;
    const socket = io(`http://127.0.0.1:${port}/live`, { reconnectionDelay: 20, transports: ['websocket'] });
    const sequence = new FrameSequence(pictureSink, (hello) => socket.emit('hello', hello));
    socket.on('connect', () => sequence.hello());
    socket.on('snapshot', (sent: Uint8Array) => sequence.onSnapshot(readMessage<Snapshot>(sent)));
    socket.on('frame', (sent: Uint8Array) => sequence.onFrame(readMessage<Frame>(sent)));
    await until(async () => hellos.length === 1);
    sockets[0]!.conn.close();
    await until(async () => vessels.count === 1);
    expect(hellos[1]).to.deep.equal({ epoch: 'e', seq: 1, alertSeq: 1 });
    expect([...alerts.value.keys()]).to.deep.equal(['late']);
    socket.close();
  });
});
