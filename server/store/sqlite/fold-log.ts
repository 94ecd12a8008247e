/** The thread of LogFolding: its own connection to the store, which never writes a row. */
import { parentPort, workerData } from 'node:worker_threads';
import { DatabaseSync } from '@photostructure/sqlite';

const EVERY_MS = 2000;
/** The second takes what was committed while the first ran: what is left after it, a commit folds in some milliseconds. */
const PASSES = 2;

const db = new DatabaseSync(workerData as string);
db.exec(
  'PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -500; PRAGMA busy_timeout = 0',
);
const pass = db.prepare('PRAGMA wal_checkpoint(PASSIVE)');

function fold(): void {
  try {
    for (let done = 0; done < PASSES; done++) pass.get();
  } catch {
    // A full or failing disk: whoever commits meets it too, and tells.
    return;
  }
  parentPort!.postMessage('folded');
}

const timer = setInterval(fold, EVERY_MS);
parentPort!.once('message', () => {
  clearInterval(timer);
  db.close();
  parentPort!.close();
});
