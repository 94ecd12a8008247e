/**
 * A position as people write it: `15-30.5N 109-12.3E`, `15 30.5N, 109 12.3E`, `15°30'30"N 109°12'18"E`, `15.508 109.205`,
 * `N15 30.5 E109 12.3`, `VĐ 15 30 KĐ 109 12`. Pure.
 */

interface Place {
  lon: number;
  lat: number;
}

/** Where a boat from here can be: well around the South China Sea. Anything else is a slip of the finger, or for the duty officer. */
const waters = { west: 90, south: -15, east: 145, north: 40 };

export function isInWaters({ lon, lat }: Place): boolean {
  return lon >= waters.west && lon <= waters.east && lat >= waters.south && lat <= waters.north;
}

/** What cannot be told from a text; said to whoever wrote it. */
type PlaceProblem = 'no-position' | 'out-of-range';

const degreesMax = { lat: 90, lon: 180 };

/** @param text at most a few hundred characters; anything around the position is ignored */
export function readPlace(text: string): Place | PlaceProblem {
  const tidy = text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/đ/gi, 'd')
    .toUpperCase()
    .replace(/(\d),(\d)/g, '$1.$2')
    .slice(0, 400);
  return readWithHemispheres(tidy) ?? readDecimals(tidy) ?? 'no-position';
}

/** Degrees, then minutes and seconds if there are any. */
const angle = String.raw`(\d{1,3}(?:\.\d+)?)(?:[\s°*:D-]+(\d{1,2}(?:\.\d+)?))?(?:[\s'′’:-]+(\d{1,2}(?:\.\d+)?))?\s*["”″'′’]*`;
const after = new RegExp(String.raw`${angle}\s*(N|S|B)\b[\s,;/]*${angle}\s*(E|W|D|T)\b`);
const before = new RegExp(String.raw`\b(N|S|B|VD)\s*${angle}[\s,;/]*\b(E|W|D|T|KD)\s*${angle}`);

/** N, S, E, W, or in Vietnamese Bắc, Nam (S in writing: “N” is north), Đông, Tây; VĐ and KĐ before their numbers. */
function readWithHemispheres(text: string): Place | PlaceProblem | undefined {
  const behind = after.exec(text);
  if (behind)
    return placeOf(angleOf(behind, 1), behind[4] === 'S' ? -1 : 1, angleOf(behind, 5), isWest(behind[8]) ? -1 : 1);
  const ahead = before.exec(text);
  if (!ahead) return undefined;
  return placeOf(angleOf(ahead, 2), ahead[1] === 'S' ? -1 : 1, angleOf(ahead, 6), isWest(ahead[5]) ? -1 : 1);
}

function isWest(letter: string | undefined): boolean {
  return letter === 'W' || letter === 'T';
}

/** `15.508, 109.205`: latitude first, as everybody here writes it; the other way round when only that is possible. */
function readDecimals(text: string): Place | PlaceProblem | undefined {
  const pair = /(-?\d{1,3}\.\d{2,})[\s,;/]+(-?\d{1,3}\.\d{2,})/.exec(text);
  if (!pair) return undefined;
  const [first, second] = [Number(pair[1]), Number(pair[2])];
  const isSwapped = Math.abs(first) > degreesMax.lat && Math.abs(second) <= degreesMax.lat;
  const [lat, lon] = isSwapped ? [second, first] : [first, second];
  return placeOf(Math.abs(lat), Math.sign(lat) || 1, Math.abs(lon), Math.sign(lon) || 1);
}

function angleOf(match: RegExpExecArray, at: number): number {
  const [degrees, minutes, seconds] = [match[at], match[at + 1], match[at + 2]].map((part) => Number(part ?? 0));
  if (minutes! >= 60 || seconds! >= 60) return Number.NaN;
  return degrees! + minutes! / 60 + seconds! / 3600;
}

function placeOf(lat: number, north: number, lon: number, east: number): Place | PlaceProblem {
  // NaN is in no range.
  if (!(lat <= degreesMax.lat && lon <= degreesMax.lon)) return 'out-of-range';
  return { lat: lat * north, lon: lon * east };
}
