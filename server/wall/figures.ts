/** The numbers that hang on a wall. Pure: what is known at an instant → tiles, and the fleet by how long it has been silent. */
import type { Fix } from '../../geofences/fix.ts';
import type { FeedStatus } from '../live/protocol.ts';
import type { Alert } from '../models/alert.ts';
import type { Vessel } from '../models/vessel.ts';
import type { WallTargets } from './config.ts';

export const tileNames = [
  'reporting',
  'silent',
  'longSilent',
  'boundary',
  'urgent',
  'waiting',
  'oldest',
  'acknowledge',
  'cases',
  'feeds',
  'messages',
] as const;
export type TileName = (typeof tileNames)[number];

export interface Tile {
  name: TileName;
  /** Absent: not known, which is never shown as good. */
  value?: number;
  /** What the value is a part of. */
  of?: number;
  unit: 'count' | 'ms';
  target?: { atLeast: number } | { atMost: number };
  state: 'good' | 'out' | 'unknown' | 'plain';
  /** Epoch ms of the newest data that it is made of; absent: there is none. */
  asOf?: number;
  /** Values at equal steps up to now, the oldest first; null where nobody knows. */
  series: (number | null)[];
}

/** How long ago a vessel that owes reports was heard. */
export interface SilenceBands {
  /** Within twice its own interval. */
  reporting: number;
  /** Later than that, up to 6 h. */
  late: number;
  /** 6 h to 10 days (NĐ 37/2024: loss of connection). */
  silent: number;
  /** More than 10 days. */
  longSilent: number;
  /** Never since it was entered. */
  never: number;
}

export interface FleetGroup extends SilenceBands {
  /** Province as the registry writes it; absent: it says none. */
  province?: string;
  owing: number;
}

export interface WallFigures {
  /** Epoch ms. */
  takenAt: number;
  stepMs: number;
  tiles: Tile[];
  /** Largest first, then what was too small for a row of its own together. */
  fleet: FleetGroup[];
  /** Registered vessels that owe no reports. */
  notOwing: number;
}

export interface Known {
  now: number;
  vessels: Iterable<Vessel>;
  latest: ReadonlyMap<string, Fix>;
  /** Those that are open, and those raised within a day. */
  alerts: readonly Alert[];
  openCases: number;
  feeds: readonly FeedStatus[];
  failedMessages: number;
  /** Receive time up to which the store has everything. */
  coversTo?: number;
  targets: WallTargets;
  /** What was the case at earlier instants. */
  past: readonly Sample[];
}

