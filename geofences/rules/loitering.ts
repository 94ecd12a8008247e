/**
 * loitering: slow for hours on the open sea, far from shore. Global Fishing Watch's definition (ui.md §2), with its hours
 * counted along the track instead of by the clock, so that midnight cuts nothing in two.
 */
import type { Fix } from '../fix.ts';
import { quickDistanceM } from '../geometry/ellipsoid.ts';
import type { Occurrence } from '../types.ts';
import type { Pair, ReadyRule, TrackKindOfRule, TrackSighting } from './kind.ts';
import { endedOnTrack, openedOnTrack } from './occurrences.ts';
import { appliesToParam, type ParamSpec } from './params.ts';

const maxKn: ParamSpec = {
  name: 'maxKn',
  type: 'number',
  unit: 'kn',
  default: 2,
  min: 0.5,
  max: 10,
  source: {
    vi: 'Global Fishing Watch: trung bình dưới 2 hải lý/giờ trong một giờ',
    en: 'Global Fishing Watch: below 2 kn on average over an hour',
  },
  vi: 'Vận tốc trung bình dưới',
  en: 'Average speed below',
};
const hours: ParamSpec = {
  name: 'hours',
  waits: true,
  type: 'number',
  unit: 'h',
  default: 4,
  min: 1,
  max: 240,
  source: {
    vi: 'Global Fishing Watch: từ 4 giờ trong báo cáo cho tổ chức nghề cá, hiện từ 1 giờ',
    en: 'Global Fishing Watch: 4 h or more in reports to fisheries organisations, shown from 1 h',
  },
  vi: 'Thời gian kéo dài ít nhất',
  en: 'Least time for which it lasts',
};
const shoreNm: ParamSpec = {
  name: 'shoreNm',
  type: 'number',
  unit: 'nm',
  default: 20,
  min: 0,
  max: 50,
  source: {
    vi: 'Global Fishing Watch: trung bình cách bờ ít nhất 20 hải lý',
    en: 'Global Fishing Watch: at least 20 nm from shore on average',
  },
  vi: 'Trung bình cách bờ ít nhất',
  en: 'Least distance from shore on average',
};

const BLOCK_MS = 3_600_000;
/** Over a longer gap nobody knows how slow it was; two VMS duties of 2 h are four hours. */
const GAP_MS = 4 * 3_600_000;
const MAX_TIMES = 8;

/** Plain data in the pair's memo. */
interface Loiter {
  /** End of the last leg (judging/activity.ts). */
  at: Fix;
  /** Beginning of the hour that is being measured, and the way made in it. */
  blockStart: Fix;
  blockM: number;
  /** Beginning of the slow hours in a row, and the way made in them; absent: the last hour was not slow. */
  first?: Fix;
  slowM: number;
  /** Nautical miles from shore times the hours at them; absent before the first slow hour, and where no land is known. */
  offShoreNmH?: number;
  /** End of the last slow hour. */
  last?: Fix;
  times: readonly number[];
}

export const loitering: TrackKindOfRule = {
  kind: 'loitering',
  title: { vi: 'Lảng vảng ngoài khơi', en: 'Loitering offshore' },
  watches: 'track',
  sees: 'believed',
  needsLand: true,
  priority: 3,
  params: [maxKn, hours, shoreNm, appliesToParam('all')],
  explain: (params) => ({
    vi: `Báo khi tàu lảng vảng ngoài khơi: các giờ liên tiếp có vận tốc trung bình dưới ${params.maxKn} hải lý/giờ, tổng cộng từ ${params.hours} giờ, trung bình cách bờ ít nhất ${params.shoreNm} hải lý. Có thể là chờ chuyển tải, chờ thời tiết hoặc khai thác thả trôi. Kết thúc khi có một giờ chạy nhanh hơn.`,
    en: `Raised when a vessel loiters offshore: hours in a row with an average speed below ${params.maxKn} kn, ${params.hours} h or more together, at least ${params.shoreNm} nm from shore on average. It may wait for a transfer or for weather, or work adrift. Cleared by an hour that is faster.`,
  }),
  consequence: {
    vi: 'Có thể chuyển tải hải sản hoặc tiếp tế trên biển mà không khai báo.',
    en: 'Fish or supplies may change hands at sea without being declared.',
  },
  action: {
    vi: 'Xem có tàu nào khác ở gần, kể cả tàu tắt tín hiệu; hỏi thuyền trưởng; đối chiếu nhật ký chuyển tải.',
    en: 'See whether others were near, dark ones too; ask the captain; compare with the transhipment log.',
  },
  /** own choice: half of the time for which GFW reports it */
  minutesToAct: 120,
  step(pair, seen, ready, closed) {
    const end = seen.activity.from;
    // A leg ends every ten minutes or with every VMS fix: between those there is nothing to add.
    if (end && pair && (pair.memo!.loiter as Loiter).at.fixTime === end.fixTime) return pair;
    if (!end || seen.inPort) return pair ? over(pair, seen.fix, closed) : undefined;
    if (!pair) return remembering(ready, started(end));
    const known = pair.memo!.loiter as Loiter;
    if (end.fixTime - known.at.fixTime > GAP_MS) {
      over(pair, known.at, closed);
      return remembering(ready, started(end));
    }
    return advanced(pair, measured(known, seen, end, ready), seen, ready, closed);
  },
};

