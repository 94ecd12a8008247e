/**
 * The way of a journal record: bytes → messages → vessel → fix → rules → alerts, and acts beside them. Applied one record
 * after the other, in journal order; everything that it works out is committed together with the position it has reached.
 */
import { createEngine, type Engine, type EngineWindow } from '../../geofences/engine.ts';
import type { Fix } from '../../geofences/fix.ts';
import { occurrenceText } from '../../geofences/sentences.ts';
import type { OccurrenceChange, Zone } from '../../geofences/types.ts';
import { createAlertDesk } from '../alerts/desk.ts';
import type { AlertDesk } from '../alerts/desk-port.ts';
import type { RegulationInForce } from '../alerts/regulated.ts';
import { type PlacedRecord, RecordType } from '../journal/record.ts';
import type { PushSubscription } from '../models/contact.ts';
import { type DocumentName, type Entry, hasVersions, type SettingsDocument } from '../models/entry.ts';
import { type FeedRecord, heard, noCounters } from '../models/feed.ts';
import { type FeedFormats, optionsFor } from '../models/feed-formats.ts';
import type { EngineMemory, LatestFix } from '../models/position.ts';
import type { Vessel } from '../models/vessel.ts';
import { SET_BACK_MS } from '../notify/set-back.ts';
import { noChanges, type Store } from '../store/store.ts';
import { StoreFailure } from '../store/store-failure.ts';
import { type ActOutcome, applyEntry } from './apply-entry.ts';
import { type Berth, Berths } from './berths.ts';
import { DeskKeeper } from './desk-keeper.ts';
import { FeedDecoders } from './feed-decoders.ts';
import { FeedWindows } from './feed-windows.ts';
import { lookedBack } from './looked-back.ts';
import { MailRoom } from './mail-room.ts';
import { ofEach } from './of-each.ts';
import { Pending } from './pending.ts';
import { Reception } from './reception.ts';
import { restoreEngine } from './restore-engine.ts';
import type { Committed } from './room.ts';
import { Settings } from './settings.ts';
import { silenceTime } from './silence-clock.ts';
import { Trays } from './trays.ts';
import { profileOf, Vessels } from './vessels.ts';

interface PipelineOptions {
  store: Store;
  demo: boolean;
  publicUrl?: string;
  window?: EngineWindow;
  /** The coastline as zones of kind `land`; asked for when a rule first needs it. */
  land?: () => readonly Zone[];
  /** Told of what should not have happened. */
  onProblem: (sentence: string, error: unknown) => void;
}

