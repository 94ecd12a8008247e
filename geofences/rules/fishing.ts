/**
 * fishing: the vessel goes as one that fishes with its gear (judging/activity.ts). An event, no accusation: what it means
 * depends on where it is. Pauses are joined and short ones dropped by Global Fishing Watch's published definition.
 */
import type { Fix } from '../fix.ts';
import { quickDistanceM } from '../geometry/ellipsoid.ts';
import { fishingSpeedKn } from '../judging/activity.ts';
import type { Occurrence } from '../types.ts';
import type { Pair, ReadyRule, TrackKindOfRule, TrackSighting } from './kind.ts';
import { endedOnTrack, openedOnTrack } from './occurrences.ts';
import { appliesToParam, type ParamSpec } from './params.ts';
import { minutesParam } from './spell.ts';

const leastNm: ParamSpec = {
  name: 'leastNm',
  type: 'number',
  unit: 'nm',
  default: 0.27,
  min: 0,
  max: 20,
  source: {
    vi: 'Global Fishing Watch: ngắn hơn 0,5 km thì bỏ, nghề mực 50 m',
    en: 'Global Fishing Watch: shorter than 0.5 km is dropped, 50 m for squid',
  },
  vi: 'Khoảng cách ít nhất (nghề câu mực, chụp, câu tay: một phần mười)',
  en: 'Least distance (a tenth for squid, falling nets and handlines)',
};
const joinMinutes: ParamSpec = {
  name: 'joinMinutes',
  type: 'number',
  unit: 'min',
  default: 60,
  min: 0,
  max: 1440,
  source: {
    vi: 'Global Fishing Watch: nối qua quãng nghỉ không quá 1 giờ và 2 km',
    en: 'Global Fishing Watch: joined across a pause of at most 1 h and 2 km',
  },
  vi: 'Tạm ngừng ngắn hơn thế thì coi là một lần khai thác',
  en: 'A shorter pause does not end it',
};
const joinNm: ParamSpec = {
  name: 'joinNm',
  type: 'number',
  unit: 'nm',
  default: 1.08,
  min: 0,
  max: 50,
  source: {
    vi: 'Global Fishing Watch: nối qua quãng nghỉ không quá 1 giờ và 2 km',
    en: 'Global Fishing Watch: joined across a pause of at most 1 h and 2 km',
  },
  vi: 'Tạm ngừng gần hơn thế thì coi là một lần khai thác',
  en: 'A pause over a shorter way does not end it',
};

/** These carry fish and supplies: whatever slows them, it is no gear of theirs. */
const NO_GEAR: ReadonlySet<string> = new Set(['logistics', 'carrier']);
/** They work nearly in place, with lights or hooks. */
const IN_PLACE: ReadonlySet<string> = new Set(['squid-jig', 'falling-net', 'handline']);
const MAX_TIMES = 8;

/** Plain data in the pair's memo. */
interface Bout {
  /** Where and when it began. */
  first: { fixTime: number; lon: number; lat: number };
  times: readonly number[];
  /** End of the last leg at fishing speed. */
  last: Fix;
  legs: number;
}

