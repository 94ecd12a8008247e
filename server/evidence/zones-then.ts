/** The zones as they were when alerts were found: officers change them, and an alert is proven by the shape that it names. */
import type { Zone } from '../../geofences/types.ts';
import type { Alert } from '../models/alert.ts';
import type { SettingsDocument } from '../models/entry.ts';
import type { DocumentVersion } from '../models/regulation.ts';
import type { Store } from '../store/store.ts';

/** As far back as rules are looked for. */
const MAX_REVISIONS = 500;

type Cited = Pick<Alert['occurrence'], 'zoneId' | 'zoneVersion'>;

/** One of each zone and version that the alerts name; no two shapes of a zone share a version. What is not kept is missing. */
export async function zonesUnder(store: Store, alerts: readonly Alert[]): Promise<{ revision: number; zones: Zone[] }> {
  const left = new Map(
    alerts.flatMap(({ occurrence }) => (occurrence.zoneId ? [[keyOf(occurrence), occurrence]] : [])),
  );
  const zones: Zone[] = [];
  const newest = await store.document('zones');
  let at: SettingsDocument | DocumentVersion | undefined = newest;
  for (let looked = 0; at && left.size > 0 && looked < MAX_REVISIONS; looked++) {
    const { body, previous }: SettingsDocument | DocumentVersion = at;
    for (const zone of (body as { features?: Zone[] }).features ?? []) {
      const { version = 1 } = zone.properties;
      // An alert that names no version is of the newest shape that is known.
      for (const zoneVersion of [version, undefined])
        if (left.delete(keyOf({ zoneId: zone.id, zoneVersion })) && !zones.includes(zone)) zones.push(zone);
    }
    at = previous === undefined ? undefined : await store.documentVersion('zones', previous);
  }
  return { revision: newest?.revision ?? 0, zones };
}

function keyOf({ zoneId, zoneVersion }: Cited): string {
  return JSON.stringify([zoneId, zoneVersion ?? null]);
}
