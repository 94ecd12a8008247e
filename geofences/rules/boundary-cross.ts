/**
 * boundary-cross: out of our side of a boundary, cleared on the way back. The boundary is an area (leaving it is the
 * crossing) or a directed line with `ourSide`. A vessel first seen on the far side has not been seen crossing: nothing.
 */
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
  consequence: {
    vi: 'Tàu khai thác ở vùng biển nước ngoài: nguy cơ bị bắt giữ, phạt từ 800 triệu đồng (tàu từ 24 m), ảnh hưởng cảnh báo thẻ vàng IUU.',
    en: 'Fishing in foreign waters: it may be seized, fines start at 800 million VND (from 24 m), and the IUU yellow card is at stake.',
  },
  action: {
    vi: 'Tiếp nhận trong 5 phút; gọi thuyền trưởng, chủ tàu yêu cầu quay về; báo BĐBP, Kiểm ngư; sau 60 phút chưa quay về thì chuyển cấp.',
    en: 'Acknowledge within 5 minutes; call captain and owner to come back; tell border guard and surveillance; escalate when it is not back within 60 minutes.',
  },
  /** domain.md §2.1: acknowledged in 5, first call in 15, escalated in 60 minutes */
  minutesToAct: 15,
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
  return context.zone.geometry.type === 'LineString' ? 1 : -1;
}

function start(context: PairContext, firstSeen: boolean, side: Side | 0): Pair {
  return freshPair(context, firstSeen && side === 1 ? 1 : restingSide(context));
}
