/**
 * The desk turns what the geofence engine finds into alerts, cases and messages, and what people do into answers. Pure: no
 * clock, no I/O, no randomness; the same findings and acts in the same order give the same rows with the same ids.
 *
 * - The same finding said twice changes nothing. A finding that changes without changing state updates its alert and makes
 *   no message, unless its priority has risen: then it waits again, and all are told again.
 * - Priority 4 is a log event: a row without case and messages (see lifecycle.ts).
 * - A retraction keeps the alert, shown as retracted, and goes to whoever was told of the raise. A raise that still waits in
 *   the outbox is withdrawn (kept, with the reason), so that nobody reads the two in the wrong order.
 * - What is taken back and raised anew in one breath, because late data moved its beginning, is one matter (restatement.ts):
 *   the new alert goes on where the old one stood, and nobody is told again.
 * - A retraction that late data takes back is told as a raise again, and wants a new acknowledgement.
 * - Old news: a change that lies more than `maxAgeHours` before we learn of it goes out by email as always, by SMS only while
 *   the alert still holds. Otherwise the SMS is kept: it can be read, and it wakes nobody.
 * - An acknowledgement belongs to one alert. The case only remembers that somebody has taken the vessel up; a later alert in
 *   the same case waits for its own acknowledgement.
 */
import type { Occurrence, OccurrenceState } from '../../geofences/types.ts';
import { HaidangError } from '../errors.ts';
import type { Alert } from '../models/alert.ts';
import type { Delivery } from '../models/delivery.ts';
import { applyDeliveryEvent } from '../notify/delivery-event.ts';
import { anotherMessage, callsAfterAcknowledgement, callsAfterArrival } from './another-way.ts';
import { CaseDesk } from './case-desk.ts';
import type { Actor, AlertAct, AlertDesk, DeskOptions } from './desk-port.ts';
import { DeskState, type Remembered } from './desk-state.ts';
import { type DeskEffects, noEffects } from './effects.ts';
import { Escalation } from './escalation.ts';
import { isLogEvent, isUntold, isWaiting, logEventPriority, noCase, sameOccurrence, transitions } from './lifecycle.ts';
import { deliveryLine, responseLine, restatedLine } from './lines.ts';
import { alertDue } from './regulated.ts';
import { conditionOf, type ResponseEvent, respond } from './respond.ts';
import { inheritedFrom, type Restatement, restated } from './restatement.ts';
import { sentenceFor } from './sentence.ts';
import { Teller } from './teller.ts';
import { inOrder, type Told, toldBy } from './told.ts';

export function createAlertDesk(options: DeskOptions): AlertDesk {
  return new Desk(options);
}

class Desk implements AlertDesk {
  readonly #options: DeskOptions;
  readonly #state: DeskState;
  readonly #escalation: Escalation;
  readonly #cases: CaseDesk;
  readonly #teller: Teller;

  constructor(options: DeskOptions) {
    this.#options = options;
    this.#state = new DeskState(options);
    this.#escalation = new Escalation(this.#state);
    this.#teller = new Teller(options);
    this.#cases = new CaseDesk(this.#state, this.#escalation, (one, event, out) => this.#answer(one, event, out));
  }

  restore(memory: Parameters<AlertDesk['restore']>[0]): void {
    this.#state.restore(memory);
  }

  knows(alertId: string): boolean {
    return this.#state.remembered(alertId)?.told !== undefined;
  }

  hand(alert: Alert, deliveries: Delivery[]): void {
    // What is in memory is newer than what is stored; only the messages may be missing there.
    const known = this.#state.remembered(alert.id)?.alert ?? alert;
    this.#state.remember({ alert: known, told: inOrder(deliveries).map(toldBy) });
  }

  knowsCase(caseId: string): boolean {
    return this.#state.caseCalled(caseId) !== undefined;
  }

  handCase(head: Parameters<AlertDesk['handCase']>[0]): void {
    if (!this.knowsCase(head.id)) this.#state.keepCase(head);
  }

  caseIdOf(alertId: string): string | undefined {
    return this.#state.remembered(alertId)?.alert.caseId || undefined;
  }

  heirOf(alertId: string): string {
    return this.#state.remembered(alertId)?.alert.restatedAs ?? alertId;
  }

  knowsToldOf(caseId: string): boolean {
    return this.#state.caseTold(caseId) !== undefined;
  }

  handTold(caseId: string, deliveries: Delivery[]): void {
    this.#state.handToldOfCase(caseId, inOrder(deliveries.filter(({ move }) => !move)).map(toldBy));
  }

