/**
 * The store port: everything here is a projection of the journal and commits together with the journal position that it
 * covers. One writer (the engine room), any number of readers. Adapters: `sqlite/` (embedded
 * default) and `mongo/`; `open.ts` chooses.
 */
import type { Fix } from '../../geofences/fix.ts';
import type { VesselEngineState } from '../../geofences/types.ts';
import type { CaseEntry, CaseHead } from '../alerts/effects.ts';
import type { Alert } from '../models/alert.ts';
import type { Case, Task } from '../models/case.ts';
import type { Channel } from '../models/channel.ts';
import type { Layout } from '../models/collection.ts';
import type { Delivery, DeliveryState } from '../models/delivery.ts';
import type { Act, DocumentName, SettingsDocument } from '../models/entry.ts';
import type { FeedRecord } from '../models/feed.ts';
import type { FeedWindow } from '../models/feed-window.ts';
import type { FieldReport, FieldReportState } from '../models/field-report.ts';
import type { Handover } from '../models/handover.ts';
import type { MapNote } from '../models/map-note.ts';
import type { KeptMemory, Tail } from '../models/position.ts';
import type { Proposal } from '../models/proposal.ts';
import type { Receipt } from '../models/receipt.ts';
import type { DocumentVersion } from '../models/regulation.ts';
import type { Vessel } from '../models/vessel.ts';
import type { VesselGroup } from '../models/vessel-group.ts';
import type { Row, Rows } from './collections.ts';
import type { ChunkPlan } from './tracks/plan.ts';
import type { ChunkBox, ChunkSpan, StoredChunk } from './tracks/stored-chunk.ts';

/** All that one commit changes. Upserts by id throughout: applying a batch twice is the same as once. */
export interface Batch {
  /** Journal position after the last record that this batch covers. */
  position: number;
  vessels: Iterable<Vessel>;
  /** New fixes by vessel, in any order, without those already there. */
  fixes: Iterable<[vesselId: string, fixes: readonly Fix[]]>;
  /** New fixes that go into chunks later: then they come again with `fixes`, and their trays with `emptied`. */
  tails: Iterable<Tail>;
  /** Trays whose rows from before this commit go. */
  emptied: Iterable<number>;
  /** These and the next may be made while they are gone through, more than once: in order of ids, as neighbours share pages. */
  latest: Iterable<[vesselId: string, fix: Fix]>;
  engineStates: Iterable<[vesselId: string, state: VesselEngineState]>;
  alerts: Iterable<Alert>;
  cases: Iterable<CaseHead>;
  /** Appended to their cases, in this order. */
  caseLines: Iterable<CaseEntry>;
  tasks: Iterable<Task>;
  handovers: Iterable<Handover>;
  mapNotes: Iterable<MapNote>;
  vesselGroups: Iterable<VesselGroup>;
  fieldReports: Iterable<FieldReport>;
  deliveries: Iterable<Delivery>;
  receipts: Iterable<Receipt>;
  documents: Iterable<SettingsDocument>;
  /** Of documents whose revisions are cited: every one that ever held. */
  documentVersions: Iterable<DocumentVersion>;
  /** Changes that wait for a second person, or waited. */
  proposals: Iterable<Proposal>;
  acts: Iterable<Act>;
  feeds: Iterable<FeedRecord>;
  feedWindows: Iterable<FeedWindow>;
}

/** A batch that changes nothing, for those that change one thing. */
export const noChanges: Readonly<Omit<Batch, 'position'>> = {
  vessels: [],
  fixes: [],
  tails: [],
  emptied: [],
  latest: [],
  engineStates: [],
  alerts: [],
  cases: [],
  caseLines: [],
  tasks: [],
  handovers: [],
  mapNotes: [],
  vesselGroups: [],
  fieldReports: [],
  deliveries: [],
  receipts: [],
  documents: [],
  documentVersions: [],
  proposals: [],
  acts: [],
  feeds: [],
  feedWindows: [],
};

/** A piece of a copy. */
export interface Stretch {
  /** UNFINISHED, and with the last piece the position that all of it reaches. */
  position: number;
  rows: Rows[];
  chunks: StoredChunk[];
  setAside: StoredChunk[];
}

/** Position of a store into which not all has been copied. */
export const UNFINISHED = -1;

export interface Checkpoint {
  position: number;
  /** Greatest `changeSeq` given to an alert. */
  alertSeq: number;
}

export interface DeliveryFilter {
  state?: DeliveryState;
  alertId?: string;
  caseId?: string;
  limit: number;
  /** Only those that come after this one, newest first (`at`: made). */
  after?: TimePlace;
}

/** See `laneOf`. */
export interface DueLane {
  lane: string;
  /** Messages that wait in it. */
  due: number;
}

export interface Page {
  limit: number;
  /** Id after which the page starts. */
  after?: string;
}

