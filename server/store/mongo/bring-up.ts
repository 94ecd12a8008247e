/** Brings a store of an older schema up to date: every row gets the columns and the kind of body that its model has now. */
import type { AnyBulkWriteOperation } from 'mongoose';
import { HaidangError } from '../../errors.ts';
import type { Alert } from '../../models/alert.ts';
import type { Collection } from '../../models/collection.ts';
import { collections } from '../collections.ts';
import { type Models, packBody, type RowDocument, unpackBody } from './models.ts';

/** Rows rewritten in one go. */
const AT_ONCE = 500;

/**
 * May be broken off and begun again: a row that is up to date is written as it is.
 * @throws HaidangError `store-refused` when the older version has left a commit half done, which only it can end
 */
export async function bringUp(models: Models): Promise<void> {
  if (await models.checkpoint.exists({ redo: { $exists: true } })) {
    const why = 'an older version of the program has left a commit half done; start that version once, then this one';
    throw new HaidangError('store-refused', { why });
  }
  for (const layout of collections) {
    const model = models.rows.get(layout.name)!;
    let changes: AnyBulkWriteOperation<RowDocument>[] = [];
    for await (const found of model.find().lean().cursor()) {
      const { _id, body } = found as unknown as RowDocument;
      changes.push({
        updateOne: { filter: { _id }, update: { $set: rewritten(layout as Collection<unknown>, body) } },
      });
      if (changes.length < AT_ONCE) continue;
      await model.bulkWrite(changes, { ordered: false });
      changes = [];
    }
    if (changes.length > 0) await model.bulkWrite(changes, { ordered: false });
  }
}

function rewritten(collection: Collection<unknown>, before: unknown): Record<string, unknown> {
  const { name, columns, hasFreeKeys, body: partOf } = collection;
  // Kept as an object until its keys became anybody's.
  const body = hasFreeKeys && typeof before === 'string' ? unpackBody(collection, before) : before;
  const entity = name === 'alert' ? answered(body as Alert) : body;
  // A row that keeps only a part of its entity has its columns from elsewhere; none of those have changed.
  const values = partOf
    ? {}
    : Object.fromEntries(Object.entries(columns).map(([column, { of }]) => [column, of(entity)]));
  return { ...values, body: packBody(collection, entity) };
}

/** Alerts that are over were only acknowledged or not, until there was a table of responses. */
function answered(alert: Alert): Alert {
  const { occurrence, response, caseId } = alert;
  if (occurrence.state === 'raised' || caseId === '') return alert;
  const states: Partial<Record<Alert['response']['state'], Alert['response']['state']>> = {
    unacknowledged: 'returned',
    acknowledged: 'closed',
  };
  const state = states[response.state];
  return state ? { ...alert, response: { ...response, state } } : alert;
}
