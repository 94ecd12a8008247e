/** Whether a status says more than that bytes were counted and time has passed: such a one is sent at once, others now and then. */
import type { SystemStatus } from './protocol.ts';

/** Frames between two statuses of which only counts differ: five seconds. */
const EVERY_FRAMES = 10;

export class StatusNews {
  #before = '';
  #frames = EVERY_FRAMES;

  /** @param status as it is with this frame */
  isNews(status: SystemStatus): boolean {
    this.#frames += 1;
    const told = whatMatters(status);
    if (told === this.#before && this.#frames < EVERY_FRAMES) return false;
    this.#before = told;
    this.#frames = 0;
    return true;
  }
}

function whatMatters({ demo, version, journal, store, outbox, failingChannels, audit, feeds }: SystemStatus): string {
  return JSON.stringify({
    ...{ demo, version, isHealthy: journal.healthy, store, failed: outbox.failed, failingChannels },
    audit: audit?.healthy,
    feeds: feeds.map(({ id, state, problem }) => [id, state, problem]),
  });
}
