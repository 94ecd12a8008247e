/**
 * drifting: slow, getting ahead, and not the way it points: the bow lies across the way, or the course wanders as it does
 * when nobody steers. A vessel at anchor swings but gets nowhere; one that works adrift (lights, hooks, drift nets) is left
 * out by its gear. After the Danish Maritime Authority's drift analysis (ui.md §2).
 */
import { type Fix, FixFlag } from '../fix.ts';
import { quickDistanceM } from '../geometry/ellipsoid.ts';
import type { Occurrence } from '../types.ts';
import type { Pair, ReadyRule, TrackKindOfRule, TrackSighting } from './kind.ts';
import { leaveAside } from './left-aside.ts';
import { endedOnTrack, openedOnTrack } from './occurrences.ts';
import { appliesToParam, type ParamSpec } from './params.ts';
import { clearFixesParam, minutesParam } from './spell.ts';

function knots(name: 'minKn' | 'maxKn', value: number, vi: string, en: string): ParamSpec {
  return {
    name,
    type: 'number',
    unit: 'kn',
    default: value,
    min: 0.1,
    max: 10,
    source: {
      vi: 'Cục Hàng hải Đan Mạch: 1–5 hải lý/giờ với tàu từ 50 m; tự chọn 0,5–3 với tàu cá, trôi theo dòng chảy',
      en: 'Danish Maritime Authority: 1–5 kn for ships of 50 m and more; own choice of 0.5–3 kn for boats, which drift with the current',
    },
    vi,
    en,
  };
}

const angleDeg: ParamSpec = {
  name: 'angleDeg',
  type: 'number',
  unit: '°',
  default: 45,
  min: 20,
  max: 120,
  source: {
    vi: 'Cục Hàng hải Đan Mạch: hướng mũi và hướng đi lệch nhau từ 45°',
    en: 'Danish Maritime Authority: heading and course over ground apart by 45° or more',
  },
  vi: 'Góc lệch giữa mũi tàu và hướng đi, hoặc mức đổi hướng trung bình',
  en: 'Angle between bow and way, or average change of course',
};
const distanceNm: ParamSpec = {
  name: 'distanceNm',
  type: 'number',
  unit: 'nm',
  default: 0.27,
  min: 0.05,
  max: 20,
  source: {
    vi: 'Cục Hàng hải Đan Mạch: từ 500 m; tàu neo chỉ đảo quanh dây neo',
    en: 'Danish Maritime Authority: 500 m or more; a vessel at anchor stays within its chain',
  },
  vi: 'Khoảng cách trôi ít nhất',
  en: 'Least distance drifted',
};

const withoutHeading: ParamSpec = {
  name: 'withoutHeading',
  type: 'boolean',
  default: true,
  source: {
    vi: 'tự chọn: tàu nhỏ không phát hướng mũi; nơi nhiều tàu làm chậm thì để tắt',
    en: 'own choice: small boats send no heading; where many of them work slowly, leave it off',
  },
  vi: 'Xét cả tàu không gửi hướng mũi (theo hướng đi đổi liên tục)',
  en: 'Judges vessels that send no heading, too (by a wandering course)',
};

/** These gears are worked adrift (SEAFDEC monograph of fishing gear, Vietnam): drifting is what they do. */
const DRIFT_GEARS: ReadonlySet<string> = new Set(['squid-jig', 'handline', 'gillnet', 'falling-net', 'longline']);
/** Of the fixes with a heading, so many must lie askew: a bow that swings through the way now and then still drifts. */
const ASKEW_SHARE = 0.8;
/** Without a heading the wandering course is a weaker sign: it has to last three times as long (own choice). */
const WEAKER = 3;
const LEAST_FIXES = 4;
/** Without a heading, so many fixes show whether the course is kept. */
const STEADY_FIXES = 12;
/** Over a longer silence nobody knows whether it drifted on. */
const GAP_MS = 60 * 60_000;
const MAX_TIMES = 8;

/** Plain data in the pair's memo. */
interface Drift {
  first: Fix;
  times: readonly number[];
  count: number;
  /** Fixes with a heading, and those of them that lay askew (or said that they cannot manoeuvre). */
  headed: number;
  askew: number;
  /** Sum of the changes of course from fix to fix, degrees. */
  turnedDeg: number;
  missed?: Fix;
  misses: number;
}

