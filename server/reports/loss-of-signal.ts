/** Loss-of-signal lists (domain.md §1.2, §2.4): more than 6 hours and 10 days at sea, more than 6 months anywhere. */
import { caseCells, caseColumns, portNames, vesselCells, vesselColumns } from './columns.ts';
import { fleetAt, type SeenVessel, whereWords } from './fleet-at.ts';
import { LOSS_HOURS, lossesFigures, lossesTable, lossRows } from './losses.ts';
import { column, type Report, type ReportFigure, type ReportRow, type ReportSources } from './report.ts';
import { lastPositionColumn, whereColumn } from './seen-columns.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** Loss of signal, back in port for repair (NĐ 26/2019 Đ.44), and the list of its own (geofences/rules/silence.ts). */
const LOSS_MS = LOSS_HOURS * HOUR_MS;
const REPAIR_MS = 240 * HOUR_MS;
const LONG_GONE_MS = 4380 * HOUR_MS;
/** For a report that was sent in time (geofences/rules/silence.ts). */
const GRACE_MS = 15 * MINUTE_MS;

const figure = (name: string, vi: string, en: string, viMeans: string, enMeans: string): ReportFigure => ({
  ...{ name, table: 'vessels', words: { vi, en } },
  definition: { vi: viMeans, en: enMeans },
});

export const lossFigures = {
  loss: figure(
    'over-6-hours',
    'Mất kết nối từ 6 giờ, trên biển',
    'Silent for 6 hours or more, at sea',
    'Tàu có nghĩa vụ báo vị trí, vị trí cuối không ở trong cảng, đến cuối kỳ đã từ 6 giờ không có vị trí (và quá nhịp báo của tàu cộng 15 phút). Gồm cả các tàu lâu hơn.',
    'Vessels that owe reports, last seen out of port, of which nothing was heard for 6 hours by the end of the period (nor for their own interval and 15 minutes). The longer ones are among them.',
  ),
  repair: figure(
    'over-10-days',
    'Mất kết nối quá 10 ngày, trên biển',
    'Silent for more than 10 days, at sea',
    'Như trên, quá 10 ngày (hạn đưa tàu về cảng sửa thiết bị, NĐ 26/2019 Đ.44). Gồm cả các tàu quá 6 tháng.',
    'As above, for more than 10 days (back in port for repair by then, NĐ 26/2019 Đ.44). Those of 6 months are among them.',
  ),
  longGone: figure(
    'over-6-months',
    'Mất kết nối quá 6 tháng',
    'Silent for more than 6 months',
    'Quá 4.380 giờ không có vị trí, dù vị trí cuối ở đâu: tàu có thể đã bán, chìm, bị tạm giữ, chưa nộp phí.',
    'No position for more than 4,380 hours, wherever the last one was: it may be sold, sunk, seized, its fee unpaid.',
  ),
  port: figure(
    'in-port',
    'Không có tín hiệu, vị trí cuối trong cảng',
    'Silent, last seen in port',
    'Từ 6 giờ không có vị trí, vị trí cuối trong cảng: không phải mất kết nối trên biển.',
    'No position for 6 hours, last seen in port: no loss of signal at sea.',
  ),
  unknown: figure(
    'place-unknown',
    'Không có tín hiệu, chưa rõ ở đâu',
    'Silent, whereabouts unknown',
    'Từ 6 giờ không có vị trí, và vị trí cuối không tin được: không tính là trong cảng cũng không tính là trên biển.',
    'No position for 6 hours, and the last one is not believed: counted neither in port nor at sea.',
  ),
  never: figure(
    'never-heard',
    'Chưa có vị trí nào',
    'Never heard',
    'Tàu có nghĩa vụ báo vị trí mà hệ thống chưa nhận được vị trí nào đến cuối kỳ.',
    'Vessels that owe reports of which no position had come by the end of the period.',
  ),
} as const;

