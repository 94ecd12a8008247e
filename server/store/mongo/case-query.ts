/** Which alerts and cases are asked for, as a filter and an order of a MongoDB. */
import type { AlertFilter, CaseFilter, TimePlace } from '../store.ts';
import type { Wanted } from './rows.ts';

export function alertsWanted({ state, vesselId, caseId, since, before, dueBy, after, limit }: AlertFilter): Wanted {
  return {
    filter: {
      ...(state === 'open' && { open: 1 }),
      ...(vesselId !== undefined && { vessel: vesselId }),
      ...(caseId !== undefined && { caseFile: caseId }),
      ...((since ?? before) !== undefined && {
        raisedAt: { ...(since !== undefined && { $gte: since }), ...(before !== undefined && { $lt: before }) },
      }),
      ...(dueBy !== undefined && { due: { $lte: dueBy } }),
      ...(after && afterPlace('raisedAt', after)),
    },
    sort: dueBy === undefined ? { raisedAt: -1, _id: -1 } : { due: 1, _id: 1 },
    limit,
  };
}

export function casesWanted({ vesselId, open, dueBy, after, limit }: CaseFilter): Wanted {
  return {
    filter: {
      ...(vesselId !== undefined && { vessel: vesselId }),
      ...(open !== undefined && { open: open ? 1 : 0 }),
      ...(dueBy !== undefined && { due: { $lte: dueBy } }),
      ...(after && afterPlace('updatedAt', after)),
    },
    sort: dueBy === undefined ? { updatedAt: -1, _id: -1 } : { due: 1, _id: 1 },
    limit,
  };
}

/** Newest first, and of one time the greater id first. */
export function afterPlace(time: string, { at, id }: TimePlace): Wanted['filter'] {
  return { $or: [{ [time]: { $lt: at } }, { [time]: at, _id: { $lt: id } }] };
}
