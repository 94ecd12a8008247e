import type { Forms } from './catalogue.ts';

/** Texts of the page of an owner's own boats, in words that need no training. */
export const ownerMessages = {
  'own.title': { vi: 'Tàu của tôi', en: 'My boats' },
  'own.about': {
    vi: 'Chỉ tài khoản của bà con và cán bộ giám sát xem được trang này. Thấy sai thì gọi trực ban để sửa.',
    en: 'Only your account and the monitoring officers see this. Call the duty officer if something is wrong.',
  },
  'own.none': {
    vi: 'Tài khoản này chưa được ghi tàu nào. Xin liên hệ chi cục thủy sản.',
    en: 'No boat is entered for this account. Please ask the fisheries sub-department.',
  },
  'own.lastFix': { vi: 'Tín hiệu cuối', en: 'Last signal' },
  'own.ago': { vi: '{age} trước', en: '{age} ago' },
  'own.never': { vi: 'chưa có tín hiệu nào', en: 'none yet' },
  'own.place': { vi: 'Vị trí', en: 'Position' },
  'own.speed': { vi: 'Vận tốc', en: 'Speed' },
  'own.licence': { vi: 'Hạn giấy phép', en: 'Licence until' },
  'own.noAlerts': { vi: 'Không có cảnh báo nào đang mở.', en: 'No alert is open.' },
  'own.alerts': { vi: 'Cảnh báo của tàu này', en: 'Alerts about this boat' },
  'own.since': { vi: 'Từ {time}', en: 'Since {time}' },
  'own.todo': { vi: 'Việc cần làm:', en: 'What to do:' },
  'own.map': { vi: 'Xem trên bản đồ và hành trình', en: 'Map and track' },
  'own.doSilence': {
    vi: 'kiểm tra nguồn điện và thiết bị trên tàu; gọi trực ban báo vị trí, 6 giờ một lần cho đến khi có lại tín hiệu; hỏng thì đưa tàu về bờ sửa trong 10 ngày.',
    en: 'check power and unit on board; telephone the position to the duty officer every 6 hours until the signal is back; if it is broken, come back to port for repair within 10 days.',
  },
  'own.doBoundary': {
    vi: 'gọi ngay cho thuyền trưởng: quay lại phía trong ranh giới; báo trực ban khi đã quay về.',
    en: 'call the captain at once: turn back inside the boundary; tell the duty officer when that is done.',
  },
  'own.doZone': {
    vi: 'hỏi thuyền trưởng; ra khỏi vùng không được khai thác hoặc ngừng khai thác; nếu hệ thống sai thì gọi trực ban và gửi bằng chứng.',
    en: 'ask the captain; leave the area or stop fishing; if this is wrong, call the duty officer and bring proof.',
  },
  'own.doDistress': {
    vi: 'gọi tàu ngay, và gọi trực ban hoặc 112.',
    en: 'call the boat at once, and the duty officer or 112.',
  },
  'own.doOther': { vi: 'gọi trực ban để biết cần làm gì.', en: 'call the duty officer to learn what is needed.' },
} satisfies Record<string, { vi: Forms; en: Forms }>;
