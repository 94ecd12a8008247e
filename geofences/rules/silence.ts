/**
 * silence: a vessel that owes reports has sent none for so long, at sea. Raised at the last counted fix plus the
 * threshold, in event time; cleared by the next counted fix. Silence in a port is another list (domain.md §1.2).
 */
import type { Fix, VesselProfile } from '../fix.ts';
import type { Occurrence } from '../types.ts';
import type { ReadyRule, SilenceKindOfRule } from './kind.ts';
import { named, occurrenceId } from './occurrences.ts';
import { appliesToParam, type ParamSpec, type Params } from './params.ts';

const HOUR_MS = 3_600_000;

const specs: ParamSpec[] = [
  {
    name: 'hours',
    type: 'number',
    unit: 'h',
    default: 6,
    min: 0.01,
    max: 8760,
    source: 'NĐ 26/2019 Đ.44: loss of signal is 6 h at sea; warning at 5 h as in provincial systems (domain.md §1.2)',
    vi: 'Số giờ không có tín hiệu',
    en: 'Hours without a report',
  },
  {
    name: 'graceMin',
    type: 'number',
    unit: 'min',
    default: 15,
    min: 0,
    max: 1440,
    source: 'own choice: satellite delay of a report that was sent in time',
    vi: 'Thời gian châm chước thêm vào một chu kỳ báo vị trí',
    en: 'Grace on top of one reporting interval',
  },
  {
    name: 'onlyAtSea',
    type: 'boolean',
    default: true,
    source: 'NĐ 26/2019 Đ.44: the device is on from leaving port to arriving; silent in port is no offence',
    vi: 'Chỉ tính khi vị trí cuối ở ngoài cảng',
    en: 'Only when the last fix is out of port',
  },
  {
    name: 'exceptZones',
    type: 'zones',
    default: [],
    source: 'none',
    vi: 'Các vùng khác cũng được coi như trong cảng',
    en: 'Further zones that count as port',
  },
  appliesToParam('registered'),
];

export const silence: SilenceKindOfRule = {
  kind: 'silence',
  watches: 'silence',
  priority: 2,
  params: specs,
  explain: (params) => ({
    vi: `Báo khi tàu có nghĩa vụ báo vị trí không gửi tín hiệu quá ${params.hours} giờ${params.onlyAtSea ? ' trên biển (vị trí cuối không ở trong cảng)' : ''}; kết thúc khi có lại tín hiệu. Thời điểm báo tính theo giờ của vị trí cuối, không theo giờ hệ thống.`,
    en: `Raised when a vessel that owes reports has sent none for more than ${params.hours} h${params.onlyAtSea ? ' at sea (its last fix is not in a port)' : ''}; cleared by its next report. Times are counted from the last fix, not from the system's clock.`,
  }),
  consequence: {
    vi: 'Không biết tàu ở đâu: tàu có thể gặp nạn, vượt ranh giới hoặc tắt thiết bị.',
    en: 'Nobody knows where it is: it may be in distress, across a boundary, or have its device switched off.',
  },
  action: {
    vi: 'Kiểm tra sự cố nhà cung cấp và thời tiết; gọi chủ tàu, thuyền trưởng xác định vị trí, nhắc báo vị trí 6 giờ một lần.',
    en: 'Check for a provider outage and the weather; call owner and captain for the position, and have it declared every 6 hours.',
  },
  /** domain.md §2.1: first call within 2 h of the loss */
  minutesToAct: 120,
};

/**
 * Since when and where a vessel is silent in the eyes of one rule. Immutable and JSON-safe. It stands in a vessel's state
 * only after fixes that do not count; otherwise it follows from the last fix that does.
 */
export interface SilenceWatch {
  rule: string;
  /** Fix time from which silence is counted. */
  since: number;
  /** Last known place. */
  lon: number;
  lat: number;
  /** It is at sea (or wherever the rule looks), so that reports are owed. */
  owed: boolean;
}

/** Silence begins after this: a vessel with a longer duty than the rule's hours is not accused before its report is due. */
export function thresholdMs(params: Params, profile: VesselProfile): number {
  const owedMs = ((profile.reportingIntervalMin ?? 0) + Number(params.graceMin)) * 60_000;
  return Math.max(Number(params.hours) * HOUR_MS, owedMs);
}

/** The watch that begins with a counted fix. */
export function watchFrom(ready: ReadyRule, heard: Fix, owed: boolean): SilenceWatch {
  return { rule: ready.rule.id, since: heard.fixTime, lon: heard.lon, lat: heard.lat, owed };
}

/** Heard by a fix that does not count: where the vessel is decides whether reports are owed, until it is silent for too long. */
export function heardOtherwise(watch: SilenceWatch, fix: Fix, owed: boolean, threshold: number): SilenceWatch {
  if (isSilent(watch, fix.fixTime, threshold)) return watch;
  // Out of port again: the duty to report begins anew.
  const since = watch.owed ? watch.since : fix.fixTime;
  return { rule: watch.rule, since, lon: fix.lon, lat: fix.lat, owed };
}

export function isSilent(watch: SilenceWatch, time: number, threshold: number): boolean {
  return watch.owed && time > watch.since + threshold;
}

/** The silence as it stands, raised and not ended. */
export function silentOccurrence(
  watch: SilenceWatch,
  threshold: number,
  ready: ReadyRule,
  vesselId: string,
): Occurrence {
  return {
    id: occurrenceId(ready.rule.id, ready.version, vesselId, 'silence', watch.since),
    ...named(ready),
    vesselId,
    state: 'raised',
    raisedAt: watch.since + threshold,
    lon: watch.lon,
    lat: watch.lat,
    evidence: [watch.since],
    details: { silentHours: threshold / HOUR_MS, thresholdHours: threshold / HOUR_MS },
  };
}

/** The silence as the counted fix that ends it shows it. */
export function brokenSilence(occurrence: Occurrence, watch: SilenceWatch, fix: Fix): Occurrence {
  return {
    ...occurrence,
    state: 'cleared',
    clearedAt: fix.fixTime,
    clearedLon: fix.lon,
    clearedLat: fix.lat,
    evidence: [watch.since, fix.fixTime],
    details: { ...occurrence.details, silentHours: Math.round(((fix.fixTime - watch.since) / HOUR_MS) * 100) / 100 },
  };
}
