/** Do holes lie in their outline, and parts beside one another? */
import { normalLon } from '../../geometry/ellipsoid.ts';
import type { Position, ZoneDraft } from '../draft.ts';
import { type Place, placeAt, placeText, zoneFinding } from '../finding.ts';
import { cutHoles, mergeParts } from '../repairs.ts';
import { type Meeting, meetingsOf } from '../shapes/crossings.ts';
import { drawnPolygons, onEarth } from '../shapes/drawn.ts';
import { containersOf } from '../shapes/nesting.ts';
import { interiorPoint } from '../shapes/ring.ts';
import { areaText, counted } from '../words.ts';
import { edgeKindOf } from './attributes.ts';
import { tooTangled } from './crossing.ts';
import { areaOf } from './outline.ts';
import { ringPlace } from './position.ts';
import type { Stage } from './stage.ts';

export function checkHoles(draft: ZoneDraft): Stage {
  const { shape } = draft;
  if (shape.type !== 'areas') return { findings: [], draft };
  const places: Place[] = [];
  for (const [part, rings] of drawnPolygons(shape.polygons, edgeKindOf(draft.attributes)).entries()) {
    const bad = badHoles(rings);
    if (!bad) return tooTangled(draft, rings[0]![0]!);
    places.push(...bad.map(({ hole, at }) => placeAt(onEarth(at), ringPlace(shape.polygons.length, part, hole))));
  }
  if (places.length === 0) return { findings: [], draft };
  const mended = cutHoles(draft);
  const [before, after] = [areaOf(draft), areaOf(mended)];
  const finding = zoneFinding(draft, 'hole-outside', 'error', {
    vi: `${places.length} lỗ nằm ngoài, cắt ra ngoài đường bao hoặc chồng lên lỗ khác, đầu tiên: ${placeText(places[0], 'vi')}.`,
    en: `${counted(places.length, 'hole lies', 'holes lie')} outside, across the outline or over another hole, the first: ${placeText(places[0], 'en')}.`,
    places,
    ...(mended !== draft && {
      repair: {
        vi: `Chỉ trừ phần lỗ nằm trong đường bao: diện tích từ ${areaText(before, 'vi')} thành ${areaText(after, 'vi')}.`,
        en: `Takes out only what lies inside the outline: the area goes from ${areaText(before, 'en')} to ${areaText(after, 'en')}.`,
        apply: cutHoles,
      },
    }),
  });
  return { findings: [finding], draft: mended };
}

/**
 * Holes with a place that shows the fault. A hole may touch its outline or another hole in single points.
 * Undefined: there are too many of them to tell.
 */
function badHoles(rings: Position[][]): { hole: number; at: Position }[] | undefined {
  if (rings.length < 2) return [];
  const crossings = crossingsBetween(rings);
  const containers = containersOf(rings);
  if (!crossings || !containers) return undefined;
  const crossing = new Map<number, Position>();
  for (const { a, b, position } of crossings) {
    const hole = Math.max(a.chain, b.chain);
    if (!crossing.has(hole)) crossing.set(hole, position);
  }
  return rings.flatMap((ring, hole) => {
    if (hole === 0) return [];
    const inside = containers[hole]!;
    const isWell = inside.length === 1 && inside[0] === 0 && !crossing.has(hole);
    return isWell ? [] : [{ hole, at: crossing.get(hole) ?? interiorPoint(ring) ?? ring[0]! }];
  });
}

export function checkParts(draft: ZoneDraft): Stage {
  const { shape } = draft;
  if (shape.type !== 'areas' || shape.polygons.length < 2) return { findings: [], draft };
  const places = overlaps(drawnPolygons(shape.polygons, edgeKindOf(draft.attributes)));
  if (!places) return tooTangled(draft, shape.polygons[0]![0]![0]!);
  if (places.length === 0) return { findings: [], draft };
  const mended = mergeParts(draft);
  const parts = mended.shape.type === 'areas' ? mended.shape.polygons.length : 0;
  const [before, after] = [areaOf(draft), areaOf(mended)];
  const finding = zoneFinding(draft, 'parts-overlap', 'warning', {
    vi: `các phần của vùng chồng lên nhau hoặc chung cạnh, đầu tiên ở ${placeText(places[0], 'vi')}.`,
    en: `parts of the zone overlap or share an edge, the first time at ${placeText(places[0], 'en')}.`,
    places,
    ...(mended !== draft && {
      repair: {
        vi: `Gộp ${shape.polygons.length} phần thành ${parts}: tổng diện tích từ ${areaText(before, 'vi')} thành ${areaText(after, 'vi')}.`,
        en: `Joins ${shape.polygons.length} parts to ${parts}: the sum of areas goes from ${areaText(before, 'en')} to ${areaText(after, 'en')}.`,
        apply: mergeParts,
      },
    }),
  });
  return { findings: [finding], draft: mended };
}

function overlaps(polygons: Position[][][]): Place[] | undefined {
  const partOf = polygons.flatMap((rings, part) => rings.map(() => part));
  const isHole = polygons.flatMap((rings) => rings.map((_, i) => i > 0));
  const rings = polygons.flat();
  const crossings = crossingsBetween(rings);
  const containers = containersOf(rings);
  if (!crossings || !containers) return undefined;
  const places = crossings
    .filter(
      ({ kind, a, b, position: [lon] }) => partOf[a.chain] !== partOf[b.chain] && !(kind === 'overlap' && isCut(lon)),
    )
    .map(({ a, position }) => placeAt(onEarth(position), { part: partOf[a.chain]! + 1 }));
  if (places.length > 0) return places;
  return containers.flatMap((around, i) => {
    if (isHole[i]) return [];
    // An island in the hole of another part is in two of its rings.
    const others = around.filter((j) => partOf[j] !== partOf[i]).length;
    const at = others % 2 === 1 ? interiorPoint(rings[i]!) : undefined;
    return at ? [placeAt(onEarth(at), { part: partOf[i]! + 1 })] : [];
  });
}

/** RFC 7946 §3.1.9: a shape across the antimeridian is cut there, so that its parts share that edge. */
function isCut(lon: number): boolean {
  return Math.abs(normalLon(lon)) === 180;
}

function crossingsBetween(rings: readonly Position[][]): Meeting[] | undefined {
  const { found, complete } = meetingsOf(rings);
  return complete ? found.filter(({ kind, a, b }) => kind !== 'touch' && a.chain !== b.chain) : undefined;
}
