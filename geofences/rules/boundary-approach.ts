/** boundary-approach: within a distance of a boundary, on either side of it. Cleared when it is clear of that band. */
import { neighbourDetails } from './boundary-cross.ts';
import { advance, freshPair, orForget, withOpen } from './confirmation.ts';
import type { Pair, Run, Sighting, ZoneKindOfRule } from './kind.ts';
import { ended, momentDetails, opened } from './occurrences.ts';
import { appliesToParam, confirmMinutes, confirmParam, hysteresis, type ParamSpec, zoneKinds } from './params.ts';
import { permittedSpan } from './permission.ts';

const withinNm: ParamSpec = {
  name: 'withinNm',
  type: 'number',
  unit: 'nm',
  default: 6,
  min: 0.05,
  max: 60,
  source: 'domain.md §1.4: bands of 15, 6 and 1 nm in use by fishers’ apps and the Fisheries Department’s template',
  vi: 'Khoảng cách tới ranh giới',
  en: 'Distance to the boundary',
};

export const boundaryApproach: ZoneKindOfRule = {
  kind: 'boundary-approach',
  watches: 'zone',
  by: 'near',
  lines: true,
  heedsPermissions: true,
  priority: 2,
  params: [withinNm, confirmParam(2), confirmMinutes, hysteresis, appliesToParam('registered'), zoneKinds],
  explain: (params) => ({
    vi: `Báo khi tàu cách ranh giới không quá ${params.withinNm} hải lý (${params.confirm} vị trí liên tiếp); kết thúc khi tàu lui xa hơn khoảng đó cộng với khoảng đệm ở cùng phía; tàu đã sang phía bên kia thì cảnh báo vẫn giữ. Tàu có giấy phép còn hạn không bị báo.`,
    en: `Raised when a vessel is within ${params.withinNm} nm of the boundary (${params.confirm} fix(es) in a row); cleared when it has drawn back farther than that by the deadband; while it is on the other side, the alert stays. A vessel with a permission in force is not raised.`,
  }),
  consequence: {
    vi: 'Tàu có thể vượt ranh giới trước lần báo vị trí sau: với 8 hải lý/giờ, hai giờ là 16 hải lý.',
    en: 'It may be across before its next report: at 8 kn two hours are 16 nm.',
  },
  action: {
    vi: 'Gọi thuyền trưởng hoặc chủ tàu nhắc không vượt ranh giới; theo dõi vị trí tiếp theo.',
    en: 'Call captain or owner to keep on our side; watch for the next fix.',
  },
  /** domain.md §2.1: first call within 15 minutes */
  minutesToAct: 15,
  step(pair, seen, context, closed) {
    const within = Number(context.ready.params.withinNm);
    const sighting = pair && hasGoneOver(pair, seen) ? { ...seen, side: 1 as const } : seen;
    // Coming near needs no deadband: the band is a warning already. Going away does.
    const beyondNm = sighting.side === 1 ? () => Number.POSITIVE_INFINITY : () => sighting.distanceNm() - within;
    const next = advance(pair ?? freshPair(context, -1), sighting, context.ready.params, { raisesOn: 1, beyondNm });
    if (!next.turned) return next.pair === pair ? pair : orForget(next.pair, -1);
    if (next.pair.side === 1) {
      if (permittedSpan(sighting.profile, context.zone.id, sighting.fix.fixTime)) return next.pair;
      const distanceNm = Math.round(sighting.distanceNm() * 100) / 100;
      const details = {
        ...momentDetails(sighting, next.turned),
        distanceNm,
        withinNm: within,
        side: sideName(sighting),
        ...neighbourDetails(context, sighting.fix.lon, sighting.fix.lat),
      };
      return withOpen(next.pair, opened(context, sighting.vesselId, placed(next.turned), details));
    }
    if (next.pair.open) closed.push(ended(next.pair.open, placed(next.turned)));
    return orForget(withOpen(next.pair, undefined), -1);
  },
};

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
