import type { Forms } from './catalogue.ts';

/** Texts of the map: what it says of itself, tracks, replay, measuring, notes. */
export const mapMessages = {
  'map.thinned': {
    vi: 'Nơi dày tàu: {n} tàu vẽ bằng chấm, phóng to để thấy rõ',
    en: {
      one: 'Crowded: {n} vessel is a dot, zoom in to see it',
      other: 'Crowded: {n} vessels are dots, zoom in to see them',
    },
  },
  'replay.start': { vi: 'Phát lại hành trình cả đội tàu (R)', en: 'Replay the whole fleet (R)' },
  'replay.strip': { vi: 'PHÁT LẠI – KHÔNG TRỰC TIẾP', en: 'REPLAY – NOT LIVE' },
  'replay.bar': { vi: 'Thanh thời gian', en: 'Time bar' },
  'replay.play': { vi: 'Phát', en: 'Play' },
  'replay.pause': { vi: 'Dừng', en: 'Pause' },
  'replay.playKey': { vi: 'Phát hoặc dừng (phím cách)', en: 'Play or pause (Space)' },
  'replay.back': { vi: 'Lùi 10 phút ( , )', en: 'Back 10 minutes ( , )' },
  'replay.on': { vi: 'Tới 10 phút ( . )', en: 'On 10 minutes ( . )' },
  'replay.time': { vi: 'Thời điểm đang xem', en: 'Time shown' },
  'replay.timeLocal': { vi: 'Ngày/tháng/năm giờ:phút, GMT+7', en: 'Day/month/year hour:minute, GMT+7' },
  'replay.speed': { vi: 'Tốc độ', en: 'Speed' },
  'replay.reach': { vi: 'Khoảng', en: 'Reach' },
  'replay.toLive': { vi: 'Về trực tiếp (L)', en: 'Back to live (L)' },
  'replay.loading': { vi: 'Đang tải…', en: 'Loading…' },
  'replay.noPosition': {
    vi: 'Tàu này không có vị trí trong 24 giờ trước thời điểm đang xem, hoặc ở ngoài vùng đang xem.',
    en: 'No position of this vessel in the 24 hours before the time shown, or it is outside the part of the sea shown.',
  },
  'help.replay': { vi: 'Phát lại cả đội tàu', en: 'Replay the whole fleet' },
  'help.live': { vi: 'Về hình ảnh trực tiếp', en: 'Back to the live picture' },
  'help.play': { vi: 'Khi phát lại: phát, dừng', en: 'In replay: play, pause' },
  'help.step': { vi: 'Khi phát lại: lùi, tới 10 phút', en: 'In replay: 10 minutes back, on' },
  'help.speed': { vi: 'Khi phát lại: chậm hơn, nhanh hơn', en: 'In replay: slower, faster' },
} as const satisfies Record<string, { vi: Forms; en: Forms }>;
