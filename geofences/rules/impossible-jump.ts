/**
 * impossible-jump: a fix that no vessel could have reached from where it was. It is heard aside and judges nobody (see
 * judging/belief.ts); this kind says so, so that somebody looks at the device. Cleared when the fixes fit again.
 */
import { quickDistanceM } from '../geometry/ellipsoid.ts';
import { ERROR_OF_TWO_FIXES_M, IMPOSSIBLE_KN } from '../judging/belief.ts';
import type { TrackKindOfRule, TrackSighting } from './kind.ts';
import { appliesToParam, type ParamSpec } from './params.ts';
import { clearFixesParam, spelled } from './spell.ts';

const maxKn: ParamSpec = {
  name: 'maxKn',
  type: 'number',
  unit: 'kn',
  default: IMPOSSIBLE_KN,
  min: 10,
  max: 200,
  source: {
    vi: 'thông lệ: vận tốc suy ra quá 50 hải lý/giờ là vị trí sai; quá 25 là đáng ngờ với tàu cá',
    en: 'usual practice: implied speed over 50 kn is a bad fix; over 25 kn is suspicious in a fishing vessel',
  },
  vi: 'Vận tốc suy ra giữa hai vị trí',
  en: 'Implied speed between two fixes',
};

const clearFixes = clearFixesParam(3, {
  vi: 'tự chọn: thiết bị nhảy qua lại là một phát hiện, không phải mỗi lần nhảy một',
  en: 'own choice: a device that jumps to and fro is one finding, not one for every jump',
});

export const impossibleJump: TrackKindOfRule = {
  kind: 'impossible-jump',
  title: { vi: 'Vị trí nhảy xa bất thường', en: 'Impossible jump' },
  watches: 'track',
  sees: 'all',
  priority: 4,
  params: [maxKn, clearFixes, appliesToParam('all')],
  explain: (params) => ({
    vi: `Báo khi vị trí mới cách vị trí trước xa đến mức tàu phải chạy trên ${params.maxKn} hải lý/giờ, sau khi trừ sai số cho phép 1 km. Vị trí đó chưa được dùng để xét các quy tắc khác. Kết thúc khi ${params.clearFixes} vị trí liên tiếp lại khớp nhau.`,
    en: `Raised when a fix is so far from the one before that the vessel would have done more than ${params.maxKn} kn, with 1 km allowed for error. Above ${IMPOSSIBLE_KN} kn no other rule uses that fix until others bear it out. Cleared when ${params.clearFixes} fixes in a row fit again.`,
  }),
  consequence: {
    vi: 'Vị trí của tàu không đáng tin: có thể thiết bị hỏng, bị can thiệp, hoặc hai tàu dùng chung một số hiệu.',
    en: 'The vessel’s positions cannot be relied on: the device may be faulty or tampered with, or two vessels use one identity.',
  },
  action: {
    vi: 'Xem hành trình; nếu lặp lại, yêu cầu nhà cung cấp kiểm tra thiết bị và đối chiếu mã thiết bị, MMSI.',
    en: 'Look at the track; when it recurs, have the provider check the device, and compare device and MMSI with the registry.',
  },
  /** own choice: data quality is a matter of days */
  minutesToAct: 1440,
  rests: (pair, _, { params }) => !pair && (params.maxKn as number) >= IMPOSSIBLE_KN,
  step(pair, seen, ready, closed) {
    const limitKn = ready.params.maxKn as number;
    if (!pair && seen.isBelieved && limitKn >= IMPOSSIBLE_KN) return undefined;
    const from = seen.lastBelieved;
    const impliedKn = from ? leastSpeedKn(from, seen) : 0;
    if (!pair && impliedKn <= limitKn) return undefined;
    const needs = { fixes: 1, minutes: 0, clearFixes: ready.params.clearFixes as number };
    return spelled(pair, impliedKn > limitKn, seen, ready, closed, needs, () => ({
      impliedKn: Math.min(9999, Math.round(impliedKn)),
      distanceNm: Math.round(distanceNm(from!, seen) * 10) / 10,
      fromLon: from!.lon,
      fromLat: from!.lat,
    }));
  },
};

function distanceNm(from: { lon: number; lat: number }, { fix }: TrackSighting): number {
  return quickDistanceM(from.lon, from.lat, fix.lon, fix.lat) / 1852;
}

/** The slowest that it can have gone, both positions erring towards each other. */
function leastSpeedKn(from: { lon: number; lat: number; fixTime: number }, seen: TrackSighting): number {
  const awayNm = distanceNm(from, seen) - ERROR_OF_TWO_FIXES_M / 1852;
  return awayNm <= 0 ? 0 : awayNm / ((seen.fix.fixTime - from.fixTime) / 3_600_000);
}
