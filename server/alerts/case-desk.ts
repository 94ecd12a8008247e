/** The cases' side of the desk: which case an alert belongs to, and what people do with a case. Pure. */
import { HaidangError } from '../errors.ts';
import type { Alert } from '../models/alert.ts';
import { type CaseHead, type CaseState, endStates, type Task } from '../models/case.ts';
import type { RegulationMove } from '../models/regulation.ts';
import { callsAfterEnd } from './another-way.ts';
import { attemptLine, fileLine, moveLine, noteLine, reopenedLine, taskAnswerLine, taskLine } from './case-lines.ts';
import { messagesOfCasePassing, messagesOfMove } from './case-messages.ts';
import type { Actor, CaseAct } from './desk-port.ts';
import type { DeskState, Remembered } from './desk-state.ts';
import { type DeskEffects, noEffects } from './effects.ts';
import type { Escalation } from './escalation.ts';
import { caseIdOf } from './ids.ts';
import { isWaiting } from './lifecycle.ts';
import { unreachableLine } from './lines.ts';
import { messagesOfPassing } from './messages.ts';
import { afterAttempt, allowedMove, dueOf, illegal, refuseEnded } from './regulated.ts';
import { conditionOf, type ResponseEvent, refusalOf, refused } from './respond.ts';
import { toldBy } from './told.ts';

/** Bounds of what one case may gather. */
const maxOpenTasks = 50;
const maxFiles = 200;
const maxAttempts = 2000;

type Answer = (known: Remembered, event: ResponseEvent, out: DeskEffects) => Alert;
type Act<W extends CaseAct['what']> = Extract<CaseAct, { what: W }>;

export class CaseDesk {
  readonly #state: DeskState;
  readonly #answer: Answer;
  readonly #escalation: Escalation;

  constructor(state: DeskState, escalation: Escalation, answer: Answer) {
    this.#state = state;
    this.#escalation = escalation;
    this.#answer = answer;
  }

  /** Id of the case of a new alert: the vessel's open one, else one of its own. */
  caseFor({ id, vesselId }: Alert['occurrence']): string {
    const open = this.#state.openCaseOf(vesselId);
    if (open) return open.id;
    const own = caseIdOf(id);
    // Its own first case has ended: an alert that was let go without a case comes back under another.
    return this.#state.caseCalled(own) ? caseIdOf(`${id} again`) : own;
  }

  /** A new alert comes into its case. */
  join(alert: Alert, at: number, out: DeskEffects): void {
    const { vesselId } = alert.occurrence;
    const known = this.#state.openCaseOf(vesselId);
    if (known) {
      this.#keep(this.#led({ ...known, updatedAt: at }, alert), out);
      return;
    }
    const begun: CaseHead = { id: alert.caseId, vesselId, state: 'new', openedAt: at, updatedAt: at };
    this.#keep(this.#led(this.#entered(begun, 'new', at), alert), out);
  }

  /**
   * The vessel's open case, or one that begins with what somebody has seen and is taken up by whoever opens it.
   * @param because names what it begins with
   * @returns its id
   */
  open(vesselId: string, because: string, { by, at, unit }: Actor, out: DeskEffects): string {
    const known = this.#state.openCaseOf(vesselId);
    if (known) return known.id;
    const id = caseIdOf(`${because} ${at}`);
    const taken = { acknowledgedAt: at, acknowledgedBy: by, ...(unit && { acknowledgedUnit: unit }) };
    const head: CaseHead = { id, vesselId, state: 'new', openedAt: at, updatedAt: at, ...taken };
    this.#keep(this.#entered(head, 'acknowledged', at), out, by);
    this.#state.handToldOfCase(id, []);
    return id;
  }

