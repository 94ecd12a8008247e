/** What each indicator of the province's feed means: the one place where it is said, for the wall's numbers and those of the registry. */
import type { Words } from '../system-words.ts';
import { tileNames } from '../wall/figures.ts';

/** Of the registry alone; all others hang on the wall, too. */
const registryIndicators = ['registered', 'fitted', 'licenceOver'] as const;
export const indicatorNames = [...tileNames, ...registryIndicators] as const;
export type IndicatorName = (typeof indicatorNames)[number];
export const indicatorUnits = ['vessels', 'alerts', 'cases', 'feeds', 'messages', 'ms'] as const;
export type IndicatorUnit = (typeof indicatorUnits)[number];

export const unitWords: Record<IndicatorUnit, Words> = {
  vessels: { vi: 'tàu', en: 'vessels' },
  alerts: { vi: 'cảnh báo', en: 'alerts' },
  cases: { vi: 'vụ việc', en: 'cases' },
  feeds: { vi: 'nguồn', en: 'feeds' },
  messages: { vi: 'tin gửi', en: 'messages' },
  ms: { vi: 'mili giây', en: 'milliseconds' },
};

interface IndicatorDefinition {
  unit: IndicatorUnit;
  words: Words;
  definition: Words;
}

const defined = (unit: IndicatorUnit, words: Words, definition: Words): IndicatorDefinition => ({
  ...{ unit, words, definition },
});

const ofOwing: Words = {
  vi: 'Mẫu số: tàu trong sổ đăng ký có nhịp báo vị trí.',
  en: 'Out of all registered vessels that owe reports.',
};

export const definitions: Readonly<Record<IndicatorName, IndicatorDefinition>> = {
  reporting: defined(
    'vessels',
    { vi: 'Tàu đang báo vị trí', en: 'Vessels reporting' },
    {
      vi: `Tàu có vị trí mới nhất không quá hai lần nhịp báo của chính tàu đó. ${ofOwing.vi}`,
      en: `Vessels whose newest position is no older than twice their own interval. ${ofOwing.en}`,
    },
  ),
  silent: defined(
    'vessels',
    { vi: 'Tàu im lặng trên 6 giờ', en: 'Vessels silent for more than 6 h' },
    {
      vi: `Tàu có vị trí mới nhất cũ hơn 6 giờ, không quá 10 ngày, ở biển hay trong cảng. ${ofOwing.vi}`,
      en: `Vessels whose newest position is older than 6 h and not older than 10 days, at sea or in port. ${ofOwing.en}`,
    },
  ),
  longSilent: defined(
    'vessels',
    { vi: 'Tàu im lặng trên 10 ngày', en: 'Vessels silent for more than 10 days' },
    {
      vi: `Tàu có vị trí mới nhất cũ hơn 10 ngày; tàu chưa từng báo không tính. ${ofOwing.vi}`,
      en: `Vessels whose newest position is older than 10 days; those never heard are not counted. ${ofOwing.en}`,
    },
  ),
  boundary: defined(
    'vessels',
    { vi: 'Tàu đang vượt ranh giới', en: 'Vessels across the boundary' },
    {
      vi: 'Tàu có cảnh báo vượt ranh giới chưa hết, không kể đã rút lại; mỗi tàu tính một lần.',
      en: 'Vessels with an alert about a crossing that still holds and was not taken back; each once.',
    },
  ),
  urgent: defined(
    'alerts',
    { vi: 'Cảnh báo mức 1–2 đang diễn ra', en: 'Alerts of priority 1 and 2 that hold' },
    {
      vi: 'Cảnh báo mức 1 hoặc 2 mà tình trạng chưa hết, không kể đã rút lại, dù đã tiếp nhận hay chưa.',
      en: 'Alerts of priority 1 or 2 whose condition still holds and was not taken back, acknowledged or not.',
    },
  ),
  waiting: defined(
    'alerts',
    { vi: 'Cảnh báo chờ tiếp nhận', en: 'Alerts that wait for somebody' },
    {
      vi: 'Cảnh báo chưa ai tiếp nhận, không kể đã gác lại, đã chặn hay đã đóng.',
      en: 'Alerts that nobody has acknowledged, without the shelved, suppressed and closed ones.',
    },
  ),
  oldest: defined(
    'ms',
    { vi: 'Cảnh báo chờ lâu nhất', en: 'Longest wait of an alert' },
    {
      vi: 'Thời gian từ khi hệ thống biết đến nay của cảnh báo chờ tiếp nhận lâu nhất; 0 khi không có.',
      en: 'How long ago the system first knew of the alert that has waited longest; 0 when none waits.',
    },
  ),
  acknowledge: defined(
    'ms',
    { vi: 'Thời gian tiếp nhận (trung vị 24 giờ)', en: 'Time to acknowledge (median of 24 h)' },
    {
      vi: 'Trung vị thời gian từ khi hệ thống biết đến khi tiếp nhận, của cảnh báo được tiếp nhận trong 24 giờ qua; không có cảnh báo nào thì không rõ.',
      en: 'Median time from when the system knew to the acknowledgement, of alerts acknowledged within 24 h; unknown when there was none.',
    },
  ),
  cases: defined(
    'cases',
    { vi: 'Vụ việc đang mở', en: 'Open cases' },
    {
      vi: 'Vụ việc chưa kết thúc theo quy chế.',
      en: 'Cases that have not come to an end of the operating regulation.',
    },
  ),
  feeds: defined(
    'feeds',
    { vi: 'Nguồn dữ liệu đang có tín hiệu', en: 'Feeds that deliver' },
    {
      vi: 'Nguồn có byte trong 5 phút qua. Mẫu số: nguồn chưa kết thúc, trừ cổng chưa từng nhận gì.',
      en: 'Feeds that brought bytes within 5 minutes, out of those that have not ended, without doors never used.',
    },
  ),
  messages: defined(
    'messages',
    { vi: 'Tin không gửi được', en: 'Messages that failed' },
    {
      vi: 'Tin cảnh báo mà hệ thống đã thôi gửi sau số lần thử trong thiết đặt.',
      en: 'Messages that were given up after as many tries as the settings allow.',
    },
  ),
  registered: defined(
    'vessels',
    { vi: 'Tàu trong sổ đăng ký', en: 'Registered vessels' },
    { vi: 'Mọi tàu trong sổ đăng ký của hệ thống.', en: 'Every vessel in the registry of this system.' },
  ),
  fitted: defined(
    'vessels',
    { vi: 'Tàu từ 15 m có thiết bị giám sát', en: 'Vessels of 15 m and more with a VMS unit' },
    {
      vi: 'Tàu mà sổ đăng ký ghi mã thiết bị. Mẫu số: tàu trong sổ có chiều dài từ 15 m; tàu không ghi chiều dài không tính.',
      en: 'Vessels with a device in the registry, out of those of 15 m and more; where no length is given nothing is counted.',
    },
  ),
  licenceOver: defined(
    'vessels',
    { vi: 'Tàu hết hạn giấy phép', en: 'Vessels whose licence is over' },
    {
      vi: 'Tàu có hạn giấy phép trong sổ đăng ký trước hôm nay. Mẫu số: tàu có ghi hạn; tàu không ghi là không rõ.',
      en: 'Vessels whose licence in the registry ended before today, out of those with a date; without one nothing is known.',
    },
  ),
};
