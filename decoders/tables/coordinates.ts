/**
 * Angles as people and programs write them into tables: decimal degrees, degrees and minutes, degrees, minutes and seconds,
 * with signs, letters or Vietnamese words for the hemisphere, with points or commas, with or without words for which is which. Whether an angle is possible where it
 * stands is for the row to judge: 109° in the latitude column is a finding, not a fault of notation.
 */
import type { DecimalMark } from './column-map.ts';

/** What is written; `axis` where a hemisphere says which angle it is. */
export interface Angle {
  degrees: number;
  axis?: 'lat' | 'lon';
}

/** Longest text that is looked at: `108° 30' 30.1234" Kinh độ Đông` and some spaces. */
const MAX_TEXT = 60;

interface Hemisphere {
  axis: 'lat' | 'lon';
  sign: 1 | -1;
}

const north: Hemisphere = { axis: 'lat', sign: 1 };
const south: Hemisphere = { axis: 'lat', sign: -1 };
const east: Hemisphere = { axis: 'lon', sign: 1 };
const west: Hemisphere = { axis: 'lon', sign: -1 };

/** English, Vietnamese (Bắc, Nam, Đông, Tây) and Spanish (Oeste). A single N is north everywhere; Nam is only south when written out. */
const hemispheres: ReadonlyMap<string, Hemisphere> = new Map([
  ['N', north],
  ['NORTH', north],
  ['B', north],
  ['BẮC', north],
  ['BAC', north],
  ['S', south],
  ['SOUTH', south],
  ['NAM', south],
  ['E', east],
  ['EAST', east],
  ['Đ', east],
  ['ĐÔNG', east],
  ['DONG', east],
  ['W', west],
  ['WEST', west],
  ['T', west],
  ['TÂY', west],
  ['TAY', west],
  ['O', west],
]);

const DEGREE = '\\s*[°:\\-]\\s*|\\s+';
const decimalDegrees = /^(\d{1,3}(?:\.\d*)?|\.\d+)\s*°?$/;
const degreesMinutes = new RegExp(`^(\\d{1,3})(?:${DEGREE})(\\d{1,2}(?:\\.\\d*)?)\\s*[':]?$`);
const degreesMinutesSeconds = new RegExp(
  `^(\\d{1,3})(?:${DEGREE})(\\d{1,2})(?:\\s*[':\\-]\\s*|\\s+)(\\d{1,2}(?:\\.\\d*)?)\\s*["]?$`,
);
/** As NMEA writes it: the last two digits before the point are minutes, or minutes and seconds. */
const compactMinutes = /^(\d{2,3})(\d{2}(?:\.\d*)?)$/;
const compactSeconds = /^(\d{2,3})(\d{2})(\d{2}(?:\.\d*)?)$/;

/** The angle that a text says, of at most 180° to 1e-7°; undefined when it says none. */
export function parseAngle(text: string, decimal: DecimalMark = 'either'): Angle | undefined {
  if (text.length > MAX_TEXT) return undefined;
  const cut = withoutHemisphere(plainSigns(text));
  if (!cut) return undefined;
  const { rest, hemisphere } = cut;
  const signed = /^([+-]?)\s*(.*)$/.exec(rest)!;
  if (signed[1] !== '' && hemisphere) return undefined;
  const digits = withPoint(signed[2]!, decimal);
  const size = digits === undefined ? undefined : sizeOf(digits, hemisphere?.axis);
  if (size === undefined || size > 180) return undefined;
  const sign = hemisphere?.sign ?? (signed[1] === '-' ? -1 : 1);
  return { degrees: Math.round(sign * size * 1e7) / 1e7 + 0, axis: hemisphere?.axis };
}

/** Both angles of a text such as `15°30.5'N, 108°20'E` or `15.508 108.35`, as they are written; undefined when it holds no two. */
export function parseAngles(text: string, decimal: DecimalMark = 'either'): [Angle, Angle] | undefined {
  if (text.length > 2 * MAX_TEXT) return undefined;
  const named = parseNamed(text, decimal);
  if (named) return named;
  const plain = plainSigns(text.trim().replace(GEO_URI, '$1'));
  for (const cut of CUTS) {
    const found = cut.exec(plain);
    const first = found ? parseAngle(found[1]!, decimal) : undefined;
    const second = first && parseAngle(found![2]!, decimal);
    if (first && second) return [first, second];
  }
  return undefined;
}

const LATITUDE = String.raw`(?:lat(?:itude)?|vĩ\s*độ|vi\s*do)`;
const LONGITUDE = String.raw`(?:lon(?:g(?:itude)?)?|lng|kinh\s*độ|kinh\s*do)`;
const angleAfter = (name: string): string => String.raw`${name}(?!\p{L})\s*[:=]?\s*(.+?)`;
const LATITUDE_FIRST = new RegExp(String.raw`^${angleAfter(LATITUDE)}[\s,;/]*${angleAfter(LONGITUDE)}$`, 'iu');
const LONGITUDE_FIRST = new RegExp(String.raw`^${angleAfter(LONGITUDE)}[\s,;/]*${angleAfter(LATITUDE)}$`, 'iu');
/** RFC 5870, without what may follow the two angles. */
const GEO_URI = /^geo:([^;?]*).*$/i;

