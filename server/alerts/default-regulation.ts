/**
 * The operating regulation until a province sets its own: the usual way of a case (domain.md §2.1), one duty officer can run
 * it, and a sanction file is opened by whoever may decide. Times are proposals, no law: see domain.md §2.1.
 */
import type { CaseState } from '../models/case.ts';
import type { Regulation, RegulationMove } from '../models/regulation.ts';

const words = (vi: string, en: string) => ({ vi, en });

const states: Regulation['states'] = {
  new: words('Mới', 'New'),
  acknowledged: words('Đã tiếp nhận', 'Acknowledged'),
  contacting: words('Đang liên lạc', 'Contacting'),
  contacted: words('Đã liên lạc được', 'Contacted'),
  'not-reached': words('Không liên lạc được', 'Not reached'),
  'turned-back': words('Tàu đã quay về', 'Turned back'),
  'position-declared': words('Đã khai báo vị trí', 'Position declared'),
  silent: words('Vẫn im lặng', 'Silent'),
  escalated: words('Đã chuyển cấp', 'Escalated'),
  verifying: words('Đang xác minh', 'Verifying'),
  closed: words('Đã đóng', 'Closed'),
  'sanction-file': words('Chuyển hồ sơ xử phạt', 'Sanction file'),
};

const none = { requires: [], offers: [], reasons: [], decides: false } satisfies Partial<RegulationMove>;
const open: CaseState[] = [
  'acknowledged',
  'contacting',
  'contacted',
  'not-reached',
  'turned-back',
  'position-declared',
  'silent',
  'escalated',
];

const closing = [
  { id: 'resolved', words: words('Đã xử lý xong', 'Dealt with') },
  { id: 'false-alarm', words: words('Báo động giả', 'False alarm') },
  { id: 'provider-fault', words: words('Lỗi nhà cung cấp hoặc vệ tinh', 'Provider or satellite fault') },
  { id: 'device-fault', words: words('Hỏng thiết bị, nguồn điện, ăng-ten', 'Device, power or antenna fault') },
  { id: 'in-port', words: words('Tàu đang ở cảng hoặc nơi neo đậu', 'In port or at anchorage') },
  { id: 'permitted', words: words('Được phép (thỏa thuận, trú bão)', 'Permitted (agreement, shelter)') },
  { id: 'search-and-rescue', words: words('Chuyển tìm kiếm cứu nạn', 'Passed to search and rescue') },
  { id: 'other', words: words('Lý do khác (ghi rõ)', 'Other (say which)') },
];

const moves: RegulationMove[] = [
  {
    ...none,
    id: 'contact',
    from: ['acknowledged', 'not-reached', 'silent'],
    to: 'contacting',
    words: words('Bắt đầu liên lạc', 'Start contacting'),
  },
  {
    ...none,
    id: 'contacted',
    from: ['acknowledged', 'contacting', 'not-reached', 'silent'],
    to: 'contacted',
    words: words('Đã liên lạc được', 'Reached'),
    requires: ['attempt'],
    offers: ['note'],
  },
  {
    ...none,
    id: 'not-reached',
    from: ['contacting'],
    to: 'not-reached',
    words: words('Không liên lạc được', 'Not reached'),
    requires: ['attempt'],
    offers: ['note'],
  },
  {
    ...none,
    id: 'turned-back',
    from: ['acknowledged', 'contacting', 'contacted', 'not-reached', 'silent', 'escalated'],
    to: 'turned-back',
    words: words('Tàu đã quay về', 'Turned back'),
    requires: ['note'],
  },
  {
    ...none,
    id: 'position-declared',
    from: ['acknowledged', 'contacting', 'contacted', 'not-reached', 'silent', 'escalated'],
    to: 'position-declared',
    words: words('Đã khai báo vị trí', 'Position declared'),
    requires: ['note'],
  },
  {
    ...none,
    id: 'silent',
    from: ['contacted', 'not-reached', 'position-declared'],
    to: 'silent',
    words: words('Vẫn im lặng', 'Still silent'),
    offers: ['note'],
  },
  {
    ...none,
    id: 'escalate',
    from: ['acknowledged', 'contacting', 'contacted', 'not-reached', 'turned-back', 'position-declared', 'silent'],
    to: 'escalated',
    words: words('Chuyển cấp', 'Escalate'),
    requires: ['note'],
    tell: { roles: ['border-command', 'surveillance', 'department'], channels: ['email', 'sms'] },
  },
  {
    ...none,
    id: 'verify',
    from: ['contacted', 'turned-back', 'position-declared', 'silent', 'escalated'],
    to: 'verifying',
    words: words('Xác minh khi tàu về', 'Verify on return'),
    offers: ['note', 'recordNo'],
  },
  {
    ...none,
    id: 'close',
    from: [...open, 'verifying'],
    to: 'closed',
    words: words('Đóng vụ việc', 'Close the case'),
    requires: ['reason', 'no-open-task'],
    offers: ['note', 'recordNo'],
    reasons: closing,
  },
  {
    ...none,
    id: 'sanction',
    from: ['verifying'],
    to: 'sanction-file',
    words: words('Lập hồ sơ xử phạt', 'Open a sanction file'),
    requires: ['recordNo', 'fileNo', 'note', 'file:record'],
    decides: true,
  },
  {
    ...none,
    id: 'reopen',
    from: ['closed', 'sanction-file'],
    to: 'acknowledged',
    words: words('Mở lại', 'Re-open'),
    requires: ['note'],
  },
];

