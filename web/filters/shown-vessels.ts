/** Whom the map shows, and their file: asked for by id, since only this page knows what its filter lets through. */
import { getFile } from '../api/http.ts';
import { language } from '../i18n/t.ts';
import { serverNow, vessels } from '../live/picture.ts';
import type { ExportFormat } from '../ui/ExportMenu.tsx';
import { saveBlob } from '../ui/save-file.ts';
import { filterMask, mapFilter } from './filters.ts';

export interface Frame {
  west: number;
  south: number;
  east: number;
  north: number;
}

/** Ids of those within a frame (degrees; beyond ±180 in another copy of the world) that the filter shows now. */
export function shownWithin({ west, south, east, north }: Frame, selected: string | undefined): string[] {
  const mask = filterMask.peek()?.look(vessels, serverNow() / 1000);
  const ids: string[] = [];
  for (let slot = 0; slot < vessels.end; slot++) {
    const id = vessels.identities[slot]?.id;
    if (id === undefined || vessels.present[slot] === 0) continue;
    if (mask && mask[slot] === 0 && id !== selected) continue;
    const [lon, lat] = [vessels.lonE5[slot]! / 1e5, vessels.latE5[slot]! / 1e5];
    if (lat < south || lat > north) continue;
    if ([lon, lon - 360, lon + 360].some((copy) => copy >= west && copy <= east)) ids.push(id);
  }
  return ids;
}

/** @throws RequestError */
export async function saveShown(ids: readonly string[], format: ExportFormat): Promise<void> {
  const file = await getFile(`/fleet/shown?format=${format}&lang=${language.peek()}`, {
    vessels: ids,
    filter: mapFilter.peek(),
  });
  const [day, time] = new Date(serverNow() + 7 * 3_600_000).toISOString().split('T') as [string, string];
  saveBlob(`haidang-map-${day.replaceAll('-', '')}-${time.slice(0, 5).replace(':', '')}.${format}`, file);
}
