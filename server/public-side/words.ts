/** The words of the public page. */
import type { ReportTopic } from '../models/field-report.ts';

export type PublicState = 'received' | 'looking' | 'in-case' | 'settled' | 'closed';

export interface PublicWords {
  lang: 'vi' | 'en';
  other: string;
  title: string;
  intro: string;
  hotline: (phone: string) => string;
  danger: string;
  topic: string;
  topics: Record<ReportTopic, string>;
  text: string;
  here: string;
  hereFailed: string;
  position: string;
  place: string;
  boat: string;
  name: string;
  phone: string;
  photo: string;
  send: string;
  privacy: string;
  thanks: string;
  keepLink: string;
  statusTitle: string;
  sentAt: string;
  about: string;
  state: string;
  states: Record<PublicState, string>;
  answer: string;
  demo: string;
  needsText: string;
  badPlace: string;
  farAway: string;
  badPhoto: string;
  badField: string;
  tooMany: string;
  broken: string;
  closed: string;
  closedHint: string;
}

export const publicWords: Record<'vi' | 'en', PublicWords> = {
  vi: {
    lang: 'vi',
    other: 'English',
    title: 'Phản ánh hiện trường trên biển',
    intro: 'Gửi điều bà con nhìn thấy: chữ, vị trí, ảnh. Cán bộ trực sẽ xem và xử lý; bà con theo dõi được kết quả.',
    hotline: (phone) => `Đường dây nóng: ${phone}`,
    danger: 'Có người gặp nạn thì gọi ngay đường dây nóng hoặc 112, không chờ trang này.',
    topic: 'Về việc gì',
    topics: {
      danger: 'Người, tàu gặp nạn',
      vessel: 'Tàu thuyền (mất liên lạc, tàu lạ)',
      fishing: 'Khai thác thủy sản trái phép',
      pollution: 'Ô nhiễm, vật trôi nổi',
      other: 'Việc khác',
    },
    text: 'Nội dung',
    here: 'Lấy vị trí của máy này',
    hereFailed: 'Không lấy được vị trí, xin nhập tay',
    position: 'Tọa độ: vĩ độ, kinh độ (không bắt buộc)',
    place: 'Ở đâu, viết bằng lời (không bắt buộc)',
    boat: 'Số đăng ký tàu liên quan (không bắt buộc)',
    name: 'Họ tên người gửi (không bắt buộc)',
    phone: 'Điện thoại để cán bộ gọi lại (không bắt buộc)',
    photo: 'Ảnh JPEG, PNG, WebP hoặc HEIC, không quá 5 MB (không bắt buộc)',
    send: 'Gửi phản ánh',
    privacy: 'Tên và số điện thoại chỉ cán bộ xử lý xem được.',
    thanks: 'Đã nhận phản ánh. Xin cảm ơn.',
    keepLink: 'Giữ liên kết này để xem kết quả; ai có liên kết thì xem được:',
    statusTitle: 'Phản ánh của bà con',
    sentAt: 'Gửi lúc',
    about: 'Nội dung',
    state: 'Tình trạng',
    states: {
      received: 'đã nhận, chờ cán bộ xem',
      looking: 'cán bộ đang xem xét',
      'in-case': 'đã chuyển thành vụ việc, đang xử lý',
      settled: 'vụ việc đã xử lý xong',
      closed: 'đã kết thúc',
    },
    answer: 'Trả lời',
    demo: 'MÔ PHỎNG (DEMO): không có cán bộ nào đọc phản ánh gửi ở đây.',
    needsText: 'Xin viết nội dung phản ánh.',
    badPlace:
      'Không đọc được tọa độ. Ví dụ: 15 30.5N 109 12.3E hoặc 15.508, 109.205. Có thể để trống và viết bằng lời.',
    farAway: 'Tọa độ này ở rất xa Biển Đông. Xin kiểm tra, hoặc để trống.',
    badPhoto: 'Ảnh phải là JPEG, PNG, WebP hoặc HEIC, không quá 5 MB. Phản ánh chưa được gửi.',
    badField: 'Có ô quá dài hoặc có ký tự không dùng được. Phản ánh chưa được gửi.',
    tooMany: 'Đang có quá nhiều phản ánh được gửi. Xin thử lại sau, hoặc gọi đường dây nóng.',
    broken: 'Phản ánh chưa được ghi. Xin gửi lại, hoặc gọi đường dây nóng.',
    closed: 'Liên kết không dùng được',
    closedHint: 'Liên kết không đúng. Xin kiểm tra lại, hoặc gọi đường dây nóng.',
  },
  en: {
    lang: 'en',
    other: 'Tiếng Việt',
    title: 'Report from the sea',
    intro:
      'Send what you see: words, place, photograph. The duty officer looks at it, and you can follow what becomes of it.',
    hotline: (phone) => `Hotline: ${phone}`,
    danger: 'Where people are in danger call the hotline or 112 at once; do not wait for this page.',
    topic: 'What it is about',
    topics: {
      danger: 'People or a vessel in distress',
      vessel: 'Vessels (lost contact, unknown ones)',
      fishing: 'Illegal fishing',
      pollution: 'Pollution, drifting objects',
      other: 'Something else',
    },
    text: 'What you saw',
    here: 'Use the position of this device',
    hereFailed: 'No position could be had; please type it',
    position: 'Coordinates: latitude, longitude (optional)',
    place: 'Where it is, in words (optional)',
    boat: 'Registration of the vessel concerned (optional)',
    name: 'Your name (optional)',
    phone: 'Telephone for the officer to call back (optional)',
    photo: 'Photograph: JPEG, PNG, WebP or HEIC, 5 MB at most (optional)',
    send: 'Send the report',
    privacy: 'Name and telephone are seen only by the officers who deal with it.',
    thanks: 'Your report has been received. Thank you.',
    keepLink: 'Keep this link to see what becomes of it; whoever has it can look:',
    statusTitle: 'Your report',
    sentAt: 'Sent',
    about: 'What you saw',
    state: 'State',
    states: {
      received: 'received, waits for an officer',
      looking: 'an officer is looking into it',
      'in-case': 'it has become a case, which is being worked on',
      settled: 'the case has been settled',
      closed: 'closed',
    },
    answer: 'Answer',
    demo: 'SIMULATED (DEMO): no officer reads what is sent here.',
    needsText: 'Please write what you saw.',
    badPlace:
      'The coordinates cannot be read. For example: 15 30.5N 109 12.3E, or 15.508, 109.205. They may be left empty.',
    farAway: 'This lies far from the East Sea (Biển Đông). Please check it, or leave it empty.',
    badPhoto: 'A photograph must be JPEG, PNG, WebP or HEIC of at most 5 MB. The report has not been sent.',
    badField: 'A field is too long or has characters that cannot be used. The report has not been sent.',
    tooMany: 'Too many reports are being sent. Please try again later, or call the hotline.',
    broken: 'The report has not been recorded. Please send it again, or call the hotline.',
    closed: 'This link cannot be used',
    closedHint: 'It is wrong. Please check it, or call the hotline.',
  },
};
