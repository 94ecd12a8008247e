/** For locators that take one point at a time. */
import type { PointLocator } from '../locator.ts';

/** @param locate calls `add` with the number of each zone that contains the point */
export function each(about: string, locate: (lon: number, lat: number, found: number[]) => void): PointLocator {
  let first = 0;
  let all: number[][] = [];
  return {
    about,
    locate: ({ lons, lats }, from, to) => {
      first = from;
      all = new Array<number[]>(to - from);
      for (let point = from; point < to; point++) {
        const found: number[] = [];
        locate(lons[point]!, lats[point]!, found);
        all[point - from] = found;
      }
    },
    found: (point) => all[point - first]!,
  };
}
