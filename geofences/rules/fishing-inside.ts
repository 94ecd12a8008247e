/**
 * What wrong-zone and closed-area have in common: a vessel that is inside and behaves as if it fished. Passing through is
 * no offence; one occurrence lasts from the first slow leg to the last, and a pause does not break it.
 */

import { type Fix, FixFlag } from '../fix.ts';
import { type Activity, fishingSpeedKn } from '../judging/activity.ts';
import type { Occurrence } from '../types.ts';
import type { Basis } from './basis.ts';
import { advance, freshPair, orForget, withMemo, withOpen } from './confirmation.ts';
import type { Moment, Pair, PairContext, Rest, Sighting } from './kind.ts';
import { ended, endedIn, momentBetween, momentDetails, opened } from './occurrences.ts';
import { hysteresisNm, numberFor, type ParamSpec } from './params.ts';
import { permissionEndBetween, permittedSpan } from './permission.ts';
import { type Stay, stayFrom, stayOf } from './stay.ts';

const MINUTE_MS = 60_000;
/** How often the last moment of fishing, or near a port, is noted: a leg of judging/activity.ts, which is how finely it is known. */
const NOTED_EVERY_MS = 10 * MINUTE_MS;
/** Log events need nobody (ui.md §3). */
const LOG_PRIORITY = 4;

export const fishingMinutes: ParamSpec = {
  name: 'fishingMinutes',
  type: 'number',
  unit: 'min',
  default: 60,
  min: 0,
  max: 2880,
  source: {
    vi: 'MonitorFish lấy một giờ trên biển; tàu dò đường vào cảng, ngược sông cũng chậm như thế nhưng ngắn hơn (tự chọn; Global Fishing Watch bỏ các lần từ 20 phút trở xuống)',
    en: 'MonitorFish asks for an hour at sea; a boat that feels its way into a harbour or up a river is as slow for less (own choice; Global Fishing Watch drops events of 20 minutes and less)',
  },
  vi: 'Số phút có dấu hiệu khai thác trong vùng trước khi báo',
  en: 'Minutes of fishing behaviour inside before it is raised',
};

export const pauseMinutes: ParamSpec = {
  name: 'pauseMinutes',
  type: 'number',
  unit: 'min',
  default: undefined,
  bySource: { ais: 120, vms: 250 },
  min: 0,
  max: 10_080,
  source: {
    vi: 'Global Fishing Watch tách hai lần khai thác cách nhau quá 2 giờ; VMS: hai kỳ báo 2 giờ cộng độ trễ, để một chặng chạy nhanh chưa phải là kết thúc',
    en: 'Global Fishing Watch splits fishing events more than 2 h apart; VMS: two duties of 2 h and some delay, so that one fast leg is no end',
  },
  vi: 'Số phút không có dấu hiệu khai thác thì coi là đã dừng; để trống: AIS 120, VMS 250',
  en: 'Minutes without fishing behaviour after which it is over; empty: AIS 120, VMS 250',
};

/** A boat that feels its way along a channel is as slow as one that fishes, and as straight as one that trawls. */
export function portParam(nm: number, source: Basis): ParamSpec {
  return {
    name: 'portNm',
    type: 'number',
    unit: 'nm',
    default: nm,
    min: 0,
    max: 30,
    source,
    vi: 'Không xét khi tàu cách cảng dưới',
    en: 'Not judged nearer to a port than this',
  };
}

/** JSON-safe memory of one stay. */
type FishingStay = Stay & {
  /** The last moment at which it seemed to fish, while that is an open occurrence. */
  readonly fished?: Moment;
  /** About the last moment at which it went slowly near a port: ten minutes less at most. */
  readonly nearPort?: Moment;
  /** Occurrences that the stay has had, logs of its presence apart. */
  readonly count: number;
};

/**
 * One fix of a vessel for which fishing in this zone would be an offence.
 * @param logsPresence also log one that lies in the zone without fishing, at priority 4; one under way is in transit
 */
