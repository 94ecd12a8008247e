/** Rows one by one, for results too large to be held at once. */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';

/** Statements whose rows are being read: the binding frees one that nothing else holds, rows or not. */
const inUse = new Set<object>();

/** The statement is one of its own: a shared one would begin anew when another result is read meanwhile. */
export function* rowsOf<T>(
  db: DatabaseSyncInstance,
  sql: string,
  values: readonly (string | number | null)[],
): Iterable<T> {
  const statement = db.prepare(sql);
  inUse.add(statement);
  try {
    yield* statement.iterate(...values) as Iterable<T>;
  } finally {
    inUse.delete(statement);
  }
}
