/** Positions are secret, so looking is on record. */
import type { Fix } from '../../geofences/fix.ts';
import type { Entry } from '../models/entry.ts';
import type { Vessel } from '../models/vessel.ts';
import type { Store } from '../store/store.ts';
import { notFound } from './faults.ts';
import type { ApiContext } from './route.ts';

/** @throws SpokenError `not-found` */
export async function findVessel(store: Store, id: string): Promise<{ vessel: Vessel; latest?: Fix }> {
  const vessel = await store.vessel(id);
  if (!vessel) throw notFound({ vi: `tàu “${id}”`, en: `The vessel “${id}”` });
  return { vessel, latest: (await store.latest([id])).get(id) };
}

/** The answer does not wait for it. */
export function recordLookUp(context: ApiContext, entry: Extract<Entry, { type: 'look-up' | 'search' }>): void {
  context.room.act(entry).catch((error: unknown) => {
    // Who looked at whom is secret itself.
    context.log.error({ err: error, what: entry.what }, 'a look-up could not be journaled');
  });
}
