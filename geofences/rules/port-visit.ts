/**
 * port-visit: a call at a port, from entry to exit, with what shows that it was one. Global Fishing Watch's definition
 * (ui.md §2) on our port zones: they stand for the 3 km round an anchorage, and a visit ends 1 km beyond their edge.
 */
import type { Fix } from '../fix.ts';
import { quickDistanceM } from '../geometry/ellipsoid.ts';
import type { Occurrence } from '../types.ts';
import type { Pair, PairContext, Sighting, ZoneKindOfRule } from './kind.ts';
import { leaveAside } from './left-aside.ts';
import { endedAt, opened } from './occurrences.ts';
import { appliesToParam, type ParamSpec, zoneKindsParam } from './params.ts';

const exitKm: ParamSpec = {
  name: 'exitKm',
  type: 'number',
  unit: 'km',
  default: 1,
  min: 0,
  max: 20,
  source: {
    vi: 'Global Fishing Watch: vào khi cách nơi neo đậu dưới 3 km, ra khi quá 4 km',
    en: 'Global Fishing Watch: entry within 3 km of the anchorage, exit beyond 4 km',
  },
  vi: 'Kết thúc khi ra xa mép vùng cảng',
  en: 'Ends this far beyond the edge of the port zone',
};
const stopKn: ParamSpec = {
  name: 'stopKn',
  type: 'number',
  unit: 'kn',
  default: 0.2,
  min: 0,
  max: 2,
  source: {
    vi: 'Global Fishing Watch: dừng khi xuống 0,2 hải lý/giờ, chạy lại khi lên 0,5',
    en: 'Global Fishing Watch: a stop begins at 0.2 kn and ends at 0.5 kn',
  },
  vi: 'Dừng khi vận tốc không quá',
  en: 'Stops at this speed or less',
};
const startKn: ParamSpec = {
  name: 'startKn',
  type: 'number',
  unit: 'kn',
  default: 0.5,
  min: 0,
  max: 5,
  source: {
    vi: 'Global Fishing Watch: dừng khi xuống 0,2 hải lý/giờ, chạy lại khi lên 0,5',
    en: 'Global Fishing Watch: a stop begins at 0.2 kn and ends at 0.5 kn',
  },
  vi: 'Hết dừng khi vận tốc từ',
  en: 'Is under way again from this speed on',
};
const gapHours: ParamSpec = {
  name: 'gapHours',
  type: 'number',
  unit: 'h',
  default: 4,
  min: 1,
  max: 240,
  source: {
    vi: 'Global Fishing Watch: không có vị trí từ 4 giờ trong cảng tính là ở lại',
    en: 'Global Fishing Watch: a gap of 4 h or more in port counts as a stay',
  },
  vi: 'Không có tín hiệu trong cảng từ',
  en: 'Silent in port for',
};
const confidence: ParamSpec = {
  name: 'confidence',
  type: 'number',
  default: 2,
  min: 1,
  max: 4,
  source: {
    vi: 'Global Fishing Watch: 1 chỉ vào hoặc ra, 2 chỉ dừng hoặc mất vị trí, 3 vào hoặc ra kèm dừng, 4 cả vào và ra; dùng từ 2',
    en: 'Global Fishing Watch: 1 entry or exit only, 2 stop or gap only, 3 one of entry and exit with stop or gap, 4 both with it; use 2 and up',
  },
  vi: 'Độ tin cậy ít nhất (1 đến 4)',
  en: 'Least confidence (1 to 4)',
};

/** Plain data in the pair's memo. */
interface Visit {
  first: Fix;
  /** Seen outside before. */
  entered: boolean;
  /** It lies still since (fix time); 0: under way. */
  stillSince: number;
  stopMinutes: number;
  hasStopped: boolean;
  hasGap: boolean;
}

