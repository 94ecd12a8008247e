/** How far back a journal reaches. */
import { contentSize } from './contents.ts';
import { listSegments } from './segments.ts';

/**
 * Whether everything since the first byte is there, so that the store can be made anew from it. A damaged record counts as
 * there: readers name it and pass over it.
 * @returns the position of the first byte that is missing, or undefined when none is
 */
export function firstMissing(dir: string): number | undefined {
  let expected = 0;
  for (const segment of listSegments(dir)) {
    if (segment.start > expected) return expected;
    expected = segment.start + contentSize(segment);
  }
  return undefined;
}
