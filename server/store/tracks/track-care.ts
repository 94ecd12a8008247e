/** Thins old chunks, a few at a time, by whoever alone writes the store. */
import type { Alert } from '../../models/alert.ts';
import type { Store } from '../store.ts';
import { encodeChunk } from './chunk.ts';
import { readChunk } from './read.ts';
import type { StoredChunk } from './stored-chunk.ts';
import { type ThinningTier, thin, type Window } from './thinning.ts';

const DAY_MS = 86_400_000;
/** What one step may take: the writer has other things to do. */
const CHUNKS_A_STEP = 50;
/** More alerts of one vessel are not looked at one by one; its tracks are then left alone. */
const MAX_ALERTS = 10_000;

export interface CareOptions {
  tiers: readonly ThinningTier[];
  /** Fixes so near to an alert in time are never taken out. */
  aroundAlertsHours: number;
}

type CareStore = Pick<Store, 'chunks' | 'rewriteTrack' | 'alerts'>;

export class TrackCare {
  readonly #store: CareStore;
  readonly #tiers: readonly ThinningTier[];
  readonly #aroundMs: number;

  constructor(store: CareStore, { tiers, aroundAlertsHours }: CareOptions) {
    this.#store = store;
    // The oldest first: what the last tier has thinned is nothing to the others.
    this.#tiers = [...tiers].sort((a, b) => b.afterDays - a.afterDays);
    this.#aroundMs = aroundAlertsHours * 3_600_000;
  }

  /** @param now epoch ms · @returns how many chunks it thinned; when there are none, nothing is left to do for now */
  async step(now: number): Promise<number> {
    for (const tier of this.#tiers) {
      const due = await this.#due(tier, now - tier.afterDays * DAY_MS);
      for (const chunk of due) await this.#thin(chunk, tier);
      if (due.length > 0) return due.length;
    }
    return 0;
  }

  async #due(tier: ThinningTier, before: number): Promise<StoredChunk[]> {
    const due: StoredChunk[] = [];
    const filter = { from: Number.MIN_SAFE_INTEGER, to: before, thinnedBelow: tier.toleranceM };
    for await (const chunk of this.#store.chunks(filter)) {
      if (chunk.endTime <= before) due.push(chunk);
      if (due.length === CHUNKS_A_STEP) break;
    }
    return due;
  }

  async #thin(chunk: StoredChunk, tier: ThinningTier): Promise<void> {
    const { vesselId } = chunk;
    const fixes = readChunk(chunk);
    if (!fixes) {
      await this.#store.rewriteTrack(vesselId, { drop: [], put: [], setAside: [chunk] });
      return;
    }
    const left = thin(fixes, tier, await this.#windows(chunk));
    // Its ends are kept, so its span is the same; its box may only be too large. Errors of several tiers add up.
    const thinnedM = chunk.thinnedM + tier.toleranceM;
    const thinned = { ...chunk, fixes: left.length, bytes: encodeChunk(left), thinnedM };
    await this.#store.rewriteTrack(vesselId, { drop: [chunk.startTime], put: [thinned], setAside: [] });
  }

  async #windows({ vesselId, startTime, endTime }: StoredChunk): Promise<Window[]> {
    const alerts = await this.#store.alerts({ state: 'all', vesselId, limit: MAX_ALERTS });
    if (alerts.length === MAX_ALERTS) return [[startTime, endTime]];
    const reach = this.#aroundMs;
    return alerts
      .flatMap((alert) => timesOf(alert))
      .map(([from, to]): Window => [from - reach, to + reach])
      .filter(([from, to]) => from <= endTime && to >= startTime);
  }
}

/** From the first to the last moment that the alert is about; one that goes on has no end. */
function timesOf({ occurrence }: Alert): Window[] {
  const { raisedAt, clearedAt, evidence, state } = occurrence;
  const end = clearedAt ?? (state === 'raised' ? Number.MAX_SAFE_INTEGER / 2 : raisedAt);
  return [[raisedAt, end], ...evidence.map((time): Window => [time, time])];
}
