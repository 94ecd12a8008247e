/** Which messages a step of an alert makes, given the ones that were made before. Pure. */
import type { OccurrenceState } from '../../geofences/types.ts';
import type { Alert } from '../models/alert.ts';
import type { Channel } from '../models/channel.ts';
import type { Delivery } from '../models/delivery.ts';
import type { DeliveryEvent } from '../notify/delivery-event.ts';
import { isUrgent, type Recipient, type Role, resolveRecipients, type Unreachable } from '../notify/routing.ts';
import { compose } from '../notify/templates/compose.ts';
import { smsLength, toGsm7 } from '../notify/templates/gsm7.ts';
import type { DeskOptions } from './desk-port.ts';
import { deliveryIdOf } from './ids.ts';
import { eventTime } from './lifecycle.ts';

/** After a day the watch has changed, and nothing is left to be done about it at night. */
const defaultMaxAgeHours = 24;
const hourMs = 3_600_000;

/** A delivery without its words. */
export type Told = Pick<
  Delivery,
  | 'id'
  | 'change'
  | 'contactId'
  | 'contactName'
  | 'role'
  | 'channel'
  | 'address'
  | 'language'
  | 'state'
  | 'attempts'
  | 'createdAt'
  | 'insteadOf'
  | 'escalation'
>;

export function toldBy(delivery: Delivery): Told {
  const { id, change, contactId, contactName, role, channel, address, language, state, attempts } = delivery;
  const { createdAt, insteadOf, escalation } = delivery;
  return {
    id,
    change,
    contactId,
    contactName,
    role,
    channel,
    address,
    language,
    state,
    attempts,
    createdAt,
    insteadOf,
    escalation,
  };
}

export interface Step {
  step: OccurrenceState;
  alert: Alert;
  /** Epoch ms at which the system learned it. */
  at: number;
  /** Messages about this alert so far, oldest first. */
  told: Told[];
  /** It has become graver: whoever was told before is told again. */
  graver?: boolean;
  desk: DeskOptions;
}

export interface StepMessages {
  deliveries: Delivery[];
  withdrawals: DeliveryEvent[];
  /** Whom the table names and no message reaches; asked on the first raise only, once is enough. */
  unreachable: Unreachable[];
}

export function messagesFor(question: Step): StepMessages {
  const { step, told, graver } = question;
  const routed = recipientsOf(question, step);
  const fresh = graver ? routed.recipients : notYetTold(question, routed.recipients);
  const known = step === 'cleared' ? [...fresh, ...escalatedReaders(question, routed.recipients)] : fresh;
  const recipients = step === 'retracted' ? readersOfRaise(question) : known;
  const words = composer(question);
  return {
    deliveries: recipients.map((recipient) => deliver(question, recipient, words)),
    withdrawals: withdraw(question),
    unreachable: step === 'raised' && told.length === 0 ? routed.unreachable : [],
  };
}

/** Whom a step of a case is told to, and in which words it is said that this is why. */
export interface Passing {
  roles: Role[];
  channels: Channel[];
  heading: { vi: string; en: string };
  by: string;
  note?: string;
}

/** The raise of an alert, told (again) to those to whom its case is passed on. */
export function messagesOfPassing(question: Step, passing: Passing): Pick<StepMessages, 'deliveries' | 'unreachable'> {
  const { roles, channels, heading, by, note } = passing;
  const { recipients, unreachable } = recipientsOf(question, 'raised', [
    { rules: ['*'], changes: ['raised'], roles, channels },
  ]);
  const words = composer({ ...question, step: 'raised' });
  const deliveries = recipients.map((recipient) => {
    const message = deliver({ ...question, step: 'raised' }, recipient, words);
    const head = heading[recipient.language];
    if (!hasSubject.has(recipient.channel)) return { ...message, body: headed(head, message.body) };
    const why = `${head} – ${by}${note === undefined ? '' : `: ${note}`}`;
    return {
      ...message,
      subject: `${head.toUpperCase()}: ${message.subject ?? ''}`,
      body: `${why}\n\n${message.body}`,
    };
  });
  return { deliveries, unreachable };
}

/** Channels whose messages have a subject and room for who passed it on. */
export const hasSubject: ReadonlySet<Channel> = new Set(['email', 'webhook', 'push']);

/** An SMS says why it comes where that keeps it one SMS. */
export function headed(heading: string, body: string): string {
  const longer = `${toGsm7(heading).toUpperCase()}. ${body}`;
  return longer.length <= smsLength ? longer : body;
}

function addressee(one: { contactId: string; channel: string }): string {
  return `${one.contactId} ${one.channel}`;
}

export function recipientsOf({ alert, desk, at }: Omit<Step, 'step'>, change: OccurrenceState, routes = desk.routes()) {
  const { ruleId, kind, priority, zoneId, vesselId } = alert.occurrence;
  return resolveRecipients({
    ruleId,
    kind,
    priority,
    zoneId,
    urgent: isUrgent(alert.occurrence),
    change,
    at,
    vessel: desk.vessel(vesselId),
    routes,
    contacts: desk.contacts(),
    units: desk.units?.(),
    rosters: desk.rosters?.(),
    subscriptions: desk.subscriptions?.(),
  });
}

/** Kept without ever having been handed over: withdrawn, or old news. The addressee will never read it. */
function isSilent(one: Told): boolean {
  return one.attempts === 0 && one.state === 'kept';
}

/** Nothing of it has left the house so far. */
function isUnread(one: Told): boolean {
  return isSilent(one) || (one.attempts === 0 && one.state === 'queued');
}

