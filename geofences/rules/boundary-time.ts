/**
 * boundary-time: on its course and at its speed the vessel reaches the boundary within so many minutes. Between two VMS
 * reports a boat goes farther than any band is wide, so it is the time that warns (domain.md §1.4).
 */
import type { Fix } from '../fix.ts';
import { quickBearingDeg, quickDistanceM } from '../geometry/ellipsoid.ts';
import type { Ahead } from '../geometry/locator.ts';
import type { Occurrence } from '../types.ts';
import { neighbourDetails } from './boundary-cross.ts';
import { freshPair, withMemo, withOpen } from './confirmation.ts';
import type { Pair, PairContext, Sighting, ZoneKindOfRule } from './kind.ts';
import { leaveAside } from './left-aside.ts';
import { endedAt, opened } from './occurrences.ts';
import {
  appliesToParam,
  confirmMinutes,
  confirmParam,
  FIRST_CALL_MIN,
  numberFor,
  type ParamSpec,
  zoneKinds,
} from './params.ts';
import { permittedSpan } from './permission.ts';

const HOUR_MS = 3_600_000;
const NM = 1852;
/** Over a longer gap a leg says nothing of today's course (as in judging/activity.ts). */
const LONGEST_LEG_MS = 4 * HOUR_MS;
/** Farther ahead nothing is looked for; the coarse bound of distances reaches no farther either. */
const MAX_REACH_NM = 60;
/** It is over once the time left is this much longer than the horizon (ui.md §2). */
const CLEARS_AT = 1.5;

const horizon: ParamSpec = {
  name: 'horizonMin',
  type: 'number',
  unit: 'min',
  default: undefined,
  bySource: { ais: 30, vms: 120 },
  min: 1,
  max: 720,
  source: {
    vi: 'thông lệ: 30 phút với AIS, 2 giờ với VMS, là một kỳ báo',
    en: 'usual practice: 30 minutes by AIS, 2 h by VMS, which is one duty',
  },
  vi: 'Số phút tới ranh giới thì báo; để trống: AIS 30, VMS 120',
  en: 'Minutes to the boundary at which it is raised; empty: AIS 30, VMS 120',
};

const leastKn: ParamSpec = {
  name: 'leastKn',
  type: 'number',
  unit: 'kn',
  default: 1,
  min: 0.1,
  max: 30,
  source: {
    vi: 'thông lệ: tàu chậm hơn 1 hải lý/giờ thì hướng đi không có nghĩa',
    en: 'usual practice: a vessel slower than 1 kn has no course to speak of',
  },
  vi: 'Tốc độ nhỏ nhất để xét',
  en: 'Slowest speed that counts',
};

const openDeg: ParamSpec = {
  name: 'openDeg',
  type: 'number',
  unit: '°',
  default: 30,
  min: 1,
  max: 180,
  source: {
    vi: 'thông lệ: hết khi hướng đi đã lệch ra quá 30°',
    en: 'usual practice: cleared when the course has opened by more than 30°',
  },
  vi: 'Đổi hướng quá số độ này thì coi là đã tránh',
  en: 'A change of course beyond this is turning away',
};

const withinNm: ParamSpec = {
  name: 'withinNm',
  type: 'number',
  unit: 'nm',
  default: 30,
  min: 1,
  max: MAX_REACH_NM,
  source: { vi: 'tự chọn: 2 giờ ở 15 hải lý/giờ', en: 'own choice: 2 h at 15 kn' },
  vi: 'Chỉ xét tàu cách ranh giới không quá',
  en: 'Looks only at vessels within this distance of the boundary',
};

/** VMS: a second report two hours later would come after the crossing, so one is enough to warn (not to accuse). */
const confirm: ParamSpec = { ...confirmParam(2), default: undefined, bySource: { ais: 2, vms: 1 } };
/** Two AIS reports may be two seconds apart and show one swing of the bow. */
const apart: ParamSpec = { ...confirmMinutes, default: undefined, bySource: { ais: 1, vms: 0 } };

const clearMinutes: ParamSpec = {
  name: 'clearMinutes',
  type: 'number',
  unit: 'min',
  default: undefined,
  bySource: { ais: 10, vms: 0 },
  min: 0,
  max: 720,
  source: {
    vi: 'tự chọn: tàu kéo lưới lắc hướng chưa phải là đã quay đi',
    en: 'own choice: a trawler that yaws has not turned away',
  },
  vi: 'Số phút không còn hướng tới ranh giới thì kết thúc; để trống: AIS 10, VMS 0',
  en: 'Minutes of no longer heading for the boundary that end it; empty: AIS 10, VMS 0',
};

/** So much faster than now it may go within the bounds of what needs no look. */
const SPARE_KN = 1;

