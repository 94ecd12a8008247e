/** Port report (domain.md §1.6): vessels that came into ports and left them, as the port zones saw it, each visit traced to its alert. */
import type { Zone } from '../../geofences/types.ts';
import type { Alert } from '../models/alert.ts';
import type { Vessel } from '../models/vessel.ts';
import { allAlerts } from '../store/page-through.ts';
import { portNames, vesselCells, vesselColumns } from './columns.ts';
import { isLicenceOverAt } from './licence.ts';
import { column, figureOf, type Report, type ReportRow } from './report.ts';

/** Inspected in every case (TT 21/2018). */
const LARGE_M = 24;
const figure = figureOf('calls');
const asSeen = {
  vi: 'Theo vị trí tàu báo và vùng cảng trong hệ thống; giờ và nơi là ước tính trên đường giữa vị trí cuối bên này và vị trí đầu bên kia ranh vùng.',
  en: 'By reported positions and the port zones of this system; time and place are estimated between the last position on one side of the zone’s edge and the first on the other.',
};

const words = {
  'zone-enter': { vi: 'vào cảng', en: 'arrived' },
  'zone-exit': { vi: 'rời cảng', en: 'left' },
} as const;

export const portCalls: Report = {
  name: 'port-calls',
  title: { vi: 'Báo cáo tàu ra vào cảng', en: 'Port report: arrivals and departures' },
  about: {
    vi: `Tàu trong sổ đăng ký vào và rời các vùng cảng trong kỳ. ${asSeen.vi} Tàu không có tín hiệu ra vào thì không thấy ở đây; sản lượng và thông báo trước 1 giờ không có trong hệ thống.`,
    en: `Registered vessels that came into port zones and left them in the period. ${asSeen.en} What sends no signal is not seen here; landings and one-hour notices are not in this system.`,
  },
  reach: 'own',
  isAboutFishing: true,
  usual: { days: 30 },
  split: {
    table: 'calls',
    by: 'portVisited',
    none: { vi: 'Cảng không còn trong hệ thống', en: 'A port that is no zone any more' },
  },
  tables: [
    {
      name: 'calls',
      words: { vi: 'Lượt ra vào', en: 'Arrivals and departures' },
      columns: [
        column('portVisited', { vi: 'Cảng ra vào', en: 'Port' }, 20, asSeen),
        column('what', { vi: 'Lượt', en: 'What' }, 12, asSeen),
        column('at', { vi: 'Lúc', en: 'At' }, 17, asSeen, { isTime: true }),
        ...vesselColumns,
        column('position', { vi: 'Vị trí', en: 'Position' }, 24, asSeen),
        column('licenceUntil', { vi: 'Hạn giấy phép', en: 'Licence until' }, 12, {
          vi: 'Theo sổ đăng ký.',
          en: 'As the registry has it.',
        }),
      ],
    },
  ],
  figures: [
    figure('arrived', { vi: 'Lượt vào cảng', en: 'Arrivals' }, asSeen),
    figure('left', { vi: 'Lượt rời cảng', en: 'Departures' }, asSeen),
    figure(
      'arrived-24',
      { vi: 'Lượt vào của tàu từ 24 m', en: 'Arrivals of vessels of 24 m and more' },
      {
        vi: 'Chiều dài theo sổ đăng ký; các tàu này kiểm tra 100 % (TT 21/2018).',
        en: 'By the length in the registry; each of these is inspected (TT 21/2018).',
      },
    ),
    figure(
      'other-port',
      { vi: 'Lượt vào của tàu có cảng khác', en: 'Arrivals of vessels of another port' },
      {
        vi: 'Cảng trong sổ đăng ký khác cảng tàu vào; tàu không ghi cảng không tính.',
        en: 'The home port in the registry is another one; where none is given nothing is counted.',
      },
    ),
    figure(
      'licence-over',
      { vi: 'Lượt rời của tàu hết hạn giấy phép', en: 'Departures with the licence over' },
      {
        vi: 'Hạn giấy phép trong sổ đăng ký trước ngày rời cảng; tàu không ghi hạn thì không rõ, không tính.',
        en: 'The licence in the registry ended before the day of the departure; where no date is given nothing is counted.',
      },
    ),
    figure(
      'retracted',
      { vi: 'Đã rút lại', en: 'Taken back' },
      {
        vi: 'Lượt mà dữ liệu đến sau cho thấy không có; không tính vào các số khác.',
        en: 'What later data says did not happen; in none of the other numbers.',
      },
    ),
  ],
  async rows({ store, zones }, { from, to }) {
    const ports = new Map(zones.filter(({ properties }) => properties.kind === 'port').map((zone) => [zone.id, zone]));
    const names = portNames(zones);
    const vessels = new Map<string, Vessel>();
    for await (const vessel of store.allVessels('registered')) vessels.set(vessel.id, vessel);
    const rows: ReportRow[] = [];
    for await (const alert of allAlerts(store, { state: 'all', since: from, before: to })) {
      if (alert.restatedAs !== undefined) continue;
      const { vesselId, zoneId = '' } = alert.occurrence;
      const vessel = vessels.get(vesselId);
      if (!vessel || !isCall(alert, ports)) continue;
      rows.push(rowOf(alert, vessel, ports.get(zoneId), names));
    }
    return { calls: rows };
  },
};

function isCall({ occurrence: { kind, zoneId = '' } }: Alert, ports: ReadonlyMap<string, Zone>): boolean {
  return (kind === 'zone-enter' || kind === 'zone-exit') && ports.has(zoneId);
}

function rowOf(
  { id, occurrence }: Alert,
  vessel: Vessel,
  port: Zone | undefined,
  names: ReadonlyMap<string, string>,
): ReportRow {
  const { raisedAt, lon, lat, state } = occurrence;
  const kind = occurrence.kind === 'zone-enter' ? 'zone-enter' : 'zone-exit';
  const counts = state === 'retracted' ? ['retracted'] : countsOf(kind, vessel, port, raisedAt);
  return {
    ...{ id, vesselId: vessel.id, counts },
    cells: {
      ...{ portVisited: port?.properties.name, what: words[kind], at: { at: raisedAt }, position: { lon, lat } },
      ...vesselCells(vessel, names),
      licenceUntil: vessel.licenceUntil,
    },
  };
}

function countsOf(kind: keyof typeof words, vessel: Vessel, port: Zone | undefined, at: number): string[] {
  if (kind === 'zone-exit') return ['left', ...(isLicenceOverAt(vessel, at) ? ['licence-over'] : [])];
  const { homePort, lengthM } = vessel;
  const isOther = homePort !== undefined && homePort !== port?.properties.code && homePort !== port?.properties.name;
  return [
    'arrived',
    ...(lengthM !== undefined && lengthM >= LARGE_M ? ['arrived-24'] : []),
    ...(isOther ? ['other-port'] : []),
  ];
}