export const drifting: TrackKindOfRule = {
  kind: 'drifting',
  title: { vi: 'Có dấu hiệu trôi', en: 'Seems to drift' },
  watches: 'track',
  sees: 'believed',
  priority: 2,
  params: [
    knots('minKn', 0.5, 'Vận tốc từ', 'Speed from'),
    knots('maxKn', 3, 'Vận tốc đến', 'Speed to'),
    angleDeg,
    minutesParam(10, {
      vi: 'Cục Hàng hải Đan Mạch: kéo dài từ 10 phút',
      en: 'Danish Maritime Authority: sustained for 10 min or more',
    }),
    distanceNm,
    withoutHeading,
    clearFixesParam(3, { vi: 'tự chọn: chạy lại qua ba vị trí', en: 'own choice: way on for three fixes' }),
    appliesToParam('all'),
    leaveAside,
  ],
  orders: [{ from: 'minKn', to: 'maxKn' }],
  explain: (params) => ({
    vi: `Báo khi tàu trôi: vận tốc ${params.minKn}–${params.maxKn} hải lý/giờ, mũi tàu lệch hướng đi từ ${params.angleDeg}° trong ít nhất ${params.minutes} phút và đã trôi ${params.distanceNm} hải lý${params.withoutHeading ? `; nếu không có hướng mũi thì hướng đi phải đổi liên tục trong ${WEAKER * Number(params.minutes)} phút` : ''}. Tàu neo và nghề khai thác thả trôi không tính. Kết thúc khi tàu lại chạy có lái.`,
    en: `Raised when a vessel drifts: ${params.minKn}–${params.maxKn} kn, the bow ${params.angleDeg}° or more off the way for at least ${params.minutes} min and ${params.distanceNm} nm${params.withoutHeading ? `; without a heading the course has to wander for ${WEAKER * Number(params.minutes)} min` : ''}. Vessels at anchor and gears worked adrift do not count. Cleared when it has way on again.`,
  }),
  consequence: {
    vi: 'Tàu có thể hỏng máy hoặc lái, trôi vào bờ, vào tàu khác hoặc qua ranh giới.',
    en: 'Engine or rudder may have failed; it may drift ashore, into others, or across a boundary.',
  },
  action: {
    vi: 'Gọi thuyền trưởng hỏi tình trạng máy; nếu cần, báo MRCC và tìm tàu lai dắt.',
    en: 'Ask the captain about the engine; where help is needed, tell MRCC and find a tow.',
  },
  /** own choice: at 2 kn a drifting boat goes 1 nm in half an hour */
  minutesToAct: 30,
  rests(pair, rest, { params }) {
    if (pair) return false;
    const { fix, profile, inPort } = rest;
    if (inPort || fix.flags & (FixFlag.atRest | FixFlag.fishing)) return true;
    if (profile.gear !== undefined && DRIFT_GEARS.has(profile.gear)) return true;
    if (fix.headingDeg === undefined && !params.withoutHeading) return true;
    const { speedKn = 0 } = fix;
    if (speedKn > (params.maxKn as number)) rest.aboveKn = Math.max(rest.aboveKn, params.maxKn as number);
    else if (speedKn < (params.minKn as number)) rest.belowKn = Math.min(rest.belowKn, params.minKn as number);
    else return false;
    return true;
  },
  step(pair, seen, ready, closed) {
    const { fix } = seen;
    const isSlow = isSlowAtSea(seen, ready);
    if (!pair && !isSlow) return undefined;
    const known = pair?.memo?.drift as Drift | undefined;
    if (pair?.open && known) return goingOn(pair, known, isSlow && isLoose(fix, ready), fix, ready, closed);
    if (!isSlow) return undefined;
    const drift = grown(known, seen, ready);
    if (isUnderControl(drift, ready)) return undefined;
    const next: Pair = { rule: ready.rule.id, zone: '', side: -1, memo: { drift } };
    if (!isDrift(drift, fix, ready)) return next;
    const driftedNm = quickDistanceM(drift.first.lon, drift.first.lat, fix.lon, fix.lat) / 1852;
    const open = openedOnTrack(ready, seen.vesselId, drift.first, drift.times, {
      speedKn: fix.speedKn!,
      distanceNm: Math.round(driftedNm * 100) / 100,
      minutes: Math.round((fix.fixTime - drift.first.fixTime) / 60_000),
      by: drift.headed > 0 ? 'heading' : 'course',
    });
    return { ...next, side: 1, open };
  },
};

