/** Joins the outbox to the engine room: due deliveries come from the store, what becomes of them is journaled. */
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import type { EngineRoom } from './ingest/room.ts';
import { createSenders } from './notify/config.ts';
import { createOutbox, type Outbox } from './notify/outbox.ts';
import type { Store } from './store/store.ts';

export function startOutbox(room: EngineRoom, store: Store, config: Config, log: Logger): Outbox {
  const { retrySeconds, maxAttempts, sendTimeoutSeconds, concurrency, pollSeconds } = config.notify;
  const senders = createSenders(config.notify);
  const outbox = createOutbox({
    due: (channel, now, limit) => store.dueDeliveries(channel, now, limit),
    record: async (event) => {
      await room.act(event);
      if (event.event !== 'attempt') return true;
      // Withdrawn while it waited for its turn: then the attempt did not apply, and nothing may be sent.
      const delivery = await store.delivery(event.id);
      return delivery?.state === 'sending' && delivery.attempts === event.attempt;
    },
    senders,
    clock: Date.now,
    retrySeconds,
    maxAttempts,
    sendTimeoutSeconds,
    concurrency,
    pollSeconds,
    onProblem: (sentence, error) => log.error({ error: String(error) }, sentence),
  });
  room.onCommitted(({ deliveriesChanged }) => {
    if (deliveriesChanged) outbox.poke();
  });
  outbox.start();
  return {
    ...outbox,
    async stop() {
      await outbox.stop();
      for (const sender of Object.values(senders)) sender.close?.();
    },
  };
}
