/** The server's word on zones that are not saved yet: what is wrong, where, and what can be repaired. */
import type { Zone } from '../../geofences/types.ts';
import type { PlainFinding, ZoneFileAnswer } from '../../server/zone-import/answer.ts';
import { postBytes, RequestError } from '../api/http.ts';
import { featureOf } from './workspace.ts';

/** Said of each zone that there is already: here it is meant. */
const EXPECTED: readonly string[] = ['replaces-zone'];

/** @param repair ids of findings whose repairs are accepted */
export function checkFile(
  file: Blob,
  name: string,
  crs: string,
  repair: readonly string[] = [],
): Promise<ZoneFileAnswer> {
  const query = new URLSearchParams({ name: name.slice(0, 200) });
  if (crs !== '') query.set('crs', crs);
  if (repair.length > 0) query.set('repair', repair.join(','));
  const turn = last.then(() => patiently(() => postBytes<ZoneFileAnswer>(`/zones/check?${query}`, file)));
  last = turn.catch(() => undefined);
  return turn;
}

/** The server checks two files at once for everybody: a browser asks one thing after the other, and again when others do. */
let last: Promise<unknown> = Promise.resolve();
const MOST_TRIES = 8;
const TRY_AGAIN_MS = 1500;

async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof RequestError) || error.code !== 'overloaded' || tries === MOST_TRIES) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS));
  }
}

export async function checkZones(zones: readonly Zone[], repair: readonly string[] = []): Promise<ZoneFileAnswer> {
  const body = JSON.stringify({ type: 'FeatureCollection', features: zones.map(featureOf) });
  return checkFile(new Blob([body]), 'zones.geojson', '', repair);
}

export function findingsOf({ findings, remaining }: ZoneFileAnswer): PlainFinding[] {
  return (remaining ?? findings).filter(({ code }) => !EXPECTED.includes(code));
}

/** The zone with the shape that the repair gave it; what a person has written of it stays. */
export async function repairedZone(zone: Zone, finding: Pick<PlainFinding, 'code'>): Promise<Zone> {
  const { preview } = await checkZones([zone], [finding.code]);
  const mended = preview.features[0];
  if (!mended) return zone;
  const { ourSide, radiusNm } = mended.properties;
  const properties = { ...zone.properties, ...(ourSide && { ourSide }), ...(radiusNm !== undefined && { radiusNm }) };
  return { ...zone, geometry: mended.geometry, properties };
}

/** The zones of a file against which no error stands, and how many are left out. */
export function usableOf(answer: ZoneFileAnswer): { zones: Zone[]; left: number } {
  const errors = findingsOf(answer).filter(({ severity }) => severity === 'error');
  const all = answer.preview.features;
  if (errors.some(({ zone }) => !zone)) return { zones: [], left: all.length };
  const faulty = new Set(errors.map(({ zone }) => zone!.id));
  const zones = all
    .filter(({ id }) => !faulty.has(id))
    .map(({ id, geometry, properties }) => ({ id, geometry, properties }));
  return { zones, left: faulty.size };
}
