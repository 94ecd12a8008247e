/** Which acts are wanted, as MongoDB is asked for them. */
import type { ActFilter } from '../store.ts';

interface ActQuery {
  filter: Record<string, unknown>;
  sort: Record<string, 1 | -1>;
  limit: number;
}

export function actsWanted({ from, to, limit, after = '', before }: ActFilter): ActQuery {
  const [first, last] = [from ?? Number.MIN_SAFE_INTEGER, to ?? Number.MAX_SAFE_INTEGER];
  if (!before) return { filter: { _id: { $gt: after }, at: { $gte: first, $lte: last } }, sort: { _id: 1 }, limit };
  const older = [{ at: { $lt: before.at } }, { at: before.at, _id: { $lt: before.id } }];
  const span = { $gte: first, $lte: Math.min(last, before.at) };
  return { filter: { at: span, $or: older }, sort: { at: -1, _id: -1 }, limit };
}
