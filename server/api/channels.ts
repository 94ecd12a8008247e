/** How each way of reaching people does: is it set up, does it fail now, what went last and what did not. */
import type { Channel } from '../models/channel.ts';
import { channels } from '../models/channel.ts';
import type { Delivery, DeliveryState } from '../models/delivery.ts';
import type { Store } from '../store/store.ts';
import { channelViews } from './answers/messages.ts';
import type { ApiContext, Route } from './route.ts';

/** Looked through for the last of each channel. */
const messagesLookedAt = 2000;

export interface ChannelMoment {
  /** Epoch ms: when it was handed over, or when a message was made that was refused. */
  at: number;
  contactName: string;
  /** The gateway's words. */
  answer?: string;
}

export interface ChannelView {
  channel: Channel;
  /** It has a gateway; without one its messages are kept. */
  isSet: boolean;
  failingSince?: number;
  why?: string;
  /** Absent: none among the newest messages. */
  lastSuccess?: ChannelMoment;
  lastFailure?: ChannelMoment;
}

export function channelRoutes({ store, hub, gateways }: ApiContext): Route[] {
  return [
    {
      method: 'get',
      path: '/channels',
      access: 'read',
      contract: {
        vi: 'Tình trạng từng kênh gửi tin',
        en: 'How each channel of messages does',
        gives: { 200: channelViews },
      },
      async handle(_request, response) {
        const went = await newest(store, ['delivered', 'sent']);
        // One that waits for its next try has been refused as well.
        const refused = (await newest(store, ['failed', 'expired', 'queued'])).filter(({ attempts }) => attempts > 0);
        const failing = new Map(hub.status().failingChannels?.map((one) => [one.channel, one]));
        const views = channels.map((channel): ChannelView => {
          const success = last(went, channel, ({ sentAt, createdAt }) => sentAt ?? createdAt);
          const failure = last(refused, channel, ({ createdAt }) => createdAt);
          const { failingSince, why } = failing.get(channel) ?? {};
          return {
            ...{ channel, isSet: gateways?.config.channels.includes(channel) ?? false, failingSince, why },
            ...{ lastSuccess: success, lastFailure: failure },
          };
        });
        response.json({ channels: views, lookedAt: messagesLookedAt });
      },
    },
  ];
}

async function newest(store: Store, states: DeliveryState[]): Promise<Delivery[]> {
  const lists = await Promise.all(states.map((state) => store.deliveries({ state, limit: messagesLookedAt })));
  return lists.flat();
}

function last(from: Delivery[], wanted: Channel, at: (one: Delivery) => number): ChannelMoment | undefined {
  let found: Delivery | undefined;
  for (const one of from) if (one.channel === wanted && (!found || at(one) > at(found))) found = one;
  return found && { at: at(found), contactName: found.contactName, answer: found.answer };
}
