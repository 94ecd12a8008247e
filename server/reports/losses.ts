/** The losses of signal of a period, one by one (domain.md §2.4): when each began and ended, and what came of it. */
import type { Alert } from '../models/alert.ts';
import { allAlerts } from '../store/page-through.ts';
import { caseCells, caseColumns, portNames, vesselCells, vesselColumns } from './columns.ts';
import {
  column,
  figureOf,
  type Period,
  type ReportFigure,
  type ReportRow,
  type ReportSources,
  type ReportTable,
  timeColumn,
} from './report.ts';

/** Loss of signal at sea (NĐ 26/2019 Đ.44); what is told before is a warning. */
export const LOSS_HOURS = 6;
/** From this day on the ladder tells again of a loss that was told (geofences/regions/vietnam-rules.ts). */
const AGAIN_HOURS = 8 * 24;

export const lossesTable: ReportTable = {
  name: 'losses',
  words: { vi: 'Lượt mất kết nối trong kỳ', en: 'Losses of signal in the period' },
  columns: [
    ...vesselColumns,
    timeColumn(
      'since',
      { vi: 'Tín hiệu cuối', en: 'Last signal' },
      { vi: 'Giờ định vị cuối cùng trước khi mất kết nối.', en: 'Time of the last fix before the silence.' },
    ),
    timeColumn(
      'lostAt',
      { vi: 'Mất kết nối từ', en: 'Lost from' },
      { vi: 'Khi đủ giờ để tính là mất kết nối.', en: 'When it had lasted long enough to be a loss.' },
    ),
    timeColumn(
      'backAt',
      { vi: 'Có lại', en: 'Back' },
      {
        vi: 'Giờ định vị đầu tiên sau đó, hoặc giờ vị trí được báo thay; trống: chưa có lại.',
        en: 'Time of the first fix after it, or of a declared position; empty: not back.',
      },
    ),
    column('hours', { vi: 'Số giờ', en: 'Hours' }, 9, {
      vi: 'Từ tín hiệu cuối đến khi có lại, hoặc đến cuối kỳ.',
      en: 'From the last signal until it was back, or to the end of the period.',
    }),
    ...caseColumns,
  ],
};

const figure = figureOf('losses');

export const lossesFigures: readonly ReportFigure[] = [
  figure(
    'losses',
    { vi: 'Lượt mất kết nối phát sinh trong kỳ', en: 'Losses of signal that began to count in the period' },
    {
      vi: 'Cảnh báo mất kết nối trên biển từ 6 giờ phát sinh trong kỳ; mỗi lần im lặng tính một lượt. Không kể cảnh báo đã rút lại và thời gian nhà cung cấp gặp sự cố.',
      en: 'Alerts of silence at sea of 6 hours or more that were raised in the period, each silence once; without those taken back and those that were the provider’s outage.',
    },
  ),
  figure(
    'losses-back',
    { vi: 'Trong đó đã có lại tín hiệu', en: 'Of these back' },
    { vi: 'Đã có vị trí trở lại khi lập báo cáo.', en: 'Heard again when the report was made.' },
  ),
  figure(
    'losses-open',
    { vi: 'Trong đó chưa có lại tín hiệu', en: 'Of these not back' },
    { vi: 'Chưa có vị trí trở lại khi lập báo cáo.', en: 'Not heard again when the report was made.' },
  ),
];

/** The newest first. */
export async function lossRows(sources: ReportSources, { from, to }: Period): Promise<ReportRow[]> {
  const { store, regulation } = sources;
  const ports = portNames(sources.zones);
  const rows: ReportRow[] = [];
  for (const alert of await lossesOf(sources, { from, to })) {
    const { vesselId, evidence, raisedAt, state, clearedAt } = alert.occurrence;
    const vessel = await store.vessel(vesselId);
    const head = alert.caseId === '' ? undefined : await store.caseHead(alert.caseId);
    const backAt = state === 'cleared' ? clearedAt : undefined;
    rows.push({
      ...{ id: alert.id, vesselId, counts: ['losses', backAt === undefined ? 'losses-open' : 'losses-back'] },
      ...(head && { caseId: head.id }),
      cells: {
        ...(vessel ? vesselCells(vessel, ports) : { vessel: vesselId }),
        since: { at: evidence[0]! },
        lostAt: { at: raisedAt },
        backAt: backAt === undefined ? undefined : { at: backAt },
        hours: Math.round(((backAt ?? to) - evidence[0]!) / 360_000) / 10,
        ...caseCells(head, regulation),
      },
    });
  }
  return rows;
}

/** Of a silence the step at which it became a loss, whatever steps came after it. */
async function lossesOf({ store }: ReportSources, { from, to }: Period): Promise<Alert[]> {
  const first = new Map<string, Alert>();
  for await (const alert of allAlerts(store, { state: 'all', since: from, before: to })) {
    const { kind, state, vesselId, evidence } = alert.occurrence;
    if (kind !== 'silence' || state === 'retracted') continue;
    if (thresholdOf(alert) < LOSS_HOURS || thresholdOf(alert) >= AGAIN_HOURS) continue;
    const key = `${vesselId} ${evidence[0]}`;
    const known = first.get(key);
    if (!known || thresholdOf(alert) < thresholdOf(known)) first.set(key, alert);
  }
  return [...first.values()];
}

function thresholdOf({ occurrence }: Alert): number {
  return Number(occurrence.details?.thresholdHours ?? 0);
}
