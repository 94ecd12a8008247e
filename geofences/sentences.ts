/** An occurrence in one plain sentence, for lists, SMS and letters. Says what is known and how well, accuses nobody. */
import {
  formatCourse,
  formatDistance,
  formatHours,
  formatLocalTime,
  formatPosition,
  formatSpeed,
  formatUtcTime,
  intervalTexts,
} from './position-text.ts';
import type { Occurrence } from './types.ts';

export interface OccurrenceNames {
  /** What the vessel is called on screen: registration, name or MMSI. */
  vesselLabel: string;
  /** The same of the other vessels that it is about. */
  otherLabels?: string[];
  zoneName?: string;
  zoneNameEn?: string;
  ruleName?: string;
}

export interface BothLanguages {
  vi: string;
  en: string;
}

type Language = 'vi' | 'en';

/** `QNa-91234-TS vượt ranh giới “…” lúc 14/03 08:05 (GMT+7) (14/03 01:05 UTC) tại 15°28.3′N 108°41.0′E, …`. */
export function occurrenceText(occurrence: Occurrence, names: OccurrenceNames): BothLanguages {
  return { vi: sentence(occurrence, names, 'vi'), en: sentence(occurrence, names, 'en') };
}

function sentence(occurrence: Occurrence, names: OccurrenceNames, language: Language): string {
  const head = `${names.vesselLabel} ${happening(occurrence, names, language)}`;
  const time = occurrence.kind === 'silence' ? stamp(occurrence.raisedAt) : when(occurrence.raisedAt, language);
  const moment = `${time}${occurrence.kind === 'silence' ? lastKnown(language) : ''} ${where(occurrence.lon, occurrence.lat, language)}`;
  const extras = [motion(occurrence, language), doubt(occurrence, language)].filter(Boolean).join('; ');
  const body = `${head} ${moment}${extras ? `, ${extras}` : ''}.`;
  return `${retraction(occurrence, language)}${body}${ending(occurrence, language)}`;
}

function happening(occurrence: Occurrence, names: OccurrenceNames, language: Language): string {
  const zone = zoneOf(names, language);
  const { details } = occurrence;
  const vi = language === 'vi';
  switch (occurrence.kind) {
    case 'zone-enter':
      return vi ? `đi vào ${zone}` : `entered ${zone}`;
    case 'zone-exit':
      return vi ? `ra khỏi ${zone}` : `left ${zone}`;
    case 'zone-presence':
      return vi ? `có mặt trong ${zone}` : `is in ${zone}`;
    case 'boundary-cross':
      return vi ? `vượt ${zone} ra ngoài` : `crossed ${zone} outwards`;
    case 'boundary-approach': {
      const distance = formatDistance(Number(details?.distanceNm ?? 0), language);
      return vi ? `cách ${zone} ${distance}` : `is ${distance} from ${zone}`;
    }
    case 'silence': {
      const hours = formatHours(Number(details?.thresholdHours ?? 0), language);
      return vi ? `không có tín hiệu trong ${hours}, tính đến` : `has sent no report for ${hours}, counted up to`;
    }
    case 'encounter':
      return vi ? `ở sát ${others(names, vi)}, gần như đứng yên,` : `was close to ${others(names, vi)}, nearly still,`;
    case 'co-location':
      return vi
        ? `có thiết bị đi cùng thiết bị của ${others(names, vi)} như trên một tàu,`
        : `has a device that goes along with that of ${others(names, vi)} as on one boat,`;
    case 'provider-outage':
      return vi
        ? `không chuyển tín hiệu của ${Number(details?.vessels ?? 0)} tàu`
        : `delivers nothing from ${Number(details?.vessels ?? 0)} boats`;
    default:
      return vi
        ? `có cảnh báo “${names.ruleName ?? occurrence.kind}”`
        : `raised “${names.ruleName ?? occurrence.kind}”`;
  }
}

/** The other vessels of an occurrence that is about several. */
function others({ otherLabels }: OccurrenceNames, vi: boolean): string {
  if (!otherLabels || otherLabels.length === 0) return vi ? 'tàu khác' : 'another vessel';
  return otherLabels.join(', ');
}

function zoneOf(names: OccurrenceNames, language: Language): string {
  const name = language === 'vi' ? names.zoneName : (names.zoneNameEn ?? names.zoneName);
  return name ? `“${name}”` : language === 'vi' ? 'vùng theo dõi' : 'the zone';
}

