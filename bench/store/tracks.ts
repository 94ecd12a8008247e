/** What both ways to keep tracks can do. */
import type { Fix } from '../../geofences/fix.ts';
import type { Boat } from './boats.ts';

export interface Circle {
  lon: number;
  lat: number;
  radiusNm: number;
}

/** On disk; `all` is both where they cannot be told apart. */
export type Bytes = Record<Boat['source'], number> | { all: number };

export interface Tracks {
  name: string;
  about: string;
  /** Takes a stretch of time of all boats, in one transaction a source. */
  add(tracks: readonly [Boat, Fix[]][]): Promise<void>;
  /** All is there: puts it in order for questions. */
  finish(): Promise<Bytes>;
  /** Closes and opens it, so that nothing is held in memory but what the system itself keeps of the file. */
  reopen(): Promise<void>;
  /** @returns fixes of one boat with from ≤ time ≤ to, counted after they were made objects */
  track(boat: Boat, from: number, to: number): Promise<number>;
  /** @returns boats that had a fix in the time before, each with where it was */
  fleet(time: number, withinMs: number): Promise<number>;
  /** @returns boats with a fix in a circle between two times */
  inCircle(circle: Circle, from: number, to: number): Promise<number>;
  close(): Promise<void>;
}
