/** The part of the catalogue of errors (errors.ts) that is about tables: those that come in and those that are taken out. */
import type { ErrorText } from './errors.ts';

export const tableErrors = {
  'export-too-large': {
    status: 413,
    vi: 'Hơn {most} dòng thì không lập tệp Excel. Hãy lọc bớt, hoặc xuất CSV.',
    en: 'No workbook is made of more than {most} rows. Narrow the filter, or take it as CSV.',
  },
  'import-changed': {
    status: 409,
    vi: 'Sổ đã thay đổi từ lúc xem trước; chưa ghi gì. Hãy xem lại bản xem trước mới rồi xác nhận.',
    en: 'The registry has changed since the preview; nothing was written. Look at the new preview and confirm that.',
  },
  'import-unreadable': {
    status: 415,
    vi: 'Không đọc được tệp này: {why}. Lưu lại thành .xlsx hoặc CSV rồi chọn lại.',
    en: 'This file cannot be read: {why}. Save it as .xlsx or CSV and choose it again.',
  },
  'import-missing': {
    status: 422,
    vi: 'Dòng này thiếu {what}. Điền vào rồi nhập lại.',
    en: 'This row lacks {what}. Fill it in and import again.',
  },
  'import-twice': {
    status: 422,
    vi: '“{value}” đã có ở dòng {row} của tệp này. Giữ một dòng.',
    en: '“{value}” stands in row {row} of this file already. Keep one of the two.',
  },
  'import-held': {
    status: 422,
    vi: '{field} {value} đã thuộc {heldBy}. Sửa tàu nào sai rồi nhập lại.',
    en: '{field} {value} belongs to {heldBy}. Mend whichever is wrong and import again.',
  },
  'import-unknown-vessel': {
    status: 422,
    vi: 'Tàu {value} chưa có trong sổ đăng ký. Nhập danh sách tàu trước, hoặc sửa số đăng ký.',
    en: 'The vessel {value} is not in the registry. Import the list of vessels first, or mend the number.',
  },
  'import-order': {
    status: 422,
    vi: 'Giấy phép hết hạn ({to}) trước ngày cấp ({from}). Kiểm tra hai ngày này.',
    en: 'The licence ends ({to}) before it begins ({from}). Check both days.',
  },
  'import-no-registration': {
    status: 422,
    vi: '“{value}” không phải số đăng ký tàu cá. Viết như QNa-91234-TS: chữ của tỉnh, 4–5 chữ số, TS.',
    en: '“{value}” is no registration number. Write it like QNa-91234-TS: letters of the province, 4–5 digits, TS.',
  },
  'import-no-mmsi': {
    status: 422,
    vi: 'MMSI “{value}” không có đúng 9 chữ số. Xem lại trên máy AIS của tàu.',
    en: 'The MMSI “{value}” does not have just 9 digits. Look at the AIS unit on board.',
  },
  'import-no-imo': {
    status: 422,
    vi: 'Số IMO “{value}” sai chữ số kiểm tra hoặc không đủ 7 chữ số. Sửa hoặc để trống.',
    en: 'The IMO number “{value}” lacks digits or has a wrong check digit. Mend it or leave it empty.',
  },
  'import-no-number': {
    status: 422,
    vi: '“{value}” không phải số. Viết như 17,5 hoặc 17.5.',
    en: '“{value}” is no number. Write it like 17.5 or 17,5.',
  },
  'import-ambiguous-number': {
    status: 422,
    vi: '“{value}” có thể là phần nghìn hoặc phần lẻ. Viết liền (1200) hoặc với hai chữ số lẻ (1,20).',
    en: '“{value}” may be thousands or decimals. Write it without a mark (1200) or with two decimals (1.20).',
  },
  'import-out-of-range': {
    status: 422,
    vi: '“{value}” nằm ngoài khoảng {from}–{to}. Kiểm tra dấu phẩy và đơn vị đo.',
    en: '“{value}” lies outside {from}–{to}. Check the decimal mark and the unit.',
  },
  'import-no-day': {
    status: 422,
    vi: '“{value}” không phải ngày. Viết ngày/tháng/năm như 31/12/2026, hoặc 2026-12-31.',
    en: '“{value}” is no day. Write day/month/year like 31/12/2026, or 2026-12-31.',
  },
  'import-no-phone': {
    status: 422,
    vi: '“{value}” không phải số điện thoại. Viết đủ số như 0905123456.',
    en: '“{value}” is no telephone number. Write all of it, like 0905123456.',
  },
  'import-no-yes-no': {
    status: 422,
    vi: '“{value}” không rõ có hay không. Viết “có” hoặc “không”.',
    en: '“{value}” is neither yes nor no. Write “yes” or “no”.',
  },
  'import-no-flag': {
    status: 422,
    vi: '“{value}” không phải mã quốc tịch ba chữ cái. Viết như VNM.',
    en: '“{value}” is no flag code of three letters. Write it like VNM.',
  },
  'import-no-angle': {
    status: 422,
    vi: '“{value}” không phải tọa độ dùng được ở cột này. Viết như 15,8794 hoặc 15°52,8’N.',
    en: '“{value}” is no coordinate for this column. Write it like 15.8794 or 15°52.8’N.',
  },
  'import-no-port-class': {
    status: 422,
    vi: '“{value}” không phải loại cảng. Viết I, II hoặc III.',
    en: '“{value}” is no class of ports. Write I, II or III.',
  },
  'import-too-long': {
    status: 422,
    vi: 'Dài {n} ký tự, nhiều nhất là {most}. Rút ngắn lại.',
    en: 'It has {n} characters; at most {most} are kept. Shorten it.',
  },
  'import-invalid': {
    status: 422,
    vi: 'Dòng này không dùng được: {why}. Sửa rồi nhập lại.',
    en: 'This row cannot be used: {why}. Mend it and import again.',
  },
} as const satisfies Record<string, ErrorText>;
