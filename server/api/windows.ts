/** Counts what each caller has done within a stretch of time that begins with the first of it. For every request, so it waits for nothing. */
import type { Request } from 'express';
import { ipKeyGenerator } from 'express-rate-limit';

interface Window {
  count: number;
  /** Epoch ms. */
  endsAt: number;
}

const MOST_KEYS = 10_000;

export class Windows {
  readonly #ms: number;
  readonly #windows = new Map<string, Window>();
  #sweepAt = 0;

  constructor(ms: number) {
    this.#ms = ms;
  }

  /** Counts one more. @param now epoch ms @returns the caller's window, in which it may be taken back */
  hit(key: string, now: number): Window {
    if (now >= this.#sweepAt) this.#sweep(now);
    let window = this.#windows.get(key);
    if (!window || window.endsAt <= now) {
      window = { count: 0, endsAt: now + this.#ms };
      this.#windows.set(key, window);
    }
    window.count++;
    return window;
  }

  #sweep(now: number): void {
    this.#sweepAt = now + this.#ms;
    for (const [key, { endsAt }] of this.#windows) if (endsAt <= now) this.#windows.delete(key);
  }
}

const keys = new Map<string, string>();

/** Under which a caller is counted: the address, of IPv6 the part that one caller has all of. */
export function callerKey({ ip = '' }: Request): string {
  const known = keys.get(ip);
  if (known !== undefined) return known;
  const key = ipKeyGenerator(ip);
  if (keys.size >= MOST_KEYS) keys.clear();
  keys.set(ip, key);
  return key;
}
