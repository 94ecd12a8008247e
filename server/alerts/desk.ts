/**
 * The desk turns what the geofence engine finds into alerts, cases and messages, and what people do into answers. Pure: no
 * clock, no I/O, no randomness; the same findings and acts in the same order give the same rows with the same ids.
 *
 * - The same finding said twice changes nothing. A finding that changes without changing state updates its alert and makes
 *   no message.
 * - Priority 4 is a log event: a row without case and messages (see lifecycle.ts).
 * - A retraction keeps the alert, shown as retracted, and goes to whoever was told of the raise. A raise that still waits in
 *   the outbox is withdrawn (kept, with the reason), so that nobody reads the two in the wrong order.
 * - A retraction that late data takes back is told as a raise again, and wants a new acknowledgement.
 * - Old news: a step that lies more than `maxAgeHours` before we learn of it goes out by email as always, by SMS only while
 *   the alert still holds. Otherwise the SMS is kept: it can be read, and it wakes nobody.
 * - An acknowledgement belongs to one alert. The case only remembers that somebody has taken the vessel up; a later alert in
 *   the same case waits for its own acknowledgement.
 */
import { PROVIDER_PREFIX } from '../../geofences/fleet/provider-watch.ts';
import type { Occurrence, OccurrenceState } from '../../geofences/types.ts';
import { HaidangError } from '../errors.ts';
import type { Alert } from '../models/alert.ts';
import type { Delivery } from '../models/delivery.ts';
import { applyDeliveryEvent } from '../notify/delivery-event.ts';
import type { AlertDesk, DeskOptions } from './desk-port.ts';
import { type CaseHead, type DeskEffects, noEffects } from './effects.ts';
import { caseIdOf } from './ids.ts';
import { isLogEvent, logEventPriority, noCase, sameOccurrence, transitions } from './lifecycle.ts';
import { acknowledgementLine, deliveryLine, findingLine, unreachableLine } from './lines.ts';
import { anotherMessage, messagesFor, type Told, toldBy } from './messages.ts';

const defaultMaxAlertsInMemory = 10_000;

interface Remembered {
  alert: Alert;
  /** Messages so far; absent for an alert restored at start until it is handed over with them. */
  told?: Told[];
}

