/** From what to what a settings document was changed, place by place and bounded, as the audit trail keeps it. Pure. */
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { PlacedChange } from '../models/proposal.ts';

/** More than anybody reads in one act; the revisions themselves are kept whole. */
const MOST_CHANGES = 60;
const LONGEST_VALUE = 300;
const LONGEST_PLACE = 200;
/** A ring of a zone, rather than a list that somebody wrote. */
const SHORT_LIST = 40;
const HASH_DIGITS = 12;

/**
 * @returns places such as `[mkn-6h].params.hours`, items of a list by their `id` or `url` where all have one; `more`: places beyond
 *   those that are named
 */
export function differencesOf(before: unknown, after: unknown): { changes: PlacedChange[]; more?: number } {
  const changes: PlacedChange[] = [];
  let found = 0;
  for (const change of walk(before, after, '')) {
    found += 1;
    if (changes.length < MOST_CHANGES) changes.push(change);
  }
  return { changes, ...(found > changes.length && { more: found - changes.length }) };
}

function* walk(before: unknown, after: unknown, place: string): Generator<PlacedChange> {
  if (isDeepStrictEqual(before, after)) return;
  const old = partsOf(before);
  const fresh = partsOf(after);
  if (!old || !fresh || isGeometry(before) || isGeometry(after)) {
    const from = before === undefined ? undefined : written(before);
    const to = after === undefined ? undefined : written(after);
    yield { place: place.slice(0, LONGEST_PLACE), ...(from && { from }), ...(to && { to }) };
    return;
  }
  const names = new Set([...old.keys(), ...fresh.keys()]);
  const places = [...names].flatMap((name) => {
    const [was, is] = [old.get(name), fresh.get(name)];
    return isDeepStrictEqual(was, is) ? [] : [{ name, was, is }];
  });
  // The same parts in another order.
  if (places.length === 0) yield { place: place.slice(0, LONGEST_PLACE), from: order(old), to: order(fresh) };
  for (const { name, was, is } of places) yield* walk(was, is, place === '' ? plain(name) : place + name);
}

/** The parts of an object by `.name`, of a list of things with ids by `[id]`; undefined for what is told as a whole. */
function partsOf(value: unknown): Map<string, unknown> | undefined {
  if (Array.isArray(value)) {
    const ids = value.map(nameOf);
    if (ids.some((id) => typeof id !== 'string') || new Set(ids).size < ids.length) return undefined;
    return new Map(value.map((one: unknown, n) => [`[${String(ids[n])}]`, one]));
  }
  if (typeof value !== 'object' || value === null) return undefined;
  return new Map(Object.entries(value).map(([name, one]) => [`.${name}`, one as unknown]));
}

/** A feed is known by its address. */
function nameOf(item: unknown): unknown {
  const { id, url } = (item ?? {}) as { id?: unknown; url?: unknown };
  return id ?? url;
}

function plain(name: string): string {
  return name.startsWith('.') ? name.slice(1) : name;
}

function isGeometry(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'coordinates' in value;
}

function order(parts: Map<string, unknown>): string {
  return cut([...parts.keys()].map(plain).join(', '));
}

/** As JSON; what is too long to read is told by its beginning and a hash, by which two that begin alike are told apart. */
function written(value: unknown): string {
  const text = JSON.stringify(value);
  if (isGeometry(value)) {
    const { type, coordinates } = value as { type?: string; coordinates: unknown };
    return `${type ?? 'geometry'}, ${positionsIn(coordinates)} positions, ${hashOf(text)}`;
  }
  if (Array.isArray(value) && value.length > SHORT_LIST) return `${value.length} items, ${hashOf(text)}: ${cut(text)}`;
  return cut(text);
}

function positionsIn(coordinates: unknown): number {
  if (!Array.isArray(coordinates)) return 0;
  if (typeof coordinates[0] === 'number') return 1;
  return coordinates.reduce<number>((sum, one) => sum + positionsIn(one), 0);
}

function cut(text: string): string {
  return text.length <= LONGEST_VALUE ? text : `${text.slice(0, LONGEST_VALUE)}… ${hashOf(text)}`;
}

function hashOf(text: string): string {
  return `sha256 ${createHash('sha256').update(text).digest('hex').slice(0, HASH_DIGITS)}`;
}
