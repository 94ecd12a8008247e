/** Which ladder something is on and what comes next on it, worked out from the document and from where it stands. Pure: times are epoch ms. */
import type { Alert } from '../models/alert.ts';
import type { CaseHead } from '../models/case.ts';
import type { Channel } from '../models/channel.ts';
import type { Ladder, LadderEnd, LadderState, LadderStep, LadderTrigger } from '../models/ladder.ts';
import { roleNames } from '../notify/routing.ts';
import { SET_BACK_MS } from '../notify/set-back.ts';
import { isWaiting } from './lifecycle.ts';

const minuteMs = 60_000;

interface Matter {
  on: LadderTrigger;
  kind?: string;
  ruleId?: string;
  priority?: number;
}

/** The first that fits. */
export function ladderFor(ladders: readonly Ladder[], { on, kind, ruleId, priority }: Matter): Ladder | undefined {
  const among = <T>(list: readonly T[] | undefined, value: T | undefined): boolean =>
    list === undefined || (value !== undefined && list.includes(value));
  return ladders.find(
    (one) =>
      one.on === on &&
      among<string>(one.kinds, kind) &&
      among<string>(one.rules, ruleId) &&
      among<number>(one.priorities, priority),
  );
}

/** The ladder that an alert climbs while nobody takes it up: none when it is over, but for those that go on then. */
export function ladderOfAlert(
  ladders: readonly Ladder[],
  { occurrence }: Pick<Alert, 'occurrence'>,
): Ladder | undefined {
  const { kind, ruleId, priority, state } = occurrence;
  const ladder = ladderFor(ladders, { on: 'unacknowledged', kind, ruleId, priority });
  return state === 'raised' || (state === 'cleared' && ladder?.goesOnWhenOver) ? ladder : undefined;
}

/** Does it wait for somebody without standing on the ladder that is for it? */
export function isUnladdered(ladders: readonly Ladder[], alert: Alert): boolean {
  const isOn = alert.ladder !== undefined && alert.ladder.ended === undefined;
  return !isOn && wantsSomebody(alert) && ladderOfAlert(ladders, alert) !== undefined;
}

/** The ladder of a case that somebody has taken up, and from when its minutes count. */
export function ladderOfCase(
  ladders: readonly Ladder[],
  { state, kind, priority, stateSince, openedAt, dueAt }: CaseHead,
): { ladder: Ladder; since: number } | undefined {
  const since = stateSince ?? openedAt;
  const notReached = state === 'not-reached' ? ladderFor(ladders, { on: 'not-reached', kind, priority }) : undefined;
  if (notReached) return { ladder: notReached, since };
  // A new case waits for an acknowledgement: its alerts have their own ladders.
  if (state === 'new' || dueAt === undefined) return undefined;
  const overdue = ladderFor(ladders, { on: 'overdue', kind, priority });
  return overdue && { ladder: overdue, since: dueAt };
}

export function isClimbing(
  state: LadderState | undefined,
): state is LadderState & { next: NonNullable<LadderState['next']> } {
  return state?.next !== undefined;
}

/** @param since from when its minutes count @param at now, by the journal */
export function begun(ladder: Ladder, since: number, at: number, before?: LadderState): LadderState {
  const round = (before?.round ?? 0) + 1;
  return planned(ladder, { id: ladder.id, round, since, done: [], of: ladder.steps.length, plannedAt: at }, at);
}

/** The same ladder as the document has it now. Steps whose time had passed before the change are not made up for. */
export function changed(ladder: Ladder, state: LadderState, at: number): LadderState {
  const passed = ladder.steps.filter(({ minutes }) => state.since + minutes * minuteMs <= at).map(({ id }) => id);
  return planned(ladder, { ...state, of: ladder.steps.length, done: [...new Set([...state.done, ...passed])] }, at);
}

/** After a step was done. */
export function climbed(ladder: Ladder, state: LadderState, step: LadderStep, at: number): LadderState {
  const after = { ...state, done: [...state.done, step.id] };
  // By hand, on a ladder that has ended: it does not begin again by that.
  return state.next === undefined ? after : planned(ladder, after, at);
}

export function ended(state: LadderState, why: LadderEnd, at: number, by?: string): LadderState {
  const { next: _, ...rest } = state;
  return { ...rest, ended: { at, why, ...(by !== undefined && { by }) } };
}

export function nextStep(ladder: Ladder, { done }: Pick<LadderState, 'done'>): LadderStep | undefined {
  return ladder.steps.find(({ id }) => !done.includes(id));
}

function planned(ladder: Ladder, { next: _, ...state }: LadderState, at: number): LadderState {
  const step = nextStep(ladder, state);
  if (!step) return { ...state, plannedAt: at };
  return {
    ...state,
    next: { step: step.id, at: state.since + step.minutes * minuteMs, words: stepWords(step) },
    plannedAt: at,
  };
}

export function isSetBack({ plannedAt }: LadderState, now: number): boolean {
  return plannedAt > now + SET_BACK_MS;
}

/** After the clock was set back: what was still to be waited is waited from now on, no more. */
export function shifted(state: LadderState, now: number): LadderState {
  const by = now - state.plannedAt;
  const after = { ...state, since: state.since + by, plannedAt: now };
  return state.next ? { ...after, next: { ...state.next, at: state.next.at + by } } : after;
}

/** Minutes from the trigger until now, for people to read. */
export function minutesSince({ since }: LadderState, now: number): number {
  return Math.max(0, Math.round((now - since) / minuteMs));
}

const ways: Record<Channel, { vi: string; en: string }> = {
  email: { vi: 'email', en: 'email' },
  sms: { vi: 'SMS', en: 'SMS' },
  push: { vi: 'thông báo đẩy', en: 'push' },
  webhook: { vi: 'webhook', en: 'webhook' },
  device: { vi: 'nhắn thiết bị', en: 'text to the device' },
  call: { vi: 'gọi điện', en: 'call' },
};

/** What a step does: “gọi điện, SMS: Trực ban Chi cục Thủy sản”. */
export function stepWords({ roles, channels, onWatch, unitsAbove }: LadderStep): { vi: string; en: string } {
  const said = (language: 'vi' | 'en'): string => {
    const how = channels.map((channel) => ways[channel][language]).join(', ');
    const whom = roles.map((role) => roleNames[role][language]);
    if (unitsAbove !== undefined) whom.push(language === 'vi' ? 'đơn vị cấp trên' : 'the unit above');
    const watch = onWatch ? (language === 'vi' ? ' (đang trực)' : ' (on watch)') : '';
    return `${how}: ${whom.join(', ')}${watch}`;
  };
  return { vi: said('vi'), en: said('en') };
}

/** Whether its response is one during which nobody has taken an alert up. */
export function wantsSomebody(alert: Alert): boolean {
  return isWaiting(alert) && alert.caseId !== '';
}
