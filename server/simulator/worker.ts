/** Entry of the worker thread that plays the demonstration, beside the product but never inside it. */
import { parentPort, workerData } from 'node:worker_threads';
import { runSimulator, type SimulatorOptions } from './run.ts';

const stopping = new AbortController();
parentPort?.once('message', (message: { type?: string }) => {
  if (message?.type === 'stop') stopping.abort();
});

await runSimulator(workerData as SimulatorOptions, stopping.signal, (event) => parentPort?.postMessage(event));
parentPort?.close();
