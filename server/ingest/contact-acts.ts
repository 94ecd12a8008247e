/** What changes documents of contacts one entry at a time, without a race for the whole of them. */
import type { Contact } from '../models/contact.ts';
import type { Entry } from '../models/entry.ts';
import { subscribed, unsubscribed } from '../notify/subscriptions.ts';
import type { Pipeline } from './pipeline.ts';

type Of<Type extends Entry['type']> = Extract<Entry, { type: Type }>;

export async function subscribe(
  pipeline: Pipeline,
  { subscription, by }: Of<'push-subscribe'>,
  position: number,
  at: number,
): Promise<void> {
  const body = subscribed(pipeline.subscriptions, { ...subscription, by });
  await pipeline.setDocument({ name: 'subscriptions', revision: position, body, changedAt: at, changedBy: by });
}

export async function unsubscribe(
  pipeline: Pipeline,
  { endpoint, by }: Of<'push-unsubscribe'>,
  position: number,
  at: number,
): Promise<void> {
  const body = unsubscribed(pipeline.subscriptions, endpoint);
  await pipeline.setDocument({ name: 'subscriptions', revision: position, body, changedAt: at, changedBy: by });
}

export async function verifyContact(
  pipeline: Pipeline,
  { contactId, on, by }: Of<'verify-contact'>,
  position: number,
  at: number,
): Promise<void> {
  const { body, revision } = pipeline.documentInForce('contacts') ?? { body: [], revision: 0 };
  await pipeline.setDocument({
    ...{ name: 'contacts', revision: position, changedAt: at, changedBy: by, previous: revision },
    body: (body as Contact[]).map((one) => (one.id === contactId ? { ...one, verifiedOn: on } : one)),
  });
}
