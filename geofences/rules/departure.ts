/**
 * departure: out of port although something speaks against it: a sea ban is in force, the licence or the technical
 * certificate has run out, or the vessel is on the high-risk list. The reason is named. Cleared when it is in port again.
 */

import type { Fix, VesselProfile } from '../fix.ts';
import { dayEnd, dayStart } from '../in-force.ts';
import { type Basis, law } from './basis.ts';
import type { Pair, ReadyRule, TrackKindOfRule, TrackSighting } from './kind.ts';
import { leaveAside } from './left-aside.ts';
import { endedOnTrack, openedOnTrack } from './occurrences.ts';
import { appliesToParam, hysteresis, hysteresisNm, type ParamSpec, type Params } from './params.ts';
import { fixesParam } from './spell.ts';

function ban(name: 'banFrom' | 'banTo', vi: string, en: string): ParamSpec {
  return {
    name,
    type: 'time',
    default: undefined,
    source: {
      vi: 'không có: mỗi lần cấm biển là một lệnh riêng; tính cả ngày cuối',
      en: 'none: each sea ban (cấm biển) is an order of its own; the last day is included',
    },
    vi,
    en,
  };
}

function check(name: 'licence' | 'certificate' | 'highRisk', source: Basis, vi: string, en: string): ParamSpec {
  return { name, type: 'boolean', default: true, source, vi, en };
}

/** Evidence names the first fixes out of port; more would say nothing new. */
const MAX_TIMES = 6;

/** Plain data in the pair's memo. */
interface Memory {
  /** The port that it was in. */
  port: string;
  /** Fixes out of it in a row, the first of them, and the last one inside. */
  outside: number;
  first?: Fix;
  times: readonly number[];
  lastInside?: number;
}

export const departure: TrackKindOfRule = {
  kind: 'departure',
  title: { vi: 'Rời cảng khi không đủ điều kiện', en: 'Left port although it should not' },
  watches: 'track',
  sees: 'believed',
  priority: 2,
  params: [
    ban('banFrom', 'Cấm biển từ', 'Sea ban from'),
    ban('banTo', 'Cấm biển đến hết', 'Sea ban up to and including'),
    check(
      'licence',
      law(
        'Luật Thủy sản 2017',
        'Đ.50',
        'không có giấy phép còn hạn thì không được khai thác',
        'no fishing without a valid licence',
      ),
      'Kiểm tra hạn giấy phép khai thác',
      'Checks whether the licence is valid',
    ),
    check(
      'certificate',
      law(
        'TT 23/2018',
        '',
        'đăng kiểm hết hạn thì không được đi biển',
        'no voyage without a valid technical certificate',
      ),
      'Kiểm tra hạn đăng kiểm',
      'Checks whether the technical certificate is valid',
    ),
    check(
      'highRisk',
      law(
        'TT 21/2018',
        'Đ.8a',
        'cảng kiểm tra danh sách tàu có nguy cơ cao khai thác IUU',
        'ports check the list of vessels at high risk of IUU fishing',
      ),
      'Kiểm tra danh sách nguy cơ cao',
      'Checks the high-risk list',
    ),
    fixesParam(1, {
      vi: 'tự chọn: tàu không được đi biển phải được gọi về ngay; khoảng đệm loại dao động vị trí',
      en: 'own choice: a vessel that must not sail should be called back at once; the deadband keeps jitter out',
    }),
    hysteresis,
    appliesToParam('registered'),
    leaveAside,
  ],
  orders: [{ from: 'banFrom', to: 'banTo', together: true }],
  hasCriterion: (_, params) =>
    [params.licence, params.certificate, params.highRisk].includes(true) || params.banFrom !== undefined,
  explain: (params) => ({
    vi: `Báo khi tàu rời cảng trong khi ${reasonsWatched(params).vi}. Nêu rõ lý do. Kết thúc khi tàu vào cảng.`,
    en: `Raised when a vessel leaves port although ${reasonsWatched(params).en}. The reason is named. Cleared when it is in port again.`,
  }),
  consequence: {
    vi: 'Tàu và người trên tàu gặp nguy hiểm, hoặc khai thác trái phép trong chuyến biển này.',
    en: 'Vessel and crew are in danger, or the trip itself is unlawful.',
  },
  action: {
    vi: 'Gọi thuyền trưởng, chủ tàu quay lại cảng; báo đồn Biên phòng và cảng nơi tàu rời đi.',
    en: 'Call captain and owner to turn back; tell the border-guard station and the port that it left.',
  },
  /** own choice: the sooner it is called, the shorter the way back */
  minutesToAct: 15,
  rests(pair, { inPort }) {
    if (!inPort) return !pair || pair.open !== undefined;
    return !pair || (!pair.open && (pair.memo as unknown as Memory).outside === 0);
  },
  step(pair, seen, ready, closed) {
    if (seen.inPort) {
      if (pair?.open) closed.push(endedOnTrack(pair.open, seen.fix));
      else if (pair && (pair.memo as unknown as Memory).outside === 0) return pair;
      return inPort(seen, ready);
    }
    if (!pair || pair.open) return pair;
    const memory = outside(pair.memo as unknown as Memory, seen);
    if (!isOut(memory, seen, ready)) return { ...pair, memo: { ...memory } };
    const reasons = reasonsOf(seen.profile, memory, ready.params);
    if (reasons.length === 0) return undefined;
    const { fix } = seen;
    const open = openedOnTrack(ready, seen.vesselId, memory.first!, evidenceOf(memory), {
      reasons: reasons.join(','),
      port: memory.port,
      ...untilDates(reasons, seen.profile, ready.params),
      ...(fix.speedKn === undefined ? {} : { speedKn: fix.speedKn }),
      ...(fix.courseDeg === undefined ? {} : { courseDeg: fix.courseDeg }),
    });
    return { ...pair, side: 1, open, memo: { ...memory } };
  },
};

