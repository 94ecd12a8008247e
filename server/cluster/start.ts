/** Starts what a role needs beside or instead of the single process. Loaded only where there are several. */
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { takeDataFolder } from '../data-folder.ts';
import { answerConfig } from '../notify/config.ts';
import { messageKeys } from '../notify/keys.ts';
import type { Starting, Stops } from '../start.ts';
import { Leases } from '../store/mongo/leases.ts';
import { openStore } from '../store/open.ts';
import { ownerOf } from '../store/owner.ts';
import { addressOf } from './config.ts';
import { Engine } from './engine.ts';
import { FrontLog, type LogPort } from './front-log.ts';
import { RemoteLog } from './log-client.ts';
import { LogServer, type SharedAnswers } from './log-server.ts';
import { RedisBus } from './redis-bus.ts';
import { ClusterRoom } from './room.ts';

type OnProblem = Starting['onProblem'];

/** The room of a front or a web node, and the bus that its screens share. */
export async function openClusterRoom({
  config,
  stops,
  onProblem,
}: Starting): Promise<{ room: ClusterRoom; bus: RedisBus; answers?: SharedAnswers }> {
  const url = config.store!;
  const bus = new RedisBus({ url: config.cluster.redis!, onProblem });
  stops.add(() => bus.close());
  const isFront = config.role === 'front';
  const remote = isFront ? undefined : remoteLog(config, onProblem);
  const shared = await remote?.settings();
  const partitions = shared?.partitions ?? config.cluster.partitions;
  const leases = await Leases.open(url, partitions);
  stops.add(() => leases.close());
  if (isFront) await leases.prepare(ownerOf(config.data));
  const store = await openStore({ folder: config.data, url }, { mode: 'read' });
  stops.add(() => store.close());
  if (remote) {
    stops.add(() => remote.close());
    remote.watch();
  }
  const port: LogPort = remote ?? (await openFront(config, leases, stops, onProblem));
  bus.open();
  const room = await ClusterRoom.open({ log: port, leases, bus, store, onProblem });
  return { room, bus, answers: shared?.answers };
}

async function openFront(config: Config, leases: Leases, stops: Stops, onProblem: OnProblem): Promise<FrontLog> {
  const store = await openStore({ folder: config.data, url: config.store }, { mode: 'read' });
  // The position before the feeds: they may be ahead of it, and are then counted again, never too short.
  const [{ position } = { position: 0 }] = await leases.states();
  const feeds = await store.feeds();
  await store.close();
  const log = await FrontLog.open({
    dir: join(config.data, 'journal'),
    known: { feeds, position },
    tickSeconds: config.tickSeconds,
    onProblem,
  });
  for (const state of await leases.states()) log.refuseBeyond(state.position, 'HAIDANG_STORE');
  let door: LogServer | undefined;
  stops.add(() => door?.close());
  // Before its door: what has just been journaled still goes out through it.
  stops.add(() => log.close());
  const { key, listen, partitions } = config.cluster;
  const { links, vapid } = messageKeys(config.data);
  const answers = { config: answerConfig(config.notify), linkKey: links, pushKey: vapid.publicKey };
  const settings = {
    partitions,
    demo: config.demo,
    publicUrl: config.notify.publicUrl,
    window: config.engine,
    answers,
  };
  door = await LogServer.open({ log, settings, key: key!, ...addressOf(listen) });
  return log;
}

/** @returns rejects `ended` when it cannot go on */
export async function startEngine({ config, stops, onProblem }: Starting): Promise<Engine> {
  stops.add(takeDataFolder(config.data));
  const bus = new RedisBus({ url: config.cluster.redis!, onProblem });
  stops.add(() => bus.close());
  bus.open();
  const remote = remoteLog(config, onProblem);
  stops.add(() => remote.close());
  const { leaseSeconds } = config.cluster;
  const engine = await Engine.open({
    ...{ folder: config.data, url: config.store!, log: remote, bus, leaseSeconds, onProblem },
  });
  stops.add(() => engine.stop());
  return engine;
}

function remoteLog({ cluster }: Config, onProblem: OnProblem): RemoteLog {
  return new RemoteLog({ url: cluster.front!, key: cluster.key!, onProblem });
}
