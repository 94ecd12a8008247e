/** Crossing list (domain.md §1.4, §2.4): who left our side of a boundary in the period, between which fixes, and what came of it. */
import type { Alert } from '../models/alert.ts';
import { allAlerts } from '../store/page-through.ts';
import type { Words } from '../system-words.ts';
import { caseCells, caseColumns, portNames, vesselCells, vesselColumns } from './columns.ts';
import {
  column,
  figureOf,
  type Period,
  type Report,
  type ReportFigure,
  type ReportRow,
  type ReportSources,
  type ReportTable,
  timeColumn,
} from './report.ts';

export const crossingTable: ReportTable = {
  name: 'crossings',
  words: { vi: 'Lượt vượt ranh giới', en: 'Crossings' },
  columns: [
    ...vesselColumns,
    column('boundary', { vi: 'Ranh giới', en: 'Boundary' }, 24, {
      vi: 'Tên vùng hoặc đường ranh giới.',
      en: 'Name of the zone or line.',
    }),
    column('neighbour', { vi: 'Phía', en: 'Side' }, 14, {
      vi: 'Bên kia ranh giới là phía nào, nơi ranh giới có ghi.',
      en: 'Whose side lies beyond, where the boundary says so.',
    }),
    timeColumn(
      'before',
      { vi: 'Vị trí cuối bên trong', en: 'Last fix inside' },
      {
        vi: 'Giờ định vị cuối cùng ở phía ta.',
        en: 'Time of the last fix on our side.',
      },
    ),
    timeColumn(
      'after',
      { vi: 'Vị trí đầu bên ngoài', en: 'First fix outside' },
      {
        vi: 'Giờ định vị đầu tiên ở bên ngoài. Tàu vượt trong khoảng giữa hai giờ này.',
        en: 'Time of the first fix beyond. The vessel crossed between these two.',
      },
    ),
    timeColumn(
      'crossedAt',
      { vi: 'Giờ vượt (nội suy)', en: 'Crossed (interpolated)' },
      {
        vi: 'Nội suy giữa hai vị trí; không phải giờ đo được.',
        en: 'Interpolated between the two fixes; not measured.',
      },
    ),
    column('position', { vi: 'Tọa độ vượt (nội suy)', en: 'Where (interpolated)' }, 24, {
      vi: 'Nội suy giữa hai vị trí.',
      en: 'Interpolated between the two fixes.',
    }),
    timeColumn(
      'returnedAt',
      { vi: 'Quay về', en: 'Back' },
      {
        vi: 'Giờ cảnh báo kết thúc: tàu đã quay về phía ta.',
        en: 'When the alert was cleared: the vessel was back on our side.',
      },
    ),
    column('state', { vi: 'Tình trạng', en: 'State' }, 14, {
      vi: 'Đang ở ngoài, đã quay về, hoặc đã rút lại (dữ liệu đến sau cho thấy không vượt).',
      en: 'Still beyond, back, or taken back (later data show that it did not cross).',
    }),
    timeColumn(
      'acknowledgedAt',
      { vi: 'Tiếp nhận', en: 'Acknowledged' },
      {
        vi: 'Giờ cán bộ tiếp nhận cảnh báo.',
        en: 'When somebody acknowledged the alert.',
      },
    ),
    ...caseColumns,
  ],
};

const figure = figureOf('crossings');

export const crossingFigures: readonly ReportFigure[] = [
  figure(
    'crossed',
    { vi: 'Lượt vượt ranh giới trong kỳ', en: 'Crossings in the period' },
    {
      vi: 'Cảnh báo “vượt ranh giới” phát sinh trong kỳ, không kể cảnh báo đã rút lại.',
      en: 'Alerts of kind “crossed the boundary” raised in the period, without those that were taken back.',
    },
  ),
  figure(
    'beyond',
    { vi: 'Trong đó còn ở ngoài', en: 'Of these still beyond' },
    {
      vi: 'Chưa thấy tàu quay về khi lập báo cáo.',
      en: 'Not seen back on our side when the report was made.',
    },
  ),
  figure(
    'unanswered',
    { vi: 'Trong đó chưa tiếp nhận', en: 'Of these not acknowledged' },
    { vi: 'Chưa ai tiếp nhận cảnh báo.', en: 'Nobody has acknowledged the alert.' },
  ),
  figure(
    'retracted',
    { vi: 'Đã rút lại', en: 'Taken back' },
    {
      vi: 'Phát sinh trong kỳ, rồi rút lại vì dữ liệu đến sau hoặc quy định thay đổi. Không tính là vượt ranh giới.',
      en: 'Raised in the period and taken back, since later data or changed rules say otherwise. Counted as no crossing.',
    },
  ),
];

