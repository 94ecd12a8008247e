/** Report to the province's IUU steering committee (domain.md §2.4): the fleet's duties, violations as alerts, and what was done about them. */
import { endStates } from '../models/case.ts';
import { allAlerts, allCases } from '../store/page-through.ts';
import type { Words } from '../system-words.ts';
import { caseCells, caseColumns, portNames, vesselCells, vesselColumns } from './columns.ts';
import { crossingFigures, crossingRows, crossingTable } from './crossings.ts';
import { fleetAt, whereWords } from './fleet-at.ts';
import { isLicenceOverAt } from './licence.ts';
import { lossFigures, lossOf } from './loss-of-signal.ts';
import { column, figureOf, type Period, type Report, type ReportRow, type ReportSources } from './report.ts';
import { lastFixColumn, whereColumn } from './seen-columns.ts';

/** Who has to carry a unit (NĐ 37/2024). */
const FITTED_FROM_M = 15;
/** Kinds of rule by which a vessel fished where it may not. */
const ZONE_KINDS: ReadonlySet<string> = new Set(['wrong-zone', 'closed-area', 'fishing-inside']);

const ofFleet = figureOf('fleet');
const ofZones = figureOf('zones');
const ofCases = figureOf('cases');
const atEnd: Words = { vi: 'Tính ở cuối kỳ theo sổ đăng ký.', en: 'At the end of the period, as the registry has it.' };
const byAlert: Words = {
  vi: 'Cảnh báo phát sinh trong kỳ, không kể đã rút lại. Là cảnh báo, chưa phải kết luận vi phạm.',
  en: 'Alerts raised in the period and not taken back. An alert is no finding of guilt.',
};
const byCase: Words = { vi: 'Theo hồ sơ vụ việc của hệ thống.', en: 'As the cases of this system have it.' };

export const iuuCommittee: Report = {
  name: 'iuu-committee',
  title: { vi: 'Báo cáo Ban chỉ đạo chống khai thác IUU', en: 'Report to the IUU steering committee' },
  about: {
    vi: 'Tình hình đội tàu, thiết bị giám sát, giấy phép ở cuối kỳ; mất kết nối, vượt ranh giới, khai thác sai vùng và kết quả xử lý trong kỳ. Số tiền phạt, sản lượng, kiểm tra tại cảng không có trong hệ thống.',
    en: 'The fleet, its units and licences at the end of the period; silences, crossings, fishing in wrong areas, and what was done about them in it. Fines, landings and inspections in port are not in this system.',
  },
  reach: 'province',
  isAboutFishing: true,
  usual: { days: 30 },
  tables: [
    {
      name: 'fleet',
      words: { vi: 'Đội tàu cuối kỳ', en: 'The fleet at the end' },
      columns: [
        ...vesselColumns,
        column('device', { vi: 'Mã thiết bị', en: 'Device' }, 16, atEnd),
        column('licenceUntil', { vi: 'Hạn giấy phép', en: 'Licence until' }, 12, atEnd),
        whereColumn,
        lastFixColumn,
      ],
    },
    crossingTable,
    {
      name: 'zones',
      words: { vi: 'Khai thác sai vùng, vùng cấm', en: 'Fishing in wrong or closed areas' },
      columns: [
        ...vesselColumns,
        column('text', { vi: 'Cảnh báo', en: 'Alert' }, 40, byAlert),
        column('raisedAt', { vi: 'Phát sinh', en: 'Raised' }, 17, byAlert, { isTime: true }),
        column('position', { vi: 'Vị trí', en: 'Position' }, 24, byAlert),
        ...caseColumns,
      ],
    },
    {
      name: 'cases',
      words: { vi: 'Vụ việc', en: 'Cases' },
      columns: [
        ...vesselColumns,
        column('openedAt', { vi: 'Mở lúc', en: 'Opened' }, 17, byCase, { isTime: true }),
        column('closedAt', { vi: 'Kết thúc', en: 'Ended' }, 17, byCase, { isTime: true }),
        ...caseColumns,
      ],
    },
  ],
  figures: [
    ofFleet('all', { vi: 'Tàu trong sổ đăng ký', en: 'Registered vessels' }, atEnd),
    ofFleet(
      'must-fit',
      { vi: 'Trong đó dài từ 15 m (phải có thiết bị)', en: 'Of these 15 m or more (have to carry a unit)' },
      {
        vi: 'Chiều dài theo sổ đăng ký; không ghi thì không tính.',
        en: 'By the length in the registry; without one not counted.',
      },
    ),
    ofFleet('fitted', { vi: 'Tàu từ 15 m đã có mã thiết bị', en: 'Of 15 m or more with a device' }, atEnd),
    ofFleet('not-fitted', { vi: 'Tàu từ 15 m chưa có mã thiết bị', en: 'Of 15 m or more without a device' }, atEnd),
    ofFleet(
      'licence-over',
      { vi: 'Tàu hết hạn giấy phép', en: 'Licence over' },
      {
        vi: 'Hạn giấy phép trước ngày cuối kỳ; tàu không ghi hạn là không rõ, không tính.',
        en: 'It ended before the last day; without a date nothing is known, and nothing is counted.',
      },
    ),
    ofFleet('listed', { vi: 'Tàu trong danh sách nguy cơ cao', en: 'On the high-risk list' }, atEnd),
    ...Object.values(lossFigures).map((one) => ({ ...one, table: 'fleet' })),
    ...crossingFigures,
    ofZones(
      'zone-alerts',
      { vi: 'Cảnh báo khai thác sai vùng, vùng cấm', en: 'Alerts about wrong or closed areas' },
      byAlert,
    ),
    ofCases('opened', { vi: 'Vụ việc mở trong kỳ', en: 'Cases opened in the period' }, byCase),
    ofCases('ended', { vi: 'Vụ việc kết thúc trong kỳ', en: 'Cases that ended in the period' }, byCase),
    ofCases('sanctions', { vi: 'Trong đó lập hồ sơ xử phạt', en: 'Of these with a sanction file' }, byCase),
    ofCases(
      'open',
      { vi: 'Vụ việc còn mở', en: 'Cases still open' },
      {
        vi: 'Mở trước cuối kỳ và chưa kết thúc khi lập báo cáo.',
        en: 'Opened before the end and not ended when the report was made.',
      },
    ),
  ],
  async rows(sources, period) {
    const ports = portNames(sources.zones);
    return {
      fleet: await fleetRows(sources, period, ports),
      crossings: await crossingRows(sources, period),
      zones: await zoneRows(sources, period, ports),
      cases: await caseRows(sources, period, ports),
    };
  },
};

