/** The fleet's table in words, for what is taken out of it. */
import type { Language } from '../exports/sheet.ts';
import { type FleetFilter, SOON_DAYS } from './query.ts';
import type { FleetState, LengthClass } from './states.ts';

export type Words = readonly [vi: string, en: string];

export const say = ([vi, en]: Words, language: Language): string => (language === 'vi' ? vi : en);

export const stateWords: Record<FleetState, Words> = {
  moving: ['đang chạy', 'moving'],
  stopped: ['đang dừng', 'stopped'],
  reporting: ['có báo vị trí', 'reporting'],
  late: ['chậm báo', 'late'],
  silent: ['mất kết nối ≥ 6 giờ', 'silent ≥ 6 h'],
  'long-silent': ['mất kết nối > 10 ngày', 'silent > 10 days'],
  never: ['chưa có vị trí', 'no position yet'],
};

export const classWords: Record<LengthClass, Words> = {
  'below-6': ['dưới 6 m', 'below 6 m'],
  '6-12': ['6 đến dưới 12 m', '6 to 12 m'],
  '12-15': ['12 đến dưới 15 m', '12 to 15 m'],
  '15-24': ['15 đến dưới 24 m', '15 to 24 m'],
  'from-24': ['từ 24 m', 'from 24 m'],
  unknown: ['chưa rõ chiều dài', 'length unknown'],
};

export const sourceWords: Record<string, Words> = {
  ais: ['AIS', 'AIS'],
  vms: ['VMS', 'VMS'],
  manual: ['khai báo', 'declared'],
};

/** What the words of the table mean. */
export const definitions: readonly Words[] = [
  [
    'Trạng thái theo vị trí mới nhất và nhịp báo của từng tàu (AIS không có nghĩa vụ: 6 phút): đang chạy, đang dừng (dưới 0,5 hải lý/giờ): báo trong hai nhịp; chậm báo: trễ hơn, đến 6 giờ; mất kết nối: từ 6 giờ, từ 10 ngày.',
    'State by the newest position and each vessel’s own interval (AIS without a duty: 6 min): moving, stopped (below 0.5 kn): heard within two intervals; late: later, up to 6 h; silent: from 6 h, from 10 days.',
  ],
  [
    'Tuổi tín hiệu: số phút từ giờ định vị đến lúc lập. Không có tín hiệu không có nghĩa là tàu không ở đó. Cảnh báo: đang mở, chưa đóng.',
    'Age: minutes from the fix to when this was made. No signal does not mean no vessel. Alerts: open ones.',
  ],
];

/** One sentence that says which vessels these are. */
export function filterWords(filter: FleetFilter, language: Language): string {
  const parts: string[] = [
    say(filter.of === 'all' ? ['mọi tàu', 'all vessels'] : ['tàu trong sổ đăng ký', 'registered vessels'], language),
  ];
  const add = (words: Words, value: string | undefined): void => {
    if (value !== undefined && value !== '') parts.push(`${say(words, language)} ${value}`);
  };
  add(['tìm', 'search'], filter.q && `“${filter.q}”`);
  add(['trạng thái', 'state'], filter.states?.map((state) => say(stateWords[state], language)).join(', '));
  add(['hạng tàu', 'length'], filter.lengths?.map((one) => say(classWords[one], language)).join(', '));
  add(['nghề', 'gear'], filter.gear);
  add(['cảng', 'port'], filter.port);
  add(['đơn vị', 'unit'], filter.unit);
  if (filter.licence === 'expired') parts.push(say(['giấy phép đã hết hạn', 'licence is over'], language));
  if (filter.licence === 'soon') {
    parts.push(say([`giấy phép hết hạn trong ${SOON_DAYS} ngày`, `licence ends within ${SOON_DAYS} days`], language));
  }
  if (filter.alerts === 'open') parts.push(say(['có cảnh báo đang mở', 'with open alerts'], language));
  if (filter.only !== undefined) {
    parts.push(say(['đang hiện trên bản đồ theo bộ lọc của bản đồ', 'shown on the map by the map’s filter'], language));
  }
  if (filter.box !== undefined) parts.push(say(['trong khung bản đồ', 'within the map’s frame'], language));
  return `${say(['Lọc', 'Filter'], language)}: ${parts.join('; ')}.`;
}
