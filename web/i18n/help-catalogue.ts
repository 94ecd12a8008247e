import type { Forms } from './catalogue.ts';
import { speaker } from './t.ts';

/** What every key does and every symbol means; comes when somebody asks for help. */
export const helpMessages = {
  'help.search': { vi: 'Tìm tàu, tọa độ, vùng, cảng', en: 'Find a vessel, coordinates, a zone, a port' },
  'help.next': { vi: 'Cảnh báo kế tiếp', en: 'Next alert' },
  'help.previous': { vi: 'Cảnh báo trước', en: 'Previous alert' },
  'help.fly': { vi: 'Đến tàu của cảnh báo đang chọn', en: 'Go to the vessel of the selected alert' },
  'help.acknowledge': { vi: 'Tiếp nhận cảnh báo đang chọn', en: 'Acknowledge the selected alert' },
  'help.case': { vi: 'Tiếp nhận cảnh báo đang chọn và mở hồ sơ', en: 'Acknowledge it and open its case' },
  'help.comment': { vi: 'Viết ghi chú tiếp nhận', en: 'Write a comment for it' },
  'help.palette': { vi: 'Đổi nền ngày, chạng vạng, đêm', en: 'Day, dusk, night palette' },
  'help.close': { vi: 'Đóng, bỏ chọn', en: 'Close, select nothing' },
  'help.zoom': { vi: 'Phóng to, thu nhỏ (khi chọn bản đồ)', en: 'Zoom (while the map has focus)' },
  'help.pan': { vi: 'Di chuyển bản đồ (khi chọn bản đồ)', en: 'Move the map (while it has focus)' },
  'legend.title': { vi: 'Ký hiệu trên bản đồ', en: 'Symbols on the map' },
  'legend.moving': { vi: 'Tam giác: đang chạy, mũi chỉ hướng', en: 'Triangle: under way, points where it heads' },
  'legend.stopped': { vi: 'Tròn: đang dừng hoặc không rõ hướng', en: 'Circle: stopped or course unknown' },
  'legend.filled': { vi: 'Tô đặc: vị trí từ VMS', en: 'Filled: position by VMS' },
  'legend.outlined': { vi: 'Rỗng: vị trí từ AIS', en: 'Hollow: position by AIS' },
  'legend.own': { vi: 'Xanh lá, lớn: tàu trong sổ đăng ký', en: 'Green, larger: in the registry' },
  'legend.fishing': { vi: 'Nâu: tàu cá không có trong sổ', en: 'Brown: fishing vessel not in the registry' },
  'legend.other': { vi: 'Xanh xám: tàu khác', en: 'Grey-blue: other vessel' },
  'legend.fading': { vi: 'Mờ: quá 1 lần nhịp báo', en: 'Faded: over one reporting interval old' },
  'legend.lost': {
    vi: 'Gạch chéo: quá 2 lần nhịp báo, mất kết nối',
    en: 'Crossed out: over two intervals old, signal lost',
  },
  'legend.alarmed': { vi: 'Vòng tròn nhấp nháy: cảnh báo chưa tiếp nhận', en: 'Flashing ring: alert not acknowledged' },
  'legend.selected': { vi: 'Bốn góc: tàu đang chọn', en: 'Four corners: the selected vessel' },
  'help.measure': { vi: 'Đo khoảng cách, hướng và vòng cự ly', en: 'Measure range, bearing and rings' },
  'help.record': { vi: 'Hồ sơ của tàu đang chọn', en: 'Record of the selected vessel' },
  'help.pin': { vi: 'Ghim, bỏ ghim hành trình tàu đang chọn', en: 'Pin or unpin the track of the selected vessel' },
  'legend.estimated': {
    vi: 'Tam giác rỗng cuối nét đứt: vị trí ước tính nếu giữ nguyên hướng và vận tốc, tối đa 2 giờ',
    en: 'Hollow triangle on a dashed line: estimated, if course and speed were kept, for 2 hours at most',
  },
  'legend.thinned': {
    vi: 'Chấm: tàu ở nơi quá dày, phóng to để thấy rõ',
    en: 'Dot: a vessel in a crowded place, zoom in to see it',
  },
  'help.replay': { vi: 'Phát lại cả đội tàu', en: 'Replay the whole fleet' },
  'help.live': { vi: 'Về hình ảnh trực tiếp', en: 'Back to the live picture' },
  'help.play': { vi: 'Khi phát lại: phát, dừng', en: 'In replay: play, pause' },
  'help.step': { vi: 'Khi phát lại: lùi, tới 10 phút', en: 'In replay: 10 minutes back, on' },
  'help.speed': { vi: 'Khi phát lại: chậm hơn, nhanh hơn', en: 'In replay: slower, faster' },
  'help.shelve': { vi: 'Gác lại cảnh báo đang chọn', en: 'Shelve the selected alert' },
  'help.escalate': {
    vi: 'Báo cảnh báo đang chọn lên cấp ngay, kèm lý do',
    en: 'Escalate the selected alert now, with a reason',
  },
  'help.silence': { vi: 'Tắt tiếng cảnh báo đang chọn', en: 'Silence the selected alert' },
  'help.filter': { vi: 'Lọc tàu trên bản đồ, nhóm tàu', en: 'Filter the map, groups of vessels' },
  'help.showAll': { vi: 'Bỏ lọc, hiện tất cả tàu', en: 'No filter: show all vessels' },
  'help.group': {
    vi: 'Chỉ hiện nhóm đã lưu thứ 1–9; bấm lại để hiện tất cả',
    en: 'Only saved group 1–9; again for all',
  },
  'help.notes': { vi: 'Ghi chú trên bản đồ', en: 'Notes on the map' },
  'help.help': { vi: 'Bảng phím tắt này', en: 'This list' },
} as const satisfies Record<string, { vi: Forms; en: Forms }>;

export const ht = speaker(helpMessages);
export type HelpKey = keyof typeof helpMessages;
