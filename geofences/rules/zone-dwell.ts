/** zone-dwell: inside for so long, one occurrence a stay. Cleared when it leaves. */
import type { Occurrence } from '../types.ts';
import { advance, freshPair, orForget, withMemo, withOpen } from './confirmation.ts';
import type { PairContext, Sighting, ZoneKindOfRule } from './kind.ts';
import { leaveAside } from './left-aside.ts';
import { confidence, ended, momentBetween, opened } from './occurrences.ts';
import {
  appliesToParam,
  confirmMinutes,
  confirmParam,
  fixesInARow,
  hysteresis,
  type ParamSpec,
  zoneKinds,
} from './params.ts';
import { type Stay, stayFrom, stayOf } from './stay.ts';

const MINUTE_MS = 60_000;

const minutes: ParamSpec = {
  name: 'minutes',
  waits: true,
  type: 'number',
  unit: 'min',
  default: 60,
  min: 0,
  max: 43_200,
  source: {
    vi: 'tự chọn: một giờ đủ phân biệt ở lại với đi qua; vùng rộng 6 hải lý đi hết một giờ ở 6 hải lý/giờ',
    en: 'own choice: one hour tells staying from passing, a zone of 6 nm takes that long at 6 kn',
  },
  vi: 'Số phút ở liên tục trong vùng',
  en: 'Minutes inside without a break',
};

export const zoneDwell: ZoneKindOfRule = {
  kind: 'zone-dwell',
  title: { vi: 'Ở lại trong vùng', en: 'Stays in a zone' },
  watches: 'zone',
  by: 'inside',
  lines: false,
  dwells: true,
  priority: 3,
  params: [minutes, confirmParam(2), confirmMinutes, hysteresis, appliesToParam('all'), zoneKinds, leaveAside],
  explain: (params) => ({
    vi: `Báo khi tàu ở liên tục trong vùng từ ${params.minutes} phút (${params.confirm} vị trí liên tiếp trong vùng để xác nhận); kết thúc khi tàu ra hẳn khỏi vùng. Thời gian tính từ vị trí đầu tiên trong vùng, hoặc từ khi vùng có hiệu lực.`,
    en: `Raised when a vessel has been in the zone for ${params.minutes} min without a break (confirmed by ${fixesInARow(params.confirm)} inside); cleared when it has left for good. Time counts from the first fix inside, or from when the zone came into force.`,
  }),
  consequence: {
    vi: 'Tàu dừng lại trong vùng chứ không chỉ đi qua: việc quản lý vùng không có hiệu lực nếu không ai biết.',
    en: 'It stays in the zone and does not only pass: whatever the zone is there for is void when nobody notices.',
  },
  action: {
    vi: 'Xem tàu làm gì trong vùng; nếu vùng không cho phép, gọi thuyền trưởng hoặc chủ tàu.',
    en: 'See what the vessel does there; where the zone does not allow it, call captain or owner.',
  },
  /** Own choice, as for zone-enter. */
  minutesToAct: 60,
  rests(pair, rest, { ready: { params } }) {
    const stay = pair && stayOf(pair);
    if (!stay) return false;
    if (!pair.open) rest.until = Math.min(rest.until, stay.since.time + Number(params.minutes) * MINUTE_MS - 1);
    return true;
  },
  step(pair, sighting, context, closed) {
    // Said already and still there.
    if (pair?.open && !pair.run && sighting.side === 1) return pair;
    const { params } = context.ready;
    const next = advance(pair ?? freshPair(context, -1), sighting, params, { raisesOn: 1 });
    if (next.turned && next.pair.side === -1) {
      if (next.pair.open) closed.push(withLength(ended(next.pair.open, next.turned), stayOf(next.pair)));
      return orForget(withMemo(withOpen(next.pair, undefined), undefined), -1);
    }
    const known = next.turned ? withMemo(next.pair, stayFrom(next.turned)) : next.pair;
    const stay = stayOf(known);
    if (!stay || known.open || sighting.side !== 1) return known === pair ? pair : orForget(known, -1);
    const due = stay.since.time + Number(params.minutes) * MINUTE_MS;
    if (sighting.fix.fixTime < due) return known;
    return withOpen(known, dwelt(stay, due, sighting, context));
  },
};

/** Raised at the moment when the time was up, which lies between two fixes. */
function dwelt(stay: Stay, due: number, sighting: Sighting, context: PairContext): Occurrence {
  const { fix } = sighting;
  const before = sighting.previous ?? fix;
  const gapMinutes = (fix.fixTime - before.fixTime) / MINUTE_MS;
  const times = [...new Set([stay.fixTime, before.fixTime, fix.fixTime])];
  const opening = { first: stay, times, began: momentBetween(before, fix, due) };
  return opened(context, sighting.vesselId, opening, {
    minutes: Number(context.ready.params.minutes),
    insideSince: stay.since.time,
    confidence: confidence(true, gapMinutes),
  });
}

function withLength(closed: Occurrence, stay: Stay | undefined): Occurrence {
  if (!stay || closed.clearedAt === undefined) return closed;
  const dwellHours = Math.round(((closed.clearedAt - stay.since.time) / 3_600_000) * 100) / 100;
  return { ...closed, details: { ...closed.details, dwellHours } };
}
