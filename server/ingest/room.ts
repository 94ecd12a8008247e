/** What the rest of the server sees of the engine room (the worker thread that journals, decodes, judges and commits). */
import type { Fix } from '../../geofences/fix.ts';
import type { Quantiles } from '../journal/durations.ts';
import type { Alert } from '../models/alert.ts';
import type { Channel } from '../models/channel.ts';
import type { DeliveryState } from '../models/delivery.ts';
import type { Entry, FeedFormat } from '../models/entry.ts';
import type { FeedCounters } from '../models/feed.ts';
import type { RegistryEntry, RegistryOutcome, Vessel } from '../models/vessel.ts';
import type { Words } from '../system-words.ts';

/** What one commit changed, for the live map. */
export interface Committed {
  /** Vessels that are new or described differently. */
  vessels: Vessel[];
  /** Vessels whose newest fix changed. */
  latest: [vesselId: string, fix: Fix][];
  alerts: Alert[];
  /**
   * Of each change of an alert: ms from when what it follows from came in until it was stored. Where several partitions write,
   * none: one machine's clock says when it came in, another's when it was stored.
   */
  alertDelaysMs: number[];
  deliveriesChanged: boolean;
  /** Where this process has an engine: some case has changed. */
  casesChanged?: boolean;
  /** What became of messages, where this process works it out. */
  messageSteps?: MessageStep[];
  /** Settings documents that changed. */
  documents: string[];
  /** What people keep on the map, where any of it changed. */
  sharedMap: SharedMap[];
  /** Where several partitions write: up to which `changeSeq` nothing is missing. Else that of the newest alert. */
  alertSeq?: number;
}

/** What people keep on the map for one another. */
export const sharedMaps = ['notes', 'groups'] as const;
export type SharedMap = (typeof sharedMaps)[number];

/** Those of which something changed. @param counts how many of each */
export function sharedMapOf(counts: Readonly<Record<SharedMap, number>>): SharedMap[] {
  return sharedMaps.filter((what) => counts[what] > 0);
}

/** A message came into a state. `afterMs`: since what it tells of came in. */
export interface MessageStep {
  channel: Channel;
  state: DeliveryState;
  afterMs: number;
}

/** Bytes that a feed brought. */
export interface Arrival {
  feed: number;
  /** Which of its senders or connections, each a stream of its own: 0 where there is one. See `sourceOf`. */
  source: number;
  bytes: Uint8Array;
  /** Epoch ms. */
  receivedAt: number;
  /** Nothing before or after belongs to them: a datagram, an HTTP body, the end of a file or connection (also without bytes). */
  whole: boolean;
}

/** How far what people see lags behind what has been taken in. */
export interface StoreStatus {
  /** Receive time (epoch ms) of the last record that is in the store. */
  coversTo?: number;
  /** The store's server does not answer. What arrives goes into the journal all the same. */
  away?: { since: number; why: string };
  /** The store can't be written. What arrives waits in the journal. */
  problem?: Words;
}

export interface RoomStatus {
  store?: StoreStatus;
  journal: {
    bytes: number;
    healthy: boolean;
    problem?: Words;
    fsyncs: number;
    lastFsyncMs: number;
    fsyncMs?: Quantiles;
    cutBytes: number;
  };
  behindBytes: number;
  feeds: { feed: number; name: string; counters: FeedCounters }[];
}

export interface EngineRoom {
  /**
   * Journals bytes of a feed. Resolves when they are on disk; rejects with HaidangError `overloaded` or `journal-unavailable`: then they were not taken.
   */
  receive(arrival: Arrival): Promise<void>;
  /**
   * Journals an act and applies it. Resolves with its journal position when its effects are committed; rejects with HaidangError
   * `illegal-move` or `not-found` when it made no sense when its turn came: then it is on record and changed nothing.
   */
  act(entry: Entry): Promise<number>;
  /** Journals what only the audit trail is told of. Resolves when it is on disk: the trail has it with the next commit. Rejects as `receive`. */
  note(entry: Entry): Promise<void>;
  /** Journals a registry import and applies it, as `act`. Resolves with what it changed. */
  register(entries: RegistryEntry[], by: string): Promise<RegistryOutcome>;
  /** Number of a feed under which its bytes are journaled (a new one for a new name), and how many bytes it has brought so far. */
  openFeed(feed: { name: string; url: string; format: FeedFormat }): Promise<{ feed: number; bytes: number }>;
  /** Bytes handed over and not yet on disk: a feed that can wait stops reading above a megabyte. */
  readonly waitingBytes: number;
  status(): RoomStatus;
  onCommitted(listener: (committed: Committed) => void): void;
  /**
   * Resolves when all that was journaled before this start is in the store. Until then bytes are taken and screens are served as of
   * then (`behindBytes` says how much is missing); whoever acts by what the store says waits for it.
   */
  readonly caughtUp: Promise<void>;
  /** Where this process has an engine: what has changed since the store was opened. It is large, and given once. */
  takeSince?(): Pick<Committed, 'vessels' | 'latest'>;
  /**
   * Thins a few chunks of tracks of long ago, as the settings say. @returns how many; 0: nothing is left to do for now.
   * Absent where this process does not write the tracks. @throws HaidangError `store-unusable`
   */
  thinTracks?(): Promise<number>;
  /** Finishes what is under way, commits and ends the thread. */
  close(): Promise<void>;
}
