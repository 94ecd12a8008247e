/**
 * How an entity is kept. Each model says it once, beside its shape; both store adapters make their tables, columns and
 * indexes of it, and `haidang store copy` checks every row against its schema. Knows no database.
 */
import type { z } from 'zod';

/** Whole numbers up to 2^53 (times are epoch ms), or text compared byte by byte. */
type ColumnType = 'text' | 'integer';

/** A value beside the entity, there to be searched by. */
interface Column<T> {
  type: ColumnType;
  of: (entity: T) => string | number;
}

export interface Index {
  name: string;
  /** Columns, most significant first; the key follows by itself. */
  on: string[];
  unique?: boolean;
  /** Only rows in which this column has one of these values. */
  only?: { column: string; values: (string | number)[] };
}

/** As much of a collection as a database needs to know. */
export interface Layout {
  /** Of the table. */
  name: string;
  key: { name: string; type: ColumnType };
  columns: Readonly<Record<string, { type: ColumnType }>>;
  indexes: readonly Index[];
  /** Keys inside the body are anybody's (settings, decoder states): it is kept as JSON text wherever keys have a meaning. */
  hasFreeKeys?: boolean;
  /** Written so often that its size matters: the embedded store packs its body instead of keeping it as text. */
  isPacked?: boolean;
}

/** A collection as `haidang store copy` sees it. */
export interface CheckedLayout extends Layout {
  /** Of the body. */
  schema: z.ZodType;
}

export interface Collection<T> extends CheckedLayout {
  /** Value by which an entity replaces the one before it. */
  key: Column<T> & { name: string };
  columns: Readonly<Record<string, Column<T>>>;
  /** What is kept as the row's body; the entity itself unless this says otherwise. */
  body?: (entity: T) => unknown;
}

export const flag = (value: boolean): number => (value ? 1 : 0);

/** What is kept of an entity. */
export function bodyOf<T>(collection: Collection<T>, entity: T): unknown {
  return collection.body ? collection.body(entity) : entity;
}
