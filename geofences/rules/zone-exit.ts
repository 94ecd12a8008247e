/** zone-exit: seen inside, then outside. Cleared when it comes back. What was out and back between sparse fixes is told, too. */
import { passUnseen, unseenBeyondNm } from './between-fixes.ts';
import { advance, freshPair, orForget, withOpen } from './confirmation.ts';
import type { ZoneKindOfRule } from './kind.ts';
import { leaveAside } from './left-aside.ts';
import { ended, momentDetails, opened } from './occurrences.ts';
import { appliesToParam, confirmMinutes, confirmParam, fixesInARow, hysteresis, zoneKinds } from './params.ts';

export const zoneExit: ZoneKindOfRule = {
  kind: 'zone-exit',
  title: { vi: 'Ra khỏi vùng', en: 'Leaves a zone' },
  watches: 'zone',
  by: 'inside',
  lines: false,
  priority: 3,
  params: [confirmParam(2), confirmMinutes, hysteresis, appliesToParam('all'), zoneKinds, leaveAside],
  explain: (params) => ({
    vi: `Báo khi tàu đang ở trong vùng đi ra ngoài và có ${params.confirm} vị trí liên tiếp ngoài vùng; kết thúc khi tàu trở lại vùng. Đường đi giữa hai vị trí trong vùng mà cắt ra ngoài rồi trở lại, xa hơn sai số của vị trí, cũng được ghi nhận với độ tin cậy thấp.`,
    en: `Raised when a vessel that was inside leaves and ${fixesInARow(params.confirm, ['lies', 'lie'])} outside; cleared when it comes back. A way between two fixes inside that leads out and back, farther than their errors, is noted with low confidence.`,
  }),
  consequence: {
    vi: 'Tàu rời vùng (cảng, nơi tránh trú) mà không ai biết thì việc kiểm soát xuất bến, kiểm đếm tàu bị sai.',
    en: 'A vessel that leaves unnoticed (a port, a shelter) makes departure control and the count of vessels wrong.',
  },
  action: {
    vi: 'Đối chiếu với khai báo rời cảng; nếu tàu không được rời, gọi thuyền trưởng hoặc chủ tàu.',
    en: 'Compare with the declared departure; where it may not leave, call captain or owner.',
  },
  /** own choice: the 1-hour notice of port departure (Luật Thủy sản Đ.82) */
  minutesToAct: 60,
  step(pair, sighting, context, closed) {
    const firstSeenInside = !sighting.previous && sighting.side === 1;
    const known = pair ?? freshPair(context, firstSeenInside ? 1 : -1);
    const beyondNm = known.side === 1 && sighting.side === 1 ? unseenBeyondNm(sighting, context) : undefined;
    if (beyondNm !== undefined) passUnseen(sighting, sighting.returned, context, closed, { beyondNm });
    const next = advance(known, sighting, context.ready.params, { raisesOn: -1 });
    if (!next.turned) return next.pair === pair ? pair : orForget(next.pair, -1);
    if (next.pair.side === -1) {
      return withOpen(next.pair, opened(context, sighting.vesselId, next.turned, momentDetails(sighting, next.turned)));
    }
    if (next.pair.open) closed.push(ended(next.pair.open, next.turned));
    return withOpen(next.pair, undefined);
  },
};