const stateWords: Record<Alert['occurrence']['state'], Words> = {
  raised: { vi: 'còn ở ngoài', en: 'still beyond' },
  cleared: { vi: 'đã quay về', en: 'back' },
  retracted: { vi: 'đã rút lại', en: 'taken back' },
};

export const crossings: Report = {
  name: 'crossings',
  title: { vi: 'Danh sách tàu vượt ranh giới', en: 'Crossing list' },
  about: {
    vi: 'Mỗi lượt tàu vượt ranh giới cho phép khai thác trong kỳ. Sai số vị trí và khoảng cách giữa hai lần báo không cho phép khẳng định điểm vượt: báo cáo ghi vị trí cuối bên trong và vị trí đầu bên ngoài.',
    en: 'Every crossing of a boundary in the period. Position errors and the time between fixes allow no exact point: the last fix inside and the first outside are told.',
  },
  reach: 'own',
  isAboutFishing: true,
  usual: { days: 30 },
  tables: [crossingTable],
  figures: crossingFigures,
  rows: async (sources, period) => ({ crossings: await crossingRows(sources, period) }),
};

/** Newest first. */
export async function crossingRows(sources: ReportSources, { from, to }: Period): Promise<ReportRow[]> {
  const ports = portNames(sources.zones);
  const rows: ReportRow[] = [];
  for await (const alert of allAlerts(sources.store, { state: 'all', since: from, before: to })) {
    // It stands there as what late data has made of it.
    if (alert.restatedAs !== undefined) continue;
    if (alert.occurrence.kind === 'boundary-cross') rows.push(await rowOf(sources, alert, ports));
  }
  return rows;
}

async function rowOf(
  { store, zones, regulation }: ReportSources,
  { id, occurrence, response, caseId }: Alert,
  ports: ReadonlyMap<string, string>,
): Promise<ReportRow> {
  const { vesselId, zoneId, crossing, raisedAt, lon, lat, clearedAt, details, state } = occurrence;
  const vessel = await store.vessel(vesselId);
  const head = caseId === '' ? undefined : await store.caseHead(caseId);
  const zone = zones.find((one) => one.id === zoneId)?.properties;
  const side = details?.neighbourVi;
  return {
    id,
    vesselId,
    ...(head && { caseId: head.id }),
    counts: countsOf(state, response.acknowledgedAt !== undefined),
    cells: {
      ...(vessel ? vesselCells(vessel, ports) : { vessel: vesselId }),
      boundary: zone ? { vi: zone.name, en: zone.nameEn ?? zone.name } : zoneId,
      neighbour: side === undefined ? undefined : { vi: String(side), en: String(details?.neighbourEn ?? side) },
      before: crossing && { at: crossing.before.fixTime },
      after: crossing && { at: crossing.after.fixTime },
      crossedAt: { at: raisedAt },
      position: { lon, lat },
      returnedAt: state === 'cleared' && clearedAt !== undefined ? { at: clearedAt } : undefined,
      state: stateWords[state],
      acknowledgedAt: response.acknowledgedAt === undefined ? undefined : { at: response.acknowledgedAt },
      ...caseCells(head, regulation),
    },
  };
}

function countsOf(state: Alert['occurrence']['state'], isAcknowledged: boolean): string[] {
  if (state === 'retracted') return ['retracted'];
  return ['crossed', ...(state === 'raised' ? ['beyond'] : []), ...(isAcknowledged ? [] : ['unanswered'])];
}
