/**
 * reporting-rate: over the last day at sea fewer reports came than the vessel owes. Counted in event time, so that stored
 * positions which arrive late make it good again. Time in port counts for neither side.
 */

import type { Occurrence } from '../types.ts';
import { law } from './basis.ts';
import type { Pair, ReadyRule, TrackKindOfRule, TrackSighting } from './kind.ts';
import { endedOnTrack, openedOnTrack } from './occurrences.ts';
import { appliesToParam, type ParamSpec, type Params } from './params.ts';

const percent: ParamSpec = {
  name: 'percent',
  type: 'number',
  unit: '%',
  default: 80,
  min: 1,
  max: 100,
  source: law(
    'NĐ 37/2024',
    'PL VII',
    '12 vị trí một ngày, 2 giờ một lần; mức 80 % là tự chọn: vệ tinh có thể mất hai trong mười hai tin, không phải lỗi thuyền trưởng',
    '12 positions a day, one every 2 h; 80 % is our own choice: satellites may lose two of twelve, and are not the captain’s fault',
  ),
  vi: 'Tỷ lệ nhận được so với nghĩa vụ ít nhất',
  en: 'Least share of the reports owed',
};
const windowHours: ParamSpec = {
  name: 'windowHours',
  type: 'number',
  unit: 'h',
  default: 24,
  min: 4,
  max: 72,
  source: law('NĐ 37/2024', 'PL VII', 'đếm số vị trí trong một ngày', 'counts positions a day'),
  vi: 'Số giờ gần nhất được tính',
  en: 'Hours back that are counted',
};
const leastHours: ParamSpec = {
  name: 'leastHours',
  waits: true,
  type: 'number',
  unit: 'h',
  default: 12,
  min: 1,
  max: 72,
  source: {
    vi: 'tự chọn: khi phải báo dưới sáu lần, mất một tin đã lệch quá nhiều',
    en: 'own choice: with fewer than six reports owed, one lost makes too much difference',
  },
  vi: 'Số giờ trên biển ít nhất trong khoảng đó',
  en: 'Least hours at sea among them',
};

/** Reports have to be so much above the threshold to end it, so that it does not flap: one report of a day’s twelve. */
const CLEAR_MARGIN = 8;
/** Of two duties one has been missed for certain. */
const MISSED = 1.5;

/** The reports of one trip that lie in the window, oldest first; plain data in the pair's memo. */
interface Tally {
  /** Fix time of the trip's first report at sea. */
  since: number;
  times: readonly number[];
}

export const reportingRate: TrackKindOfRule = {
  kind: 'reporting-rate',
  title: { vi: 'Báo vị trí thưa hơn nghĩa vụ', en: 'Reports less often than it owes' },
  watches: 'track',
  isAboutGaps: true,
  sees: 'all',
  priority: 4,
  params: [percent, windowHours, leastHours, appliesToParam('registered')],
  orders: [{ from: 'leastHours', to: 'windowHours' }],
  explain: (params) => ({
    vi: `Báo khi trong ${params.windowHours} giờ gần nhất (có ít nhất ${params.leastHours} giờ trên biển) số vị trí VMS nhận được dưới ${params.percent} % nghĩa vụ của tàu. Thời gian trong cảng và sự cố của nhà cung cấp không tính; vị trí gửi bù được tính theo giờ của vị trí. Kết thúc khi đủ trở lại hoặc khi tàu vào cảng.`,
    en: `Raised when in the last ${params.windowHours} h (at least ${params.leastHours} h of them at sea) fewer VMS positions came than ${params.percent} % of what the vessel owes. Time in port and outages of its provider do not count; stored positions count at their own time. Cleared when there are enough again, or in port.`,
  }),
  consequence: {
    vi: 'Hành trình thưa đến mức vượt ranh giới hoặc vào vùng cấm có thể không ai thấy.',
    en: 'The track is so thin that a crossing or a visit to a closed area may go unseen.',
  },
  action: {
    vi: 'Yêu cầu nhà cung cấp kiểm tra tần suất gửi của thiết bị; báo chủ tàu kiểm tra nguồn điện, ăng-ten.',
    en: 'Have the provider check how often the device sends; tell the owner to check power and antenna.',
  },
  /** own choice: a matter of the device, not of the moment */
  minutesToAct: 1440,
  rests: () => true,
  step(pair, seen, ready, closed) {
    const { fix, profile } = seen;
    if (fix.source === 'ais' || profile.reportingIntervalMin === undefined) return pair;
    if (seen.inPort) {
      if (pair?.open) closed.push(endedOnTrack(pair.open, fix));
      return undefined;
    }
    const known = pair?.memo?.tally as Tally | undefined;
    const before = known && isHeldBack(known, seen, profile.reportingIntervalMin) ? undefined : known;
    return judged(pair, counted(before, fix.fixTime, ready.params, profile.reportingIntervalMin), seen, ready, closed);
  },
};

/** Reports are missing since the last one, and its provider did not deliver them: the count begins anew. */
function isHeldBack({ times }: Tally, seen: TrackSighting, intervalMin: number): boolean {
  const last = times[times.length - 1]!;
  const { fixTime } = seen.fix;
  return fixTime - last > MISSED * intervalMin * 60_000 && seen.isProviderOut(last, fixTime);
}

/** The tally with one more report: no more of them than are owed and one, since more would say nothing else. */
function counted(before: Tally | undefined, time: number, params: Params, intervalMin: number): Tally {
  if (!before) return { since: time, times: [time] };
  const windowMin = (params.windowHours as number) * 60;
  const most = Math.ceil(windowMin / intervalMin) + 1;
  const { times } = before;
  let from = Math.max(0, times.length + 1 - most);
  while (from < times.length && times[from]! <= time - windowMin * 60_000) from++;
  const next = times.slice(from);
  next.push(time);
  return { since: before.since, times: next };
}

function judged(
  pair: Pair | undefined,
  tally: Tally,
  seen: TrackSighting,
  ready: ReadyRule,
  closed: Occurrence[],
): Pair {
  const { fix, profile, vesselId } = seen;
  const { params } = ready;
  const minutes = Math.min((params.windowHours as number) * 60, (fix.fixTime - tally.since) / 60_000);
  const owed = minutes / profile.reportingIntervalMin!;
  const received = tally.times.length;
  const share = owed > 0 ? (100 * received) / owed : 100;
  const known = { rule: ready.rule.id, zone: '', memo: { tally } };
  if (pair?.open) {
    // After an outage nothing is known yet.
    if (minutes < Number(params.leastHours) * 60) return { ...known, side: 1, open: pair.open };
    if (share < Math.min(100, Number(params.percent) + CLEAR_MARGIN)) return { ...known, side: 1, open: pair.open };
    closed.push(endedOnTrack(pair.open, fix));
    return { ...known, side: -1 };
  }
  if (minutes < Number(params.leastHours) * 60 || share >= Number(params.percent)) return { ...known, side: -1 };
  const evidence = seen.previous ? [seen.previous.fixTime, fix.fixTime] : [fix.fixTime];
  const open = openedOnTrack(ready, vesselId, fix, evidence, {
    received,
    owed: Math.floor(owed),
    percent: Math.floor(share),
    hours: Math.round(minutes / 60),
  });
  return { ...known, side: 1, open };
}
