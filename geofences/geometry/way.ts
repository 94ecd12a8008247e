/**
 * The way between two fixes. Nobody knows where a vessel was between them; it is taken for the geodesic, gone at an even
 * speed, in pieces so short that they are straight in lon/lat to within two metres.
 */
import { bendBoundM } from './edges.ts';
import { geodesic, geodesicPoint, lonDifference } from './ellipsoid.ts';
import { EDGE_TOLERANCE_M } from './tolerance.ts';

const RAD = Math.PI / 180;

/** Up to so many degrees the first terms of the geodesic's series are exact to a metre. */
const SERIES_REACH_DEG = 1;
/** So far nothing bends by more than a metre, wherever it is. */
const SHORT_DEG = 0.03;
/** A way round half the earth in the shortest pieces; what is longer is no way of a vessel. */
const MAX_PIECES = 4096;

/** Points at equal distances along the way, the two ends included. Longitudes run on beyond ±180. */
export interface Way {
  lons: number[];
  lats: number[];
}

/** Is the way between two places, to within what we take for straight, a single piece? */
export function isStraight(lonA: number, latA: number, lonB: number, latB: number): boolean {
  const [across, along] = [Math.abs(lonB - lonA), Math.abs(latB - latA)];
  return (across < SHORT_DEG && along < SHORT_DEG) || bendBoundM(lonA, latA, lonB, latB) <= EDGE_TOLERANCE_M;
}

export function wayBetween(lonA: number, latA: number, lonB: number, latB: number): Way {
  const endLon = lonA + lonDifference(lonA, lonB);
  const span = Math.max(Math.abs(endLon - lonA), Math.abs(latB - latA));
  const way: Way = { lons: [lonA], lats: [latA] };
  if (span <= SERIES_REACH_DEG) {
    addBent(way, lonA, latA, endLon, latB, piecesFor(bendBoundM(lonA, latA, endLon, latB)));
    return way;
  }
  const line = geodesic(lonA, latA, endLon, latB);
  return wayAlong(lonA, latA, line.azimuth, line.distanceM, [endLon, latB]);
}

/** The way of so many metres that sets out in a direction (radians from north). `end` is where it leads, if that is known better. */
export function wayAlong(
  lon: number,
  lat: number,
  azimuth: number,
  distanceM: number,
  end = geodesicPoint(lon, lat, azimuth, distanceM),
): Way {
  const way: Way = { lons: [lon], lats: [lat] };
  const legs = Math.ceil(distanceM / (60 * 1852 * SERIES_REACH_DEG)) || 1;
  let worst = 0;
  const points: (readonly [number, number])[] = [[lon, lat]];
  for (let leg = 1; leg <= legs; leg++) {
    const point = leg === legs ? end : geodesicPoint(lon, lat, azimuth, (distanceM * leg) / legs);
    worst = Math.max(worst, bendBoundM(...points[leg - 1]!, ...point));
    points.push(point);
  }
  // As many pieces for every leg, so that all are equally long.
  const pieces = Math.max(1, Math.min(piecesFor(worst), Math.floor(MAX_PIECES / legs)));
  for (let leg = 1; leg <= legs; leg++) addBent(way, ...points[leg - 1]!, ...points[leg]!, pieces);
  return way;
}

/** Halving pieces makes them bend a quarter. */
function piecesFor(bendM: number): number {
  return Math.ceil(Math.sqrt(bendM / EDGE_TOLERANCE_M)) || 1;
}

/**
 * Goes on from a to b in pieces. Second-order solution of the geodesic's equations on the sphere, φ″ = −λ′² sin φ cos φ and
 * λ″ = 2 λ′ φ′ tan φ, at the middle latitude; what the ellipsoid changes in it is below a hundredth.
 */
function addBent(way: Way, lonA: number, latA: number, lonB: number, latB: number, pieces: number): void {
  const dLon = lonB - lonA;
  const dLat = latB - latA;
  if (pieces > 1) {
    const middle = ((latA + latB) / 2) * RAD;
    const northwards = (dLon * dLon * RAD * Math.sin(middle) * Math.cos(middle)) / 2;
    const eastwards = -dLon * dLat * RAD * Math.tan(middle);
    for (let i = 1; i < pieces; i++) {
      const t = i / pieces;
      const bend = t * (1 - t);
      way.lons.push(lonA + dLon * t + eastwards * bend);
      way.lats.push(latA + dLat * t + northwards * bend);
    }
  }
  way.lons.push(lonB);
  way.lats.push(latB);
}

/** Where a fraction of the way is gone. */
export function pointOn({ lons, lats }: Way, fraction: number): { lon: number; lat: number } {
  const pieces = lons.length - 1;
  const piece = Math.min(pieces - 1, Math.floor(fraction * pieces));
  const rest = fraction * pieces - piece;
  return {
    lon: lons[piece]! + (lons[piece + 1]! - lons[piece]!) * rest,
    lat: lats[piece]! + (lats[piece + 1]! - lats[piece]!) * rest,
  };
}
