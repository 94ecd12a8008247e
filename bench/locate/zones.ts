/** Zones to measure with, the same for the same seed: coast-like rings that overlap, in the waters round Vietnam. */
import type { Zone } from '../../geofences/types.ts';
import { type Random, seeded } from '../random.ts';

/** Lon 102–118, lat 6–22. */
export const BOX = { west: 102, south: 6, sideDeg: 16 };

export interface ZoneSet {
  count: number;
  vertices: number;
  /** So many more, elsewhere on the earth. */
  far: number;
}

const SEED = 20_260_301;
/** From a harbour to a sea, degrees; as many of each size. */
const MIN_RADIUS_DEG = 0.1;
const MAX_RADIUS_DEG = 1.2;
/** Bays and capes: so many to a round, of a size that falls with their number. */
const WAVES = [2, 3, 5, 9, 17, 33];
/** Of the radius: what a single vertex is off the curve. */
const ROUGHNESS = 0.03;

export function makeZones({ count, vertices, far }: ZoneSet): Zone[] {
  const random = seeded(SEED);
  const zones: Zone[] = [];
  for (let i = 0; i < count; i++) {
    const radius = radiusOf(random);
    const room = BOX.sideDeg - 2 * radius;
    const centre: [number, number] = [BOX.west + radius + room * random(), BOX.south + radius + room * random()];
    zones.push(zone(`zone-${i}`, ring(centre, radius, vertices, random)));
  }
  for (let i = 0; i < far; i++) {
    const centre: [number, number] = [-170 + 150 * random(), -50 + 100 * random()];
    zones.push(zone(`far-${i}`, ring(centre, radiusOf(random), vertices, random)));
  }
  return zones;
}

function radiusOf(random: Random): number {
  return MIN_RADIUS_DEG * (MAX_RADIUS_DEG / MIN_RADIUS_DEG) ** random();
}

function ring(centre: [number, number], radius: number, vertices: number, random: Random): [number, number][] {
  const waves = WAVES.map((number) => ({
    number,
    phase: random() * 2 * Math.PI,
    height: (random() * 0.5) / number ** 0.8,
  }));
  const ring: [number, number][] = [];
  for (let i = 0; i < vertices; i++) {
    const angle = (2 * Math.PI * (i + 0.8 * random())) / vertices;
    const curve = waves.reduce(
      (sum, { number, phase, height }) => sum + height * Math.sin(number * angle + phase),
      0.75,
    );
    const out = Math.max(0.15, Math.min(1, curve)) * radius * (1 - ROUGHNESS * random());
    ring.push([centre[0] + out * Math.cos(angle), centre[1] + out * Math.sin(angle)]);
  }
  return [...ring, ring[0]!];
}

function zone(id: string, coordinates: [number, number][]): Zone {
  return {
    id,
    geometry: { type: 'Polygon', coordinates: [coordinates] },
    properties: { name: id, kind: 'monitored', version: 1, source: 'bench' },
  };
}
