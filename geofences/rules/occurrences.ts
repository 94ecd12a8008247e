/** How a finding becomes an occurrence: its id, its times and places, its evidence. */
import type { Fix } from '../fix.ts';
import { normalLon } from '../geometry/ellipsoid.ts';
import { pointOn, wayBetween } from '../geometry/way.ts';
import type { Crossing, Occurrence } from '../types.ts';
import type { Moment, PairContext, ReadyRule, Run, Sighting } from './kind.ts';

/**
 * 64-bit FNV-1a (Fowler, Noll, Vo) over UTF-16 code units in two 32-bit lanes with different offsets, as 16 hex digits.
 * The same parts give the same id on every machine and in every order of arrival; it is no secret.
 */
export function occurrenceId(...parts: (string | number)[]): string {
  let high = 0x811c9dc5;
  let low = 0xcbf29ce4;
  const text = parts.join('\u0000');
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    high = Math.imul(high ^ code, 0x01000193);
    low = Math.imul(low ^ (code + i), 0x01000193) ^ (low >>> 15);
  }
  return hex(high) + hex(low);
}

function hex(value: number): string {
  return (value >>> 0).toString(16).padStart(8, '0');
}

/** Where and when the way between two fixes is at `fraction`; the grid of 1e-7° is that of fixes. */
export function crossingAt(before: Fix, after: Fix, fraction: number): Crossing {
  const { lon, lat } = pointOn(wayBetween(before.lon, before.lat, after.lon, after.lat), fraction);
  return {
    before,
    after,
    time: Math.round(before.fixTime + (after.fixTime - before.fixTime) * fraction),
    lon: onGrid(normalLon(lon)),
    lat: onGrid(lat),
    fraction,
  };
}

function onGrid(degrees: number): number {
  return Math.round(degrees * 1e7) / 1e7;
}

/** What an occurrence starts with; a run is one. */
interface Opening {
  /** The id goes by it, so it should be what late data moves least. */
  first: Pick<Fix, 'fixTime' | 'lon' | 'lat'>;
  times: readonly number[];
  crossing?: Crossing;
  began?: Moment;
  /** Tells apart what starts with the same fix: the second violation of one stay, the stay itself. */
  nth?: number | string;
}

/** An occurrence that starts at the crossing when there is one, else when it began, else at the first fix. */
export function opened(
  context: PairContext,
  vesselId: string,
  run: Opening,
  details: Occurrence['details'],
): Occurrence {
  const { ready, zone } = context;
  const start = run.crossing;
  const { time, lon, lat } = start ?? run.began ?? { time: run.first.fixTime, lon: run.first.lon, lat: run.first.lat };
  const occurrence: Occurrence = {
    id: occurrenceId(
      ready.rule.id,
      ready.version,
      vesselId,
      zone.id,
      zone.properties.version,
      ...startOf(run.first),
      details?.unseen ?? run.nth ?? '',
    ),
    ...named(ready),
    vesselId,
    zoneId: zone.id,
    zoneVersion: zone.properties.version,
    state: 'raised',
    raisedAt: time,
    lon,
    lat,
    evidence: start ? [start.before.fixTime, ...run.times] : [...run.times],
  };
  if (start) occurrence.crossing = start;
  if (details) occurrence.details = details;
  return occurrence;
}

/** Time alone would not do: devices send several positions with one time. */
function startOf({ fixTime, lon, lat }: Opening['first']): number[] {
  return [fixTime, lon, lat];
}

export function named(ready: ReadyRule): Pick<Occurrence, 'ruleId' | 'ruleVersion' | 'kind' | 'priority'> {
  return {
    ruleId: ready.rule.id,
    ruleVersion: ready.version,
    kind: ready.kind.kind,
    priority: ready.rule.priority ?? ready.kind.priority,
  };
}

/** An occurrence of a rule that watches the track itself, begun by `first`; `evidence` are fix times (epoch ms). */
export function openedOnTrack(
  ready: ReadyRule,
  vesselId: string,
  first: Fix,
  evidence: readonly number[],
  details?: Occurrence['details'],
): Occurrence {
  const occurrence: Occurrence = {
    id: occurrenceId(ready.rule.id, ready.version, vesselId, ready.kind.kind, ...startOf(first), first.source),
    ...named(ready),
    vesselId,
    state: 'raised',
    raisedAt: first.fixTime,
    lon: first.lon,
    lat: first.lat,
    evidence: [...evidence],
  };
  if (details) occurrence.details = details;
  return occurrence;
}

