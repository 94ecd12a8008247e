/**
 * How one reader is kept from being flooded: what of the messages that wait for them goes out now, what is told together in
 * one message, and what waits. Pure: the clock is passed in. Knows no gateway and no store.
 */
import type { Delivery } from '../models/delivery.ts';

export interface LaneLimits {
  /** So many calm messages that wait together become one. */
  groupFrom: number;
  /** Messages to one reader by one channel within the window. */
  perWindow: number;
  windowSeconds: number;
  /** Seconds between two messages to a reader who has had all that the window allows, and between two that tell several things. */
  groupSeconds: number;
}

/** Own proposal: a reader can take in a message a minute for a while, and no more (EEMUA 191: 1 alarm in 10 minutes is calm, 10 a flood). */
export const defaultLaneLimits: LaneLimits = { groupFrom: 4, perWindow: 12, windowSeconds: 600, groupSeconds: 60 };

/** What a reader has been sent lately. */
export interface LaneHistory {
  /** Epoch ms of each message within the window, oldest first. */
  sent: number[];
  /** Of the last one that told several things. */
  groupedAt?: number;
}

/** `send`: what to hand over, best first · `group`: ids to tell together · `waitUntil`: nothing before that (epoch ms) */
interface LaneDecision {
  send: Delivery[];
  group: Delivery[];
  waitUntil?: number;
}

/** Can it be told in one message with others? Not when it may have arrived already, and not what is an answer to somebody. */
export function canBeGrouped({ state, change, channel }: Delivery): boolean {
  // A program takes one after the other, and wants each.
  if (change === 'case') return state === 'queued' && channel !== 'webhook';
  return state === 'queued' && (change === 'raised' || change === 'cleared' || change === 'retracted');
}

/** @param due what waits in one lane and whose time has come, oldest first */
export function decideLane(due: Delivery[], history: LaneHistory, limits: LaneLimits, now: number): LaneDecision {
  const free = due.filter(canBeGrouped);
  const urgent = free.filter((one) => one.urgent);
  const calm = free.filter((one) => !one.urgent);
  const room = limits.perWindow - history.sent.length;
  const manyUrgent = urgent.length > 1 && urgent.length > room;
  const manyCalm = calm.length >= limits.groupFrom || (calm.length > 1 && room <= 0);
  const group = manyUrgent ? free : manyCalm ? calm : [];
  const groupAt = (history.groupedAt ?? Number.NEGATIVE_INFINITY) + limits.groupSeconds * 1000;
  if (group.length > 0 && now >= groupAt) return { send: [], group };
  const bound = due.filter((one) => !canBeGrouped(one) && one.change !== 'reply');
  if (bound.length > 0) return { send: bound, group: [] };
  const replies = due.filter(({ change }) => change === 'reply');
  const single = [...free.filter((one) => !group.includes(one)), ...replies].sort(byUrgency);
  if (single.length > 0) return sendWithin(single, room, history, limits, now);
  return { send: [], group: [], waitUntil: group.length > 0 ? groupAt : undefined };
}

const byUrgency = (a: Delivery, b: Delivery): number => Number(b.urgent ?? false) - Number(a.urgent ?? false);

/** Whoever has had all that the window allows gets what is urgent at longer distances, the rest when the window has room. */
function sendWithin(
  single: Delivery[],
  room: number,
  { sent }: LaneHistory,
  limits: LaneLimits,
  now: number,
): LaneDecision {
  if (room > 0) return { send: single.slice(0, room), group: [] };
  const roomAt = (sent[0] ?? now) + limits.windowSeconds * 1000;
  const urgentAt = (sent.at(-1) ?? now) + limits.groupSeconds * 1000;
  const waitUntil = single[0]?.urgent ? Math.min(urgentAt, roomAt) : roomAt;
  return waitUntil <= now ? { send: single.slice(0, 1), group: [] } : { send: [], group: [], waitUntil };
}

/** What each reader has been sent, for as long as it matters; readers of long ago are forgotten. */
export class LaneMemory {
  readonly #lanes = new Map<string, LaneHistory>();
  readonly #windowMs: number;

  constructor({ windowSeconds }: Pick<LaneLimits, 'windowSeconds'>) {
    this.#windowMs = windowSeconds * 1000;
  }

  history(lane: string, now: number): LaneHistory {
    const known = this.#lanes.get(lane);
    if (!known) return { sent: [] };
    // A clock that was set back must not keep anybody waiting for the future.
    known.sent = known.sent.filter((at) => at > now - this.#windowMs && at <= now);
    if (known.groupedAt !== undefined && known.groupedAt > now) known.groupedAt = undefined;
    return known;
  }

  sent(lane: string, now: number): void {
    this.#kept(lane, now).sent.push(now);
  }

  grouped(lane: string, now: number): void {
    this.#kept(lane, now).groupedAt = now;
  }

  #kept(lane: string, now: number): LaneHistory {
    const known = this.history(lane, now);
    this.#lanes.delete(lane);
    this.#lanes.set(lane, known);
    for (const [name, { sent }] of this.#lanes) {
      if ((sent.at(-1) ?? now) > now - this.#windowMs) break;
      this.#lanes.delete(name);
    }
    return known;
  }
}
