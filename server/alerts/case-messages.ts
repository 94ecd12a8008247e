/**
 * What a case tells by itself: each of its moves to the programs that asked for them and, as long as no alert of it speaks, the
 * steps of its ladder and those that pass it on. Pure. The same step of the same case makes the same ids.
 */
import { type CaseHead, endStates } from '../models/case.ts';
import type { Channel } from '../models/channel.ts';
import type { Delivery } from '../models/delivery.ts';
import type { LadderState, LadderStep } from '../models/ladder.ts';
import { unitCovers } from '../notify/coverage.ts';
import { isUrgent, type Recipient, resolveRecipients, type Unreachable } from '../notify/routing.ts';
import { composeCase } from '../notify/templates/case.ts';
import type { DeskOptions } from './desk-port.ts';
import { type Heading, recipientsAbove } from './escalation-messages.ts';
import { caseMessageIdOf, escalationIdOf } from './ids.ts';
import { stateWords } from './regulated.ts';
import { unitsTold } from './right-unit.ts';
import type { Told } from './told.ts';

interface CaseQuestion {
  head: CaseHead;
  /** Epoch ms. */
  at: number;
  /** Messages of the case itself so far. */
  told: readonly Told[];
  desk: DeskOptions;
}

interface Made {
  deliveries: Delivery[];
  unreachable: Unreachable[];
}

/** What no alert has brought has no rule: routes that name all rules are about it. */
const NO_RULE = 'field-report';

/** Case messages to webhooks: from which state to which, by whom. @param before absent: it has just been opened */
export function messagesOfMove(
  { head, at, desk }: Omit<CaseQuestion, 'told'>,
  before: CaseHead | undefined,
  by: string,
): Delivery[] {
  const vessel = desk.vessel(head.vesselId);
  const units = desk.units?.() ?? [];
  const listening = desk
    .contacts()
    .filter(({ webhook, caseMoves, unit }) => webhook && caseMoves && unitCovers(units, unit, { vessel }));
  const { body } = desk.regulation();
  const [from, to] = [before && stateWords(body, before.state), stateWords(body, head.state)];
  const heading = {
    vi: from ? `Vụ việc chuyển: ${from.vi} → ${to.vi}` : `Vụ việc mới: ${to.vi}`,
    en: from ? `Case moved: ${from.en} → ${to.en}` : `New case: ${to.en}`,
  };
  const reason = endStates.has(head.state) ? head.closedReason : undefined;
  const move = { ...(before && { from: before.state }), to: head.state, by, ...(reason && { reason }) };
  return listening.map(({ id: contactId, name: contactName, role, webhook, language }) => {
    const to: Recipient = { contactId, contactName, role, channel: 'webhook', address: webhook!.trim(), language };
    const said = [before?.state ?? '', head.state, at, contactId];
    return { ...message({ head, at, desk }, to, heading), id: caseMessageIdOf(head.id, said), move };
  });
}

/** A step of the case's ladder. */
export function messagesOfCaseClimb(
  question: CaseQuestion,
  { state, step, heading }: { state: Pick<LadderState, 'id' | 'round'>; step: LadderStep; heading: Heading },
): Made {
  const { recipients, unreachable } = recipientsOfCase(question, step);
  const escalation = `${state.id}/${step.id}`;
  const deliveries = recipients.map((to) => {
    const way = to.channel === 'push' ? `push ${to.address}` : to.channel;
    const id = escalationIdOf(question.head.id, escalation, state.round, to.contactId, way);
    return { ...message(question, to, heading.long), id, escalation };
  });
  return { deliveries, unreachable };
}

/** A move that passes the case on. */
export function messagesOfCasePassing(
  question: CaseQuestion,
  { roles, channels, heading }: { roles: LadderStep['roles']; channels: Channel[]; heading: Heading['long'] },
): Made {
  const { recipients, unreachable } = recipientsOfCase(question, { roles, channels });
  const deliveries = recipients.map((to) => {
    const said = ['passed', question.at, to.contactId, to.channel, to.address];
    return { ...message(question, to, heading), id: caseMessageIdOf(question.head.id, said) };
  });
  return { deliveries, unreachable };
}

function recipientsOfCase(
  { head, at, told, desk }: CaseQuestion,
  { roles, channels, onWatch, unitsAbove }: Pick<LadderStep, 'roles' | 'channels' | 'onWatch' | 'unitsAbove'>,
): { recipients: Recipient[]; unreachable: Unreachable[] } {
  const { kind = NO_RULE, priority, vesselId, acknowledgedUnit } = head;
  const contacts = desk.contacts();
  const named = resolveRecipients({
    ...{ ruleId: NO_RULE, kind, priority, urgent: isUrgent({ kind }), change: 'raised', at },
    routes:
      roles.length === 0 ? [] : [{ rules: ['*'], changes: ['raised'], roles, channels, ...(onWatch && { onWatch }) }],
    ...{ vessel: desk.vessel(vesselId), contacts, units: desk.units?.(), rosters: desk.rosters?.() },
    subscriptions: desk.subscriptions?.(),
  });
  if (unitsAbove === undefined) return named;
  // Whoever took it up has a unit above, too.
  const below = unitsTold(told, contacts);
  if (acknowledgedUnit !== undefined) below.add(acknowledgedUnit);
  const known = new Set(named.recipients.map(({ channel, address }) => `${channel} ${address}`));
  const above = recipientsAbove({ desk, at, below }, channels, unitsAbove);
  const fresh = above.filter(({ channel, address }) => !known.has(`${channel} ${address}`));
  return { ...named, recipients: [...named.recipients, ...fresh] };
}

function message(
  { head, at, desk }: Omit<CaseQuestion, 'told'>,
  to: Recipient,
  heading: Heading['long'],
): Omit<Delivery, 'id'> {
  const { id: caseId, vesselId, state, kind = NO_RULE, openedAt, dueAt } = head;
  const { contactId, contactName, role, channel, address, language, unicode, quietUntil } = to;
  const urgent = isUrgent({ kind });
  const words = composeCase({
    ...{ caseId, vesselId, vessel: desk.vessel(vesselId), heading, state: stateWords(desk.regulation().body, state) },
    ...{ openedAt, dueAt, role, channel, language, unicode, publicUrl: desk.publicUrl, demo: desk.demo ?? false },
  });
  return {
    ...{
      alertId: '',
      caseId,
      vesselId,
      change: 'case' as const,
      contactId,
      contactName,
      role,
      channel,
      address,
      language,
    },
    ...{ ...words, state: 'queued' as const, attempts: 0, createdAt: at },
    nextAttemptAt: urgent || channel === 'email' || channel === 'webhook' ? at : (quietUntil ?? at),
    ...(urgent && { urgent }),
  };
}
