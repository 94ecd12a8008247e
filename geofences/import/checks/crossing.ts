/** Does an outline cross or touch itself? Every place is named; a crossed outline has no inside that all would agree on. */
import type { Position, ZoneDraft } from '../draft.ts';
import { type FindingCode, type Place, placeAt, placeText, type Severity, zoneFinding } from '../finding.ts';
import { untangle } from '../repairs.ts';
import { type Meeting, meetingsOf } from '../shapes/crossings.ts';
import { type DrawnRing, drawnRing, onEarth } from '../shapes/drawn.ts';
import { areaText, counted } from '../words.ts';
import { edgeKindOf } from './attributes.ts';
import { areaOf, ringsOf } from './outline.ts';
import type { Stage } from './stage.ts';

/** A place where the outline meets itself, with the vertices before it on both ways through. */
interface Knot {
  place: Place;
  vertices: [number, number];
  isCrossing: boolean;
}

export function checkCrossings(draft: ZoneDraft): Stage {
  const { shape } = draft;
  if (shape.type === 'line') return checkLine(draft, shape.positions);
  const kind = edgeKindOf(draft.attributes);
  const knots: Knot[] = [];
  for (const { ring, place } of ringsOf(shape)) {
    const drawn = drawnRing(ring, kind);
    const meetings = meetingsOf([drawn.positions]);
    if (!meetings.complete) return tooTangled(draft, ring[0]!);
    knots.push(...knotsOf(meetings.found, drawn, place));
  }
  if (knots.length === 0) return { findings: [], draft };
  const mended = untangle(draft);
  const crossings = knots.filter(({ isCrossing }) => isCrossing);
  // An outline that goes there and the same way back encloses nothing, which is said of its size.
  if (crossings.length === 0 && mended === draft) return { findings: [], draft };
  return crossings.length > 0
    ? { findings: [crossed(draft, mended, crossings)], draft: mended }
    : { findings: [touched(draft, mended, knots)], draft: mended };
}

function crossed(draft: ZoneDraft, mended: ZoneDraft, knots: Knot[]) {
  const { vi, en } = firstKnot(knots[0]!);
  return knotFinding(draft, mended, knots, 'self-crossing', 'error', {
    vi: `đường bao tự cắt tại ${knots.length} điểm, đầu tiên ở ${vi}.`,
    en: `the outline crosses itself at ${counted(knots.length, 'place', 'places')}, the first at ${en}.`,
  });
}

function touched(draft: ZoneDraft, mended: ZoneDraft, knots: Knot[]) {
  const { vi, en } = firstKnot(knots[0]!);
  return knotFinding(draft, mended, knots, 'self-touching', 'warning', {
    vi: `đường bao tự chạm tại ${knots.length} điểm, đầu tiên ở ${vi}.`,
    en: `the outline touches itself at ${counted(knots.length, 'place', 'places')}, the first at ${en}.`,
  });
}

function firstKnot({ place, vertices: [a, b] }: Knot): { vi: string; en: string } {
  return {
    vi: `${placeText(place, 'vi')}, giữa cạnh ${a}–${a + 1} và cạnh ${b}–${b + 1}`,
    en: `${placeText(place, 'en')}, between edge ${a}–${a + 1} and edge ${b}–${b + 1}`,
  };
}

function knotFinding(
  draft: ZoneDraft,
  mended: ZoneDraft,
  knots: Knot[],
  code: FindingCode,
  severity: Severity,
  said: { vi: string; en: string },
) {
  const repair = mended === draft ? undefined : untangleWords(mended);
  return zoneFinding(draft, code, severity, {
    ...said,
    places: knots.map(({ place }) => place),
    ...(repair && { repair }),
  });
}

function untangleWords(mended: ZoneDraft) {
  const parts = mended.shape.type === 'areas' ? mended.shape.polygons.length : 0;
  const area = areaOf(mended);
  return {
    vi: `Tách tại các điểm đó: ${parts} phần, tổng diện tích ${areaText(area, 'vi')} (mọi chỗ được đường bao vây quanh).`,
    en: `Splits it at these places: ${counted(parts, 'part', 'parts')}, ${areaText(area, 'en')} in all (every place that the outline goes round).`,
    apply: untangle,
  };
}

/** One knot a place; where edges run along each other the two ends of it. */
function knotsOf(meetings: readonly Meeting[], { edges }: DrawnRing, where: Partial<Place>): Knot[] {
  const knots = new Map<string, Knot>();
  for (const { kind, position: drawnAt, a, b } of meetings) {
    const position = onEarth(drawnAt);
    const key = position.join(' ');
    const known = knots.get(key);
    if (known) known.isCrossing ||= kind === 'cross';
    else {
      const place = placeAt(position, where);
      knots.set(key, { place, vertices: [edges[a.edge]! + 1, edges[b.edge]! + 1], isCrossing: kind === 'cross' });
    }
  }
  return [...knots.values()];
}

/** For a boundary that crosses itself nobody can say which side is ours. */
function checkLine(draft: ZoneDraft, positions: Position[]): Stage {
  const drawn = drawnRing(positions, edgeKindOf(draft.attributes));
  const knots = knotsOf(meetingsOf([drawn.positions]).found, drawn, {}).filter(({ isCrossing }) => isCrossing);
  if (knots.length === 0 || draft.attributes.corridorNm !== undefined) return { findings: [], draft };
  const { vi, en } = firstKnot(knots[0]!);
  const finding = zoneFinding(draft, 'self-crossing', 'error', {
    vi: `đường tự cắt tại ${knots.length} điểm nên không rõ phía nào là phía ta, đầu tiên ở ${vi}. Kiểm tra thứ tự các đỉnh.`,
    en: `the line crosses itself at ${counted(knots.length, 'place', 'places')}, so that its sides are not clear, the first at ${en}. Check the order of its vertices.`,
    places: knots.map(({ place }) => place),
  });
  return { findings: [finding], draft };
}

/** What has so many crossings, or rings within rings, that no repair can be promised. */
export function tooTangled(draft: ZoneDraft, at: Position): Stage {
  const place = placeAt(at);
  const finding = zoneFinding(draft, 'too-tangled', 'error', {
    vi: `đường bao bắt đầu ở ${placeText(place, 'vi')} cắt nhau hoặc lồng nhau quá nhiều để kiểm tra và sửa. Hãy vẽ lại.`,
    en: `the outline that begins at ${placeText(place, 'en')} has too many crossings or rings within rings to be checked and repaired. Draw it again.`,
    places: [place],
  });
  return { findings: [finding], draft };
}
