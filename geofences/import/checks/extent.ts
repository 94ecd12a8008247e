/** Is the zone of a size, and where, that anybody could have meant? */
import { zoneKindOf } from '../attributes.ts';
import { type Position, positionsOf, type ZoneDraft } from '../draft.ts';
import { type Place, placeAt, placeText, zoneFinding } from '../finding.ts';
import { LAND_MARGIN_KM } from '../land.ts';
import { drawnPolygons, onEarth } from '../shapes/drawn.ts';
import { interiorPoint } from '../shapes/ring.ts';
import { areaText, counted } from '../words.ts';
import { edgeKindOf } from './attributes.ts';
import { areaOf } from './outline.ts';
import type { CheckContext, Stage } from './stage.ts';

/** 10 m × 10 m: an outline collapsed to a line. */
const NO_AREA_KM2 = 1e-4;
/** Circle of 500 m, which the law allows a VMS position to err by (NĐ 26/2019 Đ.44): less than this cannot be judged by one. */
const SMALL_KM2 = 0.785;
/** Twice the million square kilometres that Vietnam's exclusive economic zone is said to have. */
const HUGE_KM2 = 2_000_000;
/** So many vertices, evenly taken, tell where a zone lies. */
const MAX_SAMPLES = 200;

export function checkSize(draft: ZoneDraft): Stage {
  if (draft.shape.type !== 'areas') return { findings: [], draft };
  const area = areaOf(draft);
  const place = placeAt(draft.shape.polygons[0]![0]![0]!);
  const at = { vi: placeText(place, 'vi'), en: placeText(place, 'en') };
  const findings = [];
  if (area < NO_AREA_KM2) {
    findings.push(
      zoneFinding(draft, 'no-area', 'error', {
        vi: `đường bao ở ${at.vi} không bao quanh diện tích nào (${areaText(area, 'vi')}). Kiểm tra tọa độ các đỉnh.`,
        en: `the outline at ${at.en} encloses no area (${areaText(area, 'en')}). Check the coordinates of its vertices.`,
        places: [place],
      }),
    );
  } else if (area < SMALL_KM2) {
    findings.push(
      zoneFinding(draft, 'small-area', 'info', {
        vi: `vùng ở ${at.vi} chỉ rộng ${areaText(area, 'vi')}, nhỏ hơn sai số cho phép của một vị trí VMS (vòng tròn 500 m).`,
        en: `the zone at ${at.en} has only ${areaText(area, 'en')}, less than the error that a VMS position may have (a circle of 500 m).`,
        places: [place],
      }),
    );
  } else if (area > HUGE_KM2) {
    findings.push(
      zoneFinding(draft, 'huge-area', 'warning', {
        vi: `vùng rộng ${areaText(area, 'vi')}, lớn hơn hai lần vùng đặc quyền kinh tế. Kiểm tra tọa độ các đỉnh, đỉnh đầu ở ${at.vi}.`,
        en: `the zone has ${areaText(area, 'en')}, more than twice the exclusive economic zone. Check its vertices, the first at ${at.en}.`,
        places: [place],
      }),
    );
  }
  return { findings, draft };
}

export function checkLand(draft: ZoneDraft, { land }: CheckContext): Stage {
  // A harbour lies in a river or a lagoon that a coastline of this scale draws as land.
  if (!land || zoneKindOf(String(draft.attributes.kind)) === 'port') return { findings: [], draft };
  const samples = samplesOf(draft);
  const inland = samples.filter(({ lon, lat }) => land.isInland(lon!, lat!));
  if (inland.length === 0) return { findings: [], draft };
  const margin = { vi: String(LAND_MARGIN_KM).replace('.', ','), en: String(LAND_MARGIN_KM) };
  const first = inland[0]!;
  const isWhole = inland.length === samples.length;
  const finding = zoneFinding(draft, isWhole ? 'on-land' : 'partly-on-land', isWhole ? 'warning' : 'info', {
    vi: `${isWhole ? 'toàn bộ vùng' : `${inland.length}/${samples.length} điểm kiểm tra`} nằm trên đất liền, cách bờ hơn ${margin.vi} km, đầu tiên là ${placeText(first, 'vi')}.`,
    en: `${isWhole ? 'all of it lies' : `${inland.length} of ${counted(samples.length, 'point', 'points')} looked at lie`} on land, more than ${margin.en} km from the coast, the first is ${placeText(first, 'en')}.`,
    places: inland,
  });
  return { findings: [finding], draft };
}

/** Vertices, and for areas the middle of each part too: a ring of islands may lie round a sea. */
function samplesOf({ shape, attributes }: ZoneDraft): Place[] {
  const vertices: Position[] = [...positionsOf(shape)];
  const step = Math.max(1, Math.ceil(vertices.length / MAX_SAMPLES));
  const samples = vertices.filter((_, i) => i % step === 0).map((position) => placeAt(position));
  if (shape.type !== 'areas') return samples;
  const drawn = drawnPolygons(shape.polygons.slice(0, MAX_SAMPLES), edgeKindOf(attributes));
  const middles = drawn.map(([outer]) => interiorPoint(outer!));
  return [...samples, ...middles.filter((point) => point !== undefined).map((point) => placeAt(onEarth(point)))];
}
