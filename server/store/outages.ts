/** Outages of providers as they were said: an engine that starts anew cannot find them out again. */
import { PROVIDER_PREFIX } from '../../geofences/fleet/provider-watch.ts';
import type { Occurrence } from '../../geofences/types.ts';
import type { Store } from './store.ts';

/** More outages of one provider than this are not looked up. */
const MOST_OUTAGES = 1000;

/** Outages of these providers, oldest first, those that have ended included. */
export async function outagesOf(store: Store, providers: Iterable<string>): Promise<Occurrence[]> {
  const outages: Occurrence[] = [];
  for (const provider of providers) {
    const vesselId = `${PROVIDER_PREFIX}${provider}`;
    const alerts = await store.alerts({ state: 'all', vesselId, limit: MOST_OUTAGES });
    outages.push(...alerts.map(({ occurrence }) => occurrence).filter(({ kind }) => kind === 'provider-outage'));
  }
  return outages.sort((a, b) => a.raisedAt - b.raisedAt);
}
