/** Finds places the way people type them: coordinates in any notation, zones and ports, seas and islands. Pure. */
import { type Angle, parseAngles } from '../../decoders/tables/coordinates.ts';
import type { Zone } from '../../geofences/types.ts';
import { archipelagos, placeNames } from '../map/labels.ts';
import { compact } from './search.ts';

interface Place {
  lon: number;
  lat: number;
}

/**
 * The place that a text says, latitude first where no letter tells which is which, unless only the other way round is one on
 * earth; undefined when it says none.
 */
export function placeOf(text: string): Place | undefined {
  const angles = parseAngles(text);
  if (!angles) return undefined;
  const [first, second] = angles;
  if (isLatitude(first) && isLongitude(second)) return { lat: first.degrees, lon: second.degrees };
  if (isLatitude(second) && isLongitude(first)) return { lat: second.degrees, lon: first.degrees };
  return undefined;
}

function isLatitude({ degrees, axis }: Angle): boolean {
  return axis !== 'lon' && Math.abs(degrees) <= 90;
}

function isLongitude({ degrees, axis }: Angle): boolean {
  return axis !== 'lat' && Math.abs(degrees) <= 180;
}

/** Zones whose name, English name or code holds what was typed; those that begin with it first. */
export function searchZones(zones: readonly Zone[], query: string, most: number): Zone[] {
  const wanted = compact(query);
  if (wanted === '') return [];
  const hits = zones.flatMap((zone) => {
    const { name, nameEn, code } = zone.properties;
    const at = [name, nameEn, code].map((text) => (text ? compact(text).indexOf(wanted) : -1)).filter((i) => i >= 0);
    return at.length === 0 ? [] : [{ zone, at: Math.min(...at) }];
  });
  hits.sort((a, b) => a.at - b.at || (a.zone.properties.name < b.zone.properties.name ? -1 : 1));
  return hits.slice(0, most).map(({ zone }) => zone);
}

/** Names of seas, archipelagos and islands that the map shows. */
export function searchNames(query: string, most: number): (Place & { name: string })[] {
  const wanted = compact(query);
  if (wanted === '') return [];
  const isMeant = (name = ''): boolean => compact(name).includes(wanted);
  return [
    ...archipelagos.filter(({ name, nameAbroad }) => isMeant(name) || isMeant(nameAbroad)),
    ...placeNames().filter(({ name, nameEn }) => isMeant(name) || isMeant(nameEn)),
  ].slice(0, most);
}

/** The middle of what a zone spans: where the map goes to. */
export function middleOf({ geometry }: Zone): Place {
  let [west, south, east, north] = [180, 90, -180, -90];
  const visit = (value: unknown): void => {
    if (!Array.isArray(value)) return;
    const [lon, lat] = value as unknown[];
    if (typeof lon !== 'number' || typeof lat !== 'number') {
      for (const part of value) visit(part);
      return;
    }
    [west, south, east, north] = [Math.min(west, lon), Math.min(south, lat), Math.max(east, lon), Math.max(north, lat)];
  };
  visit(geometry.coordinates);
  return { lon: (west + east) / 2, lat: (south + north) / 2 };
}
