/** What each kind of zone is called. */
import type { ZoneKind } from '../../geofences/types.ts';
import type { Key } from '../i18n/t.ts';

export const ZONE_KINDS: Readonly<Record<ZoneKind, Key>> = {
  port: 'zone.port',
  coastal: 'zone.coastal',
  inshore: 'zone.inshore',
  offshore: 'zone.offshore',
  boundary: 'zone.boundary',
  closed: 'zone.closed',
  monitored: 'zone.monitored',
  shelter: 'zone.shelter',
  land: 'zone.land',
};
