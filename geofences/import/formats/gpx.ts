/** GPX 1.0/1.1 → drafts: a track or route is a line, or an area when it comes back to where it began. WGS 84 by the standard. */
import { quickDistanceM } from '../../geometry/ellipsoid.ts';
import { type AttributeName, type Attributes, type Position, samePosition } from '../draft.ts';
import { placeText } from '../finding.ts';
import type { Reading } from '../reading.ts';
import { childText, descendants, type XmlElement } from '../xml-tree.ts';

const TOP: ReadonlySet<string> = new Set(['trk', 'rte', 'wpt']);
const POINTS: ReadonlySet<string> = new Set(['trkpt', 'rtept']);
/** A way that ends this near its beginning went round something: a receiver's error and the way round a buoy. */
const CLOSES_WITHIN_M = 200;
/** … and is at least so many times longer than the gap: a short way out to a buoy did not. */
const CLOSES_SHARE = 10;
/** A line walked round has at least these corners. */
const LEAST_CORNERS = 3;

export function readGpx(root: XmlElement, reading: Reading): void {
  for (const element of descendants(root, TOP)) {
    const attributes = namesOf(element);
    if (element.name === 'wpt') {
      reading.addPoints(positionOf(element, reading), attributes);
      continue;
    }
    const positions = [...descendants(element, POINTS)].flatMap((point) => positionOf(point, reading));
    if (isRound(positions)) reading.addAreas([[closed(positions)]], attributes);
    else reading.addLines([positions], attributes);
  }
}

function namesOf(element: XmlElement): Attributes {
  const attributes: Attributes = {};
  const names: [AttributeName, string][] = [
    ['name', 'name'],
    ['source', 'src'],
  ];
  for (const [name, tag] of names) {
    const text = childText(element, tag)?.slice(0, 2_000);
    if (text !== undefined) attributes[name] = text;
  }
  return attributes;
}

function positionOf(point: XmlElement, reading: Reading): Position[] {
  const [lon, lat] = [Number(point.attributes.lon || Number.NaN), Number(point.attributes.lat || Number.NaN)];
  if (Number.isFinite(lon) && Number.isFinite(lat)) return [reading.keep([lon, lat])];
  reading.count('position-unreadable', '', 'error', { line: point.line }, (count, first) => ({
    vi: `${count} điểm không có lat, lon đọc được, đầu tiên ở ${placeText(first, 'vi')}; đã bỏ qua.`,
    en: `${count} points have no readable lat and lon, the first at ${placeText(first, 'en')}; left out.`,
  }));
  return [];
}

function isRound(positions: Position[]): boolean {
  const [first, last] = [positions[0], positions[positions.length - 1]];
  if (!first || !last || positions.length <= LEAST_CORNERS) return false;
  const gapM = quickDistanceM(...first, ...last);
  if (!(gapM <= CLOSES_WITHIN_M)) return false;
  let wayM = 0;
  for (let i = 1; i < positions.length; i++) wayM += quickDistanceM(...positions[i - 1]!, ...positions[i]!);
  return wayM >= gapM * CLOSES_SHARE;
}

/** A recorded way never ends exactly where it began: closing it is no repair. */
function closed(positions: Position[]): Position[] {
  return samePosition(positions[0]!, positions[positions.length - 1]!) ? positions : [...positions, positions[0]!];
}
