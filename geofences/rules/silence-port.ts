/**
 * silence-port: silent, and last seen in a port. No offence, since the duty to report runs from leaving port to arriving;
 * a list for whoever looks after devices (domain.md §1.2).
 */
import type { SilenceKindOfRule } from './kind.ts';
import { appliesToParam, type ParamSpec } from './params.ts';

const HOUR_MS = 3_600_000;

const hours: ParamSpec = {
  name: 'hours',
  type: 'number',
  unit: 'h',
  default: 60,
  min: 0.01,
  max: 8760,
  source: {
    vi: 'MonitorFish: 60 giờ trong cảng mới xem thiết bị',
    en: 'MonitorFish: 60 h in port before a beacon is looked at',
  },
  vi: 'Số giờ không có tín hiệu trong cảng',
  en: 'Hours without a report in port',
};

export const silencePort: SilenceKindOfRule = {
  kind: 'silence-port',
  title: { vi: 'Không có tín hiệu trong cảng', en: 'Silent in port' },
  watches: 'silence',
  counts: 'in-port',
  priority: 4,
  params: [hours, appliesToParam('registered')],
  terms: (params) => ({ leadMs: 0, afterMs: Number(params.hours) * HOUR_MS }),
  explain: (params) => ({
    vi: `Báo khi tàu có vị trí cuối trong cảng và không gửi tín hiệu quá ${params.hours} giờ: danh sách riêng, không phải vi phạm; kết thúc khi có lại tín hiệu hoặc khi nguồn khác cho thấy tàu ở ngoài cảng.`,
    en: `Raised when a vessel last seen in port has sent no report for more than ${params.hours} h: a list of its own, no offence; cleared by its next report, or when another source shows it out of port.`,
  }),
  consequence: {
    vi: 'Thiết bị có thể đã tắt hoặc hỏng: tàu rời cảng mà không ai thấy.',
    en: 'The device may be off or broken: the vessel would leave port unseen.',
  },
  action: {
    vi: 'Nhắc chủ tàu bật, kiểm tra thiết bị trước khi rời cảng; báo cảng.',
    en: 'Have the owner switch on and check the device before leaving port; tell the port.',
  },
  /** Own choice: before the next departure, taken as a day. */
  minutesToAct: 1440,
};
