/** What the outbox and receipts ask of a MongoDB, as filters and orders. */
import { type Channel, channels } from '../../models/channel.ts';
import { UNSETTLED } from '../../models/delivery.ts';

type Order = Record<string, 1 | -1>;
interface Query {
  filter: Record<string, unknown>;
  sort: Order;
}
interface Lane {
  channel: Channel;
  lane: string;
}

const isDue = (now: number) => ({ nextAttempt: { $lte: now }, state: { $in: [...UNSETTLED] } });

/** Stages of the aggregation behind `dueLanes`. */
export function lanesDue(channel: Channel, now: number, limit: number) {
  return [
    { $match: { channel, ...isDue(now) } },
    { $group: { _id: '$lane', due: { $sum: 1 }, oldest: { $min: '$nextAttempt' } } },
    { $sort: { oldest: 1 as const, _id: 1 as const } },
    { $limit: limit },
  ];
}

export function dueOf(of: Lane, now: number): Query {
  return { filter: { ...of, ...isDue(now) }, sort: { nextAttempt: 1, _id: 1 } };
}

/** In no order: each channel has its own part of the index. */
export function overdueAt(before: number): Pick<Query, 'filter'> {
  return { filter: { channel: { $in: channels.filter((one) => one !== 'call') }, ...isDue(before) } };
}

export function unconfirmedAt(now: number): Query {
  return { filter: { awaited: 1, confirmBy: { $lte: now } }, sort: { confirmBy: 1, _id: 1 } };
}

export function toldIn(of: Lane, since: number): Query {
  return { filter: { ...of, createdAt: { $gte: since } }, sort: { createdAt: -1, _id: -1 } };
}

export function receiptsOf({ gatewayId, unclaimed }: { gatewayId?: string; unclaimed?: boolean }): Query {
  const named = gatewayId === undefined ? {} : { gateway: gatewayId };
  return { filter: { ...named, ...(unclaimed ? { unclaimed: 1 } : {}) }, sort: { at: -1, _id: 1 } };
}
