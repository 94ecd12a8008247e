/**
 * One run of forwarding: what each receiver has not had yet, in the order in which it came, up to a bound; the rest is for the next
 * run. A mark moves only when the receiver has taken what lies before it, so that a restart at any moment sends some again and leaves
 * none out. Kept from the receiver: what lies more than `KEPT_DAYS` back when it could be sent, since it came late or the receiver did
 * not take anything for so long; and what it has refused for good. Both are counted.
 */
import { setImmediate } from 'node:timers/promises';
import type { Fix } from '../../geofences/fix.ts';
import { NOT_ITS_OWN_PLACE } from '../../geofences/fix.ts';
import type { Vessel } from '../models/vessel.ts';
import { DeliveryProblem } from '../notify/channels/channel.ts';
import { searchKey } from '../store/search-key.ts';
import type { Store } from '../store/store.ts';
import type { ForwardConfig, Receiver } from './config.ts';
import type { ForwardMarks, Mark, ReceiverState } from './marks.ts';
import { messageOf, type Parcel } from './messages.ts';
import { sendTo } from './send.ts';

interface Forwarding {
  config: ForwardConfig;
  store: Pick<Store, 'allVessels' | 'latest' | 'track'>;
  marks: ForwardMarks;
  /** Epoch ms. */
  clock: () => number;
  /** The product ends: leave off. */
  isEnding?: () => boolean;
  send?: typeof sendTo;
}

const DAY_MS = 24 * 3_600_000;
const KEPT_DAYS = 7;
/** What is missed is looked for so far back: devices keep a thousand positions, which is 83 days of one each two hours. */
const LOOKED_BACK_DAYS = 90;
/** … and so often in all vessels; in one whose mark lies too far back, before anything of it is sent. */
const LOOK_BACK_MS = DAY_MS;
/** Late positions move no newest fix: every vessel is looked at so often. */
const SWEEP_MS = 10 * 60_000;
/** Positions that one receiver is sent in one run, and that one message holds. */
const MOST_OF_RUN = 2000;
const MOST_OF_MESSAGE = 100;
const BREATH = 50;
const RETRY_MS = [15_000, 60_000, 300_000, 900_000];

/** @throws Error naming the receivers that took nothing */
export async function forwardAll(forwarding: Forwarding): Promise<void> {
  const { config, store, isEnding = () => false } = forwarding;
  const vessels: Vessel[] = [];
  for await (const vessel of store.allVessels('registered')) vessels.push(vessel);
  const latest = await store.latest();
  const failed: string[] = [];
  for (const receiver of config.receivers) {
    if (isEnding()) return;
    const why = await new Run(forwarding, receiver).all(vessels.filter(chosenBy(receiver)), latest);
    if (why !== undefined) failed.push(`${receiver.id}: ${why}`);
  }
  if (failed.length > 0) throw new Error(failed.join('; '));
}

function chosenBy({ registrations, provinces, minLengthM }: Receiver): (vessel: Vessel) => boolean {
  const named = registrations && new Set(registrations.map(searchKey));
  return ({ registration, province, lengthM }) =>
    (!named || (registration !== undefined && named.has(searchKey(registration)))) &&
    (!provinces || (province !== undefined && provinces.includes(province))) &&
    (minLengthM === undefined || (lengthM !== undefined && lengthM >= minLengthM));
}

class Run {
  readonly #forwarding: Forwarding;
  readonly #receiver: Receiver;
  readonly #known: Map<string, Mark>;
  readonly #begunAt: number;
  #sweptAt: number;
  #state: ReceiverState;

  constructor(forwarding: Forwarding, receiver: Receiver) {
    this.#forwarding = forwarding;
    this.#receiver = receiver;
    const { begunAt, sweptAt, state } = forwarding.marks.receiver(receiver.id, forwarding.clock());
    this.#begunAt = begunAt;
    this.#sweptAt = sweptAt;
    this.#state = state;
    this.#known = forwarding.marks.marks(receiver.id);
  }

