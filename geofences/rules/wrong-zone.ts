/**
 * wrong-zone: fishing behaviour in a fishing area that is not for a vessel of that length (domain.md §1.3). Passing
 * through is no offence; lying there may be logged.
 */

import type { VesselProfile } from '../fix.ts';
import { type FishingArea, fishingAreas, LOGISTICS_GEAR, lengthClassTable } from '../regions/length-classes.ts';
import { law } from './basis.ts';
import { fishingMinutes, fishingRests, pauseMinutes, portParam, stepFishing } from './fishing-inside.ts';
import type { Sighting, ZoneKindOfRule } from './kind.ts';
import { leaveAside } from './left-aside.ts';
import {
  appliesToParam,
  confirmMinutes,
  confirmParam,
  hysteresis,
  type ParamSpec,
  type Params,
  zoneKindsParam,
} from './params.ts';

const source = law('NĐ 26/2019', 'Đ.42–43', 'hạng tàu theo chiều dài lớn nhất', 'classes by length overall');

function boundParam(name: 'coastalBelowM' | 'inshoreBelowM', vi: string, en: string): ParamSpec {
  return { name, type: 'number', unit: 'm', default: lengthClassTable[name], min: 0, max: 200, source, vi, en };
}

type ClassName = 'small' | 'middle' | 'large' | 'logisticsMiddle' | 'logisticsLarge';

function areasParam(name: ClassName, vi: string, en: string): ParamSpec {
  const areas: readonly string[] = lengthClassTable[name];
  return { name, type: 'zone-kinds', choices: fishingAreas, default: [...areas], source, vi, en };
}

const table: readonly ParamSpec[] = [
  boundParam('coastalBelowM', 'Tàu nhỏ: dưới (m)', 'Small vessels: below (m)'),
  boundParam(
    'inshoreBelowM',
    'Tàu vừa: dưới (m); từ đó trở lên là tàu lớn',
    'Middle vessels: below (m); from there on large',
  ),
  areasParam('small', 'Vùng của tàu nhỏ', 'Areas of small vessels'),
  areasParam('middle', 'Vùng của tàu vừa', 'Areas of middle vessels'),
  areasParam('large', 'Vùng của tàu lớn', 'Areas of large vessels'),
  areasParam('logisticsMiddle', 'Vùng của tàu hậu cần cỡ vừa', 'Areas of middle logistics vessels'),
  areasParam('logisticsLarge', 'Vùng của tàu hậu cần cỡ lớn', 'Areas of large logistics vessels'),
];

const logPresence: ParamSpec = {
  name: 'logPresence',
  type: 'boolean',
  default: false,
  source: {
    vi: 'thực tế quản lý: có mặt mà không có dấu hiệu khai thác thì chỉ để biết',
    en: 'practice: presence without fishing behaviour is information at most',
  },
  vi: 'Ghi nhật ký (mức 4) cả tàu nằm trong vùng mà không khai thác; tàu đang đi qua thì không',
  en: 'Also log (priority 4) a vessel that lies there without fishing; not one in transit',
};

