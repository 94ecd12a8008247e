/** Texts of the pages of rules and zones that come with those pages. */
import type { Forms } from './catalogue.ts';

export const newRuleMessages = {
  newRule: { vi: 'Quy tắc mới', en: 'New rule' },
  newFor: { vi: 'Cho vùng “{zone}”.', en: 'For the zone “{zone}”.' },
  kind: { vi: 'Loại quy tắc', en: 'Kind of rule' },
  code: { vi: 'mã', en: 'code' },
  name: { vi: 'Tên quy tắc', en: 'Name in Vietnamese' },
  nameEn: { vi: 'Tên tiếng Anh', en: 'Name in English' },
  naming: { vi: 'Tên và mức ưu tiên', en: 'Names and priority' },
  nameNeeded: { vi: 'Hãy đặt tên cho quy tắc.', en: 'Give the rule a name.' },
  priority: { vi: 'Mức ưu tiên', en: 'Priority' },
  usualPriority: { vi: 'theo loại quy tắc', en: 'that of its kind' },
  usualPriorityOf: { vi: 'Theo loại quy tắc ({priority})', en: 'That of its kind ({priority})' },
  basis: { vi: 'Căn cứ của giá trị riêng', en: 'Basis of your own value' },
  since: { vi: 'Có hiệu lực từ ngày', en: 'In effect since' },
  notGiven: { vi: 'chưa nêu', en: 'not given' },
  notSetYet: { vi: 'Giá trị riêng, chưa áp dụng.', en: 'A value of your own, not applied yet.' },
  setterUnknown: {
    vi: 'Giá trị riêng; không có ghi chép ai đã đặt.',
    en: 'A value of its own; who set it is not on record.',
  },
  setBy: { vi: 'Giá trị riêng do {who} đặt, {when}.', en: 'A value of its own, set by {who}, {when}.' },
  ownBasis: { vi: 'Căn cứ của giá trị riêng: {basis}.', en: 'Its basis: {basis}.' },
  ownSince: { vi: 'Có hiệu lực từ {day}.', en: 'In effect since {day}.' },
  noBasis: { vi: 'Chưa nêu căn cứ cho giá trị này.', en: 'No basis is given for this value.' },
  goOn: { vi: 'Đặt tham số', en: 'Set its parameters' },
  fresh: { vi: 'chưa ghi', en: 'not saved yet' },
  drop: { vi: 'Bỏ quy tắc này', en: 'Drop this rule' },
  notRunSome: {
    vi: '{n} quy tắc không thử được nên không tính ở đây:',
    en: {
      one: '{n} rule could not be tried and is not counted here:',
      other: '{n} rules could not be tried and are not counted here:',
    },
  },
} as const satisfies Record<string, { vi: Forms; en: Forms }>;
