/**
 * What an occurrence of the kinds that watch the track says in the middle of its sentence (sentences.ts puts vessel, time
 * and place round it). People who know the sea read it: what was seen, not what it is taken for.
 */
import {
  dayText,
  formatDistance,
  formatHours,
  formatLocalTime,
  formatNumber,
  formatPosition,
  formatSpeed,
} from './position-text.ts';
import type { Occurrence } from './types.ts';

interface BothLanguages {
  vi: string;
  en: string;
}

type Details = NonNullable<Occurrence['details']>;
type Say = (details: Details, zone: BothLanguages) => BothLanguages;

/** Undefined for a kind that is not one of these. */
export function trackHappening(occurrence: Occurrence, zone: BothLanguages): BothLanguages | undefined {
  return HAPPENINGS[occurrence.kind]?.(occurrence.details ?? {}, zone);
}

const HAPPENINGS: Readonly<Record<string, Say>> = {
  distress: ({ craft, doubtfulPlace }) => {
    const device = DEVICES[String(craft)];
    const place = PLACES[String(doubtfulPlace)];
    const vi = `phát tín hiệu cấp cứu${device ? ` (${device.vi})` : ''}${place?.vi ?? ''}`;
    const en = `sends a distress signal${device ? ` (${device.en})` : ''}${place?.en ?? ''}`;
    return { vi, en };
  },
  departure: (details) => ({
    vi: `rời cảng trong khi ${reasonsOf(details, 'vi')},`,
    en: `left port although ${reasonsOf(details, 'en')},`,
  }),
  drifting: (details) => ({
    vi: `có dấu hiệu trôi, đã trôi ${nm(details.distanceNm, 'vi')} trong ${minutes(details.minutes, 'vi')}, từ`,
    en: `seems to drift, ${nm(details.distanceNm, 'en')} in ${minutes(details.minutes, 'en')}, since`,
  }),
  'vms-silent-ais-heard': ({ silentHours }) => ({
    vi: `không gửi VMS đã ${hours(silentHours, 'vi')} nhưng AIS vẫn được nghe thấy`,
    en: `has sent no VMS report for ${hours(silentHours, 'en')}, but its AIS is heard`,
  }),
  'identity-conflict': (details) => {
    const place = formatPosition(Number(details.otherLon), Number(details.otherLat));
    const time = formatLocalTime(Number(details.otherTime));
    const [viApart, enApart] = [nm(details.distanceNm, 'vi'), nm(details.distanceNm, 'en')];
    return details.reason === 'ais-vms'
      ? {
          vi: `có AIS và VMS ở hai nơi cách nhau ${viApart} (nơi kia ${place} lúc ${time}),`,
          en: `has AIS and VMS in two places ${enApart} apart (the other ${place} at ${time}),`,
        }
      : {
          vi: `được nghe thấy ở hai nơi cùng lúc, cách nhau ${viApart} (nơi kia ${place} lúc ${time}),`,
          en: `is heard from two places at once, ${enApart} apart (the other ${place} at ${time}),`,
        };
  },
  'speed-range': (details) => ({
    vi: `giữ vận tốc trong khoảng theo dõi ${minutes(details.minutes, 'vi')}, từ`,
    en: `has kept a speed in the watched range for ${minutes(details.minutes, 'en')}, since`,
  }),
  loitering: (details) => ({
    vi: `lảng vảng ngoài khơi ${hours(details.hours, 'vi')}, trung bình ${speed(details.averageKn, 'vi')}, từ`,
    en: `has loitered offshore for ${hours(details.hours, 'en')} at ${speed(details.averageKn, 'en')} on average, since`,
  }),
  fishing: (details) => ({
    vi: `chạy như đang khai thác (${formatNumber(Number(details.fromKn), 'vi')}–${speed(details.toKn, 'vi')}) ${minutes(details.minutes, 'vi')}, từ`,
    en: `goes as one that fishes (${formatNumber(Number(details.fromKn), 'en')}–${speed(details.toKn, 'en')}) for ${minutes(details.minutes, 'en')}, since`,
  }),
  'port-visit': ({ portConfidence }, zone) => ({
    vi: `ghé ${zone.vi} (độ tin cậy ${portConfidence}/4), từ`,
    en: `called at ${zone.en} (confidence ${portConfidence} of 4), since`,
  }),
  gap: (details) => ({
    vi: `không có vị trí nào trong ${hours(details.gapHours, 'vi')}, xuất hiện lại cách đó ${nm(details.distanceNm, 'vi')}${details.offShore === 'yes' ? ' (mất tín hiệu ở xa bờ)' : ''}, từ`,
    en: `gave no position for ${hours(details.gapHours, 'en')} and was heard again ${nm(details.distanceNm, 'en')} away${details.offShore === 'yes' ? ' (it fell silent far from shore)' : ''}, since`,
  }),
  'reporting-rate': (details) => ({
    vi: `gửi ${details.received} vị trí VMS trong ${details.hours} giờ trên biển, nghĩa vụ là ${details.owed} (đạt ${details.percent} %), tính đến`,
    en: `sent ${details.received} VMS positions in ${details.hours} h at sea where ${details.owed} are owed (${details.percent} %), counted up to`,
  }),
  'impossible-jump': (details) => ({
    vi: `có vị trí không thể tới kịp: cách vị trí trước ${nm(details.distanceNm, 'vi')}, phải chạy ${speed(details.impliedKn, 'vi')},`,
    en: `gave a position that it cannot have reached: ${nm(details.distanceNm, 'en')} from the one before, which takes ${speed(details.impliedKn, 'en')},`,
  }),
  'frozen-position': (details) => ({
    vi: `gửi mãi một vị trí trong ${hours(details.hours, 'vi')}, từ`,
    en: `has sent one and the same position for ${hours(details.hours, 'en')}, since`,
  }),
  'swapped-position': (details) => {
    const sent = `${degrees(details.sentLat)}, ${degrees(details.sentLon)}`;
    const proposed = formatPosition(Number(details.proposedLon), Number(details.proposedLat));
    return {
      vi: `có vẻ gửi ngược vĩ độ và kinh độ (đã gửi ${sent}; nếu đổi chỗ là ${proposed}, khớp hành trình; chưa sửa)`,
      en: `seems to send latitude and longitude the wrong way round (sent ${sent}; exchanged ${proposed}, which fits its track; not corrected)`,
    };
  },
  'position-on-land': (details) => ({
    vi: `có vị trí trên đất liền, cách mép nước quá ${formatNumber(Number(details.marginKm), 'vi')} km,`,
    en: `gives a position on land, more than ${formatNumber(Number(details.marginKm), 'en')} km from the water,`,
  }),
};

