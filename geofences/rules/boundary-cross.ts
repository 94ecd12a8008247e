/**
 * boundary-cross: out of our side of a boundary, cleared on the way back. The boundary is an area (leaving it is the
 * crossing) or a directed line with `ourSide`. A vessel first seen on the far side has not been seen crossing: nothing.
 */
import { isDirectedLine } from '../geometry/shape.ts';
import { advance, freshPair, orForget, withOpen } from './confirmation.ts';
import type { Pair, PairContext, Side, ZoneKindOfRule } from './kind.ts';
import { ended, momentDetails, opened } from './occurrences.ts';
import { appliesToParam, confirmMinutes, confirmParam, hysteresis, zoneKinds } from './params.ts';

export const boundaryCross: ZoneKindOfRule = {
  kind: 'boundary-cross',
  watches: 'zone',
  by: 'inside',
  lines: true,
  priority: 1,
  params: [confirmParam(2), confirmMinutes, hysteresis, appliesToParam('registered'), zoneKinds],
  explain: (params) => ({
    vi: `Báo khi tàu vượt ranh giới từ phía ta ra ngoài và có ${params.confirm} vị trí liên tiếp ở ngoài; kết thúc khi tàu quay về. Giờ và tọa độ vượt là nội suy giữa vị trí cuối bên trong và vị trí đầu bên ngoài. Tàu được thấy lần đầu ở ngoài không bị coi là vượt ranh giới.`,
    en: `Raised when a vessel crosses from our side and ${params.confirm} fix(es) in a row lie beyond; cleared when it is back. Time and place are interpolated between the last fix inside and the first outside. A vessel first seen beyond has not been seen crossing.`,
  }),
  step(pair, sighting, context, closed) {
    const next = advance(
      pair ?? start(context, sighting.previous === undefined, sighting.side),
      sighting,
      context.ready.params,
      -1,
    );
    const resting = restingSide(context);
    if (!next.turned) return next.pair === pair ? pair : orForget(next.pair, resting);
    if (next.pair.side === -1) {
      // Round the end of a line without cutting it: it is beyond, but a crossing was not seen and is not invented.
      if (!next.turned.crossing) return orForget(next.pair, resting);
      const details = {
        ...momentDetails(sighting, next.turned),
        beyondNm: Math.round(sighting.distanceNm() * 100) / 100,
      };
      return withOpen(next.pair, opened(context, sighting.vesselId, next.turned, details));
    }
    if (next.pair.open) closed.push(ended(next.pair.open, next.turned));
    return orForget(withOpen(next.pair, undefined), resting);
  },
};

/** Without a pair, a vessel is outside an area and on our side of a line. */
function restingSide(context: PairContext): Side {
  return isDirectedLine(context.zone) ? 1 : -1;
}

function start(context: PairContext, firstSeen: boolean, side: Side | 0): Pair {
  return freshPair(context, firstSeen && side === 1 ? 1 : restingSide(context));
}
