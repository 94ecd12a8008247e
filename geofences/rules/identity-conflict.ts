/**
 * identity-conflict: one identity is heard from two places at once. Either two tracks that no one vessel can have sailed
 * both go on (judging/belief.ts keeps them apart, so that the second judges nobody), or AIS and VMS of one vessel lie too
 * far apart at the same time: its VMS device, or its MMSI, is on another boat. Or its positions come from the VMS unit of
 * another vessel: one device on two.
 */
import type { BorrowedDevice, Fix } from '../fix.ts';
import { quickDistanceM } from '../geometry/ellipsoid.ts';
import { ESTABLISHED } from '../judging/belief.ts';
import type { Occurrence } from '../types.ts';
import type { Pair, ReadyRule, TrackKindOfRule, TrackSighting } from './kind.ts';
import { endedOnTrack, openedOnTrack } from './occurrences.ts';
import { appliesToParam, type ParamSpec } from './params.ts';

const minutes: ParamSpec = {
  name: 'minutes',
  type: 'number',
  unit: 'min',
  default: 20,
  min: 1,
  max: 10_080,
  source: {
    vi: 'thông lệ: cùng một MMSI phát ở hai nơi từ 20 phút',
    en: 'usual practice: the same MMSI in two live segments for 20 min or more',
  },
  vi: 'Thời gian hai hành trình cùng tồn tại ít nhất',
  en: 'Least time during which both tracks go on',
};
const apartNm: ParamSpec = {
  name: 'apartNm',
  type: 'number',
  unit: 'nm',
  default: 2,
  min: 0.5,
  max: 100,
  source: {
    vi: 'thông lệ: AIS và VMS lệch nhau quá 2 hải lý cùng lúc',
    en: 'usual practice: AIS–VMS mismatch over 2 nm at the same time',
  },
  vi: 'AIS và VMS cùng lúc cách nhau quá',
  en: 'AIS and VMS at one time apart by more than',
};
const clearHours: ParamSpec = {
  name: 'clearHours',
  type: 'number',
  unit: 'h',
  default: 8,
  min: 1,
  max: 720,
  source: {
    vi: 'Global Fishing Watch: hành trình 8 giờ không có tin là đã hết',
    en: 'Global Fishing Watch’s segmenter: a track not heard for 8 h is over',
  },
  vi: 'Số giờ không còn nghe thấy ở nơi thứ hai để kết thúc',
  en: 'Hours without a word from the second place that end it',
};

/** AIS and VMS fixes this near in time are held against each other. */
const SAME_TIME_MS = 10 * 60_000;
/** A fishing vessel seldom does more (ui.md §2): between the two times it may have gone so far. */
const MOST_KN = 25;

/** AIS and VMS have disagreed in every comparison from one fix time to the other. Plain data in the pair's memo. */
interface Quarrel {
  since: number;
  until: number;
}

interface Memory {
  quarrel?: Quarrel;
  /** Fix time since which it has been reported by another's unit. */
  borrowedSince?: number;
  /** Fix time at which the second place was last heard, once it is said. */
  lastHeard?: number;
}

/** What is heard from where it cannot be. */
interface Second {
  place: Fix;
  since: number;
  lastHeard: number;
  reason: 'two-tracks' | 'ais-vms' | 'one-device';
  /** The vessel whose device it is. */
  owner?: string;
}

