/**
 * swapped-position: latitude and longitude seem to have been exchanged: the place as sent does not fit the track (or is
 * none on earth), the exchanged one does. It is said and proposed; nothing is corrected, and the fix judges nobody.
 */
import { type Fix, FixFlag } from '../fix.ts';
import { reachable } from '../judging/belief.ts';
import type { TrackKindOfRule } from './kind.ts';
import { appliesToParam, fixesInARow } from './params.ts';
import { clearFixesParam, fixesParam, spelled } from './spell.ts';

export const swappedPosition: TrackKindOfRule = {
  kind: 'swapped-position',
  title: { vi: 'Ngược vĩ độ và kinh độ', en: 'Latitude and longitude exchanged' },
  watches: 'track',
  sees: 'all',
  priority: 4,
  params: [
    fixesParam(1, {
      vi: 'tự chọn: vị trí đổi chỗ khớp hành trình trong sai số; không thể là tình cờ',
      en: 'own choice: the exchanged place fits the track within its error; that does not happen by chance',
    }),
    clearFixesParam(1, {
      vi: 'tự chọn: một vị trí khớp đúng như đã gửi cho thấy đã hết',
      en: 'own choice: a fix that fits as it is sent shows that it is over',
    }),
    appliesToParam('all'),
  ],
  explain: (params) => ({
    vi: `Báo khi ${params.confirm} vị trí không khớp hành trình như đã gửi nhưng khớp nếu đổi chỗ vĩ độ và kinh độ. Hệ thống chỉ đề nghị, không tự sửa. Kết thúc khi vị trí lại đúng như đã gửi.`,
    en: `Raised when ${fixesInARow(params.confirm, ['does not fit', 'do not fit'])} the track as sent, but would with latitude and longitude exchanged. That is proposed, never corrected silently. Cleared when fixes fit as sent.`,
  }),
  consequence: {
    vi: 'Vị trí như đã gửi là sai; trong thời gian đó tàu không được giám sát.',
    en: 'The position as sent is wrong; for as long the vessel is not watched.',
  },
  action: {
    vi: 'Báo nhà cung cấp sửa thứ tự vĩ độ, kinh độ trong dữ liệu gửi đi.',
    en: 'Have the provider put latitude and longitude in order in what it sends.',
  },
  /** own choice, as for frozen-position */
  minutesToAct: 120,
  rests: (pair) => !pair,
  step(pair, seen, ready, closed) {
    if (!pair && seen.isBelieved) return undefined;
    const { fix, lastBelieved } = seen;
    const proposed = seen.isBelieved ? undefined : exchanged(fix);
    const holds = proposed !== undefined && lastBelieved !== undefined && reachable(lastBelieved, proposed);
    if (!pair && !holds) return undefined;
    const { confirm, clearFixes } = ready.params;
    const needs = { fixes: Number(confirm), minutes: 0, clearFixes: Number(clearFixes) };
    return spelled(pair, holds, seen, ready, closed, needs, () => details(proposed!));
  },
};

/** The fix with latitude and longitude exchanged; a fix that was sent beyond the poles lies there already. */
function exchanged(fix: Fix): Fix | undefined {
  if (fix.flags & FixFlag.swapped) return fix;
  return Math.abs(fix.lon) <= 90 ? { ...fix, lon: fix.lat, lat: fix.lon } : undefined;
}

function details(proposed: Fix): Record<string, number> {
  return { sentLat: proposed.lon, sentLon: proposed.lat, proposedLat: proposed.lat, proposedLon: proposed.lon };
}
