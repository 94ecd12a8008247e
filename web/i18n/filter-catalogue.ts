import type { Forms } from './catalogue.ts';

/** Texts of the map's filter and of saved groups. */
export const filterMessages = {
  'filter.open': { vi: 'Lọc tàu, nhóm tàu (F)', en: 'Filter vessels, groups (F)' },
  'filter.strip': { vi: 'ĐANG LỌC: {shown}/{all} tàu', en: 'FILTERED: {shown}/{all} vessels' },
  'filter.kept': {
    vi: 'gồm {n} tàu có cảnh báo ngoài bộ lọc',
    en: { one: 'with {n} alarmed vessel from outside', other: 'with {n} alarmed vessels from outside' },
  },
  'filter.missing': {
    vi: '{n} nhóm không còn',
    en: { one: '{n} group is no more', other: '{n} groups are no more' },
  },
  'filter.active': {
    vi: 'Bản đồ đang lọc: có tàu không hiện. Phím 0 để hiện tất cả.',
    en: 'The map is filtered: some vessels are not shown. Press 0 to show all.',
  },
  'filter.showAll': { vi: 'Hiện tất cả', en: 'Show all' },
} as const satisfies Record<string, { vi: Forms; en: Forms }>;
