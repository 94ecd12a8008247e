import type { Forms } from './catalogue.ts';

/** Texts of the notes that a room puts on the map, and of the map's further layers. */
export const noteMessages = {
  'mapNote.open': { vi: 'Ghi chú trên bản đồ (G)', en: 'Notes on the map (G)' },
  'layers.open': { vi: 'Lớp bản đồ', en: 'Map layers' },
  'layers.title': { vi: 'Lớp bản đồ', en: 'Map layers' },
  'layers.failing': {
    vi: 'Lớp bản đồ thêm chưa tải được; bờ biển, vùng và tàu vẫn đầy đủ.',
    en: 'A further layer does not load; coast, zones and vessels are all here.',
  },
  'layers.about': {
    vi: 'Lớp thêm do máy chủ khác cung cấp, chỉ để tham khảo, không dùng để hành hải.',
    en: 'Further layers come from another server: for orientation, not for navigation.',
  },
} as const satisfies Record<string, { vi: Forms; en: Forms }>;
