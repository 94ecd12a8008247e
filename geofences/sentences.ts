/** An occurrence in one plain sentence, for lists, SMS and letters. Says what is known and how well, accuses nobody. */
import {
  formatCourse,
  formatDistance,
  formatLocalTime,
  formatNumber,
  formatPosition,
  formatSpan,
  formatSpeed,
  formatUtcTime,
  intervalTexts,
} from './position-text.ts';
import { MOST_POSSIBLE_NM } from './rules/silence-watch.ts';
import { TRACK_ENDINGS, trackHappening } from './track-sentences.ts';
import type { Occurrence } from './types.ts';

interface OccurrenceNames {
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
  const isSilence = SILENCES.has(occurrence.kind);
  const time = isSilence ? stamp(occurrence.raisedAt) : when(occurrence.raisedAt, language);
  const moment = `${time}${isSilence ? lastKnown(language) : ''} ${where(occurrence.lon, occurrence.lat, language)}`;
  const extras = [motion(occurrence, language), circle(occurrence, language), doubt(occurrence, language)]
    .filter(Boolean)
    .join('; ');
  const body = `${head} ${moment}${extras ? `, ${extras}` : ''}.`;
  return `${retraction(occurrence, language)}${body}${ending(occurrence, language)}`;
}

/** Kinds that are about a vessel nobody hears: their place is where it was last known. */
const SILENCES: ReadonlySet<string> = new Set(['silence', 'silence-port', 'declaration-missed']);

function happening(occurrence: Occurrence, names: OccurrenceNames, language: Language): string {
  const zone = zoneOf(names, language);
  const { details } = occurrence;
  const vi = language === 'vi';
  switch (occurrence.kind) {
    case 'zone-enter':
      return vi ? `đi vào ${zone}` : `entered ${zone}`;
    case 'zone-exit':
      if (details?.unseen) return vi ? `có thể đã ra khỏi ${zone}` : `may have left ${zone}`;
      return vi ? `ra khỏi ${zone}` : `left ${zone}`;
    case 'zone-presence':
      return vi ? `có mặt trong ${zone}` : `is in ${zone}`;
    case 'zone-dwell': {
      const span = formatSpan(Number(details?.minutes ?? 0) / 60, language);
      return vi ? `ở trong ${zone} đã ${span}, tính đến` : `has been in ${zone} for ${span},`;
    }
    case 'wrong-zone':
    case 'closed-area':
      return inForbidden(occurrence, zone, vi);
    case 'boundary-cross':
      return crossing(occurrence, zone, language);
    case 'boundary-approach': {
      const distance = formatDistance(Number(details?.distanceNm ?? 0), language);
      return vi
        ? `cách ${zone}${side(occurrence, language)} ${distance}`
        : `is ${distance} from ${zone}${side(occurrence, language)}`;
    }
    case 'encounter':
      return vi ? `ở sát ${others(names, vi)}, gần như đứng yên,` : `was close to ${others(names, vi)}, nearly still,`;
    case 'identity-conflict':
      if (details?.reason !== 'one-device') return onTrack(occurrence, names, language);
      return vi
        ? `có vị trí được gửi từ thiết bị VMS của ${others(names, vi)},`
        : `has positions sent by the VMS unit of ${others(names, vi)},`;
    case 'co-location':
      return vi
        ? `có thiết bị đi cùng thiết bị của ${others(names, vi)} như trên một tàu,`
        : `has a device that goes along with that of ${others(names, vi)} as on one boat,`;
    case 'provider-outage':
      return vi
        ? `không chuyển tín hiệu của ${Number(details?.vessels ?? 0)} tàu`
        : `delivers nothing from ${Number(details?.vessels ?? 0)} boats`;
    case 'boundary-time':
      return ahead(occurrence, zone, language);
    case 'silence':
    case 'silence-port':
    case 'declaration-missed':
      return unheard(occurrence, language);
    default:
      return onTrack(occurrence, names, language);
  }
}

function onTrack(occurrence: Occurrence, names: OccurrenceNames, language: Language): string {
  return (
    trackHappening(occurrence, { vi: zoneOf(names, 'vi'), en: zoneOf(names, 'en') })?.[language] ??
    unworded(occurrence, names, language === 'vi')
  );
}

/** The other vessels of an occurrence that is about several. */
function others({ otherLabels }: OccurrenceNames, vi: boolean): string {
  if (!otherLabels || otherLabels.length === 0) return vi ? 'tàu khác' : 'another vessel';
  return otherLabels.join(', ');
}

function unworded(occurrence: Occurrence, names: OccurrenceNames, vi: boolean): string {
  return vi ? `có cảnh báo “${names.ruleName ?? occurrence.kind}”` : `raised “${names.ruleName ?? occurrence.kind}”`;
}

