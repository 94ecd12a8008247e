/**
 * Several processes on one MongoDB: engines that are killed, and that are stopped past their lease and go on, leave what one
 * uninterrupted process makes of the same journal; web nodes show the same, whichever one a person is at.
 */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { createConnection } from 'mongoose';
import { io, type Socket } from 'socket.io-client';
import type { Frame, Snapshot } from '../../../server/live/protocol.ts';
import type { Alert } from '../../../server/models/alert.ts';
import { tails } from '../../../server/models/position.ts';
import { readMessage } from '../../../web/live/columns.ts';
import { haidang, type Product, until } from '../../product.ts';
import { nafRecord } from '../api-product.ts';
import { Cluster, type Engine, ended, PARTITIONS } from './cluster.ts';

const MINUTE = 60_000;
const BOATS = 16;
/** That report all at once: more than one process would put into chunks at once. */
const FLEET = 300;
const STEPS = 30;
const EXPORTS = ['alerts', 'deliveries', 'tracks', 'vessels', 'acts'] as const;

/** Boats that go out over the demonstration boundary and come back, twenty minutes from fix to fix; every fifth fix comes late. */
function records(start: number): string[] {
  const out: string[] = [];
  const late: string[] = [];
  for (let step = 0; step < STEPS; step++) {
    const away = step < STEPS / 2 ? step : STEPS - step;
    for (let boat = 0; boat < BOATS; boat++) {
      const at = start + step * 20 * MINUTE;
      const record = nafRecord(`QNa-${91_000 + boat}-TS`, 16.6 + away * 0.06 + boat * 0.001, 108.9, at);
      if ((step + boat) % 5 === 0 && step < STEPS - 2) late.push(record);
      else out.push(record);
    }
    if (step % 6 === 5) out.push(...late.splice(0));
  }
  return [...out, ...late];
}

/** Far from any boundary, and all in one piece. */
function fleet(at: number): string {
  return Array.from({ length: FLEET }, (_, boat) =>
    nafRecord(`BTh-${80_000 + boat}-TS`, 10 + boat / 1000, 108.5, at),
  ).join('');
}

function connect(node: Product): Socket {
  const extraHeaders = { cookie: node.cookie };
  return io(`${node.url}/live`, { transports: ['websocket'], extraHeaders, reconnection: false, forceNew: true });
}

/** Keeps the alerts that a screen at this node shows. */
function watch(socket: Socket): Map<string, Alert> {
  const alerts = new Map<string, Alert>();
  const take = ({ alerts: some }: Pick<Frame, 'alerts'>): void => {
    for (const alert of some) {
      if ((alerts.get(alert.id)?.changeSeq ?? 0) <= alert.changeSeq) alerts.set(alert.id, alert);
    }
  };
  socket.on('snapshot', (sent: Uint8Array) => take(readMessage<Snapshot>(sent)));
  socket.on('frame', (sent: Uint8Array) => take(readMessage<Frame>(sent)));
  socket.on('connect', () => socket.emit('hello', {}));
  return alerts;
}

const settings = {
  contacts: [{ id: 'truc', name: 'Trực ban', role: 'duty', email: 'truc@example.vn' }],
  notify: { pollSeconds: 0.2 },
};

