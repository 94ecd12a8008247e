/** How the embedded store reads rows: prepared once, bodies parsed. */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { KeptText } from '../store.ts';

export type StoredRow = Record<string, unknown>;
type Value = string | number | null;

export abstract class SqliteRows {
  protected readonly db: DatabaseSyncInstance;
  readonly #statements = new Map<string, ReturnType<DatabaseSyncInstance['prepare']>>();

  protected constructor(db: DatabaseSyncInstance) {
    this.db = db;
  }

  #statement(sql: string): ReturnType<DatabaseSyncInstance['prepare']> {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.db.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  protected one(sql: string): unknown {
    return this.#statement(sql).get();
  }

  protected all(sql: string, values: Value[]): StoredRow[] {
    return this.#statement(sql).all(...values) as StoredRow[];
  }

  protected bodies<T>(sql: string, values: Value[]): T[] {
    return this.all(sql, values).map((row) => JSON.parse(row.body as string) as T);
  }

  /** @param sql selects `id` and `body` */
  protected texts(sql: string, values: Value[]): KeptText[] {
    return this.all(sql, values).map(({ id, body }) => ({ id: id as string, text: body as string }));
  }

  protected body<T>(sql: string, values: Value[]): T | undefined {
    return this.bodies<T>(sql, values)[0];
  }
}
