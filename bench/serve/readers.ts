/** Entry of the readers' thread: autocannon on every connection, at a fixed rate, so that measuring waits for nothing else here. */
import { parentPort, workerData } from 'node:worker_threads';
import { load, Missing } from '../packages.ts';
import type { Reader } from './reads.ts';

/** What the thread is given. */
export interface Asked {
  url: string;
  cookie: string;
  seconds: number;
  readers: Reader[];
}

/** What it says at the end. */
export interface Answered {
  /** Milliseconds of each answer, by kind. */
  ms: Record<string, number[]>;
  /** What was no answer of the kind 2xx, by what it was. */
  errors: Record<string, number>;
}

/** Of autocannon, what is used here. */
interface Cannon {
  on(event: 'response', listener: (client: unknown, status: number, bytes: number, ms: number) => void): void;
  on(event: 'reqError', listener: (error: Error) => void): void;
  on(event: 'done', listener: () => void): void;
}
type Autocannon = (options: object, done: (error: Error | null) => void) => Cannon;

const { url, cookie, seconds, readers } = workerData as Asked;
const answered: Answered = { ms: {}, errors: {} };

try {
  const { exports: autocannon } = load<Autocannon>('autocannon');
  // Each begins its second at another time: autocannon sends what a second holds one behind the other.
  await Promise.all(readers.map((reader, i) => read(autocannon, reader, (1000 * i) / readers.length)));
  parentPort!.postMessage(answered);
} catch (error) {
  if (!(error instanceof Missing)) throw error;
  parentPort!.postMessage({ missing: error.message });
}

async function read(autocannon: Autocannon, { kind, perSecond, paths }: Reader, startsAfterMs: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, startsAfterMs));
  answered.ms[kind] ??= [];
  const count = (what: string): void => {
    answered.errors[what] = (answered.errors[what] ?? 0) + 1;
  };
  await new Promise<void>((resolve, reject) => {
    const cannon = autocannon(
      {
        ...{ url, duration: seconds, connections: 1, connectionRate: perSecond },
        // As browsers ask.
        headers: { cookie, 'accept-encoding': 'gzip, deflate, br' },
        requests: paths.map((path) => ({ method: 'GET', path })),
      },
      (error) => (error ? reject(error) : resolve()),
    );
    cannon.on('response', (_client, status, _bytes, ms) => {
      answered.ms[kind]!.push(ms);
      if (status < 200 || status > 299) count(`${kind}: ${status}`);
    });
    cannon.on('reqError', ({ message }) => count(`${kind}: ${message}`));
  });
}
