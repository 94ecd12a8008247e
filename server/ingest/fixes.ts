/** From a report to a fix: the position as kept and judged, with what is doubtful about it. */
import type { Report } from '../../decoders/report.ts';
import { type Fix, FixFlag } from '../../geofences/fix.ts';
import { onGrid, sameFix } from '../store/tracks.ts';

/** A clock on board may be a little ahead of ours. */
const FUTURE_FLAG_MS = 2 * 60_000;
/** Further ahead is no position of now: kept in the journal and counted, but not shown and not judged. */
const FUTURE_REJECT_MS = 10 * 60_000;
/** Coarser than this in metres is the type 27 grid. */
const COARSE_M = 100;

/** @returns the fix, `undefined` when the report has no position, or why its position can't be used */
export function fixOf(report: Report): Fix | 'fix-in-future' | undefined {
  const { lon, lat, fixTime, meta } = report;
  if (lon === undefined || lat === undefined || fixTime === undefined) return undefined;
  const ahead = fixTime - meta.receivedAt;
  if (ahead > FUTURE_REJECT_MS) return 'fix-in-future';
  const fix: Fix = {
    fixTime,
    receivedAt: meta.receivedAt,
    lon,
    lat,
    source: sourceOf(report),
    flags:
      (report.fixTimeEstimated ? FixFlag.timeEstimated : 0) |
      (ahead > FUTURE_FLAG_MS ? FixFlag.future : 0) |
      ((report.accuracyM ?? 0) > COARSE_M ? FixFlag.coarse : 0),
  };
  if (report.speedKn !== undefined) fix.speedKn = report.speedKn;
  if (report.courseDeg !== undefined) fix.courseDeg = report.courseDeg;
  if (report.headingDeg !== undefined) fix.headingDeg = report.headingDeg;
  if (report.accuracyM !== undefined) fix.accuracyM = report.accuracyM;
  return onGrid(fix);
}

function sourceOf(report: Report): Fix['source'] {
  if (report.format === 'ais') return 'ais';
  return report.message.class === 'VMS' && report.message.type === 'MAN' ? 'manual' : 'vms';
}

/** Remembers each vessel's last few fixes, to count what several receivers send at once. */
export class RecentFixes {
  readonly #recent = new Map<string, Fix[]>();
  /** Receivers of one message rarely differ by more than a few messages of that vessel. */
  static readonly DEPTH = 8;

  /** @returns true when this very observation was seen just before */
  seen(vesselId: string, fix: Fix): boolean {
    const list = this.#recent.get(vesselId);
    if (!list) {
      this.#recent.set(vesselId, [fix]);
      return false;
    }
    if (list.some((one) => sameFix(one, fix))) return true;
    if (list.length === RecentFixes.DEPTH) list.shift();
    list.push(fix);
    return false;
  }
}