/** How each of them ends. */
export const TRACK_ENDINGS: Readonly<Record<string, BothLanguages>> = {
  distress: { vi: 'Hết tín hiệu cấp cứu', en: 'The signal ceased' },
  departure: { vi: 'Đã vào cảng', en: 'It is in port' },
  drifting: { vi: 'Đã chạy lại', en: 'It has way on again' },
  'vms-silent-ais-heard': { vi: 'Có lại VMS hoặc đã vào cảng', en: 'VMS restored, or in port' },
  'identity-conflict': { vi: 'Chỉ còn nghe thấy ở một nơi', en: 'It is heard from one place only' },
  'speed-range': { vi: 'Ra khỏi khoảng vận tốc', en: 'Out of that range' },
  loitering: { vi: 'Rời đi', en: 'It moved on' },
  fishing: { vi: 'Thôi khai thác', en: 'It stopped' },
  'port-visit': { vi: 'Rời cảng', en: 'It left' },
  gap: { vi: 'Xuất hiện lại', en: 'Heard again' },
  'reporting-rate': { vi: 'Đủ trở lại hoặc đã vào cảng', en: 'Enough again, or in port' },
  'impossible-jump': { vi: 'Vị trí lại khớp hành trình', en: 'Positions fit again' },
  'frozen-position': { vi: 'Vị trí đã thay đổi', en: 'The position changed' },
  'swapped-position': { vi: 'Vị trí lại đúng như đã gửi', en: 'Positions fit as sent' },
  'position-on-land': { vi: 'Lại ở trên nước', en: 'It is on the water again' },
};

const PLACES: Readonly<Record<string, BothLanguages>> = {
  yes: { vi: ', vị trí chưa chắc chắn,', en: ', its place is doubtful,' },
  'last-known': {
    vi: ', tin không có vị trí, nơi nghe thấy gần nhất',
    en: ', without a position, its last known place',
  },
};

const DEVICES: Readonly<Record<string, BothLanguages>> = {
  'ais-sart': { vi: 'thiết bị AIS-SART', en: 'an AIS-SART' },
  mob: { vi: 'người rơi xuống biển, thiết bị MOB', en: 'man overboard, a MOB device' },
  epirb: { vi: 'phao EPIRB-AIS', en: 'an EPIRB-AIS' },
};

const REASONS: Readonly<Record<string, (details: Details) => BothLanguages>> = {
  'sea-ban': ({ banTo }) => ({
    vi: `đang có lệnh cấm biển${banTo === undefined ? '' : ` đến hết ${dayText(String(banTo), 'vi')}`}`,
    en: `a sea ban is in force${banTo === undefined ? '' : ` up to ${banTo}`}`,
  }),
  'licence-expired': ({ licenceUntil }) => ({
    vi: `giấy phép khai thác hết hạn ${dayText(String(licenceUntil), 'vi')}`,
    en: `its licence expired on ${licenceUntil}`,
  }),
  'certificate-expired': ({ certificateUntil }) => ({
    vi: `đăng kiểm hết hạn ${dayText(String(certificateUntil), 'vi')}`,
    en: `its technical certificate expired on ${certificateUntil}`,
  }),
  'high-risk': () => ({ vi: 'tàu thuộc danh sách nguy cơ cao', en: 'it is on the high-risk list' }),
};

function reasonsOf(details: Details, language: 'vi' | 'en'): string {
  const reasons = String(details.reasons ?? '').split(',');
  const words = reasons.map((reason) => REASONS[reason]?.(details)[language] ?? reason);
  const last = words.pop()!;
  return words.length === 0 ? last : `${words.join(', ')} ${language === 'vi' ? 'và' : 'and'} ${last}`;
}

type Value = number | string | undefined;

function nm(value: Value, language: 'vi' | 'en'): string {
  return formatDistance(Number(value ?? 0), language);
}

function speed(value: Value, language: 'vi' | 'en'): string {
  return formatSpeed(Number(value ?? 0), language);
}

function hours(value: Value, language: 'vi' | 'en'): string {
  return formatHours(Number(value ?? 0), language);
}

function minutes(value: Value, language: 'vi' | 'en'): string {
  const whole = Math.round(Number(value ?? 0));
  return language === 'vi' ? `${whole} phút` : `${whole} min`;
}

/** As it was sent: it may be none on earth, so that a hemisphere would be an invention. */
function degrees(value: Value): string {
  return Number(value ?? 0).toFixed(4);
}
