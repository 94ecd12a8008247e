import type { Forms } from './catalogue.ts';

/** Texts of the map: what it says of itself, tracks, replay, measuring, notes. */
export const mapMessages = {
  'map.thinned': {
    vi: 'Biển đông tàu: {n} tàu vẽ bằng chấm, phóng to để thấy rõ',
    en: {
      one: 'Crowded: {n} vessel is a dot, zoom in to see it',
      other: 'Crowded: {n} vessels are dots, zoom in to see them',
    },
  },
} as const satisfies Record<string, { vi: Forms; en: Forms }>;