function inPort(seen: TrackSighting, ready: ReadyRule): Pair | undefined {
  const { zones } = ready.rule;
  const port = seen
    .zones()
    .find(({ id, properties }) => properties.kind === 'port' && (!zones?.length || zones.includes(id)));
  if (!port) return undefined;
  const memory: Memory = { port: port.id, outside: 0, times: [] };
  return { rule: ready.rule.id, zone: '', side: -1, memo: { ...memory } };
}

function outside(known: Memory, { fix, previous }: TrackSighting): Memory {
  const lastInside = known.outside === 0 ? previous?.fixTime : known.lastInside;
  const memory: Memory = {
    port: known.port,
    outside: known.outside + 1,
    first: known.first ?? fix,
    times: known.times.length < MAX_TIMES ? [...known.times, fix.fixTime] : known.times,
  };
  if (lastInside !== undefined) memory.lastInside = lastInside;
  return memory;
}

function isOut(memory: Memory, seen: TrackSighting, { params }: ReadyRule): boolean {
  if (memory.outside < (params.confirm as number)) return false;
  return (seen.distanceNm(memory.port) ?? Number.POSITIVE_INFINITY) >= hysteresisNm(params, seen.fix);
}

type Reason = 'sea-ban' | 'licence-expired' | 'certificate-expired' | 'high-risk';

/** What speaks against sailing, as far as it is known: a date that nobody entered accuses nobody. */
function reasonsOf(profile: VesselProfile, { first, lastInside }: Memory, params: Params): Reason[] {
  const left = first!.fixTime;
  const reasons: Reason[] = [];
  if (isBanned(params, left, lastInside)) reasons.push('sea-ban');
  if (params.licence && isOver(profile.licenceUntil, left)) reasons.push('licence-expired');
  if (params.certificate && isOver(profile.certificateUntil, left)) reasons.push('certificate-expired');
  if (params.highRisk && profile.highRisk) reasons.push('high-risk');
  return reasons;
}

/** It was still in port when the ban began: whoever may have left before is not accused. */
function isBanned({ banFrom, banTo }: Params, left: number, lastInside: number | undefined): boolean {
  const from = dayStart(banFrom as string | undefined);
  if (from === undefined || left < from || lastInside === undefined || lastInside < from) return false;
  const until = banTo === undefined ? undefined : endOf(banTo as string);
  return until === undefined || left < until;
}

function endOf(text: string): number | undefined {
  return text.length === 10 ? dayEnd(text) : dayStart(text);
}

function isOver(until: string | undefined, time: number): boolean {
  const end = until === undefined ? undefined : dayEnd(until);
  return end !== undefined && time >= end;
}

function untilDates(reasons: readonly Reason[], profile: VesselProfile, params: Params): Record<string, string> {
  const dates: Record<string, string> = {};
  if (reasons.includes('sea-ban') && params.banTo !== undefined) dates.banTo = String(params.banTo);
  if (reasons.includes('licence-expired')) dates.licenceUntil = profile.licenceUntil!;
  if (reasons.includes('certificate-expired')) dates.certificateUntil = profile.certificateUntil!;
  return dates;
}

function evidenceOf({ lastInside, times }: Memory): number[] {
  return lastInside === undefined ? [...times] : [lastInside, ...times];
}

function reasonsWatched(params: Params): { vi: string; en: string } {
  const vi: string[] = [];
  const en: string[] = [];
  if (params.banFrom !== undefined) {
    vi.push(`có lệnh cấm biển (từ ${params.banFrom}${params.banTo === undefined ? '' : ` đến hết ${params.banTo}`})`);
    en.push(`a sea ban is in force (from ${params.banFrom}${params.banTo === undefined ? '' : ` to ${params.banTo}`})`);
  }
  if (params.licence) {
    vi.push('giấy phép khai thác đã hết hạn');
    en.push('its licence has expired');
  }
  if (params.certificate) {
    vi.push('đăng kiểm đã hết hạn');
    en.push('its technical certificate has expired');
  }
  if (params.highRisk) {
    vi.push('tàu thuộc danh sách nguy cơ cao');
    en.push('it is on the high-risk list');
  }
  return { vi: vi.join(', hoặc '), en: en.join(', or ') };
}
