/**
 * silence: a vessel that owes reports has sent none for so long, at sea. One rule is one step of the ladder (domain.md
 * §1.2): late, warning, loss, day 8, 10 days, 6 months. Raised at the last counted fix plus the threshold, in event time;
 * cleared by the next counted fix, by being seen in port, or when the next step takes over.
 */

import type { VesselProfile } from '../fix.ts';
import { law } from './basis.ts';
import type { SilenceKindOfRule, SilenceTerms } from './kind.ts';
import { appliesToParam, type ParamSpec, type Params } from './params.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const DAY_H = 24;
/** The twelfth part of a year of 365 days, as LONG_GONE_H is its half. */
const MONTH_H = 730;
/** Back in port for repair within 10 days of the failure (NĐ 26/2019 Đ.44). */
const REPAIR_H = 240;
/** Vessels silent for longer are a list of their own: sold, sunk, seized, fee unpaid (domain.md §1.2). */
const LONG_GONE_H = 4380;
/** Loss of signal (NĐ 26/2019 Đ.44). */
const LOSS_H = 6;

export const graceMin: ParamSpec = {
  name: 'graceMin',
  type: 'number',
  unit: 'min',
  default: 15,
  min: 0,
  max: 1440,
  source: {
    vi: 'tự chọn: độ trễ vệ tinh của tin gửi đúng giờ',
    en: 'own choice: satellite delay of a report that was sent in time',
  },
  vi: 'Thời gian châm chước',
  en: 'Grace for a report that is on its way',
};

export const onlyAtSea: ParamSpec = {
  name: 'onlyAtSea',
  type: 'boolean',
  default: true,
  source: law(
    'NĐ 26/2019',
    'Đ.44',
    'thiết bị bật từ khi rời cảng đến khi cập cảng; không có tín hiệu trong cảng không vi phạm',
    'the device is on from leaving port to arriving; silent in port is no offence',
  ),
  vi: 'Chỉ tính khi vị trí cuối ở ngoài cảng',
  en: 'Only when the last fix is out of port',
};

export const exceptZones: ParamSpec = {
  name: 'exceptZones',
  type: 'zones',
  default: [],
  source: { vi: 'không có', en: 'none' },
  vi: 'Các vùng khác cũng được coi như trong cảng',
  en: 'Further zones that count as port',
};

export const maxKn: ParamSpec = {
  name: 'maxKn',
  type: 'number',
  unit: 'kn',
  default: 12,
  min: 1,
  max: 60,
  source: {
    vi: 'tự chọn: tàu cá chở nặng chạy 8–10 hải lý/giờ; quá 25 hải lý/giờ là đáng ngờ',
    en: 'own choice: a loaded fishing boat steams at 8 to 10 kn; beyond 25 kn is suspicious',
  },
  vi: 'Vận tốc lớn nhất có thể, để vẽ vòng tròn vị trí có thể có',
  en: 'Greatest plausible speed, for the circle in which it may be',
};

