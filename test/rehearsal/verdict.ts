/** Holds what the product said against what happened. */
import type { Alert } from '../../server/models/alert.ts';
import type { Vessel } from '../../server/models/vessel.ts';
import { HOUR, MINUTE, type TrueEvent } from './script.ts';

interface Told {
  event: TrueEvent;
  /** Alerts of the rule that has to say it. */
  alerts: Alert[];
  /** Minutes from when it could be known to when it was. */
  afterMin: number | undefined;
  isRight: boolean;
}

export interface Verdict {
  /** Alerts that asked somebody to act. */
  asked: number;
  told: Told[];
  /** Of the same stories: earlier warnings, next steps. */
  beside: number;
  /** Belong to nothing that happened, or were taken back. */
  wrong: Alert[];
  logged: number;
}

/** @param alerts those that came to be known within the shift  @param start epoch ms */
export function judge(
  events: readonly TrueEvent[],
  alerts: readonly Alert[],
  vessels: readonly Vessel[],
  start: number,
): Verdict {
  const names = new Map(
    vessels.map((one) => [one.id, [one.registration, one.mmsi === undefined ? undefined : String(one.mmsi)]]),
  );
  const isAbout = (alert: Alert, event: TrueEvent): boolean => {
    const { vesselId, otherVesselIds = [], details } = alert.occurrence;
    if (vesselId.startsWith('provider:')) return event.vessels.includes(String(details?.provider));
    return [vesselId, ...otherVesselIds].every((id) =>
      (names.get(id) ?? []).some((name) => name !== undefined && event.vessels.includes(name)),
    );
  };
  const asking = alerts.filter(({ caseId }) => caseId !== '');
  const explained = new Set<Alert>();
  const told = events.map((event): Told => {
    const about = asking.filter((alert) => isAbout(alert, event));
    const own = about.filter(({ occurrence }) => occurrence.ruleId === event.rule && occurrence.state !== 'retracted');
    const beside = about.filter(
      ({ occurrence }) => event.with.includes(occurrence.ruleId) && occurrence.state !== 'retracted',
    );
    for (const one of [...own, ...beside]) explained.add(one);
    const first = Math.min(...own.map(({ detectedAt }) => detectedAt));
    const isRight = event.rule === undefined ? about.length === 0 : own.length === (event.times ?? 1);
    return {
      event,
      alerts: own,
      afterMin: own.length > 0 ? (first - start - event.at * HOUR) / MINUTE : undefined,
      isRight,
    };
  });
  const own = new Set(told.flatMap((one) => one.alerts));
  return {
    asked: asking.length,
    told,
    beside: [...explained].filter((one) => !own.has(one)).length,
    wrong: asking.filter((alert) => !explained.has(alert)),
    logged: alerts.length - asking.length,
  };
}
