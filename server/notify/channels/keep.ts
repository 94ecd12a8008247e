/** No gateway is configured: the message stays in the outbox, where it can be read. */
import type { ChannelSender } from './channel.ts';

export function createKeepSender(): ChannelSender {
  return {
    async send() {
      return { outcome: 'kept', answer: 'No gateway is configured; the message is kept here.' };
    },
  };
}
