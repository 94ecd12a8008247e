/** The rows behind an indicator, counted by the same tests as its value. Pure. */
import type { Alert } from '../models/alert.ts';
import type { CaseHead } from '../models/case.ts';
import type { Delivery } from '../models/delivery.ts';
import type { Vessel } from '../models/vessel.ts';
import { isLicenceOverAt } from '../reports/licence.ts';
import {
  bandOf,
  countedFeeds,
  isAcross,
  isDelivering,
  isOpenNow,
  isUrgent,
  isWaiting,
  type Known,
  type SilenceBands,
  wasAcknowledgedLately,
} from '../wall/figures.ts';
import type { IndicatorName } from './definitions.ts';
import { isFitted } from './indicators.ts';

export interface IndicatorRow {
  /** Of the vessel, alert, case, feed or message. */
  id: string;
  vesselId?: string;
  /** Vessel's name, or the feed's. */
  label?: string;
  /** Epoch ms: newest position, first known, opened, last byte. */
  at?: number;
  caseId?: string;
  /** How long it took or takes. */
  ms?: number;
}

/** What is not in `Known`. */
interface Listed {
  cases: readonly CaseHead[];
  failed: readonly Delivery[];
}

export function rowsBehind(name: IndicatorName, known: Known, { cases, failed }: Listed): IndicatorRow[] {
  const { now, alerts, feeds } = known;
  const vessels = [...known.vessels];
  const labels = new Map(vessels.map(({ id, label }) => [id, label]));
  const vesselRow = ({ id, label }: Vessel): IndicatorRow => ({ id, vesselId: id, label, at: fixTime(known, id) });
  const banded = (band: keyof SilenceBands): IndicatorRow[] =>
    vessels
      .filter(
        ({ id, reportingIntervalMin: owed }) => owed !== undefined && bandOf(now, owed, fixTime(known, id)) === band,
      )
      .map(vesselRow);
  const alertRow = ({ id, caseId, detectedAt, occurrence: { vesselId } }: Alert): IndicatorRow => ({
    ...{ id, vesselId, label: labels.get(vesselId), at: detectedAt },
    ...(caseId !== '' && { caseId }),
  });
  const waiting = (): IndicatorRow[] =>
    alerts
      .filter((alert) => isOpenNow(alert) && isWaiting(alert))
      .sort((a, b) => a.detectedAt - b.detectedAt)
      .map((alert) => ({ ...alertRow(alert), ms: now - alert.detectedAt }));
  const rows: Record<IndicatorName, () => IndicatorRow[]> = {
    reporting: () => banded('reporting'),
    silent: () => banded('silent'),
    longSilent: () => banded('longSilent'),
    boundary: () => onePerVessel(alerts.filter((alert) => isAcross(alert, now)).map(alertRow)),
    urgent: () => alerts.filter((alert) => isUrgent(alert, now)).map(alertRow),
    waiting,
    oldest: () => waiting().slice(0, 1),
    acknowledge: () =>
      alerts
        .filter((alert) => wasAcknowledgedLately(alert, now))
        .map((alert) => ({ ...alertRow(alert), ms: alert.response.acknowledgedAt! - alert.detectedAt })),
    cases: () =>
      cases.map(({ id, vesselId, openedAt }) => ({
        ...{ id, vesselId, label: labels.get(vesselId), at: openedAt, caseId: id },
      })),
    feeds: () =>
      countedFeeds(feeds)
        .filter((feed) => isDelivering(feed, now))
        .map(({ id, lastByteAt }) => ({ id, label: id, at: lastByteAt })),
    messages: () =>
      failed.map(({ id, vesselId, caseId, createdAt }) => ({
        ...{ id, vesselId, label: labels.get(vesselId), at: createdAt, caseId },
      })),
    registered: () => vessels.map(vesselRow),
    fitted: () => vessels.filter(isFitted).map(vesselRow),
    licenceOver: () => vessels.filter((vessel) => isLicenceOverAt(vessel, now)).map(vesselRow),
  };
  return rows[name]();
}

function fixTime({ latest }: Known, vesselId: string): number | undefined {
  return latest.get(vesselId)?.fixTime;
}

function onePerVessel(rows: readonly IndicatorRow[]): IndicatorRow[] {
  return [...new Map(rows.map((row) => [row.vesselId, row])).values()];
}
