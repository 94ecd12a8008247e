/**
 * What a locator's process and the bench say to each other, in lines of JSON. The process reads the zones and the points,
 * makes its index ready and says a Greeting. Then it does what each line says (Order) and says what came of it; at the end
 * of its input it sums up (Summary) and ends. The peer in Python does the same.
 */

/** Kinds of points; each lies in a file of its own, all longitudes, then all latitudes, as doubles. */
export type PointKind = 'random' | 'tracks' | 'edges';

export interface Greeting {
  about: string;
  prepareSeconds: number;
  indexMb?: number;
}

/** Which points to locate; with `to`, what was found of them goes into that file instead of being timed. */
export interface Order {
  points: PointKind;
  from: number;
  count: number;
  to?: string;
}

export interface Turn {
  seconds: number;
}

export interface Summary {
  peakRssMb: number;
}