export function stepFishing(
  pair: Pair | undefined,
  sighting: Sighting,
  context: PairContext,
  closed: Occurrence[],
  logsPresence: boolean,
): Pair | undefined {
  const { params } = context.ready;
  const next = advance(pair ?? freshPair(context, -1), sighting, params, { raisesOn: 1, strict: true });
  if (next.turned && next.pair.side === -1) {
    if (next.pair.open) closed.push(withFishingTime(ended(next.pair.open, next.turned), stayOf(next.pair)));
    return orForget(withMemo(withOpen(next.pair, undefined), undefined), -1);
  }
  const known = next.turned ? withMemo(next.pair, { ...stayFrom(next.turned), count: 0 }) : next.pair;
  const stay = stayOf<FishingStay>(known);
  if (!stay || sighting.side !== 1) return known === pair ? pair : orForget(known, -1);
  const span = permittedSpan(sighting.profile, context.zone.id, sighting.fix.fixTime);
  if (span) return known.open ? underPermission(known, stay, known.open, span.from, sighting, closed) : known;
  if (isFishing(sighting)) {
    const portNm = Number(params.portNm);
    if (portNm > 0 && !isOffence(known, stay) && sighting.isNearPort?.(portNm)) {
      const { fix } = sighting;
      if (stay.nearPort && fix.fixTime - stay.nearPort.time < NOTED_EVERY_MS) return known;
      return withMemo(known, { ...stay, nearPort: momentOf(fix) });
    }
    return fishing(known, stay, sighting, context, closed);
  }
  return resting(known, stay, sighting, context, closed, logsPresence);
}

/** Whether `stepFishing` leaves a pair of a vessel that stays inside as it is. */
export function fishingRests(
  pair: Pair | undefined,
  rest: Rest,
  { ready: { params } }: PairContext,
  logsPresence: boolean,
): boolean {
  const { activity, fix, profile } = rest;
  const stay = pair && stayOf<FishingStay>(pair);
  if (!stay || (profile.permissions && profile.permissions.length > 0)) return false;
  const saysSo = (fix.flags & FixFlag.fishing) !== 0 && activity.slowLegs > 0;
  if (activity.kind === 'fishing' || saysSo) {
    if (activity.kind !== 'fishing') rest.belowKn = Math.min(rest.belowKn, fishingSpeedKn(profile.gear)[1]);
    if (isOffence(pair, stay)) return untilNoted(rest, stay.fished!);
    const portNm = Number(params.portNm);
    if (portNm > 0) {
      if (rest.staysByPort(portNm)) return stay.nearPort !== undefined && untilNoted(rest, stay.nearPort);
      if (!rest.staysOffPorts(portNm)) return false;
    }
    const due = began(stay, activity).time + numberFor(fishingMinutes, params, fix) * MINUTE_MS;
    rest.until = Math.min(rest.until, due - 1);
    return true;
  }
  if (pair.open) {
    if (stay.fished) {
      rest.until = Math.min(rest.until, stay.fished.time + numberFor(pauseMinutes, params, fix) * MINUTE_MS);
    }
    return activity.kind !== 'in-port';
  }
  return !logsPresence || activity.kind !== 'stopped';
}

function untilNoted(rest: Rest, noted: Moment): boolean {
  rest.until = Math.min(rest.until, noted.time + NOTED_EVERY_MS - 1);
  return true;
}

/** By its speed for two legs, or by its own word (AIS status) and one slow leg. */
function isFishing({ activity, fix, profile }: Sighting): boolean {
  if (activity.kind === 'fishing') return true;
  if ((fix.flags & FixFlag.fishing) === 0 || activity.slowLegs === 0) return false;
  return fix.speedKn === undefined || fix.speedKn <= fishingSpeedKn(profile.gear)[1];
}

