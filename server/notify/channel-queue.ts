/**
 * One channel's part of the outbox: its slots, and in it a lane for every reader. Takes from the lanes what may go now, and
 * hands it over.
 */
import type { Channel } from '../models/channel.ts';
import { type Delivery, laneOf } from '../models/delivery.ts';
import type { DueLane } from '../store/store.ts';
import { Carrier, type CarrierOptions } from './carrier.ts';
import { decideLane, defaultLaneLimits, type LaneLimits, LaneMemory } from './lane-policy.ts';
import { SET_BACK_MS } from './set-back.ts';

export interface QueueOptions extends CarrierOptions {
  /** Readers of a channel for whom something is due, by when it became due. */
  lanes(channel: Channel, now: number, limit: number): Promise<DueLane[]>;
  /** Deliveries of a lane that are `queued` or `sending` with nextAttemptAt ≤ now, oldest nextAttemptAt first. */
  due(of: { channel: Channel; lane: string }, now: number, limit: number): Promise<Delivery[]>;
  /** Journals that these are told in one message; it is due when this resolves. */
  group?(members: Delivery[]): Promise<void>;
  limits?: Partial<LaneLimits>;
  /** Messages under way at once, a channel. */
  concurrency?: number;
  /** Messages under way at once to one reader. */
  laneWidth?: number;
}

const defaultConcurrency = 5;
const defaultLaneWidth = 2;
/** Lanes that one look sees: so many readers wait in a storm, and the next look sees the rest. */
const lanesAtOnce = 500;
/** Counting who waits takes longer the more do: it is not done for each message. */
const lanesKeptMs = 250;
/** Deliveries that are read to decide what goes out of a lane. */
const seenAtOnce = 100;
/** Deliveries that one message can tell of. */
const maxMembers = 10_000;

export class ChannelQueue {
  readonly #channel: Channel;
  readonly #options: QueueOptions;
  readonly #concurrency: number;
  readonly #laneWidth: number;
  readonly #limits: LaneLimits;
  readonly #memory: LaneMemory;
  readonly #carrier: Carrier;
  /** Aborted when nothing more is to be taken up. */
  readonly #stopping: AbortSignal;
  /** By delivery id. */
  readonly #inFlight = new Map<string, Promise<void>>();
  /** How many of them by lane; a lane that is being looked at counts too. */
  readonly #busyLanes = new Map<string, number>();
  /** Lanes that are to be left alone until a time. */
  readonly #heldLanes = new Map<string, number>();
  /** Read and not yet served. */
  #lanes: string[] = [];
  /** When they were read (monotonic ms). */
  #readAt = 0;
  /** When the queue was looked at last (epoch ms). */
  #lookedAt = 0;
  #looking = false;
  #again = false;
  /** Ended while the queue was being read: the reading may still show them as due. */
  readonly #justEnded = new Set<string>();

  constructor(channel: Channel, options: QueueOptions, stopping: AbortSignal) {
    this.#channel = channel;
    this.#options = options;
    this.#concurrency = options.concurrency ?? defaultConcurrency;
    this.#laneWidth = options.laneWidth ?? defaultLaneWidth;
    this.#limits = { ...defaultLaneLimits, ...options.limits };
    this.#memory = new LaneMemory(this.#limits);
    this.#carrier = new Carrier(options);
    this.#stopping = stopping;
  }

  /** Messages under way. */
  get underWay(): number {
    return this.#inFlight.size;
  }

  /** Resolves when what is under way now has ended and is recorded. */
  async ended(): Promise<void> {
    await Promise.all(this.#inFlight.values());
  }

  /** A message that an earlier run sent. */
  remember(delivery: Delivery): void {
    if (delivery.sentAt !== undefined) this.#memory.sent(laneOf(delivery), delivery.sentAt);
  }

  /** Fills the free slots; calls while it looks make it look once more. Never rejects. */
  async look(): Promise<void> {
    if (this.#looking) {
      this.#again = true;
      return;
    }
    this.#looking = true;
    try {
      do {
        this.#again = false;
        await this.#fill();
      } while (this.#again && !this.#stopping.aborted);
    } catch (error) {
      this.#options.onProblem?.(`The queue for ${this.#channel} could not be read; it is tried again.`, error);
    } finally {
      this.#looking = false;
    }
  }

  async #fill(): Promise<void> {
    if (this.#stopping.aborted || this.#inFlight.size >= this.#concurrency) return;
    this.#justEnded.clear();
    const now = this.#options.clock();
    const isSetBack = now < this.#lookedAt - SET_BACK_MS;
    this.#lookedAt = now;
    for (const [lane, until] of this.#heldLanes) if (until <= now || isSetBack) this.#heldLanes.delete(lane);
    if (this.#lanes.length === 0 || performance.now() - this.#readAt > lanesKeptMs) {
      this.#lanes = (await this.#options.lanes(this.#channel, now, lanesAtOnce + this.#heldLanes.size)).map(
        ({ lane }) => lane,
      );
      this.#readAt = performance.now();
    }
    for (let lane = this.#lanes.shift(); lane !== undefined; lane = this.#lanes.shift()) {
      if (this.#stopping.aborted) return;
      if (this.#inFlight.size >= this.#concurrency) {
        this.#lanes.unshift(lane);
        return;
      }
      if (this.#heldLanes.has(lane) || (this.#busyLanes.get(lane) ?? 0) >= this.#laneWidth) continue;
      await this.#serve(lane);
    }
  }

  /** Takes from one lane what may go now. */
  async #serve(lane: string): Promise<void> {
    const now = this.#options.clock();
    const dueNow = async (limit: number): Promise<Delivery[]> =>
      (await this.#options.due({ channel: this.#channel, lane }, now, limit)).filter(
        ({ id }) => !this.#inFlight.has(id) && !this.#justEnded.has(id),
      );
    const decide = (due: Delivery[]) => decideLane(due, this.#memory.history(lane, now), this.#limits, now);
    const first = decide(await dueNow(seenAtOnce));
    // So many wait that not all were read: one message is to tell of all.
    const { send, group, waitUntil } = first.group.length > 0 ? decide(await dueNow(maxMembers)) : first;
    if (group.length > 0 && this.#options.group) {
      // One at a time: what is being handed over is not to be told again.
      if ((this.#busyLanes.get(lane) ?? 0) > 0) return;
      this.#memory.grouped(lane, now);
      await this.#options.group(group);
      // What tells them goes out before the next reader's are put together.
      this.#lanes.unshift(lane);
      return;
    }
    if (waitUntil !== undefined) {
      this.#heldLanes.set(lane, waitUntil);
      return;
    }
    for (const delivery of send.slice(0, this.#laneWidth - (this.#busyLanes.get(lane) ?? 0))) {
      if (this.#inFlight.size >= this.#concurrency) return;
      this.#memory.sent(lane, now);
      this.#take(lane, delivery);
    }
  }

  #take(lane: string, delivery: Delivery): void {
    this.#busyLanes.set(lane, (this.#busyLanes.get(lane) ?? 0) + 1);
    const carrying = this.#carrier.carry(delivery, this.#stopping).then((lookAgain) => {
      this.#inFlight.delete(delivery.id);
      this.#justEnded.add(delivery.id);
      const left = (this.#busyLanes.get(lane) ?? 1) - 1;
      if (left > 0) this.#busyLanes.set(lane, left);
      else this.#busyLanes.delete(lane);
      if (!lookAgain) return;
      this.#lanes.push(lane);
      void this.look();
    });
    this.#inFlight.set(delivery.id, carrying);
  }
}
