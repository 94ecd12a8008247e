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
  'search.coordinates': { vi: 'tọa độ', en: 'coordinates' },
  'search.place': { vi: 'biển, đảo', en: 'sea or island' },
  'track.pin': { vi: 'Ghim hành trình', en: 'Pin track' },
  'track.unpin': { vi: 'Bỏ ghim', en: 'Unpin' },
  'track.pinWhy': {
    vi: 'Giữ hành trình này trên bản đồ khi xem tàu khác (P)',
    en: 'Keeps this track on the map while you look at others (P)',
  },
  'track.pinFull': { vi: 'Đã ghim {n} hành trình: bỏ bớt một', en: '{n} tracks are pinned: unpin one' },
  'track.unpinOf': { vi: 'Bỏ ghim hành trình {name}', en: 'Unpin the track of {name}' },
  'track.tools': { vi: 'Hành trình trên bản đồ', en: 'Tracks on the map' },
  'track.colour': { vi: 'Màu hành trình', en: 'Track colour' },
  'track.plain': { vi: 'một màu', en: 'plain' },
  'track.bySpeed': { vi: 'theo vận tốc', en: 'by speed' },
  'track.byActivity': { vi: 'theo hoạt động', en: 'by activity' },
  'track.speedUnit': { vi: 'hải lý/giờ', en: 'knots' },
  'track.unknown': { vi: 'không rõ', en: 'unknown' },
  'track.stopped': { vi: 'dừng, dưới 0,5 hải lý/giờ', en: 'stopped, below 0.5 kn' },
  'track.fishing': { vi: 'có thể đang đánh bắt, 0,5–5,5 hải lý/giờ', en: 'may be fishing, 0.5–5.5 kn' },
  'track.transit': { vi: 'hành trình', en: 'under way' },
  'track.events': {
    vi: '{n} sự kiện trên hành trình',
    en: { one: '{n} event on the track', other: '{n} events on the track' },
  },
  'measure.start': { vi: 'Đo khoảng cách và hướng (D)', en: 'Measure range and bearing (D)' },
  'map.attribution': {
    vi: 'Đường bờ: GSHHG 2.3.7 (Wessel & Smith 1996, LGPL-3), có chỉnh sửa; Natural Earth. Không dùng để đi biển.',
    en: 'Coastline: GSHHG 2.3.7 (Wessel & Smith 1996, LGPL-3), modified; Natural Earth. Not for navigation.',
  },
  'link.open': { vi: 'Liên kết tới hình ảnh này (U)', en: 'Link to this view (U)' },
  'vessel.record': { vi: 'Hồ sơ tàu', en: 'Vessel record' },
  'vessel.estimated': { vi: 'Ước tính lúc này', en: 'Estimated now' },
  'vessel.estimatedWhy': {
    vi: 'nếu giữ nguyên hướng và vận tốc; không phải vị trí đã nhận',
    en: 'if course and speed were kept; not a position that was received',
  },
  'vessel.unseen': { vi: 'Không xem được tàu này', en: 'This vessel cannot be shown' },
  'vessel.unseenWhy': {
    vi: 'Hệ thống không có tàu này, hoặc tài khoản của bạn không được xem tàu này.',
    en: 'There is no such vessel here, or your account may not see it.',
  },
  'replay.start': { vi: 'Phát lại hành trình cả đội tàu (R)', en: 'Replay the whole fleet (R)' },
  'replay.alertsNow': {
    vi: 'Cảnh báo hiện nay, không phải của thời điểm đang xem:',
    en: 'Alerts as they stand now, not at the time shown:',
  },
  'replay.noPosition': {
    vi: 'Tàu này không có vị trí trong 24 giờ trước thời điểm đang xem, hoặc ở ngoài vùng đang xem.',
    en: 'No position of this vessel in the 24 hours before the time shown, or it is outside the part of the sea shown.',
  },
} as const satisfies Record<string, { vi: Forms; en: Forms }>;
