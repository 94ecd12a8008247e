/** What is wrong with a position, for the person whose system sent it. */
import type { PostedFormat } from '../feeds/posted.ts';
import { nafReason } from './naf-reasons.ts';

interface Sentence {
  vi: string;
  en: string;
}

const reasons: Readonly<Record<string, Sentence>> = {
  'no-position': { vi: 'thiếu vĩ độ hoặc kinh độ', en: 'the latitude or the longitude is missing' },
  'bad-latitude': { vi: 'vĩ độ không hợp lệ', en: 'the latitude is not valid' },
  'bad-longitude': { vi: 'kinh độ không hợp lệ', en: 'the longitude is not valid' },
  'bad-position': { vi: 'không đọc được tọa độ', en: 'the coordinates cannot be read' },
  'lat-lon-swapped': {
    vi: 'vĩ độ và kinh độ có lẽ bị đảo: chỉ hợp lệ khi đổi chỗ',
    en: 'latitude and longitude seem to be swapped: they are possible only the other way round',
  },
  'no-date-time': { vi: 'thiếu ngày hoặc giờ', en: 'the date or the time is missing' },
  'bad-date': { vi: 'ngày không hợp lệ', en: 'the date is not valid' },
  'bad-time': { vi: 'giờ không hợp lệ', en: 'the time is not valid' },
  'no-time-zone': {
    vi: 'thời gian không ghi múi giờ (ví dụ +07:00 hoặc Z)',
    en: 'the time does not say its zone (such as +07:00 or Z)',
  },
  'fix-in-future': {
    vi: 'giờ định vị ở tương lai quá 10 phút',
    en: 'its position time lies more than 10 minutes in the future',
  },
  'no-identity': {
    vi: 'không ghi tàu nào (số đăng ký, MMSI, hô hiệu, mã thiết bị…)',
    en: 'it does not say of which vessel it is (registration, MMSI, call sign, device …)',
  },
  'no-id': { vi: 'thiếu mã thiết bị (ID)', en: 'the device’s ID is missing' },
  'bad-state': { vi: 'trạng thái định vị (State) không hợp lệ', en: 'the state of the fix is not valid' },
  'not-the-layout': { vi: 'không đúng cấu trúc bản tin đã khai báo', en: 'it does not follow the layout that is set' },
  'unknown-message': { vi: 'không có loại bản tin này (MREF)', en: 'there is no such kind of message (MREF)' },
  'no-header': {
    vi: 'không tìm thấy dòng tiêu đề có cột thời gian, vĩ độ và kinh độ',
    en: 'no header with columns of the time, the latitude and the longitude was found',
  },
  'columns-missing': {
    vi: 'bảng không có các cột đã khai báo',
    en: 'the table does not have the columns that are set',
  },
  'too-many-columns': { vi: 'dòng có quá nhiều cột', en: 'the row has too many columns' },
  'unclosed-quote': { vi: 'dấu ngoặc kép không đóng', en: 'a quotation mark is not closed' },
  'zip-damaged': { vi: 'tệp Excel bị hỏng', en: 'the workbook is damaged' },
  'zip-unsupported': {
    vi: 'tệp Excel bị mã hóa hoặc nén kiểu lạ',
    en: 'the workbook is encrypted or packed unusually',
  },
  'zip-too-large': { vi: 'tệp Excel quá lớn sau khi giải nén', en: 'the workbook is too large once it is unpacked' },
  'xlsx-damaged': { vi: 'tệp Excel bị hỏng', en: 'the workbook is damaged' },
  'xlsx-too-large': { vi: 'tệp Excel có quá nhiều chữ', en: 'the workbook holds too much text' },
  unfinished: { vi: 'dữ liệu bị cắt cụt', en: 'it is cut off' },
  'too-long': { vi: 'quá dài', en: 'it is too long' },
  'too-deep': { vi: 'lồng nhau quá nhiều cấp', en: 'it is nested too deeply' },
  'bad-json': { vi: 'JSON sai cú pháp', en: 'it is not well-formed JSON' },
  'not-json': { vi: 'không phải JSON', en: 'it is not JSON' },
  'bad-update': { vi: 'phần “updates” sai cấu trúc', en: 'its updates are not objects' },
  'not-a-vessel': { vi: 'không phải là tàu', en: 'it is not about a vessel' },
  'not-flux': { vi: 'không phải bản tin vị trí FLUX', en: 'it is not a FLUX vessel position message' },
  'xml-malformed': { vi: 'XML sai cú pháp', en: 'it is not well-formed XML' },
  'xml-entities': { vi: 'XML có khai báo thực thể, không được nhận', en: 'XML with entities of its own is not taken' },
  'xml-encoding': { vi: 'XML dùng bảng mã không đọc được', en: 'the XML is in an encoding that cannot be read' },
  'xml-too-deep': { vi: 'XML lồng nhau quá nhiều cấp', en: 'the XML is nested too deeply' },
};

/** A reason in words, without its full stop. NAF's own name its field codes. */
export function positionReason(format: PostedFormat, reason: string): Sentence {
  if (format === 'naf') return nafReason(reason);
  return reasons[reason] ?? { vi: `không đọc được (${reason})`, en: `it cannot be read (${reason})` };
}

export const noRecord: Sentence = { vi: 'không có vị trí nào', en: 'there is no position in it' };
