/** Supplier score-card (domain.md §2.4): the devices of each provider, heard or silent, each number traced to its vessels. */
import { portNames, vesselCells, vesselColumns } from './columns.ts';
import { fleetAt, whereWords } from './fleet-at.ts';
import { lossFigures, lossOf } from './loss-of-signal.ts';
import { column, figureOf, type Report, type ReportRow } from './report.ts';
import { lastFixColumn, whereColumn } from './seen-columns.ts';

const figure = figureOf('devices');

const figures = [
  figure(
    'owing',
    { vi: 'tàu có nghĩa vụ báo vị trí', en: 'vessels that owe reports' },
    {
      vi: 'Tàu trong sổ đăng ký có nhịp báo và nhà cung cấp này.',
      en: 'Registered vessels with an interval and this provider.',
    },
  ),
  figure(
    'heard',
    { vi: 'có vị trí trong kỳ', en: 'heard in the period' },
    { vi: 'Vị trí mới nhất đến cuối kỳ nằm trong kỳ.', en: 'The newest position by the end lies in the period.' },
  ),
  figure(
    'silent-sea',
    { vi: 'mất kết nối từ 6 giờ trên biển', en: 'silent for 6 hours at sea' },
    lossFigures.loss.definition,
  ),
  figure(
    'silent-10-days',
    { vi: 'mất kết nối quá 10 ngày trên biển', en: 'silent for 10 days at sea' },
    lossFigures.repair.definition,
  ),
  figure('never', { vi: 'chưa có vị trí nào', en: 'never heard' }, lossFigures.never.definition),
];

export const suppliers: Report = {
  name: 'suppliers',
  title: { vi: 'Báo cáo theo nhà cung cấp thiết bị', en: 'Supplier score-card' },
  about: {
    vi: 'Thiết bị giám sát hành trình của từng nhà cung cấp ở cuối kỳ. Mất kết nối có thể do thiết bị, nguồn điện, phí chưa nộp hay vệ tinh; báo cáo không kết luận lỗi của ai.',
    en: 'VMS units of each provider at the end of the period. A silence may come of the unit, its power, an unpaid fee or the satellite: nobody is blamed here.',
  },
  reach: 'own',
  usual: { days: 90 },
  split: { table: 'devices', by: 'provider', none: { vi: 'Chưa ghi nhà cung cấp', en: 'No provider named' } },
  tables: [
    {
      name: 'devices',
      words: { vi: 'Tàu và thiết bị', en: 'Vessels and units' },
      columns: [
        ...vesselColumns,
        column('device', { vi: 'Mã thiết bị', en: 'Device' }, 16, {
          vi: 'Theo sổ đăng ký.',
          en: 'As the registry has it.',
        }),
        column('intervalMin', { vi: 'Nhịp báo (phút)', en: 'Interval (min)' }, 9, {
          vi: 'Số phút giữa hai lần báo mà tàu phải giữ.',
          en: 'Minutes between the reports that it owes.',
        }),
        lastFixColumn,
        whereColumn,
      ],
    },
  ],
  figures,
  async rows(sources, { from, to }) {
    const ports = portNames(sources.zones);
    const devices: ReportRow[] = [];
    for (const seen of await fleetAt(sources, to)) {
      const { vessel, fix, where } = seen;
      if (vessel.reportingIntervalMin === undefined) continue;
      const lost = lossOf(seen, to) ?? [];
      devices.push({
        ...{ id: vessel.id, vesselId: vessel.id },
        counts: [
          'owing',
          ...(fix && fix.fixTime >= from ? ['heard'] : []),
          ...(lost.includes(lossFigures.loss.name) ? ['silent-sea'] : []),
          ...(lost.includes(lossFigures.repair.name) ? ['silent-10-days'] : []),
          ...(lost.includes(lossFigures.never.name) ? ['never'] : []),
        ],
        cells: {
          ...vesselCells(vessel, ports),
          ...{ device: vessel.deviceId, intervalMin: vessel.reportingIntervalMin, where: whereWords[where] },
          lastFix: fix && { at: fix.fixTime },
        },
      });
    }
    return { devices };
  },
};
