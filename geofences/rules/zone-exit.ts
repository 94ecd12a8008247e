/** zone-exit: seen inside, then outside. Cleared when it comes back. */
import { advance, freshPair, orForget, withOpen } from './confirmation.ts';
import type { ZoneKindOfRule } from './kind.ts';
import { ended, momentDetails, opened } from './occurrences.ts';
import { appliesToParam, confirmMinutes, confirmParam, hysteresis, zoneKinds } from './params.ts';

export const zoneExit: ZoneKindOfRule = {
  kind: 'zone-exit',
  watches: 'zone',
  by: 'inside',
  lines: false,
  priority: 3,
  params: [confirmParam(2), confirmMinutes, hysteresis, appliesToParam('all'), zoneKinds],
  explain: (params) => ({
    vi: `Báo khi tàu đang ở trong vùng đi ra ngoài và có ${params.confirm} vị trí liên tiếp ngoài vùng; kết thúc khi tàu trở lại vùng.`,
    en: `Raised when a vessel that was inside leaves and ${params.confirm} fix(es) in a row lie outside; cleared when it comes back.`,
  }),
  step(pair, sighting, context, closed) {
    const firstSeenInside = !sighting.previous && sighting.side === 1;
    const known = pair ?? freshPair(context, firstSeenInside ? 1 : -1);
    const next = advance(known, sighting, context.ready.params, -1);
    if (!next.turned) return next.pair === pair ? pair : orForget(next.pair, -1);
    if (next.pair.side === -1) {
      return withOpen(next.pair, opened(context, sighting.vesselId, next.turned, momentDetails(sighting, next.turned)));
    }
    if (next.pair.open) closed.push(ended(next.pair.open, next.turned));
    return withOpen(next.pair, undefined);
  },
};
