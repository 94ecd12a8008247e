/** The demonstration: the simulator in a thread of its own, a client of this server's inputs like any provider. */
import { createSocket } from 'node:dgram';
import { Worker } from 'node:worker_threads';
import type { Accounts } from './auth/accounts.ts';
import type { Feeds } from './feeds/feeds.ts';
import type { SimulatorEvent, SimulatorOptions } from './simulator/run.ts';
import type { Starting } from './start.ts';

const DEMO_KEY = 'demo simulator';
const HISTORY_HOURS = 48;
const SEED = 574;
/** IANA's port for NMEA over IP, as receivers use it. */
const USUAL_PORT = 10110;

/** @param where the product answers, and who gives the simulator its key */
export async function startDemo(
  { log, stops }: Starting,
  feeds: Feeds,
  { url, accounts }: { url: string; accounts: Accounts },
): Promise<void> {
  const udpPort = await freeUdpPort();
  await feeds.add(`udp://127.0.0.1:${udpPort}`);
  // Keys are stored as hashes only, so each start makes its own and takes back what a killed run left.
  accounts.revokeKeys(DEMO_KEY);
  const apiKey = accounts.createKey(DEMO_KEY, ['read', 'registry:write', 'positions:write']);
  stops.add(() => {
    accounts.revokeKeys(DEMO_KEY);
  });
  stops.add(startSimulator({ httpUrl: url, apiKey, udpPort }, log));
}

/** A free UDP port on the loopback: the usual one if it can be had. */
async function freeUdpPort(): Promise<number> {
  return (await tryPort(USUAL_PORT)) ?? (await tryPort(0)) ?? USUAL_PORT;
}

function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.once('error', () => resolve(undefined));
    socket.bind(port, '127.0.0.1', () => {
      const bound = socket.address().port;
      socket.close(() => resolve(bound));
    });
  });
}

/** @returns stops it */
function startSimulator(
  where: Pick<SimulatorOptions, 'httpUrl' | 'apiKey' | 'udpPort'>,
  log: Starting['log'],
): () => Promise<void> {
  const options: SimulatorOptions = {
    ...where,
    udpHost: '127.0.0.1',
    seed: SEED,
    historyHours: HISTORY_HOURS,
    startTime: Date.now(),
  };
  const worker = new Worker(new URL('./simulator.js', import.meta.url), {
    workerData: options,
    resourceLimits: { maxOldGenerationSizeMb: 24, maxYoungGenerationSizeMb: 4 },
  });
  worker.on('message', (event: SimulatorEvent) => {
    if (event.type === 'history-done') log.info(event, 'demo: history played');
    if (event.type === 'problem') log.warn({ text: event.text }, 'demo');
  });
  worker.on('error', (error) => log.error({ message: error.message }, 'demo: the simulator stopped'));
  return async () => {
    worker.postMessage({ type: 'stop' });
    await worker.terminate();
  };
}
