/** zone-enter: seen outside, then inside. Cleared when it leaves. A first fix inside is no entry. What went through between sparse fixes is told, too. */

import type { Fix } from '../fix.ts';
import { quickDistanceM } from '../geometry/ellipsoid.ts';
import type { Occurrence } from '../types.ts';
import { HOP_MAX_KN, passUnseen } from './between-fixes.ts';
import { advance, freshPair, orForget, withOpen } from './confirmation.ts';
import type { PairContext, Run, Sighting, ZoneKindOfRule } from './kind.ts';
import { leaveAside } from './left-aside.ts';
import { crossingAt, ended, momentDetails, opened } from './occurrences.ts';
import { appliesToParam, confirmMinutes, confirmParam, fixesInARow, hysteresis, zoneKinds } from './params.ts';

/** Between fixes on both sides that are closer than this, one more inside would have come: own choice, below the VMS duties of 1 to 3 h. */
const SPARSE_MS = 3_600_000;
/** By so much the way through the zone may be longer than straight on: a wild fix lies off the way, a passage on it (own choice; a right turn is 1.41). */
const MOST_DETOUR = 1.5;

export const zoneEnter: ZoneKindOfRule = {
  kind: 'zone-enter',
  title: { vi: 'Vào vùng', en: 'Enters a zone' },
  watches: 'zone',
  by: 'inside',
  lines: false,
  priority: 3,
  params: [confirmParam(2), confirmMinutes, hysteresis, appliesToParam('all'), zoneKinds, leaveAside],
  explain: (params) => ({
    vi: `Báo khi tàu từ ngoài đi vào vùng và có ${params.confirm} vị trí liên tiếp trong vùng; kết thúc khi tàu ra hẳn khỏi vùng. Tàu đi cắt qua vùng giữa hai vị trí, hoặc đi qua mà chỉ có ít hơn chừng ấy vị trí thưa trong vùng, cũng được ghi nhận với độ tin cậy thấp.`,
    en: `Raised when a vessel comes from outside and ${fixesInARow(params.confirm, ['lies', 'lie'])} in the zone; cleared when it has left for good. A vessel that cut through between two fixes, or passed with fewer, sparse fixes inside, is noted with low confidence.`,
  }),
  consequence: {
    vi: 'Việc quản lý vùng (cấm, hạn chế, theo dõi) không có hiệu lực nếu tàu vào mà không ai biết.',
    en: 'Whatever the zone is there for (a ban, a limit, a watch) is void when vessels enter unnoticed.',
  },
  action: {
    vi: 'Xem tàu và hành trình; nếu vùng không cho phép, gọi thuyền trưởng hoặc chủ tàu.',
    en: 'Look at the vessel and its track; where the zone does not allow it, call captain or owner.',
  },
  /** domain.md §2.1: first call within 15 minutes where it is urgent; a watched zone is not. */
  minutesToAct: 60,
  step(pair, sighting, context, closed) {
    if (!pair && sighting.clipped) passUnseen(sighting, sighting.crossing, context, closed);
    else if (pair?.side === -1 && pair.run && sighting.side === -1) passage(pair.run, sighting, context, closed);
    const known = pair ?? (sighting.previous || sighting.side !== 1 ? freshPair(context, -1) : freshPair(context, 1));
    const next = advance(known, sighting, context.ready.params, { raisesOn: 1 });
    if (!next.turned) return next.pair === pair ? pair : orForget(next.pair, -1);
    if (next.pair.side === 1)
      return withOpen(next.pair, opened(context, sighting.vesselId, next.turned, momentDetails(sighting, next.turned)));
    if (next.pair.open) closed.push(ended(next.pair.open, next.turned));
    return orForget(withOpen(next.pair, undefined), -1);
  },
};

/** Fewer fixes inside than confirm it, and out again on the other side: its reports are too sparse for more of them. */
function passage(run: Run, sighting: Sighting, context: PairContext, closed: Occurrence[]): void {
  const { previous, fix, crossing } = sighting;
  const before = run.crossing?.before;
  if (!run.sure || !before || !previous || !crossing || fix.fixTime - before.fixTime < SPARSE_MS) return;
  const lengthM = metres(before, run.first) + metres(run.first, previous) + metres(previous, fix);
  const speedKn = lengthM / 1852 / ((fix.fixTime - before.fixTime) / 3_600_000);
  if (!(speedKn <= HOP_MAX_KN && lengthM <= MOST_DETOUR * metres(before, fix))) return;
  const start = opened(context, sighting.vesselId, run, {
    ...momentDetails({ ...sighting, fix: run.first }, run),
    confidence: 'low',
    fixesInside: run.count,
  });
  const out = crossingAt(previous, fix, crossing.fraction);
  closed.push(ended(start, { count: 1, first: fix, times: [fix.fixTime], sure: true, crossing: out }));
}

function metres(from: Pick<Fix, 'lon' | 'lat'>, to: Pick<Fix, 'lon' | 'lat'>): number {
  return quickDistanceM(from.lon, from.lat, to.lon, to.lat);
}
