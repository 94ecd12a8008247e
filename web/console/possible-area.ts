/** Where a silent vessel may be at a time: what its alerts say, grown since, and what has been seen of it since. */
import { MOST_POSSIBLE_NM } from '../../geofences/rules/silence-watch.ts';
import type { Occurrence } from '../../geofences/types.ts';

const HOUR_MS = 3_600_000;
/** Alerts carry hundredths of a nautical mile, the picture whole seconds. */
const ROUNDED_NM = 0.005;
const ROUNDED_MS = 1000;

export interface PossiblePlaces {
  /** Last known place, degrees. */
  lon: number;
  lat: number;
  /** The vessel is no farther from it, on the ellipsoid; undefined: it may be anywhere at sea. */
  radiusNm: number | undefined;
  /** Greatest speed that the rule holds possible. */
  maxKn: number;
}

/** A place of the vessel, whatever source showed it. */
export interface Sighting {
  lon: number;
  lat: number;
  /** Epoch ms. */
  fixTime: number;
}

/**
 * @param seen the newest place known; one after the alert's own takes its place
 * @param time epoch ms that the circle holds until
 * @returns undefined when the alert tells of no silence that lasts, or not how fast the vessel can go
 */
export function possiblePlaces(
  { state, raisedAt, lon, lat, details }: Occurrence,
  seen: Sighting | undefined,
  time: number,
): PossiblePlaces | undefined {
  const { possibleNm, maxKn } = details ?? {};
  if (state !== 'raised' || typeof possibleNm !== 'number' || typeof maxKn !== 'number') return undefined;
  const grown = (nm: number, since: number): number => nm + (Math.max(0, time - since) / HOUR_MS) * maxKn;
  const knownUntil = raisedAt - (possibleNm / maxKn) * HOUR_MS;
  const isSeenSince = seen && seen.fixTime > knownUntil + (ROUNDED_NM / maxKn) * HOUR_MS + ROUNDED_MS;
  const from = isSeenSince ? { lon: seen.lon, lat: seen.lat } : { lon, lat };
  const reachNm = isSeenSince ? grown(0, seen.fixTime) : grown(possibleNm, raisedAt);
  return { ...from, maxKn, radiusNm: reachNm < MOST_POSSIBLE_NM ? reachNm : undefined };
}

/** Of what several alerts say about one vessel that which says most: it is in all circles, so in the smallest. */
export function narrowest(areas: readonly PossiblePlaces[]): PossiblePlaces | undefined {
  const size = ({ radiusNm = Number.POSITIVE_INFINITY }: PossiblePlaces): number => radiusNm;
  return [...areas].sort((a, b) => (size(a) === size(b) ? 0 : size(a) - size(b)))[0];
}
