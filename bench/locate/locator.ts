/** One way to locate in this process: what runner.ts asks of each. */
import type { Zone } from '../../geofences/types.ts';
import type { Points } from './points.ts';

export interface PointLocator {
  /** Version, what it is given and what it gives, in a few words. */
  about: string;
  /** Locates the points `from` … `to` − 1. Timed. */
  locate(points: Points, from: number, to: number): void;
  /** What the last `locate` found of a point, as numbers of zones in any order. */
  found(point: number): readonly number[];
}

/** Makes the index; timed as preparation. */
export type Prepare = (zones: readonly Zone[]) => PointLocator;
