/** From a report to a fix: the position as kept and judged, with what is doubtful about it. */
import { type PositionColumns, PositionFlag } from '../../decoders/ais/position-columns.ts';
import type { Report } from '../../decoders/report.ts';
import { ACCURATE_M, LONG_RANGE_GRID_M } from '../../decoders/to-report.ts';
import { type Fix, FixFlag, flagOfLead, flagOfSpeed, flagsOfNavStatus } from '../../geofences/fix.ts';
import { HeldFix } from '../../geofences/judging/held-fix.ts';
import { COURSE_STEPS, DEGREE_STEPS, KNOT_STEPS, onGrid } from '../store/tracks/grid.ts';

/** Further ahead is no position of now: kept in the journal and counted, but not shown and not judged. */
export const FUTURE_REJECT_MS = 10 * 60_000;
/** Coarser than this in metres is the type 27 grid. */
const COARSE_M = 100;

/** @returns the fix, `undefined` when the report has no position, or why its position can't be used */
export function fixOf(report: Report): Fix | 'fix-in-future' | undefined {
  const { lon, lat, fixTime, meta } = report;
  if (lon === undefined || lat === undefined || fixTime === undefined) return undefined;
  const ahead = fixTime - meta.receivedAt;
  const isCall = isDistress(report);
  if (ahead > FUTURE_REJECT_MS && !isCall) return 'fix-in-future';
  // A wrong clock must not silence a call for help.
  const isWrong = ahead > FUTURE_REJECT_MS;
  const isEstimated = isWrong || report.fixTimeEstimated === true;
  const fix: Fix = {
    fixTime: isWrong ? meta.receivedAt : fixTime,
    receivedAt: meta.receivedAt,
    lon,
    lat,
    source: sourceOf(report),
    flags:
      flagsOf(ahead, isEstimated, (report.accuracyM ?? 0) > COARSE_M) |
      flagsOfNavStatus(report.navStatus) |
      flagOfSpeed(report.speedKn) |
      (isCall ? FixFlag.distress : 0),
  };
  if (report.speedKn !== undefined) fix.speedKn = report.speedKn;
  if (report.courseDeg !== undefined) fix.courseDeg = report.courseDeg;
  if (report.headingDeg !== undefined) fix.headingDeg = report.headingDeg;
  if (report.accuracyM !== undefined) fix.accuracyM = report.accuracyM;
  return onGrid(fix);
}

/** A call for help that says no place is heard all the same: it is taken to be where its sender was last. */
export function callWithoutPlace(report: Report, latest: Fix | undefined): Fix | undefined {
  if (!latest || !isDistress(report)) return undefined;
  const { receivedAt } = report.meta;
  const { lon, lat } = latest;
  const flags = FixFlag.distress | FixFlag.placeAssumed | FixFlag.timeEstimated;
  return onGrid({ fixTime: receivedAt, receivedAt, lon, lat, source: sourceOf(report), flags });
}

function isDistress({ distress }: Report): boolean {
  return distress?.state === 'active';
}

/** The same of a row, whose message is AIS. */
export function fixOfRow(columns: PositionColumns, row: number): Fix | 'fix-in-future' | undefined {
  const lon = columns.lon[row]!;
  if (Number.isNaN(lon)) return undefined;
  const { receivedAt } = columns;
  const fixTime = columns.fixTime[row]!;
  const ahead = fixTime - receivedAt;
  if (ahead > FUTURE_REJECT_MS) return 'fix-in-future';
  const said = columns.flags[row]!;
  const isCoarse = (said & PositionFlag.coarse) !== 0;
  const speedKn = columns.speedKn[row]!;
  const courseDeg = columns.courseDeg[row]!;
  const headingDeg = columns.headingDeg[row]!;
  const fix = new HeldFix();
  // On the grid right away, as `onGrid` has it.
  fix.fixTime = Math.round(fixTime);
  fix.receivedAt = Math.round(receivedAt);
  fix.lon = Math.round(lon * DEGREE_STEPS) / DEGREE_STEPS;
  fix.lat = Math.round(columns.lat[row]! * DEGREE_STEPS) / DEGREE_STEPS;
  fix.flags =
    flagsOf(ahead, (said & PositionFlag.timeEstimated) !== 0, isCoarse) |
    flagsOfNavStatus(columns.status[row]) |
    flagOfSpeed(speedKn);
  if (!Number.isNaN(speedKn)) fix.speedKn = Math.round(speedKn * KNOT_STEPS) / KNOT_STEPS;
  if (!Number.isNaN(courseDeg)) fix.courseDeg = Math.round(courseDeg * COURSE_STEPS) / COURSE_STEPS;
  if (!Number.isNaN(headingDeg)) fix.headingDeg = Math.round(headingDeg * COURSE_STEPS) / COURSE_STEPS;
  if (isCoarse) fix.accuracyM = LONG_RANGE_GRID_M;
  else if ((said & PositionFlag.accurate) !== 0) fix.accuracyM = ACCURATE_M;
  return fix;
}

function flagsOf(aheadMs: number, isEstimated: boolean, isCoarse: boolean): number {
  return (isEstimated ? FixFlag.timeEstimated : 0) | flagOfLead(aheadMs) | (isCoarse ? FixFlag.coarse : 0);
}

function sourceOf(report: Report): Fix['source'] {
  if (report.format === 'ais') return 'ais';
  return report.message.class === 'VMS' && report.message.type === 'MAN' ? 'manual' : 'vms';
}
