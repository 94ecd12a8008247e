/** Messages and receipts of a MongoDB store. */
import type { Channel } from '../../models/channel.ts';
import { type Delivery, deliveries, UNSETTLED } from '../../models/delivery.ts';
import { type Receipt, receipts } from '../../models/receipt.ts';
import type { DeliveryFilter, DueLane } from '../store.ts';
import { afterPlace } from './case-query.ts';
import { dueOf, lanesDue, overdueAt, receiptsOf, toldIn, unconfirmedAt } from './message-queries.ts';
import { MongoRows } from './rows.ts';

export abstract class MongoMessages extends MongoRows {
  deliveries(filter: DeliveryFilter): Promise<Delivery[]> {
    return this.bodies<Delivery>(deliveries, {
      filter: {
        ...(filter.state === undefined ? {} : { state: filter.state }),
        ...(filter.alertId === undefined ? {} : { alert: filter.alertId }),
        ...(filter.caseId === undefined ? {} : { caseFile: filter.caseId }),
        ...(filter.after && afterPlace('createdAt', filter.after)),
      },
      sort: { createdAt: -1, _id: -1 },
      limit: filter.limit,
    });
  }

  delivery(id: string): Promise<Delivery | undefined> {
    return this.body<Delivery>(deliveries, id);
  }

  async dueLanes(channel: Channel, now: number, limit: number): Promise<DueLane[]> {
    const found = await this.patience.ask(() =>
      this.model(deliveries).aggregate<{ _id: string; due: number }>(lanesDue(channel, now, limit)),
    );
    return found.map(({ _id: lane, due }) => ({ lane, due }));
  }

  dueDeliveries(of: { channel: Channel; lane: string }, now: number, limit: number): Promise<Delivery[]> {
    return this.bodies<Delivery>(deliveries, { ...dueOf(of, now), limit });
  }

  async overdueDeliveries(before: number, limit: number): Promise<string[]> {
    const found = await this.find(deliveries, { ...overdueAt(before), limit });
    return found.map(({ _id }) => String(_id));
  }

  unconfirmedDeliveries(now: number, limit: number): Promise<Delivery[]> {
    return this.bodies<Delivery>(deliveries, { ...unconfirmedAt(now), limit });
  }

  async deliveryOfGateway(gateway: string): Promise<Delivery | undefined> {
    const wanted = { filter: { traced: 1, gateway }, sort: { createdAt: -1 as const }, limit: 1 };
    return (await this.bodies<Delivery>(deliveries, wanted))[0];
  }

  laneDeliveries(of: { channel: Channel; lane: string }, since: number, limit: number): Promise<Delivery[]> {
    return this.bodies<Delivery>(deliveries, { ...toldIn(of, since), limit });
  }

  receipts({ limit, ...of }: { gatewayId?: string; unclaimed?: boolean; limit: number }): Promise<Receipt[]> {
    return this.bodies<Receipt>(receipts, { ...receiptsOf(of), limit });
  }

  receipt(id: string): Promise<Receipt | undefined> {
    return this.body<Receipt>(receipts, id);
  }

  async countDeliveries(): Promise<{ queued: number; failed: number; oldestQueuedAt?: number }> {
    const unsettled = { state: { $in: [...UNSETTLED] }, channel: { $ne: 'call' } };
    const model = this.model(deliveries);
    const queued = await this.patience.ask(() => model.countDocuments(unsettled));
    const failed = await this.patience.ask(() => model.countDocuments({ state: 'failed' }));
    const [oldest] = await this.find(deliveries, { filter: unsettled, sort: { createdAt: 1 }, limit: 1 });
    return { queued, failed, ...(oldest ? { oldestQueuedAt: oldest.createdAt as number } : {}) };
  }
}