const outcomes: Regulation['outcomes'] = [
  { id: 'reached', words: words('Liên lạc được', 'Reached'), to: 'contacted' },
  { id: 'will-turn-back', words: words('Liên lạc được, sẽ quay về', 'Reached, will turn back'), to: 'contacted' },
  { id: 'declared', words: words('Đã khai báo vị trí', 'Declared a position'), to: 'contacted' },
  { id: 'no-answer', words: words('Không nghe máy', 'No answer') },
  { id: 'switched-off', words: words('Thuê bao không liên lạc được', 'Switched off or out of range') },
  { id: 'wrong-number', words: words('Sai số, số cũ', 'Wrong or old number') },
  { id: 'sent', words: words('Đã gửi, chờ trả lời', 'Sent, waits for an answer') },
];

const boundary = ['boundary-cross', 'boundary-approach', 'boundary-time'];
const day = 24 * 60;

/** Times run from the moment at which the case came into the state. */
const limits: Regulation['limits'] = [
  { state: 'new', kinds: ['distress'], minutes: 1 },
  { state: 'new', kinds: boundary, minutes: 5 },
  { state: 'new', priorities: [1], minutes: 5 },
  { state: 'new', minutes: 30 },
  { state: 'acknowledged', kinds: ['distress'], minutes: 2 },
  { state: 'acknowledged', kinds: boundary, minutes: 10 },
  { state: 'acknowledged', priorities: [1], minutes: 10 },
  { state: 'acknowledged', minutes: 90 },
  { state: 'contacting', kinds: ['distress'], minutes: 5 },
  { state: 'contacting', kinds: boundary, minutes: 45 },
  { state: 'contacting', minutes: 6 * 60 },
  { state: 'not-reached', kinds: boundary, minutes: 15 },
  { state: 'not-reached', minutes: 6 * 60 },
  { state: 'contacted', kinds: boundary, minutes: 60 },
  { state: 'contacted', minutes: 6 * 60 },
  { state: 'position-declared', minutes: 6 * 60 },
  { state: 'silent', minutes: 6 * 60 },
  { state: 'turned-back', minutes: 3 * day },
  { state: 'escalated', minutes: 60 },
  { state: 'verifying', minutes: 7 * day },
];

export function defaultRegulation(): Regulation {
  return {
    name: 'Quy chế mặc định',
    nameEn: 'Default operating regulation',
    states,
    moves,
    outcomes,
    limits,
    shelving: {
      reasons: [
        { id: 'under-repair', words: words('Đang sửa thiết bị', 'Device under repair') },
        { id: 'known-cause', words: words('Đã rõ nguyên nhân, đang theo dõi', 'Cause known, being watched') },
        { id: 'provider-fault', words: words('Sự cố nhà cung cấp, vệ tinh', 'Provider or satellite failure') },
        { id: 'weather-shelter', words: words('Tàu đang trú bão', 'Sheltering from a storm') },
        { id: 'chattering', words: words('Báo lặp lại liên tục', 'Chattering') },
        { id: 'other', words: words('Lý do khác', 'Other') },
      ],
      maxMinutes: day,
      maxMinutesDeciding: 7 * day,
    },
  };
}
