/** Texts of the page of reports: they come with it (`speaker` in t.ts). What a report says itself is the server's. */
export const reportMessages = {
  'reports.title': { vi: 'Báo cáo', en: 'Reports' },
  'reports.which': { vi: 'Báo cáo nào', en: 'Which report' },
  'reports.from': { vi: 'Từ ngày', en: 'From' },
  'reports.to': { vi: 'Đến hết ngày', en: 'Through' },
  'reports.gmt7': {
    vi: 'Ngày theo giờ Việt Nam (GMT+7); để trống: kỳ thường dùng, đến bây giờ.',
    en: 'Days in Vietnam (GMT+7); left empty: the usual period, up to now.',
  },
  'reports.files': { vi: 'Tải về', en: 'Take away' },
  'reports.recorded': {
    vi: 'Mỗi lần xem và tải đều được ghi vào nhật ký.',
    en: 'Every look and every file goes on record.',
  },
  'reports.figures': { vi: 'Số liệu', en: 'Figures' },
  'reports.figure': { vi: 'Số liệu', en: 'Figure' },
  'reports.value': { vi: 'Giá trị', en: 'Value' },
  'reports.definition': { vi: 'Định nghĩa', en: 'Definition' },
  'reports.opens': { vi: '{n}: mở các dòng của số này', en: '{n}: open the rows of this figure' },
  'reports.rowsOf': { vi: 'Các dòng của: {name}', en: 'Rows of: {name}' },
  'reports.allRows': { vi: 'Tất cả các dòng', en: 'All rows' },
  'reports.empty': { vi: 'Không có dòng nào trong kỳ này.', en: 'There are no rows in this period.' },
  'reports.cut': {
    vi: 'Chỉ hiện {n} trong {total} dòng; tệp tải về có đủ.',
    en: 'The first {n} of {total} rows; the files have them all.',
  },
  'reports.columns': { vi: 'Định nghĩa các cột', en: 'What the columns mean' },
  'reports.kept': { vi: 'Báo cáo định kỳ đã lập', en: 'Reports that were made by themselves' },
  'reports.unmade': {
    vi: 'Lịch “{schedule}” ({report}) không được lập: phân hệ của báo cáo này đang tắt.',
    en: 'The schedule “{schedule}” ({report}) is not made: the part of the product that it is about is switched off.',
  },
  'reports.keptFile': { vi: 'Tệp', en: 'File' },
  'reports.keptPeriod': { vi: 'Kỳ', en: 'Period' },
  'reports.keptMails': { vi: 'Thư', en: 'Mails' },
  'reports.sent': { vi: '{to}: đã gửi {at}', en: '{to}: sent {at}' },
  'reports.refused': { vi: '{to}: bị từ chối ({why})', en: '{to}: refused ({why})' },
  'reports.keptNone': {
    vi: 'Chưa có. Lịch đặt ở mục reports của haidang.config.json.',
    en: 'None yet. Schedules stand in the section reports of haidang.config.json.',
  },
  'reports.made': {
    vi: 'Kỳ {from} – {to}. Lập lúc {at}, bởi {by}.',
    en: 'Period {from} – {to}. Made {at} by {by}.',
  },
} as const;