function when(time: number, language: Language): string {
  return `${language === 'vi' ? 'lúc' : 'at'} ${stamp(time)}`;
}

function stamp(time: number): string {
  return `${formatLocalTime(time)} (${formatUtcTime(time)})`;
}

function lastKnown(language: Language): string {
  return language === 'vi' ? '; vị trí gần nhất' : '; last position';
}

function where(lon: number, lat: number, language: Language): string {
  return `${language === 'vi' ? 'tại' : 'at'} ${formatPosition(lon, lat)}`;
}

function motion(occurrence: Occurrence, language: Language): string {
  const { speedKn, courseDeg } = occurrence.details ?? {};
  const parts: string[] = [];
  if (typeof speedKn === 'number') {
    parts.push(`${language === 'vi' ? 'vận tốc' : 'speed'} ${formatSpeed(speedKn, language)}`);
  }
  if (typeof courseDeg === 'number') {
    parts.push(`${language === 'vi' ? 'hướng' : 'course'} ${formatCourse(courseDeg)}`);
  }
  return parts.join(', ');
}

/** A crossing between two fixes is an interpolation, and an unseen one a conclusion: the reader has to know. */
function doubt(occurrence: Occurrence, language: Language): string {
  const vi = language === 'vi';
  if (occurrence.details?.unseen) {
    return vi
      ? 'suy ra từ hai vị trí ở hai phía, độ tin cậy thấp'
      : 'concluded from fixes on either side, low confidence';
  }
  const { crossing } = occurrence;
  if (!crossing) return '';
  const [from, to] = intervalTexts(crossing.before.fixTime, crossing.after.fixTime);
  return vi ? `nội suy giữa vị trí lúc ${from} và ${to}` : `interpolated between the fixes of ${from} and ${to}`;
}

const BECAUSE: Record<NonNullable<Occurrence['retractedBecause']>, BothLanguages> = {
  'late-data': { vi: 'dữ liệu đến muộn cho thấy không phải vậy', en: 'late data shows otherwise' },
  'rule-changed': { vi: 'quy tắc đã thay đổi', en: 'the rule has changed' },
  'zone-changed': { vi: 'vùng đã thay đổi', en: 'the zone has changed' },
  'vessel-changed': { vi: 'thông tin tàu đã thay đổi', en: 'the vessel’s record has changed' },
  'provider-outage': { vi: 'sự cố của nhà cung cấp dịch vụ', en: 'its provider had an outage' },
};

function retraction(occurrence: Occurrence, language: Language): string {
  if (occurrence.state !== 'retracted') return '';
  const reason = BECAUSE[occurrence.retractedBecause ?? 'late-data'][language];
  return language === 'vi' ? `Đã rút lại (${reason}): ` : `Withdrawn (${reason}): `;
}

const ENDINGS: Record<string, BothLanguages> = {
  encounter: { vi: 'Đã rời nhau', en: 'They parted' },
  'co-location': { vi: 'Hai thiết bị đã rời nhau', en: 'The devices parted' },
  'provider-outage': { vi: 'Đã có lại tín hiệu', en: 'Signals are back' },
  'zone-enter': { vi: 'Ra khỏi vùng', en: 'It left' },
  'zone-exit': { vi: 'Trở lại vùng', en: 'It came back' },
  'zone-presence': { vi: 'Ra khỏi vùng', en: 'It left' },
  'boundary-cross': { vi: 'Đã quay về', en: 'It came back' },
  'boundary-approach': { vi: 'Đã rời xa ranh giới', en: 'It moved away' },
  silence: { vi: 'Có lại tín hiệu', en: 'Signal restored' },
};

function ending(occurrence: Occurrence, language: Language): string {
  if (occurrence.state === 'retracted' || occurrence.clearedAt === undefined) return '';
  const words = ENDINGS[occurrence.kind]?.[language] ?? (language === 'vi' ? 'Kết thúc' : 'It ended');
  return ` ${words} ${when(occurrence.clearedAt, language)}${afterHours(occurrence, language)}.`;
}

function afterHours(occurrence: Occurrence, language: Language): string {
  if (occurrence.kind !== 'silence') return '';
  const hours = formatHours(Number(occurrence.details?.silentHours ?? 0), language);
  return language === 'vi' ? `, sau ${hours}` : `, after ${hours}`;
}
