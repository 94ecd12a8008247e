/**
 * What the live map and its server say to each other over socket.io (namespace `/live`, signed-in sessions only).
 *
 * client → server  `hello` {epoch?, seq?, alertSeq?}   what it already has; nothing on a first visit
 * client → server  `view` View                         where it looks; without one it is told of all the sea at once
 * server → client  `snapshot` Snapshot                 alerts first, when there is nothing to resume from
 * server → client  `rest` Rest                         the vessels that were not in the snapshot, as the line takes them
 * server → client  `frame` Frame                       at most two a second; `seq` grows by one, none is skipped:
 *                                                      a client that sees a hole says `hello` again
 * Each of the server's is one binary message: JSON and, behind it, positions in columns (columns.ts).
 * Alerts are never coalesced: every change has its own number (`changeSeq`) and is sent until the client has it.
 */
import type { AuditStatus } from '../audit/auditor.ts';
import type { SharedMap, StoreStatus } from '../ingest/room.ts';
import type { Alert } from '../models/alert.ts';
import type { ChannelState } from '../notify/channel-health.ts';

/** [slot, lon·1e5, lat·1e5, speedKn·10, courseDeg·10, headingDeg, fixTime s, source]; −1 where not available. */
export type PositionRow = [number, number, number, number, number, number, number, SourceCode];
/** 0 AIS, 1 VMS, 2 manual */
export type SourceCode = 0 | 1 | 2;

/** Who sits in a slot. Sent once, and again when it changes. */
export interface IdentityRow {
  slot: number;
  id: string;
  label: string;
  /** CraftKind. */
  kind: string;
  registration?: string;
  name?: string;
  mmsi?: number;
  registered: boolean;
  shipType?: number;
  lengthM?: number;
  gear?: string;
  /** Code of its home port. */
  homePort?: string;
  /** Of its VMS unit; the feed that brings its positions while the registry names none. */
  provider?: string;
  /** ISO 3166-1 alpha-3, where the registry says it. */
  flag?: string;
  /** Minutes between reports that are normal for it: its duty for VMS, otherwise 6 for AIS. Ageing is judged against this. */
  expectedIntervalMin: number;
}

export interface FeedStatus {
  id: string;
  /** What people call it. */
  label?: string;
  /** Where the bytes come from, without credentials. */
  url: string;
  format: string;
  state: 'connecting' | 'open' | 'waiting' | 'ended' | 'failed';
  /** Why it waits or failed, in words. */
  problem?: { vi: string; en: string };
  bytes: number;
  sentences: number;
  messages: number;
  rejected: Record<string, number>;
  duplicates: number;
  late: number;
  reconnects: number;
  lastByteAt?: number;
}

export interface SystemStatus {
  demo: boolean;
  /** Epoch ms by the server's clock. */
  time: number;
  startedAt: number;
  version: string;
  journal: { bytes: number; healthy: boolean; problem?: { vi: string; en: string } };
  /** Bytes that are journaled but not yet in the store. */
  behindBytes: number;
  store?: StoreStatus;
  outbox: { queued: number; failed: number; oldestQueuedAt?: number };
  /** Channels of messages that fail now: an alarm about the system itself. */
  failingChannels?: ChannelState[];
  /** What the auditor says of the system; absent where it does not run. */
  audit?: AuditStatus;
  vessels: number;
  feeds: FeedStatus[];
}

/** Of what people keep on the map: each number grows when something of it changes, and then it is to be asked for anew. */
export type SharedMapRevisions = Readonly<Record<SharedMap, number>>;

export interface Snapshot {
  /** Changes when the server restarts: slots and seq of another epoch mean nothing. */
  epoch: string;
  seq: number;
  time: number;
  identities: IdentityRow[];
  positions: PositionRow[];
  /** All alerts that are active or not yet acknowledged, newest first. */
  alerts: Alert[];
  alertSeq: number;
  sharedMap: SharedMapRevisions;
  status: SystemStatus;
  /** False: more vessels follow as `rest`. */
  whole: boolean;
}

/** Vessels that a snapshot left out. */
export interface Rest {
  epoch: string;
  time: number;
  identities: IdentityRow[];
  positions: PositionRow[];
  /** With this one all are there. */
  last: boolean;
}

export interface Frame {
  epoch: string;
  seq: number;
  time: number;
  identities: IdentityRow[];
  positions: PositionRow[];
  /** Slots of vessels that this client sees no more: they have left the areas that it sees into. */
  gone?: number[];
  alerts: Alert[];
  alertSeq: number;
  sharedMap: SharedMapRevisions;
  /** Every few seconds, and whenever more than counts and times of it has changed. */
  status?: SystemStatus;
}

/**
 * Where a client looks: it is told at once of vessels there, of those named, and of those with an open alert or in distress wherever
 * they are; of all others within a minute or two.
 */
export interface View {
  /** Degrees: west, south, east, north. Absent: nowhere, as a page without a map. */
  box?: [number, number, number, number];
  /** Ids. */
  vessels?: string[];
}

export interface Hello {
  epoch?: string;
  seq?: number;
  alertSeq?: number;
}
