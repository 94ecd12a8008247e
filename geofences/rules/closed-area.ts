/**
 * closed-area: fishing behaviour in an area that is closed, all year or in its season, to some gears and lengths or to
 * all. The area's own season and dates say when; a vessel's dated permissions are exceptions.
 */

import type { VesselProfile } from '../fix.ts';
import { gearKinds } from '../judging/activity.ts';
import { gearName } from '../regions/gear-names.ts';
import { LOGISTICS_GEAR } from '../regions/length-classes.ts';
import { law } from './basis.ts';
import { fishingMinutes, fishingRests, pauseMinutes, portParam, stepFishing } from './fishing-inside.ts';
import type { Explanation, ZoneKindOfRule } from './kind.ts';
import { leaveAside } from './left-aside.ts';
import {
  appliesToParam,
  confirmMinutes,
  confirmParam,
  FIRST_CALL_MIN,
  hysteresis,
  type ParamSpec,
  type Params,
  zoneKindsParam,
} from './params.ts';

const gears: ParamSpec = {
  name: 'gears',
  type: 'gears',
  choices: gearKinds,
  default: [],
  source: law('TT 19/2018', '', 'khu vực cấm nêu rõ nghề; để trống: mọi nghề', 'closures name gears; empty: all'),
  vi: 'Nghề bị cấm trong vùng; để trống: mọi nghề. Tàu chưa rõ nghề thì không xét',
  en: 'Gears that it is closed to; empty: all. A vessel of unknown gear is not judged',
};

function lengthParam(name: string, vi: string, en: string): ParamSpec {
  return {
    name,
    type: 'number',
    unit: 'm',
    default: undefined,
    min: 0,
    max: 200,
    source: {
      vi: 'không có: quyết định cấm tự quy định; tàu chưa rõ chiều dài thì không xét',
      en: 'none: the closure itself says; a vessel of unknown length is not judged by it',
    },
    vi,
    en,
  };
}

const fromLengthM = lengthParam('fromLengthM', 'Cấm tàu dài từ (m)', 'Closed to vessels from this length on (m)');
const belowLengthM = lengthParam('belowLengthM', 'Cấm tàu ngắn hơn (m)', 'Closed to vessels below this length (m)');

export const closedArea: ZoneKindOfRule = {
  kind: 'closed-area',
  title: { vi: 'Khai thác trong khu vực cấm', en: 'Fishing in a closed area' },
  watches: 'zone',
  by: 'inside',
  lines: false,
  dwells: true,
  heedsPermissions: true,
  priority: 2,
  params: [
    gears,
    fromLengthM,
    belowLengthM,
    fishingMinutes,
    pauseMinutes,
    portParam(0, {
      vi: 'không dùng: khu vực cấm có cả ở gần cửa sông',
      en: 'off: closures lie near river mouths, too',
    }),
    confirmParam(2),
    confirmMinutes,
    hysteresis,
    appliesToParam('registered'),
    zoneKindsParam(
      ['closed'],
      law('Luật Thủy sản 2017', 'và TT 19/2018', 'khu vực cấm khai thác', 'areas closed to fishing'),
    ),
    leaveAside,
  ],
  orders: [{ from: 'fromLengthM', to: 'belowLengthM', strictly: true }],
  explain: (params) => ({
    vi: `Báo khi ${whoVi(params)} có dấu hiệu khai thác (đi chậm ở tốc độ khai thác, hoặc tự báo đang đánh bắt) từ ${params.fishingMinutes} phút trong khu vực cấm khi khu vực có hiệu lực (ngày, mùa); kết thúc khi tàu ra khỏi khu vực, thôi khai thác hoặc hết thời gian cấm. Tàu chỉ đi qua không bị báo; giấy phép còn hạn là ngoại lệ.`,
    en: `Raised when ${whoEn(params)} shows fishing behaviour (a slow course at fishing speed, or its own AIS status) for ${params.fishingMinutes} min in a closed area while the closure is in force (dates, season); cleared when it leaves, stops fishing or the closure ends. A vessel that only passes is not raised; a permission in force is an exception.`,
  }),
  consequence: {
    vi: 'Khai thác trong khu vực cấm, thời gian cấm: hủy hoại nguồn lợi, bị xử phạt và đưa vào danh sách nguy cơ cao (TT 21/2018 Đ.8a).',
    en: 'Fishing in a closed area or season: stocks are harmed, a fine and the high-risk list follow (TT 21/2018 Đ.8a).',
  },
  action: {
    vi: 'Xem hành trình; gọi thuyền trưởng, chủ tàu yêu cầu thu lưới và ra khỏi khu vực; báo Kiểm ngư kiểm tra.',
    en: 'Look at the track; call captain and owner to haul the gear and leave; have surveillance check.',
  },
  minutesToAct: FIRST_CALL_MIN,
  concerns: (profile, { ready: { params } }) => isClosedTo(profile, params),
  rests: (pair, rest, context) => fishingRests(pair, rest, context, false),
  step: (pair, sighting, context, closed) => stepFishing(pair, sighting, context, closed, false),
};

function isClosedTo({ gear, lengthM }: VesselProfile, params: Params): boolean {
  const named = params.gears as readonly string[];
  // A vessel that serves others has no gear in the water, however slowly it goes.
  if (gear === LOGISTICS_GEAR) return false;
  if (named.length > 0 && (gear === undefined || !named.includes(gear))) return false;
  const from = params.fromLengthM as number | undefined;
  const below = params.belowLengthM as number | undefined;
  if (from === undefined && below === undefined) return true;
  return lengthM !== undefined && lengthM >= (from ?? 0) && lengthM < (below ?? Number.POSITIVE_INFINITY);
}

function whoVi(params: Params): string {
  const names = gearsOf(params).map(({ vi }) => vi);
  const { fromLengthM: from, belowLengthM: below } = params;
  const parts = ['tàu'];
  if (from !== undefined) parts.push(`dài từ ${from} m${below === undefined ? '' : ' đến'}`);
  if (below !== undefined) parts.push(`dưới ${below} m`);
  if (names.length > 0) parts.push(`làm nghề ${listed(names, 'hoặc')}`);
  return parts.join(' ');
}

function whoEn(params: Params): string {
  const names = gearsOf(params).map(({ en }) => en);
  const { fromLengthM: from, belowLengthM: below } = params;
  const parts = ['a vessel'];
  if (from !== undefined) parts.push(`of ${from} m ${below === undefined ? 'or more' : 'to'}`);
  if (below !== undefined) parts.push(`below ${below} m`);
  if (names.length > 0) parts.push(`with ${listed(names, 'or')}`);
  return parts.join(' ');
}

function gearsOf({ gears: named }: Params): Explanation[] {
  return (named as readonly string[]).map((kind) => gearName(kind) ?? { vi: kind, en: kind });
}

function listed(names: readonly string[], or: string): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} ${or} ${names.at(-1)}`;
}