/** Where each angle has its name before it: `lat 16.5 lon 108.9`. A letter that says otherwise is no such place. */
function parseNamed(text: string, decimal: DecimalMark): [Angle, Angle] | undefined {
  const plain = text.normalize('NFC').trim();
  const axes = LATITUDE_FIRST.test(plain) ? (['lat', 'lon'] as const) : (['lon', 'lat'] as const);
  const parts = (axes[0] === 'lat' ? LATITUDE_FIRST : LONGITUDE_FIRST).exec(plain)?.slice(1) ?? [];
  const angles = parts.flatMap((part, n) => {
    const angle = parseAngle(part, decimal);
    return angle && (angle.axis ?? axes[n]) === axes[n] ? [{ ...angle, axis: axes[n]! }] : [];
  });
  return angles.length === 2 ? [angles[0]!, angles[1]!] : undefined;
}

/** Where the second angle may begin: after a separator, after the first one's letter, or in front of its own. */
const CUTS = [
  /^(.+?)\s*[;/|]\s*(.+)$/,
  /^(.+?)(?:,|\s-)\s+(.+)$/,
  /^([^,]+),([^,]+)$/,
  /^(\p{L}+[^\p{L}]+?)[\s,]*(\p{L}+[^\p{L}]+)$/u,
  /^(.*?\d.*?\p{L}+)[\s,]*(\d.*)$/u,
  /^([+-]?[\d.,]+°?)\s+([+-]?[\d.,]+°?)$/,
  // Degrees and minutes, or degrees, minutes and seconds, with nothing but spaces between all of them.
  /^(\d{1,3}\s+\d{1,2}(?:[.,]\d+)?)\s+(\d{1,3}\s+\d{1,2}(?:[.,]\d+)?)$/,
  /^(\d{1,3}\s+\d{1,2}\s+\d{1,2}(?:[.,]\d+)?)\s+(\d{1,3}\s+\d{1,2}\s+\d{1,2}(?:[.,]\d+)?)$/,
  // Each with its sign of degrees, and nothing but a space between them.
  /^(\d{1,3}\s*°[^°]*\d['"]?)\s+(\d{1,3}\s*°[^°]*)$/,
  // ISO 6709 in decimal degrees.
  /^([+-]\d+(?:\.\d+)?)([+-]\d+(?:\.\d+)?)\/?$/,
];

/** Primes, quotation marks and minus signs of all keyboards as those of ASCII. */
function plainSigns(text: string): string {
  return (
    text
      .normalize('NFC')
      .replace(/[º˚]/g, '°')
      .replace(/''|[″“”„]/g, '"')
      .replace(/[′‘’´`]/g, "'")
      .replace(/[−–—]/g, '-')
      .replace(/(\d)\s*[dD](?=\s*\d)/g, '$1°')
      .replace(/(\d)\s*m(?=\s*(?:\d|$|\p{Lu}))/gu, "$1'")
      .replace(/('\s*\d{1,2}(?:[.,]\d+)?)\s*s(?![\p{L}\d])/gu, '$1"')
      .replace(/vĩ độ|kinh độ/giu, ' ')
      // A letter o for the sign of degrees; O alone is west in Spanish.
      .replace(/(\d)o(?=\d|\s*\d+(?:[.,]\d+)?\s*')/g, '$1°')
      .replace(/(\d)\s*(?:độ|do)(?!\p{L})/giu, '$1°')
      .replace(/(\d)\s*(?:phút|phut)(?!\p{L})/giu, "$1'")
      .replace(/(\d)\s*(?:giây|giay)(?!\p{L})/giu, '$1"')
      .trim()
  );
}

function withoutHemisphere(text: string): { rest: string; hemisphere?: Hemisphere } | undefined {
  const before = /^(\p{L}+)\s*(?=[\d.])/u.exec(text);
  const after = /(?<=[\d.°'"\s])(\p{L}+)$/u.exec(text);
  if (before && after) return undefined;
  const word = (before ?? after)?.[1];
  if (word === undefined) return { rest: text };
  const hemisphere = hemispheres.get(word.toUpperCase());
  if (!hemisphere) return undefined;
  const rest = before ? text.slice(before[0].length) : text.slice(0, -word.length);
  return { rest: rest.trim(), hemisphere };
}

/** The text with a point where its one decimal mark stands; undefined when the mark is not the agreed one or not alone. */
function withPoint(text: string, decimal: DecimalMark): string | undefined {
  const commas = text.split(',').length - 1;
  if (commas === 0) return decimal === 'comma' && text.includes('.') ? undefined : text;
  return commas > 1 || text.includes('.') || decimal === 'point' ? undefined : text.replace(',', '.');
}

function sizeOf(text: string, axis: 'lat' | 'lon' | undefined): number | undefined {
  const plain = decimalDegrees.exec(text);
  if (plain) return Number(plain[1]);
  const parts = degreesMinutesSeconds.exec(text) ?? degreesMinutes.exec(text) ?? compact(text, axis);
  if (!parts) return undefined;
  const minutes = Number(parts[2]);
  const seconds = Number(parts[3] ?? 0);
  return minutes >= 60 || seconds >= 60 ? undefined : Number(parts[1]) + minutes / 60 + seconds / 3600;
}

/** Without a letter `1530.5` could be anything. */
function compact(text: string, axis: 'lat' | 'lon' | undefined): RegExpExecArray | null {
  if (!axis) return null;
  const degreeDigits = axis === 'lat' ? 2 : 3;
  const digits = text.split('.')[0]!.length;
  if (digits === degreeDigits + 2) return compactMinutes.exec(text);
  return digits === degreeDigits + 4 ? compactSeconds.exec(text) : null;
}
