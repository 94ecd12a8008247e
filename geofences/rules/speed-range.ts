/**
 * speed-range: within a range of speeds that whoever wrote the rule chose, for a time or a distance; with zones, only
 * inside them. Cleared when it is out of the range again.
 */
import { quickDistanceM } from '../geometry/ellipsoid.ts';
import type { TrackKindOfRule, TrackSighting } from './kind.ts';
import { leaveAside } from './left-aside.ts';
import { appliesToParam, type ParamSpec } from './params.ts';
import { clearFixesParam, fixesParam, minutesParam, spelled, spellOf } from './spell.ts';

function knots(name: 'minKn' | 'maxKn', vi: string, en: string): ParamSpec {
  return {
    name,
    type: 'number',
    unit: 'kn',
    default: undefined,
    min: 0,
    max: 100,
    source: {
      vi: 'không có: người viết quy tắc đặt (Skylight: khoảng do người dùng chọn)',
      en: 'none: whoever writes the rule says it (Skylight: the user’s own range)',
    },
    vi,
    en,
  };
}

const distanceNm: ParamSpec = {
  name: 'distanceNm',
  waits: true,
  type: 'number',
  unit: 'nm',
  default: 0,
  min: 0,
  max: 1000,
  source: {
    vi: 'không dùng: thời gian quyết định (Skylight: theo thời gian hoặc quãng đường)',
    en: 'off: the time decides (Skylight: for a time or a distance)',
  },
  vi: 'Khoảng cách ít nhất từ lúc bắt đầu',
  en: 'Least distance from where it began',
};

export const speedRange: TrackKindOfRule = {
  kind: 'speed-range',
  title: { vi: 'Vận tốc trong khoảng theo dõi', en: 'Speed in a watched range' },
  watches: 'track',
  sees: 'believed',
  priority: 3,
  params: [
    knots('minKn', 'Vận tốc từ', 'Speed from'),
    knots('maxKn', 'Vận tốc đến', 'Speed to'),
    minutesParam(20, { vi: 'Skylight khuyên ít nhất 20 phút', en: 'Skylight advises at least 20 min' }),
    distanceNm,
    fixesParam(2, { vi: 'thông lệ: sau hai vị trí', en: 'usual practice: after two fixes' }),
    clearFixesParam(2, {
      vi: 'tự chọn: một con sóng không làm hết cảnh báo',
      en: 'own choice: one wave must not end it',
    }),
    appliesToParam('all'),
    leaveAside,
  ],
  orders: [{ from: 'minKn', to: 'maxKn' }],
  // No vessel is slower than 0 kn.
  hasCriterion: (_, { minKn, maxKn }) => (minKn ?? 0) !== 0 || maxKn !== undefined,
  explain: (params) => ({
    vi: `Báo khi tàu giữ vận tốc ${rangeVi(params)} trong ít nhất ${params.minutes} phút${params.distanceNm ? ` và ${params.distanceNm} hải lý` : ''} (${params.confirm} vị trí trở lên; nếu quy tắc có vùng thì chỉ tính trong vùng). Kết thúc khi tàu ra khỏi khoảng vận tốc đó.`,
    en: `Raised when a vessel keeps a speed ${rangeEn(params)} for at least ${params.minutes} min${params.distanceNm ? ` and ${params.distanceNm} nm` : ''} (${params.confirm} fixes or more; where the rule names zones, only inside them). Cleared when it is out of that range.`,
  }),
  consequence: {
    vi: 'Vận tốc bất thường cho biết tàu đang làm việc khác với khai báo, hoặc gặp sự cố.',
    en: 'An unusual speed shows that the vessel does something else than declared, or has a problem.',
  },
  action: {
    vi: 'Xem hành trình quanh thời điểm đó; nếu không giải thích được, gọi thuyền trưởng.',
    en: 'Look at the track around that time; if it stays unexplained, call the captain.',
  },
  /** own choice: what the range means, only its author knows */
  minutesToAct: 60,
  step(pair, seen, ready, closed) {
    const { params, rule } = ready;
    const speed = speedOf(seen);
    const inRange =
      speed !== undefined &&
      speed >= ((params.minKn as number | undefined) ?? 0) &&
      speed <= ((params.maxKn as number | undefined) ?? Number.POSITIVE_INFINITY);
    if (!inRange && !pair) return undefined;
    const holds = inRange && (!rule.zones || rule.zones.length === 0 || isIn(seen, rule.zones));
    if (!holds && !pair) return undefined;
    const needs = {
      fixes: params.confirm as number,
      minutes: isFarEnough(seen, spellOf(pair)?.first, params.distanceNm as number)
        ? (params.minutes as number)
        : Number.POSITIVE_INFINITY,
      clearFixes: params.clearFixes as number,
      gapMinutes: GAP_MINUTES,
    };
    return spelled(pair, holds, seen, ready, closed, needs, (first) => ({
      speedKn: Math.round(speed! * 10) / 10,
      minutes: Math.round((seen.fix.fixTime - first.fixTime) / 60_000),
    }));
  },
};

/** Two VMS duties of 2 h (NĐ 37/2024): over a longer gap nobody knows how fast it went. */
const GAP_MINUTES = 240;

/** What it says itself, otherwise what it did since the fix before. */
function speedOf({ fix, previous }: TrackSighting): number | undefined {
  if (fix.speedKn !== undefined) return fix.speedKn;
  if (!previous || fix.fixTime <= previous.fixTime) return undefined;
  const hours = (fix.fixTime - previous.fixTime) / 3_600_000;
  return hours > GAP_MINUTES / 60
    ? undefined
    : quickDistanceM(previous.lon, previous.lat, fix.lon, fix.lat) / 1852 / hours;
}

function isIn(seen: TrackSighting, zones: readonly string[]): boolean {
  return seen.zones().some(({ id }) => zones.includes(id));
}

function isFarEnough(
  { fix }: TrackSighting,
  first: { lon: number; lat: number } | undefined,
  leastNm: number,
): boolean {
  if (leastNm <= 0) return true;
  return first !== undefined && quickDistanceM(first.lon, first.lat, fix.lon, fix.lat) >= leastNm * 1852;
}

function rangeVi({ minKn, maxKn }: { readonly [name: string]: unknown }): string {
  if (minKn === undefined && maxKn === undefined) return 'trong khoảng mà quy tắc đặt ra';
  if (minKn === undefined) return `không quá ${maxKn} hải lý/giờ`;
  return maxKn === undefined ? `từ ${minKn} hải lý/giờ trở lên` : `từ ${minKn} đến ${maxKn} hải lý/giờ`;
}

function rangeEn({ minKn, maxKn }: { readonly [name: string]: unknown }): string {
  if (minKn === undefined && maxKn === undefined) return 'in the range that the rule gives';
  if (minKn === undefined) return `of at most ${maxKn} kn`;
  return maxKn === undefined ? `of ${minKn} kn or more` : `of ${minKn} to ${maxKn} kn`;
}
