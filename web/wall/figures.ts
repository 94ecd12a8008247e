/** Asks for the wall's numbers, and keeps the last that came with the time at which they were taken. */
import { signal } from '@preact/signals';
import type { Zone } from '../../geofences/types.ts';
import type { Tile, WallFigures } from '../../server/wall/figures.ts';
import { getJson, postJson, RequestError } from '../api/http.ts';
import { inBoth } from '../i18n/t.ts';
import '../i18n/wall-texts.ts';

export const figures = signal<WallFigures | undefined>(undefined);

const EVERY_MS = 15_000;

export interface WallSelf {
  name: string;
  by: 'session' | 'key' | 'wall';
  demo: boolean;
}

export const readSelf = (): Promise<WallSelf> => getJson('/wall/self');
export const readFigures = (): Promise<WallFigures> => getJson('/wall/figures');
export const askPairing = (): Promise<{ device: string; code: string; expiresAt: number; pollSeconds: number }> =>
  postJson('/wall/pairing', {});
export const pairingState = (device: string): Promise<{ state: 'waiting' | 'refused' | 'expired' | 'paired' }> =>
  postJson('/wall/pairing/state', { device });

export async function readWallZones(): Promise<Zone[]> {
  return (await getJson<{ features: Zone[] }>('/wall/zones')).features;
}

export type ReadTile = Tile & { takenAt: number; stepMs: number; demo: boolean };

/** @param key of a page that is none of ours; absent: whoever is known here */
export async function readTile(name: string, key: string | undefined): Promise<ReadTile> {
  const headers: Record<string, string> = key === undefined ? {} : { authorization: `Bearer ${key}` };
  const answer = await fetch(`/api/v1/wall/tiles/${encodeURIComponent(name)}`, { headers });
  if (!answer.ok) throw new RequestError(answer.status, inBoth('wall.error', { status: answer.status }));
  return (await answer.json()) as ReadTile;
}

/** @param onRefused this screen is no wall any more @returns ends it */
export function keepFigures(onRefused: () => void): () => void {
  const ask = (): void => {
    readFigures().then(
      (read) => (figures.value = read),
      (error: unknown) => {
        if (error instanceof RequestError && (error.status === 401 || error.status === 403)) onRefused();
      },
    );
  };
  ask();
  const timer = setInterval(ask, EVERY_MS);
  return () => clearInterval(timer);
}
