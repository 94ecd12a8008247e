/** Why an alert was taken back, in words. */
import type { Occurrence } from '../../../geofences/types.ts';

type Text = { vi: string; en: string };

const because: Record<string, Text> = {
  'late-data': { vi: 'dữ liệu đến muộn', en: 'late data' },
  'rule-changed': { vi: 'quy tắc đã thay đổi', en: 'the rule was changed' },
  'zone-changed': { vi: 'vùng đã thay đổi', en: 'the zone was changed' },
  'vessel-changed': { vi: 'hồ sơ tàu đã thay đổi', en: 'the vessel record was changed' },
  'provider-outage': { vi: 'sự cố của nhà cung cấp dịch vụ', en: 'its provider had an outage' },
};

export function retractionReason(occurrence: Occurrence): Text {
  return because[occurrence.retractedBecause ?? ''] ?? { vi: 'đã xét lại', en: 'it was judged again' };
}
