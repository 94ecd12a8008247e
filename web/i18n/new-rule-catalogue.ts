/** Texts of the pages of rules and zones that come with those pages. */
import type { Forms } from './catalogue.ts';

export const newRuleMessages = {
  newRule: { vi: 'Quy tắc mới', en: 'New rule' },
  newFor: { vi: 'Cho vùng “{zone}”.', en: 'For the zone “{zone}”.' },
  kind: { vi: 'Loại quy tắc', en: 'Kind of rule' },
  code: { vi: 'mã', en: 'code' },
  name: { vi: 'Tên quy tắc', en: 'Name in Vietnamese' },
  nameEn: { vi: 'Tên tiếng Anh', en: 'Name in English' },
  goOn: { vi: 'Đặt tham số', en: 'Set its parameters' },
  fresh: { vi: 'chưa ghi', en: 'not saved yet' },
  drop: { vi: 'Bỏ quy tắc này', en: 'Drop this rule' },
  notRunSome: {
    vi: '{n} quy tắc thuộc loại không thử được hoặc xét quá nhiều tàu cùng lúc nên không tính ở đây.',
    en: {
      one: '{n} rule is of a kind that cannot be tried, or looks at too many vessels at once, and is not counted here.',
      other:
        '{n} rules are of kinds that cannot be tried, or look at too many vessels at once, and are not counted here.',
    },
  },
} as const satisfies Record<string, { vi: Forms; en: Forms }>;
