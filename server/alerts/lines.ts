/** The words of a case's timeline, in both languages. */
import type { OccurrenceState } from '../../geofences/types.ts';
import type { Alert, CaseLine } from '../models/alert.ts';
import type { Delivery } from '../models/delivery.ts';
import type { DeliveryEvent } from '../notify/delivery-event.ts';
import type { Unreachable } from '../notify/routing.ts';
import { localTime } from '../notify/templates/format.ts';
import { retractionReason } from '../notify/templates/retraction.ts';
import type { CaseEntry } from './effects.ts';
import { eventTime } from './lifecycle.ts';

type Text = CaseLine['text'];

/** The line for a step of the finding. `said` is the sentence that stood before the step. */
export function findingLine(step: OccurrenceState, alert: Alert, said: Text, at: number): CaseEntry {
  const base = { caseId: alert.caseId, at, alertId: alert.id, by: 'system' };
  if (step === 'raised') return { ...base, kind: 'alert-raised', text: alert.text };
  if (step === 'cleared') {
    const when = localTime(eventTime(step, alert.occurrence));
    return {
      ...base,
      kind: 'alert-cleared',
      text: { vi: `Đã hết lúc ${when}: ${said.vi}`, en: `Over since ${when}: ${said.en}` },
    };
  }
  const why = retractionReason(alert.occurrence);
  return {
    ...base,
    kind: 'alert-retracted',
    text: { vi: `Rút lại (${why.vi}): ${said.vi}`, en: `Taken back (${why.en}): ${said.en}` },
  };
}

export function acknowledgementLine(alert: Alert, act: { by: string; at: number; comment?: string }): CaseEntry {
  const comment = act.comment ? `: ${act.comment}` : '';
  return {
    caseId: alert.caseId,
    at: act.at,
    kind: 'acknowledged',
    alertId: alert.id,
    by: act.by,
    text: { vi: `${act.by} đã tiếp nhận${comment}`, en: `Acknowledged by ${act.by}${comment}` },
  };
}

/** Who should have heard and cannot: nobody may be believed informed who was not (domain.md §2.3). */
export function unreachableLine(alert: Alert, missing: Unreachable[], at: number): CaseEntry {
  const list = (language: 'vi' | 'en') => missing.map((one) => one.why[language]).join('; ');
  return {
    caseId: alert.caseId,
    at,
    kind: 'delivery',
    alertId: alert.id,
    by: 'system',
    text: { vi: `Không báo được cho: ${list('vi')}`, en: `Could not be told: ${list('en')}` },
  };
}

const outcomes: Partial<Record<DeliveryEvent['event'], Text>> = {
  sent: { vi: 'cổng gửi đã nhận', en: 'taken by the gateway' },
  kept: { vi: 'lưu lại, chưa có cổng gửi', en: 'kept here, no gateway is configured' },
  failed: { vi: 'KHÔNG gửi được', en: 'NOT delivered' },
};

/** The line for a delivery's end, or undefined for its steps in between. `delivery` is the state after the event. */
export function deliveryLine(delivery: Delivery, event: DeliveryEvent): CaseEntry | undefined {
  const outcome = outcomes[event.event];
  if (!outcome) return undefined;
  const way = delivery.channel === 'sms' ? 'SMS' : 'email';
  const to = `${way} → ${delivery.contactName} (${delivery.address})`;
  const words = event.event === 'failed' && delivery.answer ? ` (${delivery.answer})` : '';
  return {
    caseId: delivery.caseId,
    at: event.at,
    kind: 'delivery',
    alertId: delivery.alertId,
    by: 'system',
    text: { vi: `${to}: ${outcome.vi}${words}`, en: `${to}: ${outcome.en}${words}` },
  };
}
