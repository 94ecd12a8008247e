/**
 * The way of a journal record: bytes → messages → vessel → fix → rules → alerts, and acts beside them. Applied one record
 * after the other, in journal order; everything that it works out is committed together with the position it has reached.
 */
import { type PositionColumns, PositionFlag } from '../../decoders/ais/position-columns.ts';
import type { DecoderSink, Message, MessageMeta } from '../../decoders/report.ts';
import { toReport } from '../../decoders/to-report.ts';
import { createEngine, type Engine } from '../../geofences/engine.ts';
import { type Fix, NOT_ITS_OWN_PLACE } from '../../geofences/fix.ts';
import { needsLand } from '../../geofences/rules/index.ts';
import { occurrenceText } from '../../geofences/sentences.ts';
import type { OccurrenceChange, Rule, Zone } from '../../geofences/types.ts';
import { createAlertDesk } from '../alerts/desk.ts';
import type { AlertDesk } from '../alerts/desk-port.ts';
import type { RegulationInForce } from '../alerts/regulated.ts';
import { type PlacedRecord, RecordType } from '../journal/record.ts';
import type { Entry, SettingsDocument } from '../models/entry.ts';
import { type FeedRecord, keepRejection, noCounters } from '../models/feed.ts';
import { type FeedFormats, optionsFor } from '../models/feed-formats.ts';
import type { Vessel } from '../models/vessel.ts';
import { outagesOf } from '../store/outages.ts';
import type { Store } from '../store/store.ts';
import { StoreFailure } from '../store/store-failure.ts';
import { type ActOutcome, applyEntry } from './acts.ts';
import { declarations } from './answers.ts';
import { DeskKeeper } from './desk-keeper.ts';
import { FeedDecoders } from './feed-decoders.ts';
import { callWithoutPlace, fixOf, fixOfRow, RecentFixes } from './fixes.ts';
import { MailRoom } from './mail-room.ts';
import { Pending } from './pending.ts';
import type { Committed } from './room.ts';
import { Settings } from './settings.ts';
import { silenceTime } from './silence-clock.ts';
import { profileOf, type Sender, senderOf, Vessels } from './vessels.ts';

