/**
 * Since when and where a vessel is silent in the eyes of one rule, and the occurrence that makes. What the clock finds and
 * what the next fix shows afterwards are the same occurrence.
 */
import type { Fix } from '../fix.ts';
import { METRES_PER_NM, quickDistanceM } from '../geometry/ellipsoid.ts';
import type { Occurrence } from '../types.ts';
import type { Moment, ReadyRule, SilenceTerms } from './kind.ts';
import { named, occurrenceId } from './occurrences.ts';

const HOUR_MS = 3_600_000;

/**
 * Immutable and JSON-safe. It stands in a vessel's state only after fixes that do not count as reports; otherwise it
 * follows from the last fix that does.
 */
export interface SilenceWatch {
  rule: string;
  /** Fix time from which silence is counted. */
  since: number;
  /** It is where the rule counts: at sea, or in port. */
  owed: boolean;
  /** Fix time of the last position declared by other means, for rules that heed them. */
  declared?: number;
  /** Last known place when it was raised, and when that was; absent: the vessel's last fix of any kind. */
  at?: number;
  lon?: number;
  lat?: number;
}

/** A silence with all that its occurrence is made of. */
export interface SilenceCase {
  ready: ReadyRule;
  terms: SilenceTerms;
  vesselId: string;
  watch: SilenceWatch;
  /** Where it was last seen, by whatever source. */
  place: Moment;
}

/** Epoch ms after which it is raised. */
export function raisesAt({ since, declared }: SilenceWatch, { leadMs, afterMs }: SilenceTerms): number {
  return Math.max(since + leadMs, declared ?? Number.NEGATIVE_INFINITY) + afterMs;
}

export function isSilent(watch: SilenceWatch, time: number, terms: SilenceTerms): boolean {
  return watch.owed && time > raisesAt(watch, terms);
}

/** When the clock has to look next, not before `now`; undefined when nothing more can happen. */
export function nextDue(watch: SilenceWatch, terms: SilenceTerms, now: number): number | undefined {
  const raise = raisesAt(watch, terms);
  if (raise >= now) return Number.isFinite(raise) ? raise : undefined;
  const over = terms.untilMs === undefined ? Number.POSITIVE_INFINITY : watch.since + terms.untilMs;
  if (over < now) return undefined;
  const again = terms.everyMs ? raise + Math.ceil((now - raise) / terms.everyMs) * terms.everyMs : over;
  const due = Math.min(over, again);
  return Number.isFinite(due) ? due : undefined;
}

/** The silence as it stands at a time of the clock: raised, or handed over to the next step of the ladder. */
export function silenceAt(silence: SilenceCase, now: number): Occurrence {
  const { terms, watch, place } = silence;
  const over = terms.untilMs === undefined ? undefined : watch.since + terms.untilMs;
  if (over === undefined || now <= over) return raised(silence, now);
  const { lon, lat } = place;
  return cleared(raised(silence, over), { time: over, lon, lat }, silence, { outcome: 'superseded' });
}

/** Ended by a fix: a report, or a sighting that makes the silence another one. */
export function silenceEnded(
  silence: SilenceCase,
  fix: Fix,
  outcome: 'restored' | 'declared' | 'in-port' | 'at-sea',
): Occurrence {
  const { terms, watch, place } = silence;
  if (terms.untilMs !== undefined && fix.fixTime > watch.since + terms.untilMs) return silenceAt(silence, fix.fixTime);
  const hours = (fix.fixTime - place.time) / HOUR_MS;
  const distanceNm = quickDistanceM(place.lon, place.lat, fix.lon, fix.lat) / METRES_PER_NM;
  const moment = { time: fix.fixTime, lon: fix.lon, lat: fix.lat };
  const closed = cleared(raised(silence, fix.fixTime), moment, silence, {
    outcome,
    distanceNm: round(distanceNm),
    ...(hours > 0 ? { impliedKn: round(distanceNm / hours) } : {}),
    ...possible(silence, fix.fixTime),
  });
  return { ...closed, evidence: [...closed.evidence, fix.fixTime] };
}

function raised(silence: SilenceCase, time: number): Occurrence {
  const { ready, terms, vesselId, watch, place } = silence;
  const raisedAt = raisesAt(watch, terms);
  const thresholdHours = round((raisedAt - watch.since) / HOUR_MS);
  const details: Record<string, number | string> = { silentHours: thresholdHours, thresholdHours };
  if (terms.everyMs) details.missed = 1 + Math.floor((Math.max(time, raisedAt) - raisedAt) / terms.everyMs);
  const { deadlineHours } = ready.params;
  if (typeof deadlineHours === 'number') details.deadlineHours = deadlineHours;
  return {
    id: occurrenceId(ready.rule.id, ready.version, vesselId, ready.kind.kind, watch.declared ?? watch.since),
    ...named(ready),
    vesselId,
    state: 'raised',
    raisedAt,
    lon: place.lon,
    lat: place.lat,
    evidence: watch.declared === undefined ? [watch.since] : [watch.since, watch.declared],
    details: { ...details, ...possible(silence, raisedAt) },
  };
}

function cleared(
  open: Occurrence,
  { time, lon, lat }: Moment,
  { watch }: SilenceCase,
  details: Record<string, number | string>,
): Occurrence {
  const silentHours = round((time - watch.since) / HOUR_MS);
  return {
    ...open,
    state: 'cleared',
    clearedAt: time,
    clearedLon: lon,
    clearedLat: lat,
    details: { ...open.details, silentHours, ...details },
  };
}

/**
 * A circle of this size is no help to whoever goes and looks. Own choice: from the middle of Vietnam's coast (Đà Nẵng) no shore of the
 * South China Sea is as far; the farthest, at Singapore, is about 915 nm away.
 */
export const MOST_POSSIBLE_NM = 1000;

/**
 * Circle round the last known place in which it must be at a time, going no faster than it can; it grows with `maxKn`, up to
 * `MOST_POSSIBLE_NM`, which says: anywhere.
 */
function possible({ ready, place }: SilenceCase, time: number): Record<string, number> {
  const { maxKn } = ready.params;
  if (typeof maxKn !== 'number') return {};
  const reachNm = ((time - place.time) / HOUR_MS) * maxKn;
  return { possibleNm: round(Math.min(reachNm, MOST_POSSIBLE_NM)), maxKn };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
