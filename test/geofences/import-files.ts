/** Zone files for tests: the fixtures, and small GeoJSON ones made on the spot. */
import { readFileSync } from 'node:fs';
import { checkZoneFile, type ZoneCheck, type ZoneCheckOptions } from '../../geofences/import/check.ts';
import type { Finding, FindingCode } from '../../geofences/import/finding.ts';

export type Pair = [number, number];

export function fixture(name: string): Uint8Array {
  return new Uint8Array(readFileSync(`test/fixtures/zones/${name}`));
}

export function bytes(content: string | object): Uint8Array {
  return new TextEncoder().encode(typeof content === 'string' ? content : JSON.stringify(content));
}

export function polygon(rings: Pair[][], properties: object = {}, id?: string): object {
  const geometry = { type: 'Polygon', coordinates: rings };
  return { type: 'Feature', id, properties: { name: 'Vùng A', kind: 'monitored', ...properties }, geometry };
}

export function multi(polygons: Pair[][][], properties: object = {}): object {
  const geometry = { type: 'MultiPolygon', coordinates: polygons };
  return { type: 'Feature', properties: { name: 'Vùng A', kind: 'monitored', ...properties }, geometry };
}

export function line(coordinates: Pair[], properties: object = {}): object {
  const geometry = { type: 'LineString', coordinates };
  return {
    type: 'Feature',
    properties: { name: 'Đường B', kind: 'boundary', ourSide: 'left', ...properties },
    geometry,
  };
}

export function box(west: number, south: number, east: number, north: number): Pair[] {
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
}

export function checkFeatures(features: object[], options: ZoneCheckOptions = {}): ZoneCheck {
  return checkZoneFile(bytes({ type: 'FeatureCollection', features }), options);
}

export function codes({ findings }: ZoneCheck): FindingCode[] {
  return findings.map(({ code }) => code);
}

export function only(check: ZoneCheck, code: FindingCode): Finding {
  const found = check.findings.filter((finding) => finding.code === code);
  if (found.length !== 1) throw new Error(`${found.length} × ${code} among ${codes(check).join(', ')}`);
  return found[0]!;
}
