/** Sends the vessels that a snapshot left out, in parts as large as the line takes, so that alerts and frames do not wait behind them. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { LiveClient } from './connection.ts';
import type { Rest } from './protocol.ts';

/** Vessels that come with the alerts. */
export const FIRST_PART = 100;
const MOST_PART = 4000;
/** With more than this under way the line is given time. */
const BUSY_BYTES = 16 * 1024;
const LOOK_AGAIN_MS = 10;

interface RestOptions {
  /** False once the client has left or asked anew. */
  isWanted(): boolean;
  part(slots: number[]): Omit<Rest, 'last'>;
}

/** Does nothing without slots. A part is twice as large as the one before when the line was free at once, half when it was not. */
export async function sendRest(client: LiveClient, slots: number[], { isWanted, part }: RestOptions): Promise<void> {
  let size = FIRST_PART;
  for (let at = 0; at < slots.length; at += size) {
    const waited = await untilFree(client, isWanted);
    if (!isWanted()) return;
    size = Math.min(MOST_PART, Math.max(FIRST_PART, waited > 1 ? size / 2 : size * 2));
    client.sendRest?.({ ...part(slots.slice(at, at + size)), last: at + size >= slots.length });
  }
}

/** @returns how often it was looked */
async function untilFree(client: LiveClient, isWanted: () => boolean): Promise<number> {
  for (let looks = 0; ; looks++) {
    if (!isWanted() || client.bufferedBytes() <= BUSY_BYTES) return looks;
    await sleep(LOOK_AGAIN_MS);
  }
}
