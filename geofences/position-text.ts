/**
 * How a position, a time, a distance and a speed are written for people. Pure: no locale data and no clock, so that a
 * screen, an SMS and a PDF show the same characters.
 */

/** Vietnam keeps UTC+7 all year; there has been no summer time since 1975. */
const LOCAL_OFFSET_MS = 7 * 3_600_000;

/** One coordinate in degrees and decimal minutes: `15°28.3′N`. A tenth of a minute is 185 m, finer than a VMS fix. */
export function formatLatitude(lat: number): string {
  return degreesMinutes(lat, 2, lat < 0 ? 'S' : 'N');
}

export function formatLongitude(lon: number): string {
  return degreesMinutes(lon, 3, lon < 0 ? 'W' : 'E');
}

/** `15°28.3′N 108°41.0′E`: latitude first, as seafarers say it. */
export function formatPosition(lon: number, lat: number): string {
  return `${formatLatitude(lat)} ${formatLongitude(lon)}`;
}

function degreesMinutes(value: number, width: number, hemisphere: string): string {
  const tenths = Math.round(Math.abs(value) * 600);
  const degrees = String(Math.floor(tenths / 600)).padStart(width, '0');
  const minutes = ((tenths % 600) / 10).toFixed(1).padStart(4, '0');
  return `${degrees}°${minutes}′${hemisphere}`;
}

/** `25/09/2026`, or `25/09/2026 12:00 (+07:00)`, for an ISO day or time as it was entered; in English as it stands. */
export function dayText(text: string, language: Language): string {
  const parts = /^(\d{4})-(\d\d)-(\d\d)(?:T([\d:]+)(.*))?$/.exec(text);
  if (!parts || language === 'en') return text;
  const [, year, month, day, clock, zone] = parts;
  return `${day}/${month}/${year}${clock === undefined ? '' : ` ${clock} (${zone === 'Z' ? 'UTC' : zone})`}`;
}

/** `14/03 08:05 (GMT+7)` for epoch ms. */
export function formatLocalTime(time: number): string {
  return `${dayAndClock(time + LOCAL_OFFSET_MS)} (GMT+7)`;
}

/** Two times as formatLocalTime, with seconds where the minute alone would not tell them apart. */
export function intervalTexts(from: number, to: number): [from: string, to: string] {
  const texts: [string, string] = [formatLocalTime(from), formatLocalTime(to)];
  if (texts[0] !== texts[1]) return texts;
  const withSeconds = (time: number): string =>
    `${dayAndClock(time + LOCAL_OFFSET_MS)}:${two(new Date(time).getUTCSeconds())} (GMT+7)`;
  return [withSeconds(from), withSeconds(to)];
}

/** `14/03 01:05 UTC` for epoch ms. */
export function formatUtcTime(time: number): string {
  return `${dayAndClock(time)} UTC`;
}

/** `14/03 08:05 (GMT+7) = 14/03 01:05 UTC`: both, so that nobody has to add seven in the head. */
export function formatTime(time: number): string {
  return `${formatLocalTime(time)} = ${formatUtcTime(time)}`;
}

function dayAndClock(shifted: number): string {
  const date = new Date(shifted);
  return `${two(date.getUTCDate())}/${two(date.getUTCMonth() + 1)} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

type Language = 'vi' | 'en';

/** A number with one decimal below ten, none above; Vietnamese writes the decimal comma. */
export function formatNumber(value: number, language: Language): string {
  const text = Math.abs(value) < 9.95 ? value.toFixed(1) : String(Math.round(value));
  return language === 'vi' ? text.replace('.', ',') : text;
}

/** `1,5 hải lý` / `1.5 nm`. */
export function formatDistance(distanceNm: number, language: Language): string {
  return `${formatNumber(distanceNm, language)} ${language === 'vi' ? 'hải lý' : 'nm'}`;
}

/** `8,2 hải lý/giờ` / `8.2 kn`. */
export function formatSpeed(speedKn: number, language: Language): string {
  return `${formatNumber(speedKn, language)} ${language === 'vi' ? 'hải lý/giờ' : 'kn'}`;
}

/** Three digits, as on a compass: `045°`. */
export function formatCourse(courseDeg: number): string {
  const whole = Math.round(courseDeg) % 360;
  return `${String(whole < 0 ? whole + 360 : whole).padStart(3, '0')}°`;
}

/** `6 giờ 05 phút` / `6 h 05 min` for hours. */
export function formatHours(hours: number, language: Language): string {
  const minutes = Math.round(hours * 60);
  const whole = Math.floor(minutes / 60);
  const rest = two(minutes % 60);
  return language === 'vi' ? `${whole} giờ ${rest} phút` : `${whole} h ${rest} min`;
}

/** `6 giờ 05 phút`, from two days on `10 ngày 5 giờ` / `10 d 5 h`, for hours. */
export function formatSpan(hours: number, language: Language): string {
  if (hours < 48) return formatHours(hours, language);
  const whole = Math.round(hours);
  const [days, rest] = [Math.floor(whole / 24), whole % 24];
  if (language === 'vi') return rest > 0 ? `${days} ngày ${rest} giờ` : `${days} ngày`;
  return rest > 0 ? `${days} d ${rest} h` : `${days} days`;
}
