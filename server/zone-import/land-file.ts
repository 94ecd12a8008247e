/** The coastline that the map draws, as a test for land. */
import { gunzipSync } from 'node:zlib';
import { type CoastTopology, type LandMask, landMask } from '../../geofences/import/land.ts';
import { COAST_NEAR, coastBytes } from '../ingest/land.ts';

/** Throws when the coastline is missing from the installation. */
export function installedLand(): LandMask {
  return landMask(JSON.parse(gunzipSync(coastBytes(COAST_NEAR)).toString('utf8')) as CoastTopology);
}