/** Figures that count a vessel; undefined: it owes nothing, or was heard in time. @param at epoch ms */
export function lossOf({ vessel, fix, where }: SeenVessel, at: number): string[] | undefined {
  if (vessel.reportingIntervalMin === undefined) return undefined;
  if (!fix) return [lossFigures.never.name];
  const silentMs = at - fix.fixTime;
  if (silentMs < Math.max(LOSS_MS, vessel.reportingIntervalMin * MINUTE_MS + GRACE_MS)) return undefined;
  const counts: string[] = [];
  if (where === 'sea') counts.push(lossFigures.loss.name);
  if (where === 'sea' && silentMs > REPAIR_MS) counts.push(lossFigures.repair.name);
  if (where === 'port') counts.push(lossFigures.port.name);
  if (where === 'unknown') counts.push(lossFigures.unknown.name);
  if (silentMs > LONG_GONE_MS) counts.push(lossFigures.longGone.name);
  return counts;
}

export const lossOfSignal: Report = {
  name: 'loss-of-signal',
  title: { vi: 'Danh sách tàu mất kết nối', en: 'Loss-of-signal lists' },
  about: {
    vi: 'Tàu trong sổ đăng ký có nghĩa vụ báo vị trí mà đến cuối kỳ không còn tín hiệu: từ 6 giờ, quá 10 ngày, quá 6 tháng; và từng lượt mất kết nối phát sinh trong kỳ. Không có tín hiệu không có nghĩa là không có tàu.',
    en: 'Registered vessels that owe reports and were silent at the end of the period: for 6 hours, 10 days, 6 months; and every loss of signal that began to count in the period. No signal does not mean no vessel.',
  },
  reach: 'own',
  usual: { days: 7 },
  tables: [
    {
      name: 'vessels',
      words: { vi: 'Tàu mất kết nối', en: 'Silent vessels' },
      columns: [
        ...vesselColumns,
        column(
          'lastFix',
          { vi: 'Tín hiệu cuối', en: 'Last signal' },
          17,
          { vi: 'Giờ định vị của vị trí mới nhất đến cuối kỳ.', en: 'Fix time of the newest position by then.' },
          { isTime: true },
        ),
        lastPositionColumn,
        column('silentHours', { vi: 'Số giờ', en: 'Hours' }, 9, {
          vi: 'Từ tín hiệu cuối đến cuối kỳ, giờ.',
          en: 'From the last signal to the end of the period.',
        }),
        whereColumn,
        ...caseColumns,
      ],
    },
    lossesTable,
  ],
  figures: [...Object.values(lossFigures), ...lossesFigures],
  async rows(sources, period) {
    const { to } = period;
    const rows: ReportRow[] = [];
    const ports = portNames(sources.zones);
    for (const seen of await fleetAt(sources, to)) {
      const counts = lossOf(seen, to);
      if (counts) rows.push(await rowOf(sources, seen, counts, to, ports));
    }
    return { vessels: rows.sort((a, b) => hours(b) - hours(a)), losses: await lossRows(sources, period) };
  },
};

function hours({ cells }: ReportRow): number {
  return typeof cells.silentHours === 'number' ? cells.silentHours : Number.POSITIVE_INFINITY;
}

async function rowOf(
  { store, regulation }: ReportSources,
  { vessel, fix, where }: SeenVessel,
  counts: string[],
  to: number,
  ports: ReadonlyMap<string, string>,
): Promise<ReportRow> {
  // A case that was over before the silence began says nothing of it.
  const [newest] = fix ? await store.cases({ vesselId: vessel.id, limit: 1 }) : [];
  const head = newest && (newest.closedAt ?? Number.POSITIVE_INFINITY) >= fix!.fixTime ? newest : undefined;
  return {
    id: vessel.id,
    vesselId: vessel.id,
    ...(head && { caseId: head.id }),
    counts,
    cells: {
      ...vesselCells(vessel, ports),
      lastFix: fix && { at: fix.fixTime },
      position: fix && { lon: fix.lon, lat: fix.lat },
      silentHours: fix && Math.floor((to - fix.fixTime) / (HOUR_MS / 10)) / 10,
      where: whereWords[where],
      ...caseCells(head, regulation),
    },
  };
}