export const identityConflict: TrackKindOfRule = {
  kind: 'identity-conflict',
  title: { vi: 'Một số hiệu ở hai nơi', en: 'One identity in two places' },
  watches: 'track',
  sees: 'all',
  priority: 3,
  params: [minutes, apartNm, clearHours, appliesToParam('all')],
  explain: (params) => ({
    vi: `Báo khi một số hiệu tàu phát vị trí từ hai nơi cùng lúc trong ${params.minutes} phút trở lên mà một tàu không thể đi lại giữa hai nơi, khi AIS và VMS của cùng tàu cách nhau quá ${params.apartNm} hải lý, hoặc khi vị trí của tàu được gửi từ thiết bị VMS của tàu khác trong ${params.minutes} phút trở lên. Chỉ hành trình có trước được xét các quy tắc khác. Kết thúc khi nơi thứ hai, hoặc thiết bị của tàu khác, im lặng ${params.clearHours} giờ.`,
    en: `Raised when one identity sends from two places at once for ${params.minutes} min or more and no one vessel can be at both, when its AIS and VMS lie more than ${params.apartNm} nm apart, or when its positions come from another vessel’s VMS unit for ${params.minutes} min or more. Other rules judge the track that was there first alone. Cleared when the second place, or the other’s unit, has been quiet for ${params.clearHours} h.`,
  }),
  consequence: {
    vi: 'Hai tàu dùng chung một số hiệu, hoặc thiết bị gửi trên tàu khác: không biết tàu nào ở đâu, cảnh báo có thể nhầm tàu.',
    en: 'Two vessels use one identity, or a device rides on another boat: nobody knows which is where, and alerts may name the wrong one.',
  },
  action: {
    vi: 'Đối chiếu MMSI, mã thiết bị với đăng ký; gọi chủ tàu ở cả hai nơi; nếu thiết bị ở tàu khác, lập biên bản theo quy định.',
    en: 'Compare MMSI and device with the registry; call the owners at both places; if the device is on another boat, record it as prescribed.',
  },
  /** own choice: first call as in a loss of signal (domain.md §2.1) */
  minutesToAct: 120,
  rests(pair, rest, { params }) {
    // Only another word from the second place, or from the other source, changes anything, and neither passes.
    const { lastHeard } = (pair?.memo ?? NOTHING) as Memory;
    if (pair?.open) {
      rest.until = Math.min(rest.until, (lastHeard ?? rest.fix.fixTime) + Number(params.clearHours) * 3_600_000);
    }
    return true;
  },
  step(pair, seen, ready, closed) {
    const { aside, fix, previous } = seen;
    const isOther = previous !== undefined && previous.source !== fix.source && isComparable(previous, fix);
    const borrowed = borrowedAt(seen);
    if (!pair && !isOther && !borrowed && (aside === undefined || aside.count < ESTABLISHED)) return undefined;
    const memory = (pair?.memo ?? NOTHING) as Memory;
    const quarrel = isOther ? compared(memory.quarrel, previous, fix, ready) : memory.quarrel;
    const second = twoTracks(seen, ready) ?? twoSources(quarrel, seen, ready) ?? oneDevice(borrowed, seen, ready);
    const borrowedSince = borrowed?.from;
    if (pair?.open)
      return kept(pair, { quarrel, lastHeard: second?.lastHeard ?? memory.lastHeard }, seen, ready, closed);
    if (second) return raised({ quarrel, lastHeard: second.lastHeard }, second, seen, ready);
    if (!quarrel && !borrowed) return undefined;
    const isSame = quarrel === memory.quarrel && borrowedSince === memory.borrowedSince;
    return isSame ? pair : { rule: ready.rule.id, zone: '', side: -1, memo: { quarrel, borrowedSince } };
  },
};

const NOTHING: Memory = {};

/** A position that somebody typed in has a time of its own making. */
function isComparable(a: Fix, b: Fix): boolean {
  return a.source !== 'manual' && b.source !== 'manual' && b.fixTime - a.fixTime <= SAME_TIME_MS;
}

/** The quarrel with one more comparison; undefined when AIS and VMS agree. */
function compared(quarrel: Quarrel | undefined, a: Fix, b: Fix, ready: ReadyRule): Quarrel | undefined {
  const apartNm = quickDistanceM(a.lon, a.lat, b.lon, b.lat) / 1852;
  const mayHaveGoneNm = (MOST_KN * (b.fixTime - a.fixTime)) / 3_600_000;
  if (apartNm <= Number(ready.params.apartNm) + mayHaveGoneNm) return undefined;
  return { since: quarrel?.since ?? a.fixTime, until: b.fixTime };
}

