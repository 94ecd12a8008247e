/** One duty officer, at the product's own interface: takes up what waits, and logs the call that it asks for. */
import type { Alert } from '../../server/models/alert.ts';
import type { Product } from '../product.ts';

export class Officer {
  readonly #product: Product;
  readonly #left: ReadonlySet<string>;
  /** By alert: virtual epoch ms at which the officer first saw it. */
  readonly seen = new Map<string, number>();
  calls = 0;
  readonly problems: string[] = [];

  /** @param left ids of vessels whose alerts are left alone */
  constructor(product: Product, left: ReadonlySet<string>) {
    this.#product = product;
    this.#left = left;
  }

  /** One look at the list: what waits is acknowledged, and the boat of a new case is called. */
  async look(now: number): Promise<void> {
    const { alerts } = await this.#product.get<{ alerts: Alert[] }>('/api/v1/alerts?state=open&limit=1000');
    for (const alert of alerts) {
      if (alert.caseId === '' || !['unacknowledged', 'returned'].includes(alert.response.state)) continue;
      if (this.#left.has(alert.occurrence.vesselId)) continue;
      const isNew = !this.seen.has(alert.id);
      if (isNew) this.seen.set(alert.id, now);
      await this.#post(`/alerts/${alert.id}/acknowledge`, {});
      if (isNew) await this.#call(alert);
    }
  }

  async #call({ caseId }: Alert): Promise<void> {
    this.calls++;
    const attempt = { channel: 'phone', who: 'chủ tàu', outcome: 'no-answer' };
    await this.#post(`/cases/${caseId}/contacts`, attempt);
  }

  async #post(path: string, json: object): Promise<void> {
    const answer = await this.#product.fetch(`/api/v1${path}`, { method: 'POST', json });
    if (!answer.ok) this.problems.push(`${path}: ${answer.status} ${await answer.text()}`);
  }
}
