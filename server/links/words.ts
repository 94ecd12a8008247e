/** The words of the page behind a link. */
import type { OccurrenceState } from '../../geofences/types.ts';

export interface LinkWords {
  lang: 'vi' | 'en';
  when: string;
  where: string;
  state: string;
  reference: string;
  states: Record<OccurrenceState, string>;
  acknowledge: string;
  acknowledged: string;
  comment: string;
  here: string;
  hereFailed: string;
  place: string;
  minutesAgo: string;
  note: string;
  photo: string;
  declare: string;
  seen: string;
  footer: string;
  closed: string;
  closedHint: string;
  /** Whom to call, where the province has a number for it. */
  call: (phone: string) => string;
  demo: string;
  /** What came of it. */
  thanks: string;
  declared: (place: string, time: string) => string;
  noPosition: string;
  outOfRange: string;
  farAway: string;
  badTime: string;
  badPhoto: string;
  tooMany: string;
  waits: string;
}

export const linkWords: Record<'vi' | 'en', LinkWords> = {
  vi: {
    lang: 'vi',
    when: 'Lúc',
    where: 'Tại',
    state: 'Tình trạng',
    reference: 'Mã vụ việc',
    states: { raised: 'đang diễn ra', cleared: 'đã hết', retracted: 'đã rút lại, không cần xử lý' },
    acknowledge: 'Tiếp nhận',
    acknowledged: 'Cảnh báo này đã được tiếp nhận.',
    comment: 'Ghi chú (không bắt buộc)',
    here: 'Lấy vị trí của máy này (khi đang ở trên tàu)',
    hereFailed: 'Không lấy được vị trí, xin nhập tay',
    place: 'Vị trí tàu: vĩ độ, kinh độ',
    minutesAgo: 'Tàu ở đó cách đây bao nhiêu phút (0: bây giờ)',
    note: 'Lý do mất tín hiệu, tình trạng tàu (không bắt buộc)',
    photo: 'Ảnh màn hình định vị (không bắt buộc)',
    declare: 'Báo vị trí',
    seen: 'Đã nhận tin',
    footer: 'Liên kết này chỉ dùng cho cảnh báo trên và sẽ hết hạn. Không chuyển cho người khác.',
    closed: 'Liên kết không dùng được',
    closedHint: 'Liên kết không đúng hoặc đã hết hạn. Xin gọi trực ban giám sát tàu cá.',
    call: (phone) => `Gọi trực ban: ${phone}`,
    demo: 'MÔ PHỎNG (DEMO): tàu và sự việc không có thật.',
    thanks: 'Đã ghi nhận. Xin cảm ơn.',
    declared: (place, time) => `Đã nhận vị trí ${place} lúc ${time}. Xin báo lại sau 6 giờ nếu chưa có tín hiệu.`,
    noPosition: 'Không đọc được vị trí. Ví dụ: 15 30.5N 109 12.3E hoặc 15.508, 109.205.',
    outOfRange: 'Tọa độ không đúng: vĩ độ đến 90, kinh độ đến 180, phút và giây dưới 60.',
    farAway: 'Tọa độ này ở rất xa Biển Đông. Xin kiểm tra, hoặc gọi trực ban.',
    badTime: 'Số phút phải là số nguyên từ 0 đến 1440.',
    badPhoto: 'Ảnh phải là JPEG, PNG, WebP hoặc HEIC, không quá 8 MB. Vị trí chưa được ghi nhận.',
    tooMany: 'Liên kết này đã dùng quá nhiều lần. Xin gọi trực ban.',
    waits: 'Đã ghi vào nhật ký, sẽ có hiệu lực trong chốc lát. Không cần gửi lại.',
  },
  en: {
    lang: 'en',
    when: 'When',
    where: 'Where',
    state: 'State',
    reference: 'Case reference',
    states: { raised: 'going on', cleared: 'over', retracted: 'taken back, nothing is to be done' },
    acknowledge: 'Acknowledge',
    acknowledged: 'This alert is acknowledged.',
    comment: 'Comment (optional)',
    here: 'Use the position of this phone (when on board)',
    hereFailed: 'No position could be had, please type it',
    place: 'Position of the vessel: latitude, longitude',
    minutesAgo: 'How many minutes ago it was there (0: now)',
    note: 'Why the signal was lost, how the vessel is (optional)',
    photo: 'Photograph of the plotter (optional)',
    declare: 'Declare position',
    seen: 'I have read this',
    footer: 'This link is for the alert above only and will expire. Do not pass it on.',
    closed: 'This link cannot be used',
    closedHint: 'It is wrong or has expired. Please call the fisheries duty officer.',
    call: (phone) => `Call the duty officer: ${phone}`,
    demo: 'SIMULATED (DEMO): vessel and event are not real.',
    thanks: 'Recorded. Thank you.',
    declared: (place, time) =>
      `Position ${place} at ${time} is recorded. Please declare again in 6 hours if there is no signal.`,
    noPosition: 'The position cannot be read. For example: 15 30.5N 109 12.3E, or 15.508, 109.205.',
    outOfRange: 'These are no coordinates: latitude up to 90, longitude up to 180, minutes and seconds below 60.',
    farAway: 'This lies far from the East Sea (Biển Đông). Please check it, or call the duty officer.',
    badTime: 'Minutes must be a whole number from 0 to 1440.',
    badPhoto: 'A photograph must be JPEG, PNG, WebP or HEIC of at most 8 MB. The position is not recorded yet.',
    tooMany: 'This link has been used too often. Please call the duty officer.',
    waits: 'It is in the journal and takes effect shortly. There is no need to repeat it.',
  },
};
