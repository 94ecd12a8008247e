/** Where this page looks, as the server is told: what is there comes at once, everything else within a minute. */
import { computed, signal } from '@preact/signals';
import type { View } from '../../server/live/protocol.ts';

/** Part of the map's size that is asked for beyond it on each side, so that a short drag shows nobody late. */
const MARGIN = 0.5;
const MOST_LON = 180;
const MOST_LAT = 90;
const MOST_NAMED = 24;

interface Frame {
  west: number;
  south: number;
  east: number;
  north: number;
}

const frame = signal<Frame | undefined>(undefined);
const named = signal<readonly string[]>([]);
/** A page that has never shown a map, as a wall before its first scene, is told of everything. */
const hasLooked = signal(false);

export const lookedAt = computed<View | undefined>(() => {
  if (!hasLooked.value) return undefined;
  const box = frame.value && boxOf(frame.value);
  return { ...(box && { box }), vessels: named.value.slice(0, MOST_NAMED) };
});

/** What the map shows now, in degrees; undefined: there is none on the page. */
export function lookAtSea(seen: Frame | undefined): void {
  frame.value = seen;
  if (seen) hasLooked.value = true;
}

/** Vessels that are told of wherever they are: the selected one and those with tracks. */
export function lookAtVessels(ids: readonly string[]): void {
  if (ids.join() !== named.peek().join()) named.value = ids;
}

function boxOf({ west, south, east, north }: Frame): View['box'] {
  const [wide, high] = [(east - west) * MARGIN, (north - south) * MARGIN];
  const [from, to] = [west - wide, east + wide];
  // Over the date line the map shows other copies of the world.
  const isAround = from < -MOST_LON || to > MOST_LON;
  const [least, most] = isAround ? [-MOST_LON, MOST_LON] : [from, to];
  return [least, Math.max(-MOST_LAT, south - high), most, Math.min(MOST_LAT, north + high)].map(onGrid) as View['box'];
}

function onGrid(degrees: number): number {
  return Math.round(degrees * 1e3) / 1e3;
}
