/**
 * The ladders' side of the desk: when one begins and ends, and what its steps do. Pure: the clock is the journal's. A step that is
 * done stands in the alert or case, which commits with its messages; so it is done once, and the next one when its time has come.
 */
import type { HaidangError } from '../errors.ts';
import type { Alert } from '../models/alert.ts';
import { type CaseHead, endStates } from '../models/case.ts';
import type { Delivery } from '../models/delivery.ts';
import type { Ladder, LadderEnd, LadderState, LadderStep } from '../models/ladder.ts';
import type { Unreachable } from '../notify/routing.ts';
import { messagesOfCaseClimb } from './case-messages.ts';
import type { Actor } from './desk-port.ts';
import type { DeskState, Remembered } from './desk-state.ts';
import type { DeskEffects } from './effects.ts';
import { type ByHand, climbLine, headingOf, setBackLine, strangerLine, takenUpLine } from './escalation-lines.ts';
import { type Climb, escalationsLeft, messagesOfClimb } from './escalation-messages.ts';
import {
  begun,
  changed,
  climbed,
  ended,
  isClimbing,
  isSetBack,
  isUnladdered,
  ladderFor,
  ladderOfAlert,
  ladderOfCase,
  nextStep,
  shifted,
  wantsSomebody,
} from './ladder.ts';
import { isLogEvent } from './lifecycle.ts';
import { unreachableLine } from './lines.ts';
import { illegal } from './regulated.ts';
import { isRight, unitOf } from './right-unit.ts';
import { type Told, toldBy } from './told.ts';

const byHandWords = { vi: 'chuyển cấp', en: 'escalate it' };

/** What stands on the ladder, and how a step of it is told: the raise of an alert, or the case itself where it has none. */
interface Climber {
  subject: string;
  caseId: string;
  alertId?: string;
  told: Told[];
  messages(
    told: Told[],
    at: number,
    climb: Omit<Climb, 'subject'>,
  ): { deliveries: Delivery[]; unreachable: Unreachable[] };
}

export class Escalation {
  readonly #state: DeskState;

  constructor(state: DeskState) {
    this.#state = state;
  }

