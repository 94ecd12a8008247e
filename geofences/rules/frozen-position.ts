/**
 * frozen-position: the device keeps sending one and the same position although the vessel moves: it says so by its speed,
 * or it is at sea, gives no speed, and not even the waves move it. Cleared by the first position that differs.
 */
import type { Occurrence } from '../types.ts';
import type { Pair, ReadyRule, TrackKindOfRule, TrackSighting } from './kind.ts';
import { appliesToParam, numberFor, type ParamSpec } from './params.ts';
import { fixesParam, minutesParam, spelled, spellOf } from './spell.ts';

const minKn: ParamSpec = {
  name: 'minKn',
  type: 'number',
  unit: 'kn',
  default: 2,
  min: 0.5,
  max: 30,
  source: {
    vi: 'thông lệ: vị trí đứng yên mà vận tốc quá 2 hải lý/giờ',
    en: 'usual practice: frozen position with a speed over 2 kn',
  },
  vi: 'Vận tốc mà thiết bị báo',
  en: 'Speed that the device gives',
};

const confirm = fixesParam(4, {
  vi: 'tự chọn: lặp lại ba lần; trạm chuyển tiếp gửi một tin hai lần chưa phải thiết bị treo',
  en: 'own choice: three repetitions; a relay that sends a message twice is no frozen device',
});
const minutes = minutesParam(
  { ais: 10, vms: 180 },
  {
    vi: 'tự chọn: ở 2 hải lý/giờ mười phút đi được 600 m; ba giờ là hai kỳ báo VMS theo NĐ 37/2024 đứng một chỗ',
    en: 'own choice: at 2 kn ten minutes are 600 m; three hours are two VMS duties of NĐ 37/2024 missed in place',
  },
);
const stillHours: ParamSpec = {
  name: 'stillHours',
  type: 'number',
  unit: 'h',
  default: 12,
  min: 1,
  max: 720,
  source: {
    vi: 'tự chọn: trên biển ăng-ten không thể ở đúng một điểm suốt nửa ngày; sáu kỳ báo VMS',
    en: 'own choice: at sea an antenna never stays on one spot of the grid for half a day; six VMS duties',
  },
  vi: 'Số giờ vị trí y hệt nhau ngoài biển khi thiết bị không báo vận tốc',
  en: 'Hours of identical positions at sea where the device gives no speed',
};

export const frozenPosition: TrackKindOfRule = {
  kind: 'frozen-position',
  title: { vi: 'Vị trí không thay đổi', en: 'Frozen position' },
  watches: 'track',
  sees: 'believed',
  priority: 4,
  params: [minKn, confirm, minutes, stillHours, appliesToParam('all')],
  explain: (params) => ({
    vi: `Báo khi ngoài cảng có ít nhất ${params.confirm} vị trí y hệt nhau trong ${spanVi(params)} trong khi thiết bị báo vận tốc trên ${params.minKn} hải lý/giờ, hoặc trong ${params.stillHours} giờ nếu thiết bị không báo vận tốc. Kết thúc khi vị trí thay đổi.`,
    en: `Raised when at least ${params.confirm} fixes out of port give one and the same position for ${spanEn(params)} while the device gives a speed above ${params.minKn} kn, or for ${params.stillHours} h where it gives none. Cleared when the position changes.`,
  }),
  consequence: {
    vi: 'Không biết tàu thật sự ở đâu: thiết bị treo, mất tín hiệu định vị, hoặc bị can thiệp.',
    en: 'Nobody knows where the vessel really is: the device hangs, has lost its satellites, or has been tampered with.',
  },
  action: {
    vi: 'Yêu cầu nhà cung cấp khởi động lại thiết bị từ xa; gọi thuyền trưởng hỏi vị trí thật.',
    en: 'Have the provider restart the device remotely; ask the captain for the true position.',
  },
  /** own choice: while it lasts, the vessel counts as unwatched, as in a loss of signal (domain.md §2.1: first call in 2 h) */
  minutesToAct: 120,
  rests(pair, rest) {
    if (!rest.inPort) rest.moves = true;
    return !pair;
  },
  step(pair, seen, ready, closed) {
    const { fix, previous } = seen;
    const isSame = previous !== undefined && fix.lon === previous.lon && fix.lat === previous.lat;
    if (!isSame && !pair) return undefined;
    return stepSame(pair, isSame && !seen.inPort, seen, ready, closed);
  },
};

function stepSame(
  pair: Pair | undefined,
  isSame: boolean,
  seen: TrackSighting,
  ready: ReadyRule,
  closed: Occurrence[],
): Pair | undefined {
  const { fix } = seen;
  const { params } = ready;
  const isMoving = fix.speedKn !== undefined && fix.speedKn > (params.minKn as number);
  const holds = isSame && (isMoving || fix.speedKn === undefined || pair?.open !== undefined);
  // Without a speed it takes longer; a spell that began with one kind of fix does not go on with the other.
  const wasSilent = spellOf(pair)?.first.speedKn === undefined;
  const isMixed = pair !== undefined && !pair.open && wasSilent !== (fix.speedKn === undefined);
  const needs = {
    fixes: (params.confirm as number) - 1,
    minutes: isMoving ? numberFor(minutes, params, fix) : (params.stillHours as number) * 60,
    clearFixes: 1,
  };
  return spelled(isMixed ? undefined : pair, holds, seen, ready, closed, needs, (first) => ({
    hours: Math.round(((fix.fixTime - first.fixTime) / 3_600_000) * 100) / 100,
    ...(fix.speedKn === undefined ? {} : { speedKn: fix.speedKn }),
  }));
}

function spanVi(params: { readonly minutes?: unknown }): string {
  return params.minutes === undefined ? '10 phút (AIS) hay 3 giờ (VMS)' : `${params.minutes} phút`;
}

function spanEn(params: { readonly minutes?: unknown }): string {
  return params.minutes === undefined ? '10 min (AIS) or 3 h (VMS)' : `${params.minutes} min`;
}
