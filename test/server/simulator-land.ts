/** Is there land at a place? From the coastline of the map. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';

const file = 'web/map/basemap/coastline-bien-dong.topojson.gz';

/** Covers lon 105..114, lat 11..20.5. */
export function loadLand(): (lon: number, lat: number) => boolean {
  const topology = JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')) as Topology<{
    land: GeometryCollection;
  }>;
  const rows = new Map<number, [number, number, number, number][]>();
  for (const { geometry } of feature(topology, topology.objects.land).features) {
    const polygons =
      geometry.type === 'Polygon'
        ? [geometry.coordinates]
        : geometry.type === 'MultiPolygon'
          ? geometry.coordinates
          : [];
    for (const ring of polygons.flat()) addEdges(ring, rows);
  }
  return (lon, lat) => {
    let inside = false;
    for (const [x1, y1, x2, y2] of rows.get(Math.floor(lat * 100)) ?? []) {
      if (y1 > lat !== y2 > lat && lon < x1 + ((lat - y1) / (y2 - y1)) * (x2 - x1)) inside = !inside;
    }
    return inside;
  };
}

/** Every edge stands in the row of each hundredth of a degree of latitude that it touches. */
function addEdges(ring: number[][], rows: Map<number, [number, number, number, number][]>): void {
  for (let i = 1; i < ring.length; i++) {
    const [x1, y1] = ring[i - 1] as [number, number];
    const [x2, y2] = ring[i] as [number, number];
    if (Math.max(y1, y2) < 11 || Math.min(y1, y2) > 20.5) continue;
    for (let row = Math.floor(Math.min(y1, y2) * 100); row <= Math.floor(Math.max(y1, y2) * 100); row++) {
      const edges = rows.get(row);
      if (edges) edges.push([x1, y1, x2, y2]);
      else rows.set(row, [[x1, y1, x2, y2]]);
    }
  }
}
