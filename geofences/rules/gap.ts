/**
 * gap: no position at all, by whatever means, for longer than a class of vessels is ever without one. Known when the
 * vessel is heard again: the event has both ends, the way between and what speed that takes. While it lasts, `silence`
 * with the same hours is the alert, for vessels that owe reports; one that is heard by AIS alone is out of reach of the
 * stations on every trip, and her gap is told apart from that by its two ends only.
 */
import { quickDistanceM } from '../geometry/ellipsoid.ts';
import type { TrackKindOfRule } from './kind.ts';
import { endedOnTrack, openedOnTrack } from './occurrences.ts';
import { appliesToParam, type ParamSpec } from './params.ts';

const hours: ParamSpec = {
  name: 'hours',
  type: 'number',
  unit: 'h',
  default: 12,
  min: 1,
  max: 8760,
  source: {
    vi: 'Global Fishing Watch: mặc định 12 giờ, bảng từ 6 giờ',
    en: 'Global Fishing Watch, gap events: default 12 h, tables from 6 h',
  },
  vi: 'Số giờ không có vị trí nào',
  en: 'Hours without any position',
};
const disablingNm: ParamSpec = {
  name: 'disablingNm',
  type: 'number',
  unit: 'nm',
  default: 50,
  min: 0,
  max: 50,
  source: {
    vi: 'Welch và cộng sự 2022: mất vị trí bắt đầu cách bờ quá 50 hải lý có thể là cố ý tắt',
    en: 'Welch et al. 2022: a gap that begins more than 50 nm from shore may be intentional disabling',
  },
  vi: 'Khoảng mất tín hiệu bắt đầu cách bờ xa hơn thế được ghi chú',
  en: 'A gap that begins farther from shore is noted as such',
};

/** Faster than that, the fix may prove not to be the vessel's (judging/belief.ts), and the gap would go on. */
const MOST_KN = 25;

export const gap: TrackKindOfRule = {
  kind: 'gap',
  title: { vi: 'Khoảng không có vị trí', en: 'Gap in the track' },
  watches: 'track',
  isAboutGaps: true,
  sees: 'believed',
  needsLand: true,
  priority: 4,
  params: [hours, disablingNm, appliesToParam('all')],
  explain: (params) => ({
    vi: `Báo khi tàu xuất hiện lại sau hơn ${params.hours} giờ không có vị trí nào (AIS hay VMS), nếu vị trí trước đó ở ngoài cảng và không do sự cố của nhà cung cấp. Ghi hai đầu, quãng đường và vận tốc cần có. Nếu bắt đầu cách bờ trên ${params.disablingNm} hải lý thì ghi chú thêm. Đây là sự kiện để tra cứu; cảnh báo khi đang mất tín hiệu là quy tắc mất kết nối.`,
    en: `Raised when a vessel is heard again after more than ${params.hours} h without any position (AIS or VMS), where the one before was out of port and its provider had no outage. Holds both ends, the way between and the speed that it takes. Where it began more than ${params.disablingNm} nm from shore, that is noted. An event to look up; the alert while a signal is lost is the silence rule.`,
  }),
  consequence: {
    vi: 'Không ai biết tàu làm gì trong thời gian đó.',
    en: 'Nobody knows what the vessel did in that time.',
  },
  action: {
    vi: 'Đối chiếu với nhật ký và lời giải trình của thuyền trưởng khi tàu về.',
    en: 'Compare with the logbook and the captain’s account when the vessel is back.',
  },
  /** own choice: a log event */
  minutesToAct: 1440,
  step(_, seen, ready, closed) {
    const { fix, previous } = seen;
    if (!previous || fix.fixTime - previous.fixTime < (ready.params.hours as number) * 3_600_000) return undefined;
    const gapHours = (fix.fixTime - previous.fixTime) / 3_600_000;
    const distanceNm = quickDistanceM(previous.lon, previous.lat, fix.lon, fix.lat) / 1852;
    if (distanceNm / gapHours > MOST_KN || seen.wasInPort(previous)) return undefined;
    if (seen.isProviderOut(previous.fixTime, fix.fixTime)) return undefined;
    const isFar = seen.isOffShore(ready.params.disablingNm as number, previous);
    const open = openedOnTrack(ready, seen.vesselId, previous, [previous.fixTime, fix.fixTime], {
      gapHours: Math.round(gapHours * 10) / 10,
      distanceNm: Math.round(distanceNm * 10) / 10,
      impliedKn: Math.round((distanceNm / gapHours) * 10) / 10,
      source: previous.source,
      ...(isFar === undefined ? {} : { offShore: isFar ? 'yes' : 'no' }),
    });
    closed.push(endedOnTrack(open, fix));
    return undefined;
  },
};