describe('several processes on one MongoDB', () => {
  let cluster: Cluster;
  let engines: Engine[];
  let nodes: Product[];
  let screens: Map<string, Alert>[];
  const sockets: Socket[] = [];

  before(async function () {
    cluster = await Cluster.prepare(this);
    const front = cluster.startFront(settings);
    engines = ['a', 'b', 'c'].map((name) => cluster.startEngine(name));
    await front;
    nodes = [await cluster.startWeb(), await cluster.startWeb()];
    for (const node of nodes) sockets.push(connect(node));
    screens = sockets.map(watch);
  });

  after(async () => {
    for (const socket of sockets) socket.close();
    await cluster?.remove();
  });

  const post = (node: Product, record: string): Promise<void> =>
    until(async () => {
      const headers = { authorization: `Bearer ${cluster.key}` };
      const answer = await node.fetch('/api/v1/positions/naf', { method: 'POST', body: record, headers });
      return answer.ok;
    }).then(() => {});

  const holding = async (): Promise<Engine> =>
    until(async () => {
      for (const engine of engines) if ((await cluster.heldBy(engine)).length > 0) return engine;
      return undefined;
    });

  it('goes on though an engine is killed, one is stopped past its lease and goes on, and the front is killed', async () => {
    await until(async () => {
      const held = await Promise.all(engines.map((engine) => cluster.heldBy(engine)));
      return held.flat().length === PARTITIONS;
    });
    const input = records(Date.now() - (STEPS * 20 + 30) * MINUTE);
    const third = Math.floor(input.length / 3);
    const send = async (from: number, to: number): Promise<void> => {
      for (let n = from; n < to; n++) await post(nodes[n % 2]!, input[n]!);
    };

    const killed = await holding();
    const firstThird = send(0, third);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await ended(killed.process, 'SIGKILL');
    await firstThird;
    engines = engines.filter((engine) => engine !== killed);

    const zombie = await holding();
    const secondThird = send(third, 2 * third);
    await new Promise((resolve) => setTimeout(resolve, 300));
    zombie.process.kill('SIGSTOP');
    await secondThird;
    for (let hour = 3; hour > 0; hour--) await post(nodes[hour % 2]!, fleet(Date.now() - hour * 60 * MINUTE));
    await until(() => cluster.areTakenFrom(zombie));
    zombie.process.kill('SIGCONT');
    const lastThird = send(2 * third, input.length);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await cluster.front.kill();
    await cluster.startFront(settings);
    await lastThird;
    await cluster.settled();
    expect(zombie.process.exitCode, zombie.output()).to.equal(null);

    const raised = (await nodes[0]!.get<{ alerts: Alert[] }>('/api/v1/alerts?state=all&limit=1000')).alerts;
    const crossed = raised.filter(
      ({ occurrence: { kind, state } }) => kind === 'boundary-cross' && state !== 'retracted',
    );
    expect(new Set(crossed.map(({ occurrence }) => occurrence.vesselId))).to.have.property('size', BOATS);
    // Late fixes that move a crossing's beginning go on as the same matter here, too.
    expect(raised.filter(({ restatedAs }) => restatedAs !== undefined)).not.to.deep.equal([]);
    const open = await nodes[1]!.get<{ alerts: Alert[] }>('/api/v1/alerts?limit=1000');
    for (const screen of screens) {
      await until(async () => open.alerts.every(({ id, changeSeq }) => (screen.get(id)?.changeSeq ?? 0) >= changeSeq));
    }
  });

  it('shows at one web node what was done at the other', async () => {
    const [a, b] = nodes as [Product, Product];
    const { alerts } = await a.get<{ alerts: Alert[] }>('/api/v1/alerts?limit=1000');
    const alert = alerts.find(({ response }) => response.state === 'unacknowledged')!;
    const path = `/api/v1/alerts/${alert.id}/acknowledge`;
    const began = performance.now();
    expect((await a.fetch(path, { method: 'POST', json: { comment: 'đã gọi' } })).status).to.be.oneOf([200, 503]);
    await until(async () => screens[1]!.get(alert.id)?.response.state === 'acknowledged');
    console.log(`      acknowledged at one, seen at the other after ${Math.round(performance.now() - began)} ms`);
    expect(await b.get(`/api/v1/alerts/${alert.id}`)).to.have.nested.property('response.comment', 'đã gọi');
  });

  it('ends a session at every node at once', async () => {
    const [a, b] = nodes as [Product, Product];
    // Signed in at one, seen at the other.
    const socket = io(`${b.url}/live`, {
      ...{ transports: ['websocket'], extraHeaders: { cookie: a.cookie }, reconnection: false, forceNew: true },
    });
    sockets.push(socket);
    await until(async () => socket.connected);
    const gone = new Promise((resolve) => socket.once('disconnect', resolve));
    expect((await a.fetch('/api/v1/session', { method: 'DELETE' })).status).to.equal(204);
    await gone;
    await a.signIn('admin', cluster.password);
  });

  it('shows at one web node what was done at the other when Redis is dead', async () => {
    const [a] = nodes as [Product];
    await cluster.killRedis();
    const { alerts } = await a.get<{ alerts: Alert[] }>('/api/v1/alerts?limit=1000');
    const alert = alerts.find(({ response }) => response.state === 'unacknowledged')!;
    const path = `/api/v1/alerts/${alert.id}/acknowledge`;
    // 503: it is in the journal, but not everywhere yet.
    expect((await a.fetch(path, { method: 'POST', json: {} })).status).to.be.oneOf([200, 503]);
    await until(async () => screens[1]!.get(alert.id)?.response.state === 'acknowledged');
    await post(a, nafRecord('QNa-91990-TS', 15.5, 109.5, Date.now() - MINUTE));
    await until(
      async () => (await nodes[1]!.get<{ vessels: unknown[] }>('/api/v1/vessels?q=91990')).vessels.length === 1,
    );
  });

  it('is what one process makes of the same journal, every field of it', async () => {
    for (const node of [...nodes, cluster.front]) await node.stop();
    await cluster.finished();
    expect(cluster.refused('all', {})).to.match(/partitions write it/);
    expect(cluster.refused('front', { HAIDANG_PARTITIONS: '5' })).to.match(/has 4 partitions, not 5/);
    const alone = cluster.folder();
    cpSync(join(cluster.frontFolder, 'journal'), join(alone, 'journal'), { recursive: true });
    const rebuilt = haidang(['store', 'rebuild', '--data', alone]);
    expect(rebuilt.code, rebuilt.err).to.equal(0);
    const common = await createConnection(cluster.url).asPromise();
    expect(await common.collection(tails.name).countDocuments(), 'partitions keep no tail').to.equal(0);
    expect(await common.collection('vessel').countDocuments()).to.be.above(FLEET);
    await common.close();
    for (const what of EXPORTS) {
      const one = haidang(['export', what, '--data', alone, '--json']);
      const several = haidang(['export', what, '--data', alone, '--json'], undefined, { HAIDANG_STORE: cluster.url });
      expect(one.out.length, what).to.be.above(0);
      expect(several.out.split('\n').sort(), what).to.deep.equal(one.out.split('\n').sort());
    }
  });
});
