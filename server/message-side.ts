/**
 * Joins messages to the engine room: due deliveries come from the store, what becomes of them, what gateways say later and
 * what people answer by SMS is journaled.
 */
import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import type { EngineRoom } from './ingest/room.ts';
import { readSms } from './links/sms-reply.ts';
import { linkToken } from './links/token.ts';
import type { Channel } from './models/channel.ts';
import type { PushSubscription } from './models/contact.ts';
import type { Delivery } from './models/delivery.ts';
import { ChannelHealth, type ChannelState } from './notify/channel-health.ts';
import type { ChannelSender } from './notify/channels/channel.ts';
import type { Hearing } from './notify/channels/hearing.ts';
import { createSenders } from './notify/config.ts';
import type { DeliveryEvent } from './notify/delivery-event.ts';
import type { MessageKeys } from './notify/keys.ts';
import { defaultLaneLimits } from './notify/lane-policy.ts';
import { Outbox } from './notify/outbox.ts';
import { fillLink, hasLinkPlace } from './notify/templates/link-place.ts';
import type { Store } from './store/store.ts';

export interface Messages {
  /** For gateways that call us. */
  hearing: Hearing;
  /** Channels that do not work now. */
  failing(): ChannelState[];
  /** Looks into the outbox at once. */
  poke(): void;
  stop(): Promise<void>;
}

interface MessageRoom {
  room: EngineRoom;
  store: Store;
  config: Config;
  keys: MessageKeys;
  log: Pick<Logger, 'error' | 'warn'>;
}

/** Receipts that did not come are looked for this often. */
const unconfirmedEveryMs = 2000;
const unconfirmedAtOnce = 200;
/** Messages of the last minutes that count for their readers' limits after a restart. */
const rememberedAtStart = 2000;

/** What gateways say goes into the journal, whichever process they call. */
export function createHearing(room: Pick<EngineRoom, 'act'>, store: Store): Hearing {
  return {
    async receipt(heard) {
      await room.act({ type: 'receipt', ...heard });
    },
    async sms(heard) {
      await room.act(await readSms(store, heard, Date.now()));
    },
  };
}

export function startMessages({ room, store, config, keys, log }: MessageRoom): Messages {
  const { notify } = config;
  const onProblem = (sentence: string, error: unknown): void => log.error({ error: String(error) }, sentence);
  const hearing = createHearing(room, store);
  const health = new ChannelHealth((channel, failing, why) => {
    log.warn({ channel, why }, failing ? 'a channel of messages fails' : 'a channel of messages works again');
    room
      .act({ type: 'channel-health', channel, failing, why, by: 'system' })
      .catch((error: unknown) => onProblem('the health of a channel could not be journaled', error));
  });
  const senders = createSenders(notify, {
    hearing,
    vapid: () => keys.vapid,
    subscription: async (endpoint) => (await subscriptionsOf(store)).find((one) => one.endpoint === endpoint),
    onGone: (endpoint) => {
      room
        .act({ type: 'push-unsubscribe', endpoint, by: 'system' })
        .catch((error: unknown) => onProblem('a subscription could not be removed', error));
    },
    onProblem,
  });
  const outbox = new Outbox({
    ...notify,
    lanes: (channel, now, limit) => store.dueLanes(channel, now, limit),
    due: (of, now, limit) => store.dueDeliveries(of, now, limit),
    record: (event) => record(room, store, event),
    group: async (members) => {
      await room.act({ type: 'group-deliveries', ids: members.map(({ id }) => id) });
    },
    senders: withLinks(senders, keys.links),
    clock: Date.now,
    onProblem,
    onAnswer: (channel, answer) => health.answer(channel, answer),
  });
  let starting: Promise<void> | undefined;
  let isStopped = false;
  // What was sent before a restart has to be known before anything is sent.
  void room.caughtUp.then(() => {
    if (isStopped) return;
    starting = remember(store, notify.limits?.windowSeconds, (one) => outbox.remember(one))
      .catch((error: unknown) => onProblem('what was sent lately could not be read', error))
      .then(() => outbox.start());
  });
  const poke = (): void => {
    if (starting) outbox.poke();
  };
  room.onCommitted(({ deliveriesChanged }) => {
    if (deliveriesChanged) poke();
  });
  const timer = setInterval(() => {
    if (!starting) return;
    confirm(room, store).catch((error: unknown) => onProblem('missing receipts could not be looked for', error));
  }, unconfirmedEveryMs);
  timer.unref();
  return {
    hearing,
    failing: () => health.failing(),
    poke,
    async stop() {
      clearInterval(timer);
      isStopped = true;
      await starting;
      await outbox.stop();
      for (const sender of Object.values(senders)) sender.close?.();
    },
  };
}

/**
 * Journals what becomes of a message. @returns false for an attempt that did not count: the message was withdrawn meanwhile, or
 * another run had begun it, which a store that lags behind the journal did not show. The store says by now which record counted;
 * that an attempt of this number is under way would not.
 */
async function record(room: EngineRoom, store: Store, event: DeliveryEvent): Promise<boolean> {
  if (event.event !== 'attempt') {
    await room.act(event);
    return true;
  }
  const claim = randomBytes(9).toString('base64url');
  await room.act({ ...event, claim });
  const delivery = await store.delivery(event.id);
  return delivery?.state === 'sending' && delivery.claim === claim;
}

/** Links are put in on the way out: what is kept has none. */
function withLinks<Senders extends Partial<Record<Channel, ChannelSender>>>(senders: Senders, key: string): Senders {
  const filled = Object.entries(senders).map(([channel, sender]) => [
    channel,
    {
      ...sender,
      send: (delivery: Delivery, signal?: AbortSignal) =>
        sender.send(
          hasLinkPlace(delivery.body)
            ? { ...delivery, body: fillLink(delivery.body, linkToken(key, delivery)) }
            : delivery,
          signal,
        ),
    },
  ]);
  return Object.fromEntries(filled) as Senders;
}

async function remember(
  store: Store,
  windowSeconds: number = defaultLaneLimits.windowSeconds,
  keep: (delivery: Delivery) => void,
): Promise<void> {
  const since = Date.now() - windowSeconds * 1000;
  for (const state of ['sent', 'delivered'] as const) {
    const lately = await store.deliveries({ state, limit: rememberedAtStart });
    for (const one of lately.reverse()) if ((one.sentAt ?? 0) > since) keep(one);
  }
}

async function confirm(room: EngineRoom, store: Store): Promise<void> {
  const at = Date.now();
  for (const { id } of await store.unconfirmedDeliveries(at, unconfirmedAtOnce))
    await room.act({ type: 'delivery', id, event: 'unconfirmed', at });
}

async function subscriptionsOf(store: Store): Promise<PushSubscription[]> {
  return ((await store.document('subscriptions'))?.body ?? []) as PushSubscription[];
}
