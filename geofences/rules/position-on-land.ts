/**
 * position-on-land: farther inland than the errors of positions and of the coastline explain. Ports count as water, since
 * many lie up rivers that the coastline does not know. Needs zones of kind `land`; without them it says nothing.
 */
import { law } from './basis.ts';
import type { TrackKindOfRule } from './kind.ts';
import { appliesToParam, type ParamSpec } from './params.ts';
import { clearFixesParam, fixesParam, spelled, spellOf } from './spell.ts';

const marginKm: ParamSpec = {
  name: 'marginKm',
  type: 'number',
  unit: 'km',
  default: 0.5,
  min: 0,
  max: 50,
  source: law(
    'NĐ 26/2019',
    'Đ.44',
    'sai số VMS không quá 500 m ở mức 99 %; đường bờ lệch 100–370 m trên phần lớn bờ biển Việt Nam; nơi biết là lệch hơn thì tính theo sai số của đường bờ',
    'VMS error ≤ 500 m at 99 %; coastline within 100–370 m on most of Vietnam’s coast; where the outline is known to be worse, its own error counts',
  ),
  vi: 'Khoảng cách tới mép nước ít nhất',
  en: 'Least distance to the water',
};

export const positionOnLand: TrackKindOfRule = {
  kind: 'position-on-land',
  title: { vi: 'Vị trí trên đất liền', en: 'Position on land' },
  watches: 'track',
  sees: 'believed',
  needsLand: true,
  priority: 4,
  params: [
    marginKm,
    fixesParam(2, { vi: 'thông lệ: sau hai vị trí', en: 'usual practice: after two fixes' }),
    clearFixesParam(1, {
      vi: 'tự chọn: một vị trí trên mặt nước cho thấy đã hết',
      en: 'own choice: one fix on the water shows that it is over',
    }),
    appliesToParam('all'),
  ],
  explain: (params) => ({
    vi: `Báo khi ${params.confirm} vị trí liên tiếp nằm trên đất liền hoặc đảo, cách mép nước quá ${params.marginKm} km (nhiều hơn ở nơi đường bờ kém chính xác). Trong vùng cảng được coi là trên nước. Kết thúc khi vị trí lại ở trên nước.`,
    en: `Raised when ${params.confirm} fixes in a row lie on land, more than ${params.marginKm} km from the water (more where the coastline is less exact). Port zones count as water. Cleared when a fix is on the water again.`,
  }),
  consequence: {
    vi: 'Vị trí sai, hoặc thiết bị đã bị tháo khỏi tàu mang lên bờ.',
    en: 'The position is wrong, or the device has been taken off the vessel and ashore.',
  },
  action: {
    vi: 'Hỏi chủ tàu thiết bị đang ở đâu; nếu đã tháo, kiểm tra kẹp chì và biên bản tháo thiết bị.',
    en: 'Ask the owner where the device is; if it was taken off, check its seal and the record of its removal.',
  },
  /** own choice: taking a device off unwatched is an offence (domain.md §1.7), nobody is in danger */
  minutesToAct: 480,
  rests(pair, rest, { params }) {
    if (rest.inPort) return !pair;
    const marginKm = params.marginKm as number;
    if (!pair) rest.inlandKm = Math.min(rest.inlandKm, marginKm);
    else if (!pair.open || spellOf(pair)?.misses !== 0) return false;
    else rest.withinNm = Math.min(rest.withinNm, rest.inlandNm(marginKm));
    return rest.withinNm > 0;
  },
  step(pair, seen, ready, closed) {
    const { params } = ready;
    const holds = !seen.inPort && seen.isInland(params.marginKm as number);
    if (!holds && !pair) return undefined;
    const needs = { fixes: params.confirm as number, minutes: 0, clearFixes: params.clearFixes as number };
    return spelled(pair, holds, seen, ready, closed, needs, () => ({ marginKm: params.marginKm as number }));
  },
};
