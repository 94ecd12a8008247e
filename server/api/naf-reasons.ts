/** What is wrong with a NAF record, for the person whose system sent it. */

interface Sentence {
  vi: string;
  en: string;
}

const reasons: Record<string, Sentence> = {
  'no-start-record': { vi: 'không có phần mở đầu //SR//', en: 'it does not begin with //SR//' },
  'no-end-record': { vi: 'không có phần kết thúc //ER//', en: 'it does not end with //ER//' },
  'too-long': { vi: 'bản ghi quá dài', en: 'the record is too long' },
  'unknown-country': { vi: 'mã quốc gia (FR hoặc FS) không có thật', en: 'the country code (FR or FS) does not exist' },
  'no-position': {
    vi: 'không có vị trí (LT và LG, hoặc LA và LO)',
    en: 'it has no position (LT and LG, or LA and LO)',
  },
  'bad-latitude': { vi: 'vĩ độ (LT hoặc LA) không hợp lệ', en: 'the latitude (LT or LA) is not valid' },
  'bad-longitude': { vi: 'kinh độ (LG hoặc LO) không hợp lệ', en: 'the longitude (LG or LO) is not valid' },
  'no-date-time': { vi: 'không có ngày giờ (DA và TI)', en: 'it has no date and time (DA and TI)' },
  'bad-date': { vi: 'ngày (DA) không hợp lệ', en: 'the date (DA) is not valid' },
  'no-identity': {
    vi: 'không có trường nào nói đó là tàu nào (XR, IR, RC, NA)',
    en: 'no field says which vessel it is (XR, IR, RC, NA)',
  },
  'fix-in-future': {
    vi: 'giờ định vị ở tương lai quá 10 phút',
    en: 'its position time lies more than 10 minutes in the future',
  },
  'bad-time': { vi: 'giờ (TI) không hợp lệ', en: 'the time (TI) is not valid' },
};

/** A reason in words, without its full stop. */
export function nafReason(reason: string): Sentence {
  return reasons[reason] ?? { vi: `không đọc được (${reason})`, en: `it cannot be read (${reason})` };
}