export const fishing: TrackKindOfRule = {
  kind: 'fishing',
  title: { vi: 'Dấu hiệu khai thác', en: 'Fishing behaviour' },
  watches: 'track',
  sees: 'believed',
  priority: 4,
  params: [
    minutesParam(20, {
      vi: 'Global Fishing Watch: ngắn hơn 20 phút thì bỏ; MonitorFish cần hai đoạn, tức ba vị trí',
      en: 'Global Fishing Watch: shorter than 20 min is dropped; MonitorFish needs two segments, so three fixes',
    }),
    leastNm,
    joinMinutes,
    joinNm,
    appliesToParam('all'),
  ],
  explain: (params) => ({
    vi: `Báo khi tàu ngoài cảng chạy như đang khai thác: hai chặng liên tiếp (mỗi chặng từ 10 phút) ở vận tốc khai thác của nghề (không rõ nghề: ${fishingSpeedKn(undefined).join('–')} hải lý/giờ), ít nhất ${params.minutes} phút và ${params.leastNm} hải lý. Tạm ngừng dưới ${params.joinMinutes} phút và ${params.joinNm} hải lý vẫn tính là một lần. Đây là sự kiện, không phải vi phạm.`,
    en: `Raised when a vessel out of port goes as one that fishes: two legs in a row (of 10 min or more) at the fishing speed of its gear (unknown gear: ${fishingSpeedKn(undefined).join('–')} kn), for at least ${params.minutes} min and ${params.leastNm} nm. Pauses of less than ${params.joinMinutes} min and ${params.joinNm} nm do not end it. An event, no offence.`,
  }),
  consequence: {
    vi: 'Dùng để đối chiếu nhật ký, xét vùng và mùa cấm; bản thân sự kiện không phải vi phạm.',
    en: 'Held against logbook, areas and seasons; in itself it is no offence.',
  },
  action: {
    vi: 'Không cần làm gì ngay; dùng khi đối chiếu nhật ký khai thác và sản lượng.',
    en: 'Nothing at once; use it when logbook and landings are compared.',
  },
  /** own choice: a log event */
  minutesToAct: 1440,
  step(pair, seen, ready, closed) {
    const { activity } = seen;
    const isFishing = activity.kind === 'fishing' && !NO_GEAR.has(seen.profile.gear ?? '');
    if (!pair) return isFishing ? begun(seen, ready) : undefined;
    const bout = pair.memo!.bout as Bout;
    if (isFishing) return activity.from!.fixTime === bout.last.fixTime ? pair : goneOn(pair, bout, seen, ready);
    return isPause(bout, seen, ready) ? pair : finished(pair, bout, closed);
  },
};

function begun(seen: TrackSighting, ready: ReadyRule): Pair {
  const { activity, fix } = seen;
  const { slowFrom, slowSince } = activity;
  const first = slowFrom ? { fixTime: slowSince, ...slowFrom } : fix;
  return judged(
    { first, times: [first.fixTime, fix.fixTime], last: activity.from!, legs: activity.slowLegs },
    seen,
    ready,
  );
}

function goneOn(pair: Pair, bout: Bout, seen: TrackSighting, ready: ReadyRule): Pair {
  const { fix, activity } = seen;
  const times = bout.times.length < MAX_TIMES ? [...bout.times, fix.fixTime] : bout.times;
  const next: Bout = { first: bout.first, times, last: activity.from!, legs: bout.legs + 1 };
  return pair.open ? { ...pair, memo: { bout: next } } : judged(next, seen, ready);
}

function judged(bout: Bout, { vesselId, profile, fix }: TrackSighting, ready: ReadyRule): Pair {
  const { params } = ready;
  const { first, last, legs } = bout;
  const minutes = (last.fixTime - first.fixTime) / 60_000;
  const leastM = (params.leastNm as number) * 1852 * (IN_PLACE.has(profile.gear ?? '') ? 0.1 : 1);
  const wayM = quickDistanceM(first.lon, first.lat, last.lon, last.lat);
  const pair: Pair = { rule: ready.rule.id, zone: '', side: -1, memo: { bout } };
  // What circles back to where it began has come far enough, whatever the straight way says: one leg more shows it.
  if (minutes < (params.minutes as number) || (wayM < leastM && legs < 4)) return pair;
  const open = openedOnTrack(ready, vesselId, { ...fix, ...first }, bout.times, {
    gear: profile.gear ?? 'unknown',
    fromKn: fishingSpeedKn(profile.gear)[0],
    toKn: fishingSpeedKn(profile.gear)[1],
    minutes: Math.round(minutes),
  });
  return { ...pair, side: 1, open };
}

/** A pause ends where the next slow leg begins, which one more such leg has to bear out. */
function isPause(bout: Bout, { fix, activity, inPort }: TrackSighting, { params }: ReadyRule): boolean {
  if (inPort) return false;
  const { last } = bout;
  const { slowFrom, slowLegs, slowSince } = activity;
  const resumes = slowLegs > 0 && slowFrom ? { fixTime: slowSince, ...slowFrom } : fix;
  if (resumes.fixTime - last.fixTime > (params.joinMinutes as number) * 60_000) return false;
  return quickDistanceM(last.lon, last.lat, resumes.lon, resumes.lat) <= (params.joinNm as number) * 1852;
}

function finished(pair: Pair, { first, last, legs }: Bout, closed: Occurrence[]): undefined {
  if (pair.open) {
    closed.push(endedOnTrack(pair.open, last, { minutes: Math.round((last.fixTime - first.fixTime) / 60_000), legs }));
  }
  return undefined;
}
