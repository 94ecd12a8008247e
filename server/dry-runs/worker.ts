/** Entry of the thread that does one dry run and ends: it reads through a connection of its own and gives way to all others. */
import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { openStore } from '../store/open.ts';
import type { DryRunData, FromDryRun } from './messages.ts';
import { dryRunStored } from './stored.ts';

/** Between two looks at whether it should stop. */
const TURN_MS = 50;
/** Positive is polite. */
const NICE = 10;

const port = parentPort!;
const { place, proposal, now } = workerData as DryRunData;
const send = (message: FromDryRun): void => port.postMessage(message);

let isStopped = false;
port.once('message', () => {
  isStopped = true;
});

class Stopped extends Error {}

/** Linux counts this for the thread alone; elsewhere it would slow down the whole program. */
function giveWay(): void {
  if (process.platform !== 'linux') return;
  try {
    setPriority(NICE);
  } catch {
    // A system that forbids it runs the thread like any other.
  }
}

async function run(): Promise<void> {
  const store = await openStore(place, { mode: 'read' });
  const began = performance.now();
  let turn = began;
  try {
    const result = await dryRunStored(store, proposal, now, async (progress) => {
      if (performance.now() - turn < TURN_MS) return;
      await new Promise((resolve) => setImmediate(resolve));
      if (isStopped) throw new Stopped();
      turn = performance.now();
      send({ type: 'progress', ...progress });
    });
    send({ type: 'done', result, fixes: result.fixes, tookMs: Math.round(performance.now() - began) });
  } finally {
    await store.close();
  }
}

giveWay();
try {
  await run();
} catch (error) {
  if (!(error instanceof Stopped)) {
    send({ type: 'failed', why: error instanceof Error ? error.message : String(error) });
  }
}
port.close();
