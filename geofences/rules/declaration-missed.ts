/**
 * declaration-missed: after loss of signal at sea the position has to be declared by other means every six hours (NĐ
 * 26/2019 Đ.44, TT 21/2018 Đ.8a), and was not. One occurrence counts what was missed until somebody declares.
 */
import { law } from './basis.ts';
import type { SilenceKindOfRule } from './kind.ts';
import { appliesToParam, type ParamSpec } from './params.ts';
import { exceptZones, graceMin, maxKn, onlyAtSea } from './silence.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

const lossHours: ParamSpec = {
  name: 'lossHours',
  type: 'number',
  unit: 'h',
  default: 6,
  min: 0.01,
  max: 8760,
  source: law('NĐ 26/2019', 'Đ.44', 'mất kết nối là 6 giờ trên biển', 'loss of signal is 6 h at sea'),
  vi: 'Mất kết nối từ giờ thứ',
  en: 'Loss of signal from this hour on',
};

const everyHours: ParamSpec = {
  name: 'everyHours',
  type: 'number',
  unit: 'h',
  default: 6,
  min: 0.01,
  max: 240,
  source: law('TT 21/2018', 'Đ.8a', 'báo vị trí 6 giờ một lần', 'the position is declared every 6 h'),
  vi: 'Chu kỳ báo vị trí bằng cách khác',
  en: 'Hours between declarations',
};

export const declarationMissed: SilenceKindOfRule = {
  kind: 'declaration-missed',
  title: { vi: 'Không báo vị trí khi mất kết nối', en: 'Position not declared' },
  watches: 'silence',
  counts: 'at-sea',
  heedsDeclarations: true,
  priority: 3,
  params: [lossHours, everyHours, graceMin, onlyAtSea, exceptZones, maxKn, appliesToParam('registered')],
  terms(params, profile) {
    const owedMs = ((profile.reportingIntervalMin ?? 0) + Number(params.graceMin)) * MINUTE_MS;
    const everyMs = Number(params.everyHours) * HOUR_MS;
    return {
      leadMs: Math.max(Number(params.lossHours) * HOUR_MS, owedMs),
      afterMs: everyMs + Number(params.graceMin) * MINUTE_MS,
      everyMs,
    };
  },
  explain: (params) => ({
    vi: `Báo khi tàu mất kết nối${params.onlyAtSea ? ' trên biển' : ', ở biển hay trong cảng'} (từ giờ thứ ${params.lossHours}) mà quá ${params.everyHours} giờ (cộng ${params.graceMin} phút) chưa có ai báo vị trí bằng cách khác; đếm số lần bị lỡ; kết thúc khi có báo vị trí${params.onlyAtSea ? ', có lại tín hiệu hoặc tàu đã ở trong cảng' : ' hoặc có lại tín hiệu'}.`,
    en: `Raised when a vessel has lost its signal${params.onlyAtSea ? ' at sea' : ', at sea or in port'} (from hour ${params.lossHours}) and no position was declared by other means within ${params.everyHours} h (and ${params.graceMin} min); counts what was missed; cleared by a declaration${params.onlyAtSea ? ', by the signal, or when it is in port' : ' or by the signal'}.`,
  }),
  consequence: {
    vi: 'Không báo vị trí khi mất kết nối: vào danh sách nguy cơ cao, bị xử phạt (NĐ 301/2025); lặp lại trong một chuyến biển là tình tiết tăng nặng.',
    en: 'No declared position during a loss: the high-risk list and a fine follow (NĐ 301/2025); repeated within a trip it weighs more.',
  },
  action: {
    vi: 'Gọi chủ tàu, thuyền trưởng yêu cầu báo vị trí ngay; ghi lại vị trí được báo.',
    en: 'Call owner and captain for the position now; enter what they declare.',
  },
  /** domain.md §2.1: first call within 2 h. */
  minutesToAct: 120,
};
