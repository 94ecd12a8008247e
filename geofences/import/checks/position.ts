/** Are the numbers places, and in the right order? */
import { openRing, type Position, positionsOf, type ZoneDraft } from '../draft.ts';
import { type Place, placeAt, placeText, zoneFinding } from '../finding.ts';
import { swapPositions, unsigned, unsignPositions } from '../repairs.ts';
import { counted } from '../words.ts';
import type { Stage } from './stage.ts';

/** The sea that Vietnamese fishing vessels sail, generously: degrees. No latitude in it can be taken for a longitude. */
const REGION = { west: 100, south: 4, east: 120, north: 24 } as const;

function isInRegion([lon, lat]: Position): boolean {
  return lon >= REGION.west && lon <= REGION.east && lat >= REGION.south && lat <= REGION.north;
}

/** No place of the region is in it the other way round too. */
function isSwapped([lon, lat]: Position): boolean {
  return isInRegion([lat, lon]);
}

/** Proposed where the place says so, never done by itself. */
export function checkOrder(draft: ZoneDraft): Stage {
  const places = placesWhere(draft, isSwapped);
  if (places.length === 0) return { findings: [], draft };
  const all = countOf(draft);
  const first = places[0]!;
  const right = placeAt([first.lat!, first.lon!]).text!;
  const apply = (one: ZoneDraft): ZoneDraft => swapPositions(one, isSwapped);
  const finding = zoneFinding(draft, 'swapped-lat-lon', 'error', {
    vi: `kinh độ và vĩ độ bị đảo ở ${places.length}/${all} đỉnh: ${placeText(first, 'vi')} không ở vùng biển Việt Nam, đảo lại thì ở ${right}.`,
    en: `longitude and latitude are swapped at ${places.length} of ${counted(all, 'vertex', 'vertices')}: ${placeText(first, 'en')} is not in the Vietnamese sea region; the other way round it is at ${right}.`,
    places,
    repair: {
      vi: `Đảo lại kinh độ và vĩ độ của ${places.length} đỉnh.`,
      en: `Swaps longitude and latitude of ${counted(places.length, 'vertex', 'vertices')}.`,
      apply,
    },
  });
  return { findings: [finding], draft: apply(draft) };
}

export function isPossible([lon, lat]: Position): boolean {
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180;
}

export function checkPossible(draft: ZoneDraft): Stage {
  const places = placesWhere(draft, (position) => !isPossible(position));
  if (places.length === 0) return { findings: [], draft };
  const finding = zoneFinding(draft, 'position-impossible', 'error', {
    vi: `${places.length} đỉnh không phải là nơi nào trên trái đất, đầu tiên là ${placeText(places[0], 'vi')}: kinh độ từ −180 đến 180 đứng trước, vĩ độ từ −90 đến 90 đứng sau.`,
    en: `${counted(places.length, 'vertex is', 'vertices are')} no place on earth, the first is ${placeText(places[0], 'en')}: longitude, −180 to 180, comes first, then latitude, −90 to 90.`,
    places,
  });
  return { findings: [finding], draft };
}

/** A vertex far from all the seas that we watch is a misprint, or the zone is of another country. */
export function checkRegion(draft: ZoneDraft): Stage {
  const places = placesWhere(draft, (position) => !isInRegion(position));
  if (places.length === 0) return { findings: [], draft };
  const all = countOf(draft);
  const isWhole = places.length === all;
  const where = {
    vi: `${isWhole ? 'toàn bộ vùng' : `${places.length}/${all} đỉnh`} nằm ngoài vùng biển Việt Nam (100–120°E, 4–24°N), đầu tiên là ${placeText(places[0], 'vi')}`,
    en: `${isWhole ? 'all of it lies' : `${places.length} of ${all} vertices lie`} outside the Vietnamese sea region (100–120° E, 4–24° N), the first is ${placeText(places[0], 'en')}`,
  };
  const first = places[0]!;
  if (placesWhere(draft, isMirrored).length < places.length) {
    const finding = zoneFinding(draft, 'outside-region', isWhole ? 'error' : 'warning', {
      vi: `${where.vi}. Kiểm tra số và hệ tọa độ trong tệp gốc.`,
      en: `${where.en}. Check the numbers and their system in the original file.`,
      places,
    });
    return { findings: [finding], draft };
  }
  const right = placeAt(unsigned([first.lon!, first.lat!])).text!;
  const apply = (one: ZoneDraft): ZoneDraft => unsignPositions(one, isMirrored);
  const finding = zoneFinding(draft, 'outside-region', isWhole ? 'error' : 'warning', {
    vi: `${where.vi}; bỏ dấu âm thì ở ${right}.`,
    en: `${where.en}; without its minus sign it is at ${right}.`,
    places,
    repair: {
      vi: `Bỏ dấu âm của ${places.length} đỉnh: kinh độ Đông, vĩ độ Bắc.`,
      en: `Takes the minus signs off ${counted(places.length, 'vertex', 'vertices')}: longitude east, latitude north.`,
      apply,
    },
  });
  return { findings: [finding], draft: apply(draft) };
}

/** Sent with the sign of the western or southern half of the earth. */
function isMirrored(position: Position): boolean {
  return !isInRegion(position) && isInRegion(unsigned(position));
}

/** The places of all vertices for which something holds. The repetition that closes a ring is no vertex of its own. */
function placesWhere({ shape }: ZoneDraft, holds: (position: Position) => boolean): Place[] {
  const places: Place[] = [];
  const look = (positions: readonly Position[], more: Partial<Place>): void => {
    positions.forEach((position, i) => {
      if (holds(position)) places.push(placeAt(position, { ...more, vertex: i + 1 }));
    });
  };
  if (shape.type !== 'areas') look([...positionsOf(shape)], {});
  else {
    shape.polygons.forEach((rings, part) => {
      rings.forEach((ring, i) => {
        look(openRing(ring), ringPlace(shape.polygons.length, part, i));
      });
    });
  }
  return places;
}

/** Names the part only where there are several. */
export function ringPlace(parts: number, part: number, ring: number): Partial<Place> {
  return parts > 1 ? { part: part + 1, ring } : { ring };
}

function countOf({ shape }: ZoneDraft): number {
  if (shape.type !== 'areas') return [...positionsOf(shape)].length;
  return shape.polygons.flat().reduce((sum, ring) => sum + openRing(ring).length, 0);
}