/** Behaviour, not guilt: whether it fished, only somebody who goes there can say. */
function inForbidden({ kind, details }: Occurrence, zone: string, vi: boolean): string {
  if (details?.presence)
    return vi ? `nằm trong ${zone}, không có dấu hiệu khai thác,` : `lies in ${zone} without fishing,`;
  const why =
    kind === 'closed-area'
      ? vi
        ? ' (khu vực cấm khai thác)'
        : ' (closed to fishing)'
      : vi
        ? ` (không phải vùng của tàu dài ${formatNumber(Number(details?.lengthM ?? 0), 'vi')} m)`
        : ` (not an area for a vessel of ${formatNumber(Number(details?.lengthM ?? 0), 'en')} m)`;
  // A vessel that serves others (hậu cần) fishes nowhere; it works at the same speeds.
  const act =
    details?.gear === 'logistics'
      ? { vi: 'hoạt động', en: 'is at work' }
      : { vi: 'có dấu hiệu khai thác', en: 'shows signs of fishing' };
  return vi ? `${act.vi} trong ${zone}${why} từ` : `${act.en} in ${zone}${why} since`;
}

function crossing(occurrence: Occurrence, zone: string, language: Language): string {
  const beyond = side(occurrence, language);
  if (occurrence.details?.unseen) {
    return language === 'vi'
      ? `có thể đã vượt ${zone} ra ngoài${beyond}`
      : `may have crossed ${zone} outwards${beyond}`;
  }
  if (occurrence.details?.permissionEnded === undefined) {
    return language === 'vi' ? `vượt ${zone} ra ngoài${beyond}` : `crossed ${zone} outwards${beyond}`;
  }
  return language === 'vi'
    ? `vẫn ở ngoài ${zone}${beyond} khi giấy phép hết hạn`
    : `was still beyond ${zone}${beyond} when its permission ended`;
}

/** Whose side lies beyond, where the boundary says so. */
function side({ details }: Occurrence, language: Language): string {
  const name = language === 'vi' ? details?.neighbourVi : details?.neighbourEn;
  if (typeof name !== 'string') return '';
  return language === 'vi' ? ` (phía ${name})` : ` (side of ${name})`;
}

function ahead(occurrence: Occurrence, zone: string, language: Language): string {
  const { details } = occurrence;
  const minutes = String(details?.minutesLeft ?? 0);
  const speed = formatSpeed(Number(details?.speedKn ?? 0), language);
  const distance = formatDistance(Number(details?.distanceNm ?? 0), language);
  const beyond = side(occurrence, language);
  return language === 'vi'
    ? `còn ${minutes} phút tới ${zone}${beyond} với ${speed} (phía trước ${distance}),`
    : `is ${minutes} min from ${zone}${beyond} at ${speed} (${distance} ahead),`;
}

