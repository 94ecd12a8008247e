/** zone-presence: is inside, however it came there. Cleared when it leaves. */
import { advance, freshPair, orForget, withOpen } from './confirmation.ts';
import type { Run, ZoneKindOfRule } from './kind.ts';
import { leaveAside } from './left-aside.ts';
import { ended, momentDetails, opened } from './occurrences.ts';
import { appliesToParam, confirmMinutes, confirmParam, fixesInARow, hysteresis, zoneKinds } from './params.ts';

export const zonePresence: ZoneKindOfRule = {
  kind: 'zone-presence',
  title: { vi: 'Có mặt trong vùng', en: 'Is in a zone' },
  watches: 'zone',
  by: 'inside',
  lines: false,
  priority: 3,
  params: [confirmParam(2), confirmMinutes, hysteresis, appliesToParam('all'), zoneKinds, leaveAside],
  explain: (params) => ({
    vi: `Báo khi có ${params.confirm} vị trí liên tiếp trong vùng, kể cả khi tàu được thấy lần đầu ở trong vùng; kết thúc khi tàu ra khỏi vùng.`,
    en: `Raised when ${fixesInARow(params.confirm, ['lies', 'lie'])} in the zone, also for a vessel first seen inside; cleared when it leaves.`,
  }),
  consequence: {
    vi: 'Tàu ở lại trong vùng mà không ai biết thì việc quản lý vùng không có hiệu lực.',
    en: 'Whatever the zone is there for is void when vessels stay in it unnoticed.',
  },
  action: {
    vi: 'Xem tàu làm gì trong vùng; nếu vùng không cho phép, gọi thuyền trưởng hoặc chủ tàu.',
    en: 'See what the vessel does there; where the zone does not allow it, call captain or owner.',
  },
  /** own choice, as for zone-enter */
  minutesToAct: 60,
  step(pair, sighting, context, closed) {
    const next = advance(pair ?? freshPair(context, -1), sighting, context.ready.params, { raisesOn: 1 });
    if (!next.turned) return next.pair === pair ? pair : orForget(next.pair, -1);
    if (next.pair.side === 1) {
      const seen = attested(next.turned);
      return withOpen(next.pair, opened(context, sighting.vesselId, seen, momentDetails(sighting, seen)));
    }
    if (next.pair.open) closed.push(ended(next.pair.open, next.turned));
    return orForget(withOpen(next.pair, undefined), -1);
  },
};

/** Presence begins with the first fix that shows it, or when the zone came into force; how it came in is zone-enter's to say. */
function attested(run: Run): Run {
  return { count: run.count, first: run.first, times: run.times, sure: run.sure, began: run.began };
}
