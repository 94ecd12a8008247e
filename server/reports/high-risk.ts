/** Weekly high-risk list (TT 21/2018 Đ.8a, domain.md §1.6): vessels that a case of the circular fits, each with what it follows from. */
import { allAlerts } from '../store/page-through.ts';
import { portNames, vesselCells, vesselColumns } from './columns.ts';
import { fleetAt } from './fleet-at.ts';
import { isLicenceOverAt } from './licence.ts';
import { lossFigures, lossOf } from './loss-of-signal.ts';
import { column, figureOf, type Period, type Report, type ReportRow, type ReportSources } from './report.ts';
import { lastFixColumn } from './seen-columns.ts';

/** Of a licence that is over (TT 21/2018 Đ.8a). */
const LICENCE_GRACE_DAYS = 10;
/** Kinds of rule by which a vessel fished where it may not. */
const ZONE_KINDS: ReadonlySet<string> = new Set(['wrong-zone', 'closed-area', 'fishing-inside']);

const figure = figureOf('vessels');

const causes = {
  licence: figure(
    'licence',
    { vi: 'a) Giấy phép hết hạn từ 10 ngày', en: 'a) Licence over for 10 days' },
    {
      vi: 'Hạn giấy phép trong sổ đăng ký đã qua từ 10 ngày đến cuối kỳ. Tàu mà sổ không ghi hạn thì không rõ, không tính.',
      en: 'The licence in the registry ended 10 days or more before the end of the period. Where the registry gives no date nothing is known, and nothing is counted.',
    },
  ),
  silent: figure(
    'silent',
    { vi: 'b) Mất kết nối từ 6 giờ trên biển', en: 'b) Silent for 6 hours at sea' },
    lossFigures.loss.definition,
  ),
  zone: figure(
    'zone',
    { vi: 'c) Khai thác sai vùng, vùng cấm', en: 'c) Fishing in a wrong or closed area' },
    {
      vi: 'Có cảnh báo khai thác sai vùng, trong vùng cấm phát sinh trong kỳ, không kể đã rút lại. Là cảnh báo, chưa phải kết luận vi phạm.',
      en: 'An alert about fishing in a wrong or closed area was raised in the period and not taken back. An alert is no finding of guilt.',
    },
  ),
  boundary: figure(
    'boundary',
    { vi: 'd) Vượt ranh giới', en: 'd) Crossed the boundary' },
    {
      vi: 'Có cảnh báo vượt ranh giới phát sinh trong kỳ, không kể đã rút lại.',
      en: 'An alert about a crossing was raised in the period and not taken back.',
    },
  ),
  listed: figure(
    'listed',
    { vi: 'Đã có trong danh sách nguy cơ cao', en: 'On the high-risk list already' },
    { vi: 'Sổ đăng ký ghi tàu thuộc danh sách nguy cơ cao.', en: 'The registry has the vessel on the list.' },
  ),
  proposed: figure(
    'proposed',
    { vi: 'Đề nghị đưa vào danh sách', en: 'Proposed for the list' },
    {
      vi: 'Thuộc một trường hợp a–d mà chưa có trong danh sách.',
      en: 'One of the cases a–d fits, and it is not on the list.',
    },
  ),
  removable: figure(
    'removable',
    { vi: 'Xem xét đưa ra khỏi danh sách', en: 'To be considered for removal' },
    {
      vi: 'Có trong danh sách mà trong kỳ không thuộc trường hợp nào; đưa ra chỉ khi đã khắc phục hoặc đã xử phạt (người có thẩm quyền quyết định).',
      en: 'On the list, and none of the cases fits in the period; removed only once remedied or sanctioned (people decide).',
    },
  ),
} as const;

export const highRisk: Report = {
  name: 'high-risk',
  title: { vi: 'Danh sách tàu nguy cơ cao (tuần)', en: 'Weekly high-risk list' },
  about: {
    vi: 'Tàu thuộc các trường hợp của TT 21/2018 Đ.8a theo dữ liệu của hệ thống, và tàu đã có trong danh sách. Danh sách IUU do cơ quan có thẩm quyền công bố; hệ thống chưa lưu danh sách đó.',
    en: 'Vessels that a case of TT 21/2018 Đ.8a fits as far as the system knows, and those on the list. The IUU list is published by the authority; the system does not keep it.',
  },
  reach: 'own',
  isAboutFishing: true,
  usual: { days: 7 },
  tables: [
    {
      name: 'vessels',
      words: { vi: 'Tàu nguy cơ cao', en: 'High-risk vessels' },
      columns: [
        ...vesselColumns,
        column('causes', { vi: 'Trường hợp', en: 'Cases' }, 34, {
          vi: 'Các trường hợp a–d của TT 21/2018 Đ.8a, và có trong danh sách hay chưa.',
          en: 'Cases a–d of TT 21/2018 Đ.8a, and whether it is on the list.',
        }),
        column('licenceUntil', { vi: 'Hạn giấy phép', en: 'Licence until' }, 12, {
          vi: 'Theo sổ đăng ký.',
          en: 'As the registry has it.',
        }),
        lastFixColumn,
      ],
    },
  ],
  figures: Object.values(causes),
  async rows(sources, period) {
    const { zoned, crossed } = await accused(sources, period);
    const ports = portNames(sources.zones);
    const rows: ReportRow[] = [];
    for (const seen of await fleetAt(sources, period.to)) {
      const { vessel, fix } = seen;
      const found = [
        ...(isLicenceOverAt(vessel, period.to, LICENCE_GRACE_DAYS) ? [causes.licence] : []),
        ...(lossOf(seen, period.to)?.includes(lossFigures.loss.name) ? [causes.silent] : []),
        ...(zoned.has(vessel.id) ? [causes.zone] : []),
        ...(crossed.has(vessel.id) ? [causes.boundary] : []),
      ];
      if (found.length === 0 && !vessel.highRisk) continue;
      const decided = vessel.highRisk ? [causes.listed] : [causes.proposed];
      const left = vessel.highRisk && found.length === 0 ? [causes.removable] : [];
      const all = [...found, ...decided, ...left];
      rows.push({
        ...{ id: vessel.id, vesselId: vessel.id, counts: all.map(({ name }) => name) },
        cells: {
          ...vesselCells(vessel, ports),
          causes: { vi: all.map(({ words }) => words.vi).join('; '), en: all.map(({ words }) => words.en).join('; ') },
          licenceUntil: vessel.licenceUntil,
          lastFix: fix && { at: fix.fixTime },
        },
      });
    }
    return { vessels: rows };
  },
};

async function accused({ store }: ReportSources, { from, to }: Period) {
  const zoned = new Set<string>();
  const crossed = new Set<string>();
  for await (const { occurrence } of allAlerts(store, { state: 'all', since: from, before: to })) {
    const { kind, state, vesselId } = occurrence;
    if (state === 'retracted') continue;
    if (ZONE_KINDS.has(kind)) zoned.add(vesselId);
    if (kind === 'boundary-cross') crossed.add(vesselId);
  }
  return { zoned, crossed };
}
