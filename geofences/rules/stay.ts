/** A confirmed time inside a zone, as a pair remembers it. */
import type { Moment, Pair, Run } from './kind.ts';

/** JSON-safe: it stands in a pair's memo. */
export type Stay = {
  /** First fix inside. */
  readonly fixTime: number;
  readonly lon: number;
  readonly lat: number;
  /** It was inside from here on: from that fix, or from when the zone came into force around it. */
  readonly since: Moment;
};

export function stayFrom({ first, began }: Run): Stay {
  const { fixTime, lon, lat } = first;
  return { fixTime, lon, lat, since: began ?? { time: fixTime, lon, lat } };
}

/** The stay that a pair remembers; undefined outside. */
export function stayOf<S extends Stay>(pair: Pair): S | undefined {
  return pair.memo as S | undefined;
}
