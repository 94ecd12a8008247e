import type { Forms } from './catalogue.ts';
import { speaker } from './t.ts';

/** Texts of the page of a vessel. */
export const vesselMessages = {
  'record.map': { vi: 'Xem trên bản đồ', en: 'On the map' },
  'record.highRisk': { vi: 'Trong danh sách tàu nguy cơ cao', en: 'On the high-risk list' },
  'record.where': { vi: 'Đang ở đâu', en: 'Where it is' },
  'record.identity': { vi: 'Nhận dạng và giấy tờ', en: 'Identity and papers' },
  'record.power': { vi: 'Công suất', en: 'Power' },
  'record.tonnage': { vi: 'Tổng dung tích', en: 'Gross tonnage' },
  'record.flag': { vi: 'Quốc tịch', en: 'Flag' },
  'record.address': { vi: 'Địa chỉ chủ tàu', en: 'Owner’s address' },
  'record.firstHeard': { vi: 'Nghe được lần đầu', en: 'First heard' },
  'record.permissions': { vi: 'Được phép hoạt động', en: 'Permitted to work' },
  'record.everywhere': { vi: 'mọi vùng', en: 'everywhere' },
  'record.permission': { vi: '{zones}: {from} – {to} ({basis})', en: '{zones}: {from} – {to} ({basis})' },
  'record.expired': { vi: 'ĐÃ HẾT HẠN', en: 'EXPIRED' },
  'record.devices': { vi: 'Thiết bị', en: 'Devices' },
  'record.device': { vi: 'Thiết bị', en: 'Device' },
  'record.number': { vi: 'Số, nhà cung cấp', en: 'Number, provider' },
  'record.lastHeard': { vi: 'Nghe lần cuối', en: 'Last heard' },
  'record.vms': { vi: 'VMS', en: 'VMS' },
  'record.ais': { vi: 'AIS', en: 'AIS' },
  'record.manual': { vi: 'Khai báo', en: 'Declared' },
  'record.unheard': { vi: 'không nghe được trong {n} ngày qua', en: 'not in the last {n} days' },
  'record.alsoHeardAs': { vi: 'Cũng phát dưới tên', en: 'Also heard as' },
  'record.noDevice': { vi: 'Chưa ghi thiết bị nào cho tàu này.', en: 'No device is entered for this vessel.' },
  'record.contacts': { vi: 'Gọi cho ai', en: 'Whom to call' },
  'record.noContacts': {
    vi: 'Sổ đăng ký chưa có số điện thoại của chủ tàu hay thuyền trưởng.',
    en: 'The registry has no number of the owner or the captain.',
  },
  'record.calls': { vi: 'Những lần liên lạc gần đây', en: 'Latest attempts to reach it' },
  'record.noCalls': { vi: 'Chưa ghi lần liên lạc nào.', en: 'No attempt is on record.' },
  'record.signals': { vi: 'Lịch sử tín hiệu', en: 'Signal history' },
  'record.lastDays': { vi: '{n} ngày qua', en: { one: 'last day', other: 'last {n} days' } },
  'record.heard': {
    vi: '{source}: nghe được, hoặc tàu ở trong cảng, {share} % thời gian; {n} lần im lặng ngoài cảng từ 6 giờ trở lên, dài nhất {longest}.',
    en: {
      one: '{source}: heard, or in port, {share} % of the time; {n} silence of 6 hours or more outside of port, {longest}.',
      other:
        '{source}: heard, or in port, {share} % of the time; {n} silences of 6 hours or more outside of port, the longest {longest}.',
    },
  },
  'record.heardAll': {
    vi: '{source}: không lần nào im lặng ngoài cảng từ 6 giờ trở lên.',
    en: '{source}: never silent for 6 hours or more outside of port.',
  },
  'record.heardNothing': {
    vi: '{source}: không nhận được tín hiệu nào trong {n} ngày qua.',
    en: '{source}: nothing was heard in the last {n} days.',
  },
  'record.strip': {
    vi: 'Dải tín hiệu {n} ngày qua; danh sách các lần im lặng ở dưới nói cùng một điều bằng lời.',
    en: 'Strip of signals of the last {n} days; the list of silences below says the same in words.',
  },
  'record.knownSince': {
    vi: 'Trước {time} chưa nghe tàu này lần nào (phần xám).',
    en: 'Before {time} this vessel had never been heard (the grey part).',
  },
  'record.outages': { vi: 'Sự cố nhà cung cấp', en: 'Provider outage' },
  'record.alertsOn': { vi: 'Cảnh báo', en: 'Alerts' },
  'record.silences': { vi: 'Các lần im lặng từ 6 giờ', en: 'Silences of 6 hours or more' },
  'record.stillSilent': { vi: 'chưa có lại tín hiệu', en: 'not heard since' },
  'record.neverBefore': { vi: 'trước {time} đã không nghe được', en: 'not heard before {time} either' },
  'record.inPort': { vi: 'trong cảng: {port}', en: 'in port: {port}' },
  'record.lastPlace': { vi: 'Vị trí cuối: {place}', en: 'Last position: {place}' },
  'record.wasOutage': {
    vi: 'Nhà cung cấp {provider} có sự cố trong lúc này: không phải lỗi của tàu.',
    en: 'Its provider {provider} had an outage at the time: not the boat’s fault.',
  },
  'record.cut': {
    vi: 'Quá nhiều lần ngắt quãng: chỉ vẽ phần mới nhất.',
    en: 'Too many interruptions: only the newest part is drawn.',
  },
  'record.unread': {
    vi: 'Một phần dữ liệu vị trí bị hỏng và đang chờ phục hồi từ nhật ký: chỗ trống có thể không phải là im lặng.',
    en: 'A part of the positions is damaged and waits to be mended from the journal: a blank may not be a silence.',
  },
  'record.alerts': { vi: 'Cảnh báo của tàu này', en: 'Alerts about this vessel' },
  'record.noAlerts': { vi: 'Chưa có cảnh báo nào.', en: 'There has been none.' },
  'record.cases': { vi: 'Vụ việc', en: 'Cases' },
  'record.noCases': { vi: 'Chưa có vụ việc nào.', en: 'There has been none.' },
  'record.raised': { vi: 'Phát lúc', en: 'Raised' },
  'record.what': { vi: 'Nội dung', en: 'What' },
  'record.standing': { vi: 'Tình trạng', en: 'Standing' },
  'record.onlyNewest': { vi: '{n} mục mới nhất', en: 'the newest {n}' },
  'record.tracks': { vi: 'Hành trình', en: 'Tracks' },
  'record.tracksAbout': {
    vi: 'Bản đồ vẽ 48 giờ gần nhất; từng lần im lặng ở trên mở bản đồ tại lúc đó. Tệp gồm mọi vị trí trong {n} ngày đang xem.',
    en: 'The map draws the newest 48 hours; each silence above opens the map at its time. The file holds every position of the {n} days shown.',
  },
} as const satisfies Record<string, { vi: Forms; en: Forms }>;

export const vt = speaker(vesselMessages);
export type VesselKey = keyof typeof vesselMessages;
