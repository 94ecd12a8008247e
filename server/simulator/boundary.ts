/**
 * Places along the demonstration boundary off the central coast, and what it means to be so many miles beyond it.
 * The simulator knows the line only in order to play vessels against it; judging them is the product's work.
 */
import maritime from '../../geofences/regions/data/vietnam-maritime.json' with { type: 'json' };
import { eastNorthNm, offset, type Place } from './sea.ts';

/** A point of the line with the unit vector that leads straight out of our waters. */
export interface BoundarySite {
  place: Place;
  outEast: number;
  outNorth: number;
}

const line = maritime.outer_border_demo_75.lonlat as [number, number][];

/** The two long edges between the mouth of the Gulf of Tonkin and the north-west of Hoàng Sa, by their vertices. */
const edges: [Place, Place][] = [
  [vertex(109.4958, 16.7817), vertex(108.5572, 17.3317)],
  [vertex(110.9795, 16.4481), vertex(109.4958, 16.7817)],
];

function vertex(lon: number, lat: number): Place {
  const found = line.find((point) => point[0] === lon && point[1] === lat);
  if (!found) throw new Error(`outer_border_demo_75 has no vertex ${lon}, ${lat}: the stories must be laid out anew`);
  return found;
}

/** @param edge 0 the edge off Thừa Thiên, 1 the edge off Đà Nẵng  @param part 0..1 along it */
export function boundarySite(edge: 0 | 1, part: number): BoundarySite {
  const [a, b] = edges[edge]!;
  const [east, north] = eastNorthNm(a, b);
  const length = Math.hypot(east, north);
  // Both edges run westward with our waters on their left (south), so the right hand points out.
  return {
    place: [a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part],
    outEast: north / length,
    outNorth: -east / length,
  };
}

/** The place `outNm` beyond the line (negative: on our side) and `alongNm` to the west of the site. */
export function nearSite(site: BoundarySite, outNm: number, alongNm: number): Place {
  return offset(
    site.place,
    site.outEast * outNm - site.outNorth * alongNm,
    site.outNorth * outNm + site.outEast * alongNm,
  );
}
