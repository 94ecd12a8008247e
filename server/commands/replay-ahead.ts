/**
 * Rows of a recording that are dated far after all the others: a wrong year, a clock that was reset. The replay's clock runs to
 * the newest fix, so that one of them would make every boat silent for years. What is far is told by the recording itself, not
 * by this machine's clock: a made-up recording may lie in the future as a whole.
 */

import { fixesOf, type TrackFix } from './replay-input.ts';
import { BadRows } from './text-input.ts';

/** No rule looks farther than six months (a vessel not heard so long is struck off), so that twice that is no silence any more. */
const FAR_MS = 366 * 86_400_000;
/** So large a part of the rows may be wrong; of fewer than so many rows none is called so. */
const MOST_SHARE = 0.1;
const LEAST_ROWS = 4;

/** The rows that were left aside, for one sentence. */
export class AheadRows {
  count = 0;
  private first = '';

  add({ vessel, line, fix }: TrackFix, path: string): void {
    this.count++;
    if (this.count > 1) return;
    const place = line === undefined ? path : `${path}:${line}`;
    this.first = `${place}: ${vessel} at ${new Date(fix.fixTime).toISOString()}`;
  }

  get sentence(): string | undefined {
    if (this.count === 0) return undefined;
    const rows = this.count === 1 ? '1 row was left aside, dated' : `${this.count} rows were left aside, dated`;
    return `${rows} more than a year after all others; the first: ${this.first}.`;
  }
}

/** Epoch ms of the newest row that is not far after the others; the same in whatever order the rows stand. */
export async function credibleUntil(paths: readonly string[]): Promise<number> {
  let times = new Float64Array(1024);
  let count = 0;
  for (const path of paths) {
    for await (const { fix } of fixesOf(path, { badRows: new BadRows(), untimed: 0, ahead: new AheadRows() })) {
      if (count === times.length) {
        const larger = new Float64Array(2 * count);
        larger.set(times);
        times = larger;
      }
      times[count++] = fix.fixTime;
    }
  }
  return endOfBulk(times.subarray(0, count).sort());
}

/** @param times epoch ms, ascending */
function endOfBulk(times: Float64Array): number {
  const { length } = times;
  const most = length < LEAST_ROWS ? 0 : Math.max(1, Math.floor(length * MOST_SHARE));
  for (let i = length - most; i < length; i++) if (times[i]! - times[i - 1]! > FAR_MS) return times[i - 1]!;
  return Number.POSITIVE_INFINITY;
}
