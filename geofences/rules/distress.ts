/**
 * distress: a SART, a man-overboard device, an EPIRB or a vessel says by itself that it is in distress. Said at once, by
 * one message, whatever kind of craft it is; test transmissions carry no such flag (AIS status 15).
 */

import { FixFlag } from '../fix.ts';
import type { TrackKindOfRule } from './kind.ts';
import { clearFixesParam, spelled } from './spell.ts';

export const distress: TrackKindOfRule = {
  kind: 'distress',
  title: { vi: 'Tín hiệu cấp cứu', en: 'Distress signal' },
  watches: 'track',
  sees: 'all',
  anyCraft: true,
  priority: 1,
  params: [
    clearFixesParam(3, {
      vi: 'tự chọn: SART phát tám tin cùng trạng thái mỗi phút (ITU-R M.1371); một tin khác có thể là lỗi',
      en: 'own choice: a SART sends eight messages a minute of the same state (ITU-R M.1371); one without it may be an error',
    }),
  ],
  explain: (params) => ({
    vi: `Báo khi có tín hiệu cấp cứu: thiết bị AIS-SART, MOB, EPIRB đang phát (trạng thái 14) hoặc tin SOS từ thiết bị giám sát. Báo ngay từ tin đầu tiên, với mọi loại phương tiện; tin thử không báo. Kết thúc khi ${params.clearFixes} tin liên tiếp không còn tín hiệu cấp cứu.`,
    en: `Raised when a craft says that it is in distress: an active AIS-SART, MOB or EPIRB (status 14) or an SOS message of a VMS unit. At the first message, for every kind of craft; test transmissions never. Cleared when ${params.clearFixes} messages in a row no longer say so.`,
  }),
  consequence: {
    vi: 'Có người đang gặp nguy hiểm đến tính mạng trên biển.',
    en: 'Somebody at sea is in danger of life.',
  },
  action: {
    vi: 'Báo ngay MRCC và Biên phòng; gọi tàu và chủ tàu; tìm tàu gần nhất để cứu giúp. Không chờ xác minh.',
    en: 'Tell MRCC and the Border Guard at once; call vessel and owner; find the nearest vessels to help. Do not wait for verification.',
  },
  /** domain.md §2.1: SOS acknowledged in 1 minute */
  minutesToAct: 1,
  rests: (pair, { fix }) => !pair && (fix.flags & FixFlag.distress) === 0,
  step(pair, seen, ready, closed) {
    const { fix } = seen;
    const holds = (fix.flags & FixFlag.distress) !== 0;
    if (!holds && !pair) return undefined;
    const needs = { fixes: 1, minutes: 0, clearFixes: ready.params.clearFixes as number };
    return spelled(pair, holds, seen, ready, closed, needs, () => ({
      craft: seen.profile.kind,
      source: fix.source,
      ...(seen.isBelieved ? {} : { doubtfulPlace: fix.flags & FixFlag.placeAssumed ? 'last-known' : 'yes' }),
    }));
  },
};