function fishing(
  pair: Pair,
  stay: FishingStay,
  sighting: Sighting,
  context: PairContext,
  closed: Occurrence[],
): Pair | undefined {
  const { fix } = sighting;
  if (isOffence(pair, stay)) {
    if (fix.fixTime - stay.fished!.time < NOTED_EVERY_MS) return pair;
    return withMemo(pair, { ...stay, fished: momentOf(fix) });
  }
  const start = beginning(stay, sighting, context);
  const minutes = ((sighting.countsUntil ?? fix.fixTime) - start.time) / MINUTE_MS;
  if (minutes < numberFor(fishingMinutes, context.ready.params, fix)) return pair;
  // Along the edge, within the error of its position, it may as well fish outside, where it is free to.
  if (sighting.distanceNm() < hysteresisNm(context.ready.params, fix)) return pair;
  if (pair.open) closed.push(endedIn(pair.open, start));
  const times = [...new Set([stay.fixTime, sighting.activity.slowSince, sighting.previous?.fixTime, fix.fixTime])]
    .filter((time): time is number => time !== undefined && time >= stay.fixTime)
    .sort((a, b) => a - b);
  const details = momentDetails(sighting, { count: 1, first: fix, times, sure: true });
  if (sighting.profile.lengthM !== undefined) details.lengthM = sighting.profile.lengthM;
  if (sighting.profile.gear !== undefined) details.gear = sighting.profile.gear;
  const open = opened(context, sighting.vesselId, { first: stay, times, began: start, nth: stay.count }, details);
  return withMemo(withOpen(pair, open), { ...stay, fished: momentOf(fix), count: stay.count + 1 });
}

/** Fishing here began with the slow legs, but not before it was inside, nor near a port, nor while it had a permission. */
function beginning(stay: FishingStay, sighting: Sighting, context: PairContext): Moment {
  const { activity, fix, previous, profile } = sighting;
  const first = began(stay, activity);
  const permittedTo = permissionEndBetween(profile, context.zone.id, first.time, fix.fixTime);
  return permittedTo === undefined ? first : momentBetween(previous ?? fix, fix, permittedTo);
}

/** The same, whatever it was permitted. */
function began({ since, nearPort }: FishingStay, { slowFrom, slowSince }: Activity): Moment {
  const slowest: Moment | undefined = slowFrom && { time: slowSince, ...slowFrom };
  const here = slowest && slowest.time > since.time ? slowest : since;
  return nearPort && nearPort.time > here.time ? nearPort : here;
}

function resting(
  pair: Pair,
  stay: FishingStay,
  sighting: Sighting,
  context: PairContext,
  closed: Occurrence[],
  logsPresence: boolean,
): Pair {
  const { fix, activity } = sighting;
  const isInPort = activity.kind === 'in-port';
  if (stay.fished && pair.open) {
    const pause = (fix.fixTime - stay.fished.time) / MINUTE_MS;
    if (!isInPort && pause <= numberFor(pauseMinutes, context.ready.params, fix)) return pair;
    closed.push(withFishingTime(endedIn(pair.open, stay.fished), stay));
    return withMemo(withOpen(pair, undefined), { ...stay, fished: undefined });
  }
  if (pair.open) {
    if (!isInPort) return pair;
    closed.push(endedIn(pair.open, momentOf(fix)));
    return withOpen(pair, undefined);
  }
  if (!logsPresence || activity.kind !== 'stopped') return pair;
  const opening = {
    first: stay,
    times: [stay.fixTime, fix.fixTime],
    began: stay.since,
    nth: `presence ${fix.fixTime}`,
  };
  const open = opened(context, sighting.vesselId, opening, { presence: 'stopped' });
  return withMemo(withOpen(pair, { ...open, priority: LOG_PRIORITY }), { ...stay, fished: undefined });
}

/** What is open may also be a log of its presence, or may have been taken back. */
function isOffence(pair: Pair, stay: FishingStay): boolean {
  return pair.open !== undefined && stay.fished !== undefined;
}

/** A permission began while it was open; one that covers its very beginning makes it no offence at all. */
function underPermission(
  pair: Pair,
  stay: FishingStay,
  open: Occurrence,
  from: number,
  { previous, fix }: Sighting,
  closed: Occurrence[],
): Pair {
  if (from > open.raisedAt)
    closed.push(withFishingTime(endedIn(open, momentBetween(previous ?? fix, fix, from)), stay));
  return withMemo(withOpen(pair, undefined), { ...stay, fished: undefined });
}

/** How long it seemed to fish, once that is over. */
function withFishingTime(closed: Occurrence, stay: FishingStay | undefined): Occurrence {
  if (!stay?.fished) return closed;
  const fishingHours = Math.round(((stay.fished.time - closed.raisedAt) / 3_600_000) * 100) / 100;
  return { ...closed, details: { ...closed.details, fishingHours } };
}

function momentOf({ fixTime, lon, lat }: Fix): Moment {
  return { time: fixTime, lon, lat };
}
