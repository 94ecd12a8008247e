/** Zones as the peers take them. */
import type { Zone } from '../../../geofences/types.ts';

export type Ring = [number, number][];

export function ringsOf({ geometry }: Zone): Ring[] {
  return geometry.type === 'Polygon' ? geometry.coordinates : [];
}

/** West, south, east, north. */
type Box = [number, number, number, number];

export function boxOf(zone: Zone): Box {
  const [outer = []] = ringsOf(zone);
  const box: Box = [180, 90, -180, -90];
  for (const [lon, lat] of outer) {
    box[0] = Math.min(box[0], lon);
    box[1] = Math.min(box[1], lat);
    box[2] = Math.max(box[2], lon);
    box[3] = Math.max(box[3], lat);
  }
  return box;
}