function started(at: Fix): Loiter {
  return { at, blockStart: at, blockM: 0, slowM: 0, times: [] };
}

function remembering(ready: ReadyRule, loiter: Loiter): Pair {
  return { rule: ready.rule.id, zone: '', side: -1, memo: { loiter } };
}

/** The leg to `end` added; with a full hour, whether that hour was slow. */
function measured(known: Loiter, seen: TrackSighting, end: Fix, { params }: ReadyRule): Loiter {
  const blockM = known.blockM + quickDistanceM(known.at.lon, known.at.lat, end.lon, end.lat);
  const spanMs = end.fixTime - known.blockStart.fixTime;
  if (spanMs < BLOCK_MS) return { ...known, at: end, blockM };
  const speedKn = blockM / 1852 / (spanMs / 3_600_000);
  if (speedKn >= (params.maxKn as number)) return started(end);
  return {
    at: end,
    blockStart: end,
    blockM: 0,
    first: known.first ?? known.blockStart,
    slowM: known.slowM + blockM,
    offShoreNmH: offShoreNmH(known, seen, end),
    last: end,
    times: known.times.length < MAX_TIMES ? [...known.times, end.fixTime] : known.times,
  };
}

/** With the hour that ends with `end`, as far out as the middle of both its ends: it is a few miles long at most. */
function offShoreNmH({ blockStart, offShoreNmH = 0 }: Loiter, seen: TrackSighting, end: Fix): number | undefined {
  const fromNm = seen.offShoreNm(blockStart);
  const toNm = seen.offShoreNm(end);
  if (fromNm === undefined || toNm === undefined) return undefined;
  return offShoreNmH + (((fromNm + toNm) / 2) * (end.fixTime - blockStart.fixTime)) / 3_600_000;
}

function advanced(pair: Pair, loiter: Loiter, seen: TrackSighting, ready: ReadyRule, closed: Occurrence[]): Pair {
  const { params } = ready;
  const { first, last, at, offShoreNmH } = loiter;
  if (pair.open) {
    if (first) return { ...pair, memo: { loiter } };
    over(pair, at, closed);
    return remembering(ready, loiter);
  }
  const next = remembering(ready, loiter);
  if (
    !first ||
    !last ||
    last.fixTime !== at.fixTime ||
    last.fixTime - first.fixTime < (params.hours as number) * 3_600_000
  )
    return next;
  const hoursLong = (last.fixTime - first.fixTime) / 3_600_000;
  // Where no land is known, nobody can say that it is near.
  if (offShoreNmH !== undefined && offShoreNmH / hoursLong < (params.shoreNm as number)) return next;
  const open = openedOnTrack(ready, seen.vesselId, first, [first.fixTime, ...loiter.times], {
    hours: Math.round(hoursLong * 10) / 10,
    averageKn: Math.round((loiter.slowM / 1852 / hoursLong) * 10) / 10,
  });
  return { ...next, side: 1, open };
}

/** Ended where the last slow hour did. */
function over(pair: Pair, fix: Fix, closed: Occurrence[]): undefined {
  const { last, first } = pair.memo!.loiter as Loiter;
  const end = last ?? fix;
  if (pair.open) {
    const lasted = first ? { hours: Math.round(((end.fixTime - first.fixTime) / 3_600_000) * 10) / 10 } : undefined;
    closed.push(endedOnTrack(pair.open, end, lasted));
  }
  return undefined;
}
