/** boundary-approach: within a distance of a boundary, on either side of it. Cleared when it is clear of that band. */
import { advance, freshPair, orForget, withOpen } from './confirmation.ts';
import type { Run, ZoneKindOfRule } from './kind.ts';
import { ended, momentDetails, opened } from './occurrences.ts';
import { appliesToParam, confirmMinutes, confirmParam, hysteresis, type ParamSpec } from './params.ts';

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
  priority: 2,
  params: [withinNm, confirmParam(2), confirmMinutes, hysteresis, appliesToParam('registered')],
  explain: (params) => ({
    vi: `Báo khi tàu cách ranh giới không quá ${params.withinNm} hải lý (${params.confirm} vị trí liên tiếp); kết thúc khi tàu ra khỏi khoảng đó cộng với khoảng đệm.`,
    en: `Raised when a vessel is within ${params.withinNm} nm of the boundary (${params.confirm} fix(es) in a row); cleared when it is farther than that by the deadband.`,
  }),
  step(pair, sighting, context, closed) {
    const within = Number(context.ready.params.withinNm);
    // Coming near needs no deadband: the band is a warning already. Going away does.
    const beyond = sighting.side === 1 ? () => Number.POSITIVE_INFINITY : () => sighting.distanceNm() - within;
    const next = advance(pair ?? freshPair(context, -1), sighting, context.ready.params, 1, beyond);
    if (!next.turned) return next.pair === pair ? pair : orForget(next.pair, -1);
    if (next.pair.side === 1) {
      const details = {
        ...momentDetails(sighting, next.turned),
        distanceNm: Math.round(sighting.distanceNm() * 100) / 100,
      };
      return withOpen(next.pair, opened(context, placed(next.turned), { ...details, withinNm: within }));
    }
    if (next.pair.open) closed.push(ended(next.pair.open, placed(next.turned)));
    return orForget(withOpen(next.pair, undefined), -1);
  },
};

/** A band is not a line that anybody crosses: its times are fix times. */
function placed(run: Run): Run {
  return { count: run.count, first: run.first, times: run.times, sure: run.sure };
}
