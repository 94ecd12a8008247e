/** What became of the last messages of each feed, the longer the seldomer written: nothing in it is what an alert waits for. */
import { type FeedWindow, findingsIn, hearHour, noWindow } from '../models/feed-window.ts';

/** Rest between two writings for each finding: some 10 kB a second of each feed, and 5 s of messages uncounted after a crash. */
const REST_PER_FINDING_MS = 10;

interface Kept {
  window: FeedWindow;
  hasChanged: boolean;
  /** Receive time of the newest record when it was last written, epoch ms. */
  writtenAt: number;
}

export class FeedWindows {
  readonly #kept = new Map<number, Kept>();
  /** What people declare comes by no feed. */
  readonly #nobodys: FeedWindow = { feed: -1, ...noWindow() };

  restore(windows: Iterable<FeedWindow>): void {
    for (const window of windows) this.#keep(window);
  }

  /** HOT. The window of a feed, to count in what came of it. */
  of(feed: number): FeedWindow {
    if (feed < 0) return this.#nobodys;
    const kept = this.#kept.get(feed) ?? this.#keep({ feed, ...noWindow() });
    kept.hasChanged = true;
    return kept.window;
  }

  /** Bytes came. @param at epoch ms */
  heard(feed: number, at: number): void {
    hearHour(this.of(feed), at);
  }

  /**
   * Those to be written with a commit; they count as written.
   * @param at epoch ms of the newest record
   * @param isLast nothing is to be left for a later commit
   */
  due(at: number, isLast: boolean): FeedWindow[] {
    const due: FeedWindow[] = [];
    for (const kept of this.#kept.values()) {
      const { window, writtenAt } = kept;
      // A clock that was set back must not keep it from being written.
      const hasRested = Math.abs(at - writtenAt) >= window.findings.length * REST_PER_FINDING_MS;
      if (!kept.hasChanged || !(hasRested || isLast)) continue;
      kept.hasChanged = false;
      kept.writtenAt = at;
      window.findings = findingsIn(window);
      due.push(window);
    }
    return due;
  }

  #keep(window: FeedWindow): Kept {
    const kept = { window, hasChanged: false, writtenAt: Number.NEGATIVE_INFINITY };
    this.#kept.set(window.feed, kept);
    return kept;
  }
}
