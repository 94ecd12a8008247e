/** The coastline that the map draws, as a test for land. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { type CoastTopology, type LandMask, landMask } from '../../geofences/import/land.ts';

/** Beside the built program, and in a checkout. */
const folders = [new URL('./web/basemap/', import.meta.url), new URL('../../web/map/basemap/', import.meta.url)];
const fileName = /^coastline-bien-dong.*\.topojson\.gz$/;

/** Undefined when the coastline is not installed: then nothing is said of land. */
export function installedLand(): LandMask | undefined {
  for (const folder of folders.filter(existsSync)) {
    const name = readdirSync(folder).find((one) => fileName.test(one));
    if (name === undefined) continue;
    return landMask(JSON.parse(gunzipSync(readFileSync(new URL(name, folder))).toString('utf8')) as CoastTopology);
  }
  return undefined;
}
