/** Points to measure with: longitudes, then latitudes, in one array. */
import { createDecoder } from '../../decoders/registry.ts';
import type { Zone } from '../../geofences/types.ts';
import { loadCorpus, ownLogs } from '../decode/corpus.ts';
import { seeded } from '../random.ts';
import { BOX } from './zones.ts';

const SEED = 7;

export interface Points {
  lons: Float64Array;
  lats: Float64Array;
}

/** Anywhere in the box: the hardest case, since no point is near the one before. */
export function randomPoints(count: number): Points {
  const random = seeded(SEED);
  const points = room(count);
  for (let i = 0; i < count; i++) {
    points.lons[i] = BOX.west + BOX.sideDeg * random();
    points.lats[i] = BOX.south + BOX.sideDeg * random();
  }
  return points;
}

/**
 * Positions of real ships in the order in which receivers heard them, from the AIS logs of bench/data, again and again.
 * They were heard elsewhere: each is moved by whole multiples of the box's side into the box.
 */
export function trackPoints(count: number): Points {
  const heard: [number, number][] = [];
  const decoder = createDecoder('nmea', {
    message: (message) => {
      const { lon, lat } = message as { lon?: number; lat?: number };
      if (lon !== undefined && lat !== undefined) heard.push([lon, lat]);
    },
    rejected: () => {},
  });
  decoder.push(loadCorpus(ownLogs, 1).published, 0);
  decoder.end(0);
  const points = room(count);
  const into = (value: number, from: number) => from + ((((value - from) % BOX.sideDeg) + BOX.sideDeg) % BOX.sideDeg);
  for (let i = 0; i < count; i++) {
    const [lon, lat] = heard[i % heard.length]!;
    points.lons[i] = into(lon, BOX.west);
    points.lats[i] = into(lat, BOX.south);
  }
  return points;
}

/** The zones' vertices and, as near as rounding puts them, the middles of their edges: to agree on, not to measure. */
export function edgePoints(zones: readonly Zone[], count: number): Points {
  const points = room(count);
  const random = seeded(SEED);
  for (let i = 0; i < count; i++) {
    const { geometry } = zones[Math.floor(random() * zones.length)]!;
    const ring = geometry.type === 'Polygon' ? geometry.coordinates[0]! : [];
    const vertex = Math.floor(random() * (ring.length - 1));
    const [a, b] = [ring[vertex]!, ring[vertex + (i % 2)]!];
    points.lons[i] = (a[0] + b[0]) / 2;
    points.lats[i] = (a[1] + b[1]) / 2;
  }
  return points;
}

function room(count: number): Points {
  return { lons: new Float64Array(count), lats: new Float64Array(count) };
}
