/**
 * boundary-cross: out of our side of a boundary, cleared on the way back. The boundary is an area (leaving it is the
 * crossing) or a directed line with `ourSide`. A vessel first seen on the far side has not been seen crossing: nothing.
 * A dated permission is an exception while it lasts; whoever outlasts it is raised when it ends.
 */
import { isDirectedLine } from '../geometry/shape.ts';
import { neighbourAt } from '../neighbour.ts';
import type { Occurrence } from '../types.ts';
import { passUnseen, unseenBeyondNm } from './between-fixes.ts';
import { advance, freshPair, orForget, withMemo, withOpen } from './confirmation.ts';
import type { Moment, Pair, PairContext, Run, Side, Sighting, ZoneKindOfRule } from './kind.ts';
import { leaveAside } from './left-aside.ts';
import { crossingAt, ended, endedIn, momentBetween, momentDetails, opened } from './occurrences.ts';
import {
  appliesToParam,
  confirmMinutes,
  confirmParam,
  FIRST_CALL_MIN,
  fixesInARow,
  hysteresis,
  zoneKinds,
} from './params.ts';
import { permittedSpan } from './permission.ts';

/** JSON-safe memory of one way out: kept while the vessel is beyond, whether raised or permitted. */
type WayOut = {
  readonly run: Run;
  readonly details: Record<string, number | string>;
};

export const boundaryCross: ZoneKindOfRule = {
  kind: 'boundary-cross',
  title: { vi: 'Vượt ranh giới', en: 'Crossed the boundary' },
  watches: 'zone',
  by: 'inside',
  lines: true,
  heedsPermissions: true,
  priority: 1,
  params: [confirmParam(2), confirmMinutes, hysteresis, appliesToParam('registered'), zoneKinds, leaveAside],
  explain: (params) => ({
    vi: `Báo khi tàu vượt ranh giới từ phía ta ra ngoài và có ${params.confirm} vị trí liên tiếp ở ngoài, ngoài sai số của vị trí; kết thúc khi tàu quay về. Giờ và tọa độ vượt là nội suy giữa vị trí cuối bên trong và vị trí đầu bên ngoài. Tàu được thấy lần đầu ở ngoài không bị coi là vượt ranh giới. Giấy phép còn hạn là ngoại lệ; tàu ở lại sau khi hết hạn thì báo từ lúc hết hạn. Đường đi giữa hai vị trí ở phía ta mà cắt qua ranh giới rồi trở lại, xa hơn sai số của vị trí, được ghi nhận ở mức cần xem xét, độ tin cậy thấp.`,
    en: `Raised when a vessel crosses from our side and ${fixesInARow(params.confirm, ['lies', 'lie'])} beyond, farther than their own error; cleared when it is back. Time and place are interpolated between the last fix inside and the first outside. A vessel first seen beyond has not been seen crossing. A permission in force is an exception; whoever stays beyond it is raised when it ends. A way between two fixes on our side that leads over the boundary and back, farther than their errors, is noted to be looked into, with low confidence.`,
  }),
  consequence: {
    vi: 'Tàu khai thác ở vùng biển nước ngoài: nguy cơ bị bắt giữ, phạt từ 800 triệu đồng (tàu từ 24 m), ảnh hưởng cảnh báo thẻ vàng IUU.',
    en: 'Fishing in foreign waters: it may be seized, fines start at 800 million VND (from 24 m), and the IUU yellow card is at stake.',
  },
  action: {
    vi: 'Tiếp nhận trong 5 phút; gọi thuyền trưởng, chủ tàu yêu cầu quay về; báo BĐBP, Kiểm ngư; sau 60 phút chưa quay về thì chuyển cấp.',
    en: 'Acknowledge within 5 minutes; call captain and owner to come back; tell border guard and surveillance; escalate when it is not back within 60 minutes.',
  },
  minutesToAct: FIRST_CALL_MIN,
  lastsOutside: true,
  /** Beyond, only a permission that begins has anything to say of what is raised. */
  rests: (pair, { isBeyond, profile }) => isBeyond && pair?.open !== undefined && !profile.permissions?.length,
  step(pair, sighting, context, closed) {
    const known = pair ?? start(context, sighting.previous === undefined, sighting.side);
    if (sighting.returned && known.side === 1) crossUnseen(sighting, context, closed);
    const next = advance(known, sighting, context.ready.params, { raisesOn: -1, strict: true });
    const resting = restingSide(context);
    if (!next.turned) {
      const settled = next.pair.memo ? settle(next.pair, sighting, context, closed) : next.pair;
      return settled === pair ? pair : orForget(settled, resting);
    }
    if (next.pair.side === 1) {
      if (next.pair.open) closed.push(ended(next.pair.open, next.turned));
      return orForget(withMemo(withOpen(next.pair, undefined), undefined), resting);
    }
    // Round the end of a line without cutting it: it is beyond, but a crossing was not seen and is not invented.
    if (!next.turned.crossing) return orForget(next.pair, resting);
    return cross(next.pair, next.turned, sighting, context);
  },
};