/** What cannot be worked out later from what is stored. */
export interface Sample {
  at: number;
  values: Partial<Record<TileName, number>>;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const SILENT_MS = 6 * HOUR_MS;
const LONG_SILENT_MS = 10 * DAY_MS;
/** A feed that has been quiet for longer does not deliver (web/ui/health.ts). */
const QUIET_FEED_MS = 5 * MINUTE_MS;
export const stepMs = 30 * MINUTE_MS;
export const steps = 48;
const MOST_GROUPS = 7;

export function wallFigures(known: Known): WallFigures {
  const { now } = known;
  const { groups, notOwing } = fleetOf(known);
  const all = sumOf(groups);
  return { takenAt: now, stepMs, tiles: tilesOf(known, all), fleet: largest(groups), notOwing };
}

/** Which band an owing vessel falls into. @param fixTime of its newest fix */
export function bandOf(now: number, intervalMin: number, fixTime: number | undefined): keyof SilenceBands {
  if (fixTime === undefined) return 'never';
  const age = now - fixTime;
  if (age > LONG_SILENT_MS) return 'longSilent';
  if (age <= 2 * intervalMin * MINUTE_MS) return 'reporting';
  return age > SILENT_MS ? 'silent' : 'late';
}

function fleetOf({ now, vessels, latest }: Known): { groups: FleetGroup[]; notOwing: number } {
  const byProvince = new Map<string | undefined, FleetGroup>();
  let notOwing = 0;
  for (const { id, registered, reportingIntervalMin, province } of vessels) {
    if (!registered) continue;
    if (reportingIntervalMin === undefined) {
      notOwing++;
      continue;
    }
    const group = byProvince.get(province) ?? emptyGroup(province);
    byProvince.set(province, group);
    group.owing++;
    group[bandOf(now, reportingIntervalMin, latest.get(id)?.fixTime)]++;
  }
  return { groups: [...byProvince.values()].sort((a, b) => b.owing - a.owing), notOwing };
}

function emptyGroup(province?: string): FleetGroup {
  return {
    ...(province !== undefined && { province }),
    owing: 0,
    reporting: 0,
    late: 0,
    silent: 0,
    longSilent: 0,
    never: 0,
  };
}

function sumOf(groups: readonly FleetGroup[], province?: string): FleetGroup {
  const sum = emptyGroup(province);
  for (const group of groups)
    for (const key of ['owing', 'reporting', 'late', 'silent', 'longSilent', 'never'] as const) sum[key] += group[key];
  return sum;
}

function largest(groups: FleetGroup[]): FleetGroup[] {
  if (groups.length <= MOST_GROUPS) return groups;
  return [...groups.slice(0, MOST_GROUPS - 1), sumOf(groups.slice(MOST_GROUPS - 1), '…')];
}

function tilesOf(known: Known, all: FleetGroup): Tile[] {
  const { now, alerts, feeds, targets, coversTo, past } = known;
  const heardAt = newest(feeds.map(({ lastByteAt }) => lastByteAt));
  const owes = all.owing > 0;
  const fleetTile = (name: TileName, value: number, target?: Tile['target']): Tile =>
    judged({
      name,
      unit: 'count',
      asOf: heardAt,
      series: sampled(name, past, now),
      ...(owes && { value, of: all.owing }),
      target,
    });
  const alertTile = (name: TileName, holds: (alert: Alert, at: number) => boolean, most: number): Tile => {
    const counted = (at: number): number =>
      distinct(
        alerts.filter((alert) => holds(alert, at)),
        name,
      );
    return judged({
      name,
      unit: 'count',
      value: counted(now),
      target: { atMost: most },
      asOf: coversTo,
      series: atSteps(now, counted),
    });
  };
  const answerMs = targets.acknowledgeMinutes * MINUTE_MS;
  const counted = countedFeeds(feeds);
  const delivering = counted.filter((feed) => isDelivering(feed, now));
  return [
    fleetTile('reporting', all.reporting, { atLeast: Math.ceil((targets.reportingPercent / 100) * all.owing) }),
    fleetTile('silent', all.silent, { atMost: targets.silent }),
    fleetTile('longSilent', all.longSilent, { atMost: targets.longSilent }),
    alertTile('boundary', isAcross, targets.boundary),
    alertTile('urgent', isUrgent, targets.urgent),
    alertTile('waiting', wasWaiting, targets.waiting),
    judged({
      name: 'oldest',
      unit: 'ms',
      value: longestWait(alerts.filter(isOpenNow).filter(isWaiting), now),
      target: { atMost: answerMs },
      asOf: coversTo,
      series: atSteps(now, (at) =>
        longestWait(
          alerts.filter((alert) => wasWaiting(alert, at)),
          at,
        ),
      ),
    }),
    judged({
      name: 'acknowledge',
      unit: 'ms',
      value: usualDelay(alerts, now),
      target: { atMost: answerMs },
      asOf: coversTo,
      series: atSteps(now, (at) => usualDelay(alerts, at) ?? null),
    }),
    judged({
      name: 'cases',
      unit: 'count',
      value: known.openCases,
      target: { atMost: targets.openCases },
      asOf: coversTo,
      series: sampled('cases', past, now),
    }),
    judged({
      name: 'feeds',
      unit: 'count',
      ...(counted.length > 0 && { value: delivering.length, of: counted.length }),
      target: { atLeast: counted.length },
      asOf: heardAt,
      series: sampled('feeds', past, now),
    }),
    judged({
      name: 'messages',
      unit: 'count',
      value: known.failedMessages,
      target: { atMost: targets.failedMessages },
      asOf: coversTo,
      series: sampled('messages', past, now),
    }),
  ];
}

function judged({ value, target, ...tile }: Omit<Tile, 'state'>): Tile {
  const known = { ...tile, ...(value !== undefined && { value }), ...(target && { target }) };
  if (value === undefined) return { ...known, state: 'unknown' };
  if (!target) return { ...known, state: 'plain' };
  const isMet = 'atLeast' in target ? value >= target.atLeast : value <= target.atMost;
  return { ...known, state: isMet ? 'good' : 'out' };
}

/** Feeds that should deliver: what was never heard of beside others is a door that nobody uses. */
export function countedFeeds(feeds: readonly FeedStatus[]): FeedStatus[] {
  return feeds.filter(({ lastByteAt, state }) => state !== 'ended' && (lastByteAt !== undefined || state !== 'open'));
}

export function isDelivering({ lastByteAt }: FeedStatus, now: number): boolean {
  return lastByteAt !== undefined && now - lastByteAt <= QUIET_FEED_MS;
}

/** By a person, within a day: what the system files by itself (priority 4) says nothing about how fast people are. */
export function wasAcknowledgedLately({ response: { acknowledgedAt, acknowledgedBy } }: Alert, now: number): boolean {
  return acknowledgedAt !== undefined && acknowledgedBy !== 'system' && acknowledgedAt > now - DAY_MS;
}

export function isOpenNow({ caseId, response }: Alert): boolean {
  return caseId !== '' && response.state !== 'closed';
}

export function isWaiting({ response }: Alert): boolean {
  return response.state === 'unacknowledged' || response.state === 'returned';
}

function holdsAt({ occurrence, detectedAt }: Alert, at: number): boolean {
  if (occurrence.state === 'retracted' || detectedAt > at) return false;
  return occurrence.raisedAt <= at && (occurrence.clearedAt ?? Number.POSITIVE_INFINITY) > at;
}

export function isAcross(alert: Alert, at: number): boolean {
  return alert.occurrence.kind === 'boundary-cross' && holdsAt(alert, at);
}

export function isUrgent(alert: Alert, at: number): boolean {
  return alert.occurrence.priority <= 2 && holdsAt(alert, at);
}

/** Of earlier instants as far as is kept: an alert that came back after its acknowledgement is taken for acknowledged then. */
function wasWaiting(alert: Alert, at: number): boolean {
  if (alert.caseId === '' || alert.detectedAt > at) return false;
  const { acknowledgedAt, closedAt, shelvedAt } = alert.response;
  const answeredAt = acknowledgedAt ?? shelvedAt ?? closedAt;
  return answeredAt === undefined ? isWaiting(alert) : answeredAt > at;
}

/** Boundaries are about vessels, however many rules say so; all else is about alerts. */
function distinct(alerts: readonly Alert[], name: TileName): number {
  return name === 'boundary' ? new Set(alerts.map(({ occurrence }) => occurrence.vesselId)).size : alerts.length;
}

function longestWait(waiting: readonly Alert[], at: number): number {
  return waiting.reduce((longest, { detectedAt }) => Math.max(longest, at - detectedAt), 0);
}

/** The middle one of the day before, of the alerts that are known: of earlier instants those raised up to a day before are not. */
function usualDelay(alerts: readonly Alert[], at: number): number | undefined {
  const delays = alerts
    .filter((alert) => wasAcknowledgedLately(alert, at) && alert.response.acknowledgedAt! <= at)
    .map(({ response, detectedAt }) => response.acknowledgedAt! - detectedAt)
    .sort((a, b) => a - b);
  return delays[Math.floor(delays.length / 2)];
}

function atSteps<T>(now: number, value: (at: number) => T): T[] {
  return Array.from({ length: steps }, (_, i) => value(now - (steps - 1 - i) * stepMs));
}

/** The last sample of each step. */
function sampled(name: TileName, past: readonly Sample[], now: number): (number | null)[] {
  const series: (number | null)[] = Array.from({ length: steps }, () => null);
  for (const { at, values } of past) {
    const step = steps - 1 - Math.floor((now - at) / stepMs);
    if (step >= 0 && step < steps) series[step] = values[name] ?? null;
  }
  return series;
}

function newest(times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}
