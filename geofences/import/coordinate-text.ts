/** A longitude or latitude as people write it: decimal degrees, degrees and minutes, or with seconds; point or comma. */

export interface Angle {
  /** Signed degrees. */
  degrees: number;
  /** What its letter says it is; absent without a letter. */
  axis?: 'lon' | 'lat';
  /** A single `N`: north in English, *Nam* (south) in Vietnamese. Taken as north here. */
  bareN?: true;
  /** A letter that only Vietnamese uses: B (Bắc), Đ (Đông). */
  vietnamese?: true;
}

interface Hemisphere {
  axis: 'lon' | 'lat';
  sign: 1 | -1;
}

const NORTH: Hemisphere = { axis: 'lat', sign: 1 };
const SOUTH: Hemisphere = { axis: 'lat', sign: -1 };
const EAST: Hemisphere = { axis: 'lon', sign: 1 };
const WEST: Hemisphere = { axis: 'lon', sign: -1 };
const HEMISPHERES: Readonly<Record<string, Hemisphere>> = {
  n: NORTH,
  north: NORTH,
  b: NORTH,
  bắc: NORTH,
  'vĩ độ bắc': NORTH,
  s: SOUTH,
  south: SOUTH,
  nam: SOUTH,
  'vĩ độ nam': SOUTH,
  e: EAST,
  east: EAST,
  đ: EAST,
  đông: EAST,
  'kinh độ đông': EAST,
  w: WEST,
  west: WEST,
  t: WEST,
  tây: WEST,
  'kinh độ tây': WEST,
};
const LETTERS = /^(?<before>\p{L}[\p{L}\s]*)?(?<number>[^\p{L}]+?)(?<after>\p{L}[\p{L}\s]*)?$/u;
/** Marks of degrees, minutes and seconds, in any of their typewritten forms. */
const MARKS = /độ|phút|giây|deg|min|sec|[°º˚*'′’‘`´"″”“:]/gu;
const MAX_CHARACTERS = 40;
/** `15 độ 28 phút 18,12 giây Bắc, 108 độ 41 phút 00 giây Đông` has 57. */
const MAX_PAIR_CHARACTERS = 80;

/** `15.4717`, `15,4717`, `15°28.3′N`, `15 28 18 N`, `N15-28,3`, `108°41'00"Đ`, `15 độ 28 phút Bắc`. Undefined: not readable. */
export function angleOf(text: string): Angle | undefined {
  const plain = text.normalize('NFC').trim().toLowerCase();
  if (plain === '' || plain.length > MAX_CHARACTERS) return undefined;
  const parts = LETTERS.exec(plain.replace(MARKS, ' ').trim())?.groups;
  if (!parts) return undefined;
  const letters = [parts.before, parts.after].map((part) => part?.trim().replace(/\s+/g, ' ')).filter(Boolean);
  if (letters.length > 1) return undefined;
  const degrees = sexagesimal(parts.number!.trim());
  if (degrees === undefined) return undefined;
  const letter = letters[0];
  if (letter === undefined) return { degrees };
  const hemisphere = Object.hasOwn(HEMISPHERES, letter) ? HEMISPHERES[letter]! : undefined;
  if (!hemisphere || degrees < 0) return undefined;
  const angle: Angle = { degrees: degrees * hemisphere.sign, axis: hemisphere.axis };
  if (letter === 'n') angle.bareN = true;
  if (letter === 'b' || letter === 'đ') angle.vietnamese = true;
  return angle;
}

/** One to three numbers; only the last may have a fraction, minutes and seconds are below 60. */
function sexagesimal(text: string): number | undefined {
  const sign = text.startsWith('-') || text.startsWith('−') ? -1 : 1;
  const numbers = text.replace(/^[-−+]\s*/, '').split(/\s*-\s*|\s+/);
  if (numbers.length > 3) return undefined;
  let degrees = 0;
  for (const [i, number] of numbers.entries()) {
    const isLast = i === numbers.length - 1;
    if (!(isLast ? /^\d+(?:[.,]\d+)?$/ : /^\d+$/).test(number)) return undefined;
    const value = Number(number.replace(',', '.'));
    if (i > 0 && value >= 60) return undefined;
    degrees += value / 60 ** i;
  }
  return sign * degrees;
}

/** A number of a table: decimal point or comma, no thousands. NaN: none. */
export function decimalOf(text: string): number {
  const plain = text.trim();
  return /^[-+]?\d+(?:[.,]\d+)?(?:e[-+]?\d+)?$/i.test(plain) ? Number(plain.replace(',', '.')) : Number.NaN;
}

/** Both of a pair in one cell (`15°28.3′N 108°41.0′E`, `15.47; 108.68`), in the order in which they stand. */
export function anglePairOf(text: string): [Angle, Angle] | undefined {
  const plain = text.normalize('NFC').trim();
  if (plain.length > MAX_PAIR_CHARACTERS) return undefined;
  for (const between of PAIRS) {
    const cut = between.exec(plain);
    const [first, second] = cut ? [angleOf(cut[1]!), angleOf(cut[2]!)] : [];
    if (first && second) return [first, second];
  }
  return undefined;
}

/** Where a pair is cut. A comma between bare numbers cuts only when it cannot be a decimal comma. */
const PAIRS: readonly RegExp[] = [
  /^(.*\d.*?[\p{L}°'′’"″])[\s,;–/-]+(.*\d.*)$/u,
  /^(\p{L}[^\p{L}]*\d[^\p{L}]*?)[\s,;]+(\p{L}.*)$/u,
  /^(.*\d.*?)\s*;\s*(.*)$/,
  /^([-+\d.,]+?),?\s+([-+\d.,]+)$/,
  /^([-+]?\d+\.\d+),([-+]?\d+\.\d+)$/,
];