export function createAlertDesk(options: DeskOptions): AlertDesk {
  /** Least recently touched first. */
  const memory = new Map<string, Remembered>();
  /** Open case of a vessel. */
  const cases = new Map<string, CaseHead>();
  const maxInMemory = options.maxAlertsInMemory ?? defaultMaxAlertsInMemory;
  let changeSeq = 0;

  function remember(entry: Remembered): void {
    memory.delete(entry.alert.id);
    memory.set(entry.alert.id, entry);
    if (memory.size <= maxInMemory) return;
    const oldest = memory.keys().next();
    if (!oldest.done) memory.delete(oldest.value);
  }

  /** The vessel's open case with this alert in it; none for late word on an alert whose case is closed by now. */
  function takeUp(alert: Alert, isNew: boolean, at: number): CaseHead | undefined {
    const { vesselId } = alert.occurrence;
    const known = cases.get(vesselId);
    if (!isNew && known?.id !== alert.caseId) return undefined;
    const head: CaseHead = known
      ? { ...known, updatedAt: at }
      : { id: alert.caseId, vesselId, state: 'new', openedAt: at, updatedAt: at };
    cases.set(vesselId, head);
    return head;
  }

  /** An outage is about a provider, which is no vessel. */
  function labelOf(id: string): string {
    return options.vessel(id)?.label ?? (id.startsWith(PROVIDER_PREFIX) ? id.slice(PROVIDER_PREFIX.length) : id);
  }

  function sentenceFor(occurrence: Occurrence): Alert['text'] {
    const rule = options.rule(occurrence.ruleId);
    const zone = occurrence.zoneId === undefined ? undefined : options.zone(occurrence.zoneId);
    return options.sentence(occurrence, {
      vesselLabel: labelOf(occurrence.vesselId),
      otherLabels: occurrence.otherVesselIds?.map(labelOf),
      zoneName: zone?.properties.name,
      zoneNameEn: zone?.properties.nameEn,
      ruleName: rule?.name,
      ruleNameEn: rule?.nameEn,
    });
  }

  function firstDraft(occurrence: Occurrence, at: number): Alert {
    const logEvent = occurrence.priority === logEventPriority;
    return {
      id: occurrence.id,
      occurrence,
      response: logEvent
        ? { state: 'acknowledged', acknowledgedAt: at, acknowledgedBy: 'system' }
        : { state: 'unacknowledged' },
      caseId: logEvent ? noCase : (cases.get(occurrence.vesselId)?.id ?? caseIdOf(occurrence.id)),
      text: sentenceFor(occurrence),
      detectedAt: at,
      changeSeq: ++changeSeq,
    };
  }

  function redraft(before: Alert, occurrence: Occurrence): Alert {
    const isBack = before.occurrence.state === 'retracted' && occurrence.state !== 'retracted';
    return {
      ...before,
      occurrence,
      response: isBack && !isLogEvent(before) ? { state: 'unacknowledged' } : before.response,
      text: sentenceFor(occurrence),
      changeSeq: ++changeSeq,
    };
  }

  /** Lines and messages of one step; returns all that has been said about the alert since. */
  function tell(step: OccurrenceState, alert: Alert, said: Alert['text'], told: Told[], at: number, out: DeskEffects) {
    out.lines.push(findingLine(step, alert, said, at));
    const { deliveries, withdrawals, unreachable } = messagesFor({ step, alert, at, told, desk: options });
    out.deliveries.push(...deliveries);
    out.withdrawals.push(...withdrawals);
    if (unreachable.length > 0) out.lines.push(unreachableLine(alert, unreachable, at));
    return [...told, ...deliveries.map(toldBy)];
  }

  return {
    restore(state) {
      memory.clear();
      cases.clear();
      for (const alert of state.alerts) remember({ alert });
      for (const one of state.cases) if (one.state !== 'closed') cases.set(one.vesselId, one);
      changeSeq = state.lastChangeSeq;
    },

    knows(alertId) {
      return memory.get(alertId)?.told !== undefined;
    },

    hand(alert, deliveries) {
      // What is in memory is newer than what is stored; only the messages may be missing there.
      remember({ alert: memory.get(alert.id)?.alert ?? alert, told: inOrder(deliveries).map(toldBy) });
    },

    apply({ occurrence }, at) {
      const out = noEffects();
      const known = memory.get(occurrence.id);
      const before = known?.alert;
      if (before && sameOccurrence(before.occurrence, occurrence)) return out;
      const steps = transitions(before?.occurrence.state, occurrence.state);
      if (!before && steps.length === 0) return out;
      const alert = before ? redraft(before, occurrence) : firstDraft(occurrence, at);
      out.alerts.push(alert);
      let told = before ? known.told : [];
      if (!isLogEvent(alert) && steps.length > 0) {
        if (!told) throw new Error(`alert ${alert.id} must be handed over with its deliveries first`);
        const head = takeUp(alert, !before, at);
        if (head) out.cases.push(head);
        for (const step of steps) told = tell(step, alert, before?.text ?? alert.text, told, at, out);
      }
      remember({ alert, told });
      return out;
    },

    acknowledge(alertId, { by, at, comment }) {
      const known = memory.get(alertId);
      if (!known) throw new HaidangError('not-found', { what: `alert ${alertId}` });
      const { alert } = known;
      if (isLogEvent(alert))
        throw new HaidangError('illegal-move', {
          act: `acknowledge ${alertId}`,
          why: 'mức 4 chỉ là nhật ký / priority 4 is a log event',
        });
      const out = noEffects();
      if (alert.response.state === 'acknowledged') return { ...out, alert };
      const answered: Alert = {
        ...alert,
        response: { state: 'acknowledged', acknowledgedAt: at, acknowledgedBy: by, comment },
        changeSeq: ++changeSeq,
      };
      out.alerts.push(answered);
      out.lines.push(acknowledgementLine(answered, { by, at, comment }));
      const head = cases.get(alert.occurrence.vesselId);
      if (head?.id === alert.caseId) {
        const updated: CaseHead = { ...head, state: 'acknowledged', updatedAt: at };
        cases.set(head.vesselId, updated);
        out.cases.push(updated);
      }
      remember({ ...known, alert: answered });
      return { ...out, alert: answered };
    },

    anotherWay(delivery, at) {
      const out = noEffects();
      const known = memory.get(delivery.alertId);
      if (!known?.told || known.alert.response.state === 'acknowledged') return out;
      const { alert, told } = known;
      const message = anotherMessage({ alert, at, told, desk: options }, delivery);
      if (!message) return out;
      out.deliveries.push(message);
      memory.set(alert.id, { alert, told: [...told, toldBy(message)] });
      return out;
    },

    progress(delivery, event) {
      const out = noEffects();
      const after = applyDeliveryEvent(delivery, event);
      if (after === delivery) return out;
      out.deliveries.push(after);
      const line = deliveryLine(after, event);
      if (line) out.lines.push(line);
      const known = memory.get(after.alertId);
      if (known?.told)
        memory.set(after.alertId, {
          ...known,
          told: known.told.map((one) => (one.id === after.id ? toldBy(after) : one)),
        });
      return out;
    },
  };
}

const order: Record<Delivery['change'], number> = { raised: 0, cleared: 1, retracted: 2, group: 3, reply: 3, test: 3 };

/** As they were made; a store may give those of one moment in any order. */
function inOrder(deliveries: Delivery[]): Delivery[] {
  return deliveries.toSorted((a, b) => a.createdAt - b.createdAt || order[a.change] - order[b.change]);
}
