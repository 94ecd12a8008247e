/** Is there an outline at all, and is each ring closed, without doubled vertices, spikes and scraps? */
import { METRES_PER_NM, quickDistanceM } from '../../geometry/ellipsoid.ts';
import { formatDistance } from '../../position-text.ts';
import { type DraftShape, isClosed, type Position, type ZoneDraft } from '../draft.ts';
import { type Place, placeAt, placeText, zoneFinding } from '../finding.ts';
import { closeRings, dropDuplicates, dropSpikes, dropTinyRings, pointsToArea } from '../repairs.ts';
import { areaKm2 } from '../shapes/area.ts';
import { distinctPlaces, type Mended, withoutDuplicates, withoutSpikes } from '../shapes/outline.ts';
import { areaText, counted } from '../words.ts';
import { edgeKindOf } from './attributes.ts';
import { ringPlace } from './position.ts';
import type { Stage } from './stage.ts';

export function checkPresence(draft: ZoneDraft): Stage {
  const { shape } = draft;
  if (shape.type === 'empty') {
    const finding = zoneFinding(draft, 'empty', 'error', {
      vi: 'không có hình nào. Kiểm tra lại lớp dữ liệu khi xuất tệp.',
      en: 'it has no shape. Check the layer when exporting the file.',
    });
    return { findings: [finding], draft };
  }
  if (shape.type !== 'points') return { findings: [], draft };
  return checkPoints(draft, shape.positions);
}

function checkPoints(draft: ZoneDraft, positions: Position[]): Stage {
  const isEnough = distinctPlaces(positions) >= 3;
  const mended = isEnough ? pointsToArea(draft) : draft;
  const area = areaKm2([[positions]], edgeKindOf(draft.attributes));
  const finding = zoneFinding(draft, 'points-only', 'error', {
    vi: `chỉ có ${positions.length} điểm rời, không có đường bao, đầu tiên ở ${placeText(placeAt(positions[0]!), 'vi')}.`,
    en: `there are ${counted(positions.length, 'single point', 'single points')} and no outline, the first at ${placeText(placeAt(positions[0]!), 'en')}.`,
    places: positions.map((position, i) => placeAt(position, { vertex: i + 1 })),
    ...(isEnough && {
      repair: {
        vi: `Nối ${positions.length} điểm theo thứ tự thành một vùng ${areaText(area, 'vi')}.`,
        en: `Joins the ${positions.length} points in their order to an area of ${areaText(area, 'en')}.`,
        apply: pointsToArea,
      },
    }),
  });
  return { findings: [finding], draft: mended };
}

export function checkClosed(draft: ZoneDraft): Stage {
  const open = [...ringsOf(draft.shape)].filter(({ ring }) => ring.length > 1 && !isClosed(ring));
  if (open.length === 0) return { findings: [], draft };
  const places = open.map(({ ring, place }) => placeAt(ring[ring.length - 1]!, { ...place, vertex: ring.length }));
  const { ring } = open[0]!;
  const gapNm = quickDistanceM(...ring[ring.length - 1]!, ...ring[0]!) / METRES_PER_NM;
  const finding = zoneFinding(draft, 'unclosed-ring', 'error', {
    vi: `đường bao chưa khép kín (${open.length} vòng): điểm cuối, ${placeText(places[0], 'vi')}, cách điểm đầu ${formatDistance(gapNm, 'vi')}.`,
    en: `the outline is not closed (${counted(open.length, 'ring', 'rings')}): its end, ${placeText(places[0], 'en')}, is ${formatDistance(gapNm, 'en')} from its beginning.`,
    places,
    repair: {
      vi: `Nối điểm cuối với điểm đầu: thêm ${open.length} cạnh, cạnh đầu dài ${formatDistance(gapNm, 'vi')}.`,
      en: `Joins the end to the beginning: ${counted(open.length, 'edge', 'edges')} added, the first ${formatDistance(gapNm, 'en')} long.`,
      apply: closeRings,
    },
  });
  return { findings: [finding], draft: closeRings(draft) };
}

export function checkDuplicates(draft: ZoneDraft): Stage {
  const places = removedPlaces(draft, (positions, isRing) => withoutDuplicates(positions, isRing));
  if (places.length === 0) return { findings: [], draft };
  const finding = zoneFinding(draft, 'duplicate-vertices', 'warning', {
    vi: `${places.length} đỉnh lặp lại đỉnh ngay trước (cách dưới 0,1 m), đầu tiên là ${placeText(places[0], 'vi')}.`,
    en: `${counted(places.length, 'vertex repeats', 'vertices repeat')} the one before (less than 0.1 m away), the first is ${placeText(places[0], 'en')}.`,
    places,
    repair: {
      vi: `Bỏ ${places.length} đỉnh lặp; hình không đổi.`,
      en: `Takes out ${counted(places.length, 'doubled vertex', 'doubled vertices')}; the shape stays.`,
      apply: dropDuplicates,
    },
  });
  return { findings: [finding], draft: dropDuplicates(draft) };
}

