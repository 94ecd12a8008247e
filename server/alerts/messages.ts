/** Which messages a change of an alert makes, given the ones that were made before. Pure. */
import type { OccurrenceState } from '../../geofences/types.ts';
import type { Channel } from '../models/channel.ts';
import type { Delivery } from '../models/delivery.ts';
import type { DeliveryEvent } from '../notify/delivery-event.ts';
import { isUrgent, type Recipient, type Role, type Unreachable } from '../notify/routing.ts';
import { compose } from '../notify/templates/compose.ts';
import { smsLength, toGsm7 } from '../notify/templates/gsm7.ts';
import { deliveryIdOf } from './ids.ts';
import { eventTime } from './lifecycle.ts';
import { escalatedReaders, notYetTold, readersOfRaise, recipientsOf } from './readers.ts';
import type { Telling } from './told.ts';

/** After a day the watch has changed, and nothing is left to be done about it at night. */
const defaultMaxAgeHours = 24;
const hourMs = 3_600_000;

interface ToldMessages {
  deliveries: Delivery[];
  withdrawals: DeliveryEvent[];
  /** Whom the table names and no message reaches; asked on the first raise only, once is enough. */
  unreachable: Unreachable[];
}

export function messagesFor(telling: Telling): ToldMessages {
  const { change, told, graver } = telling;
  const routed = recipientsOf(telling, change);
  const fresh = graver ? routed.recipients : notYetTold(telling, routed.recipients);
  const known = change === 'cleared' ? [...fresh, ...escalatedReaders(telling, routed.recipients)] : fresh;
  const recipients = change === 'retracted' ? readersOfRaise(telling) : known;
  const words = composer(telling);
  return {
    deliveries: deliverAll(telling, recipients, words),
    withdrawals: withdraw(telling),
    unreachable: change === 'raised' && told.length === 0 ? routed.unreachable : [],
  };
}

/** Whom a step of a case is told to, and in which words it is said that this is why. */
interface Passing {
  roles: Role[];
  channels: Channel[];
  heading: { vi: string; en: string };
  by: string;
  note?: string;
}

/** The raise of an alert, told (again) to those to whom its case is passed on. */
export function messagesOfPassing(
  telling: Telling,
  passing: Passing,
): Pick<ToldMessages, 'deliveries' | 'unreachable'> {
  const { roles, channels, heading, by, note } = passing;
  const { recipients, unreachable } = recipientsOf(telling, 'raised', [
    { rules: ['*'], changes: ['raised'], roles, channels },
  ]);
  const words = composer({ ...telling, change: 'raised' });
  const deliveries = deliverAll({ ...telling, change: 'raised' }, recipients, words).map((message) => {
    const head = heading[message.language];
    if (!hasSubject.has(message.channel)) return { ...message, body: headed(head, message.body) };
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

/**
 * What waits in the outbox and is no longer true: everything about an alert that is taken back, and an SMS about old news
 * that is over by now. The outbox may be handing it over at this moment; then the withdrawal does not apply.
 */
function withdraw(telling: Telling): DeliveryEvent[] {
  const { change, alert, at, told } = telling;
  const takenBack = change === 'retracted';
  const overAndOld = change === 'cleared' && isOld('raised', telling);
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

function isOld(change: OccurrenceState, { alert, at, desk }: Telling): boolean {
  return at - eventTime(change, alert.occurrence) > (desk.maxAgeHours ?? defaultMaxAgeHours) * hourMs;
}

type Message = ReturnType<typeof compose>;

/** The words for a recipient. Officers read the same, so a raise is written three times and not a dozen. */
export function composer({ change, alert, desk }: Telling): (to: Recipient) => Message {
  const { vesselId, zoneId, ruleId } = alert.occurrence;
  const written = new Map<string, Message>();
  return ({ channel, language, role, unicode }) => {
    const key = `${channel} ${language} ${role === 'owner'} ${unicode ?? false}`;
    const known = written.get(key);
    if (known) return known;
    const message = compose({
      change,
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

/**
 * One message a recipient. The last browser of a contact has the id that their only one would have, so that an older journal
 * still speaks of the same messages; each other one has its own.
 */
function deliverAll(telling: Telling, recipients: Recipient[], words: (to: Recipient) => Message): Delivery[] {
  const last = new Map(recipients.map((one) => [`${one.contactId} ${one.channel}`, one]));
  return recipients.map((one) => {
    const isLast = last.get(`${one.contactId} ${one.channel}`) === one;
    return deliver(telling, one, words, isLast ? one.channel : `${one.channel} ${one.address}`);
  });
}

/** @param way tells messages apart that one contact gets by one channel */
export function deliver(
  telling: Telling,
  recipient: Recipient,
  words: (to: Recipient) => Message,
  way: string = recipient.channel,
): Delivery {
  const { change, alert, at, told } = telling;
  const { contactId, contactName, role, channel, address, language, quietUntil } = recipient;
  const { vesselId, state } = alert.occurrence;
  const urgent = isUrgent(alert.occurrence);
  const before = told.filter((one) => one.contactId === contactId && one.channel === channel && one.change === change);
  // A false accusation is taken back at any hour; a raise or an end that is over for a day can wait for the morning's mail.
  const wakesNobody =
    channel !== 'email' &&
    channel !== 'webhook' &&
    change !== 'retracted' &&
    state !== 'raised' &&
    isOld(change, telling);
  return {
    id: deliveryIdOf(alert.id, change, contactId, way, 1 + before.length),
    alertId: alert.id,
    caseId: alert.caseId,
    vesselId,
    change,
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
    ...(alert.restates && { restates: alert.restates }),
    ...(wakesNobody && { answer: 'Not sent: old news, and over by now.' }),
  };
}