export class Pipeline {
  readonly store: Store;
  readonly #desk: AlertDesk;
  readonly keeper: DeskKeeper;
  readonly mailRoom: MailRoom;
  readonly vessels = new Vessels();
  readonly feeds = new Map<number, FeedRecord>();
  pending = new Pending();
  /** Journal position after the last record applied. */
  position = 0;
  /** Receive time (epoch ms) of that record. */
  receivedAt: number | undefined;
  readonly #berths = new Berths();
  readonly #windows = new FeedWindows();
  readonly #reception = new Reception({
    vessels: this.vessels,
    berths: this.#berths,
    windows: this.#windows,
    introduce: (vessel) => this.#introduce(vessel),
    touch: (vesselId) => this.pending.touched.add(vesselId),
  });
  readonly #decoders = new FeedDecoders({
    sink: (feed) => this.#reception.sinkOf(feed),
    options: ({ name }) => optionsFor(name, this.#settings.list<FeedFormats[]>('formats')),
  });
  readonly #trays = new Trays();
  readonly #settings: Settings;
  #engine: Engine = createEngine({ zones: [], rules: [] });
  #lastTick = Number.NEGATIVE_INFINITY;
  /** Receive time of the newest record; after a restart nobody knows whether the clock was set back meanwhile. */
  #newest = Number.POSITIVE_INFINITY;
  readonly #options: PipelineOptions;

  private constructor(options: PipelineOptions) {
    this.store = options.store;
    this.#options = options;
    this.#settings = new Settings(options.land);
    this.#desk = createAlertDesk({
      sentence: occurrenceText,
      vessel: (id) => this.vessels.get(id),
      zone: (id) => this.#settings.zone(id),
      rule: (id) => this.#settings.rule(id),
      ...this.#settings.forDesk(),
      demo: options.demo,
      publicUrl: options.publicUrl,
    });
    const pending = () => this.pending;
    this.keeper = new DeskKeeper({
      desk: this.#desk,
      store: this.store,
      pending,
      progress: (event) => this.mailRoom.progress(event),
    });
    this.mailRoom = new MailRoom(options, {
      desk: this.#desk,
      pending,
      bringAlert: (id) => this.keeper.bringAlert(id),
    });
  }

  /** Takes up the work where the store's last commit left it. */
  static async restore(options: PipelineOptions): Promise<Pipeline> {
    const pipeline = new Pipeline(options);
    await pipeline.#restore();
    return pipeline;
  }

  /**
   * Applies one record. Payload bytes are not kept.
   * @returns what whoever asked for an act should hear of it
   * @throws what the store says when it can't be read: the record may then be applied by half
   */
  async apply(record: PlacedRecord): Promise<ActOutcome | undefined> {
    let outcome: ActOutcome | undefined;
    this.pending.begin(record.next);
    try {
      outcome = await this.#apply(record);
    } catch (error) {
      // The record is not to blame: it is applied when the store is there again.
      if (StoreFailure.is(error)) throw error;
      // One record that trips us must not stop the rest, now and at every restart: it stays in the journal and is counted.
      const feed = this.feeds.get(record.feed);
      if (feed) this.#reception.countRejected(feed, { reason: 'internal', receivedAt: record.receivedAt });
      this.#options.onProblem(`journal record at ${record.position} could not be applied`, error);
    }
    this.position = record.next;
    this.receivedAt = record.receivedAt;
    this.#newest = Math.max(this.#newest, record.receivedAt);
    return outcome;
  }

  async #apply(record: PlacedRecord): Promise<ActOutcome | undefined> {
    let outcome: ActOutcome | undefined;
    if (record.type === RecordType.bytes) this.#decode(record);
    else if (record.type === RecordType.tick) await this.#tick(record.receivedAt);
    else if (record.type === RecordType.entry) {
      const entry = JSON.parse(Buffer.from(record.payload).toString('utf8')) as Entry;
      outcome = await applyEntry(this, entry, record.position, record.receivedAt);
    }
    await this.#judge(record.receivedAt);
    return outcome;
  }

  /** Fixes that wait for the next commit. */
  get fixesWaiting(): number {
    return this.#berths.waitingFixes;
  }

  /** Trays of fixes that are committed and in no chunk yet; they are emptied by further commits. */
  get traysWaiting(): number {
    return this.#trays.waiting;
  }

  /**
   * Writes what is pending, and then puts what waits in trays into chunks.
   * @param withinMs what that may take. By default nothing is left to wait
   */
  async commit(withinMs = Number.POSITIVE_INFINITY): Promise<Committed> {
    const committed = await this.commitPending(withinMs !== Number.POSITIVE_INFINITY);
    await this.emptyTrays(withinMs);
    return committed;
  }

  /** Writes what is pending. @param mayWait fixes of many vessels may wait in trays, which costs less */
  async commitPending(mayWait = true): Promise<Committed> {
    const { pending } = this;
    const { fixes, tails, emptied, done } = this.#trays.plan(this.#berths.waiting, this.position, mayWait);
    for (const id of this.#engine.unsaved()) pending.touched.add(id);
    // A vessel is written with what the engine remembers of it; of one whose fixes wait, only when they were no plain sequel.
    const touched = new Set(pending.touched);
    for (const [vesselId] of fixes) touched.add(vesselId);
    const written = [...touched].sort();
    for (const feed of pending.feeds) {
      const decoders = this.#decoders.save(feed);
      if (decoders) feed.decoders = decoders;
    }
    await this.store.commit({
      position: this.position,
      vessels: pending.vessels.values(),
      fixes,
      tails,
      emptied,
      latest: this.#latestOf(written),
      engineStates: this.#memoryOf(written),
      alerts: pending.alerts.values(),
      cases: pending.cases.values(),
      caseLines: pending.caseLines,
      tasks: pending.tasks.values(),
      handovers: pending.handovers.values(),
      mapNotes: pending.mapNotes.values(),
      vesselGroups: pending.vesselGroups.values(),
      fieldReports: pending.fieldReports.values(),
      deliveries: pending.deliveries.values(),
      receipts: pending.receipts.values(),
      documents: pending.documents.values(),
      documentVersions: pending.documentVersions,
      proposals: pending.proposals.values(),
      acts: pending.acts,
      feeds: pending.feeds,
      feedWindows: this.#windows.due(this.receivedAt ?? 0, !mayWait),
    });
    done();
    const moved = this.#berths.moved();
    this.#berths.stored();
    this.pending = new Pending();
    return pending.committed(moved, Date.now());
  }

  /** Puts fixes that wait in trays into chunks, right after a commit. @param withinMs what it may take, about */
  async emptyTrays(withinMs: number): Promise<void> {
    const ends = performance.now() + withinMs;
    for (let left = withinMs; left > 0; left = ends - performance.now()) {
      const began = performance.now();
      const slice = await this.#trays.slice((tray) => this.store.tails(tray), this.position, left);
      if (!slice) return;
      const { fixes, tails, emptied, done } = slice;
      const ids = fixes.map(([vesselId]) => vesselId);
      const about = { latest: this.#latestOf(ids), engineStates: this.#memoryOf(ids) };
      await this.store.commit({ ...noChanges, position: this.position, fixes, tails, emptied, ...about });
      done();
      this.#trays.learn(fixes.length, performance.now() - began);
    }
  }

  #latestOf(vessels: readonly string[]): Iterable<LatestFix> {
    return ofEach(vessels, (id) => {
      const berth = this.#berths.get(id);
      return berth && this.#berths.latestOf(berth);
    });
  }

  #memoryOf(vessels: readonly string[]): Iterable<EngineMemory> {
    return ofEach(vessels, (id) => this.#engine.saveVessel(id));
  }

  /** A feed's record, made when its number is new. */
  openFeed(feed: number, name: string, url: string, format: FeedRecord['format']): void {
    const known = this.feeds.get(feed);
    const record: FeedRecord = known ?? { feed, name, url, format, counters: noCounters() };
    record.url = url;
    this.feeds.set(feed, record);
    this.pending.feeds.add(record);
  }

  /** A settings document as it holds now. */
  documentInForce(name: DocumentName): SettingsDocument | undefined {
    return this.#settings.get(name);
  }

  /** The browsers that push messages go to. */
  get subscriptions(): PushSubscription[] {
    return this.#settings.list<PushSubscription[]>('subscriptions');
  }

  /** A settings document changed: from the next record on it holds. */
  async setDocument(document: SettingsDocument): Promise<void> {
    // What waits in the decoders came in as the settings before say.
    if (document.name === 'formats') {
      for (const feed of this.feeds.values()) this.pending.feeds.add(feed);
      this.#decoders.restart(this.feeds.values(), document.changedAt);
    }
    if (document.name === 'ladders') await this.keeper.climbAll(document.changedAt);
    const changed = this.#settings.keep(document);
    this.pending.documents.set(document.name, document);
    const byZones = changed.zones ? this.#engine.setZones(this.#settings.zones) : [];
    const byRules = changed.rules ? this.#engine.setRules(this.#settings.rules) : [];
    await this.#found([...byZones, ...byRules], document.changedAt);
    if (hasVersions(document.name)) this.pending.documentVersions.push(document);
    if (document.name === 'ladders') await this.keeper.relay(document.changedAt);
    if (document.name === 'suppressions') await this.keeper.decide(document.changedAt);
  }

  /** Tells the engine what a vessel is now. */
  async describe(vesselId: string, at: number): Promise<void> {
    const vessel = this.vessels.get(vesselId);
    if (!vessel) return;
    this.pending.vessels.set(vesselId, vessel);
    this.pending.touched.add(vesselId);
    await this.#found(this.#engine.setVessel(profileOf(vessel)), at);
  }

  #decode(record: PlacedRecord): void {
    const feed = this.feeds.get(record.feed);
    if (!feed) return;
    heard(feed, record.payload.length, record.receivedAt);
    if (record.payload.length > 0) this.#windows.heard(feed.feed, record.receivedAt);
    this.pending.feeds.add(feed);
    this.#decoders.push(feed, record);
  }

  /** A vessel that is new, or described differently. */
  #introduce(vessel: Vessel): void {
    this.pending.vessels.set(vessel.id, vessel);
    this.pending.touched.add(vessel.id);
    this.#changesBefore.push(...this.#engine.setVessel(profileOf(vessel)));
  }

  /** What describing a vessel took back or raised, told together with what its fixes say. */
  #changesBefore: OccurrenceChange[] = [];

  async #judge(at: number): Promise<void> {
    const changes = this.#changesBefore;
    this.#changesBefore = [];
    const handles: number[] = [];
    const fixes: Fix[] = [];
    for (const berth of this.#berths.takeArrivals()) {
      // What comes of a fix that no rule on several vessels looks at is told of its vessel alone, which is touched by what is told.
      const isAlone = berth.arrived.length === 1 && !this.#engine.comparesBy(berth.arrived[0]!.source);
      if (isAlone && !berth.isLate) {
        berth.handle ??= this.#engine.handleOf(berth.id);
        handles.push(berth.handle);
        fixes.push(berth.arrived[0]!);
      } else {
        if (berth.isLate) await this.#supplyHistory(berth, changes);
        const found = this.#engine.accept(berth.id, berth.arrived);
        if (found.length > 0) this.pending.touched.add(berth.id);
        changes.push(...found);
      }
      this.#berths.wait(berth);
    }
    if (fixes.length > 0) changes.push(...this.#engine.acceptMany(handles, fixes));
    await this.#found(changes, at);
  }

  /** A fix from before what the engine remembers: it gets the stored track to judge it in its place. */
  async #supplyHistory({ id, arrived, waiting }: Berth, changes: OccurrenceChange[]): Promise<void> {
    const oldest = arrived.reduce((time, { fixTime }) => Math.min(time, fixTime), Number.POSITIVE_INFINITY);
    const from = this.#engine.missingHistory(id, oldest);
    if (from === undefined) return;
    const stored = await this.store.track(id, from, Number.MAX_SAFE_INTEGER);
    changes.push(...this.#engine.supplyHistory(id, [...stored, ...waiting.filter((fix) => fix.fixTime >= from)]));
  }

  async #tick(now: number): Promise<void> {
    if (now < this.#newest - SET_BACK_MS) {
      await this.mailRoom.setBack(now);
      this.#newest = now;
    }
    await this.keeper.tick(now);
    for await (const { vesselId, changes } of lookedBack(this.#engine, this.store, this.#berths.waiting)) {
      this.pending.touched.add(vesselId);
      await this.#found(changes, now);
    }
    const time = silenceTime(now, this.feeds.values());
    if (time <= this.#lastTick) return;
    this.#lastTick = time;
    await this.#found(this.#engine.tick(time), now);
  }

  async #found(changes: OccurrenceChange[], at: number): Promise<void> {
    for (const { occurrence } of changes) this.pending.touched.add(occurrence.vesselId);
    await this.keeper.found(changes, at);
  }

  /** A position that somebody declared for a vessel that is known. */
  declare(vesselId: string, fix: Fix): void {
    this.#reception.declare(vesselId, fix);
  }

  get regulation(): RegulationInForce {
    return this.#settings.regulation;
  }

  async #restore(): Promise<void> {
    const { store, vessels } = this;
    const { position, alertSeq } = await store.checkpoint();
    this.position = position;
    for (const feed of await store.feeds()) this.feeds.set(feed.feed, feed);
    this.#windows.restore(await store.feedWindows());
    await this.#settings.restore(store);
    const { zones, rules } = this.#settings;
    const [berths, trays, { window }] = [this.#berths, this.#trays, this.#options];
    const restored = await restoreEngine({ store, vessels, berths, trays, zones, rules, window });
    this.#engine = restored.engine;
    this.#desk.restore({
      alerts: await store.alerts({ state: 'open', limit: Number.MAX_SAFE_INTEGER }),
      cases: await store.cases({ open: true, limit: Number.MAX_SAFE_INTEGER }),
      lastChangeSeq: alertSeq,
    });
    // Lines of a case that come of it stand after those of the last record: no record ends there.
    this.pending.begin(position + 1);
    await this.#found(restored.changes, restored.at);
  }
}
