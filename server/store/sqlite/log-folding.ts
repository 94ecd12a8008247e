/**
 * Folds the store's log (SQLite's WAL) into its file beside the thread that commits. Left to a commit, it held up that
 * thread, which is the journal's, for 120 to 340 ms every three seconds at 15,000 messages a second (`bench ingest`).
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

export class LogFolding {
  readonly #worker: Worker;
  readonly #ended: Promise<unknown>;
  #isRestDue = false;

  private constructor(file: URL, path: string) {
    this.#worker = new Worker(file, { workerData: path });
    this.#worker.unref();
    // Without it commits fold the log themselves once it is long.
    this.#worker.on('error', () => {});
    this.#worker.on('message', () => {
      this.#isRestDue = true;
    });
    this.#ended = new Promise((resolve) => this.#worker.once('exit', resolve));
  }

  /**
   * @param file the built thread; tests give their own
   * @returns undefined where the program is not built: commits fold the log then
   */
  static start(path: string, file = new URL('./fold-log.js', import.meta.url)): LogFolding | undefined {
    return existsSync(fileURLToPath(file)) ? new LogFolding(file, path) : undefined;
  }

  /**
   * Whether the commit that is just done should fold what little is left, once each time that most of the log was folded: only
   * with none left does the log begin anew, and while commits follow each other nobody else gets to the end of it.
   */
  takesRest(): boolean {
    const isRestDue = this.#isRestDue;
    this.#isRestDue = false;
    return isRestDue;
  }

  /** Its connection is closed then. */
  async close(): Promise<void> {
    this.#worker.ref();
    this.#worker.postMessage('close');
    await this.#ended;
  }
}