function unheard({ kind, details }: Occurrence, language: Language): string {
  const vi = language === 'vi';
  const threshold = Number(details?.thresholdHours ?? 0);
  const span = formatSpan(threshold, language);
  if (kind === 'silence-port') {
    return vi
      ? `ở trong cảng, không có tín hiệu trong ${span}, tính đến`
      : `is in port and has sent no report for ${span}, counted up to`;
  }
  if (kind === 'declaration-missed') {
    const missed = String(details?.missed ?? 1);
    return vi
      ? `mất kết nối và đã lỡ ${missed} lần báo vị trí, lần đầu lúc`
      : `has lost its signal and missed ${missed} position declaration(s), the first at`;
  }
  const left = typeof details?.deadlineHours === 'number' ? details.deadlineHours - threshold : 0;
  const deadline =
    left > 0 ? (vi ? ` (còn ${formatSpan(left, 'vi')} tới hạn)` : ` (${formatSpan(left, 'en')} left)`) : '';
  return vi
    ? `không có tín hiệu trong ${span}${deadline}, tính đến`
    : `has sent no report for ${span}${deadline}, counted up to`;
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

/** The circle in which a silent vessel must be when she is told of, and how it grows: before anybody sails there it should be known how large it is. */
function circle({ state, details }: Occurrence, language: Language): string {
  if (state !== 'raised' || typeof details?.possibleNm !== 'number') return '';
  if (details.possibleNm >= MOST_POSSIBLE_NM)
    return language === 'vi' ? 'có thể ở bất cứ đâu trên biển' : 'may be anywhere at sea';
  const radius = formatDistance(details.possibleNm, language);
  const growth = formatDistance(Number(details.maxKn ?? 0), language);
  return language === 'vi'
    ? `có thể ở cách đó tới ${radius} và mỗi giờ thêm ${growth}`
    : `may be up to ${radius} from there, and ${growth} more each hour`;
}

function motion(occurrence: Occurrence, language: Language): string {
  const { speedKn, courseDeg } = occurrence.details ?? {};
  const parts: string[] = [];
  if (typeof speedKn === 'number' && occurrence.kind !== 'boundary-time') {
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
    return occurrence.kind === 'zone-enter' ? PASSED_UNSEEN[language] : RETURNED_UNSEEN[language];
  }
  const { crossing, details } = occurrence;
  const weak =
    details?.confidence === 'low' ? `${fewInside(details, vi)}${vi ? 'độ tin cậy thấp' : 'low confidence'}` : '';
  if (!crossing || details?.permissionEnded !== undefined) return weak;
  const [from, to] = intervalTexts(crossing.before.fixTime, crossing.after.fixTime);
  const between = vi
    ? `nội suy giữa vị trí lúc ${from} và ${to}`
    : `interpolated between the fixes of ${from} and ${to}`;
  return weak ? `${between}, ${weak}` : between;
}

const PASSED_UNSEEN: BothLanguages = {
  vi: 'suy ra từ hai vị trí ở hai phía, độ tin cậy thấp',
  en: 'concluded from fixes on either side, low confidence',
};
/** Both fixes lie on the side where it may be. */
const RETURNED_UNSEEN: BothLanguages = {
  vi: 'ra rồi trở lại giữa hai vị trí, chỉ suy ra từ đường nối hai vị trí, độ tin cậy thấp',
  en: 'out and back between two fixes, shown only by the straight way between them, low confidence',
};

/** By how few fixes a passage was seen that more of them would have confirmed. */
function fewInside({ fixesInside: n }: NonNullable<Occurrence['details']>, vi: boolean): string {
  if (n === undefined) return '';
  return vi ? `chỉ ${n} vị trí trong vùng, ` : `only ${n} ${n === 1 ? 'fix' : 'fixes'} inside, `;
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
  'zone-dwell': { vi: 'Ra khỏi vùng', en: 'It left' },
  'wrong-zone': { vi: 'Thôi khai thác hoặc ra khỏi vùng', en: 'It stopped or left' },
  'closed-area': { vi: 'Thôi khai thác, ra khỏi khu vực hoặc hết cấm', en: 'It stopped or left, or the closure ended' },
  'boundary-cross': { vi: 'Đã quay về', en: 'It came back' },
  'boundary-approach': { vi: 'Đã rời xa ranh giới', en: 'It moved away' },
  'boundary-time': { vi: 'Đã đổi hướng', en: 'It turned away' },
  silence: { vi: 'Có lại tín hiệu', en: 'Signal restored' },
  'silence-port': { vi: 'Có lại tín hiệu', en: 'Signal restored' },
  'declaration-missed': { vi: 'Có lại tín hiệu', en: 'Signal restored' },
  ...TRACK_ENDINGS,
};

/** How it ended, where a kind has several ways to. */
const OUTCOMES: Record<string, BothLanguages> = {
  superseded: { vi: 'Chuyển sang bậc sau', en: 'Taken over by the next step' },
  declared: { vi: 'Đã báo vị trí', en: 'Position declared' },
  'in-port': { vi: 'Đã thấy tàu trong cảng', en: 'Seen in port' },
  'at-sea': { vi: 'Đã thấy tàu ngoài cảng', en: 'Seen out of port' },
  crossed: { vi: 'Đã sang phía bên kia', en: 'It went across' },
  slowed: { vi: 'Đã dừng lại', en: 'It slowed down' },
  elsewhere: {
    vi: 'Sau đó tàu được nghe thấy ở nơi khác, không nối được với hành trình này; theo dõi lại từ đầu',
    en: 'It was then heard where this track cannot have led; it is watched anew from there',
  },
  permitted: { vi: 'Có giấy phép', en: 'A permission began' },
};

function ending(occurrence: Occurrence, language: Language): string {
  if (occurrence.state === 'retracted' || occurrence.clearedAt === undefined) return '';
  const { details, kind } = occurrence;
  const words = (OUTCOMES[String(details?.outcome)] ?? ENDINGS[kind])?.[language];
  const known = words ?? (language === 'vi' ? 'Kết thúc' : 'It ended');
  return ` ${known} ${when(occurrence.clearedAt, language)}${afterHours(occurrence, language)}.`;
}

/** The gap, and how far from its beginning it ended. */
function afterHours({ kind, details }: Occurrence, language: Language): string {
  if (!SILENCES.has(kind) || details?.outcome === 'superseded') return '';
  const span = formatSpan(Number(details?.silentHours ?? 0), language);
  const after = language === 'vi' ? `, sau ${span}` : `, after ${span}`;
  if (typeof details?.distanceNm !== 'number') return after;
  const distance = formatDistance(details.distanceNm, language);
  const back = language === 'vi' ? `cách vị trí trước ${distance}` : `${distance} from the place before`;
  return `${after}, ${back}${meanwhile(details.possibleNm, language)}`;
}

/** How far it may have gone while nobody heard it. */
function meanwhile(possibleNm: unknown, language: Language): string {
  if (typeof possibleNm !== 'number' || possibleNm >= MOST_POSSIBLE_NM) return '';
  const reach = formatDistance(possibleNm, language);
  return language === 'vi' ? `, trong lúc đó có thể đã đi tới ${reach}` : `, time enough for ${reach}`;
}