const specs: ParamSpec[] = [
  {
    name: 'hours',
    type: 'number',
    unit: 'h',
    default: LOSS_H,
    min: 0,
    max: 8760,
    source: law(
      'NĐ 26/2019',
      'Đ.44',
      'mất kết nối là 6 giờ trên biển; nhắc từ 5 giờ như các hệ thống của tỉnh',
      'loss of signal is 6 h at sea; warning at 5 h as in provincial systems',
    ),
    vi: 'Số giờ không có tín hiệu; 0: chỉ tính theo số kỳ báo bị lỡ',
    en: 'Hours without a report; 0: only missed reports count',
  },
  {
    name: 'missedReports',
    type: 'number',
    unit: 'reports',
    default: 1,
    min: 1,
    max: 1000,
    source: {
      vi: 'thực tế quản lý: trễ là lỡ quá một kỳ báo; chưa đến kỳ thì không ai mất kết nối',
      en: 'practice: late is more than one missed interval; nobody is silent before a report is due',
    },
    vi: 'Số kỳ báo bị lỡ, ít nhất',
    en: 'Missed reports, at least',
  },
  {
    name: 'untilHours',
    type: 'number',
    unit: 'h',
    default: undefined,
    min: 0.01,
    max: 8760,
    source: {
      vi: 'không có: bậc này kéo dài đến khi có tín hiệu lại',
      en: 'none: the step lasts until the signal is back',
    },
    vi: 'Bậc sau thay thế từ giờ thứ',
    en: 'The next step takes over after so many hours',
  },
  {
    name: 'deadlineHours',
    type: 'number',
    unit: 'h',
    default: undefined,
    min: 1,
    max: 8760,
    source: law(
      'NĐ 26/2019',
      'Đ.44',
      'bậc ngày thứ 8 đếm ngược tới hạn 10 ngày; bậc khác không có',
      'the day-8 step counts down to the 10 days; none for the others',
    ),
    vi: 'Hạn mà thông báo nhắc tới, tính từ vị trí cuối',
    en: 'Deadline that the notice counts down to, from the last fix',
  },
  graceMin,
  onlyAtSea,
  exceptZones,
  maxKn,
  appliesToParam('registered'),
];

export const silence: SilenceKindOfRule = {
  kind: 'silence',
  title: { vi: 'Mất kết nối trên biển', en: 'Signal lost at sea' },
  watches: 'silence',
  counts: 'at-sea',
  priority: 2,
  params: specs,
  terms,
  orders: [
    { from: 'hours', to: 'untilHours', strictly: true },
    { from: 'hours', to: 'deadlineHours' },
  ],
  explain: (params) => ({
    vi: `Báo khi tàu có nghĩa vụ báo vị trí không gửi tín hiệu ${thresholdVi(params)}${params.onlyAtSea ? ' trên biển (vị trí cuối không ở trong cảng)' : ''}; kết thúc khi có lại tín hiệu${params.onlyAtSea ? ', khi nguồn khác cho thấy tàu đã ở trong cảng' : ''}${params.untilHours === undefined ? '' : ` hoặc khi bậc sau thay thế (giờ thứ ${params.untilHours})`}. Thời điểm báo tính theo giờ của vị trí cuối, không theo giờ hệ thống.`,
    en: `Raised when a vessel that owes reports has sent none ${thresholdEn(params)}${params.onlyAtSea ? ' at sea (its last fix is not in a port)' : ''}; cleared by its next report${params.onlyAtSea ? ', or when another source shows it in port' : ''}${params.untilHours === undefined ? '' : `, or when the next step takes over (hour ${params.untilHours})`}. Times are counted from the last fix, not from the system's clock.`,
  }),
  consequence: (params) => consequenceOf(Number(params.hours)),
  action: (params) => actionOf(Number(params.hours)),
  minutesToAct: (params) => minutesOf(Number(params.hours)),
};

/** Silence begins after this: a vessel with a longer duty than the rule's hours is not accused before its report is due. */
function terms(params: Params, profile: VesselProfile): SilenceTerms {
  const interval = profile.reportingIntervalMin ?? 0;
  const owedMs = (Number(params.missedReports) * interval + Number(params.graceMin)) * MINUTE_MS;
  const afterMs = Math.max(Number(params.hours) * HOUR_MS, owedMs);
  if (params.untilHours === undefined) return { leadMs: 0, afterMs };
  const untilMs = Number(params.untilHours) * HOUR_MS;
  // With a duty so long that the next step is there first, this one never comes.
  return { leadMs: 0, afterMs: afterMs < untilMs ? afterMs : Number.POSITIVE_INFINITY, untilMs };
}

function thresholdVi(params: Params): string {
  const hours = Number(params.hours);
  const missed = `quá ${params.missedReports} kỳ báo (cộng ${params.graceMin} phút châm chước)`;
  return hours === 0 ? missed : `quá ${spanVi(hours)}`;
}

function thresholdEn(params: Params): string {
  const hours = Number(params.hours);
  const missed = `for more than ${params.missedReports} reporting interval(s) (and ${params.graceMin} min of grace)`;
  return hours === 0 ? missed : `for more than ${spanEn(hours)}`;
}