export const portVisit: ZoneKindOfRule = {
  kind: 'port-visit',
  title: { vi: 'Ghé cảng', en: 'Port visit' },
  watches: 'zone',
  by: 'inside',
  lines: false,
  dwells: true,
  priority: 4,
  params: [
    exitKm,
    stopKn,
    startKn,
    gapHours,
    confidence,
    appliesToParam('all'),
    zoneKindsParam(['port'], {
      vi: 'Global Fishing Watch: nơi neo đậu; ở đây là các vùng cảng',
      en: 'Global Fishing Watch: anchorages; ours are the port zones',
    }),
    leaveAside,
  ],
  orders: [{ from: 'stopKn', to: 'startKn' }],
  explain: (params) => ({
    vi: `Báo khi tàu ghé cảng: từ lúc vào vùng cảng đến khi ra xa mép vùng ${params.exitKm} km, nếu tàu có dừng (từ ${params.stopKn} hải lý/giờ trở xuống) hoặc mất tín hiệu trong cảng từ ${params.gapHours} giờ. Cần độ tin cậy ${params.confidence} trên 4 (thấy vào, thấy dừng, thấy ra). Đây là sự kiện, không phải vi phạm.`,
    en: `Raised when a vessel calls at a port: from entering its zone to ${params.exitKm} km beyond its edge, with a stop (${params.stopKn} kn or less) or ${params.gapHours} h of silence in between. Needs confidence ${params.confidence} of 4: entry seen, stop seen, exit seen. An event, no offence.`,
  }),
  consequence: {
    vi: 'Dùng để đối chiếu khai báo ra vào cảng, sản lượng bốc dỡ.',
    en: 'Held against port declarations and landings.',
  },
  action: {
    vi: 'Không cần làm gì ngay; đối chiếu với khai báo ra vào cảng khi cần.',
    en: 'Nothing at once; compare with the port declaration where needed.',
  },
  /** own choice: a log event */
  minutesToAct: 1440,
  step(pair, sighting, context, closed) {
    const isInside = sighting.side === 1;
    if (!pair) return isInside ? judged(arrived(sighting, context), undefined, sighting, context) : undefined;
    const known = pair.memo!.visit as Visit;
    if (!isInside) {
      const beyondKm = sighting.distanceNm() * 1.852;
      return beyondKm < (context.ready.params.exitKm as number) ? pair : left(pair, known, sighting, context, closed);
    }
    const visit = stayed(known, sighting, context);
    return visit === known ? pair : judged(visit, pair.open, sighting, context);
  },
};

function arrived({ fix, previous }: Sighting, { ready }: PairContext): Visit {
  const isStill = fix.speedKn !== undefined && fix.speedKn <= (ready.params.stopKn as number);
  return {
    first: fix,
    entered: previous !== undefined,
    stillSince: isStill ? fix.fixTime : 0,
    stopMinutes: 0,
    hasStopped: isStill,
    hasGap: false,
  };
}

/** The same visit while nothing new is seen, which is nearly always. */
function stayed(known: Visit, { fix, previous }: Sighting, { ready }: PairContext): Visit {
  const { params } = ready;
  const hours = previous ? (fix.fixTime - previous.fixTime) / 3_600_000 : 0;
  const hasGap = known.hasGap || hours >= (params.gapHours as number);
  const speedKn = fix.speedKn ?? (previous && hours > 0 ? impliedKn(previous, fix, hours) : undefined);
  const isStill = known.stillSince > 0;
  if (!isStill && speedKn !== undefined && speedKn <= (params.stopKn as number)) {
    return { ...known, hasGap, hasStopped: true, stillSince: fix.fixTime };
  }
  if (isStill && speedKn !== undefined && speedKn >= (params.startKn as number)) {
    const stopMinutes = known.stopMinutes + Math.round((fix.fixTime - known.stillSince) / 60_000);
    return { ...known, hasGap, stillSince: 0, stopMinutes };
  }
  return hasGap === known.hasGap ? known : { ...known, hasGap };
}

function impliedKn(from: Fix, to: Fix, hours: number): number {
  return quickDistanceM(from.lon, from.lat, to.lon, to.lat) / 1852 / hours;
}

function confidenceOf({ entered, hasStopped, hasGap }: Visit, hasLeft: boolean): number {
  const ends = Number(entered) + Number(hasLeft);
  return hasStopped || hasGap ? 2 + ends : 1;
}

function judged(visit: Visit, open: Occurrence | undefined, sighting: Sighting, context: PairContext): Pair {
  const pair: Pair = { rule: context.ready.rule.id, zone: context.zone.id, side: 1, memo: { visit } };
  if (open) return { ...pair, open };
  const sure = confidenceOf(visit, false);
  if (sure < (context.ready.params.confidence as number)) return pair;
  return { ...pair, open: openedVisit(visit, sure, sighting, context) };
}

function openedVisit(visit: Visit, sure: number, { vesselId }: Sighting, context: PairContext): Occurrence {
  const run = { first: visit.first, times: [visit.first.fixTime] };
  return opened(context, vesselId, run, { portConfidence: sure });
}

function left(pair: Pair, visit: Visit, sighting: Sighting, context: PairContext, closed: Occurrence[]): undefined {
  const { fix } = sighting;
  const sure = confidenceOf(visit, true);
  if (sure < (context.ready.params.confidence as number)) return undefined;
  const open = pair.open ?? openedVisit(visit, sure, sighting, context);
  const still = visit.stillSince > 0 ? Math.round((fix.fixTime - visit.stillSince) / 60_000) : 0;
  const details = {
    ...open.details,
    portConfidence: sure,
    hours: Math.round(((fix.fixTime - visit.first.fixTime) / 3_600_000) * 10) / 10,
    stopMinutes: visit.stopMinutes + still,
  };
  closed.push({ ...endedAt(open, fix), evidence: [...open.evidence, fix.fixTime], details });
  return undefined;
}