  /** News of an alert for its case. One that waits again and whose case has ended opens it anew, or goes into the open one. */
  rejoin(alert: Alert, before: Alert, at: number, out: DeskEffects): Alert {
    const { vesselId } = alert.occurrence;
    const own = this.#state.caseOf(alert.caseId, vesselId);
    if (own && !endStates.has(own.state)) {
      this.#keep(this.#led({ ...own, updatedAt: at }, alert), out);
      return alert;
    }
    if (!isWaiting(alert) || isWaiting(before)) return alert;
    const open = this.#state.openCaseOf(vesselId);
    if (open) {
      const moved = { ...alert, caseId: open.id };
      this.#keep(this.#led({ ...open, updatedAt: at }, moved), out);
      return moved;
    }
    if (!own) throw new Error(`case ${alert.caseId} must be handed over first`);
    const { closedAt: _at, closedBy: _by, closedReason: _why, ...rest } = own;
    this.#keep(this.#led(this.#entered({ ...rest, updatedAt: at }, 'new', at), alert), out);
    out.lines.push(reopenedLine(own, alert, at, this.#state.options.regulation()));
    return alert;
  }

  /** An alert of it was restated as another: where it led, the other does. */
  passOn({ id, caseId }: Alert, heir: Pick<Alert, 'id' | 'caseId'>, at: number, out: DeskEffects): void {
    const head = this.#state.caseCalled(caseId);
    if (!head) return;
    const isLed = head.leadAlertId === id && heir.caseId === caseId;
    this.#write({ ...head, updatedAt: at, ...(isLed && { leadAlertId: heir.id }) }, out);
  }

  /** Somebody has acknowledged one of its alerts. */
  takenUp(alert: Alert, { by, at, unit }: Actor, out: DeskEffects): void {
    const head = this.#state.openCaseOf(alert.occurrence.vesselId);
    if (head?.id !== alert.caseId) return;
    const first =
      head.acknowledgedAt === undefined
        ? { acknowledgedAt: at, acknowledgedBy: by, ...(unit && { acknowledgedUnit: unit }) }
        : {};
    const taken = { ...head, ...first, updatedAt: at };
    this.#keep(head.state === 'new' ? this.#entered(taken, 'acknowledged', at) : taken, out, by);
  }

  /** @throws HaidangError `not-found`, `illegal-move`; then nothing has changed */
  act(caseId: string, act: CaseAct, who: Actor): DeskEffects {
    const head = this.#state.caseCalled(caseId);
    if (!head) throw new HaidangError('not-found', { what: `case ${caseId}` });
    const out = noEffects();
    switch (act.what) {
      case 'move':
        this.#move(head, act, who, out);
        break;
      case 'contact':
        this.#contact(head, act, who, out);
        break;
      case 'note':
        // Something may be worth saying after the end as well.
        this.#keep({ ...head, updatedAt: who.at }, out);
        out.lines.push(noteLine(head, act.text, who));
        break;
      case 'task':
        this.#task(head, act, who, out);
        break;
      case 'answer':
        this.#answerTask(head, act, who, out);
        break;
      case 'file':
        this.#file(head, act, who, out);
    }
    return out;
  }

  /** What is due on its ladder. */
  climb(caseId: string, now: number, out: DeskEffects): void {
    const head = this.#state.caseCalled(caseId);
    if (!head) return;
    if (head.leadAlertId === undefined) {
      const after = this.#escalation.climbAlone(head, now, out);
      if (after !== head) this.#write(after, out);
      return;
    }
    const lead = this.#state.remembered(head.leadAlertId);
    if (!lead?.told) return;
    const after = this.#escalation.climbCase(head, lead, now, out);
    if (after.head === head) return;
    this.#write(after.head, out);
    this.#state.remember(after.lead);
  }

  /** The ladders are others from now on. */
  relay(now: number, out: DeskEffects): void {
    for (const head of this.#state.openCases()) {
      const after = this.#escalation.relaidCase(head, now);
      if (after) this.#write(after, out);
    }
  }

  #move(head: CaseHead, { move: asked, mayDecide }: Act<'move'>, who: Actor, out: DeskEffects): void {
    const inForce = this.#state.options.regulation();
    const waiting = this.#state.ofCase(head.id).filter(({ alert }) => isWaiting(alert)).length;
    const move = allowedMove(inForce, head, asked, { mayDecide, waiting });
    const ends = endStates.has(move.to);
    const open = this.#state.openCaseOf(head.vesselId);
    if (endStates.has(head.state) && open) {
      const why = { vi: 'tàu đang có vụ việc khác chưa đóng', en: 'the vessel has another open case' };
      throw illegal(move.words, why);
    }
    if (ends) this.#refuseDistress(head.id);
    const reason = move.reasons.find(({ id }) => id === asked.reason);
    const { closedAt: _at, closedBy: _by, closedReason: _why, ...rest } = head;
    const ended = ends ? { closedAt: who.at, closedBy: who.by, ...(reason && { closedReason: reason.id }) } : {};
    this.#keep(this.#entered({ ...rest, ...ended, updatedAt: who.at }, move.to, who.at), out, who.by);
    out.lines.push(moveLine(head, move, asked, who, inForce));
    if (ends) this.#end(head.id, { what: 'close', ...who, reason: reason?.id ?? move.id }, out);
    else if (endStates.has(head.state)) this.#wake(head.id, who, out);
    if (move.tell) this.#pass(head, move, asked.note, who, out);
  }

  #refuseDistress(caseId: string): void {
    for (const { alert } of this.#state.ofCase(caseId)) {
      if (refusalOf(alert, 'close') === 'distress-active') throw refused('close', 'distress-active');
    }
  }