export function checkSpikes(draft: ZoneDraft): Stage {
  if (draft.shape.type !== 'areas') return { findings: [], draft };
  const places = removedPlaces(draft, (positions) => spikesOf(positions));
  if (places.length === 0) return { findings: [], draft };
  const mended = dropSpikes(draft);
  const [before, after] = [areaOf(draft), areaOf(mended)];
  const finding = zoneFinding(draft, 'spike', 'warning', {
    vi: `đường bao có ${places.length} gai nhọn (đi ra rồi quay lại gần như cùng đường), đầu tiên là ${placeText(places[0], 'vi')}.`,
    en: `the outline has ${counted(places.length, 'spike', 'spikes')} (out and back almost the same way), the first is ${placeText(places[0], 'en')}.`,
    places,
    repair: {
      vi: `Bỏ ${places.length} đỉnh của gai: diện tích từ ${areaText(before, 'vi')} thành ${areaText(after, 'vi')}.`,
      en: `Takes out ${counted(places.length, 'vertex', 'vertices')}: the area goes from ${areaText(before, 'en')} to ${areaText(after, 'en')}.`,
      apply: dropSpikes,
    },
  });
  return { findings: [finding], draft: mended };
}

/** A ring that is spikes only is no ring with spikes: it encloses nothing, which is said elsewhere. */
function spikesOf(ring: Position[]): Mended {
  const mended = withoutSpikes(ring);
  return mended.positions.length < 4 ? { positions: ring, removed: [] } : mended;
}

export function checkEnough(draft: ZoneDraft): Stage {
  const { shape } = draft;
  if (shape.type === 'line') return checkLine(draft, shape.positions);
  const tiny = [...ringsOf(shape)].filter(({ ring }) => distinctPlaces(ring) < 3);
  if (tiny.length === 0) return { findings: [], draft };
  const mended = dropTinyRings(draft);
  const places = tiny.map(({ ring, place }) => placeAt(ring[0]!, place));
  const finding = zoneFinding(draft, 'too-few-vertices', 'error', {
    vi: `${tiny.length} vòng có ít hơn 3 đỉnh khác nhau nên không bao quanh gì, đầu tiên ở ${placeText(places[0], 'vi')}.`,
    en: `${counted(tiny.length, 'ring has', 'rings have')} fewer than 3 different vertices and enclose nothing, the first at ${placeText(places[0], 'en')}.`,
    places,
    ...(mended !== draft && {
      repair: {
        vi: `Bỏ ${tiny.length} vòng; diện tích không đổi.`,
        en: `Takes out ${counted(tiny.length, 'ring', 'rings')}; the area stays.`,
        apply: dropTinyRings,
      },
    }),
  });
  return { findings: [finding], draft: mended };
}

function checkLine(draft: ZoneDraft, positions: Position[]): Stage {
  if (distinctPlaces(positions) >= 2) return { findings: [], draft };
  const place = placeAt(positions[0]!);
  const finding = zoneFinding(draft, 'too-few-vertices', 'error', {
    vi: `đường có ít hơn 2 đỉnh khác nhau, ở ${placeText(place, 'vi')}.`,
    en: `the line has fewer than 2 different vertices, at ${placeText(place, 'en')}.`,
    places: [place],
  });
  return { findings: [finding], draft };
}

function removedPlaces(draft: ZoneDraft, mend: (positions: Position[], isRing: boolean) => Mended): Place[] {
  const { shape } = draft;
  if (shape.type === 'line') {
    const { removed } = mend(shape.positions, false);
    return removed.map((i) => placeAt(shape.positions[i]!, { vertex: i + 1 }));
  }
  return [...ringsOf(shape)].flatMap(({ ring, place }) =>
    mend(ring, true).removed.map((i) => placeAt(ring[i]!, { ...place, vertex: i + 1 })),
  );
}

export function* ringsOf(shape: DraftShape): Generator<{ ring: Position[]; place: Partial<Place> }> {
  if (shape.type !== 'areas') return;
  for (const [part, rings] of shape.polygons.entries()) {
    for (const [i, ring] of rings.entries()) yield { ring, place: ringPlace(shape.polygons.length, part, i) };
  }
}

/** 0 for what is no area. */
export function areaOf({ shape, attributes }: ZoneDraft): number {
  return shape.type === 'areas' ? areaKm2(shape.polygons, edgeKindOf(attributes)) : 0;
}
