/** What a step of a ladder tells, and to whom. Pure. */
import type { Channel } from '../models/channel.ts';
import type { Delivery } from '../models/delivery.ts';
import type { LadderState, LadderStep } from '../models/ladder.ts';
import type { DeliveryEvent } from '../notify/delivery-event.ts';
import { addressesOf, type Recipient, type Unreachable } from '../notify/routing.ts';
import { contactsAbove } from '../notify/units-above.ts';
import { quietUntil } from '../notify/watch.ts';
import { escalationIdOf } from './ids.ts';
import { composer, deliver, hasSubject, headed } from './messages.ts';
import { recipientsOf } from './readers.ts';
import { unitsTold } from './right-unit.ts';
import type { Telling, Told } from './told.ts';

export interface Heading {
  /** Above a mail, and its subject. */
  long: { vi: string; en: string };
  /** Before an SMS, where that keeps it one SMS. */
  short: { vi: string; en: string };
}

export interface Climb {
  /** Id of the alert or case that is on the ladder. */
  subject: string;
  state: Pick<LadderState, 'id' | 'round'>;
  step: LadderStep;
  heading: Heading;
}

type Matter = Omit<Telling, 'change'>;

/** The raise of an alert, told to those whom the step names. The same step of the same round makes the same ids. */
export function messagesOfClimb(
  matter: Matter,
  { subject, state, step, heading }: Climb,
): { deliveries: Delivery[]; unreachable: Unreachable[] } {
  const { recipients, unreachable } = recipientsOfStep(matter, step);
  const raised: Telling = { ...matter, change: 'raised' };
  const words = composer(raised);
  const deliveries = recipients.map((to) => {
    const message = deliver(raised, to, words);
    // Two browsers of one contact are two messages.
    const way = to.channel === 'push' ? `push ${to.address}` : to.channel;
    const id = escalationIdOf(subject, `${state.id}/${step.id}`, state.round, to.contactId, way);
    return { ...withHeading(message, heading), id, escalation: `${state.id}/${step.id}` };
  });
  return { deliveries, unreachable };
}

function withHeading(plain: Delivery, { long, short }: Heading): Delivery {
  const { language } = plain;
  // Told together with others, it is a matter of its own.
  const summary = plain.summary && {
    ...plain.summary,
    what: `${short[language].toUpperCase()} – ${plain.summary.what}`,
  };
  const message: Delivery = { ...plain, ...(summary && { summary }) };
  if (!hasSubject.has(message.channel)) {
    const full = headed(long[language], message.body);
    return { ...message, body: full === message.body ? headed(short[language], message.body) : full };
  }
  const subject = `${long[language].toUpperCase()}: ${message.subject ?? ''}`;
  return { ...message, subject, body: `${long[language]}\n\n${message.body}` };
}

/** By the routing, as for any message: who is responsible by the units, on watch, and not asleep. */
function recipientsOfStep(matter: Matter, step: LadderStep): ReturnType<typeof recipientsOf> {
  const { roles, channels, onWatch, unitsAbove } = step;
  const named =
    roles.length === 0
      ? { recipients: [], unreachable: [] }
      : recipientsOf(matter, 'raised', [
          { rules: ['*'], changes: ['raised'], roles, channels, ...(onWatch && { onWatch }) },
        ]);
  if (unitsAbove === undefined) return named;
  const { desk, at, told } = matter;
  const below = unitsTold(told, desk.contacts());
  const above = recipientsAbove({ desk, at, below }, channels, unitsAbove);
  const known = new Set(named.recipients.map(({ channel, address }) => `${channel} ${address}`));
  const recipients = [...named.recipients, ...above.filter((one) => !known.has(`${one.channel} ${one.address}`))];
  return { recipients, unreachable: recipients.length > 0 || roles.length > 0 ? named.unreachable : [nobodyAbove] };
}

/** Contacts of the units so many levels above those that were told so far. */
export function recipientsAbove(
  { desk, at, below }: Pick<Matter, 'desk' | 'at'> & { below: Iterable<string> },
  channels: readonly Channel[],
  levels: number,
): Recipient[] {
  const above = contactsAbove(desk.contacts(), desk.units?.() ?? [], below, levels);
  return above.flatMap((contact) =>
    channels.flatMap((channel) =>
      addressesOf(channel, contact, desk.subscriptions?.()).map((address) => {
        const { id: contactId, name: contactName, role, language, unicodeSms, quietHours } = contact;
        const quiet = quietHours && quietUntil(quietHours, at);
        return {
          ...{ contactId, contactName, role, channel, address, language },
          ...(unicodeSms && { unicode: true }),
          ...(quiet !== undefined && { quietUntil: quiet }),
        };
      }),
    ),
  );
}

const nobodyAbove: Unreachable = {
  role: 'duty',
  why: { vi: 'đơn vị cấp trên (không có trong cây đơn vị)', en: 'the unit above (there is none in the tree)' },
};

/** What a ladder still has in the outbox when it ends: it says that nobody has taken the matter up, which is no longer true. */
export function escalationsLeft(told: readonly Told[], ladderId: string, at: number, why: string): DeliveryEvent[] {
  return told
    .filter(({ escalation, state }) => state === 'queued' && escalation?.startsWith(`${ladderId}/`))
    .map(({ id }) => ({ type: 'delivery', id, event: 'withdrawn', at, answer: `Not sent: ${why}.` }));
}