/** As people say it: months where they are whole, days from two on. */
function spanVi(hours: number): string {
  if (hours % MONTH_H === 0) return `${hours / MONTH_H} tháng`;
  return hours >= 2 * DAY_H ? `${hours / DAY_H} ngày` : `${hours} giờ`;
}

function spanEn(hours: number): string {
  if (hours % MONTH_H === 0) return hours === MONTH_H ? '1 month' : `${hours / MONTH_H} months`;
  return hours >= 2 * DAY_H ? `${hours / DAY_H} days` : `${hours} h`;
}

function consequenceOf(hours: number) {
  if (hours < LOSS_H) {
    return {
      vi: 'Nếu không có tín hiệu tới giờ thứ 6, tàu bị coi là mất kết nối trên biển và phải báo vị trí 6 giờ một lần.',
      en: 'At six hours it counts as loss of signal at sea, and the position has to be declared every 6 hours.',
    };
  }
  if (hours < REPAIR_H - 2 * DAY_H) {
    return {
      vi: 'Không biết tàu ở đâu: tàu có thể gặp nạn, vượt ranh giới hoặc tắt thiết bị; tàu không báo vị trí vào danh sách nguy cơ cao (TT 21/2018 Đ.8a).',
      en: 'Nobody knows where it is: it may be in distress, across a boundary, or have its device switched off; without declared positions it goes on the high-risk list (TT 21/2018 Đ.8a).',
    };
  }
  if (hours < LONG_GONE_H) {
    return {
      vi: 'Sau 10 ngày mà tàu chưa về cảng sửa thiết bị là vi phạm (NĐ 26/2019 Đ.44); tàu cũng có thể đã gặp nạn.',
      en: 'Ten days without being back in port for repair is a violation (NĐ 26/2019 Đ.44); it may also be in distress.',
    };
  }
  return {
    vi: 'Danh sách tàu bị sai: tàu có thể đã bán, chìm, bị tạm giữ, chủ tàu mất hoặc chưa nộp phí dịch vụ.',
    en: 'The list of vessels is wrong: it may be sold, sunk, seized, its owner dead or the fee unpaid.',
  };
}

function actionOf(hours: number) {
  if (hours < LOSS_H) {
    return {
      vi: 'Nhắn chủ tàu, thuyền trưởng kiểm tra nguồn điện, ăng-ten và thiết bị.',
      en: 'Have owner and captain check power, antenna and device.',
    };
  }
  if (hours < REPAIR_H - 2 * DAY_H) {
    return {
      vi: 'Kiểm tra sự cố nhà cung cấp và thời tiết; gọi chủ tàu, thuyền trưởng xác định vị trí, nhắc báo vị trí 6 giờ một lần. Thời tiết xấu thì chuyển tìm kiếm cứu nạn.',
      en: 'Check for a provider outage and the weather; call owner and captain for the position, and have it declared every 6 hours. In bad weather turn to search and rescue.',
    };
  }
  if (hours < LONG_GONE_H) {
    return {
      vi: 'Xác minh tàu ở đâu với chủ tàu, xã và đồn biên phòng; yêu cầu đưa tàu về cảng; quá 10 ngày thì lập hồ sơ.',
      en: 'Find out with owner, commune and border station where it is; have it brought to port; after ten days open a file.',
    };
  }
  return {
    vi: 'Xác minh tình trạng tàu với xã; cập nhật đăng ký và lý do mất kết nối.',
    en: 'Find out with the commune what became of it; update the registry and the reason of its silence.',
  };
}

/** domain.md §2.1: first call within 2 h of the loss, ten days the same day; before the loss, the hour that is left. */
function minutesOf(hours: number): number {
  if (hours < LOSS_H) return hours > 0 ? Math.round((LOSS_H - hours) * 60) : 180;
  if (hours < REPAIR_H - 2 * DAY_H) return 120;
  return hours < LONG_GONE_H ? DAY_H * 60 : 7 * DAY_H * 60;
}
