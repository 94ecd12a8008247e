/**
 * An engine's own working-out of the journal: the same pipeline over the same records as in a single process, with a store
 * of its own in the engine's folder. Since the same journal gives the same vessels, alerts and ids, every engine has all of
 * it; what comes of each stretch is put down by partition (outgoing.ts) before the engine's own store counts it as done.
 */
import { join } from 'node:path';
import type { EngineWindow } from '../../geofences/engine.ts';
import type { ActOutcome } from '../ingest/apply-entry.ts';
import { landZones } from '../ingest/land.ts';
import { Pipeline } from '../ingest/pipeline.ts';
import type { PlacedRecord } from '../journal/record.ts';
import { storeFile } from '../store/open.ts';
import { SqliteStore } from '../store/sqlite/sqlite-store.ts';
import type { Batch } from '../store/store.ts';
import { Outgoing } from './outgoing.ts';
import { type Content, divide } from './partition.ts';

const COMMIT_MS = 100;
const COMMIT_FIXES = 5000;
/** Nothing is applied while more than this waits for the common store, in characters. */
const MOST_WAITING = 512 * 1024 * 1024;
const LOOK_AGAIN_MS = 1000;
/** Turns of applying are kept short: leases are to be renewed meanwhile. */
const TURN_MS = 50;

interface ReplicaOptions {
  /** The engine's own data folder. */
  folder: string;
  partitions: number;
  demo: boolean;
  publicUrl?: string;
  window?: EngineWindow;
  onProblem: (sentence: string, error: unknown) => void;
  /** There is something to be written to the common store. */
  onPieces: () => void;
}

export class Replica {
  readonly #options: ReplicaOptions;
  readonly #store: ReplicaStore;
  readonly outgoing: Outgoing;
  #pipeline!: Pipeline;
  #committed = 0;
  #lastCommit = 0;
  /** One thing after the other. */
  #turn: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;

  private constructor(options: ReplicaOptions) {
    this.#options = options;
    this.outgoing = new Outgoing(join(options.folder, 'outgoing.db'));
    this.#store = new ReplicaStore(options.folder, this.outgoing, options.partitions);
  }

  static async open(options: ReplicaOptions): Promise<Replica> {
    const replica = new Replica(options);
    const { demo, publicUrl, window, onProblem } = options;
    const store = replica.#store;
    replica.#pipeline = await Pipeline.restore({ store, demo, publicUrl, window, land: landZones, onProblem });
    replica.#committed = replica.#pipeline.position;
    replica.#store.reached = replica.#pipeline.position;
    replica.#store.alertSeq = (await replica.#store.checkpoint()).alertSeq;
    return replica;
  }

  /** Journal position from which it goes on. */
  get position(): number {
    return this.#pipeline.position;
  }

  /** Applies records without end. @throws what the engine's own store says: only a new start is sure then */
  async follow(records: AsyncIterable<readonly PlacedRecord[]>): Promise<void> {
    const failed = new Promise<never>((_, reject) => {
      this.#timer = setInterval(() => void this.#inTurn(() => this.#commitIfDue()).catch(reject), COMMIT_MS);
    });
    try {
      await Promise.race([failed, this.#applyAll(records)]);
    } finally {
      clearInterval(this.#timer);
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#turn;
    await this.#store.close();
    this.outgoing.close();
  }

  async #applyAll(records: AsyncIterable<readonly PlacedRecord[]>): Promise<void> {
    for await (const some of records) {
      await this.#inTurn(() => this.#apply(some));
      while (this.outgoing.size > MOST_WAITING) await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
    }
  }

  async #apply(records: readonly PlacedRecord[]): Promise<void> {
    let turnEnds = performance.now() + TURN_MS;
    for (const record of records) {
      if (record.position < this.#pipeline.position) continue;
      const outcome = await this.#pipeline.apply(record);
      if (outcome) this.#store.outcomes.push([record.position, outcome]);
      await this.#commitIfDue();
      if (performance.now() < turnEnds) continue;
      await new Promise(setImmediate);
      turnEnds = performance.now() + TURN_MS;
    }
  }

  async #commitIfDue(): Promise<void> {
    if (this.#pipeline.position === this.#committed) return;
    const waited = performance.now() - this.#lastCommit;
    if (waited < COMMIT_MS && this.#pipeline.fixesWaiting < COMMIT_FIXES) return;
    this.#store.coversTo = this.#pipeline.receivedAt;
    // In no time limit: what another engine takes over from us is to have every fix that our position covers.
    await this.#pipeline.commit();
    this.#committed = this.#pipeline.position;
    this.#lastCommit = performance.now();
    this.#options.onPieces();
  }

  #inTurn(act: () => Promise<void>): Promise<void> {
    const mine = this.#turn.then(act);
    this.#turn = mine.catch(() => {});
    return mine;
  }
}

class ReplicaStore extends SqliteStore {
  readonly #outgoing: Outgoing;
  readonly #partitions: number;
  /** Where the next commit begins. */
  reached = 0;
  alertSeq = 0;
  coversTo: number | undefined;
  /** Of acts since the last commit. */
  outcomes: [position: number, outcome: ActOutcome][] = [];

  constructor(folder: string, outgoing: Outgoing, partitions: number) {
    super(storeFile(folder), 'write');
    this.#outgoing = outgoing;
    this.#partitions = partitions;
  }

  /** @throws Error for fixes that are to wait in the tail: the pieces of a stretch hold all that came in it */
  override async commit(batch: Batch): Promise<void> {
    if ([...batch.tails].length > 0) throw new Error('an engine of several puts every fix into its chunk at once');
    const content: Content = {
      vessels: [...batch.vessels],
      fixes: [...batch.fixes],
      latest: [...batch.latest],
      alerts: [...batch.alerts],
      cases: [...batch.cases],
      caseLines: [...batch.caseLines],
      tasks: [...batch.tasks],
      handovers: [...batch.handovers],
      mapNotes: [...batch.mapNotes],
      vesselGroups: [...batch.vesselGroups],
      fieldReports: [...batch.fieldReports],
      documentVersions: [...batch.documentVersions],
      deliveries: [...batch.deliveries],
      receipts: [...batch.receipts],
      documents: [...batch.documents],
      proposals: [...batch.proposals],
      acts: [...batch.acts],
      feeds: [...batch.feeds],
      feedWindows: [...batch.feedWindows],
      outcomes: this.outcomes,
    };
    const alertSeq = content.alerts.reduce((most, one) => Math.max(most, one.changeSeq), this.alertSeq);
    const parts = await divide(content, this.#partitions, this);
    const { reached: start, coversTo } = this;
    const reach = batch.position;
    this.#outgoing.put(parts.map((part, n) => ({ partition: n, start, reach, alertSeq, coversTo, content: part })));
    await super.commit({ ...batch, ...content });
    this.reached = reach;
    this.alertSeq = alertSeq;
    this.outcomes = [];
  }
}
