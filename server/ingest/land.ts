/**
 * The product's own coastline as zones of kind `land`, for rules that ask whether a position lies ashore or far out. It is
 * no settings document: half a million numbers that nobody edits, under a licence of their own (web/map/basemap/README.md).
 */
import { readFileSync } from 'node:fs';
import { deserialize } from 'node:v8';
import { gunzipSync } from 'node:zlib';
import { type KeptCoast, rememberCoast } from '../../geofences/geometry/land.ts';
import type { Zone, ZoneProperties } from '../../geofences/types.ts';

/** Beside the built program, or in the room that owns it when run from source. */
const FOLDERS = [new URL('./data/coastline/', import.meta.url), new URL('../../web/map/basemap/', import.meta.url)];

/** Biển Đông in detail: TopoJSON whose object `land` holds the polygons. */
export const COAST_NEAR = 'coastline-bien-dong.topojson.gz';

type Position = [number, number];

/** As much of a TopoJSON file as is needed: quantized, delta-coded arcs and polygons made of them. */
interface Topology {
  transform: { scale: [number, number]; translate: [number, number] };
  arcs: [number, number][][];
  objects: Record<string, { geometries?: { arcs: number[][] }[] }>;
}

/** Biển Đông in detail, the rest of the world coarsely. They meet at the edge of the detailed box (95–125° E, 2° S – 27° N). */
export function landZones(): Zone[] {
  return [
    landZone('land-bien-dong', read(COAST_NEAR, 'land').filter(isExact), {
      name: 'Đất liền và đảo (Biển Đông)',
      nameEn: 'Land (East Sea)',
      source: 'GSHHG 2.3.7 (Wessel & Smith 1996, LGPL-3.0-or-later), modified: README of the data',
      faults:
        'Decades old: deltas differ by kilometres, new port land and narrow rivers are missing. Hoàng Sa and Trường Sa are left out, being wrong by up to 5 km.',
      outlineErrors: COARSE_COASTS,
    }),
    landZone('land-world', read('coastline-world.topojson.gz', 'land_outside'), {
      name: 'Đất liền (phần còn lại của thế giới)',
      nameEn: 'Land (rest of the world)',
      source: 'Natural Earth 4.1.0, 1:50m (public domain)',
      outlineErrorKm: WORLD_ERROR_KM,
    }),
  ];
}

/** 1:50m, quantized to about 400 m, generalised by kilometres: good for gross errors only (own choice). */
const WORLD_ERROR_KM = 10;

/** The detailed coastline as it is drawn: polygons, outer ring first, then holes. */
export function coastline(): Position[][][] {
  return read(COAST_NEAR, 'land');
}

/** Where the README of the data says how far the coast is off: Cà Mau 1–3 km, the Red River delta and Thanh Hóa 0.5–3 km, foreign coasts 0.1–1 km. */
const COARSE_COASTS: NonNullable<ZoneProperties['outlineErrors']> = [
  { west: 104.4, south: 8.3, east: 105.6, north: 10.5, km: 3 },
  { west: 105.6, south: 9, east: 106.9, north: 10.5, km: 3 },
  { west: 105.5, south: 19.2, east: 107.0, north: 20.95, km: 3 },
  { west: 107.9, south: 17.9, east: 125, north: 27, km: 1.5 },
  { west: 95, south: -2, east: 125, north: 8.2, km: 1.5 },
];

/**
 * Hoàng Sa and Trường Sa are reefs drawn as land, 0.2–5 km off: nothing there is said to lie ashore. And an islet less
 * than 1 km wide holds no position that lies 500 m inland, the error of a VMS position: three quarters of all are such.
 */
function isExact([outer]: Position[][]): boolean {
  const [lon, lat] = outer![0]!;
  if (Math.min(spanOf(outer!, 0), spanOf(outer!, 1)) < ISLET_DEG) return false;
  const isHoangSa = lon > 110.5 && lon < 113.5 && lat > 15 && lat < 18;
  const isTruongSa = lon > 111 && lon < 117.3 && lat > 6 && lat < 12.5;
  return !isHoangSa && !isTruongSa;
}

const ISLET_DEG = 0.009;

function spanOf(ring: Position[], axis: 0 | 1): number {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const position of ring) {
    least = Math.min(least, position[axis]);
    most = Math.max(most, position[axis]);
  }
  return most - least;
}

function landZone(id: string, coordinates: Position[][][], more: Omit<ZoneProperties, 'kind' | 'version'>): Zone {
  const properties: ZoneProperties = { kind: 'land', version: 1, ...more };
  const zone: Zone = { id, geometry: { type: 'MultiPolygon', coordinates }, properties };
  rememberCoast(zone, () => keptCoast(id));
  return zone;
}

/** The file that holds a coastline made ready: the build makes it, beside the coastline (keep-coasts.ts). */
export const keptFile = (id: string): string => `${id}.ready`;

/** Made ready by the build that made this program; undefined when run from source, or where it cannot be read. */
function keptCoast(id: string): KeptCoast | undefined {
  try {
    return deserialize(readFileSync(new URL(keptFile(id), FOLDERS[0]))) as KeptCoast;
  } catch {
    return undefined;
  }
}

/** Polygons of one object: outer ring first, then holes. */
function read(file: string, object: string): Position[][][] {
  const topology = JSON.parse(gunzipSync(coastBytes(file)).toString('utf8')) as Topology;
  const arcs = topology.arcs.map((arc) => positionsOf(arc, topology.transform));
  const polygons = topology.objects[object]?.geometries ?? [];
  return polygons.map((polygon) => polygon.arcs.map((ring) => joined(ring, arcs)));
}

/** A file of the coastline as it is installed, gzipped TopoJSON. Throws when it is missing. */
export function coastBytes(file: string): Uint8Array {
  for (const folder of FOLDERS) {
    try {
      return readFileSync(new URL(file, folder));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  throw new Error(`${file} is missing from the installation`);
}

function positionsOf(arc: [number, number][], { scale, translate }: Topology['transform']): Position[] {
  let x = 0;
  let y = 0;
  return arc.map(([dx, dy]) => {
    x += dx;
    y += dy;
    return [x * scale[0] + translate[0], y * scale[1] + translate[1]];
  });
}

/** `~i` is arc i backwards; the first position of each further arc repeats the last one. */
function joined(ids: number[], arcs: Position[][]): Position[] {
  return ids.flatMap((id, i) => {
    const arc = id < 0 ? arcs[~id]!.toReversed() : arcs[id]!;
    return i === 0 ? arc : arc.slice(1);
  });
}