/** Which chunks: those that meet the span of time and, if given, the box. */
export interface ChunkFilter {
  /** Of one vessel, in order of time; else of all, in no order. */
  vesselId?: string;
  from: number;
  to: number;
  box?: ChunkBox;
  /** With `vesselId`: the last chunk that begins before `from` comes first, wherever it ends. */
  lead?: boolean;
  /** Without `vesselId`: only those that have been thinned by less than so many metres; implies `isStored`. */
  thinnedBelow?: number;
  /** Only chunks that are stored as such: without what is in no chunk yet (tracks/tail.ts). */
  isStored?: boolean;
}

export interface AlertFilter {
  state: 'open' | 'all';
  vesselId?: string;
  caseId?: string;
  limit: number;
  /** Raised since (epoch ms). */
  since?: number;
  /** Raised before (epoch ms). */
  before?: number;
  /** Only those that wait for an acknowledgement that is due by then (epoch ms), the most overdue first. */
  dueBy?: number;
  /** Only those that come after this one, newest first (`at`: raised); not with `dueBy`. */
  after?: TimePlace;
}

export interface CaseFilter {
  vesselId?: string;
  open?: boolean;
  /** Only those whose next step is due by then (epoch ms), the most overdue first. */
  dueBy?: number;
  limit: number;
  /** Only those that come after this one, newest first (`at`: changed); not with `dueBy`. */
  after?: TimePlace;
}

/** An entity as the JSON text that is kept of it: for lists that go out as they are, without being read and written again. */
export interface KeptText {
  id: string;
  text: string;
}

export interface ActFilter {
  /** Epoch ms, inclusive. */
  from?: number;
  to?: number;
  limit: number;
  after?: string;
  before?: TimePlace;
}

/** Where something stands in the order of time. */
export interface TimePlace {
  at: number;
  id: string;
}

export interface Store {
  commit(batch: Batch): Promise<void>;
  checkpoint(): Promise<Checkpoint>;

  vessels(filter: Page & { q?: string }): Promise<Vessel[]>;
  /** As `vessels`. */
  vesselTexts(filter: Page & { q?: string }): Promise<KeptText[]>;
  vessel(id: string): Promise<Vessel | undefined>;
  /** What those vessels are called, by id; those that there are not are left out. */
  labels(ids: readonly string[]): Promise<Map<string, string>>;
  /** Every vessel, or each that is in the registry, in no order: for the engine room's memory, the live snapshot and reports. */
  allVessels(which?: 'registered'): AsyncIterable<Vessel>;
  countVessels(): Promise<number>;
  latest(ids?: string[]): Promise<Map<string, Fix>>;
  /** Greatest fix time of any vessel. */
  newestFixTime(): Promise<number | undefined>;
  /** Fixes of one vessel with from ≤ fixTime ≤ to (epoch ms), in order of fix time; those of chunks that cannot be read are left out. */
  track(vesselId: string, from: number, to: number): Promise<Fix[]>;
  /**
   * The same piece by piece, for tracks too long to be held at once; fixes of one time come in one piece. With `lead`, the
   * last fixes before `from` come first: at least one, if there is any.
   */
  trackPieces(track: { vesselId: string; from: number; to: number; lead?: boolean }): AsyncIterable<Fix[]>;
  /** Track chunks as they are stored, read or not: what is asked of many vessels is worked out from them (tracks/). */
  chunks(filter: ChunkFilter): AsyncIterable<StoredChunk>;
  /** As `chunks`, of all vessels, without what is in them: for whoever wants few of many, which `chunksOf` then gives. */
  spans(filter: Omit<ChunkFilter, 'vesselId'>): AsyncIterable<ChunkSpan>;
  /** The chunks of spans, in no order; where a commit has moved their borders meanwhile, those that have their fixes now. */
  chunksOf(spans: readonly ChunkSpan[]): AsyncIterable<StoredChunk>;
  /** Does to a vessel's chunks what a plan says, all of it or nothing where the store can; doing it twice is as once. */
  rewriteTrack(vesselId: string, plan: ChunkPlan): Promise<void>;
  /** Chunks that could not be read and were taken out of their tracks. */
  chunksSetAside(): Promise<StoredChunk[]>;
  /** The fixes of one of these have been taken from the journal again. */
  forgetSetAside(chunk: Pick<StoredChunk, 'vesselId' | 'startTime'>): Promise<void>;
  engineStates(): AsyncIterable<[vesselId: string, memory: KeptMemory]>;
  /** What is in no chunk yet, of one tray or of all, a tray's in order of commits. Everything else that reads tracks sees it too. */
  tails(tray?: number): AsyncIterable<Tail>;