type Ports = ReadonlyMap<string, string>;

async function fleetRows(sources: ReportSources, { to }: Period, ports: Ports): Promise<ReportRow[]> {
  return (await fleetAt(sources, to)).map((seen) => {
    const { vessel, fix, where } = seen;
    const { lengthM, deviceId, licenceUntil, highRisk } = vessel;
    const isLong = lengthM !== undefined && lengthM >= FITTED_FROM_M;
    return {
      ...{ id: vessel.id, vesselId: vessel.id },
      counts: [
        'all',
        ...(isLong ? ['must-fit', deviceId === undefined ? 'not-fitted' : 'fitted'] : []),
        ...(isLicenceOverAt(vessel, to) ? ['licence-over'] : []),
        ...(highRisk ? ['listed'] : []),
        ...(lossOf(seen, to) ?? []),
      ],
      cells: {
        ...vesselCells(vessel, ports),
        ...{ device: deviceId, licenceUntil, where: whereWords[where], lastFix: fix && { at: fix.fixTime } },
      },
    };
  });
}

async function zoneRows(
  { store, regulation }: ReportSources,
  { from, to }: Period,
  ports: Ports,
): Promise<ReportRow[]> {
  const rows: ReportRow[] = [];
  for await (const { id, occurrence, caseId, text } of allAlerts(store, { state: 'all', since: from, before: to })) {
    const { kind, state, raisedAt, vesselId, lon, lat } = occurrence;
    if (!ZONE_KINDS.has(kind) || state === 'retracted') continue;
    const vessel = await store.vessel(vesselId);
    const head = caseId === '' ? undefined : await store.caseHead(caseId);
    rows.push({
      ...{ id, vesselId, counts: ['zone-alerts'] },
      ...(head && { caseId: head.id }),
      cells: {
        ...(vessel ? vesselCells(vessel, ports) : { vessel: vesselId }),
        ...{ text, raisedAt: { at: raisedAt }, position: { lon, lat } },
        ...caseCells(head, regulation),
      },
    });
  }
  return rows;
}

async function caseRows(
  { store, regulation }: ReportSources,
  { from, to }: Period,
  ports: Ports,
): Promise<ReportRow[]> {
  const rows: ReportRow[] = [];
  for await (const head of allCases(store, {})) {
    const { id, vesselId, state, openedAt, closedAt } = head;
    const isEnded = endStates.has(state);
    const endedThen = isEnded && closedAt !== undefined && closedAt >= from && closedAt < to;
    const counts = [
      ...(openedAt >= from && openedAt < to ? ['opened'] : []),
      ...(endedThen ? ['ended', ...(state === 'sanction-file' ? ['sanctions'] : [])] : []),
      ...(!isEnded && openedAt < to ? ['open'] : []),
    ];
    if (counts.length === 0) continue;
    const vessel = await store.vessel(vesselId);
    rows.push({
      ...{ id, vesselId, caseId: id, counts },
      cells: {
        ...(vessel ? vesselCells(vessel, ports) : { vessel: vesselId }),
        ...{ openedAt: { at: openedAt }, closedAt: isEnded && closedAt !== undefined ? { at: closedAt } : undefined },
        ...caseCells(head, regulation),
      },
    });
  }
  return rows;
}