export interface PipelineOptions {
  store: Store;
  demo: boolean;
  publicUrl?: string;
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
  readonly #settings = new Settings();
  readonly #decoders = new FeedDecoders({
    sink: (feed) => this.#sinkOf(feed),
    options: ({ name }) => optionsFor(name, this.#settings.list<FeedFormats[]>('formats')),
  });
  readonly #latest = new Map<string, Fix>();
  readonly #recent = new RecentFixes();
  #engine: Engine = createEngine({ zones: [], rules: [] });
  #zones = new Map<string, Zone>();
  #rules = new Map<string, Rule>();
  /** Fixes of the record at hand, by vessel: the engine gets them together. */
  #arrived = new Map<string, Fix[]>();
  #lastTick = Number.NEGATIVE_INFINITY;
  #land: readonly Zone[] = [];
  readonly #loadLand: PipelineOptions['land'];
  readonly #onProblem: PipelineOptions['onProblem'];

  private constructor(options: PipelineOptions) {
    this.store = options.store;
    this.#onProblem = options.onProblem;
    this.#loadLand = options.land;
    this.#desk = createAlertDesk({
      sentence: occurrenceText,
      vessel: (id) => this.vessels.get(id),
      zone: (id) => this.#zones.get(id),
      rule: (id) => this.#rules.get(id),
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
      if (feed) count(feed, 'internal');
      this.#onProblem(`journal record at ${record.position} could not be applied`, error);
    }
    this.position = record.next;
    this.receivedAt = record.receivedAt;
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

  /** Writes what is pending. @returns what changed, or undefined when there was nothing to write */
  async commit(): Promise<Committed | undefined> {
    const { pending } = this;
    for (const id of this.#engine.unsaved()) pending.touched.add(id);
    const states = [...pending.touched].flatMap((id) => {
      const state = this.#engine.saveVessel(id);
      return state ? [[id, state] as [string, typeof state]] : [];
    });
    for (const feed of pending.feeds) {
      const decoders = this.#decoders.save(feed);
      if (decoders) feed.decoders = decoders;
    }
    await this.store.commit({
      position: this.position,
      vessels: pending.vessels.values(),
      fixes: pending.fixes,
      latest: pending.latest,
      engineStates: states,
      alerts: pending.alerts.values(),
      cases: pending.cases.values(),
      caseLines: pending.caseLines,
      tasks: pending.tasks.values(),
      handovers: pending.handovers.values(),
      deliveries: pending.deliveries.values(),
      receipts: pending.receipts.values(),
      documents: pending.documents.values(),
      documentVersions: pending.documentVersions,
      acts: pending.acts,
      feeds: pending.feeds,
    });
    this.pending = new Pending();
    return pending.committed();
  }

  /** A feed's record, made when its number is new. */
  openFeed(feed: number, name: string, url: string, format: FeedRecord['format']): void {
    const known = this.feeds.get(feed);
    const record: FeedRecord = known ?? { feed, name, url, format, counters: noCounters() };
    record.url = url;
    this.feeds.set(feed, record);
    this.pending.feeds.add(record);
  }

  /** A settings document changed: from the next record on it holds. */
  async setDocument(document: SettingsDocument): Promise<void> {
    // What waits in the decoders came in as the settings before say.
    if (document.name === 'formats') {
      for (const feed of this.feeds.values()) this.pending.feeds.add(feed);
      this.#decoders.restart(this.feeds.values(), document.changedAt);
    }
    this.#settings.keep(document);
    this.pending.documents.set(document.name, document);
    await this.#found(this.#useDocument(document), document.changedAt);
    if (document.name === 'regulation') this.pending.documentVersions.push(document);
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
    feed.counters.bytes += record.payload.length;
    if (record.payload.length > 0) feed.counters.lastByteAt = record.receivedAt;
    this.pending.feeds.add(feed);
    this.#decoders.push(feed, record);
  }

  #sinkOf(feed: FeedRecord): DecoderSink {
    return {
      message: (message, meta) => this.#message(feed, message, meta),
      positions: (columns) => this.#rows(feed, columns),
      rejected: (rejection) => {
        count(feed, rejection.reason);
        keepRejection(feed, rejection);
      },
    };
  }

  #message(feed: FeedRecord, message: Message, meta: MessageMeta): void {
    if (meta.ownShip) return;
    const report = toReport(message, meta);
    const vesselId = this.#sender(report);
    if (vesselId === undefined) count(feed, 'no-identity');
    else this.#position(feed, vesselId, fixOf(report) ?? callWithoutPlace(report, this.#latest.get(vesselId)));
  }

  /** HOT: nearly all that arrives. A vessel that is known says no more of itself with a bare position. */
  #rows(feed: FeedRecord, columns: PositionColumns): void {
    for (let row = 0; row < columns.count; row++) {
      if ((columns.flags[row]! & PositionFlag.ownShip) !== 0) continue;
      const vesselId = this.vessels.ofMmsi(columns.mmsi[row]!)?.id ?? this.#sender(senderOf(columns, row));
      if (vesselId !== undefined) this.#position(feed, vesselId, fixOfRow(columns, row));
    }
  }

  /** Id of the vessel that a report is about; what the report says of her is taken in. */
  #sender(report: Sender): string | undefined {
    const resolved = this.vessels.resolve(report);
    if (!resolved) return undefined;
    const { vessel, changed } = resolved;
    if (changed) {
      this.pending.vessels.set(vessel.id, vessel);
      this.#changesBefore.push(...this.#engine.setVessel(profileOf(vessel)));
      this.pending.touched.add(vessel.id);
    }
    return vessel.id;
  }

  /** What describing a vessel took back or raised, told together with what its fixes say. */
  #changesBefore: OccurrenceChange[] = [];

  #position(feed: FeedRecord, vesselId: string, fix: Fix | 'fix-in-future' | undefined): void {
    if (fix === undefined) return;
    if (fix === 'fix-in-future') {
      count(feed, fix);
      return;
    }
    if (this.#recent.seen(vesselId, fix)) {
      feed.counters.duplicates++;
      return;
    }
    const latest = this.#latest.get(vesselId);
    if (latest && fix.fixTime < latest.fixTime) feed.counters.late++;
    else if ((fix.flags & NOT_ITS_OWN_PLACE) === 0) {
      this.#latest.set(vesselId, fix);
      this.pending.latest.set(vesselId, fix);
      if (fix.source === 'vms') this.#broughtBy(feed, vesselId);
    }
    feed.counters.newestFixTime = Math.max(feed.counters.newestFixTime ?? fix.fixTime, fix.fixTime);
    const list = this.#arrived.get(vesselId);
    if (list) list.push(fix);
    else this.#arrived.set(vesselId, [fix]);
  }

  /** When a feed falls silent, the boats that it brings are not: the engine has to know which they are. */
  #broughtBy({ name }: FeedRecord, vesselId: string): void {
    const vessel = this.vessels.get(vesselId);
    if (!vessel || vessel.vmsFeed === name) return;
    const now = { ...vessel, vmsFeed: name };
    this.vessels.keep(now);
    this.pending.vessels.set(vesselId, now);
    this.#changesBefore.push(...this.#engine.setVessel(profileOf(now)));
  }

  async #judge(at: number): Promise<void> {
    const changes = this.#changesBefore;
    this.#changesBefore = [];
    for (const [vesselId, fixes] of this.#arrived) {
      await this.#supplyHistory(vesselId, fixes, changes);
      changes.push(...this.#engine.accept(vesselId, fixes));
      for (const fix of fixes) this.pending.fix(vesselId, fix);
      this.pending.touched.add(vesselId);
    }
    this.#arrived = new Map();
    await this.#found(changes, at);
  }

  /** A fix from before what the engine remembers: it gets the stored track to judge it in its place. */
  async #supplyHistory(vesselId: string, fixes: Fix[], changes: OccurrenceChange[]): Promise<void> {
    const oldest = fixes.reduce((time, fix) => Math.min(time, fix.fixTime), Number.POSITIVE_INFINITY);
    const from = this.#engine.missingHistory(vesselId, oldest);
    if (from === undefined) return;
    const stored = await this.store.track(vesselId, from, Number.MAX_SAFE_INTEGER);
    const waiting = (this.pending.fixes.get(vesselId) ?? []).filter((fix) => fix.fixTime >= from);
    changes.push(...this.#engine.supplyHistory(vesselId, [...stored, ...waiting]));
  }

  async #tick(now: number): Promise<void> {
    await this.keeper.tick(now);
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
    this.#position(declarations, vesselId, fix);
  }

  get regulation(): RegulationInForce {
    return this.#settings.regulation;
  }

  #useDocument({ name, body }: SettingsDocument): OccurrenceChange[] {
    if (name === 'zones') {
      const zones = (body as { features: Zone[] }).features;
      this.#zones = new Map(zones.map((zone) => [zone.id, zone]));
      return this.#setZones();
    }
    if (name === 'rules') {
      const rules = body as Rule[];
      this.#rules = new Map(rules.map((rule) => [rule.id, rule]));
      return [...this.#learnLand(rules), ...this.#engine.setRules(rules)];
    }
    return [];
  }

  #setZones(): OccurrenceChange[] {
    return this.#engine.setZones([...this.#zones.values(), ...this.#land]);
  }

  #learnLand(rules: readonly Rule[]): OccurrenceChange[] {
    if (this.#land.length > 0 || !this.#loadLand || !rules.some(needsLand)) return [];
    this.#land = this.#loadLand();
    return this.#setZones();
  }

  /** Rules on several vessels go on from the tracks that are stored. */
  async #restoreTrack(vesselId: string, newest: Fix): Promise<void> {
    const { fleetWindowMs } = this.#engine;
    if (fleetWindowMs === 0 || this.vessels.get(vesselId)?.kind !== 'vessel') return;
    const fixes = await this.store.track(vesselId, newest.fixTime - fleetWindowMs, newest.fixTime);
    this.#engine.restoreTrack(vesselId, fixes);
  }

  async #restore(): Promise<void> {
    const { store } = this;
    const { position, alertSeq } = await store.checkpoint();
    this.position = position;
    for (const feed of await store.feeds()) this.feeds.set(feed.feed, feed);
    await this.#settings.restore(store);
    const vessels: Vessel[] = [];
    for await (const vessel of store.allVessels()) vessels.push(vessel);
    const providers = new Set(vessels.flatMap((vessel) => profileOf(vessel).provider ?? []));
    this.#engine = createEngine({ zones: [], rules: [], outages: await outagesOf(store, providers) });
    const zones = this.#settings.get('zones');
    const rules = this.#settings.get('rules');
    if (zones) this.#useDocument(zones);
    if (rules) this.#useDocument(rules);
    for (const vessel of vessels) {
      this.vessels.keep(vessel);
      this.#engine.setVessel(profileOf(vessel));
    }
    for await (const [id, state] of store.engineStates()) this.#engine.restoreVessel(id, state);
    for (const [id, fix] of await store.latest()) {
      this.#latest.set(id, fix);
      this.#recent.seen(id, fix);
      await this.#restoreTrack(id, fix);
    }
    this.#desk.restore({
      alerts: await store.alerts({ state: 'open', limit: Number.MAX_SAFE_INTEGER }),
      cases: await store.cases({ open: true, limit: Number.MAX_SAFE_INTEGER }),
      lastChangeSeq: alertSeq,
    });
  }
}

function count(feed: FeedRecord, reason: string): void {
  feed.counters.rejected[reason] = (feed.counters.rejected[reason] ?? 0) + 1;
}