/** Both tracks have been alive for long enough. */
function twoTracks(
  { aside, since, fix, isBelieved, lastBelieved }: TrackSighting,
  ready: ReadyRule,
): Second | undefined {
  if (!aside || aside.count < ESTABLISHED) return undefined;
  const newest = isBelieved ? fix : lastBelieved;
  if (!newest) return undefined;
  const began = Math.max(since, aside.since);
  const together = Math.min(newest.fixTime, aside.last.fixTime) - began;
  if (together < Number(ready.params.minutes) * 60_000) return undefined;
  return { place: aside.last, since: began, lastHeard: aside.last.fixTime, reason: 'two-tracks' };
}

function twoSources(
  quarrel: Quarrel | undefined,
  { fix, previous }: TrackSighting,
  ready: ReadyRule,
): Second | undefined {
  if (!quarrel || quarrel.until !== fix.fixTime || !previous) return undefined;
  if (quarrel.until - quarrel.since < Number(ready.params.minutes) * 60_000) return undefined;
  return { place: previous, since: quarrel.since, lastHeard: quarrel.until, reason: 'ais-vms' };
}

function borrowedAt({ profile, fix: { source, fixTime } }: TrackSighting): BorrowedDevice | undefined {
  if (source !== 'vms') return undefined;
  return profile.borrowed?.find(({ from, until }) => from <= fixTime && fixTime <= until);
}

/** Its positions come from another's unit for long enough: one may be a slip of the provider's. */
function oneDevice(borrowed: BorrowedDevice | undefined, { fix }: TrackSighting, ready: ReadyRule): Second | undefined {
  if (!borrowed || fix.fixTime - borrowed.from < Number(ready.params.minutes) * 60_000) return undefined;
  const { from: since, vessel: owner } = borrowed;
  return { place: fix, since, lastHeard: fix.fixTime, reason: 'one-device', owner };
}

function raisedByDevice(
  memo: Memory,
  { since, owner }: Second,
  { fix, vesselId }: TrackSighting,
  ready: ReadyRule,
): Pair {
  const open = openedOnTrack(ready, vesselId, fix, [since, fix.fixTime], {
    reason: 'one-device',
    togetherMinutes: Math.round((fix.fixTime - since) / 60_000),
  });
  return { rule: ready.rule.id, zone: '', side: 1, open: { ...open, otherVesselIds: [owner!] }, memo: { ...memo } };
}

function raised(memo: Memory, second: Second, seen: TrackSighting, ready: ReadyRule): Pair {
  if (second.reason === 'one-device') return raisedByDevice(memo, second, seen, ready);
  const { fix, lastBelieved, isBelieved, vesselId } = seen;
  // Both places: where it is heard now, and where it was heard on the other track.
  const place = second.reason === 'two-tracks' && !isBelieved && lastBelieved ? lastBelieved : second.place;
  const evidence = [...new Set([place.fixTime, fix.fixTime])].sort(ascending);
  const open = openedOnTrack(ready, vesselId, fix, evidence, {
    reason: second.reason,
    otherLon: place.lon,
    otherLat: place.lat,
    otherTime: place.fixTime,
    distanceNm: Math.round((quickDistanceM(fix.lon, fix.lat, place.lon, place.lat) / 1852) * 10) / 10,
    togetherMinutes: Math.round((Math.max(fix.fixTime, place.fixTime) - second.since) / 60_000),
  });
  return { rule: ready.rule.id, zone: '', side: 1, open, memo: { ...memo } };
}

function ascending(a: number, b: number): number {
  return a - b;
}

function kept(
  pair: Pair,
  memory: Memory,
  seen: TrackSighting,
  ready: ReadyRule,
  closed: Occurrence[],
): Pair | undefined {
  const known = pair.memo as Memory;
  const { fix } = seen;
  // AIS and VMS in one place again settle what their quarrel raised.
  const isSettled = known.quarrel !== undefined && memory.quarrel === undefined && !seen.aside;
  if (isSettled || fix.fixTime - (memory.lastHeard ?? fix.fixTime) > Number(ready.params.clearHours) * 3_600_000) {
    closed.push(endedOnTrack(pair.open!, fix));
    return undefined;
  }
  if (memory.lastHeard === known.lastHeard && memory.quarrel === known.quarrel) return pair;
  return { ...pair, memo: { ...memory } };
}
