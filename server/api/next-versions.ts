/**
 * Versions of zones and rules. An alert cites the version that it was judged by, so two shapes or two wordings never share
 * one: whatever is changed under a version that is no greater gets the next one, before the change is journaled.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Rule, Zone } from '../../geofences/types.ts';
import type { DocumentName, SettingsDocument } from '../models/entry.ts';
import type { Store } from '../store/store.ts';

/** Earlier revisions that are looked through for what was removed and comes back (own choice: each is read whole). */
const MOST_BACK = 20;

/** How a document holds what has versions. */
interface Shelf<T extends { id: string }> {
  of(body: unknown): T[];
  version(one: T): number;
  under(one: T, version: number): T;
  filled(body: unknown, list: T[]): unknown;
}

const zoneShelf: Shelf<Zone> = {
  of: (body) => (body as { features: Zone[] }).features,
  version: ({ properties }) => properties.version,
  under: (zone, version) => ({ ...zone, properties: { ...zone.properties, version } }),
  filled: (body, features) => ({ ...(body as object), features }),
};

const ruleShelf: Shelf<Rule> = {
  of: (body) => body as Rule[],
  version: ({ version }) => version ?? 1,
  under: (rule, version) => ({ ...rule, version }),
  filled: (_, rules) => rules,
};

/** Do the parts of this document have versions that alerts cite? */
export function citedByVersion(name: DocumentName): name is 'zones' | 'rules' {
  return name === 'zones' || name === 'rules';
}

/**
 * The body as it is to be set over what holds. What is unchanged keeps its version; what was removed and comes back goes on
 * from the last version known of it, as far back as is looked.
 * @param body a checked document
 */
export async function withNextVersions(
  store: Pick<Store, 'documentVersion'>,
  name: 'zones' | 'rules',
  body: unknown,
  held: SettingsDocument | undefined,
): Promise<unknown> {
  return name === 'zones'
    ? renumbered(store, name, zoneShelf, body, held)
    : renumbered(store, name, ruleShelf, body, held);
}

async function renumbered<T extends { id: string }>(
  store: Pick<Store, 'documentVersion'>,
  name: DocumentName,
  shelf: Shelf<T>,
  body: unknown,
  held: SettingsDocument | undefined,
): Promise<unknown> {
  const list = shelf.of(body);
  const known = await lastKnown(store, name, shelf, held, new Set(list.map(({ id }) => id)));
  return shelf.filled(
    body,
    list.map((one) => next(shelf, one, known.get(one.id))),
  );
}

function next<T extends { id: string }>(shelf: Shelf<T>, one: T, last: T | undefined): T {
  if (!last) return one;
  const isSame = isDeepStrictEqual(shelf.under(one, 0), shelf.under(last, 0));
  const least = shelf.version(last) + (isSame ? 0 : 1);
  return shelf.version(one) >= least ? one : shelf.under(one, least);
}

/** Each as it stood last, the newest revision first. */
async function lastKnown<T extends { id: string }>(
  store: Pick<Store, 'documentVersion'>,
  name: DocumentName,
  shelf: Shelf<T>,
  held: SettingsDocument | undefined,
  ids: ReadonlySet<string>,
): Promise<Map<string, T>> {
  const known = new Map<string, T>();
  let at: Pick<SettingsDocument, 'body' | 'previous'> | undefined = held;
  for (let back = 0; at && back <= MOST_BACK; back++) {
    for (const one of shelf.of(at.body)) if (ids.has(one.id) && !known.has(one.id)) known.set(one.id, one);
    if (known.size === ids.size || at.previous === undefined) break;
    at = await store.documentVersion(name, at.previous);
  }
  return known;
}