  alerts(filter: AlertFilter): Promise<Alert[]>;
  /** Another number whenever any alert has changed; absent where several write, whose changes are not seen in their order. */
  alertMark?(): Promise<number>;
  /** As `alerts`. */
  alertTexts(filter: AlertFilter): Promise<KeptText[]>;
  alert(id: string): Promise<Alert | undefined>;
  /** Changes after `changeSeq`, in order. */
  alertChanges(afterSeq: number, limit: number): Promise<Alert[]>;
  /** The last occurrence of its thread (`threadOf`) that was raised before a time and not taken back. */
  alertBefore(thread: string, raisedAt: number): Promise<Alert | undefined>;
  /** Ids of open alerts and open cases whose ladder's next step was due by then (epoch ms), the longest overdue first; so many of each. */
  overdueLadders(before: number, limit: number): Promise<{ alertIds: string[]; caseIds: string[] }>;
  /** Open alerts that wait for somebody and have no next step on a ladder, in the order of their ids, from after one on. */
  waitingWithoutStep(afterId: string, limit: number): Promise<Alert[]>;
  /** Newest word first. */
  cases(filter: CaseFilter): Promise<CaseHead[]>;
  case(id: string): Promise<Case | undefined>;
  caseHead(id: string): Promise<CaseHead | undefined>;
  /** By due time. */
  tasks(filter: { caseId?: string; state?: Task['state']; limit: number }): Promise<Task[]>;
  task(id: string): Promise<Task | undefined>;
  /** Newest first. */
  handovers(limit: number): Promise<Handover[]>;
  handover(id: string): Promise<Handover | undefined>;
  /** Last changed first; with `shownAt` (epoch ms) only those that are on the map then. */
  mapNotes(filter: { shownAt?: number; limit: number }): Promise<MapNote[]>;
  mapNote(id: string): Promise<MapNote | undefined>;
  /** Those that are kept, oldest first. */
  vesselGroups(limit: number): Promise<VesselGroup[]>;
  vesselGroup(id: string): Promise<VesselGroup | undefined>;
  /** Newest first; those in one of these states, without it all. */
  fieldReports(filter: { states?: readonly FieldReportState[]; limit: number }): Promise<FieldReport[]>;
  fieldReport(id: string): Promise<FieldReport | undefined>;

  /** Newest first. */
  deliveries(filter: DeliveryFilter): Promise<Delivery[]>;
  delivery(id: string): Promise<Delivery | undefined>;
  /** Readers of a channel for whom something is due, by when it became due. */
  dueLanes(channel: Channel, now: number, limit: number): Promise<DueLane[]>;
  /** Queued or interrupted deliveries of a lane whose time has come, oldest first. */
  dueDeliveries(of: { channel: Channel; lane: string }, now: number, limit: number): Promise<Delivery[]>;
  /** Ids of some that should have been handed over by then (epoch ms), calls by people left out, in no order. */
  overdueDeliveries(before: number, limit: number): Promise<string[]>;
  /** Sent ones whose receipt should have come by now, longest overdue first. */
  unconfirmedDeliveries(now: number, limit: number): Promise<Delivery[]>;
  /** By what its gateway calls it; the newest, should a gateway use a name twice. */
  deliveryOfGateway(gatewayId: string): Promise<Delivery | undefined>;
  /** What a reader was told by a channel, newest first. */
  laneDeliveries(of: { channel: Channel; lane: string }, since: number, limit: number): Promise<Delivery[]>;
  /** What gateways said later, newest first. */
  receipts(filter: { gatewayId?: string; unclaimed?: boolean; limit: number }): Promise<Receipt[]>;
  receipt(id: string): Promise<Receipt | undefined>;
  /** Calls that people are asked to make are no queue. */
  countDeliveries(): Promise<{ queued: number; failed: number; oldestQueuedAt?: number }>;

  document(name: DocumentName): Promise<SettingsDocument | undefined>;
  documentVersion(name: DocumentName, revision: number): Promise<DocumentVersion | undefined>;
  /** Newest first; `waiting`: only those on which nobody has decided. */
  proposals(filter: { waiting: boolean; limit: number }): Promise<Proposal[]>;
  proposal(id: string): Promise<Proposal | undefined>;
  /** Oldest first, behind `after` (an id); with `before`, newest first and older than that place. */
  acts(filter: ActFilter): Promise<Act[]>;
  feeds(): Promise<FeedRecord[]>;
  feedWindows(): Promise<FeedWindow[]>;
  /** Every row of a collection as it is kept, in no order: for copies and their proof. */
  rows(layout: Layout): AsyncIterable<Row>;
  /** Puts in what another store holds. Until a stretch with a position of 0 or more has come, the store is not to be used. */
  fill(stretch: Stretch): Promise<void>;
  /** Stops waiting for a database that is away: what waits, and what is asked from now on, fails with `store-away`. */
  giveUp?(): void;
  close(): Promise<void>;
}
