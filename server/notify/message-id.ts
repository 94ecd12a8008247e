/** Ids of messages that belong to no alert: made of the journal position at which they were asked for. */
import { createHash } from 'node:crypto';

export function messageIdOf(kind: 'test' | 'reply', position: number): string {
  return `dlv-${createHash('sha256').update(`${kind}\u0000${position}`).digest('hex').slice(0, 20)}`;
}
