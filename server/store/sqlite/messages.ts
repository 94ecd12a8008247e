/** Messages and receipts of the embedded store. */
import { type Channel, channels } from '../../models/channel.ts';
import type { Delivery } from '../../models/delivery.ts';
import type { Receipt } from '../../models/receipt.ts';
import type { DeliveryFilter, DueLane } from '../store.ts';
import { SqliteRows } from './read-rows.ts';

/** What gateways carry, as a list of SQL. */
const carried = channels.flatMap((channel) => (channel === 'call' ? [] : `'${channel}'`)).join(', ');

type Lane = { channel: Channel; lane: string };

/** Reads what is unsettled alone, calls that people are to make left out. */
export const overdueDeliveriesSql = `SELECT id FROM delivery INDEXED BY delivery_due WHERE state IN ('queued', 'sending')
  AND channel IN (${carried}) AND next_attempt <= ? LIMIT ?`;

export abstract class SqliteMessages extends SqliteRows {
  async deliveries(filter: DeliveryFilter): Promise<Delivery[]> {
    const where = [
      filter.state === undefined ? '? IS NULL' : 'state = ?',
      filter.alertId === undefined ? '? IS NULL' : 'alert = ?',
      filter.caseId === undefined ? '? IS NULL' : 'case_file = ?',
      filter.after === undefined ? '? IS NULL AND ? IS NULL' : '(created_at, id) < (?, ?)',
    ].join(' AND ');
    return this.bodies<Delivery>(`SELECT body FROM delivery WHERE ${where} ORDER BY created_at DESC, id DESC LIMIT ?`, [
      filter.state ?? null,
      filter.alertId ?? null,
      filter.caseId ?? null,
      filter.after?.at ?? null,
      filter.after?.id ?? null,
      filter.limit,
    ]);
  }

  async delivery(id: string): Promise<Delivery | undefined> {
    return this.body<Delivery>('SELECT body FROM delivery WHERE id = ?', [id]);
  }

  async dueLanes(channel: Channel, now: number, limit: number): Promise<DueLane[]> {
    return this.all(
      `SELECT lane, count(*) AS due FROM delivery WHERE state IN ('queued', 'sending') AND channel = ? AND next_attempt <= ?
       GROUP BY lane ORDER BY min(next_attempt), lane LIMIT ?`,
      [channel, now, limit],
    ).map(({ lane, due }) => ({ lane: lane as string, due: due as number }));
  }

  async dueDeliveries({ channel, lane }: Lane, now: number, limit: number): Promise<Delivery[]> {
    return this.bodies<Delivery>(
      `SELECT body FROM delivery WHERE state IN ('queued', 'sending') AND channel = ? AND lane = ? AND next_attempt <= ?
       ORDER BY next_attempt, id LIMIT ?`,
      [channel, lane, now, limit],
    );
  }

  async overdueDeliveries(before: number, limit: number): Promise<string[]> {
    return this.all(overdueDeliveriesSql, [before, limit]).map(({ id }) => id as string);
  }

  async unconfirmedDeliveries(now: number, limit: number): Promise<Delivery[]> {
    return this.bodies<Delivery>(
      'SELECT body FROM delivery WHERE awaited IN (1) AND confirm_by <= ? ORDER BY confirm_by, id LIMIT ?',
      [now, limit],
    );
  }

  async deliveryOfGateway(gatewayId: string): Promise<Delivery | undefined> {
    return this.body<Delivery>(
      'SELECT body FROM delivery WHERE traced IN (1) AND gateway = ? ORDER BY created_at DESC LIMIT 1',
      [gatewayId],
    );
  }

  async laneDeliveries({ channel, lane }: Lane, since: number, limit: number): Promise<Delivery[]> {
    return this.bodies<Delivery>(
      `SELECT body FROM delivery WHERE channel = ? AND lane = ? AND created_at >= ?
       ORDER BY created_at DESC, id DESC LIMIT ?`,
      [channel, lane, since, limit],
    );
  }

  async receipts(filter: { gatewayId?: string; unclaimed?: boolean; limit: number }): Promise<Receipt[]> {
    const where = [
      filter.gatewayId === undefined ? '? IS NULL' : 'gateway = ?',
      filter.unclaimed ? 'unclaimed IN (1)' : '1 = 1',
    ].join(' AND ');
    return this.bodies<Receipt>(`SELECT body FROM receipt WHERE ${where} ORDER BY at DESC, id LIMIT ?`, [
      filter.gatewayId ?? null,
      filter.limit,
    ]);
  }

  async receipt(id: string): Promise<Receipt | undefined> {
    return this.body<Receipt>('SELECT body FROM receipt WHERE id = ?', [id]);
  }

  async countDeliveries(): Promise<{ queued: number; failed: number; oldestQueuedAt?: number }> {
    const queued = this.one(
      `SELECT count(*) AS n, min(created_at) AS oldest FROM delivery
       WHERE state IN ('queued', 'sending') AND channel <> 'call'`,
    ) as { n: number; oldest: number | null };
    const failed = this.one(`SELECT count(*) AS n FROM delivery WHERE state = 'failed'`) as { n: number };
    return {
      queued: queued.n,
      failed: failed.n,
      ...(queued.oldest === null ? {} : { oldestQueuedAt: queued.oldest }),
    };
  }
}
