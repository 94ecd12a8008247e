/** What the main thread and the engine room say to each other. */
import type { EngineWindow } from '../../geofences/engine.ts';
import type { Detail, ErrorCode } from '../errors.ts';
import type { Entry, FeedFormat } from '../models/entry.ts';
import type { Vessel } from '../models/vessel.ts';
import type { CareOptions } from '../store/tracks/track-care.ts';
import type { ActOutcome } from './apply-entry.ts';
import type { Arrival, Committed, RoomStatus } from './room.ts';

export interface RoomData {
  folder: string;
  /** Address of the store's server; without it the store lies in the folder. */
  store?: string;
  demo: boolean;
  publicUrl?: string;
  window?: EngineWindow;
  /** Seconds between journaled ticks. */
  tickSeconds: number;
  /** How tracks of long ago are thinned; absent: not at all. */
  trackCare?: CareOptions;
  /** How long a start applies what was journaled before it is ready; what is left is applied beside what comes; absent: until all is. */
  catchUpMs?: number;
  /** As in JournalOptions; their defaults hold where they are left out. */
  segmentBytes?: number;
  retryMs?: number;
}

export type ToRoom =
  | ({ type: 'bytes'; id: number } & Arrival)
  | { type: 'act'; id: number; entry: Entry; at: number }
  /** An act whose effects nobody waits for. */
  | { type: 'note'; id: number; entry: Entry; at: number }
  | { type: 'open-feed'; id: number; name: string; url: string; format: FeedFormat; at: number }
  | { type: 'thin-tracks'; id: number }
  | { type: 'close' };

export type FromRoom =
  /** The store is open and can be read beside it; said again when another one took its place. */
  | { type: 'store-opened' }
  /** `since`: what catching up has changed of what the store held then; positions as in `committed`. */
  | { type: 'ready'; since: { vessels: Vessel[]; latest: Uint8Array } }
  /** All that was journaled before this start is in the store. */
  | { type: 'caught-up' }
  /** Bytes are durable; an act is committed. */
  | { type: 'done'; id: number; position?: number; outcome?: ActOutcome }
  | { type: 'failed'; id: number; code: ErrorCode; details: Readonly<Record<string, Detail>> }
  | { type: 'feed-opened'; id: number; feed: number; bytes: number }
  | { type: 'thinned'; id: number; chunks: number }
  /** `latest` stands packed beside it (store/tracks/tail.ts): by far the most of it, and cheaper to hand over so. */
  | { type: 'committed'; committed: Omit<Committed, 'latest'>; latest: Uint8Array }
  | { type: 'status'; status: RoomStatus }
  | { type: 'problem'; sentence: string; why: string }
  /** It could not start. With a code, the sentence of the catalogue says why. */
  | { type: 'broken'; why: string; code?: ErrorCode; details?: Readonly<Record<string, Detail>> }
  | { type: 'closed' };