/** JSON-safe: fixes in a row that point to the boundary, or, once it is raised, away from it. */
type Heading = {
  readonly first: Pick<Fix, 'fixTime' | 'lon' | 'lat'>;
  readonly times: readonly number[];
  /** Course at the raise. */
  readonly courseDeg?: number;
  readonly away?: { readonly fix: Fix; readonly count: number };
};

export const boundaryTime: ZoneKindOfRule = {
  kind: 'boundary-time',
  title: { vi: 'Sắp tới ranh giới', en: 'Heading for the boundary' },
  watches: 'zone',
  by: 'ahead',
  lines: true,
  heedsPermissions: true,
  priority: 2,
  params: [
    horizon,
    leastKn,
    openDeg,
    clearMinutes,
    withinNm,
    confirm,
    apart,
    appliesToParam('registered'),
    zoneKinds,
    leaveAside,
  ],
  explain: (params) => ({
    vi: `Báo khi tàu đang ở phía ta và, nếu giữ hướng và vận tốc, sẽ tới ranh giới trong ${horizonWords(params.horizonMin, 'phút với AIS', 'phút với VMS', 'phút')} (từ ${params.leastKn} hải lý/giờ trở lên); kết thúc khi thời gian còn lại dài hơn 1,5 lần, tàu đổi hướng quá ${params.openDeg}° hoặc đã sang phía bên kia. Tàu không báo hướng, vận tốc thì tính theo hai vị trí cuối.`,
    en: `Raised when a vessel on our side will, on its course and at its speed, be at the boundary within ${horizonWords(params.horizonMin, 'min by AIS', 'min by VMS', 'min')} (from ${params.leastKn} kn on); cleared when the time left is 1.5 times that, the course has opened by more than ${params.openDeg}°, or it is across. Without course and speed of its own, its last two fixes give them.`,
  }),
  consequence: {
    vi: 'Tàu sẽ ở ngoài ranh giới trước khi có lần báo vị trí sau.',
    en: 'It will be across before its next report.',
  },
  action: {
    vi: 'Gọi thuyền trưởng yêu cầu đổi hướng; theo dõi vị trí tiếp theo.',
    en: 'Call the captain to change course; watch for the next fix.',
  },
  minutesToAct: ({ horizonMin }) =>
    typeof horizonMin === 'number' ? Math.min(FIRST_CALL_MIN, horizonMin) : FIRST_CALL_MIN,
  rests(pair, rest, { ready: { params } }) {
    if (pair) return false;
    if (rest.isBeyond) return true;
    const speedKn = rest.fix.speedKn ?? 0;
    const reachHours = numberFor(horizon, params, rest.fix) / 60;
    const spareNm = rest.edgeNm - (speedKn + SPARE_KN) * reachHours;
    if (spareNm <= 0) {
      rest.belowKn = Math.min(rest.belowKn, Number(params.leastKn));
      return speedKn < Number(params.leastKn);
    }
    rest.withinNm = Math.min(rest.withinNm, spareNm);
    rest.belowKn = Math.min(rest.belowKn, (rest.edgeNm - rest.withinNm) / reachHours);
    return true;
  },
  step(pair, sighting, context, closed) {
    const open = pair?.open;
    if (sighting.inside === false) {
      if (open) closed.push(over(open, sighting.fix, 'crossed'));
      return undefined;
    }
    const motion = motionOf(sighting);
    if (!motion) return pair;
    const { params } = context.ready;
    const limit = numberFor(horizon, params, sighting.fix);
    const ahead = motion.speedKn >= Number(params.leastKn) ? lookAhead(sighting, motion, limit) : undefined;
    const minutes = ahead ? (ahead.distanceNm / motion.speedKn) * 60 : Number.POSITIVE_INFINITY;
    if (pair && open) return watch(pair, open, { sighting, motion, minutes, limit }, context, closed);
    if (!ahead || minutes > limit || permittedSpan(sighting.profile, context.zone.id, sighting.fix.fixTime)) {
      return undefined;
    }
    return head(pair ?? freshPair(context, -1), { sighting, motion, minutes, limit }, ahead, context);
  },
};

interface Motion {
  speedKn: number;
  courseDeg: number;
}

interface Prospect {
  sighting: Sighting;
  motion: Motion;
  /** Until the boundary; infinite when it does not lie ahead. */
  minutes: number;
  limit: number;
}

/** As the vessel says, otherwise as it got here from the fix before. */
function motionOf({ fix, previous }: Sighting): Motion | undefined {
  const { speedKn, courseDeg } = fix;
  if (speedKn !== undefined && courseDeg !== undefined) return { speedKn, courseDeg };
  if (!previous) return undefined;
  const elapsed = fix.fixTime - previous.fixTime;
  if (elapsed <= 0 || elapsed > LONGEST_LEG_MS) return undefined;
  const overGroundKn = quickDistanceM(previous.lon, previous.lat, fix.lon, fix.lat) / NM / (elapsed / HOUR_MS);
  return {
    speedKn: speedKn ?? overGroundKn,
    courseDeg: courseDeg ?? quickBearingDeg(previous.lon, previous.lat, fix.lon, fix.lat),
  };
}

