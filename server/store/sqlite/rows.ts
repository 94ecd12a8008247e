/** Rows one by one, for results too large to be held at once. */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';

/** Statements whose rows are being read: the binding frees one that nothing else holds, rows or not. */
const inUse = new Set<object>();
/** Prepared and free, by their text: one read asks for its dozens of trays one after the other, and preparing costs more than reading. */
const idle = new WeakMap<DatabaseSyncInstance, Map<string, Statement[]>>();
/** Of one text; as many as are read at once now and then are not kept. */
const MOST_IDLE = 4;

type Statement = ReturnType<DatabaseSyncInstance['prepare']>;

/** The statement is nobody else's meanwhile: a shared one would begin anew when another result is read. */
export function* rowsOf<T>(
  db: DatabaseSyncInstance,
  sql: string,
  values: readonly (string | number | null)[],
): Iterable<T> {
  const free = idleOf(db, sql);
  const statement = free.pop() ?? db.prepare(sql);
  inUse.add(statement);
  try {
    yield* statement.iterate(...values) as Iterable<T>;
  } finally {
    inUse.delete(statement);
    // It has been reset by then, also where nobody read to the end, and so holds up no checkpoint.
    if (free.length < MOST_IDLE) free.push(statement);
  }
}

function idleOf(db: DatabaseSyncInstance, sql: string): Statement[] {
  let bySql = idle.get(db);
  if (!bySql) {
    bySql = new Map();
    idle.set(db, bySql);
  }
  let free = bySql.get(sql);
  if (!free) {
    free = [];
    bySql.set(sql, free);
  }
  return free;
}
