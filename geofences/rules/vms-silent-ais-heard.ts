/**
 * vms-silent-ais-heard: the VMS device of a vessel that owes reports is silent while its AIS is heard at sea. The vessel
 * is afloat and has power: that is no loss at sea, but a device that is off, broken, or not paid for.
 */
import { law } from './basis.ts';
import type { Pair, TrackKindOfRule } from './kind.ts';
import { endedOnTrack, openedOnTrack } from './occurrences.ts';
import { appliesToParam, type ParamSpec } from './params.ts';
import { fixesParam } from './spell.ts';

const hours: ParamSpec = {
  name: 'hours',
  type: 'number',
  unit: 'h',
  default: 6,
  min: 0.5,
  max: 720,
  source: law('NĐ 26/2019', 'Đ.44', 'mất kết nối là 6 giờ trên biển', 'loss of signal is 6 h at sea'),
  vi: 'Số giờ VMS không có tín hiệu',
  en: 'Hours without a VMS report',
};
const seenMinutes: ParamSpec = {
  name: 'seenMinutes',
  waits: true,
  type: 'number',
  unit: 'min',
  default: 30,
  min: 0,
  max: 1440,
  source: {
    vi: 'tự chọn: vị trí AIS có thể là tin lưu lại hay của tàu khác một lần, không thể suốt nửa giờ',
    en: 'own choice: an AIS position may be stored or of another boat once, not for half an hour',
  },
  vi: 'Thời gian AIS còn được nghe thấy sau đó',
  en: 'For how long AIS goes on being heard after that',
};

/** Plain data in the pair's memo. */
interface Memory {
  /** Fix time from which the silence of VMS counts: its last report, or the last fix in port after it. */
  since: number;
  inPort: boolean;
  /** Times of AIS fixes at sea past the threshold, the first of them first. */
  heard: readonly number[];
  count: number;
}

const MAX_TIMES = 8;
const HOUR_MS = 3_600_000;

export const vmsSilentAisHeard: TrackKindOfRule = {
  kind: 'vms-silent-ais-heard',
  title: { vi: 'VMS tắt nhưng AIS vẫn phát', en: 'VMS silent while AIS is heard' },
  watches: 'track',
  isAboutGaps: true,
  sees: 'believed',
  priority: 2,
  params: [
    hours,
    fixesParam(3, {
      vi: 'tự chọn: ba vị trí AIS sau ngưỡng',
      en: 'own choice: three AIS positions after the threshold',
    }),
    seenMinutes,
    appliesToParam('registered'),
  ],
  explain: (params) => ({
    vi: `Báo khi tàu có nghĩa vụ báo VMS đã quá ${params.hours} giờ trên biển không gửi VMS nhưng AIS của chính tàu vẫn được nghe thấy (ít nhất ${params.confirm} vị trí trong ${params.seenMinutes} phút). Không tính thời gian sự cố của nhà cung cấp. Kết thúc khi có lại VMS hoặc khi tàu vào cảng.`,
    en: `Raised when a vessel that owes VMS reports has sent none for more than ${params.hours} h at sea while its own AIS goes on being heard (at least ${params.confirm} positions over ${params.seenMinutes} min). An outage of its provider is no silence of its own. Cleared by its next VMS report, or in port.`,
  }),
  consequence: {
    vi: 'Tàu vẫn hoạt động mà thiết bị giám sát tắt hoặc hỏng: nghĩa vụ giám sát hành trình không được thực hiện.',
    en: 'The vessel works on while its monitoring device is off or broken: its duty to be monitored is not met.',
  },
  action: {
    vi: 'Gọi chủ tàu, thuyền trưởng: kiểm tra nguồn, ăng-ten, phí dịch vụ; nhắc báo vị trí 6 giờ một lần. Vị trí AIS cho biết tàu ở đâu.',
    en: 'Call owner and captain: check power, antenna, service fee; remind of the 6-hourly declaration. AIS shows where the vessel is.',
  },
  /** domain.md §2.1: first call within 2 h of a loss */
  minutesToAct: 120,
  rests(pair, rest, ready) {
    if (!pair) return true;
    const { since, inPort } = pair.memo as unknown as Memory;
    if (rest.inPort) return inPort && !pair.open;
    if (inPort) return false;
    if (!pair.open) rest.until = Math.min(rest.until, since + (ready.params.hours as number) * HOUR_MS);
    return true;
  },
  step(pair, seen, ready, closed) {
    const { fix } = seen;
    const known = pair?.memo as unknown as Memory | undefined;
    if (fix.source !== 'ais') {
      if (seen.profile.reportingIntervalMin === undefined) return undefined;
      if (pair?.open) closed.push(endedOnTrack(pair.open, fix));
      return remembering(ready.rule.id, { since: fix.fixTime, inPort: seen.inPort, heard: [], count: 0 });
    }
    // Whoever has never reported by VMS may have a provider whose feed is not connected.
    if (!pair || !known) return undefined;
    if (seen.inPort) {
      if (pair.open) closed.push(endedOnTrack(pair.open, fix));
      else if (known.inPort) return pair;
      return remembering(ready.rule.id, { since: fix.fixTime, inPort: true, heard: [], count: 0 });
    }
    if (known.inPort) {
      return remembering(ready.rule.id, { since: fix.fixTime, inPort: false, heard: [], count: 0 });
    }
    const silentMs = fix.fixTime - known.since;
    if (pair.open || silentMs <= (ready.params.hours as number) * HOUR_MS) return pair;
    // Of a whole fleet that its provider does not deliver nobody's device is off.
    if (seen.isProviderOut(known.since, fix.fixTime)) return pair;
    const heard = known.heard.length < MAX_TIMES ? [...known.heard, fix.fixTime] : known.heard;
    const memory: Memory = { ...known, heard, count: known.count + 1 };
    const heardMinutes = (fix.fixTime - heard[0]!) / 60_000;
    const next = remembering(ready.rule.id, memory);
    if (memory.count < (ready.params.confirm as number) || heardMinutes < (ready.params.seenMinutes as number)) {
      return next;
    }
    const open = openedOnTrack(ready, seen.vesselId, fix, [known.since, ...heard], {
      silentHours: Math.round((silentMs / HOUR_MS) * 10) / 10,
      ...(fix.speedKn === undefined ? {} : { speedKn: fix.speedKn }),
    });
    return { ...next, side: 1, open };
  },
};

function remembering(rule: string, memory: Memory): Pair {
  return { rule, zone: '', side: -1, memo: { ...memory } };
}