/** The last word that each addressee has, by addressee. */
function lastWord(told: Told[]): Map<string, Told> {
  return new Map(told.map((one) => [addressee(one), one]));
}

/**
 * What waits in the outbox and is no longer true: everything about an alert that is taken back, and an SMS about old news
 * that is over by now. The outbox may be handing it over at this moment; then the withdrawal does not apply.
 */
function withdraw(question: Step): DeliveryEvent[] {
  const { step, alert, at, told } = question;
  const takenBack = step === 'retracted';
  const overAndOld = step === 'cleared' && isOld('raised', question);
  return told
    .filter((one) => one.state === 'queued')
    .filter((one) => (takenBack ? one.change !== 'retracted' : overAndOld && one.channel !== 'email'))
    .map((one) => ({
      type: 'delivery',
      id: one.id,
      event: 'withdrawn',
      at,
      answer: `Not sent: ${takenBack ? 'the alert was taken back' : 'old news, and over by now'} (${alert.id}).`,
    }));
}

function isOld(step: OccurrenceState, { alert, at, desk }: Step): boolean {
  return at - eventTime(step, alert.occurrence) > (desk.maxAgeHours ?? defaultMaxAgeHours) * hourMs;
}

/**
 * Whoever may have read that it was raised, at the address where they read it; except those for whom the table now asks
 * for raises and not for retractions.
 */
function readersOfRaise(question: Step): Recipient[] {
  const wantRaises = new Set(recipientsOf(question, 'raised').recipients.map(addressee));
  const wantRetractions = new Set(recipientsOf(question, 'retracted').recipients.map(addressee));
  return [...lastWord(question.told.filter((one) => !isUnread(one))).values()]
    .filter((one) => one.change !== 'retracted')
    .filter((one) => wantRetractions.has(addressee(one)) || !wantRaises.has(addressee(one)))
    .map(asRecipient);
}

/** The routed ones whose last word on this alert was another; on a renewed raise also those who believe it is over. */
function notYetTold({ step, told }: Step, routed: Recipient[]): Recipient[] {
  const last = lastWord(told.filter((one) => !isSilent(one)));
  const fresh = routed.filter((one) => last.get(addressee(one))?.change !== step);
  if (step !== 'raised') return fresh;
  const named = new Set(routed.map(addressee));
  const misled = [...last.values()].filter((one) => !named.has(addressee(one)) && one.change !== 'raised');
  return [...fresh, ...misled.map(asRecipient)];
}

/** Those whom a ladder called in hear that it is over, also where the table does not name them; nobody is called for that. */
function escalatedReaders({ told }: Step, routed: Recipient[]): Recipient[] {
  const calledIn = told.filter((one) => one.escalation !== undefined && one.channel !== 'call' && !isUnread(one));
  const named = new Set(routed.map(addressee));
  const last = lastWord(told.filter((one) => !isSilent(one)));
  return [...lastWord(calledIn).values()]
    .filter((one) => !named.has(addressee(one)) && last.get(addressee(one))?.change === 'raised')
    .map(asRecipient);
}

function asRecipient(one: Told): Recipient {
  const { contactId, contactName, channel, address, language } = one;
  const role: Role = one.role ?? (/^(owner|captain):/.test(contactId) ? 'owner' : 'duty');
  return { contactId, contactName, role, channel, address, language };
}

type Message = ReturnType<typeof compose>;

/** The words for a recipient. Officers read the same, so a raise is written three times and not a dozen. */
export function composer({ step, alert, desk }: Step): (to: Recipient) => Message {
  const { vesselId, zoneId, ruleId } = alert.occurrence;
  const written = new Map<string, Message>();
  return ({ channel, language, role, unicode }) => {
    const key = `${channel} ${language} ${role === 'owner'} ${unicode ?? false}`;
    const known = written.get(key);
    if (known) return known;
    const message = compose({
      change: step,
      alert,
      vessel: desk.vessel(vesselId),
      zone: zoneId === undefined ? undefined : desk.zone(zoneId),
      rule: desk.rule(ruleId),
      role,
      channel,
      language,
      unicode,
      templates: desk.templates?.(),
      publicUrl: desk.publicUrl,
      demo: desk.demo ?? false,
    });
    written.set(key, message);
    return message;
  };
}

export function deliver(question: Step, recipient: Recipient, words: (to: Recipient) => Message): Delivery {
  const { step, alert, at, told } = question;
  const { contactId, contactName, role, channel, address, language, quietUntil } = recipient;
  const { vesselId, state } = alert.occurrence;
  const urgent = isUrgent(alert.occurrence);
  const round = 1 + told.filter((one) => addressee(one) === addressee(recipient) && one.change === step).length;
  // A false accusation is taken back at any hour; a raise or an end that is over for a day can wait for the morning's mail.
  const wakesNobody =
    channel !== 'email' && channel !== 'webhook' && step !== 'retracted' && state !== 'raised' && isOld(step, question);
  return {
    id: deliveryIdOf(alert.id, step, contactId, channel, round),
    alertId: alert.id,
    caseId: alert.caseId,
    vesselId,
    change: step,
    contactId,
    contactName,
    role,
    channel,
    address,
    language,
    ...words(recipient),
    state: wakesNobody ? 'kept' : 'queued',
    attempts: 0,
    createdAt: at,
    nextAttemptAt: urgent || channel === 'email' ? at : (quietUntil ?? at),
    ...(urgent && { urgent }),
    ...(wakesNobody && { answer: 'Not sent: old news, and over by now.' }),
  };
}