/** The occurrence ended by a fix. */
export function endedOnTrack(open: Occurrence, fix: Fix, details?: Occurrence['details']): Occurrence {
  const evidence = open.evidence.includes(fix.fixTime) ? open.evidence : [...open.evidence, fix.fixTime];
  const closed: Occurrence = { ...endedAt(open, fix), evidence };
  return details ? { ...closed, details: { ...open.details, ...details } } : closed;
}

/** The occurrence ended by `run`. */
export function ended(open: Occurrence, run: Run): Occurrence {
  // After an odd fix the way begins before it, and so may its crossing: nothing ends before it began.
  const end = run.crossing && run.crossing.time >= open.raisedAt ? run.crossing : undefined;
  const times = end ? [end.before.fixTime, ...run.times] : run.times;
  const closed: Occurrence = {
    ...open,
    state: 'cleared',
    clearedAt: end ? end.time : run.first.fixTime,
    clearedLon: end ? end.lon : run.first.lon,
    clearedLat: end ? end.lat : run.first.lat,
    evidence: [...open.evidence, ...times.filter((time) => !open.evidence.includes(time))],
  };
  if (end) closed.clearedCrossing = end;
  return closed;
}

/** Ended by a fix, without a word on how. */
export function endedAt(open: Occurrence, fix: Fix): Occurrence {
  return endedIn(open, { time: fix.fixTime, lon: fix.lon, lat: fix.lat });
}

/** Ended at a moment that need not be that of a fix: the zone went out of force, a permission began. */
export function endedIn(open: Occurrence, { time, lon, lat }: Moment): Occurrence {
  return { ...open, state: 'cleared', clearedAt: time, clearedLon: lon, clearedLat: lat };
}

/** Where the vessel was at a time between two fixes, on the straight way; at the nearer fix for a time beyond them. */
export function momentBetween(before: Fix, after: Fix, time: number): Moment {
  const span = after.fixTime - before.fixTime;
  const fraction = span > 0 ? Math.min(1, Math.max(0, (time - before.fixTime) / span)) : 1;
  const { lon, lat } = crossingAt(before, after, fraction);
  return { time, lon, lat };
}

/** Ended because the vessel is heard elsewhere, where it cannot have gone: nobody knows what became of the track that it was on. */
export function cutOffAt(open: Occurrence, fix: Fix): Occurrence {
  return { ...endedAt(open, fix), details: { ...open.details, outcome: 'elsewhere' } };
}

/** What a sentence may want to show of the moment: speed, course, and how sure it is. */
export function momentDetails(sighting: Sighting, run: Run): Record<string, number | string> {
  const details: Record<string, number | string> = {};
  const { fix } = sighting;
  if (fix.speedKn !== undefined) details.speedKn = fix.speedKn;
  if (fix.courseDeg !== undefined) details.courseDeg = fix.courseDeg;
  const gapMinutes = run.crossing ? (run.crossing.after.fixTime - run.crossing.before.fixTime) / 60_000 : 0;
  if (run.crossing) details.gapMinutes = Math.round(gapMinutes * 10) / 10;
  details.confidence = confidence(run.sure, gapMinutes);
  return details;
}

/** A VMS duty is 2 h between fixes (NĐ 37/2024) and 3 h for old devices: within it the crossing is well bracketed. */
const WELL_BRACKETED_MIN = 180;
/** Loss of signal begins at 6 h (NĐ 26/2019 Đ.44): across such a gap the vessel may have been anywhere. */
const LOOSELY_BRACKETED_MIN = 360;

/** @param sure a fix lies beyond its own error; @param gapMinutes between the two fixes that bracket the moment */
export function confidence(sure: boolean, gapMinutes: number): 'high' | 'medium' | 'low' {
  if (!sure || gapMinutes >= LOOSELY_BRACKETED_MIN) return 'low';
  return gapMinutes <= WELL_BRACKETED_MIN ? 'high' : 'medium';
}
