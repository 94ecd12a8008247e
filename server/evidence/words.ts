/** The words of an evidence file, Vietnamese first. */
const all = {
  title: ['HỒ SƠ VỤ VIỆC', 'CASE FILE'],
  subtitle: ['Bằng chứng giám sát tàu cá', 'Fishing vessel monitoring evidence'],
  demo: ['DEMO – DỮ LIỆU MÔ PHỎNG', 'DEMO – SIMULATED DATA'],
  case: ['Vụ việc', 'Case'],
  state: ['Trạng thái', 'State'],
  opened: ['Mở lúc', 'Opened'],
  closed: ['Kết thúc lúc', 'Ended'],
  made: ['Lập lúc', 'Made'],
  madeBy: ['Người lập', 'Made by'],
  regulation: ['Quy chế áp dụng', 'Operating regulation'],
  since: ['áp dụng từ', 'applies since'],
  builtIn: ['mặc định của chương trình', 'the default that comes with the program'],
  vessel: ['Tàu', 'Vessel'],
  registration: ['Số đăng ký', 'Registration'],
  name: ['Tên tàu', 'Name'],
  owner: ['Chủ tàu', 'Owner'],
  captain: ['Thuyền trưởng', 'Captain'],
  length: ['Chiều dài lớn nhất', 'Length overall'],
  gear: ['Nghề', 'Gear'],
  homePort: ['Cảng', 'Home port'],
  device: ['Thiết bị giám sát hành trình', 'VMS device'],
  alerts: ['Cảnh báo', 'Alerts'],
  priority: ['Mức', 'Priority'],
  begins: ['Bắt đầu', 'Began'],
  ends: ['Kết thúc', 'Ended'],
  lasts: ['đang diễn ra', 'still lasts'],
  retracted: ['đã rút lại', 'taken back'],
  restatedAs: ['đã ghi nhận lại theo dữ liệu đến sau thành', 'restated, as later data has it, as'],
  restates: ['Ghi nhận lại từ', 'Restated from'],
  known: ['Hệ thống biết lúc', 'Known to the system'],
  rule: ['Quy tắc', 'Rule'],
  zone: ['Vùng', 'Zone'],
  version: ['phiên bản', 'version'],
  acknowledged: ['Tiếp nhận', 'Acknowledged'],
  nobody: ['chưa ai tiếp nhận', 'by nobody'],
  map: ['Bản đồ', 'Map'],
  mapNote: [
    'Vòng đỏ: vị trí làm căn cứ; dấu chéo đỏ: nơi cảnh báo; nét đứt: không có tín hiệu quá 4 giờ. Không dùng để đi biển. Đường bờ: GSHHG (LGPL-3).',
    'Red rings: fixes that it rests on; red crosses: where alerts were raised; broken line: over 4 h without signal. Not for navigation. Coastline: GSHHG (LGPL-3).',
  ],
  track: ['Hành trình', 'Track'],
  leftOut: [
    '{n} vị trí cũ hơn không in ở đây; có trong tệp đính kèm của hệ thống.',
    '{n} older positions are not printed here; the system has them.',
  ],
  noTrack: ['Không có vị trí nào trong khoảng thời gian này.', 'There is no position in this span of time.'],
  localTime: ['Giờ (GMT+7)', 'Time (GMT+7)'],
  position: ['Vị trí', 'Position'],
  speed: ['Hải lý/giờ', 'Knots'],
  course: ['Hướng', 'Course'],
  source: ['Nguồn', 'Source'],
  received: ['Nhận lúc (GMT+7)', 'Received (GMT+7)'],
  raw: ['Vị trí làm căn cứ, như đã nhận', 'Fixes that it rests on, as received'],
  rawNote: [
    'Bản ghi nhật ký gốc đến cùng thời điểm: vị trí byte, nguồn, SHA-256 của toàn bộ nội dung, đoạn đầu. Kiểm tra bằng: haidang journal verify.',
    'Journal records that arrived at the same moment: byte position, feed, SHA-256 of all of it, its beginning. To be proven by: haidang journal verify.',
  ],
  noRecord: ['không còn trong nhật ký', 'no longer in the journal'],
  messages: ['Tin đã gửi', 'Messages'],
  to: ['Người nhận', 'To'],
  channel: ['Kênh', 'Channel'],
  result: ['Kết quả', 'Result'],
  answer: ['Cổng gửi trả lời', "Gateway's words"],
  none: ['Không có.', 'None.'],
  timeline: ['Diễn biến', 'Timeline'],
  who: ['Ai', 'Who'],
  what: ['Việc', 'What'],
  system: ['hệ thống', 'system'],
  tasks: ['Việc giao', 'Tasks'],
  due: ['hạn', 'due'],
  files: ['Tài liệu đính kèm', 'Attached files'],
  hash: ['SHA-256 của nội dung', 'SHA-256 of the content'],
  hashNote: [
    'Mã này tính trên toàn bộ nội dung ở dạng JSON chuẩn (khóa xếp theo thứ tự), đính kèm trong PDF này với tên content.json.',
    'It is taken over the whole content as JSON with sorted keys, which is attached to this PDF as content.json.',
  ],
  maker: ['Người lập hồ sơ', 'Made by'],
  checker: ['Người kiểm tra', 'Checked by'],
  signature: ['(ký, ghi rõ họ tên)', '(signature and full name)'],
  page: ['Trang', 'Page'],
  queued: ['chờ gửi', 'queued'],
  sending: ['đang gửi', 'being sent'],
  sent: ['cổng gửi đã nhận', 'taken by the gateway'],
  kept: ['giữ lại, không gửi', 'kept, not sent'],
  failed: ['KHÔNG gửi được', 'NOT delivered'],
} as const;

type Word = keyof typeof all;
export type Language = 'vi' | 'en';

export function wordIn(language: Language): (word: Word, values?: Record<string, string | number>) => string {
  const column = language === 'vi' ? 0 : 1;
  return (word, values = {}) =>
    all[word][column].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
}

/** A state that has no word of ours is shown as it is called. */
export function isWord(text: string): text is Word {
  return Object.hasOwn(all, text);
}
