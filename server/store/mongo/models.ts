/** The store's collections as mongoose models, made of the same description as the tables of the embedded store. */
import { type Connection, type Model, Schema } from 'mongoose';
import type { Index, Layout } from '../../models/collection.ts';
import { collections } from '../collections.ts';
import type { ChunkBox } from '../tracks/stored-chunk.ts';

/** A row: its key, its columns, and the entity. Bodies with free keys are JSON text, since `.` and `$` mean something in a key here. */
export interface RowDocument {
  _id: string | number;
  body: unknown;
  /** Where partitions write: number of the lease under which it was written last. */
  epoch?: number;
  [column: string]: unknown;
}

export interface ChunkDocument extends ChunkBox {
  _id: string;
  vessel: string;
  /** Fix times of its first and last fix (epoch ms). */
  start: number;
  end: number;
  fixes: number;
  /** Metres, as `StoredChunk` has it. */
  thinned: number;
  chunk: Uint8Array;
  /** Epoch ms since when other chunks hold its fixes: whoever began to read before may still need it. */
  stale?: number;
  /** As `RowDocument.epoch`. */
  epoch?: number;
}

/**
 * How far the store is: one document of a store with one writer. Where partitions write, that one says only how many there
 * are, and each has one of its own, which is its lease as well.
 */
export interface CheckpointDocument {
  _id: string;
  /** Journal position that everything in the store has reached. */
  position: number;
  /** Schema version. */
  version: number;
  /** Id of the data folder whose journal this is a projection of. */
  owner?: string;
  /** A commit that counts and may be half applied: its parts are in `redo`. */
  redo?: { position: number; parts: number; first?: number };
  /** Number of partitions that write, if they do. */
  partitions?: number;
  /** Of a partition: greatest `changeSeq` given to any alert by all that is before `position`. */
  alertSeq?: number;
  /** Of a partition: receive time (epoch ms) of the last record before `position`. */
  coversTo?: number;
  /** Of a partition: grows with every taking of its lease; who writes under a smaller one writes nothing. */
  epoch?: number;
  /** Of a partition: who holds the lease, and how often he has renewed it. */
  holder?: string;
  beat?: number;
}

interface RedoDocument {
  _id: number;
  position: number;
  bytes: Uint8Array;
}

export interface Models {
  rows: ReadonlyMap<string, Model<RowDocument>>;
  tracks: Model<ChunkDocument>;
  /** Chunks that could not be read. */
  aside: Model<ChunkDocument>;
  checkpoint: Model<CheckpointDocument>;
  redo: Model<RedoDocument>;
}

const TYPES = { text: String, integer: Number } as const;
const OPTIONS = { versionKey: false, minimize: false, id: false, autoIndex: false, autoCreate: false } as const;

function indexOptions({ name, unique, only }: Index) {
  if (!only) return { name, unique };
  const condition = only.values.length === 1 ? only.values[0] : { $in: only.values };
  return { name, unique, partialFilterExpression: { [only.column]: condition } };
}

function rowSchema({ name, key, columns, indexes, hasFreeKeys }: Layout): Schema<RowDocument> {
  const fields = Object.entries(columns).map(([column, { type }]) => [column, { type: TYPES[type], required: true }]);
  const schema = new Schema(
    {
      ...Object.fromEntries(fields),
      _id: { type: TYPES[key.type], required: true },
      body: { type: hasFreeKeys ? String : Schema.Types.Mixed, required: true },
      epoch: Number,
    },
    { ...OPTIONS, collection: name },
  );
  for (const index of indexes) {
    // The key at the end lets an index give pages in a definite order; in a unique one it would undo the uniqueness.
    const fieldsOf = Object.fromEntries([...index.on, ...(index.unique ? [] : ['_id'])].map((field) => [field, 1]));
    schema.index(fieldsOf as Record<string, 1>, indexOptions(index));
  }
  return schema as unknown as Schema<RowDocument>;
}

function trackSchema(collection: string): Schema<ChunkDocument> {
  const number = { type: Number, required: true } as const;
  const text = { type: String, required: true } as const;
  const times = { start: number, end: number, fixes: number, thinned: number };
  const box = { west: number, south: number, east: number, north: number };
  return new Schema<ChunkDocument>(
    {
      _id: text,
      vessel: text,
      ...times,
      ...box,
      chunk: { type: Buffer, required: true },
      stale: Number,
      epoch: Number,
    },
    { ...OPTIONS, collection },
  );
}

function currentTracks(): Schema<ChunkDocument> {
  const schema = trackSchema('track');
  schema.index({ vessel: 1, start: 1 }, { name: 'track_start', unique: true });
  schema.index({ end: 1, start: 1, west: 1, south: 1, east: 1, north: 1 }, { name: 'track_time' });
  schema.index({ stale: 1 }, { name: 'track_stale', sparse: true });
  schema.index(
    { vessel: 1, stale: 1 },
    { name: 'track_vessel_stale', partialFilterExpression: { stale: { $exists: true } } },
  );
  return schema;
}

export function modelsOn(connection: Connection): Models {
  const rows = collections.map(
    (layout) => [layout.name, connection.model<RowDocument>(layout.name, rowSchema(layout))] as const,
  );
  const checkpoint = new Schema<CheckpointDocument>(
    {
      ...{ _id: String, position: Number, version: Number, owner: String, redo: Schema.Types.Mixed },
      ...{ partitions: Number, alertSeq: Number, coversTo: Number, epoch: Number, holder: String, beat: Number },
    },
    { ...OPTIONS, collection: 'checkpoint' },
  );
  const redo = new Schema<RedoDocument>(
    { _id: Number, position: Number, bytes: Buffer },
    { ...OPTIONS, collection: 'redo' },
  );
  return {
    rows: new Map(rows),
    tracks: connection.model<ChunkDocument>('track', currentTracks()),
    aside: connection.model<ChunkDocument>('track_aside', trackSchema('track_aside')),
    checkpoint: connection.model<CheckpointDocument>('checkpoint', checkpoint),
    redo: connection.model<RedoDocument>('redo', redo),
  };
}

/** What stands in a document's `body`, and back. */
export const packBody = ({ hasFreeKeys }: Layout, body: unknown): unknown =>
  hasFreeKeys ? JSON.stringify(body) : body;
export const unpackBody = <T>({ hasFreeKeys }: Layout, body: unknown): T =>
  (hasFreeKeys ? JSON.parse(body as string) : body) as T;