/** The boundary on the way out; one that lies behind a line's far side is somebody else's. */
function lookAhead(sighting: Sighting, { speedKn, courseDeg }: Motion, limit: number): Ahead | undefined {
  const reachNm = Math.min(MAX_REACH_NM, (CLEARS_AT * limit * speedKn) / 60);
  const ahead = sighting.aheadNm?.(courseDeg, reachNm);
  return ahead && ahead.outwards !== false ? ahead : undefined;
}

/** It points to the boundary; so many fixes of it, so far apart, and it is raised. */
function head(pair: Pair, prospect: Prospect, ahead: Ahead, context: PairContext): Pair {
  const { sighting, motion, minutes } = prospect;
  const { fix } = sighting;
  const { params } = context.ready;
  const known = pair.memo as Heading | undefined;
  const heading: Heading = known
    ? { first: known.first, times: [...known.times, fix.fixTime].slice(-8) }
    : { first: { fixTime: fix.fixTime, lon: fix.lon, lat: fix.lat }, times: [fix.fixTime] };
  const waited = (fix.fixTime - heading.first.fixTime) / 60_000;
  if (heading.times.length < numberFor(confirm, params, fix) || waited < numberFor(apart, params, fix)) {
    return withMemo(pair, heading);
  }
  const open = opened(context, sighting.vesselId, heading, {
    minutesLeft: wholeMinutes(minutes),
    distanceNm: Math.round(ahead.distanceNm * 100) / 100,
    speedKn: Math.round(motion.speedKn * 10) / 10,
    courseDeg: Math.round(motion.courseDeg),
    ...neighbourDetails(context, ahead.lon, ahead.lat),
  });
  return withMemo(withOpen(pair, open), { ...heading, courseDeg: motion.courseDeg });
}

/** It is raised: time runs down, or the vessel turns away. */
function watch(
  pair: Pair,
  open: Occurrence,
  { sighting, motion, minutes, limit }: Prospect,
  context: PairContext,
  closed: Occurrence[],
): Pair | undefined {
  const { fix } = sighting;
  const { params } = context.ready;
  const heading = pair.memo as Heading;
  const hasTurned = turnDeg(motion.courseDeg, heading.courseDeg ?? motion.courseDeg) > Number(params.openDeg);
  if (minutes <= CLEARS_AT * limit && !(hasTurned && minutes > limit)) {
    const stays = heading.away ? withMemo(pair, { ...heading, away: undefined }) : pair;
    return isWorthSaying(minutes, open) ? withOpen(stays, nearer(open, minutes, motion)) : stays;
  }
  const away = heading.away ? { ...heading.away, count: heading.away.count + 1 } : { fix, count: 1 };
  const awayMinutes = (fix.fixTime - away.fix.fixTime) / 60_000;
  if (away.count < numberFor(confirm, params, fix) || awayMinutes < numberFor(clearMinutes, params, fix)) {
    return withMemo(pair, { ...heading, away });
  }
  const slow = motion.speedKn < Number(params.leastKn);
  closed.push(over(open, away.fix, slow ? 'slowed' : 'turned'));
  return undefined;
}

/** Every fix has another time left; it is news when half of it has gone. */
function isWorthSaying(minutes: number, open: Occurrence): boolean {
  const said = Number(open.details?.minutesLeft ?? 0);
  return minutes <= said / 2 && wholeMinutes(minutes) < said;
}

function nearer(open: Occurrence, minutes: number, { speedKn, courseDeg }: Motion): Occurrence {
  const details = {
    ...open.details,
    minutesLeft: wholeMinutes(minutes),
    distanceNm: Math.round((minutes / 60) * speedKn * 100) / 100,
    speedKn: Math.round(speedKn * 10) / 10,
    courseDeg: Math.round(courseDeg),
  };
  return { ...open, details };
}

function over(open: Occurrence, fix: Fix, outcome: 'crossed' | 'turned' | 'slowed'): Occurrence {
  return { ...endedAt(open, fix), details: { ...open.details, outcome } };
}

function wholeMinutes(minutes: number): number {
  return Math.max(1, Math.round(minutes));
}

/** Angle between two courses, 0–180. */
function turnDeg(a: number, b: number): number {
  const turn = Math.abs(a - b) % 360;
  return turn > 180 ? 360 - turn : turn;
}

function horizonWords(given: unknown, ais: string, vms: string, one: string): string {
  if (given !== undefined) return `${String(given)} ${one}`;
  return `${horizon.bySource?.ais} ${ais}, ${horizon.bySource?.vms} ${vms}`;
}