  get #ladders(): Ladder[] {
    return this.#state.options.ladders?.() ?? [];
  }

  #people() {
    const { contacts, units } = this.#state.options;
    return { contacts: contacts(), units: units?.() ?? [] };
  }

  /** Whoever acts, with the unit that they speak for. */
  speaking(who: Actor, told: readonly Told[] | undefined): Actor {
    const unit = unitOf(who, told ?? [], this.#people().contacts);
    return { by: who.by, at: who.at, ...(unit !== undefined && { unit }) };
  }

  /** Is it for them to take the alert up? */
  isRight(who: Actor, told: readonly Told[] | undefined): boolean {
    return isRight(who, told ?? [], this.#people());
  }

  /**
   * An alert after something happened to it, with the ladder that it is on now.
   * @param before as it was; absent: it is new, or nobody knew of it
   * @param takenUpBy who has acknowledged or shelved it for a unit that it was told to
   */
  alertAfter(
    alert: Alert,
    { before, at, told, takenUpBy }: { before?: Alert; at: number; told?: readonly Told[]; takenUpBy?: string },
    out: DeskEffects,
  ): Alert {
    const { ladder: state } = alert;
    const ladder = wantsSomebody(alert) ? ladderOfAlert(this.#ladders, alert) : undefined;
    if (ladder) {
      const waited = before !== undefined && (wantsSomebody(before) || before.response.state === 'shelved');
      const goesOn = waited && state?.id === ladder.id && !state.ended;
      return goesOn ? alert : { ...alert, ladder: begun(ladder, at, at, state) };
    }
    if (!state || state.ended) return alert;
    // Only the word of a unit that was told ends it.
    if (isAnswered(alert) && takenUpBy === undefined) return alert;
    const why = endOf(alert);
    out.withdrawals.push(...escalationsLeft(told ?? [], state.id, at, endWords[why]));
    return { ...alert, ladder: ended(state, why, at, takenUpBy) };
  }

  /** Somebody has acknowledged what was acknowledged before: it counts, if a unit that was told had not. */
  takenUpToo({ alert, told }: Remembered, who: Actor, out: DeskEffects): Alert {
    const { ladder: state } = alert;
    if (!state || state.ended || !this.isRight(who, told)) return alert;
    out.withdrawals.push(...escalationsLeft(told ?? [], state.id, who.at, endWords.acknowledged));
    out.lines.push(takenUpLine(alert, who, this.#unitName(who.unit)));
    return { ...alert, ladder: ended(state, 'acknowledged', who.at, who.by), changeSeq: this.#state.nextSeq() };
  }

  /** A unit that it was not told to has acknowledged or shelved it: that stands, and telling goes on. */
  stranger(alert: Alert, who: Actor, out: DeskEffects): void {
    if (isClimbing(alert.ladder)) out.lines.push(strangerLine(alert, who, this.#unitName(who.unit) ?? '?'));
  }

  #unitName(id: string | undefined): string | undefined {
    return this.#people().units.find((one) => one.id === id)?.name ?? id;
  }

  /** A case after something happened to it, with the ladder that it is on now. */
  caseAfter(head: CaseHead, before: CaseHead | undefined, out: DeskEffects): CaseHead {
    const { ladder: state, updatedAt: at } = head;
    const on = endStates.has(head.state) ? undefined : ladderOfCase(this.#ladders, head);
    if (!on) {
      if (!state || state.ended) return head;
      this.#withdrawOf(head, state, at, out);
      return { ...head, ladder: ended(state, endStates.has(head.state) ? 'closed' : 'moved-on', at) };
    }
    const isSame =
      before !== undefined &&
      before.state === head.state &&
      before.stateSince === head.stateSince &&
      before.dueAt === head.dueAt;
    if (isSame && state?.id === on.ladder.id && !state.ended) return head;
    if (state && !state.ended) this.#withdrawOf(head, state, at, out);
    return { ...head, ladder: begun(on.ladder, on.since, at, state) };
  }

  #withdrawOf({ id, leadAlertId }: CaseHead, state: LadderState, at: number, out: DeskEffects): void {
    const ofLead = leadAlertId === undefined ? undefined : this.#state.remembered(leadAlertId)?.told;
    const told = [...(ofLead ?? []), ...(this.#state.caseTold(id) ?? [])];
    out.withdrawals.push(...escalationsLeft(told, state.id, at, endWords['moved-on']));
  }

  /** Does what an alert's ladder has due by now. */
  climbAlert({ alert, told = [] }: Remembered, now: number, out: DeskEffects): Remembered {
    const climber = this.#ofAlert(alert, told, { subject: alert.id, alertId: alert.id });
    const after = this.#climb(climber, alert.ladder, now, out);
    if (!after) return { alert, told };
    return { alert: { ...alert, ladder: after.state, changeSeq: this.#state.nextSeq() }, told: after.told };
  }

  /** … and a case's; its messages are about its gravest alert. */
  climbCase(head: CaseHead, lead: Remembered, now: number, out: DeskEffects): { head: CaseHead; lead: Remembered } {
    const climber = this.#ofAlert(lead.alert, lead.told ?? [], { subject: head.id });
    const after = this.#climb(climber, head.ladder, now, out);
    if (!after) return { head, lead };
    return { head: { ...head, ladder: after.state }, lead: { ...lead, told: after.told } };
  }

  /** … and of one without alerts, as somebody's report from the field opens it: its messages are about the case itself. */
  climbAlone(head: CaseHead, now: number, out: DeskEffects): CaseHead {
    const desk = this.#state.options;
    const climber: Climber = {
      ...{ subject: head.id, caseId: head.id, told: [...(this.#state.caseTold(head.id) ?? [])] },
      messages: (told, at, climb) => messagesOfCaseClimb({ head, at, told, desk }, climb),
    };
    const after = this.#climb(climber, head.ladder, now, out);
    if (!after) return head;
    this.#state.handToldOfCase(head.id, after.told);
    return { ...head, ladder: after.state };
  }

  #ofAlert(alert: Alert, told: Told[], { subject, alertId }: Pick<Climber, 'subject' | 'alertId'>): Climber {
    const desk = this.#state.options;
    return {
      ...{ subject, caseId: alert.caseId, told, ...(alertId !== undefined && { alertId }) },
      messages: (before, at, climb) => messagesOfClimb({ alert, at, told: before, desk }, { subject, ...climb }),
    };
  }

  #climb(
    climber: Climber,
    state: LadderState | undefined,
    now: number,
    out: DeskEffects,
  ): { state: LadderState; told: Told[] } | undefined {
    if (!isClimbing(state)) return undefined;
    if (isSetBack(state, now)) {
      const { caseId: id, alertId, told } = climber;
      out.lines.push(setBackLine({ id, ...(alertId !== undefined && { alertId }) }, now));
      return { state: shifted(state, now), told };
    }
    const ladder = this.#ladders.find(({ id }) => id === state.id);
    if (!ladder) return { state: ended(state, 'no-ladder', now), told: climber.told };
    let at: LadderState = state;
    let { told } = climber;
    for (let n = 0; n < ladder.steps.length && isClimbing(at) && at.next.at <= now; n++) {
      const step = nextStep(ladder, at)!;
      told = this.#tell({ ...climber, told }, ladder, at, step, now, out);
      at = climbed(ladder, at, step, now);
    }
    return at === state ? undefined : { state: at, told };
  }

  #tell(
    { caseId, alertId, told, messages }: Climber,
    ladder: Ladder,
    state: LadderState,
    step: LadderStep,
    at: number,
    out: DeskEffects,
    hand?: ByHand,
  ): Told[] {
    const heading = headingOf(ladder.on, state, at, hand);
    const { deliveries, unreachable } = messages(told, at, { state, step, heading });
    out.deliveries.push(...deliveries);
    const about = { caseId, ...(alertId !== undefined && { alertId }) };
    out.lines.push(climbLine(about, state, step, { heading, at, messages: deliveries.length, hand }));
    if (unreachable.length > 0)
      out.lines.push(unreachableLine({ caseId, ...(alertId !== undefined && { id: alertId }) }, unreachable, at));
    return [...told, ...deliveries.map(toldBy)];
  }

  /** @throws HaidangError `illegal-move` when it has no ladder, stands at the top of it, or is settled */
  byHand({ alert, told = [] }: Remembered, hand: ByHand, out: DeskEffects): Remembered {
    const { ladder, state, step } = handStep(this.#ladders, alert, hand.at);
    const climber = this.#ofAlert(alert, told, { subject: alert.id, alertId: alert.id });
    const after = this.#tell(climber, ladder, state, step, hand.at, out, hand);
    const climbedTo = climbed(ladder, state, step, hand.at);
    return { alert: { ...alert, ladder: climbedTo, changeSeq: this.#state.nextSeq() }, told: after };
  }

  /** The document has changed. @returns undefined when nothing is different for this alert */
  relaid(alert: Alert, at: number, told: readonly Told[] | undefined, out: DeskEffects): Alert | undefined {
    const { ladder: state } = alert;
    const ladder = wantsSomebody(alert) ? ladderOfAlert(this.#ladders, alert) : undefined;
    if (ladder && state && !state.ended && state.id === ladder.id) {
      return { ...alert, ladder: changed(ladder, state, at), changeSeq: this.#state.nextSeq() };
    }
    // Answered by a unit that was not told: it goes on as long as its ladder is there.
    const own = this.#ladders.find(({ id }) => id === state?.id);
    if (isAnswered(alert) && own && state && !state.ended) {
      return { ...alert, ladder: changed(own, state, at), changeSeq: this.#state.nextSeq() };
    }
    const isOn = state !== undefined && !state.ended;
    if (ladder) {
      const fresh = begun(ladder, isOn ? state.since : alert.detectedAt, at, state);
      return { ...alert, ladder: changed(ladder, fresh, at), changeSeq: this.#state.nextSeq() };
    }
    if (!isOn) return undefined;
    out.withdrawals.push(...escalationsLeft(told ?? [], state.id, at, endWords['no-ladder']));
    return { ...alert, ladder: ended(state, 'no-ladder', at), changeSeq: this.#state.nextSeq() };
  }

  /** Somebody found it on no ladder though one is for it. @returns undefined when that is not so */
  laid(alert: Alert, at: number): Alert | undefined {
    const { ladder: state } = alert;
    const ladder = isUnladdered(this.#ladders, alert) ? ladderOfAlert(this.#ladders, alert) : undefined;
    if (!ladder) return undefined;
    const since = Math.max(alert.detectedAt, state?.ended?.at ?? 0);
    return { ...alert, ladder: begun(ladder, since, at, state), changeSeq: this.#state.nextSeq() };
  }

  relaidCase(head: CaseHead, at: number): CaseHead | undefined {
    const { ladder: state } = head;
    const on = ladderOfCase(this.#ladders, head);
    if (!on) return state && !state.ended ? { ...head, ladder: ended(state, 'no-ladder', at) } : undefined;
    const goesOn = state?.id === on.ladder.id && !state.ended;
    const ladder = goesOn
      ? changed(on.ladder, state, at)
      : changed(on.ladder, begun(on.ladder, on.since, at, state), at);
    return { ...head, ladder };
  }
}

/**
 * The step that escalating an alert by hand would take.
 * @throws HaidangError `illegal-move`
 */
export function handStep(
  ladders: readonly Ladder[],
  alert: Alert,
  at: number,
): { ladder: Ladder; state: LadderState; step: LadderStep } {
  const refuse = (vi: string, en: string): HaidangError => illegal(byHandWords, { vi, en });
  const { response, occurrence } = alert;
  if (isLogEvent(alert)) throw refuse('mức 4 chỉ là nhật ký', 'priority 4 is a log event');
  if (response.state === 'closed') throw refuse('cảnh báo đã đóng', 'it is closed');
  if (response.state === 'shelved')
    throw refuse('cảnh báo đang gác lại; hãy bỏ gác trước', 'it is shelved; bring it back first');
  if (response.state === 'suppressed')
    throw refuse('cảnh báo đang được tắt theo quyết định', 'a standing decision suppresses it');
  if (occurrence.state === 'retracted') throw refuse('cảnh báo đã được rút lại', 'it was taken back');
  const { kind, ruleId, priority } = occurrence;
  const ladder =
    ladders.find(({ id }) => id === alert.ladder?.id) ??
    ladderFor(ladders, { on: 'unacknowledged', kind, ruleId, priority });
  if (!ladder) throw refuse('không có thang báo nào cho cảnh báo này', 'there is no ladder for it');
  const known = alert.ladder?.id === ladder.id ? alert.ladder : undefined;
  const state = known ?? ended(begun(ladder, at, at, alert.ladder), 'acknowledged', at);
  const step = nextStep(ladder, state);
  if (!step) throw refuse('đã báo tới bậc cao nhất', 'it has been told to the top of its ladder');
  return { ladder, state, step };
}

/** It holds, and somebody has acknowledged it or put it aside. */
function isAnswered({ response, occurrence }: Alert): boolean {
  return response.state === 'acknowledged' || (response.state === 'shelved' && occurrence.state === 'raised');
}

function endOf({ response, occurrence }: Alert): LadderEnd {
  if (occurrence.state === 'retracted') return 'retracted';
  switch (response.state) {
    case 'shelved':
      return occurrence.state === 'raised' ? 'shelved' : 'over';
    case 'acknowledged':
    case 'suppressed':
    case 'closed':
      return response.state;
    default:
      return occurrence.state === 'raised' ? 'no-ladder' : 'over';
  }
}

const endWords: Record<LadderEnd, string> = {
  acknowledged: 'somebody has acknowledged the alert',
  over: 'the alert is over',
  retracted: 'the alert was taken back',
  shelved: 'the alert is shelved',
  suppressed: 'a standing decision suppresses the alert',
  closed: 'the alert is closed',
  'moved-on': 'the case has moved on',
  'no-ladder': 'its ladder is no longer there',
};