/** Over the boundary and back between two fixes on our side. */
function crossUnseen(sighting: Sighting, context: PairContext, closed: Occurrence[]): void {
  const { previous, fix, returned, profile } = sighting;
  const beyondNm = unseenBeyondNm(sighting, context);
  if (!previous || !returned || beyondNm === undefined) return;
  const { time, lon, lat } = crossingAt(previous, fix, returned.fraction);
  if (permittedSpan(profile, context.zone.id, time)) return;
  passUnseen(sighting, returned, context, closed, { beyondNm, ...neighbourDetails(context, lon, lat) });
}

/** It is beyond, and was seen to go there. */
function cross(pair: Pair, run: Run, sighting: Sighting, context: PairContext): Pair {
  const { lon, lat, time } = run.crossing!;
  const details = {
    ...momentDetails(sighting, run),
    beyondNm: Math.round(sighting.distanceNm() * 100) / 100,
    ...neighbourDetails(context, lon, lat),
  };
  const wayOut: WayOut = { run, details };
  const { profile } = sighting;
  const { fix, previous } = sighting;
  if (permittedSpan(profile, context.zone.id, fix.fixTime)) return withMemo(pair, wayOut);
  const permitted = permittedSpan(profile, context.zone.id, time);
  return raise(pair, wayOut, sighting, context, permitted && momentBetween(previous ?? fix, fix, permitted.until));
}

/** One more fix beyond: a permission may have ended, or begun. */
function settle(pair: Pair, sighting: Sighting, context: PairContext, closed: Occurrence[]): Pair {
  const { profile, fix, previous } = sighting;
  const permitted = permittedSpan(profile, context.zone.id, fix.fixTime);
  if (pair.open) {
    if (!permitted) return pair;
    // One that covers the crossing itself makes it no offence at all.
    if (permitted.from > pair.open.raisedAt) {
      const closing = endedIn(pair.open, momentBetween(previous ?? fix, fix, permitted.from));
      closed.push({ ...closing, details: { ...closing.details, outcome: 'permitted' } });
    }
    return withOpen(pair, undefined);
  }
  if (permitted) return pair;
  const until = previous && permittedSpan(profile, context.zone.id, previous.fixTime)?.until;
  const outlasted = momentBetween(previous ?? fix, fix, until ?? fix.fixTime);
  return raise(pair, pair.memo as WayOut, sighting, context, outlasted);
}

/** @param outlasted when the permission under which it crossed came to its end, where that is why it is raised */
function raise(pair: Pair, wayOut: WayOut, sighting: Sighting, context: PairContext, outlasted?: Moment): Pair {
  const { run, details } = wayOut;
  if (!outlasted) return withMemo(withOpen(pair, opened(context, sighting.vesselId, run, details)), wayOut);
  const { time, lon, lat } = outlasted;
  const times = [...new Set([...run.times, sighting.fix.fixTime])];
  const opening = { ...run, times, nth: `permission ${time}` };
  const open = opened(context, sighting.vesselId, opening, { ...details, permissionEnded: time });
  return withMemo(withOpen(pair, { ...open, raisedAt: time, lon, lat }), wayOut);
}

/** The neighbour's side at a place, for the sentence; nothing where the zone names nobody. */
export function neighbourDetails({ zone }: PairContext, lon: number, lat: number): Record<string, string> {
  const neighbour = neighbourAt(zone, lon, lat);
  return neighbour ? { neighbourVi: neighbour.vi, neighbourEn: neighbour.en } : {};
}

/** Without a pair, a vessel is outside an area and on our side of a line. */
function restingSide(context: PairContext): Side {
  return isDirectedLine(context.zone) ? 1 : -1;
}

function start(context: PairContext, firstSeen: boolean, side: Side | 0): Pair {
  return freshPair(context, firstSeen && side === 1 ? 1 : restingSide(context));
}