  /** Its alerts are settled, and nobody is to make calls about them any more. */
  #end(caseId: string, event: ResponseEvent, out: DeskEffects): void {
    for (const known of this.#state.ofCase(caseId)) {
      this.#answer(known, event, out);
      out.withdrawals.push(...callsAfterEnd(known.told ?? [], event.at));
    }
  }

  /** What still holds is on the list again when its case is re-opened. */
  #wake(caseId: string, { by, at }: Actor, out: DeskEffects): void {
    for (const known of this.#state.ofCase(caseId)) {
      if (conditionOf(known.alert) === 'active') this.#answer(known, { what: 'again', by, at }, out);
    }
  }

  #pass(head: CaseHead, move: RegulationMove, note: string | undefined, { by, at }: Actor, out: DeskEffects): void {
    if (!move.tell) return;
    if (head.leadAlertId === undefined) {
      this.#passAlone(head, { ...move.tell, heading: passedOn(move, by, note) }, at, out);
      return;
    }
    const lead = this.#state.remembered(head.leadAlertId);
    if (!lead?.told) return;
    const { alert, told } = lead;
    const telling = { change: 'raised' as const, alert, at, told, desk: this.#state.options };
    const { deliveries, unreachable } = messagesOfPassing(telling, { ...move.tell, heading: move.words, by, note });
    out.deliveries.push(...deliveries);
    if (unreachable.length > 0) out.lines.push(unreachableLine(alert, unreachable, at));
    this.#state.remember({ alert, told: [...told, ...deliveries.map(toldBy)] });
  }

  /** No alert of it speaks: the case itself is told. */
  #passAlone(
    before: CaseHead,
    telling: Parameters<typeof messagesOfCasePassing>[1],
    at: number,
    out: DeskEffects,
  ): void {
    const head = this.#state.caseCalled(before.id) ?? before;
    const question = { head, at, told: this.#state.caseTold(head.id) ?? [], desk: this.#state.options };
    const { deliveries, unreachable } = messagesOfCasePassing(question, telling);
    out.deliveries.push(...deliveries);
    for (const one of deliveries) this.#state.toldOfCase(one);
    if (unreachable.length > 0) out.lines.push(unreachableLine({ caseId: head.id }, unreachable, at));
  }

  #contact(head: CaseHead, { attempt }: Act<'contact'>, who: Actor, out: DeskEffects): void {
    const inForce = this.#state.options.regulation();
    const way = afterAttempt(inForce, head, attempt);
    const attempts = (head.attempts ?? 0) + 1;
    if (attempts > maxAttempts) throw full({ vi: 'ghi liên lạc', en: 'log a contact' }, maxAttempts);
    let after: CaseHead = { ...head, attempts, updatedAt: who.at };
    out.lines.push(attemptLine(head, attempt, way.at(-1) ?? head.state, who, inForce));
    for (const state of way) after = this.#entered(after, state, who.at);
    this.#keep(after, out, who.by);
  }

  #task(head: CaseHead, { task, id }: Act<'task'>, who: Actor, out: DeskEffects): void {
    const words = { vi: 'giao việc', en: 'give a task' };
    refuseEnded(this.#state.options.regulation().body, head, words);
    if (task.dueAt <= who.at) throw illegal(words, { vi: 'hạn đã qua', en: 'its time has passed' });
    const openTasks = (head.openTasks ?? 0) + 1;
    if (openTasks > maxOpenTasks) throw full(words, maxOpenTasks);
    const made: Task = {
      id,
      caseId: head.id,
      vesselId: head.vesselId,
      ...task,
      state: 'open',
      createdAt: who.at,
      createdBy: who.by,
    };
    out.tasks.push(made);
    this.#keep({ ...head, openTasks, updatedAt: who.at }, out);
    out.lines.push(taskLine(made, who, head));
  }

  #answerTask(head: CaseHead, { task, answer }: Act<'answer'>, who: Actor, out: DeskEffects): void {
    if (task.state !== 'open') {
      throw illegal(
        { vi: 'trả lời việc này', en: 'answer this task' },
        { vi: 'việc đã có trả lời', en: 'it has been answered' },
      );
    }
    const answered: Task = { ...task, ...answer, answeredAt: who.at, answeredBy: who.by };
    out.tasks.push(answered);
    this.#keep({ ...head, openTasks: Math.max(0, (head.openTasks ?? 0) - 1), updatedAt: who.at }, out);
    out.lines.push(taskAnswerLine(answered, who, head));
  }

  #file(head: CaseHead, { file }: Act<'file'>, who: Actor, out: DeskEffects): void {
    const all = Object.values(head.files ?? {}).reduce((sum, n) => sum + n, 0);
    if (all >= maxFiles) throw full({ vi: 'đính kèm', en: 'attach it' }, maxFiles);
    const files = { ...head.files, [file.purpose]: (head.files?.[file.purpose] ?? 0) + 1 };
    this.#keep({ ...head, files, updatedAt: who.at }, out);
    out.lines.push(fileLine(head, file, who));
  }

  /** @param by who has moved it; else the machine */
  #keep(changed: CaseHead, out: DeskEffects, by = 'system'): void {
    const before = this.#state.caseCalled(changed.id);
    const head = this.#escalation.caseAfter(changed, before, out);
    this.#write(head, out);
    if (before?.state === head.state) return;
    out.deliveries.push(...messagesOfMove({ head, at: head.updatedAt, desk: this.#state.options }, before, by));
  }

  #write(head: CaseHead, out: DeskEffects): void {
    this.#state.keepCase(head);
    const at = out.cases.findIndex(({ id }) => id === head.id);
    if (at >= 0) out.cases.splice(at, 1);
    out.cases.push(head);
  }

  /** The case in another state, under the regulation that is in force. */
  #entered(head: CaseHead, state: CaseState, at: number): CaseHead {
    const { revision } = this.#state.options.regulation();
    return this.#dated({ ...head, state, stateSince: at, regulation: revision });
  }

  #dated({ dueAt: _, ...head }: CaseHead): CaseHead {
    const { state, kind, priority, stateSince = head.openedAt } = head;
    const due = dueOf(this.#state.options.regulation().body, { state, kind, priority, since: stateSince });
    return due === undefined ? head : { ...head, dueAt: due };
  }

  /** The gravest alert sets the pace; the first of several that are equally grave. */
  #led(head: CaseHead, { id, occurrence }: Alert): CaseHead {
    if (head.priority !== undefined && head.priority <= occurrence.priority) return head;
    const led = this.#dated({ ...head, leadAlertId: id, priority: occurrence.priority, kind: occurrence.kind });
    if (
      head.dueAt === undefined ||
      (led.dueAt ?? Number.POSITIVE_INFINITY) <= head.dueAt ||
      head.priority === undefined
    )
      return led;
    return { ...led, dueAt: head.dueAt };
  }
}

function passedOn({ words }: RegulationMove, by: string, note: string | undefined): { vi: string; en: string } {
  const why = ` – ${by}${note === undefined ? '' : `: ${note}`}`;
  return { vi: `${words.vi}${why}`, en: `${words.en}${why}` };
}

function full(act: { vi: string; en: string }, most: number): HaidangError {
  return illegal(act, { vi: `một vụ việc có nhiều nhất ${most}`, en: `a case takes at most ${most}` });
}
