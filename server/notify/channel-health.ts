/** Is a channel working? Judged by what gateways answer; a channel that fails is an alarm about the system itself. Pure: the clock is passed in. */
import { type Channel, channels } from '../models/channel.ts';

export interface ChannelState {
  channel: Channel;
  /** Since when (epoch ms) every try has failed. */
  failingSince: number;
  /** The gateway's last words. */
  why: string;
}

/** So many tries must fail one after the other: one refusal is no outage. Own proposal. */
const failuresForAlarm = 3;

interface Run {
  failures: number;
  since: number;
  why: string;
}

export class ChannelHealth {
  readonly #runs = new Map<Channel, Run>();
  readonly #onChange: (channel: Channel, failing: boolean, why: string) => void;

  /** @param onChange told once when a channel begins to fail and once when it works again */
  constructor(onChange: (channel: Channel, failing: boolean, why: string) => void) {
    this.#onChange = onChange;
  }

  answer(channel: Channel, { ok, words, at }: { ok: boolean; words: string; at: number }): void {
    const run = this.#runs.get(channel);
    if (ok) {
      this.#runs.delete(channel);
      if (run && run.failures >= failuresForAlarm) this.#onChange(channel, false, words);
      return;
    }
    const now = { failures: (run?.failures ?? 0) + 1, since: run?.since ?? at, why: words };
    this.#runs.set(channel, now);
    if (now.failures === failuresForAlarm) this.#onChange(channel, true, words);
  }

  /** Those that fail now. */
  failing(): ChannelState[] {
    return channels.flatMap((channel) => {
      const run = this.#runs.get(channel);
      if (!run || run.failures < failuresForAlarm) return [];
      return [{ channel, failingSince: run.since, why: run.why }];
    });
  }
}
