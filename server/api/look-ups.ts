/** Positions are secret, so looking is on record before the answer goes out (audit/looks.ts). */
import type { Response } from 'express';
import type { Fix } from '../../geofences/fix.ts';
import type { Look } from '../audit/looks.ts';
import type { Vessel } from '../models/vessel.ts';
import type { Store } from '../store/store.ts';
import { notFound } from './faults.ts';
import { type ApiContext, actor } from './route.ts';

type Opening = Extract<Look, { type: 'look-up' }>;
type Listing = Extract<Look, { type: 'search' }>;

/** @throws SpokenError `not-found` */
export async function findVessel(store: Store, id: string): Promise<{ vessel: Vessel; latest?: Fix }> {
  const vessel = await store.vessel(id);
  if (!vessel) throw notFound({ vi: `tàu “${id}”`, en: `The vessel “${id}”` });
  return { vessel, latest: (await store.latest([id])).get(id) };
}

/** Something of one vessel was opened. Resolves when that is on record. */
export function recordOpening(
  { looks }: ApiContext,
  response: Response,
  opened: Pick<Opening, 'vesselId' | 'what' | 'about'>,
): Promise<void> {
  return looks.record({ type: 'look-up', ...opened, ...lookerOf(response) });
}

/** A list that names vessels was looked at. @param found how many rows @param asked by what query; without what was left open */
export function recordListing(
  { looks }: ApiContext,
  response: Response,
  what: Listing['what'],
  found: number,
  asked: Record<string, unknown> = {},
): Promise<void> {
  return looks.record({ type: 'search', what, asked, found, ...lookerOf(response) });
}

/** Who takes something out or looks at it, and from where. */
export function lookerOf(response: Response): { by: string; from?: string } {
  const { ip } = response.req;
  return { by: actor(response), ...(ip !== undefined && { from: ip }) };
}
