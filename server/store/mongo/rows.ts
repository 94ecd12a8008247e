/** How rows are asked for: by a filter of columns, in an order, at most so many. */
import type { Model } from 'mongoose';
import type { Layout } from '../../models/collection.ts';
import { type Models, type RowDocument, unpackBody } from './models.ts';
import { awayError, type Patience } from './patience.ts';

/** The greatest number of documents that a query can be told; more means all. */
const MOST = 2 ** 31 - 1;

type Filter = Record<string, unknown>;
export interface Wanted {
  filter?: Filter;
  sort?: Record<string, 1 | -1>;
  limit?: number;
}

export abstract class MongoRows {
  protected readonly models: Models;
  protected readonly patience: Patience;

  protected constructor(models: Models, patience: Patience) {
    this.models = models;
    this.patience = patience;
  }

  protected model({ name }: Layout): Model<RowDocument> {
    return this.models.rows.get(name)!;
  }

  protected find(layout: Layout, { filter = {}, sort = {}, limit = MOST }: Wanted): Promise<RowDocument[]> {
    const atMost = Math.min(limit, MOST);
    if (atMost <= 0) return Promise.resolve([]);
    return this.patience.ask(() =>
      this.model(layout)
        .find(filter as Filter)
        .sort(sort)
        .limit(atMost)
        .lean<RowDocument[]>(),
    );
  }

  protected async *each(layout: Layout, filter: Filter = {}): AsyncIterable<RowDocument> {
    try {
      for await (const document of this.model(layout).find(filter).lean().cursor()) {
        yield document as unknown as RowDocument;
      }
    } catch (error) {
      throw awayError(error);
    }
  }

  protected async bodies<T>(layout: Layout, wanted: Wanted): Promise<T[]> {
    return (await this.find(layout, wanted)).map(({ body }) => unpackBody<T>(layout, body));
  }

  protected async body<T>(layout: Layout, key: string | number): Promise<T | undefined> {
    return (await this.bodies<T>(layout, { filter: { _id: key }, limit: 1 }))[0];
  }
}
