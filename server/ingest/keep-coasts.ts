/**
 * A step of the build: the product's coastlines made ready once, so that no start has to (it takes a second or two of a
 * processor, each time a process first asks for land).
 */
import { writeFileSync } from 'node:fs';
import { serialize } from 'node:v8';
import { coastToKeep } from '../../geofences/geometry/land.ts';
import { keptFile, landZones } from './land.ts';

for (const zone of landZones()) {
  writeFileSync(new URL(`./data/coastline/${keptFile(zone.id)}`, import.meta.url), serialize(coastToKeep(zone)));
}
