/**
 * Scheduled work, on Agenda: with the store's MongoDB where there is one, so that several processes share the queue, and with a
 * file in the data folder otherwise. What a job does must bear being done twice: a process that dies has its jobs taken over.
 */
import { join } from 'node:path';
import type { Agenda, AgendaBackend, AgendaOptions } from 'agenda';
import type { StorePlace } from '../store/open.ts';

const DEFAULT_DATABASE = 'haidang';
const COLLECTION = 'job';

export type JobsOptions = Omit<AgendaOptions, 'backend'>;

/** Jobs are defined on what comes back, then it is started. @throws Error what keeps the queue from being used */
export async function openJobs(place: StorePlace, options: JobsOptions = {}): Promise<Agenda> {
  const { Agenda } = await import('agenda');
  const backend = await backendOf(place);
  await backend.connect();
  // Agenda connects without looking at how that goes: a failure would end the process.
  backend.connect = async () => {};
  return new Agenda({ ...options, backend });
}

async function backendOf({ folder, url }: StorePlace): Promise<AgendaBackend> {
  if (url === undefined) {
    const { SqliteBackend } = await import('./sqlite-backend.ts');
    return new SqliteBackend(join(folder, 'jobs.db'));
  }
  const { MongoBackend } = await import('@agendajs/mongo-backend');
  return new MongoBackend({ address: withDatabase(url), collection: COLLECTION });
}

/** The same database as the store's. */
function withDatabase(url: string): string {
  return url.replace(/^(mongodb(?:\+srv)?:\/\/[^/?]+)\/?(\?|$)/, `$1/${DEFAULT_DATABASE}$2`);
}