export const wrongZone: ZoneKindOfRule = {
  kind: 'wrong-zone',
  title: { vi: 'Khai thác sai vùng', en: 'Fishing in an area not for its length' },
  watches: 'zone',
  by: 'inside',
  lines: false,
  dwells: true,
  heedsPermissions: true,
  priority: 3,
  params: [
    ...table,
    logPresence,
    fishingMinutes,
    pauseMinutes,
    portParam(5.4, {
      vi: 'Global Fishing Watch: cách nơi neo đậu ven bờ 10 km',
      en: 'Global Fishing Watch: 10 km from a coastal anchorage',
    }),
    confirmParam(2),
    confirmMinutes,
    hysteresis,
    appliesToParam('registered'),
    zoneKindsParam(fishingAreas, law('NĐ 26/2019', 'Đ.42', 'ba vùng khai thác', 'the three fishing areas')),
    leaveAside,
  ],
  orders: [{ from: 'coastalBelowM', to: 'inshoreBelowM' }],
  explain: (params) => ({
    vi: `Báo khi tàu có dấu hiệu khai thác từ ${params.fishingMinutes} phút trong vùng không dành cho chiều dài của tàu: dưới ${params.coastalBelowM} m ở ${areasVi(params.small)}; từ ${params.coastalBelowM} đến dưới ${params.inshoreBelowM} m ở ${areasVi(params.middle)}; từ ${params.inshoreBelowM} m ở ${areasVi(params.large)}. Tàu chỉ đi qua hoặc cách cảng dưới ${params.portNm} hải lý không bị báo; tàu chưa rõ chiều dài thì không xét. Kết thúc khi tàu ra khỏi vùng hoặc thôi khai thác.`,
    en: `Raised when a vessel shows fishing behaviour for ${params.fishingMinutes} min in an area that is not for its length: below ${params.coastalBelowM} m ${areasEn(params.small)}; from ${params.coastalBelowM} to below ${params.inshoreBelowM} m ${areasEn(params.middle)}; from ${params.inshoreBelowM} m ${areasEn(params.large)}. Passing through is not raised, nor what is slow within ${params.portNm} nm of a port; a vessel of unknown length is not judged. Cleared when it leaves or stops fishing.`,
  }),
  consequence: {
    vi: 'Khai thác sai vùng: tranh chấp ngư trường, bị xử phạt và đưa vào danh sách nguy cơ cao (TT 21/2018 Đ.8a).',
    en: 'Fishing in the wrong area: conflict over grounds, a fine and the high-risk list follow (TT 21/2018 Đ.8a).',
  },
  action: {
    vi: 'Xem hành trình và giấy phép; gọi thuyền trưởng, chủ tàu yêu cầu về đúng vùng; báo Kiểm ngư.',
    en: 'Look at track and licence; call captain and owner to go to their own area; tell surveillance.',
  },
  /** Own choice: less urgent than a closed area, within the hour of the escalation (domain.md §2.1). */
  minutesToAct: 60,
  concerns(profile, { ready: { params }, zone }) {
    const areas = areasOf(profile, params);
    return areas !== undefined && !areas.includes(zone.properties.kind) && isFishingArea(zone.properties.kind);
  },
  rests: (pair, rest, context) => fishingRests(pair, rest, context, context.ready.params.logPresence === true),
  step(pair, sighting, context, closed) {
    const seen = isInInnerArea(sighting, context.zone.properties.kind) ? { ...sighting, side: -1 as const } : sighting;
    return stepFishing(pair, seen, context, closed, context.ready.params.logPresence === true);
  },
};

/** Kinds of area in which the vessel may fish; undefined when the table does not say. */
function areasOf({ lengthM, gear }: VesselProfile, params: Params): readonly string[] | undefined {
  if (lengthM === undefined) return undefined;
  const isLarge = lengthM >= Number(params.inshoreBelowM);
  const isSmall = lengthM < Number(params.coastalBelowM);
  if (gear === LOGISTICS_GEAR) {
    if (isSmall) return undefined;
    return (isLarge ? params.logisticsLarge : params.logisticsMiddle) as string[];
  }
  return (isSmall ? params.small : isLarge ? params.large : params.middle) as string[];
}

function isFishingArea(kind: string): kind is FishingArea {
  return (fishingAreas as readonly string[]).includes(kind);
}

/** The belt round an island is coastal although it lies in the open sea. */
function isInInnerArea(sighting: Sighting, kind: string): boolean {
  if (sighting.side !== 1) return false;
  const inner = fishingAreas.slice(0, (fishingAreas as readonly string[]).indexOf(kind));
  return (
    inner.length > 0 && (sighting.zones?.() ?? []).some((zone) => inner.some((area) => area === zone.properties.kind))
  );
}

const names: Record<FishingArea, { vi: string; en: string }> = {
  coastal: { vi: 'vùng ven bờ', en: 'in coastal waters' },
  inshore: { vi: 'vùng lộng', en: 'inshore' },
  offshore: { vi: 'vùng khơi', en: 'offshore' },
};

function areasVi(areas: Params[string]): string {
  return (areas as FishingArea[]).map((area) => names[area].vi).join(', ');
}

function areasEn(areas: Params[string]): string {
  return (areas as FishingArea[]).map((area) => names[area].en).join(', ');
}
