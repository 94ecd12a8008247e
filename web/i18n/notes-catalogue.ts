import type { Forms } from './catalogue.ts';

/** Texts of the notes that a room puts on the map, and of the map's further layers. */
export const noteMessages = {
  'mapNote.open': { vi: 'Ghi chú trên bản đồ (G)', en: 'Notes on the map (G)' },
  'mapNote.title': { vi: 'Ghi chú của phòng trực', en: 'The room’s notes' },
  'mapNote.none': { vi: 'Chưa có ghi chú nào trên bản đồ.', en: 'There is no note on the map.' },
  'mapNote.new': { vi: 'Thêm ghi chú', en: 'Add a note' },
  'mapNote.text': { vi: 'Nội dung, cả phòng đọc được', en: 'Text, for all of the room' },
  'mapNote.place': { vi: 'Vị trí (tọa độ)', en: 'Place (coordinates)' },
  'mapNote.howPlace': {
    vi: 'Bấm vào bản đồ, gõ tọa độ, hoặc lấy điểm giữa bản đồ.',
    en: 'Click on the map, type coordinates, or take the middle of the map.',
  },
  'mapNote.howMove': { vi: 'Bấm chỗ khác trên bản đồ để dời.', en: 'Click elsewhere on the map to move it.' },
  'mapNote.noPlace': {
    vi: 'Chưa hiểu tọa độ này. Ví dụ: 16 04 N 108 13 E',
    en: 'These coordinates say no place. For example: 16 04 N 108 13 E',
  },
  'mapNote.middle': { vi: 'Lấy điểm giữa bản đồ', en: 'Take the middle of the map' },
  'mapNote.expiry': { vi: 'Tự gỡ', en: 'Goes by itself' },
  'mapNote.after': { vi: 'sau {age}', en: 'after {age}' },
  'mapNote.never': { vi: 'không, đến khi có người gỡ', en: 'never, until somebody removes it' },
  'mapNote.asBefore': { vi: 'như trước', en: 'as before' },
  'mapNote.save': { vi: 'Lưu ghi chú', en: 'Save note' },
  'mapNote.goTo': { vi: 'Tới', en: 'Go to' },
  'mapNote.edit': { vi: 'Sửa', en: 'Edit' },
  'mapNote.remove': { vi: 'Gỡ', en: 'Remove' },
  'mapNote.removeSure': { vi: 'Gỡ thật?', en: 'Sure?' },
  'mapNote.by': { vi: '{name}, {time}', en: '{name}, {time}' },
  'mapNote.changedBy': { vi: '{name} sửa {time}', en: 'changed by {name}, {time}' },
  'mapNote.removedBy': { vi: '{name} gỡ {time}', en: 'removed by {name}, {time}' },
  'mapNote.goes': { vi: 'còn {age}', en: '{age} left' },
  'mapNote.expired': { vi: 'hết hạn {time}', en: 'expired {time}' },
  'mapNote.withOld': { vi: 'xem cả ghi chú đã gỡ, đã hết hạn', en: 'with the removed and the expired' },
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
