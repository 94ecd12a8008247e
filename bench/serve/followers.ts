/** The sockets that follow the map, in a thread of their own. */
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { Missing } from '../packages.ts';
import type { Followed, Following } from './follower-sockets.ts';

export class Followers {
  #worker: Worker | undefined;

  /** Resolves when all have all vessels. */
  async open(following: Following): Promise<void> {
    this.#worker = new Worker(fileURLToPath(new URL('./bench-followers.js', import.meta.url)), {
      workerData: following,
    });
    await this.#answer(this.#worker);
  }

  async count(): Promise<Followed> {
    const worker = this.#worker!;
    worker.postMessage('count');
    return await this.#answer(worker);
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  async #answer(worker: Worker): Promise<Followed> {
    const [said] = (await once(worker, 'message')) as [Followed | { missing: string }];
    if ('missing' in said) throw new Missing(said.missing);
    return said;
  }
}
