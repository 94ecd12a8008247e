/**
 * provider-outage: many boats of one provider (or feed) fall silent together. That is the provider's failure until
 * something else is shown: one incident, and its boats are not accused of silence. Thuraya 3 in April 2024 silenced 1,360
 * of 1,964 boats at once; fishers lost their subsidies for it (domain.md §5).
 */
import type { KindWords } from '../rules/kind.ts';
import type { ParamSpec } from '../rules/params.ts';

/**
 * A kind that watches what arrives from each provider. Judged by the time of receipt: an outage is about what did not arrive. The
 * journal holds that time of every fix and of every look at the clock, and between two looks the order in which receptions are
 * told makes no difference: so the same journal gives the same outages.
 */
export interface ProviderKindOfRule extends KindWords {
  watches: 'providers';
}

const specs: ParamSpec[] = [
  {
    name: 'vessels',
    type: 'number',
    unit: 'vessels',
    default: 8,
    min: 2,
    max: 10_000,
    source: {
      vi: 'tự chọn: ít tàu hơn thì có thể tình cờ cùng mất, hoặc do một cơn giông',
      en: 'own choice: fewer fall silent together by chance, or in one squall',
    },
    vi: 'Số tàu cùng im lặng ít nhất',
    en: 'Boats silent together, at least',
  },
  {
    name: 'percent',
    type: 'number',
    unit: '%',
    default: 50,
    min: 5,
    max: 100,
    source: {
      vi: 'sự cố tháng 4/2024: 69 % số tàu của một nhà cung cấp',
      en: 'the outage of April 2024: 69 % of the boats of one provider',
    },
    vi: 'Tỷ lệ trong số tàu đang ở biển của nhà cung cấp',
    en: 'Share of the provider’s boats at sea',
  },
  {
    name: 'graceMin',
    type: 'number',
    unit: 'min',
    default: 30,
    min: 0,
    max: 720,
    source: {
      vi: 'tự chọn: độ trễ vệ tinh cộng thêm một kỳ báo',
      en: 'own choice: satellite delay on top of one reporting interval',
    },
    vi: 'Thời gian châm chước thêm vào một chu kỳ báo vị trí',
    en: 'Grace on top of one reporting interval',
  },
];

export const providerOutage: ProviderKindOfRule = {
  kind: 'provider-outage',
  title: { vi: 'Sự cố nhà cung cấp dịch vụ', en: 'A provider delivers nothing' },
  watches: 'providers',
  priority: 2,
  params: specs,
  consequence: {
    vi: 'Không thấy được các tàu này; nếu coi là tàu vi phạm thì oan cho ngư dân.',
    en: 'These boats are unseen; to treat it as their offence would wrong the fishers.',
  },
  action: {
    vi: 'Gọi nhà cung cấp, ghi nhận sự cố, thông báo cho các chủ tàu; không lập hồ sơ mất kết nối vì sự cố này.',
    en: 'Call the provider, put the outage on record, tell the owners; open no file for silence because of it.',
  },
  minutesToAct: 30,
  explain: (params) => ({
    vi: `Báo khi ít nhất ${params.vessels} tàu và ${params.percent} % số tàu đang ở biển của một nhà cung cấp cùng quá hạn báo vị trí hơn ${params.graceMin} phút: chỉ một sự cố chung. Trong thời gian sự cố và một chu kỳ báo sau đó, các tàu này không bị báo mất kết nối. Kết thúc khi phần lớn tàu có lại tín hiệu. Xét theo giờ nhận được vị trí: dữ liệu lưu trên tàu gửi bù về sau không xóa sự cố, và cùng một nhật ký tiếp nhận luôn cho cùng một kết quả.`,
    en: `Raised when at least ${params.vessels} boats and ${params.percent} % of a provider’s boats at sea are overdue by more than ${params.graceMin} min together: one incident. During it and for one reporting interval after it these boats are not said to be silent. Cleared when most of them are heard again. It goes by when positions were received: what had been stored on board and comes later does not undo it, and the same journal of receptions always gives the same outage.`,
  }),
};