  leadOf(caseId: string): string | undefined {
    return this.#state.caseCalled(caseId)?.leadAlertId;
  }

  apply({ occurrence }: Parameters<AlertDesk['apply']>[0], at: number): DeskEffects {
    const out = noEffects();
    const known = this.#state.remembered(occurrence.id);
    if (known && sameOccurrence(known.alert.occurrence, occurrence)) return out;
    const changes = transitions(known?.alert.occurrence.state, occurrence.state);
    if (known && !isUntold(known.alert, occurrence)) this.#change(known, occurrence, changes, at, out);
    else if (known || changes.length > 0) this.#begin(occurrence, known?.alert, changes, at, out);
    return out;
  }

  restate(restatement: Restatement, messages: Delivery[], at: number): DeskEffects {
    const { heir, before } = restatement;
    const known = before.flatMap(({ id }) => this.#state.remembered(id) ?? []);
    const [first] = known;
    if (!first) return this.apply({ change: 'raised', occurrence: heir }, at);
    const out = noEffects();
    const passedOn = inheritedFrom(known, messages, heir.id, this.#state.remembered(heir.id));
    for (const { alert } of known) {
      const retracted = before.find(({ id }) => id === alert.id)!;
      this.#put({ alert: restated(alert, retracted, heir.id, at, this.#state.nextSeq()), told: [] }, out);
      const text = sentenceFor(this.#options, heir);
      if (alert.caseId !== noCase) out.lines.push(restatedLine(alert, { ...passedOn.alert, text }, retracted, at));
      this.#cases.passOn(alert, passedOn.alert, at, out);
    }
    out.deliveries.push(...passedOn.deliveries);
    const changes = transitions(first.alert.occurrence.state, heir.state);
    if (isUntold(passedOn.alert, heir)) this.#begin(heir, passedOn.alert, changes, at, out);
    else this.#change(passedOn, heir, changes, at, out);
    return out;
  }

  acknowledge(alertId: string, { comment, ...who }: Parameters<AlertDesk['acknowledge']>[1]) {
    return this.respond(alertId, { what: 'acknowledge', comment }, who);
  }

  respond(alertId: string, act: AlertAct, actor: Actor): DeskEffects & { alert: Alert } {
    const known = this.#state.remembered(alertId);
    if (!known) throw new HaidangError('not-found', { what: `alert ${alertId}` });
    const out = noEffects();
    const who = this.#escalation.speaking(actor, known.told);
    // Whoever asks again gets the answer that stands.
    const isRepeat = act.what === 'acknowledge' && known.alert.response.acknowledgedAt !== undefined;
    if (isRepeat && known.alert.response.state === 'closed') return { ...out, alert: known.alert };
    const alert = this.#answer(known, { ...act, ...who }, out);
    if (act.what === 'shelve' && !this.#escalation.isRight(who, known.told)) this.#escalation.stranger(alert, who, out);
    if (act.what !== 'acknowledge') return { ...out, alert };
    if (alert === known.alert) return { ...out, alert: this.#acknowledgeToo(known, who, out) };
    this.#cases.takenUp(alert, who, out);
    if (this.#escalation.isRight(who, known.told)) {
      out.withdrawals.push(...callsAfterAcknowledgement(known.told ?? [], who.at));
    } else this.#escalation.stranger(alert, who, out);
    return { ...out, alert };
  }

  #acknowledgeToo(known: Remembered, who: Actor, out: DeskEffects): Alert {
    const alert = this.#escalation.takenUpToo(known, who, out);
    if (alert !== known.alert) {
      this.#put({ ...known, alert }, out);
      out.withdrawals.push(...callsAfterAcknowledgement(known.told ?? [], who.at));
    }
    return alert;
  }

  escalate(alertId: string, reason: string, who: Actor): DeskEffects & { alert: Alert } {
    const known = this.#state.remembered(alertId);
    if (!known) throw new HaidangError('not-found', { what: `alert ${alertId}` });
    const out = noEffects();
    const after = this.#escalation.byHand(known, { ...who, reason }, out);
    this.#put(after, out);
    return { ...out, alert: after.alert };
  }

  ladderDue(now: number, limit: number): { alertIds: string[]; caseIds: string[] } {
    return this.#state.ladderDue(now, limit);
  }

  climb(alertId: string, now: number): DeskEffects {
    const out = noEffects();
    const known = this.#state.remembered(alertId);
    if (!known?.told) return out;
    const after = this.#escalation.climbAlert(known, now, out);
    if (after.alert !== known.alert) this.#put(after, out);
    return out;
  }

  climbCase(caseId: string, now: number): DeskEffects {
    const out = noEffects();
    this.#cases.climb(caseId, now, out);
    return out;
  }

  lay(alertId: string, now: number): DeskEffects {
    const out = noEffects();
    const known = this.#state.remembered(alertId);
    const alert = known && this.#escalation.laid(known.alert, now);
    if (alert) this.#put({ ...known, alert }, out);
    return out;
  }

  relay(alertId: string, now: number): DeskEffects {
    const out = noEffects();
    const known = this.#state.remembered(alertId);
    const alert = known && this.#escalation.relaid(known.alert, now, known.told, out);
    if (alert) this.#put({ ...known, alert }, out);
    return out;
  }

  relayCases(now: number): DeskEffects {
    const out = noEffects();
    this.#cases.relay(now, out);
    return out;
  }

  due(now: number): string[] {
    return this.#state.due(now);
  }

  expire(alertId: string, now: number): DeskEffects {
    const out = noEffects();
    const known = this.#state.remembered(alertId);
    if (!known) return out;
    const { alert } = known;
    const event = { by: 'system', at: now };
    if (alert.response.state === 'shelved') this.#answer(known, { ...event, what: 'expire' }, out);
    else if (alert.response.state !== 'suppressed') return out;
    else if (alert.caseId !== noCase || conditionOf(alert) === 'over')
      this.#answer(known, { ...event, what: 'release' }, out);
    else this.#begin(alert.occurrence, alert, ['raised'], now, out);
    return out;
  }

  suppress(now: number): DeskEffects {
    const out = noEffects();
    for (const id of this.#state.suppressible(now)) {
      const known = this.#state.remembered(id)!;
      const decision = this.#state.decisionOn(known.alert.occurrence, now)!.id;
      this.#answer(known, { what: 'suppress', decision, by: 'system', at: now }, out);
    }
    return out;
  }

  actOnCase(...act: Parameters<AlertDesk['actOnCase']>): DeskEffects {
    return this.#cases.act(...act);
  }

  openCase(vesselId: string, because: string, who: Actor): DeskEffects & { caseId: string } {
    const out = noEffects();
    return Object.assign(out, { caseId: this.#cases.open(vesselId, because, who, out) });
  }

  anotherWay(delivery: Delivery, at: number): DeskEffects {
    const out = noEffects();
    const known = this.#state.remembered(delivery.alertId);
    if (!known?.told || !isWaiting(known.alert)) return out;
    const { alert, told } = known;
    const message = anotherMessage({ alert, at, told, desk: this.#options }, delivery);
    if (!message) return out;
    out.deliveries.push(message);
    this.#state.remember({ alert, told: [...told, toldBy(message)] });
    return out;
  }

  progress(...[delivery, event]: Parameters<AlertDesk['progress']>): DeskEffects {
    const out = noEffects();
    const after = applyDeliveryEvent(delivery, event);
    if (after === delivery) return out;
    out.deliveries.push(after);
    const line = deliveryLine(after, event);
    if (line) out.lines.push(line);
    if (after.change === 'case') this.#state.toldOfCase(after);
    const known = this.#state.remembered(after.alertId);
    if (known?.told) {
      const told = known.told.map((one) => (one.id === after.id ? toldBy(after) : one));
      this.#state.remember({ ...known, told });
      if (event.event === 'arrived') out.withdrawals.push(...callsAfterArrival(told, toldBy(after), event.at));
    }
    return out;
  }

  /** An alert that nobody has been told of: new, a log event that has become grave, or no longer suppressed. */
  #begin(
    occurrence: Occurrence,
    before: Alert | undefined,
    changes: OccurrenceState[],
    at: number,
    out: DeskEffects,
  ): void {
    const draft: Alert = {
      id: occurrence.id,
      occurrence,
      response: { state: 'unacknowledged' },
      caseId: noCase,
      text: sentenceFor(this.#options, occurrence),
      detectedAt: before?.detectedAt ?? at,
      ...(before?.restates && { restates: before.restates }),
      changeSeq: this.#state.nextSeq(),
    };
    const told: Told[] = [];
    if (occurrence.priority === logEventPriority) {
      const response: Alert['response'] = { state: 'acknowledged', acknowledgedAt: at, acknowledgedBy: 'system' };
      this.#put({ alert: { ...draft, response }, told }, out);
      return;
    }
    // A decision that held for less never mutes more.
    const isGraver = before !== undefined && occurrence.priority < before.occurrence.priority;
    const decision = isGraver ? undefined : this.#state.decisionOn(occurrence, at);
    if (decision) {
      const isOver = occurrence.state !== 'raised';
      const response: Alert['response'] = { state: isOver ? 'closed' : 'suppressed', decision: decision.id };
      this.#put({ alert: { ...draft, response }, told }, out);
      return;
    }
    let alert: Alert = { ...draft, caseId: this.#cases.caseFor(occurrence) };
    if (occurrence.state !== 'raised') {
      alert = { ...alert, response: respond(alert, { what: 'over', by: 'system', at }) };
    }
    alert = this.#escalation.alertAfter(this.#dated(alert, at), { at }, out);
    this.#cases.join(alert, at, out);
    const said = before ? (['raised'] as const) : changes;
    this.#put(this.#teller.tellAll({ alert, told }, said, alert.text, at, out), out);
  }

  /** A finding about an alert that people know of. */
  #change(known: Remembered, occurrence: Occurrence, changes: OccurrenceState[], at: number, out: DeskEffects): void {
    // It stands again itself, if it was restated as another before.
    const { restatedAs: _, ...before } = known.alert;
    const isGraver = occurrence.priority < before.occurrence.priority;
    const found = conditionOf({ occurrence });
    let alert: Alert = {
      ...before,
      occurrence,
      text: sentenceFor(this.#options, occurrence),
      changeSeq: this.#state.nextSeq(),
    };
    const happen = (what: 'over' | 'again' | 'rise'): void => {
      alert = { ...alert, response: respond(alert, { what, by: 'system', at }) };
    };
    if (!isLogEvent(before)) {
      if (found !== conditionOf(before)) happen(found === 'over' ? 'over' : 'again');
      if (isGraver) happen('rise');
    }
    alert = this.#dated(alert, at, before, isGraver);
    alert = this.#escalation.alertAfter(alert, { before, at, told: known.told }, out);
    const mustTell = !isLogEvent(alert) && alert.response.state !== 'suppressed' && alert.caseId !== noCase;
    if (!mustTell || (changes.length === 0 && !isGraver)) {
      this.#put({ ...known, alert }, out);
      return;
    }
    if (!known.told) throw new Error(`alert ${alert.id} must be handed over with its deliveries first`);
    alert = this.#cases.rejoin(alert, before, at, out);
    const told = this.#teller.tellAll({ ...known, alert }, changes, before.text, at, out);
    this.#put(isGraver && found === 'active' ? this.#teller.tellRise(told, before, at, out) : told, out);
  }

  /** A person's or the clock's word on one alert, with its line. Nothing new: nothing is written. */
  #answer(known: Remembered, event: ResponseEvent, out: DeskEffects): Alert {
    const { alert: before } = known;
    const response = respond(before, event);
    if (response === before.response) return before;
    const dated = this.#dated({ ...before, response, changeSeq: this.#state.nextSeq() }, event.at, before);
    const isWord = event.what === 'acknowledge' || event.what === 'shelve';
    const isTaken = isWord && this.#escalation.isRight(event, known.told);
    const after = { before, at: event.at, told: known.told, ...(isTaken && { takenUpBy: event.by }) };
    const alert = this.#escalation.alertAfter(dated, after, out);
    this.#put({ ...known, alert }, out);
    const line = responseLine(alert, before, event);
    if (line && alert.caseId !== noCase) out.lines.push(line);
    return alert;
  }

  #put(entry: Remembered, out: DeskEffects): void {
    this.#state.remember(entry);
    const at = out.alerts.findIndex(({ id }) => id === entry.alert.id);
    if (at >= 0) out.alerts.splice(at, 1);
    out.alerts.push(entry.alert);
  }

  /** Until when it wants its acknowledgement: counted anew whenever it begins to wait, sooner when it has become graver. */
  #dated(alert: Alert, at: number, before?: Alert, isGraver = false): Alert {
    const { dueAt: wanted, ...rest } = alert;
    const due = alertDue(this.#options.regulation().body, alert, at);
    if (due === undefined) return rest;
    const waitedBefore = before?.dueAt !== undefined && wanted !== undefined;
    if (!waitedBefore) return { ...rest, dueAt: due };
    return { ...rest, dueAt: isGraver ? Math.min(wanted, due) : wanted };
  }
}
