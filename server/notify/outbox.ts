/**
 * The outbox: hands due deliveries to their gateways. Every channel has its own slots, every reader a lane in it that takes at
 * most `laneWidth` of them: a gateway that hangs holds up no other channel, a reader who cannot be reached no other reader.
 * What waits in a lane in numbers is told in one message (lane-policy.ts). Knows no SMTP, no HTTP, no SQL; what happens to
 * one delivery is in carrier.ts.
 */
import { type Channel, channels } from '../models/channel.ts';
import { type Delivery, laneOf } from '../models/delivery.ts';
import type { DueLane } from '../store/store.ts';
import { type CarrierOptions, createCarrier } from './carrier.ts';
import { decideLane, defaultLaneLimits, type LaneLimits, LaneMemory } from './lane-policy.ts';
import { SET_BACK_MS } from './set-back.ts';

export interface OutboxOptions extends CarrierOptions {
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

interface Outbox {
  start(): void;
  /** New deliveries have been committed: look at once. */
  poke(): void;
  /** Takes up nothing more and resolves when what is under way has ended and is recorded. */
  stop(): Promise<void>;
  /** Messages under way by channel. */
  underWay(): Record<Channel, number>;
  /** A message that an earlier run sent: it counts for its reader's limit. */
  remember(delivery: Delivery): void;
}

const defaultConcurrency = 5;
const defaultLaneWidth = 2;
const defaultPollSeconds = 2;
/** Lanes that one look sees: so many readers wait in a storm, and the next look sees the rest. */
const lanesAtOnce = 500;
/** Counting who waits takes longer the more do: it is not done for each message. */
const lanesKeptMs = 250;
/** Deliveries that are read to decide what goes out of a lane. */
const seenAtOnce = 100;
/** Deliveries that one message can tell of. */
const maxMembers = 10_000;

interface ChannelWork {
  /** By delivery id. */
  inFlight: Map<string, Promise<void>>;
  /** How many of them by lane; a lane that is being looked at counts too. */
  busyLanes: Map<string, number>;
  /** Lanes that are to be left alone until a time. */
  heldLanes: Map<string, number>;
  /** Read and not yet served. */
  lanes: string[];
  /** When they were read (monotonic ms). */
  readAt: number;
  /** When the queue was looked at last (epoch ms). */
  lookedAt: number;
  looking: boolean;
  again: boolean;
  /** Ended while the queue was being read: the reading may still show them as due. */
  justEnded: Set<string>;
}

/** Calls are made by people; everything else is handed over here. */
const carried = channels.filter((channel) => channel !== 'call');

export function createOutbox(options: OutboxOptions): Outbox {
  const {
    concurrency = defaultConcurrency,
    laneWidth = defaultLaneWidth,
    pollSeconds = defaultPollSeconds,
    onProblem = () => {},
  } = options;
  const limits: LaneLimits = { ...defaultLaneLimits, ...options.limits };
  const carrier = createCarrier(options);
  const memory = new LaneMemory(limits);
  const work = new Map<Channel, ChannelWork>(carried.map((channel) => [channel, newWork()]));
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;

  /** Fills a channel's free slots from its queue; calls while it looks make it look once more. */
  async function look(channel: Channel): Promise<void> {
    const mine = work.get(channel)!;
    if (mine.looking) {
      mine.again = true;
      return;
    }
    mine.looking = true;
    try {
      do {
        mine.again = false;
        await fill(channel, mine);
      } while (mine.again && !stopping.signal.aborted);
    } catch (error) {
      onProblem(`The queue for ${channel} could not be read; it is tried again.`, error);
    } finally {
      mine.looking = false;
    }
  }

  async function fill(channel: Channel, mine: ChannelWork): Promise<void> {
    if (stopping.signal.aborted || mine.inFlight.size >= concurrency) return;
    mine.justEnded.clear();
    const now = options.clock();
    const isSetBack = now < mine.lookedAt - SET_BACK_MS;
    mine.lookedAt = now;
    for (const [lane, until] of mine.heldLanes) if (until <= now || isSetBack) mine.heldLanes.delete(lane);
    if (mine.lanes.length === 0 || performance.now() - mine.readAt > lanesKeptMs) {
      mine.lanes = (await options.lanes(channel, now, lanesAtOnce + mine.heldLanes.size)).map(({ lane }) => lane);
      mine.readAt = performance.now();
    }
    for (let lane = mine.lanes.shift(); lane !== undefined; lane = mine.lanes.shift()) {
      if (stopping.signal.aborted) return;
      if (mine.inFlight.size >= concurrency) {
        mine.lanes.unshift(lane);
        return;
      }
      if (mine.heldLanes.has(lane) || (mine.busyLanes.get(lane) ?? 0) >= laneWidth) continue;
      await serve(channel, lane, mine);
    }
  }

  /** Takes from one lane what may go now. */
  async function serve(channel: Channel, lane: string, mine: ChannelWork): Promise<void> {
    const now = options.clock();
    const dueNow = async (limit: number): Promise<Delivery[]> =>
      (await options.due({ channel, lane }, now, limit)).filter(
        ({ id }) => !mine.inFlight.has(id) && !mine.justEnded.has(id),
      );
    const key = `${channel} ${lane}`;
    const decide = (due: Delivery[]) => decideLane(due, memory.history(key, now), limits, now);
    const first = decide(await dueNow(seenAtOnce));
    // So many wait that not all were read: one message is to tell of all.
    const { send, group, waitUntil } = first.group.length > 0 ? decide(await dueNow(maxMembers)) : first;
    if (group.length > 0 && options.group) {
      // One at a time: what is being handed over is not to be told again.
      if ((mine.busyLanes.get(lane) ?? 0) > 0) return;
      memory.grouped(key, now);
      await options.group(group);
      // What tells them goes out before the next reader's are put together.
      mine.lanes.unshift(lane);
      return;
    }
    if (waitUntil !== undefined) {
      mine.heldLanes.set(lane, waitUntil);
      return;
    }
    for (const delivery of send.slice(0, laneWidth - (mine.busyLanes.get(lane) ?? 0))) {
      if (mine.inFlight.size >= concurrency) return;
      memory.sent(key, now);
      take(channel, lane, mine, delivery);
    }
  }

  function take(channel: Channel, lane: string, mine: ChannelWork, delivery: Delivery): void {
    mine.busyLanes.set(lane, (mine.busyLanes.get(lane) ?? 0) + 1);
    const carrying = carrier.carry(delivery, stopping.signal).then((lookAgain) => {
      mine.inFlight.delete(delivery.id);
      mine.justEnded.add(delivery.id);
      const left = (mine.busyLanes.get(lane) ?? 1) - 1;
      if (left > 0) mine.busyLanes.set(lane, left);
      else mine.busyLanes.delete(lane);
      if (!lookAgain) return;
      mine.lanes.push(lane);
      void look(channel);
    });
    mine.inFlight.set(delivery.id, carrying);
  }

  function poke(): void {
    if (!stopping.signal.aborted) for (const channel of carried) void look(channel);
  }

  return {
    start() {
      if (timer || stopping.signal.aborted) return;
      timer = setInterval(poke, pollSeconds * 1000);
      timer.unref();
      poke();
    },
    poke,
    async stop() {
      stopping.abort();
      clearInterval(timer);
      await Promise.all([...work.values()].flatMap(({ inFlight }) => [...inFlight.values()]));
    },
    underWay() {
      return Object.fromEntries(channels.map((channel) => [channel, work.get(channel)?.inFlight.size ?? 0])) as Record<
        Channel,
        number
      >;
    },
    remember(delivery) {
      if (delivery.sentAt !== undefined) memory.sent(`${delivery.channel} ${laneOf(delivery)}`, delivery.sentAt);
    },
  };
}

function newWork(): ChannelWork {
  return {
    inFlight: new Map(),
    busyLanes: new Map(),
    heldLanes: new Map(),
    lanes: [],
    readAt: 0,
    lookedAt: 0,
    looking: false,
    again: false,
    justEnded: new Set(),
  };
}
