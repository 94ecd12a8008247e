/** Which alerts are asked for, as a filter and an order of a MongoDB. */
import type { AlertFilter } from '../store.ts';
import type { Wanted } from './rows.ts';

export function alertsWanted({ state, vesselId, caseId, since, before, dueBy, limit }: AlertFilter): Wanted {
  return {
    filter: {
      ...(state === 'open' && { open: 1 }),
      ...(vesselId !== undefined && { vessel: vesselId }),
      ...(caseId !== undefined && { caseFile: caseId }),
      ...((since ?? before) !== undefined && {
        raisedAt: { ...(since !== undefined && { $gte: since }), ...(before !== undefined && { $lt: before }) },
      }),
      ...(dueBy !== undefined && { due: { $lte: dueBy } }),
    },
    sort: dueBy === undefined ? { raisedAt: -1, _id: -1 } : { due: 1, _id: 1 },
    limit,
  };
}
