/**
 * Repeatable chance: a number that depends on its keys alone, so that any instant of the fleet can be worked out
 * without the instants before it. Not for secrets.
 */

/** Mixes integers into 32 well-spread bits (the finaliser of MurmurHash3 over a running sum). */
export function mix(...keys: number[]): number {
  let h = 0x9e3779b9;
  for (const key of keys) {
    h = Math.imul(h ^ (key | 0), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    h ^= h >>> 16;
  }
  return h >>> 0;
}

/** A number in [0, 1) that belongs to these keys. */
export function unit(...keys: number[]): number {
  return mix(...keys) / 0x1_0000_0000;
}

/** A number in [low, high) that belongs to these keys. */
export function between(low: number, high: number, ...keys: number[]): number {
  return low + (high - low) * unit(...keys);
}

/** One of the list, by these keys. The list must not be empty. */
export function pick<T>(list: readonly T[], ...keys: number[]): T {
  return list[mix(...keys) % list.length] as T;
}

/** One of the list with a chance in proportion to its `share`. */
export function pickByShare<T extends { share: number }>(list: readonly T[], ...keys: number[]): T {
  const total = list.reduce((sum, item) => sum + item.share, 0);
  let rest = unit(...keys) * total;
  for (const item of list) {
    rest -= item.share;
    if (rest < 0) return item;
  }
  return list[list.length - 1] as T;
}