  /** @returns why the receiver did not take what it was sent */
  async all(vessels: readonly Vessel[], latest: ReadonlyMap<string, Fix>): Promise<string | undefined> {
    const { clock, isEnding = () => false } = this.#forwarding;
    const now = clock();
    const isSweep = now - this.#sweptAt >= SWEEP_MS || this.#state.waiting > 0;
    const isLookingBack = this.#isLookBackDue(now);
    let sent = 0;
    let looked = 0;
    let why: string | undefined;
    const waiting: { count: number; oldest?: number } = { count: 0 };
    const mayTry = this.#state.nextTryAt === undefined || this.#state.nextTryAt <= now;
    for (const vessel of vessels) {
      if (isEnding()) return why;
      if (isLookingBack) await this.#lookBack(vessel.id, now);
      if (!isSweep && !this.#isNew(vessel.id, latest.get(vessel.id))) continue;
      if (++looked % BREATH === 0) await setImmediate();
      const fixes = await this.#waitingOf(vessel.id, now);
      let done = 0;
      // What is sent now moves the mark over what can be sent no more.
      if (mayTry && why === undefined && !isLookingBack && this.#isFarBehind(vessel.id, now) && fixes.length > 0)
        await this.#lookBack(vessel.id, now);
      while (mayTry && why === undefined && done < fixes.length && sent < MOST_OF_RUN) {
        const some = fixes.slice(done, done + MOST_OF_MESSAGE);
        why = await this.#hand({ vessel, fixes: some });
        if (why !== undefined) break;
        done += some.length;
        sent += some.length;
      }
      const left = fixes.slice(done);
      waiting.count += left.length;
      for (const { receivedAt } of left) waiting.oldest = Math.min(waiting.oldest ?? receivedAt, receivedAt);
    }
    if (isSweep) this.#sweptAt = now;
    this.#finish(why, waiting);
    return why;
  }

  #isNew(vesselId: string, fix: Fix | undefined): boolean {
    if (!fix) return false;
    const mark = this.#known.get(vesselId);
    if (!mark) return fix.receivedAt >= this.#begunAt;
    return (
      fix.receivedAt > mark.receivedAt || (fix.receivedAt === mark.receivedAt && !mark.atMark.includes(fix.fixTime))
    );
  }

  /** Not handed over yet, in the order in which they came. */
  async #waitingOf(vesselId: string, now: number): Promise<Fix[]> {
    const { store } = this.#forwarding;
    const mark = this.#known.get(vesselId) ?? { receivedAt: this.#begunAt, atMark: [] };
    const fixes = await store.track(vesselId, now - KEPT_DAYS * DAY_MS, now + DAY_MS);
    return fixes
      .filter((fix) => this.#isFor(fix) && isBeyond(fix, mark))
      .sort((a, b) => a.receivedAt - b.receivedAt || a.fixTime - b.fixTime);
  }

  #isFor({ source, flags }: Fix): boolean {
    return (source !== 'ais' || this.#receiver.ais) && (flags & NOT_ITS_OWN_PLACE) === 0;
  }

  /** The first time is a day after it was first named: nothing can be missed before. */
  #isLookBackDue(now: number): boolean {
    const isDue = now - (this.#state.lookedBackAt ?? this.#begunAt) >= LOOK_BACK_MS;
    if (isDue) this.#state = { ...this.#state, lookedBackAt: now };
    return isDue;
  }

  #isFarBehind(vesselId: string, now: number): boolean {
    return (this.#known.get(vesselId)?.receivedAt ?? this.#begunAt) < now - KEPT_DAYS * DAY_MS;
  }

  /** Counts what lies too far back to be sent: it came late, or the mark never got so far. */
  async #lookBack(vesselId: string, now: number): Promise<void> {
    const { store, marks } = this.#forwarding;
    const mark = this.#known.get(vesselId) ?? { receivedAt: this.#begunAt, atMark: [] };
    const oldest = now - KEPT_DAYS * DAY_MS;
    const fixes = await store.track(vesselId, now - LOOKED_BACK_DAYS * DAY_MS, oldest - 1);
    const missed = fixes.filter(
      (fix) =>
        this.#isFor(fix) &&
        fix.receivedAt >= this.#begunAt &&
        (isBeyond(fix, mark) || fix.receivedAt - fix.fixTime > KEPT_DAYS * DAY_MS),
    );
    const times = missed.map(({ fixTime }) => fixTime);
    const count = marks.miss(this.#receiver.id, vesselId, times, now - LOOKED_BACK_DAYS * DAY_MS);
    if (count === 0) return;
    this.#state = { ...this.#state, missed: (this.#state.missed ?? 0) + count, lastMissedAt: now };
  }

  /** @returns why it was not taken, when it may be later */
  async #hand(parcel: Parcel): Promise<string | undefined> {
    const { clock, send = sendTo } = this.#forwarding;
    try {
      await send(this.#receiver, messageOf(this.#receiver, parcel, clock()));
    } catch (error) {
      if (!(error instanceof DeliveryProblem)) throw error;
      if (error.temporary) return error.answer;
      return this.#refused(parcel, error.answer);
    }
    this.#moveBeyond(parcel);
    this.#state = { ...this.#state, sent: this.#state.sent + parcel.fixes.length, lastSuccessAt: clock() };
    return undefined;
  }

  /** One of them is not wanted, ever: each by itself, so that the others arrive. */
  async #refused(parcel: Parcel, why: string): Promise<string | undefined> {
    const { marks, clock } = this.#forwarding;
    const [fix, ...others] = parcel.fixes;
    if (others.length > 0) {
      for (const one of parcel.fixes) {
        const problem = await this.#hand({ ...parcel, fixes: [one] });
        if (problem !== undefined) return problem;
      }
      return undefined;
    }
    const at = clock();
    marks.refuse({ receiver: this.#receiver.id, vessel: parcel.vessel.id, fixTime: fix!.fixTime, at, why });
    this.#moveBeyond(parcel);
    this.#state = { ...this.#state, refused: this.#state.refused + 1, lastFailureAt: at, why };
    return undefined;
  }

  #moveBeyond({ vessel, fixes }: Parcel): void {
    const { receivedAt } = fixes.at(-1)!;
    const before = this.#known.get(vessel.id);
    const same = before?.receivedAt === receivedAt ? before.atMark : [];
    const atMark = [...same, ...fixes.filter((fix) => fix.receivedAt === receivedAt).map(({ fixTime }) => fixTime)];
    const mark = { receivedAt, atMark };
    this.#forwarding.marks.move(this.#receiver.id, [[vessel.id, mark]]);
    this.#known.set(vessel.id, mark);
  }

  #finish(why: string | undefined, waiting: { count: number; oldest?: number }): void {
    const { marks, clock } = this.#forwarding;
    const { nextTryAt: _, oldestWaitingAt: __, ...state } = this.#state;
    const now = clock();
    const failures = why === undefined ? 0 : state.failures + 1;
    const isHeld = this.#state.nextTryAt !== undefined && this.#state.nextTryAt > now;
    this.#state = {
      ...state,
      failures: isHeld ? state.failures : failures,
      waiting: waiting.count,
      ...(waiting.oldest !== undefined && { oldestWaitingAt: waiting.oldest }),
      ...(isHeld && { nextTryAt: this.#state.nextTryAt }),
      ...(why !== undefined && {
        ...{ why, lastFailureAt: now },
        nextTryAt: now + RETRY_MS[Math.min(failures, RETRY_MS.length) - 1]!,
      }),
    };
    marks.keep(this.#receiver.id, this.#state, this.#sweptAt);
  }
}

/** Has it come after what is done with? */
function isBeyond({ receivedAt, fixTime }: Fix, mark: Mark): boolean {
  return receivedAt > mark.receivedAt || (receivedAt === mark.receivedAt && !mark.atMark.includes(fixTime));
}
