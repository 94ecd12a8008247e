/** Columns that several reports have. */
import { lengthClassOf } from '../fleet/states.ts';
import { classWords } from '../fleet/words.ts';
import type { CaseHead } from '../models/case.ts';
import type { Regulation } from '../models/regulation.ts';
import type { Vessel } from '../models/vessel.ts';
import type { Words } from '../system-words.ts';
import { column, type ReportColumn, type ReportValue } from './report.ts';

const registry: Words = { vi: 'Theo sổ đăng ký.', en: 'As the registry has it.' };

export const vesselColumns: readonly ReportColumn[] = [
  column('vessel', { vi: 'Số đăng ký', en: 'Vessel' }, 17, {
    vi: 'Số đăng ký; tàu không có thì tên hoặc MMSI.',
    en: 'Registration; name or MMSI of a vessel without one.',
  }),
  column('lengthM', { vi: 'Dài (m)', en: 'Length (m)' }, 8, {
    vi: 'Chiều dài lớn nhất theo sổ đăng ký.',
    en: 'Length overall as the registry has it.',
  }),
  column('lengthClass', { vi: 'Hạng tàu', en: 'Class' }, 15, {
    vi: 'Theo chiều dài lớn nhất (NĐ 26/2019 Đ.42–44).',
    en: 'By length overall (NĐ 26/2019 Đ.42–44).',
  }),
  column('port', { vi: 'Cảng', en: 'Home port' }, 14, registry),
  column('province', { vi: 'Tỉnh', en: 'Province' }, 13, registry),
  column('provider', { vi: 'Nhà cung cấp', en: 'Provider' }, 13, registry),
];

/** @param ports code of a port → its name */
export function vesselCells(
  { label, lengthM, homePort, province, provider }: Vessel,
  ports: ReadonlyMap<string, string>,
): Record<string, ReportValue> {
  const [vi, en] = classWords[lengthClassOf(lengthM)];
  const port = homePort && (ports.get(homePort) ?? homePort);
  return { vessel: label, lengthM, lengthClass: { vi, en }, port, province, provider };
}

export const caseColumns: readonly ReportColumn[] = [
  column('case', { vi: 'Hồ sơ', en: 'Case' }, 18, {
    vi: 'Mã hồ sơ vụ việc.',
    en: 'Id of the case.',
  }),
  column('caseState', { vi: 'Kết quả xử lý', en: 'Result' }, 18, {
    vi: 'Trạng thái hồ sơ khi lập báo cáo, theo quy chế.',
    en: 'State of the case when the report was made, as the regulation calls it.',
  }),
  column('reason', { vi: 'Lý do', en: 'Reason' }, 20, {
    vi: 'Lý do ghi khi đóng hồ sơ.',
    en: 'The reason that was given when the case was closed.',
  }),
  column('attempts', { vi: 'Lần liên lạc', en: 'Attempts' }, 8, {
    vi: 'Số lần đã tìm cách liên lạc ghi trong hồ sơ.',
    en: 'Attempts to reach the boat that the case tells of.',
  }),
];

export function caseCells(head: CaseHead | undefined, { states, moves }: Regulation): Record<string, ReportValue> {
  if (!head) return {};
  const reasons = moves.flatMap((move) => move.reasons);
  const reason = reasons.find(({ id }) => id === head.closedReason)?.words ?? head.closedReason;
  return { case: head.id, caseState: states[head.state], reason, attempts: head.attempts ?? 0 };
}

/** Code of a port → its name. */
export function portNames(zones: readonly { properties: { kind: string; code?: string; name: string } }[]) {
  const names = new Map<string, string>();
  for (const { properties } of zones) {
    if (properties.kind === 'port' && properties.code !== undefined) names.set(properties.code, properties.name);
  }
  return names;
}