function isSlowAtSea({ fix, profile, inPort }: TrackSighting, { params }: ReadyRule): boolean {
  const { speedKn, flags } = fix;
  if (speedKn === undefined || speedKn < (params.minKn as number) || speedKn > (params.maxKn as number)) return false;
  if (fix.headingDeg === undefined && (fix.source !== 'ais' || !params.withoutHeading)) return false;
  if (flags & (FixFlag.atRest | FixFlag.fishing) || inPort) return false;
  return profile.gear === undefined || !DRIFT_GEARS.has(profile.gear);
}

/** The bow is off the way, or it says itself that it cannot manoeuvre; true where there is no heading to tell. */
function isLoose(fix: Fix, { params }: ReadyRule): boolean {
  if (fix.flags & FixFlag.unmanoeuvrable) return true;
  if (fix.headingDeg === undefined || fix.courseDeg === undefined) return true;
  return angleBetween(fix.headingDeg, fix.courseDeg) >= (params.angleDeg as number);
}

function grown(known: Drift | undefined, { fix, previous }: TrackSighting, ready: ReadyRule): Drift {
  const hasHeading = fix.headingDeg !== undefined && fix.courseDeg !== undefined;
  const isHeaded = hasHeading || (fix.flags & FixFlag.unmanoeuvrable) !== 0;
  const headed = isHeaded ? 1 : 0;
  const askew = isHeaded && isLoose(fix, ready) ? 1 : 0;
  const isBroken = previous && fix.fixTime - previous.fixTime > GAP_MS;
  if (!known || isBroken) {
    return { first: fix, times: [fix.fixTime], count: 1, headed, askew, turnedDeg: 0, misses: 0 };
  }
  const turned =
    previous?.courseDeg === undefined || fix.courseDeg === undefined
      ? 0
      : angleBetween(previous.courseDeg, fix.courseDeg);
  return {
    first: known.first,
    times: known.times.length < MAX_TIMES ? [...known.times, fix.fixTime] : known.times,
    count: known.count + 1,
    headed: known.headed + headed,
    askew: known.askew + askew,
    turnedDeg: known.turnedDeg + turned,
    misses: 0,
  };
}

/** Bow and way agree, or the course is kept: it only goes slowly, and the count begins anew with the next fix. */
function isUnderControl({ headed, askew, count, turnedDeg }: Drift, { params }: ReadyRule): boolean {
  if (headed > 0) return askew < ASKEW_SHARE * headed;
  return count >= STEADY_FIXES && turnedDeg / (count - 1) < (params.angleDeg as number);
}

function isDrift(drift: Drift, fix: Fix, { params }: ReadyRule): boolean {
  if (drift.count < LEAST_FIXES) return false;
  const minutes = (fix.fixTime - drift.first.fixTime) / 60_000;
  const least = params.minutes as number;
  const isAskew = drift.headed > 0 && drift.askew >= ASKEW_SHARE * drift.headed && drift.headed * 2 >= drift.count;
  const wanders = drift.headed === 0 && drift.turnedDeg / (drift.count - 1) >= (params.angleDeg as number);
  if (!(isAskew && minutes >= least) && !(wanders && minutes >= WEAKER * least)) return false;
  const { first } = drift;
  return quickDistanceM(first.lon, first.lat, fix.lon, fix.lat) >= (params.distanceNm as number) * 1852;
}

function goingOn(
  pair: Pair,
  drift: Drift,
  isAdrift: boolean,
  fix: Fix,
  ready: ReadyRule,
  closed: Occurrence[],
): Pair | undefined {
  if (isAdrift) {
    if (drift.misses === 0) return pair;
    const { missed, ...rest } = drift;
    return { ...pair, memo: { drift: { ...rest, misses: 0 } } };
  }
  const missed = drift.missed ?? fix;
  const misses = drift.misses + 1;
  if (misses < (ready.params.clearFixes as number)) return { ...pair, memo: { drift: { ...drift, missed, misses } } };
  closed.push(endedOnTrack(pair.open!, missed));
  return undefined;
}

/** 0–180°. */
function angleBetween(a: number, b: number): number {
  const turn = Math.abs(a - b) % 360;
  return turn > 180 ? 360 - turn : turn;
}
