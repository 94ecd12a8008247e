/** What a contact's own program is sent, for the sender and for the document of the interface. */
import { z } from 'zod';
import { delivery } from '../../models/delivery.ts';

export const webhookMessage = z.object({
  /** The same when it comes a second time. */
  id: z.string(),
  /** Of the alert that it tells; absent where it tells of a case itself. */
  alert: z.string().optional(),
  /** Ids by which the same alert was told before late data restated it. */
  restates: z.array(z.string()).optional(),
  case: z.string(),
  vessel: z.string(),
  change: delivery.shape.change,
  /** Of a case: from which state to which, and by whom. */
  move: delivery.shape.move,
  subject: z.string().optional(),
  text: z.string(),
  /** Ids of the messages that it tells together. */
  members: z.array(z.string()).optional(),
  /** ISO 8601, UTC. */
  created: z.iso.datetime(),
});
export type WebhookMessage = z.infer<typeof webhookMessage>;
