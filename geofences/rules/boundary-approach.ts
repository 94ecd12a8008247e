/** boundary-approach: within a distance of a boundary, on either side of it. Cleared when it is clear of that band. */

import { formatSpan } from '../position-text.ts';
import type { Occurrence } from '../types.ts';
import { neighbourDetails } from './boundary-cross.ts';
import { advance, freshPair, orForget, withMemo, withOpen } from './confirmation.ts';
import type { Explanation, Pair, PairContext, Run, Sighting, ZoneKindOfRule } from './kind.ts';
import { leaveAside } from './left-aside.ts';
import { ended, momentBetween, momentDetails, opened } from './occurrences.ts';
import {
  appliesToParam,
  confirmMinutes,
  confirmParam,
  FIRST_CALL_MIN,
  fixesInARow,
  hysteresis,
  type ParamSpec,
  zoneKinds,
} from './params.ts';
import { permittedSpan } from './permission.ts';

const withinNm: ParamSpec = {
  name: 'withinNm',
  type: 'number',
  unit: 'nm',
  default: 6,
  min: 0.05,
  max: 60,
  source: {
    vi: 'các mức 15, 6 và 1 hải lý đang dùng trong ứng dụng của ngư dân và mẫu của Cục Thủy sản',
    en: 'bands of 15, 6 and 1 nm in use by fishers’ apps and the Fisheries Department’s template',
  },
  vi: 'Khoảng cách tới ranh giới',
  en: 'Distance to the boundary',
};

/** What a fishing boat does on her way (domain.md §1.4), and how often VMS reports. */
const WAY_KN = 8;
const REPORT_HOURS = 2;

function hoursFor(nm: number): number {
  return nm / WAY_KN;
}

function consequenceOf(nm: number): Explanation {
  const hours = hoursFor(nm);
  const isOnceMore = hours > REPORT_HOURS;
  const way = `Với ${WAY_KN} hải lý/giờ tàu tới ranh giới sau ${formatSpan(hours, 'vi')}`;
  const wayEn = `At ${WAY_KN} kn it is at the boundary in ${formatSpan(hours, 'en')}`;
  return {
    vi: `${way}: ${isOnceMore ? 'chỉ còn ít lần báo vị trí trước khi vượt' : 'có thể đã vượt trước lần báo vị trí sau'} (VMS 2 giờ một lần).`,
    en: `${wayEn}: ${isOnceMore ? 'few reports are left before it is across' : 'it may be across before its next report'} (VMS every 2 h).`,
  };
}

export const boundaryApproach: ZoneKindOfRule = {
  kind: 'boundary-approach',
  title: { vi: 'Gần ranh giới', en: 'Near the boundary' },
  watches: 'zone',
  by: 'near',
  lines: true,
  heedsPermissions: true,
  priority: 2,
  params: [withinNm, confirmParam(2), confirmMinutes, hysteresis, appliesToParam('registered'), zoneKinds, leaveAside],
  explain: (params) => ({
    vi: `Báo khi tàu cách ranh giới không quá ${params.withinNm} hải lý (${params.confirm} vị trí liên tiếp); kết thúc khi tàu lui xa hơn khoảng đó cộng với khoảng đệm ở cùng phía; tàu đã sang phía bên kia thì cảnh báo vẫn giữ. Tàu có giấy phép còn hạn không bị báo; còn ở gần khi giấy phép hết hạn thì báo từ lúc đó.`,
    en: `Raised when a vessel is within ${params.withinNm} nm of the boundary (${fixesInARow(params.confirm)}); cleared when it has drawn back farther than that by the deadband; while it is on the other side, the alert stays. A vessel with a permission in force is not raised; one that is still near when it ends is raised from then on.`,
  }),
  consequence: ({ withinNm: nm }) => consequenceOf(Number(nm)),
  action: {
    vi: 'Gọi thuyền trưởng hoặc chủ tàu nhắc không vượt ranh giới; theo dõi vị trí tiếp theo.',
    en: 'Call captain or owner to keep on our side; watch for the next fix.',
  },
  minutesToAct: ({ withinNm: nm }) => Math.min(FIRST_CALL_MIN, Math.max(1, Math.floor(hoursFor(Number(nm)) * 60))),
  /** Once over the edge it stays near, however far it goes. */
  rests: (pair, { isBeyond }) => pair?.open?.details?.side === (isBeyond ? 'inside' : 'outside'),
  step(pair, seen, context, closed) {
    const within = Number(context.ready.params.withinNm);
    const sighting = pair && hasGoneOver(pair, seen) ? { ...seen, side: 1 as const } : seen;
    // Coming near needs no deadband: the band is a warning already. Going away does.
    const beyondNm = sighting.side === 1 ? () => Number.POSITIVE_INFINITY : () => sighting.distanceNm() - within;
    const next = advance(pair ?? freshPair(context, -1), sighting, context.ready.params, { raisesOn: 1, beyondNm });
    if (!next.turned) {
      const settled = next.pair.memo ? outlasted(next.pair, sighting, context) : next.pair;
      return settled === pair ? pair : orForget(settled, -1);
    }
    if (next.pair.side === 1) {
      const { profile, fix } = sighting;
      if (permittedSpan(profile, context.zone.id, fix.fixTime)) return withMemo(next.pair, PERMITTED);
      return withOpen(next.pair, near(placed(next.turned), sighting, context));
    }
    if (next.pair.open) closed.push(ended(next.pair.open, placed(next.turned)));
    return orForget(withMemo(withOpen(next.pair, undefined), undefined), -1);
  },
};

/** It came near under a permission. */
const PERMITTED = Object.freeze({ permitted: true });

/** Whoever is still near when the permission has ended is raised from then on. */
function outlasted(pair: Pair, sighting: Sighting, context: PairContext): Pair {
  const { fix, previous, profile } = sighting;
  if (sighting.side !== 1 || permittedSpan(profile, context.zone.id, fix.fixTime)) return pair;
  const until = previous && permittedSpan(profile, context.zone.id, previous.fixTime)?.until;
  const run: Run = { count: 1, first: fix, times: [fix.fixTime], sure: true };
  if (until !== undefined) run.began = momentBetween(previous!, fix, until);
  return withMemo(withOpen(pair, near(run, sighting, context)), undefined);
}

function near(run: Run, sighting: Sighting, context: PairContext): Occurrence {
  const { lon, lat } = sighting.fix;
  return opened(context, sighting.vesselId, run, {
    ...momentDetails(sighting, run),
    distanceNm: Math.round(sighting.distanceNm() * 100) / 100,
    withinNm: Number(context.ready.params.withinNm),
    side: sideName(sighting),
    ...neighbourDetails(context, lon, lat),
  });
}

function sideName(sighting: Sighting): string {
  if (sighting.inside === undefined) return 'unknown';
  return sighting.inside ? 'inside' : 'outside';
}

/** It came near on one side and is now beyond the edge: that is no moving away, however far it goes. */
function hasGoneOver(pair: Pair, sighting: Sighting): boolean {
  const came = pair.open?.details?.side;
  const now = sideName(sighting);
  return (came === 'inside' && now === 'outside') || (came === 'outside' && now === 'inside');
}

/** A band is not a line that anybody crosses: its times are fix times. */
function placed(run: Run): Run {
  return { count: run.count, first: run.first, times: run.times, sure: run.sure };
}
